/* pathmap/review/check_kafka_intent.c: services that people declare, against what the brokers themselves say.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only nodes whose place and listeners are wholly known count: what is not told contradicts nobody.
 */
#include <string.h>
#include <strings.h>

#include "pathmap/review/findings.h"
#include "pathmap/review/kafka_facts.h"

struct both { /* a declared service and one node that its role holds */
    const struct wit_kafka_cluster *cluster;
    const struct wit_kafka_node *node;
};

static bool is_held(const struct wit_review *r, const struct wit_kafka_node *node, const struct wit_role *role)
{
    for (size_t i = 0; i < node->site.n_interfaces; i++) {
        struct wit_roles_of of = wit_review_roles_of(r, node->site.interfaces[i]);
        for (size_t k = 0; k < of.n; k++)
            if (of.roles[k] == role)
                return true;
    }
    return false;
}

static bool is_known(const struct wit_kafka_node *node)
{
    return node->listeners_gap == WIT_NO_GAP && node->site.gap == WIT_NO_GAP && node->n_listeners > 0;
}

/* What the node says about the ports of a service: "" when it agrees. */
static const char *differs(struct wit_review *r, const struct wit_service *s, const struct wit_kafka_node *node,
                           struct wit_cite *cite)
{
    *cite = node->cite;
    for (size_t i = 0; i < node->n_listeners; i++) {
        const struct wit_kafka_listener *l = &node->listeners[i];
        unsigned port = wit_listener_port(l);
        if (port == 0 || !wit_pset_meets(s->ports, wit_pset_ports(r->arena, WIT_TCP, port, port)))
            continue;
        *cite = l->cite;
        if (s->security[0] == '\0' || l->protocol[0] == '\0' || strcasecmp(s->security, l->protocol) == 0)
            return "";
        return wit_fmt(r->arena, "declared with %s, and listener %s there speaks %s", s->security, l->name,
                       l->protocol);
    }
    return "declared, and no listener is there";
}

static void check_service(struct wit_review *r, const struct wit_check *check, const struct wit_service *s)
{
    for (size_t i = 0; i < r->platform->n_clusters; i++) {
        const struct wit_kafka_cluster *c = &r->platform->clusters[i];
        const struct wit_kafka_node **nodes = WIT_NEW_ARRAY(r->arena, const struct wit_kafka_node *, c->n_nodes);
        struct wit_cite *cites = WIT_NEW_ARRAY(r->arena, struct wit_cite, c->n_nodes);
        const char *first = "";
        size_t n = 0;
        for (size_t k = 0; k < c->n_nodes; k++) {
            if (!is_known(&c->nodes[k]) || !is_held(r, &c->nodes[k], s->role))
                continue;
            const char *text = differs(r, s, &c->nodes[k], &cites[n]);
            if (text[0] == '\0' || (n > 0 && strcmp(text, first) != 0))
                continue;
            first = text;
            nodes[n++] = &c->nodes[k];
        }
        if (n == 0)
            continue;
        struct wit_finding *f = wit_finding_add(
            r, check, wit_fmt(r->arena, "%s\n%s\n%s", c->id, s->role->id, wit_pset_words(r->arena, s->ports)),
            wit_fmt(r->arena, "%s of %s at %s: %s (%s)", s->listener[0] == '\0' ? "A service" : s->listener,
                    s->role->id, wit_pset_words(r->arena, s->ports), first, wit_nodes_words(r->arena, nodes, n)));
        for (size_t k = 0; k < n; k++)
            wit_finding_cite(f, r->arena, wit_review_cite(r, cites[k]));
    }
}

static bool is_declared(const struct wit_review *r, const struct wit_kafka_node *node, unsigned port)
{
    for (size_t i = 0; i < r->intent->n_services; i++) {
        const struct wit_service *s = &r->intent->services[i];
        if (!s->derived && is_held(r, node, s->role) &&
            wit_pset_meets(s->ports, wit_pset_ports(r->arena, WIT_TCP, port, port)))
            return true;
    }
    return false;
}

/* A role of these nodes has services written in the intent: then all of them should be. */
static bool speaks_of(const struct wit_review *r, const struct wit_kafka_node *node)
{
    for (size_t i = 0; i < r->intent->n_services; i++)
        if (!r->intent->services[i].derived && is_held(r, node, r->intent->services[i].role))
            return true;
    return false;
}

static void check_door(struct wit_review *r, const struct wit_check *check, const struct wit_kafka_door *d)
{
    const struct wit_kafka_node **nodes = WIT_NEW_ARRAY(r->arena, const struct wit_kafka_node *, d->n_nodes);
    size_t n = 0;
    struct wit_finding *f = NULL;
    for (size_t i = 0; i < d->n_nodes; i++)
        if (d->port != 0 && speaks_of(r, d->nodes[i]) && !is_declared(r, d->nodes[i], d->port))
            nodes[n++] = d->nodes[i];
    if (n == 0)
        return;
    f = wit_finding_add(r, check, wit_fmt(r->arena, "%s\n%s\n%u", d->cluster->id, d->name, d->port),
                        wit_fmt(r->arena, "%s listen%s at tcp/%u as %s (%s), and the intent's services do not say so",
                                wit_nodes_words(r->arena, nodes, n), n == 1 ? "s" : "", d->port, d->name,
                                d->protocol[0] == '\0' ? "protocol not told" : d->protocol));
    wit_finding_cite(f, r->arena, wit_review_cite(r, d->cite));
}

void wit_check_kafka_intent(struct wit_review *r, const struct wit_check *check)
{
    size_t n, n_services = r->intent == NULL ? 0 : r->intent->n_services;
    for (size_t i = 0; i < n_services; i++) {
        const struct wit_service *s = &r->intent->services[i];
        bool kafka = s->use == WIT_CLASS_CLIENT || s->use == WIT_CLASS_REPLICATION || s->use == WIT_CLASS_CONTROLLER;
        bool node = s->role->kind == WIT_ROLE_BROKER || s->role->kind == WIT_ROLE_CONTROLLER;
        if (!s->derived && kafka && node) /* shells and exporters are no listeners of Kafka */
            check_service(r, check, s);
    }
    const struct wit_kafka_door *doors = wit_kafka_doors(&n, r);
    for (size_t i = 0; n_services > 0 && i < n; i++)
        if (doors[i].part == WIT_DOOR_LISTENER)
            check_door(r, check, &doors[i]);
}
