/* tests/unit/test_reach_cases.c: the numbered cases of docs/reachability.md chapter 4, with their deciders.
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
#include "tests/support/estate_builder.h"

struct row {
    const char *name;
    const char *estate;
    const char *from, *to, *port;
    enum wit_verdict verdict;
    const char *kind, *id, *rule; /* decider; NULL: not looked at */
    const char *usual;            /* "yes", "no"; NULL: not looked at */
};

/* A in 10.0.1.0/24, B in 10.0.2.0/24 of one network */
#define TWO(a, b) "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 " a "\nsub s-2 vpc-1 10.0.2.0/24 " b "\n"
#define AB        "eni a s-1 10.0.1.5\neni b s-2 10.0.2.5\n"
/* two networks, peered */
#define PEERED(x)                                                                                                      \
    "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16 " x "\npcx pcx-1 vpc-1 vpc-2\n"                                      \
    "sub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-2 vpc-2 10.2.1.0/24 rt=rt-2\n"                                           \
    "route rt-1 10.2.0.0/16 pcx-1\nroute rt-2 10.1.0.0/16 pcx-1\n"
#define PAB        "eni a s-1 10.1.1.5\neni b s-2 10.2.1.5\n"
#define CLOSED_ACL "acl acl-x\n"
#define EPHEMERAL  "tcp/1024-65535"
#define OUT_ALL    "out sg-a all 0.0.0.0/0\n"
#define PUBLIC     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nroute rt-1 0.0.0.0/0 igw-1\n"
#define P94        "tcp/9094"
/* two networks behind one transit gateway, by those subnets of theirs */
#define TRANSIT(a, b, by_a, by_b)                                                                                      \
    "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\ntgw tgw-1 - refs=on\n"                                              \
    "sub s-1 vpc-1 10.1.1.0/24 rt=rt-1 " a "\nsub s-2 vpc-2 10.2.1.0/24 rt=rt-2 " b "\n"                               \
    "route rt-1 10.0.0.0/8 tgw-1\nroute rt-2 10.0.0.0/8 tgw-1\n"                                                       \
    "attach at-1 tgw-1 vpc-1 subnets=" by_a " table=ttb-1 refs=on\n"                                                   \
    "attach at-2 tgw-1 vpc-2 subnets=" by_b " table=ttb-1 refs=on\nttb ttb-1 tgw-1\n"                                  \
    "troute ttb-1 10.1.0.0/16 at-1 propagated=vpc\ntroute ttb-1 10.2.0.0/16 at-2 propagated=vpc\n"
#define TRANSIT_REFS(gateway, one, other)                                                                              \
    "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\ntgw tgw-1 - refs=" gateway "\n"                                     \
    "sub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-2 vpc-2 10.2.1.0/24 rt=rt-2\n"                                           \
    "route rt-1 10.0.0.0/8 tgw-1\nroute rt-2 10.0.0.0/8 tgw-1\n"                                                       \
    "attach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1 refs=" one "\n"                                                   \
    "attach at-2 tgw-1 vpc-2 subnets=s-2 table=ttb-1 refs=" other "\nttb ttb-1 tgw-1\n"                                \
    "troute ttb-1 10.1.0.0/16 at-1\ntroute ttb-1 10.2.0.0/16 at-2\n"                                                   \
    "sg sg-a vpc-1\n" OUT_ALL "sg sg-b vpc-2\nin sg-b tcp/9094 sg-a\n"                                                 \
    "eni a s-1 10.1.1.5 sg=sg-a\neni b s-2 10.2.1.5 sg=sg-b\n"

static const struct row rows[] = {
    {"1 same subnet, ACL denies all",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 acl=acl-x\nacl acl-x\n"
     "eni a s-1 10.0.1.5\neni b s-1 10.0.1.6\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", "sg-open", NULL, "yes"},
    {"2 B's out-ACL lacks ephemeral ports",
     TWO("", "acl=acl-b") AB "entry acl-b in 100 allow all 0.0.0.0/0\n"
                             "entry acl-b out 100 allow udp/53 0.0.0.0/0\n",
     "a", "b", P94, WIT_ONE_WAY, "network-acl", "acl-b", "32767", NULL},
    {"3 2, but B's ACL lets tcp/443 out",
     TWO("", "acl=acl-b") AB "entry acl-b in 100 allow all 0.0.0.0/0\n"
                             "entry acl-b out 100 allow tcp/443 0.0.0.0/0\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", NULL, NULL, "no"},
    {"4 ACL 90 deny, 100 allow",
     TWO("", "acl=acl-b") AB "entry acl-b in 90 deny tcp/9094 0.0.0.0/0\n"
                             "entry acl-b in 100 allow all 0.0.0.0/0\nentry acl-b out 100 allow all 0.0.0.0/0\n",
     "a", "b", P94, WIT_ISOLATED, "network-acl", "acl-b", "90", NULL},
    {"5 A has no egress rules", TWO("", "") "sg sg-a vpc-1\neni a s-1 10.0.1.5 sg=sg-a\neni b s-2 10.0.2.5\n", "a", "b",
     P94, WIT_ISOLATED, "security-group", "sg-a", "", NULL},
    {"6 B has no egress rules",
     TWO("", "") "sg sg-b vpc-1\nin sg-b all 0.0.0.0/0\neni a s-1 10.0.1.5\n"
                 "eni b s-2 10.0.2.5 sg=sg-b\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", "sg-b", "ingress/0", "yes"},
    {"7 from group A, by the public address",
     PUBLIC "sg sg-a vpc-1\n" OUT_ALL "sg sg-b vpc-1\nin sg-b tcp/9094 sg-a\n"
            "eni a s-1 10.0.1.5=203.0.113.5 sg=sg-a\neni b s-1 10.0.1.6=203.0.113.6 sg=sg-b\n",
     "a", "203.0.113.6", P94, WIT_ISOLATED, "security-group", "sg-b", "", NULL},
    {"7 from group A, by the private address",
     PUBLIC "sg sg-a vpc-1\n" OUT_ALL "sg sg-b vpc-1\nin sg-b tcp/9094 sg-a\n"
            "eni a s-1 10.0.1.5=203.0.113.5 sg=sg-a\neni b s-1 10.0.1.6=203.0.113.6 sg=sg-b\n",
     "a", "10.0.1.6", P94, WIT_REACHABLE, "security-group", "sg-b", "ingress/0", "yes"},
    {"8 same group, no self rule",
     TWO("", "") "sg sg-a vpc-1\n" OUT_ALL "eni a s-1 10.0.1.5 sg=sg-a\n"
                 "eni b s-1 10.0.1.6 sg=sg-a\n",
     "a", "b", P94, WIT_ISOLATED, "security-group", "sg-a", "", NULL},
    {"9 one of B's groups is missing, the other allows",
     TWO("", "") "eni a s-1 10.0.1.5\n"
                 "eni b s-2 10.0.2.5 sg=sg-gone,sg-open\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", "sg-open", NULL, "yes"},
    {"10 the same, the other is closed",
     TWO("", "") "sg sg-b vpc-1\neni a s-1 10.0.1.5\n"
                 "eni b s-2 10.0.2.5 sg=sg-b,sg-gone\n",
     "a", "b", P94, WIT_UNKNOWN, "security-group", "sg-gone", NULL, NULL},
    {"11 B's group has no ingress, A's routes denied",
     TWO("rt=?", "") "sg sg-b vpc-1\neni a s-1 10.0.1.5\n"
                     "eni b s-2 10.0.2.5 sg=sg-b\n",
     "a", "b", P94, WIT_ISOLATED, "security-group", "sg-b", "", NULL},
    {"12 group reference behind a middlebox",
     TWO("rt=rt-1", "") "route rt-1 10.0.2.0/24 eni-m\nsg sg-a vpc-1\n" OUT_ALL
                        "sg sg-b vpc-1\nin sg-b all sg-a\neni a s-1 10.0.1.5 sg=sg-a\neni b s-2 10.0.2.5 sg=sg-b\n"
                        "eni eni-m s-1 10.0.1.9 nocheck\n",
     "a", "b", P94, WIT_ISOLATED, "security-group", "sg-b", "", NULL},
    {"12 prefix behind a middlebox",
     TWO("rt=rt-1", "") "route rt-1 10.0.2.0/24 eni-m\n" AB "eni eni-m s-1 10.0.1.9 nocheck\n", "a", "b", P94,
     WIT_UNKNOWN, "route-table", "rt-1", NULL, NULL},
    {"13 same-region peering, group reference",
     PEERED("") "sg sg-a vpc-1\n" OUT_ALL "sg sg-b vpc-2\n"
                "in sg-b tcp/9094 sg-a\neni a s-1 10.1.1.5 sg=sg-a\neni b s-2 10.2.1.5 sg=sg-b\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", "sg-b", "ingress/0", "yes"},
    {"14 inter-region peering, group reference",
     PEERED("region=r2") "sg sg-a vpc-1\n" OUT_ALL "sg sg-b vpc-2\n"
                         "in sg-b tcp/9094 sg-a\neni a s-1 10.1.1.5 sg=sg-a\neni b s-2 10.2.1.5 sg=sg-b\n",
     "a", "b", P94, WIT_ISOLATED, "security-group", "sg-b", "", NULL},
    {"15 peering without a route back",
     "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\npcx pcx-1 vpc-1 vpc-2\n"
     "sub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-2 vpc-2 10.2.1.0/24 rt=rt-2\nroute rt-1 10.2.0.0/16 pcx-1\n" PAB,
     "a", "b", P94, WIT_ONE_WAY, "route-table", "rt-2", "", NULL},
    {"16 A-B-C peered, A to C",
     "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\nnet vpc-3 10.3.0.0/16\n"
     "pcx pcx-1 vpc-1 vpc-2\npcx pcx-2 vpc-2 vpc-3\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-3 vpc-3 10.3.1.0/24 "
     "rt=rt-3\n"
     "route rt-1 10.3.0.0/16 pcx-1\nroute rt-3 10.1.0.0/16 pcx-2\neni a s-1 10.1.1.5\neni c s-3 10.3.1.5\n",
     "a", "c", P94, WIT_ISOLATED, "peering", "pcx-1", NULL, NULL},
    {"17 A uses the peer's NAT",
     PEERED("") "route rt-1 0.0.0.0/0 pcx-1\nigw igw-2 vpc-2\nroute rt-2 0.0.0.0/0 igw-2\n"
                "nat nat-1 s-2 10.2.1.9=203.0.113.9\neni a s-1 10.1.1.5\n",
     "a", "198.51.100.7", P94, WIT_ISOLATED, "peering", "pcx-1", NULL, NULL},
    {"18 A uses the peer's S3 interface endpoint",
     PEERED("") "eni a s-1 10.1.1.5\n"
                "eni b s-2 10.2.1.5 type=vpc_endpoint endpoint=vpce-1\nendpoint vpce-1 vpc-2 com.amazonaws.r1.s3\n",
     "a", "vpce-1", "tcp/443", WIT_REACHABLE, NULL, NULL, NULL, "yes"},
    {"19 transit gateway, source zone not attached",
     TRANSIT("az=z1", "az=z1", "s-t", "s-2") "sub s-t vpc-1 10.1.9.0/24 az=z2\n" PAB, "a", "b", P94, WIT_ISOLATED,
     "transit-gateway", "tgw-1", "", NULL},
    {"19 the same, source zone attached", TRANSIT("az=z1", "az=z1", "s-1", "s-2") PAB, "a", "b", P94, WIT_REACHABLE,
     "security-group", "sg-open", NULL, "yes"},
    {"20 zone names equal, ids differ",
     TRANSIT("az=z1 zone=a", "az=z1", "s-t", "s-2") "sub s-t vpc-1 10.1.9.0/24 az=z2 zone=a\n" PAB, "a", "b", P94,
     WIT_ISOLATED, "transit-gateway", "tgw-1", "", NULL},
    {"21 transit interface in B's subnet, ACL denies in from A",
     TRANSIT("", "acl=acl-b", "s-1", "s-2") PAB "entry acl-b in 90 deny all 10.1.0.0/16\n"
                                                "entry acl-b in 100 allow all 0.0.0.0/0\n"
                                                "entry acl-b out 100 allow all 0.0.0.0/0\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", "sg-open", NULL, "yes"},
    {"22 the same, a transit subnet apart",
     TRANSIT("", "acl=acl-b", "s-1", "s-t") PAB "sub s-t vpc-2 10.2.9.0/24\nentry acl-b in 90 deny all 10.1.0.0/16\n"
                                                "entry acl-b in 100 allow all 0.0.0.0/0\n"
                                                "entry acl-b out 100 allow all 0.0.0.0/0\n",
     "a", "b", P94, WIT_ISOLATED, "network-acl", "acl-b", "90", NULL},
    {"23 propagated one way",
     "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\ntgw tgw-1 -\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\n"
     "sub s-2 vpc-2 10.2.1.0/24 rt=rt-2\nroute rt-1 10.0.0.0/8 tgw-1\nroute rt-2 10.0.0.0/8 tgw-1\n"
     "attach at-1 tgw-1 vpc-1 subnets=s-1 table=ttb-1\nattach at-2 tgw-1 vpc-2 subnets=s-2 table=ttb-1\n"
     "ttb ttb-1 tgw-1\ntroute ttb-1 10.2.0.0/16 at-2 propagated=vpc\n" PAB,
     "a", "b", P94, WIT_ONE_WAY, "transit-gateway", "tgw-1", "", NULL},
    {"24 blackhole of 24 bits under 16", TRANSIT("", "", "s-1", "s-2") "troute ttb-1 10.2.1.0/24 blackhole\n" PAB, "a",
     "b", P94, WIT_ISOLATED, "transit-gateway", "tgw-1", "10.2.1.0/24", NULL},
    {"25 reference over a transit gateway, one attachment off", TRANSIT_REFS("on", "on", "off"), "a", "b", P94,
     WIT_ISOLATED, "security-group", "sg-b", "", NULL},
    {"25 the same, on everywhere", TRANSIT_REFS("on", "on", "on"), "a", "b", P94, WIT_REACHABLE, "security-group",
     "sg-b", "ingress/0", "yes"},
    {"25 the same, the gateway off", TRANSIT_REFS("off", "on", "on"), "a", "b", P94, WIT_ISOLATED, "security-group",
     "sg-b", "", NULL},
    {"25 the same, one does not tell", TRANSIT_REFS("on", "?", "on"), "a", "b", P94, WIT_UNKNOWN, "security-group",
     "sg-b", NULL, NULL},
    {"26 reference in A's egress only",
     TRANSIT("", "", "s-1", "s-2") "sg sg-a vpc-1\nout sg-a all sg-open\neni a s-1 10.1.1.5 sg=sg-a\n"
                                   "eni b s-2 10.2.1.5\n",
     "a", "b", P94, WIT_ISOLATED, "security-group", "sg-a", "", NULL},
    {"27 table not in evidence, B open", TRANSIT("", "", "s-1", "s-2") "ttb ttb-1 tgw-1 cut\n" PAB, "a", "b", P94,
     WIT_UNKNOWN, "transit-gateway", "tgw-1", NULL, NULL},
    {"27 the same, B closed",
     TRANSIT("", "", "s-1", "s-2") "ttb ttb-1 tgw-1 cut\nsg sg-b vpc-2\neni a s-1 10.1.1.5\neni b s-2 10.2.1.5 "
                                   "sg=sg-b\n",
     "a", "b", P94, WIT_ISOLATED, "security-group", "sg-b", "", NULL},
    {"27 the gateway itself is not fully known",
     "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\n"
     "sub s-2 vpc-2 10.2.1.0/24 rt=rt-2\ntgw tgw-1 - gap\nroute rt-1 10.0.0.0/8 tgw-1\nroute rt-2 10.0.0.0/8 "
     "tgw-1\n" PAB,
     "a", "b", P94, WIT_UNKNOWN, "transit-gateway", "tgw-1", NULL, NULL},
    {"28 propagated more specific than local",
     TWO("rt=rt-1", "") "vgw vgw-1 vpc-1\n"
                        "route rt-1 10.0.2.0/24 vgw-1 propagated\n" AB,
     "a", "b", P94, WIT_REACHABLE, NULL, NULL, NULL, "yes"},
    {"29 static subnet route to a router",
     TWO("rt=rt-1", "") "route rt-1 10.0.2.0/24 eni-m\n" AB "eni eni-m s-1 10.0.1.9 nocheck\n", "a", "b", P94,
     WIT_UNKNOWN, "route-table", "rt-1", "10.0.2.0/24", NULL},
    {"29 the same, but it checks", TWO("rt=rt-1", "") "route rt-1 10.0.2.0/24 eni-m\n" AB "eni eni-m s-1 10.0.1.9\n",
     "a", "b", P94, WIT_ISOLATED, "route-table", "rt-1", "10.0.2.0/24", NULL},
    {"30 two prefix lists, two targets",
     PUBLIC
     "pl pl-1 198.51.100.0/24\npl pl-2 198.51.100.0/24\n"
     "nat nat-1 s-9 10.0.9.9=203.0.113.9\nsub s-9 vpc-1 10.0.9.0/24\nroute rt-1 pl-1 igw-1\nroute rt-1 pl-2 nat-1\n"
     "eni a s-1 10.0.1.5=203.0.113.5\n",
     "a", "198.51.100.7", P94, WIT_UNKNOWN, "route-table", "rt-1", NULL, NULL},
    {"31 public address without a route, tcp",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-1 vpc-1 10.0.1.0/24\n"
     "eni b s-1 10.0.1.5=203.0.113.5\n",
     "198.51.100.7", "b", P94, WIT_ISOLATED, "route-table", "rt-main-vpc-1", "", NULL},
    {"31 the same, udp",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-1 vpc-1 10.0.1.0/24\n"
     "eni b s-1 10.0.1.5=203.0.113.5\n",
     "198.51.100.7", "b", "udp/53", WIT_UNKNOWN, "route-table", NULL, NULL, NULL},
    {"32 public address, default route to a NAT gateway",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\n"
     "sub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nsub s-9 vpc-1 10.0.9.0/24 rt=rt-9\nroute rt-9 0.0.0.0/0 igw-1\n"
     "nat nat-1 s-9 10.0.9.9=203.0.113.9\nroute rt-1 0.0.0.0/0 nat-1\neni b s-1 10.0.1.5=203.0.113.5\n",
     "198.51.100.7", "b", P94, WIT_ONE_WAY, "nat-gateway", "nat-1", NULL, NULL},
    {"33 IPv4 closed, IPv6 open",
     "net vpc-1 10.0.0.0/16 2001:db8:1::/56\nigw igw-1 vpc-1\n"
     "sub s-1 vpc-1 10.0.1.0/24 2001:db8:1:1::/64 rt=rt-1\nroute rt-1 ::/0 igw-1\nsg sg-b vpc-1\nin sg-b all ::/0\n"
     "eni b s-1 10.0.1.5 2001:db8:1:1::5 sg=sg-b\n",
     "internet", "b", P94, WIT_REACHABLE, "security-group", "sg-b", NULL, "yes"},
    {"34 egress-only gateway, inbound",
     "net vpc-1 2001:db8:1::/56\neigw eigw-1 vpc-1\n"
     "sub s-1 vpc-1 2001:db8:1:1::/64 rt=rt-1\nroute rt-1 ::/0 eigw-1\neni b s-1 2001:db8:1:1::5\n",
     "2001:db8:ffff::7", "b", P94, WIT_ISOLATED, "internet-gateway", "", NULL, NULL},
    {"34 the same, outbound",
     "net vpc-1 2001:db8:1::/56\neigw eigw-1 vpc-1\nsub s-1 vpc-1 2001:db8:1:1::/64 rt=rt-1\n"
     "route rt-1 ::/0 eigw-1\neni a s-1 2001:db8:1:1::5\n",
     "a", "2001:db8:ffff::7", P94, WIT_REACHABLE, NULL, NULL, NULL, "yes"},
    {"35 an accelerator exists, no route to the gateway",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\n"
     "sub s-1 vpc-1 10.0.1.0/24\neni b s-1 10.0.1.5\nthing globalaccelerator acc-1\n",
     "internet", "b", P94, WIT_UNKNOWN, "load-balancer", "acc-1", NULL, NULL},
    {"35 the accelerators were not listed",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nmissing ListAccelerators\n"
     "sub s-1 vpc-1 10.0.1.0/24\neni b s-1 10.0.1.5\n",
     "internet", "b", P94, WIT_UNKNOWN, "load-balancer", NULL, NULL, NULL},
    {"35 no internet gateway: no accelerator either",
     "net vpc-1 10.0.0.0/16\nmissing ListAccelerators\n"
     "sub s-1 vpc-1 10.0.1.0/24\neni b s-1 10.0.1.5\n",
     "internet", "b", P94, WIT_ISOLATED, "address", "b", NULL, NULL},
    {"39 load balancer in front: its clients",
     PUBLIC "eni lb s-1 10.0.1.9=203.0.113.9 type=network_load_balancer\n"
            "sg sg-b vpc-1\nin sg-b all 10.0.0.0/16\nsub s-2 vpc-1 10.0.2.0/24\neni b s-2 10.0.2.5 sg=sg-b\n",
     "198.51.100.7", "b", P94, WIT_UNKNOWN, "load-balancer", "lb", NULL, NULL},
    {"44 S3 gateway endpoint",
     "net vpc-1 10.0.0.0/16\ngwe vpce-1 vpc-1\npl pl-s3 52.218.0.0/17 name=com.amazonaws.r1.s3\n"
     "sub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nroute rt-1 pl-s3 vpce-1\neni a s-1 10.0.1.5\nbucket events r1\n",
     "a", "events", "tcp/443", WIT_REACHABLE, "network-acl", "acl-open", "100", "yes"},
    {"44 from a peered network",
     PEERED("") "gwe vpce-1 vpc-2\npl pl-s3 52.218.0.0/17 name=com.amazonaws.r1.s3\n"
                "route rt-2 pl-s3 vpce-1\nroute rt-1 52.218.0.0/17 pcx-1\neni a s-1 10.1.1.5\nbucket events r1\n",
     "a", "events", "tcp/443", WIT_ISOLATED, "peering", "pcx-1", NULL, NULL},
    {"46 network firewall endpoint", TWO("rt=rt-1", "") "nfw nfw-1 vpc-1\nroute rt-1 10.0.2.0/24 nfw-1\n" AB, "a", "b",
     P94, WIT_UNKNOWN, "firewall", "nfw-1", NULL, NULL},
    {"52 two of three brokers",
     TWO("", "") "sg sg-x vpc-1\neni a s-1 10.0.1.5\neni b1 s-2 10.0.2.5\neni b2 s-2 10.0.2.6\n"
                 "eni b3 s-2 10.0.2.7 sg=sg-x\n",
     "a", "s-2", P94, WIT_PARTIAL, NULL, NULL, NULL, NULL},
    {"54 B's region not in evidence",
     "net vpc-1 10.1.0.0/16\nnet vpc-9 10.9.0.0/16 region=r9 placeholder\n"
     "pcx pcx-1 vpc-1 vpc-9\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nroute rt-1 10.9.0.0/16 pcx-1\neni a s-1 10.1.1.5\n",
     "a", "10.9.1.5", P94, WIT_UNKNOWN, NULL, NULL, NULL, NULL},
    {"55 entry 50 unreadable, 40 allows",
     TWO("", "acl=acl-b") AB "entry acl-b in 40 allow tcp/9094 0.0.0.0/0\n"
                             "entry acl-b in 50 ? all 0.0.0.0/0\nentry acl-b out 100 allow all 0.0.0.0/0\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", NULL, NULL, "yes"},
    {"56 entry 50 unreadable, 100 allows",
     TWO("", "acl=acl-b") AB "entry acl-b in 50 ? all 0.0.0.0/0\n"
                             "entry acl-b in 100 allow all 0.0.0.0/0\nentry acl-b out 100 allow all 0.0.0.0/0\n",
     "a", "b", P94, WIT_UNKNOWN, "network-acl", "acl-b", NULL, NULL},
    {"58 VPN to a peer network",
     "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\npcx pcx-1 vpc-1 vpc-2\nvgw vgw-1 vpc-1\n"
     "sub s-2 vpc-2 10.2.1.0/24 rt=rt-2\nroute rt-2 10.1.0.0/16 pcx-1\neni b s-2 10.2.1.5\n",
     "192.168.1.7", "b", P94, WIT_ISOLATED, "address", "192.168.1.7", NULL, NULL},
    {"58 VPN into its own network: policy unknown",
     "net vpc-1 10.1.0.0/16\nvgw vgw-1 vpc-1\nline vpn vpn-1 vgw-1\n"
     "sub s-1 vpc-1 10.1.1.0/24\neni b s-1 10.1.1.5\n",
     "192.168.1.7", "b", P94, WIT_UNKNOWN, "route-table", NULL, NULL, NULL},
    {"58 the same, nothing is joined to the gateway",
     "net vpc-1 10.1.0.0/16\nvgw vgw-1 vpc-1\nsub s-1 vpc-1 10.1.1.0/24\neni b s-1 10.1.1.5\n", "192.168.1.7", "b", P94,
     WIT_ISOLATED, "address", "192.168.1.7", NULL, NULL},
    {"53 an on-premises supernet at two gateways",
     "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\nvgw vgw-1 vpc-1\nvgw vgw-2 vpc-2\nline vpn vpn-1 vgw-1\n"
     "line dx assoc-2 vgw-2\nsub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-2 vpc-2 10.2.1.0/24 rt=rt-2\n"
     "route rt-1 10.0.0.0/8 vgw-1 propagated\nroute rt-2 10.0.0.0/8 vgw-2 propagated\n" PAB,
     "a", "b", P94, WIT_UNKNOWN, "route-table", NULL, NULL, NULL},
    {"53 the same, nothing joins B's network with the outside",
     "net vpc-1 10.1.0.0/16\nnet vpc-2 10.2.0.0/16\nvgw vgw-1 vpc-1\nvgw vgw-2 vpc-2\nline vpn vpn-1 vgw-1\n"
     "sub s-1 vpc-1 10.1.1.0/24 rt=rt-1\nsub s-2 vpc-2 10.2.1.0/24 rt=rt-2\n"
     "route rt-1 10.0.0.0/8 vgw-1 propagated\nroute rt-2 10.0.0.0/8 vgw-2 propagated\n" PAB,
     "a", "b", P94, WIT_ISOLATED, NULL, NULL, NULL, NULL},
    {"60 NAT between A and B, reference",
     TWO("rt=rt-1", "") "sub s-9 vpc-1 10.0.9.0/24\nnat nat-1 s-9 10.0.9.9 private\n"
                        "route rt-1 10.0.2.0/24 nat-1\nsg sg-a vpc-1\n" OUT_ALL "sg sg-b vpc-1\nin sg-b all sg-a\n"
                        "eni a s-1 10.0.1.5 sg=sg-a\neni b s-2 10.0.2.5 sg=sg-b\n",
     "a", "b", P94, WIT_ISOLATED, "security-group", "sg-b", "", NULL},
    {"60 the same, by prefix",
     TWO("rt=rt-1", "") "sub s-9 vpc-1 10.0.9.0/24\nnat nat-1 s-9 10.0.9.9 private\n"
                        "route rt-1 10.0.2.0/24 nat-1\nsg sg-b vpc-1\nin sg-b all 10.0.9.9/32\neni a s-1 10.0.1.5\n"
                        "eni b s-2 10.0.2.5 sg=sg-b\n",
     "a", "b", P94, WIT_REACHABLE, "security-group", "sg-b", "ingress/0", "yes"},
};

static void check(const struct row *row)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_estate *e = wit_estate_build(arena, row->estate);
    struct wit_reach *r = wit_reach_new(e);
    struct wit_party from, to;
    struct wit_pset ports = {NULL, 0};
    struct wit_err err = {0};
    struct wit_answer a;
    if (!wit_party_parse(&from, arena, r, row->from, &err) || !wit_party_parse(&to, arena, r, row->to, &err) ||
        !wit_ports_parse(&ports, arena, row->port, &err))
        fail_msg("%s: %s", row->name, err.text);
    wit_reach_ask(&a, arena, r, &from, &to, ports, true);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, 1 << 20);
    wit_answer_text(&text, e, &a, row->from, row->to, row->port);
    bool wrong = a.verdict != row->verdict || (row->kind != NULL && strcmp(a.decider.kind, row->kind) != 0) ||
                 (row->id != NULL && strcmp(a.decider.id, row->id) != 0) ||
                 (row->rule != NULL && strcmp(a.decider.rule, row->rule) != 0) ||
                 (row->usual != NULL && a.usual != (strcmp(row->usual, "yes") == 0)) ||
                 (a.verdict == WIT_UNKNOWN) != (a.n_gaps > 0);
    if (wrong)
        print_error("%s: expected %s by %s %s %s\n%s\n", row->name, wit_verdict_word(row->verdict),
                    row->kind == NULL ? "-" : row->kind, row->id == NULL ? "-" : row->id,
                    row->rule == NULL ? "-" : row->rule, wit_buf_str(&text));
    wit_reach_free(r);
    if (wrong)
        fail();
}

static void numbered(void **state)
{
    check(*state);
}

int main(void)
{
    enum { N = sizeof rows / sizeof rows[0] };
    struct CMUnitTest tests[N];
    for (size_t i = 0; i < N; i++)
        tests[i] = (struct CMUnitTest){rows[i].name, numbered, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    return _cmocka_run_group_tests("reach_cases", tests, N, NULL, NULL);
}
