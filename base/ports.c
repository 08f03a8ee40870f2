/* base/ports.c: port sets as text: "tcp/9092-9098, icmp/8", and back.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What wit_pset_text writes, wit_ports_parse reads (entry by entry), with a few forms more than people need:
 * "icmp/3.4" and "icmp/3.0-5" are codes of a type, "icmp/3-5" every code of these types, "proto/2-5" these protocols.
 */
#include "base/pset.h"

#include <string.h>

struct name {
    const char *text;
    unsigned protocol;
    bool icmp;
};

static const struct name names[] = {
    {"tcp", WIT_TCP, false}, {"udp", WIT_UDP, false}, {"icmp", WIT_ICMP, true}, {"icmpv6", WIT_ICMPV6, true}};

/* IANA "ICMP Parameters" and "ICMPv6 Parameters": types that define no code, or code 0 alone. */
static bool has_one_code(unsigned protocol, unsigned type)
{
    static const unsigned char v4[] = {0, 4, 6, 8, 9, 10, 13, 14, 15, 16, 17, 18, 30, 42};
    static const unsigned char v6[] = {2,   128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 141, 142,
                                       143, 144, 145, 146, 147, 148, 149, 151, 152, 153, 154, 160};
    bool is_v4 = protocol == WIT_ICMP;
    return memchr(is_v4 ? v4 : v6, (int)type, is_v4 ? sizeof v4 : sizeof v6) != NULL;
}

/* A decimal number without leading zeros, at most `largest`; *text goes behind it. */
static bool read_number(unsigned *out, const char **text, unsigned largest)
{
    const char *at = *text;
    if (*at < '0' || *at > '9' || (*at == '0' && at[1] >= '0' && at[1] <= '9'))
        return false;
    unsigned value = 0;
    for (; *at >= '0' && *at <= '9'; at++) {
        value = value * 10 + (unsigned)(*at - '0');
        if (value > largest)
            return false;
    }
    *out = value;
    *text = at;
    return true;
}

/* "A" or "A-B", and nothing behind it. */
static bool read_span(unsigned *first, unsigned *last, const char *text, unsigned largest)
{
    if (!read_number(first, &text, largest))
        return false;
    *last = *first;
    if (*text == '-') {
        text++;
        if (!read_number(last, &text, largest))
            return false;
    }
    return *text == '\0' && *first <= *last;
}

static bool read_icmp(struct wit_pset *out, struct wit_arena *arena, unsigned protocol, const char *text)
{
    const char *dot = text;
    unsigned first, last, type;
    if (read_number(&type, &dot, 255) && *dot == '.') {
        if (!read_span(&first, &last, dot + 1, 255))
            return false;
        *out = wit_pset_ports(arena, protocol, type << 8 | first, type << 8 | last);
        return true;
    }
    if (!read_span(&first, &last, text, 255))
        return false;
    bool one = strchr(text, '-') == NULL && has_one_code(protocol, first);
    *out = wit_pset_ports(arena, protocol, first << 8, one ? first << 8 : last << 8 | 255);
    return true;
}

bool wit_ports_parse(struct wit_pset *out, struct wit_arena *arena, const char *text, struct wit_err *err)
{
    unsigned first, last;
    const char *slash = strchr(text, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - text);
    for (size_t i = 0; slash != NULL && i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i].text) != len || memcmp(text, names[i].text, len) != 0)
            continue;
        if (names[i].icmp) {
            if (read_icmp(out, arena, names[i].protocol, slash + 1))
                return true;
        } else if (read_span(&first, &last, slash + 1, 65535)) {
            *out = wit_pset_ports(arena, names[i].protocol, first, last);
            return true;
        }
    }
    if (len == 5 && memcmp(text, "proto", 5) == 0 && read_span(&first, &last, slash + 1, 255)) {
        struct wit_span *span = WIT_NEW(arena, struct wit_span);
        *span = (struct wit_span){first << 16, last << 16 | 0xffff};
        *out = (struct wit_pset){span, 1};
        return true;
    }
    return wit_fail(
        err, WIT_EUSAGE,
        "expected a port such as tcp/9094, tcp/9092-9098, udp/53, icmp/8, icmpv6/128 or proto/50, found '%.80s'", text);
}

static void put_entry(struct wit_buf *out, bool *any, const char *name, unsigned first, unsigned last)
{
    wit_buf_puts(out, *any ? ", " : "");
    *any = true;
    if (first == last)
        wit_buf_printf(out, "%s/%u", name, first);
    else
        wit_buf_printf(out, "%s/%u-%u", name, first, last);
}

/* Codes first..last of one type, in the shortest words that read back as the same. */
static void put_codes(struct wit_buf *out, bool *any, const struct name *name, unsigned type, unsigned first,
                      unsigned last)
{
    bool one = has_one_code(name->protocol, type);
    if (first == 0 && last == (one ? 0U : 255U)) {
        put_entry(out, any, name->text, type, type);
        return;
    }
    wit_buf_printf(out, "%s%s/%u.%u", *any ? ", " : "", name->text, type, first);
    *any = true;
    if (last != first)
        wit_buf_printf(out, "-%u", last);
}

/* Numbers first..last (type << 8 | code) of ICMP: a part of a type, whole types, a part of a type. */
static void put_icmp(struct wit_buf *out, bool *any, const struct name *name, unsigned first, unsigned last)
{
    while (first <= last) {
        unsigned type = first >> 8, type_end = type << 8 | 255;
        unsigned whole_end = (last + 1) >> 8; /* types below are whole, if this one begins at code 0 */
        if ((first & 255) == 0 && whole_end > type + 1) {
            put_entry(out, any, name->text, type, whole_end - 1);
            first = whole_end << 8;
            continue;
        }
        unsigned end = last < type_end ? last : type_end;
        put_codes(out, any, name, type, first & 255, end & 255);
        first = end + 1;
    }
}

/* Ports first..last of one protocol. */
static void put_row(struct wit_buf *out, bool *any, unsigned protocol, unsigned first, unsigned last)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].protocol != protocol)
            continue;
        if (names[i].icmp)
            put_icmp(out, any, &names[i], first, last);
        else
            put_entry(out, any, names[i].text, first, last);
        return;
    }
    put_entry(out, any, "proto", protocol, protocol);
}

void wit_pset_text(struct wit_buf *out, struct wit_pset set)
{
    if (set.n == 0 || wit_pset_is_all(set)) {
        wit_buf_puts(out, set.n == 0 ? "none" : "all");
        return;
    }
    bool any = false;
    for (size_t i = 0; i < set.n; i++) {
        uint32_t first = set.spans[i].first, last = set.spans[i].last;
        while (first <= last) {
            uint32_t row_end = first | 0xffff, whole_end = (last + 1) >> 16;
            if ((first & 0xffff) == 0 && whole_end > (first >> 16) + 1) { /* two whole protocols or more */
                put_entry(out, &any, "proto", first >> 16, whole_end - 1);
                first = whole_end << 16;
                continue;
            }
            uint32_t end = last < row_end ? last : row_end;
            put_row(out, &any, first >> 16, first & 0xffff, end & 0xffff);
            first = end + 1;
        }
    }
}
