/* pathmap/reach/beyond.c: ways into a network that are not modelled: each is named, none is passed over in silence.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.5.2 (no internet route is no proof), 1.8 (hybrid), 1.9.6, 1.10, chapter 3 (lists whose
 * absence leaves internet ingress open). A way of this kind passes nothing surely, and possibly what the groups of B
 * would let in from anybody: a known deny there closes it.
 */
#include <string.h>

#include "pathmap/reach/service.h"

/* Lists that tell whether such a way exists. */
static const struct {
    const char *service, *operation, *word;
    unsigned origins;
    bool any_region;     /* a global service: its list lies in whatever region was asked */
    bool needs_internet; /* only into networks with an internet gateway */
    bool needs_wavelength;
} lists[] = {
    {"globalaccelerator", "ListAccelerators", "load-balancer", WIT_FROM_INTERNET, true, true, false},
    {"cloudfront", "ListVpcOrigins", "load-balancer", WIT_FROM_INTERNET, true, true, false},
    {"ec2", "DescribeClientVpnEndpoints", "address", WIT_FROM_INTERNET | WIT_FROM_PRIVATE, false, false, false},
    {"ec2", "DescribeInstanceConnectEndpoints", "address", WIT_FROM_INTERNET, false, false, false},
    {"vpc-lattice", "ListServiceNetworkVpcAssociations", "policy", WIT_FROM_INTERNET, false, false, false},
    {"ec2", "DescribeVpnGateways", "route-table", WIT_FROM_PRIVATE, false, false, false},
    {"ec2", "DescribeTransitGatewayVpcAttachments", "transit-gateway", WIT_FROM_PRIVATE, false, false, false},
    {"ec2", "DescribeLocalGateways", "route-table", WIT_FROM_PRIVATE, false, false, false},
    {"ec2", "DescribeCarrierGateways", "route-table", WIT_FROM_INTERNET | WIT_FROM_PRIVATE, false, false, true},
};

/* Things in evidence that open ways; a kind without a row opens ways for everybody. */
static const struct {
    const char *kind, *word;
    unsigned origins;
    bool needs_internet;
} things[] = {
    {"globalaccelerator", "load-balancer", WIT_FROM_INTERNET | WIT_FROM_INSIDE, true},
    {"cloudfront", "load-balancer", WIT_FROM_INTERNET, true},
    {"client-vpn", "address", WIT_FROM_INTERNET | WIT_FROM_PRIVATE, false},
    {"instance-connect-endpoint", "address", WIT_FROM_INTERNET, false},
    {"transit-gateway", "transit-gateway", WIT_FROM_PRIVATE, false},
    {"vpn", "route-table", WIT_FROM_PRIVATE, false},
    {"customer-gateway", "route-table", 0, false},
    {"local-gateway", "route-table", WIT_FROM_PRIVATE, false},
    {"carrier-gateway", "route-table", WIT_FROM_INTERNET | WIT_FROM_PRIVATE, false},
    {"load-balancer", "load-balancer", 0, false}, /* by their interfaces, below */
    {"msk", "policy", 0, false},
    {"kafka", "policy", 0, false},
};

bool wit_interface_is_front(const struct wit_interface *itf)
{
    return strcmp(itf->type, "network_load_balancer") == 0 || strcmp(itf->type, "load_balancer") == 0 ||
           strncmp(itf->description, "ELB ", 4) == 0;
}

void wit_beyond_add(struct wit_walk *w, const char *word, const char *id, const char *text, wit_gap_ref gap,
                    struct wit_tri set, bool anybody)
{
    struct wit_place p = {.subnet = w->a != NULL ? w->a->subnet : NULL,
                          .src = w->from->points[0].addr,
                          .dst = w->to->points[0].addr,
                          .forward = wit_tri_all(w->r),
                          .translated = true};
    if (w->a != NULL) {
        struct wit_step *out = wit_step_add(w, &p, WIT_STEP_GROUP, wit_filters_anybody(w->r, w->a, true, NULL));
        out->word = "security-group";
        out->itf = w->a;
        out->egress = true;
        out->reason = "group-deny";
    }
    struct wit_step *far = wit_step_add(w, &p, WIT_STEP_FAR, set);
    far->word = word;
    far->id = id;
    far->text = text;
    far->gap = gap;
    if (anybody) {
        struct wit_step *in = wit_step_add(w, &p, WIT_STEP_GROUP, wit_filters_anybody(w->r, w->b, false, NULL));
        in->word = "security-group";
        in->itf = w->b;
        in->reason = "group-deny";
    }
    if (p.forward.hi == w->r->none)
        return; /* a known deny closes it: the modelled ways tell the story */
    wit_leaf_add(w, &p, wit_tri_maybe(w->r), wit_tri_maybe(w->r));
    w->out->leaves[w->out->n - 1].opaque = !anybody; /* then `set` comes from groups already */
    w->out->alternatives++;
}

/* A carrier gateway serves the subnets of Wavelength zones only. */
static bool may_be_wavelength(const struct wit_subnet *s)
{
    bool named = s->zone_name[0] != '\0' || s->zone_id[0] != '\0';
    return !named || strstr(s->zone_name, "-wl") != NULL || strstr(s->zone_id, "-wl") != NULL;
}

static void from_lists(struct wit_walk *w, enum wit_origin origin, bool internet)
{
    const struct wit_network *network = w->b->subnet->network;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if ((lists[i].origins & (unsigned)origin) == 0 || (lists[i].needs_internet && !internet) ||
            (lists[i].needs_wavelength && !may_be_wavelength(w->b->subnet)))
            continue;
        const wit_gap_ref *known = wit_memo_get(&w->r->lists_seen, (uintptr_t)network, i, 0);
        if (known == NULL) {
            wit_gap_ref *gap = WIT_NEW(w->r->arena, wit_gap_ref);
            *gap = wit_list_gap_of(w->r, network->account, lists[i].any_region ? NULL : network->region,
                                   lists[i].service, lists[i].operation);
            wit_memo_put(&w->r->lists_seen, w->r->arena, (uintptr_t)network, i, 0, gap);
            known = gap;
        }
        if (*known != WIT_NO_GAP)
            wit_beyond_add(w, lists[i].word, "", wit_fmt(w->r->scratch, "%s is not known", lists[i].operation), *known,
                           wit_tri_maybe(w->r), true);
    }
}

static void from_things(struct wit_walk *w, enum wit_origin origin, bool internet)
{
    const struct wit_network *network = w->b->subnet->network;
    for (size_t i = 0; i < w->r->estate->n_unmodelled; i++) {
        const struct wit_unmodelled *u = &w->r->estate->unmodelled[i];
        unsigned origins = WIT_FROM_INTERNET | WIT_FROM_PRIVATE | WIT_FROM_INSIDE;
        const char *word = "policy";
        bool needs_internet = false;
        for (size_t k = 0; k < sizeof things / sizeof things[0]; k++) {
            if (strncmp(u->kind, things[k].kind, strlen(things[k].kind)) == 0) {
                origins = things[k].origins;
                word = things[k].word;
                needs_internet = things[k].needs_internet;
                break;
            }
        }
        if ((origins & (unsigned)origin) == 0 || (needs_internet && !internet) ||
            wit_service_is_followed(w->r, u->id) || (u->network[0] != '\0' && strcmp(u->network, network->id) != 0))
            continue;
        wit_beyond_add(w, word, u->id, wit_fmt(w->r->scratch, "%s %s is not modelled", u->kind, u->id), u->gap,
                       wit_tri_maybe(w->r), true);
    }
}

void wit_beyond(struct wit_walk *w)
{
    enum wit_origin origin = w->a != NULL                                  ? WIT_FROM_INSIDE
                             : wit_addr_is_public(w->from->points[0].addr) ? WIT_FROM_INTERNET
                                                                           : WIT_FROM_PRIVATE;
    if (w->from->n_points == 0 || w->to->n_points == 0)
        return;
    bool internet = wit_gateway_internet(w->r, w->b->subnet->network, NULL).passes >= 0;
    from_lists(w, origin, internet);
    from_things(w, origin, internet);
    wit_hybrid(w, origin);
    wit_service_ways(w, origin);
}
