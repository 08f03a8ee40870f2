/* tests/support/estate_rules.c: verbs of groups, ACLs, prefix lists and route tables.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "tests/support/estate_parts.h"

static void add_rule(struct wit_builder *b, struct wit_filter *f, struct wit_rule rule)
{
    struct wit_rule *grown = WIT_NEW_ARRAY(b->arena, struct wit_rule, f->n_rules + 1);
    size_t at = 0;
    /* ingress first, then egress, each by number */
    while (at < f->n_rules && (f->rules[at].egress < rule.egress ||
                               (f->rules[at].egress == rule.egress && f->rules[at].number <= rule.number)))
        at++;
    if (at > 0)
        memcpy(grown, f->rules, at * sizeof rule);
    grown[at] = rule;
    if (f->n_rules > at)
        memcpy(grown + at + 1, f->rules + at, (f->n_rules - at) * sizeof rule);
    f->rules = grown;
    f->n_rules++;
}

static void do_rule(struct wit_builder *b, char **w, size_t n)
{
    (void)n;
    struct wit_filter *f = wit_build_filter(b, w[1]);
    bool egress = strcmp(w[0], "out") == 0;
    uint32_t number = 0;
    for (size_t i = 0; i < f->n_rules; i++)
        number += f->rules[i].egress == egress;
    struct wit_rule rule = {.number = number,
                            .egress = egress,
                            .allow = true,
                            .ports = wit_build_ports(b, w[2]),
                            .peer_id = "",
                            .peer_account = "",
                            .peer_network = "",
                            .id = "",
                            .gap = WIT_NO_GAP,
                            .cite = {UINT32_MAX, ""}};
    if (wit_prefix_parse(&rule.prefix, NULL, w[3], NULL)) {
        rule.peer = WIT_PEER_PREFIX;
    } else if (strncmp(w[3], "sg", 2) == 0) {
        rule.peer = WIT_PEER_GROUP;
        rule.peer_id = w[3];
    } else if (strncmp(w[3], "pl", 2) == 0) {
        rule.peer = WIT_PEER_LIST;
        rule.peer_id = w[3];
    } else {
        rule.peer = WIT_PEER_ANYTHING_UNREADABLE;
        rule.gap = wit_build_gap(b, WIT_GAP_UNREADABLE, wit_fmt(b->arena, "a rule of %s", w[1]));
    }
    add_rule(b, f, rule);
}

static void do_entry(struct wit_builder *b, char **w, size_t n)
{
    (void)n;
    struct wit_rule rule = {.number = (uint32_t)strtoul(w[3], NULL, 10),
                            .egress = strcmp(w[2], "out") == 0,
                            .allow = strcmp(w[4], "allow") == 0,
                            .ports = wit_build_ports(b, w[5]),
                            .peer = WIT_PEER_PREFIX,
                            .peer_id = "",
                            .peer_account = "",
                            .peer_network = "",
                            .id = "",
                            .gap = WIT_NO_GAP,
                            .cite = {UINT32_MAX, ""}};
    if (!wit_prefix_parse(&rule.prefix, NULL, w[6], NULL))
        wit_build_bad(b);
    if (strcmp(w[4], "?") == 0)
        rule.gap = wit_build_gap(b, WIT_GAP_UNREADABLE, wit_fmt(b->arena, "entry %s of %s", w[3], w[1]));
    add_rule(b, wit_build_filter(b, w[1]), rule);
}

void wit_build_route(struct wit_builder *b, struct wit_route_table *t, struct wit_route route)
{
    struct wit_route *grown = WIT_NEW_ARRAY(b->arena, struct wit_route, t->n_routes + 1);
    if (t->n_routes > 0)
        memcpy(grown, t->routes, t->n_routes * sizeof route);
    grown[t->n_routes++] = route;
    t->routes = grown;
}

static void do_route(struct wit_builder *b, char **w, size_t n)
{
    struct wit_route route = {.list_id = "",
                              .list_gap = WIT_NO_GAP,
                              .target = strcmp(w[3], "none") == 0 ? "" : w[3],
                              .kind = wit_build_kind(w[3]),
                              .origin = WIT_ROUTE_STATIC,
                              .blackhole = wit_build_has(w, n, "blackhole"),
                              .gap = WIT_NO_GAP,
                              .cite = {UINT32_MAX, ""}};
    if (!wit_prefix_parse(&route.prefix, NULL, w[2], NULL)) {
        route.by_list = true;
        route.list_id = w[2];
        route.origin = WIT_ROUTE_LIST;
    }
    if (wit_build_has(w, n, "propagated"))
        route.origin = WIT_ROUTE_PROPAGATED;
    if (wit_build_has(w, n, "unreadable"))
        route.gap = wit_build_gap(b, WIT_GAP_UNREADABLE, wit_fmt(b->arena, "a route of %s", w[1]));
    wit_build_route(b, wit_build_table(b, w[1]), route);
}

static void do_group(struct wit_builder *b, char **w, size_t n)
{
    struct wit_filter *f = wit_build_filter(b, w[1]);
    f->network = strcmp(w[2], "-") == 0 ? "" : w[2];
    if (wit_build_has(w, n, "cut"))
        f->gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "rules of %s", w[1]));
}

static void do_acl(struct wit_builder *b, char **w, size_t n)
{
    struct wit_filter *f = wit_build_filter(b, w[1]);
    if (wit_build_has(w, n, "cut"))
        f->gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "entries of %s", w[1]));
}

static void do_table(struct wit_builder *b, char **w, size_t n)
{
    struct wit_route_table *t = wit_build_table(b, w[1]);
    t->network = wit_build_network(b, w[2])->id;
    t->edge_of = wit_build_value(w, n, "edge") != NULL ? wit_build_value(w, n, "edge") : "";
    if (wit_build_has(w, n, "cut"))
        t->gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "routes of %s", w[1]));
}

static void do_list(struct wit_builder *b, char **w, size_t n)
{
    struct wit_prefix_list *l = wit_build_list(b, w[1]);
    l->entries = wit_build_prefixes(b, w, n, &l->n_entries);
    if (wit_build_value(w, n, "name") != NULL)
        l->name = wit_build_value(w, n, "name");
    if (wit_build_has(w, n, "cut"))
        l->gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "entries of %s", w[1]));
}

static const struct wit_build_verb verbs[] = {
    {"sg", 3, do_group}, {"in", 4, do_rule}, {"out", 4, do_rule},    {"acl", 2, do_acl}, {"entry", 7, do_entry},
    {"rt", 3, do_table}, {"pl", 2, do_list}, {"route", 4, do_route}, {NULL, 0, NULL},
};
const struct wit_build_part wit_build_rules = {verbs, NULL};
