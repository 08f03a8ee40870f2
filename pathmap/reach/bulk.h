/* pathmap/reach/bulk.h: many classes against many: each thing is worked out once, for all that share it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A class is a place (subnet, flags, addresses' atoms) and a set of groups. What routes, gateways and ACLs let through
 * depends on the two places only: it is walked once a pair of places, in the twin engine whose groups let everything
 * pass, and kept as a frame with slots where group filters go (skeleton.c). What groups say is kept a group, direction
 * and atom (rows.c); references to groups are lists, so sparse sets cost nothing. tally.c puts them together: members
 * of one place with equal slots are one row; joins.c looks one by one at pairs that a reference joins.
 *
 * Exact by monotony: every way's sets only grow with what groups let through, so what the twin does not find no class
 * has. Frames whose parts this file cannot tell apart are `opaque`, and their pairs are asked one by one (pair.c).
 */
#ifndef WIT_PATHMAP_REACH_BULK_H
#define WIT_PATHMAP_REACH_BULK_H

#include "pathmap/reach/inside.h"

enum { WIT_SLOTS = 12, WIT_FRAME_LEAVES = 24 };

/* Where a group filter goes. */
struct wit_slot {
    bool in;      /* b's ingress; else a's egress */
    bool anybody; /* whoever the peer is */
    bool peer;    /* references to the other end's groups count, by `scope` */
    enum wit_scope_of_groups scope;
    uint32_t asked;                     /* rows.c: the peer's address */
    const struct wit_interface *router; /* with anybody */
};
struct wit_frame_leaf {
    struct wit_leaf leaf; /* `last` is gone */
    unsigned slots;       /* bit set */
};
/* What two places let through. Equal frames are one. */
struct wit_frame {
    uint32_t number;
    bool closed, opaque;
    struct wit_frame_leaf *leaves;
    size_t n_leaves;
    struct wit_slot *slots; /* `asked` is 0: that differs by pair of places */
    size_t n_slots;
};
/* A pair of places. */
struct wit_between {
    const struct wit_frame *frame;
    uint32_t asked[]; /* one a slot */
};

/* A group as a filter. */
struct wit_group_row {
    uint32_t symbol; /* of its id */
    const struct wit_filter *filter;
    uint32_t *tris[2]; /* by direction: by asked address, 0 not yet */
    size_t n_tris[2];
    struct wit_group_ref {
        uint32_t symbol;
        wit_set ports;
    } * refs[2];
    size_t n_refs[2];
    uint64_t renewed_in; /* epoch of the last change of its rules */
};
struct wit_group_set {
    uint64_t renewed_in;
    struct wit_group_row **rows;
    size_t n;
    bool unknown, unfiltered, doubtful; /* doubtful: whether it carries a group is not known */
};

struct wit_bulk {
    struct wit_reach *r, *twin;
    struct wit_arena *arena;
    /* rows.c */
    struct wit_strmap *symbols;
    uint32_t n_symbols;
    struct wit_memo rows_seen, tris_seen, chains_seen, anybody_seen;
    struct wit_tri *tris; /* number 1… */
    size_t n_tris, cap_tris;
    uint32_t n_chains;
    struct wit_group_set **sets; /* by group set of the engine */
    struct wit_addr *asked;
    size_t n_asked, cap_asked;
    uint32_t *asked_of_class; /* + 1 */
    /* skeleton.c */
    struct wit_word_map between;
    struct wit_memo frames;
    uint32_t n_frames;
    const struct wit_between *closed;
    char stale;     /* its address stands for what is to be walked again */
    uint64_t epoch; /* counts wit_reach_again */
    /* tally.c */
    struct wit_memo cells_seen;
    struct wit_cell {
        struct wit_sum sum;
        uint64_t asked_in; /* of the question that `verdict` answers */
        uint64_t summed_in;
        enum wit_verdict verdict;
    } * cells;
    size_t n_cells, cap_cells;
    uint64_t question;     /* number of the one at hand */
    bool all_closed;       /* of the last one: places close every pair, whatever the groups */
    struct wit_work *work; /* tallying.h */
    struct wit_arena *work_arena;
    /* crowd.c */
    struct wit_memo crowds;
    struct wit_arena *crowd_arena;
    size_t crowd_members;
};
struct wit_bulk *wit_bulk_of(struct wit_reach *r); /* made when first asked for */
void wit_bulk_free(struct wit_bulk *bulk);         /* NULL is fine */

/* ---- rows.c ---- */
uint32_t wit_bulk_symbol(struct wit_bulk *b, const char *group);
const struct wit_group_set *wit_bulk_set(struct wit_bulk *b, const struct wit_interface *itf);
uint32_t wit_bulk_asked(struct wit_bulk *b, struct wit_addr peer);
uint32_t wit_bulk_tri(struct wit_bulk *b, struct wit_tri tri);
uint32_t wit_bulk_tri_or(struct wit_bulk *b, uint32_t x, uint32_t y);
void wit_bulk_renew_row(struct wit_bulk *b, struct wit_group_row *row); /* its filter's rules changed */
/* What the set lets through to or from that address, references apart. */
uint32_t wit_bulk_base(struct wit_bulk *b, const struct wit_group_set *set, bool egress, uint32_t asked);
uint32_t wit_bulk_anybody(struct wit_bulk *b, const struct wit_interface *itf, bool egress,
                          const struct wit_interface *router);
/* One number for a list of numbers, made up one by one: 0 begins. */
uint32_t wit_bulk_chain(struct wit_bulk *b, uint32_t chain, uint32_t next);

/* ---- skeleton.c ---- */
const struct wit_between *wit_bulk_between(struct wit_bulk *b, const struct wit_unit *from, const struct wit_unit *to);

/* ---- crowd.c ---- */
/* Members of a party that stand at one place. */
struct wit_stand {
    const struct wit_unit *place; /* of the twin */
    struct wit_post {
        uint32_t member; /* index in the crowd's list */
        const struct wit_group_set *set;
        uint64_t count;
    } * posts;
    uint32_t n;
    uint64_t count;
    bool doubtful; /* some set is */
    /* who carries a group, and who names one in an egress rule; by symbol, ascending */
    struct wit_holding {
        uint32_t symbol, post;
        wit_set ports;
    } * carriers, *namers;
    uint32_t n_carriers, n_namers;
};
struct wit_crowd {
    uint64_t renewed_in; /* epoch in which answers about it changed, or may have */
    uint64_t moved_in;   /* the same, by more than what groups say */
    struct wit_members members;
    struct wit_stand *stands;
    size_t n;
};
void wit_bulk_begin(struct wit_bulk *b); /* a new question: crowds of earlier ones may be forgotten */
void wit_stand_renew(struct wit_bulk *b, struct wit_stand *s); /* its sets' rules changed */
bool wit_party_is_crowd(const struct wit_party *party);
/* The party is a list of interfaces, not single. */
const struct wit_crowd *wit_crowd_of(struct wit_bulk *b, const struct wit_party *party);

/* ---- tally.c ---- */
struct wit_tally {
    uint64_t open, partial, unknown, one_way, isolated;
    bool gaps; /* members may be missing */
};
struct wit_totals {
    struct wit_tally tally;
    uint64_t pairs, from_open, to_open;
    struct wit_sum sum;
    wit_set usual;
    unsigned *rows; /* by member of `from`: bit 1 << verdict for every verdict that a pair of it may have */
};
struct wit_question {
    wit_set ports;
    bool any; /* a pair is reachable when some port is */
    /* NULL, or called for unknown pairs: so many that every gap of the others is one of theirs */
    void (*visit)(void *context, const struct wit_member *m, const struct wit_member *n);
    void *context;
};
void wit_bulk_totals(struct wit_totals *out, struct wit_arena *arena, struct wit_bulk *b, const struct wit_crowd *from,
                     const struct wit_crowd *to, const struct wit_question *question);
enum wit_verdict wit_any_verdict(struct wit_reach *r, const struct wit_sum *sum, wit_set ports, bool any);

#endif
