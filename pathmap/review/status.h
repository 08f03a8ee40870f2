/* pathmap/review/status.h: what the status of one path is judged by.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Private to status*.c. Source: docs/findings.md, docs/policy.md.
 */
#ifndef WIT_PATHMAP_REVIEW_STATUS_H
#define WIT_PATHMAP_REVIEW_STATUS_H

#include "pathmap/review/review.h"

struct wit_status_facts {
    const struct wit_review *r;
    const struct wit_path *path;
    const struct wit_case *c;
    bool open, possible; /* at the service's ports */
    bool from_internet, to_internet;
    bool inner; /* controller or replication: nobody but the platform has business there */
    bool store; /* object store, key service, names: asked by the platform */
    struct wit_pset wider, wider_service;
};

/* Watched, by the thresholds of the policy, and not seen. */
bool wit_status_idle(const struct wit_status_facts *f);
/* It leads to event data, from outside the account. */
bool wit_status_outside(const struct wit_status_facts *f);
/* The first column that evidence contradicts; NULL: none. */
const struct wit_review_basis *wit_status_disagreement(const struct wit_status_facts *f);
/* The first flow on it that the configuration closes; NULL: none. */
const struct wit_sighting *wit_status_contradiction(const struct wit_status_facts *f);
/* One of its ends has a role of the platform. */
bool wit_status_of_platform(const struct wit_status_facts *f);
/* Fills what is open beyond the declared ports. */
void wit_status_widen(struct wit_status_facts *f);

#endif
