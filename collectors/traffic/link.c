/* collectors/traffic/link.c: link layers and tunnels, one case each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/link.h"

enum { ETHER_IPV4 = 0x0800, ETHER_IPV6 = 0x86dd, ETHER_VLAN = 0x8100, ETHER_QINQ = 0x88a8, ETHER_OLD_QINQ = 0x9100 };
enum { ETHER_MPLS = 0x8847, ETHER_MPLS_MULTICAST = 0x8848, ETHER_PPPOE = 0x8864, ETHER_MAC_IN_MAC = 0x88e7 };
enum { ETHER_MACSEC = 0x88e5 };
enum { ETHER_BRIDGED = 0x6558, TAGS_MAX = 4 };
enum { PORT_VXLAN = 4789, PORT_VXLAN_OLD = 8472, PORT_GENEVE = 6081 };

/* Tags, then IP or not. */
static enum wit_packet_doubt by_ethertype(struct wit_cursor *c, uint16_t type)
{
    for (unsigned i = 0; i < TAGS_MAX && (type == ETHER_VLAN || type == ETHER_QINQ || type == ETHER_OLD_QINQ); i++) {
        wit_cursor_skip(c, 2);
        type = wit_cursor_u16(c);
    }
    if (c->cut)
        return WIT_PACKET_SHORT;
    switch (type) {
    case ETHER_IPV4:
    case ETHER_IPV6:
        return WIT_PACKET_GOOD;
    case ETHER_MACSEC:
        return WIT_PACKET_OPAQUE;
    case ETHER_MPLS: /* packets may be in these: missing, not absent */
    case ETHER_MPLS_MULTICAST:
    case ETHER_PPPOE:
    case ETHER_MAC_IN_MAC:
    case ETHER_VLAN:
    case ETHER_QINQ:
    case ETHER_OLD_QINQ:
        return WIT_PACKET_LINK;
    default:
        return WIT_PACKET_NOT_IP;
    }
}

/* The four bytes before a packet of BSD's loopback name an address family, in whichever order the host had. */
static enum wit_packet_doubt loopback(struct wit_cursor *c)
{
    const uint8_t *b = wit_cursor_take(c, 4);
    if (b == NULL)
        return WIT_PACKET_SHORT;
    unsigned family = b[0] != 0 ? b[0] : b[3];
    /* 2: IPv4 everywhere; IPv6 is 10, 24, 28 or 30 */
    bool ip = family == 2 || family == 10 || family == 24 || family == 28 || family == 30;
    return ip ? WIT_PACKET_GOOD : WIT_PACKET_NOT_IP;
}

enum wit_packet_doubt wit_link_read(struct wit_cursor *c, uint32_t link)
{
    uint16_t type;
    switch (link) {
    case WIT_LINK_ETHERNET:
        wit_cursor_skip(c, 12);
        return by_ethertype(c, wit_cursor_u16(c));
    case WIT_LINK_SLL:
        wit_cursor_skip(c, 14);
        return by_ethertype(c, wit_cursor_u16(c));
    case WIT_LINK_SLL2:
        type = wit_cursor_u16(c);
        wit_cursor_skip(c, 18);
        return by_ethertype(c, type);
    case WIT_LINK_NULL:
    case WIT_LINK_LOOP:
        return loopback(c);
    case WIT_LINK_RAW:
    case WIT_LINK_RAW_BSD:
    case WIT_LINK_RAW_OPENBSD:
    case WIT_LINK_IPV4:
    case WIT_LINK_IPV6:
        return WIT_PACKET_GOOD;
    default:
        return WIT_PACKET_LINK;
    }
}

static bool vxlan(struct wit_packet *p, struct wit_cursor *c)
{
    uint8_t flags = wit_cursor_u8(c);
    wit_cursor_skip(c, 3);
    uint32_t vni = wit_cursor_u24(c);
    wit_cursor_skip(c, 1);
    if (c->cut || (flags & 8) == 0)
        return false;
    p->tunnel = WIT_TUNNEL_VXLAN;
    p->tunnel_id = vni;
    return true;
}

/* What a GENEVE or GRE header says that it carries. */
static bool carried(uint16_t type, uint32_t *link)
{
    if (type == ETHER_BRIDGED)
        *link = WIT_LINK_ETHERNET;
    else if (type == ETHER_IPV4 || type == ETHER_IPV6)
        *link = WIT_LINK_RAW;
    else
        return false;
    return true;
}

static bool geneve(struct wit_packet *p, struct wit_cursor *c, uint32_t *link)
{
    uint8_t first = wit_cursor_u8(c);
    wit_cursor_skip(c, 1);
    uint16_t type = wit_cursor_u16(c);
    uint32_t vni = wit_cursor_u24(c);
    wit_cursor_skip(c, 1 + (size_t)(first & 0x3f) * 4);
    if (c->cut || first >> 6 != 0 || !carried(type, link))
        return false;
    p->tunnel = WIT_TUNNEL_GENEVE;
    p->tunnel_id = vni;
    return true;
}

static bool gre(struct wit_packet *p, struct wit_cursor *c, uint32_t *link)
{
    uint16_t flags = wit_cursor_u16(c), type = wit_cursor_u16(c);
    uint32_t key = 0;
    if ((flags & 7) != 0) /* version 1 is PPTP's */
        return false;
    if ((flags & 0x8000) != 0)
        wit_cursor_skip(c, 4);
    if ((flags & 0x2000) != 0)
        key = wit_cursor_u32(c);
    if ((flags & 0x1000) != 0)
        wit_cursor_skip(c, 4);
    if (c->cut || !carried(type, link))
        return false;
    p->tunnel = WIT_TUNNEL_GRE;
    p->tunnel_id = key;
    return true;
}

bool wit_tunnel_open(struct wit_packet *p, struct wit_cursor *c, size_t *whole, uint32_t *link)
{
    const uint8_t *start = c->at;
    bool open = false;
    if (p->protocol == WIT_IP_GRE) {
        open = gre(p, c, link);
    } else if (p->protocol == 4 || p->protocol == 41) { /* IP in IP: no name of its own */
        *link = WIT_LINK_RAW;
        open = wit_cursor_left(c) > 0;
    } else if (p->protocol == WIT_IP_UDP && !p->more_fragments) {
        wit_cursor_skip(c, 2);
        uint16_t port = wit_cursor_u16(c);
        wit_cursor_skip(c, 4);
        if (port == PORT_VXLAN || port == PORT_VXLAN_OLD) {
            *link = WIT_LINK_ETHERNET;
            open = vxlan(p, c);
        } else if (port == PORT_GENEVE) {
            open = geneve(p, c, link);
        }
    }
    size_t used = (size_t)(c->at - start);
    *whole -= used < *whole ? used : *whole;
    return open && !c->cut;
}
