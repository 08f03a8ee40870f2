/* collectors/traffic/capture_reader.h: what the two readers of capture files share, and nobody else sees.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_TRAFFIC_CAPTURE_READER_H
#define WIT_COLLECTORS_TRAFFIC_CAPTURE_READER_H

#include "collectors/traffic/capture_file.h"

struct wit_capture_reader {
    struct wit_arena *arena;
    const char *path;
    int fd;               /* -1: bytes in memory */
    uint8_t *buffer;      /* of a file */
    const uint8_t *bytes; /* buffer, or the memory */
    size_t at, have;
    bool ended, pcapng, little;
    size_t record_head;    /* classic: bytes before a frame */
    size_t section_ifaces; /* pcapng: first interface of this section */
};

static inline uint16_t wit_reader_u16(const struct wit_capture_reader *r, const uint8_t *b)
{
    unsigned value = r->little ? b[0] | (unsigned)b[1] << 8 : (unsigned)b[0] << 8 | b[1];
    return (uint16_t)value;
}
static inline uint32_t wit_reader_u32(const struct wit_capture_reader *r, const uint8_t *b)
{
    return r->little ? (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24
                     : (uint32_t)b[3] | (uint32_t)b[2] << 8 | (uint32_t)b[1] << 16 | (uint32_t)b[0] << 24;
}
/* n bytes and past them; NULL at the end (err untouched) or on a failed read (err set). Valid until the next call. */
const uint8_t *wit_reader_take(struct wit_capture_reader *r, size_t n, struct wit_err *err);
const uint8_t *wit_reader_peek(struct wit_capture_reader *r, size_t n, struct wit_err *err);
bool wit_reader_at_end(struct wit_capture_reader *r, struct wit_err *err);
/* Marks the capture as cut; always false. */
bool wit_capture_cut(struct wit_capture *c, const char *why);
struct wit_capture_interface *wit_capture_interface_add(struct wit_capture *c);
bool wit_pcapng_next(struct wit_capture *c, struct wit_frame *frame, struct wit_err *err);

#endif
