/* render/scene_groups.c: which ends of paths are told apart in a picture: subnets that nothing distinguishes are one.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Partition refinement: ends begin in one class by network, role and kind of route; an end leaves its class when its
 * paths differ in kind or in the classes that they lead to; until nothing changes.
 */
#include <stdlib.h>
#include <string.h>

#include "render/scene.h"

#define ROUNDS 12

struct maker {
    struct wit_arena *arena;
    const struct wit_map *map;
    struct wit_scene_units *u;
    struct wit_strmap *subnets; /* id -> struct wit_map_subnet */
    struct wit_strmap *units;   /* key -> index + 1 */
};

static size_t unit_of(struct maker *m, const struct wit_scope *scope, uint64_t endpoints)
{
    bool subnet = strcmp(scope->kind, "subnet") == 0;
    const struct wit_map_subnet *place = subnet ? wit_strmap_get(m->subnets, scope->id) : NULL;
    const char *key = wit_fmt(m->arena, "%s\x1f%s\x1f%s", place != NULL ? "" : scope->kind, scope->id, scope->role);
    uintptr_t at = (uintptr_t)wit_strmap_get(m->units, key);
    if (at == 0) {
        WIT_PUSH(m->arena, m->u->units, m->u->n, m->u->cap) = (struct wit_scene_unit){.scope = *scope, .subnet = place};
        at = m->u->n;
        wit_strmap_put(m->units, key, (void *)at);
    }
    struct wit_scene_unit *unit = &m->u->units[at - 1];
    if (endpoints > unit->endpoints)
        unit->endpoints = endpoints;
    return at - 1;
}

static void collect(struct maker *m, bool idle)
{
    const struct wit_map *map = m->map;
    for (size_t i = 0; i < map->n_subnets; i++)
        wit_strmap_put(m->subnets, map->subnets[i].id, (void *)(uintptr_t)&map->subnets[i]);
    for (size_t i = 0; idle && i < map->n_subnets; i++) {
        const struct wit_map_subnet *s = &map->subnets[i];
        for (size_t k = 0; k < s->n_roles; k++) {
            struct wit_scope scope = {"subnet",  s->id,      s->name, s->account,
                                      s->region, s->network, s->zone, s->roles[k]};
            unit_of(m, &scope, 0);
        }
    }
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_path *p = &map->paths[i];
        if (!m->u->drawn[i])
            continue;
        m->u->from[i] = unit_of(m, &p->from, p->permitted.from_endpoints);
        m->u->to[i] = unit_of(m, &p->to, p->permitted.to_endpoints);
    }
}

/* What an end is before its paths are looked at. */
static const char *kind_key(struct maker *m, const struct wit_scene_unit *u, enum wit_scene_level level)
{
    const struct wit_scope *s = &u->scope;
    if (u->subnet == NULL && strcmp(s->kind, "internet") == 0)
        return "internet";
    if (u->subnet == NULL)
        return level == WIT_LEVEL_SUBNET
                   ? wit_fmt(m->arena, "o\x1f%s\x1f%s\x1f%s\x1f%s", s->kind, s->role, s->network, s->account)
                   : wit_fmt(m->arena, "o\x1f%s\x1f%s", s->kind, s->role);
    switch (level) {
    case WIT_LEVEL_SUBNET:
        return wit_fmt(m->arena, "s\x1f%s\x1f%s\x1f%d", s->network, s->role, u->subnet->public_route);
    case WIT_LEVEL_NETWORK:
        return wit_fmt(m->arena, "s\x1f%s\x1f%s", s->network, s->role);
    case WIT_LEVEL_ROLE:
        break;
    }
    return wit_fmt(m->arena, "s\x1f%s", s->role);
}

/* Numbers keys in the order in which they come: 0, 1, 2 … */
static size_t number_of(struct wit_strmap *numbers, size_t *n, const char *key)
{
    uintptr_t at = (uintptr_t)wit_strmap_get(numbers, key);
    if (at == 0) {
        at = ++*n;
        wit_strmap_put(numbers, key, (void *)at);
    }
    return at - 1;
}

static int size_cmp(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return x < y ? -1 : x > y;
}

struct marks {
    size_t *items, n, cap;
};

static void put_marks(struct wit_buf *key, struct marks *s)
{
    if (s->n > 0)
        qsort(s->items, s->n, sizeof *s->items, size_cmp);
    for (size_t i = 0; i < s->n; i++) {
        if (i == 0 || s->items[i] != s->items[i - 1])
            wit_buf_printf(key, ",%zu", s->items[i]);
    }
    wit_buf_putc(key, ';');
}

/* One round: the number of classes after it. `style`: a number for class, status, verdict and ports of each path. */
static size_t refine(struct maker *m, const size_t *style)
{
    struct wit_scene_units *u = m->u;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct marks *out = WIT_NEW_ARRAY(scratch, struct marks, u->n), *in = WIT_NEW_ARRAY(scratch, struct marks, u->n);
    struct wit_strmap *numbers = wit_strmap_new(scratch), *mates = wit_strmap_new(scratch),
                      *classes = wit_strmap_new(scratch);
    size_t n = 0, n_marks = 0;
    for (size_t i = 0; i < m->map->n_paths; i++) {
        if (!u->drawn[i])
            continue;
        size_t from = u->from[i], to = u->to[i];
        size_t there = number_of(numbers, &n_marks, wit_fmt(scratch, "%zu %zu", style[i], u->units[to].group));
        size_t here = number_of(numbers, &n_marks, wit_fmt(scratch, "%zu %zu", style[i], u->units[from].group));
        WIT_PUSH(scratch, out[from].items, out[from].n, out[from].cap) = there;
        WIT_PUSH(scratch, in[to].items, in[to].n, in[to].cap) = here;
    }
    for (size_t i = 0; i < u->n; i++) { /* who shares the subnet */
        if (u->units[i].subnet == NULL)
            continue;
        struct marks *s = wit_strmap_get(mates, u->units[i].scope.id);
        if (s == NULL)
            wit_strmap_put(mates, u->units[i].scope.id, s = WIT_NEW(scratch, struct marks));
        WIT_PUSH(scratch, s->items, s->n, s->cap) = u->units[i].group;
    }
    size_t *next = WIT_NEW_ARRAY(scratch, size_t, u->n);
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) key;
    wit_buf_init(&key, (size_t)64 << 20);
    for (size_t i = 0; i < u->n; i++) {
        struct marks none = {0}, *s = u->units[i].subnet == NULL ? &none : wit_strmap_get(mates, u->units[i].scope.id);
        wit_buf_reset(&key);
        wit_buf_printf(&key, "%zu:", u->units[i].group);
        put_marks(&key, &out[i]);
        put_marks(&key, &in[i]);
        put_marks(&key, s);
        next[i] = number_of(classes, &n, wit_buf_str(&key));
    }
    for (size_t i = 0; i < u->n; i++)
        u->units[i].group = next[i];
    return n;
}

static size_t *styles_of(struct maker *m)
{
    size_t *style = WIT_NEW_ARRAY(m->arena, size_t, m->map->n_paths), n = 0;
    struct wit_strmap *numbers = wit_strmap_new(m->arena);
    for (size_t i = 0; i < m->map->n_paths; i++) {
        const struct wit_path *p = &m->map->paths[i];
        struct wit_buf WIT_CLEANUP(wit_buf_deinit) ports;
        wit_buf_init(&ports, 1 << 16);
        wit_port_ranges_text(&ports, p->service.ports, p->service.n_ports);
        style[i] = number_of(numbers, &n,
                             wit_fmt(m->arena, "%d %d %d %s", (int)p->class, (int)p->status, (int)p->permitted.verdict,
                                     wit_buf_str(&ports)));
    }
    return style;
}

struct wit_scene_units *wit_scene_units_new(struct wit_arena *arena, const struct wit_map *map, const bool *drawn,
                                            bool idle, enum wit_scene_level level)
{
    struct wit_scene_units *u = WIT_NEW(arena, struct wit_scene_units);
    struct maker m = {arena, map, u, wit_strmap_new(arena), wit_strmap_new(arena)};
    u->drawn = drawn;
    u->from = WIT_NEW_ARRAY(arena, size_t, map->n_paths);
    u->to = WIT_NEW_ARRAY(arena, size_t, map->n_paths);
    collect(&m, idle);
    struct wit_strmap *kinds = wit_strmap_new(arena);
    for (size_t i = 0; i < u->n; i++)
        u->units[i].group = number_of(kinds, &u->n_groups, kind_key(&m, &u->units[i], level));
    if (level != WIT_LEVEL_SUBNET)
        return u;
    const size_t *style = styles_of(&m);
    for (int round = 0; round < ROUNDS; round++) {
        size_t before = u->n_groups;
        u->n_groups = refine(&m, style);
        if (u->n_groups == before)
            break;
    }
    return u;
}
