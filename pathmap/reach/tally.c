/* pathmap/reach/tally.c: two crowds: how many pairs connect, and at which ports, without a look at each.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Per pair of places: members whose groups fill the slots alike are one row (or column), so a cell is a row and a
 * column. A pair that a reference joins differs from its cell, always to the wider: it is counted apart. Counts are of
 * endpoints; a class counts as often as it has members, less pairs of an endpoint with itself.
 */
#include <string.h>

#include "pathmap/reach/tallying.h"

enum wit_verdict wit_any_verdict(struct wit_reach *r, const struct wit_sum *sum, wit_set ports, bool any)
{
    if (!any)
        return wit_sum_verdict(r, sum, ports);
    if (wit_set_meets(r, sum->open, ports))
        return WIT_REACHABLE;
    struct wit_sum closed = *sum;
    closed.open = r->none;
    return wit_sum_verdict(r, &closed, ports);
}

void wit_count_pairs(struct wit_totals *out, enum wit_verdict v, uint64_t n)
{
    uint64_t *const by[] = {[WIT_ISOLATED] = &out->tally.isolated,
                            [WIT_ONE_WAY] = &out->tally.one_way,
                            [WIT_PARTIAL] = &out->tally.partial,
                            [WIT_REACHABLE] = &out->tally.open,
                            [WIT_UNKNOWN] = &out->tally.unknown};
    *by[v] += n;
    out->pairs += n;
}

/* ---- cells ---- */
static struct wit_sum sum_of(const struct wit_work *w, const uint32_t *tris)
{
    struct wit_reach *r = w->b->r;
    const struct wit_frame *frame = w->between->frame;
    struct wit_sum total = wit_sum_none(r);
    for (size_t i = 0; i < frame->n_leaves;) {
        struct wit_sum one = wit_sum_none(r);
        size_t k = i;
        for (; k < frame->n_leaves && frame->leaves[k].leaf.alternative == frame->leaves[i].leaf.alternative; k++) {
            struct wit_leaf leaf = frame->leaves[k].leaf;
            for (size_t s = 0; s < frame->n_slots; s++) {
                if (frame->leaves[k].slots >> s & 1)
                    leaf.forward = wit_tri_and(r, leaf.forward, w->b->tris[tris[s]]);
            }
            struct wit_sum sum = wit_leaf_sum(r, w->from.stand->place, &leaf);
            one = k == i ? sum : wit_sum_either(r, one, sum);
        }
        total = wit_sum_or(r, total, one);
        i = k;
    }
    return total;
}

static struct wit_cell *cell_of_sum(struct wit_bulk *b, const struct wit_sum *sum)
{
    WIT_PUSH(b->arena, b->cells, b->n_cells, b->cap_cells) = (struct wit_cell){.sum = *sum};
    return &b->cells[b->n_cells - 1];
}

struct wit_cell *wit_cell_at(const struct wit_work *w, const struct wit_row *x, const struct wit_row *y)
{
    struct wit_bulk *b = w->b;
    uintptr_t at = (uintptr_t)wit_memo_get(&b->cells_seen, w->between->frame->number, x->chain, y->chain);
    if (at == 0) {
        uint32_t tris[WIT_SLOTS];
        for (size_t s = 0; s < w->between->frame->n_slots; s++)
            tris[s] = w->between->frame->slots[s].in ? y->tris[s] : x->tris[s];
        struct wit_sum sum = sum_of(w, tris);
        cell_of_sum(b, &sum);
        at = b->n_cells;
        wit_memo_put(&b->cells_seen, b->arena, w->between->frame->number, x->chain, y->chain, (void *)at);
    }
    return &b->cells[at - 1];
}

enum wit_verdict wit_take_sum(const struct wit_work *w, const struct wit_sum *sum)
{
    struct wit_reach *r = w->b->r;
    enum wit_verdict v = wit_any_verdict(r, sum, w->question->ports, w->question->any);
    w->out->sum = wit_sum_or(r, w->out->sum, *sum);
    if (v == WIT_REACHABLE)
        w->out->usual = wit_set_and(r, w->out->usual, sum->usual);
    return v;
}

enum wit_verdict wit_take_cell(const struct wit_work *w, struct wit_cell *cell)
{
    if (cell->asked_in != w->b->question) {
        cell->asked_in = w->b->question;
        cell->verdict = wit_take_sum(w, &cell->sum);
    }
    return cell->verdict;
}

/* ---- rows ---- */
static void fill_row(const struct wit_work *w, struct wit_row *row, const struct wit_side *side,
                     const struct wit_post *post, bool in)
{
    const struct wit_frame *frame = w->between->frame;
    bool first = true;
    row->chain = 0;
    for (size_t s = 0; s < frame->n_slots; s++) {
        const struct wit_slot *slot = &frame->slots[s];
        if (slot->in != in)
            continue;
        const struct wit_interface *itf = side->crowd->members.list[post->member].units[0]->itf;
        row->tris[s] = slot->anybody ? wit_bulk_anybody(w->b, itf, !in, slot->router)
                                     : wit_bulk_base(w->b, post->set, !in, w->between->asked[s]);
        row->chain = first ? row->tris[s] : wit_bulk_chain(w->b, row->chain, row->tris[s]);
        first = false;
    }
}

static void fill_rows(const struct wit_work *w, struct wit_side *side, const struct wit_stand *stand, bool in)
{
    side->stand = stand;
    side->n = 0;
    for (uint32_t i = 0; i < stand->n; i++) {
        struct wit_row *row = &side->rows[side->n];
        fill_row(w, row, side, &stand->posts[i], in);
        uint32_t k = 0;
        while (k < side->n && side->rows[k].chain != row->chain)
            k++;
        if (k == side->n) {
            row->posts = 0;
            row->count = 0;
            side->n++;
        }
        side->rows[k].posts++;
        side->rows[k].count += stand->posts[i].count;
        side->row_of[i] = k;
    }
}

/* ---- a pair of places ---- */
static void closed(struct wit_work *w, const struct wit_stand *s, const struct wit_stand *t)
{
    uint64_t pairs = s->count * t->count;
    for (uint32_t i = 0; s->place == t->place && i < s->n; i++) {
        for (uint32_t k = 0; k < t->n; k++) {
            const struct wit_member *m = &w->from.crowd->members.list[s->posts[i].member];
            const struct wit_member *n = &w->to.crowd->members.list[t->posts[k].member];
            if (m->units[0] == n->units[0])
                pairs -= m->count * n->count - wit_pairs_of(m, n);
        }
    }
    wit_count_pairs(w->out, WIT_ISOLATED, pairs);
    for (uint32_t i = 0; i < s->n; i++)
        w->out->rows[s->posts[i].member] |= 1U << WIT_ISOLATED;
}

static void opaque(struct wit_work *w, const struct wit_stand *s, const struct wit_stand *t)
{
    w->from.stand = s;
    w->to.stand = t;
    for (uint32_t i = 0; i < s->n; i++) {
        for (uint32_t k = 0; k < t->n; k++) {
            const struct wit_member *m = &w->from.crowd->members.list[s->posts[i].member];
            const struct wit_member *n = &w->to.crowd->members.list[t->posts[k].member];
            uint64_t pairs = wit_pairs_of(m, n);
            if (pairs > 0)
                wit_take_apart(w, i, k, pairs, wit_take_sum(w, wit_pair_sum(w->b->r, m->units[0], n->units[0])));
        }
    }
}

static bool in_doubt(const struct wit_work *w, const struct wit_row *row, bool in)
{
    for (size_t s = 0; s < w->between->frame->n_slots; s++) {
        if (w->between->frame->slots[s].in == in && w->b->tris[row->tris[s]].lo != w->b->tris[row->tris[s]].hi)
            return true;
    }
    return false;
}

/* One pair stands for the cell, and one a member whose own groups are in doubt. Pairs that are counted apart are asked
 * for themselves. */
static void visit_cell(struct wit_work *w, uint32_t x, uint32_t y, const struct wit_sum *sum)
{
    bool rows = in_doubt(w, &w->from.rows[x], false), columns = in_doubt(w, &w->to.rows[y], true), done = false;
    for (uint32_t i = 0; i < w->from.stand->n && (rows || !done); i++) {
        bool every = columns && !done;
        for (uint32_t k = 0, seen = 0; w->from.row_of[i] == x && k < w->to.stand->n && (every || seen == 0); k++) {
            const struct wit_member *m = &w->from.crowd->members.list[w->from.stand->posts[i].member];
            const struct wit_member *n = &w->to.crowd->members.list[w->to.stand->posts[k].member];
            if (w->to.row_of[k] != y || w->from.self[i] == k + 1 ||
                memcmp(wit_pair_sum(w->b->r, m->units[0], n->units[0]), sum, sizeof *sum) != 0)
                continue;
            wit_visit(w, i, k);
            seen = 1;
            done = true;
        }
    }
}

static void cells(struct wit_work *w)
{
    for (uint32_t x = 0; x < w->from.n; x++) {
        struct wit_row *row = &w->from.rows[x];
        row->mask = 0;
        for (uint32_t y = 0; y < w->to.n; y++) {
            const struct wit_shape *apart = &w->shapes[(size_t)x * w->to.n + y];
            const struct wit_row *other = &w->to.rows[y];
            if ((uint64_t)row->posts * other->posts == apart->classes)
                continue;
            enum wit_verdict v = wit_take_cell(w, wit_cell_at(w, row, other));
            wit_count_pairs(w->out, v, row->count * other->count - apart->pairs);
            row->mask |= 1U << v;
            if (v == WIT_UNKNOWN && w->question->visit != NULL) {
                struct wit_sum sum = wit_cell_at(w, row, other)->sum;
                visit_cell(w, x, y, &sum);
            }
            w->to.rows[y].mask |= v == WIT_REACHABLE;
        }
    }
}

/* Is some pair of this post reachable? In a row or column of which it is itself the only member there is none. */
static bool is_open(struct wit_work *w, const struct wit_side *mine, const struct wit_side *other, uint32_t post,
                    bool columns)
{
    for (uint32_t k = 0; k < other->n; k++) {
        uint32_t self = mine->self[post];
        bool alone = self > 0 && other->row_of[self - 1] == k && other->rows[k].posts == 1;
        const struct wit_row *x = &mine->rows[mine->row_of[post]], *y = &other->rows[k];
        if (!alone && wit_take_cell(w, columns ? wit_cell_at(w, y, x) : wit_cell_at(w, x, y)) == WIT_REACHABLE)
            return true;
    }
    return false;
}

/* Which members take part. What is counted apart is never narrower than its cell, so it need not be taken out. */
static void spread(struct wit_work *w)
{
    const struct wit_stand *s = w->from.stand, *t = w->to.stand;
    for (uint32_t i = 0; i < s->n; i++) {
        unsigned mask = w->from.rows[w->from.row_of[i]].mask;
        if (w->from.self[i] > 0 && (mask >> WIT_REACHABLE & 1) && !is_open(w, &w->from, &w->to, i, false))
            mask &= ~(1U << WIT_REACHABLE);
        w->out->rows[s->posts[i].member] |= mask;
    }
    for (uint32_t k = 0; k < t->n; k++) {
        if (w->to.rows[w->to.row_of[k]].mask != 0 && (w->to.self[k] == 0 || is_open(w, &w->to, &w->from, k, true)))
            w->open_columns[t->posts[k].member] = true;
    }
}

static void open_ones(struct wit_work *w, const struct wit_stand *s, const struct wit_stand *t)
{
    const struct wit_frame *frame = w->between->frame;
    bool in = false, out = false, selves = s->place == t->place;
    for (size_t i = 0; i < frame->n_slots; i++) {
        in = in || (frame->slots[i].in && frame->slots[i].peer);
        out = out || (!frame->slots[i].in && frame->slots[i].peer);
    }
    fill_rows(w, &w->from, s, false);
    fill_rows(w, &w->to, t, true);
    for (uint32_t y = 0; y < w->to.n; y++)
        w->to.rows[y].mask = 0;
    memset(w->shapes, 0, (size_t)w->from.n * w->to.n * sizeof *w->shapes);
    memset(w->from.self, 0, s->n * sizeof *w->from.self);
    memset(w->to.self, 0, t->n * sizeof *w->to.self);
    for (uint32_t k = 0; k < t->n && (in || out || selves); k++)
        wit_take_column(w, k, in, out, selves);
    cells(w);
    spread(w);
}

static uint32_t widest(const struct wit_crowd *c)
{
    uint32_t n = 1;
    for (size_t i = 0; i < c->n; i++)
        n = c->stands[i].n > n ? c->stands[i].n : n;
    return n;
}

/* Room to work in, kept from question to question: cleared where it is used. */
static struct wit_work *room_for(struct wit_bulk *b, uint32_t wide, uint32_t high)
{
    struct wit_work *w = b->work;
    if (w != NULL && wide <= w->wide && high <= w->high)
        return w;
    uint32_t stamp = w == NULL ? 0 : w->stamp;
    wide = w != NULL && w->wide > wide ? w->wide : wide;
    high = w != NULL && w->high > high ? w->high : high;
    wit_arena_reset(b->work_arena);
    w = WIT_NEW(b->work_arena, struct wit_work);
    *w = (struct wit_work){.b = b, .wide = wide, .high = high, .stamp = stamp};
    w->from.rows = WIT_NEW_ARRAY(b->work_arena, struct wit_row, wide);
    w->to.rows = WIT_NEW_ARRAY(b->work_arena, struct wit_row, high);
    w->from.row_of = WIT_NEW_ARRAY(b->work_arena, uint32_t, wide);
    w->to.row_of = WIT_NEW_ARRAY(b->work_arena, uint32_t, high);
    w->from.self = WIT_NEW_ARRAY(b->work_arena, uint32_t, wide);
    w->to.self = WIT_NEW_ARRAY(b->work_arena, uint32_t, high);
    w->shapes = WIT_NEW_ARRAY(b->work_arena, struct wit_shape, (size_t)wide * high);
    w->joined = WIT_NEW_ARRAY(b->work_arena, struct wit_joined, wide);
    w->touched = WIT_NEW_ARRAY(b->work_arena, uint32_t, wide);
    b->work = w;
    return w;
}

void wit_bulk_totals(struct wit_totals *out, struct wit_arena *arena, struct wit_bulk *b, const struct wit_crowd *from,
                     const struct wit_crowd *to, const struct wit_question *question)
{
    struct wit_work w = *room_for(b, widest(from), widest(to));
    w.out = out;
    w.question = question;
    w.from.crowd = from;
    w.to.crowd = to;
    *out = (struct wit_totals){.sum = wit_sum_none(b->r), .usual = b->r->all};
    out->rows = WIT_NEW_ARRAY(arena, unsigned, from->members.n);
    w.open_columns = WIT_NEW_ARRAY(arena, bool, to->members.n);
    b->question++;
    b->all_closed = true;
    for (size_t i = 0; i < from->n; i++) {
        for (size_t k = 0; k < to->n; k++) {
            const struct wit_stand *s = &from->stands[i], *t = &to->stands[k];
            w.between = wit_bulk_between(b, s->place, t->place);
            b->all_closed = b->all_closed && w.between->frame->closed;
            if (w.between->frame->closed)
                closed(&w, s, t);
            else if (w.between->frame->opaque)
                opaque(&w, s, t);
            else
                open_ones(&w, s, t);
        }
    }
    for (size_t i = 0; i < from->members.n; i++)
        out->from_open += out->rows[i] >> WIT_REACHABLE & 1 ? from->members.list[i].count : 0;
    for (size_t i = 0; i < to->members.n; i++)
        out->to_open += w.open_columns[i] ? to->members.list[i].count : 0;
    b->work->stamp = w.stamp;
}
