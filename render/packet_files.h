/* render/packet_files.h: what the writer and the checker of a packet share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_RENDER_PACKET_FILES_H
#define WIT_RENDER_PACKET_FILES_H

#include <stdbool.h>
#include <stddef.h>

#include "evidence/map.h"
#include "render/packet.h"

#define WIT_PACKET_FORMAT             "pathwitness-packet"
#define WIT_PACKET_MANIFEST           "manifest.json"
#define WIT_PACKET_FILE_MAX_BYTES     ((size_t)512 << 20)
#define WIT_PACKET_MANIFEST_MAX_BYTES ((size_t)16 << 20)

/* A name that this version writes into a packet. */
bool wit_packet_has(const char *name);

/* packet_refs.c: every citation of the map has the form of one and names an artefact that the map lists, every id of a
 * path, gap or waiver is there. err: WIT_EINTEGRITY names the first place. */
WIT_NODISCARD bool wit_packet_check_refs(struct wit_packet_report *report, const struct wit_map *map,
                                         struct wit_err *err);
/* packet_tables.c: the tables and reports of the packet speak of what the map has, and of all of it. */
WIT_NODISCARD bool wit_packet_check_tables(const char *dir, const struct wit_map *map, struct wit_err *err);

#endif
