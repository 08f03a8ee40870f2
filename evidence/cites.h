/* evidence/cites.h: what a map refers to: citations of the evidence, and ids of its own paths, gaps and waivers.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The form of a citation (docs/map.md): `[BUNDLE/]a-000012[#[POINTER]]`, where POINTER is a JSON pointer (RFC 6901)
 * into the answer in the shape that the AWS CLI prints; or the id of a gap, `g-000013` or `g-` and a digest.
 */
#ifndef WIT_EVIDENCE_CITES_H
#define WIT_EVIDENCE_CITES_H

#include "evidence/bundle.h"
#include "evidence/map.h"

struct wit_citation {
    const char *key;     /* "acme/a-000012", "a-000012", or the id of a gap */
    const char *pointer; /* "/Vpcs/0"; "" the whole answer */
    bool gap;
};
/* False: this is no citation. Parts are in the arena. */
WIT_NODISCARD bool wit_citation_read(struct wit_citation *out, struct wit_arena *arena, const char *text);

enum wit_ref_kind { WIT_REF_CITATION, WIT_REF_PATH, WIT_REF_GAP, WIT_REF_WAIVER };
/* `place` is a JSON pointer into map.json, and lives for the call. False ends the walk. */
typedef bool wit_ref_fn(void *context, enum wit_ref_kind kind, const char *place, const char *text);
/* Every reference of the map, in the order in which map.json has them; empty texts are none. False: fn ended it. */
bool wit_map_refs(const struct wit_map *map, wit_ref_fn *fn, void *context);

/* Fills map->artefacts with what is cited, in the order of the bundles and of their journals. The bundles must outlive
 * the map. */
void wit_map_list_artefacts(struct wit_map *map, struct wit_arena *arena, const struct wit_bundle *const *bundles,
                            size_t n);

/* The artefacts of a map by the keys of citations: with the bundle's name, and, while all are of one bundle, without.
 * NULL from wit_strmap_get: not listed. */
struct wit_strmap *wit_map_artefact_index(const struct wit_map *map, struct wit_arena *arena);

#endif
