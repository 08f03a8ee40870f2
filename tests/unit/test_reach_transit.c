/* tests/unit/test_reach_transit.c: transit gateways, beyond the numbered cases: zones, ACLs, tables, several gateways,
 * central ways out.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "pathmap/reach/reach.h"
#include "tests/support/reach_rows.h"

/* A behind tgw-1 by s-1; B behind it by what `at` says; rest: tables */
#define NETS       "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\n"
#define ROUTES     "route rt-1 10.0.0.0/8 tgw-1\nroute rt-2 10.0.0.0/8 tgw-1\n"
#define SUBS(a, b) "sub s-1 vpc-1 10.1.1.0/24 rt=rt-1 " a "\nsub s-2 vpc-2 10.2.1.0/24 rt=rt-2 " b "\n"
#define AB         "eni a s-1 10.1.1.5\neni b s-2 10.2.1.5\n"
#define TABLE                                                                                                          \
    "ttb ttb-1 tgw-1\ntroute ttb-1 10.1.0.0/16 at-1 propagated=vpc\ntroute ttb-1 10.2.0.0/16 at-2 propagated=vpc\n"
#define AT1  "attach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1\n"
#define AT2  "attach at-2 tgw-1 vpc-2 subnets=s-2 table=ttb-1\n"
#define BOTH NETS ROUTES "tgw tgw-1 -\n" SUBS("", "") AB
#define P    "tcp/9094"
#define TG   "transit-gateway", "tgw-1"
#define ANY  NULL, NULL, NULL

/* a central way out: vpc-2 with a NAT gateway in s-n */
#define EGRESS                                                                                                         \
    NETS                                                                                                               \
        "tgw tgw-1 -\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-t vpc-2 10.2.1.0/24 rt=rt-t\n"                          \
        "sub s-n vpc-2 10.2.9.0/24 rt=rt-n\nigw igw-2 vpc-2\nnat nat-2 s-n 10.2.9.9=203.0.113.9\n"                     \
        "route rt-1 0.0.0.0/0 tgw-1\nroute rt-t 0.0.0.0/0 nat-2\nroute rt-n 0.0.0.0/0 igw-2\n"                         \
        "attach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\ntroute ttb-1 0.0.0.0/0 at-2\neni a s-1 10.1.1.5\n" AT1 TABLE
/* the node i-1 in s-1, its pods in s-k */
#define PODS                                                                                                           \
    "net vpc-1 10.1.0.0/16 100.64.0.0/16\nnet vpc-2 10.2.0.0/16\n" ROUTES "tgw tgw-1 -\n" SUBS(                        \
        "", "") "sub s-k vpc-1 100.64.0.0/24 rt=rt-1\neni a s-1 10.1.1.5 instance=i-1\n"                               \
                "eni k s-k 100.64.0.10 100.64.0.20 instance=i-1 description=aws-K8S-i-1\nsg sg-b vpc-2\n"              \
                "eni b s-2 10.2.1.5 sg=sg-b\n" AT1 AT2 TABLE                                                           \
                "troute ttb-1 100.64.0.0/16 at-1\nroute rt-2 100.64.0.0/16 tgw-1\n"
#define PEERS                                                                                                          \
    NETS "tgw tgw-1 - refs=on\ntgw tgw-2 - refs=on\n" SUBS(                                                            \
        "", "") "route rt-1 10.0.0.0/8 tgw-1\n"                                                                        \
                "route rt-2 10.0.0.0/8 tgw-2\nattach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1 refs=on\n"               \
                "attach at-2 tgw-2 vpc-2 subnets=s-2 table=ttb-2 refs=on\nttb ttb-1 tgw-1\nttb ttb-2 tgw-2\n"          \
                "troute ttb-1 10.2.0.0/16 at-p\ntroute ttb-2 10.2.0.0/16 at-2\ntroute ttb-1 10.1.0.0/16 at-1\n"        \
                "attach at-p tgw-1 peer tgw-2 table=ttb-1\n"

/* there by a peering, back by a transit gateway into vpc-1, where A's zone az1 is not that of s-9 */
#define ANSWER                                                                                                         \
    NETS "tgw tgw-1 -\n" SUBS("az=az1", "az=az2") "sub s-9 vpc-1 10.1.9.0/24 az=az2\npcx pcx-1 vpc-1 vpc-2\n"          \
                                                  "route rt-1 10.2.0.0/16 pcx-1\nroute rt-2 10.1.0.0/16 tgw-1\n"       \
                                                  "attach at-1 tgw-1 vpc-1 subnets=s-9 table=ttb-1\n" AT2 TABLE AB
/* A's packet comes out in s-t of vpc-2 and is for vpc-3 */
#define HANDED                                                                                                         \
    NETS "net vpc-3 10.3.0.0/16\ntgw tgw-1 -\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-t vpc-2 10.2.1.0/24 rt=rt-t\n"  \
         "sub s-3 vpc-3 10.3.1.0/24 rt=rt-3\nroute rt-1 10.0.0.0/8 tgw-1\nroute rt-3 10.0.0.0/8 tgw-1\n"               \
         "attach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\ntroute ttb-1 10.3.0.0/16 at-2\neni a s-1 10.1.1.5\n"        \
         "eni b s-3 10.3.1.5\nroute rt-t 10.1.0.0/16 tgw-1\n" AT1 TABLE

static const struct wit_reach_row rows[] = {
    {"no association: dropped", BOTH "attach at-1 tgw-1 vpc-1 subnets=s-1\n" AT2 TABLE, "a", "b", P, WIT_ISOLATED, TG,
     NULL, "no-association"},
    {"B's side without association: no answer", BOTH AT1 "attach at-2 tgw-1 vpc-2 subnets=s-2\n" TABLE, "a", "b", P,
     WIT_ONE_WAY, TG, NULL, "reply-route"},
    {"association not told", BOTH "attach at-1 tgw-1 vpc-1 subnets=s-1 table=?\n" AT2 TABLE, "a", "b", P, WIT_UNKNOWN,
     TG, NULL, "gap"},
    {"not attached", BOTH AT2 TABLE, "a", "b", P, WIT_ISOLATED, TG, NULL, "not-attached"},
    {"attachments not listed", BOTH AT2 TABLE "missing DescribeTransitGatewayVpcAttachments\n", "a", "b", P,
     WIT_UNKNOWN, TG, NULL, "gap"},
    {"attachment closed", BOTH AT1 "attach at-2 tgw-1 vpc-2 subnets=s-2 table=ttb-1 closed\n" TABLE, "a", "b", P,
     WIT_ISOLATED, TG, NULL, "gateway-closed"},
    {"attachment not fully known", BOTH AT1 "attach at-2 tgw-1 vpc-2 subnets=s-2 table=ttb-1 gap\n" TABLE, "a", "b", P,
     WIT_UNKNOWN, TG, NULL, "gap"},
    {"gateway closed", NETS ROUTES "tgw tgw-1 - closed\n" SUBS("", "") AB AT1 AT2 TABLE, "a", "b", P, WIT_ISOLATED, TG,
     NULL, "gateway-closed"},
    {"subnets not told", BOTH "attach at-1 tgw-1 vpc-1 subnets=? table=ttb-1\n" AT2 TABLE, "a", "b", P, WIT_UNKNOWN, TG,
     NULL, "gap"},
    {"subnets of the other side not told", BOTH AT1 "attach at-2 tgw-1 vpc-2 subnets=? table=ttb-1\n" TABLE, "a", "b",
     P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"zone ids absent, names in one account",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("az=? zone=a", "") AB
     "sub s-t vpc-1 10.1.9.0/24 az=? zone=a\n"
     "attach at-1 tgw-1 vpc-1 subnets=s-t table=ttb-1\n" AT2 TABLE,
     "a", "b", P, WIT_REACHABLE, ANY, ""},
    {"zone ids absent, no names",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("az=?", "") AB "sub s-t vpc-1 10.1.9.0/24 az=?\n"
                                                     "attach at-1 tgw-1 vpc-1 subnets=s-t table=ttb-1\n" AT2 TABLE,
     "a", "b", P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"B's zone is not attached: tcp",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("", "az=z2") AB "sub s-t vpc-2 10.2.9.0/24\n"
                                                      "attach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\n" AT1 TABLE,
     "a", "b", P, WIT_ISOLATED, TG, NULL, "reply-route"},
    {"B's zone is not attached: udp",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("", "az=z2") AB "sub s-t vpc-2 10.2.9.0/24\n"
                                                      "attach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\n" AT1 TABLE,
     "a", "b", "udp/53", WIT_UNKNOWN, TG, NULL, "gap"},
    {"two zones, one of them closes: the same zone is taken",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("az=z1", "az=z1") AB
     "sub s-t vpc-2 10.2.9.0/24 az=z1\nsub s-u vpc-2 10.2.8.0/24 az=z2 acl=acl-x\nacl acl-x\n"
     "attach at-2 tgw-1 vpc-2 subnets=s-t,s-u table=ttb-1\n" AT1 TABLE,
     "a", "b", P, WIT_REACHABLE, ANY, ""},
    {"two zones, appliance mode: either",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("az=z1", "az=z1") AB
     "sub s-t vpc-2 10.2.9.0/24 az=z1\nsub s-u vpc-2 10.2.8.0/24 az=z2 acl=acl-x\nacl acl-x\n"
     "attach at-2 tgw-1 vpc-2 subnets=s-t,s-u table=ttb-1 appliance=on\n" AT1 TABLE,
     "a", "b", P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"two zones, neither the source's: either",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("az=z3", "az=z1") AB
     "sub s-t vpc-2 10.2.9.0/24 az=z1\nsub s-u vpc-2 10.2.8.0/24 az=z2 acl=acl-x\nacl acl-x\n"
     "attach at-2 tgw-1 vpc-2 subnets=s-t,s-u table=ttb-1\n" AT1 TABLE,
     "a", "b", P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"transit subnet's ACL denies out to B",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("", "") AB "sub s-t vpc-2 10.2.9.0/24 acl=acl-t\n"
                                                 "entry acl-t in 100 allow all 0.0.0.0/0\n"
                                                 "attach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\n" AT1 TABLE,
     "a", "b", P, WIT_ISOLATED, "network-acl", "acl-t", "32767", "acl-deny"},
    {"transit subnet's ACL denies in from the gateway: not asked",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("", "") AB "sub s-t vpc-2 10.2.9.0/24 acl=acl-t\n"
                                                 "entry acl-t in 100 allow all 10.2.0.0/16\n"
                                                 "entry acl-t out 100 allow all 10.2.0.0/16\n"
                                                 "attach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\n" AT1 TABLE,
     "a", "b", P, WIT_REACHABLE, ANY, ""},
    {"transit subnet's ACL denies in from B: no answer",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("", "") AB "sub s-t vpc-2 10.2.9.0/24 acl=acl-t\n"
                                                 "entry acl-t out 100 allow all 0.0.0.0/0\n"
                                                 "attach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\n" AT1 TABLE,
     "a", "b", P, WIT_ONE_WAY, "network-acl", "acl-t", "32767", "reply-acl"},
    {"same subnet: A's ACL denies in from A itself",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("acl=acl-a", "") AB "entry acl-a in 90 deny all 10.1.1.0/24\n"
                                                          "entry acl-a in 100 allow all 0.0.0.0/0\n"
                                                          "entry acl-a out 100 allow all 0.0.0.0/0\n" AT1 AT2 TABLE,
     "a", "b", P, WIT_ISOLATED, "network-acl", "acl-a", "90", "acl-deny"},
    {"transit subnet's table knows a longer way to nowhere",
     NETS ROUTES "tgw tgw-1 -\n" SUBS("", "") AB
     "sub s-t vpc-2 10.2.9.0/24 rt=rt-t\nroute rt-t 10.2.1.0/24 none "
     "blackhole\nattach at-2 tgw-1 vpc-2 subnets=s-t table=ttb-1\n" AT1 TABLE,
     "a", "b", P, WIT_ISOLATED, "route-table", "rt-t", "10.2.1.0/24", "blackhole"},
    {"static before propagated", BOTH AT1 AT2 TABLE "troute ttb-1 10.2.0.0/16 blackhole\n", "a", "b", P, WIT_ISOLATED,
     TG, "10.2.0.0/16", "blackhole"},
    {"static before prefix list",
     BOTH AT1 AT2 "pl pl-1 10.2.0.0/16\nttb ttb-1 tgw-1\ntroute ttb-1 10.1.0.0/16 at-1\ntroute ttb-1 pl-1 at-1\n"
                  "troute ttb-1 10.2.0.0/16 at-2\n",
     "a", "b", P, WIT_REACHABLE, ANY, ""},
    {"prefix list before propagated", BOTH AT1 AT2 "pl pl-1 10.2.0.0/16\n" TABLE "troute ttb-1 pl-1 blackhole\n", "a",
     "b", P, WIT_ISOLATED, TG, "pl-1", "blackhole"},
    {"a network before a VPN",
     BOTH AT1 AT2 TABLE "attach at-v tgw-1 vpn vpn-1\ntroute ttb-1 10.2.0.0/16 at-v propagated=vpn\n", "a", "b", P,
     WIT_REACHABLE, ANY, ""},
    {"prefix list not read", BOTH AT1 AT2 TABLE "troute ttb-1 pl-9 blackhole\n", "a", "b", P, WIT_UNKNOWN, TG, NULL,
     "gap"},
    {"equal cost, one of two is outside",
     BOTH AT1 AT2 "ttb ttb-1 tgw-1\ntroute ttb-1 10.1.0.0/16 at-1\nattach at-v tgw-1 vpn vpn-1\n"
                  "troute ttb-1 10.2.0.0/16 at-2,at-v\n",
     "a", "b", P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"attachment that no evidence shows",
     BOTH AT1 AT2 "ttb ttb-1 tgw-1\ntroute ttb-1 10.1.0.0/16 at-1\ntroute ttb-1 10.2.0.0/16 at-gone\n", "a", "b", P,
     WIT_UNKNOWN, TG, NULL, "gap"},
    {"answer over a peering",
     NETS "tgw tgw-1 -\n" SUBS("", "") AB AT1 AT2 TABLE "pcx pcx-1 vpc-1 vpc-2\nroute rt-1 10.0.0.0/8 tgw-1\n"
                                                        "route rt-2 10.0.0.0/8 pcx-1\n",
     "a", "b", P, WIT_REACHABLE, ANY, ""},
    {"answer over the transit gateway",
     NETS "tgw tgw-1 -\n" SUBS("", "") AB AT1 AT2 TABLE "pcx pcx-1 vpc-1 vpc-2\nroute rt-1 10.0.0.0/8 pcx-1\n"
                                                        "route rt-2 10.0.0.0/8 tgw-1\n",
     "a", "b", P, WIT_REACHABLE, ANY, ""},
    {"answer into a network with equal prefixes",
     BOTH AT1 AT2 "net vpc-9 10.1.0.0/16\nsub s-9 vpc-9 10.1.1.0/24\nttb ttb-1 tgw-1\n"
                  "attach at-9 tgw-1 vpc-9 subnets=s-9 table=ttb-1\n"
                  "troute ttb-1 10.1.0.0/16 at-9\ntroute ttb-1 10.2.0.0/16 at-2\n",
     "a", "b", P, WIT_ONE_WAY, NULL, NULL, NULL, "reply-route"},
    {"hairpin into the source's own network",
     BOTH AT1 AT2 "ttb ttb-1 tgw-1\ntroute ttb-1 10.1.0.0/16 at-1\ntroute ttb-1 10.2.0.0/16 at-1\n", "a", "b", P,
     WIT_ISOLATED, NULL, NULL, NULL, "loop"},
    {"peered gateways", PEERS "attach at-p tgw-2 peer tgw-1 table=ttb-2\ntroute ttb-2 10.1.0.0/16 at-p\n" AB, "a", "b",
     P, WIT_REACHABLE, ANY, ""},
    {"peered gateways, no route back", PEERS "attach at-p tgw-2 peer tgw-1 table=ttb-2\n" AB, "a", "b", P, WIT_ONE_WAY,
     "transit-gateway", "tgw-2", NULL, "reply-route"},
    {"peered gateways, the far one not in evidence", PEERS AB, "a", "b", P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"peered gateways, group reference",
     PEERS "attach at-p tgw-2 peer tgw-1 table=ttb-2\ntroute ttb-2 10.1.0.0/16 at-p\nsg sg-a vpc-1\n"
           "out sg-a all 0.0.0.0/0\nsg sg-b vpc-2\nin sg-b all sg-a\neni a s-1 10.1.1.5 sg=sg-a\n"
           "eni b s-2 10.2.1.5 sg=sg-b\n",
     "a", "b", P, WIT_ISOLATED, "security-group", "sg-b", NULL, "group-deny"},
    {"peered gateways, routes in a circle",
     PEERS
     "attach at-p tgw-2 peer tgw-1 table=ttb-2\ntroute ttb-2 10.2.1.0/24 at-p\ntroute ttb-1 10.2.1.0/24 at-p\n" AB,
     "a", "b", P, WIT_ISOLATED, "transit-gateway", NULL, NULL, "loop"},
    {"peered gateways, the circle closes behind a blackhole that may be",
     PEERS "attach at-p tgw-2 peer tgw-1 table=ttb-2\ntroute ttb-2 10.2.1.0/24 at-p\ntroute ttb-1 10.2.1.0/24 at-p\n"
           "troute ttb-2 10.2.1.0/25 at-2 unreadable\n" AB,
     "a", "b", P, WIT_UNKNOWN, NULL, NULL, NULL, "gap"},
    {"peered gateways, the far one is deleted",
     PEERS "attach at-p tgw-2 peer tgw-1 table=ttb-2\ntroute ttb-2 10.1.0.0/16 at-p\ntgw tgw-2 - closed\n" AB, "a", "b",
     P, WIT_ISOLATED, "transit-gateway", "tgw-2", NULL, "gateway-closed"},
    {"a closed attachment, and the list is cut: another may have followed",
     BOTH AT2 TABLE
     "attach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1 closed\nmissing DescribeTransitGatewayVpcAttachments\n",
     "a", "b", P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"an answer into a zone that is not attached", ANSWER "", "a", "b", "icmp/8", WIT_UNKNOWN, TG, NULL, "gap"},
    {"an answer into a zone that is attached", ANSWER "attach at-1 tgw-1 vpc-1 subnets=s-1,s-9 table=ttb-1\n", "a", "b",
     "icmp/8", WIT_REACHABLE, ANY, ""},
    {"the gateway's ACL closes, whatever its table says",
     NETS
     "tgw tgw-1 -\n" SUBS("", "") "sub s-9 vpc-1 10.1.9.0/24 acl=acl-9\nacl acl-9\n"
                                  "route rt-1 10.0.0.0/8 tgw-1\nattach at-1 tgw-1 vpc-1 subnets=s-9 table=?\n" AB AT2,
     "a", "b", P, WIT_ISOLATED, "network-acl", "acl-9", NULL, "acl-deny"},
    {"the answer to a public address leaves by a transit gateway whose table is not told",
     "net vpc-1 10.1.0.0/16\nigw igw-1 vpc-1\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nroute rt-1 0.0.0.0/0 tgw-1\n"
     "tgw tgw-1 -\nattach at-1 tgw-1 vpc-1 subnets=s-1 table=?\neni b s-1 10.1.1.5=203.0.113.5\n",
     "198.51.100.7", "b", P, WIT_ONE_WAY, TG, NULL, "reply-route"},
    {"a peering not in evidence never leads home",
     "net vpc-1 10.1.0.0/16\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-2 vpc-1 10.1.2.0/24\n"
     "route rt-1 10.1.2.0/24 pcx-gone\neni a s-1 10.1.1.5\neni b s-2 10.1.2.5\n",
     "a", "b", P, WIT_ISOLATED, "peering", "pcx-gone", NULL, "not-transitive"},
    {"an answer neither",
     "net vpc-1 10.1.0.0/16\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-2 vpc-1 10.1.2.0/24\n"
     "route rt-1 10.1.2.0/24 pcx-gone\neni a s-1 10.1.1.5\neni b s-2 10.1.2.5\n",
     "b", "a", P, WIT_ONE_WAY, "peering", "pcx-gone", NULL, "reply-route"},
    {"a NAT gateway's private address from inside its network",
     EGRESS "eni n s-n 10.2.9.9 type=nat_gateway unfiltered\n"
            "eni c s-t 10.2.1.5\n",
     "c", "n", P, WIT_ISOLATED, "nat-gateway", "n", NULL, "nat-inbound"},
    {"a NAT gateway's private address through a transit gateway",
     EGRESS "eni n s-n 10.2.9.9 type=nat_gateway unfiltered\nroute rt-n 10.0.0.0/8 tgw-1\n", "a", "n", P, WIT_ISOLATED,
     "nat-gateway", "n", NULL, "nat-inbound"},
    {"IPv6: in by internet gateways, the answer over a transit gateway",
     "net vpc-1 10.1.0.0/16 2001:db8:1::/56\nnet vpc-2 10.2.0.0/16 2001:db8:2::/56\nigw igw-1 vpc-1\nigw igw-2 vpc-2\n"
     "sub s-1 vpc-1 10.1.1.0/24 2001:db8:1:1::/64 rt=rt-1\nsub s-2 vpc-2 10.2.1.0/24 2001:db8:2:1::/64 rt=rt-2\n"
     "route rt-1 ::/0 igw-1\nroute rt-2 ::/0 igw-2\nroute rt-2 2001:db8:1::/56 tgw-1\ntgw tgw-1 -\n"
     "ttb ttb-1 tgw-1\ntroute ttb-1 2001:db8:1::/56 at-1\neni a s-1 2001:db8:1:1::5\neni b s-2 2001:db8:2:1::5\n" AT1
         AT2,
     "a", "b", P, WIT_UNKNOWN, TG, NULL, "gap"},
    {"out of a transit gateway and on by a peering: undocumented",
     HANDED "attach at-3 tgw-1 vpc-3 subnets=s-3 table=ttb-1\npcx pcx-1 vpc-2 vpc-3\nroute rt-t 10.3.0.0/16 pcx-1\n",
     "a", "b", P, WIT_UNKNOWN, ANY, "gap"},
    {"reference in zone use1-az3",
     NETS ROUTES "tgw tgw-1 - refs=on\n" SUBS("az=use1-az3", "az=use1-az3") TABLE
     "attach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1 refs=on\n"
     "attach at-2 tgw-1 vpc-2 subnets=s-2 table=ttb-1 refs=on\nsg sg-a vpc-1\nout sg-a all 0.0.0.0/0\n"
     "sg sg-b vpc-2\nin sg-b all sg-a\neni a s-1 10.1.1.5 sg=sg-a\neni b s-2 10.2.1.5 sg=sg-b\n",
     "a", "b", P, WIT_ISOLATED, "security-group", "sg-b", NULL, "group-deny"},
    {"37 the internet by another account's NAT gateway",
     EGRESS "bpa both\nroute rt-n 10.0.0.0/8 tgw-1\nbpa off account=2\nnet vpc-2 10.2.0.0/16 account=2\n", "a",
     "198.51.100.7", P, WIT_REACHABLE, ANY, ""},
    {"37 that account blocks too", EGRESS "bpa both\nroute rt-n 10.0.0.0/8 tgw-1\n", "a", "198.51.100.7", P,
     WIT_ISOLATED, "block-public-access", NULL, NULL, "public-access-blocked"},
    {"37 no route back from the NAT gateway", EGRESS, "a", "198.51.100.7", P, WIT_ONE_WAY, "route-table", "rt-n", NULL,
     "reply-route"},
    {"37 the internet gateway without a NAT gateway",
     EGRESS "route rt-n 10.0.0.0/8 tgw-1\nroute rt-t 198.51.100.0/24 igw-2\n", "a", "198.51.100.7", P, WIT_ISOLATED,
     "address", NULL, NULL, "no-public-address"},
    {"44 a gateway endpoint behind a transit gateway",
     EGRESS "gwe vpce-2 vpc-2\npl pl-s3 52.218.0.0/17 name=com.amazonaws.r1.s3\nroute rt-t pl-s3 vpce-2\n", "a",
     "52.218.1.1", "tcp/443", WIT_ISOLATED, "vpc-endpoint", "vpce-2", NULL, "not-transitive"},
    {"47 a pod, B allows the pods", PODS "in sg-b all 100.64.0.0/16\n", "100.64.0.20", "b", P, WIT_UNKNOWN, NULL, NULL,
     NULL, "gap"},
    {"47 a pod, B allows the node", PODS "in sg-b all 10.1.1.5/32\n", "100.64.0.20", "b", P, WIT_UNKNOWN, NULL, NULL,
     NULL, "gap"},
    {"47 a pod, B allows both", PODS "in sg-b all 0.0.0.0/0\n", "100.64.0.20", "b", P, WIT_REACHABLE, ANY, ""},
    {"47 a pod, B allows neither", PODS "in sg-b all 10.9.0.0/16\n", "100.64.0.20", "b", P, WIT_ISOLATED,
     "security-group", "sg-b", NULL, "group-deny"},
    {"B's public address by a central way out",
     EGRESS "route rt-n 10.0.0.0/8 tgw-1\nnet vpc-3 10.3.0.0/16\nigw igw-3 vpc-3\nsub s-3 vpc-3 10.3.1.0/24 rt=rt-3\n"
            "route rt-3 0.0.0.0/0 igw-3\neni b s-3 10.3.1.5=203.0.113.55\n",
     "a", "b", P, WIT_REACHABLE, ANY, ""},
};

WIT_REACH_ROWS_MAIN("reach_transit", rows)
