/* tests/unit/test_reach_answers.c: lines of a batch and their answers: sets, prefixes, pinned addresses, ranges,
 * gateways.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"
#include "pathmap/pathmap.h"
#include "tests/support/estate_builder.h"

struct row {
    const char *name, *estate, *line;
    const char *parts[6]; /* each must stand in the answer */
};

#define Q(from, to, port) "{\"from\": \"" from "\", \"to\": \"" to "\", \"port\": \"" port "\"}"
#define V(word)           "\"verdict\":\"" word "\""
#define ONE                                                                                                            \
    "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nsub s-2 vpc-1 10.0.2.0/24 rt=rt-2\n"   \
    "route rt-1 0.0.0.0/0 igw-1\n"
#define NAT                                                                                                            \
    ONE "sub s-9 vpc-1 10.0.9.0/24 rt=rt-1 acl=acl-9\nnat nat-1 s-9 10.0.9.9=203.0.113.9\nroute rt-2 0.0.0.0/0 "       \
        "nat-1\n"                                                                                                      \
        "eni a s-2 10.0.2.5\n"
#define OPEN9 "entry acl-9 in 100 allow all 0.0.0.0/0\nentry acl-9 out 100 allow all 0.0.0.0/0\n"

static const struct row rows[] = {
    {"every name of the contract, in order",
     ONE "eni a s-1 10.0.1.5\neni b s-1 10.0.1.6\n",
     Q("a", "b", "tcp/9094"),
     {"{\"from\":\"a\",\"to\":\"b\",\"port\":\"tcp/9094\"," V(
         "reachable") ",\"kind\":\"direct\",\"decider\":{\"kind\":"
                      "\"security-group\",\"id\":\"sg-open\",\"rule\":\"ingress/"
                      "0\",\"direction\":\"ingress\"},\"forward\":\"pass\",\"reply\":\"pass\","
                      "\"gaps\":[],\"usual\":true}\n"}},
    {"an ACL's rule is a number",
     ONE "sub s-3 vpc-1 10.0.3.0/24 acl=acl-x\neni a s-1 10.0.1.5\neni b s-3 10.0.3.6\n"
         "entry acl-x in 90 deny all 0.0.0.0/0\n",
     Q("a", "b", "tcp/1"),
     {V("isolated"),
      "\"kind\":null,\"decider\":{\"kind\":\"network-acl\",\"id\":\"acl-x\",\"rule\":90,\"direction\":\"ingress\"}",
      "\"forward\":\"blocked\"", "\"reason\":\"acl-deny\""}},
    {"no such name",
     ONE,
     Q("nobody", "internet", "tcp/1"),
     {"\"error\":\"nothing in the evidence is called 'nobody'\""}},
    {"no such port", ONE, Q("internet", "internet", "tcp/99999"), {"\"error\":"}},
    {"no JSON", ONE, "tcp/1", {"\"error\":"}},
    {"a name is missing", ONE, "{\"from\": \"a\"}", {"{\"from\":\"a\",\"error\":\"\\\"to\\\" is missing"}},
    {"range: a part is open",
     ONE "sg sg-b vpc-1\nin sg-b tcp/9092-9095 0.0.0.0/0\neni a s-1 10.0.1.5\n"
         "eni b s-1 10.0.1.6 sg=sg-b\n",
     Q("a", "b", "tcp/9092-9098"),
     {V("isolated"), "\"reason\":\"some-ports\"", "\"open\":\"tcp/9092-9095\""}},
    {"range: a part is open to a set",
     ONE "sg sg-b vpc-1\nin sg-b tcp/9092-9095 0.0.0.0/0\neni a s-1 10.0.1.5\n"
         "eni b s-2 10.0.2.6 sg=sg-b\n",
     Q("a", "s-2", "tcp/9092-9098"),
     {V("partial"), "\"reason\":\"some-ports\"", "\"open\":\"tcp/9092-9095\""}},
    {"range: all is open",
     ONE "sg sg-b vpc-1\nin sg-b tcp/9000-9999 0.0.0.0/0\neni a s-1 10.0.1.5\n"
         "eni b s-1 10.0.1.6 sg=sg-b\n",
     Q("a", "b", "tcp/9092-9098"),
     {V("reachable")}},
    {"set: some pairs",
     ONE "sg sg-x vpc-1\neni a1 s-1 10.0.1.5\neni a2 s-1 10.0.1.6\neni b s-2 10.0.2.5 sg=sg-b\nsg sg-b vpc-1\n"
         "in sg-b all 10.0.1.5/32\n",
     Q("s-1", "b", "tcp/1"),
     {V("partial"), "\"pairs\":{\"all\":2,\"open\":1,\"unknown\":0,\"one_way\":0}"}},
    {"set: no pair of an endpoint with itself",
     ONE "eni a1 s-1 10.0.1.5\neni a2 s-1 10.0.1.6\neni a3 s-1 10.0.1.7\n",
     Q("s-1", "s-1", "tcp/1"),
     {V("reachable"), "\"pairs\":{\"all\":6,\"open\":6"}},
    {"set: one reachable, others unknown",
     ONE "eni a s-1 10.0.1.5\neni b1 s-2 10.0.2.5\neni b2 s-2 10.0.2.6 sg=sg-gone\n",
     Q("a", "s-2", "tcp/1"),
     {V("unknown"), "\"gaps\":[\"g-"}},
    {"set: the list of members is cut",
     ONE "missing DescribeNetworkInterfaces\neni a s-1 10.0.1.5\neni b s-2 10.0.2.5\n",
     Q("a", "s-2", "tcp/1"),
     {V("unknown")}},
    {"set: partial whatever the rest is",
     ONE "missing DescribeNetworkInterfaces\nsg sg-x vpc-1\neni a s-1 10.0.1.5\n"
         "eni b1 s-2 10.0.2.5\neni b2 s-2 10.0.2.6 sg=sg-x\n",
     Q("a", "s-2", "tcp/1"),
     {V("partial"), "\"gaps\":[]"}},
    {"an empty subnet",
     ONE "eni a s-1 10.0.1.5\n",
     Q("a", "s-2", "tcp/1"),
     {V("isolated"), "\"reason\":\"no-endpoint\""}},
    {"an address that nobody holds",
     ONE "eni a s-1 10.0.1.5\n",
     Q("a", "10.0.2.77", "tcp/1"),
     {V("isolated"), "\"reason\":\"no-endpoint\"", "\"kind\":\"address\""}},
    {"the same, list cut",
     ONE "missing DescribeNetworkInterfaces\neni a s-1 10.0.1.5\n",
     Q("a", "10.0.2.77", "tcp/1"),
     {V("unknown"), "\"gaps\":[\"g-"}},
    {"pinned source",
     ONE "sg sg-b vpc-1\nin sg-b all 10.0.1.6/32\neni a s-1 10.0.1.5 10.0.1.6\neni b s-2 10.0.2.5 sg=sg-b\n",
     Q("10.0.1.5", "b", "tcp/1"),
     {V("isolated"), "\"reason\":\"group-deny\""}},
    {"any source",
     ONE "sg sg-b vpc-1\nin sg-b all 10.0.1.6/32\neni a s-1 10.0.1.5 10.0.1.6\neni b s-2 10.0.2.5 sg=sg-b\n",
     Q("a", "b", "tcp/1"),
     {V("reachable")}},
    {"pinned public source leaves by the gateway",
     ONE "eni a s-1 10.0.1.5=203.0.113.5\n",
     Q("203.0.113.5", "198.51.100.7", "tcp/1"),
     {V("reachable"), "\"kind\":\"translated\""}},
    {"pinned public source, private destination",
     ONE "eni a s-1 10.0.1.5=203.0.113.5\neni b s-1 10.0.1.6\n",
     Q("203.0.113.5", "b", "tcp/1"),
     {V("isolated"), "\"reason\":\"not-translated\""}},
    {"prefix inside a network",
     ONE "eni a s-1 10.0.1.5\neni b1 s-2 10.0.2.5\neni b2 s-2 10.0.2.130\n",
     Q("a", "10.0.2.128/25", "tcp/1"),
     {V("reachable"), "\"reply\":\"pass\""}},
    {"prefix outside: every address",
     ONE "sg sg-a vpc-1\nout sg-a all 198.51.100.0/25\neni a s-1 10.0.1.5=203.0.113.5 sg=sg-a\n",
     Q("a", "198.51.100.0/24", "tcp/1"),
     {V("partial")}},
    {"internet: all of it",
     ONE "eni b s-1 10.0.1.5=203.0.113.5\n",
     Q("internet", "b", "tcp/1"),
     {V("reachable"), "\"kind\":\"translated\""}},
    {"internet: some of it",
     ONE "sg sg-b vpc-1\nin sg-b all 198.51.100.0/24\neni b s-1 10.0.1.5=203.0.113.5 sg=sg-b\n",
     Q("internet", "b", "tcp/1"),
     {V("partial")}},
    {"internet: none of it",
     ONE "eni b s-2 10.0.2.5\n",
     Q("internet", "b", "tcp/1"),
     {V("isolated"), "\"reason\":\"no-public-address\""}},
    {"to the internet", ONE "eni a s-1 10.0.1.5=203.0.113.5\n", Q("a", "internet", "tcp/443"), {V("reachable")}},
    {"to the internet without a public address",
     ONE "eni a s-1 10.0.1.5\n",
     Q("a", "internet", "tcp/443"),
     {V("isolated"), "\"reason\":\"no-public-address\""}},
    {"both ends outside", ONE, Q("internet", "198.51.100.7", "tcp/1"), {V("unknown"), "\"gaps\":[\"g-"}},
    {"through NAT",
     NAT OPEN9,
     Q("a", "198.51.100.7", "tcp/443"),
     {V("reachable"), "\"usual\":true", "\"kind\":\"translated\""}},
    {"through NAT, its ACL lets some replies in",
     NAT "entry acl-9 in 90 allow all 10.0.0.0/16\nentry acl-9 in 100 allow tcp/2000-3000 0.0.0.0/0\n"
         "entry acl-9 out 100 allow all 0.0.0.0/0\n",
     Q("a", "198.51.100.7", "tcp/443"),
     {V("reachable"), "\"usual\":false"}},
    {"through NAT, its ACL lets only low ports in",
     NAT "entry acl-9 in 90 allow all 10.0.0.0/16\nentry acl-9 in 100 allow tcp/1-1023 0.0.0.0/0\n"
         "entry acl-9 out 100 allow all 0.0.0.0/0\n",
     Q("a", "198.51.100.7", "tcp/443"),
     {V("one-way"), "\"id\":\"acl-9\",\"rule\":32767,\"direction\":\"ingress\"", "\"reply\":\"blocked\""}},
    {"through NAT, a protocol that it does not know",
     NAT OPEN9,
     Q("a", "198.51.100.7", "proto/50"),
     {V("isolated"), "\"kind\":\"nat-gateway\"", "\"reason\":\"nat-protocol\""}},
    {"to a NAT gateway from outside",
     NAT OPEN9 "eni n s-9 10.0.9.9=203.0.113.9 type=nat_gateway unfiltered\n",
     Q("198.51.100.7", "203.0.113.9", "tcp/443"),
     {V("isolated"), "\"reason\":\"nat-inbound\""}},
    {"regional NAT",
     ONE "nat nat-1 s-1 10.0.1.9=203.0.113.9 regional\nroute rt-2 0.0.0.0/0 nat-1\neni a s-2 10.0.2.5\n",
     Q("a", "198.51.100.7", "tcp/443"),
     {V("unknown"), "\"id\":\"nat-1\""}},
    {"public access blocked",
     ONE "bpa both\neni b s-1 10.0.1.5=203.0.113.5\n",
     Q("198.51.100.7", "b", "tcp/1"),
     {V("isolated"), "\"kind\":\"block-public-access\",\"id\":\"1/r1\"", "\"reason\":\"public-access-blocked\""}},
    {"public access blocked but for this subnet",
     ONE "bpa both exclude=s-1\neni b s-1 10.0.1.5=203.0.113.5\n",
     Q("198.51.100.7", "b", "tcp/1"),
     {V("reachable")}},
    {"ingress blocked, out by NAT", NAT OPEN9 "bpa ingress\n", Q("a", "198.51.100.7", "tcp/1"), {V("reachable")}},
    {"ingress blocked, out by the own address",
     ONE "bpa ingress\neni a s-1 10.0.1.5=203.0.113.5\n",
     Q("a", "198.51.100.7", "tcp/1"),
     {V("unknown"), "\"kind\":\"block-public-access\""}},
    {"nobody asked whether it is blocked",
     ONE "bpa ?\neni b s-1 10.0.1.5=203.0.113.5\n",
     Q("198.51.100.7", "b", "tcp/1"),
     {V("unknown"), "\"kind\":\"block-public-access\""}},
    {"UDP without an answer",
     ONE "sub s-3 vpc-1 10.0.3.0/24 acl=acl-x\nentry acl-x in 1 allow all 0.0.0.0/0\neni a s-1 10.0.1.5\neni b s-3 "
         "10.0.3.6\n",
     Q("a", "b", "udp/53"),
     {V("one-way"), "\"forward\":\"pass\",\"reply\":\"blocked\"", "\"reason\":\"reply-acl\""}},
    {"echo",
     ONE "sub s-3 vpc-1 10.0.3.0/24 acl=acl-x\nentry acl-x in 1 allow icmp/8 0.0.0.0/0\nentry acl-x out 1 allow icmp/0 "
         "0.0.0.0/0\n"
         "eni a s-1 10.0.1.5\neni b s-3 10.0.3.6\n",
     Q("a", "b", "icmp/8"),
     {V("reachable")}},
    {"a type that nobody answers",
     ONE "eni a s-1 10.0.1.5\neni b s-1 10.0.1.6\n",
     Q("a", "b", "icmp/4"),
     {V("one-way"), "\"reason\":\"not-answered\"", "\"decider\":null"}},
    {"windows chooses other ports",
     ONE
     "sub s-3 vpc-1 10.0.3.0/24 acl=acl-x\nentry acl-x in 1 allow all 0.0.0.0/0\n"
     "entry acl-x out 1 allow tcp/49152-65535 0.0.0.0/0\neni a s-1 10.0.1.5 instance=i-1 windows\neni b s-3 10.0.3.6\n",
     Q("i-1", "b", "tcp/1"),
     {V("reachable"), "\"usual\":true"}},
    {"linux does not",
     ONE "sub s-3 vpc-1 10.0.3.0/24 acl=acl-x\nentry acl-x in 1 allow all 0.0.0.0/0\n"
         "entry acl-x out 1 allow tcp/49152-65535 0.0.0.0/0\neni a s-1 10.0.1.5 instance=i-1\neni b s-3 10.0.3.6\n",
     Q("i-1", "b", "tcp/1"),
     {V("reachable"), "\"usual\":false"}},
    {"a host is all its interfaces",
     ONE
     "sg sg-x vpc-1\neni a1 s-1 10.0.1.5 instance=i-1 sg=sg-x\neni a2 s-2 10.0.2.5 instance=i-1\neni b s-1 10.0.1.6\n",
     Q("i-1", "b", "tcp/1"),
     {V("reachable")}},
    {"itself", ONE "eni a s-1 10.0.1.5\n", Q("a", "a", "tcp/1"), {V("reachable"), "\"reason\":\"same-endpoint\""}},
    {"the same private address in two networks",
     "net vpc-1 10.0.0.0/16\nnet vpc-2 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nsub s-2 vpc-2 10.0.1.0/24\n"
     "eni a s-1 10.0.1.9\neni b1 s-1 10.0.1.5\neni b2 s-2 10.0.1.5\n",
     Q("a", "10.0.1.5", "tcp/1"),
     {V("partial"), "\"all\":2,\"open\":1"}},
    {"a delegated prefix",
     ONE "eni a s-1 10.0.1.5\neni b s-2 10.0.2.5 10.0.2.16/28\n",
     Q("a", "10.0.2.20", "tcp/1"),
     {V("reachable")}},
    {"an edge table with a middlebox",
     ONE "rt rt-e vpc-1 edge=igw-1\nroute rt-e 10.0.1.0/24 eni-m\neni eni-m s-2 10.0.2.9 nocheck\n"
         "eni b s-1 10.0.1.5=203.0.113.5\n",
     Q("198.51.100.7", "b", "tcp/1"),
     {V("unknown"), "\"kind\":\"route-table\",\"id\":\"rt-e\""}},
    {"lists that overlap, the longer one elsewhere",
     ONE "pl pl-1 198.51.100.0/24\npl pl-2 198.51.100.0/25\nroute rt-1 pl-1 nat-9\nroute rt-1 pl-2 igw-1\nnat nat-9 "
         "s-2 10.0.2.9\neni a s-1 10.0.1.5=203.0.113.5\n",
     Q("a", "198.51.100.7", "tcp/1"),
     {V("unknown"), "\"kind\":\"route-table\",\"id\":\"rt-1\""}},
    {"through NAT, its ACL lets no reply out to the client",
     NAT "entry acl-9 in 100 allow all 0.0.0.0/0\nentry acl-9 out 90 deny all 10.0.0.0/16\n"
         "entry acl-9 out 100 allow all 0.0.0.0/0\n",
     Q("a", "198.51.100.7", "tcp/443"),
     {V("one-way"), "\"id\":\"acl-9\",\"rule\":90,\"direction\":\"egress\""}},
    {"egress excluded: out",
     ONE "bpa both exclude-egress=s-1\neni a s-1 10.0.1.5=203.0.113.5\n",
     Q("a", "198.51.100.7", "tcp/1"),
     {V("reachable")}},
    {"egress excluded: in",
     ONE "bpa both exclude-egress=s-1\neni a s-1 10.0.1.5=203.0.113.5\n",
     Q("198.51.100.7", "a", "tcp/1"),
     {V("isolated")}},
    {"an ACL tells parts of the internet apart",
     ONE "sub s-3 vpc-1 10.0.3.0/24 rt=rt-1 acl=acl-x\nentry acl-x in 1 allow all 198.51.100.0/24\nentry acl-x out 1 "
         "allow all 0.0.0.0/0\n"
         "eni b s-3 10.0.3.5=203.0.113.5\n",
     Q("internet", "b", "tcp/1"),
     {V("partial")}},
    {"a gateway of another network",
     "net vpc-1 10.0.0.0/16\nnet vpc-2 10.2.0.0/16\nigw igw-2 vpc-2\nsub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nroute rt-1 "
     "0.0.0.0/0 igw-2\neni a s-1 10.0.1.5=203.0.113.5\n",
     Q("a", "198.51.100.7", "tcp/1"),
     {V("isolated"), "\"reason\":\"not-attached\""}},
    {"a gateway endpoint is asked about by its service",
     ONE "endpoint vpce-9 vpc-1 com.amazonaws.r1.s3\neni a s-1 10.0.1.5\n",
     Q("a", "vpce-9", "tcp/443"),
     {V("isolated"), "no-endpoint"}},
    {"in a Wavelength zone, carrier gateways not asked",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 az=r1-wl1-z1\nmissing DescribeCarrierGateways\neni b s-1 "
     "10.0.1.5\n",
     Q("internet", "b", "tcp/1"),
     {V("unknown")}},
    {"in another zone they do not matter",
     "net vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24\nmissing DescribeCarrierGateways\neni b s-1 10.0.1.5\n",
     Q("internet", "b", "tcp/1"),
     {V("isolated")}},
    {"a gateway that is not in evidence names its list",
     "missing DescribeNatGateways\nnet vpc-1 10.0.0.0/16\nsub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nroute rt-1 0.0.0.0/0 "
     "nat-gone\neni a s-1 10.0.1.5\n",
     "{\"from\":\"a\",\"to\":\"198.51.100.7\",\"port\":\"tcp/1\"}",
     {V("unknown"), "\"kind\":\"nat-gateway\",\"id\":\"nat-gone\"", "\"gaps\":[\"g-000001\"]"}},
    {"an object store that is not in evidence",
     ONE "eni a s-1 10.0.1.5\n",
     Q("a", "s3://nobody", "tcp/443"),
     {V("unknown"), "\"gaps\":[\"g-"}},
    {"explained",
     ONE "eni a s-1 10.0.1.5\neni b s-2 10.0.2.6\n",
     "{\"from\":\"a\",\"to\":\"b\",\"port\":\"tcp/1\",\"explain\":true}",
     {"\"hops\":[{\"direction\":\"forward\",\"kind\":\"security-group\"",
      "\"direction\":\"reply\",\"kind\":\"network-acl\"", "\"before\":\"10.0.1.5 -\\u003e 10.0.2.6:1\"",
      "\"before\":\"10.0.2.6:1 -\\u003e 10.0.1.5\""}},
};

static void answered(void **state)
{
    const struct row *row = *state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    struct wit_estate *e = wit_estate_build(arena, row->estate);
    struct wit_reach *r = wit_reach_new(e);
    bool ok = wit_query_line(&out, r, e, NULL, row->line, strlen(row->line));
    wit_reach_free(r);
    bool right =
        ok == (strstr(wit_buf_str(&out), "\"error\":") == NULL) && out.len > 0 && out.data[out.len - 1] == '\n';
    for (size_t i = 0; i < 6 && row->parts[i] != NULL; i++) {
        if (strstr(wit_buf_str(&out), row->parts[i]) == NULL) {
            right = false;
            print_error("not found: %s\n", row->parts[i]);
        }
    }
    if (!right)
        print_error("in: %s", wit_buf_str(&out));
    assert_true(right);
    struct wit_value *v;
    assert_true(wit_json_parse(&v, arena, out.data, out.len - 1, NULL));
}

/* What was asked before does not change an answer. */
static void order_does_not_matter(void **unused)
{
    (void)unused;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf one;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf other;
    static const char *const lines[] = {Q("s-1", "s-2", "tcp/1"),
                                        Q("internet", "s-1", "tcp/443"),
                                        Q("s-2", "internet", "udp/53"),
                                        Q("10.0.0.0/16", "b", "tcp/9"),
                                        Q("a", "10.9.9.9", "tcp/1"),
                                        Q("d", "198.51.100.7", "tcp/1"),
                                        Q("e", "198.51.100.7", "tcp/1"),
                                        Q("10.0.1.31", "198.51.100.7", "tcp/1"),
                                        "{\"from\":\"e\",\"to\":\"b\",\"port\":\"tcp/1\",\"explain\":true}",
                                        "{\"from\":\"10.0.1.31\",\"to\":\"s-2\",\"port\":\"tcp/1\",\"explain\":true}"};
    enum { N = sizeof lines / sizeof lines[0] };
    const char *text =
        ONE "missing ListAccelerators\nmissing DescribeVpnGateways\neni a s-1 10.0.1.5=203.0.113.5 sg=sg-gone\n"
            "eni b s-2 10.0.2.5\neni c s-2 10.0.2.6 sg=?\neni d s-1 10.0.1.30\neni e s-1 10.0.1.31\n";
    struct wit_estate *e = wit_estate_build(arena, text);
    struct wit_reach *r = wit_reach_new(e);
    wit_buf_init(&one, 1 << 20);
    wit_buf_init(&other, 1 << 20);
    for (size_t i = 0; i < N; i++)
        wit_query_line(&other, r, e, NULL, lines[N - 1 - i], strlen(lines[N - 1 - i]));
    for (size_t i = 0; i < N; i++) {
        struct wit_reach *fresh = wit_reach_new(e);
        wit_buf_reset(&one);
        wit_buf_reset(&other);
        wit_query_line(&one, fresh, e, NULL, lines[i], strlen(lines[i]));
        wit_query_line(&other, r, e, NULL, lines[i], strlen(lines[i]));
        wit_reach_free(fresh);
        assert_string_equal(wit_buf_str(&one), wit_buf_str(&other));
    }
    wit_reach_free(r);
}

int main(void)
{
    enum { N = sizeof rows / sizeof rows[0] };
    struct CMUnitTest tests[N + 1];
    for (size_t i = 0; i < N; i++)
        tests[i] = (struct CMUnitTest){rows[i].name, answered, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    tests[N] = (struct CMUnitTest)cmocka_unit_test(order_does_not_matter);
    return _cmocka_run_group_tests("reach_answers", tests, N + 1, NULL, NULL);
}
