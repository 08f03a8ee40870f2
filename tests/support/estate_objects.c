/* tests/support/estate_objects.c: the objects of a built estate by id, made when first named, and the words of a line.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/estate_parts.h"

_Noreturn void wit_build_bad(const struct wit_builder *b)
{
    wit_die("estate builder: cannot read '%s'", b->line);
}

#define FIND(list, n, name)                                                                                            \
    for (size_t i_ = 0; i_ < (n); i_++) {                                                                              \
        if (strcmp((list)[i_].id, (name)) == 0)                                                                        \
            return &(list)[i_];                                                                                        \
    }

wit_gap_ref wit_build_gap(struct wit_builder *b, enum wit_gap_reason reason, const char *what)
{
    for (size_t i = 0; i < b->e->n_gaps; i++) {
        if (strcmp(b->gaps[i].text, what) == 0)
            return (wit_gap_ref)i;
    }
    WIT_CHECK_ROOM(b->e->n_gaps);
    size_t at = b->e->n_gaps++;
    b->gaps[at] = (struct wit_gap){.id = wit_fmt(b->arena, "g-%06zu", at + 1),
                                   .reason = reason,
                                   .subject = {.source = "aws", .operation = what},
                                   .text = what,
                                   .remedy = "",
                                   .cite = {UINT32_MAX, ""}};
    return (wit_gap_ref)at;
}

struct wit_network *wit_build_network(struct wit_builder *b, const char *id)
{
    FIND(b->networks, b->e->n_networks, id);
    WIT_CHECK_ROOM(b->e->n_networks);
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

struct wit_subnet *wit_build_subnet(struct wit_builder *b, const char *id)
{
    FIND(b->subnets, b->e->n_subnets, id);
    WIT_CHECK_ROOM(b->e->n_subnets);
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

struct wit_filter *wit_build_filter(struct wit_builder *b, const char *id)
{
    FIND(b->filters, b->e->n_filters, id);
    WIT_CHECK_ROOM(b->e->n_filters);
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

struct wit_prefix_list *wit_build_list(struct wit_builder *b, const char *id)
{
    FIND(b->lists, b->e->n_prefix_lists, id);
    WIT_CHECK_ROOM(b->e->n_prefix_lists);
    struct wit_prefix_list *l = &b->lists[b->e->n_prefix_lists++];
    *l = (struct wit_prefix_list){
        .id = id, .name = "", .account = "1", .region = "r1", .cite = {UINT32_MAX, ""}, .gap = WIT_NO_GAP};
    return l;
}

struct wit_route_table *wit_build_table(struct wit_builder *b, const char *id)
{
    FIND(b->tables, b->e->n_tables, id);
    WIT_CHECK_ROOM(b->e->n_tables);
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

struct wit_gateway *wit_build_gateway(struct wit_builder *b, const char *id, enum wit_gateway_kind kind)
{
    FIND(b->gateways, b->e->n_gateways, id);
    WIT_CHECK_ROOM(b->e->n_gateways);
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

enum wit_gateway_kind wit_build_kind(const char *target)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strncmp(target, kinds[i].prefix, strlen(kinds[i].prefix)) == 0)
            return kinds[i].kind;
    }
    return WIT_GW_OTHER;
}

/* The word after "key=", else NULL. */
const char *wit_build_value(char *const *words, size_t n, const char *key)
{
    size_t len = strlen(key);
    for (size_t i = 0; i < n; i++) {
        if (strncmp(words[i], key, len) == 0 && words[i][len] == '=')
            return words[i] + len + 1;
    }
    return NULL;
}

bool wit_build_has(char *const *words, size_t n, const char *word)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0)
            return true;
    }
    return false;
}

const struct wit_prefix *wit_build_prefixes(struct wit_builder *b, char *const *words, size_t n, size_t *count)
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

struct wit_pset wit_build_ports(struct wit_builder *b, const char *text)
{
    struct wit_pset out;
    if (strcmp(text, "all") == 0)
        return wit_pset_all();
    if (!wit_ports_parse(&out, b->arena, text, NULL))
        wit_build_bad(b);
    return out;
}

enum wit_told wit_build_told(char *const *words, size_t n, const char *key, enum wit_told otherwise)
{
    const char *value = wit_build_value(words, n, key);
    if (value == NULL)
        return otherwise;
    return strcmp(value, "on") == 0 ? WIT_TOLD_YES : strcmp(value, "off") == 0 ? WIT_TOLD_NO : WIT_NOT_TOLD;
}

const char *const *wit_build_ids(struct wit_builder *b, const char *text, size_t *n)
{
    const char **ids = NULL;
    size_t cap = 0;
    char *rest = wit_strdup(b->arena, text), *id;
    *n = 0;
    while ((id = strsep(&rest, ",")) != NULL)
        WIT_PUSH(b->arena, ids, *n, cap) = id;
    return ids;
}

bool wit_build_address(struct wit_address *out, char *word)
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
