/* pathmap/review/parties.c: roles, "!role", the internet and prefixes as parties of a question.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/pathmap.h"
#include "pathmap/review/roles.h"

struct parts {
    struct wit_arena *arena;
    struct wit_party *items;
    size_t n, cap;
};

static struct wit_party *add(struct parts *p, enum wit_party_kind kind, const char *text)
{
    struct wit_party *part = &WIT_PUSH(p->arena, p->items, p->n, p->cap);
    *part = (struct wit_party){.kind = kind, .text = text, .bucket = "", .region = "", .gap = WIT_NO_GAP};
    return part;
}

static void add_prefixes(struct parts *p, const struct wit_prefix *prefixes, size_t n)
{
    char text[WIT_PREFIX_TEXT];
    for (size_t i = 0; i < n; i++)
        add(p, WIT_PARTY_PREFIX, wit_strdup(p->arena, wit_prefix_text(text, prefixes[i])))->prefix = prefixes[i];
}

static void add_bucket(struct parts *p, const char *text, const char *bucket, const char *region)
{
    struct wit_party *part = add(p, WIT_PARTY_BUCKET, text);
    part->bucket = bucket;
    part->region = region;
    part->single = true;
}

/* The parts as one party: a single part keeps its kind. */
static void close_parts(struct wit_party *out, const struct parts *p, const char *text, wit_gap_ref gap)
{
    if (p->n == 1) {
        *out = p->items[0];
        out->text = text;
        out->gap = out->gap != WIT_NO_GAP ? out->gap : gap;
        return;
    }
    *out = (struct wit_party){.kind = WIT_PARTY_MIXED,
                              .text = text,
                              .bucket = "",
                              .region = "",
                              .parts = p->items,
                              .n_parts = p->n,
                              .gap = gap};
}

void wit_prefixes_party(struct wit_party *out, struct wit_arena *arena, const char *text,
                        const struct wit_prefix *prefixes, size_t n)
{
    struct parts p = {.arena = arena};
    add_prefixes(&p, prefixes, n);
    close_parts(out, &p, text, WIT_NO_GAP);
}

void wit_bucket_party(struct wit_party *out, struct wit_arena *arena, const char *text, const char *bucket,
                      const char *region)
{
    struct parts p = {.arena = arena};
    add_bucket(&p, text, bucket, region);
    close_parts(out, &p, text, WIT_NO_GAP);
}

void wit_internet_party(struct wit_party *out)
{
    *out = (struct wit_party){
        .kind = WIT_PARTY_INTERNET, .text = "internet", .bucket = "", .region = "", .gap = WIT_NO_GAP};
}

static void add_members(struct parts *p, const struct wit_holders *m)
{
    if (m->n_interfaces > 0 || m->n_outside + m->n_buckets + m->n_gateways == 0)
        wit_party_interfaces(add(p, WIT_PARTY_INTERFACES, m->role->id), p->arena, m->role->id, m->interfaces,
                             m->n_interfaces, WIT_NO_GAP);
    add_prefixes(p, m->outside, m->n_outside);
    for (size_t i = 0; i < m->n_buckets; i++)
        add_bucket(p, m->buckets[i]->id, m->buckets[i]->id, m->buckets[i]->region);
    for (size_t i = 0; i < m->n_gateways; i++)
        add_bucket(p, m->gateways[i]->id, "", m->gateways[i]->region);
}

/* What the named roles hold together. */
struct held {
    bool *interfaces; /* by index in the estate */
    bool *buckets;
    struct wit_prefix *outside;
    size_t n_outside, outside_cap;
    wit_gap_ref gap;
};

static void hold(struct held *h, struct wit_arena *arena, const struct wit_estate *estate, const struct wit_role *role)
{
    struct wit_holders m;
    wit_role_members(&m, arena, estate, role);
    for (size_t i = 0; i < m.n_interfaces; i++)
        h->interfaces[m.interfaces[i] - estate->interfaces] = true;
    for (size_t i = 0; i < m.n_buckets; i++)
        h->buckets[m.buckets[i] - estate->buckets] = true;
    for (size_t i = 0; i < m.n_outside; i++)
        WIT_PUSH(arena, h->outside, h->n_outside, h->outside_cap) = m.outside[i];
    if (h->gap == WIT_NO_GAP)
        h->gap = m.gap;
}

/* Public space without what the roles hold of it. */
static void add_internet(struct parts *p, const struct held *h)
{
    const struct wit_prefix *public, *rest;
    size_t n_public, n_rest;
    bool touches = false;
    wit_space_public(&public, &n_public, p->arena);
    for (size_t i = 0; i < h->n_outside; i++)
        for (size_t k = 0; k < n_public && !touches; k++)
            touches = wit_prefix_overlaps(public[k], h -> outside[i]);
    if (!touches) {
        add(p, WIT_PARTY_INTERNET, "internet");
        return;
    }
    wit_space_minus(&rest, &n_rest, p->arena, public, n_public, h->outside, h->n_outside);
    add_prefixes(p, rest, n_rest);
}

/* Whether anything joins networks with places outside the cloud. */
static bool has_outside(const struct wit_estate *estate)
{
    for (size_t i = 0; i < estate->n_gateways; i++) {
        enum wit_gateway_kind kind = estate->gateways[i].kind;
        if (kind == WIT_GW_VPN || kind == WIT_GW_TRANSIT || kind == WIT_GW_CORE_NETWORK || kind == WIT_GW_ODB ||
            kind == WIT_GW_LOCAL_OUTPOST || kind == WIT_GW_CARRIER || kind == WIT_GW_OTHER)
            return true;
    }
    for (size_t i = 0; i < estate->n_networks; i++) {
        if (estate->networks[i].gap != WIT_NO_GAP)
            return true;
    }
    return estate->n_attachments > 0;
}

/* Hosts of such places that have the addresses of a network in evidence: `space` without `held`. */
static void add_twins(struct parts *p, const struct wit_estate *estate, const struct wit_prefix *space, size_t n_space,
                      const struct wit_prefix *held, size_t n_held)
{
    const struct wit_prefix *rest;
    size_t n_rest;
    if (!has_outside(estate))
        return;
    wit_space_minus(&rest, &n_rest, p->arena, space, n_space, held, n_held);
    for (size_t i = 0; i < n_rest; i++) {
        char text[WIT_PREFIX_TEXT];
        struct wit_party *part =
            add(p, WIT_PARTY_PREFIX, wit_fmt(p->arena, "%s outside the cloud", wit_prefix_text(text, rest[i])));
        part->prefix = rest[i];
        part->twin = true;
    }
}

/* Everything that holds none of the negated roles. */
static wit_gap_ref add_others(struct parts *p, const struct wit_estate *estate, const struct wit_end *ends, size_t n,
                              bool destination)
{
    struct held h = {.interfaces = WIT_NEW_ARRAY(p->arena, bool, estate->n_interfaces),
                     .buckets = WIT_NEW_ARRAY(p->arena, bool, estate->n_buckets),
                     .gap = wit_interfaces_gap(estate, NULL)};
    for (size_t i = 0; i < n; i++)
        if (ends[i].kind == WIT_END_NOT_ROLE)
            hold(&h, p->arena, estate, ends[i].role);
    const struct wit_interface **others = WIT_NEW_ARRAY(p->arena, const struct wit_interface *, estate->n_interfaces);
    size_t n_others = 0;
    for (size_t i = 0; i < estate->n_interfaces; i++)
        if (!h.interfaces[i])
            others[n_others++] = &estate->interfaces[i];
    wit_sort_interfaces(others, n_others);
    if (n_others > 0)
        wit_party_interfaces(add(p, WIT_PARTY_INTERFACES, "other interfaces"), p->arena, "other interfaces", others,
                             n_others, WIT_NO_GAP);
    add_internet(p, &h);
    const struct wit_prefix *private, *rest;
    size_t n_private, n_rest;
    wit_space_private_outside(&private, &n_private, p->arena, estate);
    wit_space_minus(&rest, &n_rest, p->arena, private, n_private, h.outside, h.n_outside);
    add_prefixes(p, rest, n_rest);
    const struct wit_prefix *networks;
    size_t n_networks;
    wit_space_networks(&networks, &n_networks, p->arena, estate);
    if (!destination)
        add_twins(p, estate, networks, n_networks, h.outside, h.n_outside);
    for (size_t i = 0; destination && i < estate->n_buckets; i++)
        if (!h.buckets[i])
            add_bucket(p, estate->buckets[i].id, estate->buckets[i].id, estate->buckets[i].region);
    return h.gap;
}

void wit_ends_party(struct wit_party *out, struct wit_arena *arena, const struct wit_estate *estate,
                    const struct wit_end *ends, size_t n, bool destination)
{
    struct parts p = {.arena = arena};
    const char *text = n == 1 ? ends[0].text : "";
    wit_gap_ref gap = WIT_NO_GAP;
    bool negated = false;
    for (size_t i = 0; i < n; i++) {
        struct wit_holders m = {.gap = WIT_NO_GAP};
        if (n > 1)
            text = wit_fmt(arena, "%s%s%s", text, i > 0 ? ", " : "", ends[i].text);
        switch (ends[i].kind) {
        case WIT_END_ROLE:
            wit_role_members(&m, arena, estate, ends[i].role);
            add_members(&p, &m);
            if (!destination && wit_role_is_space(ends[i].role)) /* a site that a network shares its prefix with */
                add_twins(&p, estate, ends[i].role->match.prefixes, ends[i].role->match.n_prefixes, m.outside,
                          m.n_outside);
            break;
        case WIT_END_NOT_ROLE:
            if (!negated)
                m.gap = add_others(&p, estate, ends, n, destination);
            negated = true;
            break;
        case WIT_END_INTERNET:
            add(&p, WIT_PARTY_INTERNET, ends[i].text);
            break;
        case WIT_END_PREFIX:
            add(&p, WIT_PARTY_PREFIX, ends[i].text)->prefix = ends[i].prefix;
            break;
        }
        gap = gap != WIT_NO_GAP ? gap : m.gap;
    }
    close_parts(out, &p, text, gap);
}

bool wit_intent_party(struct wit_party *out, struct wit_arena *arena, const struct wit_intent *intent,
                      const struct wit_estate *estate, const char *role)
{
    bool negated = role[0] == '!';
    struct wit_end end = {.kind = negated ? WIT_END_NOT_ROLE : WIT_END_ROLE,
                          .text = role,
                          .role = wit_intent_role(intent, role + negated)};
    if (end.role == NULL)
        return false;
    wit_ends_party(out, arena, estate, &end, 1, false);
    return true;
}
