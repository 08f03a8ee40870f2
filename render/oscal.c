/* render/oscal.c: the review as NIST OSCAL assessment results.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: OSCAL 1.1.2, Assessment Results model, JSON format reference. Ids are made from the content, times are those
 * of the evidence: the same map gives the same bytes. A statement or finding is an observation (EXAMINE), a finding
 * with a target that is satisfied or not, and, where something is wrong, a risk. Unknown is never satisfied.
 */
#include <ctype.h>
#include <string.h>

#include "base/json.h"
#include "render/reports.h"

#define NAMESPACE     "https://pathwitness.invalid/oscal" /* RFC 2606: a name that nobody owns */
#define OSCAL_VERSION "1.1.2"
enum { EVIDENCE = 20 };

struct oscal {
    struct wit_jw jw;
    struct wit_arena *arena;
    const struct wit_report *r;
};

/* One thing that was judged: a statement, a finding, a red path. */
struct item {
    const char *kind, *id, *title, *text, *state; /* state: "proved", "violated", "unknown", "high", "red" */
    const char *const *evidence;
    size_t n_evidence;
    const char *waiver; /* "" none */
    bool satisfied;
};

static const char *uuid(struct oscal *o, const char *kind, const char *id)
{
    return wit_report_uuid(o->arena, o->r->map_sha256, kind, id);
}

/* Strings of OSCAL are not empty and have no space at their ends. */
static const char *filled(struct oscal *o, const char *text)
{
    char *copy = wit_strdup(o->arena, text);
    while (isspace((unsigned char)*copy))
        copy++;
    for (size_t n = strlen(copy); n > 0 && isspace((unsigned char)copy[n - 1]); n--)
        copy[n - 1] = '\0';
    return *copy != '\0' ? copy : "-";
}

static void text(struct oscal *o, const char *key, const char *value)
{
    wit_jw_kstr(&o->jw, key, filled(o, wit_report_clean(o->arena, value, 0)));
}

static void marked(struct oscal *o, const char *key, const char *value)
{
    wit_jw_kstr(&o->jw, key, filled(o, wit_report_marked(o->arena, value, 0)));
}

static void prop(struct oscal *o, const char *name, const char *value)
{
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "name", name);
    wit_jw_kstr(&o->jw, "ns", NAMESPACE);
    text(o, "value", value);
    wit_jw_object_end(&o->jw);
}

/* A date of a map as OSCAL wants it: always with a zone. */
static const char *when(struct oscal *o, const char *time)
{
    size_t len = strlen(time);
    if (len < 20 || time[10] != 'T' || time[len - 1] != 'Z')
        return "1970-01-01T00:00:00Z"; /* a map without evidence has no time */
    return wit_report_clean(o->arena, time, 0);
}

/* A token of OSCAL: a letter, then letters, digits, '.', '-', '_'. What was changed is told apart by a digest. */
static const char *token(struct oscal *o, const char *kind, const char *id)
{
    char *out = wit_fmt(o->arena, "%s-%s", kind, id);
    bool changed = strlen(out) > 200;
    if (changed)
        out[200] = '\0';
    for (char *c = out; *c != '\0'; c++)
        if (!isascii((unsigned char)*c) || (!isalnum((unsigned char)*c) && strchr("._-", *c) == NULL)) {
            *c = '_';
            changed = true;
        }
    return changed ? wit_fmt(o->arena, "%s-%.8s", out, uuid(o, "token", id)) : out;
}

static size_t items(struct item **out, struct oscal *o)
{
    const struct wit_map *map = o->r->map;
    const struct wit_gate *g = o->r->gate;
    struct item *list = WIT_NEW_ARRAY(o->arena, struct item, map->n_assertions + map->n_findings + map->n_paths);
    size_t n = 0;
    for (size_t i = 0; i < map->n_assertions; i++) {
        const struct wit_assertion *a = &map->assertions[i];
        const char **evidence = WIT_NEW_ARRAY(o->arena, const char *, a->n_witnesses);
        size_t count = 0;
        for (size_t k = 0; k < a->n_witnesses; k++)
            if (a->witnesses[k].evidence[0] != '\0')
                evidence[count++] = a->witnesses[k].evidence;
        list[n++] = (struct item){"statement",
                                  a->id,
                                  wit_fmt(o->arena, "%s: never %s", a->id, a->text),
                                  wit_gate_statement_why(o->arena, a),
                                  wit_proof_word(a->proof),
                                  evidence,
                                  count,
                                  g->statement_waivers[i],
                                  a->proof == WIT_PROVED};
    }
    for (size_t i = 0; i < map->n_findings; i++) {
        const struct wit_finding *f = &map->findings[i];
        list[n++] = (struct item){"finding",
                                  f->id,
                                  f->title,
                                  f->text,
                                  wit_severity_word(f->severity),
                                  f->evidence,
                                  f->n_evidence,
                                  f->waiver,
                                  f->severity == WIT_INFO};
    }
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_path *p = &map->paths[i];
        if (p->status == WIT_RED)
            list[n++] = (struct item){"path",
                                      p->id,
                                      wit_gate_path_title(o->arena, p),
                                      wit_gate_path_why(o->arena, p),
                                      "red",
                                      p->evidence,
                                      p->n_evidence,
                                      g->path_waivers[i],
                                      false};
    }
    *out = list;
    return n;
}

static void observation(struct oscal *o, const struct item *it)
{
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "uuid", uuid(o, wit_fmt(o->arena, "observation %s", it->kind), it->id));
    marked(o, "title", it->title);
    marked(o, "description", it->text);
    wit_jw_key(&o->jw, "props");
    wit_jw_array(&o->jw);
    prop(o, "subject", it->kind);
    prop(o, "id", it->id);
    prop(o, "state", it->state);
    wit_jw_array_end(&o->jw);
    wit_jw_key(&o->jw, "methods");
    wit_jw_array(&o->jw);
    wit_jw_str(&o->jw, "EXAMINE");
    wit_jw_array_end(&o->jw);
    if (it->n_evidence > 0) {
        wit_jw_key(&o->jw, "relevant-evidence");
        wit_jw_array(&o->jw);
        for (size_t i = 0; i < it->n_evidence && i < EVIDENCE; i++) {
            struct wit_report_place at = wit_report_place(o->arena, o->r->map, it->evidence[i]);
            wit_jw_object(&o->jw);
            wit_jw_kstr(&o->jw, "href", at.line > 0 ? wit_fmt(o->arena, "%s#L%llu", at.uri, at.line) : at.uri);
            marked(o, "description", it->evidence[i]);
            wit_jw_object_end(&o->jw);
        }
        wit_jw_array_end(&o->jw);
    }
    wit_jw_kstr(&o->jw, "collected", when(o, o->r->map->collected_last));
    wit_jw_object_end(&o->jw);
}

static void risk(struct oscal *o, const struct item *it)
{
    const struct wit_waiver *w = it->waiver[0] != '\0' ? wit_gate_waiver(o->r->map, it->waiver) : NULL;
    bool covered = w != NULL && !w->ended;
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "uuid", uuid(o, wit_fmt(o->arena, "risk %s", it->kind), it->id));
    marked(o, "title", it->title);
    marked(o, "description", it->text);
    marked(o, "statement", wit_fmt(o->arena, "%s: %s", it->state, it->title));
    wit_jw_kstr(&o->jw, "status", covered ? "deviation-approved" : "open");
    if (covered) {
        wit_jw_key(&o->jw, "props");
        wit_jw_array(&o->jw);
        prop(o, "waiver", w->id);
        prop(o, "waiver-owner", w->owner);
        prop(o, "waiver-reason", w->reason);
        prop(o, "waiver-until", w->until);
        wit_jw_array_end(&o->jw);
    }
    wit_jw_object_end(&o->jw);
}

static void reference(struct oscal *o, const char *list, const char *key, const char *kind, const struct item *it)
{
    wit_jw_key(&o->jw, list);
    wit_jw_array(&o->jw);
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, key, uuid(o, wit_fmt(o->arena, "%s %s", kind, it->kind), it->id));
    wit_jw_object_end(&o->jw);
    wit_jw_array_end(&o->jw);
}

static void finding(struct oscal *o, const struct item *it)
{
    bool unknown = strcmp(it->state, "unknown") == 0;
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "uuid", uuid(o, wit_fmt(o->arena, "finding %s", it->kind), it->id));
    marked(o, "title", it->title);
    marked(o, "description", it->text);
    wit_jw_key(&o->jw, "target");
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "type", "objective-id");
    wit_jw_kstr(&o->jw, "target-id", token(o, it->kind, it->id));
    wit_jw_key(&o->jw, "status");
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "state", it->satisfied ? "satisfied" : "not-satisfied");
    wit_jw_kstr(&o->jw, "reason", it->satisfied ? "pass" : unknown ? "other" : "fail");
    if (unknown)
        wit_jw_kstr(&o->jw, "remarks", "Unknown: evidence is missing, so it is not shown to be satisfied.");
    wit_jw_object_end(&o->jw);
    wit_jw_object_end(&o->jw);
    reference(o, "related-observations", "observation-uuid", "observation", it);
    if (!it->satisfied)
        reference(o, "related-risks", "risk-uuid", "risk", it);
    wit_jw_object_end(&o->jw);
}

static void each(struct oscal *o, const char *key, const struct item *list, size_t n, bool wrong_only,
                 void (*put)(struct oscal *, const struct item *))
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += !wrong_only || !list[i].satisfied;
    if (count == 0) /* lists of OSCAL have an item at least */
        return;
    wit_jw_key(&o->jw, key);
    wit_jw_array(&o->jw);
    for (size_t i = 0; i < n; i++)
        if (!wrong_only || !list[i].satisfied)
            put(o, &list[i]);
    wit_jw_array_end(&o->jw);
}

static void result(struct oscal *o)
{
    const struct wit_map *map = o->r->map;
    const struct wit_gate *g = o->r->gate;
    struct item *list;
    size_t n = items(&list, o);
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "uuid", uuid(o, "result", ""));
    wit_jw_kstr(&o->jw, "title", "Network paths of a Kafka platform");
    wit_jw_kstr(&o->jw, "description",
                wit_fmt(o->arena,
                        "Verdict: %s. Statements: %zu violated, %zu unknown, %zu proved. Paths: %zu red, %zu yellow, "
                        "%zu green. Gaps in the evidence: %zu.",
                        wit_gate_word(g->verdict), g->statements[WIT_VIOLATED], g->statements[WIT_UNDECIDED],
                        g->statements[WIT_PROVED], g->paths[WIT_RED], g->paths[WIT_YELLOW], g->paths[WIT_GREEN],
                        map->n_gaps));
    wit_jw_kstr(&o->jw, "start", when(o, map->collected_first));
    wit_jw_kstr(&o->jw, "end", when(o, map->collected_last));
    wit_jw_key(&o->jw, "props");
    wit_jw_array(&o->jw);
    prop(o, "verdict", wit_gate_word(g->verdict));
    prop(o, "map-sha256", o->r->map_sha256);
    for (size_t i = 0; i < map->n_bundles; i++)
        prop(o, "evidence-head", map->bundles[i].head);
    wit_jw_array_end(&o->jw);
    wit_jw_key(&o->jw, "reviewed-controls");
    wit_jw_object(&o->jw);
    wit_jw_key(&o->jw, "control-selections");
    wit_jw_array(&o->jw);
    wit_jw_object(&o->jw);
    wit_jw_kstr(&o->jw, "description", "What the intent file states, and the checks of this program.");
    wit_jw_key(&o->jw, "include-all");
    wit_jw_object(&o->jw);
    wit_jw_object_end(&o->jw);
    wit_jw_object_end(&o->jw);
    wit_jw_array_end(&o->jw);
    wit_jw_object_end(&o->jw);
    each(o, "observations", list, n, false, observation);
    each(o, "risks", list, n, true, risk);
    each(o, "findings", list, n, false, finding);
    wit_jw_object_end(&o->jw);
}

void wit_oscal_write(struct wit_buf *out, const struct wit_report *report)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct oscal o = {.arena = arena, .r = report};
    wit_jw_init(&o.jw, out, 2);
    wit_jw_object(&o.jw);
    wit_jw_key(&o.jw, "assessment-results");
    wit_jw_object(&o.jw);
    wit_jw_kstr(&o.jw, "uuid", uuid(&o, "assessment-results", ""));
    wit_jw_key(&o.jw, "metadata");
    wit_jw_object(&o.jw);
    wit_jw_kstr(&o.jw, "title", "Network isolation review");
    wit_jw_kstr(&o.jw, "last-modified", when(&o, report->map->collected_last));
    text(&o, "version", report->map->tool_version);
    wit_jw_kstr(&o.jw, "oscal-version", OSCAL_VERSION);
    wit_jw_object_end(&o.jw);
    /* The plan is the intent file; it stands in the back matter by its digest. */
    const char *plan = uuid(&o, "plan", "");
    wit_jw_key(&o.jw, "import-ap");
    wit_jw_object(&o.jw);
    wit_jw_kstr(&o.jw, "href", wit_fmt(arena, "#%s", plan));
    wit_jw_object_end(&o.jw);
    wit_jw_key(&o.jw, "results");
    wit_jw_array(&o.jw);
    result(&o);
    wit_jw_array_end(&o.jw);
    wit_jw_key(&o.jw, "back-matter");
    wit_jw_object(&o.jw);
    wit_jw_key(&o.jw, "resources");
    wit_jw_array(&o.jw);
    wit_jw_object(&o.jw);
    wit_jw_kstr(&o.jw, "uuid", plan);
    wit_jw_kstr(&o.jw, "title", "Intent file: declared paths and isolation statements");
    if (report->map->intent_sha256[0] != '\0') {
        wit_jw_key(&o.jw, "props");
        wit_jw_array(&o.jw);
        prop(&o, "sha256", report->map->intent_sha256);
        wit_jw_array_end(&o.jw);
    } else {
        wit_jw_kstr(&o.jw, "description", "There was none.");
    }
    wit_jw_object_end(&o.jw);
    wit_jw_array_end(&o.jw);
    wit_jw_object_end(&o.jw);
    wit_jw_object_end(&o.jw);
    wit_jw_object_end(&o.jw);
    wit_buf_putc(out, '\n');
}
