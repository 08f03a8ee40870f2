/* pathmap/observe/members.c: members of consumer groups as witnesses: Kafka's own view of its clients.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A member keeps a connection to the broker that coordinates its group, and the broker tells the address that it sees:
 * the client's, or that of whatever stands between. That is all that is taken from it: no bytes, no other broker, and
 * where the coordinator has several listeners no port. Source: docs/kafka.md ("Members").
 */
#include <string.h>

#include "pathmap/observe/inside.h"
#include "pathmap/observe/join.h"
#include "pathmap/review/review.h"

enum { MEMBERS_MAX = 200000 /* flows; of a group with more, the rest adds nothing that a review needs */ };

struct gathering {
    const struct wit_review *r;
    struct wit_vantage *vantages;
    size_t n_vantages, cap_vantages;
    struct wit_seen_flow *flows;
    size_t n_flows, cap_flows;
    struct wit_strmap *there;
};

static const struct wit_kafka_node *node_of(const struct wit_kafka_cluster *c, const char *id)
{
    for (size_t i = 0; i < c->n_nodes; i++)
        if (strcmp(c->nodes[i].id, id) == 0)
            return &c->nodes[i];
    return NULL;
}

static size_t count_clients(const struct wit_kafka_node *node)
{
    size_t n = 0;
    for (size_t i = 0; i < node->n_listeners; i++)
        n += node->listeners[i].use == WIT_USE_CLIENT || node->listeners[i].use == WIT_USE_BOTH;
    return n;
}

static void add(struct gathering *g, const struct wit_consumer_group *group, const struct wit_group_member *m,
                const struct wit_kafka_node *node, const struct wit_kafka_listener *l)
{
    struct wit_arena *arena = g->r->arena;
    const struct wit_interface *at = node->site.interfaces[0];
    struct wit_addr client, server = at->addresses[0].addr;
    char text[WIT_ADDR_TEXT];
    unsigned port = l->port != 0 ? l->port : l->advertised_port;
    if (port == 0 || !wit_addr_parse(&client, m->host, NULL) || g->n_flows >= MEMBERS_MAX)
        return;
    for (size_t i = at->n_addresses; i-- > 0;) /* the first of the client's family */
        if (at->addresses[i].addr.family == client.family)
            server = at->addresses[i].addr;
    const char **ids = WIT_NEW(arena, const char *);
    ids[0] = m->client_id;
    struct wit_seen_flow f = {.client = m->host,
                              .server = wit_strdup(arena, wit_addr_text(text, server)),
                              .client_prefix = wit_prefix_of(client, client.family == 4 ? 32 : 128),
                              .server_prefix = wit_prefix_of(server, server.family == 4 ? 32 : 128),
                              .port = port,
                              .protocol = "tcp",
                              .kind = "group-member",
                              .class = strcmp(group->protocol_type, "connect") == 0 ? "connector" : "client",
                              .confidence = 1,
                              .reason = "the broker lists it as a member of a consumer group",
                              .sure = true,
                              .client_ids = ids,
                              .n_client_ids = m->client_id[0] == '\0' ? 0 : 1,
                              .first = group->time,
                              .last = group->time,
                              .member = true,
                              .unsure = count_clients(node) != 1 || node->site.n_fronts > 0,
                              .vantage = g->n_vantages - 1,
                              .evidence = wit_cite_text(arena, g->r->estate, m->cite)};
    if (wit_strmap_put(g->there, wit_fmt(arena, "%s %s %u %s", f.client, f.server, port, m->client_id), g))
        WIT_PUSH(arena, g->flows, g->n_flows, g->cap_flows) = f;
}

static void add_cluster(struct gathering *g, const struct wit_kafka_cluster *c)
{
    for (size_t i = 0; i < c->n_groups; i++) {
        const struct wit_consumer_group *group = &c->groups[i];
        const struct wit_kafka_node *node = node_of(c, group->coordinator);
        if (node == NULL || node->site.n_interfaces != 1 || node->site.interfaces[0]->n_addresses == 0)
            continue;
        for (size_t k = 0; k < group->n_members; k++)
            for (size_t l = 0; l < node->n_listeners; l++)
                if (node->listeners[l].use == WIT_USE_CLIENT || node->listeners[l].use == WIT_USE_BOTH)
                    add(g, group, &group->members[k], node, &node->listeners[l]);
    }
}

void wit_observe_members(struct wit_seen *seen, const struct wit_review *r)
{
    struct gathering g = {.r = r, .there = wit_strmap_new(r->arena)};
    for (size_t i = 0; i < seen->n_vantages; i++)
        WIT_PUSH(r->arena, g.vantages, g.n_vantages, g.cap_vantages) = seen->vantages[i];
    for (size_t i = 0; i < seen->n_flows; i++)
        WIT_PUSH(r->arena, g.flows, g.n_flows, g.cap_flows) = seen->flows[i];
    for (size_t i = 0; i < r->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &r->platform->clusters[i];
        if (c->n_groups == 0)
            continue;
        WIT_PUSH(r->arena, g.vantages, g.n_vantages, g.cap_vantages) =
            (struct wit_vantage){.bundle = "",
                                 .artefact = wit_cite_text(r->arena, r->estate, c->groups[0].cite),
                                 .name = wit_fmt(r->arena, "consumer groups of %s", c->id),
                                 .sample = 1,
                                 .first = c->groups[0].time,
                                 .last = c->groups[0].time,
                                 .members = true};
        size_t before = g.n_flows;
        add_cluster(&g, c);
        if (g.n_flows == before)
            g.n_vantages--;
    }
    wit_seen_sort(g.flows, g.n_flows);
    *seen = (struct wit_seen){g.vantages, g.n_vantages, g.flows, g.n_flows};
}
