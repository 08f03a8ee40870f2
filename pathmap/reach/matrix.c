/* pathmap/reach/matrix.c: every party to every party, and only what changed again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/reach/bulk.h"

struct wit_matrix {
    struct wit_arena *arena;
    const struct wit_party *parties;
    size_t n;
    struct wit_matrix_cell *cells; /* row by row */
    bool *closed;                  /* the places close it, whatever groups say */
    uint64_t born, epoch;          /* of the engine that filled it */
    bool filled;
};

struct wit_matrix *wit_matrix_new(const struct wit_party *parties, size_t n)
{
    struct wit_arena *arena = wit_arena_new();
    struct wit_matrix *m = WIT_NEW(arena, struct wit_matrix);
    *m = (struct wit_matrix){.arena = arena, .parties = parties, .n = n};
    m->cells = WIT_NEW_ARRAY(arena, struct wit_matrix_cell, n * n);
    m->closed = WIT_NEW_ARRAY(arena, bool, n *n);
    return m;
}

void wit_matrix_free(struct wit_matrix *m)
{
    if (m != NULL)
        wit_arena_free(m->arena);
}

const struct wit_matrix_cell *wit_matrix_at(const struct wit_matrix *m, size_t from, size_t to)
{
    return &m->cells[from * m->n + to];
}

static void fill(struct wit_matrix *m, struct wit_arena *arena, struct wit_reach *r, size_t i, size_t k)
{
    struct wit_answer a;
    wit_reach_spread(&a, arena, r, &m->parties[i], &m->parties[k], wit_pset_all());
    wit_gap_ref *gaps = a.n_gaps > 0 ? WIT_NEW_ARRAY(m->arena, wit_gap_ref, a.n_gaps) : NULL;
    for (size_t g = 0; g < a.n_gaps; g++)
        gaps[g] = a.gaps[g];
    m->cells[i * m->n + k] = (struct wit_matrix_cell){.verdict = a.verdict,
                                                      .open = a.open,
                                                      .possible = a.possible,
                                                      .pairs = a.pairs,
                                                      .pairs_open = a.pairs_open,
                                                      .pairs_unknown = a.pairs_unknown,
                                                      .pairs_one_way = a.pairs_one_way,
                                                      .from_open = a.from_open,
                                                      .to_open = a.to_open,
                                                      .gaps = gaps,
                                                      .n_gaps = a.n_gaps};
}

size_t wit_matrix_fill(struct wit_matrix *m, struct wit_reach *r)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_bulk *b = wit_bulk_of(r);
    bool all = !m->filled || m->born != r->born;
    struct age {
        bool renewed, moved, crowd;
    } *age = WIT_NEW_ARRAY(arena, struct age, m->n);
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *own = wit_arena_new();
    size_t filled = 0;
    wit_bulk_begin(b);
    for (size_t i = 0; i < m->n; i++) {
        age[i].crowd = wit_party_is_crowd(&m->parties[i]);
        const struct wit_crowd *c = age[i].crowd ? wit_crowd_of(b, &m->parties[i]) : NULL;
        age[i].moved = all || c == NULL || c->moved_in > m->epoch;
        age[i].renewed = c != NULL && c->renewed_in > m->epoch;
    }
    for (size_t i = 0; i < m->n; i++) {
        for (size_t k = 0; k < m->n; k++) {
            bool *closed = &m->closed[i * m->n + k];
            if (!age[i].moved && !age[k].moved && (*closed || (!age[i].renewed && !age[k].renewed)))
                continue;
            b->all_closed = false;
            fill(m, own, r, i, k);
            wit_arena_reset(own);
            *closed = b->all_closed && age[i].crowd && age[k].crowd;
            filled++;
        }
    }
    m->filled = true;
    m->born = r->born;
    m->epoch = b->epoch;
    return filled;
}
