/* base/pset.h: exact sets of (protocol, port).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One number a member: protocol << 16 | port. TCP (6) and UDP (17): port is the port, 0..65535. ICMP (1) and ICMPv6
 * (58): port is type << 8 | code. Any other protocol has no ports: its whole row of 65,536 numbers is in the set or
 * not. A set is ascending, disjoint, non-adjacent spans in an arena; immutable once made; n == 0 is the empty set.
 */
#ifndef WIT_BASE_PSET_H
#define WIT_BASE_PSET_H

#include "base/arena.h"
#include "base/buf.h"

enum { WIT_ICMP = 1, WIT_TCP = 6, WIT_UDP = 17, WIT_ICMPV6 = 58 };

struct wit_span {
    uint32_t first, last;
};

struct wit_pset {
    const struct wit_span *spans;
    size_t n;
};

struct wit_pset wit_pset_none(void);
struct wit_pset wit_pset_all(void); /* every protocol, every port */
/* protocol 0..255; ports first..last within 0..65535 */
struct wit_pset wit_pset_ports(struct wit_arena *arena, unsigned protocol, unsigned first, unsigned last);
struct wit_pset wit_pset_protocol(struct wit_arena *arena, unsigned protocol);
struct wit_pset wit_pset_union(struct wit_arena *arena, struct wit_pset a, struct wit_pset b);
struct wit_pset wit_pset_intersect(struct wit_arena *arena, struct wit_pset a, struct wit_pset b);
struct wit_pset wit_pset_subtract(struct wit_arena *arena, struct wit_pset a, struct wit_pset b);
bool wit_pset_equal(struct wit_pset a, struct wit_pset b);
bool wit_pset_has(struct wit_pset a, struct wit_pset b);   /* b is a subset of a */
bool wit_pset_meets(struct wit_pset a, struct wit_pset b); /* they share a member */
bool wit_pset_is_all(struct wit_pset a);

/*
 * "tcp/9094", "udp/53", "tcp/9092-9098", "icmp/8" and "icmpv6/128" (type), "proto/50". A port list has one entry a
 * call. ICMP: types whose only code is 0 (0, 8, 9, 10, 13-18, 30 …; ICMPv6 128-136 …) mean code 0; other types mean
 * every code. err: WIT_EUSAGE, tells what a port looks like.
 */
WIT_NODISCARD bool wit_ports_parse(struct wit_pset *out, struct wit_arena *arena, const char *text,
                                   struct wit_err *err);
/* "tcp/9092-9098, udp/53", "all", "none"; ICMP as icmp/8 or icmp/3.4. */
void wit_pset_text(struct wit_buf *out, struct wit_pset set);

#endif
