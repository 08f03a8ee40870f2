/* pathmap/kafka/read_cluster.c: clusters with their nodes, out of what Kafka itself answered.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: artefacts DescribeCluster and DescribeConfigs of schemas/kafka.schema.json. DescribeConfigs gives effective
 * values: what it does not list is not set. Only brokers that are alive are in DescribeCluster, and never the
 * controllers of a quorum that are no brokers.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

struct wit_kafka_cluster *wit_kcluster_of(struct wit_kread *r, const char *id)
{
    for (size_t i = 0; i < r->n_clusters; i++)
        if (strcmp(r->clusters[i].id, id) == 0)
            return &r->clusters[i];
    struct wit_kafka_cluster *c = &WIT_PUSH(r->arena, r->clusters, r->n_clusters, r->cap_clusters);
    *c = (struct wit_kafka_cluster){.id = wit_kword(r, id),
                                    .flavour = "",
                                    .metadata = "",
                                    .asked_protocol = "",
                                    .nodes_gap = WIT_NO_GAP,
                                    .topics_gap = WIT_NO_GAP,
                                    .acls_gap = WIT_NO_GAP,
                                    .groups_gap = WIT_NO_GAP,
                                    .voters_gap = WIT_NO_GAP,
                                    .cite = wit_no_cite};
    return c;
}

bool wit_kwas_removed(const struct wit_value *root, const char *pointer)
{
    WIT_EACH(one, wit_get(root, "removed")) {
        if (one->kind == WIT_STRING && strcmp(one->text, pointer) == 0)
            return true;
    }
    return false;
}

/* A null that is not sensitive says that nothing is set; of the rest it hides a value. */
static void add_setting(struct wit_kread *r, struct wit_ksettings *s, const struct wit_value *root,
                        const struct wit_value *v, const struct wit_kpage *page, size_t number)
{
    const char *pointer = wit_fmt(r->arena, "/entries/%zu", number), *name = wit_str(v, "name");
    const struct wit_value *value = wit_get(v, "value");
    if (name == NULL || name[0] == '\0')
        return;
    const char *text = wit_text(value);
    bool hidden = wit_bool(v, "sensitive", false) || wit_kwas_removed(root, wit_fmt(r->scratch, "%s/value", pointer)) ||
                  (text != NULL && strcmp(text, "(removed)") == 0);
    WIT_PUSH(r->arena, s->items, s->n, s->cap) =
        (struct wit_setting){.key = wit_kword(r, name),
                             .value = hidden ? NULL : wit_kword(r, text),
                             .origin = wit_kword_of(r, v, "source"),
                             .cite = wit_kpage_cite(r, page, wit_fmt(r->arena, "%s/value", pointer))};
}

static bool read_settings(struct wit_ksettings *out, struct wit_kread *r, struct wit_kafka_node *node,
                          const struct wit_kafka_cluster *c, struct wit_err *err)
{
    const char *resource = wit_fmt(r->arena, "%s/broker/%s", c->id, node->id);
    struct wit_kasked *a = (struct wit_kasked *)(uintptr_t)wit_kasked_find(r, "kafka", "DescribeConfigs", resource);
    for (size_t i = 0; a != NULL && i < a->n; i++) {
        const struct wit_value *root;
        size_t number = 0;
        if (!wit_kpage_tree(&root, r, a, i, err))
            return false;
        WIT_EACH(v, wit_get(root, "entries")) {
            add_setting(r, out, root, v, &a->pages[i], number);
            number++;
        }
        if (root != NULL && number == 0 && a->gap == WIT_NO_GAP)
            a->gap = wit_kgap(r, WIT_GAP_UNREADABLE, "DescribeConfigs", resource, wit_kpage_cite(r, &a->pages[i], ""),
                              "", "the settings of broker %s of %s: the answer has none", node->id, c->id);
    }
    node->settings_gap = wit_kasked_gap(
        r, "kafka", "DescribeConfigs", resource, wit_fmt(r->arena, "the settings of broker %s of %s", node->id, c->id),
        "pathwitness collect kafka, as a principal with DescribeConfigs on the cluster; or import "
        "kafka-properties");
    wit_ksettings_sort(out);
    out->whole = node->settings_gap == WIT_NO_GAP;
    node->settings = out->items;
    node->n_settings = out->n;
    return true;
}

static void place_node(struct wit_kread *r, struct wit_kafka_node *node, const char *label, const char *told_host)
{
    const char **hosts = WIT_NEW_ARRAY(r->arena, const char *, 2 * node->n_listeners + 1);
    size_t n = 0;
    if (told_host[0] != '\0')
        hosts[n++] = told_host;
    for (size_t i = 0; i < node->n_listeners; i++) {
        const char *both[] = {node->listeners[i].advertised_host, node->listeners[i].bind_host};
        for (size_t k = 0; k < 2; k++) {
            bool there = both[k][0] == '\0';
            for (size_t m = 0; m < n && !there; m++)
                there = strcmp(hosts[m], both[k]) == 0;
            if (!there)
                hosts[n++] = both[k];
        }
    }
    wit_kplace(r, &node->site, hosts, n, node->cite, label);
}

static unsigned jmx_port(const struct wit_ksettings *s)
{
    static const char *const keys[] = {"jmx.port", "JMX_PORT", "KAFKA_JMX_PORT"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const char *value;
        if (wit_ksettings_get(s, keys[i], &value, NULL) == WIT_K_TOLD && strlen(value) < 6 &&
            strspn(value, "0123456789") == strlen(value) && strtoul(value, NULL, 10) < 65536)
            return (unsigned)strtoul(value, NULL, 10);
    }
    return 0;
}

/* AutoMQ: "prometheus://?host=0.0.0.0&port=9090" of s3.telemetry.metrics.exporter.uri listens. */
static unsigned metrics_port(const struct wit_ksettings *s)
{
    const char *value;
    (void)wit_ksettings_get(s, "s3.telemetry.metrics.exporter.uri", &value, NULL);
    const char *uri = strstr(value, "prometheus://"), *port = uri == NULL ? NULL : strstr(uri, "port=");
    unsigned long number = port == NULL || port > uri + strcspn(uri, ",") ? 0 : strtoul(port + 5, NULL, 10);
    return number > 65535 ? 0 : (unsigned)number;
}

void wit_knode_finish(struct wit_kread *r, struct wit_kafka_node *node, const struct wit_ksettings *s,
                      const char *label, const char *told_host, unsigned told_port, const char *asked_protocol)
{
    const char *rack;
    wit_klisteners(r, node, s, label, told_host, told_port, asked_protocol);
    if (wit_ksettings_get(s, "broker.rack", &rack, NULL) == WIT_K_TOLD)
        node->rack = rack;
    node->jmx_port = jmx_port(s);
    node->metrics_port = metrics_port(s);
    place_node(r, node, label, told_host);
}

static int by_number(const void *a, const void *b)
{
    const struct wit_kafka_node *x = a, *y = b;
    size_t n = strlen(x->id), m = strlen(y->id);
    return n != m ? (n < m ? -1 : 1) : strcmp(x->id, y->id);
}

static bool read_brokers(struct wit_kread *r, struct wit_kafka_cluster *c, const struct wit_value *brokers,
                         const char *controller, const struct wit_kpage *page, struct wit_err *err)
{
    /* What is taken from the tree is copied first: the pages of settings use its memory again. */
    struct told {
        const char *host;
        unsigned port;
    } *told = WIT_NEW_ARRAY(r->arena, struct told, brokers == NULL ? 0 : brokers->count);
    struct wit_kafka_node *nodes = WIT_NEW_ARRAY(r->arena, struct wit_kafka_node, brokers == NULL ? 0 : brokers->count);
    size_t n = 0, number = 0;
    WIT_EACH(v, brokers) {
        int64_t port = wit_int(v, "port", 0);
        const char *id = wit_kword_of(r, v, "id");
        if (id[0] != '\0') {
            told[n] = (struct told){wit_kword(r, wit_klower(r->scratch, wit_kword_of(r, v, "host"))),
                                    port < 1 || port > 65535 ? 0 : (unsigned)port};
            nodes[n++] =
                (struct wit_kafka_node){.id = id,
                                        .rack = wit_kword_of(r, v, "rack"),
                                        .listeners_gap = WIT_NO_GAP,
                                        .settings_gap = WIT_NO_GAP,
                                        .is_controller = strcmp(id, controller) == 0,
                                        .cite = wit_kpage_cite(r, page, wit_fmt(r->arena, "/brokers/%zu", number))};
        }
        number++;
    }
    for (size_t i = 0; i < n; i++) {
        struct wit_ksettings settings = {0};
        if (!read_settings(&settings, r, &nodes[i], c, err))
            return false;
        wit_knode_finish(r, &nodes[i], &settings, wit_fmt(r->arena, "broker %s of %s", nodes[i].id, c->id),
                         told[i].host, told[i].port, c->asked_protocol);
    }
    if (n > 1)
        qsort(nodes, n, sizeof *nodes, by_number);
    c->nodes = nodes;
    c->n_nodes = n;
    return true;
}

static bool read_cluster(struct wit_kread *r, struct wit_kafka_cluster *c, struct wit_err *err)
{
    struct wit_kasked *a = (struct wit_kasked *)(uintptr_t)wit_kasked_find(r, "kafka", "DescribeCluster", c->id);
    const struct wit_value *root = NULL;
    if (a != NULL && a->n > 0 && !wit_kpage_tree(&root, r, a, 0, err))
        return false;
    if (root != NULL) {
        const char *controller = wit_kword_of(r, root, "controller_id");
        c->asked_protocol = wit_kword_of(r, root, "security_protocol");
        c->cite = wit_kpage_cite(r, &a->pages[0], "/cluster_id");
        if (!read_brokers(r, c, wit_get(root, "brokers"), controller, &a->pages[0], err))
            return false;
    }
    c->nodes_gap = wit_kasked_gap(r, "kafka", "DescribeCluster", c->id, wit_fmt(r->arena, "the brokers of %s", c->id),
                                  "pathwitness collect kafka");
    if (root != NULL && c->n_nodes == 0 && c->nodes_gap == WIT_NO_GAP) /* somebody answered, so there is one */
        c->nodes_gap = wit_kgap(r, WIT_GAP_UNREADABLE, "DescribeCluster", c->id, c->cite, "pathwitness collect kafka",
                                "the brokers of %s: the answer has none", c->id);
    return wit_ktopics_read(r, c, err) && wit_kacls_read(r, c, err) && wit_kgroups_read(r, c, err);
}

bool wit_kclusters_read(struct wit_kread *r, struct wit_err *err)
{
    for (size_t i = 0; i < r->n_asked; i++) {
        const struct wit_kasked *a = r->asked[i];
        if (strcmp(a->source, "kafka") != 0 || a->resource[0] == '\0')
            continue;
        wit_kcluster_of(r, wit_strndup(r->arena, a->resource, strcspn(a->resource, "/")));
    }
    for (size_t i = 0; i < r->n_clusters; i++)
        if (!read_cluster(r, &r->clusters[i], err))
            return false;
    return true;
}
