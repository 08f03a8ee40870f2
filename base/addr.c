/* base/addr.c: addresses, prefixes and ranges.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/addr.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static unsigned family_bits(uint8_t family)
{
    return family == 4 ? 32 : 128;
}

static bool addr_read(struct wit_addr *out, const char *text)
{
    unsigned char b[16];
    /* POSIX inet_pton is exact: four decimal parts of at most three digits, no leading zeros (glibc, RFC 6943 3.1.1),
     * no zone. */
    if (strchr(text, ':') == NULL) {
        if (inet_pton(AF_INET, text, b) != 1)
            return false;
        *out = (struct wit_addr){.lo = (uint64_t)b[0] << 24 | (uint64_t)b[1] << 16 | (uint64_t)b[2] << 8 | b[3],
                                 .family = 4};
        return true;
    }
    if (inet_pton(AF_INET6, text, b) != 1)
        return false;
    struct wit_addr a = {.family = 6};
    for (int i = 0; i < 8; i++) {
        a.hi = a.hi << 8 | b[i];
        a.lo = a.lo << 8 | b[i + 8];
    }
    *out = a;
    return true;
}

bool wit_addr_parse(struct wit_addr *out, const char *text, struct wit_err *err)
{
    if (!addr_read(out, text))
        return wit_fail(err, WIT_EPARSE, "expected an IP address, found '%.80s'", text);
    return true;
}

bool wit_prefix_parse(struct wit_prefix *out, bool *host_bits, const char *text, struct wit_err *err)
{
    const char *slash = strchr(text, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - text);
    size_t n_digits = slash == NULL ? 0 : strlen(slash + 1);
    char address[WIT_ADDR_TEXT];
    struct wit_addr a;
    bool ok = slash != NULL && len < sizeof address && n_digits >= 1 && n_digits <= 3 &&
              strspn(slash + 1, "0123456789") == n_digits && (n_digits == 1 || slash[1] != '0');
    unsigned bits = 0;
    if (ok) {
        memcpy(address, text, len);
        address[len] = '\0';
        for (size_t i = 0; i < n_digits; i++)
            bits = bits * 10 + (unsigned)(slash[1 + i] - '0');
        ok = addr_read(&a, address) && bits <= family_bits(a.family);
    }
    if (!ok)
        return wit_fail(err, WIT_EPARSE, "expected a CIDR such as 10.0.0.0/16, found '%.80s'", text);
    *out = wit_prefix_of(a, (uint8_t)bits);
    if (host_bits != NULL)
        *host_bits = wit_addr_cmp(out->addr, a) != 0;
    return true;
}

static const char *v4_text(char out[WIT_ADDR_TEXT], const char *before, uint64_t value)
{
    uint32_t v = (uint32_t)value;
    snprintf(out, WIT_ADDR_TEXT, "%s%u.%u.%u.%u", before, v >> 24, v >> 16 & 255, v >> 8 & 255, v & 255);
    return out;
}

const char *wit_addr_text(char out[WIT_ADDR_TEXT], struct wit_addr a)
{
    if (a.family == 4)
        return v4_text(out, "", a.lo);
    if (a.family != 6) {
        snprintf(out, WIT_ADDR_TEXT, "none");
        return out;
    }
    if (a.hi == 0 && a.lo >> 32 == 0xffff)
        return v4_text(out, "::ffff:", a.lo); /* RFC 5952, section 5 */
    unsigned group[8];
    for (unsigned i = 0; i < 8; i++)
        group[i] = (unsigned)((i < 4 ? a.hi : a.lo) >> (48 - 16 * (i % 4)) & 0xffff);
    /* RFC 5952, section 4.2: the longest run of zero groups, the first of equals, never a single one. */
    size_t best = 8, best_len = 1;
    for (size_t i = 0; i < 8;) {
        size_t run = 0;
        while (i + run < 8 && group[i + run] == 0)
            run++;
        if (run > best_len) {
            best = i;
            best_len = run;
        }
        i += run + 1;
    }
    size_t at = 0;
    for (size_t i = 0; i < 8;) {
        if (i == best) {
            at += (size_t)snprintf(out + at, WIT_ADDR_TEXT - at, "::");
            i += best_len;
            continue;
        }
        const char *colon = i == 0 || i == best + best_len ? "" : ":";
        at += (size_t)snprintf(out + at, WIT_ADDR_TEXT - at, "%s%x", colon, group[i]);
        i++;
    }
    return out;
}

const char *wit_prefix_text(char out[WIT_PREFIX_TEXT], struct wit_prefix p)
{
    char address[WIT_ADDR_TEXT];
    snprintf(out, WIT_PREFIX_TEXT, "%s/%u", wit_addr_text(address, p.addr), p.bits);
    return out;
}

int wit_addr_cmp(struct wit_addr a, struct wit_addr b)
{
    if (a.family != b.family)
        return a.family < b.family ? -1 : 1;
    if (a.hi != b.hi)
        return a.hi < b.hi ? -1 : 1;
    return a.lo < b.lo ? -1 : a.lo > b.lo;
}

struct wit_addr wit_addr_next(struct wit_addr a)
{
    a.lo++;
    if (a.family == 4)
        a.lo &= UINT32_MAX;
    else if (a.lo == 0)
        a.hi++;
    return a;
}

struct wit_addr wit_addr_prev(struct wit_addr a)
{
    if (a.family != 4 && a.lo == 0)
        a.hi--;
    a.lo--;
    if (a.family == 4)
        a.lo &= UINT32_MAX;
    return a;
}

bool wit_addr_is_max(struct wit_addr a)
{
    return a.family == 4 ? a.lo == UINT32_MAX : a.hi == UINT64_MAX && a.lo == UINT64_MAX;
}

/* The host bits of a prefix of `bits` as a mask. */
static struct wit_addr host_mask(uint8_t family, unsigned bits)
{
    unsigned host = family_bits(family) - bits;
    struct wit_addr mask = {.family = family};
    mask.lo = host >= 64 ? UINT64_MAX : host == 0 ? 0 : UINT64_MAX >> (64 - host);
    mask.hi = host <= 64 ? 0 : UINT64_MAX >> (128 - host);
    return mask;
}

struct wit_prefix wit_prefix_of(struct wit_addr a, uint8_t bits)
{
    if (bits > family_bits(a.family))
        wit_die("a prefix of %u bits in family %u", bits, a.family);
    struct wit_addr mask = host_mask(a.family, bits);
    a.hi &= ~mask.hi;
    a.lo &= ~mask.lo;
    return (struct wit_prefix){.addr = a, .bits = bits};
}

struct wit_prefix wit_prefix_any(uint8_t family)
{
    return (struct wit_prefix){.addr = {.family = family}, .bits = 0};
}

struct wit_range wit_prefix_range(struct wit_prefix p)
{
    struct wit_addr mask = host_mask(p.addr.family, p.bits);
    struct wit_range range = {p.addr, p.addr};
    range.last.hi |= mask.hi;
    range.last.lo |= mask.lo;
    return range;
}

bool wit_prefix_has(struct wit_prefix p, struct wit_addr a)
{
    return a.family == p.addr.family && wit_addr_cmp(wit_prefix_of(a, p.bits).addr, p.addr) == 0;
}

bool wit_prefix_covers(struct wit_prefix outer, struct wit_prefix inner)
{
    return outer.bits <= inner.bits && wit_prefix_has(outer, inner.addr);
}

bool wit_prefix_overlaps(struct wit_prefix a, struct wit_prefix b)
{
    return wit_prefix_covers(a, b) || wit_prefix_covers(b, a);
}

int wit_prefix_cmp(struct wit_prefix a, struct wit_prefix b)
{
    int order = wit_addr_cmp(a.addr, b.addr);
    return order != 0 ? order : a.bits < b.bits ? -1 : a.bits > b.bits;
}

#define V4(a, b, c, d)                                                                                                 \
    {                                                                                                                  \
        .lo = (uint64_t)(a) << 24 | (b) << 16 | (c) << 8 | (d), .family = 4                                            \
    }

const struct wit_range *wit_public_ranges(uint8_t family, size_t *n)
{
    /* What lies between the ranges that the header names. */
    static const struct wit_range v4[] = {
        {V4(1, 0, 0, 0), V4(9, 255, 255, 255)},       {V4(11, 0, 0, 0), V4(100, 63, 255, 255)},
        {V4(100, 128, 0, 0), V4(126, 255, 255, 255)}, {V4(128, 0, 0, 0), V4(169, 253, 255, 255)},
        {V4(169, 255, 0, 0), V4(172, 15, 255, 255)},  {V4(172, 32, 0, 0), V4(192, 167, 255, 255)},
        {V4(192, 169, 0, 0), V4(223, 255, 255, 255)},
    };
    static const struct wit_range v6[] = {
        {{.hi = 0x2000000000000000U, .family = 6}, {.hi = 0x3fffffffffffffffU, .lo = UINT64_MAX, .family = 6}},
    };
    if (family != 4 && family != 6) {
        *n = 0;
        return v4;
    }
    *n = family == 4 ? sizeof v4 / sizeof v4[0] : sizeof v6 / sizeof v6[0];
    return family == 4 ? v4 : v6;
}

bool wit_addr_is_public(struct wit_addr a)
{
    size_t n;
    const struct wit_range *ranges = wit_public_ranges(a.family, &n);
    for (size_t i = 0; i < n; i++) {
        if (wit_addr_cmp(ranges[i].first, a) <= 0 && wit_addr_cmp(a, ranges[i].last) <= 0)
            return true;
    }
    return false;
}
