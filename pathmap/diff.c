/* pathmap/diff.c: what is different between two maps: the parts put in order; statements and their proofs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Ids of artefacts and gaps change from collection to collection and are no difference. Documented in docs/diff.md.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/diff_inside.h"

const char *wit_change_word(enum wit_change_kind k)
{
    static const char *const words[] = {
        [WIT_ADDED] = "added",
        [WIT_REMOVED] = "removed",
        [WIT_WIDENED] = "widened",
        [WIT_NARROWED] = "narrowed",
        [WIT_CHANGED_STATUS] = "status",
        [WIT_CHANGED_VERDICT] = "verdict",
        [WIT_CHANGED_PROOF] = "proof",
        [WIT_CHANGED_REVIEW] = "review",
        [WIT_CHANGED_OWNER] = "owner",
        [WIT_CHANGED_LISTENER] = "listener",
        [WIT_NOW_OBSERVED] = "now-observed",
        [WIT_NO_LONGER_OBSERVED] = "no-longer-observed",
        [WIT_NO_LONGER_WATCHED] = "no-longer-watched",
        [WIT_CHANGE_EXPIRED] = "expired",
        [WIT_GAP_OPENED] = "gap-opened",
        [WIT_GAP_CLOSED] = "gap-closed",
        [WIT_CHANGED_SHEET] = "sheet",
    };
    return words[k];
}

struct wit_change *wit_diff_add(struct wit_diff_work *w, enum wit_change_kind kind, const char *subject, const char *id,
                                const char *what, int weight)
{
    struct wit_diff_entry *e = &WIT_PUSH(w->arena, w->items, w->n, w->cap);
    *e = (struct wit_diff_entry){.weight = weight, .order = w->n};
    e->change = (struct wit_change){kind, subject, id, what, "", "", "", "", "", "", "", "", "", "", ""};
    return &e->change;
}

static void compare_assertions(struct wit_diff_work *w)
{
    const struct wit_map *older = w->causes.older, *newer = w->causes.newer;
    struct wit_strmap *was = wit_strmap_new(w->arena), *is = wit_strmap_new(w->arena);
    for (size_t i = 0; i < newer->n_assertions; i++)
        wit_strmap_put(is, newer->assertions[i].id, (void *)(uintptr_t)&newer->assertions[i]);
    for (size_t i = 0; i < older->n_assertions; i++) {
        const struct wit_assertion *a = &older->assertions[i];
        wit_strmap_put(was, a->id, (void *)(uintptr_t)a);
        if (wit_strmap_get(is, a->id) == NULL) {
            struct wit_change *c = wit_diff_add(w, WIT_REMOVED, "statement", a->id,
                                                wit_fmt(w->arena, "never %s", a->text), WIT_DIFF_STATEMENTS);
            c->before = wit_proof_word(a->proof);
            c->cause = "the intent changed";
        }
    }
    for (size_t i = 0; i < newer->n_assertions; i++) {
        const struct wit_assertion *a = &newer->assertions[i], *b = wit_strmap_get(was, a->id);
        const char *subject = wit_fmt(w->arena, "never %s", a->text);
        if (b == NULL) {
            struct wit_change *c = wit_diff_add(w, WIT_ADDED, "statement", a->id, subject, WIT_DIFF_STATEMENTS);
            c->after = wit_proof_word(a->proof);
            c->cause = "the intent changed";
        } else if (b->proof != a->proof || strcmp(b->text, a->text) != 0) {
            bool said = strcmp(b->text, a->text) != 0;
            struct wit_change *c = wit_diff_add(w, WIT_CHANGED_PROOF, "statement", a->id, subject, WIT_DIFF_STATEMENTS);
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
    const struct wit_diff_entry *x = a, *y = b;
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
    struct wit_diff_work w = {.arena = arena};
    wit_causes_find(&w.causes, arena, older, newer);
    compare_assertions(&w);
    wit_diff_paths(&w);
    wit_diff_rest(&w);
    if (w.n > 0)
        qsort(w.items, w.n, sizeof *w.items, by_weight);
    struct wit_change *changes = WIT_NEW_ARRAY(arena, struct wit_change, w.n);
    for (size_t i = 0; i < w.n; i++)
        changes[i] = w.items[i].change;
    out->changes = changes;
    out->n = w.n;
}
