/* tests/support/naive_reach.c: one packet at a time, straight from the rules.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Shares the estate's types with the engine and nothing else: no classes, no sets, no memory of earlier answers.
 */
#include <string.h>

#include "base/pset.h"
#include "tests/support/naive_reach.h"

enum tv { NO, MAYBE, YES };
static const unsigned tried[] = {1,    53,    80,    443,   1023,  1024,  2000,  9092,  9094,
                                 9098, 32767, 32768, 40000, 49151, 49152, 61000, 61001, 65535};
enum { TRIED = sizeof tried / sizeof tried[0], LEAVES = 1024 };

struct leaf {
    enum tv forward, near[TRIED], far[TRIED];
    bool nat, unsettled;
};
struct ask {
    const struct wit_estate *e;
    const struct wit_interface *a, *b;
    struct wit_addr src, src_public, dst, inner;
    bool to_public;
    unsigned protocol, port;
    struct leaf leaves[LEAVES];
    size_t n;
};
struct at {
    const struct wit_subnet *subnet, *behind;
    const struct wit_gateway *nat;
    struct wit_addr src, src_public;
    struct leaf leaf;
};
struct choice {
    enum wit_gateway_kind kind;
    const struct wit_gateway *gw;
    bool nowhere, empty, anywhere, doubtful;
};

static enum tv least(enum tv a, enum tv b)
{
    return a < b ? a : b;
}
static enum tv most(enum tv a, enum tv b)
{
    return a > b ? a : b;
}
static bool covers(struct wit_pset set, unsigned protocol, unsigned port)
{
    uint32_t number = protocol << 16 | port;
    for (size_t i = 0; i < set.n; i++) {
        if (set.spans[i].first <= number && number <= set.spans[i].last)
            return true;
    }
    return false;
}
static bool in_network(const struct wit_network *n, struct wit_addr a)
{
    for (size_t i = 0; i < n->n_prefixes; i++) {
        if (wit_prefix_has(n->prefixes[i], a))
            return true;
    }
    return false;
}

static enum tv in_list(const struct wit_prefix_list *l, struct wit_addr a)
{
    for (size_t i = 0; l != NULL && i < l->n_entries; i++) {
        if (wit_prefix_has(l->entries[i], a))
            return YES;
    }
    return l == NULL || l->gap != WIT_NO_GAP ? MAYBE : NO;
}

static bool wears(const struct wit_interface *itf, const char *group)
{
    for (size_t i = 0; i < itf->n_filters; i++) {
        if (strcmp(itf->filter_ids[i], group) == 0)
            return true;
    }
    return false;
}

/* anybody: whatever the peer; by then `router` is the only interface whose groups count (NULL: all do) */
static enum tv group(const struct ask *q, const struct wit_interface *itf, bool egress, struct wit_addr peer,
                     const struct wit_interface *peer_itf, enum tv scope, bool anybody,
                     const struct wit_interface *router)
{
    if (itf->unfiltered)
        return anybody ? MAYBE : YES;
    enum tv out = itf->filters_gap != WIT_NO_GAP || itf->n_filters == 0 ? MAYBE : NO;
    for (size_t i = 0; i < itf->n_filters; i++) {
        const struct wit_filter *f = itf->filters[i];
        if (f == NULL || f->gap != WIT_NO_GAP)
            out = most(out, MAYBE);
        for (size_t k = 0; f != NULL && k < f->n_rules; k++) {
            const struct wit_rule *rule = &f->rules[k];
            enum tv match = NO;
            if (rule->egress != egress)
                continue;
            if (rule->gap != WIT_NO_GAP) {
                out = most(out, MAYBE);
                continue;
            }
            if (!covers(rule->ports, q->protocol, q->port))
                continue;
            if (anybody)
                match = rule->peer == WIT_PEER_GROUP && router != NULL && !wears(router, rule->peer_id) &&
                                router->filters_gap == WIT_NO_GAP
                            ? NO
                            : MAYBE;
            else if (rule->peer == WIT_PEER_PREFIX)
                match = wit_prefix_has(rule->prefix, peer) ? YES : NO;
            else if (rule->peer == WIT_PEER_LIST)
                match = in_list(rule->list, peer);
            else if (peer_itf != NULL && scope != NO)
                match = wears(peer_itf, rule->peer_id) ? scope
                        : peer_itf->filters_gap != WIT_NO_GAP || (peer_itf->n_filters == 0 && !peer_itf->unfiltered)
                            ? MAYBE
                            : NO;
            out = most(out, match);
        }
    }
    return out;
}

static enum tv acl(const struct wit_subnet *s, bool egress, struct wit_addr peer, unsigned protocol, unsigned port)
{
    bool doubt = false;
    if (s->acl == NULL || s->acl->gap != WIT_NO_GAP)
        return MAYBE;
    for (size_t i = 0; i < s->acl->n_rules; i++) {
        const struct wit_rule *rule = &s->acl->rules[i];
        if (rule->egress != egress)
            continue;
        if (rule->gap != WIT_NO_GAP) {
            doubt = true;
            continue;
        }
        if (wit_prefix_has(rule->prefix, peer) && covers(rule->ports, protocol, port))
            return doubt ? MAYBE : rule->allow ? YES : NO;
    }
    return doubt ? MAYBE : NO;
}

/* ---- routes ---- */
static size_t all_gateways(const struct ask *q, struct choice *out, size_t n, const struct wit_subnet *s,
                           struct wit_addr dst)
{
    const struct wit_network *net = s->network;
    if (in_network(net, dst) || net->gap != WIT_NO_GAP)
        out[n++] = (struct choice){.kind = WIT_GW_LOCAL, .doubtful = true};
    for (size_t i = 0; i < q->e->n_gateways; i++) {
        const struct wit_gateway *g = &q->e->gateways[i];
        if (g->network == net || (g->kind == WIT_GW_PEERING && g->peer == net) ||
            (g->kind == WIT_GW_NAT && g->subnet->network == net) || (g->network == NULL && g->gap != WIT_NO_GAP))
            out[n++] = (struct choice){.kind = g->kind, .gw = g, .doubtful = true};
    }
    out[n++] = (struct choice){.anywhere = true, .doubtful = true};
    return n;
}

static int length(const struct wit_route *r, struct wit_addr dst)
{
    int best = -1;
    if (!r->by_list)
        return wit_prefix_has(r->prefix, dst) ? r->prefix.bits : -1;
    for (size_t i = 0; r->list != NULL && i < r->list->n_entries; i++) {
        if (wit_prefix_has(r->list->entries[i], dst) && r->list->entries[i].bits > best)
            best = r->list->entries[i].bits;
    }
    return best;
}

static size_t route(const struct ask *q, struct choice *out, const struct wit_subnet *s, struct wit_addr dst)
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
            (!wit_addr_is_public(dst) || in_network(s->network, dst)))
            open_list = false; /* a service's addresses are public */
        bool unreadable =
            r->gap != WIT_NO_GAP &&
            (r->by_list || (wit_prefix_has(r->prefix, dst) && (int)r->prefix.bits >= (best < 0 ? -1 : best / 3)));
        if (known || open_list || unreadable)
            out[n++] = (struct choice){.kind = r->kind, .gw = r->gateway, .nowhere = r->blackhole};
    }
    if (best < 0)
        out[n++] = (struct choice){.nowhere = true, .empty = true};
    return t->gap != WIT_NO_GAP ? all_gateways(q, out, n, s, dst) : n;
}

/* ---- gateways ---- */
static bool list_known(const struct ask *q, const struct wit_network *net, const char *operation)
{
    for (size_t i = 0; i < q->e->n_lists; i++) {
        const struct wit_list *l = &q->e->lists[i];
        if (strcmp(l->operation, operation) == 0 && strcmp(l->account, net->account) == 0 &&
            strcmp(l->region, net->region) == 0)
            return l->state != WIT_LIST_INCOMPLETE;
    }
    return false;
}

static enum tv works(const struct wit_gateway *g)
{
    if (g == NULL)
        return MAYBE;
    return g->state == WIT_GW_CLOSED ? NO : g->gap != WIT_NO_GAP || g->state == WIT_GW_STATE_UNKNOWN ? MAYBE : YES;
}

static enum tv own_internet(const struct ask *q, const struct wit_network *net)
{
    enum tv best = NO;
    for (size_t i = 0; i < q->e->n_gateways; i++) {
        if (q->e->gateways[i].kind == WIT_GW_INTERNET && q->e->gateways[i].network == net)
            best = most(best, works(&q->e->gateways[i]));
    }
    return best == NO && !list_known(q, net, "DescribeInternetGateways") ? MAYBE : best;
}

/* 2: in, 1: out under its own public address, 0: out by NAT or egress-only */
static enum tv public_access(const struct ask *q, const struct wit_subnet *s, int direction, bool *unsettled)
{
    for (size_t i = 0; i < q->e->n_bpa; i++) {
        const struct wit_bpa *b = &q->e->bpa[i];
        if (strcmp(b->account, s->account) != 0 || strcmp(b->region, s->region) != 0)
            continue;
        if (b->mode == WIT_BPA_OFF)
            return YES;
        if (b->mode == WIT_BPA_UNKNOWN)
            return MAYBE;
        for (size_t k = 0; k < b->n_exclusions; k++) {
            bool hit =
                strcmp(b->exclusions[k].resource, s->id) == 0 || strcmp(b->exclusions[k].resource, s->network->id) == 0;
            if (hit && (!b->exclusions[k].egress_only || direction < 2))
                return YES;
        }
        if (b->mode == WIT_BPA_BLOCK_BIDIRECTIONAL || direction == 2)
            return NO;
        if (direction == 0)
            return YES;
        *unsettled = true;
        return MAYBE;
    }
    return MAYBE;
}

static const struct wit_network *peer_of(const struct wit_gateway *g, const struct wit_network *n)
{
    return g->network == n ? g->peer : g->peer == n ? g->network : NULL;
}

/* ---- the way back ---- */
static void emit(struct ask *q, const struct leaf *l)
{
    if (q->n == LEAVES)
        wit_die("the naive evaluator has no room for another branch");
    q->leaves[q->n++] = *l;
}
static void emit_dead(struct ask *q, struct leaf l, enum tv reply)
{
    for (size_t i = 0; i < TRIED; i++)
        l.near[i] = l.far[i] = reply;
    emit(q, &l);
}
static void pass(struct leaf *l, bool far, enum tv v)
{
    for (size_t i = 0; i < TRIED; i++) {
        enum tv *x = far ? &l->far[i] : &l->near[i];
        *x = least(*x, v);
    }
}

/* The number that a reply carries when the source port was s; false: there is no such reply. */
static bool reply_number(const struct ask *q, unsigned s, unsigned *number)
{
    static const unsigned pairs[][3] = {{1, 8, 0},      {1, 13, 14},    {1, 17, 18},   {1, 10, 9},
                                        {58, 128, 129}, {58, 133, 134}, {58, 135, 136}};
    *number = s;
    if (q->protocol == 6 || q->protocol == 17)
        return true;
    if (q->protocol != 1 && q->protocol != 58)
        return true;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        if (pairs[i][0] == q->protocol && pairs[i][1] << 8 == q->port) {
            *number = pairs[i][2] << 8;
            return true;
        }
    }
    return false;
}
static void pass_acl(const struct ask *q, struct leaf *l, bool far, const struct wit_subnet *s, bool egress,
                     struct wit_addr peer)
{
    for (size_t i = 0; i < TRIED; i++) {
        unsigned number;
        enum tv *x = far ? &l->far[i] : &l->near[i];
        *x = least(*x, reply_number(q, tried[i], &number) ? acl(s, egress, peer, q->protocol, number) : NO);
    }
}

static bool known_kind(enum wit_gateway_kind k)
{
    return k == WIT_GW_LOCAL || k == WIT_GW_INTERNET || k == WIT_GW_EGRESS_ONLY || k == WIT_GW_NAT ||
           k == WIT_GW_PEERING || k == WIT_GW_ENDPOINT;
}
static enum tv strange(const struct choice *c)
{
    bool refuses =
        c->kind == WIT_GW_INTERFACE && c->gw != NULL && c->gw->interface != NULL && c->gw->interface->source_dest_check;
    return !c->anywhere && (refuses || (c->gw != NULL && c->gw->state == WIT_GW_CLOSED)) ? NO : MAYBE;
}

static void at_home(struct ask *q, struct at p, char via)
{
    if (p.subnet == NULL) {
        emit(q, &p.leaf);
        return;
    }
    bool far = p.nat != NULL;
    if (via == 'i' && !list_known(q, p.subnet->network, "DescribeRouteTables") && q->src.family == 4)
        pass(&p.leaf, far, MAYBE); /* a gateway's own route table may divert it */
    if (via != 's')
        pass_acl(q, &p.leaf, far, p.subnet, false, q->dst);
    if (p.nat == NULL || p.subnet == p.behind) {
        emit(q, &p.leaf);
        return;
    }
    struct choice c[64];
    size_t n = route(q, c, p.subnet, q->src);
    for (size_t i = 0; i < n; i++) {
        struct leaf l = p.leaf;
        pass_acl(q, &l, false, p.subnet, true, q->src);
        pass(&l, false, c[i].nowhere ? NO : c[i].doubtful ? MAYBE : YES);
        if (c[i].anywhere || !known_kind(c[i].kind))
            pass(&l, false, strange(&c[i]));
        else if (c[i].kind != WIT_GW_LOCAL)
            pass(&l, false, NO);
        else
            pass_acl(q, &l, false, p.behind, false, q->dst);
        emit(q, &l);
    }
}

static void go_back(struct ask *q, struct at p, char via)
{
    for (size_t i = 0; i < TRIED; i++) {
        unsigned number;
        p.leaf.near[i] = p.leaf.far[i] = reply_number(q, tried[i], &number) ? YES : NO;
    }
    p.leaf.nat = p.nat != NULL;
    if (q->b == NULL || via == 's') {
        at_home(q, p, via);
        return;
    }
    struct choice c[64];
    const struct wit_subnet *s = q->b->subnet;
    bool far = p.nat != NULL;
    size_t n = route(q, c, s, p.src);
    for (size_t i = 0; i < n; i++) {
        struct at one = p;
        if (via == 'i' && c[i].empty) {
            one.leaf.forward = least(one.leaf.forward, MAYBE);
            one.leaf.unsettled = true;
        }
        pass_acl(q, &one.leaf, far, s, true, p.src);
        pass(&one.leaf, far, c[i].nowhere ? NO : c[i].doubtful ? MAYBE : YES);
        enum tv v = NO;
        bool home = false;
        if (c[i].nowhere) {
            v = NO;
        } else if (c[i].anywhere || !known_kind(c[i].kind)) {
            v = strange(&c[i]);
        } else if (via == 'l' && c[i].kind == WIT_GW_LOCAL) {
            v = YES;
            home = true;
        } else if (via == 'p' && c[i].kind == WIT_GW_PEERING) {
            bool theirs = c[i].gw == NULL || peer_of(c[i].gw, s->network) == p.subnet->network;
            v = theirs ? works(c[i].gw) : NO;
            home = true;
        } else if (via == 'i' && c[i].kind == WIT_GW_INTERNET) {
            v = c[i].gw != NULL && c[i].gw->network != s->network ? NO : works(c[i].gw);
            home = true;
        } else if (via == 'i' && c[i].kind == WIT_GW_EGRESS_ONLY && p.src.family == 6) {
            v = least(works(c[i].gw), MAYBE);
            home = true;
        }
        pass(&one.leaf, far, v);
        if (home && v != NO)
            at_home(q, one, via);
        else
            emit(q, &one.leaf);
    }
}

/* ---- the way there ---- */
static void deliver(struct ask *q, struct at p, char via, enum tv scope)
{
    if (via != 's')
        p.leaf.forward = least(p.leaf.forward, acl(q->b->subnet, false, p.src, q->protocol, q->port));
    p.leaf.forward =
        least(p.leaf.forward, group(q, q->b, false, p.src, p.nat == NULL ? q->a : NULL, scope, false, NULL));
    go_back(q, p, via);
}

static void from_internet(struct ask *q, struct at p)
{
    const struct wit_network *net = q->b->subnet->network;
    p.leaf.forward = least(p.leaf.forward, own_internet(q, net));
    bool unsettled = false;
    p.leaf.forward = least(p.leaf.forward, public_access(q, q->b->subnet, 2, &unsettled));
    if (!list_known(q, net, "DescribeRouteTables"))
        p.leaf.forward = least(p.leaf.forward, MAYBE);
    if (strcmp(q->b->type, "nat_gateway") == 0) {
        p.leaf.forward = NO;
        emit_dead(q, p.leaf, NO);
    } else {
        deliver(q, p, 'i', NO);
    }
}

static void far_away(struct ask *q, struct at p, const struct choice *c)
{
    const struct wit_interface *router =
        c->kind == WIT_GW_INTERFACE && c->gw != NULL && !c->anywhere ? c->gw->interface : NULL;
    p.leaf.forward = least(p.leaf.forward, strange(c));
    if (q->b != NULL)
        p.leaf.forward = least(p.leaf.forward, group(q, q->b, false, q->src, NULL, NO, true, router));
    p.leaf.nat = p.nat != NULL;
    emit_dead(q, p.leaf, MAYBE);
}

static enum tv across(const struct ask *q)
{
    const char *x = q->a->subnet->network->region, *y = q->b->subnet->network->region;
    if (x[0] == '\0' || y[0] == '\0')
        return MAYBE;
    if (strcmp(x, y) != 0)
        return NO;
    const struct wit_interface *both[] = {q->a, q->b};
    for (size_t i = 0; i < 2; i++) {
        for (size_t k = 0; k < both[i]->n_filters; k++) {
            const struct wit_filter *f = both[i]->filters[k];
            if (f != NULL && f->network[0] != '\0' && strcmp(f->network, both[i]->subnet->network->id) != 0)
                return MAYBE;
        }
    }
    return YES;
}

static void leave(struct ask *q, struct at p, int depth)
{
    bool to_inner = q->b != NULL && !q->to_public;
    if (to_inner && q->b->subnet == p.subnet) {
        if (p.nat == NULL)
            p.leaf.forward = least(p.leaf.forward, group(q, q->a, true, q->dst, q->b, YES, false, NULL));
        deliver(q, p, 's', p.nat == NULL ? YES : NO);
        return;
    }
    struct choice c[64];
    size_t n = route(q, c, p.subnet, q->dst);
    for (size_t i = 0; i < n; i++) {
        struct at one = p;
        const struct wit_network *net = p.subnet->network;
        bool same_net = to_inner && q->b->subnet->network == net;
        enum wit_gateway_kind kind = c[i].anywhere ? 0 : c[i].kind;
        const struct wit_gateway *g = c[i].gw;
        enum tv scope = NO;
        if (to_inner && c[i].anywhere)
            scope = MAYBE;
        else if (to_inner && kind == WIT_GW_PEERING)
            scope = across(q);
        else if (same_net && kind == WIT_GW_LOCAL)
            scope = YES;
        else if (same_net && (kind == WIT_GW_INTERFACE || kind == WIT_GW_FIREWALL_ENDPOINT))
            scope = MAYBE;
        if (p.nat == NULL)
            one.leaf.forward = least(one.leaf.forward, group(q, q->a, true, q->dst, q->b, scope, false, NULL));
        bool stays = kind == WIT_GW_NAT && g != NULL && g->subnet == p.subnet && !c[i].doubtful;
        if (!stays)
            one.leaf.forward = least(one.leaf.forward, acl(p.subnet, true, q->dst, q->protocol, q->port));
        one.leaf.forward = least(one.leaf.forward, c[i].nowhere ? NO : c[i].doubtful ? MAYBE : YES);
        struct leaf dead = one.leaf;
        dead.forward = NO;
        dead.nat = p.nat != NULL;
        if (c[i].nowhere) {
            emit_dead(q, dead, NO);
        } else if (kind == WIT_GW_LOCAL) {
            if (same_net)
                deliver(q, one, 'l', p.nat == NULL ? YES : NO);
            else
                emit_dead(q, dead, NO);
        } else if (kind == WIT_GW_PEERING) {
            const struct wit_network *other = g == NULL ? NULL : peer_of(g, net);
            enum tv v = works(g);
            if (g != NULL && v != NO && other == NULL) {
                emit_dead(q, dead, NO);
            } else if (to_inner && (other == NULL || q->b->subnet->network == other || v == NO)) {
                one.leaf.forward = least(one.leaf.forward, v);
                deliver(q, one, 'p', p.nat == NULL ? across(q) : NO);
            } else if (!to_inner && (other == NULL || other->gap != WIT_NO_GAP) && v != NO) {
                one.leaf.forward = least(one.leaf.forward, MAYBE);
                one.leaf.nat = p.nat != NULL;
                emit_dead(q, one.leaf, MAYBE);
            } else {
                emit_dead(q, dead, NO);
            }
        } else if (kind == WIT_GW_INTERNET || kind == WIT_GW_EGRESS_ONLY) {
            enum tv v = g != NULL && g->network != net ? NO : works(g);
            bool six = q->dst.family == 6, unsettled = false, dummy = false;
            struct wit_addr shown = six ? p.src : p.src_public;
            if (!wit_addr_is_public(q->dst) || shown.family == 0 || (six && !wit_addr_is_public(shown)) ||
                (!six && (kind == WIT_GW_EGRESS_ONLY || to_inner))) {
                emit_dead(q, dead, NO);
                continue;
            }
            v = least(v, public_access(q, p.subnet, p.nat != NULL || kind == WIT_GW_EGRESS_ONLY ? 0 : 1, &unsettled));
            if (p.nat != NULL && p.behind != p.subnet) {
                enum tv own = public_access(q, p.behind, 0, &dummy);
                unsettled = unsettled || own == NO;
                v = least(v, own == NO ? MAYBE : own);
            }
            one.leaf.forward = least(one.leaf.forward, v);
            one.leaf.unsettled = one.leaf.unsettled || unsettled;
            one.src = shown;
            if (q->b != NULL)
                from_internet(q, one);
            else
                go_back(q, one, 'i');
        } else if (kind == WIT_GW_ENDPOINT) {
            if (q->b != NULL && works(g) != NO) {
                emit_dead(q, dead, NO);
            } else {
                one.leaf.forward = least(one.leaf.forward, works(g));
                go_back(q, one, 'e');
            }
        } else if (kind == WIT_GW_NAT && q->dst.family == 4) {
            if (p.nat != NULL && g == p.nat) {
                emit_dead(q, dead, NO);
            } else if (g == NULL || g->nat_regional || p.nat != NULL || depth > 3) {
                far_away(q, one, &c[i]);
            } else {
                one.leaf.forward = least(one.leaf.forward, works(g));
                if (q->protocol != 1 && q->protocol != 6 && q->protocol != 17)
                    one.leaf.forward = NO;
                if (g->subnet != p.subnet)
                    one.leaf.forward = least(one.leaf.forward, acl(g->subnet, false, p.src, q->protocol, q->port));
                one.nat = g;
                one.behind = p.subnet;
                one.subnet = g->subnet;
                one.src = g->private_addrs[0];
                one.src_public =
                    g->nat_private || g->n_public_addrs == 0 ? (struct wit_addr){0, 0, 0} : g->public_addrs[0];
                leave(q, one, depth + 1);
            }
        } else {
            far_away(q, one, &c[i]);
        }
    }
}

/* ---- verdicts ---- */
struct total {
    bool open, may_open, delivered, may_deliver, documented, usual;
};

static enum tv answered(const struct ask *q, const struct leaf *l)
{
    bool ports = q->protocol == 6 || q->protocol == 17;
    enum tv near = NO, far = NO;
    for (size_t i = 0; i < TRIED; i++) {
        near = most(near, l->near[i]);
        if (!ports || tried[i] >= 1024)
            far = most(far, l->far[i]);
    }
    return l->nat ? least(near, far) : near;
}

static bool usually(const struct ask *q, const struct leaf *l)
{
    unsigned first = 1024, last = 65535;
    if (q->protocol != 6 && q->protocol != 17)
        return true;
    if (q->a != NULL && q->a->windows)
        first = 49152;
    else if (q->a != NULL && q->a->instance[0] != '\0')
        first = 32768, last = 61000;
    for (size_t i = 0; i < TRIED; i++) {
        if ((tried[i] >= first && tried[i] <= last && l->near[i] != YES) ||
            (l->nat && tried[i] >= 1024 && l->far[i] != YES))
            return false;
    }
    return true;
}

static void add_up(struct ask *q, struct total *t)
{
    struct total one = {true, false, true, false, false, true};
    for (size_t i = 0; i < q->n; i++) {
        const struct leaf *l = &q->leaves[i];
        enum tv back = answered(q, l);
        one.open = one.open && l->forward == YES && back == YES;
        one.may_open = one.may_open || (l->forward != NO && back != NO);
        one.delivered = one.delivered && l->forward == YES;
        one.may_deliver = one.may_deliver || l->forward != NO;
        one.documented = one.documented || (l->forward != NO && !l->unsettled);
        one.usual = one.usual && usually(q, l);
    }
    if (q->n == 0)
        one = (struct total){false, false, false, false, false, false};
    t->open = t->open || one.open;
    t->may_open = t->may_open || one.may_open;
    t->delivered = t->delivered || one.delivered;
    t->may_deliver = t->may_deliver || one.may_deliver;
    t->documented = t->documented || one.documented;
    t->usual = t->usual || (one.open && one.usual);
    q->n = 0;
}

static void beyond(struct ask *q, struct total *t)
{
    static const struct {
        const char *operation;
        bool from_public, from_private, needs_gateway;
    } ways[] = {{"ListAccelerators", true, false, true},
                {"ListVpcOrigins", true, false, true},
                {"DescribeClientVpnEndpoints", true, true, false},
                {"DescribeInstanceConnectEndpoints", true, false, false},
                {"ListServiceNetworkVpcAssociations", true, false, false},
                {"DescribeVpnGateways", false, true, false},
                {"DescribeTransitGatewayVpcAttachments", false, true, false},
                {"DescribeLocalGateways", false, true, false}};
    const struct wit_network *net = q->b->subnet->network;
    bool open = false, is_public = wit_addr_is_public(q->src);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if ((is_public ? ways[i].from_public : ways[i].from_private) && !list_known(q, net, ways[i].operation) &&
            (!ways[i].needs_gateway || own_internet(q, net) != NO))
            open = true;
    }
    for (size_t i = 0; i < q->e->n_gateways && !is_public; i++) {
        const struct wit_gateway *g = &q->e->gateways[i];
        bool hybrid = g->kind == WIT_GW_VPN || g->kind == WIT_GW_TRANSIT;
        const struct wit_network *other = g->kind == WIT_GW_PEERING ? peer_of(g, net) : NULL;
        if (g->state != WIT_GW_CLOSED &&
            ((hybrid && (g->network == net || g->network == NULL)) || (other != NULL && other->gap != WIT_NO_GAP)))
            open = true;
    }
    if (open && group(q, q->b, false, q->src, NULL, NO, true, NULL) != NO)
        t->may_open = t->may_deliver = t->documented = true;
}

static void one_pair(struct ask *q, struct total *t)
{
    bool wrong_family = (q->src.family == 4 && q->protocol == 58) || (q->src.family == 6 && q->protocol == 1);
    struct at p = {.subnet = q->a != NULL ? q->a->subnet : NULL, .src = q->src, .src_public = q->src_public};
    p.leaf.forward = wrong_family ? NO : YES;
    if (q->a != NULL)
        leave(q, p, 0);
    else if (wit_addr_is_public(q->src) && wit_addr_is_public(q->dst) && (q->to_public || q->dst.family == 6))
        from_internet(q, p);
    add_up(q, t);
}

enum wit_verdict wit_naive_ask(const struct wit_estate *e, const struct wit_interface *a, struct wit_addr src,
                               const struct wit_interface *b, struct wit_addr dst, unsigned protocol, unsigned port,
                               bool *usual)
{
    static struct ask q; /* large */
    q = (struct ask){.e = e, .a = a, .b = b, .protocol = protocol, .port = port};
    struct total t = {false, false, false, false, false, false};
    for (size_t i = 0; i < (a != NULL ? a->n_addresses : 1); i++) {
        q.src = a != NULL ? a->addresses[i].addr : src;
        q.src_public = a != NULL ? a->addresses[i].public_addr : (struct wit_addr){0, 0, 0};
        for (size_t k = 0; k < (b != NULL ? b->n_addresses : 1); k++) {
            q.to_public = false;
            q.dst = q.inner = b != NULL ? b->addresses[k].addr : dst;
            if (q.src.family == q.dst.family)
                one_pair(&q, &t);
            if (b != NULL && b->addresses[k].public_addr.family == q.src.family) {
                q.to_public = true;
                q.dst = b->addresses[k].public_addr;
                one_pair(&q, &t);
            }
        }
    }
    if (b != NULL && a == NULL)
        beyond(&q, &t);
    *usual = t.usual;
    if (t.open)
        return WIT_REACHABLE;
    if (t.may_open)
        return WIT_UNKNOWN;
    if (!t.may_deliver)
        return WIT_ISOLATED;
    if (t.delivered)
        return WIT_ONE_WAY;
    return protocol == 6 && !t.documented ? WIT_ISOLATED : WIT_UNKNOWN;
}
