/* pathmap/review/exposure.h: who can reach a port of the platform, asked of everybody who exists.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The inventory lists what is open between scopes with a role; whether a port is closed to everybody else is another
 * question, asked here as a `never` statement asks it: every interface, the internet, every private address outside.
 * Answers are kept for the review. Source: docs/sheets.md ("Who reaches it").
 */
#ifndef WIT_PATHMAP_REVIEW_EXPOSURE_H
#define WIT_PATHMAP_REVIEW_EXPOSURE_H

#include "pathmap/review/review.h"

/* Whose reach is what the port is there for: left out of the answer. */
enum wit_insiders {
    WIT_INSIDE_NODES,      /* brokers, controllers, ZooKeeper: by Kafka's own evidence and by the intent */
    WIT_INSIDE_WORKERS,    /* Connect workers and mirrors */
    WIT_INSIDE_REGISTRIES, /* Schema Registries */
    WIT_INSIDE_COUNT
};
struct wit_reacher {
    const char *label, *kind, *id; /* of its scope */
    bool surely;                   /* false: it may, for want of evidence */
    bool doubtful;                 /* an endpoint of a service, which most likely opens nothing */
    bool platform;                 /* every member has a role of the platform, by the intent */
    const struct wit_interface *const *interfaces;
    size_t n_interfaces;
};
struct wit_exposure {
    bool placed;                      /* false: asked of no interface; nothing is known */
    const struct wit_reacher *who;    /* surely first, the internet first of these, then by label */
    size_t n, n_surely, n_doubtful;   /* n: doubtful ones included; they are never sure */
    bool internet, internet_possibly; /* among them */
    const char *why;                  /* what leaves the rest open, "" nothing: then who is not listed is cut off */
    const char *remedy;               /* the call that would tell, "" none */
    const char *const *paths;         /* ids in the inventory */
    size_t n_paths;
};
/* At TCP `port` of any of these interfaces (one process). */
const struct wit_exposure *wit_exposure_of(struct wit_review *r, const struct wit_interface *const *interfaces,
                                           size_t n, unsigned port, enum wit_insiders inside);
/* "the internet, apps-a (subnet-1) and 3 more; perhaps ops (subnet-9)"; "nobody else" when it is empty and surely so.
 */
const char *wit_exposure_words(struct wit_arena *arena, const struct wit_exposure *e, size_t max);
/* Surely reached by somebody who is no insider; possibly: by nobody surely, and it is not known to be closed. */
bool wit_exposure_is_open(const struct wit_exposure *e);
bool wit_exposure_is_closed(const struct wit_exposure *e); /* surely by nobody */

#endif
