/* render/packet.h: the review packet: one folder that a reviewer opens, prints, imports and can verify years later.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Contents and the order of index.html: docs/packet.md; manifest.json: schemas/packet.schema.json.
 */
#ifndef WIT_RENDER_PACKET_H
#define WIT_RENDER_PACKET_H

#include <stdint.h>

#include "evidence/changes.h"
#include "evidence/map.h"

/*
 * Writes the folder `dir`. `map_bytes` are the very bytes of the map's file: they become map.json. `changes` since an
 * earlier map are a section of the page; NULL: no earlier map was given.
 *
 * Everything is written to a temporary folder beside `dir`, synced, and renamed; an earlier packet of that name is
 * replaced, anything else of that name is left alone.
 * err: WIT_EUSAGE `dir` exists and is no packet; WIT_EIO; WIT_ELIMIT. After an error what was there is as it was.
 */
WIT_NODISCARD bool wit_packet_write(const char *dir, const struct wit_map *map, const char *map_bytes, size_t map_len,
                                    const struct wit_changes *changes, struct wit_err *err);

/* True when `dir` holds a manifest.json that says it is a packet's. */
bool wit_packet_is(const char *dir);

struct wit_packet_report {
    uint64_t files, bytes;    /* without manifest.json */
    char manifest_sha256[65]; /* what to write down, sign or compare */
    uint64_t citations;       /* in map.json, each of an artefact or gap that it lists */
    uint64_t unlisted;        /* citations that no list could tell: the map is of a version that wrote none */
};

/*
 * Checks every file of the packet against its manifest: size, SHA-256, none missing, none added; that map.json is a map
 * and names the same evidence heads as the manifest; every citation and id in it; and that paths.json, the tables and
 * findings.sarif speak of the same paths, gaps, findings and statements. err: WIT_EINTEGRITY names the file and place;
 * WIT_EIO; WIT_EPARSE no manifest of a packet. `out` may be NULL.
 */
WIT_NODISCARD bool wit_packet_verify(struct wit_packet_report *out, const char *dir, struct wit_err *err);

#endif
