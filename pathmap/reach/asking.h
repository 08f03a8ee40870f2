/* pathmap/reach/asking.h: what the two files of one question share (ask.c, cells.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REACH_ASKING_H
#define WIT_PATHMAP_REACH_ASKING_H

#include "pathmap/reach/bulk.h"

struct wit_pair_cell { /* one pair of members */
    enum wit_verdict verdict;
    struct wit_sum sum;
    struct wit_case pair; /* the classes that decide it */
};
struct wit_asking {
    struct wit_arena *arena;
    struct wit_reach *r;
    wit_set ports;
    bool any;
    struct wit_gap_bag *bag; /* where a visit puts what it finds */
    bool one;                /* class to class: the walk that gives the sum may tell who decides, too */
    struct wit_ways ways;    /* of that walk */
};

struct wit_pair_cell wit_cell_of_units(struct wit_asking *q, const struct wit_member *m, const struct wit_member *n);
/* At least one of the two is ranges of addresses outside, each part of which is asked by one address. */
struct wit_pair_cell wit_cell_of_ranges(struct wit_asking *q, const struct wit_member *m, const struct wit_member *n);
void wit_tally_count(struct wit_tally *t, enum wit_verdict v, uint64_t n);
enum wit_verdict wit_tally_verdict(const struct wit_tally *t);

#endif
