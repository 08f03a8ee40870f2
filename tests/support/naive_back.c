/* tests/support/naive_back.c: the way of a reply, by every branch of every table (2.1, 2.3).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "base/arena.h"
#include "tests/support/naive_inside.h"

const unsigned wit_nv_tried[WIT_NV_TRIED] = {1,    53,    80,    443,   1023,  1024,  2000,  9092,  9094,
                                             9098, 32767, 32768, 40000, 49151, 49152, 61000, 61001, 65535};

void wit_nv_emit(struct wit_nv_ask *q, const struct wit_nv_leaf *l)
{
    if (q->n == WIT_NV_LEAVES)
        wit_die("the naive evaluator has no room for another branch");
    q->leaves[q->n++] = *l;
}
void wit_nv_emit_dead(struct wit_nv_ask *q, struct wit_nv_leaf l, enum wit_nv reply)
{
    for (size_t i = 0; i < WIT_NV_TRIED; i++)
        l.near[i] = l.far[i] = reply;
    wit_nv_emit(q, &l);
}
void wit_nv_pass(struct wit_nv_leaf *l, bool far, enum wit_nv v)
{
    for (size_t i = 0; i < WIT_NV_TRIED; i++) {
        enum wit_nv *x = far ? &l->far[i] : &l->near[i];
        *x = wit_nv_least(*x, v);
    }
}

/* The number that a reply carries when the source port was s; false: there is no such reply. */
static bool reply_number(const struct wit_nv_ask *q, unsigned s, unsigned *number)
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
void wit_nv_pass_acl(const struct wit_nv_ask *q, struct wit_nv_leaf *l, bool far, const struct wit_subnet *s,
                     bool egress, struct wit_addr peer)
{
    for (size_t i = 0; i < WIT_NV_TRIED; i++) {
        unsigned number;
        enum wit_nv *x = far ? &l->far[i] : &l->near[i];
        *x = wit_nv_least(*x, reply_number(q, wit_nv_tried[i], &number)
                                  ? wit_nv_acl(s, egress, peer, q->protocol, number)
                                  : WIT_NV_NO);
    }
}

/* The reply stands in subnet s and is for `to`, in `home`: by what every branch of s's table says. Beyond home's ACL
 * nothing is left for this part of the way (near: home is the client's; far: the NAT gateway's). */
static void at_home(struct wit_nv_ask *q, struct wit_nv_at p, char via);
static void settle(struct wit_nv_ask *q, struct wit_nv_at p, bool far, bool checked, const struct wit_subnet *home)
{
    if (!far && p.nat != NULL) { /* what is left after the NAT gateway */
        if (checked)
            wit_nv_pass_acl(q, &p.leaf, false, home, false, q->dst);
        wit_nv_emit(q, &p.leaf);
    } else {
        at_home(q, p, checked ? 't' : 's');
    }
}

bool wit_nv_goes_round(struct wit_nv_at *p, const struct wit_subnet *s, bool nat, bool entered)
{
    for (size_t i = 0; i < p->n_seen; i++) {
        if (p->seen[i].subnet == s && p->seen[i].nat == nat && p->seen[i].entered == entered)
            return true;
    }
    if (p->n_seen == WIT_NV_SEEN)
        wit_die("the naive evaluator has no room for a longer way");
    p->seen[p->n_seen++] = (struct wit_nv_seen){s, nat, entered};
    return false;
}

static void by_transit(struct wit_nv_ask *q, struct wit_nv_at p, bool far, const struct wit_gateway *g,
                       const struct wit_subnet *s, struct wit_addr to, const struct wit_subnet *home, bool onward);

/* The answer came out of a transit gateway in subnet `out`, and is about to leave it by that route (1.3.5, 1.7.2). */
static void from_transit(struct wit_nv_ask *q, struct wit_nv_at p, bool far, const struct wit_nv_choice *c,
                         const struct wit_nv_exit *x, struct wit_addr to, const struct wit_subnet *home)
{
    const struct wit_network *net = x->out->network;
    enum wit_gateway_kind kind = c->anywhere ? 0 : c->kind;
    bool at_last = home != NULL && net == home->network;
    wit_nv_pass(&p.leaf, far, c->nowhere ? WIT_NV_NO : c->doubtful ? WIT_NV_MAYBE : WIT_NV_YES);
    if (!c->nowhere && kind == WIT_GW_LOCAL && at_last) {
        wit_nv_pass_acl(q, &p.leaf, far, x->out, true, to);
        wit_nv_pass(&p.leaf, far, wit_nv_most(wit_nv_zone(x->at, home), WIT_NV_MAYBE));
        settle(q, p, far, true, home);
        return;
    }
    if (!c->nowhere && kind == WIT_GW_TRANSIT && c->gw != NULL) {
        wit_nv_pass(&p.leaf, far, WIT_NV_MAYBE);
        by_transit(q, p, far, c->gw, x->out, to, home, true);
        return;
    }
    if (!c->nowhere && kind == WIT_GW_PEERING && home != NULL && !at_last &&
        (c->gw == NULL || wit_nv_peer_of(c->gw, net) == home->network)) {
        wit_nv_pass(&p.leaf, far, wit_nv_least(wit_nv_works(c->gw), WIT_NV_MAYBE));
        settle(q, p, far, true, home);
        return;
    }
    bool another = to.family == 6 && (kind == WIT_GW_INTERNET || kind == WIT_GW_EGRESS_ONLY) &&
                   (c->gw == NULL || c->gw->network == net) && wit_nv_works(c->gw) != WIT_NV_NO;
    wit_nv_pass(&p.leaf, far,
                c->nowhere                          ? WIT_NV_NO
                : another                           ? WIT_NV_MAYBE
                : wit_nv_known_kind(c) && kind != 0 ? WIT_NV_NO
                                                    : wit_nv_strange(c));
    wit_nv_emit(q, &p.leaf);
}

/* Into a transit gateway from `s`, and out of it. */
static void by_transit(struct wit_nv_ask *q, struct wit_nv_at p, bool far, const struct wit_gateway *g,
                       const struct wit_subnet *s, struct wit_addr to, const struct wit_subnet *home, bool onward)
{
    struct wit_nv_exit ways[WIT_NV_CHOICES];
    size_t n = wit_nv_transit(ways, WIT_NV_CHOICES, q, g, s, to, onward);
    for (size_t i = 0; i < n; i++) {
        struct wit_nv_at one = p;
        wit_nv_pass(&one.leaf, far, ways[i].passes);
        if (ways[i].ear != NULL && ways[i].passes != WIT_NV_NO)
            wit_nv_pass_acl(q, &one.leaf, far, ways[i].ear, false, q->dst);
        if (ways[i].passes == WIT_NV_NO || ways[i].far) {
            wit_nv_emit(q, &one.leaf);
        } else if (ways[i].out == home) {
            settle(q, one, far, false, home);
        } else if (wit_nv_goes_round(&one, ways[i].out, far, true)) {
            wit_nv_pass(&one.leaf, far, WIT_NV_NO);
            wit_nv_emit(q, &one.leaf);
        } else {
            struct wit_nv_choice c[WIT_NV_CHOICES];
            size_t m = wit_nv_route(q, c, ways[i].out, to);
            for (size_t k = 0; k < m; k++)
                from_transit(q, one, far, &c[k], &ways[i], to, home);
        }
    }
}

static void at_home(struct wit_nv_ask *q, struct wit_nv_at p, char via)
{
    if (p.home == NULL) {
        wit_nv_emit(q, &p.leaf);
        return;
    }
    bool far = p.nat != NULL;
    if (via == 'i' && !wit_nv_list_known(q, p.home->network, "DescribeRouteTables") && q->src.family == 4)
        wit_nv_pass(&p.leaf, far, WIT_NV_MAYBE); /* a gateway's own route table may divert it */
    if (via != 's')
        wit_nv_pass_acl(q, &p.leaf, far, p.home, false, q->dst);
    const struct wit_subnet *home = q->a != NULL ? q->a->subnet : NULL;
    if (p.nat == NULL || p.home == home) {
        wit_nv_emit(q, &p.leaf);
        return;
    }
    p.n_seen = 0;
    wit_nv_goes_round(&p, p.home, false, false);
    struct wit_nv_choice c[WIT_NV_CHOICES];
    size_t n = wit_nv_route(q, c, p.home, q->src);
    for (size_t i = 0; i < n; i++) {
        struct wit_nv_at one = p;
        wit_nv_pass_acl(q, &one.leaf, false, p.home, true, q->src);
        wit_nv_pass(&one.leaf, false, c[i].nowhere ? WIT_NV_NO : c[i].doubtful ? WIT_NV_MAYBE : WIT_NV_YES);
        if (c[i].nowhere) {
            wit_nv_emit(q, &one.leaf);
        } else if (c[i].anywhere || !wit_nv_known_kind(&c[i])) {
            wit_nv_pass(&one.leaf, false, wit_nv_strange(&c[i]));
            wit_nv_emit(q, &one.leaf);
        } else if (c[i].kind == WIT_GW_TRANSIT) {
            by_transit(q, one, false, c[i].gw, p.home, q->src, home, false);
        } else if (c[i].kind == WIT_GW_LOCAL && p.home->network == home->network) {
            settle(q, one, false, true, home);
        } else if (c[i].kind == WIT_GW_PEERING && p.home->network != home->network &&
                   (c[i].gw == NULL || wit_nv_peer_of(c[i].gw, p.home->network) == home->network)) {
            wit_nv_pass(&one.leaf, false, wit_nv_works(c[i].gw));
            settle(q, one, false, true, home);
        } else {
            wit_nv_pass(&one.leaf, false, WIT_NV_NO);
            wit_nv_emit(q, &one.leaf);
        }
    }
}

void wit_nv_back(struct wit_nv_ask *q, struct wit_nv_at p, char via)
{
    for (size_t i = 0; i < WIT_NV_TRIED; i++) {
        unsigned number;
        p.leaf.near[i] = p.leaf.far[i] = reply_number(q, wit_nv_tried[i], &number) ? WIT_NV_YES : WIT_NV_NO;
    }
    p.leaf.nat = p.nat != NULL;
    if (q->b == NULL || via == 's') {
        at_home(q, p, via);
        return;
    }
    struct wit_nv_choice c[WIT_NV_CHOICES];
    const struct wit_subnet *s = q->b->subnet;
    bool far = p.nat != NULL;
    size_t n = wit_nv_route(q, c, s, p.src);
    for (size_t i = 0; i < n; i++) {
        struct wit_nv_at one = p;
        if (via == 'i' && c[i].empty) {
            one.leaf.forward = wit_nv_least(one.leaf.forward, WIT_NV_MAYBE);
            one.leaf.unsettled = true;
        }
        wit_nv_pass_acl(q, &one.leaf, far, s, true, p.src);
        wit_nv_pass(&one.leaf, far, c[i].nowhere ? WIT_NV_NO : c[i].doubtful ? WIT_NV_MAYBE : WIT_NV_YES);
        enum wit_nv v = WIT_NV_NO;
        bool home = false;
        if (c[i].nowhere) {
            v = WIT_NV_NO;
        } else if (via == 'i' && p.src.family == 4 && !c[i].anywhere && c[i].kind == WIT_GW_TRANSIT) {
            v = WIT_NV_NO; /* only its own internet gateway knows the translation */
        } else if (c[i].anywhere || !wit_nv_known_kind(&c[i])) {
            v = wit_nv_strange(&c[i]);
        } else if ((via != 'i' || p.src.family == 6) && c[i].kind == WIT_GW_TRANSIT) {
            one.n_seen = 0;
            wit_nv_goes_round(&one, s, far, false);
            if (via == 'i') /* out under its public address, back another way: 1.6, IPv6 */
                wit_nv_pass(&one.leaf, far, WIT_NV_MAYBE);
            by_transit(q, one, far, c[i].gw, s, p.src, p.home, false);
            continue;
        } else if (via != 'i' && c[i].kind == WIT_GW_LOCAL && s->network == p.home->network) {
            v = WIT_NV_YES;
            home = true;
        } else if ((via == 'p' || via == 't') && c[i].kind == WIT_GW_PEERING && s->network != p.home->network) {
            bool theirs = c[i].gw == NULL || wit_nv_peer_of(c[i].gw, s->network) == p.home->network;
            v = theirs ? wit_nv_works(c[i].gw) : WIT_NV_NO;
            home = true;
        } else if (via == 'i' && c[i].kind == WIT_GW_INTERNET) {
            v = c[i].gw != NULL && c[i].gw->network != s->network ? WIT_NV_NO : wit_nv_works(c[i].gw);
            home = true;
        } else if (via == 'i' && c[i].kind == WIT_GW_EGRESS_ONLY && p.src.family == 6) {
            v = wit_nv_least(wit_nv_works(c[i].gw), WIT_NV_MAYBE);
            home = true;
        }
        bool six = p.src.family == 6 && p.nat == NULL && p.home != NULL;
        char back_via = via == 't' ? 'p' : via;
        if (six && via == 'i' && c[i].kind == WIT_GW_PEERING &&
            (c[i].gw == NULL || wit_nv_peer_of(c[i].gw, s->network) == p.home->network)) {
            v = wit_nv_least(wit_nv_works(c[i].gw), WIT_NV_MAYBE); /* 2.3: nothing stateful on it, and no document */
            home = true;
            back_via = 'p';
        } else if (six && (via == 'p' || via == 't') &&
                   (c[i].kind == WIT_GW_INTERNET || c[i].kind == WIT_GW_EGRESS_ONLY) &&
                   (c[i].gw == NULL || c[i].gw->network == s->network)) {
            v = wit_nv_least(wit_nv_least(wit_nv_works(c[i].gw), wit_nv_internet(q, p.home->network)), WIT_NV_MAYBE);
            home = true;
            back_via = 'i';
        }
        wit_nv_pass(&one.leaf, far, v);
        if (home && v != WIT_NV_NO)
            at_home(q, one, back_via);
        else
            wit_nv_emit(q, &one.leaf);
    }
}
