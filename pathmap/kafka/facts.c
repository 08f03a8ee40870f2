/* pathmap/kafka/facts.c: what the nodes of a cluster tell about it as a whole.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Apache Kafka broker configuration reference (zookeeper.connect, controller.quorum.voters,
 * controller.quorum.bootstrap.servers, authorizer.class.name); docs/kafka.md for flavours.
 */
#include <string.h>
#include <strings.h>

#include "pathmap/kafka/inside.h"

static struct wit_ksettings settings_of(const struct wit_kafka_node *node)
{
    return (struct wit_ksettings){(struct wit_setting *)(uintptr_t)node->settings, node->n_settings, node->n_settings,
                                  node->settings_gap == WIT_NO_GAP};
}

static bool has_prefix(const struct wit_kafka_node *node, const char *prefix)
{
    for (size_t i = 0; i < node->n_settings; i++)
        if (strncmp(node->settings[i].key, prefix, strlen(prefix)) == 0)
            return true;
    return false;
}

static bool is_msk(const struct wit_kafka_node *node)
{
    for (size_t i = 0; i < node->n_listeners; i++) {
        const char *host = node->listeners[i].advertised_host;
        if (strstr(host, ".kafka.") != NULL && strstr(host, ".amazonaws.com") != NULL)
            return true;
    }
    return false;
}

/* By keys and names that only one of them has; "Apache Kafka" needs that no key is missing. */
static const char *flavour(const struct wit_kafka_cluster *c)
{
    bool whole = c->n_nodes > 0;
    for (size_t i = 0; i < c->n_nodes; i++) {
        const struct wit_kafka_node *node = &c->nodes[i];
        if (has_prefix(node, "s3.data.buckets") || has_prefix(node, "autobalancer.") || has_prefix(node, "s3.wal."))
            return "AutoMQ";
        if (has_prefix(node, "confluent."))
            return "Confluent Server";
        if (is_msk(node))
            return "Amazon MSK";
        whole = whole && node->settings_gap == WIT_NO_GAP;
    }
    return whole ? "Apache Kafka" : "";
}

static void add_hosts(struct wit_kread *r, const char ***list, size_t *n, size_t *cap, const char *text, bool quorum)
{
    size_t n_items;
    const char *chroot = strchr(text, '/');
    if (!quorum && chroot != NULL) /* "zk-1:2181,zk-2:2181/kafka": the path is the last host's end */
        text = wit_strndup(r->arena, text, (size_t)(chroot - text));
    const char *const *items = wit_klist(r->arena, &n_items, text);
    for (size_t i = 0; i < n_items; i++) {
        const char *at = quorum ? strchr(items[i], '@') : NULL; /* "1@host:9093" */
        const char *host = wit_klower(r->arena, at == NULL ? items[i] : at + 1);
        bool there = false;
        for (size_t k = 0; *list != NULL && k < *n && !there; k++)
            there = strcmp((*list)[k], host) == 0;
        if (!there)
            WIT_PUSH(r->arena, *list, *n, *cap) = wit_kword(r, host);
    }
}

static const struct wit_site *sites(struct wit_kread *r, const struct wit_kafka_cluster *c, const char *const *hosts,
                                    size_t n, const char *what)
{
    struct wit_site *list = WIT_NEW_ARRAY(r->arena, struct wit_site, n);
    for (size_t i = 0; hosts != NULL && i < n; i++) {
        const char **host = WIT_NEW(r->arena, const char *);
        *host = wit_khost_of(r->arena, hosts[i]);
        wit_kplace(r, &list[i], host, 1, c->cite, wit_fmt(r->arena, "%s %s of %s", what, hosts[i], c->id));
    }
    return list;
}

/* YES: on every node; NO: surely not on one; else not told. */
static enum wit_told authorizer(const struct wit_kafka_cluster *c)
{
    enum wit_told all = c->n_nodes == 0 ? WIT_NOT_TOLD : WIT_TOLD_YES;
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_ksettings s = settings_of(&c->nodes[i]);
        const char *value;
        enum wit_kknown known = wit_ksettings_get(&s, "authorizer.class.name", &value, NULL);
        if (known == WIT_K_UNSET)
            return WIT_TOLD_NO;
        if (known != WIT_K_TOLD) /* what a config provider gives may be empty */
            all = WIT_NOT_TOLD;
    }
    return all;
}

/* The first of controller.listener.names is what brokers use to reach controllers; the map tells its protocol. */
static void voter_listener(struct wit_kread *r, struct wit_kafka_cluster *c)
{
    c->voter_listener = c->voter_protocol = "";
    for (size_t i = 0; i < c->n_nodes && c->voter_listener[0] == '\0'; i++) {
        struct wit_ksettings s = settings_of(&c->nodes[i]);
        const char *value;
        size_t n;
        wit_ksettings_get(&s, "controller.listener.names", &value, NULL);
        const char *const *names = wit_klist(r->arena, &n, value);
        if (n == 0)
            continue;
        c->voter_listener = names[0];
        wit_ksettings_get(&s, "listener.security.protocol.map", &value, NULL);
        const char *const *pairs = wit_klist(r->arena, &n, value);
        size_t len = strlen(names[0]);
        for (size_t k = 0; k < n; k++)
            if (strncasecmp(pairs[k], names[0], len) == 0 && pairs[k][len] == ':')
                c->voter_protocol = pairs[k] + len + 1;
    }
}

/* Only controller.quorum.voters names every controller; bootstrap servers are some of a quorum that changes while it
 * runs (KIP-853), and controllers that are no brokers are in no answer of brokers. */
static void find_voters_gap(struct wit_kread *r, struct wit_kafka_cluster *c)
{
    c->voters_gap = WIT_NO_GAP;
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_ksettings s = settings_of(&c->nodes[i]);
        const char *value;
        if (wit_ksettings_get(&s, "controller.quorum.voters", &value, NULL) == WIT_K_TOLD)
            return;
    }
    if (strcmp(c->metadata, "kraft") == 0)
        c->voters_gap = wit_kgap(r, WIT_GAP_NOT_ASKED, "DescribeQuorum", c->id, c->cite,
                                 "kafka-metadata-quorum.sh describe --replication tells; name them in the intent",
                                 "the controllers of %s: no node tells all of them in controller.quorum.voters", c->id);
}

void wit_kcluster_facts(struct wit_kread *r, struct wit_kafka_cluster *c)
{
    const char **zookeepers = NULL, **voters = NULL;
    size_t cap_zookeepers = 0, cap_voters = 0, from_files = c->n_zookeepers;
    c->n_zookeepers = 0;
    for (size_t i = 0; i < from_files; i++)
        add_hosts(r, &zookeepers, &c->n_zookeepers, &cap_zookeepers, c->zookeepers[i], false);
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_ksettings s = settings_of(&c->nodes[i]);
        const char *value;
        bool kraft = wit_ksettings_get(&s, "process.roles", &value, NULL) == WIT_K_TOLD;
        if (wit_ksettings_get(&s, "zookeeper.connect", &value, NULL) == WIT_K_TOLD) {
            add_hosts(r, &zookeepers, &c->n_zookeepers, &cap_zookeepers, value, false);
            c->metadata = kraft ? c->metadata : "zookeeper";
        }
        if (kraft) /* a broker that is being migrated has both */
            c->metadata = "kraft";
        if (wit_ksettings_get(&s, "controller.quorum.voters", &value, NULL) == WIT_K_TOLD)
            add_hosts(r, &voters, &c->n_voters, &cap_voters, value, true);
        if (wit_ksettings_get(&s, "controller.quorum.bootstrap.servers", &value, NULL) == WIT_K_TOLD)
            add_hosts(r, &voters, &c->n_voters, &cap_voters, value, true);
    }
    c->zookeepers = zookeepers;
    c->voters = voters;
    c->zookeeper_sites = sites(r, c, zookeepers, c->n_zookeepers, "ZooKeeper");
    c->voter_sites = sites(r, c, voters, c->n_voters, "controller");
    find_voters_gap(r, c);
    voter_listener(r, c);
    wit_kuses_read(r, c);
    c->flavour = flavour(c);
    c->authorizer = authorizer(c);
}
