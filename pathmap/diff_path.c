/* pathmap/diff_path.c: what is different in the paths of two maps: there or not, ports, verdicts, traffic, listener,
 * status, review.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * By what a path is in effect, never by how rules are written: a rewrite to the same effect is no change.
 */
#include <string.h>

#include "pathmap/diff_inside.h"

static const char *end_words(const struct wit_scope *s)
{
    return s->name[0] != '\0' ? s->name : s->id;
}

static const char *what(struct wit_arena *arena, const struct wit_path *p)
{
    return wit_fmt(arena, "%s %s -> %s", wit_class_word(p->class), end_words(&p->from), end_words(&p->to));
}

static const char *words(struct wit_arena *arena, struct wit_pset set)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)1 << 16);
    size_t n;
    const struct wit_port_range *ranges = wit_port_ranges_of(&n, arena, set);
    wit_port_ranges_text(&text, ranges, n);
    return n == 0 ? "none" : wit_strdup(arena, wit_buf_str(&text));
}

static const char *role_words(const struct wit_scope *s)
{
    if (s->role[0] != '\0')
        return s->role;
    return strcmp(s->kind, "subnet") == 0 ? "subnets" : strcmp(s->kind, "network") == 0 ? "networks" : end_words(s);
}

static struct wit_change *add_path(struct wit_diff_work *w, enum wit_change_kind kind, const struct wit_path *p)
{
    static const int weights[] = {
        [WIT_RED] = WIT_DIFF_RED, [WIT_YELLOW] = WIT_DIFF_YELLOW, [WIT_GREEN] = WIT_DIFF_GREEN};
    struct wit_change *c = wit_diff_add(w, kind, "path", p->id, what(w->arena, p), weights[p->status]);
    c->class = wit_class_word(p->class);
    c->from = end_words(&p->from);
    c->to = end_words(&p->to);
    c->from_role = role_words(&p->from);
    c->to_role = role_words(&p->to);
    return c;
}

/* The verdict, and the ports of the service at which it holds. */
static const char *state_of(struct wit_arena *arena, const struct wit_path *p)
{
    return wit_fmt(arena, "%s at %s, %s, %s", wit_verdict_word(p->permitted.verdict),
                   words(arena, wit_port_ranges_set(arena, p->service.ports, p->service.n_ports)),
                   wit_declared_word(p->declared.verdict), wit_status_word(p->status));
}

static void came_or_went(struct wit_diff_work *w, const struct wit_path *before, const struct wit_path *after)
{
    const struct wit_path *p = before != NULL ? before : after;
    struct wit_change *c = add_path(w, before != NULL ? WIT_REMOVED : WIT_ADDED, p);
    struct wit_pset ports = wit_port_ranges_set(w->arena, p->permitted.ports, p->permitted.n_ports);
    ports = wit_pset_union(w->arena, ports, wit_port_ranges_set(w->arena, p->service.ports, p->service.n_ports));
    if (before != NULL)
        c->before = state_of(w->arena, before);
    else
        c->after = state_of(w->arena, after);
    wit_cause_of_path(c, &w->causes, before, after, ports);
}

static void compare_ports(struct wit_diff_work *w, const struct wit_path *before, const struct wit_path *after)
{
    struct wit_pset was = wit_port_ranges_set(w->arena, before->permitted.ports, before->permitted.n_ports);
    struct wit_pset is = wit_port_ranges_set(w->arena, after->permitted.ports, after->permitted.n_ports);
    const enum wit_change_kind kinds[] = {WIT_WIDENED, WIT_NARROWED};
    const struct wit_pset moved[] = {wit_pset_subtract(w->arena, is, was), wit_pset_subtract(w->arena, was, is)};
    bool told = before->permitted.verdict != after->permitted.verdict && (was.n == 0 || is.n == 0);
    for (size_t i = 0; i < 2 && !told; i++) { /* the verdict says it already when nothing is left, or was there */
        if (moved[i].n == 0)
            continue;
        struct wit_change *c = add_path(w, kinds[i], after);
        c->before = words(w->arena, was);
        c->after = words(w->arena, is);
        wit_cause_of_path(c, &w->causes, before, after, moved[i]);
    }
}

/* Columns that people fill: the owner apart, the rest together. */
static void compare_review(struct wit_diff_work *w, const struct wit_path *before, const struct wit_path *after)
{
    const struct {
        const char *name, *was, *is;
        enum wit_change_kind kind;
    } columns[] = {
        {"owner", before->review.owner, after->review.owner, WIT_CHANGED_OWNER},
        {"purpose", before->review.purpose, after->review.purpose, WIT_CHANGED_REVIEW},
        {"identity", before->review.identity, after->review.identity, WIT_CHANGED_REVIEW},
        {"encryption", before->review.encryption, after->review.encryption, WIT_CHANGED_REVIEW},
        {"audit", before->review.audit, after->review.audit, WIT_CHANGED_REVIEW},
        {"intent", before->declared.intent, after->declared.intent, WIT_CHANGED_REVIEW},
        {"expires", before->declared.expires, after->declared.expires, WIT_CHANGED_REVIEW},
    };
    static const enum wit_change_kind kinds[] = {WIT_CHANGED_OWNER, WIT_CHANGED_REVIEW};
    for (size_t k = 0; k < 2; k++) {
        const char *was = "", *is = "";
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            if (columns[i].kind == kinds[k] && strcmp(columns[i].was, columns[i].is) != 0) {
                const char *comma = was[0] == '\0' ? "" : "; ";
                was = wit_fmt(w->arena, "%s%s%s: %s", was, comma, columns[i].name, columns[i].was);
                is = wit_fmt(w->arena, "%s%s%s: %s", is, comma, columns[i].name, columns[i].is);
            }
        if (was[0] == '\0')
            continue;
        struct wit_change *c = add_path(w, kinds[k], after);
        c->before = was;
        c->after = is;
        /* The three last columns may come from evidence; an intent that is the same did not do it. */
        c->cause =
            strcmp(w->causes.older->intent_sha256, w->causes.newer->intent_sha256) != 0 || kinds[k] == WIT_CHANGED_OWNER
                ? "the intent changed"
                : "what evidence tells of it changed";
    }
}

static const char *listener_of(struct wit_arena *arena, const struct wit_path *p)
{
    return wit_fmt(arena, "%s%s%s", p->service.listener, p->service.listener[0] != '\0' ? " at " : "",
                   words(arena, wit_port_ranges_set(arena, p->service.ports, p->service.n_ports)));
}

static void compare_listener(struct wit_diff_work *w, const struct wit_path *before, const struct wit_path *after)
{
    const char *was = listener_of(w->arena, before), *is = listener_of(w->arena, after);
    if (strcmp(was, is) == 0)
        return;
    struct wit_change *c = add_path(w, WIT_CHANGED_LISTENER, after);
    c->before = was;
    c->after = is;
    wit_cause_of_listener(c, &w->causes, before, after);
}

/* Not watched is no "not seen": a path that nobody looked at this time is told as that. */
static void compare_traffic(struct wit_diff_work *w, const struct wit_path *before, const struct wit_path *after)
{
    enum wit_observed was = before->observed.verdict, is = after->observed.verdict;
    if ((was == WIT_SEEN) == (is == WIT_SEEN))
        return;
    struct wit_change *c = add_path(w,
                                    is == WIT_SEEN       ? WIT_NOW_OBSERVED
                                    : is == WIT_NOT_SEEN ? WIT_NO_LONGER_OBSERVED
                                                         : WIT_NO_LONGER_WATCHED,
                                    after);
    c->before = wit_observed_word(was);
    c->after = wit_observed_word(is);
    c->cause = is == WIT_SEEN       ? "traffic was seen that was not seen before"
               : is == WIT_NOT_SEEN ? "traffic that was seen before was not seen while it was watched"
                                    : "nobody watched it this time";
    c->cause_evidence = "";
}

static void compare_verdicts(struct wit_diff_work *w, const struct wit_path *before, const struct wit_path *after)
{
    struct wit_pset none = wit_pset_none();
    bool ended = before->declared.verdict != WIT_EXPIRED && after->declared.verdict == WIT_EXPIRED;
    bool permitted = before->permitted.verdict != after->permitted.verdict;
    if (permitted || (!ended && before->declared.verdict != after->declared.verdict)) {
        struct wit_change *c = add_path(w, WIT_CHANGED_VERDICT, after);
        const char *declared = wit_declared_word(before->declared.verdict);
        c->before = wit_fmt(w->arena, "%s, %s", wit_verdict_word(before->permitted.verdict), declared);
        c->after = wit_fmt(w->arena, "%s, %s", wit_verdict_word(after->permitted.verdict),
                           ended ? declared : wit_declared_word(after->declared.verdict));
        wit_cause_of_path(c, &w->causes, before, after, none);
    }
    if (ended) {
        struct wit_change *c = add_path(w, WIT_CHANGE_EXPIRED, after);
        c->before = wit_declared_word(before->declared.verdict);
        c->after = wit_declared_word(after->declared.verdict);
        c->cause =
            wit_fmt(w->arena, "the declaration '%s' expired on %s", after->declared.intent, after->declared.expires);
    }
}

static void compare(struct wit_diff_work *w, const struct wit_path *before, const struct wit_path *after)
{
    compare_ports(w, before, after);
    compare_verdicts(w, before, after);
    compare_traffic(w, before, after);
    compare_listener(w, before, after);
    if (before->status != after->status) {
        struct wit_change *c = add_path(w, WIT_CHANGED_STATUS, after);
        c->before = wit_status_word(before->status);
        c->after = wit_status_word(after->status);
        /* Nothing but the traffic is different: its line says why. */
        bool traffic = before->observed.verdict != after->observed.verdict &&
                       before->permitted.verdict == after->permitted.verdict &&
                       before->declared.verdict == after->declared.verdict;
        if (!traffic)
            wit_cause_of_path(c, &w->causes, before, after, wit_pset_none());
    }
    compare_review(w, before, after);
}

void wit_diff_paths(struct wit_diff_work *w)
{
    const struct wit_map *older = w->causes.older, *newer = w->causes.newer;
    struct wit_strmap *was = wit_strmap_new(w->arena), *is = wit_strmap_new(w->arena);
    for (size_t i = 0; i < newer->n_paths; i++)
        wit_strmap_put(is, newer->paths[i].id, (void *)(uintptr_t)&newer->paths[i]);
    for (size_t i = 0; i < older->n_paths; i++) {
        wit_strmap_put(was, older->paths[i].id, (void *)(uintptr_t)&older->paths[i]);
        if (wit_strmap_get(is, older->paths[i].id) == NULL)
            came_or_went(w, &older->paths[i], NULL);
    }
    for (size_t i = 0; i < newer->n_paths; i++) {
        const struct wit_path *before = wit_strmap_get(was, newer->paths[i].id);
        if (before == NULL)
            came_or_went(w, NULL, &newer->paths[i]);
        else
            compare(w, before, &newer->paths[i]);
    }
}
