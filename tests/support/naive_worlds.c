/* tests/support/naive_worlds.c: random small estates, full of gaps.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/naive_worlds.h"
#include "base/buf.h"

static uint64_t state;
static bool with_transit, on_second[5]; /* networks on tgw-2 */
static unsigned octet[5];               /* of each network: 10.octet.0.0/16; two may have the same */
static unsigned pick(unsigned n)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33) % n;
}
static bool chance(unsigned percent)
{
    return pick(100) < percent;
}
#define ONE_OF(list) (list)[pick(sizeof(list) / sizeof *(list))]

static const char *const ports[] = {
    "all",           "all",    "tcp/9094",       "tcp/443", "tcp/1024-65535", "tcp/32768-61000", "tcp/0-65535",
    "tcp/9092-9098", "udp/53", "udp/1024-65535", "icmp/8",  "icmp/0",         "icmpv6/128",      "proto/50"};

static const char *prefix(struct wit_arena *arena, unsigned nets)
{
    static const char *const fixed[] = {"0.0.0.0/0",      "::/0",          "10.0.0.0/8",   "198.51.100.0/24",
                                        "203.0.113.0/24", "2001:db8::/32", "52.218.0.0/16"};
    unsigned n = octet[1 + pick(nets)];
    switch (pick(4)) {
    case 0:
        return wit_fmt(arena, "10.%u.0.0/16", n);
    case 1:
        return wit_fmt(arena, "10.%u.%u.0/24", n, 1 + pick(3));
    case 2:
        return wit_fmt(arena, "10.%u.%u.%u/32", n, 1 + pick(3), 5 + pick(3));
    default:
        return ONE_OF(fixed);
    }
}

static void add_acls(struct wit_buf *out, struct wit_arena *arena, unsigned nets)
{
    for (unsigned i = 1; i <= 2; i++) {
        wit_buf_printf(out, "acl acl-%u%s\n", i, chance(5) ? " cut" : "");
        for (unsigned k = 0; k < 2 + pick(4); k++)
            wit_buf_printf(out, "entry acl-%u %s %u %s %s %s\n", i, chance(50) ? "in" : "out", 10 + k * 10,
                           chance(8)    ? "?"
                           : chance(35) ? "deny"
                                        : "allow",
                           ONE_OF(ports), prefix(arena, nets));
        if (chance(85))
            wit_buf_printf(out, "entry acl-%u in 900 allow all 0.0.0.0/0\n", i);
        if (chance(85))
            wit_buf_printf(out, "entry acl-%u out 900 allow %s 0.0.0.0/0\n", i, chance(70) ? "all" : ONE_OF(ports));
        if (chance(70))
            wit_buf_printf(out, "entry acl-%u in 901 allow all ::/0\nentry acl-%u out 901 allow all ::/0\n", i, i);
    }
}

static void add_groups(struct wit_buf *out, struct wit_arena *arena, unsigned nets)
{
    for (unsigned i = 1; i <= 4; i++) {
        wit_buf_printf(out, "sg sg-%u vpc-%u%s\n", i, 1 + (i - 1) % nets, chance(4) ? " cut" : "");
        for (unsigned k = 0; k < pick(4); k++) {
            const char *peer = chance(35)   ? wit_fmt(arena, "sg-%u", 1 + pick(4))
                               : chance(12) ? "pl-1"
                               : chance(6)  ? "?"
                                            : prefix(arena, nets);
            wit_buf_printf(out, "%s sg-%u %s %s\n", chance(60) ? "in" : "out", i, ONE_OF(ports), peer);
        }
        if (chance(75))
            wit_buf_printf(out, "out sg-%u all 0.0.0.0/0\nout sg-%u all ::/0\n", i, i);
        if (chance(30))
            wit_buf_printf(out, "in sg-%u %s 0.0.0.0/0\nin sg-%u all ::/0\n", i, ONE_OF(ports), i);
    }
}

static void add_routes(struct wit_buf *out, struct wit_arena *arena, unsigned net, unsigned nets)
{
    static const char *const flags[] = {"", "", "", "", "", "", " blackhole", " propagated", " unreadable"};
    static const char *const transits[] = {"tgw-1", "tgw-1", "tgw-1", "tgw-2"};
    for (unsigned t = 1; t <= 2; t++) {
        wit_buf_printf(out, "rt rt-%u%u vpc-%u%s\n", net, t, net, chance(4) ? " cut" : "");
        const char *targets[] = {wit_fmt(arena, "igw-%u", net),
                                 wit_fmt(arena, "igw-%u", net),
                                 wit_fmt(arena, "nat-%u", net),
                                 wit_fmt(arena, "pcx-%u", net),
                                 wit_fmt(arena, "pcx-%u", 1 + pick(nets)),
                                 wit_fmt(arena, "vpce-%u", net),
                                 with_transit ? "tgw-1" : "tgw-gone",
                                 wit_fmt(arena, "eni-r%u", net),
                                 "pcx-gone",
                                 wit_fmt(arena, "eigw-%u", net)};
        if (chance(75))
            wit_buf_printf(out, "route rt-%u%u 0.0.0.0/0 %s\n", net, t,
                           with_transit && chance(30) ? "tgw-1" : targets[pick(3)]);
        if (chance(60))
            wit_buf_printf(out, "route rt-%u%u ::/0 %s\n", net, t, chance(70) ? targets[0] : targets[9]);
        for (unsigned other = 1; other <= nets; other++) {
            if (other != net && chance(75))
                wit_buf_printf(out, "route rt-%u%u 10.%u.0.0/16 %s\n", net, t, octet[other],
                               with_transit && chance(55) ? ONE_OF(transits)
                                                          : wit_fmt(arena, "pcx-%u", net < other ? net : other));
        }
        for (unsigned k = 0; k < pick(3); k++)
            wit_buf_printf(out, "route rt-%u%u %s %s%s\n", net, t,
                           chance(25)   ? "pl-1"
                           : chance(15) ? "pl-2"
                                        : prefix(arena, nets),
                           ONE_OF(targets), ONE_OF(flags));
        if (chance(30))
            wit_buf_printf(out, "route rt-%u%u pl-2 vpce-%u\n", net, t, net);
    }
}

static void add_network(struct wit_buf *out, struct wit_arena *arena, unsigned n, unsigned nets)
{
    wit_buf_printf(out, "net vpc-%u 10.%u.0.0/16 2001:db8:%u::/56 %s%s%s\n", n, octet[n], n,
                   chance(15)  ? "region=r2 "
                   : chance(3) ? "region= "
                               : "",
                   chance(25) ? "account=2 " : "", chance(6) ? "main=?" : "");
    if (chance(85))
        wit_buf_printf(out, "igw igw-%u vpc-%u%s\n", n, n, chance(4) ? " gap" : "");
    if (chance(60))
        wit_buf_printf(out, "eigw eigw-%u vpc-%u\n", n, n);
    wit_buf_printf(out, "gwe vpce-%u vpc-%u%s\n", n, n, chance(5) ? " closed" : "");
    static const char *const zones[] = {"az1", "az2", "az1"}; /* an attachment has one subnet a zone */
    for (unsigned s = 1; s <= 3; s++) {
        const char *rt = chance(4) ? "rt=?" : chance(12) ? "" : wit_fmt(arena, "rt=rt-%u%u", n, 1 + pick(2));
        const char *acl = chance(4) ? "acl=?" : chance(50) ? "" : wit_fmt(arena, "acl=acl-%u", 1 + pick(2));
        wit_buf_printf(out, "sub s-%u%u vpc-%u 10.%u.%u.0/24 2001:db8:%u:%u::/64 %s %s az=%s\n", n, s, n, octet[n], s,
                       n, s, rt, acl,
                       chance(4)   ? ""
                       : chance(2) ? "use1-az3"
                                   : zones[s - 1]);
    }
    wit_buf_printf(out, "nat nat-%u s-%u%u 10.%u.1.9=203.0.113.%u%s\n", n, n, 1 + pick(2), octet[n], 100 + n,
                   chance(10)   ? " regional"
                   : chance(10) ? " private"
                   : chance(5)  ? " closed"
                                : "");
    wit_buf_printf(out, "eni eni-r%u s-%u1 10.%u.1.8 %s\n", n, n, octet[n], chance(80) ? "nocheck" : "");
    for (unsigned k = 1; k <= 3; k++) {
        unsigned s = 1 + pick(3);
        const char *second = chance(25) ? wit_fmt(arena, " 10.%u.%u.%u", octet[n], s, 20 + k) : "";
        const char *six = chance(40) ? wit_fmt(arena, " 2001:db8:%u:%u::%u", n, s, k) : "";
        const char *public_part = chance(45) ? wit_fmt(arena, "=203.0.113.%u", n * 10 + k) : "";
        const char *groups = chance(4)    ? "?"
                             : chance(4)  ? "sg-gone,sg-open"
                             : chance(4)  ? "none"
                             : chance(20) ? "sg-open"
                                          : wit_fmt(arena, "sg-%u%s", 1 + pick(4), chance(30) ? ",sg-2" : "");
        wit_buf_printf(out, "eni e%u%u s-%u%u 10.%u.%u.%u%s%s%s sg=%s%s%s\n", n, k, n, s, octet[n], s, 4 + k,
                       public_part, second, six, groups, chance(40) ? " instance=i-" : "",
                       chance(30) ? " windows" : "");
    }
    add_routes(out, arena, n, nets);
}

static void add_transit(struct wit_buf *out, struct wit_arena *arena, unsigned nets)
{
    static const char *const told[] = {"on", "on", "on", "on", "off", "?"};
    static const char *const subnets[] = {"1", "2", "3", "1,2", "1,2", "2,3", "2,3"};
    bool cut =
        chance(4); /* then without peers: of what comes in by a peer that is cut the naive evaluator knows nothing */
    wit_buf_printf(out, "tgw tgw-1 - refs=%s%s\n", ONE_OF(told),
                   cut         ? " cut"
                   : chance(3) ? " gap"
                   : chance(3) ? " closed"
                               : "");
    wit_buf_printf(out, "tgw tgw-2 - refs=%s\n", ONE_OF(told));
    for (unsigned n = 1; n <= nets; n++)
        on_second[n] = chance(15);
    for (unsigned n = 1; n <= nets; n++) {
        if (chance(6))
            continue;
        const char *list = ONE_OF(subnets);
        wit_buf_printf(out, "attach at-%u tgw-%u vpc-%u subnets=", n, on_second[n] ? 2 : 1, n);
        if (chance(4))
            wit_buf_puts(out, "?");
        else
            for (const char *c = list; *c != '\0'; c++)
                wit_buf_printf(out, *c == ',' ? "," : "s-%u%c", n, *c);
        wit_buf_printf(out, " %s appliance=%s refs=%s%s\n",
                       chance(4)   ? "table=?"
                       : chance(4) ? ""
                                   : wit_fmt(arena, "table=ttb-%u", on_second[n] ? 3 : 1 + pick(2)),
                       chance(12)  ? "on"
                       : chance(4) ? "?"
                                   : "off",
                       ONE_OF(told),
                       chance(3)   ? " closed"
                       : chance(3) ? " gap"
                                   : "");
    }
    if (chance(60) && !cut)
        wit_buf_printf(out, "attach at-p1 tgw-1 peer tgw-2 table=ttb-1\nattach at-p2 tgw-2 peer tgw-1 table=ttb-3%s\n",
                       chance(5) ? " closed" : "");
    for (unsigned t = 1; t <= 3; t++) {
        wit_buf_printf(out, "ttb ttb-%u tgw-%u%s\n", t, t < 3 ? 1 : 2, chance(4) ? " cut" : chance(2) ? " closed" : "");
        for (unsigned n = 1; n <= nets; n++) {
            if (chance(80))
                wit_buf_printf(out, "troute ttb-%u 10.%u.0.0/16 at-%s propagated=vpc\n", t, octet[n],
                               t == 3 && !on_second[n] ? "p2"
                               : t < 3 && on_second[n] ? "p1"
                                                       : wit_fmt(arena, "%u", n));
        }
        unsigned any = 1 + pick(nets);
        if (on_second[any] != (t == 3))
            continue;
        for (unsigned k = 0; k < pick(3); k++)
            wit_buf_printf(out, "troute ttb-%u %s %s%s\n", t,
                           chance(12)  ? "pl-1"
                           : chance(6) ? "pl-gone"
                                       : prefix(arena, nets),
                           chance(35)   ? "blackhole"
                           : chance(15) ? "at-gone"
                                        : wit_fmt(arena, "at-%u", any),
                           chance(5) ? " unreadable" : "");
        if (chance(40))
            wit_buf_printf(out, "troute ttb-%u 0.0.0.0/0 at-%u\n", t, any);
    }
}

const char *wit_naive_world(struct wit_arena *arena, unsigned seed)
{
    static const char *const missing[] = {"DescribeInternetGateways",   "ListAccelerators",
                                          "DescribeClientVpnEndpoints", "DescribeVpnGateways",
                                          "DescribeRouteTables",        "ListVpcOrigins",
                                          "DescribeLocalGateways",      "DescribeTransitGatewayVpcAttachments"};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    state = seed * 2654435761U + 12345;
    for (unsigned i = 0; i < 8; i++)
        pick(2);
    unsigned nets = 1 + pick(4);
    with_transit = chance(70);
    for (unsigned n = 1; n <= nets; n++)
        octet[n] = n > 1 && chance(10) ? n - 1 : n;
    for (unsigned n = 1; n <= nets; n++)
        add_network(&out, arena, n, nets);
    for (unsigned n = 1; n < nets; n++)
        wit_buf_printf(&out, "pcx pcx-%u vpc-%u vpc-%u%s\n", n, n, n + 1,
                       chance(6)   ? " closed"
                       : chance(4) ? " gap"
                                   : "");
    add_acls(&out, arena, nets);
    add_groups(&out, arena, nets);
    wit_buf_printf(&out, "pl pl-1 10.1.1.0/24 198.51.100.0/24%s\n", chance(20) ? " cut" : "");
    if (chance(80))
        wit_buf_puts(&out, "pl pl-2 52.218.0.0/16\n");
    if (with_transit)
        add_transit(&out, arena, nets);
    if (chance(25))
        wit_buf_printf(&out, "bpa %s %s%s\n",
                       chance(30)   ? "?"
                       : chance(50) ? "ingress"
                                    : "both",
                       chance(30) ? "account=2 " : "",
                       chance(40)   ? "exclude=s-11"
                       : chance(40) ? "exclude-egress=vpc-1"
                                    : "");
    while (chance(25))
        wit_buf_printf(&out, "missing %s\n", ONE_OF(missing));
    return wit_strdup(arena, wit_buf_str(&out));
}
