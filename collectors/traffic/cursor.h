/* collectors/traffic/cursor.h: the one way to read bytes from a packet: bounds-checked, never past the end.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A read past the end gives 0 and sets `cut`, which stays set: a parser reads a whole header and looks at `cut` once.
 * Network byte order. Nothing is copied; pointers handed out live as long as the packet.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_CURSOR_H
#define WIT_COLLECTORS_TRAFFIC_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct wit_cursor {
    const uint8_t *at, *end;
    bool cut;
};

static inline struct wit_cursor wit_cursor_of(const uint8_t *bytes, size_t len)
{
    return (struct wit_cursor){bytes, bytes + len, false};
}
static inline size_t wit_cursor_left(const struct wit_cursor *c)
{
    return (size_t)(c->end - c->at);
}
/* `n` bytes, or NULL (and cut) when there are fewer. */
static inline const uint8_t *wit_cursor_take(struct wit_cursor *c, size_t n)
{
    if (c->cut || wit_cursor_left(c) < n) {
        c->cut = true;
        c->at = c->end;
        return NULL;
    }
    const uint8_t *bytes = c->at;
    c->at += n;
    return bytes;
}
static inline void wit_cursor_skip(struct wit_cursor *c, size_t n)
{
    (void)wit_cursor_take(c, n);
}
static inline uint8_t wit_cursor_u8(struct wit_cursor *c)
{
    const uint8_t *b = wit_cursor_take(c, 1);
    return b == NULL ? 0 : b[0];
}
static inline uint16_t wit_cursor_u16(struct wit_cursor *c)
{
    const uint8_t *b = wit_cursor_take(c, 2);
    unsigned value = b == NULL ? 0 : (unsigned)b[0] << 8 | b[1];
    return (uint16_t)value;
}
static inline uint32_t wit_cursor_u24(struct wit_cursor *c)
{
    const uint8_t *b = wit_cursor_take(c, 3);
    return b == NULL ? 0 : (uint32_t)b[0] << 16 | (uint32_t)b[1] << 8 | b[2];
}
static inline uint32_t wit_cursor_u32(struct wit_cursor *c)
{
    const uint8_t *b = wit_cursor_take(c, 4);
    return b == NULL ? 0 : (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}
static inline uint64_t wit_cursor_u64(struct wit_cursor *c)
{
    uint64_t high = wit_cursor_u32(c);
    return high << 32 | wit_cursor_u32(c);
}
/* Kafka's unsigned varint (base 128, least significant group first); more than 5 bytes is cut. */
static inline uint32_t wit_cursor_varint(struct wit_cursor *c)
{
    uint32_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
        uint8_t byte = wit_cursor_u8(c);
        value |= (uint32_t)(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return value;
    }
    c->cut = true;
    c->at = c->end;
    return 0;
}

#endif
