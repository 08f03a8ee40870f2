/* tests/support/naive_routes.c: route tables, and what a gateway says of a packet at large (1.4, 1.5).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/naive_inside.h"

bool wit_nv_in_network(const struct wit_network *n, struct wit_addr a)
{
    for (size_t i = 0; i < n->n_prefixes; i++) {
        if (wit_prefix_has(n->prefixes[i], a))
            return true;
    }
    return false;
}

static size_t all_gateways(const struct wit_nv_ask *q, struct wit_nv_choice *out, size_t n, const struct wit_subnet *s,
                           struct wit_addr dst)
{
    const struct wit_network *net = s->network;
    if (wit_nv_in_network(net, dst) || net->gap != WIT_NO_GAP)
        out[n++] = (struct wit_nv_choice){.kind = WIT_GW_LOCAL, .doubtful = true};
    for (size_t i = 0; i < q->e->n_gateways; i++) {
        const struct wit_gateway *g = &q->e->gateways[i];
        if (g->network == net || (g->kind == WIT_GW_PEERING && g->peer == net) ||
            (g->kind == WIT_GW_NAT && g->subnet->network == net) || (g->network == NULL && g->gap != WIT_NO_GAP))
            out[n++] = (struct wit_nv_choice){.kind = g->kind, .gw = g, .doubtful = true};
    }
    out[n++] = (struct wit_nv_choice){.anywhere = true, .doubtful = true};
    return n;
}

int wit_nv_length(bool by_list, struct wit_prefix prefix, const struct wit_prefix_list *list, struct wit_addr dst)
{
    int best = -1;
    if (!by_list)
        return wit_prefix_has(prefix, dst) ? prefix.bits : -1;
    for (size_t i = 0; list != NULL && i < list->n_entries; i++) {
        if (wit_prefix_has(list->entries[i], dst) && list->entries[i].bits > best)
            best = list->entries[i].bits;
    }
    return best;
}
static int length(const struct wit_route *r, struct wit_addr dst)
{
    return wit_nv_length(r->by_list, r->prefix, r->list, dst);
}

size_t wit_nv_route(const struct wit_nv_ask *q, struct wit_nv_choice *out, const struct wit_subnet *s,
                    struct wit_addr dst)
{
    const struct wit_route_table *t = s->routes;
    if (t == NULL)
        return all_gateways(q, out, 0, s, dst);
    bool local = false, by_list = false;
    for (size_t i = 0; i < t->n_routes; i++)
        local = local || (t->routes[i].origin == WIT_ROUTE_LOCAL && length(&t->routes[i], dst) >= 0);
    int best = -1; /* 3 * length + rank */
    for (size_t i = 0; i < t->n_routes; i++) {
        const struct wit_route *r = &t->routes[i];
        int rank = r->origin == WIT_ROUTE_PROPAGATED ? 0 : r->by_list ? 1 : 2;
        if (r->gap != WIT_NO_GAP || (local && rank == 0) || length(r, dst) < 0)
            continue;
        if (3 * length(r, dst) + rank > best) {
            best = 3 * length(r, dst) + rank;
            by_list = r->by_list;
        }
    }
    size_t n = 0;
    for (size_t i = 0; i < t->n_routes; i++) {
        const struct wit_route *r = &t->routes[i];
        int rank = r->origin == WIT_ROUTE_PROPAGATED ? 0 : r->by_list ? 1 : 2, len = length(r, dst);
        if (local && rank == 0)
            continue;
        bool known = r->gap == WIT_NO_GAP && len >= 0 && (3 * len + rank == best || (by_list && r->by_list));
        bool open_list = r->gap == WIT_NO_GAP && r->by_list && len < 0 &&
                         (r->list == NULL || r->list_gap != WIT_NO_GAP || r->list->gap != WIT_NO_GAP);
        if (r->gateway != NULL && r->gateway->kind == WIT_GW_ENDPOINT &&
            (!wit_addr_is_public(dst) || wit_nv_in_network(s->network, dst)))
            open_list = false; /* a service's addresses are public */
        bool unreadable =
            r->gap != WIT_NO_GAP &&
            (r->by_list || (wit_prefix_has(r->prefix, dst) && (int)r->prefix.bits >= (best < 0 ? -1 : best / 3)));
        if (known || open_list || unreadable)
            out[n++] = (struct wit_nv_choice){.kind = r->kind, .gw = r->gateway, .nowhere = r->blackhole};
    }
    if (best < 0)
        out[n++] = (struct wit_nv_choice){.nowhere = true, .empty = true};
    return t->gap != WIT_NO_GAP ? all_gateways(q, out, n, s, dst) : n;
}

/* ---- gateways ---- */
bool wit_nv_list_known(const struct wit_nv_ask *q, const struct wit_network *net, const char *operation)
{
    for (size_t i = 0; i < q->e->n_lists; i++) {
        const struct wit_list *l = &q->e->lists[i];
        if (strcmp(l->operation, operation) == 0 && strcmp(l->account, net->account) == 0 &&
            strcmp(l->region, net->region) == 0)
            return l->state != WIT_LIST_INCOMPLETE;
    }
    return false;
}

enum wit_nv wit_nv_works(const struct wit_gateway *g)
{
    if (g == NULL)
        return WIT_NV_MAYBE;
    return g->state == WIT_GW_CLOSED                                  ? WIT_NV_NO
           : g->gap != WIT_NO_GAP || g->state == WIT_GW_STATE_UNKNOWN ? WIT_NV_MAYBE
                                                                      : WIT_NV_YES;
}

enum wit_nv wit_nv_internet(const struct wit_nv_ask *q, const struct wit_network *net)
{
    enum wit_nv best = WIT_NV_NO;
    for (size_t i = 0; i < q->e->n_gateways; i++) {
        if (q->e->gateways[i].kind == WIT_GW_INTERNET && q->e->gateways[i].network == net)
            best = wit_nv_most(best, wit_nv_works(&q->e->gateways[i]));
    }
    return best == WIT_NV_NO && !wit_nv_list_known(q, net, "DescribeInternetGateways") ? WIT_NV_MAYBE : best;
}

/* 2: in, 1: out under its own public address, 0: out by NAT or egress-only */
enum wit_nv wit_nv_public_access(const struct wit_nv_ask *q, const struct wit_subnet *s, int direction, bool *unsettled)
{
    for (size_t i = 0; i < q->e->n_bpa; i++) {
        const struct wit_bpa *b = &q->e->bpa[i];
        if (strcmp(b->account, s->account) != 0 || strcmp(b->region, s->region) != 0)
            continue;
        if (b->mode == WIT_BPA_OFF)
            return WIT_NV_YES;
        if (b->mode == WIT_BPA_UNKNOWN)
            return WIT_NV_MAYBE;
        for (size_t k = 0; k < b->n_exclusions; k++) {
            bool hit =
                strcmp(b->exclusions[k].resource, s->id) == 0 || strcmp(b->exclusions[k].resource, s->network->id) == 0;
            if (hit && (!b->exclusions[k].egress_only || direction < 2))
                return WIT_NV_YES;
        }
        if (b->mode == WIT_BPA_BLOCK_BIDIRECTIONAL || direction == 2)
            return WIT_NV_NO;
        if (direction == 0)
            return WIT_NV_YES;
        *unsettled = true;
        return WIT_NV_MAYBE;
    }
    return WIT_NV_MAYBE;
}

const struct wit_network *wit_nv_peer_of(const struct wit_gateway *g, const struct wit_network *n)
{
    return g->network == n ? g->peer : g->peer == n ? g->network : NULL;
}

bool wit_nv_known_kind(const struct wit_nv_choice *c)
{
    enum wit_gateway_kind k = c->kind;
    return k == WIT_GW_LOCAL || k == WIT_GW_INTERNET || k == WIT_GW_EGRESS_ONLY || k == WIT_GW_NAT ||
           k == WIT_GW_PEERING || k == WIT_GW_ENDPOINT || (k == WIT_GW_TRANSIT && c->gw != NULL);
}
enum wit_nv wit_nv_strange(const struct wit_nv_choice *c)
{
    bool refuses =
        c->kind == WIT_GW_INTERFACE && c->gw != NULL && c->gw->interface != NULL && c->gw->interface->source_dest_check;
    return !c->anywhere && (refuses || (c->gw != NULL && c->gw->state == WIT_GW_CLOSED)) ? WIT_NV_NO : WIT_NV_MAYBE;
}
