/* tests/support/estate_service.c: verbs of load balancers, endpoint services, accelerators and doors.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "tests/support/estate_parts.h"

enum { ROOM = 64 };
struct wit_service_parts {
    struct wit_balancer balancers[ROOM];
    const char *enis[ROOM];
    struct wit_target_group groups[ROOM];
    struct wit_endpoint_service services[ROOM];
    struct wit_accelerator accelerators[ROOM];
    struct wit_door doors[ROOM];
    const char *door_enis[ROOM];
    struct wit_kafka_connection kafka[ROOM];
};

#define HEAD(id_) .id = (id_), .name = "", .account = "1", .region = "r1", .cite = {UINT32_MAX, ""}

static struct wit_service_parts *parts_of(struct wit_builder *b)
{
    if (b->services == NULL)
        b->services = WIT_NEW(b->arena, struct wit_service_parts);
    return b->services;
}

static wit_gap_ref missing(struct wit_builder *b, char **w, size_t n, const char *key)
{
    const char *value = wit_build_value(w, n, key);
    return value != NULL && strcmp(value, "?") == 0
               ? wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "%s of %s", key, w[1]))
               : WIT_NO_GAP;
}

static struct wit_target_group *group_of(struct wit_builder *b, const char *id)
{
    struct wit_service_parts *p = parts_of(b);
    for (size_t i = 0; i < b->e->n_target_groups; i++) {
        if (strcmp(p->groups[i].id, id) == 0)
            return &p->groups[i];
    }
    struct wit_target_group *g = &p->groups[b->e->n_target_groups++];
    *g = (struct wit_target_group){HEAD(id),
                                   .protocol = "TCP",
                                   .network = "",
                                   .family = 4,
                                   .cross_zone_inherits = true,
                                   .attributes_gap = WIT_NO_GAP,
                                   .targets_gap = WIT_NO_GAP,
                                   .gap = WIT_NO_GAP};
    return g;
}

static struct wit_balancer *balancer_of(struct wit_builder *b, const char *id)
{
    struct wit_service_parts *p = parts_of(b);
    for (size_t i = 0; i < b->e->n_balancers; i++) {
        if (strcmp(p->balancers[i].id, id) == 0)
            return &p->balancers[i];
    }
    struct wit_balancer *l = &p->balancers[b->e->n_balancers++];
    *l = (struct wit_balancer){HEAD(id),
                               .state = WIT_GW_READY,
                               .state_word = "active",
                               .enforces_on_private_link = WIT_TOLD_YES,
                               .listeners_gap = WIT_NO_GAP,
                               .attributes_gap = WIT_NO_GAP,
                               .gap = WIT_NO_GAP};
    return l;
}

static void do_balancer(struct wit_builder *b, char **w, size_t n)
{
    static const struct {
        const char *word;
        enum wit_balancer_kind kind;
    } kinds[] = {{"net", WIT_BALANCER_NETWORK},
                 {"app", WIT_BALANCER_APPLICATION},
                 {"classic", WIT_BALANCER_CLASSIC},
                 {"gwy", WIT_BALANCER_GATEWAY}};
    struct wit_balancer *l = balancer_of(b, w[1]);
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(kinds[i].word, w[2]) == 0)
            l->kind = kinds[i].kind;
    }
    const char *enis = wit_build_value(w, n, "enis");
    b->services->enis[l - b->services->balancers] = enis == NULL ? "" : enis;
    l->cross_zone = wit_build_told(w, n, "cross", WIT_NOT_TOLD);
    l->enforces_on_private_link = wit_build_told(w, n, "enforce", WIT_TOLD_YES);
    l->listeners_gap = missing(b, w, n, "listeners");
    l->attributes_gap = missing(b, w, n, "attributes");
    if (wit_build_has(w, n, "closed")) {
        l->state = WIT_GW_CLOSED;
        l->state_word = "failed";
    }
}

static void do_listener(struct wit_builder *b, char **w, size_t n)
{
    struct wit_balancer *l = balancer_of(b, w[1]);
    struct wit_balancer_listener *grown = WIT_NEW_ARRAY(b->arena, struct wit_balancer_listener, l->n_listeners + 1);
    if (l->n_listeners > 0)
        memcpy(grown, l->listeners, l->n_listeners * sizeof *grown);
    struct wit_balancer_listener *made = &grown[l->n_listeners++];
    l->listeners = grown;
    *made = (struct wit_balancer_listener){.id = wit_fmt(b->arena, "%s/%s/%s", w[1], w[2], w[3]),
                                           .protocol = w[2],
                                           .port = (uint16_t)strtoul(w[3], NULL, 10),
                                           .only_answers = strcmp(w[4], "answer") == 0,
                                           .rules_gap = missing(b, w, n, "rules"),
                                           .gap = WIT_NO_GAP,
                                           .cite = {UINT32_MAX, ""}};
    if (made->only_answers)
        return;
    made->group_ids = wit_build_ids(b, w[4], &made->n_groups);
    const struct wit_target_group **groups = WIT_NEW_ARRAY(b->arena, const struct wit_target_group *, made->n_groups);
    for (size_t i = 0; i < made->n_groups; i++)
        groups[i] = strcmp(made->group_ids[i], "?") == 0 ? NULL : group_of(b, made->group_ids[i]);
    made->groups = groups;
}

static void do_group(struct wit_builder *b, char **w, size_t n)
{
    static const struct {
        const char *word;
        enum wit_target_type type;
    } types[] = {{"instance", WIT_TARGET_INSTANCE},
                 {"ip", WIT_TARGET_ADDRESS},
                 {"lambda", WIT_TARGET_LAMBDA},
                 {"alb", WIT_TARGET_BALANCER}};
    struct wit_target_group *g = group_of(b, w[1]);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (strcmp(types[i].word, w[2]) == 0)
            g->type = types[i].type;
    }
    g->protocol = w[3];
    g->port = (uint16_t)strtoul(w[4], NULL, 10);
    g->network = w[5];
    g->keeps_client = wit_build_told(w, n, "keeps", WIT_NOT_TOLD);
    g->cross_zone = wit_build_told(w, n, "cross", WIT_NOT_TOLD);
    g->cross_zone_inherits = g->cross_zone == WIT_NOT_TOLD;
    g->attributes_gap = missing(b, w, n, "attributes");
    g->targets_gap = missing(b, w, n, "targets");
    g->family = wit_build_has(w, n, "v6") ? 6 : 4;
}

static void do_target(struct wit_builder *b, char **w, size_t n)
{
    struct wit_target_group *g = group_of(b, w[1]);
    struct wit_balancer_target *grown = WIT_NEW_ARRAY(b->arena, struct wit_balancer_target, g->n_targets + 1);
    if (g->n_targets > 0)
        memcpy(grown, g->targets, g->n_targets * sizeof *grown);
    const char *port = wit_build_value(w, n, "port"), *zone = wit_build_value(w, n, "zone");
    struct wit_balancer_target *t = &grown[g->n_targets++];
    g->targets = grown;
    *t = (struct wit_balancer_target){.id = w[2],
                                      .port = port == NULL ? (uint16_t)0 : (uint16_t)strtoul(port, NULL, 10),
                                      .zone = zone == NULL ? "" : zone,
                                      .cite = {UINT32_MAX, ""}};
    if (!wit_addr_parse(&t->addr, w[2], NULL))
        t->addr = (struct wit_addr){0, 0, 0};
    if (strncmp(w[2], "lb", 2) == 0)
        t->balancer = balancer_of(b, w[2]);
}

static struct wit_endpoint_service *service_of(struct wit_builder *b, const char *id)
{
    struct wit_service_parts *p = parts_of(b);
    for (size_t i = 0; i < b->e->n_endpoint_services; i++) {
        if (strcmp(p->services[i].id, id) == 0)
            return &p->services[i];
    }
    struct wit_endpoint_service *s = &p->services[b->e->n_endpoint_services++];
    *s = (struct wit_endpoint_service){HEAD(id),
                                       .service_name = "",
                                       .state = WIT_GW_READY,
                                       .state_word = "Available",
                                       .principals_gap = WIT_NO_GAP,
                                       .connections_gap = WIT_NO_GAP,
                                       .gap = WIT_NO_GAP};
    return s;
}

static void do_service(struct wit_builder *b, char **w, size_t n)
{
    struct wit_endpoint_service *s = service_of(b, w[1]);
    s->service_name = w[2];
    s->balancer_ids = wit_build_ids(b, w[3], &s->n_balancers);
    const struct wit_balancer **list = WIT_NEW_ARRAY(b->arena, const struct wit_balancer *, s->n_balancers);
    for (size_t i = 0; i < s->n_balancers; i++)
        list[i] = balancer_of(b, s->balancer_ids[i]);
    s->balancers = list;
    s->connections_gap = missing(b, w, n, "connections");
    if (wit_build_has(w, n, "closed")) {
        s->state = WIT_GW_CLOSED;
        s->state_word = "Deleted";
    }
}

static void do_connection(struct wit_builder *b, char **w, size_t n)
{
    struct wit_endpoint_service *s = service_of(b, w[1]);
    struct wit_service_connection *grown = WIT_NEW_ARRAY(b->arena, struct wit_service_connection, s->n_connections + 1);
    (void)n;
    if (s->n_connections > 0)
        memcpy(grown, s->connections, s->n_connections * sizeof *grown);
    grown[s->n_connections++] = (struct wit_service_connection){w[2], "1", w[3], {UINT32_MAX, ""}};
    s->connections = grown;
}

static struct wit_endpoint *endpoint_named(struct wit_builder *b, const char *id)
{
    for (size_t i = 0; i < b->e->n_endpoints; i++) {
        if (strcmp(b->endpoints[i].id, id) == 0)
            return &b->endpoints[i];
    }
    wit_build_bad(b);
}

static void do_state(struct wit_builder *b, char **w, size_t n)
{
    (void)n;
    endpoint_named(b, w[1])->state = w[2];
}

static void do_managed(struct wit_builder *b, char **w, size_t n)
{
    static const struct wit_tag tag = {"AWSMSKManaged", "true"};
    struct wit_endpoint *e = endpoint_named(b, w[1]);
    (void)n;
    e->tags = &tag;
    e->n_tags = 1;
}

static void do_kafka(struct wit_builder *b, char **w, size_t n)
{
    bool ready = strcmp(w[3], "AVAILABLE") == 0, unknown = strcmp(w[3], "?") == 0;
    (void)n;
    parts_of(b)->kafka[b->e->n_kafka_connections++] = (struct wit_kafka_connection){
        HEAD(w[1]),         .cluster = "",
        .network = w[2],    .state = ready ? WIT_GW_READY : unknown ? WIT_GW_STATE_UNKNOWN : WIT_GW_CLOSED,
        .state_word = w[3], .gap = WIT_NO_GAP};
}

static void do_accelerator(struct wit_builder *b, char **w, size_t n)
{
    struct wit_service_parts *p = parts_of(b);
    struct wit_accelerator *a = &p->accelerators[b->e->n_accelerators++];
    struct wit_addr *addrs = WIT_NEW_ARRAY(b->arena, struct wit_addr, n);
    *a = (struct wit_accelerator){HEAD(w[1]), .enabled = !wit_build_has(w, n, "off"), .gap = WIT_NO_GAP};
    a->addrs = addrs;
    for (size_t i = 2; i < n; i++)
        a->n_addrs += wit_addr_parse(&addrs[a->n_addrs], w[i], NULL);
    if (wit_build_has(w, n, "gap"))
        a->gap = wit_build_gap(b, WIT_GAP_DENIED, wit_fmt(b->arena, "listeners of %s", w[1]));
}

static void do_speed(struct wit_builder *b, char **w, size_t n)
{
    struct wit_service_parts *p = parts_of(b);
    for (size_t i = 0; i < b->e->n_accelerators; i++) {
        struct wit_accelerator *a = &p->accelerators[i];
        if (strcmp(a->id, w[1]) != 0)
            continue;
        struct wit_accelerated *grown = WIT_NEW_ARRAY(b->arena, struct wit_accelerated, a->n_endpoints + 1);
        if (a->n_endpoints > 0)
            memcpy(grown, a->endpoints, a->n_endpoints * sizeof *grown);
        struct wit_accelerated *x = &grown[a->n_endpoints++];
        *x = (struct wit_accelerated){.id = w[2],
                                      .region = "r1",
                                      .keeps_client = wit_build_told(w, n, "keeps", WIT_TOLD_YES),
                                      .listener = wit_build_ports(b, w[3]),
                                      .cite = {UINT32_MAX, ""}};
        const char *override = wit_build_value(w, n, "override");
        if (override != NULL) {
            struct {
                uint16_t from, to;
            } *one = wit_alloc(b->arena, sizeof *one);
            char *rest = NULL;
            one->from = (uint16_t)strtoul(override, &rest, 10);
            one->to = (uint16_t)strtoul(rest + 1, NULL, 10);
            x->overrides = (const void *)one;
            x->n_overrides = 1;
        }
        a->endpoints = grown;
        return;
    }
    wit_build_bad(b);
}

static const struct wit_prefix *prefixes_named(struct wit_builder *b, const char *text, size_t *n)
{
    size_t count;
    *n = 0;
    if (text == NULL)
        return NULL;
    const char *const *ids = wit_build_ids(b, text, &count);
    char **words = WIT_NEW_ARRAY(b->arena, char *, count);
    for (size_t i = 0; i < count; i++)
        words[i] = wit_strdup(b->arena, ids[i]);
    return wit_build_prefixes(b, words, count, n);
}

static void do_door(struct wit_builder *b, char **w, size_t n)
{
    struct wit_service_parts *p = parts_of(b);
    const char *enis = wit_build_value(w, n, "enis"), *target = wit_build_value(w, n, "target");
    struct wit_door *d = &p->doors[b->e->n_doors++];
    *d = (struct wit_door){HEAD(w[2]),
                           .kind = strcmp(w[1], "vpn") == 0    ? WIT_DOOR_CLIENT_VPN
                                   : strcmp(w[1], "eice") == 0 ? WIT_DOOR_INSTANCE_CONNECT
                                                               : WIT_DOOR_VPC_ORIGIN,
                           .state = wit_build_has(w, n, "closed") ? WIT_GW_CLOSED : WIT_GW_READY,
                           .state_word = "available",
                           .network = strcmp(w[3], "-") == 0 ? NULL : wit_build_network(b, w[3]),
                           .keeps_client = wit_build_told(w, n, "keeps", WIT_TOLD_NO),
                           .target = target == NULL ? "" : target,
                           .rules_gap = missing(b, w, n, "rules"),
                           .gap = WIT_NO_GAP};
    p->door_enis[d - p->doors] = enis == NULL ? "" : enis;
    d->authorized = prefixes_named(b, wit_build_value(w, n, "allow"), &d->n_authorized);
    d->routes = prefixes_named(b, wit_build_value(w, n, "route"), &d->n_routes);
}

static const struct wit_interface *const *interfaces_named(struct wit_builder *b, const char *text, size_t *n)
{
    size_t count;
    const char *const *ids = wit_build_ids(b, text, &count);
    const struct wit_interface **list = WIT_NEW_ARRAY(b->arena, const struct wit_interface *, count);
    *n = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < b->e->n_interfaces; k++) {
            if (strcmp(b->interfaces[k].id, ids[i]) == 0)
                list[(*n)++] = &b->interfaces[k];
        }
    }
    return list;
}

static void link_services(struct wit_builder *b)
{
    struct wit_service_parts *p = parts_of(b);
    for (size_t i = 0; i < b->e->n_balancers; i++) {
        struct wit_balancer *l = &p->balancers[i];
        l->interfaces = interfaces_named(b, p->enis[i] == NULL ? "" : p->enis[i], &l->n_interfaces);
        const struct wit_subnet **subnets = WIT_NEW_ARRAY(b->arena, const struct wit_subnet *, l->n_interfaces);
        const char **ids = WIT_NEW_ARRAY(b->arena, const char *, l->n_interfaces);
        for (size_t k = 0; k < l->n_interfaces; k++) {
            struct wit_interface *itf = &b->interfaces[l->interfaces[k] - b->interfaces];
            subnets[k] = itf->subnet;
            ids[k] = itf->subnet->id;
            itf->requester_managed = true;
            if (strcmp(itf->type, "interface") == 0)
                itf->type = l->kind == WIT_BALANCER_NETWORK ? "network_load_balancer" : "load_balancer";
            l->network = itf->subnet->network;
        }
        l->subnets = subnets;
        l->subnet_ids = ids;
        l->n_subnets = l->n_interfaces;
    }
    for (size_t i = 0; i < b->e->n_doors; i++)
        p->doors[i].interfaces = interfaces_named(b, p->door_enis[i], &p->doors[i].n_interfaces);
    b->e->balancers = p->balancers;
    b->e->target_groups = p->groups;
    b->e->endpoint_services = p->services;
    b->e->accelerators = p->accelerators;
    b->e->doors = p->doors;
    b->e->kafka_connections = p->kafka;
}

static const struct wit_build_verb verbs[] = {
    {"kafka", 4, do_kafka},
    {"lb", 3, do_balancer},
    {"listen", 5, do_listener},
    {"tg", 6, do_group},
    {"target", 3, do_target},
    {"svc", 4, do_service},
    {"connection", 4, do_connection},
    {"state", 3, do_state},
    {"managed", 2, do_managed},
    {"accelerator", 2, do_accelerator},
    {"speed", 4, do_speed},
    {"door", 4, do_door},
    {NULL, 0, NULL},
};
const struct wit_build_part wit_build_service = {verbs, link_services};
