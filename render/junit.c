/* render/junit.c: statements, paths and findings as JUnit XML, so that any CI shows them as tests.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * There is no standard; what is written fits junit-10.xsd of the Jenkins xUnit plugin. What is red is a failure; a
 * statement that evidence leaves open is an error, as a test that could not be run; yellow, and what a waiver covers,
 * is skipped, never passed. With --strict yellow fails.
 */
#include <string.h>

#include "render/escape.h"
#include "render/reports.h"

enum outcome { PASSED, SKIPPED, FAILURE, ERROR };

struct testcase {
    const char *name, *group, *state, *text;
    enum outcome outcome;
};
struct cases {
    struct testcase *items;
    size_t n, cap;
};

static void put(struct cases *list, struct wit_arena *arena, struct testcase c)
{
    WIT_PUSH(arena, list->items, list->n, list->cap) = c;
}

static const char *waived(struct wit_arena *arena, const struct wit_map *map, const char *id)
{
    const struct wit_waiver *w = wit_gate_waiver(map, id);
    return w == NULL ? "waived"
                     : wit_fmt(arena, "waived by %s of %s until %s: %s", w->id, w->owner, w->until, w->reason);
}

static struct cases statements(struct wit_arena *arena, const struct wit_report *r)
{
    struct cases list = {0};
    for (size_t i = 0; i < r->map->n_assertions; i++) {
        const struct wit_assertion *a = &r->map->assertions[i];
        const char *waiver = r->gate->statement_waivers[i];
        struct testcase c = {wit_fmt(arena, "%s: never %s", a->id, a->text), "statements", wit_proof_word(a->proof),
                             wit_gate_statement_why(arena, a),
                             a->proof == WIT_PROVED     ? PASSED
                             : a->proof == WIT_VIOLATED ? FAILURE
                                                        : ERROR};
        if (waiver[0] != '\0') {
            c.state = waived(arena, r->map, waiver);
            c.outcome = SKIPPED;
        }
        put(&list, arena, c);
    }
    return list;
}

static struct cases paths(struct wit_arena *arena, const struct wit_report *r)
{
    struct cases list = {0};
    for (size_t i = 0; i < r->map->n_paths; i++) {
        const struct wit_path *p = &r->map->paths[i];
        const char *waiver = r->gate->path_waivers[i];
        bool yellow = p->status == WIT_YELLOW, unknown = p->permitted.verdict == WIT_UNKNOWN;
        struct testcase c = {wit_fmt(arena, "%s: %s", p->id, wit_gate_path_title(arena, p)),
                             wit_fmt(arena, "paths.%s", wit_class_word(p->class)),
                             wit_fmt(arena, "%s%s", wit_status_word(p->status), unknown ? ", unknown" : ""),
                             wit_gate_path_why(arena, p),
                             p->status == WIT_GREEN ? PASSED
                             : !yellow              ? FAILURE
                             : !r->strict           ? SKIPPED
                             : unknown              ? ERROR
                                                    : FAILURE};
        if (waiver[0] != '\0') {
            c.state = waived(arena, r->map, waiver);
            c.outcome = SKIPPED;
        }
        put(&list, arena, c);
    }
    return list;
}

static struct cases findings(struct wit_arena *arena, const struct wit_report *r)
{
    struct cases list = {0};
    for (size_t i = 0; i < r->map->n_findings; i++) {
        const struct wit_finding *f = &r->map->findings[i];
        const struct wit_waiver *w = f->waiver[0] != '\0' ? wit_gate_waiver(r->map, f->waiver) : NULL;
        bool covered = w != NULL && !w->ended;
        put(&list, arena,
            (struct testcase){wit_fmt(arena, "%s: %s", f->id, f->title), wit_fmt(arena, "findings.%s", f->check),
                              covered ? waived(arena, r->map, f->waiver) : wit_severity_word(f->severity), f->text,
                              f->severity == WIT_HIGH && !covered ? FAILURE : SKIPPED});
    }
    return list;
}

static void attribute(struct wit_buf *out, const char *name, const char *value)
{
    wit_buf_printf(out, " %s=\"", name);
    wit_esc_xml(out, value, 0);
    wit_buf_putc(out, '"');
}

static size_t count(const struct cases *list, enum outcome o)
{
    size_t n = 0;
    for (size_t i = 0; i < list->n; i++)
        n += list->items[i].outcome == o;
    return n;
}

static void counts(struct wit_buf *out, const struct cases *lists, size_t n)
{
    size_t tests = 0, by[4] = {0};
    for (size_t i = 0; i < n; i++) {
        tests += lists[i].n;
        for (int o = PASSED; o <= ERROR; o++)
            by[o] += count(&lists[i], (enum outcome)o);
    }
    wit_buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", tests, by[FAILURE], by[ERROR]);
    if (n == 1) /* the plugin's schema has this attribute at a suite only */
        wit_buf_printf(out, " skipped=\"%zu\"", by[SKIPPED]);
}

static void put_case(struct wit_buf *out, const struct testcase *c)
{
    static const char *const elements[] = {
        [PASSED] = "", [SKIPPED] = "skipped", [FAILURE] = "failure", [ERROR] = "error"};
    wit_buf_puts(out, "    <testcase");
    attribute(out, "name", c->name);
    wit_buf_puts(out, " classname=\"pathwitness.");
    wit_esc_xml(out, c->group, 0);
    wit_buf_puts(out, "\" time=\"0\"");
    if (c->outcome == PASSED) {
        wit_buf_puts(out, "/>\n");
        return;
    }
    wit_buf_printf(out, ">\n      <%s", elements[c->outcome]);
    if (c->outcome != SKIPPED)
        attribute(out, "type", c->state);
    attribute(out, "message", c->state);
    wit_buf_putc(out, '>');
    wit_esc_xml(out, c->text, 0);
    wit_buf_printf(out, "</%s>\n    </testcase>\n", elements[c->outcome]);
}

void wit_junit_write(struct wit_buf *out, const struct wit_report *report)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const char *const names[] = {"statements", "paths", "findings"};
    const struct cases suites[] = {statements(arena, report), paths(arena, report), findings(arena, report)};
    enum { N = sizeof suites / sizeof *suites };
    const char *last = report->map->collected_last;
    wit_buf_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"pathwitness\" time=\"0\"");
    counts(out, suites, N);
    wit_buf_puts(out, ">\n");
    for (size_t i = 0; i < N; i++) {
        wit_buf_puts(out, "  <testsuite");
        attribute(out, "name", wit_fmt(arena, "pathwitness.%s", names[i]));
        counts(out, &suites[i], 1);
        wit_buf_puts(out, " time=\"0\"");
        if (strlen(last) >= 19)
            attribute(out, "timestamp", wit_strndup(arena, last, 19)); /* of the evidence, UTC */
        wit_buf_puts(out, ">\n    <properties>\n      <property name=\"map.sha256\"");
        attribute(out, "value", report->map_sha256);
        wit_buf_puts(out, "/>\n      <property name=\"verdict\"");
        attribute(out, "value", wit_gate_word(report->gate->verdict));
        wit_buf_puts(out, "/>\n    </properties>\n");
        for (size_t k = 0; k < suites[i].n; k++)
            put_case(out, &suites[i].items[k]);
        wit_buf_puts(out, "  </testsuite>\n");
    }
    wit_buf_puts(out, "</testsuites>\n");
}
