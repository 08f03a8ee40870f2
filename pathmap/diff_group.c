/* pathmap/diff_group.c: a diff for people: the changes by cause, those of one path merged, paths that are alike folded.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A path is alike another when cause, what happened, class, the roles of its ends, and its states before and after are.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/diff_group.h"

/* What happened to one path or statement for one cause. */
struct event {
    const struct wit_change *first;
    const char *word, *cause, *evidence, *state;
    bool ports; /* said already: a path that is widened and narrowed has both ports in each */
};

/* "reachable, declared => reachable, expired": what stays the same is left out. */
static const char *moved(struct wit_arena *arena, const char *before, const char *after)
{
    const char *b = strstr(before, ", "), *a = strstr(after, ", ");
    if (b != NULL && a != NULL) {
        size_t nb = (size_t)(b - before), na = (size_t)(a - after);
        if (nb == na && strncmp(before, after, nb) == 0)
            return wit_fmt(arena, "%s => %s", b + 2, a + 2);
        if (strcmp(b, a) == 0)
            return wit_fmt(arena, "%.*s => %.*s", (int)nb, before, (int)na, after);
    }
    return wit_fmt(arena, "%s => %s", before, after);
}

static const char *state_of(struct wit_arena *arena, const struct wit_change *c)
{
    if (c->before[0] == '\0')
        return c->after;
    if (c->after[0] == '\0')
        return wit_fmt(arena, "was %s", c->before);
    return c->kind == WIT_CHANGED_VERDICT ? moved(arena, c->before, c->after)
                                          : wit_fmt(arena, "%s => %s", c->before, c->after);
}

static const char *word_of(const struct wit_change *c)
{
    if (strcmp(c->subject, "path") != 0)
        return strcmp(c->subject, "statement") == 0 ? "never" : c->subject;
    return c->kind == WIT_ADDED ? "added" : c->kind == WIT_REMOVED ? "removed" : "changed";
}

/* The changes of one path stand together in a diff; those without a cause of their own follow the first. */
static size_t events_of(struct event *events, struct wit_arena *arena, const struct wit_change *changes, size_t n)
{
    size_t n_events = 0;
    for (size_t i = 0; i < n; i++) {
        const struct wit_change *c = &changes[i];
        struct event *e = NULL;
        for (size_t k = 0; k < n_events && e == NULL; k++)
            if (c->cause[0] == '\0' || events[k].cause[0] == '\0' ||
                (strcmp(events[k].cause, c->cause) == 0 && strcmp(events[k].evidence, c->cause_evidence) == 0))
                e = &events[k];
        bool ports = c->kind == WIT_WIDENED || c->kind == WIT_NARROWED;
        if (e == NULL) {
            e = &events[n_events++];
            *e = (struct event){c, word_of(c), c->cause, c->cause_evidence, state_of(arena, c), ports};
            continue;
        }
        if (e->cause[0] == '\0') {
            e->cause = c->cause;
            e->evidence = c->cause_evidence;
        }
        if (!ports || !e->ports)
            e->state = wit_fmt(arena, "%s, %s", e->state, state_of(arena, c));
        e->ports |= ports;
    }
    return n_events;
}

static struct wit_diff_block *block_of(struct wit_diff_groups *out, struct wit_arena *arena, struct wit_strmap *index,
                                       const struct event *e)
{
    const char *key = wit_fmt(arena, "%s\n%s", e->cause, e->evidence);
    uintptr_t at = (uintptr_t)wit_strmap_get(index, key);
    if (at == 0) {
        WIT_PUSH(arena, out->blocks, out->n, out->cap) =
            (struct wit_diff_block){e->cause, e->evidence, e->first->who, e->first->when, NULL, 0, 0};
        at = out->n;
        wit_strmap_set(index, key, (void *)at);
    }
    return &out->blocks[at - 1];
}

static void put(struct wit_diff_groups *out, struct wit_arena *arena, struct wit_strmap *blocks,
                struct wit_strmap *lines, const struct event *e)
{
    struct wit_diff_block *b = block_of(out, arena, blocks, e);
    const struct wit_change *c = e->first;
    const char *who = c->class[0] == '\0' ? c->id : wit_fmt(arena, "%s\n%s\n%s", c->class, c->from_role, c->to_role);
    const char *key = wit_fmt(arena, "%s\n%s\n%s\n%s\n%s", e->cause, e->evidence, e->word, who, e->state);
    uintptr_t at = (uintptr_t)wit_strmap_get(lines, key);
    if (at == 0) {
        WIT_PUSH(arena, b->lines, b->n, b->cap) = (struct wit_diff_line){e->word, c->what, e->state, NULL, 0, 0};
        at = b->n;
        wit_strmap_set(lines, key, (void *)at);
    }
    if (b->who[0] == '\0') {
        b->who = c->who;
        b->when = c->when;
    }
    struct wit_diff_line *line = &b->lines[at - 1];
    const struct wit_change **members = (const struct wit_change **)(uintptr_t)line->members;
    WIT_PUSH(arena, members, line->n, line->cap) = c;
    line->members = members;
    if (line->n == 2 && c->class[0] != '\0')
        line->what = wit_fmt(arena, "%s %s -> %s", c->class, c->from_role, c->to_role);
}

static void last_without_cause(struct wit_diff_groups *out)
{
    for (size_t i = 0; i + 1 < out->n; i++)
        if (out->blocks[i].cause[0] == '\0') {
            struct wit_diff_block untold = out->blocks[i];
            memmove(&out->blocks[i], &out->blocks[i + 1], (out->n - 1 - i) * sizeof *out->blocks);
            out->blocks[out->n - 1] = untold;
            return;
        }
}

static size_t *counter(struct wit_diff_groups *out, const struct wit_change *c)
{
    const struct {
        const char *subject;
        size_t *count;
    } rows[] = {{"statement", &out->statements},
                {"finding", &out->findings},
                {"waiver", &out->waivers},
                {"sheet", &out->sheets}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(c->subject, rows[i].subject) == 0)
            return rows[i].count;
    if (strcmp(c->subject, "gap") == 0)
        return c->kind == WIT_GAP_OPENED ? &out->gaps_opened : &out->gaps_closed;
    return c->kind == WIT_ADDED ? &out->added : c->kind == WIT_REMOVED ? &out->removed : &out->changed;
}

void wit_diff_group(struct wit_diff_groups *out, struct wit_arena *arena, const struct wit_diff *diff)
{
    struct wit_strmap *blocks = wit_strmap_new(arena), *lines = wit_strmap_new(arena);
    *out = (struct wit_diff_groups){0};
    for (size_t i = 0, next; i < diff->n; i = next) {
        const struct wit_change *c = &diff->changes[i];
        for (next = i + 1; next < diff->n && strcmp(c->id, diff->changes[next].id) == 0 &&
                           strcmp(c->subject, diff->changes[next].subject) == 0;
             next++)
            ;
        *counter(out, c) += 1;
        struct event *events = WIT_NEW_ARRAY(arena, struct event, next - i);
        size_t n = events_of(events, arena, c, next - i);
        for (size_t k = 0; k < n; k++)
            put(out, arena, blocks, lines, &events[k]);
    }
    last_without_cause(out);
}

/* The names of one side, each once, in order of appearance. */
static const char **side(size_t *n, struct wit_arena *arena, const struct wit_diff_line *line, bool from)
{
    const char **names = WIT_NEW_ARRAY(arena, const char *, line->n);
    struct wit_strmap *seen = wit_strmap_new(arena);
    *n = 0;
    for (size_t i = 0; i < line->n; i++) {
        const char *name = from ? line->members[i]->from : line->members[i]->to;
        if (wit_strmap_put(seen, name, (void *)(uintptr_t)name))
            names[(*n)++] = name;
    }
    return names;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *wit_diff_members(struct wit_arena *arena, const struct wit_diff_line *line)
{
    size_t n_from, n_to;
    const char **from = side(&n_from, arena, line, true), **to = side(&n_to, arena, line, false);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 24);
    /* Names are not ids: two subnets of one name keep the pairs apart. */
    if (n_from * n_to == line->n) {
        qsort(from, n_from, sizeof *from, by_name);
        qsort(to, n_to, sizeof *to, by_name);
        for (size_t i = 0; i < n_from; i++)
            wit_buf_printf(&text, "%s%s", i > 0 ? ", " : "", from[i]);
        for (size_t i = 0; i < n_to; i++)
            wit_buf_printf(&text, "%s%s", i > 0 ? ", " : " -> ", to[i]);
    } else {
        for (size_t i = 0; i < line->n; i++)
            wit_buf_printf(&text, "%s%s -> %s", i > 0 ? "; " : "", line->members[i]->from, line->members[i]->to);
    }
    return wit_strdup(arena, wit_buf_str(&text));
}
