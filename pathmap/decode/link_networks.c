/* pathmap/decode/link_networks.c: which route table and which NACL stands at each network and subnet.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * An association that is seen is a fact. That there is none is a fact only when the owner's whole list is in evidence:
 * else the missing part may hold it, and so does an answer that only a guest of a shared subnet got.
 * Source: 1.3.1, 1.4.1, chapter 3.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

struct standing {
    void *raw; /* wit_raw_table or wit_raw_filter */
    wit_gap_ref gap;
};

/* First come wins; a second one makes it a gap. */
static void stand(struct wit_decoding *d, struct wit_strmap *at, const struct wit_raw *raw, const char *subnet,
                  wit_gap_ref gap)
{
    const char *key = wit_key_of(d, subnet, raw->account, raw->region, (const char *)NULL);
    struct standing *there = wit_strmap_get(at, key);
    if (there == NULL) {
        there = WIT_NEW(d->arena, struct standing);
        *there = (struct standing){(void *)(uintptr_t)raw, gap};
        wit_strmap_put(at, key, there);
    } else if (there->raw != raw) {
        const char *other = ((const struct wit_raw *)there->raw)->id;
        there->gap = wit_found(d, WIT_GAP_MOVING, raw->source, subnet, NULL, NULL,
                               "%s is associated with %s and with %s", subnet, other, raw->id);
    }
}

static struct wit_state list_of(struct wit_decoding *d, const char *operation, const struct wit_raw *owner)
{
    return wit_ledger_list(d, "ec2", operation, owner->account, owner->region);
}

static void find_mains(struct wit_decoding *d)
{
    for (size_t i = 0; i < d->raws[WIT_RAW_TABLE].n; i++) {
        struct wit_raw_table *t = (struct wit_raw_table *)d->raws[WIT_RAW_TABLE].items[i];
        struct wit_raw_network *n = wit_raw_find(d, WIT_RAW_NETWORK, t->o.network, t->raw.account, t->raw.region);
        if (n == NULL || !t->o.is_main)
            continue;
        n->mains_differ = n->mains_differ || n->main_table != NULL;
        n->main_table = t;
    }
    for (size_t i = 0; i < d->raws[WIT_RAW_FILTER].n; i++) {
        struct wit_raw_filter *f = (struct wit_raw_filter *)d->raws[WIT_RAW_FILTER].items[i];
        struct wit_raw_network *n = wit_raw_find(d, WIT_RAW_NETWORK, f->o.network, f->raw.account, f->raw.region);
        if (n == NULL || f->o.mode != WIT_FIRST_MATCH || !f->o.is_default)
            continue;
        n->acls_differ = n->acls_differ || n->default_acl != NULL;
        n->default_acl = f;
    }
}

/* A network always has both: where the whole list has none, something is wrong with it. */
static wit_gap_ref no_default(struct wit_decoding *d, const char *operation, const struct wit_raw *raw,
                              const char *what)
{
    struct wit_state state = list_of(d, operation, raw);
    if (state.state == WIT_LIST_INCOMPLETE)
        return state.gap;
    struct wit_source source = {.artefact = UINT32_MAX,
                                .op = wit_operation_find("ec2", operation),
                                .account = raw->account,
                                .region = raw->region,
                                .resource = ""};
    return wit_found(d, WIT_GAP_DANGLING, &source, raw->id, NULL, NULL,
                     "%s: %s is not in the evidence, or not one only", raw->id, what);
}

static wit_gap_ref why_placeholder(struct wit_decoding *d, const struct wit_raw *raw)
{
    struct wit_state state = list_of(d, "DescribeVpcs", raw);
    if (state.state == WIT_LIST_INCOMPLETE)
        return state.gap;
    struct wit_source source = {.artefact = UINT32_MAX,
                                .op = wit_operation_find("ec2", "DescribeVpcs"),
                                .account = raw->account,
                                .region = raw->region,
                                .resource = ""};
    return wit_found(d, WIT_GAP_DANGLING, &source, raw->id, NULL, NULL, "%s is named, and is not in the evidence",
                     raw->id[0] == '\0' ? "a VPC" : raw->id);
}

static void link_network(struct wit_decoding *d, struct wit_raw_network *raw, struct wit_network *o)
{
    if (o->placeholder)
        o->gap = why_placeholder(d, &raw->raw);
    if (raw->main_table != NULL && !raw->mains_differ)
        o->main = WIT_SEALED_AT(wit_route_table, d->estate->tables, raw->main_table);
    else
        o->main_gap = no_default(d, "DescribeRouteTables", &raw->raw, "its main route table");
    if (raw->default_acl != NULL && !raw->acls_differ)
        o->default_acl = WIT_SEALED_AT(wit_filter, d->estate->filters, raw->default_acl);
    else
        o->acl_gap = no_default(d, "DescribeNetworkAcls", &raw->raw, "its default network ACL");
}

/* Named, and not in the whole list of subnets: that no association names it says nothing. */
static wit_gap_ref contradicted(struct wit_decoding *d, const struct wit_raw_subnet *raw)
{
    if (raw->raw.differs != WIT_NO_GAP)
        return raw->raw.differs;
    if (!raw->placeholder || list_of(d, "DescribeSubnets", &raw->raw).state != WIT_LIST_COMPLETE)
        return WIT_NO_GAP;
    return wit_found(d, WIT_GAP_DANGLING, NULL, raw->raw.id, NULL, NULL,
                     "%s is named, and is not in the list of subnets", raw->raw.id);
}

static void link_subnet(struct wit_decoding *d, const struct wit_raw_subnet *raw, struct wit_subnet *o,
                        struct wit_strmap *tables, struct wit_strmap *acls)
{
    const struct wit_raw_network *network =
        wit_raw_network_named(d, raw->network_id, raw->raw.account, raw->raw.region);
    o->network = WIT_SEALED_AT(wit_network, d->estate->networks, network);
    const char *key = wit_key_of(d, raw->raw.id, raw->raw.account, raw->raw.region, (const char *)NULL);
    const struct standing *table = wit_strmap_get(tables, key), *acl = wit_strmap_get(acls, key);
    wit_gap_ref doubt = contradicted(d, raw);
    if (table != NULL) {
        o->routes_gap = table->gap;
        if (table->gap == WIT_NO_GAP)
            o->routes = WIT_SEALED_AT(wit_route_table, d->estate->tables, (const struct wit_raw_table *)table->raw);
    } else if (doubt != WIT_NO_GAP) {
        o->routes_gap = doubt;
    } else {
        struct wit_state state = list_of(d, "DescribeRouteTables", &raw->raw);
        o->routes = state.state == WIT_LIST_COMPLETE ? o->network->main : NULL;
        o->routes_gap = o->routes != NULL                  ? WIT_NO_GAP
                        : state.state == WIT_LIST_COMPLETE ? o->network->main_gap
                                                           : state.gap;
    }
    if (acl != NULL) {
        o->acl_gap = acl->gap;
        if (acl->gap == WIT_NO_GAP)
            o->acl = WIT_SEALED_AT(wit_filter, d->estate->filters, (const struct wit_raw_filter *)acl->raw);
    } else if (doubt != WIT_NO_GAP) {
        o->acl_gap = doubt;
    } else {
        struct wit_state state = list_of(d, "DescribeNetworkAcls", &raw->raw);
        o->acl = state.state == WIT_LIST_COMPLETE ? o->network->default_acl : NULL;
        o->acl_gap = o->acl != NULL ? WIT_NO_GAP : state.state == WIT_LIST_COMPLETE ? o->network->acl_gap : state.gap;
    }
}

void wit_link_networks(struct wit_decoding *d)
{
    struct wit_strmap *tables = wit_strmap_new(d->arena), *acls = wit_strmap_new(d->arena);
    find_mains(d);
    for (size_t i = 0; i < d->raws[WIT_RAW_TABLE].n; i++) {
        const struct wit_raw_table *t = (struct wit_raw_table *)d->raws[WIT_RAW_TABLE].items[i];
        for (size_t k = 0; k < t->n_subnets; k++)
            stand(d, tables, &t->raw, t->subnets[k].id, t->subnets[k].gap);
    }
    for (size_t i = 0; i < d->raws[WIT_RAW_FILTER].n; i++) {
        const struct wit_raw_filter *f = (struct wit_raw_filter *)d->raws[WIT_RAW_FILTER].items[i];
        for (size_t k = 0; k < f->n_subnets; k++)
            stand(d, acls, &f->raw, f->subnet_ids[k], WIT_NO_GAP);
    }
    for (size_t i = 0; i < d->raws[WIT_RAW_NETWORK].n; i++)
        link_network(d, (struct wit_raw_network *)d->raws[WIT_RAW_NETWORK].items[i],
                     &WIT_SEALED(wit_network, d->estate->networks)[i]);
    for (size_t i = 0; i < d->raws[WIT_RAW_SUBNET].n; i++)
        link_subnet(d, (const struct wit_raw_subnet *)d->raws[WIT_RAW_SUBNET].items[i],
                    &WIT_SEALED(wit_subnet, d->estate->subnets)[i], tables, acls);
}
