/* pathmap/decode/link_balancers.c: load balancers with network, interfaces, listeners; target groups with targets.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/decode.h"

const struct wit_balancer *wit_balancer_sealed(const struct wit_decoding *d, const char *id, const char *account,
                                               const char *region)
{
    const struct wit_raw_balancer *raw = wit_raw_find(d, WIT_RAW_BALANCER, id, account, region);
    return raw == NULL ? NULL : WIT_SEALED_AT(wit_balancer, d->estate->balancers, raw);
}

static enum wit_told attribute(const struct wit_told_thing *told, const char *key, const char **value)
{
    *value = "";
    for (size_t i = 0; told != NULL && i < told->n_pairs; i++) {
        if (strcmp(told->pairs[i].key, key) == 0)
            *value = told->pairs[i].value;
    }
    return wit_told_word(*value, "true", "false");
}

/* ---- target groups ---- */
static int by_target(const void *left, const void *right)
{
    const struct wit_balancer_target *a = left, *b = right;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : (int)a->port - (int)b->port;
}

static void link_targets(struct wit_decoding *d, const struct wit_raw_target_group *raw, struct wit_target_group *o,
                         const struct wit_balancer_target *targets, size_t n)
{
    struct wit_balancer_target *sorted = WIT_NEW_ARRAY(d->arena, struct wit_balancer_target, n);
    for (size_t i = 0; i < n; i++) {
        struct wit_balancer_target *t = &sorted[i];
        *t = targets[i];
        if (o->type == WIT_TARGET_INSTANCE) {
            const struct wit_raw_instance *instance =
                wit_raw_find(d, WIT_RAW_INSTANCE, t->id, raw->raw.account, raw->raw.region);
            if (instance != NULL)
                t->instance = WIT_SEALED_AT(wit_instance, d->estate->instances, instance);
        } else if (o->type == WIT_TARGET_BALANCER) {
            t->balancer = wit_balancer_sealed(d, t->id, raw->raw.account, raw->raw.region);
        } else if (o->type == WIT_TARGET_ADDRESS &&
                   (strlen(t->id) >= WIT_ADDR_TEXT || !wit_addr_parse(&t->addr, t->id, NULL)) &&
                   o->targets_gap == WIT_NO_GAP) {
            o->targets_gap = wit_found(d, WIT_GAP_UNREADABLE, raw->raw.source, raw->raw.id, t->cite.pointer, NULL,
                                       "%s: the address of a target could not be read", o->name);
        }
    }
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_target);
    o->targets = sorted;
    o->n_targets = n;
}

void wit_link_target_groups(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->raws[WIT_RAW_TARGET_GROUP].n; i++) {
        const struct wit_raw_target_group *raw = (struct wit_raw_target_group *)d->raws[WIT_RAW_TARGET_GROUP].items[i];
        struct wit_target_group *o = &WIT_SEALED(wit_target_group, d->estate->target_groups)[i];
        if (o->gap == WIT_NO_GAP)
            o->gap = raw->raw.differs;
        if (raw->classic) {
            link_targets(d, raw, o, raw->targets, raw->n_targets);
            continue;
        }
        const char *value;
        const struct wit_told_thing *told =
            wit_told_of(d, &o->attributes_gap, "elbv2", "DescribeTargetGroupAttributes", &raw->raw, raw->raw.id);
        o->keeps_client = attribute(told, "preserve_client_ip.enabled", &value);
        o->cross_zone = attribute(told, "load_balancing.cross_zone.enabled", &value);
        o->cross_zone_inherits = strcmp(value, "use_load_balancer_configuration") == 0;
        told = wit_told_of(d, &o->targets_gap, "elbv2", "DescribeTargetHealth", &raw->raw, raw->raw.id);
        link_targets(d, raw, o, told == NULL ? NULL : told->targets, told == NULL ? 0 : told->n_targets);
    }
}

/* ---- balancers ---- */
static int by_port(const void *left, const void *right)
{
    const struct wit_balancer_listener *a = left, *b = right;
    if (a->port != b->port)
        return a->port < b->port ? -1 : 1;
    int order = strcmp(a->protocol, b->protocol);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static void link_listener(struct wit_decoding *d, const struct wit_raw_balancer *raw, struct wit_told_listener *l)
{
    struct wit_balancer_listener *o = &l->o;
    if (raw->o.kind == WIT_BALANCER_APPLICATION) { /* the others have their default action only */
        const struct wit_told_thing *rules = wit_told_of(d, &o->rules_gap, "elbv2", "DescribeRules", &raw->raw, o->id);
        for (size_t i = 0; rules != NULL && i < rules->n_listeners; i++) {
            for (size_t k = 0; k < rules->listeners[i].n_groups; k++)
                WIT_PUSH(d->arena, l->groups, l->n_groups, l->cap_groups) = rules->listeners[i].groups[k];
            l->forwards = l->forwards || rules->listeners[i].forwards;
            l->answers = l->answers || rules->listeners[i].answers;
        }
    }
    o->only_answers = l->answers && !l->forwards && o->rules_gap == WIT_NO_GAP && o->gap == WIT_NO_GAP;
    if (l->n_groups > 1)
        qsort(l->groups, l->n_groups, sizeof(const char *), wit_compare_words);
    size_t filled = 0;
    for (size_t i = 0; i < l->n_groups; i++) {
        if (filled == 0 || strcmp(l->groups[filled - 1], l->groups[i]) != 0)
            l->groups[filled++] = l->groups[i];
    }
    const struct wit_target_group **groups = WIT_NEW_ARRAY(d->arena, const struct wit_target_group *, filled);
    for (size_t i = 0; i < filled; i++) {
        const struct wit_raw_target_group *group =
            wit_raw_find(d, WIT_RAW_TARGET_GROUP, l->groups[i], raw->raw.account, raw->raw.region);
        if (group != NULL)
            groups[i] = WIT_SEALED_AT(wit_target_group, d->estate->target_groups, group);
        else if (o->rules_gap == WIT_NO_GAP)
            o->rules_gap = wit_link_missing(d, "elbv2", "DescribeTargetGroups", &raw->raw, l->groups[i]);
    }
    o->group_ids = l->groups;
    o->groups = groups;
    o->n_groups = filled;
}

static void link_listeners(struct wit_decoding *d, const struct wit_raw_balancer *raw, struct wit_balancer *o)
{
    struct wit_told_listener *listeners = raw->classic;
    size_t n = raw->n_classic;
    if (raw->o.kind != WIT_BALANCER_CLASSIC) {
        const struct wit_told_thing *told =
            wit_told_of(d, &o->listeners_gap, "elbv2", "DescribeListeners", &raw->raw, raw->raw.id);
        listeners = told == NULL ? NULL : told->listeners;
        n = told == NULL ? 0 : told->n_listeners;
    }
    struct wit_balancer_listener *sorted = WIT_NEW_ARRAY(d->arena, struct wit_balancer_listener, n);
    for (size_t i = 0; i < n; i++) {
        link_listener(d, raw, &listeners[i]);
        sorted[i] = listeners[i].o;
    }
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_port);
    o->listeners = sorted;
    o->n_listeners = n;
}

/* Descriptions are anybody's text: only what a service made counts. */
static bool made_by_service(const struct wit_interface *itf)
{
    return itf->requester_managed || strcmp(itf->requester, "amazon-elb") == 0 ||
           strcmp(itf->type, "network_load_balancer") == 0 || strcmp(itf->type, "load_balancer") == 0 ||
           strcmp(itf->type, "gateway_load_balancer") == 0;
}

static void link_interfaces(struct wit_decoding *d, struct wit_strmap *by_text)
{
    for (size_t i = 0; i < d->estate->n_interfaces; i++) {
        const struct wit_interface *itf = &d->estate->interfaces[i];
        struct wit_balancer *b = strncmp(itf->description, "ELB ", 4) != 0 || !made_by_service(itf)
                                     ? NULL
                                     : wit_strmap_get(by_text, wit_key_of(d, itf->description, itf->account,
                                                                          itf->region, (const char *)NULL));
        if (b == NULL)
            continue;
        size_t cap = b->n_interfaces; /* few each */
        const struct wit_interface **list = WIT_NEW_ARRAY(d->arena, const struct wit_interface *, cap + 1);
        if (cap > 0)
            memcpy(list, b->interfaces, cap * sizeof(const struct wit_interface *));
        list[b->n_interfaces++] = itf;
        b->interfaces = list;
    }
}

static void link_place(struct wit_decoding *d, struct wit_raw_balancer *raw, struct wit_balancer *o)
{
    const struct wit_raw_network *network =
        wit_raw_find(d, WIT_RAW_NETWORK, raw->network_id, raw->raw.account, raw->raw.region);
    if (network != NULL)
        o->network = WIT_SEALED_AT(wit_network, d->estate->networks, network);
    if (raw->n_subnets > 1)
        qsort(raw->subnet_ids, raw->n_subnets, sizeof(const char *), wit_compare_words);
    const struct wit_subnet **subnets = WIT_NEW_ARRAY(d->arena, const struct wit_subnet *, raw->n_subnets);
    for (size_t i = 0; i < raw->n_subnets; i++) {
        const struct wit_raw_subnet *subnet =
            wit_raw_find(d, WIT_RAW_SUBNET, raw->subnet_ids[i], raw->raw.account, raw->raw.region);
        if (subnet != NULL)
            subnets[i] = WIT_SEALED_AT(wit_subnet, d->estate->subnets, subnet);
    }
    o->subnet_ids = raw->subnet_ids;
    o->subnets = subnets;
    o->n_subnets = raw->n_subnets;
}

void wit_link_balancers(struct wit_decoding *d)
{
    struct wit_strmap *by_text = wit_strmap_new(d->arena);
    for (size_t i = 0; i < d->raws[WIT_RAW_BALANCER].n; i++) {
        struct wit_raw_balancer *raw = (struct wit_raw_balancer *)d->raws[WIT_RAW_BALANCER].items[i];
        struct wit_balancer *o = &WIT_SEALED(wit_balancer, d->estate->balancers)[i];
        const char *value;
        if (o->gap == WIT_NO_GAP)
            o->gap = raw->raw.differs;
        link_place(d, raw, o);
        link_listeners(d, raw, o);
        if (o->kind == WIT_BALANCER_APPLICATION) {
            o->cross_zone = WIT_TOLD_YES;
        } else if (o->kind != WIT_BALANCER_CLASSIC) {
            const struct wit_told_thing *told =
                wit_told_of(d, &o->attributes_gap, "elbv2", "DescribeLoadBalancerAttributes", &raw->raw, raw->raw.id);
            o->cross_zone = attribute(told, "load_balancing.cross_zone.enabled", &value);
        }
        if (raw->description[0] != '\0')
            wit_strmap_put(by_text,
                           wit_key_of(d, raw->description, raw->raw.account, raw->raw.region, (const char *)NULL), o);
    }
    link_interfaces(d, by_text);
}
