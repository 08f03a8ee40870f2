/* tests/fuzz/fuzz_platform.c: whatever Kafka, Connect, registries and files say: a platform whose parts hold together.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Answers are parted by the byte 0x1e; the first byte of each says which one it is (a row of the table, modulo).
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"
#include "pathmap/review/intent.h"
#include "tests/support/estate_builder.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { ANSWERS = 24 };
static const struct {
    const char *source, *operation, *resource;
} rows[] = {
    {"kafka", "DescribeCluster", "C"},
    {"kafka", "DescribeConfigs", "C/broker/1"},
    {"kafka", "DescribeConfigs", "C/topics"},
    {"kafka", "ListTopics", "C"},
    {"kafka", "DescribeAcls", "C"},
    {"kafka", "DescribeConsumerGroups", "C"},
    {"kafka", "ResolveNames", "C"},
    {"kafka-properties", "Properties", "server.properties"},
    {"kafka-properties", "Properties", "a/other.properties"},
    {"connect", "GetRoot", "https://c:8443"},
    {"connect", "ListConnectors", "https://c:8443"},
    {"connect", "Access", "https://c:8443"},
    {"schema-registry", "ListSubjects", "http://[::1]:8081"},
    {"schema-registry", "Access", "http://[::1]:8081"},
};

static const char *texts[ANSWERS];
static size_t lengths[ANSWERS];

static bool blob(const struct wit_bundle *b, const struct wit_record *record, struct wit_arena *arena, char **bytes,
                 size_t *len, struct wit_err *err)
{
    (void)err;
    size_t at = (size_t)(record - b->records);
    *bytes = wit_strndup(arena, "", 0);
    *len = lengths[at];
    char *copy = wit_alloc(arena, lengths[at] + 1);
    if (lengths[at] > 0)
        memcpy(copy, texts[at], lengths[at]);
    *bytes = copy;
    return true;
}

static void check_gap(const struct wit_platform *p, wit_gap_ref ref)
{
    if (ref != WIT_NO_GAP && ref >= p->n_gaps)
        abort();
}

static void check_cluster(const struct wit_platform *p, const struct wit_kafka_cluster *c)
{
    check_gap(p, c->nodes_gap);
    check_gap(p, c->topics_gap);
    check_gap(p, c->acls_gap);
    check_gap(p, c->groups_gap);
    check_gap(p, c->voters_gap);
    for (size_t i = 0; i < c->n_nodes; i++) {
        const struct wit_kafka_node *n = &c->nodes[i];
        check_gap(p, n->site.gap);
        check_gap(p, n->listeners_gap);
        for (size_t k = 0; k < n->n_listeners; k++)
            if (n->listeners[k].port > 65535 || n->listeners[k].protocol == NULL || n->listeners[k].name == NULL)
                abort();
        if (n->site.outside && n->site.n_interfaces > 0)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_record records[ANSWERS];
    struct wit_bundle bundle = {.dir = "d", .name = "b", .records = records, .head = ""};
    const struct wit_bundle *bundles[] = {&bundle};
    struct wit_estate *e = wit_estate_build(arena, "net vpc-1 10.0.0.0/16\nsub sn vpc-1 10.0.1.0/24\n"
                                                   "eni eni-1 sn 10.0.1.5\nbucket acme r1\n");
    struct wit_err err = {0};
    struct wit_platform *p;
    for (size_t at = 0; at < size && bundle.n < ANSWERS;) {
        const unsigned char *end = memchr(data + at, 0x1e, size - at);
        size_t len = end == NULL ? size - at : (size_t)(end - data) - at;
        if (len > 0) {
            size_t row = data[at] % (sizeof rows / sizeof rows[0]);
            texts[bundle.n] = (const char *)data + at + 1;
            lengths[bundle.n] = len - 1;
            records[bundle.n++] = (struct wit_record){
                .kind = WIT_REC_ARTEFACT,
                .id = "a",
                .subject = {rows[row].source, NULL, NULL, rows[row].source, rows[row].operation, rows[row].resource},
                .page = 1,
                .last_page = true,
                .time = "",
                .root = ""};
        }
        at += len + 1;
    }
    if (!wit_platform_read_by(&p, arena, e, bundles, 1, blob, &err))
        abort();
    for (size_t i = 0; i < p->n_clusters; i++)
        check_cluster(p, &p->clusters[i]);
    for (size_t i = 0; i < p->n_gaps; i++)
        if (p->gaps[i].text == NULL || p->gaps[i].text[0] == '\0')
            abort();
    wit_platform_adopt(e, p, arena);
    const struct wit_intent *intent = wit_platform_intent(arena, e, p, NULL);
    for (size_t i = 0; intent != NULL && i < intent->n_services; i++)
        if (intent->services[i].role == NULL || intent->services[i].ports.n == 0)
            abort();
    return 0;
}
