/* pathmap/reach/service_compose.c: two legs told as one way, over the ports of the target.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The client connects at the front's port L, the target receives at its port T: T is open when L is open in leg 1 and T
 * in leg 2. The steps of leg 1 are told with sets over T: everything when L passes there, nothing when it does not; so
 * whoever reads the way reads it like one without balancers. Of steps before the front `ports` keeps L.
 */
#include "pathmap/reach/service.h"

void wit_joint_gate(struct wit_joint *j, const char *word, struct wit_edge edge)
{
    if (edge.passes > 0 || j->n_gates == sizeof j->gates / sizeof j->gates[0])
        return;
    j->gates[j->n_gates] = edge;
    j->gate_words[j->n_gates++] = word;
}

static bool has(struct wit_reach *r, wit_set set, wit_set ports)
{
    return wit_set_meets(r, set, ports);
}

static wit_set when(struct wit_reach *r, bool holds, wit_set then)
{
    return holds ? then : r->none;
}

static struct wit_sum sum_of(struct wit_reach *r, const struct wit_sum *a, const struct wit_joint *j,
                             const struct wit_sum *b)
{
    bool sure = true, may = true, documented = true;
    for (size_t i = 0; i < j->n_gates; i++) {
        sure = false;
        may = may && j->gates[i].passes >= 0;
        documented = documented && !j->gates[i].unconfirmed;
    }
    /* A front that answers the client opens leg 2 when leg 1 stands; one that passes packets on passes the first one.
     */
    wit_set first = j->answers ? a->open : a->delivered, may_first = j->answers ? a->may_open : a->may_deliver;
    struct wit_sum out;
    if (j->same) { /* port by port */
        out.delivered = when(r, sure, wit_set_and(r, wit_set_and(r, first, j->listen), b->delivered));
        out.may_deliver = when(r, may, wit_set_and(r, wit_set_and(r, may_first, j->listen), b->may_deliver));
        out.may_deliver_by_documents = when(
            r, documented,
            wit_set_and(r, out.may_deliver, wit_set_and(r, a->may_deliver_by_documents, b->may_deliver_by_documents)));
        out.open = when(r, sure, wit_set_and(r, wit_set_and(r, a->open, j->listen), b->open));
        out.may_open = when(r, may, wit_set_and(r, wit_set_and(r, a->may_open, j->listen), b->may_open));
        out.usual = wit_set_and(r, out.open, wit_set_and(r, a->usual, b->usual));
        return out;
    }
    out.delivered = when(r, sure && has(r, first, j->listen), wit_set_and(r, b->delivered, j->target));
    out.may_deliver = when(r, may && has(r, may_first, j->listen), wit_set_and(r, b->may_deliver, j->target));
    out.may_deliver_by_documents =
        when(r, documented && has(r, a->may_deliver_by_documents, j->listen),
             wit_set_and(r, out.may_deliver, wit_set_and(r, b->may_deliver_by_documents, j->target)));
    out.open = when(r, sure && has(r, a->open, j->listen), wit_set_and(r, b->open, j->target));
    out.may_open = when(r, may && has(r, a->may_open, j->listen), wit_set_and(r, b->may_open, j->target));
    out.usual = when(r, has(r, a->usual, j->listen), wit_set_and(r, out.open, b->usual));
    return out;
}

struct wit_arrival wit_service_from_anywhere(struct wit_addr seen, wit_set ports)
{
    struct wit_arrival a = {.seen = seen};
    a.sum = (struct wit_sum){ports, ports, ports, ports, ports, ports};
    return a;
}

enum { STEPS = 96 };
struct steps {
    const struct wit_step *list[STEPS];
    size_t n;
};

static void unroll(struct steps *out, const struct wit_leaf *leaf)
{
    size_t n = 0;
    out->n = 0;
    for (const struct wit_step *s = leaf == NULL ? NULL : leaf->last; s != NULL; s = s->prev)
        n++;
    for (const struct wit_step *s = leaf == NULL ? NULL : leaf->last; s != NULL; s = s->prev) {
        if (--n < STEPS) {
            out->list[n] = s;
            out->n = out->n > n ? out->n : n + 1;
        }
    }
}

/* Steps of one direction of a leg behind those of the place. `joint` set: of leg 1. */
static void copy(struct wit_walk *w, struct wit_place *p, const struct steps *from, bool reply,
                 const struct wit_joint *joint, bool far)
{
    struct wit_reach *r = w->r;
    for (size_t i = 0; i < from->n; i++) {
        const struct wit_step *s = from->list[i];
        if (s->reply != reply)
            continue;
        struct wit_step *made = WIT_NEW(r->scratch, struct wit_step);
        *made = *s;
        made->prev = p->last;
        if (joint != NULL && !joint->same) {
            made->ports = s->ports != NULL ? s->ports : joint->listen;
            if (!reply) {
                made->set.lo = when(r, has(r, s->set.lo, joint->listen), r->all);
                made->set.hi = when(r, has(r, s->set.hi, joint->listen), r->all);
            }
        }
        if (reply && far)
            made->far = true; /* the front's own choice of port */
        p->last = made;
    }
}

static void tell_joint(struct wit_walk *w, struct wit_place *p, const struct wit_joint *j)
{
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_GATEWAY, (struct wit_tri){j->target, j->target});
    s->word = j->word;
    s->id = j->id;
    s->text = j->text;
    s->cite = j->cite;
    s->reason = "other-port";
    s->came_to = j->same ? NULL : j->listen;
    if (j->new_dst.family != 0)
        s->new_dst = p->dst = j->new_dst;
    if (j->new_src.family != 0)
        s->new_src = p->src = j->new_src;
    for (size_t i = 0; i < j->n_gates; i++)
        wit_step_edge(wit_step_add(w, p, WIT_STEP_GATEWAY, wit_edge_set(w->r, j->gates[i])), j->gate_words[i],
                      j->gates[i]);
}

void wit_service_compose(struct wit_walk *w, const struct wit_arrival *first, const struct wit_joint *joint,
                         const struct wit_leg2 *second)
{
    struct wit_reach *r = w->r;
    struct wit_sum *sum = WIT_NEW(r->scratch, struct wit_sum);
    struct wit_place p = {.subnet = w->a != NULL ? w->a->subnet : NULL,
                          .src = first->seen,
                          .dst = joint->new_dst,
                          .forward = wit_tri_all(r)};
    *sum = sum_of(r, &first->sum, joint, &second->sum);
    if (w->tell) {
        struct steps one, two;
        unroll(&one, first->leaf);
        unroll(&two, second->leaf);
        if (one.n > 0) {
            p.src = one.list[0]->src;
            p.dst = one.list[0]->dst;
        }
        copy(w, &p, &one, false, joint, false);
        if (one.n > 0 && p.last != NULL) {
            p.src = p.last->new_src;
            p.dst = p.last->new_dst;
        }
        tell_joint(w, &p, joint);
        copy(w, &p, &two, false, NULL, false);
        copy(w, &p, &two, true, NULL, joint->answers || joint->new_src.family != 0);
        copy(w, &p, &one, true, NULL, false);
    }
    struct wit_tri answered = {when(r, sum->open != r->none, r->all), when(r, sum->may_open != r->none, r->all)};
    WIT_PUSH(r->scratch, w->out->leaves, w->out->n, w->out->cap) =
        (struct wit_leaf){.last = p.last,
                          .alternative = w->out->alternatives,
                          .forward = {sum->delivered, sum->may_deliver},
                          .near = answered,
                          .far = answered,
                          .translated = true,
                          .proxied = joint->answers || first->proxied,
                          .composed = sum};
}
