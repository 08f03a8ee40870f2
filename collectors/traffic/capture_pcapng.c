/* collectors/traffic/capture_pcapng.c: blocks of a pcapng file: sections, interfaces, packets, statistics.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: draft-ietf-opsawg-pcapng section 4. Block types without a case are passed over.
 */
#include <string.h>

#include "collectors/traffic/capture_reader.h"

enum { SECTION = 0x0a0d0d0a, INTERFACE = 1, OLD_PACKET = 2, SIMPLE_PACKET = 3, STATISTICS = 5, PACKET = 6 };
enum { OPT_END = 0, OPT_IF_NAME = 2, OPT_IF_TSRESOL = 9, OPT_IF_FILTER = 11, OPT_IF_TSOFFSET = 14 };
enum { OPT_STAT_RECEIVED = 4, OPT_STAT_DROPPED = 5 };

struct option {
    unsigned code;
    const uint8_t *bytes;
    size_t len;
};

/* The option at *at of a block's body; false at the end, or where it does not fit. */
static bool next_option(const struct wit_capture_reader *r, struct option *out, const uint8_t *body, size_t len,
                        size_t *at)
{
    if (len - *at < 4)
        return false;
    out->code = wit_reader_u16(r, body + *at);
    out->len = wit_reader_u16(r, body + *at + 2);
    out->bytes = body + *at + 4;
    size_t padded = (out->len + 3) & ~(size_t)3;
    if (out->code == OPT_END || len - *at - 4 < padded)
        return false;
    *at += 4 + padded;
    return true;
}

static uint64_t u64(const struct wit_capture_reader *r, const uint8_t *b)
{
    uint64_t first = wit_reader_u32(r, b), second = wit_reader_u32(r, b + 4);
    return r->little ? second << 32 | first : first << 32 | second;
}

static uint64_t units_of(uint8_t resolution)
{
    uint64_t units = 1;
    unsigned power = resolution & 0x7f;
    if ((resolution & 0x80) != 0)
        return power < 63 ? (uint64_t)1 << power : 1000000;
    for (unsigned i = 0; i < power && i < 18; i++)
        units *= 10;
    return power <= 18 ? units : 1000000;
}

static void read_interface(struct wit_capture *c, const uint8_t *body, size_t len)
{
    struct wit_capture_reader *r = c->reader;
    struct option o;
    struct wit_capture_interface *itf = wit_capture_interface_add(c);
    if (len < 8)
        return;
    itf->link = wit_reader_u16(r, body);
    itf->snap = wit_reader_u32(r, body + 4);
    for (size_t at = 8; next_option(r, &o, body, len, &at);) {
        if (o.code == OPT_IF_NAME && o.len <= 256)
            itf->name = wit_strndup(r->arena, (const char *)o.bytes, strnlen((const char *)o.bytes, o.len));
        else if (o.code == OPT_IF_TSRESOL && o.len >= 1)
            itf->units = units_of(o.bytes[0]);
        else if (o.code == OPT_IF_TSOFFSET && o.len >= 8)
            itf->offset = (int64_t)u64(r, o.bytes);
        else if (o.code == OPT_IF_FILTER && o.len > 1 && o.len <= 4096 && o.bytes[0] == 0)
            itf->filter = wit_strndup(r->arena, (const char *)o.bytes + 1, o.len - 1);
    }
}

static uint32_t interface_of(const struct wit_capture *c, uint32_t number)
{
    size_t at = c->reader->section_ifaces + number;
    return number >= WIT_CAPTURE_IFACES || at >= c->n_interfaces ? UINT32_MAX : (uint32_t)at;
}

static void read_statistics(struct wit_capture *c, const uint8_t *body, size_t len)
{
    struct option o;
    uint32_t at_interface = len < 12 ? UINT32_MAX : interface_of(c, wit_reader_u32(c->reader, body));
    if (at_interface == UINT32_MAX)
        return;
    struct wit_capture_interface *itf = &c->interfaces[at_interface];
    for (size_t at = 12; next_option(c->reader, &o, body, len, &at);) {
        if (o.code == OPT_STAT_RECEIVED && o.len >= 8)
            itf->received = u64(c->reader, o.bytes);
        else if (o.code == OPT_STAT_DROPPED && o.len >= 8)
            itf->dropped = u64(c->reader, o.bytes);
    }
}

static uint64_t time_of(const struct wit_capture_interface *itf, uint32_t high, uint32_t low)
{
    uint64_t stamp = (uint64_t)high << 32 | low, seconds = stamp / itf->units, part = stamp % itf->units;
    uint64_t ns = itf->units >= 1000000000U ? part / (itf->units / 1000000000U)
                                            : part * 1000000000U / itf->units; /* part < units < 10^9: no overflow */
    return (seconds + (uint64_t)itf->offset) * 1000000000U + ns;
}

static bool read_packet(struct wit_capture *c, struct wit_frame *frame, uint32_t type, const uint8_t *body, size_t len)
{
    struct wit_capture_reader *r = c->reader;
    if (type == SIMPLE_PACKET) {
        uint32_t at = interface_of(c, 0);
        if (len < 4 || at == UINT32_MAX)
            return wit_capture_cut(c, "a packet of an interface that is not described");
        const struct wit_capture_interface *itf = &c->interfaces[at];
        size_t whole = wit_reader_u32(r, body), kept = whole;
        if (itf->snap != 0 && kept > itf->snap)
            kept = itf->snap;
        if (kept > len - 4)
            return wit_capture_cut(c, "a packet is longer than its block");
        *frame = (struct wit_frame){.bytes = body + 4, .len = kept, .whole = whole, .interface = at, .link = itf->link};
        return true;
    }
    if (len < 20)
        return wit_capture_cut(c, "a packet block is too short");
    uint32_t number = type == PACKET ? wit_reader_u32(r, body) : wit_reader_u16(r, body);
    uint32_t at = interface_of(c, number);
    size_t kept = wit_reader_u32(r, body + 12), whole = wit_reader_u32(r, body + 16);
    if (at == UINT32_MAX)
        return wit_capture_cut(c, "a packet of an interface that is not described");
    if (kept > len - 20)
        return wit_capture_cut(c, "a packet is longer than its block");
    const struct wit_capture_interface *itf = &c->interfaces[at];
    *frame = (struct wit_frame){.bytes = body + 20,
                                .len = kept,
                                .whole = whole < kept ? kept : whole,
                                .time_ns = time_of(itf, wit_reader_u32(r, body + 4), wit_reader_u32(r, body + 8)),
                                .interface = at,
                                .link = itf->link};
    return true;
}

/* A section's byte order stands behind its length, which is written in that order. */
static bool begin_section(struct wit_capture *c, struct wit_err *err)
{
    static const uint8_t big[4] = {0x1a, 0x2b, 0x3c, 0x4d}, little[4] = {0x4d, 0x3c, 0x2b, 0x1a};
    const uint8_t *b = wit_reader_peek(c->reader, 12, err);
    if (b == NULL)
        return wit_capture_cut(c, "the file ends inside a section's header");
    if (memcmp(b + 8, big, 4) != 0 && memcmp(b + 8, little, 4) != 0)
        return wit_capture_cut(c, "a section has no byte order");
    c->reader->little = memcmp(b + 8, little, 4) == 0;
    c->reader->section_ifaces = c->n_interfaces;
    return true;
}

bool wit_pcapng_next(struct wit_capture *c, struct wit_frame *frame, struct wit_err *err)
{
    static const uint8_t section[4] = {0x0a, 0x0d, 0x0d, 0x0a};
    struct wit_capture_reader *r = c->reader;
    for (;;) {
        if (wit_reader_at_end(r, err))
            return false;
        const uint8_t *b = wit_reader_peek(r, 8, err);
        if (b == NULL)
            return wit_capture_cut(c, "the file ends inside a block");
        if (memcmp(b, section, 4) == 0 && !begin_section(c, err))
            return false;
        b = wit_reader_peek(r, 8, err);
        uint32_t type = wit_reader_u32(r, b);
        size_t len = wit_reader_u32(r, b + 4);
        if (len < 12 || len % 4 != 0 || len > WIT_FRAME_MAX)
            return wit_capture_cut(c, "a block has an impossible length");
        b = wit_reader_take(r, len, err);
        if (b == NULL)
            return wit_capture_cut(c, "the file ends inside a block");
        const uint8_t *body = b + 8;
        size_t body_len = len - 12;
        if (type == INTERFACE)
            read_interface(c, body, body_len);
        else if (type == STATISTICS)
            read_statistics(c, body, body_len);
        else if (type == PACKET || type == SIMPLE_PACKET || type == OLD_PACKET)
            return read_packet(c, frame, type, body, body_len);
    }
}
