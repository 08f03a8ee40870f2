/* tests/unit/test_reach_bulk.c: crowds answered in bulk are what their pairs give one by one.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * WIT_SEED and WIT_ROUNDS change the first seed and the number of estates.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/reach/inside.h"
#include "tests/support/estate_builder.h"

static uint64_t state;
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

enum { GROUPS = 7 };
static const char *const ports[] = {"all",    "tcp/9094", "tcp/443",     "tcp/1024-65535", "tcp/9092-9098",
                                    "udp/53", "icmp/8",   "tcp/0-65535", "proto/50"};
static const char *const asked[] = {"all", "tcp/9094", "tcp/9092-9098", "udp/53", "icmp/8"};

static const char *prefix(struct wit_arena *arena, unsigned nets)
{
    static const char *const fixed[] = {"0.0.0.0/0", "0.0.0.0/0", "10.0.0.0/8", "::/0", "198.51.100.0/24"};
    unsigned n = 1 + pick(nets);
    switch (pick(5)) {
    case 0:
        return wit_fmt(arena, "10.%u.0.0/16", n);
    case 1:
        return wit_fmt(arena, "10.%u.%u.0/24", n, 1 + pick(3));
    case 2:
        return wit_fmt(arena, "10.%u.%u.%u/32", n, 1 + pick(3), 4 + pick(12));
    case 3:
        return wit_fmt(arena, "10.%u.%u.0/29", n, 1 + pick(3));
    default:
        return ONE_OF(fixed);
    }
}

static void add_filters(struct wit_buf *out, struct wit_arena *arena, unsigned nets, bool gaps)
{
    bool open = chance(15);
    for (unsigned i = 1; i <= GROUPS; i++) {
        wit_buf_printf(out, "sg sg-%u vpc-%u%s\n", i, chance(10) ? nets : 1 + i % nets,
                       gaps && chance(4) ? " cut" : "");
        for (unsigned k = 0; k < pick(5); k++)
            wit_buf_printf(out, "%s sg-%u %s %s\n", chance(60) ? "in" : "out", i, ONE_OF(ports),
                           chance(50)          ? wit_fmt(arena, "sg-%u", 1 + pick(GROUPS))
                           : chance(10)        ? "pl-1"
                           : gaps && chance(6) ? "?"
                                               : prefix(arena, nets));
        if (open)
            wit_buf_printf(out, "in sg-%u all 0.0.0.0/0\n", i);
        if (open || chance(60))
            wit_buf_printf(out, "out sg-%u all 0.0.0.0/0\nout sg-%u all ::/0\n", i, i);
    }
    for (unsigned i = 1; i <= 3; i++) {
        wit_buf_printf(out, "acl acl-%u%s\n", i, gaps && chance(5) ? " cut" : "");
        for (unsigned k = 0; k < pick(4); k++)
            wit_buf_printf(out, "entry acl-%u %s %u %s %s %s\n", i, chance(50) ? "in" : "out", 10 + k * 10,
                           gaps && chance(8) ? "?"
                           : chance(40)      ? "deny"
                                             : "allow",
                           ONE_OF(ports), prefix(arena, nets));
        wit_buf_printf(out, "entry acl-%u in 900 allow %s 0.0.0.0/0\n", i, chance(80) ? "all" : ONE_OF(ports));
        wit_buf_printf(out, "entry acl-%u out 900 allow %s 0.0.0.0/0\n", i, chance(80) ? "all" : ONE_OF(ports));
    }
}

static const char *groups_of(struct wit_arena *arena, bool gaps)
{
    if (gaps && chance(4))
        return chance(50) ? "?" : "none";
    if (chance(4))
        return chance(50) ? "sg-gone,sg-open" : "sg-open";
    unsigned a = 1 + pick(GROUPS), b = 1 + pick(GROUPS);
    return chance(60) || a == b ? wit_fmt(arena, "sg-%u", a) : wit_fmt(arena, "sg-%u,sg-%u", a, b);
}

static void add_network(struct wit_buf *out, struct wit_arena *arena, unsigned n, unsigned nets, bool gaps)
{
    static const char *const targets[] = {"igw", "nat", "igw"};
    wit_buf_printf(out, "net vpc-%u 10.%u.0.0/16 2001:db8:%u::/56%s\n", n, n, n, chance(10) ? " region=r2" : "");
    wit_buf_printf(out, "igw igw-%u vpc-%u\ngwe vpce-%u vpc-%u\n", n, n, n, n);
    for (unsigned t = 1; t <= 2; t++) {
        wit_buf_printf(out, "rt rt-%u%u vpc-%u%s\n", n, t, n, gaps && chance(5) ? " cut" : "");
        if (chance(70))
            wit_buf_printf(out, "route rt-%u%u 0.0.0.0/0 %s-%u\n", n, t, ONE_OF(targets), n);
        for (unsigned other = 1; other <= nets; other++)
            if (other != n && chance(70))
                wit_buf_printf(out, "route rt-%u%u 10.%u.0.0/16 %s\n", n, t, other,
                               chance(60) ? wit_fmt(arena, "pcx-%u", n + other - 2) : "tgw-1");
        if (chance(15))
            wit_buf_printf(out, "route rt-%u%u %s %s\n", n, t, prefix(arena, nets),
                           chance(50) ? "vgw-1" : wit_fmt(arena, "eni-r%u", n));
    }
    for (unsigned s = 1; s <= 3; s++)
        wit_buf_printf(out, "sub s-%u%u vpc-%u 10.%u.%u.0/24 2001:db8:%u:%u::/64 %s %s\n", n, s, n, n, s, n, s,
                       gaps && chance(4) ? "rt=?" : wit_fmt(arena, "rt=rt-%u%u", n, 1 + pick(2)),
                       gaps && chance(4) ? "acl=?"
                       : chance(30)      ? ""
                                         : wit_fmt(arena, "acl=acl-%u", 1 + pick(3)));
    wit_buf_printf(out, "nat nat-%u s-%u1 10.%u.1.200=203.0.113.%u\neni eni-r%u s-%u1 10.%u.1.201 sg=sg-1%s\n", n, n, n,
                   200 + n, n, n, n, chance(70) ? " nocheck" : "");
    for (unsigned k = 0; k < 14; k++) {
        unsigned s = 1 + pick(3);
        wit_buf_printf(out, "eni e%u-%u s-%u%u 10.%u.%u.%u%s%s sg=%s%s%s%s\n", n, k, n, s, n, s, 4 + k,
                       chance(15) ? wit_fmt(arena, "=203.0.113.%u", n * 20 + k) : "",
                       chance(20) ? wit_fmt(arena, " 2001:db8:%u:%u::%u", n, s, k + 1) : "", groups_of(arena, gaps),
                       chance(20) ? " instance=i-" : "", chance(10) ? " windows" : "",
                       chance(4)   ? " type=lambda"
                       : chance(4) ? " unfiltered"
                       : chance(3) ? " type=network_load_balancer"
                                   : "");
    }
}

static const char *random_estate(struct wit_arena *arena)
{
    static const char *const missing[] = {"DescribeInternetGateways", "DescribeRouteTables", "DescribeVpnGateways",
                                          "DescribeNetworkInterfaces", "DescribeSecurityGroups"};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    bool gaps = chance(50);
    unsigned nets = 1 + pick(3);
    for (unsigned n = 1; n <= nets; n++)
        add_network(&out, arena, n, nets, gaps);
    for (unsigned n = 1; n < nets; n++)
        wit_buf_printf(&out, "pcx pcx-%u vpc-%u vpc-%u%s\n", n, n, n + 1, gaps && chance(8) ? " gap" : "");
    wit_buf_printf(&out, "tgw tgw-1 - refs=%s\nttb ttb-1 tgw-1%s\n", chance(60) ? "on" : "off",
                   gaps && chance(8) ? " cut" : "");
    for (unsigned n = 1; n <= nets; n++)
        wit_buf_printf(&out,
                       "attach tgw-attach-%u tgw-1 vpc-%u subnets=s-%u1 table=ttb-1 refs=%s\n"
                       "troute ttb-1 10.%u.0.0/%u tgw-attach-%u propagated=vpc\n",
                       n, n, n,
                       chance(60)   ? "on"
                       : chance(50) ? "off"
                                    : "?",
                       n, chance(80) ? 16U : 23U, n);
    add_filters(&out, arena, nets, gaps);
    wit_buf_printf(&out, "vgw vgw-1 vpc-1\npl pl-1 10.1.1.0/24 198.51.100.0/24%s\n", gaps && chance(20) ? " cut" : "");
    if (chance(10))
        wit_buf_puts(&out, "thing unheard-of x-1\n");
    while (gaps && chance(25))
        wit_buf_printf(&out, "missing %s\n", ONE_OF(missing));
    return wit_strdup(arena, wit_buf_str(&out));
}

/* Some interfaces of the estate: those of a subnet, a network, or any. */
static void a_party(struct wit_party *out, struct wit_arena *arena, const struct wit_estate *e)
{
    const struct wit_interface **list = WIT_NEW_ARRAY(arena, const struct wit_interface *, e->n_interfaces);
    const struct wit_interface *like = &e->interfaces[pick((unsigned)e->n_interfaces)];
    unsigned how = pick(4);
    size_t n = 0;
    for (size_t i = 0; i < e->n_interfaces; i++) {
        const struct wit_interface *x = &e->interfaces[i];
        if (how == 0 ? x->subnet == like->subnet : how == 1 ? x->subnet->network == like->subnet->network : chance(40))
            list[n++] = x;
    }
    if (n == 0)
        list[n++] = like;
    wit_party_interfaces(out, arena, "party", list, n, WIT_NO_GAP);
}

static const char *told(struct wit_arena *arena, const struct wit_estate *e, const struct wit_answer *a, bool lean)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 22);
    wit_buf_printf(&out, "%s pairs %lu open %lu unknown %lu one-way %lu from %lu to %lu open ",
                   wit_verdict_word(a->verdict), (unsigned long)a->pairs, (unsigned long)a->pairs_open,
                   (unsigned long)a->pairs_unknown, (unsigned long)a->pairs_one_way, (unsigned long)a->from_open,
                   (unsigned long)a->to_open);
    wit_pset_text(&out, a->open);
    wit_buf_puts(&out, " possible ");
    wit_pset_text(&out, a->possible);
    for (size_t i = 0; i < a->n_gaps; i++)
        wit_buf_printf(&out, " %s", a->gap_rows[i]->id);
    if (!lean) {
        wit_buf_printf(&out, " usual %d %s %s\n", a->usual, a->from_endpoint, a->to_endpoint);
        wit_answer_json(&out, e, a, "a", "b", "p", true);
    }
    return wit_strdup(arena, wit_buf_str(&out));
}

struct seen {
    unsigned verdicts[5], total;
};

static void compare(const struct wit_estate *e, struct wit_reach *bulk, struct wit_reach *plain, const char *text,
                    unsigned seed, struct seen *seen)
{
    for (unsigned k = 0; k < 12; k++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_party from, to;
        struct wit_pset set = wit_pset_none();
        struct wit_answer x, y;
        struct wit_err err = {0};
        unsigned way = pick(3);
        const char *port = ONE_OF(asked);
        a_party(&from, arena, e);
        a_party(&to, arena, e);
        if (strcmp(port, "all") == 0)
            set = wit_pset_all();
        else if (!wit_ports_parse(&set, arena, port, &err))
            fail_msg("%s", err.text);
        struct wit_reach *const engines[] = {bulk, plain};
        struct wit_answer *const answers[] = {&x, &y};
        for (size_t i = 0; i < 2; i++) {
            if (way == 0)
                wit_reach_spread(answers[i], arena, engines[i], &from, &to, set);
            else if (way == 1)
                wit_reach_any(answers[i], arena, engines[i], &from, &to, set, k % 2 == 0);
            else
                wit_reach_ask(answers[i], arena, engines[i], &from, &to, set, k % 2 == 0);
        }
        const char *one = told(arena, e, &x, way == 0), *other = told(arena, e, &y, way == 0);
        seen->verdicts[y.verdict]++;
        seen->total++;
        if (strcmp(one, other) != 0) {
            fprintf(stderr, "seed %u\n%s\nway %u, %s\nbulk:  %s\npairs: %s\n", seed, text, way, port, one, other);
            fail();
        }
    }
}

/* A rule, route or choice of one object of the estate changes, in place. */
static void change(struct wit_touched *t, struct wit_arena *arena, struct wit_estate *e)
{
    *t = (struct wit_touched){0};
    unsigned what = pick(6);
    struct wit_filter *f = (struct wit_filter *)(uintptr_t)&e->filters[pick((unsigned)e->n_filters)];
    if (what < 4 && f->n_rules > 0) {
        struct wit_rule *rules = WIT_NEW_ARRAY(arena, struct wit_rule, f->n_rules + 1);
        const struct wit_filter **list = WIT_NEW(arena, const struct wit_filter *);
        memcpy(rules, f->rules, f->n_rules * sizeof *rules);
        struct wit_rule *one = &rules[pick((unsigned)f->n_rules)];
        const struct wit_filter *other = &e->filters[pick((unsigned)e->n_filters)];
        if (what == 0 && f->n_rules > 1)
            f->n_rules--;
        else if (what == 1 || other->n_rules == 0)
            one->ports = wit_pset_ports(arena, WIT_TCP, 9000 + pick(100), 9100);
        else if (what == 2)
            one->egress = !one->egress;
        else if (one->peer == WIT_PEER_PREFIX && other->rules[0].peer == WIT_PEER_PREFIX)
            one->prefix =
                chance(50) ? other->rules[0].prefix : wit_prefix_of(one->prefix.addr, (uint8_t)(8 + pick(24)));
        f->rules = rules;
        list[0] = f;
        t->filters = list;
        t->n_filters = 1;
    } else if (what == 4) {
        struct wit_subnet *s = (struct wit_subnet *)(uintptr_t)&e->subnets[pick((unsigned)e->n_subnets)];
        const struct wit_subnet *like = &e->subnets[pick((unsigned)e->n_subnets)];
        const struct wit_subnet **list = WIT_NEW(arena, const struct wit_subnet *);
        s->acl = like->acl;
        s->acl_gap = like->acl_gap;
        list[0] = s;
        t->subnets = list;
        t->n_subnets = 1;
    } else {
        struct wit_route_table *table = (struct wit_route_table *)(uintptr_t)&e->tables[pick((unsigned)e->n_tables)];
        const struct wit_route_table **list = WIT_NEW(arena, const struct wit_route_table *);
        table->n_routes -= table->n_routes > 1;
        list[0] = table;
        t->tables = list;
        t->n_tables = 1;
    }
}

static const char *told_cell(struct wit_arena *arena, struct wit_reach *r, const struct wit_matrix_cell *c)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    wit_buf_printf(&out, "%s pairs %lu open %lu unknown %lu one-way %lu from %lu to %lu open ",
                   wit_verdict_word(c->verdict), (unsigned long)c->pairs, (unsigned long)c->pairs_open,
                   (unsigned long)c->pairs_unknown, (unsigned long)c->pairs_one_way, (unsigned long)c->from_open,
                   (unsigned long)c->to_open);
    wit_pset_text(&out, c->open);
    wit_buf_puts(&out, " possible ");
    wit_pset_text(&out, c->possible);
    for (size_t i = 0; i < c->n_gaps; i++)
        wit_buf_printf(&out, " %s", wit_reach_gap(r, c->gaps[i])->id);
    return wit_strdup(arena, wit_buf_str(&out));
}

static unsigned setting(const char *name, unsigned otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : (unsigned)strtoul(text, NULL, 10);
}

static void test_random_estates(void **unused)
{
    (void)unused;
    unsigned first = setting("WIT_SEED", 1), rounds = setting("WIT_ROUNDS", 200);
    struct seen seen = {0};
    for (unsigned seed = first; seed < first + rounds; seed++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        state = seed * 2654435761U;
        const char *text = random_estate(arena);
        struct wit_estate *e = wit_estate_build(arena, text);
        struct wit_reach *bulk = wit_reach_new(e), *plain = wit_reach_new(e);
        plain->one_by_one = true;
        compare(e, bulk, plain, text, seed, &seen);
        wit_reach_free(bulk);
        wit_reach_free(plain);
    }
    for (size_t v = 0; v < 5; v++) /* a test that never saw a verdict proves nothing of it */
        assert_true(rounds < 200 || seen.verdicts[v] > 0);
}

/* After a change: the matrix that is filled again, and any question, against an engine that never knew the estate. */
static void test_again(void **unused)
{
    (void)unused;
    unsigned first = setting("WIT_SEED", 1), rounds = setting("WIT_ROUNDS", 25);
    size_t filled = 0, cells = 0;
    for (unsigned seed = first; seed < first + rounds; seed++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        state = seed * 2654435761U + 77;
        const char *text = random_estate(arena);
        struct wit_estate *e = wit_estate_build(arena, text);
        struct wit_reach *r = wit_reach_new(e);
        struct wit_party *parties = WIT_NEW_ARRAY(arena, struct wit_party, e->n_subnets);
        struct wit_err err = {0};
        struct seen seen = {0};
        for (size_t i = 0; i < e->n_subnets; i++)
            assert_true(wit_party_parse(&parties[i], arena, r, e->subnets[i].id, &err));
        struct wit_matrix *m = wit_matrix_new(parties, e->n_subnets);
        wit_matrix_fill(m, r);
        compare(e, r, r, text, seed, &seen); /* fills the memories */
        for (unsigned k = 0; k < 4; k++) {
            struct wit_touched touched;
            change(&touched, arena, e);
            r = wit_reach_again(r, &touched);
            filled += wit_matrix_fill(m, r);
            cells += e->n_subnets * e->n_subnets;
            struct wit_reach *fresh = wit_reach_new(e);
            struct wit_matrix *other = wit_matrix_new(parties, e->n_subnets);
            wit_matrix_fill(other, fresh);
            for (size_t i = 0; i < e->n_subnets * e->n_subnets; i++) {
                size_t a = i / e->n_subnets, b = i % e->n_subnets;
                const char *is = told_cell(arena, r, wit_matrix_at(m, a, b));
                const char *should = told_cell(arena, fresh, wit_matrix_at(other, a, b));
                if (strcmp(is, should) != 0) {
                    fprintf(
                        stderr,
                        "seed %u change %u (filter %s, %zu tables, %zu subnets) %s -> %s\n%s\nagain: %s\nfresh: %s\n",
                        seed, k, touched.n_filters > 0 ? touched.filters[0]->id : "none", touched.n_tables,
                        touched.n_subnets, e->subnets[a].id, e->subnets[b].id, text, is, should);
                    fail();
                }
            }
            compare(e, r, fresh, text, seed, &seen);
            wit_matrix_free(other);
            wit_reach_free(fresh);
        }
        wit_matrix_free(m);
        wit_reach_free(r);
    }
    assert_true(filled < cells); /* something was kept */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_estates),
        cmocka_unit_test(test_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
