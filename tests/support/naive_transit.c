/* tests/support/naive_transit.c: one packet through transit gateways (1.7, 1.2.6).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/naive_inside.h"

struct trip {
    const struct wit_nv_ask *q;
    struct wit_addr dst;
    const struct wit_subnet *from, *ear;
    struct wit_nv_exit *out;
    size_t n, room;
};

static void found(struct trip *t, struct wit_nv_exit x)
{
    x.ear = t->ear;
    if (t->n < t->room)
        t->out[t->n++] = x;
}
static void lost(struct trip *t)
{
    found(t, (struct wit_nv_exit){.passes = WIT_NV_NO});
}
static void unseen(struct trip *t)
{
    found(t, (struct wit_nv_exit){.passes = WIT_NV_MAYBE, .far = true});
}

static enum wit_nv told(enum wit_told word)
{
    return word == WIT_TOLD_YES ? WIT_NV_YES : word == WIT_TOLD_NO ? WIT_NV_NO : WIT_NV_MAYBE;
}

/* 1.1.1: ids are compared; names of one account are ids too */
static enum wit_nv same_zone(const struct wit_subnet *a, const struct wit_subnet *b)
{
    if (a == NULL || b == NULL)
        return WIT_NV_MAYBE;
    if (a == b)
        return WIT_NV_YES;
    if (a->zone_id[0] != '\0' && b->zone_id[0] != '\0')
        return strcmp(a->zone_id, b->zone_id) == 0 ? WIT_NV_YES : WIT_NV_NO;
    if (a->zone_name[0] != '\0' && b->zone_name[0] != '\0' && a->account[0] != '\0' &&
        strcmp(a->account, b->account) == 0)
        return strcmp(a->zone_name, b->zone_name) == 0 ? WIT_NV_YES : WIT_NV_NO;
    return WIT_NV_MAYBE;
}

enum wit_nv wit_nv_zone(const struct wit_attachment *at, const struct wit_subnet *s)
{
    enum wit_nv best = at->subnets_gap != WIT_NO_GAP ? WIT_NV_MAYBE : WIT_NV_NO;
    for (size_t i = 0; i < at->n_subnets; i++)
        best = wit_nv_most(best, same_zone(s, at->subnets[i]));
    return best;
}

static enum wit_nv ready(const struct wit_attachment *a)
{
    return a->state == WIT_GW_CLOSED                                  ? WIT_NV_NO
           : a->gap != WIT_NO_GAP || a->state == WIT_GW_STATE_UNKNOWN ? WIT_NV_MAYBE
                                                                      : WIT_NV_YES;
}

/* Out of the gateway into a network: in the zone that it came from when that is attached, else in any; with appliance
 * mode (1.7.4), or from another gateway, in any. */
static void come_out(struct trip *t, const struct wit_attachment *a, enum wit_nv passes, enum wit_nv scope, bool near)
{
    size_t at = SIZE_MAX;
    bool pinned = near && a->appliance_mode == WIT_TOLD_NO && t->ear != NULL;
    for (size_t i = 0; i < a->n_subnets && pinned; i++) {
        enum wit_nv same = same_zone(t->ear, a->subnets[i]);
        if (same == WIT_NV_YES)
            at = i;
    }
    if (a->network == NULL) {
        found(t, (struct wit_nv_exit){.passes = wit_nv_least(passes, WIT_NV_MAYBE), .far = true});
        return;
    }
    bool any = false;
    for (size_t i = 0; i < a->n_subnets; i++) {
        if (at != SIZE_MAX && at != i)
            continue;
        any = true;
        if (a->subnets[i] == NULL)
            found(t, (struct wit_nv_exit){.passes = wit_nv_least(passes, WIT_NV_MAYBE), .far = true});
        else
            found(t, (struct wit_nv_exit){.passes = passes, .at = a, .out = a->subnets[i], .scope = scope});
    }
    if (at == SIZE_MAX && (a->subnets_gap != WIT_NO_GAP || !any))
        found(t, (struct wit_nv_exit){.passes =
                                          a->subnets_gap != WIT_NO_GAP ? wit_nv_least(passes, WIT_NV_MAYBE) : WIT_NV_NO,
                                      .far = true});
}

static int rank_of(const struct wit_transit_route *r)
{
    if (r->origin != WIT_ROUTE_PROPAGATED)
        return r->by_list ? 5 : 6;
    return r->propagated_from == WIT_ATTACHED_NETWORK          ? 4
           : r->propagated_from == WIT_ATTACHED_DIRECT_CONNECT ? 3
           : r->propagated_from == WIT_ATTACHED_CONNECT        ? 2
           : r->propagated_from == WIT_ATTACHED_VPN            ? 1
                                                               : 0;
}

static void look_up(struct trip *t, const struct wit_gateway *g, const struct wit_attachment *in, enum wit_nv passes,
                    enum wit_nv scope, int depth);

static void follow(struct trip *t, const struct wit_gateway *g, const struct wit_attachment *a, enum wit_nv passes,
                   enum wit_nv scope, int depth)
{
    if (a == NULL) {
        unseen(t);
        return;
    }
    passes = wit_nv_least(passes, ready(a));
    if (passes == WIT_NV_NO) {
        lost(t);
    } else if (a->kind == WIT_ATTACHED_NETWORK) {
        come_out(t, a, passes, wit_nv_least(scope, told(a->group_references)), depth == 0);
    } else if (a->kind == WIT_ATTACHED_PEERING) {
        const struct wit_gateway *other = NULL;
        const struct wit_attachment *theirs = NULL;
        for (size_t i = 0; i < t->q->e->n_gateways; i++) {
            if (t->q->e->gateways[i].kind == WIT_GW_TRANSIT && strcmp(t->q->e->gateways[i].id, a->peer_transit) == 0)
                other = &t->q->e->gateways[i];
        }
        for (size_t i = 0; other != NULL && i < other->n_attachments; i++) {
            const struct wit_attachment *x = other->attachments[i];
            if (x->kind == WIT_ATTACHED_PEERING && strcmp(x->peer_transit, g->id) == 0)
                theirs = x;
        }
        if (other == NULL || (theirs == NULL && other->attachments_gap != WIT_NO_GAP))
            unseen(t);
        else if (theirs == NULL || depth == WIT_NV_DEPTH)
            lost(t); /* one that goes round comes nowhere */
        else
            look_up(t, other, theirs, wit_nv_least(passes, wit_nv_least(wit_nv_works(other), ready(theirs))), WIT_NV_NO,
                    depth + 1);
    } else {
        unseen(t);
    }
}

/* The table that the attachment is associated with (1.7.1-2). */
static void look_up(struct trip *t, const struct wit_gateway *g, const struct wit_attachment *in, enum wit_nv passes,
                    enum wit_nv scope, int depth)
{
    const struct wit_transit_table *table = in->table;
    if (passes == WIT_NV_NO || (table == NULL && in->table_gap == WIT_NO_GAP)) {
        lost(t);
        return;
    }
    if (table == NULL || table->state == WIT_GW_CLOSED) { /* a closed one cannot be associated: answers differ */
        unseen(t);
        return;
    }
    if (in->table_gap != WIT_NO_GAP || table->state == WIT_GW_STATE_UNKNOWN)
        passes = wit_nv_least(passes, WIT_NV_MAYBE);
    int best = -1;
    for (size_t i = 0; i < table->n_routes; i++) {
        const struct wit_transit_route *r = &table->routes[i];
        int length = wit_nv_length(r->by_list, r->prefix, r->list, t->dst);
        if (r->gap == WIT_NO_GAP && length >= 0 && length * 8 + rank_of(r) > best)
            best = length * 8 + rank_of(r);
    }
    for (size_t i = 0; i < table->n_routes; i++) {
        const struct wit_transit_route *r = &table->routes[i];
        int length = wit_nv_length(r->by_list, r->prefix, r->list, t->dst);
        bool open_list = r->by_list && (r->list == NULL || r->list_gap != WIT_NO_GAP || r->list->gap != WIT_NO_GAP);
        bool unreadable = r->gap != WIT_NO_GAP && (open_list || length >= (best < 0 ? 0 : best / 8));
        bool doubtful = unreadable || (r->gap == WIT_NO_GAP && length < 0 && open_list);
        if (!doubtful && (r->gap != WIT_NO_GAP || length < 0 || length * 8 + rank_of(r) != best))
            continue;
        if (r->blackhole)
            lost(t);
        else if (r->n_attachments == 0)
            unseen(t);
        for (size_t k = 0; k < r->n_attachments && !r->blackhole; k++)
            follow(t, g, r->attachments[k], passes, scope, depth);
    }
    if (best < 0)
        lost(t);
    if (table->gap != WIT_NO_GAP)
        unseen(t);
}

size_t wit_nv_transit(struct wit_nv_exit *out, size_t room, const struct wit_nv_ask *q, const struct wit_gateway *g,
                      const struct wit_subnet *s, struct wit_addr dst, bool onward)
{
    struct trip t = {.q = q, .dst = dst, .from = s, .out = out, .room = room};
    const struct wit_attachment *mine = NULL;
    bool unclear = !wit_nv_list_known(q, s->network, "DescribeTransitGatewayVpcAttachments"), was = false;
    for (size_t i = 0; i < g->n_attachments; i++) {
        const struct wit_attachment *a = g->attachments[i];
        if (a->kind == WIT_ATTACHED_NETWORK && a->network == s->network && a->state != WIT_GW_CLOSED)
            mine = a;
        was = was || (a->kind == WIT_ATTACHED_NETWORK && a->network == s->network);
        unclear = unclear || (a->kind == WIT_ATTACHED_NETWORK && a->network == NULL && a->state != WIT_GW_CLOSED);
    }
    unclear = unclear || (!was && g->gap != WIT_NO_GAP); /* 3: the gateway itself is not wholly in evidence */
    enum wit_nv passes = wit_nv_works(g), zone = WIT_NV_NO;
    if (passes == WIT_NV_NO || (mine == NULL && !unclear)) {
        lost(&t);
        return t.n;
    }
    if (mine == NULL) {
        unseen(&t);
        return t.n;
    }
    for (size_t i = 0; i < mine->n_subnets; i++) {
        enum wit_nv same = same_zone(s, mine->subnets[i]);
        zone = wit_nv_most(zone, same);
        if (same == WIT_NV_YES)
            t.ear = mine->subnets[i];
    }
    if (mine->subnets_gap != WIT_NO_GAP)
        zone = wit_nv_most(zone, WIT_NV_MAYBE);
    if (onward && zone == WIT_NV_NO)
        zone = WIT_NV_MAYBE;
    enum wit_nv scope = wit_nv_least(told(g->group_references), told(mine->group_references));
    if (strcmp(s->zone_id, "use1-az3") == 0)
        scope = WIT_NV_NO;
    passes = wit_nv_least(passes, wit_nv_least(ready(mine), zone));
    if (passes == WIT_NV_NO)
        lost(&t);
    else
        look_up(&t, g, mine, passes, scope, 0);
    return t.n;
}
