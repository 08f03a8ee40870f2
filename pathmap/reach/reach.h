/* pathmap/reach/reach.h: permitted: which endpoint can open a connection to which, exactly, both ways, three-valued.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Endpoints that no rule can tell apart are one class; answers are computed a pair of classes at a time and kept. No
 * function loops over pairs of machines. Source: docs/reachability.md (rules 1.1-1.6, 1.9.1-2, chapters 2 and 3).
 */
#ifndef WIT_PATHMAP_REACH_H
#define WIT_PATHMAP_REACH_H

#include "pathmap/estate.h"

struct wit_reach;

/* Borrows the estate (sealed); its own memory is freed by wit_reach_free. */
struct wit_reach *wit_reach_new(const struct wit_estate *estate);
void wit_reach_free(struct wit_reach *reach);
/* An arena for one question and its answer, empty: what was in it before is gone. A batch asks for it once a line. */
struct wit_arena *wit_reach_line_arena(struct wit_reach *reach);
/* Objects of the estate whose own fields were changed in place (pathmap/whatif.h), each listed once. */
struct wit_touched {
    const struct wit_filter *const *filters; /* groups and ACLs with other rules */
    size_t n_filters;
    const struct wit_route_table *const *tables; /* with other routes */
    size_t n_tables;
    const struct wit_interface *const *interfaces; /* with other groups */
    size_t n_interfaces;
    const struct wit_subnet *const *subnets; /* with another ACL or route table */
    size_t n_subnets;
};
/*
 * The engine for the estate of `old` as it is after these changes. Takes `old`, which must not be used any more (the
 * result may be the same memory). Every answer is the same, byte for byte, as that of a new engine; what no change
 * touches is not computed again.
 */
WIT_NODISCARD struct wit_reach *wit_reach_again(struct wit_reach *old, const struct wit_touched *touched);
/*
 * What a gap reference of an answer stands for. References below estate->n_gaps are the estate's; the engine adds its
 * own behind them (behaviour that no document settles, ways that it does not model), so do not index estate->gaps with
 * an answer's references. The row lives as long as `reach`.
 */
const struct wit_gap *wit_reach_gap(const struct wit_reach *reach, wit_gap_ref ref);

/* One side of a question. */
enum wit_party_kind {
    WIT_PARTY_INTERFACES, /* all addresses of each, private and public, any of them */
    WIT_PARTY_ADDRESS,    /* one address, pinned */
    WIT_PARTY_PREFIX,     /* inside a network: the interface addresses in it; outside: every address of it */
    WIT_PARTY_INTERNET,   /* every public address, per family */
    WIT_PARTY_BUCKET,     /* the object store of a region, by its service prefixes */
    WIT_PARTY_MIXED       /* several of the above (a role) */
};
struct wit_party {
    enum wit_party_kind kind;
    const char *text;                              /* as asked */
    bool single;                                   /* one endpoint: its verdict is never partial */
    const struct wit_interface *const *interfaces; /* sorted by id */
    size_t n_interfaces;
    struct wit_prefix prefix; /* WIT_PARTY_ADDRESS (full length) and WIT_PARTY_PREFIX */
    bool twin; /* WIT_PARTY_PREFIX: not the interfaces in it, but hosts outside the cloud that have those addresses too
                */
    const char *bucket, *region;   /* WIT_PARTY_BUCKET */
    const struct wit_party *parts; /* WIT_PARTY_MIXED */
    size_t n_parts;
    wit_gap_ref gap; /* set: the list of members is incomplete */
};

/*
 * An interface, instance, subnet, endpoint (vpce-…) id, address, prefix, "internet", or a bucket name in evidence
 * ("s3://name" always). err: WIT_EUSAGE "nothing in the evidence is called 'x'"
 */
WIT_NODISCARD bool wit_party_parse(struct wit_party *out, struct wit_arena *arena, const struct wit_reach *reach,
                                   const char *text, struct wit_err *err);
void wit_party_interfaces(struct wit_party *out, struct wit_arena *arena, const char *text,
                          const struct wit_interface *const *list, size_t n, wit_gap_ref gap);

enum wit_leg { WIT_LEG_PASS, WIT_LEG_BLOCKED, WIT_LEG_UNKNOWN };
struct wit_decider {
    const char *kind; /* contract words; "" when there is none */
    const char *id;
    const char *rule;      /* "" when none */
    const char *direction; /* "ingress", "egress", "" */
    struct wit_cite cite;
};
/* Where a gap is missed: the first step of a way that it clouds; kind "" when it is about who takes part. */
struct wit_missed {
    const char *kind, *id, *rule;
    const char *facing;    /* of filters: "ingress", "egress"; "" */
    const char *direction; /* "forward", "reply"; "" */
};
/* One way that is closed, or several alike, and what closes it first (in the order of docs/reachability.md 2.8). */
struct wit_cut {
    const char *from, *to; /* ids of the first pair of endpoints */
    const char *way;       /* "10.0.0.0/16 to local", "0.0.0.0/0 to igw-1"; "" when it ends before it begins */
    const char *before;    /* headers of that pair, "" when not known */
    const char *ports;     /* of those asked, the part that is closed here */
    bool reply;            /* it is delivered, and closed for its answer */
    struct wit_decider decider;
    const char *reason, *text, *evidence;
    const struct wit_decider *also; /* what would close it too */
    size_t n_also;
    uint64_t pairs; /* pairs of endpoints */
};
struct wit_answer {
    enum wit_verdict verdict;
    const char *kind;   /* "direct", "translated", "proxied"; "" when not reachable */
    const char *reason; /* code of reasons.c: "no-endpoint", "no-public-address", "acl-deny" …; "" */
    enum wit_leg forward, reply;
    bool usual; /* every usual source port of the client gets an answer (only said with reachable) */
    struct wit_decider decider;
    const wit_gap_ref *gaps;               /* what the verdict hangs on, sorted by id: see wit_reach_gap */
    const struct wit_gap *const *gap_rows; /* the same, as rows */
    const struct wit_missed *missed;       /* the same, where */
    size_t n_gaps;
    struct wit_pset open, possible; /* destination ports that surely / possibly (hi) connect, of all ports asked */
    uint64_t pairs, pairs_open, pairs_unknown, pairs_one_way; /* endpoint pairs: asked of, all asked ports open, … */
    uint64_t from_open, to_open;                              /* distinct endpoints that take part in an open pair */
    const struct wit_hop *hops; /* when asked for: of the pair that decides, both directions */
    size_t n_hops;
    const char *from_endpoint, *to_endpoint; /* ids of the pair that the hops and the decider speak of */
    /* wit_reach_explain */
    bool explained;
    const struct wit_cut *cuts;
    size_t n_cuts;
    uint64_t cuts_left;                  /* ways that were not looked at, or not kept: there are caps */
    struct wit_identity_part identity;   /* what the caller found: policies beside the network (object stores) */
    const struct wit_indirect *indirect; /* what the caller found: chains through nodes that open connections anew */
    size_t n_indirect;
};

/*
 * The one question. `ports`: what is asked (every port of it for `reachable`). explain: fill hops. Memory of the answer
 * is in `arena`. Total: never fails; what cannot be decided is WIT_UNKNOWN with its gaps.
 */
void wit_reach_ask(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
                   const struct wit_party *from, const struct wit_party *to, struct wit_pset ports, bool explain);
/*
 * The same, for any port: `open` and `possible` are then the exact unions over the pairs, `verdict` is
 * reachable/partial when something is open, unknown when something is only possible, else one-way or isolated. What the
 * inventory and `never` statements use.
 */
void wit_reach_any(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
                   const struct wit_party *from, const struct wit_party *to, struct wit_pset ports, bool explain);

/*
 * Adds to an answer of wit_reach_ask or wit_reach_any (same parties and ports) every way that is closed, and by what:
 * of `isolated` and `one-way` all, of `partial` those of the pairs that are closed. Costs as much as the question.
 */
void wit_reach_explain(struct wit_answer *answer, struct wit_arena *arena, struct wit_reach *reach,
                       const struct wit_party *from, const struct wit_party *to, struct wit_pset ports);

/*
 * wit_reach_any without anybody to speak for the pairs: verdict, open, possible, counts and gaps only. What is asked of
 * every two subnets: its cost grows with the groups that differ, not with the endpoints.
 */
void wit_reach_spread(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *reach,
                      const struct wit_party *from, const struct wit_party *to, struct wit_pset ports);

/*
 * Every party to every party, at any port: what wit_reach_spread says of each two. After wit_reach_again only the cells
 * that the change can have touched are computed again: with one rule of one group those of the subnets where the group
 * is carried. Use: wit_matrix_new, wit_matrix_fill; change the estate in place (pathmap/whatif.h), wit_reach_again,
 * wit_matrix_fill. Borrows the parties (of the same estate); sets in cells live as long as the engine that filled them,
 * so that a later fill by another engine replaces all of them. _fill returns how many cells it computed.
 */
struct wit_matrix;
struct wit_matrix_cell {
    enum wit_verdict verdict;
    struct wit_pset open, possible;
    uint64_t pairs, pairs_open, pairs_unknown, pairs_one_way, from_open, to_open;
    const wit_gap_ref *gaps;
    size_t n_gaps;
};
struct wit_matrix *wit_matrix_new(const struct wit_party *parties, size_t n);
void wit_matrix_free(struct wit_matrix *matrix);
size_t wit_matrix_fill(struct wit_matrix *matrix, struct wit_reach *reach);
const struct wit_matrix_cell *wit_matrix_at(const struct wit_matrix *matrix, size_t from, size_t to);

/*
 * Writes one answer: the JSON line of the contract (verdict, kind, decider, forward, reply, gaps, with from, to, port
 * repeated; plus reason, usual, open …), and the text for people.
 */
void wit_answer_json(struct wit_buf *out, const struct wit_estate *e, const struct wit_answer *a, const char *from,
                     const char *to, const char *port, bool hops);
void wit_answer_text(struct wit_buf *out, const struct wit_estate *e, const struct wit_answer *a, const char *from,
                     const char *to, const char *port);

/* Whether that is a word of the contract for decider.kind. */
bool wit_decider_is_word(const char *kind);

/* Reason codes: one table with a documentation line each (reasons.c; docs/reasons.md is checked against it). */
struct wit_reason_row {
    const char *code, *text;
};
const struct wit_reason_row *wit_reason_rows(size_t *n);
const char *wit_reason_text(const char *code); /* its sentence; the code itself when it has no row */

#endif
