/* pathmap/review/connector_places.h: where a connector's destination is, seen from its workers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REVIEW_CONNECTOR_PLACES_H
#define WIT_PATHMAP_REVIEW_CONNECTOR_PLACES_H

#include "pathmap/review/exposure.h"

enum wit_place_where {
    WIT_PLACE_INSIDE,  /* in the account (or accounts) of the platform */
    WIT_PLACE_CLUSTER, /* in the Kafka cluster itself: a topic */
    WIT_PLACE_OUTSIDE, /* surely somewhere else */
    WIT_PLACE_UNKNOWN
};
struct wit_destination_place {
    enum wit_place_where where;
    const char *name;             /* "db.acme.internal:5432", "s3://acme-exports" */
    const char *text;             /* "111122223333 eu-west-1 subnet-0aa1", "outside: 203.0.113.7" */
    const char *why;              /* one sentence */
    const char *account, *region; /* "" not known */
};
void wit_destination_place(struct wit_destination_place *out, struct wit_review *r,
                           const struct wit_connect_cluster *connect, const struct wit_placed_destination *d);
const char *wit_place_word(enum wit_place_where where); /* "inside", "in the cluster", "outside", "not known" */
/* Accounts in which the platform's own processes run: told by placed nodes, workers and registries, else by the roles
 * of the intent; sorted. */
const char *const *wit_platform_accounts(size_t *n, const struct wit_review *r);
#endif
