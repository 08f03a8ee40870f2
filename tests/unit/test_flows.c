/* tests/unit/test_flows.c: many small flows are folded into prefixes, and nothing is lost sight of by it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "collectors/traffic/flows.h"

enum { CAP = 400, SCAN = 20000, LARGE = 50 };

enum shape { CLIENTS, SERVERS, BOTH, PORTS };

static struct wit_addr address(bool six, uint32_t host)
{
    if (!six)
        return (struct wit_addr){0, 0x0a000000U + host, 4};
    return (struct wit_addr){UINT64_C(0x20010db800000000) + host, host, 6}; /* a /64 each */
}

static struct wit_flow one_of(enum shape shape, bool six, uint32_t i)
{
    uint32_t spread = i * 2654435761U >> 8; /* over a /8 */
    struct wit_flow f = {.client = address(six, shape == CLIENTS || shape == BOTH ? spread : 1),
                         .server = address(six, shape == SERVERS || shape == BOTH ? spread ^ 0x5555 : 2),
                         .client_bits = six ? 128 : 32,
                         .server_bits = six ? 128 : 32,
                         .port = (uint16_t)(shape == PORTS ? i % 300 : 9092),
                         .protocol = WIT_IP_TCP,
                         .reason = "",
                         .connections = 1,
                         .packets = {1, 0},
                         .bytes = {60, 0},
                         .first_ns = i + 1,
                         .last_ns = i + 1};
    return f;
}

/* Is (client, server, port) within some record? */
static bool covered(const struct wit_flows *flows, const struct wit_flow *f)
{
    for (size_t i = 0; i < flows->n; i++) {
        const struct wit_flow *r = &flows->list[i];
        if (r->port == f->port && wit_prefix_has((struct wit_prefix){r->client, r->client_bits}, f->client) &&
            wit_prefix_has((struct wit_prefix){r->server, r->server_bits}, f->server))
            return true;
    }
    return false;
}

static void scans_are_folded(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        enum shape shape;
        bool six, folded;
    } rows[] = {
        {"many clients", CLIENTS, false, true},
        {"many servers", SERVERS, false, true},
        {"both", BOTH, false, true},
        {"many clients, IPv6", CLIENTS, true, true},
        {"both, IPv6", BOTH, true, true},
        {"many ports", PORTS, false, false},
    };
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_flows flows;
        uint64_t packets = 0, connections = 0, exact = 0;
        wit_flows_init(&flows, arena, false);
        wit_flows_cap(&flows, CAP);
        for (uint32_t i = 0; i < SCAN; i++) {
            struct wit_flow f = one_of(rows[k].shape, rows[k].six, i);
            wit_flows_merge(&flows, &f);
            if (i < LARGE) { /* a conversation amid the scan */
                f = one_of(CLIENTS, rows[k].six, 1000000 + i);
                f.packets[0] = f.packets[1] = 1000;
                wit_flows_merge(&flows, &f);
            }
        }
        wit_flows_finish(&flows);
        for (size_t i = 0; i < flows.n; i++) {
            const struct wit_flow *f = &flows.list[i];
            packets += f->packets[0] + f->packets[1];
            connections += f->connections;
            exact += f->packets[1] == 1000 && f->client_bits == (rows[k].six ? 128 : 32);
        }
        if (flows.n > CAP || (flows.folded > 0) != rows[k].folded)
            fail_msg("%s: %zu flows, %llu folded", rows[k].name, flows.n, (unsigned long long)flows.folded);
        assert_int_equal(packets, SCAN + LARGE * 2000); /* nothing is lost, */
        assert_int_equal(connections, SCAN + LARGE);
        assert_int_equal(exact, LARGE);           /* what is large stays as it is, */
        for (uint32_t i = 0; i < SCAN; i += 37) { /* and everything is within some record, at its port */
            struct wit_flow f = one_of(rows[k].shape, rows[k].six, i);
            if (!covered(&flows, &f))
                fail_msg("%s: flow %u is nowhere", rows[k].name, i);
        }
        wit_flows_free(&flows);
    }
}

/* The order of lines does not show in amounts, and equal keys are one record. */
static void records_are_merged(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_flows flows;
    wit_flows_init(&flows, arena, false);
    for (uint32_t round = 0; round < 5; round++) {
        for (uint32_t i = 0; i < 3000; i++) {
            struct wit_flow f = one_of(CLIENTS, false, round % 2 == 0 ? i : 2999 - i);
            wit_flows_merge(&flows, &f);
        }
    }
    wit_flows_finish(&flows);
    assert_int_equal(flows.n, 3000);
    assert_int_equal(flows.folded, 0);
    for (size_t i = 0; i < flows.n; i++)
        assert_int_equal(flows.list[i].packets[0], 5);
    wit_flows_free(&flows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scans_are_folded),
        cmocka_unit_test(records_are_merged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
