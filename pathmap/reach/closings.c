/* pathmap/reach/closings.c: what closes one way, part by part of the ports asked.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 2.8: the first element that closes is the one that is told.
 */
#include "pathmap/reach/inside.h"

struct closings {
    struct wit_closing *out;
    size_t n;
};

static void add(struct closings *c, const struct wit_step *step, wit_set ports, wit_set left, bool reply,
                const char *reason)
{
    if (c->n < WIT_CLOSINGS)
        c->out[c->n++] = (struct wit_closing){step, ports, left, reply, reason};
}

/* The first step of the reply after which no source port is left for these ports. */
static void of_reply(struct closings *c, struct wit_reach *r, const struct wit_trace *t, wit_set ports)
{
    wit_set near = wit_replies_to(r, ports, false), far = wit_replies_to(r, ports, true);
    for (size_t i = 0; i < t->n; i++) {
        const struct wit_step *s = t->steps[i];
        if (!s->reply)
            continue;
        wit_set *at = s->far ? &far : &near, left = *at;
        *at = wit_set_and(r, *at, s->set.hi);
        if (*at != r->none)
            continue;
        /* The rule that people look for is the one that answers to usual source ports meet. */
        wit_set usual = wit_set_and(r, left, wit_set_or(r, r->tcp_nat, r->udp_nat));
        add(c, s, ports, usual != r->none ? usual : left, true, s->reason);
        return;
    }
    add(c, NULL, ports, ports, true, "not-answered");
}

size_t wit_leaf_closings(struct wit_closing out[WIT_CLOSINGS], struct wit_reach *r, const struct wit_leaf *leaf,
                         wit_set ports)
{
    struct closings c = {out, 0};
    struct wit_trace t;
    wit_set left = ports;
    wit_trace_of(&t, leaf->last);
    for (size_t i = 0; i < t.n && left != r->none; i++) {
        const struct wit_step *s = t.steps[i];
        wit_set gone = s->reply ? r->none : wit_set_minus(r, left, s->set.hi);
        if (gone != r->none)
            add(&c, s, gone, gone, false, s->reason);
        left = wit_set_minus(r, left, gone);
    }
    wit_set foreign = wit_set_minus(r, left, leaf->forward.hi); /* ICMP of the other family */
    if (foreign != r->none)
        add(&c, NULL, foreign, foreign, false, "wrong-family");
    left = wit_set_minus(r, left, foreign);
    wit_set silent = wit_set_minus(r, left, wit_answered(r, leaf->near.hi, leaf->far.hi, leaf->nat));
    wit_set tcp = wit_set_and(r, silent, r->tcp), udp = wit_set_and(r, silent, r->udp);
    wit_set rest = wit_set_minus(r, wit_set_minus(r, silent, tcp), udp);
    if (tcp != r->none)
        of_reply(&c, r, &t, tcp);
    if (udp != r->none)
        of_reply(&c, r, &t, udp);
    if (rest != r->none)
        of_reply(&c, r, &t, rest);
    return c.n;
}
