/* tests/unit/test_packet.c: the packet is whole or absent, verifiable, and its page keeps its promises.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "render/packet.h"
#include "render/render.h"
#include "tests/support/sample_map.h"
#include "tests/support/temp.h"

static bool write_packet(const char *dir, const struct wit_map *map, struct wit_err *err)
{
    struct wit_buf bytes;
    wit_buf_init(&bytes, WIT_RENDER_MAX_BYTES);
    wit_map_write(&bytes, map);
    bool ok = wit_packet_write(dir, map, wit_buf_str(&bytes), bytes.len, NULL, err);
    wit_buf_deinit(&bytes);
    return ok;
}

static void must_write(const char *dir, const struct wit_map *map)
{
    struct wit_err err = {WIT_OK, ""};
    if (!write_packet(dir, map, &err))
        fail_msg("%s", err.text);
}

static char *slurp(const struct wit_temp *t, const char *name, size_t *len)
{
    char *bytes;
    size_t ignored;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_file_read(&bytes, len != NULL ? len : &ignored, t->arena, wit_temp_path(t, name), 1 << 26, &err))
        fail_msg("%s", err.text);
    return bytes;
}

static void spill(const struct wit_temp *t, const char *name, const char *bytes, size_t len)
{
    struct wit_err err = {WIT_OK, ""};
    if (!wit_file_write(wit_temp_path(t, name), bytes, len, &err))
        fail_msg("%s", err.text);
}

static void test_written_and_verified(void **state)
{
    const struct wit_temp *t = *state;
    const char *dir = wit_temp_path(t, "packet");
    struct wit_packet_report report;
    struct wit_err err = {WIT_OK, ""};
    must_write(wit_temp_path(t, "packet/"), wit_sample_map(t->arena)); /* a slash at the end is fine */
    assert_true(wit_packet_is(dir));
    if (!wit_packet_verify(&report, dir, &err))
        fail_msg("%s", err.text);
    assert_int_equal(report.files, 12);
    assert_int_equal(strlen(report.manifest_sha256), 64);
    struct wit_buf bytes;
    wit_buf_init(&bytes, WIT_RENDER_MAX_BYTES);
    wit_map_write(&bytes, wit_sample_map(t->arena));
    assert_string_equal(slurp(t, "packet/map.json", NULL), wit_buf_str(&bytes));
    wit_buf_deinit(&bytes);
    struct stat st;
    assert_int_equal(stat(dir, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0755);
}

static void test_same_bytes(void **state)
{
    const struct wit_temp *t = *state;
    must_write(wit_temp_path(t, "one"), wit_sample_map_hostile(t->arena));
    must_write(wit_temp_path(t, "two"), wit_sample_map_hostile(t->arena));
    assert_string_equal(slurp(t, "one/manifest.json", NULL), slurp(t, "two/manifest.json", NULL));
    assert_string_equal(slurp(t, "one/index.html", NULL), slurp(t, "two/index.html", NULL));
}

static void test_tampering(void **state)
{
    const struct wit_temp *t = *state;
    static const struct {
        const char *name, *file;
        enum { FLIP, CUT, REMOVE, ADD } how;
        const char *says;
    } rows[] = {
        {"a flipped byte in the page", "index.html", FLIP, "index.html has other bytes"},
        {"a flipped byte in the map", "map.json", FLIP, "map.json has other bytes"},
        {"a cut table", "paths.csv", CUT, "paths.csv has"},
        {"a missing file", "gaps.csv", REMOVE, "gaps.csv is missing"},
        {"an added file", "notes.txt", ADD, "notes.txt is not in the manifest"},
        {"no manifest", "manifest.json", REMOVE, "manifest.json"},
        {"a changed head in the manifest", "manifest.json", FLIP, "different evidence"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *dir = wit_temp_path(t, wit_fmt(t->arena, "p%zu", i));
        const char *name = wit_fmt(t->arena, "p%zu/%s", i, rows[i].file);
        struct wit_err err = {WIT_OK, ""};
        size_t len = 0;
        must_write(dir, wit_sample_map(t->arena));
        char *bytes = rows[i].how == ADD ? wit_strdup(t->arena, "x") : slurp(t, name, &len);
        if (rows[i].how == REMOVE) {
            assert_int_equal(unlink(wit_temp_path(t, name)), 0);
        } else if (rows[i].how == FLIP && strcmp(rows[i].file, "manifest.json") == 0) {
            char *head = strstr(bytes, "\"head\": \"");
            assert_non_null(head);
            head[9] = head[9] == '0' ? '1' : '0';
            spill(t, name, bytes, len);
        } else {
            if (rows[i].how == FLIP)
                bytes[len / 2] ^= 1;
            spill(t, name, bytes, rows[i].how == ADD ? 1 : rows[i].how == CUT ? len - 1 : len);
        }
        if (wit_packet_verify(NULL, dir, &err))
            fail_msg("%s: not noticed", rows[i].name);
        if (strstr(err.text, rows[i].says) == NULL)
            fail_msg("%s: '%s'", rows[i].name, err.text);
    }
}

static void test_replaces_only_packets(void **state)
{
    const struct wit_temp *t = *state;
    struct wit_err err = {WIT_OK, ""};
    const char *dir = wit_temp_path(t, "packet");
    must_write(dir, wit_sample_map_empty(t->arena));
    must_write(dir, wit_sample_map(t->arena)); /* an earlier packet goes */
    if (!wit_packet_verify(NULL, dir, &err))
        fail_msg("%s", err.text);
    const char **names;
    size_t n;
    assert_true(wit_dir_list(&names, &n, t->arena, t->dir, &err));
    assert_int_equal(n, 1); /* nothing temporary is left */

    spill(t, "packet/notes.txt", "mine", 4);
    assert_false(write_packet(dir, wit_sample_map(t->arena), &err));
    assert_int_equal(err.code, WIT_EUSAGE);
    assert_string_equal(slurp(t, "packet/notes.txt", NULL), "mine");

    err = (struct wit_err){WIT_OK, ""};
    assert_int_equal(mkdir(wit_temp_path(t, "other"), 0755), 0);
    spill(t, "other/letter", "mine", 4);
    assert_false(write_packet(wit_temp_path(t, "other"), wit_sample_map(t->arena), &err));
    assert_int_equal(err.code, WIT_EUSAGE);

    err = (struct wit_err){WIT_OK, ""};
    spill(t, "file", "mine", 4);
    assert_false(write_packet(wit_temp_path(t, "file"), wit_sample_map(t->arena), &err));
    assert_string_equal(slurp(t, "file", NULL), "mine");
}

/* A file size limit stands for a full disk. */
static void test_full_disk(void **state)
{
    const struct wit_temp *t = *state;
    const char *dir = wit_temp_path(t, "packet");
    must_write(dir, wit_sample_map_empty(t->arena));
    char *before = slurp(t, "packet/manifest.json", NULL);
    struct rlimit old, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
    small = old;
    small.rlim_cur = 20000;
    struct wit_err err = {WIT_OK, ""};
    signal(SIGXFSZ, SIG_IGN);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    bool ok = write_packet(dir, wit_sample_map(t->arena), &err);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
    assert_false(ok);
    assert_int_equal(err.code, WIT_EIO);
    assert_string_equal(slurp(t, "packet/manifest.json", NULL), before);
    const char **names;
    size_t n;
    assert_true(wit_dir_list(&names, &n, t->arena, t->dir, &err));
    assert_int_equal(n, 1);
}

static void test_page(void **state)
{
    const struct wit_temp *t = *state;
    must_write(wit_temp_path(t, "packet"), wit_sample_map(t->arena));
    const char *page = slurp(t, "packet/index.html", NULL);
    static const char *const order[] = {
        "<h1>Network isolation review",
        "111122223333",
        "2026-11-18 21:04 UTC",
        "4c1d9a0b7e5f3321",
        "77aa0d3c5be1f29f",
        "id=\"s-quorum-is-closed\"",
        "What opens it",
        "id=\"s-dlq-is-private\"",
        "What is missing",
        "aws s3api get-bucket-policy --bucket acme-connect-dlq",
        "id=\"s-no-internet-to-brokers\"",
        "What closes it",
        "<h2>Gaps and assumptions",
        "id=\"g-000044\"",
        "Assumed, not proved",
        "<h2>Findings",
        "<h2>Picture",
        "<svg xmlns",
        "<h2>Paths",
        "id=\"c-client\"",
        "payments-platform",
        "id=\"c-controller\"",
        "missing</span>",
        "<h2>Evidence index",
        "id=\"e-1\"",
        "How to verify",
    };
    const char *at = page;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = strstr(at, order[i]);
        if (at == NULL)
            fail_msg("'%s' is missing or out of order", order[i]);
    }
    assert_null(strstr(page, "<script"));
}

/* Ways that share rule and ports are one row when it is each with each; whatever is not, stays apart. */
static void test_folded_statements(void **state)
{
    static const struct {
        const char *name, *ways[6][2];
        size_t n, rows;
    } cases[] = {
        {"each with each", {{"a", "x"}, {"a", "y"}, {"b", "x"}, {"b", "y"}}, 4, 1},
        {"one is missing", {{"a", "x"}, {"a", "y"}, {"b", "x"}}, 3, 2},
        {"one to many", {{"a", "x"}, {"a", "y"}, {"a", "z"}}, 3, 1},
        {"different ends", {{"a", "x"}, {"b", "y"}}, 2, 2},
    };
    const struct wit_temp *t = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct wit_witness ways[6];
        struct wit_assertion never = {.id = "s", .text = "from a to x", .proof = WIT_VIOLATED, .to = "x"};
        struct wit_map map = *wit_sample_map(t->arena);
        for (size_t k = 0; k < cases[i].n; k++)
            ways[k] = (struct wit_witness){cases[i].ways[k][0], cases[i].ways[k][1], "tcp/1", "the rule", "", "",
                                           WIT_REACHABLE};
        never.witnesses = ways;
        never.n_witnesses = cases[i].n;
        map.assertions = &never;
        map.n_assertions = 1;
        const char *name = wit_fmt(t->arena, "fold%zu", i);
        must_write(wit_temp_path(t, name), &map);
        const char *page = slurp(t, wit_fmt(t->arena, "%s/index.html", name), NULL);
        size_t rows = 0;
        for (const char *at = page; (at = strstr(at, "\">the rule</td>")) != NULL; at++)
            rows++;
        if (rows != cases[i].rows)
            fail_msg("%s: %zu rows", cases[i].name, rows);
        const char *csv = slurp(t, wit_fmt(t->arena, "%s/statements.csv", name), NULL);
        size_t lines = 0;
        for (const char *at = csv; (at = strstr(at, "the rule")) != NULL; at++)
            lines++;
        assert_int_equal(lines, cases[i].n);
    }
}

/* Every link inside the page has its anchor; nothing leads outside of the folder. */
static void test_links(void **state)
{
    const struct wit_temp *t = *state;
    const struct wit_map *maps[] = {wit_sample_map(t->arena), wit_sample_map_hostile(t->arena),
                                    wit_sample_map_empty(t->arena)};
    for (size_t m = 0; m < 3; m++) {
        must_write(wit_temp_path(t, "packet"), maps[m]);
        const char *page = slurp(t, "packet/index.html", NULL);
        static const char *const never[] = {"<script", "http://192", "src=", " onload=\"", "<iframe", "<style>*"};
        for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
            const char *found = strstr(page, never[i]);
            if (found != NULL && (i != 1 || found[-1] == '"'))
                fail_msg("map %zu: '%s'", m, never[i]);
        }
        for (const char *p = page; (p = strstr(p, "href=\"")) != NULL;) {
            p += 6;
            const char *end = strchr(p, '"');
            char *link = wit_strndup(t->arena, p, (size_t)(end - p));
            if (*link != '#') {
                assert_true(strcmp(link, "map.svg") == 0 || strcmp(link, "map.dot") == 0 ||
                            strcmp(link, "paths.csv") == 0);
            } else if (strstr(page, wit_fmt(t->arena, "id=\"%s\"", link + 1)) == NULL) {
                fail_msg("map %zu: the link '%s' leads nowhere", m, link);
            }
        }
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, wit_temp_set_up, wit_temp_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_written_and_verified),  TEST(test_same_bytes), TEST(test_tampering),
                                       TEST(test_replaces_only_packets), TEST(test_full_disk),  TEST(test_page),
                                       TEST(test_folded_statements),     TEST(test_links)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
