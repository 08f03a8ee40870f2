/* pathmap/reach/pair.c: two classes of endpoints: what connects between them, over all their addresses; kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md chapter 2: TCP connects when the first packet passes and some source port of the client
 * gets its answer; UDP and ICMP are answered likewise; what is delivered and not answered is one-way.
 */
#include <string.h>

#include "pathmap/reach/inside.h"

static const struct {
    unsigned protocol, request, answer;
} echoes[] = {
    /* RFC 792, 950, 1256, 4443, 4861 */
    {WIT_ICMP, 8, 0},       {WIT_ICMP, 13, 14},     {WIT_ICMP, 17, 18},     {WIT_ICMP, 10, 9},
    {WIT_ICMPV6, 128, 129}, {WIT_ICMPV6, 133, 134}, {WIT_ICMPV6, 135, 136},
};

int wit_icmp_answer(unsigned protocol, unsigned type)
{
    for (size_t i = 0; i < sizeof echoes / sizeof echoes[0]; i++) {
        if (echoes[i].protocol == protocol && echoes[i].request == type)
            return (int)echoes[i].answer;
    }
    return -1;
}

/* Destination ports whose replies pass: near the client's, far the NAT gateway's choice. */
wit_set wit_answered(struct wit_reach *r, wit_set near, wit_set far, bool nat)
{
    enum { ANSWERED = 16 };
    wit_set known = wit_memo_get(&r->ops, ANSWERED + (nat ? 1U : 0U), (uintptr_t)near, (uintptr_t)far);
    if (known != NULL)
        return known;
    wit_set out = nat ? r->none : wit_set_and(r, near, r->others);
    if (wit_set_meets(r, near, r->tcp_source) && (!nat || wit_set_meets(r, far, r->tcp_nat)))
        out = wit_set_or(r, out, r->tcp);
    if (wit_set_meets(r, near, r->udp_source) && (!nat || wit_set_meets(r, far, r->udp_nat)))
        out = wit_set_or(r, out, r->udp);
    wit_set both = nat ? wit_set_and(r, near, far) : near;
    for (size_t i = 0; i < sizeof echoes / sizeof echoes[0]; i++) {
        struct wit_span reply = {echoes[i].protocol << 16 | echoes[i].answer << 8, 0};
        struct wit_span request = {echoes[i].protocol << 16 | echoes[i].request << 8, 0};
        reply.last = reply.first;
        request.last = request.first; /* code 0 only */
        if (wit_pset_has(*both, (struct wit_pset){&reply, 1}))
            out = wit_set_or(r, out, wit_set_of(r, (struct wit_pset){&request, 1}));
    }
    wit_memo_put(&r->ops, r->arena, ANSWERED + (nat ? 1U : 0U), (uintptr_t)near, (uintptr_t)far, out);
    return out;
}

/* 1.3.3: the source ports that the client's system chooses. */
static void ephemeral(const struct wit_unit *from, unsigned *first, unsigned *last)
{
    const struct wit_interface *itf = from->itf;
    *first = 1024;
    *last = 65535;
    if (itf != NULL && itf->windows) {
        *first = 49152;
    } else if (itf != NULL && itf->instance[0] != '\0' && !itf->requester_managed) {
        *first = 32768;
        *last = 61000;
    }
}

static wit_set usual(struct wit_reach *r, const struct wit_unit *from, const struct wit_leaf *leaf)
{
    unsigned first, last;
    ephemeral(from, &first, &last);
    wit_set out = wit_set_minus(r, wit_set_minus(r, r->all, r->tcp), r->udp);
    struct wit_span tcp = {(uint32_t)WIT_TCP << 16 | first, (uint32_t)WIT_TCP << 16 | last};
    struct wit_span udp = {(uint32_t)WIT_UDP << 16 | first, (uint32_t)WIT_UDP << 16 | last};
    if (wit_pset_has(*leaf->near.lo, (struct wit_pset){&tcp, 1}) &&
        (!leaf->nat || wit_set_has(r, leaf->far.lo, r->tcp_nat)))
        out = wit_set_or(r, out, r->tcp);
    if (wit_pset_has(*leaf->near.lo, (struct wit_pset){&udp, 1}) &&
        (!leaf->nat || wit_set_has(r, leaf->far.lo, r->udp_nat)))
        out = wit_set_or(r, out, r->udp);
    return out;
}

struct wit_sum wit_sum_none(const struct wit_reach *r)
{
    return (struct wit_sum){r->none, r->none, r->none, r->none, r->none, r->none};
}

struct wit_sum wit_leaf_sum(struct wit_reach *r, const struct wit_unit *from, const struct wit_leaf *leaf)
{
    struct wit_sum s;
    if (leaf->composed != NULL)
        return *leaf->composed;
    s.delivered = leaf->forward.lo;
    s.may_deliver = leaf->forward.hi;
    s.may_deliver_by_documents = leaf->unconfirmed ? r->none : leaf->forward.hi;
    s.open = wit_set_and(r, s.delivered, wit_answered(r, leaf->near.lo, leaf->far.lo, leaf->nat));
    s.may_open = wit_set_and(r, s.may_deliver, wit_answered(r, leaf->near.hi, leaf->far.hi, leaf->nat));
    if (leaf->answers.lo != NULL) {
        s.open = wit_set_and(r, s.open, leaf->answers.lo);
        s.may_open = wit_set_and(r, s.may_open, leaf->answers.hi);
    }
    s.usual = wit_set_and(r, s.open, usual(r, from, leaf));
    return s;
}

struct wit_sum wit_sum_or(struct wit_reach *r, struct wit_sum a, struct wit_sum b)
{
    return (struct wit_sum){wit_set_or(r, a.open, b.open),
                            wit_set_or(r, a.may_open, b.may_open),
                            wit_set_or(r, a.delivered, b.delivered),
                            wit_set_or(r, a.may_deliver, b.may_deliver),
                            wit_set_or(r, a.may_deliver_by_documents, b.may_deliver_by_documents),
                            wit_set_or(r, a.usual, b.usual)};
}

struct wit_sum wit_sum_either(struct wit_reach *r, struct wit_sum a, struct wit_sum b)
{
    return (struct wit_sum){wit_set_and(r, a.open, b.open),
                            wit_set_or(r, a.may_open, b.may_open),
                            wit_set_and(r, a.delivered, b.delivered),
                            wit_set_or(r, a.may_deliver, b.may_deliver),
                            wit_set_or(r, a.may_deliver_by_documents, b.may_deliver_by_documents),
                            wit_set_and(r, a.usual, b.usual)};
}

enum wit_verdict wit_sum_verdict(struct wit_reach *r, const struct wit_sum *sum, wit_set ports)
{
    wit_set rest = wit_set_minus(r, ports, sum->open);
    if (rest == r->none)
        return WIT_REACHABLE;
    if (wit_set_meets(r, rest, sum->may_open))
        return WIT_UNKNOWN;
    if (!wit_set_meets(r, rest, sum->may_deliver))
        return WIT_ISOLATED;
    if (wit_set_meets(r, rest, sum->delivered))
        return WIT_ONE_WAY;
    /* Delivery is in doubt and no answer can come. A TCP connection is impossible all the same; whether that is one-way
     * or isolated is a question to the evidence, unless only an unsettled behaviour of the platform would deliver. */
    wit_set doubt = wit_set_and(r, rest, sum->may_deliver);
    bool only_tcp = wit_set_has(r, r->tcp, doubt);
    return only_tcp && !wit_set_meets(r, doubt, sum->may_deliver_by_documents) ? WIT_ISOLATED : WIT_UNKNOWN;
}

static void end_here(struct wit_walk *w, const char *word, const char *id, const char *reason, const char *text)
{
    struct wit_place p = {.src = w->src, .dst = w->dst, .forward = wit_tri_none(w->r)};
    struct wit_step *s = wit_step_add(w, &p, WIT_STEP_ADDRESS, wit_tri_none(w->r));
    s->word = word;
    s->id = id;
    s->reason = reason;
    s->text = text;
    wit_leaf_add(w, &p, wit_tri_none(w->r), wit_tri_none(w->r));
    w->out->alternatives++;
}

static void to_point(struct wit_walk *w, const struct wit_point *py, bool public_form)
{
    w->dst = public_form ? py->public_addr : py->addr;
    w->dst_inside = py->addr;
    w->dst_is_public = public_form;
    if (w->a != NULL) {
        wit_walk_inside(w);
        w->out->alternatives++;
    } else if (wit_addr_is_public(w->src) && wit_addr_is_public(w->dst) && (public_form || w->dst.family == 6)) {
        wit_walk_outside(w);
        w->out->alternatives++;
    } else {
        bool inner = wit_addr_is_public(w->src);
        end_here(w, "address", inner ? w->b->id : w->from->text, inner ? "no-public-address" : "no-way-in",
                 inner ? "it has no public address" : "no known way leads from there into the network");
    }
}

static void pairs_of_addresses(struct wit_walk *w)
{
    const struct wit_unit *from = w->from, *to = w->to;
    for (size_t i = 0; i < from->n_points; i++) {
        const struct wit_point *px = &from->points[i];
        w->src = px->addr;
        w->src_public = px->public_addr;
        w->need_public_source = from->use == WIT_USE_PUBLIC;
        for (size_t k = 0; k < to->n_points; k++) {
            const struct wit_point *py = &to->points[k];
            if (w->b == NULL) {
                if (px->addr.family != py->addr.family)
                    continue;
                w->dst = py->addr;
                w->dst_inside = (struct wit_addr){0, 0, 0};
                w->dst_is_public = false;
                wit_walk_inside(w);
                w->out->alternatives++;
                continue;
            }
            bool outside4 = w->a == NULL && px->addr.family == 4;
            if (px->addr.family == py->addr.family && to->use != WIT_USE_PUBLIC &&
                !(outside4 && py->public_addr.family == 4 && to->use == WIT_USE_ANY))
                to_point(w, py, false);
            if (px->addr.family == py->public_addr.family && to->use != WIT_USE_PRIVATE)
                to_point(w, py, true);
        }
    }
}

/* An object store whose addresses are not in evidence. */
static void to_bucket(struct wit_walk *w)
{
    struct wit_place p = {.subnet = w->a != NULL ? w->a->subnet : NULL, .forward = wit_tri_all(w->r)};
    if (w->a != NULL) {
        struct wit_step *out = wit_step_add(w, &p, WIT_STEP_GROUP, wit_filters_anybody(w->r, w->a, true, NULL));
        out->word = "security-group";
        out->itf = w->a;
        out->egress = true;
        out->reason = "group-deny";
    }
    const struct wit_bucket *bucket = w->to->bucket;
    struct wit_step *s = wit_step_add(w, &p, WIT_STEP_FAR, wit_tri_maybe(w->r));
    s->word = "address";
    s->id = bucket->id;
    s->text = "the addresses of the object store are not in evidence";
    s->gap = wit_list_gap_of(w->r, bucket->account, bucket->region, "ec2", "DescribeManagedPrefixLists");
    if (s->gap == WIT_NO_GAP)
        s->gap = wit_gap_add(w->r, WIT_GAP_DANGLING, bucket->account, bucket->region, bucket->id,
                             "the prefix list of the object store's region is not in evidence",
                             "aws ec2 get-managed-prefix-list-entries");
    wit_leaf_add(w, &p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
    w->out->alternatives++;
}

/* Chapter 3: by an address that could not be read everything is possible that the groups would let pass. */
static void by_unread_address(struct wit_walk *w)
{
    const struct wit_interface *unread = w->b != NULL && w->b->addresses_unread ? w->b : w->a;
    struct wit_place p = {.subnet = w->a != NULL ? w->a->subnet : NULL, .forward = wit_tri_all(w->r)};
    for (int k = 0; k < 2; k++) {
        const struct wit_interface *itf = k == 0 ? w->a : w->b;
        if (itf == NULL)
            continue;
        struct wit_step *s = wit_step_add(w, &p, WIT_STEP_GROUP, wit_filters_anybody(w->r, itf, k == 0, NULL));
        s->word = "security-group";
        s->itf = itf;
        s->egress = k == 0;
        s->reason = "group-deny";
    }
    struct wit_step *s = wit_step_add(w, &p, WIT_STEP_FAR, wit_tri_maybe(w->r));
    s->word = "address";
    s->id = unread->id;
    s->text = "an address of it could not be read";
    s->gap = wit_list_gap_of(w->r, unread->account, unread->region, "ec2", "DescribeNetworkInterfaces");
    if (s->gap == WIT_NO_GAP)
        s->gap = wit_gap_add(w->r, WIT_GAP_UNREADABLE, unread->account, unread->region, unread->id,
                             wit_fmt(w->r->arena, "an address of %s could not be read", unread->id), "");
    wit_leaf_add(w, &p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
    w->out->alternatives++;
}

void wit_pair_leaves(struct wit_reach *r, struct wit_ways *out, const struct wit_unit *from, const struct wit_unit *to,
                     enum wit_ask ask, unsigned depth, bool tell)
{
    *out = (struct wit_ways){0};
    struct wit_walk w = {.ask = ask,
                         .depth = depth,
                         .tell = tell,
                         .r = r,
                         .out = out,
                         .from = from,
                         .to = to,
                         .a = from->itf,
                         .b = to->itf};
    if (to->bucket != NULL) {
        to_bucket(&w);
        return;
    }
    if (w.a == NULL && w.b == NULL) {
        struct wit_place p = {.forward = wit_tri_all(r)};
        struct wit_step *s = wit_step_add(&w, &p, WIT_STEP_FAR, wit_tri_maybe(r));
        s->word = "address";
        s->id = to->text;
        s->gap = r->gap_outside;
        wit_leaf_add(&w, &p, wit_tri_maybe(r), wit_tri_maybe(r));
        out->alternatives++;
        return;
    }
    if (w.b != NULL && strcmp(w.b->type, "nat_gateway") == 0) { /* 1.5.3: whatever leads to it */
        end_here(&w, "nat-gateway", w.b->id, "nat-inbound", "a NAT gateway accepts no connections");
        return;
    }
    pairs_of_addresses(&w);
    if ((w.a != NULL && w.a->addresses_unread) || (w.b != NULL && w.b->addresses_unread))
        by_unread_address(&w);
    if (w.b != NULL && ask != WIT_ASK_PLAIN)
        wit_beyond(&w);
    if (out->alternatives == 0)
        end_here(&w, "address", to->itf != NULL ? to->itf->id : to->text, "no-common-family",
                 "the two ends share no address family");
}

struct wit_sum wit_ways_sum(struct wit_reach *r, const struct wit_unit *from, const struct wit_ways *w)
{
    struct wit_sum total = wit_sum_none(r);
    for (size_t i = 0; i < w->n;) {
        struct wit_sum one = wit_leaf_sum(r, from, &w->leaves[i]);
        size_t k = i + 1;
        for (; k < w->n && w->leaves[k].alternative == w->leaves[i].alternative; k++)
            one = wit_sum_either(r, one, wit_leaf_sum(r, from, &w->leaves[k]));
        total = wit_sum_or(r, total, one);
        i = k;
    }
    return total;
}

static const struct wit_sum *pair_sum(struct wit_reach *r, const struct wit_unit *from, const struct wit_unit *to,
                                      enum wit_ask ask)
{
    const struct wit_sum *known = wit_memo_get(&r->pairs_seen, from->id, to->id, ask);
    if (known != NULL)
        return known;
    struct wit_ways w;
    wit_pair_leaves(r, &w, from, to, ask, 0, false);
    struct wit_sum *kept = WIT_NEW(r->arena, struct wit_sum);
    *kept = wit_ways_sum(r, from, &w);
    wit_memo_put(&r->pairs_seen, r->arena, from->id, to->id, ask, kept);
    return kept;
}

const struct wit_sum *wit_pair_sum(struct wit_reach *r, const struct wit_unit *from, const struct wit_unit *to)
{
    const struct wit_sum *known = wit_memo_get(&r->pairs_seen, from->id, to->id, WIT_ASK_ALL);
    if (known != NULL)
        return known;
    known = pair_sum(r, from, to, WIT_ASK_ALL);
    wit_arena_reset(r->scratch);
    return known;
}

const struct wit_sum *wit_pair_plain(struct wit_reach *r, const struct wit_unit *from, const struct wit_unit *to)
{
    return pair_sum(r, from, to, WIT_ASK_PLAIN); /* inside another evaluation: the steps of both stay */
}

void wit_pair_ways(struct wit_reach *r, struct wit_ways *out, const struct wit_unit *from, const struct wit_unit *to)
{
    wit_arena_reset(r->scratch);
    wit_pair_leaves(r, out, from, to, WIT_ASK_ALL, 0, true);
}
