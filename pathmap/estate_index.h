/* pathmap/estate_index.h: what the lookups of estate.h go by; filled when an estate is sealed.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_ESTATE_INDEX_H
#define WIT_PATHMAP_ESTATE_INDEX_H

#include "pathmap/estate.h"

enum wit_index_kind {
    WIT_INDEX_NETWORKS,
    WIT_INDEX_SUBNETS,
    WIT_INDEX_INTERFACES,
    WIT_INDEX_INSTANCES,
    WIT_INDEX_FILTERS,
    WIT_INDEX_GATEWAYS,
    WIT_INDEX_TABLES,
    WIT_INDEX_PREFIX_LISTS,
    WIT_INDEX_ENDPOINTS,
    WIT_INDEX_KINDS
};

struct wit_estate_index {
    struct wit_indexed {
        const char *id;
        uint32_t at;          /* in the estate's array */
    } * ids[WIT_INDEX_KINDS]; /* sorted by id, then place in the array */
    size_t n[WIT_INDEX_KINDS];
    bool several; /* bundles: citations hold their names */
};

/* In the arena; every array of the estate is in its final order. */
struct wit_estate_index *wit_estate_index_new(struct wit_arena *arena, const struct wit_estate *e);

#endif
