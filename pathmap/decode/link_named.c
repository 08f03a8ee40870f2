/* pathmap/decode/link_named.c: before sealing: placeholders for what is only named, and what two answers tell together.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/decode/decode.h"

wit_gap_ref wit_link_missing(struct wit_decoding *d, const char *service, const char *operation,
                             const struct wit_raw *by, const char *id)
{
    const char *account = by->source == NULL ? by->account : by->source->account;
    const char *region = by->source == NULL ? by->region : by->source->region;
    struct wit_state state = wit_ledger_list(d, service, operation, account, region);
    if (state.state == WIT_LIST_INCOMPLETE)
        return state.gap;
    struct wit_source source = {.artefact = UINT32_MAX,
                                .op = wit_operation_find(service, operation),
                                .account = account,
                                .region = region,
                                .resource = ""};
    return wit_found(d, WIT_GAP_DANGLING, &source, id, NULL, NULL, "%s names %s, which is not in the evidence", by->id,
                     id);
}

/* Groups of which only the rules were told. */
static void groups_from_rules(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->n_listed_rules; i++) {
        struct wit_listed_rule *listed = d->listed_rules[i];
        struct wit_raw_filter *group = wit_raw_find(d, WIT_RAW_FILTER, listed->group, listed->account, listed->region);
        if (group == NULL) {
            struct wit_head head;
            group = wit_raw_new(d, WIT_RAW_FILTER, &head, listed->group, listed->account, listed->region);
            head.cite = listed->rule.cite;
            WIT_HEAD_SET(group->o, head);
            group->raw.source = listed->source;
            group->raw.rank = WIT_RANK_PART;
            group->o.mode = WIT_ALLOW_UNION;
            group->o.stateful = true;
            group->o.network = "";
            group->from_rules = true;
        }
        if (!group->from_rules)
            continue;
        struct wit_rule rule = listed->rule;
        for (size_t k = 0; k < group->n_rules; k++)
            rule.number += group->rules[k].egress == rule.egress;
        WIT_PUSH(d->arena, group->rules, group->n_rules, group->cap_rules) = rule;
        listed->found = true;
    }
}

static void plain_lists(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->n_plain; i++) {
        const struct wit_raw_list *plain = d->plain[i];
        struct wit_raw_list *list = wit_raw_find(d, WIT_RAW_LIST, plain->raw.id, plain->raw.account, plain->raw.region);
        if (list == NULL || strcmp(list->raw.account, plain->raw.account) != 0 ||
            strcmp(list->raw.region, plain->raw.region) != 0) {
            struct wit_head head;
            list = wit_raw_new(d, WIT_RAW_LIST, &head, plain->raw.id, plain->raw.account, plain->raw.region);
            head.name = plain->o.name;
            head.cite = plain->o.cite;
            WIT_HEAD_SET(list->o, head);
            list->raw.source = plain->raw.source;
            list->raw.rank = WIT_RANK_PART;
            list->o.managed_by_platform = true;
        }
        list->plain = plain->plain;
        list->n_plain = plain->n_plain;
        list->plain_told = true;
        list->plain_gap = plain->plain_gap;
    }
}

static void networks_of_peerings(struct wit_decoding *d)
{
    const struct wit_raws *raws = &d->raws[WIT_RAW_GATEWAY];
    for (size_t i = 0; i < raws->n; i++) {
        struct wit_raw_gateway *g = (struct wit_raw_gateway *)raws->items[i];
        if (g->o.kind != WIT_GW_PEERING)
            continue;
        struct wit_raw_network *from = wit_raw_network_named(d, g->network_id, g->network_account, g->network_region);
        struct wit_raw_network *to = wit_raw_network_named(d, g->peer_id, g->o.peer_account, g->o.peer_region);
        if (from->o.placeholder && from->o.n_prefixes == 0) {
            from->o.prefixes = g->prefixes;
            from->o.n_prefixes = g->n_prefixes;
            from->o.cite = g->o.cite;
        }
        if (to->o.placeholder && to->o.n_prefixes == 0) {
            to->o.prefixes = g->peer_prefixes;
            to->o.n_prefixes = g->n_peer_prefixes;
            to->o.cite = g->o.cite;
        }
    }
}

static void networks_and_subnets(struct wit_decoding *d)
{
    const struct wit_raws *raws = &d->raws[WIT_RAW_INTERFACE];
    for (size_t i = 0; i < raws->n; i++) {
        const struct wit_raw_interface *o = (struct wit_raw_interface *)raws->items[i];
        wit_raw_subnet_named(d, o->subnet_id, o->raw.account, o->raw.region, o->network_id);
    }
    raws = &d->raws[WIT_RAW_GATEWAY];
    for (size_t i = 0; i < raws->n; i++) {
        const struct wit_raw_gateway *g = (struct wit_raw_gateway *)raws->items[i];
        if (g->o.kind != WIT_GW_PEERING && g->network_id[0] != '\0')
            wit_raw_network_named(d, g->network_id, g->raw.account, g->raw.region);
        if (g->subnet_id[0] != '\0')
            wit_raw_subnet_named(d, g->subnet_id, g->raw.account, g->raw.region, g->network_id);
    }
    raws = &d->raws[WIT_RAW_ENDPOINT];
    for (size_t i = 0; i < raws->n; i++) {
        const struct wit_raw_endpoint *o = (struct wit_raw_endpoint *)raws->items[i];
        if (o->network_id[0] != '\0')
            wit_raw_network_named(d, o->network_id, o->raw.account, o->raw.region);
    }
    raws = &d->raws[WIT_RAW_SUBNET];
    for (size_t i = 0; i < raws->n; i++) {
        const struct wit_raw_subnet *o = (struct wit_raw_subnet *)raws->items[i];
        wit_raw_network_named(d, o->network_id, o->raw.account, o->raw.region);
    }
}

struct wit_raw_gateway *wit_gateway_named(struct wit_decoding *d, const char *id, const char *account,
                                          const char *region, enum wit_gateway_kind kind)
{
    struct wit_head head;
    struct wit_raw_gateway *raw = wit_raw_new(d, WIT_RAW_GATEWAY, &head, id, account, region);
    WIT_HEAD_SET(raw->o, head);
    raw->o.kind = kind;
    raw->network_id = raw->subnet_id = raw->peer_id = "";
    raw->network_account = account;
    raw->network_region = region;
    raw->o.state_word = raw->o.peer_account = raw->o.peer_region = raw->o.service_name = raw->o.policy = "";
    raw->o.state = WIT_GW_STATE_UNKNOWN;
    return raw;
}

/* Interfaces that are the target of a route: their system decides what goes on (1.1.6). */
static void routers(struct wit_decoding *d)
{
    const struct wit_raws *raws = &d->raws[WIT_RAW_TABLE];
    for (size_t i = 0; i < raws->n; i++) {
        const struct wit_raw_table *t = (struct wit_raw_table *)raws->items[i];
        for (size_t k = 0; k < t->n_routes; k++) {
            const struct wit_route *r = &t->routes[k];
            const struct wit_raw_interface *interface =
                r->kind == WIT_GW_INTERFACE
                    ? wit_raw_find(d, WIT_RAW_INTERFACE, r->target, t->raw.account, t->raw.region)
                    : NULL;
            if (interface == NULL ||
                wit_raw_find(d, WIT_RAW_GATEWAY, r->target, interface->raw.account, interface->raw.region) != NULL)
                continue;
            struct wit_raw_gateway *g =
                wit_gateway_named(d, r->target, interface->raw.account, interface->raw.region, WIT_GW_INTERFACE);
            g->o.name = interface->o.name;
            g->o.cite = interface->o.cite;
            g->o.state = WIT_GW_READY;
            g->network_id = interface->network_id;
            g->o.gap = wit_found(d, WIT_GAP_NOT_MODELLED, interface->raw.source, r->target, interface->o.cite.pointer,
                                 "", "%s is the target of a route: its system decides what it forwards", r->target);
        }
    }
}

/* What a complete list of interfaces should have held. */
static void interfaces_moved(struct wit_decoding *d)
{
    const struct wit_raws *raws = &d->raws[WIT_RAW_INTERFACE];
    for (size_t i = 0; i < raws->n; i++) {
        const struct wit_raw *raw = raws->items[i];
        if (raw->rank != WIT_RANK_PART)
            continue;
        struct wit_state state =
            wit_ledger_list(d, "ec2", "DescribeNetworkInterfaces", raw->source->account, raw->source->region);
        if (state.state != WIT_LIST_INCOMPLETE)
            wit_ledger_moved(d, "ec2", "DescribeNetworkInterfaces", raw->source->account, raw->source->region, raw->id,
                             "an instance has it, and the list of interfaces does not");
    }
}

void wit_link_named(struct wit_decoding *d)
{
    groups_from_rules(d);
    plain_lists(d);
    interfaces_moved(d);
    networks_of_peerings(d);
    wit_link_transit_named(d);
    wit_link_services_named(d);
    networks_and_subnets(d);
    routers(d);
}
