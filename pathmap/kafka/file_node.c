/* pathmap/kafka/file_node.c: a broker's, a controller's or a ZooKeeper's file becomes a part of its cluster.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Files name no cluster. A file belongs to the one that has the same quorum or ZooKeeper, or a node that advertises the
 * same place; else to one named by its folder. Source: Apache Kafka broker configuration reference; ZooKeeper
 * Administrator's Guide (clientPort, secureClientPort, server.N).
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/files.h"

/* Kafka's defaults that a review asks about; the same in every version that this program knows (2.x to 4.x). */
static const struct {
    const char *key, *value;
} defaults[] = {
    {"allow.everyone.if.no.acl.found", "false"},
    {"auto.create.topics.enable", "true"},
    {"authorizer.class.name", ""},
    {"broker.rack", ""},
    {"default.replication.factor", "1"},
    {"delete.topic.enable", "true"},
    {"min.insync.replicas", "1"},
    {"remote.log.storage.system.enable", "false"},
    {"sasl.enabled.mechanisms", "GSSAPI"},
    {"security.inter.broker.protocol", "PLAINTEXT"},
    {"ssl.client.auth", "none"},
    {"super.users", ""},
    {"unclean.leader.election.enable", "false"},
};

static void add_defaults(struct wit_kread *r, struct wit_kfile *f)
{
    size_t n = f->settings.n;
    for (size_t i = 0; i < sizeof defaults / sizeof defaults[0]; i++) {
        const struct wit_setting *found;
        const char *value;
        struct wit_ksettings written = {f->settings.items, n, n, true};
        (void)wit_ksettings_get(&written, defaults[i].key, &value, &found);
        if (found == NULL)
            WIT_PUSH(r->arena, f->settings.items, f->settings.n, f->settings.cap) =
                (struct wit_setting){defaults[i].key, defaults[i].value, "default", f->cite};
    }
    wit_ksettings_sort(&f->settings);
}

static const char *const quorum_keys[] = {"controller.quorum.voters", "controller.quorum.bootstrap.servers",
                                          "zookeeper.connect"};

/* 1: the same quorum; -1: another one; 0: not told */
static int same_quorum(const struct wit_kafka_cluster *c, const struct wit_kfile *f)
{
    int found = 0;
    for (size_t i = 0; i < c->n_nodes; i++)
        for (size_t k = 0; k < 3; k++) {
            const char *theirs = wit_setting_value(c->nodes[i].settings, c->nodes[i].n_settings, quorum_keys[k]);
            const char *own = wit_kfile_get(f, quorum_keys[k]);
            if (theirs == NULL || theirs[0] == '\0' || own[0] == '\0')
                continue;
            if (strcmp(theirs, own) == 0)
                return 1;
            found = -1;
        }
    return found;
}

static bool advertises_same(struct wit_kread *r, const struct wit_kafka_cluster *c, const struct wit_kfile *f)
{
    size_t n;
    const char *const *items = wit_klist(r->arena, &n, wit_kfile_get(f, "advertised.listeners"));
    for (size_t i = 0; i < n; i++) {
        struct wit_kendpoint e;
        if (!wit_kendpoint_parse(&e, r->arena, items[i]) || e.host[0] == '\0')
            continue;
        for (size_t k = 0; k < c->n_nodes; k++)
            for (size_t m = 0; m < c->nodes[k].n_listeners; m++)
                if (strcmp(c->nodes[k].listeners[m].advertised_host, e.host) == 0 &&
                    c->nodes[k].listeners[m].advertised_port == e.port)
                    return true;
    }
    return false;
}

static const char *folder_of(struct wit_kread *r, const char *name)
{
    const char *slash = strrchr(name, '/');
    return slash == NULL || slash == name ? "properties" : wit_strndup(r->arena, name, (size_t)(slash - name));
}

static struct wit_kafka_cluster *cluster_for(struct wit_kread *r, const struct wit_kfile *f)
{
    for (size_t i = 0; i < r->n_clusters; i++)
        if (same_quorum(&r->clusters[i], f) > 0 || advertises_same(r, &r->clusters[i], f))
            return &r->clusters[i];
    const char *folder = folder_of(r, f->name);
    for (size_t i = 0; i < r->n_clusters; i++)
        if (strcmp(r->clusters[i].id, folder) == 0 && same_quorum(&r->clusters[i], f) < 0)
            folder = f->name;
    struct wit_kafka_cluster *c = wit_kcluster_of(r, folder);
    if (c->cite.artefact != UINT32_MAX)
        return c;
    static const struct {
        const char *operation, *what;
    } rows[] = {{"DescribeCluster", "brokers"},
                {"ListTopics", "topics"},
                {"DescribeAcls", "ACLs"},
                {"DescribeConsumerGroups", "consumer groups"}};
    wit_gap_ref *const gaps[] = {&c->nodes_gap, &c->topics_gap, &c->acls_gap, &c->groups_gap};
    c->cite = f->cite;
    for (size_t i = 0; i < 4; i++)
        *gaps[i] =
            wit_kgap(r, WIT_GAP_NOT_ASKED, rows[i].operation, c->id, f->cite, "pathwitness collect kafka --bootstrap",
                     "the %s of %s: only properties files are in the evidence", rows[i].what, c->id);
    return c;
}

static int by_number(const void *a, const void *b)
{
    const struct wit_kafka_node *x = a, *y = b;
    size_t n = strlen(x->id), m = strlen(y->id);
    return n != m ? (n < m ? -1 : 1) : strcmp(x->id, y->id);
}

/* Where the import was told that it runs: instead of what its listeners say, which others may answer for. */
static void place_at(struct wit_kread *r, struct wit_kafka_node *node, const struct wit_kfile *f, const char *label)
{
    struct wit_site said = node->site;
    if (f->n_at == 0)
        return;
    wit_kplace(r, &node->site, f->at, f->n_at, f->cite, label);
    node->site.host = said.host;
    node->site.fronts = said.fronts;
    node->site.n_fronts = said.n_fronts;
}

static void fill_node(struct wit_kread *r, struct wit_kafka_node *node, const struct wit_kafka_cluster *c,
                      struct wit_kfile *f, const char *told_host, unsigned told_port)
{
    const char *label = wit_fmt(r->arena, "node %s of %s", node->id, c->id);
    node->settings_gap = WIT_NO_GAP;
    node->listeners_gap = WIT_NO_GAP;
    node->parts = 0;
    node->settings = f->settings.items;
    node->n_settings = f->settings.n;
    node->cite = f->cite;
    wit_knode_finish(r, node, &f->settings, label, told_host, told_port, c->asked_protocol);
    place_at(r, node, f, label);
}

void wit_kfile_node(struct wit_kread *r, struct wit_kfile *f)
{
    const char *id = wit_kfile_get(f, "node.id");
    if (id[0] == '\0')
        id = wit_kfile_get(f, "broker.id");
    if (id[0] == '\0' || strcmp(id, "-1") == 0) /* the cluster gives it one: the file's name tells it apart */
        id = f->name;
    add_defaults(r, f);
    struct wit_kafka_cluster *c = cluster_for(r, f);
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_kafka_node *node = (struct wit_kafka_node *)(uintptr_t)&c->nodes[i];
        if (strcmp(node->id, id) != 0)
            continue;
        unsigned jmx = node->jmx_port;
        if (node->settings_gap != WIT_NO_GAP && node->n_settings == 0) /* it did not tell them itself */
            fill_node(r, node, c, f, node->n_listeners == 0 ? "" : node->listeners[0].advertised_host,
                      node->n_listeners == 0 ? 0 : node->listeners[0].advertised_port);
        else if (node->site.n_interfaces == 0)
            place_at(r, node, f, wit_fmt(r->arena, "node %s of %s", id, c->id));
        node->jmx_port = node->jmx_port == 0 ? jmx : node->jmx_port;
        return;
    }
    struct wit_kafka_node *nodes = WIT_NEW_ARRAY(r->arena, struct wit_kafka_node, c->n_nodes + 1);
    if (c->n_nodes > 0)
        memcpy(nodes, c->nodes, c->n_nodes * sizeof *nodes);
    struct wit_kafka_node *node = &nodes[c->n_nodes++];
    *node = (struct wit_kafka_node){.id = id, .rack = ""};
    fill_node(r, node, c, f, "", 0);
    qsort(nodes, c->n_nodes, sizeof *nodes, by_number);
    c->nodes = nodes;
}

/* "server.1=zk-1:2888:3888;2181": peers, election, and since 3.5 the client's port. */
void wit_kfile_keeper(struct wit_kread *r, struct wit_kfile *f)
{
    static const char *const ports[] = {"clientPort", "secureClientPort"};
    struct wit_kafka_cluster *c = cluster_for(r, f);
    const char **list = NULL;
    size_t n = 0, cap = 0;
    for (size_t i = 0; i < c->n_zookeepers; i++)
        WIT_PUSH(r->arena, list, n, cap) = c->zookeepers[i];
    for (size_t p = 0; p < 2; p++) {
        const char *port = wit_kfile_get(f, ports[p]);
        for (size_t i = 0; port[0] != '\0' && i < f->n_at; i++)
            WIT_PUSH(r->arena, list, n, cap) = wit_fmt(r->arena, "%s:%s", f->at[i], port);
        for (size_t i = 0; port[0] != '\0' && i < f->settings.n; i++) {
            const struct wit_setting *s = &f->settings.items[i];
            if (strncmp(s->key, "server.", 7) != 0 || s->value == NULL)
                continue;
            const char *host = wit_strndup(r->arena, s->value, strcspn(s->value, ":;"));
            WIT_PUSH(r->arena, list, n, cap) = wit_fmt(r->arena, "%s:%s", wit_klower(r->arena, host), port);
        }
    }
    c->zookeepers = list;
    c->n_zookeepers = n;
}
