/* tests/unit/test_traffic_packet.c: every link layer and tunnel, options and extension headers, fragments, and frames
 * cut at every byte.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Frames are written in hexadecimal from the RFCs; '|' and blanks part headers for the eye.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "collectors/traffic/packet.h"

#define ETH "020000000001 020000000002 "
#define TCP4                                                                                                           \
    "4500 002c 0001 4000 40 06 0000 0a000105 0a000209 | c350 2384 00000001 00000002 5018 0100 0000 0000 61626364"
#define TCP6                                                                                                           \
    "60000000 0018 06 40 fd000000000000000000000000000001 fd000000000000000000000000000002 "                           \
    "| c350 2384 00000001 00000002 5018 0100 0000 0000 61626364"
#define IS_TCP  "10.0.1.5:50000 > 10.0.2.9:9092 p6 f24 4/4 abcd"
#define IS_TCP6 "fd00::1:50000 > fd00::2:9092 p6 f24 4/4 abcd"

static const struct row {
    const char *name;
    uint32_t link;
    const char *frame, *told;
} rows[] = {
    {"Ethernet", 1, ETH "0800 " TCP4, IS_TCP},
    {"Ethernet with padding", 1, ETH "0800 " TCP4 " 0000000000000000", IS_TCP},
    {"VLAN", 1, ETH "8100 0064 0800 " TCP4, IS_TCP},
    {"QinQ", 1, ETH "88a8 0064 8100 00c8 86dd " TCP6, IS_TCP6},
    {"cooked", 113, "0000 0001 0006 020000000001 0000 0800 " TCP4, IS_TCP},
    {"cooked, second kind", 276, "0800 0000 00000003 0001 00 06 0200000000010000 " TCP4, IS_TCP},
    {"raw", 101, TCP4, IS_TCP},
    {"raw IPv6", 101, TCP6, IS_TCP6},
    {"loopback, host order", 0, "02000000 " TCP4, IS_TCP},
    {"loopback, network order", 108, "0000001e " TCP6, IS_TCP6},
    {"ARP", 1, ETH "0806 0001080006040001", "not-ip"},
    {"a link type that is not known", 147, TCP4, "unknown-link"},
    {"neither 4 nor 6", 101, "75000000", "broken"},
    {"IPv4 options", 101,
     "4700 0034 0001 4000 40 06 0000 0a000105 0a000209 0101010101010100 | c350 2384 00000001 00000002 "
     "5018 0100 0000 0000 61626364",
     IS_TCP},
    {"IPv4 header shorter than one", 101, "4400 002c 0001 4000 40 06 0000 0a000105 0a000209", "broken"},
    {"IPv4 length 0: offload", 101,
     "4500 0000 0001 4000 40 06 0000 0a000105 0a000209 | c350 2384 00000001 00000002 5018 "
     "0100 0000 0000 61626364",
     IS_TCP},
    {"first fragment", 101,
     "4500 002c 0001 2000 40 06 0000 0a000105 0a000209 | c350 2384 00000001 00000002 5018 0100 0000 "
     "0000 61626364",
     IS_TCP " more"},
    {"later fragment", 101, "4500 0018 0001 0010 40 06 0000 0a000105 0a000209 | 61626364",
     "fragment 10.0.1.5 > 10.0.2.9"},
    {"UDP", 101, "4500 0020 0001 4000 40 11 0000 0a000105 08080808 | d903 0035 000c 0000 61626364",
     "10.0.1.5:55555 > 8.8.8.8:53 p17 f0 4/4 abcd"},
    {"ICMP type and code", 101, "4500 001c 0001 4000 40 01 0000 0a000105 0a000209 | 0301 0000 00000000",
     "10.0.1.5:0 > 10.0.2.9:769 p1 f0 6/6 "},
    {"IPv6 hop by hop, then a fragment header", 101,
     "60000000 0028 00 40 fd000000000000000000000000000001 fd000000000000000000000000000002 | 2c 00 000000000000 | 06 "
     "00 0001 "
     "00000007 | c350 2384 00000001 00000002 5018 0100 0000 0000 61626364",
     IS_TCP6 " more"},
    {"IPv6 later fragment", 101,
     "60000000 000c 2c 40 fd000000000000000000000000000001 fd000000000000000000000000000002 | 06 00 0010 00000007 | "
     "61626364",
     "fragment fd00::1 > fd00::2"},
    {"IPv6 authentication header", 101,
     "60000000 0030 33 40 fd000000000000000000000000000001 fd000000000000000000000000000002 | 06 04 0000 00000001 "
     "00000002 "
     "000000000000000000000000 | c350 2384 00000001 00000002 5018 0100 0000 0000 61626364",
     IS_TCP6},
    {"ESP", 101,
     "60000000 0008 32 40 fd000000000000000000000000000001 fd000000000000000000000000000002 | 0000000100000002",
     "encrypted fd00::1 > fd00::2"},
    {"TCP header that is too long", 101,
     "4500 002c 0001 4000 40 06 0000 0a000105 0a000209 | c350 2384 00000001 00000002 f018 0100 0000 0000 61626364",
     "broken"},
    {"VXLAN", 1,
     ETH "0800 4500 0066 0002 0000 40 11 0000 0a630001 0a630009 | d431 12b5 0052 0000 | 08000000 001092 00 | " ETH
         "0800 " TCP4,
     IS_TCP " vxlan 4242"},
    {"VXLAN without its flag is UDP", 101,
     "4500 0028 0002 0000 40 11 0000 0a630001 0a630009 | d431 12b5 0014 0000 | 00000000 001092 00 61626364",
     "10.99.0.1:54321 > 10.99.0.9:4789 p17 f0 12/12"},
    {"GENEVE with an option, IP inside", 101,
     "4500 005c 0002 0000 40 11 0000 0a630001 0a630009 | d431 17c1 0048 0000 | 02 00 0800 000007 00 0102800100000000 "
     "| " TCP4,
     IS_TCP " geneve 7"},
    {"GRE with a key, Ethernet inside", 101,
     "4500 0056 0002 0000 40 2f 0000 0a630001 0a630009 | 2000 6558 00000009 | " ETH "0800 " TCP4, IS_TCP " gre 9"},
    {"GRE with checksum and sequence", 101,
     "4500 0050 0002 0000 40 2f 0000 0a630001 0a630009 | 9000 0800 00000000 00000001 | " TCP4, IS_TCP " gre 0"},
    {"PPTP's GRE is left alone", 101, "4500 0020 0002 0000 40 2f 0000 0a630001 0a630009 | 2001 880b 00000000 61626364",
     "10.99.0.1:0 > 10.99.0.9:0 p47 f0 12/12"},
    {"IPv6 in IPv4", 101, "4500 0054 0002 0000 40 29 0000 0a630001 0a630009 | " TCP6, IS_TCP6},
};

static size_t unhex(uint8_t *out, const char *text)
{
    size_t n = 0;
    int half = -1;
    for (; *text != '\0'; text++) {
        const char *at = strchr("0123456789abcdef", *text);
        if (at == NULL)
            continue;
        int digit = (int)(at - "0123456789abcdef");
        if (half < 0)
            half = digit;
        else {
            out[n++] = (uint8_t)(half << 4 | digit);
            half = -1;
        }
    }
    return n;
}

static enum wit_packet_doubt told(char out[256], const uint8_t *bytes, size_t len, size_t whole, uint32_t link)
{
    static const char *const tunnels[] = {"", " vxlan", " geneve", " gre"};
    struct wit_frame frame = {.bytes = bytes, .len = len, .whole = whole, .link = link};
    struct wit_packet p;
    char src[WIT_ADDR_TEXT], dst[WIT_ADDR_TEXT];
    enum wit_packet_doubt doubt = wit_packet_read(&p, &frame);
    if (p.src.family != 0) {
        wit_addr_text(src, p.src);
        wit_addr_text(dst, p.dst);
    }
    if (doubt != WIT_PACKET_GOOD) {
        bool named = p.src.family != 0 && (doubt == WIT_PACKET_FRAGMENT || doubt == WIT_PACKET_OPAQUE);
        snprintf(out, 256, named ? "%s %s > %s" : "%s", wit_packet_doubt_word(doubt), src, dst);
        return doubt;
    }
    int n = snprintf(out, 256, "%s:%u > %s:%u p%u f%u %zu/%zu", src, p.src_port, dst, p.dst_port, p.protocol, p.flags,
                     p.payload_len, p.payload_whole);
    if (p.payload_len == 4 && memcmp(p.payload, "abcd", 4) == 0)
        n += snprintf(out + n, 256 - (size_t)n, " abcd");
    else if (p.protocol == 1)
        n += snprintf(out + n, 256 - (size_t)n, " ");
    n += snprintf(out + n, 256 - (size_t)n, "%s", p.more_fragments ? " more" : "");
    if (p.tunnel != WIT_TUNNEL_NONE)
        snprintf(out + n, 256 - (size_t)n, "%s %u", tunnels[p.tunnel], p.tunnel_id);
    return doubt;
}

static void frames_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[512];
        char out[256];
        size_t n = unhex(bytes, rows[i].frame);
        told(out, bytes, n, n, rows[i].link);
        if (strcmp(out, rows[i].told) != 0)
            fail_msg("%s: %s", rows[i].name, out);
    }
}

/* Cut anywhere, nothing is read past the end (each length is a block of its own under ASan), and no packet changes its
 * ends or its length on the wire. */
static void cut_frames_say_less(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        uint8_t bytes[512];
        char whole[256], out[256];
        size_t n = unhex(bytes, rows[i].frame);
        if (told(whole, bytes, n, n, rows[i].link) != WIT_PACKET_GOOD)
            continue;
        for (size_t len = 0; len < n; len++) {
            uint8_t *exact = malloc(len == 0 ? 1 : len);
            assert_non_null(exact);
            memcpy(exact, bytes, len);
            enum wit_packet_doubt doubt = told(out, exact, len, n, rows[i].link);
            free(exact);
            size_t same = strcspn(whole, "p");
            if (doubt == WIT_PACKET_GOOD && strncmp(out, whole, same) != 0 && strstr(whole, "vxlan") == NULL &&
                strstr(whole, "geneve") == NULL && strstr(whole, "gre") == NULL && strstr(rows[i].name, " in ") == NULL)
                fail_msg("%s cut to %zu: %s", rows[i].name, len, out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_are_read),
        cmocka_unit_test(cut_frames_say_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
