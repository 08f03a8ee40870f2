/* pathmap/review/findings.h: the checks: one row of a table each (findings.c).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REVIEW_FINDINGS_H
#define WIT_PATHMAP_REVIEW_FINDINGS_H

#include "pathmap/review/review.h"

struct wit_check {
    const char *key;
    enum wit_severity severity;
    const char *title;
    void (*run)(struct wit_review *r, const struct wit_check *check);
};
const struct wit_check *wit_checks(size_t *n);

/* `subject`: what it is about, so that its id is the same in every run. */
struct wit_finding *wit_finding_add(struct wit_review *r, const struct wit_check *check, const char *subject,
                                    const char *text);
void wit_finding_cite(struct wit_finding *f, struct wit_arena *arena, const char *evidence); /* "" is ignored */
void wit_finding_path(struct wit_finding *f, struct wit_arena *arena, const struct wit_path *path);

/* check_paths.c */
void wit_check_internet(struct wit_review *r, const struct wit_check *check);
void wit_check_inner(struct wit_review *r, const struct wit_check *check);
void wit_check_expired(struct wit_review *r, const struct wit_check *check);
void wit_check_undeclared(struct wit_review *r, const struct wit_check *check);
void wit_check_excess(struct wit_review *r, const struct wit_check *check);
void wit_check_excess_outside(struct wit_review *r, const struct wit_check *check);
void wit_check_disproved(struct wit_review *r, const struct wit_check *check);
void wit_check_members(struct wit_review *r, const struct wit_check *check);
void wit_check_outbound(struct wit_review *r, const struct wit_check *check);
void wit_check_wider(struct wit_review *r, const struct wit_check *check);
void wit_check_one_way(struct wit_review *r, const struct wit_check *check);
void wit_check_blocked(struct wit_review *r, const struct wit_check *check);
void wit_check_columns(struct wit_review *r, const struct wit_check *check);
/* check_things.c */
void wit_check_waivers(struct wit_review *r, const struct wit_check *check);
void wit_check_violated(struct wit_review *r, const struct wit_check *check);
void wit_check_undecided(struct wit_review *r, const struct wit_check *check);
void wit_check_plaintext(struct wit_review *r, const struct wit_check *check);
void wit_check_buckets(struct wit_review *r, const struct wit_check *check);
void wit_check_roles(struct wit_review *r, const struct wit_check *check);
void wit_check_unmodelled(struct wit_review *r, const struct wit_check *check);
/* check_traffic.c, check_wire.c */
void wit_check_contradictions(struct wit_review *r, const struct wit_check *check);
void wit_check_seen(struct wit_review *r, const struct wit_check *check);
void wit_check_inner_used(struct wit_review *r, const struct wit_check *check);
void wit_check_zones(struct wit_review *r, const struct wit_check *check);
void wit_check_ends(struct wit_review *r, const struct wit_check *check);
void wit_check_attempts(struct wit_review *r, const struct wit_check *check);
void wit_check_clear(struct wit_review *r, const struct wit_check *check);
void wit_check_old_tls(struct wit_review *r, const struct wit_check *check);
void wit_check_sasl_plain(struct wit_review *r, const struct wit_check *check);
void wit_check_versions(struct wit_review *r, const struct wit_check *check);
/* check_identity.c */
void wit_check_public_buckets(struct wit_review *r, const struct wit_check *check);
void wit_check_off_network(struct wit_review *r, const struct wit_check *check);
void wit_check_unconfined(struct wit_review *r, const struct wit_check *check);
void wit_check_full_endpoints(struct wit_review *r, const struct wit_check *check);
/* check_kafka.c, check_kafka_intent.c, check_kafka_doors.c */
void wit_check_kafka_inner(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_inner_maybe(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_quorum(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_quorum_maybe(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_plain_open(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_plain(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_authorizer(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_open_acls(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_auto_create(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_jmx(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_jmx_maybe(struct wit_review *r, const struct wit_check *check);
void wit_check_kafka_intent(struct wit_review *r, const struct wit_check *check);
void wit_check_connect_anonymous(struct wit_review *r, const struct wit_check *check);
void wit_check_registry_anonymous(struct wit_review *r, const struct wit_check *check);
void wit_check_registry_internet(struct wit_review *r, const struct wit_check *check);
void wit_check_registry_internet_maybe(struct wit_review *r, const struct wit_check *check);
void wit_check_rest_plain(struct wit_review *r, const struct wit_check *check);
void wit_check_connector_outside(struct wit_review *r, const struct wit_check *check);
void wit_check_connector_outside_maybe(struct wit_review *r, const struct wit_check *check);
void wit_check_connector_unknown(struct wit_review *r, const struct wit_check *check);

#endif
