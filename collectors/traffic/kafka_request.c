/* collectors/traffic/kafka_request.c: reads the head of a request and the facts behind it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/kafka_request.h"

#include <string.h>

#include "base/utf8.h"
#include "collectors/traffic/cursor.h"
#include "collectors/traffic/kafka_keys.h"

enum {
    SIZE_MIN = 10, /* key, version, correlation id, the length of client.id */
    SIZE_MAX_KAFKA = 1 << 28,
    CLIENT_ID_MAX = 255,
    WORD_MAX = 64,
    VERSIONS_TO_COME = 4,
    TOPICS_MAX = 20000,
    TAGS_MAX = 64
};

static bool is_text(const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len;) {
        size_t n = bytes[i] >= 0x20 && bytes[i] < 0x7f ? 1
                   : bytes[i] >= 0x80                  ? wit_utf8_decode(NULL, (const char *)bytes + i, len - i)
                                                       : 0;
        if (n == 0)
            return false;
        i += n;
    }
    return true;
}

/* A string of the protocol, compact or with a two-byte length; false when it was cut or is no text. Null gives bytes
 * NULL. */
static bool read_text(struct wit_cursor *c, struct wit_span_text *out, bool compact, size_t max)
{
    *out = (struct wit_span_text){NULL, 0};
    uint32_t raw = compact ? wit_cursor_varint(c) : wit_cursor_u16(c);
    if (c->cut)
        return false;
    if (compact ? raw == 0 : raw == 0xffff)
        return true;
    size_t len = compact ? raw - 1 : raw;
    if (len > max)
        return false;
    const uint8_t *bytes = wit_cursor_take(c, len);
    if (bytes == NULL || !is_text(bytes, len))
        return false;
    *out = (struct wit_span_text){(const char *)bytes, len};
    return true;
}

static void skip_tags(struct wit_cursor *c)
{
    uint32_t n = wit_cursor_varint(c);
    for (uint32_t i = 0; i < n && !c->cut; i++) {
        wit_cursor_varint(c);
        wit_cursor_skip(c, wit_cursor_varint(c));
        if (i > TAGS_MAX)
            c->cut = true;
    }
}

/* Length of a compact array; null and empty are 0. */
static uint32_t array(struct wit_cursor *c)
{
    uint32_t n = wit_cursor_varint(c);
    if (n > TOPICS_MAX)
        c->cut = true;
    return n == 0 || c->cut ? 0 : n - 1;
}

/* KIP-903: from version 15 the replica id is tagged field 1 at the end of the body. */
static int32_t replica_at_end(struct wit_cursor *c)
{
    wit_cursor_skip(c, 4 + 4 + 4 + 1 + 4 + 4); /* wait, min, max bytes, isolation, session id and epoch */
    for (uint32_t topics = array(c); topics > 0 && !c->cut; topics--) {
        wit_cursor_skip(c, 16);
        for (uint32_t partitions = array(c); partitions > 0 && !c->cut; partitions--) {
            wit_cursor_skip(c, 4 + 4 + 8 + 4 + 8 + 4);
            skip_tags(c);
        }
        skip_tags(c);
    }
    for (uint32_t topics = array(c); topics > 0 && !c->cut; topics--) { /* forgotten ones */
        wit_cursor_skip(c, 16);
        wit_cursor_skip(c, (size_t)array(c) * 4);
        skip_tags(c);
    }
    uint32_t rack = wit_cursor_varint(c);
    wit_cursor_skip(c, rack == 0 ? 0 : rack - 1);
    uint32_t tags = wit_cursor_varint(c);
    int32_t replica = -1; /* its default */
    for (uint32_t i = 0; i < tags && i < TAGS_MAX && !c->cut; i++) {
        uint32_t tag = wit_cursor_varint(c), size = wit_cursor_varint(c);
        const uint8_t *at = c->at;
        if (tag == 1 && size >= 4)
            replica = (int32_t)wit_cursor_u32(c);
        if (!c->cut && (size_t)(c->at - at) <= size)
            wit_cursor_skip(c, size - (size_t)(c->at - at));
    }
    return c->cut ? WIT_KAFKA_REPLICA_UNKNOWN : replica;
}

static void read_fetch(struct wit_kafka_request *out, struct wit_cursor *c)
{
    if (out->version >= 15) {
        out->replica = replica_at_end(c);
        return;
    }
    int32_t replica = (int32_t)wit_cursor_u32(c);
    if (!c->cut && replica >= -2)
        out->replica = replica;
}

/* group, session and rebalance time-outs, member, instance, protocol type */
static void read_join(struct wit_kafka_request *out, struct wit_cursor *c, bool compact)
{
    struct wit_span_text skipped, type;
    if (!read_text(c, &skipped, compact, CLIENT_ID_MAX))
        return;
    wit_cursor_skip(c, out->version >= 1 ? 8 : 4);
    if (read_text(c, &skipped, compact, 4096) && (out->version < 5 || read_text(c, &skipped, compact, 4096)) &&
        read_text(c, &type, compact, WORD_MAX))
        out->protocol_type = type;
}

/* group, generation, member, instance, protocol type (v5) */
static void read_sync(struct wit_kafka_request *out, struct wit_cursor *c, bool compact)
{
    struct wit_span_text skipped, type;
    if (out->version < 5 || !read_text(c, &skipped, compact, CLIENT_ID_MAX))
        return;
    wit_cursor_skip(c, 4);
    for (unsigned i = 0; i < 2; i++) { /* member, instance */
        if (!read_text(c, &skipped, compact, 4096))
            return;
    }
    if (read_text(c, &type, compact, WORD_MAX))
        out->protocol_type = type;
}

static void read_software(struct wit_kafka_request *out, struct wit_cursor *c)
{
    struct wit_span_text name, version;
    if (out->version >= 3 && read_text(c, &name, true, WORD_MAX) && read_text(c, &version, true, WORD_MAX)) {
        out->software_name = name;
        out->software_version = version;
    }
}

static void read_body(struct wit_kafka_request *out, struct wit_cursor *c, bool flexible)
{
    switch (out->key) {
    case WIT_KAFKA_FETCH:
        read_fetch(out, c);
        break;
    case WIT_KAFKA_JOIN_GROUP:
        read_join(out, c, flexible);
        break;
    case WIT_KAFKA_SYNC_GROUP:
        read_sync(out, c, flexible);
        break;
    case WIT_KAFKA_API_VERSIONS:
        read_software(out, c);
        break;
    case WIT_KAFKA_SASL_HANDSHAKE: {
        struct wit_span_text word;
        if (read_text(c, &word, false, WORD_MAX))
            out->mechanism = word;
        break;
    }
    default:
        break;
    }
}

enum wit_kafka_found wit_kafka_request_read(struct wit_kafka_request *out, const uint8_t *bytes, size_t len)
{
    struct wit_cursor c = wit_cursor_of(bytes, len);
    *out = (struct wit_kafka_request){.size = wit_cursor_u32(&c), .replica = WIT_KAFKA_REPLICA_UNKNOWN};
    out->key = wit_cursor_u16(&c);
    out->version = wit_cursor_u16(&c);
    out->correlation = (int32_t)wit_cursor_u32(&c);
    uint16_t id_len = wit_cursor_u16(&c);
    const struct wit_kafka_api *row = wit_kafka_api_find(out->key);
    if (c.cut || row == NULL || out->version > row->last + VERSIONS_TO_COME || out->size < SIZE_MIN ||
        out->size > SIZE_MAX_KAFKA || out->correlation < 0)
        return WIT_KAFKA_NOTHING;
    if (id_len != 0xffff) {
        if (id_len > CLIENT_ID_MAX || (size_t)id_len + SIZE_MIN > out->size)
            return WIT_KAFKA_NOTHING;
        size_t kept = wit_cursor_left(&c) < id_len ? wit_cursor_left(&c) : id_len;
        const uint8_t *id = wit_cursor_take(&c, kept);
        if (kept < id_len || id == NULL || !is_text(id, id_len))
            return WIT_KAFKA_NOTHING; /* cut inside client.id: too little to be sure of */
        out->has_client_id = true;
        out->client_id = (struct wit_span_text){(const char *)id, id_len};
    }
    /* The request ends where its length says; what follows belongs to the next one. */
    size_t whole = (size_t)out->size + 4;
    if (whole < len)
        c.end = bytes + whole;
    if (c.at > c.end)
        return WIT_KAFKA_NOTHING;
    bool flexible = out->version >= row->flexible;
    if (flexible) {
        const uint8_t *before = c.at;
        skip_tags(&c);
        if (c.cut && wit_cursor_left(&c) == 0 && (size_t)(c.end - before) >= 1 && before[0] > TAGS_MAX)
            return WIT_KAFKA_NOTHING;
    }
    if (!c.cut)
        read_body(out, &c, flexible);
    return WIT_KAFKA_REQUEST;
}
