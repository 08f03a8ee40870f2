/* base/addr.h: IPv4 and IPv6 addresses, prefixes and address ranges.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 4291 / RFC 5952 (text of IPv6), RFC 4632 (CIDR). Host byte order throughout. IPv4 lives in `lo` (hi is
 * 0). Families never mix: 0.0.0.0/0 does not hold any IPv6 address.
 */
#ifndef WIT_BASE_ADDR_H
#define WIT_BASE_ADDR_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct wit_addr {
    uint64_t hi, lo;
    uint8_t family; /* 4 or 6; 0 is "no address" */
};

struct wit_prefix {
    struct wit_addr addr; /* host bits are zero */
    uint8_t bits;         /* 0..32 or 0..128 */
};

struct wit_range {
    struct wit_addr first, last; /* both in the range; one family */
};

#define WIT_ADDR_TEXT   46 /* room for any address with its NUL */
#define WIT_PREFIX_TEXT 50

/* Strict: dotted quad without leading zeros or RFC 5952 input; nothing before or after. err: WIT_EPARSE */
WIT_NODISCARD bool wit_addr_parse(struct wit_addr *out, const char *text, struct wit_err *err);
/* "10.0.0.0/16". Host bits are cleared; *host_bits (may be NULL) tells that some were set. A bare address is not a
 * prefix. */
WIT_NODISCARD bool wit_prefix_parse(struct wit_prefix *out, bool *host_bits, const char *text, struct wit_err *err);
const char *wit_addr_text(char out[WIT_ADDR_TEXT], struct wit_addr a); /* canonical; returns out */
const char *wit_prefix_text(char out[WIT_PREFIX_TEXT], struct wit_prefix p);

int wit_addr_cmp(struct wit_addr a, struct wit_addr b); /* family first, then value */
struct wit_addr wit_addr_next(struct wit_addr a);       /* +1; wraps */
struct wit_addr wit_addr_prev(struct wit_addr a);
bool wit_addr_is_max(struct wit_addr a); /* the last of its family */
struct wit_prefix wit_prefix_of(struct wit_addr a, uint8_t bits);
struct wit_prefix wit_prefix_any(uint8_t family); /* 0.0.0.0/0 or ::/0 */
struct wit_range wit_prefix_range(struct wit_prefix p);
bool wit_prefix_has(struct wit_prefix p, struct wit_addr a);
bool wit_prefix_covers(struct wit_prefix outer, struct wit_prefix inner); /* inner is a part of, or equal to, outer */
bool wit_prefix_overlaps(struct wit_prefix a, struct wit_prefix b);
int wit_prefix_cmp(struct wit_prefix a, struct wit_prefix b); /* address, then bits */

/*
 * Public: can be an address on the internet. Not public: 0/8, 10/8, 100.64/10, 127/8, 169.254/16, 172.16/12,
 * 192.168/16, 224/3; for IPv6 all but 2000::/3. Source: IANA special-purpose address registries (documentation ranges
 * count as public: samples use them).
 */
bool wit_addr_is_public(struct wit_addr a);
/* The public ranges of a family (4 or 6), ascending, disjoint. *n is their number. Static memory. */
const struct wit_range *wit_public_ranges(uint8_t family, size_t *n);

#endif
