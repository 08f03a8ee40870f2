/* collectors/traffic/packet.c: IPv4, IPv6 and the transports; tunnels lead back to link.c, to a fixed depth.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/packet.h"

#include "collectors/traffic/cursor.h"
#include "collectors/traffic/link.h"

const char *wit_packet_doubt_word(enum wit_packet_doubt doubt)
{
    static const char *const words[WIT_PACKET_DOUBTS] = {
        [WIT_PACKET_GOOD] = "good",        [WIT_PACKET_LINK] = "unknown-link", [WIT_PACKET_NOT_IP] = "not-ip",
        [WIT_PACKET_SHORT] = "short",      [WIT_PACKET_BROKEN] = "broken",     [WIT_PACKET_FRAGMENT] = "fragment",
        [WIT_PACKET_OPAQUE] = "encrypted",
    };
    return words[doubt];
}

static struct wit_addr addr4(uint32_t a)
{
    return (struct wit_addr){0, a, 4};
}

static struct wit_addr addr6(struct wit_cursor *c)
{
    struct wit_addr a = {.family = 6};
    a.hi = wit_cursor_u64(c);
    a.lo = wit_cursor_u64(c);
    return a;
}

/* The cursor ends where the IP packet ends (`whole` bytes on the wire from here on), not where padding does. */
static enum wit_packet_doubt ipv4(struct wit_packet *p, struct wit_cursor *c, size_t *whole)
{
    size_t captured = wit_cursor_left(c);
    uint8_t first = wit_cursor_u8(c);
    wit_cursor_skip(c, 1);
    size_t total = wit_cursor_u16(c);
    p->ip_id = wit_cursor_u16(c);
    uint16_t fragment = wit_cursor_u16(c);
    p->ttl = wit_cursor_u8(c);
    p->protocol = wit_cursor_u8(c);
    wit_cursor_skip(c, 2);
    struct wit_addr src = addr4(wit_cursor_u32(c)), dst = addr4(wit_cursor_u32(c));
    if (c->cut)
        return WIT_PACKET_SHORT;
    size_t head = (size_t)(first & 15) * 4;
    if (head < 20 || (total != 0 && total < head))
        return WIT_PACKET_BROKEN;
    if (total == 0) /* segmentation offload: the header was written before the length was known */
        total = *whole;
    p->src = src;
    p->dst = dst;
    p->ip_len = total;
    p->more_fragments = (fragment & 0x2000) != 0;
    if (total < captured)
        c->end -= captured - total;
    wit_cursor_skip(c, head - 20);
    *whole = total - head;
    if ((fragment & 0x1fff) != 0)
        return WIT_PACKET_FRAGMENT;
    return c->cut ? WIT_PACKET_SHORT : WIT_PACKET_GOOD;
}

static enum wit_packet_doubt ipv6(struct wit_packet *p, struct wit_cursor *c, size_t *whole)
{
    enum { HOP_BY_HOP = 0, ROUTING = 43, FRAGMENT = 44, ESP = 50, AUTHENTICATION = 51, NONE = 59, OPTIONS = 60 };
    enum { MOBILITY = 135, HIP = 139, SHIM6 = 140, HEADERS = 16 };
    size_t captured = wit_cursor_left(c);
    wit_cursor_skip(c, 4);
    size_t length = wit_cursor_u16(c);
    uint8_t next = wit_cursor_u8(c);
    p->ttl = wit_cursor_u8(c);
    struct wit_addr src = addr6(c), dst = addr6(c);
    if (c->cut)
        return WIT_PACKET_SHORT;
    size_t total = length == 0 ? *whole : length + 40; /* 0: a jumbogram, or offload */
    p->src = src;
    p->dst = dst;
    p->ip_len = total;
    if (total < captured)
        c->end -= captured - total;
    size_t left = total > 40 ? total - 40 : 0;
    bool later = false;
    for (unsigned i = 0; i < HEADERS; i++) {
        bool known = next == HOP_BY_HOP || next == ROUTING || next == OPTIONS || next == MOBILITY || next == HIP ||
                     next == SHIM6;
        if (!known && next != FRAGMENT && next != AUTHENTICATION)
            break;
        uint8_t after = wit_cursor_u8(c);
        size_t size = wit_cursor_u8(c);
        size = next == FRAGMENT ? 8 : next == AUTHENTICATION ? (size + 2) * 4 : (size + 1) * 8;
        if (next == FRAGMENT) {
            uint16_t offset = wit_cursor_u16(c);
            later = later || (offset & 0xfff8) != 0;
            p->more_fragments = (offset & 1) != 0;
            wit_cursor_skip(c, size - 4);
        } else {
            wit_cursor_skip(c, size - 2);
        }
        if (c->cut)
            return WIT_PACKET_SHORT;
        if (size > left)
            return WIT_PACKET_BROKEN;
        left -= size;
        next = after;
        if (later)
            break;
    }
    p->protocol = next;
    *whole = left;
    if (later)
        return WIT_PACKET_FRAGMENT;
    return next == ESP || next == NONE ? WIT_PACKET_OPAQUE : WIT_PACKET_GOOD;
}

static enum wit_packet_doubt tcp(struct wit_packet *p, struct wit_cursor *c, size_t *whole)
{
    p->src_port = wit_cursor_u16(c);
    p->dst_port = wit_cursor_u16(c);
    p->seq = wit_cursor_u32(c);
    p->ack = wit_cursor_u32(c);
    size_t head = (size_t)(wit_cursor_u8(c) >> 4) * 4;
    p->flags = wit_cursor_u8(c);
    wit_cursor_skip(c, 6);
    if (c->cut)
        return WIT_PACKET_SHORT;
    if (head < 20 || head > *whole)
        return WIT_PACKET_BROKEN;
    *whole -= head;
    wit_cursor_skip(c, head - 20);
    c->cut = false; /* options that were not captured: the payload neither */
    return WIT_PACKET_GOOD;
}

static enum wit_packet_doubt with_ports(struct wit_packet *p, struct wit_cursor *c, size_t *whole, size_t head)
{
    p->src_port = wit_cursor_u16(c);
    p->dst_port = wit_cursor_u16(c);
    wit_cursor_skip(c, head - 4);
    if (c->cut)
        return WIT_PACKET_SHORT;
    if (*whole < head)
        return WIT_PACKET_BROKEN;
    *whole -= head;
    return WIT_PACKET_GOOD;
}

static enum wit_packet_doubt transport(struct wit_packet *p, struct wit_cursor *c, size_t whole)
{
    enum wit_packet_doubt doubt = WIT_PACKET_GOOD;
    switch (p->protocol) {
    case WIT_IP_TCP:
        doubt = tcp(p, c, &whole);
        break;
    case WIT_IP_UDP:
        doubt = with_ports(p, c, &whole, 8);
        break;
    case WIT_IP_SCTP:
        doubt = with_ports(p, c, &whole, 12);
        break;
    case WIT_IP_ICMP:
    case WIT_IP_ICMPV6:
        p->dst_port = wit_cursor_u16(c);
        whole -= whole < 2 ? whole : 2;
        doubt = c->cut ? WIT_PACKET_SHORT : WIT_PACKET_GOOD;
        break;
    default:
        break;
    }
    p->payload = c->at;
    p->payload_len = wit_cursor_left(c);
    p->payload_whole = whole > p->payload_len ? whole : p->payload_len;
    return doubt;
}

enum wit_packet_doubt wit_packet_read(struct wit_packet *out, const struct wit_frame *frame)
{
    struct wit_cursor c = wit_cursor_of(frame->bytes, frame->len);
    size_t whole = frame->whole; /* on the wire, from the cursor on */
    uint32_t link = frame->link;
    *out = (struct wit_packet){.time_ns = frame->time_ns, .interface = frame->interface};
    for (unsigned depth = 0;; depth++) {
        const uint8_t *at = c.at;
        enum wit_packet_doubt doubt = wit_link_read(&c, link);
        if (doubt != WIT_PACKET_GOOD)
            return doubt;
        whole -= (size_t)(c.at - at) < whole ? (size_t)(c.at - at) : whole;
        if (wit_cursor_left(&c) == 0)
            return WIT_PACKET_SHORT;
        unsigned version = c.at[0] >> 4;
        if (version != 4 && version != 6)
            return WIT_PACKET_BROKEN;
        doubt = version == 4 ? ipv4(out, &c, &whole) : ipv6(out, &c, &whole);
        if (doubt != WIT_PACKET_GOOD)
            return doubt;
        struct wit_packet outer = *out;
        struct wit_cursor inner = c;
        size_t inner_whole = whole;
        if (depth < WIT_TUNNELS && wit_tunnel_open(out, &inner, &inner_whole, &link)) {
            struct wit_packet kept = {.time_ns = out->time_ns,
                                      .interface = out->interface,
                                      .tunnel = out->tunnel,
                                      .tunnel_id = out->tunnel_id};
            *out = kept;
            c = inner;
            whole = inner_whole;
            continue;
        }
        *out = outer;
        return transport(out, &c, whole);
    }
}
