/* render/gate.c: judges a map for an approval: what is red, what is open, what a waiver covers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/gate.h"

#include <string.h>

const char *wit_gate_word(enum wit_gate_verdict v)
{
    static const char *const words[] = {[WIT_GATE_CLEAR] = "clear", [WIT_GATE_OPEN] = "open", [WIT_GATE_RED] = "red"};
    return words[v];
}

const struct wit_waiver *wit_gate_waiver(const struct wit_map *map, const char *id)
{
    for (size_t i = 0; i < map->n_waivers; i++)
        if (strcmp(map->waivers[i].id, id) == 0)
            return &map->waivers[i];
    return NULL;
}

static const char *end_name(const struct wit_scope *s)
{
    return s->name[0] != '\0' ? s->name : s->id;
}

const char *wit_gate_path_title(struct wit_arena *arena, const struct wit_path *path)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf ports;
    wit_buf_init(&ports, (size_t)1 << 20);
    wit_port_ranges_text(&ports, path->service.ports, path->service.n_ports);
    return wit_fmt(arena, "%s %s -> %s%s%s", wit_class_word(path->class), end_name(&path->from), end_name(&path->to),
                   ports.len > 0 ? ", " : "", wit_buf_str(&ports));
}

const char *wit_gate_path_why(struct wit_arena *arena, const struct wit_path *path)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 20);
    for (size_t i = 0; i < path->n_reasons; i++)
        wit_buf_printf(&text, "%s%s", i > 0 ? " " : "", path->reasons[i].text);
    return wit_strdup(arena, wit_buf_str(&text));
}

const char *wit_gate_statement_why(struct wit_arena *arena, const struct wit_assertion *a)
{
    enum { SHOWN = 3 };
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 20);
    for (size_t i = 0; i < a->n_witnesses && i < SHOWN; i++) {
        const struct wit_witness *w = &a->witnesses[i];
        wit_buf_printf(&text, "%s%s -> %s%s%s: %s", i > 0 ? "; " : "", w->from, w->to, w->ports[0] != '\0' ? ", " : "",
                       w->ports, w->decider);
    }
    if (a->n_witnesses > SHOWN)
        wit_buf_printf(&text, "; and %zu more", a->n_witnesses - SHOWN);
    return wit_strdup(arena, wit_buf_str(&text));
}

/* The waiver in force whose subject is exactly this; "" none. */
static const char *direct(const struct wit_map *map, const char *subject)
{
    for (size_t i = 0; i < map->n_waivers; i++)
        if (!map->waivers[i].ended && strcmp(map->waivers[i].subject, subject) == 0)
            return map->waivers[i].id;
    return "";
}

static const char *in_force(const struct wit_map *map, const char *waiver)
{
    const struct wit_waiver *w = waiver[0] == '\0' ? NULL : wit_gate_waiver(map, waiver);
    return w == NULL || w->ended ? "" : w->id;
}

/* path id + check -> waiver of the finding that lists it */
static struct wit_strmap *waived_findings(struct wit_arena *arena, const struct wit_map *map)
{
    struct wit_strmap *index = wit_strmap_new(arena);
    for (size_t i = 0; i < map->n_findings; i++) {
        const struct wit_finding *f = &map->findings[i];
        const char *waiver = in_force(map, f->waiver);
        for (size_t k = 0; k < f->n_paths && waiver[0] != '\0'; k++)
            wit_strmap_put(index, wit_fmt(arena, "%s %s", f->paths[k], f->check), (void *)(uintptr_t)waiver);
    }
    /* A finding of the same check about the same path that is not waived keeps the path red. */
    for (size_t i = 0; i < map->n_findings; i++) {
        const struct wit_finding *f = &map->findings[i];
        for (size_t k = 0; k < f->n_paths && in_force(map, f->waiver)[0] == '\0'; k++)
            wit_strmap_set(index, wit_fmt(arena, "%s %s", f->paths[k], f->check), NULL);
    }
    return index;
}

static const char *waiver_of_path(struct wit_arena *arena, const struct wit_map *map, const struct wit_strmap *waived,
                                  const struct wit_path *p)
{
    const char *found = direct(map, p->id);
    if (found[0] != '\0')
        return found;
    for (size_t i = 0; i < p->n_reasons; i++) {
        const char *check = wit_reason_check(p->reasons[i].code);
        if (check != NULL && check[0] == '\0')
            continue;
        const char *waiver = check == NULL ? NULL : wit_strmap_get(waived, wit_fmt(arena, "%s %s", p->id, check));
        if (waiver == NULL)
            return "";
        found = waiver;
    }
    return found;
}

static void put(struct wit_gate_items *list, struct wit_arena *arena, struct wit_gate_item item)
{
    WIT_PUSH(arena, list->items, list->n, list->cap) = item;
}

static void judge_statements(struct wit_gate *g, struct wit_arena *arena, const struct wit_map *map)
{
    const char **waivers = WIT_NEW_ARRAY(arena, const char *, map->n_assertions);
    for (size_t i = 0; i < map->n_assertions; i++) {
        const struct wit_assertion *a = &map->assertions[i];
        waivers[i] = a->proof == WIT_PROVED ? "" : direct(map, a->id);
        g->statements[a->proof]++;
        struct wit_gate_item item = {"statement",
                                     a->id,
                                     wit_proof_word(a->proof),
                                     wit_fmt(arena, "never %s", a->text),
                                     wit_gate_statement_why(arena, a),
                                     waivers[i]};
        if (a->proof != WIT_PROVED)
            put(waivers[i][0] != '\0' ? &g->waived : a->proof == WIT_VIOLATED ? &g->red : &g->open, arena, item);
    }
    g->statement_waivers = waivers;
}

static void judge_paths(struct wit_gate *g, struct wit_arena *arena, const struct wit_map *map)
{
    const char **waivers = WIT_NEW_ARRAY(arena, const char *, map->n_paths);
    const struct wit_strmap *waived = waived_findings(arena, map);
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_path *p = &map->paths[i];
        waivers[i] = p->status == WIT_RED ? waiver_of_path(arena, map, waived, p) : "";
        g->paths[p->status]++;
        g->unknown_paths += p->permitted.verdict == WIT_UNKNOWN;
        if (p->status == WIT_GREEN)
            continue;
        struct wit_gate_item item = {
            "path",    p->id, wit_status_word(p->status), wit_gate_path_title(arena, p), wit_gate_path_why(arena, p),
            waivers[i]};
        put(p->status == WIT_YELLOW ? &g->yellow : waivers[i][0] != '\0' ? &g->waived : &g->red, arena, item);
    }
    g->path_waivers = waivers;
}

static void judge_findings(struct wit_gate *g, struct wit_arena *arena, const struct wit_map *map)
{
    for (size_t i = 0; i < map->n_findings; i++) {
        const struct wit_finding *f = &map->findings[i];
        const char *waiver = in_force(map, f->waiver);
        g->findings[f->severity]++;
        struct wit_gate_item item = {"finding", f->id, wit_severity_word(f->severity), f->title, f->text, waiver};
        if (waiver[0] != '\0')
            put(&g->waived, arena, item);
        else if (f->severity == WIT_HIGH)
            put(&g->red, arena, item);
    }
}

void wit_gate_judge(struct wit_gate *out, struct wit_arena *arena, const struct wit_map *map)
{
    *out = (struct wit_gate){0};
    judge_statements(out, arena, map);
    judge_findings(out, arena, map);
    judge_paths(out, arena, map);
    out->verdict = out->red.n > 0 ? WIT_GATE_RED : out->open.n > 0 ? WIT_GATE_OPEN : WIT_GATE_CLEAR;
}
