/* pathmap/reach/service_forward.c: the ways to a target through load balancers, directly or by an endpoint before them.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.9.3-4, 1.10.
 */
#include <string.h>

#include "pathmap/reach/service.h"

enum { DEPTH = 4 }; /* balancers one behind the other */

void wit_forward_onward(struct wit_onward *out, struct wit_walk *w, const struct wit_forward *f,
                        const struct wit_interface *node, struct wit_addr seen, bool by_endpoint, wit_set ports)
{
    enum wit_told keeps = wit_forward_keeps_client(f);
    out->n = 0;
    if (by_endpoint || seen.family != f->addr.family)
        keeps = WIT_TOLD_NO;
    if (keeps != WIT_TOLD_NO) {
        out->as_client[out->n] = true;
        out->legs[out->n++] = wit_service_as_client(w, node, f->itf, f->addr, seen, ports);
    }
    if (keeps != WIT_TOLD_YES) {
        out->as_client[out->n] = false;
        out->legs[out->n++] = wit_service_onward(w, node, f->itf, f->at, f->addr, ports);
    }
}

struct wit_edge wit_forward_sure(struct wit_reach *r, const struct wit_forward *f)
{
    struct wit_edge edge = {
        .passes = 1, .gap = WIT_NO_GAP, .id = f->balancer->id, .text = "", .reason = "", .cite = f->target->cite};
    if (!f->sure) {
        edge.passes = 0;
        edge.text = "of an instance's interfaces the first one is the target";
        edge.gap = wit_gap_add(
            r, WIT_GAP_NOT_MODELLED, f->balancer->account, f->balancer->region, f->target->id,
            wit_fmt(r->arena, "which of the interfaces of %s was attached first is not told", f->target->id), "");
    }
    return edge;
}

struct passage { /* one row from one node, for clients that arrive there or at an endpoint before it */
    const struct wit_forward *f;
    const struct wit_interface *node, *front;
    const struct wit_entry *entry; /* NULL: the node itself */
    unsigned protocol;
};

static const char *joint_text(struct wit_reach *r, const struct passage *x)
{
    char addr[WIT_ADDR_TEXT];
    const char *protocol = x->protocol == WIT_TCP ? "tcp" : "udp";
    return wit_fmt(r->scratch, "%s%slistens at %s/%u and forwards to %s %s/%u",
                   x->entry != NULL ? wit_fmt(r->scratch, "%s leads to ", x->entry->endpoint->id) : "",
                   x->entry != NULL ? wit_fmt(r->scratch, "%s, which ", x->node->id) : "", protocol,
                   x->f->listener->port, wit_addr_text(addr, x->f->addr), protocol, x->f->port);
}

static void conditions(struct wit_walk *w, const struct passage *x, struct wit_joint *j, struct wit_addr seen)
{
    struct wit_reach *r = w->r;
    wit_joint_gate(j, "load-balancer", wit_balancer_state(r, x->f->balancer));
    if (x->entry != NULL) {
        struct wit_tri groups = wit_entry_groups(r, x->f->balancer, x->node, seen);
        struct wit_edge edge = {.gap = WIT_NO_GAP,
                                .id = x->node->n_filters > 0 ? x->node->filter_ids[0] : "",
                                .reason = "group-deny",
                                .text = "the balancer's groups test the address that the client has in its own network",
                                .cite = x->node->cite};
        edge.passes = wit_set_has(r, groups.lo, j->listen) ? 1 : wit_set_meets(r, groups.hi, j->listen) ? 0 : -1;
        if (edge.passes == 0)
            edge.gap = wit_gap_unconfirmed(r, x->f->balancer->id,
                                           "whether the groups of a load balancer are tested behind an endpoint, or "
                                           "what they say, is not (all) known");
        wit_joint_gate(j, "vpc-endpoint", wit_entry_state(r, x->entry));
        wit_joint_gate(j, "vpc-endpoint", wit_entry_zone(r, x->entry, x->f->balancer, x->node));
        wit_joint_gate(j, "security-group", edge);
    }
    wit_joint_gate(j, "load-balancer", wit_forward_zone(r, x->f, x->node));
    wit_joint_gate(j, "load-balancer", wit_forward_sure(r, x->f));
    if (w->ask == WIT_ASK_ALL) { /* b may be a front itself */
        struct wit_taking taking;
        wit_service_taking(&taking, w, w->b, seen);
        struct wit_tri both = wit_tri_and(r, taking.forwards, taking.answers);
        struct wit_edge edge = {.gap = WIT_NO_GAP,
                                .id = w->b->id,
                                .reason = "no-target",
                                .text = "nothing behind it answers at that port",
                                .cite = w->b->cite};
        edge.passes = wit_set_has(r, both.lo, j->target) ? 1 : wit_set_meets(r, both.hi, j->target) ? 0 : -1;
        if (edge.passes == 0)
            edge.gap = wit_gap_add(r, WIT_GAP_DANGLING, w->b->account, w->b->region, w->b->id,
                                   "what lies behind it is not (all) known", "");
        wit_joint_gate(j, "load-balancer", edge);
    }
}

static struct wit_addr address_of(const struct wit_interface *itf, uint8_t family)
{
    for (size_t i = 0; i < itf->n_addresses; i++) {
        if (itf->addresses[i].addr.family == family)
            return itf->addresses[i].addr;
    }
    return (struct wit_addr){0, 0, 0};
}

static void through(struct wit_walk *w, const struct passage *x, const struct wit_arrival *a)
{
    struct wit_reach *r = w->r;
    struct wit_joint j = {.listen = wit_forward_listen(r, x->f->listener, x->protocol),
                          .target = wit_forward_target(r, x->f, x->protocol),
                          .answers = wit_listener_answers(x->f->balancer, x->f->listener),
                          .word = "load-balancer",
                          .id = x->f->balancer->id,
                          .text = w->tell ? joint_text(r, x) : "",
                          .cite = x->f->target->cite,
                          .new_dst = x->f->addr};
    struct wit_onward onward;
    conditions(w, x, &j, a->seen);
    wit_forward_onward(&onward, w, x->f, x->node, a->seen, x->entry != NULL, j.target);
    for (size_t i = 0; i < onward.n; i++) {
        j.new_src = onward.as_client[i] ? (struct wit_addr){0, 0, 0} : address_of(x->node, x->f->addr.family);
        wit_service_compose(w, a, &j, &onward.legs[i]);
        if (onward.n > 1 && w->tell) { /* branches: nobody knows which */
            struct wit_step *s = (struct wit_step *)(uintptr_t)w->out->leaves[w->out->n - 1].last;
            while (s->prev != NULL && strcmp(s->word, "load-balancer") != 0)
                s = (struct wit_step *)(uintptr_t)s->prev;
            s->branch = true;
            s->gap = x->f->group->attributes_gap != WIT_NO_GAP
                         ? x->f->group->attributes_gap
                         : wit_gap_add(r, WIT_GAP_NOT_ASKED, x->f->group->account, x->f->group->region, x->f->group->id,
                                       "whether targets see the client's address is not told",
                                       "aws elbv2 describe-target-group-attributes");
        }
    }
}

/* Every alternative of leg 1 that may come to the listener. */
static void pass(struct wit_walk *w, const struct passage *x)
{
    const struct wit_unit *front = wit_unit_of_interface(w->r, x->front);
    if (front == w->from || front == w->to)
        return;
    wit_set listen = wit_forward_listen(w->r, x->f->listener, x->protocol);
    const struct wit_arrivals *first = wit_service_arrivals(w, w->from, front);
    for (size_t i = 0; i < first->n;) {
        size_t k = i;
        bool comes = false;
        for (; k < first->n && first->list[k].alternative == first->list[i].alternative; k++)
            comes = comes || wit_set_meets(w->r, first->list[k].sum.may_deliver, listen) ||
                    wit_set_meets(w->r, first->list[k].sum.may_open, listen);
        for (size_t at = i; comes && at < k; at++)
            through(w, x, &first->list[at]);
        if (comes)
            w->out->alternatives++;
        i = k;
    }
}

static void from_node(struct wit_walk *w, struct passage x)
{
    const struct wit_balancer_facts *facts = wit_service_facts(w->r, x.f->balancer);
    x.front = x.node;
    pass(w, &x);
    for (size_t i = 0; i < facts->n_entries; i++) {
        x.entry = &facts->entries[i];
        x.front = x.entry->itf;
        if (wit_entry_zone(w->r, x.entry, x.f->balancer, x.node).passes >= 0)
            pass(w, &x);
    }
}

static void of_row(struct wit_walk *w, const struct wit_forward *f)
{
    static const unsigned both[] = {WIT_TCP, WIT_UDP};
    const struct wit_balancer *b = f->balancer;
    for (size_t i = 0; i < sizeof both / sizeof both[0]; i++) {
        if (!wit_set_meets(w->r, wit_forward_listen(w->r, f->listener, both[i]),
                           wit_listener_ports(w->r, b, f->listener)))
            continue;
        for (size_t k = 0; k < b->n_interfaces; k++) {
            bool seen = false; /* several interfaces of one zone are one class */
            for (size_t j = 0; j < k && !seen; j++)
                seen = wit_unit_of_interface(w->r, b->interfaces[j]) == wit_unit_of_interface(w->r, b->interfaces[k]);
            if (!seen)
                from_node(w, (struct passage){.f = f, .node = b->interfaces[k], .protocol = both[i]});
        }
    }
}

void wit_ways_through_balancers(struct wit_walk *w, enum wit_origin origin)
{
    const struct wit_services *s = w->r->services;
    size_t at = (size_t)(w->b - w->r->estate->interfaces);
    (void)origin;
    if (s->first_of[at] == s->first_of[at + 1])
        return;
    if (w->depth >= DEPTH) {
        wit_beyond_add(w, "load-balancer", w->b->id, "too many load balancers one behind the other",
                       wit_gap_add(w->r, WIT_GAP_NOT_MODELLED, w->b->account, w->b->region, w->b->id,
                                   "a chain of more than four load balancers leads to it", ""),
                       wit_tri_maybe(w->r), true);
        return;
    }
    for (size_t i = s->first_of[at]; i < s->first_of[at + 1]; i++) {
        const struct wit_forward *f = &s->forwards[s->forwards_of[i]];
        if (!wit_service_concerns(w->to, f->addr))
            continue;
        of_row(w, f);
        wit_gap_ref gap = wit_service_facts(w->r, f->balancer)->nodes_gap;
        if (gap != WIT_NO_GAP)
            wit_beyond_add(w, "load-balancer", f->balancer->id,
                           "a load balancer whose interfaces are not all in evidence forwards to it", gap,
                           (struct wit_tri){w->r->none, wit_set_or(w->r, wit_forward_target(w->r, f, WIT_TCP),
                                                                   wit_forward_target(w->r, f, WIT_UDP))},
                           true);
    }
}
