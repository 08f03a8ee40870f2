/* pathmap/observe/classes.c: from kinds of the wire to classes of the review.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/map.h"
#include "pathmap/observe/inside.h"
#include "pathmap/review/intent.h"

enum { PORTS = 65536 };

/* One row a kind (docs/traffic.md). `open`: a port may tell more. */
static const struct {
    const char *kind, *class;
    bool open;
} rows[] = {
    {"replica-fetch", "replication", false},
    {"quorum", "controller", false},
    {"broker-to-controller", "controller", false},
    {"transaction-markers", "replication", false},
    {"mirror", "migration", false},
    {"connect-worker", "connector", false},
    {"connect-task", "connector", false},
    {"registry-store", "schema-registry", false},
    {"kafka-admin", "admin", false},
    {"kafka-client", "client", false},
    {"metrics", "telemetry", false},
    {"connect-rest", "admin", false},
    {"registry-rest", "schema-registry", false},
    {"object-store", "object-storage", false},
    {"dns", "dns", false},
    {"tls", "unknown", true},
    {"kafka", "unknown", true},
    {"other", "unknown", true},
};

static size_t row_of(const char *kind)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].kind, kind) == 0)
            return i;
    }
    return SIZE_MAX;
}

const char *wit_observed_class(const char *kind)
{
    size_t at = row_of(kind);
    return at == SIZE_MAX ? "unknown" : rows[at].class;
}

/* The one use that the services of the intent, and those that Kafka's own evidence tells, give a port; NULL: none, or
 * several. What connectors and brokers talk to elsewhere says nothing about a port. */
static const char *declared_use(const struct wit_intent *intent, unsigned port, bool *derived)
{
    const char *found = NULL;
    *derived = false;
    struct wit_span span = {(uint32_t)WIT_TCP << 16 | port, (uint32_t)WIT_TCP << 16 | port};
    for (size_t i = 0; intent != NULL && i < intent->n_services; i++) {
        const struct wit_service *s = &intent->services[i];
        if (!wit_pset_meets(s->ports, (struct wit_pset){&span, 1}) || (s->derived && s->role->kind == WIT_ROLE_OTHER))
            continue;
        const char *use = wit_class_word(s->use);
        if (found != NULL && strcmp(found, use) != 0)
            return NULL;
        found = use;
        *derived = s->derived;
    }
    return found;
}

void wit_observed_by_port(struct wit_seen_flow *flows, size_t n, const struct wit_intent *intent)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char **learned = WIT_NEW_ARRAY(arena, const char *, PORTS);
    bool *mixed = WIT_NEW_ARRAY(arena, bool, PORTS);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(flows[i].class, "unknown") == 0 || strcmp(flows[i].protocol, "tcp") != 0)
            continue;
        if (learned[flows[i].port] != NULL && strcmp(learned[flows[i].port], flows[i].class) != 0)
            mixed[flows[i].port] = true;
        learned[flows[i].port] = flows[i].class;
    }
    for (size_t i = 0; i < n; i++) {
        struct wit_seen_flow *f = &flows[i];
        size_t at = row_of(f->kind);
        bool open = at != SIZE_MAX && rows[at].open && strcmp(f->protocol, "tcp") == 0 &&
                    f->connections > f->refused + f->unanswered;
        bool derived;
        const char *use = open ? declared_use(intent, f->port, &derived) : NULL;
        if (use != NULL) {
            f->class = use;
            f->confidence = 0.8;
            f->reason = derived ? "the use that Kafka's own configuration gives this port"
                                : "the use that the intent gives this port";
        } else if (open && learned[f->port] != NULL && !mixed[f->port]) {
            f->class = learned[f->port];
            f->confidence = 0.5;
            f->reason = "what every other flow to this port is";
        } else if (strcmp(f->class, "unknown") == 0) {
            f->confidence = 0;
        }
    }
}
