/* pathmap/reach/tallying.h: what the files that tally two crowds share (tally.c, joins.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REACH_TALLYING_H
#define WIT_PATHMAP_REACH_TALLYING_H

#include "pathmap/reach/bulk.h"

/* Posts of a stand that fill the slots of their side alike. */
struct wit_row {
    uint32_t chain, posts;
    uint64_t count;
    uint32_t tris[WIT_SLOTS];
    unsigned mask;
};
struct wit_side {
    const struct wit_stand *stand;
    const struct wit_crowd *crowd;
    struct wit_row *rows;
    uint32_t *row_of; /* by post */
    uint32_t *self;   /* by post: 1 + the post of the other side that is the same single endpoint, 0 none */
    uint32_t n;
};
struct wit_joined { /* of the column at hand: what references let through, by post of `from` */
    uint32_t stamp;
    bool apart; /* the pair is counted already, or is none */
    wit_set in, out;
};
struct wit_shape { /* of a cell: pairs that are not in it */
    uint64_t pairs;
    uint64_t classes;
};
struct wit_work {
    uint32_t wide, high; /* room in the arrays */
    struct wit_bulk *b;
    struct wit_totals *out;
    const struct wit_question *question;
    bool *open_columns; /* by member of `to` */
    const struct wit_between *between;
    struct wit_side from, to;
    struct wit_shape *shapes;
    struct wit_joined *joined;
    uint32_t *touched, n_touched, stamp;
};

/* ---- tally.c ---- */
void wit_count_pairs(struct wit_totals *out, enum wit_verdict v, uint64_t n);
struct wit_cell *wit_cell_at(const struct wit_work *w, const struct wit_row *x, const struct wit_row *y);
/* The verdict; ports and usual go into the totals, once a question. */
enum wit_verdict wit_take_sum(const struct wit_work *w, const struct wit_sum *sum);
enum wit_verdict wit_take_cell(const struct wit_work *w, struct wit_cell *cell);
/* ---- joins.c ---- */
/* Column k of the pair of places: the pairs that are not what their cell is. */
void wit_take_column(struct wit_work *w, uint32_t k, bool in, bool out, bool selves);
void wit_take_apart(struct wit_work *w, uint32_t i, uint32_t k, uint64_t pairs, enum wit_verdict v);
void wit_visit(const struct wit_work *w, uint32_t i, uint32_t k);

#endif
