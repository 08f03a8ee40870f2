/* pathmap/kafka/derive.h: claims: what the platform says that some place is and listens on.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * claims.c and claims_*.c make them from the platform; derive.c puts them on roles. Private to this folder.
 */
#ifndef WIT_PATHMAP_KAFKA_DERIVE_H
#define WIT_PATHMAP_KAFKA_DERIVE_H

#include "pathmap/kafka/platform.h"
#include "pathmap/review/intent.h"

struct wit_kclaim {
    enum wit_role_kind kind;
    const char *role; /* id of the derived role for what no role of that kind holds: "kafka-brokers" */
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
    const struct wit_prefix *outside; /* addresses outside every network of the evidence */
    size_t n_outside;
    const struct wit_bucket *bucket; /* of the estate */
    const char *listener, *security;
    struct wit_pset ports; /* empty: membership only */
    enum wit_class use;
    const char *label; /* "broker 1 of C" */
    struct wit_cite cite;
};
struct wit_kclaims {
    struct wit_arena *arena;
    const struct wit_estate *estate;
    const struct wit_platform *platform;
    struct wit_kclaim *items;
    size_t n, cap;
    struct wit_kmore { /* why a derived role may have more members */
        const char *role;
        wit_gap_ref gap; /* the platform's numbering */
    } * more;
    size_t n_more, cap_more;
};

/* A claim about a site: its interfaces, or its addresses outside. */
void wit_kclaim_site(struct wit_kclaims *c, const struct wit_kclaim *like, const struct wit_site *site);
/* A TCP port; 0 is none. */
struct wit_pset wit_kclaim_port(struct wit_kclaims *c, unsigned port);
/* The role may have members that are not known. WIT_NO_GAP is ignored. */
void wit_kclaim_more(struct wit_kclaims *c, const char *role, wit_gap_ref gap);

void wit_kclaims_others(struct wit_kclaims *c);
void wit_kclaims_clusters(struct wit_kclaims *c); /* claims.c */

#endif
