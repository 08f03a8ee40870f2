/* tests/support/estate_builder.c: estates in memory from a few terse lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "evidence/operations.h"
#include "tests/support/estate_builder.h"

enum { ROOM = 512, WORDS = 64 };

struct builder {
    struct wit_arena *arena;
    struct wit_estate *e;
    struct wit_network *networks;
    struct wit_subnet *subnets;
    struct wit_interface *interfaces;
    struct wit_filter *filters;
    struct wit_prefix_list *lists;
    struct wit_route_table *tables;
    struct wit_gateway *gateways;
    struct wit_instance *instances;
    struct wit_gap *gaps;
    struct wit_bpa *bpa;
    struct wit_unmodelled *things;
    struct wit_bucket *buckets;
    struct wit_endpoint *endpoints;
    const char *missing[32];
    size_t n_missing;
    const char *subnet_rt[ROOM], *subnet_acl[ROOM], *net_main[ROOM], *gateway_tables[ROOM];
    const char *line;
};

static _Noreturn void bad(const struct builder *b)
{
    wit_die("estate builder: cannot read '%s'", b->line);
}

#define FIND(list, n, name)                                                                                            \
    for (size_t i_ = 0; i_ < (n); i_++) {                                                                              \
        if (strcmp((list)[i_].id, (name)) == 0)                                                                        \
            return &(list)[i_];                                                                                        \
    }
#define CHECK_ROOM(n)                                                                                                  \
    do {                                                                                                               \
        if ((n) >= ROOM)                                                                                               \
            bad(b);                                                                                                    \
    } while (0)

static wit_gap_ref gap_of(struct builder *b, enum wit_gap_reason reason, const char *what)
{
    for (size_t i = 0; i < b->e->n_gaps; i++) {
        if (strcmp(b->gaps[i].text, what) == 0)
            return (wit_gap_ref)i;
    }
    CHECK_ROOM(b->e->n_gaps);
    size_t at = b->e->n_gaps++;
    b->gaps[at] = (struct wit_gap){.id = wit_fmt(b->arena, "g-%06zu", at + 1),
                                   .reason = reason,
                                   .subject = {.source = "aws", .operation = what},
                                   .text = what,
                                   .remedy = "",
                                   .cite = {UINT32_MAX, ""}};
    return (wit_gap_ref)at;
}

static struct wit_network *network_of(struct builder *b, const char *id)
{
    FIND(b->networks, b->e->n_networks, id);
    CHECK_ROOM(b->e->n_networks);
    struct wit_network *n = &b->networks[b->e->n_networks++];
    *n = (struct wit_network){.id = id,
                              .name = "",
                              .account = "1",
                              .region = "r1",
                              .cite = {UINT32_MAX, ""},
                              .main_gap = WIT_NO_GAP,
                              .acl_gap = WIT_NO_GAP,
                              .gap = WIT_NO_GAP};
    return n;
}

static struct wit_subnet *subnet_of(struct builder *b, const char *id)
{
    FIND(b->subnets, b->e->n_subnets, id);
    CHECK_ROOM(b->e->n_subnets);
    struct wit_subnet *s = &b->subnets[b->e->n_subnets++];
    *s = (struct wit_subnet){.id = id,
                             .name = "",
                             .account = "1",
                             .region = "r1",
                             .zone_id = "az1",
                             .zone_name = "",
                             .cite = {UINT32_MAX, ""},
                             .routes_gap = WIT_NO_GAP,
                             .acl_gap = WIT_NO_GAP};
    return s;
}

static struct wit_filter *filter_of(struct builder *b, const char *id)
{
    FIND(b->filters, b->e->n_filters, id);
    CHECK_ROOM(b->e->n_filters);
    struct wit_filter *f = &b->filters[b->e->n_filters++];
    bool acl = strncmp(id, "acl", 3) == 0;
    *f = (struct wit_filter){.id = id,
                             .name = "",
                             .account = "1",
                             .region = "r1",
                             .cite = {UINT32_MAX, ""},
                             .mode = acl ? WIT_FIRST_MATCH : WIT_ALLOW_UNION,
                             .stateful = !acl,
                             .network = "",
                             .gap = WIT_NO_GAP};
    return f;
}

static struct wit_prefix_list *list_of(struct builder *b, const char *id)
{
    FIND(b->lists, b->e->n_prefix_lists, id);
    CHECK_ROOM(b->e->n_prefix_lists);
    struct wit_prefix_list *l = &b->lists[b->e->n_prefix_lists++];
    *l = (struct wit_prefix_list){
        .id = id, .name = "", .account = "1", .region = "r1", .cite = {UINT32_MAX, ""}, .gap = WIT_NO_GAP};
    return l;
}

static struct wit_route_table *table_of(struct builder *b, const char *id)
{
    FIND(b->tables, b->e->n_tables, id);
    CHECK_ROOM(b->e->n_tables);
    struct wit_route_table *t = &b->tables[b->e->n_tables++];
    *t = (struct wit_route_table){.id = id,
                                  .name = "",
                                  .account = "1",
                                  .region = "r1",
                                  .cite = {UINT32_MAX, ""},
                                  .network = "",
                                  .edge_of = "",
                                  .gap = WIT_NO_GAP};
    return t;
}

static struct wit_gateway *gateway_of(struct builder *b, const char *id, enum wit_gateway_kind kind)
{
    FIND(b->gateways, b->e->n_gateways, id);
    CHECK_ROOM(b->e->n_gateways);
    struct wit_gateway *g = &b->gateways[b->e->n_gateways++];
    *g = (struct wit_gateway){.id = id,
                              .name = "",
                              .account = "1",
                              .region = "r1",
                              .cite = {UINT32_MAX, ""},
                              .kind = kind,
                              .state = WIT_GW_READY,
                              .state_word = "available",
                              .peer_account = "",
                              .peer_region = "",
                              .service_name = "",
                              .policy = "",
                              .gap = WIT_NO_GAP};
    return g;
}

static const struct {
    const char *prefix;
    enum wit_gateway_kind kind;
} kinds[] = {
    {"igw", WIT_GW_INTERNET},          {"eigw", WIT_GW_EGRESS_ONLY}, {"nat", WIT_GW_NAT}, {"pcx", WIT_GW_PEERING},
    {"vpce", WIT_GW_ENDPOINT},         {"tgw", WIT_GW_TRANSIT},      {"vgw", WIT_GW_VPN}, {"eni", WIT_GW_INTERFACE},
    {"nfw", WIT_GW_FIREWALL_ENDPOINT}, {"local", WIT_GW_LOCAL},
};

static enum wit_gateway_kind kind_of(const char *target)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strncmp(target, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
            return kinds[i].kind;
    }
    return WIT_GW_OTHER;
}

/* The word after "key=", else NULL. */
static const char *value_of(char *const *words, size_t n, const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 0; i < n; i++) {
        if (strncmp(words[i], key, len) == 0 && words[i][len] == '=')
            return words[i] + len + 1;
    }
    return NULL;
}

static bool has_word(char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

static const struct wit_prefix *prefixes_of(struct builder *b, char *const *words, size_t n, size_t *count)
{
    struct wit_prefix *out = NULL, one;
    size_t cap = 0;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        if (wit_prefix_parse(&one, NULL, words[i], NULL))
            WIT_PUSH(b->arena, out, *count, cap) = one;
    }
    return out;
}

static struct wit_pset ports_of(struct builder *b, const char *text)
{
    struct wit_pset out;
    if (strcmp(text, "all") == 0)
        return wit_pset_all();
    if (!wit_ports_parse(&out, b->arena, text, NULL))
        bad(b);
    return out;
}

static void add_rule(struct builder *b, struct wit_filter *f, struct wit_rule rule)
{
    struct wit_rule *grown = WIT_NEW_ARRAY(b->arena, struct wit_rule, f->n_rules + 1);
    size_t at = 0;
    /* ingress first, then egress, each by number */
    while (at < f->n_rules && (f->rules[at].egress < rule.egress ||
                               (f->rules[at].egress == rule.egress && f->rules[at].number <= rule.number)))
        at++;
    if (at > 0)
        memcpy(grown, f->rules, at * sizeof rule);
    grown[at] = rule;
    if (f->n_rules > at)
        memcpy(grown + at + 1, f->rules + at, (f->n_rules - at) * sizeof rule);
    f->rules = grown;
    f->n_rules++;
}

static void do_rule(struct builder *b, char **w, size_t n)
{
    if (n < 4)
        bad(b);
    struct wit_filter *f = filter_of(b, w[1]);
    bool egress = strcmp(w[0], "out") == 0;
    uint32_t number = 0;
    for (size_t i = 0; i < f->n_rules; i++)
        number += f->rules[i].egress == egress;
    struct wit_rule rule = {.number = number,
                            .egress = egress,
                            .allow = true,
                            .ports = ports_of(b, w[2]),
                            .peer_id = "",
                            .peer_account = "",
                            .peer_network = "",
                            .id = "",
                            .gap = WIT_NO_GAP,
                            .cite = {UINT32_MAX, ""}};
    if (wit_prefix_parse(&rule.prefix, NULL, w[3], NULL)) {
        rule.peer = WIT_PEER_PREFIX;
    } else if (strncmp(w[3], "sg", 2) == 0) {
        rule.peer = WIT_PEER_GROUP;
        rule.peer_id = w[3];
    } else if (strncmp(w[3], "pl", 2) == 0) {
        rule.peer = WIT_PEER_LIST;
        rule.peer_id = w[3];
    } else {
        rule.peer = WIT_PEER_ANYTHING_UNREADABLE;
        rule.gap = gap_of(b, WIT_GAP_UNREADABLE, wit_fmt(b->arena, "a rule of %s", w[1]));
    }
    add_rule(b, f, rule);
}

static void do_entry(struct builder *b, char **w, size_t n)
{
    if (n < 7)
        bad(b);
    struct wit_rule rule = {.number = (uint32_t)strtoul(w[3], NULL, 10),
                            .egress = strcmp(w[2], "out") == 0,
                            .allow = strcmp(w[4], "allow") == 0,
                            .ports = ports_of(b, w[5]),
                            .peer = WIT_PEER_PREFIX,
                            .peer_id = "",
                            .peer_account = "",
                            .peer_network = "",
                            .id = "",
                            .gap = WIT_NO_GAP,
                            .cite = {UINT32_MAX, ""}};
    if (!wit_prefix_parse(&rule.prefix, NULL, w[6], NULL))
        bad(b);
    if (strcmp(w[4], "?") == 0)
        rule.gap = gap_of(b, WIT_GAP_UNREADABLE, wit_fmt(b->arena, "entry %s of %s", w[3], w[1]));
    add_rule(b, filter_of(b, w[1]), rule);
}

static void add_route(struct builder *b, struct wit_route_table *t, struct wit_route route)
{
    struct wit_route *grown = WIT_NEW_ARRAY(b->arena, struct wit_route, t->n_routes + 1);
    if (t->n_routes > 0)
        memcpy(grown, t->routes, t->n_routes * sizeof route);
    grown[t->n_routes++] = route;
    t->routes = grown;
}

static void do_route(struct builder *b, char **w, size_t n)
{
    if (n < 4)
        bad(b);
    struct wit_route route = {.list_id = "",
                              .list_gap = WIT_NO_GAP,
                              .target = strcmp(w[3], "none") == 0 ? "" : w[3],
                              .kind = kind_of(w[3]),
                              .origin = WIT_ROUTE_STATIC,
                              .blackhole = has_word(w, n, "blackhole"),
                              .gap = WIT_NO_GAP,
                              .cite = {UINT32_MAX, ""}};
    if (!wit_prefix_parse(&route.prefix, NULL, w[2], NULL)) {
        route.by_list = true;
        route.list_id = w[2];
        route.origin = WIT_ROUTE_LIST;
    }
    if (has_word(w, n, "propagated"))
        route.origin = WIT_ROUTE_PROPAGATED;
    if (has_word(w, n, "unreadable"))
        route.gap = gap_of(b, WIT_GAP_UNREADABLE, wit_fmt(b->arena, "a route of %s", w[1]));
    add_route(b, table_of(b, w[1]), route);
}

static void do_network(struct builder *b, char **w, size_t n)
{
    struct wit_network *net = network_of(b, w[1]);
    net->prefixes = prefixes_of(b, w, n, &net->n_prefixes);
    net->account = value_of(w, n, "account") != NULL ? value_of(w, n, "account") : "1";
    net->region = value_of(w, n, "region") != NULL ? value_of(w, n, "region") : "r1";
    b->net_main[net - b->networks] = value_of(w, n, "main");
    if (has_word(w, n, "placeholder")) {
        net->placeholder = true;
        net->gap = gap_of(b, WIT_GAP_DANGLING, wit_fmt(b->arena, "network %s", w[1]));
    }
}

static void do_subnet(struct builder *b, char **w, size_t n)
{
    struct wit_subnet *s = subnet_of(b, w[1]);
    s->network = network_of(b, w[2]);
    s->prefixes = prefixes_of(b, w, n, &s->n_prefixes);
    b->subnet_rt[s - b->subnets] = value_of(w, n, "rt");
    b->subnet_acl[s - b->subnets] = value_of(w, n, "acl");
    if (value_of(w, n, "az") != NULL)
        s->zone_id = value_of(w, n, "az");
}

static bool read_address(struct wit_address *out, char *word)
{
    char *public_part = strchr(word, '=');
    struct wit_prefix prefix;
    if (public_part != NULL)
        *public_part++ = '\0';
    *out = (struct wit_address){0};
    if (wit_addr_parse(&out->addr, word, NULL)) {
        out->bits = out->addr.family == 4 ? 32 : 128;
        return public_part == NULL || wit_addr_parse(&out->public_addr, public_part, NULL);
    }
    if (public_part != NULL || !wit_prefix_parse(&prefix, NULL, word, NULL)) {
        if (public_part != NULL)
            public_part[-1] = '=';
        return false;
    }
    out->addr = prefix.addr;
    out->bits = prefix.bits;
    return true;
}

static void do_interface(struct builder *b, char **w, size_t n)
{
    CHECK_ROOM(b->e->n_interfaces);
    struct wit_interface *itf = &b->interfaces[b->e->n_interfaces++];
    struct wit_address *addresses = NULL, one;
    size_t cap = 0, filter_cap = 0;
    const char **ids = NULL;
    const char *groups = value_of(w, n, "sg"), *type = value_of(w, n, "type"), *instance = value_of(w, n, "instance");
    const char *endpoint = value_of(w, n, "endpoint");
    *itf = (struct wit_interface){.id = w[1],
                                  .name = "",
                                  .account = "1",
                                  .region = "r1",
                                  .cite = {UINT32_MAX, ""},
                                  .subnet = subnet_of(b, w[2]),
                                  .type = type != NULL ? type : "interface",
                                  .description = "",
                                  .instance = instance != NULL ? instance : "",
                                  .requester = "",
                                  .source_dest_check = !has_word(w, n, "nocheck"),
                                  .windows = has_word(w, n, "windows"),
                                  .unfiltered = has_word(w, n, "unfiltered"),
                                  .filters_gap = WIT_NO_GAP,
                                  .endpoint_id = endpoint != NULL ? endpoint : ""};
    if (groups == NULL && !itf->unfiltered)
        groups = "sg-open";
    for (size_t i = 3; i < n; i++) {
        if (read_address(&one, w[i])) {
            one.primary = itf->n_addresses == 0;
            WIT_PUSH(b->arena, addresses, itf->n_addresses, cap) = one;
        }
    }
    itf->addresses = addresses;
    if (groups != NULL && strcmp(groups, "?") == 0) {
        itf->filters_gap = gap_of(b, WIT_GAP_CUT, wit_fmt(b->arena, "groups of %s", w[1]));
    } else if (groups != NULL && strcmp(groups, "none") != 0) {
        char *rest = wit_strdup(b->arena, groups), *id;
        while ((id = strsep(&rest, ",")) != NULL)
            WIT_PUSH(b->arena, ids, itf->n_filters, filter_cap) = id;
    }
    itf->filter_ids = ids;
}

static void do_gateway(struct builder *b, char **w, size_t n)
{
    struct wit_gateway *g = gateway_of(b, w[1], kind_of(strcmp(w[0], "gwe") == 0 ? "vpce" : w[0]));
    if (has_word(w, n, "closed")) {
        g->state = WIT_GW_CLOSED;
        g->state_word = "deleted";
    }
    bool modelled = g->kind != WIT_GW_VPN && g->kind != WIT_GW_TRANSIT && g->kind != WIT_GW_FIREWALL_ENDPOINT;
    if (has_word(w, n, "gap") || !modelled)
        g->gap = gap_of(b, modelled ? WIT_GAP_CUT : WIT_GAP_NOT_MODELLED, wit_fmt(b->arena, "gateway %s", w[1]));
    if (g->kind == WIT_GW_NAT) {
        struct wit_address one;
        struct wit_addr *pair = WIT_NEW_ARRAY(b->arena, struct wit_addr, 2);
        g->subnet = subnet_of(b, w[2]);
        g->nat_private = has_word(w, n, "private");
        g->nat_regional = has_word(w, n, "regional");
        if (n < 4 || !read_address(&one, w[3]))
            bad(b);
        pair[0] = one.addr;
        pair[1] = one.public_addr;
        g->private_addrs = &pair[0];
        g->n_private_addrs = 1;
        g->public_addrs = &pair[1];
        g->n_public_addrs = one.public_addr.family != 0;
    } else {
        g->network = strcmp(w[2], "-") == 0 ? NULL : network_of(b, w[2]);
        if (g->kind == WIT_GW_PEERING)
            g->peer = network_of(b, w[3]);
    }
}

static void do_bpa(struct builder *b, char **w, size_t n)
{
    struct wit_bpa *bpa = &b->bpa[b->e->n_bpa++];
    const char *account = value_of(w, n, "account"), *region = value_of(w, n, "region");
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
        bpa->gap = gap_of(b, WIT_GAP_DENIED, "block public access");
    const char *full = value_of(w, n, "exclude"), *egress = value_of(w, n, "exclude-egress");
    if (full != NULL || egress != NULL) {
        __typeof__(*bpa->exclusions) *list = wit_alloc_array(b->arena, 2, sizeof *bpa->exclusions);
        __typeof__(*bpa->exclusions) row = {full != NULL ? full : egress, full == NULL};
        memcpy((void *)(uintptr_t)list, &row, sizeof row);
        bpa->exclusions = list;
        bpa->n_exclusions = 1;
    }
}

static void do_line(struct builder *b, char **w, size_t n)
{
    const char *verb = w[0];
    if (n < 2)
        bad(b);
    if (strcmp(verb, "net") == 0) {
        do_network(b, w, n);
    } else if (strcmp(verb, "sub") == 0 && n >= 3) {
        do_subnet(b, w, n);
    } else if (strcmp(verb, "eni") == 0 && n >= 3) {
        do_interface(b, w, n);
    } else if (strcmp(verb, "sg") == 0 && n >= 3) {
        filter_of(b, w[1])->network = strcmp(w[2], "-") == 0 ? "" : w[2];
        if (has_word(w, n, "cut"))
            filter_of(b, w[1])->gap = gap_of(b, WIT_GAP_CUT, wit_fmt(b->arena, "rules of %s", w[1]));
    } else if (strcmp(verb, "in") == 0 || strcmp(verb, "out") == 0) {
        do_rule(b, w, n);
    } else if (strcmp(verb, "acl") == 0) {
        struct wit_filter *f = filter_of(b, w[1]);
        if (has_word(w, n, "cut"))
            f->gap = gap_of(b, WIT_GAP_CUT, wit_fmt(b->arena, "entries of %s", w[1]));
    } else if (strcmp(verb, "entry") == 0) {
        do_entry(b, w, n);
    } else if (strcmp(verb, "rt") == 0 && n >= 3) {
        struct wit_route_table *t = table_of(b, w[1]);
        t->network = network_of(b, w[2])->id;
        t->edge_of = value_of(w, n, "edge") != NULL ? value_of(w, n, "edge") : "";
        if (has_word(w, n, "cut"))
            t->gap = gap_of(b, WIT_GAP_CUT, wit_fmt(b->arena, "routes of %s", w[1]));
    } else if (strcmp(verb, "route") == 0) {
        do_route(b, w, n);
    } else if (strcmp(verb, "pl") == 0) {
        struct wit_prefix_list *l = list_of(b, w[1]);
        l->entries = prefixes_of(b, w, n, &l->n_entries);
        if (value_of(w, n, "name") != NULL)
            l->name = value_of(w, n, "name");
        if (has_word(w, n, "cut"))
            l->gap = gap_of(b, WIT_GAP_DENIED, wit_fmt(b->arena, "entries of %s", w[1]));
    } else if (strcmp(verb, "bpa") == 0) {
        do_bpa(b, w, n);
    } else if (strcmp(verb, "missing") == 0) {
        if (b->n_missing == 32)
            bad(b);
        b->missing[b->n_missing++] = w[1];
    } else if (strcmp(verb, "thing") == 0 && n >= 3) {
        b->things[b->e->n_unmodelled++] =
            (struct wit_unmodelled){.id = w[2],
                                    .kind = w[1],
                                    .network = n > 3 ? w[3] : "",
                                    .account = "1",
                                    .region = "r1",
                                    .gap = gap_of(b, WIT_GAP_NOT_MODELLED, wit_fmt(b->arena, "%s %s", w[1], w[2])),
                                    .cite = {UINT32_MAX, ""}};
    } else if (strcmp(verb, "bucket") == 0 && n >= 3) {
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
    } else if (strcmp(verb, "endpoint") == 0 && n >= 4) {
        b->endpoints[b->e->n_endpoints++] = (struct wit_endpoint){.id = w[1],
                                                                  .name = "",
                                                                  .account = "1",
                                                                  .region = "r1",
                                                                  .type = "Interface",
                                                                  .service_name = w[3],
                                                                  .state = "available",
                                                                  .network = network_of(b, w[2])};
    } else {
        static const char *const gateways[] = {"igw", "eigw", "vgw", "tgw", "nfw", "nat", "pcx", "gwe"};
        for (size_t i = 0; i < sizeof gateways / sizeof gateways[0] && n >= 3; i++) {
            if (strcmp(verb, gateways[i]) == 0) {
                do_gateway(b, w, n);
                return;
            }
        }
        bad(b);
    }
}

/* ---- linking ---- */
static void link_filters(struct builder *b)
{
    for (size_t i = 0; i < b->e->n_filters; i++) {
        for (size_t k = 0; k < b->filters[i].n_rules; k++) {
            struct wit_rule *rule = (struct wit_rule *)(uintptr_t)&b->filters[i].rules[k];
            for (size_t j = 0; j < b->e->n_filters && rule->peer == WIT_PEER_GROUP; j++) {
                if (strcmp(b->filters[j].id, rule->peer_id) == 0)
                    rule->group = &b->filters[j];
            }
            for (size_t j = 0; j < b->e->n_prefix_lists && rule->peer == WIT_PEER_LIST; j++) {
                if (strcmp(b->lists[j].id, rule->peer_id) == 0)
                    rule->list = &b->lists[j];
            }
        }
    }
}

static void local_routes(struct builder *b, struct wit_route_table *t, const struct wit_network *n)
{
    for (size_t i = 0; i < n->n_prefixes; i++)
        add_route(b, t,
                  (struct wit_route){.prefix = n->prefixes[i],
                                     .list_id = "",
                                     .list_gap = WIT_NO_GAP,
                                     .target = "local",
                                     .kind = WIT_GW_LOCAL,
                                     .origin = WIT_ROUTE_LOCAL,
                                     .gap = WIT_NO_GAP,
                                     .cite = {UINT32_MAX, ""}});
}

static void link_tables(struct builder *b)
{
    for (size_t i = 0; i < b->e->n_networks; i++) {
        struct wit_network *n = &b->networks[i];
        const char *main = b->net_main[i];
        if (main != NULL && strcmp(main, "?") == 0) {
            n->main_gap = gap_of(b, WIT_GAP_DENIED, wit_fmt(b->arena, "main table of %s", n->id));
            continue;
        }
        struct wit_route_table *t = table_of(b, main != NULL ? main : wit_fmt(b->arena, "rt-main-%s", n->id));
        t->network = n->id;
        t->is_main = true;
        n->main = t;
    }
    for (size_t i = 0; i < b->e->n_subnets; i++) {
        struct wit_subnet *s = &b->subnets[i];
        const char *rt = b->subnet_rt[i], *acl = b->subnet_acl[i];
        s->account = s->network->account;
        s->region = s->network->region;
        if (rt != NULL && strcmp(rt, "?") == 0) {
            s->routes_gap = gap_of(b, WIT_GAP_DENIED, wit_fmt(b->arena, "route table of %s", s->id));
        } else if (rt != NULL) {
            s->routes = table_of(b, rt);
            ((struct wit_route_table *)(uintptr_t)s->routes)->network = s->network->id;
        } else {
            s->routes = s->network->main;
            s->routes_gap = s->network->main_gap;
        }
        if (acl != NULL && strcmp(acl, "?") == 0)
            s->acl_gap = gap_of(b, WIT_GAP_DENIED, wit_fmt(b->arena, "ACL of %s", s->id));
        else
            s->acl = filter_of(b, acl != NULL ? acl : "acl-open");
    }
    for (size_t i = 0; i < b->e->n_tables; i++) {
        struct wit_route_table *t = &b->tables[i];
        if (t->network[0] != '\0')
            local_routes(b, t, network_of(b, t->network));
        for (size_t k = 0; k < t->n_routes; k++) {
            struct wit_route *route = (struct wit_route *)(uintptr_t)&t->routes[k];
            for (size_t j = 0; j < b->e->n_prefix_lists && route->by_list; j++) {
                if (strcmp(b->lists[j].id, route->list_id) == 0)
                    route->list = &b->lists[j];
            }
            if (route->by_list && route->list == NULL)
                route->list_gap = gap_of(b, WIT_GAP_DENIED, wit_fmt(b->arena, "entries of %s", route->list_id));
            for (size_t j = 0; j < b->e->n_gateways; j++) {
                if (strcmp(b->gateways[j].id, route->target) == 0)
                    route->gateway = &b->gateways[j];
            }
            for (size_t j = 0; j < b->e->n_interfaces && route->kind == WIT_GW_INTERFACE; j++) {
                if (strcmp(b->interfaces[j].id, route->target) == 0) {
                    struct wit_gateway *g = gateway_of(b, route->target, WIT_GW_INTERFACE);
                    g->interface = &b->interfaces[j];
                    g->network = b->interfaces[j].subnet->network;
                    g->gap = gap_of(b, WIT_GAP_NOT_MODELLED, wit_fmt(b->arena, "router %s", route->target));
                    route->gateway = g;
                }
            }
        }
    }
}

static void link_interfaces(struct builder *b)
{
    for (size_t i = 0; i < b->e->n_interfaces; i++) {
        struct wit_interface *itf = &b->interfaces[i];
        const struct wit_filter **filters = WIT_NEW_ARRAY(b->arena, const struct wit_filter *, itf->n_filters);
        itf->account = itf->subnet->account;
        itf->region = itf->subnet->region;
        for (size_t k = 0; k < itf->n_filters; k++) {
            for (size_t j = 0; j < b->e->n_filters; j++) {
                if (strcmp(b->filters[j].id, itf->filter_ids[k]) == 0)
                    filters[k] = &b->filters[j];
            }
        }
        itf->filters = filters;
        if (itf->instance[0] == '\0')
            continue;
        struct wit_instance *host = NULL;
        for (size_t k = 0; k < b->e->n_instances; k++)
            host = strcmp(b->instances[k].id, itf->instance) == 0 ? &b->instances[k] : host;
        if (host == NULL) {
            host = &b->instances[b->e->n_instances++];
            *host = (struct wit_instance){.id = itf->instance,
                                          .name = "",
                                          .account = itf->account,
                                          .region = itf->region,
                                          .state = "running",
                                          .platform = ""};
        }
        const struct wit_interface **list = WIT_NEW_ARRAY(b->arena, const struct wit_interface *, ROOM);
        if (host->n_interfaces > 0)
            memcpy(list, host->interfaces, host->n_interfaces * sizeof(const struct wit_interface *));
        list[host->n_interfaces++] = itf;
        host->interfaces = list;
    }
    for (size_t i = 0; i < b->e->n_endpoints; i++) {
        const struct wit_interface **list = WIT_NEW_ARRAY(b->arena, const struct wit_interface *, ROOM);
        for (size_t k = 0; k < b->e->n_interfaces; k++) {
            if (strcmp(b->interfaces[k].endpoint_id, b->endpoints[i].id) == 0)
                list[b->endpoints[i].n_interfaces++] = &b->interfaces[k];
        }
        b->endpoints[i].interfaces = list;
    }
}

static void make_lists(struct builder *b)
{
    size_t n_rows, cap = 0;
    const struct wit_operation *rows = wit_operations(&n_rows);
    struct wit_list *lists = NULL;
    for (size_t i = 0; i < b->e->n_networks; i++) {
        const struct wit_network *n = &b->networks[i];
        bool told = n->placeholder;
        for (size_t k = 0; k < i; k++)
            told = told || (!b->networks[k].placeholder && strcmp(b->networks[k].account, n->account) == 0 &&
                            strcmp(b->networks[k].region, n->region) == 0);
        for (size_t k = 0; k < n_rows && !told; k++) {
            bool missing = false;
            for (size_t j = 0; j < b->n_missing; j++)
                missing = missing || strcmp(b->missing[j], rows[k].operation) == 0;
            WIT_PUSH(b->arena, lists, b->e->n_lists, cap) =
                (struct wit_list){n->account,
                                  n->region,
                                  rows[k].service,
                                  rows[k].operation,
                                  missing ? WIT_LIST_INCOMPLETE : WIT_LIST_COMPLETE,
                                  0,
                                  missing ? gap_of(b, WIT_GAP_DENIED, rows[k].operation) : WIT_NO_GAP};
        }
        bool has_bpa = told;
        for (size_t k = 0; k < b->e->n_bpa; k++)
            has_bpa =
                has_bpa || (strcmp(b->bpa[k].account, n->account) == 0 && strcmp(b->bpa[k].region, n->region) == 0);
        if (!has_bpa)
            b->bpa[b->e->n_bpa++] = (struct wit_bpa){.account = n->account,
                                                     .region = n->region,
                                                     .mode = WIT_BPA_OFF,
                                                     .gap = WIT_NO_GAP,
                                                     .exclusions_gap = WIT_NO_GAP,
                                                     .cite = {UINT32_MAX, ""}};
    }
    b->e->lists = lists;
}

static void defaults(struct builder *b)
{
    static const char *const lines[] = {"in sg-open all 0.0.0.0/0",
                                        "out sg-open all 0.0.0.0/0",
                                        "in sg-open all ::/0",
                                        "out sg-open all ::/0",
                                        "entry acl-open in 100 allow all 0.0.0.0/0",
                                        "entry acl-open out 100 allow all 0.0.0.0/0",
                                        "entry acl-open in 101 allow all ::/0",
                                        "entry acl-open out 101 allow all ::/0"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        char *words[WORDS], *rest = wit_strdup(b->arena, lines[i]), *word;
        size_t n = 0;
        while ((word = strsep(&rest, " ")) != NULL)
            words[n++] = word;
        b->line = lines[i];
        do_line(b, words, n);
    }
}

struct wit_estate *wit_estate_build(struct wit_arena *arena, const char *text)
{
    struct wit_estate *e = WIT_NEW(arena, struct wit_estate);
    struct builder b = {.arena = arena, .e = e};
#define ROOM_FOR(field, type) b.field = WIT_NEW_ARRAY(arena, type, ROOM)
    ROOM_FOR(networks, struct wit_network);
    ROOM_FOR(subnets, struct wit_subnet);
    ROOM_FOR(interfaces, struct wit_interface);
    ROOM_FOR(filters, struct wit_filter);
    ROOM_FOR(lists, struct wit_prefix_list);
    ROOM_FOR(tables, struct wit_route_table);
    ROOM_FOR(gateways, struct wit_gateway);
    ROOM_FOR(instances, struct wit_instance);
    ROOM_FOR(gaps, struct wit_gap);
    ROOM_FOR(bpa, struct wit_bpa);
    ROOM_FOR(things, struct wit_unmodelled);
    ROOM_FOR(buckets, struct wit_bucket);
    ROOM_FOR(endpoints, struct wit_endpoint);
    defaults(&b);
    char *rest = wit_strdup(arena, text), *line;
    while ((line = strsep(&rest, "\n;")) != NULL) {
        char *words[WORDS], *word;
        size_t n = 0;
        b.line = wit_strdup(arena, line);
        line[strcspn(line, "#")] = '\0';
        while ((word = strsep(&line, " \t")) != NULL) {
            if (word[0] != '\0' && n < WORDS)
                words[n++] = word;
        }
        if (n > 0)
            do_line(&b, words, n);
    }
    for (size_t i = 0; i < e->n_gateways; i++)
        if (b.gateways[i].kind != WIT_GW_NAT && b.gateways[i].network != NULL) {
            b.gateways[i].account = b.gateways[i].network->account;
            b.gateways[i].region = b.gateways[i].network->region;
        }
    link_filters(&b);
    link_tables(&b);
    link_interfaces(&b);
    make_lists(&b);
    e->networks = b.networks;
    e->subnets = b.subnets;
    e->interfaces = b.interfaces;
    e->filters = b.filters;
    e->prefix_lists = b.lists;
    e->tables = b.tables;
    e->gateways = b.gateways;
    e->instances = b.instances;
    e->gaps = b.gaps;
    e->bpa = b.bpa;
    e->unmodelled = b.things;
    e->buckets = b.buckets;
    e->endpoints = b.endpoints;
    e->time_first = e->time_last = "";
    return e;
}
