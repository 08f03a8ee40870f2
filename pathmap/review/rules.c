/* pathmap/review/rules.c: every rule and route of the estate as one line of text, for the map and for its diff.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/review/review.h"

struct list {
    const struct wit_review *r;
    struct wit_map_rule *items;
    size_t n, cap;
};

static void add(struct list *l, const char *kind, const char *id, const char *name, const char *rule, const char *text,
                struct wit_cite cite)
{
    WIT_PUSH(l->r->arena, l->items, l->n, l->cap) =
        (struct wit_map_rule){kind, id, name, rule, text, wit_cite_text(l->r->arena, l->r->estate, cite)};
}

static const char *peer_words(struct wit_arena *arena, const struct wit_rule *rule)
{
    char text[WIT_PREFIX_TEXT];
    switch (rule->peer) {
    case WIT_PEER_PREFIX:
        return wit_strdup(arena, wit_prefix_text(text, rule->prefix));
    case WIT_PEER_GROUP:
    case WIT_PEER_LIST:
        return rule->peer_id;
    case WIT_PEER_ANYTHING_UNREADABLE:
        return "something unreadable";
    }
    return "";
}

static void add_filter(struct list *l, const struct wit_filter *f)
{
    struct wit_arena *arena = l->r->arena;
    bool ordered = f->mode == WIT_FIRST_MATCH;
    for (size_t i = 0; i < f->n_rules; i++) {
        const struct wit_rule *rule = &f->rules[i];
        const char *direction = rule->egress ? "egress" : "ingress";
        const char *what = wit_fmt(arena, "%s %s %s", wit_pset_words(arena, rule->ports), rule->egress ? "to" : "from",
                                   peer_words(arena, rule));
        const char *number = wit_fmt(arena, "%u", rule->number);
        if (ordered)
            add(l, "network-acl", f->id, f->name, number,
                wit_fmt(arena, "%s %s %s %s", direction, number, rule->allow ? "allow" : "deny", what), rule->cite);
        else
            add(l, "security-group", f->id, f->name, rule->id, wit_fmt(arena, "%s %s", direction, what), rule->cite);
    }
}

static void add_table(struct list *l, const struct wit_route_table *t)
{
    struct wit_arena *arena = l->r->arena;
    char text[WIT_PREFIX_TEXT];
    for (size_t i = 0; i < t->n_routes; i++) {
        const struct wit_route *route = &t->routes[i];
        const char *to = route->by_list ? route->list_id : wit_strdup(arena, wit_prefix_text(text, route->prefix));
        add(l, "route-table", t->id, t->name, to,
            wit_fmt(arena, "%s to %s%s", to, route->target[0] == '\0' ? "nowhere" : route->target,
                    route->blackhole ? " (blackhole)" : ""),
            route->cite);
    }
}

static int by_place(const void *a, const void *b)
{
    const struct wit_map_rule *x = a, *y = b;
    int order = strcmp(x->kind, y->kind);
    if (order == 0)
        order = strcmp(x->id, y->id);
    if (order == 0)
        order = strcmp(x->text, y->text);
    return order != 0 ? order : strcmp(x->rule, y->rule);
}

void wit_review_rules(struct wit_map *map, const struct wit_review *r)
{
    struct list l = {.r = r};
    for (size_t i = 0; i < r->estate->n_filters; i++)
        add_filter(&l, &r->estate->filters[i]);
    for (size_t i = 0; i < r->estate->n_tables; i++)
        add_table(&l, &r->estate->tables[i]);
    size_t n;
    const struct wit_map_rule *kafka = wit_review_kafka_rules(&n, r);
    for (size_t i = 0; i < n; i++)
        WIT_PUSH(r->arena, l.items, l.n, l.cap) = kafka[i];
    if (l.n > 0)
        qsort(l.items, l.n, sizeof *l.items, by_place);
    map->rules = l.items;
    map->n_rules = l.n;
}
