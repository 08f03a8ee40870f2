/* tests/unit/test_reports.c: the gate of `check`, and its formats: SARIF, JUnit, OSCAL, Markdown.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The public schemas are asked in tests/slow/formats.sh; what is checked here must hold without them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "base/xml.h"
#include "render/escape.h"
#include "render/render.h"
#include "render/reports.h"
#include "tests/support/sample_map.h"
#include "tests/support/temp.h"

static const char DIGEST[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

struct made {
    struct wit_gate gate;
    struct wit_report report;
    struct wit_buf out;
};

static const char *make(struct made *m, struct wit_arena *arena, const struct wit_map *map,
                        enum wit_report_format format, bool strict)
{
    struct wit_err err = {WIT_OK, ""};
    wit_gate_judge(&m->gate, arena, map);
    m->report = (struct wit_report){.map = map, .map_sha256 = DIGEST, .gate = &m->gate, .strict = strict};
    wit_buf_init(&m->out, WIT_RENDER_MAX_BYTES);
    if (!wit_report_write(&m->out, &m->report, format, &err))
        fail_msg("%s", err.text);
    const char *text = wit_strdup(arena, wit_buf_str(&m->out));
    wit_buf_deinit(&m->out);
    return text;
}

static struct wit_value *json(struct wit_arena *arena, const char *text)
{
    struct wit_value *tree;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_json_parse(&tree, arena, text, strlen(text), &err))
        fail_msg("%s", err.text);
    return tree;
}

static struct wit_map *copy(struct wit_arena *arena)
{
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    *map = *wit_sample_map(arena);
    return map;
}

static const struct wit_path *red_path(const struct wit_map *map)
{
    for (size_t i = 0; i < map->n_paths; i++)
        if (map->paths[i].status == WIT_RED)
            return &map->paths[i];
    fail_msg("the sample has no red path");
    return NULL;
}

/* ---- the gate ---- */

/* What is taken away until nothing is red; each row leaves one thing that must block, or none. */
static const struct gate_row {
    const char *name;
    bool violated, red, high, undecided, yellow;
    enum wit_gate_verdict verdict;
    size_t n_red, n_open;
} GATE[] = {
    {"nothing wrong", false, false, false, false, false, WIT_GATE_CLEAR, 0, 0},
    {"a violated statement", true, false, false, false, false, WIT_GATE_RED, 1, 0},
    {"a red path", false, true, false, false, false, WIT_GATE_RED, 1, 0},
    {"a high finding", false, false, true, false, false, WIT_GATE_RED, 1, 0},
    {"an unknown statement", false, false, false, true, false, WIT_GATE_OPEN, 0, 1},
    {"unknown and red", false, true, false, true, false, WIT_GATE_RED, 1, 1},
    {"a yellow path", false, false, false, false, true, WIT_GATE_CLEAR, 0, 0},
};

static struct wit_map *map_of(struct wit_arena *arena, const struct gate_row *row)
{
    struct wit_map *map = copy(arena);
    struct wit_assertion *statements = WIT_NEW_ARRAY(arena, struct wit_assertion, 3);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, 2);
    struct wit_finding *findings = WIT_NEW_ARRAY(arena, struct wit_finding, 2);
    statements[0] = map->assertions[0];
    assert_int_equal(statements[0].proof, WIT_PROVED);
    map->n_assertions = 1;
    for (size_t i = 1; i < 3; i++) {
        const struct wit_assertion *a = &wit_sample_map(arena)->assertions[i];
        if ((a->proof == WIT_VIOLATED && row->violated) || (a->proof == WIT_UNDECIDED && row->undecided))
            statements[map->n_assertions++] = *a;
    }
    paths[0] = *red_path(map);
    paths[0].status = row->red ? WIT_RED : row->yellow ? WIT_YELLOW : WIT_GREEN;
    findings[0] = map->findings[0];
    findings[0].severity = row->high ? WIT_HIGH : WIT_MEDIUM;
    map->assertions = statements;
    map->paths = paths;
    map->n_paths = 1;
    map->findings = findings;
    map->n_findings = 1;
    return map;
}

static void test_gate(void **state)
{
    const struct wit_temp *t = *state;
    for (size_t i = 0; i < sizeof GATE / sizeof *GATE; i++) {
        struct wit_gate g;
        wit_gate_judge(&g, t->arena, map_of(t->arena, &GATE[i]));
        if (g.verdict != GATE[i].verdict || g.red.n != GATE[i].n_red || g.open.n != GATE[i].n_open)
            fail_msg("%s: %s, %zu red, %zu open", GATE[i].name, wit_gate_word(g.verdict), g.red.n, g.open.n);
    }
}

static const struct waiver_row {
    const char *name, *subject; /* NULL: the path's own id */
    const char *code;           /* reason of the path */
    const char *check;          /* of the finding about it */
    const char *finding_waiver;
    bool ended;
    size_t n_red; /* of path and finding */
} WAIVERS[] = {
    {"none", "nothing", "undeclared", "undeclared-path", "", false, 2},
    {"of the path", NULL, "undeclared", "undeclared-path", "", false, 1},
    {"of the path, ended", NULL, "undeclared", "undeclared-path", "", true, 2},
    {"of the finding: the path too", "f", "undeclared", "undeclared-path", "w-1", false, 0},
    {"of the finding, ended", "f", "undeclared", "undeclared-path", "w-1", true, 2},
    {"of a finding of another check", "f", "contradiction", "undeclared-path", "w-1", false, 1},
    {"a reason that nobody knows", "f", "something-new", "undeclared-path", "w-1", false, 1},
    {"a waiver that is not there", "f", "undeclared", "undeclared-path", "w-2", false, 2},
};

static struct wit_map *waived_map(struct wit_arena *arena, const struct waiver_row *row)
{
    struct wit_map *map = copy(arena);
    struct wit_path *path = WIT_NEW(arena, struct wit_path);
    struct wit_finding *finding = WIT_NEW(arena, struct wit_finding);
    struct wit_waiver *waiver = WIT_NEW(arena, struct wit_waiver);
    struct wit_reason *reasons = WIT_NEW_ARRAY(arena, struct wit_reason, 2);
    const char **ids = WIT_NEW_ARRAY(arena, const char *, 1);
    *path = *red_path(map);
    reasons[0] = (struct wit_reason){row->code, "why"};
    reasons[1] = (struct wit_reason){"no-owner", "nobody"};
    path->reasons = reasons;
    path->n_reasons = 2;
    ids[0] = path->id;
    *finding = (struct wit_finding){"f", row->check, WIT_HIGH, "title", "text", ids, 1, NULL, 0, row->finding_waiver};
    *waiver = (struct wit_waiver){
        "w-1", row->subject != NULL ? row->subject : path->id, "sec", "because", "2027-01-31", row->ended, true};
    map->paths = path;
    map->findings = finding;
    map->waivers = waiver;
    map->n_paths = map->n_findings = map->n_waivers = 1;
    map->n_assertions = 0;
    return map;
}

static void test_waivers(void **state)
{
    const struct wit_temp *t = *state;
    for (size_t i = 0; i < sizeof WAIVERS / sizeof *WAIVERS; i++) {
        struct wit_gate g;
        wit_gate_judge(&g, t->arena, waived_map(t->arena, &WAIVERS[i]));
        if (g.red.n != WAIVERS[i].n_red || g.red.n + g.waived.n != 2)
            fail_msg("%s: %zu red, %zu waived", WAIVERS[i].name, g.red.n, g.waived.n);
    }
}

/* ---- SARIF ---- */

static const struct wit_value *run_of(const struct wit_value *log)
{
    assert_string_equal(wit_str(log, "version"), "2.1.0");
    return wit_at(wit_get(log, "runs"), 0);
}

/* What SARIF 2.1.0 demands of a result, and what GitHub does too. Returns how many there are of a kind and level. */
static size_t check_results(const struct wit_value *run, const char *kind, const char *level)
{
    const struct wit_value *rules = wit_get(wit_get(wit_get(run, "tool"), "driver"), "rules");
    size_t n = 0;
    WIT_EACH(r, wit_get(run, "results")) {
        const struct wit_value *rule = wit_at(rules, (size_t)wit_int(r, "ruleIndex", -1));
        assert_non_null(rule);
        assert_string_equal(wit_str(rule, "id"), wit_str(r, "ruleId"));
        assert_true(strlen(wit_str(wit_get(r, "message"), "text")) > 0);
        bool none = strcmp(wit_str(r, "level"), "none") == 0, fails = strcmp(wit_str(r, "kind"), "fail") == 0;
        assert_true(none != fails); /* 3.27.10 */
        const struct wit_value *place = wit_get(wit_at(wit_get(r, "locations"), 0), "physicalLocation");
        assert_non_null(wit_str(wit_get(place, "artifactLocation"), "uri"));
        assert_non_null(wit_str(wit_get(r, "partialFingerprints"), "pathwitnessId/v1"));
        n += strcmp(wit_str(r, "kind"), kind) == 0 && strcmp(wit_str(r, "level"), level) == 0;
    }
    return n;
}

static void test_sarif(void **state)
{
    const struct wit_temp *t = *state;
    struct made m;
    const struct wit_map *map = wit_sample_map(t->arena);
    const struct wit_value *run = run_of(json(t->arena, make(&m, t->arena, map, WIT_REPORT_SARIF, false)));
    assert_int_equal(check_results(run, "pass", "none"), 1);
    assert_int_equal(check_results(run, "open", "none"), 1);
    assert_int_equal(check_results(run, "fail", "error"), 1 + 1 + m.gate.paths[WIT_RED]);
    assert_int_equal(check_results(run, "fail", "warning"), 1);
    assert_int_equal(check_results(run, "fail", "note"), 1);
    const struct wit_value *notes = wit_get(wit_at(wit_get(run, "invocations"), 0), "toolExecutionNotifications");
    assert_int_equal(notes->count, map->n_gaps);
}

static void test_sarif_suppressions(void **state)
{
    const struct wit_temp *t = *state;
    struct made m;
    const struct wit_map *map = waived_map(t->arena, &WAIVERS[3]);
    const struct wit_value *run = run_of(json(t->arena, make(&m, t->arena, map, WIT_REPORT_SARIF, false)));
    WIT_EACH(r, wit_get(run, "results")) {
        const struct wit_value *s = wit_at(wit_get(r, "suppressions"), 0);
        assert_string_equal(wit_str(s, "status"), "accepted");
        assert_non_null(strstr(wit_str(s, "justification"), "because (waiver w-1, owner sec, until 2027-01-31)"));
    }
    const char *ended = make(&m, t->arena, waived_map(t->arena, &WAIVERS[4]), WIT_REPORT_SARIF, false);
    assert_null(strstr(ended, "suppressions"));
}

static void test_places(void **state)
{
    static const struct {
        const char *citation, *uri, *pointer;
        unsigned long long line;
    } rows[] = {
        {"a-000012#/SecurityGroups/3", "acme.evidence/journal.jsonl", "/SecurityGroups/3", 12},
        {"g-000013", "acme.evidence/journal.jsonl", "", 13},
        {"two bundles/b.evidence/a-000001#/x", "two%20bundles/b.evidence/journal.jsonl", "/x", 1},
        {"a-000012/#/a/b-000001", "map.json", "", 0},
        {"a-12#/x", "map.json", "", 0},
        {"", "map.json", "", 0},
        {"javascript:alert(1)", "map.json", "", 0},
        {"javascript:alert(1)/a-000001", "javascript%3Aalert%281%29/journal.jsonl", "", 1},
    };
    const struct wit_temp *t = *state;
    const struct wit_map *map = wit_sample_map(t->arena);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wit_report_place p = wit_report_place(t->arena, map, rows[i].citation);
        if (strcmp(p.uri, rows[i].uri) != 0 || strcmp(p.pointer, rows[i].pointer) != 0 || p.line != rows[i].line)
            fail_msg("%s: %s %llu %s", rows[i].citation, p.uri, p.line, p.pointer);
    }
}

/* ---- JUnit ---- */

static size_t occurrences(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, what)) != NULL; at += strlen(what))
        n++;
    return n;
}

static void test_junit(void **state)
{
    const struct wit_temp *t = *state;
    struct made m;
    const struct wit_map *map = wit_sample_map(t->arena);
    const char *text = make(&m, t->arena, map, WIT_REPORT_JUNIT, false);
    struct wit_xml *tree;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_xml_parse(&tree, t->arena, text, strlen(text), &err))
        fail_msg("%s", err.text);
    size_t failures = 1 + m.gate.paths[WIT_RED] + m.gate.findings[WIT_HIGH];
    char expected[160];
    snprintf(expected, sizeof expected,
             "<testsuites name=\"pathwitness\" time=\"0\" tests=\"%zu\" failures=\"%zu\" errors=\"1\">",
             map->n_assertions + map->n_paths + map->n_findings, failures);
    assert_non_null(strstr(text, expected));
    assert_int_equal(occurrences(text, "<failure"), failures);
    assert_int_equal(occurrences(text, "<error"), 1);
    assert_int_equal(occurrences(text, "<testcase"), map->n_assertions + map->n_paths + map->n_findings);
    assert_int_equal(occurrences(text, "<skipped"), m.gate.paths[WIT_YELLOW] + map->n_findings - 1);
    const char *strict = make(&m, t->arena, map, WIT_REPORT_JUNIT, true);
    assert_int_equal(occurrences(strict, "<failure") + occurrences(strict, "<error"),
                     failures + 1 + m.gate.paths[WIT_YELLOW]);
}

/* ---- OSCAL ---- */

static bool is_uuid(const char *s)
{
    static const char shape[] = "xxxxxxxx-xxxx-5xxx-yxxx-xxxxxxxxxxxx";
    if (s == NULL || strlen(s) != strlen(shape))
        return false;
    for (size_t i = 0; shape[i] != '\0'; i++) {
        const char *allowed = shape[i] == 'x' ? "0123456789abcdef" : shape[i] == 'y' ? "89ab" : NULL;
        if (allowed != NULL ? strchr(allowed, s[i]) == NULL : s[i] != shape[i])
            return false;
    }
    return true;
}

static void check_oscal(const struct wit_temp *t, const struct wit_map *map, const struct wit_value *doc)
{
    const struct wit_value *ar = wit_get(doc, "assessment-results");
    const struct wit_value *result = wit_at(wit_get(ar, "results"), 0);
    assert_true(is_uuid(wit_str(ar, "uuid")));
    assert_string_equal(wit_str(wit_get(ar, "metadata"), "oscal-version"), "1.1.2");
    struct wit_strmap *uuids = wit_strmap_new(t->arena);
    size_t open = 0;
    static const char *const lists[] = {"observations", "risks", "findings"};
    for (size_t i = 0; i < 3; i++)
        WIT_EACH(item, wit_get(result, lists[i])) {
            assert_true(is_uuid(wit_str(item, "uuid")));
            assert_true(wit_strmap_put(uuids, wit_str(item, "uuid"), uuids)); /* each is one thing's */
        }
    WIT_EACH(f, wit_get(result, "findings")) {
        const struct wit_value *status = wit_get(wit_get(f, "target"), "status");
        bool satisfied = strcmp(wit_str(status, "state"), "satisfied") == 0;
        open += !satisfied;
        assert_true(satisfied == (strcmp(wit_str(status, "reason"), "pass") == 0));
        const struct wit_value *risk = wit_at(wit_get(f, "related-risks"), 0);
        assert_true(satisfied == (risk == NULL));
        assert_true(satisfied || wit_strmap_get(uuids, wit_str(risk, "risk-uuid")) != NULL);
        const char *id = wit_str(wit_get(f, "target"), "target-id");
        assert_int_equal(strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"), strlen(id));
    }
    size_t expected = 0;
    for (size_t i = 0; i < map->n_assertions; i++)
        expected += map->assertions[i].proof != WIT_PROVED;
    for (size_t i = 0; i < map->n_findings; i++)
        expected += map->findings[i].severity != WIT_INFO;
    for (size_t i = 0; i < map->n_paths; i++)
        expected += map->paths[i].status == WIT_RED;
    assert_int_equal(open, expected);
}

static void test_oscal(void **state)
{
    const struct wit_temp *t = *state;
    struct made m;
    const struct wit_map *map = wit_sample_map(t->arena);
    check_oscal(t, map, json(t->arena, make(&m, t->arena, map, WIT_REPORT_OSCAL, false)));
}

/* ---- all of them ---- */

static void test_same_bytes(void **state)
{
    const struct wit_temp *t = *state;
    struct made m;
    for (int f = 0; f < WIT_REPORT_COUNT; f++) {
        const char *once = make(&m, t->arena, wit_sample_map(t->arena), (enum wit_report_format)f, false);
        assert_string_equal(once, make(&m, t->arena, wit_sample_map(t->arena), (enum wit_report_format)f, false));
    }
}

/* Every byte of XML 1.0's legal set, or JSON that parses; nothing hidden, nothing that ends its string. */
static void test_hostile(void **state)
{
    const struct wit_temp *t = *state;
    struct wit_map *map = WIT_NEW(t->arena, struct wit_map);
    *map = *wit_sample_map_hostile(t->arena);
    struct wit_finding *findings = WIT_NEW_ARRAY(t->arena, struct wit_finding, 16);
    struct wit_assertion *statements = WIT_NEW_ARRAY(t->arena, struct wit_assertion, 16);
    size_t n = 0;
    for (; WIT_HOSTILE[n] != NULL; n++) {
        const char *s = WIT_HOSTILE[n];
        findings[n] = (struct wit_finding){s, s, (enum wit_severity)(n % 4), s, s, WIT_HOSTILE, 3, WIT_HOSTILE, 3, ""};
        statements[n] = map->assertions[n % 3];
        statements[n].id = statements[n].text = s;
    }
    map->findings = findings;
    map->assertions = statements;
    map->n_findings = map->n_assertions = n;
    struct made m;
    check_results(run_of(json(t->arena, make(&m, t->arena, map, WIT_REPORT_SARIF, false))), "", "");
    const char *oscal = make(&m, t->arena, map, WIT_REPORT_OSCAL, false);
    assert_non_null(json(t->arena, oscal));
    const char *junit = make(&m, t->arena, map, WIT_REPORT_JUNIT, false);
    struct wit_xml *tree;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_xml_parse(&tree, t->arena, junit, strlen(junit), &err))
        fail_msg("%s", err.text);
    for (int f = 0; f < WIT_REPORT_COUNT; f++) {
        const char *text = make(&m, t->arena, map, (enum wit_report_format)f, false);
        for (const char *at = text; *at != '\0'; at++)
            if (((unsigned char)*at < 0x20 && *at != '\n') || *at == 0x7f)
                fail_msg("format %d: byte %02x", f, (unsigned char)*at);
        assert_null(strstr(text, "\xe2\x80\xae"));
    }
}

static void test_markdown(void **state)
{
    static const struct {
        const char *name, *in, *out;
    } rows[] = {
        {"plain", "apps-a to brokers", "apps-a to brokers"},
        {"markup", "*a* _b_ `c` [d](e) ~f~", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\]\\(e\\) \\~f\\~"},
        {"a table's bar", "a|b", "a\\|b"},
        {"tags", "<img src=x>&amp;", "&lt;img src=x&gt;&amp;amp;"},
        {"lines", "a\n# b\r\nc", "a \\# b c"},
        {"a list", "- a", "\\- a"},
        {"addresses", "http://x www.x", "http:&#8288;//x www&#46;x"},
        {"somebody", "@team", "&#64;&#8288;team"},
        {"backslash", "a\\|b", "a\\\\\\|b"},
        {"hidden", "a\xe2\x80\xae", "a\\[U+202E\\]"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wit_buf out;
        wit_buf_init(&out, 4096);
        wit_esc_markdown(&out, rows[i].in, 0);
        if (strcmp(wit_buf_str(&out), rows[i].out) != 0)
            fail_msg("%s: %s", rows[i].name, wit_buf_str(&out));
        wit_buf_deinit(&out);
    }
}

static void test_summary(void **state)
{
    const struct wit_temp *t = *state;
    struct made m;
    make(&m, t->arena, wit_sample_map(t->arena), WIT_REPORT_TEXT, false);
    static const struct wit_change_row row = {"widened", "path",     "p-1",   "client a -> b", "tcp/1",
                                              "tcp/1-2", "sg-1 was", "alice", "2026-10-02",    ""};
    const struct wit_changes changes = {DIGEST, "2026-09-01", "2026-09-02", &row, 1};
    m.report.changes = &changes;
    wit_buf_init(&m.out, WIT_RENDER_MAX_BYTES);
    wit_summary_write(&m.out, &m.report);
    const char *text = wit_buf_str(&m.out);
    static const char *const order[] = {"## Red",
                                        "### Isolation statements",
                                        "**violated**",
                                        "**unknown**",
                                        "**proved**",
                                        "### What blocks",
                                        "### Unknown",
                                        "### What changed since",
                                        "| **widened** | p-1 | client a -&gt; b | tcp/1 | tcp/1-2 | sg-1 was | alice "};
    const char *at = text;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const char *found = strstr(at, order[i]);
        if (found == NULL)
            fail_msg("not there, or not in order: %s\n%s", order[i], text);
        else
            at = found;
    }
    wit_buf_deinit(&m.out);
}

/* Every check that docs/findings.md lists has a help text, and every reason is known to the gate. */
static void test_help(void **state)
{
    const struct wit_temp *t = *state;
    char *text;
    size_t len;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_file_read(&text, &len, t->arena, WIT_SOURCE_DIR "/docs/findings.md", 1 << 20, &err))
        fail_msg("%s", err.text);
    char *at = strstr(text, "| check | severity | title |");
    assert_non_null(at);
    size_t n = 0;
    while ((at = strstr(at, "\n| `")) != NULL) {
        at += 4;
        const char *check = wit_strndup(t->arena, at, strcspn(at, "`"));
        if (wit_check_help(check)[0] == '\0')
            fail_msg("%s has no help in render/check_help.c", check);
        n++;
    }
    assert_true(n > 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_gate, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_waivers, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_sarif, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_sarif_suppressions, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_places, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_junit, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_oscal, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_same_bytes, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_hostile, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test_setup_teardown(test_summary, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_help, wit_temp_set_up, wit_temp_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
