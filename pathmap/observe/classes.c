/* pathmap/observe/classes.c: from kinds of the wire to classes of the review.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/map.h"
#include "pathmap/observe/inside.h"
#include "pathmap/review/intent.h"

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

/* What the intent's roles make of who asks at a port for clients: roles told by addresses alone. NULL: no such role has
 * it; "unknown": roles of several classes. */
static const char *class_of_host(const struct wit_intent *intent, struct wit_prefix client)
{
    const char *found = NULL;
    for (size_t i = 0; i < intent->n_roles; i++) {
        const struct wit_match *m = &intent->roles[i].match;
        bool addresses_only =
            m->n_tags + m->security_groups.n + m->subnets.n + m->vpcs.n + m->accounts.n + m->ids.n + m->names.n == 0;
        for (size_t k = 0; addresses_only && k < m->n_prefixes; k++) {
            if (!wit_prefix_covers(m->prefixes[k], client))
                continue;
            enum wit_role_kind kind = intent->roles[i].kind;
            const char *class = kind == WIT_ROLE_CONNECT_WORKER    ? "connector"
                                : kind == WIT_ROLE_MIRROR          ? "migration"
                                : kind == WIT_ROLE_SCHEMA_REGISTRY ? "schema-registry"
                                : kind == WIT_ROLE_CLIENT          ? "client"
                                                                   : "unknown";
            found = found == NULL || strcmp(found, class) == 0 ? class : "unknown";
        }
    }
    return found;
}

void wit_observed_by_port(struct wit_seen_flow *flows, size_t n, const struct wit_intent *intent)
{
    for (size_t i = 0; i < n; i++) {
        struct wit_seen_flow *f = &flows[i];
        size_t at = row_of(f->kind);
        bool open = at != SIZE_MAX && rows[at].open && strcmp(f->protocol, "tcp") == 0 &&
                    f->connections > f->refused + f->unanswered;
        bool derived;
        const char *use = open ? declared_use(intent, f->port, &derived) : NULL;
        if (use != NULL) {
            const char *host = strcmp(use, "client") == 0 ? class_of_host(intent, f->client_prefix) : NULL;
            f->class = host != NULL ? host : use;
            f->confidence = strcmp(f->class, "unknown") == 0 ? 0 : 0.8;
            f->reason = host != NULL ? "a port for clients, and the role that the intent gives who asks"
                        : derived    ? "the use that Kafka's own configuration gives this port"
                                     : "the use that the intent gives this port";
        } else if (strcmp(f->class, "unknown") == 0) {
            f->confidence = 0;
        }
    }
}
