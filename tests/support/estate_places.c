/* tests/support/estate_places.c: verbs of networks, subnets, interfaces and gateways.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/estate_parts.h"

static void do_network(struct wit_builder *b, char **w, size_t n)
{
    struct wit_network *net = wit_build_network(b, w[1]);
    net->prefixes = wit_build_prefixes(b, w, n, &net->n_prefixes);
    net->account = wit_build_value(w, n, "account") != NULL ? wit_build_value(w, n, "account") : "1";
    net->region = wit_build_value(w, n, "region") != NULL ? wit_build_value(w, n, "region") : "r1";
    b->net_main[net - b->networks] = wit_build_value(w, n, "main");
    if (wit_build_has(w, n, "placeholder")) {
        net->placeholder = true;
        net->gap = wit_build_gap(b, WIT_GAP_DANGLING, wit_fmt(b->arena, "network %s", w[1]));
    }
}

static void do_subnet(struct wit_builder *b, char **w, size_t n)
{
    struct wit_subnet *s = wit_build_subnet(b, w[1]);
    s->network = wit_build_network(b, w[2]);
    s->prefixes = wit_build_prefixes(b, w, n, &s->n_prefixes);
    b->subnet_rt[s - b->subnets] = wit_build_value(w, n, "rt");
    b->subnet_acl[s - b->subnets] = wit_build_value(w, n, "acl");
    if (wit_build_value(w, n, "az") != NULL)
        s->zone_id = strcmp(wit_build_value(w, n, "az"), "?") == 0 ? "" : wit_build_value(w, n, "az");
    if (wit_build_value(w, n, "zone") != NULL)
        s->zone_name = wit_build_value(w, n, "zone");
}

static void do_interface(struct wit_builder *b, char **w, size_t n)
{
    WIT_CHECK_ROOM(b->e->n_interfaces);
    struct wit_interface *itf = &b->interfaces[b->e->n_interfaces++];
    struct wit_address *addresses = NULL, one;
    size_t cap = 0;
    const char *groups = wit_build_value(w, n, "sg"), *type = wit_build_value(w, n, "type"),
               *instance = wit_build_value(w, n, "instance");
    const char *endpoint = wit_build_value(w, n, "endpoint");
    *itf = (struct wit_interface){
        .id = w[1],
        .name = "",
        .account = "1",
        .region = "r1",
        .cite = {UINT32_MAX, ""},
        .subnet = wit_build_subnet(b, w[2]),
        .type = type != NULL ? type : "interface",
        .description = wit_build_value(w, n, "description") != NULL ? wit_build_value(w, n, "description") : "",
        .instance = instance != NULL ? instance : "",
        .requester = "",
        .source_dest_check = !wit_build_has(w, n, "nocheck"),
        .windows = wit_build_has(w, n, "windows"),
        .first_attached = wit_build_has(w, n, "first") ? WIT_TOLD_YES : WIT_NOT_TOLD,
        .unfiltered = wit_build_has(w, n, "unfiltered"),
        .filters_gap = WIT_NO_GAP,
        .endpoint_id = endpoint != NULL ? endpoint : ""};
    if (groups == NULL && !itf->unfiltered)
        groups = "sg-open";
    for (size_t i = 3; i < n; i++) {
        if (wit_build_address(&one, w[i])) {
            one.primary = itf->n_addresses == 0;
            WIT_PUSH(b->arena, addresses, itf->n_addresses, cap) = one;
        }
    }
    itf->addresses = addresses;
    if (groups != NULL && strcmp(groups, "?") == 0) {
        itf->filters_gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "groups of %s", w[1]));
    } else if (groups != NULL && strcmp(groups, "none") != 0) {
        itf->filter_ids = wit_build_ids(b, groups, &itf->n_filters);
    }
}

static void do_gateway(struct wit_builder *b, char **w, size_t n)
{
    struct wit_gateway *g = wit_build_gateway(b, w[1], wit_build_kind(strcmp(w[0], "gwe") == 0 ? "vpce" : w[0]));
    if (wit_build_has(w, n, "closed")) {
        g->state = WIT_GW_CLOSED;
        g->state_word = "deleted";
    }
    bool modelled = g->kind != WIT_GW_FIREWALL_ENDPOINT;
    g->attachments_gap = WIT_NO_GAP;
    g->group_references = wit_build_told(w, n, "refs", WIT_TOLD_NO);
    if (wit_build_has(w, n, "cut"))
        g->attachments_gap = wit_build_gap(b, WIT_GAP_CUT, wit_fmt(b->arena, "attachments of %s", w[1]));
    if (wit_build_has(w, n, "gap") || !modelled)
        g->gap = wit_build_gap(b, modelled ? WIT_GAP_CUT : WIT_GAP_NOT_MODELLED, wit_fmt(b->arena, "gateway %s", w[1]));
    if (g->kind == WIT_GW_NAT) {
        struct wit_address one;
        struct wit_addr *pair = WIT_NEW_ARRAY(b->arena, struct wit_addr, 2);
        g->subnet = wit_build_subnet(b, w[2]);
        g->nat_private = wit_build_has(w, n, "private");
        g->nat_regional = wit_build_has(w, n, "regional");
        if (n < 4 || !wit_build_address(&one, w[3]))
            wit_build_bad(b);
        pair[0] = one.addr;
        pair[1] = one.public_addr;
        g->private_addrs = &pair[0];
        g->n_private_addrs = 1;
        g->public_addrs = &pair[1];
        g->n_public_addrs = one.public_addr.family != 0;
    } else {
        g->network = strcmp(w[2], "-") == 0 ? NULL : wit_build_network(b, w[2]);
        if (g->kind == WIT_GW_PEERING)
            g->peer = wit_build_network(b, w[3]);
    }
}

static void do_bpa(struct wit_builder *b, char **w, size_t n)
{
    struct wit_bpa *bpa = &b->bpa[b->e->n_bpa++];
    const char *account = wit_build_value(w, n, "account"), *region = wit_build_value(w, n, "region");
    *bpa = (struct wit_bpa){.account = account != NULL ? account : "1",
                            .region = region != NULL ? region : "r1",
                            .mode = strcmp(w[1], "off") == 0       ? WIT_BPA_OFF
                                    : strcmp(w[1], "ingress") == 0 ? WIT_BPA_BLOCK_INGRESS
                                    : strcmp(w[1], "both") == 0    ? WIT_BPA_BLOCK_BIDIRECTIONAL
                                                                   : WIT_BPA_UNKNOWN,
                            .gap = WIT_NO_GAP,
                            .exclusions_gap = WIT_NO_GAP,
                            .cite = {UINT32_MAX, ""}};
    if (bpa->mode == WIT_BPA_UNKNOWN)
        bpa->gap = wit_build_gap(b, WIT_GAP_DENIED, "block public access");
    const char *full = wit_build_value(w, n, "exclude"), *egress = wit_build_value(w, n, "exclude-egress");
    if (full != NULL || egress != NULL) {
        __typeof__(*bpa->exclusions) *list = wit_alloc_array(b->arena, 2, sizeof *bpa->exclusions);
        __typeof__(*bpa->exclusions) row = {full != NULL ? full : egress, full == NULL};
        memcpy((void *)(uintptr_t)list, &row, sizeof row);
        bpa->exclusions = list;
        bpa->n_exclusions = 1;
    }
}

static void do_missing(struct wit_builder *b, char **w, size_t n)
{
    (void)n;
    if (b->n_missing == sizeof b->missing / sizeof b->missing[0])
        wit_build_bad(b);
    b->missing[b->n_missing++] = w[1];
}

static void do_thing(struct wit_builder *b, char **w, size_t n)
{
    b->things[b->e->n_unmodelled++] =
        (struct wit_unmodelled){.id = w[2],
                                .kind = w[1],
                                .network = n > 3 ? w[3] : "",
                                .account = "1",
                                .region = "r1",
                                .gap = wit_build_gap(b, WIT_GAP_NOT_MODELLED, wit_fmt(b->arena, "%s %s", w[1], w[2])),
                                .cite = {UINT32_MAX, ""}};
}

static void do_bucket(struct wit_builder *b, char **w, size_t n)
{
    (void)n;
    b->buckets[b->e->n_buckets++] = (struct wit_bucket){.id = w[1],
                                                        .name = "",
                                                        .account = "1",
                                                        .region = w[2],
                                                        .encryption = "",
                                                        .key = "",
                                                        .public_access_block = "",
                                                        .policy = "",
                                                        .policy_gap = WIT_NO_GAP,
                                                        .encryption_gap = WIT_NO_GAP,
                                                        .location_gap = WIT_NO_GAP};
}

static void do_endpoint(struct wit_builder *b, char **w, size_t n)
{
    (void)n;
    b->endpoints[b->e->n_endpoints++] = (struct wit_endpoint){.id = w[1],
                                                              .name = "",
                                                              .account = "1",
                                                              .region = "r1",
                                                              .type = "Interface",
                                                              .service_name = w[3],
                                                              .state = "available",
                                                              .network = wit_build_network(b, w[2])};
}

static const struct wit_build_verb verbs[] = {
    {"net", 2, do_network},       {"sub", 3, do_subnet},   {"eni", 3, do_interface},
    {"igw", 3, do_gateway},       {"eigw", 3, do_gateway}, {"vgw", 3, do_gateway},
    {"tgw", 3, do_gateway},       {"nfw", 3, do_gateway},  {"nat", 4, do_gateway},
    {"pcx", 4, do_gateway},       {"gwe", 3, do_gateway},  {"bpa", 2, do_bpa},
    {"missing", 2, do_missing},   {"thing", 3, do_thing},  {"bucket", 3, do_bucket},
    {"endpoint", 4, do_endpoint}, {NULL, 0, NULL},
};
const struct wit_build_part wit_build_places = {verbs, NULL};
