/* pathmap/review/rules_kafka.c: what Kafka's evidence configures, as lines of text beside the rules of the network.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * So that a diff can name them: listeners, the settings that decide about security, connectors with what they talk to.
 * Of a hidden value only that it is set. Source: docs/kafka.md ("In the map").
 */
#include <string.h>

#include "pathmap/review/review.h"

/* One row a setting of brokers that a review asks about. */
static const char *const keys[] = {
    "allow.everyone.if.no.acl.found",
    "authorizer.class.name",
    "auto.create.topics.enable",
    "controller.quorum.bootstrap.servers",
    "controller.quorum.voters",
    "inter.broker.listener.name",
    "listener.security.protocol.map",
    "principal.builder.class",
    "remote.log.storage.system.enable",
    "s3.data.buckets",
    "s3.ops.buckets",
    "s3.wal.path",
    "sasl.enabled.mechanisms",
    "sasl.mechanism.inter.broker.protocol",
    "security.inter.broker.protocol",
    "ssl.client.auth",
    "ssl.enabled.protocols",
    "ssl.principal.mapping.rules",
    "super.users",
    "unclean.leader.election.enable",
    "zookeeper.connect",
    "zookeeper.set.acl",
};

struct list {
    const struct wit_review *r;
    struct wit_map_rule *items;
    size_t n, cap;
};

static void add(struct list *l, const char *kind, const char *id, const char *name, const char *rule, const char *text,
                struct wit_cite cite)
{
    WIT_PUSH(l->r->arena, l->items, l->n, l->cap) =
        (struct wit_map_rule){kind, id, name, rule, text, wit_cite_text(l->r->arena, l->r->estate, cite)};
}

static bool is_asked(const char *key)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(keys[i], key) == 0)
            return true;
    size_t len = strlen(key);
    static const char *const ends[] = {".ssl.client.auth", ".sasl.enabled.mechanisms", ".s3.bucket.name"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (len > strlen(ends[i]) && strcmp(key + len - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

static void add_listener(struct list *l, const char *id, const struct wit_kafka_listener *k)
{
    static const char *const uses[] = {"clients", "replication", "controllers", "clients and replication"};
    struct wit_arena *arena = l->r->arena;
    add(l, "kafka-listener", id, k->name, k->name,
        wit_fmt(arena, "tcp/%u %s%s%s for %s%s%s%s%s", k->port != 0 ? k->port : k->advertised_port,
                k->protocol[0] == '\0' ? "protocol not told" : k->protocol, k->mechanisms[0] == '\0' ? "" : " ",
                k->mechanisms, uses[k->use], k->client_auth[0] == '\0' ? "" : ", client certificate ", k->client_auth,
                k->advertised_host[0] == '\0' ? "" : ", advertised as ",
                k->advertised_host[0] == '\0' ? "" : wit_fmt(arena, "%s:%u", k->advertised_host, k->advertised_port)),
        k->cite);
}

static void add_cluster(struct list *l, const struct wit_kafka_cluster *c)
{
    struct wit_arena *arena = l->r->arena;
    for (size_t i = 0; i < c->n_nodes; i++) {
        const struct wit_kafka_node *node = &c->nodes[i];
        const char *id = wit_fmt(arena, "%s/%s", c->id, node->id);
        for (size_t k = 0; k < node->n_listeners; k++)
            add_listener(l, id, &node->listeners[k]);
        for (size_t k = 0; k < node->n_settings; k++) {
            const struct wit_setting *s = &node->settings[k];
            if (is_asked(s->key))
                add(l, "kafka-config", id, "", s->key,
                    wit_fmt(arena, "%s=%s", s->key, s->value == NULL ? "(not told)" : s->value), s->cite);
        }
    }
    if (c->acls_gap == WIT_NO_GAP)
        add(l, "kafka-config", c->id, "", "acls", wit_fmt(arena, "%zu ACLs", c->n_acls),
            c->n_acls > 0 ? c->acls[0].cite : c->cite);
}

static const char *destination_words(struct wit_arena *arena, const struct wit_destination *d)
{
    const char *port = d->port == 0 ? "" : wit_fmt(arena, "tcp/%u ", d->port);
    return wit_fmt(arena, "%s%s %s%s%s%s%s", port, d->source ? "from" : "to", d->system, d->host[0] == '\0' ? "" : " ",
                   d->host, d->name[0] == '\0' ? "" : " ", d->name);
}

static void add_connect(struct list *l, const struct wit_connect_cluster *c)
{
    for (size_t i = 0; i < c->n_connectors; i++) {
        const struct wit_connector *one = &c->connectors[i];
        add(l, "connector", c->id, one->name, one->name,
            wit_fmt(l->r->arena, "%s is %s %s", one->name, one->type, one->class), one->cite);
        for (size_t k = 0; k < one->n_destinations; k++)
            add(l, "connector", c->id, one->name, one->destinations[k].what.key,
                wit_fmt(l->r->arena, "%s: %s", one->name, destination_words(l->r->arena, &one->destinations[k].what)),
                one->cite);
    }
}

const struct wit_map_rule *wit_review_kafka_rules(size_t *n, const struct wit_review *r)
{
    struct list l = {.r = r};
    for (size_t i = 0; i < r->platform->n_clusters; i++)
        add_cluster(&l, &r->platform->clusters[i]);
    for (size_t i = 0; i < r->platform->n_connects; i++)
        add_connect(&l, &r->platform->connects[i]);
    *n = l.n;
    return l.items;
}
