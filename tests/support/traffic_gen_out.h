/* tests/support/traffic_gen_out.h: bytes in network order, for what writes messages.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_TRAFFIC_GEN_OUT_H
#define WIT_TESTS_TRAFFIC_GEN_OUT_H

#include <string.h>

#include "tests/support/traffic_gen.h"

struct wit_gen_out {
    uint8_t *bytes;
    size_t len, room;
};

static inline void wit_gen_raw(struct wit_gen_out *o, const void *bytes, size_t len)
{
    if (o->len + len <= o->room) {
        memcpy(o->bytes + o->len, bytes, len);
        o->len += len;
    }
}

static inline void wit_gen_number(struct wit_gen_out *o, uint64_t value, unsigned width)
{
    for (unsigned i = width; i > 0; i--) {
        uint8_t byte = (uint8_t)(value >> (8 * (i - 1)));
        wit_gen_raw(o, &byte, 1);
    }
}

static inline void wit_gen_text(struct wit_gen_out *o, const char *s, bool compact)
{
    size_t len = strlen(s);
    wit_gen_number(o, compact ? len + 1 : len, compact ? 1 : 2);
    wit_gen_raw(o, s, len);
}

static inline void wit_gen_patch(struct wit_gen_out *o, size_t at, uint64_t value, unsigned width)
{
    struct wit_gen_out there = {o->bytes + at, 0, width};
    wit_gen_number(&there, value, width);
}

struct wit_gen_say wit_gen_http(struct wit_gen_out *o, enum wit_gen_role role, uint32_t conn, uint32_t turn,
                                uint64_t random);
struct wit_gen_say wit_gen_tls(struct wit_gen_out *o, uint32_t conn, uint32_t turn, uint64_t random);
struct wit_gen_say wit_gen_dns(struct wit_gen_out *o, uint32_t conn, uint32_t turn);

#endif
