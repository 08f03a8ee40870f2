/* pathmap/reach/via_nat.c: through a NAT gateway, which writes its own address as the source.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.5.3.
 */
#include "pathmap/reach/way.h"

/* One place for each address that the gateway may write as the source: with several, which one is taken is its choice.
 */
static void push_translated(struct wit_walk *w, struct wit_worklist *list, const struct wit_place *p,
                            const struct wit_gateway *nat)
{
    for (size_t i = 0; i < nat->n_private_addrs; i++) {
        struct wit_place next = *p;
        struct wit_step *s = wit_step_add(w, &next, WIT_STEP_GATEWAY, wit_tri_all(w->r));
        s->word = "nat-gateway";
        s->id = nat->id;
        s->text = "translates the source";
        s->cite = nat->cite;
        s->new_src = nat->private_addrs[i];
        if (nat->n_private_addrs > 1) {
            s->branch = true;
            s->gap = wit_gap_unconfirmed(w->r, nat->id, "which of its addresses a NAT gateway takes");
        }
        next.nat = nat;
        next.nat_addr = next.src = nat->private_addrs[i];
        next.nat_from = p->subnet;
        next.nat_home = p->home;
        next.home = next.subnet = nat->subnet;
        next.transit = NULL;
        next.src_public =
            nat->nat_private || i >= nat->n_public_addrs ? (struct wit_addr){0, 0, 0} : nat->public_addrs[i];
        next.translated = true;
        wit_way_push(w, list, &next);
    }
}

void wit_via_nat(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    const struct wit_gateway *nat = b->gateway;
    if (p->nat != NULL && nat == p->nat) {
        wit_way_end(w, p, "nat-gateway", b->target, "", "loop", "the gateway's subnet routes back to the gateway");
        return;
    }
    /* Not followed: NAT64 (it would need 64:ff9b::/96), regional gateways (1.5.4), one gateway behind another. */
    if (p->dst.family == 6 || nat == NULL || nat->nat_regional || nat->subnet == NULL || nat->n_private_addrs == 0 ||
        p->nat != NULL) {
        wit_via_unknown(w, list, p, b);
        return;
    }
    wit_way_edge(w, p, WIT_STEP_GATEWAY, "nat-gateway", wit_gateway_state(w->r, b));
    if (p->transit != NULL && nat->subnet != p->subnet) {
        struct wit_edge served = wit_zone_served(w->r, p->transit, nat->subnet);
        if (served.passes <= 0)
            wit_way_edge(w, p, WIT_STEP_GATEWAY, "transit-gateway", served);
    }
    struct wit_step *only =
        wit_step_add(w, p, WIT_STEP_GATEWAY, (struct wit_tri){w->r->nat_protocols, w->r->nat_protocols});
    only->word = "nat-gateway";
    only->id = b->target;
    only->reason = "nat-protocol";
    only->text = "takes TCP, UDP and ICMP";
    only->cite = nat->cite;
    if (nat->subnet != p->subnet)
        wit_way_acl(w, p, nat->subnet, false, p->src);
    push_translated(w, list, p, nat);
}
