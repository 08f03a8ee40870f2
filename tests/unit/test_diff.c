/* tests/unit/test_diff.c: every kind of change, its cause, its order, and what is no change.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/json.h"
#include "pathmap/pathmap.h"

#define N(array) (sizeof(array) / sizeof *(array))

/* Two maps that are the same but for their citations; each row of the table then changes one thing. */
struct pair {
    struct wit_path old_paths[2], new_paths[2];
    struct wit_port_range old_ports[1], new_ports[1], service[1];
    struct wit_hop old_hops[2], new_hops[2];
    struct wit_map_rule old_rules[4], new_rules[4];
    struct wit_assertion old_never[1], new_never[1];
    struct wit_witness old_witness[1], new_witness[1];
    struct wit_map_gap new_gaps[1];
    const char *gap_ids[1];
    struct wit_map older, newer;
};

static struct wit_hop hop(const char *direction, const char *kind, const char *id, const char *rule,
                          const char *evidence)
{
    return (struct wit_hop){.direction = direction,
                            .kind = kind,
                            .id = id,
                            .name = "",
                            .rule = rule,
                            .facing = "",
                            .action = "pass",
                            .text = "",
                            .surely = "",
                            .possibly = "",
                            .before = "",
                            .after = "",
                            .evidence = evidence};
}

static struct wit_path path(const char *id, enum wit_status status, const struct wit_port_range *ports,
                            const struct wit_port_range *service, const struct wit_hop *hops)
{
    struct wit_path p = {.id = id,
                         .class = WIT_CLASS_CLIENT,
                         .from = {"subnet", "subnet-a", "apps-a", "", "", "", "", "apps"},
                         .to = {"subnet", "subnet-b", "", "", "", "", "", "brokers"},
                         .status = status};
    p.service.role = "broker";
    p.service.listener = "CLIENT";
    p.service.ports = service;
    p.service.n_ports = 1;
    p.permitted.verdict = WIT_REACHABLE;
    p.permitted.ports = ports;
    p.permitted.n_ports = 1;
    p.permitted.hops = hops;
    p.permitted.n_hops = 2;
    p.permitted.from_endpoints = p.permitted.to_endpoints = 2;
    p.declared.verdict = WIT_DECLARED;
    p.declared.intent = "app-ingress";
    p.declared.expires = "";
    p.review.owner = "payments";
    p.review.purpose = p.review.identity = p.review.encryption = p.review.audit = "x";
    return p;
}

static void fill(struct pair *x)
{
    *x = (struct pair){.old_ports = {{6, 9096, 9096}}, .new_ports = {{6, 9096, 9096}}, .service = {{6, 9096, 9096}}};
    for (int i = 0; i < 2; i++) {
        struct wit_hop *hops = i == 0 ? x->old_hops : x->new_hops;
        struct wit_map_rule *rules = i == 0 ? x->old_rules : x->new_rules;
        struct wit_witness *witness = i == 0 ? x->old_witness : x->new_witness;
        const char *cite = i == 0 ? "a-000001#/x" : "a-000777#/x";
        hops[0] = hop("forward", "security-group", "sg-b", "", cite);
        hops[1] = hop("reply", "network-acl", "acl-b", "100", "");
        rules[0] = (struct wit_map_rule){"network-acl", "acl-b", "", "100", "egress 100 allow all to 0.0.0.0/0", cite};
        rules[1] =
            (struct wit_map_rule){"security-group", "sg-b", "brokers", "", "ingress tcp/9096 from 10.0.0.0/16", cite};
        witness[0] = (struct wit_witness){"internet", "subnet-b", "", "security-group sg-b", "", "", WIT_ISOLATED};
        struct wit_assertion *a = i == 0 ? x->old_never : x->new_never;
        *a = (struct wit_assertion){
            .id = "closed", .text = "from internet to brokers", .proof = WIT_PROVED, .to = "brokers"};
        a->witnesses = witness;
        a->n_witnesses = 1;
        struct wit_path *paths = i == 0 ? x->old_paths : x->new_paths;
        const struct wit_port_range *ports = i == 0 ? x->old_ports : x->new_ports;
        paths[0] = path("p-00000001", WIT_GREEN, ports, x->service, hops);
        paths[1] = path("p-00000002", WIT_RED, x->service, x->service, hops);
        struct wit_map *map = i == 0 ? &x->older : &x->newer;
        map->intent_sha256 = "1";
        map->collected_first = i == 0 ? "2026-09-01T08:00:00.000Z" : "2026-10-01T08:00:00.000Z";
        map->collected_last = i == 0 ? "2026-09-01T08:05:00.000Z" : "2026-10-01T08:05:00.000Z";
        map->paths = paths;
        map->n_paths = 2;
        map->rules = rules;
        map->n_rules = 2;
        map->assertions = a;
        map->n_assertions = 1;
    }
}

static void nothing(struct pair *x)
{
    (void)x;
}
static void wider(struct pair *x)
{
    x->new_ports[0].first = 9092;
    x->new_rules[2] = (struct wit_map_rule){"security-group", "sg-b", "brokers", "", "ingress tcp/9092-9096 from sg-a",
                                            "a-000777#/new"};
    x->newer.n_rules = 3;
}
static void narrower(struct pair *x)
{
    x->old_ports[0].first = 9092;
}
static void route_beside(struct pair *x) /* a rule of an object that is not on the way is no cause */
{
    wider(x);
    x->new_rules[2].id = "sg-c";
}
static void gone(struct pair *x)
{
    x->newer.n_paths = 1; /* the red one */
    x->new_rules[0].text = "egress 100 deny all to 0.0.0.0/0";
}
static void came(struct pair *x)
{
    x->older.paths++;
    x->older.n_paths = 1; /* the green one is new */
}
static void blocked(struct pair *x)
{
    x->new_paths[0].permitted.verdict = WIT_ONE_WAY;
    x->new_paths[0].status = WIT_YELLOW;
    x->new_rules[2] = x->new_rules[1];
    x->new_rules[1] = (struct wit_map_rule){
        "network-acl", "acl-b", "", "90", "egress 90 deny tcp/1024-65535 to 10.0.0.0/16", "a-000777#/90"};
    x->new_hops[1] = hop("reply", "network-acl", "acl-b", "90", "a-000777#/90");
    x->new_hops[1].action = "block";
    x->newer.n_rules = 3;
}
static void ended(struct pair *x)
{
    x->new_paths[0].declared.verdict = WIT_EXPIRED;
    x->new_paths[0].declared.expires = x->old_paths[0].declared.expires = "2026-09-30";
}
static void owner(struct pair *x)
{
    x->new_paths[0].review.owner = "nobody";
}
static void unknown(struct pair *x)
{
    x->gap_ids[0] = "g-000009";
    x->new_gaps[0] =
        (struct wit_map_gap){.id = "g-000009",
                             .reason = "denied",
                             .account = "1",
                             .region = "eu-west-1",
                             .service = "ec2",
                             .operation = "DescribeNetworkAcls",
                             .resource = "",
                             .remedy = "",
                             .evidence = "",
                             .text = "network ACLs: denied (AccessDenied: User: arn:aws:x is not authorized)"};
    x->newer.gaps = x->new_gaps;
    x->newer.n_gaps = 1;
    x->new_paths[0].permitted.verdict = WIT_UNKNOWN;
    x->new_paths[0].permitted.gaps = x->gap_ids;
    x->new_paths[0].permitted.n_gaps = 1;
    x->new_paths[0].permitted.n_hops = 0;
}
static void violated(struct pair *x)
{
    x->new_never[0].proof = WIT_VIOLATED;
    x->new_witness[0].evidence = "a-000777#/open";
    x->new_rules[2] = (struct wit_map_rule){"security-group", "sg-b", "brokers", "", "ingress tcp/8083 from 0.0.0.0/0",
                                            "a-000777#/open"};
    x->newer.n_rules = 3;
}
static void unproved(struct pair *x)
{
    unknown(x);
    x->new_paths[0] = x->old_paths[0];
    x->new_never[0].proof = WIT_UNDECIDED;
    x->new_never[0].gaps = x->gap_ids;
    x->new_never[0].n_gaps = 1;
}
static void machines(struct pair *x)
{
    x->new_paths[0].permitted.verdict = WIT_PARTIAL;
    x->new_paths[0].permitted.to_endpoints = 3;
}

static void shifted(struct pair *x)
{
    x->new_ports[0] = (struct wit_port_range){6, 9092, 9092};
}
static void wider_and_owner(struct pair *x)
{
    wider(x);
    owner(x);
}
static void two_owners(struct pair *x)
{
    owner(x);
    x->new_paths[1].review.owner = "nobody";
    x->old_paths[1].from.name = x->new_paths[1].from.name = "apps-c";
}
static void two_pairs(struct pair *x)
{
    two_owners(x);
    x->old_paths[1].to.name = x->new_paths[1].to.name = "subnet-d";
}

static void seen(struct pair *x)
{
    x->new_paths[0].observed.verdict = WIT_SEEN;
    x->new_paths[0].status = WIT_RED;
}
static void seen_before(struct pair *x)
{
    x->old_paths[0].observed.verdict = WIT_SEEN;
    x->new_paths[0].observed.verdict = WIT_NOT_SEEN;
}
static void not_watched(struct pair *x) /* "we did not look" is no "not seen" */
{
    x->old_paths[0].observed.verdict = WIT_SEEN;
}
static void looked_only(struct pair *x)
{
    x->new_paths[0].observed.verdict = WIT_NOT_SEEN;
}
static void closed_gap(struct pair *x)
{
    unknown(x);
    x->new_paths[0] = x->old_paths[0];
    x->older.gaps = x->newer.gaps;
    x->older.n_gaps = 1;
    x->newer.n_gaps = 0;
}
static void same_gap(struct pair *x) /* another record number, and other words of the provider */
{
    static struct wit_map_gap again;
    closed_gap(x);
    again = x->new_gaps[0];
    again.id = "g-000777";
    again.text = "network ACLs: denied (AccessDenied: at another time)";
    x->newer.gaps = &again;
    x->newer.n_gaps = 1;
}
static void replaced(struct pair *x) /* one rule, two texts */
{
    wider(x);
    x->old_rules[1].rule = x->new_rules[2].rule = "sgr-1";
    x->new_rules[1] = x->new_rules[2];
    x->newer.n_rules = 2;
}
static const char *const SG_B[] = {"sg-b"};
static const char *const SGR_1[] = {"sg-b", "sgr-1"};
static const struct wit_map_event EVENTS[] = {
    {"2026-08-01T10:00:00Z", "cloudtrail", "AuthorizeSecurityGroupIngress", "too-early", SG_B, 1, "", ""},
    {"2026-09-10T10:00:00Z", "cloudtrail", "AuthorizeSecurityGroupIngress", "alice", SG_B, 1, "", ""},
    {"2026-09-11T10:00:00Z", "cloudtrail", "RevokeSecurityGroupIngress", "bob", SG_B, 1, "", ""},
    {"2026-09-12T10:00:00Z", "cloudtrail", "AuthorizeSecurityGroupIngress", "carol", SGR_1, 2, "", ""},
};
static void by_somebody(struct pair *x)
{
    wider(x);
    x->newer.events = EVENTS;
    x->newer.n_events = 3;
}
static void by_two(struct pair *x)
{
    wider(x);
    x->newer.events = EVENTS;
    x->newer.n_events = 4;
}
static void by_rule(struct pair *x)
{
    by_two(x);
    x->new_rules[2].rule = "sgr-1";
}
static void moved_listener(struct pair *x)
{
    static const struct wit_port_range other[] = {{6, 9097, 9097}};
    for (int i = 0; i < 2; i++)
        x->new_paths[i].service.ports = x->service;
    x->new_paths[0].service.ports = other;
    x->new_rules[2] = x->new_rules[1];
    x->new_rules[1] = x->new_rules[0];
    x->new_rules[0] = (struct wit_map_rule){"kafka-listener", "broker-1", "", "CLIENT", "CLIENT SASL_SSL 9097", "k#/1"};
    x->old_rules[2] = x->old_rules[1];
    x->old_rules[1] = x->old_rules[0];
    x->old_rules[0] = (struct wit_map_rule){"kafka-listener", "broker-1", "", "CLIENT", "CLIENT SASL_SSL 9096", "k#/0"};
    x->older.n_rules = x->newer.n_rules = 3;
}
static void member(struct pair *x)
{
    static const char *const was[] = {"eni-1", "eni-2"}, *const is[] = {"eni-1", "eni-3"};
    static const struct wit_map_role old_role = {"apps", "client", 2, was, 2}, new_role = {"apps", "client", 2, is, 2};
    x->older.roles = &old_role;
    x->newer.roles = &new_role;
    x->older.n_roles = x->newer.n_roles = 1;
    x->new_paths[0].permitted.verdict = WIT_PARTIAL;
}
static void sheet_row(struct pair *x)
{
    static const struct wit_sheet_row was[] = {{"CLIENT", NULL, 0, WIT_MARK_GOOD, 0, "TLS", NULL, 0, NULL, 0}},
                                      is[] = {{"CLIENT", NULL, 0, WIT_MARK_BAD, 0, "in the clear", NULL, 0, NULL, 0}};
    static const struct wit_sheet old_sheet = {"listeners", "", "Listeners", "", "", "", 0, NULL, 0, was, 1},
                                  new_sheet = {"listeners", "", "Listeners", "", "", "", 0, NULL, 0, is, 1};
    x->older.sheets = &old_sheet;
    x->newer.sheets = &new_sheet;
    x->older.n_sheets = x->newer.n_sheets = 1;
}

#define UNTOLD "for a reason that the maps do not tell\n"

static const struct {
    const char *name;
    void (*change)(struct pair *x);
    const char *text; /* all of it */
} rows[] = {
    {"only citations differ", nothing, "no differences\n"},
    {"widened", wider,
     "1 path changed\n\n"
     "security-group sg-b (brokers): ingress tcp/9092-9096 from sg-a added [a-000777#/new]\n"
     "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092-9096  p-00000001\n"},
    {"narrowed", narrower,
     "1 path changed\n\n" UNTOLD "  changed  client apps-a -> subnet-b: tcp/9092-9096 => tcp/9096  p-00000001\n"},
    {"rule beside the way", route_beside,
     "1 path changed\n\n" UNTOLD "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092-9096  p-00000001\n"},
    {"wider here, narrower there: said once", shifted,
     "1 path changed\n\n" UNTOLD "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092  p-00000001\n"},
    {"removed", gone,
     "1 path removed\n\n"
     "network-acl acl-b: egress 100 allow all to 0.0.0.0/0 => egress 100 deny all to 0.0.0.0/0 [a-000777#/x]\n"
     "  removed  client apps-a -> subnet-b: was reachable at tcp/9096, declared, red  p-00000002\n"},
    {"added", came,
     "1 path added\n\n" UNTOLD
     "  added    client apps-a -> subnet-b: reachable at tcp/9096, declared, green  p-00000001\n"},
    {"verdict and status are one line", blocked,
     "1 path changed\n\n"
     "network-acl acl-b: egress 90 deny tcp/1024-65535 to 10.0.0.0/16 added [a-000777#/90]\n"
     "  changed  client apps-a -> subnet-b: reachable => one-way, green => yellow  p-00000001\n"},
    {"expired", ended,
     "1 path changed\n\n"
     "the declaration 'app-ingress' expired on 2026-09-30\n"
     "  changed  client apps-a -> subnet-b: declared => expired  p-00000001\n"},
    {"owner", owner,
     "1 path changed\n\n"
     "the intent changed\n"
     "  changed  client apps-a -> subnet-b: owner: payments => owner: nobody  p-00000001\n"},
    {"a rule and the intent: two causes", wider_and_owner,
     "1 path changed\n\n"
     "security-group sg-b (brokers): ingress tcp/9092-9096 from sg-a added [a-000777#/new]\n"
     "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092-9096  p-00000001\n"
     "\nthe intent changed\n"
     "  changed  client apps-a -> subnet-b: owner: payments => owner: nobody  p-00000001\n"},
    {"evidence went missing: without the provider's words", unknown,
     "1 path changed, 1 gap opened\n\n"
     "missing evidence: network ACLs: denied (AccessDenied)\n"
     "  changed  client apps-a -> subnet-b: reachable => unknown  p-00000001\n"
     "\nevidence is missing that was not missing before\n"
     "  gap      g-000009: denied (network ACLs: denied (AccessDenied))\n"},
    {"statement violated", violated,
     "1 statement changed\n\n"
     "security-group sg-b (brokers): ingress tcp/8083 from 0.0.0.0/0 added [a-000777#/open]\n"
     "  never    closed: proved => violated (never from internet to brokers)\n"},
    {"statement left open", unproved,
     "1 statement changed, 1 gap opened\n\n"
     "missing evidence: network ACLs: denied (AccessDenied)\n"
     "  never    closed: proved => unknown (never from internet to brokers)\n"
     "\nevidence is missing that was not missing before\n"
     "  gap      g-000009: denied (network ACLs: denied (AccessDenied))\n"},
    {"more machines", machines,
     "1 path changed\n\n"
     "endpoints: 2 to 2 before, 2 to 3 now\n"
     "  changed  client apps-a -> subnet-b: reachable => partial  p-00000001\n"},
    {"now observed, and red for it", seen,
     "1 path changed\n\n"
     "traffic was seen that was not seen before\n"
     "  changed  client apps-a -> subnet-b: not-watched => seen, green => red  p-00000001\n"},
    {"no longer observed", seen_before,
     "1 path changed\n\n"
     "traffic that was seen before was not seen while it was watched\n"
     "  changed  client apps-a -> subnet-b: seen => not-seen  p-00000001\n"},
    {"nobody looked", not_watched,
     "1 path changed\n\n"
     "nobody watched it this time\n"
     "  changed  client apps-a -> subnet-b: seen => not-watched  p-00000001\n"},
    {"watched now, nothing seen: no change", looked_only, "no differences\n"},
    {"gap closed", closed_gap,
     "1 gap closed\n\n"
     "evidence that was missing is there\n"
     "  gap      g-000009: was denied (network ACLs: denied (AccessDenied))\n"},
    {"the same gap by another number", same_gap, "no differences\n"},
    {"a rule that was rewritten: old => new", replaced,
     "1 path changed\n\n"
     "security-group sg-b (brokers): ingress tcp/9096 from 10.0.0.0/16 => ingress tcp/9092-9096 from sg-a "
     "[a-000777#/new]\n"
     "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092-9096  p-00000001\n"},
    {"who and when", by_somebody,
     "1 path changed\n\n"
     "security-group sg-b (brokers): ingress tcp/9092-9096 from sg-a added [a-000777#/new], by alice, "
     "2026-09-10T10:00:00Z\n"
     "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092-9096  p-00000001\n"},
    {"two who may have done it", by_two,
     "1 path changed\n\n"
     "security-group sg-b (brokers): ingress tcp/9092-9096 from sg-a added [a-000777#/new], by carol, or alice, "
     "2026-09-12T10:00:00Z\n"
     "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092-9096  p-00000001\n"},
    {"the event that names the rule", by_rule,
     "1 path changed\n\n"
     "security-group sg-b (brokers): ingress tcp/9092-9096 from sg-a added [a-000777#/new], by carol, "
     "2026-09-12T10:00:00Z\n"
     "  changed  client apps-a -> subnet-b: tcp/9096 => tcp/9092-9096  p-00000001\n"},
    {"a listener moved", moved_listener,
     "1 path changed\n\n"
     "kafka-listener broker-1: CLIENT SASL_SSL 9096 => CLIENT SASL_SSL 9097 [k#/1]\n"
     "  changed  client apps-a -> subnet-b: CLIENT at tcp/9096 => CLIENT at tcp/9097  p-00000001\n"},
    {"another member of a role", member,
     "1 path changed\n\n"
     "role apps: eni-3 came, eni-2 left\n"
     "  changed  client apps-a -> subnet-b: reachable => partial  p-00000001\n"},
    {"a row of a sheet", sheet_row,
     "1 row of a sheet changed\n\n" UNTOLD
     "  sheet    listeners/CLIENT: good: TLS => bad: in the clear (Listeners: CLIENT)\n"},
    {"alike paths are one line, each with each", two_owners,
     "2 paths changed\n\n"
     "the intent changed\n"
     "  changed  client apps -> brokers: owner: payments => owner: nobody (2 paths)\n"
     "           apps-a, apps-c -> subnet-b\n"
     "           p-00000002 p-00000001\n"},
    {"alike paths, not each with each", two_pairs,
     "2 paths changed\n\n"
     "the intent changed\n"
     "  changed  client apps -> brokers: owner: payments => owner: nobody (2 paths)\n"
     "           apps-c -> subnet-d; apps-a -> subnet-b\n"
     "           p-00000002 p-00000001\n"},
};

static void tells_each_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < N(rows); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct pair x;
        struct wit_diff diff;
        wit_buf_init(&out, 1 << 20);
        fill(&x);
        rows[i].change(&x);
        wit_diff_maps(&diff, arena, &x.older, &x.newer);
        wit_diff_write(&out, &diff, WIT_DIFF_TEXT);
        if (strcmp(wit_buf_str(&out), rows[i].text) != 0)
            fail_msg("%s:\n%s", rows[i].name, wit_buf_str(&out));
    }
}

/* The words that programs read. */
static void names_each_kind(void **state)
{
    static const struct {
        void (*change)(struct pair *x);
        const char *kind, *subject;
    } kinds[] = {
        {wider, "widened", "path"},
        {narrower, "narrowed", "path"},
        {gone, "removed", "path"},
        {came, "added", "path"},
        {blocked, "verdict", "path"},
        {ended, "expired", "path"},
        {owner, "owner", "path"},
        {violated, "proof", "statement"},
        {seen, "now-observed", "path"},
        {seen_before, "no-longer-observed", "path"},
        {moved_listener, "listener", "path"},
        {not_watched, "no-longer-watched", "path"},
        {sheet_row, "sheet", "sheet"},
        {closed_gap, "gap-closed", "gap"},
    };
    (void)state;
    for (size_t i = 0; i < N(kinds); i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct pair x;
        struct wit_diff diff;
        fill(&x);
        kinds[i].change(&x);
        wit_diff_maps(&diff, arena, &x.older, &x.newer);
        assert_true(diff.n >= 1);
        assert_string_equal(wit_change_word(diff.changes[0].kind), kinds[i].kind);
        assert_string_equal(diff.changes[0].subject, kinds[i].subject);
    }
}

/* Statements first, then red, yellow, green; each form holds them all, and hostile names stay text. */
static void orders_and_escapes(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf json, markdown;
    struct pair x;
    struct wit_diff diff;
    struct wit_value *v;
    struct wit_err err = {0};
    wit_buf_init(&json, 1 << 20);
    wit_buf_init(&markdown, 1 << 20);
    fill(&x);
    violated(&x);
    x.new_paths[0].review.owner = x.new_paths[1].review.owner = "<b>|\"\n";
    wit_diff_maps(&diff, arena, &x.older, &x.newer);
    assert_int_equal(diff.n, 3);
    assert_string_equal(diff.changes[0].id, "closed");
    assert_string_equal(diff.changes[1].id, "p-00000002");
    assert_string_equal(diff.changes[2].id, "p-00000001");
    wit_diff_write(&json, &diff, WIT_DIFF_JSON);
    if (!wit_json_parse(&v, arena, wit_buf_str(&json), json.len, &err))
        fail_msg("%s", err.text);
    assert_int_equal(wit_get(v, "changes")->count, 3);
    assert_string_equal(wit_str(wit_at(wit_get(v, "changes"), 1), "after"), "owner: <b>|\"\n");
    wit_diff_write(&markdown, &diff, WIT_DIFF_MARKDOWN);
    assert_non_null(strstr(wit_buf_str(&markdown), "### security-group sg-b (brokers): ingress"));
    assert_non_null(strstr(wit_buf_str(&markdown), "owner: payments => owner: &lt;b>\\|\"  "));
    assert_null(strstr(wit_buf_str(&markdown), "<b>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_each_kind),
        cmocka_unit_test(names_each_kind),
        cmocka_unit_test(orders_and_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
