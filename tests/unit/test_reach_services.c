/* tests/unit/test_reach_services.c: connections in two legs: balancers, endpoints' services, accelerators, doors.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Cases 35-43, 48, 57 and 59 of docs/reachability.md chapter 4 by number, and what one would attack them with.
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
    const char *kind;         /* of the way; NULL: not looked at */
    const char *decider, *id; /* NULL: not looked at */
    const char *reason;
};

#define R WIT_REACHABLE
#define I WIT_ISOLATED
#define U WIT_UNKNOWN
#define O WIT_ONE_WAY

/* A client in s-1, balancer nodes in s-1 (az1) and s-2 (az2), B in s-2. */
#define NET                                                                                                            \
    "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 az=az1\nsub s-2 vpc-1 10.0.2.0/24 az=az2\n"                      \
    "sub s-3 vpc-1 10.0.3.0/24 az=az1\n"
#define PUBLIC                                                                                                         \
    "net vpc-1 10.0.0.0/16 main=rt-1\nigw igw-1 vpc-1\nroute rt-1 0.0.0.0/0 igw-1\n"                                   \
    "sub s-1 vpc-1 10.0.1.0/24 az=az1\nsub s-2 vpc-1 10.0.2.0/24 az=az2 rt=rt-2\n"
#define LISTEN(group) "listen lb-1 TCP 443 " group "\n"
#define B_FROM(peer)  "sg sg-b vpc-1\nin sg-b tcp/9094 " peer "\nout sg-b all 0.0.0.0/0\n"
/* B takes connections from the balancer only: A is shut out unless it goes through it */
#define ONLY_LB     "sg sg-lb vpc-1\nin sg-lb all 0.0.0.0/0\nout sg-lb all 0.0.0.0/0\n" B_FROM("sg-lb")
#define ALB         "lb lb-1 app enis=n-1,n-2\n"
#define NLB         "lb lb-1 net enis=n-1,n-2 cross=on\n"
#define NODES       "eni n-1 s-1 10.0.1.9 sg=sg-lb\neni n-2 s-2 10.0.2.9 sg=sg-lb\n"
#define BARE        "eni n-1 s-1 10.0.1.9 unfiltered\neni n-2 s-2 10.0.2.9 unfiltered\n"
#define B           "eni b s-2 10.0.2.5 sg=sg-b instance=i-b\n"
#define A           "eni a s-1 10.0.1.5\n"
#define TG(rest)    "tg tg-1 instance TCP 9094 vpc-1 " rest "\ntarget tg-1 i-b\n"
#define TGIP(rest)  "tg tg-1 ip TCP 9094 vpc-1 " rest "\ntarget tg-1 10.0.2.5\n"
#define PUBLIC_NODE "eni n-1 s-1 10.0.1.9=203.0.113.9 unfiltered\nlb lb-1 net enis=n-1 cross=on\n"

/* the provider's network is vpc-2, the consumer's vpc-1 */
#define CONSUMER                                                                                                       \
    "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 az=az1\nnet vpc-2 10.0.0.0/16\n"                                 \
    "sub p-1 vpc-2 10.0.9.0/24 az=az1\nsub p-2 vpc-2 10.0.8.0/24 az=az2\n"                                             \
    "endpoint vpce-1 vpc-1 com.amazonaws.vpce.r1.vpce-svc-1\neni e-1 s-1 10.0.1.80 type=vpc_endpoint "                 \
    "endpoint=vpce-1\n"                                                                                                \
    "svc vpce-svc-1 com.amazonaws.vpce.r1.vpce-svc-1 lb-1\n" A
#define ACCEPTED "connection vpce-svc-1 vpce-1 available\n"
#define PROVIDER(groups)                                                                                               \
    "eni n-1 p-1 10.0.9.9 " groups "\nlb lb-1 net enis=n-1 cross=on\n" LISTEN(                                         \
        "tg-1") "tg tg-1 ip TCP 9094 vpc-2\ntarget tg-1 10.0.8.5\neni b p-2 10.0.8.5 sg=sg-b\n"

#define MSK                                                                                                            \
    "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nendpoint vpce-1 vpc-1 com.amazonaws.vpce.r1.vpce-svc-9\n"       \
    "managed vpce-1\neni e-1 s-1 10.0.1.80 type=vpc_endpoint endpoint=vpce-1 sg=sg-e\n" A
#define MSK_OPEN "in sg-e tcp/14001-14100 10.0.0.0/16\nin sg-e tcp/9094 10.0.0.0/16\n"

static const struct row rows[] = {
    /* ---- application balancer: its own address, answers itself ---- */
    {"balancer: the listener's port", NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B, "a", "n-1", "tcp/443", R, NULL,
     "security-group", "sg-lb", NULL},
    {"balancer: another port", NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B, "a", "n-1", "tcp/444", I, NULL,
     "load-balancer", "lb-1", "no-listener"},
    {"balancer: not by UDP", NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B, "a", "n-1", "udp/443", I, NULL,
     "load-balancer", "lb-1", "no-listener"},
    {"balancer: its listeners are not known", NET ONLY_LB NODES "lb lb-1 app enis=n-1,n-2 listeners=?\n" A B, "a",
     "n-1", "tcp/444", U, NULL, "load-balancer", "lb-1", NULL},
    {"balancer: not in evidence", NET ONLY_LB "eni n-1 s-1 10.0.1.9 type=load_balancer sg=sg-lb\n" A B, "a", "n-1",
     "tcp/443", U, NULL, "load-balancer", "n-1", NULL},
    {"behind it, by the balancer", NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B, "a", "b", "tcp/9094", R, "proxied",
     "security-group", "sg-b", NULL},
    {"behind it, another port", NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B, "a", "b", "tcp/443", I, NULL, NULL,
     NULL, NULL},
    {"behind it, the balancer's groups let nobody in",
     NET "sg sg-lb vpc-1\nout sg-lb all 0.0.0.0/0\n" B_FROM("sg-lb") NODES ALB LISTEN("tg-1") TG("") A B, "a", "b",
     "tcp/9094", I, NULL, "security-group", "sg-b", "group-deny"},
    {"behind it, the balancer's groups let nothing out",
     NET "sg sg-lb vpc-1\nin sg-lb all 0.0.0.0/0\n" B_FROM("sg-lb") NODES ALB LISTEN("tg-1") TG("") A B, "a", "b",
     "tcp/9094", I, NULL, "security-group", NULL, "group-deny"},
    {"behind it, not registered", NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B "eni c s-2 10.0.2.6 sg=sg-b\n", "a",
     "c", "tcp/9094", I, NULL, "security-group", "sg-b", "group-deny"},
    {"behind it, one of two that are alike else",
     NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B "eni c s-2 10.0.2.6 sg=sg-b instance=i-c\n", "a", "10.0.2.4/30",
     "tcp/9094", WIT_PARTIAL, NULL, NULL, NULL, NULL},
    {"behind it, the client gets no answer: nothing goes on",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nsub s-2 vpc-1 10.0.2.0/24\nsub s-4 vpc-1 10.0.4.0/24 "
     "acl=acl-a\n"
     "entry acl-a out 100 allow all 0.0.0.0/0\n" ONLY_LB NODES ALB LISTEN("tg-1") TG("") "eni a s-4 10.0.4.5\n" B,
     "a", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"the same by a network balancer: the first packet goes on",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nsub s-2 vpc-1 10.0.2.0/24\nsub s-4 vpc-1 10.0.4.0/24 "
     "acl=acl-a\n"
     "entry acl-a out 100 allow all 0.0.0.0/0\n" ONLY_LB NODES NLB LISTEN("tg-1") TG("") "eni a s-4 10.0.4.5\n" B,
     "a", "b", "tcp/9094", O, NULL, "network-acl", "acl-a", "reply-acl"},
    {"behind it, its targets are not known",
     NET ONLY_LB NODES ALB LISTEN("tg-1") "tg tg-1 instance TCP 9094 vpc-1 targets=?\n" A B, "a", "b", "tcp/9094", U,
     NULL, "load-balancer", "n-1", NULL},
    {"behind it, the group is not in evidence", NET ONLY_LB NODES ALB LISTEN("?") A B, "a", "b", "tcp/9094", U, NULL,
     "load-balancer", "n-1", NULL},
    {"behind it, a function's group",
     NET ONLY_LB NODES ALB LISTEN("tg-1") "tg tg-1 lambda HTTP 0 vpc-1 targets=?\n" A B, "a", "b", "tcp/9094", I, NULL,
     NULL, NULL, NULL},
    {"behind it, the listener only answers", NET ONLY_LB NODES ALB LISTEN("answer") A B, "a", "b", "tcp/9094", I, NULL,
     NULL, NULL, NULL},
    {"behind it, whose port the target changes",
     NET ONLY_LB "in sg-b tcp/9000 sg-lb\n" NODES ALB LISTEN(
         "tg-1") "tg tg-1 instance HTTP 9094 vpc-1\ntarget tg-1 i-b port=9000\n" A B,
     "a", "b", "tcp/9000", R, "proxied", NULL, NULL, NULL},
    {"behind it, the group's port when the target changes it",
     NET ONLY_LB NODES ALB LISTEN("tg-1") "tg tg-1 instance HTTP 9094 vpc-1\ntarget tg-1 i-b port=9000\n" A B, "a", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"behind it, closed", NET ONLY_LB NODES "lb lb-1 app enis=n-1,n-2 closed\n" LISTEN("tg-1") TG("") A B, "a", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"of two interfaces of an instance",
     NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A B "eni b2 s-2 10.0.2.7 sg=sg-b instance=i-b\n", "a", "b", "tcp/9094",
     U, NULL, "load-balancer", "lb-1", NULL},
    {"of two interfaces of an instance, the first",
     NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A "eni b s-2 10.0.2.5 sg=sg-b instance=i-b first\n"
                                                   "eni b2 s-2 10.0.2.7 sg=sg-b instance=i-b\n",
     "a", "b", "tcp/9094", R, "proxied", NULL, NULL, NULL},
    {"of two interfaces of an instance, the other one",
     NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") A "eni b s-2 10.0.2.5 sg=sg-b instance=i-b first\n"
                                                   "eni b2 s-2 10.0.2.7 sg=sg-b instance=i-b\n",
     "a", "b2", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"classic", NET ONLY_LB NODES "lb lb-1 classic enis=n-1,n-2 cross=on\n" LISTEN("tg-1") TG("") A B, "a", "b",
     "tcp/9094", R, "proxied", NULL, NULL, NULL},
    {"classic, its zones not told",
     NET ONLY_LB "eni n-1 s-1 10.0.1.9 sg=sg-lb\n"
                 "lb lb-1 classic enis=n-1\n" LISTEN("tg-1") TG("") A B,
     "a", "b", "tcp/9094", U, NULL, "load-balancer", "lb-1", NULL},
    {"one balancer behind another",
     NET ONLY_LB "sg sg-n vpc-1\nin sg-n all 0.0.0.0/0\nout sg-n all 0.0.0.0/0\n"
                 "sg sg-x vpc-1\nin sg-x tcp/8443 sg-n\nout sg-x all 0.0.0.0/0\nin sg-b tcp/9094 sg-x\n"
                 "eni n-1 s-1 10.0.1.9 sg=sg-n\neni x-1 s-2 10.0.2.19 sg=sg-x\n"
                 "lb lb-1 net enis=n-1 cross=on\nlb lb-2 app enis=x-1\n"
                 "listen lb-1 TCP 443 tg-2\ntg tg-2 alb TCP 8443 vpc-1\ntarget tg-2 lb-2\n"
                 "listen lb-2 HTTPS 8443 tg-1\n" TG("") A B,
     "a", "b", "tcp/9094", R, "proxied", NULL, NULL, NULL},
    /* ---- who is not in evidence ---- */
    {"a balancer without interfaces in evidence", NET ONLY_LB "lb lb-1 app\n" LISTEN("tg-1") TG("") A B, "a", "b",
     "tcp/9094", U, NULL, "load-balancer", "lb-1", NULL},
    {"a balancer of which the node that matters is missing", NET ONLY_LB "lb lb-1 app\n" LISTEN("tg-1") TG("") A B, "a",
     "b", "tcp/9095", I, NULL, NULL, NULL, NULL},
    {"neither interfaces nor balancers were listed",
     NET ONLY_LB "missing DescribeNetworkInterfaces\nmissing DescribeLoadBalancers\n" A B, "a", "b", "tcp/9094", U,
     NULL, "load-balancer", NULL, NULL},
    {"interfaces were not listed, balancers were", NET ONLY_LB "missing DescribeNetworkInterfaces\n" A B, "a", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"balancers were not listed, interfaces were", NET ONLY_LB "missing DescribeLoadBalancers\n" A B, "a", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"an endpoint of an unknown service, a balancer whose services were not asked for",
     NET ONLY_LB NODES "lb lb-1 net enis=n-1 cross=on\n" LISTEN("tg-1")
         TG("") "missing DescribeVpcEndpointServiceConfigurations\nnet vpc-2 10.7.0.0/16\nsub c-1 vpc-2 10.7.1.0/24\n"
                "endpoint vpce-1 vpc-2 com.amazonaws.vpce.r1.vpce-svc-9\neni e-1 c-1 10.7.1.80 type=vpc_endpoint "
                "endpoint=vpce-1\neni a c-1 10.7.1.5\n" B,
     "a", "b", "tcp/9094", U, NULL, "vpc-endpoint", "vpce-1", NULL},
    {"some of the internet is let in by the balancer's groups",
     PUBLIC "sg sg-lb vpc-1\nin sg-lb tcp/443 198.51.100.0/24\nout sg-lb all 0.0.0.0/0\n" B_FROM(
         "sg-lb") "eni n-1 s-1 10.0.1.9=203.0.113.9 sg=sg-lb\nlb lb-1 app enis=n-1\n" LISTEN("tg-1") TG("") B
     "sub s-9 vpc-1 10.0.9.0/24 az=az2\neni n-9 s-9 10.0.9.9 sg=sg-lb\n"
     "lb lb-1 app enis=n-1,n-9\n",
     "internet", "b", "tcp/9094", WIT_PARTIAL, NULL, NULL, NULL, NULL},
    /* ---- network balancer ---- */
    {"39 instance target, group allows the network, internet client",
     PUBLIC B_FROM("10.0.0.0/16") PUBLIC_NODE LISTEN("tg-1") TG("") B, "198.51.100.7", "b", "tcp/9094", I, NULL,
     "security-group", "sg-b", "group-deny"},
    {"39 the node itself has no target then", PUBLIC B_FROM("10.0.0.0/16") PUBLIC_NODE LISTEN("tg-1") TG("") B,
     "198.51.100.7", "n-1", "tcp/443", I, NULL, "load-balancer", "lb-1", "no-target"},
    {"39 with the client's prefix", PUBLIC B_FROM("198.51.100.0/24") PUBLIC_NODE LISTEN("tg-1") TG("") B,
     "198.51.100.7", "b", "tcp/9094", R, "translated", "security-group", "sg-b", NULL},
    {"39 B's subnet has no way to the internet: the reply goes by the balancer",
     PUBLIC B_FROM("0.0.0.0/0") PUBLIC_NODE LISTEN("tg-1") TG("") B, "internet", "n-1", "tcp/443", R, NULL, NULL, NULL,
     NULL},
    {"39 preservation off", PUBLIC B_FROM("10.0.0.0/16") PUBLIC_NODE LISTEN("tg-1") TG("keeps=off") B, "198.51.100.7",
     "b", "tcp/9094", R, "translated", NULL, NULL, NULL},
    {"39 attributes not known", PUBLIC B_FROM("10.0.0.0/16") PUBLIC_NODE LISTEN("tg-1") TG("attributes=?") B,
     "198.51.100.7", "b", "tcp/9094", U, NULL, NULL, NULL, NULL},
    {"39 attributes not known, both pass",
     PUBLIC B_FROM("0.0.0.0/0") PUBLIC_NODE LISTEN("tg-1") TG("attributes=? cross=on") B, "198.51.100.7", "b",
     "tcp/9094", U, NULL, NULL, NULL, NULL}, /* zones stand in the same answer */
    {"40 by address, TCP", PUBLIC B_FROM("10.0.0.0/16") PUBLIC_NODE LISTEN("tg-1") TGIP("") B, "198.51.100.7", "b",
     "tcp/9094", R, "translated", NULL, NULL, NULL},
    {"40 by address, TCP, preservation on", PUBLIC B_FROM("10.0.0.0/16") PUBLIC_NODE LISTEN("tg-1") TGIP("keeps=on") B,
     "198.51.100.7", "b", "tcp/9094", I, NULL, "security-group", "sg-b", NULL},
    {"40 by address, UDP keeps the client",
     PUBLIC "sg sg-b vpc-1\nin sg-b udp/9094 10.0.0.0/16\n" PUBLIC_NODE
            "listen lb-1 UDP 443 tg-1\ntg tg-1 ip UDP 9094 vpc-1\ntarget tg-1 10.0.2.5\n" B,
     "198.51.100.7", "b", "udp/9094", I, NULL, "security-group", "sg-b", NULL},
    {"the client's group does not match",
     NET "sg sg-lb vpc-1\nin sg-lb all 0.0.0.0/0\nout sg-lb all 0.0.0.0/0\nsg sg-a vpc-1\nout sg-a tcp/443 "
         "0.0.0.0/0\n" B_FROM("sg-a") NODES NLB LISTEN("tg-1") TG("") "eni a s-1 10.0.1.5 sg=sg-a\n" B,
     "a", "b", "tcp/9094", I, NULL, "security-group", NULL, NULL},
    {"the balancer's group matches, although the client's address is kept",
     NET ONLY_LB NODES NLB LISTEN("tg-1") TG("") A B, "a", "b", "tcp/9094", R, "translated", "security-group", "sg-b",
     NULL},
    {"a balancer without groups",
     NET B_FROM("10.0.1.5/32") "sg sg-a vpc-1\nout sg-a tcp/443 0.0.0.0/0\n" BARE NLB LISTEN("tg-1")
         TG("") "eni a s-1 10.0.1.5 sg=sg-a\n" B,
     "a", "b", "tcp/9094", R, "translated", NULL, NULL, NULL},
    {"TLS ends at the balancer: the listener is enough",
     PUBLIC B_FROM("10.9.0.0/16") PUBLIC_NODE "listen lb-1 TLS 443 tg-1\n" TG("") B, "198.51.100.7", "n-1", "tcp/443",
     R, NULL, NULL, NULL, NULL},
    {"no target at all", NET ONLY_LB NODES NLB LISTEN("tg-1") "tg tg-1 instance TCP 9094 vpc-1\n" A B, "a", "n-1",
     "tcp/443", I, NULL, "load-balancer", "lb-1", "no-target"},
    {"targets not known", NET ONLY_LB NODES NLB LISTEN("tg-1") "tg tg-1 instance TCP 9094 vpc-1 targets=?\n" A B, "a",
     "n-1", "tcp/443", U, NULL, "load-balancer", "lb-1", NULL},
    {"a target that is not in evidence",
     NET ONLY_LB NODES NLB LISTEN("tg-1") "tg tg-1 ip TCP 9094 vpc-1\n"
                                          "target tg-1 192.168.0.9 zone=all\n" A B,
     "a", "n-1", "tcp/443", U, NULL, "load-balancer", "lb-1", NULL},
    {"B's ACL stops the reply to the client",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nsub s-2 vpc-1 10.0.2.0/24 acl=acl-b\n"
     "entry acl-b in 100 allow all 0.0.0.0/0\nentry acl-b out 90 deny all 10.0.1.5/32\n"
     "entry acl-b out 100 allow all 0.0.0.0/0\n" ONLY_LB
     "eni n-1 s-1 10.0.1.9 sg=sg-lb\nlb lb-1 net enis=n-1 cross=on\n" LISTEN("tg-1") TG("") A B,
     "a", "b", "tcp/9094", O, NULL, "network-acl", "acl-b", "reply-acl"},
    {"the same with the balancer's address",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nsub s-2 vpc-1 10.0.2.0/24 acl=acl-b\n"
     "entry acl-b in 100 allow all 0.0.0.0/0\nentry acl-b out 90 deny all 10.0.1.5/32\n"
     "entry acl-b out 100 allow all 0.0.0.0/0\n" ONLY_LB
     "eni n-1 s-1 10.0.1.9 sg=sg-lb\nlb lb-1 net enis=n-1 cross=on\n" LISTEN("tg-1") TG("keeps=off") A B,
     "a", "b", "tcp/9094", R, "translated", NULL, NULL, NULL},
    {"59 no cross-zone, target in the other zone: from that node",
     NET ONLY_LB NODES "lb lb-1 net enis=n-1,n-2 cross=off\n" LISTEN("tg-1") TG("") A B, "a", "n-1", "tcp/443", I, NULL,
     "load-balancer", "lb-1", "no-target"},
    {"59 from the node of its zone", NET ONLY_LB NODES "lb lb-1 net enis=n-1,n-2 cross=off\n" LISTEN("tg-1") TG("") A B,
     "a", "n-2", "tcp/443", R, NULL, NULL, NULL, NULL},
    {"59 the client can use the other node",
     NET ONLY_LB NODES "lb lb-1 net enis=n-1,n-2 cross=off\n" LISTEN("tg-1") TG("") A B, "a", "b", "tcp/9094", R,
     "translated", NULL, NULL, NULL},
    {"59 no other node",
     NET ONLY_LB "eni n-1 s-1 10.0.1.9 sg=sg-lb\nlb lb-1 net enis=n-1 cross=off\n" LISTEN("tg-1") TG("") A B, "a", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"59 the group turns it on",
     NET ONLY_LB "eni n-1 s-1 10.0.1.9 sg=sg-lb\neni n-2 s-2 10.0.2.9 sg=sg-lb\n"
                 "lb lb-1 net enis=n-1,n-2 cross=off\n" LISTEN("tg-1") TG("cross=on") A B,
     "a", "n-1", "tcp/443", R, NULL, NULL, NULL, NULL},
    {"59 not told whether", NET ONLY_LB NODES "lb lb-1 net enis=n-1,n-2 attributes=?\n" LISTEN("tg-1") TG("") A B, "a",
     "n-1", "tcp/443", U, NULL, "load-balancer", "lb-1", NULL},
    /* ---- 38: block public access ---- */
    {"38 blocked, one balancer subnet excluded",
     PUBLIC "bpa both exclude=s-1\n" B_FROM("0.0.0.0/0") PUBLIC_NODE LISTEN("tg-1") TG("") B, "198.51.100.7", "b",
     "tcp/9094", R, "translated", NULL, NULL, NULL},
    {"38 blocked, none excluded", PUBLIC "bpa both\n" B_FROM("0.0.0.0/0") PUBLIC_NODE LISTEN("tg-1") TG("") B,
     "198.51.100.7", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    /* ---- PrivateLink ---- */
    {"endpoint: the provider's listener and target", CONSUMER ACCEPTED B_FROM("10.0.9.0/24") PROVIDER("unfiltered"),
     "a", "vpce-1", "tcp/443", R, NULL, NULL, NULL, NULL},
    {"endpoint: another port", CONSUMER ACCEPTED B_FROM("10.0.9.0/24") PROVIDER("unfiltered"), "a", "vpce-1", "tcp/444",
     I, NULL, "vpc-endpoint", "vpce-1", "no-listener"},
    {"endpoint: to the provider's target", CONSUMER ACCEPTED B_FROM("10.0.9.0/24") PROVIDER("unfiltered"), "a", "b",
     "tcp/9094", R, "translated", "security-group", "sg-b", NULL},
    {"endpoint: targets see the balancer even when the group keeps addresses",
     CONSUMER ACCEPTED B_FROM("10.0.1.0/24") PROVIDER("unfiltered") "tg tg-1 ip TCP 9094 vpc-2 keeps=on\n", "a", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"42 overlapping address, enforced",
     CONSUMER ACCEPTED "sg sg-n vpc-2\nin sg-n tcp/443 10.0.0.0/8\n"
                       "out sg-n all 0.0.0.0/0\n" B_FROM("sg-n") PROVIDER("sg=sg-n"),
     "a", "b", "tcp/9094", R, "translated", NULL, NULL, NULL},
    {"42 another prefix, enforced",
     CONSUMER ACCEPTED "sg sg-n vpc-2\nin sg-n tcp/443 10.0.7.0/24\n"
                       "out sg-n all 0.0.0.0/0\n" B_FROM("sg-n") PROVIDER("sg=sg-n"),
     "a", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"42 another prefix, not enforced",
     CONSUMER ACCEPTED "sg sg-n vpc-2\nin sg-n tcp/443 10.0.7.0/24\nout sg-n all 0.0.0.0/0\n" B_FROM("sg-n")
         PROVIDER("sg=sg-n") "lb lb-1 net enis=n-1 cross=on enforce=off\n",
     "a", "b", "tcp/9094", R, NULL, NULL, NULL, NULL},
    {"43 endpoint pendingAcceptance",
     CONSUMER "state vpce-1 pendingAcceptance\n" B_FROM("0.0.0.0/0") PROVIDER("unfiltered"), "a", "vpce-1", "tcp/443",
     I, NULL, "vpc-endpoint", "vpce-1", "gateway-closed"},
    {"43 the provider has not accepted it",
     CONSUMER "connection vpce-svc-1 vpce-1 pendingAcceptance\n" B_FROM("0.0.0.0/0") PROVIDER("unfiltered"), "a", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"endpoint of a provider that is not in evidence",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nendpoint vpce-1 vpc-1 com.amazonaws.vpce.r1.vpce-svc-9\n"
     "eni e-1 s-1 10.0.1.80 type=vpc_endpoint endpoint=vpce-1\n" A,
     "a", "vpce-1", "tcp/443", U, NULL, "vpc-endpoint", "vpce-1", NULL},
    {"41 the provider dials the consumer", CONSUMER ACCEPTED B_FROM("0.0.0.0/0") PROVIDER("unfiltered"), "b", "a",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"48 an endpoint that MSK keeps, its ports", MSK MSK_OPEN "kafka c-1 vpc-1 AVAILABLE\n", "a", "vpce-1",
     "tcp/14001-14100", R, NULL, NULL, NULL, NULL},
    {"48 other ports", MSK MSK_OPEN "kafka c-1 vpc-1 AVAILABLE\n", "a", "vpce-1", "tcp/9094", I, NULL, NULL, NULL,
     "no-listener"},
    {"48 connections were not listed", MSK MSK_OPEN "missing ListVpcConnections\n", "a", "vpce-1", "tcp/14001", U, NULL,
     "vpc-endpoint", "vpce-1", NULL},
    {"48 the connection is not in service", MSK MSK_OPEN "kafka c-1 vpc-1 INACTIVE\n", "a", "vpce-1", "tcp/14001", I,
     NULL, "vpc-endpoint", "vpce-1", NULL},
    {"48 its state is not told", MSK MSK_OPEN "kafka c-1 vpc-1 ?\n", "a", "vpce-1", "tcp/14001", U, NULL,
     "vpc-endpoint", "vpce-1", NULL},
    {"48 the group of the endpoint is closed", MSK "kafka c-1 vpc-1 AVAILABLE\nsg sg-e vpc-1\n", "a", "vpce-1",
     "tcp/14001", I, NULL, "security-group", "sg-e", NULL},
    {"57 the platform's own service",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\n"
     "endpoint vpce-1 vpc-1 com.amazonaws.r1.ssm\nsg sg-a vpc-1\nout sg-a tcp/443 sg-e\n"
     "sg sg-e vpc-1\nin sg-e tcp/443 10.0.0.0/16\n"
     "eni e-1 s-1 10.0.1.80 type=vpc_endpoint endpoint=vpce-1 sg=sg-e\n"
     "eni a s-1 10.0.1.5 sg=sg-a\n",
     "a", "vpce-1", "tcp/443", R, "direct", NULL, NULL, NULL},
    /* ---- accelerators ---- */
    {"35 private balancer behind an accelerator, no route",
     NET "igw igw-1 vpc-1\n" ONLY_LB NODES ALB LISTEN("tg-1") TG("") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 lb-1 tcp/443\n",
     "internet", "n-1", "tcp/443", R, "proxied", NULL, NULL, NULL},
    {"35 and what is behind the balancer",
     NET "igw igw-1 vpc-1\n" ONLY_LB NODES ALB LISTEN("tg-1") TG("") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 lb-1 tcp/443\n",
     "internet", "b", "tcp/9094", R, "proxied", "security-group", "sg-b", NULL},
    {"35 no internet gateway",
     NET ONLY_LB NODES ALB LISTEN("tg-1") TG("") B "accelerator ga-1 203.0.113.80\nspeed ga-1 lb-1 tcp/443\n",
     "internet", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"35 an accelerator that does not concern it",
     NET "igw igw-1 vpc-1\n" ONLY_LB A B "accelerator ga-1 203.0.113.80\nspeed ga-1 i-other tcp/443\n", "internet", "b",
     "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"35 told as a thing too",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B
     "thing globalaccelerator ga-1\naccelerator ga-1 203.0.113.80\nspeed ga-1 i-other tcp/9094\n",
     "internet", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"35 turned off",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B "accelerator ga-1 203.0.113.80 off\nspeed ga-1 i-b tcp/9094\n",
     "internet", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"35 its endpoints are not known",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B "accelerator ga-1 203.0.113.80 gap\n", "internet", "b", "tcp/9094",
     U, NULL, "load-balancer", "ga-1", NULL},
    {"35 another port than the listener's",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/443\n",
     "internet", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"35 the port is overridden",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/443 override=443:9094\n",
     "internet", "b", "tcp/9094", R, "proxied", NULL, NULL, NULL},
    {"35 not kept: the group knows its own network only",
     NET "igw igw-1 vpc-1\n" B_FROM("10.0.0.0/16") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094 keeps=off\n",
     "internet", "b", "tcp/9094", U, NULL, NULL, NULL, NULL},
    {"35 not kept: the group takes everybody",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094 keeps=off\n",
     "internet", "b", "tcp/9094", R, "proxied", NULL, NULL, NULL},
    {"35 kept: the group knows its own network only",
     NET "igw igw-1 vpc-1\n" B_FROM("10.0.0.0/16") B "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094\n",
     "internet", "b", "tcp/9094", I, NULL, "security-group", "sg-b", NULL},
    {"36 the ACL denies the listener's port only",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-2 vpc-1 10.0.2.0/24 acl=acl-b\n"
     "entry acl-b in 90 deny tcp/9094 0.0.0.0/0\nentry acl-b in 100 allow all 0.0.0.0/0\n"
     "entry acl-b out 100 allow all 0.0.0.0/0\n" B_FROM("0.0.0.0/0") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094\n",
     "internet", "b", "tcp/9094", R, "proxied", NULL, NULL, NULL},
    {"36 the ACL lets nothing out",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-2 vpc-1 10.0.2.0/24 acl=acl-b\n"
     "entry acl-b in 100 allow all 0.0.0.0/0\n" B_FROM("0.0.0.0/0") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094\n",
     "internet", "b", "tcp/9094", O, NULL, "network-acl", "acl-b", "reply-acl"},
    {"36 the ACL lets nothing in: no reply either",
     "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-2 vpc-1 10.0.2.0/24 acl=acl-b\n"
     "entry acl-b out 100 allow all 0.0.0.0/0\n" B_FROM("0.0.0.0/0") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094\n",
     "internet", "b", "tcp/9094", O, NULL, "network-acl", "acl-b", "reply-acl"},
    {"36 public access is blocked",
     NET "igw igw-1 vpc-1\nbpa ingress\n" B_FROM("0.0.0.0/0") B
     "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094\n",
     "internet", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"35 from inside, out and in again",
     PUBLIC B_FROM("203.0.113.20/32") "eni a s-1 10.0.1.5=203.0.113.20\n" B
                                      "accelerator ga-1 203.0.113.80\nspeed ga-1 i-b tcp/9094\n",
     "a", "b", "tcp/9094", R, "proxied", NULL, NULL, NULL},
    /* ---- doors ---- */
    {"Client VPN: rule and route lead there",
     NET "sg sg-v vpc-1\nout sg-v all 0.0.0.0/0\n" B_FROM("sg-v") B
     "eni v-1 s-1 10.0.1.70 sg=sg-v\n"
     "door vpn cvpn-1 vpc-1 enis=v-1 allow=10.0.0.0/16 route=10.0.2.0/24\n",
     "internet", "b", "tcp/9094", R, "proxied", "security-group", "sg-b", NULL},
    {"Client VPN: no authorization",
     NET "sg sg-v vpc-1\nout sg-v all 0.0.0.0/0\n" B_FROM("sg-v") B
     "eni v-1 s-1 10.0.1.70 sg=sg-v\ndoor vpn cvpn-1 vpc-1 enis=v-1 allow=10.0.1.0/24 route=10.0.0.0/16\n",
     "internet", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
    {"Client VPN: its rules are not known",
     NET "sg sg-v vpc-1\nout sg-v all 0.0.0.0/0\n" B_FROM("sg-v") B
     "eni v-1 s-1 10.0.1.70 sg=sg-v\ndoor vpn cvpn-1 vpc-1 enis=v-1 rules=?\n",
     "internet", "b", "tcp/9094", U, NULL, "address", "cvpn-1", NULL},
    {"Client VPN: B's group knows others only",
     NET "sg sg-v vpc-1\nout sg-v all 0.0.0.0/0\n" B_FROM("10.9.0.0/16") B
     "eni v-1 s-1 10.0.1.70 sg=sg-v\ndoor vpn cvpn-1 vpc-1 enis=v-1 allow=0.0.0.0/0 route=0.0.0.0/0\n",
     "internet", "b", "tcp/9094", I, NULL, "security-group", "sg-b", NULL},
    {"Client VPN: from a private place outside it is never sure",
     NET "sg sg-v vpc-1\nout sg-v all 0.0.0.0/0\n" B_FROM("sg-v") B
     "eni v-1 s-1 10.0.1.70 sg=sg-v\n"
     "door vpn cvpn-1 vpc-1 enis=v-1 allow=10.0.0.0/16 route=10.0.2.0/24\n",
     "192.168.7.7", "b", "tcp/9094", U, NULL, "address", "cvpn-1", NULL},
    {"Instance Connect: port 22",
     NET "sg sg-c vpc-1\nout sg-c tcp/22 0.0.0.0/0\nsg sg-b vpc-1\nin sg-b tcp/22 sg-c\n" B
         "eni c-1 s-1 10.0.1.70 sg=sg-c\ndoor eice eice-1 vpc-1 enis=c-1\n",
     "internet", "b", "tcp/22", R, "proxied", NULL, NULL, NULL},
    {"Instance Connect: another port is unsettled",
     NET "sg sg-c vpc-1\nout sg-c all 0.0.0.0/0\n" B_FROM("sg-c") B
     "eni c-1 s-1 10.0.1.70 sg=sg-c\ndoor eice eice-1 vpc-1 enis=c-1\n",
     "internet", "b", "tcp/9094", U, NULL, "address", "eice-1", NULL},
    {"Instance Connect: egress closed",
     NET "sg sg-c vpc-1\nsg sg-b vpc-1\nin sg-b tcp/22 sg-c\n" B
         "eni c-1 s-1 10.0.1.70 sg=sg-c\ndoor eice eice-1 vpc-1 enis=c-1\n",
     "internet", "b", "tcp/22", I, NULL, "security-group", "sg-c", NULL},
    {"Instance Connect: keeps the client's address",
     NET "sg sg-c vpc-1\nout sg-c tcp/22 0.0.0.0/0\nsg sg-b vpc-1\nin sg-b tcp/22 198.51.100.0/24\n" B
         "eni c-1 s-1 10.0.1.70 sg=sg-c\ndoor eice eice-1 vpc-1 enis=c-1 keeps=on\n",
     "198.51.100.7", "b", "tcp/22", R, "proxied", NULL, NULL, NULL},
    {"VPC origin: its own target",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B "door origin vo-1 - target=arn:aws:ec2:r1:1:instance/i-b\n",
     "internet", "b", "tcp/9094", U, NULL, "load-balancer", "vo-1", NULL},
    {"VPC origin: another target",
     NET "igw igw-1 vpc-1\n" B_FROM("0.0.0.0/0") B "door origin vo-1 - target=arn:aws:ec2:r1:1:instance/i-c\n",
     "internet", "b", "tcp/9094", I, NULL, NULL, NULL, NULL},
};

static void check(const struct row *row)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_estate *e = wit_estate_build(arena, row->estate);
    struct wit_reach *r = wit_reach_new(e);
    struct wit_party from, to;
    struct wit_pset ports = {NULL, 0};
    struct wit_err err = {0};
    struct wit_answer a, quiet;
    if (!wit_party_parse(&from, arena, r, row->from, &err) || !wit_party_parse(&to, arena, r, row->to, &err) ||
        !wit_ports_parse(&ports, arena, row->port, &err))
        fail_msg("%s: %s", row->name, err.text);
    wit_reach_ask(&a, arena, r, &from, &to, ports, true);
    wit_reach_ask(&quiet, arena, r, &from, &to, ports, false);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, 1 << 20);
    wit_answer_text(&text, e, &a, row->from, row->to, row->port);
    bool wrong = a.verdict != row->verdict || quiet.verdict != a.verdict ||
                 (row->kind != NULL && strcmp(a.kind, row->kind) != 0) ||
                 (row->decider != NULL && strcmp(a.decider.kind, row->decider) != 0) ||
                 (row->id != NULL && strcmp(a.decider.id, row->id) != 0) ||
                 (row->reason != NULL && strcmp(a.reason, row->reason) != 0) ||
                 (a.verdict == WIT_UNKNOWN) != (a.n_gaps > 0);
    if (wrong)
        print_error("%s: expected %s %s by %s %s (%s)\n%s\n", row->name, wit_verdict_word(row->verdict),
                    row->kind == NULL ? "" : row->kind, row->decider == NULL ? "-" : row->decider,
                    row->id == NULL ? "-" : row->id, row->reason == NULL ? "-" : row->reason, wit_buf_str(&text));
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
    return _cmocka_run_group_tests("reach_services", tests, N, NULL, NULL);
}
