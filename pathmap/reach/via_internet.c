/* pathmap/reach/via_internet.c: out through an internet or egress-only gateway, and in through one.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.5.1 (one-to-one translation), 1.5.2 (egress only), 1.5.4 (block public access).
 */
#include "pathmap/reach/way.h"

/* From the internet to b's public address (1.5.1). */
void wit_way_arrive_from_internet(struct wit_walk *w, struct wit_place *p)
{
    const struct wit_network *network = w->b->subnet->network;
    struct wit_edge gateway = wit_gateway_internet(w->r, network, NULL);
    wit_way_edge(w, p, WIT_STEP_GATEWAY, "internet-gateway", gateway);
    if (gateway.passes >= 0)
        wit_way_edge(w, p, WIT_STEP_BPA, "block-public-access", wit_gateway_bpa(w->r, w->b->subnet, false, false));
    if (gateway.passes >= 0) {
        struct wit_edge edge = wit_gateway_edge_table(w->r, network, gateway.id, w->dst_inside);
        if (edge.passes <= 0)
            wit_way_edge(w, p, WIT_STEP_ROUTE, "route-table", edge);
    }
    if (w->dst_is_public) {
        p->last->new_dst = w->dst_inside;
        p->dst = w->dst_inside;
        p->translated = true;
    }
    wit_way_arrive(w, p, WIT_VIA_INTERNET, wit_gateway_internet_scope(w->a, w->b, p->dst));
}

void wit_via_internet(struct wit_walk *w, struct wit_worklist *list, struct wit_place *p, const struct wit_branch *b)
{
    (void)list;
    const struct wit_network *network = p->subnet->network;
    bool egress_only = b->kind == WIT_GW_EGRESS_ONLY;
    const char *word = wit_gateway_word(b->kind);
    if (p->dst.family == 4 && egress_only) {
        wit_way_end(w, p, word, b->target, "", "wrong-family", "an egress-only gateway forwards IPv6 only");
        return;
    }
    bool named_inside = p->dst.family == 4 && w->b != NULL && !w->dst_is_public;
    if (!wit_addr_is_public(p->dst) || named_inside) {
        wit_way_end(w, p, word, b->target, "", "private-destination", "a private address has no place on the internet");
        return;
    }
    wit_way_edge(w, p, WIT_STEP_GATEWAY, word, wit_gateway_internet(w->r, network, b));
    bool by_nat = egress_only || p->nat != NULL;
    wit_way_edge(w, p, WIT_STEP_BPA, "block-public-access", wit_gateway_bpa(w->r, p->subnet, true, by_nat));
    if (p->nat != NULL && p->nat_from != p->subnet && p->nat_from != NULL) {
        struct wit_edge own = wit_gateway_bpa(w->r, p->nat_from, true, true);
        if (own.passes < 0) { /* only the gateway's subnet is excluded: not documented */
            own.passes = 0;
            own.unconfirmed = true;
            own.gap = wit_gap_unconfirmed(w->r, "block-public-access",
                                          "whether a subnet that is not excluded from block public access may use a "
                                          "NAT gateway in one that is");
        }
        if (own.passes == 0)
            wit_way_edge(w, p, WIT_STEP_BPA, "block-public-access", own);
    }
    if (p->dst.family == 4) {
        if (p->src_public.family == 0) {
            wit_way_end(w, p, "address", w->a != NULL ? w->a->id : w->from->text, "", "no-public-address",
                        p->nat != NULL ? "the NAT gateway has no public address" : "the source has no public address");
            return;
        }
        p->last->new_src = p->src_public;
        p->src = p->src_public;
        p->translated = true;
    } else if (!wit_addr_is_public(p->src)) {
        wit_way_end(w, p, "address", w->a != NULL ? w->a->id : w->from->text, "", "no-public-address",
                    "the source is no public address");
        return;
    }
    if (p->transit != NULL) { /* IPv6: the gateway is another network's */
        wit_way_edge(w, p, WIT_STEP_GATEWAY, word,
                     wit_edge_unconfirmed(w->r, b->target,
                                          "an internet gateway forwards addresses of another network that come through "
                                          "a transit gateway"));
        wit_leaf_add(w, p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
    } else if (w->b != NULL)
        wit_way_arrive_from_internet(w, p);
    else
        wit_reply(w, p, WIT_VIA_INTERNET, p->src);
}
