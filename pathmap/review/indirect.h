/* pathmap/review/indirect.h: chains of connections through nodes that open connections of their own.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Two or three connections, each permitted by itself, that together carry data where no connection leads: client ->
 * Connect worker -> object store. Listed apart, never part of a verdict (docs/reachability.md 2.6).
 */
#ifndef WIT_PATHMAP_REVIEW_INDIRECT_H
#define WIT_PATHMAP_REVIEW_INDIRECT_H

#include "pathmap/review/roles.h"

enum { WIT_INDIRECT_MAX = 500, WIT_INDIRECT_ROLES = 64, WIT_INDIRECT_RELAYS = 12 };

struct wit_indirect_list {
    struct wit_indirect *rows;
    size_t n, cap;
    bool cut; /* there are more than the caps let in */
};
struct wit_indirect_asking {
    struct wit_arena *arena;
    struct wit_reach *reach;
    const struct wit_estate *estate;
    const struct wit_intent *intent; /* NULL: no roles, no relays */
};
/* One end or relay: a role of the intent, or what the question names. */
struct wit_indirect_node {
    const char *name;
    struct wit_party from, to;   /* as source, as destination */
    struct wit_pset ports;       /* that it listens on */
    const struct wit_role *role; /* NULL: none */
};
void wit_indirect_role(struct wit_indirect_node *out, const struct wit_indirect_asking *q, const struct wit_role *role);

/* Chains of two or three connections from one to the other through relays of the intent. `direct`: the verdict without
 * one; when that is reachable there is nothing to add. */
void wit_indirect_between(struct wit_indirect_list *out, const struct wit_indirect_asking *q,
                          const struct wit_indirect_node *from, const struct wit_indirect_node *to,
                          enum wit_verdict direct);
/* Every pair of roles, and the internet. */
void wit_indirect_all(struct wit_indirect_list *out, const struct wit_indirect_asking *q);

/* indirect_doors.c: sessions that instances open themselves, and name resolution */
void wit_indirect_sessions(struct wit_indirect_list *out, const struct wit_indirect_asking *q,
                           const struct wit_interface *const *interfaces, size_t n, const char *name);
void wit_indirect_resolver(struct wit_indirect_list *out, const struct wit_indirect_asking *q,
                           const struct wit_network *network, const char *from);
/* Appends a row, its id made from kind, ends and relays; false when the list is full. */
bool wit_indirect_add(struct wit_indirect_list *out, struct wit_arena *arena, const struct wit_indirect *row);

#endif
