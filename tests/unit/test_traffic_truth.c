/* tests/unit/test_traffic_truth.c: real captures with their ground truth: what every connection was is told right or
 * not at all.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Reads the captures beside the project and skips where they are not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/io.h"
#include "collectors/traffic/flows.h"

/* The truth's words, and the class of the review that each is. */
static const struct {
    const char *word, *class;
} classes[] = {
    {"admin", "admin"},
    {"broker-to-controller", "controller"},
    {"client-fetch", "client"},
    {"client-produce", "client"},
    {"connect-rest", "admin"},
    {"connect-sink-consumer", "connector"},
    {"connect-source-producer", "connector"},
    {"connect-worker-internal", "connector"},
    {"kraft-quorum", "controller"},
    {"metrics-scrape", "telemetry"},
    {"mm2-to-dr", "migration"},
    {"mm2-to-primary", "migration"},
    {"replica-fetch", "replication"},
    {"s3-put", "object-storage"},
};

struct edge {
    char client[WIT_ADDR_TEXT], server[WIT_ADDR_TEXT];
    unsigned port;
    const char *class;
    bool asked; /* the capture holds bytes of its client */
    bool spoke; /* and it was told right */
};
struct truth {
    struct edge *edges;
    size_t n;
};

static const char *class_of(const char *word)
{
    for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
        if (strcmp(classes[i].word, word) == 0)
            return classes[i].class;
    }
    return NULL;
}

/* "10.10.1.11:41050<tab>10.10.2.11:9099<tab>kraft-quorum<tab>…" */
static struct truth read_truth(struct wit_arena *arena, const char *path)
{
    char *text;
    size_t len;
    struct wit_err err = {0};
    struct truth t = {0};
    if (!wit_file_read(&text, &len, arena, path, (size_t)1 << 24, &err))
        fail_msg("%s", err.text);
    t.edges = WIT_NEW_ARRAY(arena, struct edge, len / 20 + 1);
    for (char *line = strtok(text, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        struct edge *e = &t.edges[t.n];
        char word[100];
        unsigned client_port;
        if (line[0] == '#' || sscanf(line, "%45[0-9.]:%u\t%45[0-9.]:%u\t%99[^\t]", e->client, &client_port, e->server,
                                     &e->port, word) != 5)
            continue;
        e->class = class_of(word);
        const char *field = line;
        for (unsigned i = 0; i < 8 && field != NULL; i++) /* bytes from the client stand in the ninth */
            field = strchr(field, '\t') == NULL ? NULL : strchr(field, '\t') + 1;
        e->asked = field != NULL && strtoul(field, NULL, 10) > 0;
        t.n += e->class != NULL && e->asked;
    }
    return t;
}

static void see(struct wit_arena *arena, struct wit_flows *flows, const char *path)
{
    struct wit_texts texts = {.arena = arena};
    struct wit_capture *capture;
    struct wit_frame frame;
    struct wit_packet p;
    struct wit_err err = {0};
    wit_flows_init(flows, arena, false);
    struct wit_conns *conns = wit_conns_new(&texts, wit_flows_add, flows);
    if (!wit_capture_open(&capture, arena, path, &err))
        fail_msg("%s", err.text);
    while (wit_capture_next(capture, &frame, &err)) {
        if (wit_packet_read(&p, &frame) == WIT_PACKET_GOOD)
            (void)wit_conns_packet(conns, &p);
    }
    assert_false(capture->cut);
    wit_capture_close(capture);
    wit_conns_finish(conns);
    wit_conns_free(conns);
    wit_flows_finish(flows);
}

static const struct row {
    const char *name;
    unsigned edges_percent;   /* of the truth's edges that must be found with their class */
    unsigned unknown_percent; /* of flows that spoke Kafka or HTTP in the clear: at most these are unknown */
} rows[] = {
    {"plaintext", 100, 5},
    {"plaintext_vxlan", 100, 5},
    {"plaintext_any_b1_sll2", 100, 5},
    {"plaintext_60s_1in100", 90, 20},
};

static void classes_are_right_or_unknown(void **state)
{
    (void)state;
    if (access(WIT_SHARED_DIR "/data/traffic/plaintext.truth.txt", R_OK) != 0)
        skip(); /* before anything is held: it does not come back */
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_flows flows;
        char path[512];
        snprintf(path, sizeof path, WIT_SHARED_DIR "/data/traffic/%s.truth.txt", rows[i].name);
        struct truth truth = read_truth(arena, path);
        snprintf(path, sizeof path, WIT_SHARED_DIR "/data/traffic/%s.pcap", rows[i].name);
        see(arena, &flows, path);
        size_t wrong = 0, unknown = 0, spoke = 0, found = 0, edges = 0;
        for (size_t k = 0; k < flows.n; k++) {
            const struct wit_flow *f = &flows.list[k];
            char client[WIT_ADDR_TEXT], server[WIT_ADDR_TEXT];
            const char *class = wit_kind_row(f->kind)->class;
            wit_addr_text(client, f->client);
            wit_addr_text(server, f->server);
            bool right = false;
            for (size_t j = 0; j < truth.n; j++) {
                struct edge *e = &truth.edges[j];
                if (e->port == f->port && strcmp(e->client, client) == 0 && strcmp(e->server, server) == 0 &&
                    strcmp(e->class, class) == 0)
                    right = e->spoke = true;
            }
            if (f->said == NULL || f->said->requests + f->said->http_requests == 0)
                continue;
            spoke++;
            if (strcmp(class, "unknown") == 0) {
                unknown++;
            } else if (!right) {
                wrong++;
                print_error("%s: %s > %s:%u is no %s (%s)\n", rows[i].name, client, server, f->port, class, f->reason);
            }
        }
        for (size_t j = 0; j < truth.n; j++) {
            bool first = true;
            for (size_t k = 0; k < j && first; k++)
                first = truth.edges[k].port != truth.edges[j].port || truth.edges[k].class != truth.edges[j].class ||
                        strcmp(truth.edges[k].client, truth.edges[j].client) != 0 ||
                        strcmp(truth.edges[k].server, truth.edges[j].server) != 0;
            edges += first;
            found += first && truth.edges[j].spoke;
            if (first && !truth.edges[j].spoke)
                print_message("%s: not found: %s > %s:%u %s\n", rows[i].name, truth.edges[j].client,
                              truth.edges[j].server, truth.edges[j].port, truth.edges[j].class);
        }
        print_message("%s: %zu flows that spoke, %zu unknown, %zu wrong; %zu of %zu edges\n", rows[i].name, spoke,
                      unknown, wrong, found, edges);
        wit_flows_free(&flows);
        assert_int_equal(wrong, 0);
        assert_true(found * 100 >= edges * rows[i].edges_percent);
        assert_true(unknown * 100 <= spoke * rows[i].unknown_percent);
    }
}

/* Mutual TLS shows by size: replication and controller listeners of the capture are mutual, clients' are not. */
static void mutual_tls_shows(void **state)
{
    (void)state;
    static const char path[] = WIT_SHARED_DIR "/data/traffic/tls.pcap";
    if (access(path, R_OK) != 0)
        skip();
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_flows flows;
    see(arena, &flows, path);
    uint64_t mutual[2] = {0}, plain[2] = {0};
    for (size_t k = 0; k < flows.n; k++) {
        const struct wit_flow *f = &flows.list[k];
        bool inner = f->port == 9095 || f->port == 9099;
        if (f->kind != WIT_KIND_TLS || (!inner && f->port != 9096))
            continue;
        mutual[inner] += f->mutual;
        plain[inner] += f->not_mutual;
    }
    wit_flows_free(&flows);
    print_message("mutual: inner %llu of %llu; clients %llu of %llu\n", (unsigned long long)mutual[1],
                  (unsigned long long)(mutual[1] + plain[1]), (unsigned long long)mutual[0],
                  (unsigned long long)(mutual[0] + plain[0]));
    assert_true(mutual[1] > 0 && plain[1] == 0 && mutual[0] == 0 && plain[0] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classes_are_right_or_unknown),
        cmocka_unit_test(mutual_tls_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
