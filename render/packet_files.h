/* render/packet_files.h: what the writer and the checker of a packet share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_RENDER_PACKET_FILES_H
#define WIT_RENDER_PACKET_FILES_H

#include <stdbool.h>
#include <stddef.h>

#define WIT_PACKET_FORMAT             "pathwitness-packet"
#define WIT_PACKET_MANIFEST           "manifest.json"
#define WIT_PACKET_FILE_MAX_BYTES     ((size_t)512 << 20)
#define WIT_PACKET_MANIFEST_MAX_BYTES ((size_t)16 << 20)

/* A name that this version writes into a packet. */
bool wit_packet_has(const char *name);

#endif
