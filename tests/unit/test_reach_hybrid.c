/* tests/unit/test_reach_hybrid.c: places outside the cloud: VPN, Direct Connect, and sites that share a prefix with a
 * network in evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "tests/support/reach_rows.h"

#define P    "tcp/9094"
#define NET  "net vpc-1 10.1.0.0/16\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\n"
#define B    "eni b s-1 10.1.1.5\n"
#define VGW  "vgw vgw-1 vpc-1\n"
#define LINE "line vpn vpn-1 vgw-1\n"
#define BACK "route rt-1 192.168.0.0/16 vgw-1 propagated\n"
#define ANY  NULL, NULL, NULL
/* B's network behind a transit gateway with a VPN */
#define TRANSIT                                                                                                        \
    NET B "tgw tgw-1 -\nattach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1\nattach at-v tgw-1 vpn vpn-1 table=ttb-1\n"    \
          "ttb ttb-1 tgw-1\ntroute ttb-1 192.168.0.0/16 at-v propagated=vpn\nroute rt-1 192.168.0.0/16 tgw-1\n"
#define TO_B "troute ttb-1 10.1.0.0/16 at-1 propagated=vpc\n"
/* another network, with the prefix that a site may have too */
#define TWIN "net vpc-2 10.2.0.0/16\nsub s-2 vpc-2 10.2.1.0/24\n"

static const struct wit_reach_row rows[] = {
    {"in by a VPN", NET B VGW LINE BACK, "192.168.1.7", "b", P, WIT_UNKNOWN, ANY, "gap"},
    {"in by Direct Connect", NET B VGW "line dx assoc-1 vgw-1\n" BACK, "192.168.1.7", "b", P, WIT_UNKNOWN, ANY, "gap"},
    {"in by a VPN, B closed", NET VGW LINE BACK "sg sg-b vpc-1\nin sg-b all 10.0.0.0/8\neni b s-1 10.1.1.5 sg=sg-b\n",
     "192.168.1.7", "b", P, WIT_ISOLATED, "security-group", "sg-b", NULL, "group-deny"},
    {"in by a VPN, B's ACL closed",
     "net vpc-1 10.1.0.0/16\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1 acl=acl-x\nacl acl-x\n" B VGW LINE BACK, "192.168.1.7",
     "b", P, WIT_ISOLATED, "network-acl", "acl-x", "32767", "acl-deny"},
    {"nothing is joined to the gateway", NET B VGW BACK, "192.168.1.7", "b", P, WIT_ISOLATED, ANY, "no-way-in"},
    {"what is joined was not told", NET B VGW BACK "missing DescribeVpnConnections\n", "192.168.1.7", "b", P,
     WIT_UNKNOWN, ANY, "gap"},
    {"the line is down for good", NET B VGW "line vpn vpn-1 vgw-1 closed\n" BACK, "192.168.1.7", "b", P, WIT_ISOLATED,
     ANY, "no-way-in"},
    {"the gateway is detached", NET B "vgw vgw-1 vpc-1 closed\n" LINE BACK, "192.168.1.7", "b", P, WIT_ISOLATED, ANY,
     "no-way-in"},
    {"out by a VPN", NET B VGW LINE BACK, "b", "192.168.1.7", P, WIT_UNKNOWN, "route-table", NULL, NULL, "gap"},
    {"out, nothing is joined", NET B VGW BACK, "b", "192.168.1.7", P, WIT_ISOLATED, "route-table", "vgw-1", NULL,
     "nothing-behind"},
    {"out by static routes of the VPN that hold it", NET B VGW "line vpn vpn-1 vgw-1 192.168.0.0/16 static\n" BACK, "b",
     "192.168.1.7", P, WIT_UNKNOWN, ANY, "gap"},
    {"out by static routes of the VPN that do not", NET B VGW "line vpn vpn-1 vgw-1 172.16.0.0/12 static\n" BACK, "b",
     "192.168.1.7", P, WIT_ISOLATED, "route-table", "vgw-1", NULL, "nothing-behind"},
    {"out over IPv6: a VPN there has none",
     "net vpc-1 2001:db8:1::/56\nsub s-1 vpc-1 2001:db8:1:1::/64 rt=rt-1\neni b s-1 2001:db8:1:1::5\n" VGW LINE
     "route rt-1 fc00::/7 vgw-1\n",
     "b", "fd00:1::7", P, WIT_ISOLATED, "route-table", "vgw-1", NULL, "nothing-behind"},
    {"out, the gateway is another network's", NET B TWIN "vgw vgw-1 vpc-2\n" LINE BACK, "b", "192.168.1.7", P,
     WIT_ISOLATED, "route-table", "vgw-1", NULL, "not-attached"},
    {"in through the transit gateway", TRANSIT TO_B, "192.168.1.7", "b", P, WIT_UNKNOWN, ANY, "gap"},
    {"in through the transit gateway, its table has no route to B", TRANSIT, "192.168.1.7", "b", P, WIT_ISOLATED, ANY,
     "no-way-in"},
    {"in through the transit gateway, blackhole", TRANSIT "troute ttb-1 10.1.0.0/16 blackhole\n", "192.168.1.7", "b", P,
     WIT_ISOLATED, ANY, "no-way-in"},
    {"in through the transit gateway, what else is attached is not told",
     NET B "tgw tgw-1 - cut\nattach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1\nttb ttb-1 tgw-1\n", "192.168.1.7", "b", P,
     WIT_UNKNOWN, "transit-gateway", "tgw-1", NULL, "gap"},
    {"out through the transit gateway", TRANSIT TO_B, "b", "192.168.1.7", P, WIT_UNKNOWN, "transit-gateway", "tgw-1",
     NULL, "gap"},
    {"out through the transit gateway, no route there", TRANSIT TO_B "route rt-1 172.16.0.0/12 tgw-1\n", "b",
     "172.16.1.7", P, WIT_ISOLATED, "transit-gateway", "tgw-1", NULL, "no-route"},
    {"a site that has another network's prefix, by a VPN", NET B VGW LINE BACK TWIN, "10.2.0.0/16", "b", P, WIT_UNKNOWN,
     ANY, "gap"},
    {"the same, no door", NET B TWIN, "10.2.0.0/16", "b", P, WIT_ISOLATED, ANY, NULL},
    {"the same, interfaces there are closed, the site is not", NET B VGW LINE BACK TWIN "eni x s-2 10.2.1.5\n",
     "10.2.0.0/16", "b", P, WIT_UNKNOWN, ANY, "gap"},
    {"the same, B lets nothing of it in",
     NET VGW LINE BACK TWIN "sg sg-b vpc-1\nin sg-b all 10.1.0.0/16\neni b s-1 10.1.1.5 sg=sg-b\n", "10.2.0.0/16", "b",
     P, WIT_ISOLATED, ANY, NULL},
    {"the same, one address that nobody holds", NET B VGW LINE BACK TWIN, "10.2.1.77", "b", P, WIT_UNKNOWN, ANY, "gap"},
    {"the same, an address that an interface holds", NET B VGW LINE BACK TWIN "eni x s-2 10.2.1.5\n", "10.2.1.5", "b",
     P, WIT_ISOLATED, ANY, NULL},
    {"an address of B's own network that nobody holds", NET B VGW LINE BACK, "10.1.1.77", "b", P, WIT_ISOLATED, ANY,
     "no-endpoint"},
    {"a site that has another network's prefix, by a transit gateway", TRANSIT TO_B TWIN, "10.2.0.0/16", "b", P,
     WIT_UNKNOWN, ANY, "gap"},
    {"the same, its table leads nowhere", TRANSIT TWIN, "10.2.0.0/16", "b", P, WIT_ISOLATED, ANY, NULL},
    {"the same, behind a peer that is not in evidence",
     NET B TWIN "net vpc-9 10.9.0.0/16 placeholder\npcx pcx-9 vpc-1 vpc-9\n", "10.2.0.0/16", "b", P, WIT_UNKNOWN, ANY,
     "gap"},
};

WIT_REACH_ROWS_MAIN("reach_hybrid", rows)
