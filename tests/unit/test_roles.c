/* tests/unit/test_roles.c: who holds a role, what lies outside, "!role", and which class a path gets.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "pathmap/review/review.h"

#define N(array) (sizeof(array) / sizeof *(array))

static const struct wit_tag broker_tags[] = {{"Env", "prod"}, {"Role", "broker"}};
static const struct wit_tag test_tags[] = {{"Env", "test"}, {"Role", "broker"}};
static const char *const group_b[] = {"sg-b"}, *const group_ab[] = {"sg-a", "sg-b"};
static const struct wit_filter *const no_filters[2];
static const char *const dns[] = {"vpce-1.kms.eu-west-1.vpce.amazonaws.com"};

/* A small world: three interfaces, an endpoint, a bucket; what is not said is empty. */
struct world {
    struct wit_prefix vpc_prefix[1];
    struct wit_network networks[1];
    struct wit_subnet subnets[2];
    struct wit_address addresses[4];
    struct wit_instance instances[1];
    struct wit_interface interfaces[4];
    struct wit_endpoint endpoints[1];
    struct wit_bucket buckets[2];
    struct wit_list lists[5];
    struct wit_gap gaps[1];
    struct wit_estate estate;
};

static struct wit_addr addr(const char *text)
{
    struct wit_addr a;
    assert_true(wit_addr_parse(&a, text, NULL));
    return a;
}

static struct wit_interface interface(struct world *w, size_t i, const char *id, size_t subnet, const char *address)
{
    w->addresses[i] = (struct wit_address){.addr = addr(address), .bits = 32, .primary = true};
    return (struct wit_interface){.id = id,
                                  .name = "",
                                  .account = "111122223333",
                                  .region = "r",
                                  .subnet = &w->subnets[subnet],
                                  .type = "interface",
                                  .description = "",
                                  .instance = "",
                                  .requester = "",
                                  .addresses = &w->addresses[i],
                                  .n_addresses = 1,
                                  .filters = no_filters,
                                  .endpoint_id = ""};
}

static void fill(struct world *w)
{
    static const char *const operations[][2] = {{"ec2", "DescribeInstances"},
                                                {"ec2", "DescribeNetworkInterfaces"},
                                                {"ec2", "DescribeVpcEndpoints"},
                                                {"s3", "ListBuckets"}};
    memset(w, 0, sizeof *w);
    assert_true(wit_prefix_parse(&w->vpc_prefix[0], NULL, "10.0.0.0/16", NULL));
    w->networks[0] = (struct wit_network){.id = "vpc-1",
                                          .name = "",
                                          .account = "111122223333",
                                          .region = "r",
                                          .prefixes = w->vpc_prefix,
                                          .n_prefixes = 1};
    w->subnets[0] =
        (struct wit_subnet){.id = "subnet-1", .name = "", .account = "", .region = "r", .network = &w->networks[0]};
    w->subnets[1] =
        (struct wit_subnet){.id = "subnet-2", .name = "", .account = "", .region = "r", .network = &w->networks[0]};
    w->interfaces[0] = interface(w, 0, "eni-1", 0, "10.0.1.1");
    w->interfaces[1] = interface(w, 1, "eni-2", 0, "10.0.1.2");
    w->interfaces[2] = interface(w, 2, "eni-3", 1, "10.0.2.3");
    w->interfaces[3] = interface(w, 3, "eni-4", 1, "10.0.2.4");
    w->interfaces[0].tags = broker_tags;
    w->interfaces[0].n_tags = 2;
    w->interfaces[0].filter_ids = group_b;
    w->interfaces[0].n_filters = 1;
    w->interfaces[0].name = "b-1";
    w->interfaces[1].instance = "i-1"; /* has its tags from the instance */
    w->interfaces[1].filter_ids = group_ab;
    w->interfaces[1].n_filters = 2;
    w->interfaces[2].addresses = &w->addresses[2];
    w->addresses[2].public_addr = addr("203.0.113.7");
    w->interfaces[3].endpoint_id = "vpce-1";
    w->instances[0] =
        (struct wit_instance){.id = "i-1", .name = "b-2", .account = "", .region = "", .tags = test_tags, .n_tags = 2};
    w->endpoints[0] = (struct wit_endpoint){.id = "vpce-1",
                                            .name = "keys",
                                            .account = "",
                                            .region = "r",
                                            .type = "Interface",
                                            .service_name = "com.amazonaws.r.kms",
                                            .state = "",
                                            .dns_names = dns,
                                            .n_dns_names = 1};
    w->buckets[0] = (struct wit_bucket){.id = "acme-events", .name = "", .account = "111122223333", .region = "r"};
    w->buckets[1] = (struct wit_bucket){.id = "acme-logs", .name = "", .account = "444455556666", .region = "r"};
    for (size_t i = 0; i < N(operations); i++)
        w->lists[i] = (struct wit_list){.account = "111122223333",
                                        .region = "r",
                                        .service = operations[i][0],
                                        .operation = operations[i][1],
                                        .gap = WIT_NO_GAP};
    static struct {
        const char *account, *region;
    } place = {"111122223333", "r"};
    w->gaps[0] = (struct wit_gap){.id = "g-1", .text = "interfaces were cut", .remedy = ""};
    w->estate = (struct wit_estate){.networks = w->networks,
                                    .n_networks = 1,
                                    .subnets = w->subnets,
                                    .n_subnets = 2,
                                    .interfaces = w->interfaces,
                                    .n_interfaces = 4,
                                    .instances = w->instances,
                                    .n_instances = 1,
                                    .endpoints = w->endpoints,
                                    .n_endpoints = 1,
                                    .buckets = w->buckets,
                                    .n_buckets = 2,
                                    .lists = w->lists,
                                    .n_lists = 4,
                                    .gaps = w->gaps,
                                    .n_gaps = 1,
                                    .n_places = 1};
    memcpy(&w->estate.places, &(void *){&place}, sizeof(void *));
}

static const struct {
    const char *name, *kind, *match, *members;
} rows[] = {
    {"tag of the interface or its instance", "broker", "{tag: {Role: broker}}", "eni-1 eni-2"},
    {"two tags both match", "broker", "{tag: {Role: broker, Env: test}}", "eni-2"},
    {"any value of a tag", "broker", "{tag: {Env: [test, prod]}}", "eni-1 eni-2"},
    {"tag with another value", "broker", "{tag: {Role: brokers}}", ""},
    {"group", "broker", "{security-group: sg-a}", "eni-2"},
    {"any group of a list", "broker", "{security-group: [sg-a, sg-b]}", "eni-1 eni-2"},
    {"two keys both match", "broker", "{security-group: sg-b, tag: {Env: prod}}", "eni-1"},
    {"subnet", "client", "{subnet: subnet-2}", "eni-3 eni-4"},
    {"vpc", "client", "{vpc: vpc-1}", "eni-1 eni-2 eni-3 eni-4"},
    {"account of nobody", "client", "{account: 444455556666}", ""},
    {"private prefix", "client", "{prefix: 10.0.1.0/24}", "eni-1 eni-2"},
    {"public address", "client", "{prefix: 203.0.113.0/24}", "eni-3 203.0.113.0/24"},
    {"outside", "client", "{prefix: 192.168.0.0/16}", "192.168.0.0/16"},
    {"partly outside", "client", "{prefix: 10.0.0.0/15}", "eni-1 eni-2 eni-3 eni-4 10.1.0.0/16"},
    {"outside has no subnet", "client", "{prefix: 192.168.0.0/16, subnet: subnet-1}", ""},
    {"id of an interface", "client", "{id: eni-3}", "eni-3"},
    {"id of an instance", "client", "{id: i-1}", "eni-2"},
    {"id of an endpoint", "key-service", "{id: vpce-1}", "eni-4"},
    {"name of a service", "key-service", "{name: com.amazonaws.r.kms}", "eni-4"},
    {"DNS name, any case, with the root", "key-service", "{name: VPCE-1.kms.eu-west-1.vpce.amazonaws.com.}", "eni-4"},
    {"name of an instance", "broker", "{name: [b-1, b-2]}", "eni-1 eni-2"},
    {"name is whole", "broker", "{name: b}", ""},
    {"bucket", "object-store", "{name: acme-events}", "acme-events"},
    {"buckets of an account", "object-store", "{account: 444455556666}", "acme-logs"},
    {"a bucket is no client", "client", "{name: acme-events}", ""},
};

static const struct wit_intent *parse(struct wit_arena *arena, const char *kind, const char *match)
{
    struct wit_intent *intent;
    struct wit_err err = {0};
    const char *text = wit_fmt(arena, "version: 1\nroles:\n  x: {kind: %s, match: %s}\n", kind, match);
    if (!wit_intent_parse(&intent, arena, "i", text, strlen(text), &err))
        fail_msg("%s", err.text);
    return intent;
}

static const char *members(struct wit_arena *arena, const struct wit_holders *m)
{
    const char *text = "";
    char prefix[WIT_PREFIX_TEXT];
    for (size_t i = 0; i < m->n_interfaces; i++)
        text = wit_fmt(arena, "%s %s", text, m->interfaces[i]->id);
    for (size_t i = 0; i < m->n_outside; i++)
        text = wit_fmt(arena, "%s %s", text, wit_prefix_text(prefix, m->outside[i]));
    for (size_t i = 0; i < m->n_buckets; i++)
        text = wit_fmt(arena, "%s %s", text, m->buckets[i]->id);
    return text[0] == ' ' ? text + 1 : text;
}

static void matches(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct world w;
        struct wit_holders m;
        fill(&w);
        const struct wit_intent *intent = parse(arena, rows[i].kind, rows[i].match);
        wit_role_members(&m, arena, &w.estate, &intent->roles[0]);
        if (strcmp(members(arena, &m), rows[i].members) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", rows[i].name, members(arena, &m), rows[i].members);
        assert_int_equal(m.gap, WIT_NO_GAP);
        assert_int_equal(wit_holders_none(&m), rows[i].members[0] == '\0');
    }
}

/* A list that was cut leaves every role open, and a role of tags also hangs on the instances. */
static void incomplete_lists_are_gaps(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct world w;
    struct wit_holders m;
    fill(&w);
    w.lists[0].state = WIT_LIST_INCOMPLETE;
    w.lists[0].gap = 0;
    wit_role_members(&m, arena, &w.estate, &parse(arena, "client", "{subnet: subnet-1}")->roles[0]);
    assert_int_equal(m.gap, WIT_NO_GAP);
    wit_role_members(&m, arena, &w.estate, &parse(arena, "client", "{tag: {Role: broker}}")->roles[0]);
    assert_int_equal(m.gap, 0);
    fill(&w);
    w.lists[1].state = WIT_LIST_INCOMPLETE;
    w.lists[1].gap = 0;
    wit_role_members(&m, arena, &w.estate, &parse(arena, "client", "{subnet: subnet-1}")->roles[0]);
    assert_int_equal(m.gap, 0);
}

static void everybody_else(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct world w;
    struct wit_party p;
    size_t interfaces = 0, internet = 0, prefixes = 0;
    bool inside = false;
    fill(&w);
    const struct wit_intent *intent = parse(arena, "broker", "{tag: {Role: broker}}");
    assert_true(wit_intent_party(&p, arena, intent, &w.estate, "!x"));
    assert_int_equal(p.kind, WIT_PARTY_MIXED);
    for (size_t i = 0; i < p.n_parts; i++) {
        interfaces += p.parts[i].kind == WIT_PARTY_INTERFACES ? p.parts[i].n_interfaces : 0;
        internet += p.parts[i].kind == WIT_PARTY_INTERNET;
        prefixes += p.parts[i].kind == WIT_PARTY_PREFIX;
        inside = inside || (p.parts[i].kind == WIT_PARTY_PREFIX && !p.parts[i].twin &&
                            wit_prefix_overlaps(p.parts[i].prefix, w.vpc_prefix[0]));
    }
    assert_int_equal(interfaces, 2);
    assert_int_equal(internet, 1);
    assert_true(prefixes >= 5); /* private space of sites, without the network's */
    assert_false(inside);
    assert_true(wit_intent_party(&p, arena, intent, &w.estate, "x"));
    assert_int_equal(p.n_interfaces, 2);
    assert_false(wit_intent_party(&p, arena, intent, &w.estate, "y"));
    /* A role that holds public addresses leaves the rest of the internet. */
    intent = parse(arena, "client", "{prefix: 198.51.100.0/24}");
    assert_true(wit_intent_party(&p, arena, intent, &w.estate, "!x"));
    for (size_t i = 0; i < p.n_parts; i++) {
        assert_int_not_equal(p.parts[i].kind, WIT_PARTY_INTERNET);
        if (p.parts[i].kind == WIT_PARTY_PREFIX)
            assert_false(wit_prefix_has(p.parts[i].prefix, addr("198.51.100.9")));
    }
}

static const struct {
    enum wit_role_kind role;
    enum wit_class use;
    bool same;
    enum wit_class class;
} classes[] = {
    {WIT_ROLE_CLIENT, WIT_CLASS_CLIENT, false, WIT_CLASS_CLIENT},
    {WIT_ROLE_CONNECT_WORKER, WIT_CLASS_CLIENT, false, WIT_CLASS_CONNECTOR},
    {WIT_ROLE_MIRROR, WIT_CLASS_CLIENT, false, WIT_CLASS_MIGRATION},
    {WIT_ROLE_ADMIN, WIT_CLASS_CLIENT, false, WIT_CLASS_ADMIN},
    {WIT_ROLE_BROKER, WIT_CLASS_CLIENT, true, WIT_CLASS_REPLICATION},
    {WIT_ROLE_MONITORING, WIT_CLASS_TELEMETRY, false, WIT_CLASS_TELEMETRY},
    {WIT_ROLE_CONNECT_WORKER, WIT_CLASS_SCHEMA_REGISTRY, false, WIT_CLASS_SCHEMA_REGISTRY},
    {WIT_ROLE_CLIENT, WIT_CLASS_CONTROLLER, false, WIT_CLASS_CONTROLLER},
    {WIT_ROLE_ADMIN, WIT_CLASS_CONTROLLER, false, WIT_CLASS_ADMIN},
};

static void derives_classes(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(classes); i++) {
        struct wit_role role = {.id = "x", .kind = classes[i].role};
        const struct wit_role *list[] = {&role};
        assert_int_equal(wit_class_derive(wit_source_kind_of(list, 1), classes[i].use, classes[i].same),
                         classes[i].class);
    }
}

static void subtracts_space(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b, *left;
    } table[] = {
        {"10.0.0.0/8", "10.0.0.0/8", ""},
        {"10.0.0.0/30", "10.0.0.1/32", "10.0.0.0/32 10.0.0.2/31"},
        {"10.0.0.0/24", "10.0.1.0/24", "10.0.0.0/24"},
        {"10.0.0.0/24", "10.0.0.0/8", ""},
        {"0.0.0.0/0", "128.0.0.0/1", "0.0.0.0/1"},
        {"255.255.255.254/31", "255.255.255.254/32", "255.255.255.255/32"},
        {"::/0", "8000::/1", "::/1"},
        {"::/0", "0.0.0.0/0", "::/0"},
    };
    for (size_t i = 0; i < N(table); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_prefix a, b;
        const struct wit_prefix *left;
        size_t n;
        char text[WIT_PREFIX_TEXT];
        const char *all = "";
        assert_true(wit_prefix_parse(&a, NULL, table[i].a, NULL));
        assert_true(wit_prefix_parse(&b, NULL, table[i].b, NULL));
        wit_space_minus(&left, &n, arena, &a, 1, &b, 1);
        for (size_t k = 0; k < n; k++)
            all = wit_fmt(arena, "%s%s%s", all, k > 0 ? " " : "", wit_prefix_text(text, left[k]));
        assert_string_equal(all, table[i].left);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(matches),         cmocka_unit_test(incomplete_lists_are_gaps),
        cmocka_unit_test(everybody_else),  cmocka_unit_test(derives_classes),
        cmocka_unit_test(subtracts_space),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
