/* tests/support/sample_map.h: believable maps for tests of the drawings, tables and the packet.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_SAMPLE_MAP_H
#define WIT_TESTS_SAMPLE_MAP_H

#include "evidence/map.h"

/* A Kafka platform in two networks: brokers in three zones, controllers, Connect, Schema Registry, applications over
 * peering, monitoring, a bastion, NAT, an S3 gateway endpoint, the internet, a plant on premises; every verdict, status
 * and proof occurs. */
const struct wit_map *wit_sample_map(struct wit_arena *arena);
/* The same with hostile text in every string that comes from outside. */
const struct wit_map *wit_sample_map_hostile(struct wit_arena *arena);
/* `networks` of `subnets` each; every subnet has clients of the brokers of its own network and of the next. */
const struct wit_map *wit_sample_map_large(struct wit_arena *arena, size_t networks, size_t subnets);
const struct wit_map *wit_sample_map_empty(struct wit_arena *arena);

/* The hostile strings, NULL at the end. */
extern const char *const WIT_HOSTILE[];

#endif
