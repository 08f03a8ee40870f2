/* pathmap/reach/gateways.c: what one gateway, or the platform's block on public access, says about a packet at large.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.2.6 (scope of group references), 1.4.6 (edge tables), 1.5 (internet edges, BPA),
 * 1.6 (peering).
 */
#include <string.h>
#include <strings.h>

#include "pathmap/reach/way.h"

/* One row a kind: the decider's word, and the call that would have told about a gateway that is missing. */
static const struct {
    enum wit_gateway_kind kind;
    const char *word, *operation;
} kinds[] = {
    {WIT_GW_LOCAL, "route-table", "DescribeRouteTables"},
    {WIT_GW_INTERNET, "internet-gateway", "DescribeInternetGateways"},
    {WIT_GW_EGRESS_ONLY, "egress-only-gateway", "DescribeEgressOnlyInternetGateways"},
    {WIT_GW_NAT, "nat-gateway", "DescribeNatGateways"},
    {WIT_GW_PEERING, "peering", "DescribeVpcPeeringConnections"},
    {WIT_GW_ENDPOINT, "vpc-endpoint", "DescribeVpcEndpoints"},
    {WIT_GW_TRANSIT, "transit-gateway", "DescribeTransitGatewayVpcAttachments"},
    {WIT_GW_FIREWALL_ENDPOINT, "firewall", "DescribeVpcEndpoints"},
};

const char *wit_gateway_word(enum wit_gateway_kind kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].kind == kind)
            return kinds[i].word;
    }
    return "route-table";
}

static wit_gap_ref missing_gateway(struct wit_reach *r, const struct wit_branch *b, const char *account,
                                   const char *region)
{
    wit_gap_ref gap = WIT_NO_GAP;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (kinds[i].kind == b->kind)
            gap = wit_list_gap_of(r, account, region, "ec2", kinds[i].operation);
    }
    if (gap != WIT_NO_GAP)
        return gap;
    return wit_gap_add(r, WIT_GAP_DANGLING, account, region, b->target,
                       wit_fmt(r->arena, "%s is named by a route and is not in evidence",
                               b->target[0] == '\0' ? "a target" : b->target),
                       "");
}

wit_gap_ref wit_gateway_gap(const struct wit_reach *r, const struct wit_gateway *g)
{
    const struct wit_gap *gap = g->gap == WIT_NO_GAP ? NULL : wit_reach_gap(r, g->gap);
    bool by_parts = g->kind == WIT_GW_TRANSIT || g->kind == WIT_GW_VPN; /* its attachments or lines tell */
    return gap != NULL && gap->reason == WIT_GAP_NOT_MODELLED && by_parts ? WIT_NO_GAP : g->gap;
}

struct wit_edge wit_gateway_state(struct wit_reach *r, const struct wit_branch *b)
{
    struct wit_edge edge = {
        .passes = 1, .gap = WIT_NO_GAP, .id = b->target, .text = "", .reason = "", .cite = {UINT32_MAX, ""}};
    const struct wit_gateway *g = b->gateway;
    if (g == NULL) {
        edge.passes = 0;
        edge.gap = b->route != NULL && b->route->gap != WIT_NO_GAP
                       ? b->route->gap
                       : missing_gateway(r, b, b->subnet != NULL ? b->subnet->account : "",
                                         b->subnet != NULL ? b->subnet->region : "");
        return edge;
    }
    edge.id = g->id;
    edge.cite = g->cite;
    if (g->state == WIT_GW_CLOSED) {
        edge.passes = -1;
        edge.reason = "gateway-closed";
        edge.text = wit_fmt(r->arena, "state %s", g->state_word == NULL ? "" : g->state_word);
    } else if (wit_gateway_gap(r, g) != WIT_NO_GAP || g->state == WIT_GW_STATE_UNKNOWN) {
        edge.passes = 0;
        edge.gap = g->gap != WIT_NO_GAP ? g->gap : missing_gateway(r, b, g->account, g->region);
    }
    return edge;
}

struct wit_edge wit_gateway_endpoint(struct wit_reach *r, const struct wit_interface *itf)
{
    static const char *const closed[] = {"pendingAcceptance", "pending", "deleted", "rejected", "failed", "expired"};
    const struct wit_endpoint *e = wit_strmap_get(r->endpoint_by_id, itf->endpoint_id);
    struct wit_edge edge = {
        .passes = 0, .gap = WIT_NO_GAP, .id = itf->endpoint_id, .text = "", .reason = "", .cite = itf->cite};
    const char *state = e == NULL ? "" : e->state;
    if (e != NULL)
        edge.cite = e->cite;
    if (strcasecmp(state, "available") == 0)
        edge.passes = 1;
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        if (strcasecmp(state, closed[i]) == 0)
            edge.passes = -1;
    }
    if (edge.passes != 1) {
        edge.reason = edge.passes < 0 ? "gateway-closed" : "";
        edge.text = wit_fmt(r->arena, "state %s", state);
    }
    if (edge.passes == 0)
        edge.gap = wit_gap_add(
            r, WIT_GAP_MOVING, itf->account, itf->region, itf->endpoint_id,
            wit_fmt(r->arena, "%s is \"%s\": whether it takes connections is not told", itf->endpoint_id, state),
            "aws ec2 describe-vpc-endpoints");
    return edge;
}

static struct wit_edge any_internet(struct wit_reach *r, const struct wit_network *network)
{
    struct wit_edge edge = {.passes = -1,
                            .gap = WIT_NO_GAP,
                            .id = "",
                            .reason = "no-internet-gateway",
                            .text = wit_fmt(r->arena, "no internet gateway is attached to %s", network->id),
                            .cite = {UINT32_MAX, ""}};
    for (size_t i = 0; i < r->estate->n_gateways; i++) {
        const struct wit_gateway *g = &r->estate->gateways[i];
        bool anywhere = g->network == NULL && g->gap != WIT_NO_GAP; /* where it is attached could not be read */
        if (g->kind != WIT_GW_INTERNET || !(anywhere || wit_same_network(g->network, network)))
            continue;
        struct wit_edge one =
            wit_gateway_state(r, &(struct wit_branch){.gateway = g, .kind = g->kind, .target = g->id});
        if (one.passes > edge.passes)
            edge = one;
    }
    if (edge.passes < 0) {
        wit_gap_ref gap = network->placeholder ? network->gap : WIT_NO_GAP;
        if (gap == WIT_NO_GAP)
            gap = wit_list_gap_of(r, network->account, network->region, "ec2", "DescribeInternetGateways");
        if (gap != WIT_NO_GAP)
            edge = (struct wit_edge){
                .passes = 0, .gap = gap, .id = "", .text = "", .reason = "", .cite = {UINT32_MAX, ""}};
    }
    return edge;
}

struct network_facts {
    struct wit_edge internet;
    wit_gap_ref tables_gap; /* edge tables may be missing */
};

static const struct network_facts *facts_of(struct wit_reach *r, const struct wit_network *network)
{
    const struct network_facts *known = wit_memo_get(&r->network_facts, (uintptr_t)network, 0, 0);
    if (known != NULL)
        return known;
    struct network_facts *made = WIT_NEW(r->arena, struct network_facts);
    made->internet = any_internet(r, network);
    made->tables_gap = wit_list_gap_of(r, network->account, network->region, "ec2", "DescribeRouteTables");
    wit_memo_put(&r->network_facts, r->arena, (uintptr_t)network, 0, 0, made);
    return made;
}

struct wit_edge wit_gateway_internet(struct wit_reach *r, const struct wit_network *network,
                                     const struct wit_branch *named)
{
    if (named == NULL)
        return facts_of(r, network)->internet;
    struct wit_edge edge = wit_gateway_state(r, named);
    if (named->gateway == NULL) {
        edge.gap = missing_gateway(r, named, network->account, network->region);
    } else if (edge.passes >= 0 && !wit_same_network(named->gateway->network, network) &&
               !(named->gateway->network == NULL && named->gateway->gap != WIT_NO_GAP)) {
        edge = (struct wit_edge){.passes = -1,
                                 .gap = WIT_NO_GAP,
                                 .id = named->target,
                                 .reason = "not-attached",
                                 .text = wit_fmt(r->arena, "it is not attached to %s", network->id),
                                 .cite = named->gateway->cite};
    }
    return edge;
}

struct wit_edge wit_gateway_edge_table(struct wit_reach *r, const struct wit_network *network, const char *gateway,
                                       struct wit_addr dst)
{
    struct wit_edge edge = {
        .passes = 1, .gap = WIT_NO_GAP, .id = "", .text = "", .reason = "", .cite = {UINT32_MAX, ""}};
    wit_gap_ref gap = facts_of(r, network)->tables_gap;
    if (gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = gap;
    }
    const struct wit_route *best = NULL;
    for (size_t i = 0; i < r->estate->n_tables; i++) {
        const struct wit_route_table *t = &r->estate->tables[i];
        if (t->edge_of[0] == '\0' || strcmp(t->edge_of, gateway) != 0)
            continue;
        for (size_t k = 0; k < t->n_routes; k++) {
            const struct wit_route *route = &t->routes[k];
            bool holds = !route->by_list && route->prefix.addr.family != 0 && wit_prefix_has(route->prefix, dst);
            if (route->by_list || route->gap != WIT_NO_GAP || holds) {
                if (!holds || best == NULL || route->prefix.bits > best->prefix.bits)
                    best = route;
                if (!holds)
                    break;
            }
        }
        edge.id = t->id;
    }
    if (best == NULL)
        return edge;
    edge.cite = best->cite;
    if (best->blackhole) {
        edge.passes = -1;
        edge.reason = "blackhole";
        edge.text = "the gateway's own route table drops it";
    } else if (best->kind != WIT_GW_LOCAL) { /* a middlebox takes it: its policy is not seen */
        edge.passes = 0;
        edge.gap =
            best->gap != WIT_NO_GAP ? best->gap
            : best->gateway != NULL && best->gateway->gap != WIT_NO_GAP
                ? best->gateway->gap
                : wit_gap_add(r, WIT_GAP_NOT_MODELLED, network->account, network->region, best->target,
                              wit_fmt(r->arena, "%s stands between %s and the network", best->target, gateway), "");
    }
    return edge;
}

bool wit_gateway_sides_known(const struct wit_gateway *peering)
{
    return peering->network != NULL && peering->network->id[0] != '\0' && peering->peer != NULL &&
           peering->peer->id[0] != '\0';
}

const struct wit_network *wit_gateway_other_side(const struct wit_gateway *peering, const struct wit_network *from)
{
    if (wit_same_network(peering->network, from))
        return peering->peer;
    return wit_same_network(peering->peer, from) ? peering->network : NULL;
}

/* 1.2.8: a group that is associated with several networks: whether it matches across them is not documented. */
static bool has_foreign_group(const struct wit_interface *itf)
{
    for (size_t i = 0; i < itf->n_filters; i++) {
        if (itf->filters[i] != NULL && itf->filters[i]->network[0] != '\0' &&
            strcmp(itf->filters[i]->network, itf->subnet->network->id) != 0)
            return true;
    }
    return false;
}

enum wit_scope_of_groups wit_gateway_internet_scope(const struct wit_interface *a, const struct wit_interface *b,
                                                    struct wit_addr dst)
{
    if (dst.family == 4 || a == NULL || b == NULL)
        return WIT_GROUPS_NO;
    bool near = wit_same_network(a->subnet->network, b->subnet->network);
    return !near && wit_gateway_peering_scope(a, b) == WIT_GROUPS_NO ? WIT_GROUPS_NO : WIT_GROUPS_MAYBE;
}

enum wit_scope_of_groups wit_gateway_other_scope(const struct wit_reach *r, const struct wit_interface *a,
                                                 const struct wit_interface *b)
{
    for (size_t i = 0; a != NULL && b != NULL && i < r->estate->n_gateways; i++) {
        const struct wit_gateway *g = &r->estate->gateways[i];
        const struct wit_network *other = g->kind == WIT_GW_PEERING && g->state != WIT_GW_CLOSED
                                              ? wit_gateway_other_side(g, a->subnet->network)
                                              : NULL;
        if (other != NULL && wit_same_network(other, b->subnet->network))
            return wit_gateway_peering_scope(a, b) == WIT_GROUPS_NO ? WIT_GROUPS_NO : WIT_GROUPS_MAYBE;
    }
    return WIT_GROUPS_NO;
}

enum wit_scope_of_groups wit_gateway_peering_scope(const struct wit_interface *a, const struct wit_interface *b)
{
    if (a == NULL || b == NULL)
        return WIT_GROUPS_NO;
    const char *one = a->subnet->network->region, *other = b->subnet->network->region;
    if (one[0] == '\0' || other[0] == '\0')
        return WIT_GROUPS_MAYBE;
    if (strcmp(one, other) != 0)
        return WIT_GROUPS_NO;
    return has_foreign_group(a) || has_foreign_group(b) ? WIT_GROUPS_MAYBE : WIT_GROUPS_YES;
}

/* 1.5.5. `by_nat`: out through a NAT or egress-only gateway, which the ingress mode leaves open. */
struct wit_edge wit_gateway_bpa(struct wit_reach *r, const struct wit_subnet *subnet, bool outward, bool by_nat)
{
    struct wit_edge edge = {.passes = 1, .gap = WIT_NO_GAP, .text = "", .reason = "", .cite = {UINT32_MAX, ""}};
    const struct wit_bpa *bpa = NULL;
    for (size_t i = 0; i < r->estate->n_bpa && bpa == NULL; i++) {
        if (strcmp(r->estate->bpa[i].account, subnet->account) == 0 &&
            strcmp(r->estate->bpa[i].region, subnet->region) == 0)
            bpa = &r->estate->bpa[i];
    }
    edge.id = wit_fmt(r->scratch, "%s/%s", subnet->account, subnet->region);
    if (bpa == NULL || bpa->mode == WIT_BPA_UNKNOWN) {
        edge.passes = 0;
        edge.gap = bpa != NULL && bpa->gap != WIT_NO_GAP ? bpa->gap
                                                         : wit_list_gap_of(r, subnet->account, subnet->region, "ec2",
                                                                           "DescribeVpcBlockPublicAccessOptions");
        if (edge.gap == WIT_NO_GAP)
            edge.gap = wit_gap_add(r, WIT_GAP_NOT_ASKED, subnet->account, subnet->region, "block-public-access",
                                   "whether public access is blocked for the whole region is not in evidence",
                                   "aws ec2 describe-vpc-block-public-access-options");
        return edge;
    }
    if (bpa->mode == WIT_BPA_OFF)
        return edge;
    edge.cite = bpa->cite;
    bool excluded = false, excluded_egress = false;
    for (size_t i = 0; i < bpa->n_exclusions; i++) {
        if (strcmp(bpa->exclusions[i].resource, subnet->id) == 0 ||
            strcmp(bpa->exclusions[i].resource, subnet->network->id) == 0)
            *(bpa->exclusions[i].egress_only ? &excluded_egress : &excluded) = true;
    }
    if (excluded || (excluded_egress && outward))
        return edge;
    bool ingress_mode = bpa->mode == WIT_BPA_BLOCK_INGRESS;
    if (ingress_mode && outward && by_nat)
        return edge;
    edge.reason = "public-access-blocked";
    edge.text = ingress_mode ? "inbound public access is blocked" : "public access is blocked both ways";
    edge.passes = -1;
    if (bpa->exclusions_gap != WIT_NO_GAP || bpa->gap != WIT_NO_GAP) {
        edge.passes = 0;
        edge.gap = bpa->exclusions_gap != WIT_NO_GAP ? bpa->exclusions_gap : bpa->gap;
    } else if (ingress_mode && outward) {
        edge.passes = 0;
        edge.unconfirmed = true;
        edge.gap = wit_gap_unconfirmed(r, "block-public-access",
                                       "whether the ingress mode of block public access stops connections that an "
                                       "interface opens from its own public address");
    }
    return edge;
}
