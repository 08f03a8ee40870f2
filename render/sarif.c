/* render/sarif.c: findings, statements and red paths as SARIF 2.1.0.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: SARIF Version 2.1.0, OASIS Standard, 27 March 2020; sections are cited below. A record of the journal is one
 * line of journal.jsonl, so a citation is a file, a line and, as a property, a JSON pointer into the answer.
 */
#include <string.h>

#include "base/json.h"
#include "render/reports.h"

enum { MESSAGE_MAX = 4000, LOCATIONS = 20 };
#define STATEMENT_RULE "isolation-statement"
#define PATH_RULE      "red-path"

struct sarif {
    struct wit_jw jw;
    struct wit_arena *arena;
    const struct wit_report *r;
    const char **rules; /* ids, in order of their first result */
    size_t n_rules, cap_rules;
    struct wit_strmap *rule_index; /* id -> index + 1 */
};

/* 3.11: in a message { } [ ] and \ have a meaning. */
static void message(struct sarif *s, const char *key, const char *text)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)1 << 20);
    for (const char *at = wit_report_clean(s->arena, text, MESSAGE_MAX); *at != '\0'; at++) {
        if (*at == '{' || *at == '}')
            wit_buf_putc(&out, *at);
        else if (*at == '[' || *at == ']' || *at == '\\')
            wit_buf_putc(&out, '\\');
        wit_buf_putc(&out, *at);
    }
    wit_jw_key(&s->jw, key);
    wit_jw_object(&s->jw);
    wit_jw_kstr(&s->jw, "text", out.len > 0 ? wit_buf_str(&out) : "-");
    wit_jw_object_end(&s->jw);
}

static void text(struct sarif *s, const char *key, const char *value)
{
    wit_jw_kstr(&s->jw, key, wit_report_clean(s->arena, value, 0));
}

static size_t rule(struct sarif *s, const char *id)
{
    uintptr_t at = (uintptr_t)wit_strmap_get(s->rule_index, id);
    if (at == 0) {
        WIT_PUSH(s->arena, s->rules, s->n_rules, s->cap_rules) = id;
        at = s->n_rules;
        wit_strmap_set(s->rule_index, id, (void *)at);
    }
    return at - 1;
}

static void index_rules(struct sarif *s)
{
    const struct wit_map *map = s->r->map;
    for (size_t i = 0; i < map->n_findings; i++)
        rule(s, map->findings[i].check);
    if (map->n_assertions > 0)
        rule(s, STATEMENT_RULE);
    for (size_t i = 0; i < map->n_paths; i++)
        if (map->paths[i].status == WIT_RED)
            rule(s, PATH_RULE);
}

static const char *level_of(enum wit_severity severity)
{
    return severity == WIT_HIGH ? "error" : severity == WIT_MEDIUM ? "warning" : "note";
}

static void put_rules(struct sarif *s)
{
    const struct wit_map *map = s->r->map;
    wit_jw_key(&s->jw, "rules");
    wit_jw_array(&s->jw);
    for (size_t i = 0; i < s->n_rules; i++) {
        const char *id = s->rules[i], *title = "A path is red", *level = "error";
        if (strcmp(id, STATEMENT_RULE) == 0)
            title = "What must be impossible is proved to be so";
        for (size_t k = 0; k < map->n_findings; k++)
            if (strcmp(map->findings[k].check, id) == 0) {
                title = map->findings[k].title;
                level = level_of(map->findings[k].severity);
                break;
            }
        const char *help = wit_check_help(id);
        wit_jw_object(&s->jw);
        text(s, "id", id);
        message(s, "shortDescription", title);
        message(s, "fullDescription", help[0] != '\0' ? help : title);
        message(s, "help", help[0] != '\0' ? help : title);
        wit_jw_key(&s->jw, "defaultConfiguration");
        wit_jw_object(&s->jw);
        wit_jw_kstr(&s->jw, "level", level);
        wit_jw_object_end(&s->jw);
        wit_jw_object_end(&s->jw);
    }
    wit_jw_array_end(&s->jw);
}

static void location(struct sarif *s, const char *citation)
{
    struct wit_report_place at = wit_report_place(s->arena, s->r->map, citation);
    wit_jw_object(&s->jw);
    wit_jw_key(&s->jw, "physicalLocation");
    wit_jw_object(&s->jw);
    wit_jw_key(&s->jw, "artifactLocation");
    wit_jw_object(&s->jw);
    wit_jw_kstr(&s->jw, "uri", at.uri);
    wit_jw_object_end(&s->jw);
    if (at.line > 0) {
        wit_jw_key(&s->jw, "region");
        wit_jw_object(&s->jw);
        wit_jw_kint(&s->jw, "startLine", (int64_t)at.line);
        wit_jw_object_end(&s->jw);
    }
    wit_jw_object_end(&s->jw);
    if (citation[0] != '\0') {
        wit_jw_key(&s->jw, "properties");
        wit_jw_object(&s->jw);
        text(s, "citation", citation);
        text(s, "pointer", at.pointer);
        wit_jw_object_end(&s->jw);
    }
    wit_jw_object_end(&s->jw);
}

/* Every result has a place: the map itself where there is no citation. Paths are logical locations of the first. */
static void locations(struct sarif *s, const char *const *evidence, size_t n, const char *const *paths, size_t n_paths)
{
    wit_jw_key(&s->jw, "locations");
    wit_jw_array(&s->jw);
    location(s, n > 0 ? evidence[0] : "");
    wit_jw_array_end(&s->jw);
    if (n > 1) {
        wit_jw_key(&s->jw, "relatedLocations");
        wit_jw_array(&s->jw);
        for (size_t i = 1; i < n && i < LOCATIONS; i++)
            location(s, evidence[i]);
        wit_jw_array_end(&s->jw);
    }
    if (n_paths == 0)
        return;
    wit_jw_key(&s->jw, "properties");
    wit_jw_object(&s->jw);
    wit_jw_key(&s->jw, "paths");
    wit_jw_array(&s->jw);
    for (size_t i = 0; i < n_paths; i++)
        wit_jw_str(&s->jw, wit_report_clean(s->arena, paths[i], 0));
    wit_jw_array_end(&s->jw);
    wit_jw_object_end(&s->jw);
}

static void suppressions(struct sarif *s, const char *waiver)
{
    const struct wit_waiver *w = waiver[0] != '\0' ? wit_gate_waiver(s->r->map, waiver) : NULL;
    if (w == NULL || w->ended)
        return;
    wit_jw_key(&s->jw, "suppressions");
    wit_jw_array(&s->jw);
    wit_jw_object(&s->jw);
    wit_jw_kstr(&s->jw, "kind", "external"); /* 3.35.2: not in the thing itself */
    wit_jw_kstr(&s->jw, "status", "accepted");
    text(s, "justification",
         wit_fmt(s->arena, "%s (waiver %s, owner %s, until %s)", w->reason, w->id, w->owner, w->until));
    wit_jw_object_end(&s->jw);
    wit_jw_array_end(&s->jw);
}

static void result(struct sarif *s, const char *rule_id, const char *kind, const char *level, const char *id,
                   const char *what)
{
    wit_jw_object(&s->jw);
    text(s, "ruleId", rule_id);
    wit_jw_kint(&s->jw, "ruleIndex", (int64_t)rule(s, rule_id));
    wit_jw_kstr(&s->jw, "kind", kind);
    wit_jw_kstr(&s->jw, "level", level); /* 3.27.10: none for every kind but fail */
    message(s, "message", what);
    wit_jw_key(&s->jw, "partialFingerprints");
    wit_jw_object(&s->jw);
    text(s, "pathwitnessId/v1", id);
    wit_jw_object_end(&s->jw);
}

static void put_results(struct sarif *s)
{
    const struct wit_map *map = s->r->map;
    const struct wit_gate *g = s->r->gate;
    static const struct {
        const char *kind, *level;
    } proofs[] = {
        [WIT_PROVED] = {"pass", "none"}, [WIT_VIOLATED] = {"fail", "error"}, [WIT_UNDECIDED] = {"open", "none"}};
    wit_jw_key(&s->jw, "results");
    wit_jw_array(&s->jw);
    for (size_t i = 0; i < map->n_assertions; i++) {
        const struct wit_assertion *a = &map->assertions[i];
        const char *citation = "";
        for (size_t k = 0; k < a->n_witnesses && citation[0] == '\0'; k++)
            citation = a->witnesses[k].evidence;
        result(s, STATEMENT_RULE, proofs[a->proof].kind, proofs[a->proof].level, a->id,
               wit_fmt(s->arena, "%s: never %s: %s. %s", a->id, a->text, wit_proof_word(a->proof),
                       wit_gate_statement_why(s->arena, a)));
        locations(s, &citation, citation[0] != '\0', NULL, 0);
        suppressions(s, g->statement_waivers[i]);
        wit_jw_object_end(&s->jw);
    }
    for (size_t i = 0; i < map->n_findings; i++) {
        const struct wit_finding *f = &map->findings[i];
        result(s, f->check, "fail", level_of(f->severity), f->id, wit_fmt(s->arena, "%s: %s", f->title, f->text));
        locations(s, f->evidence, f->n_evidence, f->paths, f->n_paths);
        suppressions(s, f->waiver);
        wit_jw_object_end(&s->jw);
    }
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_path *p = &map->paths[i];
        if (p->status != WIT_RED)
            continue;
        result(s, PATH_RULE, "fail", "error", p->id,
               wit_fmt(s->arena, "%s: %s", wit_gate_path_title(s->arena, p), wit_gate_path_why(s->arena, p)));
        locations(s, p->evidence, p->n_evidence, &p->id, 1);
        suppressions(s, g->path_waivers[i]);
        wit_jw_object_end(&s->jw);
    }
    wit_jw_array_end(&s->jw);
}

/* 3.20.21: what the tool could not look at. */
static void put_gaps(struct sarif *s)
{
    const struct wit_map *map = s->r->map;
    wit_jw_key(&s->jw, "invocations");
    wit_jw_array(&s->jw);
    wit_jw_object(&s->jw);
    wit_jw_kbool(&s->jw, "executionSuccessful", true);
    wit_jw_key(&s->jw, "toolExecutionNotifications");
    wit_jw_array(&s->jw);
    for (size_t i = 0; i < map->n_gaps; i++) {
        wit_jw_object(&s->jw);
        wit_jw_kstr(&s->jw, "level", "warning");
        message(s, "message", wit_fmt(s->arena, "%s: %s", map->gaps[i].id, map->gaps[i].text));
        wit_jw_object_end(&s->jw);
    }
    wit_jw_array_end(&s->jw);
    wit_jw_object_end(&s->jw);
    wit_jw_array_end(&s->jw);
}

void wit_sarif_write(struct wit_buf *out, const struct wit_report *report)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct sarif s = {.arena = arena, .r = report, .rule_index = wit_strmap_new(arena)};
    const struct wit_map *map = report->map;
    index_rules(&s);
    wit_jw_init(&s.jw, out, 2);
    wit_jw_object(&s.jw);
    wit_jw_kstr(&s.jw, "$schema",
                "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    wit_jw_kstr(&s.jw, "version", "2.1.0");
    wit_jw_key(&s.jw, "runs");
    wit_jw_array(&s.jw);
    wit_jw_object(&s.jw);
    wit_jw_key(&s.jw, "tool");
    wit_jw_object(&s.jw);
    wit_jw_key(&s.jw, "driver");
    wit_jw_object(&s.jw);
    wit_jw_kstr(&s.jw, "name", "pathwitness");
    text(&s, "version", map->tool_version);
    put_rules(&s);
    wit_jw_object_end(&s.jw);
    wit_jw_object_end(&s.jw);
    put_gaps(&s);
    put_results(&s);
    wit_jw_key(&s.jw, "properties");
    wit_jw_object(&s.jw);
    wit_jw_kstr(&s.jw, "mapSha256", report->map_sha256);
    text(&s, "evidenceFirst", map->collected_first);
    text(&s, "evidenceLast", map->collected_last);
    wit_jw_kstr(&s.jw, "verdict", wit_gate_word(report->gate->verdict));
    wit_jw_object_end(&s.jw);
    wit_jw_object_end(&s.jw);
    wit_jw_array_end(&s.jw);
    wit_jw_object_end(&s.jw);
    wit_buf_putc(out, '\n');
}
