/* tests/unit/test_traffic_honest.c: odd and hostile traffic is not called less, or something else, than it is.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "collectors/traffic/cursor.h"
#include "collectors/traffic/link.h"
#include "collectors/traffic/logs.h"

enum { SYN = WIT_TCP_SYN, ACK = WIT_TCP_ACK, RST = WIT_TCP_RST, FIN = WIT_TCP_FIN };

/* ---- openings ---- */
static const struct opening {
    const char *name;
    struct {
        char from; /* 'c' the client, 's' the server */
        uint8_t flags;
    } packets[6];
    unsigned refused, unanswered;
} openings[] = {
    {"answered", {{'c', SYN}, {'s', SYN | ACK}, {'c', ACK}}, 0, 0},
    {"refused", {{'c', SYN}, {'s', RST | ACK}}, 1, 0},
    {"sent again, refused", {{'c', SYN}, {'c', SYN}, {'s', RST | ACK}}, 1, 0},
    {"not answered", {{'c', SYN}, {'c', SYN}}, 0, 1},
    {"one direction was captured: the client acknowledges", {{'c', SYN}, {'c', ACK}, {'c', ACK}}, 0, 0},
    {"the answer was lost, and a reset ends it", {{'c', SYN}, {'c', ACK}, {'s', RST}}, 0, 0},
    {"only the server's direction", {{'s', SYN | ACK}, {'s', ACK}, {'s', RST}}, 0, 0},
};

static void openings_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof openings / sizeof openings[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const struct opening *row = &openings[i];
        struct wit_texts texts = {.arena = arena};
        struct wit_flows flows;
        wit_flows_init(&flows, arena, false);
        struct wit_conns *table = wit_conns_new(&texts, wit_flows_add, &flows);
        for (uint32_t k = 0; k < 6 && row->packets[k].from != '\0'; k++) {
            bool client = row->packets[k].from == 'c';
            const struct wit_addr ends[2] = {{0, 0x0a000105, 4}, {0, 0x0a000207, 4}};
            const struct wit_packet p = {.time_ns = 1000000000U + k,
                                         .src = ends[!client],
                                         .dst = ends[client],
                                         .src_port = client ? 50000 : 9096,
                                         .dst_port = client ? 9096 : 50000,
                                         .protocol = WIT_IP_TCP,
                                         .flags = row->packets[k].flags,
                                         .seq = k,
                                         .ip_id = (uint16_t)(k + 1),
                                         .ip_len = 40};
            assert_true(wit_conns_packet(table, &p));
        }
        wit_conns_finish(table);
        wit_flows_finish(&flows);
        assert_int_equal(flows.n, 1);
        if (flows.list[0].refused != row->refused || flows.list[0].unanswered != row->unanswered ||
            flows.list[0].port != 9096)
            fail_msg("%s: port %u, %llu refused, %llu unanswered", row->name, flows.list[0].port,
                     (unsigned long long)flows.list[0].refused, (unsigned long long)flows.list[0].unanswered);
        wit_conns_free(table);
        wit_flows_free(&flows);
    }
}

/* ---- flow logs ---- */
#define FIELDS   "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags\n"
#define UP       "eni-1 10.0.1.5 10.0.2.7 50000 9096 6 10 1000 "
#define DOWN     "eni-1 10.0.2.7 10.0.1.5 9096 50000 6 10 1000 "
#define INTERVAL "1000000000 1000000060 "
static const struct log {
    const char *name, *text;
    uint64_t rejected, accepted, no_action, seconds, bad;
} logs[] = {
    {"rejected", FIELDS UP INTERVAL "REJECT 2\n", 1, 0, 0, 60, 0},
    {"openings rejected, and what was open goes on", FIELDS UP INTERVAL "REJECT 2\n" UP INTERVAL "ACCEPT 0\n", 1, 1, 0,
     60, 0},
    {"a reset is nothing that goes on", FIELDS UP INTERVAL "REJECT 2\n" DOWN INTERVAL "ACCEPT 4\n", 1, 0, 0, 60, 0},
    {"the answer is rejected", FIELDS UP INTERVAL "ACCEPT 2\n" DOWN INTERVAL "REJECT 18\n", 1, 0, 0, 60, 0},
    {"without an action",
     "interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end\n" UP INTERVAL "\n", 0, 0, 1, 60,
     0},
    {"an hour between two intervals", FIELDS UP INTERVAL "ACCEPT 2\n" UP "1000003600 1000003660 ACCEPT 0\n", 0, 1, 0,
     120, 0},
    {"intervals that touch and overlap",
     FIELDS UP INTERVAL "ACCEPT 2\n" UP "1000000030 1000000090 ACCEPT 0\n" UP "1000000060 1000000120 ACCEPT 0\n", 0, 2,
     0, 120, 0},
    {"what comes late adds nothing", FIELDS UP "1000003600 1000003660 ACCEPT 2\n" UP INTERVAL "ACCEPT 0\n", 0, 1, 0, 60,
     0},
    {"an interval of a year", FIELDS UP "1000000000 1031536000 ACCEPT 2\n", 0, 0, 0, 0, 0},
    {"times that are none", FIELDS UP "9999999999999999999 9999999999999999999 ACCEPT 2\n" UP INTERVAL "ACCEPT 2\n", 0,
     0, 0, 60, 1},
};

static void logs_are_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof logs / sizeof logs[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        FILE *file = tmpfile();
        struct wit_lines *lines;
        struct wit_logs read;
        struct wit_err err = {0};
        assert_non_null(file);
        assert_true(fputs(logs[i].text, file) >= 0 && fflush(file) == 0);
        rewind(file);
        assert_true(wit_lines_open_fd(&lines, dup(fileno(file)), &err));
        assert_true(wit_logs_init(&read, arena, NULL, false, &err));
        if (!wit_logs_read(&read, lines, &err))
            fail_msg("%s: %s", logs[i].name, err.text);
        wit_logs_finish(&read);
        assert_int_equal(read.facts.n_vantages, 1);
        const struct wit_flow *f = &read.flows.list[0];
        if (read.flows.n != 1 || f->rejected != logs[i].rejected || f->accepted != logs[i].accepted ||
            read.facts.no_action != logs[i].no_action || read.facts.bad != logs[i].bad ||
            read.facts.vantages[0]->seconds != logs[i].seconds)
            fail_msg("%s: %zu flows, %llu rejected, %llu accepted, %llu s", logs[i].name, read.flows.n,
                     (unsigned long long)f->rejected, (unsigned long long)f->accepted,
                     (unsigned long long)read.facts.vantages[0]->seconds);
        wit_logs_free(&read);
        (void)fclose(file);
    }
}

/* ---- names ---- */
static const struct named {
    const char *name, *id;
    int32_t replica;
    enum wit_kind_of_flow kind;
} ids[] = {
    {"a broker's fetcher", "broker-1-fetcher-0", 2, WIT_KIND_REPLICA_FETCH},
    {"its body was not captured", "broker-1-fetcher-0", WIT_KAFKA_REPLICA_UNKNOWN, WIT_KIND_REPLICA_FETCH},
    {"a consumer that bears the name", "broker-1-fetcher-0", -1, WIT_KIND_KAFKA_CLIENT},
    {"a debugging one too", "broker-1-fetcher-0", -2, WIT_KIND_KAFKA_CLIENT},
    {"a consumer", "orders", -1, WIT_KIND_KAFKA_CLIENT},
};

static void names_alone_make_no_broker(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
        struct wit_facts f;
        wit_facts_init(&f);
        f.requests = 1;
        f.keys[0] = 1U << WIT_KAFKA_FETCH;
        f.client_ids[f.n_client_ids++] = ids[i].id;
        f.replica = ids[i].replica;
        struct wit_kind_found found = wit_kind_find(&f, NULL, WIT_IP_TCP, 9092);
        if (found.kind != ids[i].kind)
            fail_msg("%s: %s", ids[i].name, wit_kind_row(found.kind)->word);
    }
}

/* ---- link layers ---- */
static const struct layer {
    const char *name;
    uint8_t type[12];
    enum wit_packet_doubt doubt;
} layers[] = {
    {"IPv4", {8, 0}, WIT_PACKET_GOOD},
    {"ARP", {8, 6}, WIT_PACKET_NOT_IP},
    {"IPv6 behind two tags", {0x88, 0xa8, 0, 1, 0x81, 0, 0, 2, 0x86, 0xdd}, WIT_PACKET_GOOD},
    {"MPLS may hold packets", {0x88, 0x47}, WIT_PACKET_LINK},
    {"PPPoE may hold packets", {0x88, 0x64}, WIT_PACKET_LINK},
    {"PPPoE's discovery holds none", {0x88, 0x63}, WIT_PACKET_NOT_IP},
    {"MAC in MAC behind a tag", {0x88, 0xa8, 0, 1, 0x88, 0xe7}, WIT_PACKET_LINK},
    {"MACsec is encrypted", {0x88, 0xe5}, WIT_PACKET_OPAQUE},
};

static void what_may_hold_packets_is_missing(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof layers / sizeof layers[0]; i++) {
        uint8_t frame[64] = {0};
        memcpy(frame + 12, layers[i].type, sizeof layers[i].type);
        struct wit_cursor c = wit_cursor_of(frame, sizeof frame);
        enum wit_packet_doubt doubt = wit_link_read(&c, WIT_LINK_ETHERNET);
        if (doubt != layers[i].doubt)
            fail_msg("%s: %s", layers[i].name, wit_packet_doubt_word(doubt));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(openings_are_told),
        cmocka_unit_test(logs_are_told),
        cmocka_unit_test(names_alone_make_no_broker),
        cmocka_unit_test(what_may_hold_packets_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
