/* pathmap/kafka/derive.c: what the platform tells becomes services and roles beside those of the intent.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The rule (docs/kafka.md, "Roles"): a role that people wrote keeps exactly the members that its `match` gives it, so
 * that no statement changes by Kafka's evidence; listeners are added to it where it holds the node and has its kind.
 * What no such role holds gets a derived role of its own. Declared services stay as they are; where both speak of a
 * port and differ, the difference is noted.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/derive.h"
#include "pathmap/review/roles.h"

/* A role while it is made. */
struct making {
    const char *id;
    enum wit_role_kind kind;
    const char **ids; /* interfaces, buckets */
    size_t n_ids, cap_ids;
    struct wit_prefix *prefixes;
    size_t n_prefixes, cap_prefixes;
};
struct wanted { /* a service of a role, by the role's id */
    const char *role;
    const struct wit_kclaim *claim;
};
struct deriving {
    struct wit_arena *arena;
    const struct wit_estate *estate;
    const struct wit_intent *intent; /* NULL: none */
    struct wit_holders *holders;     /* one a role of the intent */
    struct making *made;
    size_t n_made, cap_made;
    struct wanted *wanted;
    size_t n_wanted, cap_wanted;
    struct wit_strmap *wanted_keys;
};

/* ---- who holds it ---- */
static bool holds_interface(const struct wit_holders *m, const struct wit_interface *interface)
{
    for (size_t i = 0; i < m->n_interfaces; i++)
        if (m->interfaces[i] == interface)
            return true;
    return false;
}

static bool holds_prefix(const struct wit_holders *m, struct wit_prefix prefix)
{
    for (size_t i = 0; i < m->n_outside; i++)
        if (wit_prefix_covers(m->outside[i], prefix))
            return true;
    return false;
}

static bool holds_bucket(const struct wit_holders *m, const struct wit_bucket *bucket)
{
    for (size_t i = 0; i < m->n_buckets; i++)
        if (m->buckets[i] == bucket)
            return true;
    return false;
}

static void want(struct deriving *d, const char *role, const struct wit_kclaim *claim)
{
    const char *key = wit_fmt(d->arena, "%s\x1f%s\x1f%s\x1f%d\x1f%u-%u-%zu", role, claim->listener, claim->security,
                              (int)claim->use, claim->ports.n == 0 ? 0 : claim->ports.spans[0].first,
                              claim->ports.n == 0 ? 0 : claim->ports.spans[claim->ports.n - 1].last, claim->ports.n);
    if (claim->ports.n > 0 && wit_strmap_put(d->wanted_keys, key, d))
        WIT_PUSH(d->arena, d->wanted, d->n_wanted, d->cap_wanted) = (struct wanted){role, claim};
}

/* An id that no role of the intent has. */
static const char *free_id(const struct deriving *d, const char *id)
{
    for (unsigned i = 2; d->intent != NULL && wit_intent_role(d->intent, id) != NULL; i++)
        id = wit_fmt(d->arena, "%s-%u", id, i);
    return id;
}

static struct making *make(struct deriving *d, const char *id, enum wit_role_kind kind)
{
    for (size_t i = 0; i < d->n_made; i++)
        if (strcmp(d->made[i].id, id) == 0)
            return &d->made[i];
    struct making *m = &WIT_PUSH(d->arena, d->made, d->n_made, d->cap_made);
    *m = (struct making){.id = id, .kind = kind};
    return m;
}

static void add_id(struct deriving *d, struct making *m, const char *id)
{
    for (size_t i = 0; i < m->n_ids; i++)
        if (strcmp(m->ids[i], id) == 0)
            return;
    WIT_PUSH(d->arena, m->ids, m->n_ids, m->cap_ids) = id;
}

static void add_prefix(struct deriving *d, struct making *m, struct wit_prefix prefix)
{
    for (size_t i = 0; i < m->n_prefixes; i++)
        if (wit_prefix_cmp(m->prefixes[i], prefix) == 0)
            return;
    WIT_PUSH(d->arena, m->prefixes, m->n_prefixes, m->cap_prefixes) = prefix;
}

/* Every written role of the claim's kind that holds it gets the service; a derived one where there is none. */
static void spread(struct deriving *d, const struct wit_kclaim *claim, const struct wit_interface *interface,
                   const struct wit_prefix *prefix)
{
    size_t n = d->intent == NULL ? 0 : d->intent->n_roles;
    bool held = false;
    for (size_t i = 0; i < n; i++) {
        const struct wit_holders *m = &d->holders[i];
        if (m->role->kind != claim->kind)
            continue;
        bool has = interface != NULL ? holds_interface(m, interface)
                   : prefix != NULL  ? holds_prefix(m, *prefix)
                                     : holds_bucket(m, claim->bucket);
        if (has)
            want(d, m->role->id, claim);
        held = held || has;
    }
    if (held)
        return;
    const char *id = free_id(d, claim->role);
    struct making *made = make(d, id, claim->kind);
    /* A match of prefixes and ids would need both at once: what lies outside is a role beside the other. */
    if (prefix != NULL ? made->n_ids > 0 : made->n_prefixes > 0) {
        id = free_id(d, wit_fmt(d->arena, "%s-%s", claim->role, prefix != NULL ? "outside" : "inside"));
        made = make(d, id, claim->kind);
    }
    if (interface != NULL)
        add_id(d, made, interface->id);
    else if (prefix != NULL)
        add_prefix(d, made, *prefix);
    else
        add_id(d, made, claim->bucket->id);
    want(d, id, claim);
}

static void spread_all(struct deriving *d, const struct wit_kclaims *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct wit_kclaim *claim = &c->items[i];
        for (size_t k = 0; k < claim->n_interfaces; k++)
            spread(d, claim, claim->interfaces[k], NULL);
        for (size_t k = 0; k < claim->n_outside; k++)
            spread(d, claim, NULL, &claim->outside[k]);
        if (claim->bucket != NULL)
            spread(d, claim, NULL, NULL);
    }
}

/* ---- the new intent ---- */
static int by_role(const void *a, const void *b)
{
    return strcmp(((const struct wit_role *)a)->id, ((const struct wit_role *)b)->id);
}

static int by_word(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_prefix(const void *a, const void *b)
{
    return wit_prefix_cmp(*(const struct wit_prefix *)a, *(const struct wit_prefix *)b);
}

static wit_gap_ref more_of(const struct wit_kclaims *c, const char *id)
{
    for (size_t i = 0; i < c->n_more; i++) {
        size_t len = strlen(c->more[i].role); /* "-outside", "-inside", "-2" */
        if (strncmp(id, c->more[i].role, len) == 0 && (id[len] == '\0' || id[len] == '-'))
            return c->platform->gaps_in_estate[c->more[i].gap];
    }
    return WIT_NO_GAP;
}

static void add_roles(struct wit_intent *out, struct deriving *d, const struct wit_kclaims *c)
{
    size_t n = d->intent == NULL ? 0 : d->intent->n_roles;
    struct wit_role *roles = WIT_NEW_ARRAY(d->arena, struct wit_role, n + d->n_made);
    if (n > 0)
        memcpy(roles, d->intent->roles, n * sizeof *roles);
    for (size_t i = 0; i < d->n_made; i++) {
        struct making *m = &d->made[i];
        if (m->n_ids > 1)
            qsort(m->ids, m->n_ids, sizeof *m->ids, by_word);
        if (m->n_prefixes > 1)
            qsort(m->prefixes, m->n_prefixes, sizeof *m->prefixes, by_prefix);
        roles[n++] = (struct wit_role){
            .id = m->id,
            .kind = m->kind,
            .match = {.ids = {m->ids, m->n_ids}, .prefixes = m->prefixes, .n_prefixes = m->n_prefixes},
            .derived = true,
            .more = more_of(c, m->id)};
    }
    if (n > 1)
        qsort(roles, n, sizeof *roles, by_role);
    out->roles = roles;
    out->n_roles = n;
}

static void note_difference(struct wit_intent *out, struct deriving *d, size_t *cap, const struct wit_service *s,
                            const struct wit_kclaim *claim)
{
    const char *what = NULL;
    if (s->security[0] != '\0' && claim->security[0] != '\0' && strcmp(s->security, claim->security) != 0)
        what = wit_fmt(d->arena, "security is '%s' in the intent and '%s' by %s", s->security, claim->security,
                       claim->label);
    else if (s->use != claim->use)
        what = wit_fmt(d->arena, "its use is '%s' in the intent and '%s' by %s", wit_class_word(s->use),
                       wit_class_word(claim->use), claim->label);
    else if (s->listener[0] != '\0' && claim->listener[0] != '\0' && strcmp(s->listener, claim->listener) != 0)
        what = wit_fmt(d->arena, "the listener is '%s' in the intent and '%s' by %s", s->listener, claim->listener,
                       claim->label);
    if (what == NULL)
        return;
    struct wit_service_difference *list = (struct wit_service_difference *)(uintptr_t)out->differences;
    WIT_PUSH(d->arena, list, out->n_differences, *cap) = (struct wit_service_difference){
        s, claim->listener, claim->security, claim->use, claim->ports, what, claim->cite};
    out->differences = list;
}

/* What is written about a port stays; evidence adds the ports that nobody wrote about. */
static void add_services(struct wit_intent *out, struct deriving *d)
{
    size_t n = d->intent == NULL ? 0 : d->intent->n_services, written = n, cap = 0;
    struct wit_service *list = WIT_NEW_ARRAY(d->arena, struct wit_service, n + d->n_wanted);
    for (size_t i = 0; i < n; i++) {
        list[i] = d->intent->services[i];
        list[i].role = wit_intent_role(out, list[i].role->id);
    }
    for (size_t i = 0; i < d->n_wanted; i++) {
        const struct wit_kclaim *claim = d->wanted[i].claim;
        const struct wit_role *role = wit_intent_role(out, d->wanted[i].role);
        struct wit_pset ports = claim->ports;
        for (size_t k = 0; k < written; k++) {
            if (list[k].role != role || !wit_pset_meets(list[k].ports, ports))
                continue;
            note_difference(out, d, &cap, &list[k], claim);
            ports = wit_pset_subtract(d->arena, ports, list[k].ports);
        }
        if (ports.n > 0)
            list[n++] = (struct wit_service){.role = role,
                                             .listener = claim->listener,
                                             .security = claim->security,
                                             .ports = ports,
                                             .use = claim->use,
                                             .derived = true,
                                             .cite = claim->cite};
    }
    out->services = list;
    out->n_services = n;
}

/* Ends of paths and statements name the same roles, in the new list. */
static const struct wit_end *renamed(const struct deriving *d, const struct wit_intent *out, const struct wit_end *ends,
                                     size_t n)
{
    struct wit_end *list = WIT_NEW_ARRAY(d->arena, struct wit_end, n);
    for (size_t i = 0; i < n; i++) {
        list[i] = ends[i];
        list[i].role = ends[i].role == NULL ? NULL : wit_intent_role(out, ends[i].role->id);
    }
    return list;
}

static void rename_ends(struct wit_intent *out, const struct deriving *d)
{
    const struct wit_intent *from = d->intent;
    struct wit_declared_path *paths = WIT_NEW_ARRAY(d->arena, struct wit_declared_path, from->n_paths);
    struct wit_never *nevers = WIT_NEW_ARRAY(d->arena, struct wit_never, from->n_nevers);
    for (size_t i = 0; i < from->n_paths; i++) {
        paths[i] = from->paths[i];
        paths[i].from = renamed(d, out, paths[i].from, paths[i].n_from);
        paths[i].to = *renamed(d, out, &from->paths[i].to, 1);
    }
    for (size_t i = 0; i < from->n_nevers; i++) {
        nevers[i] = from->nevers[i];
        nevers[i].from = renamed(d, out, nevers[i].from, nevers[i].n_from);
        nevers[i].to = *renamed(d, out, &from->nevers[i].to, 1);
    }
    out->paths = paths;
    out->nevers = nevers;
}

const struct wit_intent *wit_platform_intent(struct wit_arena *arena, const struct wit_estate *estate,
                                             const struct wit_platform *platform, const struct wit_intent *intent)
{
    struct deriving d = {.arena = arena, .estate = estate, .intent = intent, .wanted_keys = wit_strmap_new(arena)};
    struct wit_kclaims claims = {.arena = arena, .estate = estate, .platform = platform};
    wit_kclaims_clusters(&claims);
    wit_kclaims_others(&claims);
    if (claims.n == 0)
        return intent;
    d.holders = WIT_NEW_ARRAY(arena, struct wit_holders, intent == NULL ? 0 : intent->n_roles);
    for (size_t i = 0; intent != NULL && i < intent->n_roles; i++)
        wit_role_members(&d.holders[i], arena, estate, &intent->roles[i]);
    spread_all(&d, &claims);
    struct wit_intent *out = WIT_NEW(arena, struct wit_intent);
    *out = intent == NULL ? (struct wit_intent){.name = "", .sha256 = "", .derived_only = true} : *intent;
    out->differences = NULL;
    out->n_differences = 0;
    add_roles(out, &d, &claims);
    add_services(out, &d);
    if (intent != NULL)
        rename_ends(out, &d);
    return out;
}
