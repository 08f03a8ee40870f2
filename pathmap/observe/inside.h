/* pathmap/observe/inside.h: what the files of this folder share, and nobody else sees.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_OBSERVE_INSIDE_H
#define WIT_PATHMAP_OBSERVE_INSIDE_H

#include "pathmap/observe/observe.h"

/* classes.c: the class of a kind ("replica-fetch" -> "replication"); "unknown" for kinds that do not tell. */
const char *wit_observed_class(const char *kind);
/* What stayed unknown and is Kafka or encrypted: by the use that the intent gives the server's port, else by what all
 * other flows to that port are. */
void wit_observed_by_port(struct wit_seen_flow *flows, size_t n, const struct wit_intent *intent);
void wit_seen_sort(struct wit_seen_flow *flows, size_t n);

#endif
