/* pathmap/reach/joins.c: pairs that a group reference joins, and endpoints that stand on both sides.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Found by list, a column at a time: who carries a group that the column's groups name, who names one that it carries.
 */
#include "pathmap/reach/tallying.h"

static struct wit_joined *join(struct wit_work *w, uint32_t post)
{
    struct wit_joined *j = &w->joined[post];
    if (j->stamp != w->stamp) {
        *j = (struct wit_joined){.stamp = w->stamp, .in = w->b->r->none, .out = w->b->r->none};
        w->touched[w->n_touched++] = post;
    }
    return j;
}

static uint32_t first_of(const struct wit_holding *list, uint32_t n, uint32_t symbol)
{
    uint32_t low = 0, high = n;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (list[middle].symbol < symbol)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void join_by_references(struct wit_work *w, const struct wit_post *post, bool in, bool out)
{
    const struct wit_stand *s = w->from.stand;
    struct wit_reach *r = w->b->r;
    for (size_t k = 0; k < post->set->n; k++) {
        const struct wit_group_row *row = post->set->rows[k];
        for (size_t i = 0; in && i < row->n_refs[0]; i++) {
            const struct wit_group_ref *ref = &row->refs[0][i];
            for (uint32_t at = first_of(s->carriers, s->n_carriers, ref->symbol);
                 at < s->n_carriers && s->carriers[at].symbol == ref->symbol; at++) {
                struct wit_joined *j = join(w, s->carriers[at].post);
                j->in = wit_set_or(r, j->in, ref->ports);
            }
        }
        for (uint32_t at = out ? first_of(s->namers, s->n_namers, row->symbol) : s->n_namers;
             at < s->n_namers && s->namers[at].symbol == row->symbol; at++) {
            struct wit_joined *j = join(w, s->namers[at].post);
            j->out = wit_set_or(r, j->out, s->namers[at].ports);
        }
    }
}

static enum wit_verdict take_joined(struct wit_work *w, const struct wit_joined *j, const struct wit_row *x,
                                    const struct wit_row *y)
{
    struct wit_bulk *b = w->b;
    const struct wit_frame *frame = w->between->frame;
    struct wit_row wide[2] = {*x, *y};
    bool first[2] = {true, true};
    wide[0].chain = wide[1].chain = 0;
    for (size_t s = 0; s < frame->n_slots; s++) {
        const struct wit_slot *slot = &frame->slots[s];
        struct wit_row *row = &wide[slot->in];
        wit_set ports = slot->peer ? (slot->in ? j->in : j->out) : b->r->none;
        if (ports != b->r->none) {
            struct wit_tri tri = b->tris[row->tris[s]];
            tri.hi = wit_set_or(b->r, tri.hi, ports);
            if (slot->scope == WIT_GROUPS_YES)
                tri.lo = wit_set_or(b->r, tri.lo, ports);
            row->tris[s] = wit_bulk_tri(b, tri);
        }
        row->chain = first[slot->in] ? row->tris[s] : wit_bulk_chain(b, row->chain, row->tris[s]);
        first[slot->in] = false;
    }
    return wit_take_cell(w, wit_cell_at(w, &wide[0], &wide[1]));
}

void wit_visit(const struct wit_work *w, uint32_t i, uint32_t k)
{
    const struct wit_member *m = &w->from.crowd->members.list[w->from.stand->posts[i].member];
    const struct wit_member *n = &w->to.crowd->members.list[w->to.stand->posts[k].member];
    w->question->visit(w->question->context, m, n);
}

void wit_take_apart(struct wit_work *w, uint32_t i, uint32_t k, uint64_t pairs, enum wit_verdict v)
{
    const struct wit_post *p = &w->from.stand->posts[i], *q = &w->to.stand->posts[k];
    wit_count_pairs(w->out, v, pairs);
    w->out->rows[p->member] |= 1U << v;
    if (v == WIT_REACHABLE)
        w->open_columns[q->member] = true;
    if (v == WIT_UNKNOWN && w->question->visit != NULL)
        wit_visit(w, i, k);
}

void wit_take_column(struct wit_work *w, uint32_t k, bool in, bool out, bool selves)
{
    const struct wit_post *q = &w->to.stand->posts[k];
    const struct wit_member *n = &w->to.crowd->members.list[q->member];
    w->stamp++;
    w->n_touched = 0;
    if (in || out)
        join_by_references(w, q, in, out);
    for (uint32_t i = 0; i < w->from.stand->n; i++) {
        const struct wit_post *p = &w->from.stand->posts[i];
        if ((selves && w->from.crowd->members.list[p->member].units[0] == n->units[0]) ||
            ((in || out) && (p->set->doubtful || q->set->doubtful)))
            join(w, i);
        else if (!selves && !w->from.stand->doubtful && !w->to.stand->doubtful)
            break;
    }
    for (uint32_t t = 0; t < w->n_touched; t++) {
        uint32_t i = w->touched[t];
        const struct wit_post *p = &w->from.stand->posts[i];
        const struct wit_member *m = &w->from.crowd->members.list[p->member];
        const struct wit_row *x = &w->from.rows[w->from.row_of[i]], *y = &w->to.rows[w->to.row_of[k]];
        struct wit_shape *shape = &w->shapes[(size_t)w->from.row_of[i] * w->to.n + w->to.row_of[k]];
        uint64_t pairs = selves ? wit_pairs_of(m, n) : p->count * q->count;
        shape->pairs += p->count * q->count;
        shape->classes++;
        if (pairs == 0) {
            w->from.self[i] = k + 1;
            w->to.self[k] = i + 1;
            continue;
        }
        bool doubtful = p->set->doubtful || q->set->doubtful;
        enum wit_verdict v = doubtful ? wit_take_sum(w, wit_pair_sum(w->b->r, m->units[0], n->units[0]))
                                      : take_joined(w, &w->joined[i], x, y);
        wit_take_apart(w, i, k, pairs, v);
    }
}
