/* tests/unit/test_traffic_less.c: whatever is taken from a capture, classes become unknown, never others.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Made-up captures (tests/support/traffic_gen.h) of which packets are left out, cut short, or only one side or the
 * later part is kept, and all of that together.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "collectors/traffic/flows.h"
#include "tests/support/traffic_gen.h"

enum { CONNS = 600, PACKETS = 24000 };

struct spoil {
    const char *name;
    unsigned one_in; /* of the packets that open nothing; 1: all */
    unsigned lost;   /* percent, of all */
    size_t snap;     /* bytes of a frame that are kept; 0: all */
    int side;        /* 0: both; 1: only what clients sent; 2: servers */
    unsigned from;   /* percent of the packets that come before the capture */
    unsigned right;  /* percent of the connections that can be told must be */
};
static const struct spoil spoils[] = {
    {"whole", 1, 0, 0, 0, 0, 100},
    {"snap 128", 1, 0, 128, 0, 0, 90},
    {"snap 112", 1, 0, 112, 0, 0, 80},
    {"snap 96", 1, 0, 96, 0, 0, 50},
    {"snap 64", 1, 0, 64, 0, 0, 0},
    {"only clients", 1, 0, 0, 1, 0, 100},
    {"only servers", 1, 0, 0, 2, 0, 0},
    {"begun in the middle", 1, 0, 0, 0, 50, 0},
    {"a tenth lost", 1, 10, 0, 0, 0, 90},
    {"half lost", 1, 50, 0, 0, 0, 60},
    {"nine tenths lost", 1, 90, 0, 0, 0, 10},
    {"1 in 10", 10, 0, 0, 0, 0, 50},
    {"1 in 100", 100, 0, 0, 0, 0, 5},
    {"1 in 1000", 1000, 0, 0, 0, 0, 0},
    {"1 in 10 without openings, snap 128", 10, 50, 128, 0, 30, 0},
    {"half of one side, in the middle", 1, 50, 0, 1, 40, 0},
    {"half of the servers' side, in the middle", 1, 50, 0, 2, 40, 0},
    {"half of it, snap 96, in the middle", 1, 50, 96, 0, 40, 0},
};

static uint64_t roll(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static struct wit_addr address(bool six, uint32_t host)
{
    return six ? (struct wit_addr){UINT64_C(0x20010db800000000), host, 6} : (struct wit_addr){0, host, 4};
}

/* Reads what is left of the capture. conns: those that there were. */
static void see(struct wit_flows *flows, struct wit_arena *arena, struct wit_gen_conn conns[CONNS],
                const struct spoil *spoil, uint64_t seed)
{
    struct wit_gen_options options = {
        .packets = PACKETS, .conns = CONNS, .at_once = 64, .seed = seed, .six = true, .tunnels = seed % 2 == 0};
    struct wit_gen *gen = wit_gen_new(&options);
    struct wit_gen_packet p;
    struct wit_texts texts = {.arena = arena};
    uint64_t state = seed * 77 + 1, number = 0;
    wit_flows_init(flows, arena, false);
    struct wit_conns *table = wit_conns_new(&texts, wit_flows_add, flows);
    while (wit_gen_next(gen, &p)) {
        struct wit_packet packet;
        conns[p.conn.number] = p.conn;
        struct wit_frame frame = {.bytes = p.bytes,
                                  .len = spoil->snap != 0 && spoil->snap < p.len ? spoil->snap : p.len,
                                  .whole = p.len,
                                  .time_ns = p.time_ns,
                                  .link = WIT_LINK_ETHERNET};
        bool kept = roll(&state) % 100 >= spoil->lost && number++ * 100 >= (uint64_t)spoil->from * PACKETS &&
                    (spoil->side == 0 || p.from_client == (spoil->side == 1));
        if (wit_packet_read(&packet, &frame) != WIT_PACKET_GOOD)
            continue;
        bool opens = packet.protocol == WIT_IP_TCP && (packet.flags & (WIT_TCP_SYN | WIT_TCP_RST)) != 0;
        if (kept && (opens || roll(&state) % spoil->one_in == 0))
            (void)wit_conns_packet(table, &packet);
    }
    wit_gen_free(gen);
    wit_conns_finish(table);
    wit_conns_free(table);
    wit_flows_finish(flows);
}

/* Which connection a record is of: addresses of clients are each one's own. Its ends may be the wrong way round. */
static const struct wit_gen_conn *conn_of(const struct wit_gen_conn conns[CONNS], const struct wit_flow *f,
                                          bool *backwards)
{
    for (size_t i = 0; i < CONNS; i++) {
        struct wit_addr client = address(conns[i].six, conns[i].client);
        if (wit_addr_cmp(client, f->client) == 0 || wit_addr_cmp(client, f->server) == 0) {
            *backwards = wit_addr_cmp(client, f->server) == 0;
            return &conns[i];
        }
    }
    return NULL;
}

static void less_is_never_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof spoils / sizeof spoils[0]; i++) {
        size_t told = 0, can = 0;
        for (uint64_t seed = 1; seed <= 3; seed++) {
            WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
            static struct wit_gen_conn conns[CONNS];
            struct wit_flows flows;
            see(&flows, arena, conns, &spoils[i], seed);
            for (size_t k = 0; k < CONNS; k++)
                can += strcmp(wit_gen_class(conns[k].role), "unknown") != 0;
            for (size_t k = 0; k < flows.n; k++) {
                const struct wit_flow *f = &flows.list[k];
                bool backwards;
                const struct wit_gen_conn *conn = conn_of(conns, f, &backwards);
                assert_non_null(conn);
                const char *class = wit_kind_row(f->kind)->class, *truth = wit_gen_class(conn->role);
                if (strcmp(class, "unknown") == 0)
                    continue;
                if (backwards || f->port != conn->port || strcmp(class, truth) != 0)
                    fail_msg("%s, seed %llu: connection %u is %s, told as %s to port %u%s (%s)", spoils[i].name,
                             (unsigned long long)seed, conn->number, truth, class, f->port,
                             backwards ? ", backwards" : "", f->reason);
                told++;
            }
            wit_flows_free(&flows);
        }
        print_message("%s: %zu of %zu told\n", spoils[i].name, told, can);
        assert_true(told * 100 >= can * spoils[i].right);
        assert_true(told <= can);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(less_is_never_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
