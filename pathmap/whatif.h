/* pathmap/whatif.h: a change that is only thought of: rules, routes and memberships, applied to an estate before
 * anybody applies them to the cloud.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The file is YAML (schemas/what-if.schema.json, docs/what-if.md): `version: 1` and a list `changes`, each one mapping
 * with `do` and what that verb needs; they apply in order. Everything named must be in evidence. What comes out says
 * that it is a thought: each change is an assumption of the estate, and rules made by it cite `what-if#/changes/N`.
 */
#ifndef WIT_PATHMAP_WHATIF_H
#define WIT_PATHMAP_WHATIF_H

#include "pathmap/pathmap.h"

#define WIT_WHATIF_MAX_CHANGES 10000

enum wit_whatif_verb {
    WIT_DO_ADD_RULE,
    WIT_DO_REMOVE_RULE,
    WIT_DO_SET_ENTRY,
    WIT_DO_REMOVE_ENTRY,
    WIT_DO_SET_ROUTE,
    WIT_DO_REMOVE_ROUTE,
    WIT_DO_JOIN_GROUP,
    WIT_DO_LEAVE_GROUP,
    WIT_DO_USE_TABLE,
    WIT_DO_USE_ACL,
    WIT_DO_COUNT
};
struct wit_whatif_change {
    enum wit_whatif_verb verb;
    /* ids as written, "" where the verb has none. object: the group, ACL, table, interface or subnet that changes;
     * other: the rule, target, group, table or ACL that it gets or loses; peer: rule's peer, route's destination */
    const char *object, *other, *peer;
    bool egress, allow;
    uint32_t number; /* of an ACL entry */
    struct wit_pset ports;
    size_t line, col;
    const char *text; /* "add-rule tcp/9094 from 10.0.1.0/24 to sg-0b1", for assumptions */
};
struct wit_whatif {
    const char *name;                        /* of the file */
    const struct wit_whatif_change *changes; /* as written */
    size_t n;
};

/* err: WIT_EINTENT "change.yaml:5:3: …", WIT_EIO */
WIT_NODISCARD bool wit_whatif_read(struct wit_whatif **out, struct wit_arena *arena, const char *path,
                                   struct wit_err *err);
WIT_NODISCARD bool wit_whatif_parse(struct wit_whatif **out, struct wit_arena *arena, const char *name,
                                    const char *text, size_t len, struct wit_err *err);
/*
 * Changes the estate in place; objects keep their addresses, their rules, routes, groups are replaced. `touched` lists
 * them (memory in `arena`, which must outlive the estate), for wit_reach_again.
 * err: WIT_EINTENT "change.yaml:5:3: …" what is named is not there, or is there already; the estate is then half
 * changed and must not be used.
 */
WIT_NODISCARD bool wit_whatif_apply(struct wit_touched *touched, struct wit_arena *arena, struct wit_estate *estate,
                                    const struct wit_whatif *whatif, struct wit_err *err);
/*
 * The map of the bundles as they are (before; NULL: not wanted) and as they would be. err: as wit_map_compute and
 * wit_whatif_apply. The map "before" is complete: it does not point into what the change replaces.
 */
WIT_NODISCARD bool wit_map_compute_if(struct wit_map **before, struct wit_map **after, struct wit_arena *arena,
                                      const struct wit_bundle *const *bundles, size_t n,
                                      const struct wit_intent *intent, const struct wit_whatif *whatif,
                                      wit_map_progress_fn *progress, void *context, struct wit_err *err);

#endif
