/* collectors/traffic/census.h: which packets of a live capture are kept: every opening, and one in N of the rest.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A program of the classic packet filter that the kernel runs on each packet, so that a busy host copies few of them.
 * Kept whole (the census, weight 1): TCP with SYN, FIN or RST; segments that begin with a TLS ClientHello or
 * ServerHello, with a request of Kafka that opens a conversation (Metadata, FindCoordinator, JoinGroup, SaslHandshake,
 * ApiVersions) or with a request of HTTP; DNS; IPv6 with extension headers. Looked at behind up to two VLAN tags and
 * inside one tunnel (VXLAN, GENEVE, GRE, IP in IP). Everything else, tunnels in tunnels and later fragments included,
 * is kept with probability 1/N (weight N). The same program without its random number tells afterwards which of the two
 * a packet is. Source: Linux Documentation/networking/filter.rst; docs/adr/0005-capture.md.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_CENSUS_H
#define WIT_COLLECTORS_TRAFFIC_CENSUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

enum { WIT_CENSUS_OPS = 256, WIT_CENSUS_SNAP = 2048 }; /* bytes that are captured of a packet of the census, at least */

/* One instruction, laid out as the kernel's struct sock_filter. */
struct wit_census_op {
    uint16_t code;
    uint8_t jt, jf;
    uint32_t k;
};
struct wit_census {
    struct wit_census_op ops[WIT_CENSUS_OPS];
    size_t n;
    size_t random_at;   /* the instruction that loads the random number; SIZE_MAX: sample is 1 */
    uint32_t uncounted; /* bytes of the link header that the length a cooked socket tells leaves out */
    uint32_t snap_census, snap_sample;
};

/* link: WIT_LINK_…; sample: 1 keeps all. err: WIT_EUSAGE a link type whose packets it cannot look into */
WIT_NODISCARD bool wit_census_make(struct wit_census *out, uint32_t link, uint64_t sample, uint32_t snap,
                                   struct wit_err *err);

#endif
