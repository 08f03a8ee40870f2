/* collectors/traffic/flow_table.h: the table behind flow records; for flows.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_TRAFFIC_FLOW_TABLE_H
#define WIT_COLLECTORS_TRAFFIC_FLOW_TABLE_H

#include "collectors/traffic/flows.h"

enum { WIT_FLOWS_SOON = 16 };
struct wit_flow_table {
    struct wit_flow *flows;
    size_t n, room, n_buckets;
    struct wit_flow_bucket {
        uint32_t index, tag; /* index + 1, 0: free; tag: the rest of the hash, so that few others are looked at */
    } * buckets;
    struct wit_flow soon[WIT_FLOWS_SOON]; /* to be merged, while memory fetches where they go */
    uint64_t soon_hash[WIT_FLOWS_SOON];
    size_t n_soon, at_soon;
    size_t most; /* flows; beyond, small ones are folded */
    /* servers that were told by more than ports: (address, port) */
    struct wit_flow_server {
        struct wit_addr addr;
        uint16_t port;
    } * servers;
    size_t n_servers, cap_servers;
    struct wit_conn *pending; /* not settled: asked again at the end */
    size_t n_pending;
};

static inline uint64_t wit_flow_mix(uint64_t h, uint64_t v)
{
    h = (h ^ v) * 0x9e3779b97f4a7c15U;
    return h ^ h >> 29;
}

void wit_flow_table_init(struct wit_flow_table *table, size_t most);
/* Adds `one` (borrowing its facts) to the flow of its key. */
void wit_flow_table_merge(struct wit_flow_table *table, const struct wit_flow *one);
/* The same, some calls later; without facts. wit_flow_table_settle before the table is looked at. */
void wit_flow_table_merge_soon(struct wit_flow_table *table, const struct wit_flow *one);
void wit_flow_table_settle(struct wit_flow_table *table);
/* Fewer than `most` afterwards. Returns how many flows went into prefixes. */
uint64_t wit_flow_table_fold(struct wit_flow_table *table);

#endif
