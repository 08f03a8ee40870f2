/* collectors/traffic/packet.h: from a frame to one transport segment: link layers, tunnels, IPv4 and IPv6.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Ethernet with VLAN and QinQ tags, Linux cooked (SLL, SLL2), raw IP, loopback; VXLAN (traffic mirroring), GENEVE and
 * GRE unwrapped, to a depth of WIT_TUNNELS; IPv4 with options, IPv6 with extension headers, fragments. What cannot be
 * read is counted by reason, never guessed. No payload is copied. Sources: RFC 791, 8200, 9293, 768; IEEE 802.1Q;
 * LINKTYPE_LINUX_SLL(2); RFC 7348 (VXLAN), 8926 (GENEVE), 2784/2890 (GRE).
 */
#ifndef WIT_COLLECTORS_TRAFFIC_PACKET_H
#define WIT_COLLECTORS_TRAFFIC_PACKET_H

#include "base/addr.h"
#include "collectors/traffic/capture_file.h"

#define WIT_TUNNELS 4 /* unwrapped one inside the other; deeper ones are left alone */

enum { WIT_TCP_FIN = 1, WIT_TCP_SYN = 2, WIT_TCP_RST = 4, WIT_TCP_PUSH = 8, WIT_TCP_ACK = 16 };
enum { WIT_IP_ICMP = 1, WIT_IP_TCP = 6, WIT_IP_UDP = 17, WIT_IP_GRE = 47, WIT_IP_ICMPV6 = 58, WIT_IP_SCTP = 132 };

/* Why a frame gave no packet, or less than a whole one. One row each in packet.c, with its sentence. */
enum wit_packet_doubt {
    WIT_PACKET_GOOD,
    WIT_PACKET_LINK,     /* a link type that is not known */
    WIT_PACKET_NOT_IP,   /* ARP, LLDP …: no gap */
    WIT_PACKET_SHORT,    /* captured too short for its headers */
    WIT_PACKET_BROKEN,   /* lengths that make no sense */
    WIT_PACKET_FRAGMENT, /* a later fragment: no ports */
    WIT_PACKET_OPAQUE,   /* encrypted (ESP), or an extension header that is not known */
    WIT_PACKET_DOUBTS
};
const char *wit_packet_doubt_word(enum wit_packet_doubt doubt); /* "not-ip", "short" … */

enum wit_tunnel_kind { WIT_TUNNEL_NONE, WIT_TUNNEL_VXLAN, WIT_TUNNEL_GENEVE, WIT_TUNNEL_GRE };
struct wit_packet {
    struct wit_addr src, dst;
    uint8_t protocol;
    uint16_t src_port, dst_port; /* TCP, UDP, SCTP; ICMP: 0 and type << 8 | code */
    uint8_t flags;               /* TCP */
    uint32_t seq, ack;
    const uint8_t *payload; /* of the transport; captured part */
    size_t payload_len;     /* captured */
    size_t payload_whole;   /* by the IP header: what was on the wire */
    size_t ip_len;          /* of the innermost IP packet, header included: the bytes that count as traffic */
    uint16_t ip_id;         /* IPv4 identification, to know copies by */
    uint8_t ttl;            /* or hop limit */
    bool more_fragments;
    enum wit_tunnel_kind tunnel; /* the innermost one */
    uint32_t tunnel_id;          /* VNI or key */
    uint64_t time_ns;
    uint32_t interface;
    bool census; /* live captures: kept whatever the rate (census.h); set by who captures */
};

/* WIT_PACKET_GOOD: *out is one packet with its transport header. Otherwise: why not; for FRAGMENT, SHORT and OPAQUE
 * src, dst, protocol and ip_len are set when the IP header was read (src.family != 0). */
enum wit_packet_doubt wit_packet_read(struct wit_packet *out, const struct wit_frame *frame);

#endif
