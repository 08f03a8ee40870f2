/* pathmap/reach/telling.h: what the files share that tell a verdict: who decides, which hops, what closes, what is
 * missing.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Part of inside.h. Nothing here is asked while a verdict is computed; what decides and which gaps stay open are told
 * with every answer, all else only when somebody wants to read why (docs/query.md).
 */
#ifndef WIT_PATHMAP_REACH_TELLING_H
#define WIT_PATHMAP_REACH_TELLING_H

#include "pathmap/reach/inside.h"

/* ---- filters.c ---- */
/* Does the rule speak of that peer? Perhaps: the rule, its list or the peer's groups are not (all) known. */
enum wit_spoken { WIT_SPOKEN_NO, WIT_SPOKEN_PERHAPS, WIT_SPOKEN_YES };
enum wit_spoken wit_rule_speaks_of(const struct wit_rule *rule, struct wit_addr peer,
                                   const struct wit_interface *peer_itf, enum wit_scope_of_groups scope);

/* ---- filters_tell.c: for answers, never while verdicts are computed ---- */
/* The rule that lets `port` pass (or NULL), resp. the first match of an ACL (NULL: the implied deny). */
const struct wit_rule *wit_filters_group_rule(const struct wit_step *step, const struct wit_filter **filter,
                                              wit_set ports);
const struct wit_rule *wit_filters_acl_rule(const struct wit_step *step, uint32_t port);
/* The rules that together decide about `ports`, each with its part, in order; rule NULL: no rule speaks of that part.
 */
enum { WIT_RULE_HITS = 32 };
struct wit_rule_hits {
    struct wit_rule_hit {
        const struct wit_filter *filter;
        const struct wit_rule *rule;
        wit_set ports;
    } * list;
    size_t n, cap, more; /* more: not kept */
};
void wit_filters_hits(struct wit_rule_hits *out, struct wit_arena *arena, struct wit_reach *r,
                      const struct wit_step *step, wit_set ports);
/* Gaps behind the doubt of a filter's step about these ports. */
typedef void wit_gap_fn(void *context, wit_gap_ref gap, const char *kind, const char *id);
void wit_filters_gaps(struct wit_reach *r, const struct wit_step *step, wit_set doubt, wit_gap_fn *found,
                      void *context);

/* ---- decide.c ---- */
struct wit_case { /* the pair of classes that an answer speaks of */
    const struct wit_unit *from, *to;
    const struct wit_member *from_member, *to_member;
    const char *from_name, *to_name;
    const struct wit_ways *ways; /* of the two in person, in r->scratch still; NULL: to be walked */
};
void wit_decide(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_case *pair,
                wit_set ports, enum wit_verdict verdict, bool explain);

/* ---- doubts.c: only gaps whose filling could change the verdict ---- */
enum { WIT_TRACE_STEPS = 96 };
struct wit_trace {
    const struct wit_step *steps[WIT_TRACE_STEPS];
    size_t n;
};
void wit_trace_of(struct wit_trace *t, const struct wit_step *last);
/* The replies that would answer these destination ports; far: as a NAT gateway's choice of port. */
wit_set wit_replies_to(struct wit_reach *r, wit_set ports, bool far);
struct wit_gap_bag {
    wit_gap_ref *refs;
    size_t n, cap;
    struct wit_missed *at; /* one each: where it is missed first */
    size_t n_at, cap_at;
    const char *kind, *id; /* what the first one is about */
    const char *rule, *direction;
};
void wit_bag_add(struct wit_arena *arena, struct wit_gap_bag *bag, wit_gap_ref gap); /* of the list of members */
void wit_bag_add_at(struct wit_arena *arena, struct wit_gap_bag *bag, wit_gap_ref gap, const struct wit_missed *at);
/* Adds the gaps that leave it open whether some of `from` connects to some of `to`. */
void wit_doubts_of_units(struct wit_gap_bag *bag, struct wit_arena *arena, struct wit_reach *r,
                         const struct wit_unit *const *from, size_t n_from, const struct wit_unit *const *to,
                         size_t n_to, wit_set ports);
void wit_doubts_of_members(struct wit_gap_bag *bag, struct wit_arena *arena, struct wit_reach *r,
                           const struct wit_member *from, const struct wit_member *to, wit_set ports);
/* Puts them into the answer, sorted. */
void wit_answer_gaps(struct wit_answer *out, struct wit_arena *arena, const struct wit_reach *r,
                     const struct wit_gap_bag *bag);

/* ---- hops.c ---- */
void wit_hops_fill(struct wit_answer *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_leaf *leaf,
                   wit_set ports);

/* ---- tell.c ---- */
const char *wit_set_text(struct wit_arena *arena, wit_set ports);
const char *wit_rule_text(struct wit_arena *arena, const struct wit_rule *rule);
/* Decider's words of one step for these ports. */
void wit_step_decider(struct wit_decider *out, struct wit_arena *arena, struct wit_reach *r,
                      const struct wit_step *step, wit_set ports, bool passes);
struct wit_telling {
    struct wit_decider decider;
    const char *name, *text, *evidence;
    const char *alike;                /* the text without what is this pair's own */
    const struct wit_hop_rule *rules; /* when several decide together */
    size_t n_rules;
};
void wit_step_tell(struct wit_telling *out, struct wit_arena *arena, struct wit_reach *r, const struct wit_step *s,
                   wit_set ports, bool passes);

/* ---- closings.c: what closes one way, part by part of the ports ---- */
struct wit_closing {
    const struct wit_step *step; /* NULL: the other address family's kind of packet, or one that nobody answers */
    wit_set ports;               /* of those asked */
    wit_set left;                /* what came as far as the step: of a reply, source ports */
    bool reply;
    const char *reason;
};
enum { WIT_CLOSINGS = 16 };
size_t wit_leaf_closings(struct wit_closing out[WIT_CLOSINGS], struct wit_reach *r, const struct wit_leaf *leaf,
                         wit_set ports);
/* Pairs of endpoints between two members, none with itself (ask.c). */
uint64_t wit_pairs_of(const struct wit_member *m, const struct wit_member *n);

#endif
