/* pathmap/diff.c: what is different between two maps: paths, their ports, verdicts, status, review, and proofs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Ids of artefacts and gaps change from collection to collection and are no difference. Documented in docs/diff.md.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/diff_inside.h"

struct entry {
    struct wit_change change;
    int weight; /* assertions 0, red 1, yellow 2, green 3 */
    size_t order;
};

struct work {
    struct wit_arena *arena;
    struct wit_causes causes;
    struct entry *items;
    size_t n, cap;
};

const char *wit_change_word(enum wit_change_kind k)
{
    static const char *const words[] = {
        [WIT_ADDED] = "added",         [WIT_REMOVED] = "removed",       [WIT_WIDENED] = "widened",
        [WIT_NARROWED] = "narrowed",   [WIT_CHANGED_STATUS] = "status", [WIT_CHANGED_VERDICT] = "verdict",
        [WIT_CHANGED_PROOF] = "proof", [WIT_CHANGED_REVIEW] = "review",
    };
    return words[k];
}

static const char *end_words(const struct wit_scope *s)
{
    return s->name[0] != '\0' ? s->name : s->id;
}

static const char *what(struct wit_arena *arena, const struct wit_path *p)
{
    return wit_fmt(arena, "%s %s -> %s", wit_class_word(p->class), end_words(&p->from), end_words(&p->to));
}

static const char *words(struct wit_arena *arena, struct wit_pset set)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 16);
    size_t n;
    const struct wit_port_range *ranges = wit_port_ranges_of(&n, arena, set);
    wit_port_ranges_text(&text, ranges, n);
    return n == 0 ? "none" : wit_strdup(arena, wit_buf_str(&text));
}

static const char *role_words(const struct wit_scope *s)
{
    if (s->role[0] != '\0')
        return s->role;
    return strcmp(s->kind, "subnet") == 0 ? "subnets" : strcmp(s->kind, "network") == 0 ? "networks" : end_words(s);
}

static struct wit_change *add(struct work *w, enum wit_change_kind kind, const char *id, const char *subject,
                              int weight)
{
    struct entry *e = &WIT_PUSH(w->arena, w->items, w->n, w->cap);
    *e = (struct entry){.weight = weight, .order = w->n};
    e->change = (struct wit_change){kind, id, subject, "", "", "", "", "", "", "", "", ""};
    return &e->change;
}

static struct wit_change *add_path(struct work *w, enum wit_change_kind kind, const struct wit_path *p)
{
    static const int weights[] = {[WIT_RED] = 1, [WIT_YELLOW] = 2, [WIT_GREEN] = 3};
    struct wit_change *c = add(w, kind, p->id, what(w->arena, p), weights[p->status]);
    c->class = wit_class_word(p->class);
    c->from = end_words(&p->from);
    c->to = end_words(&p->to);
    c->from_role = role_words(&p->from);
    c->to_role = role_words(&p->to);
    return c;
}

/* The verdict, and the ports of the service at which it holds. */
static const char *state_of(struct wit_arena *arena, const struct wit_path *p)
{
    return wit_fmt(arena, "%s at %s, %s, %s", wit_verdict_word(p->permitted.verdict),
                   words(arena, wit_port_ranges_set(arena, p->service.ports, p->service.n_ports)),
                   wit_declared_word(p->declared.verdict), wit_status_word(p->status));
}

static void came_or_went(struct work *w, const struct wit_path *before, const struct wit_path *after)
{
    const struct wit_path *p = before != NULL ? before : after;
    struct wit_change *c = add_path(w, before != NULL ? WIT_REMOVED : WIT_ADDED, p);
    struct wit_pset ports = wit_port_ranges_set(w->arena, p->permitted.ports, p->permitted.n_ports);
    ports = wit_pset_union(w->arena, ports, wit_port_ranges_set(w->arena, p->service.ports, p->service.n_ports));
    if (before != NULL)
        c->before = state_of(w->arena, before);
    else
        c->after = state_of(w->arena, after);
    wit_cause_of_path(c, &w->causes, before, after, ports);
}

static void compare_ports(struct work *w, const struct wit_path *before, const struct wit_path *after)
{
    struct wit_pset was = wit_port_ranges_set(w->arena, before->permitted.ports, before->permitted.n_ports);
    struct wit_pset is = wit_port_ranges_set(w->arena, after->permitted.ports, after->permitted.n_ports);
    const enum wit_change_kind kinds[] = {WIT_WIDENED, WIT_NARROWED};
    const struct wit_pset moved[] = {wit_pset_subtract(w->arena, is, was), wit_pset_subtract(w->arena, was, is)};
    bool told = before->permitted.verdict != after->permitted.verdict && (was.n == 0 || is.n == 0);
    for (size_t i = 0; i < 2 && !told; i++) { /* the verdict says it already when nothing is left, or was there */
        if (moved[i].n == 0)
            continue;
        struct wit_change *c = add_path(w, kinds[i], after);
        c->before = words(w->arena, was);
        c->after = words(w->arena, is);
        wit_cause_of_path(c, &w->causes, before, after, moved[i]);
    }
}

static void compare_review(struct work *w, const struct wit_path *before, const struct wit_path *after)
{
    const char *const columns[][3] = {
        {"owner", before->review.owner, after->review.owner},
        {"purpose", before->review.purpose, after->review.purpose},
        {"identity", before->review.identity, after->review.identity},
        {"encryption", before->review.encryption, after->review.encryption},
        {"audit", before->review.audit, after->review.audit},
        {"intent", before->declared.intent, after->declared.intent},
        {"expires", before->declared.expires, after->declared.expires},
    };
    const char *was = "", *is = "";
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i][1], columns[i][2]) != 0) {
            const char *comma = was[0] == '\0' ? "" : "; ";
            was = wit_fmt(w->arena, "%s%s%s: %s", was, comma, columns[i][0], columns[i][1]);
            is = wit_fmt(w->arena, "%s%s%s: %s", is, comma, columns[i][0], columns[i][2]);
        }
    if (was[0] == '\0')
        return;
    struct wit_change *c = add_path(w, WIT_CHANGED_REVIEW, after);
    c->before = was;
    c->after = is;
    c->cause = "the intent changed";
}

static void compare(struct work *w, const struct wit_path *before, const struct wit_path *after)
{
    struct wit_pset none = wit_pset_none();
    compare_ports(w, before, after);
    if (before->permitted.verdict != after->permitted.verdict || before->declared.verdict != after->declared.verdict) {
        struct wit_change *c = add_path(w, WIT_CHANGED_VERDICT, after);
        c->before = wit_fmt(w->arena, "%s, %s", wit_verdict_word(before->permitted.verdict),
                            wit_declared_word(before->declared.verdict));
        c->after = wit_fmt(w->arena, "%s, %s", wit_verdict_word(after->permitted.verdict),
                           wit_declared_word(after->declared.verdict));
        wit_cause_of_path(c, &w->causes, before, after, none);
    }
    if (before->status != after->status) {
        struct wit_change *c = add_path(w, WIT_CHANGED_STATUS, after);
        c->before = wit_status_word(before->status);
        c->after = wit_status_word(after->status);
        wit_cause_of_path(c, &w->causes, before, after, none);
    }
    compare_review(w, before, after);
}

static void compare_assertions(struct work *w, const struct wit_map *older, const struct wit_map *newer)
{
    struct wit_strmap *was = wit_strmap_new(w->arena), *is = wit_strmap_new(w->arena);
    for (size_t i = 0; i < newer->n_assertions; i++)
        wit_strmap_put(is, newer->assertions[i].id, (void *)(uintptr_t)&newer->assertions[i]);
    for (size_t i = 0; i < older->n_assertions; i++) {
        const struct wit_assertion *a = &older->assertions[i];
        wit_strmap_put(was, a->id, (void *)(uintptr_t)a);
        if (wit_strmap_get(is, a->id) == NULL) {
            struct wit_change *c = add(w, WIT_REMOVED, a->id, wit_fmt(w->arena, "never %s", a->text), 0);
            c->before = wit_proof_word(a->proof);
            c->cause = "the intent changed";
        }
    }
    for (size_t i = 0; i < newer->n_assertions; i++) {
        const struct wit_assertion *a = &newer->assertions[i], *b = wit_strmap_get(was, a->id);
        const char *subject = wit_fmt(w->arena, "never %s", a->text);
        if (b == NULL) {
            struct wit_change *c = add(w, WIT_ADDED, a->id, subject, 0);
            c->after = wit_proof_word(a->proof);
            c->cause = "the intent changed";
        } else if (b->proof != a->proof || strcmp(b->text, a->text) != 0) {
            bool said = strcmp(b->text, a->text) != 0;
            struct wit_change *c = add(w, WIT_CHANGED_PROOF, a->id, subject, 0);
            c->before =
                said ? wit_fmt(w->arena, "%s (%s)", wit_proof_word(b->proof), b->text) : wit_proof_word(b->proof);
            c->after = wit_proof_word(a->proof);
            if (said)
                c->cause = "the intent changed";
            else
                wit_cause_of_assertion(c, &w->causes, b, a);
        }
    }
}

static int by_weight(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight < y->weight ? -1 : 1;
    int order = strcmp(x->change.id, y->change.id);
    if (order != 0)
        return order;
    return x->order < y->order ? -1 : x->order > y->order;
}

void wit_diff_maps(struct wit_diff *out, struct wit_arena *arena, const struct wit_map *older,
                   const struct wit_map *newer)
{
    struct work w = {.arena = arena};
    struct wit_strmap *was = wit_strmap_new(arena), *is = wit_strmap_new(arena);
    wit_causes_find(&w.causes, arena, older, newer);
    compare_assertions(&w, older, newer);
    for (size_t i = 0; i < newer->n_paths; i++)
        wit_strmap_put(is, newer->paths[i].id, (void *)(uintptr_t)&newer->paths[i]);
    for (size_t i = 0; i < older->n_paths; i++) {
        wit_strmap_put(was, older->paths[i].id, (void *)(uintptr_t)&older->paths[i]);
        if (wit_strmap_get(is, older->paths[i].id) == NULL)
            came_or_went(&w, &older->paths[i], NULL);
    }
    for (size_t i = 0; i < newer->n_paths; i++) {
        const struct wit_path *before = wit_strmap_get(was, newer->paths[i].id);
        if (before == NULL)
            came_or_went(&w, NULL, &newer->paths[i]);
        else
            compare(&w, before, &newer->paths[i]);
    }
    if (w.n > 0)
        qsort(w.items, w.n, sizeof *w.items, by_weight);
    struct wit_change *changes = WIT_NEW_ARRAY(arena, struct wit_change, w.n);
    for (size_t i = 0; i < w.n; i++)
        changes[i] = w.items[i].change;
    out->changes = changes;
    out->n = w.n;
}
