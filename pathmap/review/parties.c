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
        out->gap = gap;
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

void wit_members_party(struct wit_party *out, struct wit_arena *arena, const struct wit_estate *estate,
                       const struct wit_members *m)
{
    struct parts p = {.arena = arena};
    (void)estate;
    if (m->n_interfaces > 0 || m->n_outside + m->n_buckets + m->n_gateways == 0)
        wit_party_interfaces(add(&p, WIT_PARTY_INTERFACES, m->role->id), arena, m->role->id, m->interfaces,
                             m->n_interfaces, WIT_NO_GAP);
    add_prefixes(&p, m->outside, m->n_outside);
    for (size_t i = 0; i < m->n_buckets; i++)
        add_bucket(&p, m->buckets[i]->id, m->buckets[i]->id, m->buckets[i]->region);
    for (size_t i = 0; i < m->n_gateways; i++)
        add_bucket(&p, m->gateways[i]->id, "", m->gateways[i]->region);
    close_parts(out, &p, m->role->id, m->gap);
}

static bool is_bucket_member(const struct wit_members *m, const struct wit_bucket *bucket)
{
    for (size_t i = 0; i < m->n_buckets; i++)
        if (m->buckets[i] == bucket)
            return true;
    return false;
}

/* Public space without what the role holds of it. */
static void add_internet(struct parts *p, const struct wit_members *m)
{
    bool touches = false;
    for (size_t i = 0; i < m->n_outside && !touches; i++)
        touches = wit_addr_is_public(m->outside[i].addr) || m->outside[i].bits < 8;
    if (!touches) {
        add(p, WIT_PARTY_INTERNET, "internet");
        return;
    }
    const struct wit_prefix *public, *rest;
    size_t n_public, n_rest;
    wit_space_public(&public, &n_public, p->arena);
    wit_space_minus(&rest, &n_rest, p->arena, public, n_public, m->outside, m->n_outside);
    add_prefixes(p, rest, n_rest);
}

static void not_role_party(struct wit_party *out, struct wit_arena *arena, const struct wit_estate *estate,
                           const struct wit_end *end, bool destination)
{
    struct wit_members m;
    struct parts p = {.arena = arena};
    wit_role_members(&m, arena, estate, end->role);
    bool *is_member = WIT_NEW_ARRAY(arena, bool, estate->n_interfaces);
    for (size_t i = 0; i < m.n_interfaces; i++)
        is_member[m.interfaces[i] - estate->interfaces] = true;
    const struct wit_interface **others = WIT_NEW_ARRAY(arena, const struct wit_interface *, estate->n_interfaces);
    size_t n = 0;
    for (size_t i = 0; i < estate->n_interfaces; i++)
        if (!is_member[i])
            others[n++] = &estate->interfaces[i];
    wit_sort_interfaces(others, n);
    if (n > 0)
        wit_party_interfaces(add(&p, WIT_PARTY_INTERFACES, end->text), arena, end->text, others, n, WIT_NO_GAP);
    add_internet(&p, &m);
    const struct wit_prefix *private, *rest;
    size_t n_private, n_rest;
    wit_space_private_outside(&private, &n_private, arena, estate);
    wit_space_minus(&rest, &n_rest, arena, private, n_private, m.outside, m.n_outside);
    add_prefixes(&p, rest, n_rest);
    for (size_t i = 0; destination && i < estate->n_buckets; i++)
        if (!is_bucket_member(&m, &estate->buckets[i]))
            add_bucket(&p, estate->buckets[i].id, estate->buckets[i].id, estate->buckets[i].region);
    wit_gap_ref gap = wit_interfaces_gap(estate, NULL);
    close_parts(out, &p, end->text, gap != WIT_NO_GAP ? gap : m.gap);
}

void wit_end_party(struct wit_party *out, struct wit_arena *arena, const struct wit_estate *estate,
                   const struct wit_end *end, bool destination)
{
    struct parts p = {.arena = arena};
    struct wit_members m;
    switch (end->kind) {
    case WIT_END_ROLE:
        wit_role_members(&m, arena, estate, end->role);
        wit_members_party(out, arena, estate, &m);
        return;
    case WIT_END_NOT_ROLE:
        not_role_party(out, arena, estate, end, destination);
        return;
    case WIT_END_INTERNET:
        add(&p, WIT_PARTY_INTERNET, end->text);
        break;
    case WIT_END_PREFIX:
        add(&p, WIT_PARTY_PREFIX, end->text)->prefix = end->prefix;
        break;
    }
    close_parts(out, &p, end->text, WIT_NO_GAP);
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
    wit_end_party(out, arena, estate, &end, false);
    return true;
}
