/* pathmap/kafka/claims.c: what the nodes of clusters claim: who is a broker, a controller, a ZooKeeper, and what
 * listens.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/derive.h"
#include "pathmap/kafka/inside.h"

struct wit_pset wit_kclaim_port(struct wit_kclaims *c, unsigned port)
{
    return port == 0 ? wit_pset_none() : wit_pset_ports(c->arena, WIT_TCP, port, port);
}

void wit_kclaim_more(struct wit_kclaims *c, const char *role, wit_gap_ref gap)
{
    if (gap != WIT_NO_GAP)
        WIT_PUSH(c->arena, c->more, c->n_more, c->cap_more) = (struct wit_kmore){role, gap};
}

void wit_kclaim_site(struct wit_kclaims *c, const struct wit_kclaim *like, const struct wit_site *site)
{
    struct wit_kclaim *claim = &WIT_PUSH(c->arena, c->items, c->n, c->cap);
    *claim = *like;
    if (like->interfaces == NULL) {
        claim->interfaces = site->interfaces;
        claim->n_interfaces = site->n_interfaces;
    }
    if (!site->outside)
        return;
    struct wit_prefix *outside = WIT_NEW_ARRAY(c->arena, struct wit_prefix, site->n_addrs);
    for (size_t i = 0; i < site->n_addrs; i++)
        outside[i] = wit_prefix_of(site->addrs[i], site->addrs[i].family == 4 ? 32 : 128);
    claim->outside = outside;
    claim->n_outside = site->n_addrs;
}

static enum wit_class class_of(enum wit_listener_use use)
{
    return use == WIT_USE_REPLICATION  ? WIT_CLASS_REPLICATION
           : use == WIT_USE_CONTROLLER ? WIT_CLASS_CONTROLLER
                                       : WIT_CLASS_CLIENT;
}

/* A listener that is bound to one address is on the interface that has it, and on no other; to a loopback address: on
 * none. */
static bool bound_to(struct wit_kclaims *c, struct wit_kclaim *claim, const struct wit_kafka_listener *l,
                     const struct wit_site *site)
{
    struct wit_addr addr;
    if (strcmp(l->bind_host, "localhost") == 0)
        return false;
    if (!wit_addr_parse(&addr, l->bind_host, NULL) || (addr.hi == 0 && addr.lo == 0))
        return true;
    if ((addr.family == 4 && addr.lo >> 24 == 127) || (addr.family == 6 && addr.hi == 0 && addr.lo == 1))
        return false;
    const struct wit_interface **list = WIT_NEW_ARRAY(c->arena, const struct wit_interface *, site->n_interfaces);
    size_t n = 0;
    for (size_t i = 0; i < site->n_interfaces; i++) {
        const struct wit_interface *itf = site->interfaces[i];
        bool has = false;
        for (size_t k = 0; k < itf->n_addresses && !has; k++)
            has = wit_prefix_has(wit_prefix_of(itf->addresses[k].addr, itf->addresses[k].bits), addr);
        if (has)
            list[n++] = itf;
    }
    if (n > 0) {
        claim->interfaces = list;
        claim->n_interfaces = n;
    }
    return true;
}

static void claim_listener(struct wit_kclaims *c, const struct wit_kafka_node *node, const struct wit_kafka_listener *l,
                           const char *label)
{
    bool controller = l->use == WIT_USE_CONTROLLER && (node->parts & WIT_NODE_CONTROLLER) != 0;
    struct wit_kclaim like = {.kind = controller ? WIT_ROLE_CONTROLLER : WIT_ROLE_BROKER,
                              .role = controller ? "kafka-controllers" : "kafka-brokers",
                              .listener = l->name,
                              .security = l->protocol,
                              .ports = wit_kclaim_port(c, l->port),
                              .use = class_of(l->use),
                              .label = label,
                              .cite = l->cite};
    struct wit_kclaim own = like;
    /* Without a balancer between, what is advertised is opened at the node itself (a port that its host maps). */
    if (node->site.n_fronts == 0 && l->advertised_port != l->port)
        own.ports = wit_pset_union(c->arena, own.ports, wit_kclaim_port(c, l->advertised_port));
    if (bound_to(c, &own, l, &node->site))
        wit_kclaim_site(c, &own, &node->site);
    if (node->site.n_fronts > 0 && !controller) {
        like.role = "kafka-fronts";
        like.ports = wit_kclaim_port(c, l->advertised_port == 0 ? l->port : l->advertised_port);
        like.interfaces = node->site.fronts;
        like.n_interfaces = node->site.n_fronts;
        WIT_PUSH(c->arena, c->items, c->n, c->cap) = like;
    }
}

static void claim_node(struct wit_kclaims *c, const struct wit_kafka_cluster *cluster,
                       const struct wit_kafka_node *node)
{
    bool controller_only = node->parts == WIT_NODE_CONTROLLER;
    const char *label =
        wit_fmt(c->arena, "%s %s of %s", controller_only ? "controller" : "broker", node->id, cluster->id);
    struct wit_kclaim member = {.listener = "", .security = "", .label = label, .cite = node->cite};
    if (!controller_only) {
        member.kind = WIT_ROLE_BROKER;
        member.role = "kafka-brokers";
        wit_kclaim_site(c, &member, &node->site);
        wit_kclaim_more(c, member.role, node->site.gap);
    }
    if ((node->parts & WIT_NODE_CONTROLLER) != 0) {
        member.kind = WIT_ROLE_CONTROLLER;
        member.role = "kafka-controllers";
        wit_kclaim_site(c, &member, &node->site);
        wit_kclaim_more(c, member.role, node->site.gap);
    }
    for (size_t i = 0; i < node->n_listeners; i++)
        claim_listener(c, node, &node->listeners[i], label);
    const unsigned ports[] = {node->jmx_port, node->metrics_port};
    for (size_t i = 0; i < 2; i++) {
        struct wit_kclaim metrics = member;
        metrics.kind = controller_only ? WIT_ROLE_CONTROLLER : WIT_ROLE_BROKER;
        metrics.role = controller_only ? "kafka-controllers" : "kafka-brokers";
        metrics.listener = i == 0 ? "JMX" : "metrics";
        metrics.ports = wit_kclaim_port(c, ports[i]);
        metrics.use = WIT_CLASS_TELEMETRY;
        if (ports[i] != 0)
            wit_kclaim_site(c, &metrics, &node->site);
    }
}

static void claim_hosts(struct wit_kclaims *c, const char *const *hosts, const struct wit_site *sites, size_t n,
                        const struct wit_kclaim *as, const char *what)
{
    for (size_t i = 0; i < n; i++) {
        const char *colon = strrchr(hosts[i], ':');
        unsigned long port = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);
        struct wit_kclaim like = *as;
        like.ports = wit_kclaim_port(c, port > 65535 ? 0 : (unsigned)port);
        like.use = WIT_CLASS_CONTROLLER;
        like.label = wit_fmt(c->arena, "%s %s", what, hosts[i]);
        like.cite = sites[i].cite;
        wit_kclaim_site(c, &like, &sites[i]);
        wit_kclaim_more(c, as->role, sites[i].gap);
    }
}

void wit_kclaims_clusters(struct wit_kclaims *c)
{
    for (size_t i = 0; i < c->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *cluster = &c->platform->clusters[i];
        for (size_t k = 0; k < cluster->n_nodes; k++)
            claim_node(c, cluster, &cluster->nodes[k]);
        wit_kclaim_more(c, "kafka-brokers", cluster->nodes_gap);
        wit_kclaim_more(c, "kafka-controllers", cluster->voters_gap);
        const struct wit_kclaim voter = {.kind = WIT_ROLE_CONTROLLER,
                                         .role = "kafka-controllers",
                                         .listener = cluster->voter_listener,
                                         .security = cluster->voter_protocol},
                                keeper = {.kind = WIT_ROLE_ZOOKEEPER,
                                          .role = "kafka-zookeepers",
                                          .listener = "",
                                          .security = ""};
        claim_hosts(c, cluster->voters, cluster->voter_sites, cluster->n_voters, &voter, "controller");
        claim_hosts(c, cluster->zookeepers, cluster->zookeeper_sites, cluster->n_zookeepers, &keeper, "ZooKeeper");
    }
}
