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

#include "base/digest.h"
#include "base/io.h"
#include "render/html.h"
#include "render/packet.h"
#include "render/packet_files.h"
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
    assert_int_equal(report.files, 17);
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
        "What blocks",
        "What is unknown",
        "What changed",
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
        "<h2>Findings",
        "<h2>Map",
        "id=\"pic-estate\"",
        "<svg xmlns",
        "id=\"pic-client\"",
        "id=\"pic-matrix\"",
        "<h2>Paths",
        "id=\"c-client\"",
        "payments-platform",
        "id=\"c-controller\"",
        "missing</i>",
        "<h2>Storage surfaces",
        "<h2>Gaps and assumptions",
        "id=\"g-000044\"",
        "Assumed, not proved",
        "<h2>Provenance",
        "id=\"e-1\"",
        "<h2>Ways, hop by hop",
        "id=\"w-1\"",
        "id=\"r-1\"",
        "How to verify",
    };
    const char *at = page;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        at = strstr(at, order[i]);
        if (at == NULL)
            fail_msg("'%s' is missing or out of order", order[i]);
    }
}

/* The page's own style and script run because their hashes stand in its policy; nothing else does: there is one of
 * each, no style attribute and no handler. */
static void test_page_policy(void **state)
{
    const struct wit_temp *t = *state;
    static const struct {
        const char *open, *close, *directive;
    } parts[] = {{"<style>", "</style>", "style-src 'sha256-"}, {"<script>", "</script>", "script-src 'sha256-"}};
    must_write(wit_temp_path(t, "packet"), wit_sample_map_hostile(t->arena));
    const char *page = slurp(t, "packet/index.html", NULL);
    assert_non_null(strstr(page, "content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src"));
    assert_null(strstr(page, "unsafe-"));
    assert_null(strstr(page, " style=\""));
    for (size_t i = 0; i < 2; i++) {
        const char *begin = strstr(page, parts[i].open);
        assert_non_null(begin);
        begin += strlen(parts[i].open);
        const char *end = strstr(begin, parts[i].close);
        assert_null(strstr(end, parts[i].open));
        uint8_t sum[WIT_SHA256_BYTES];
        char hex[3 * WIT_SHA256_BYTES], want[WIT_SHA256_HEX], base64[64] = "";
        wit_sha256(sum, begin, (size_t)(end - begin));
        wit_hex(want, sum, sizeof sum);
        const char *stated = strstr(page, parts[i].directive);
        assert_non_null(stated);
        stated += strlen(parts[i].directive);
        memcpy(base64, stated, 44);
        /* decoded here, by other means than the writer's */
        static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        uint8_t got[36];
        for (size_t k = 0; k < 44; k += 4) {
            uint32_t v = 0;
            for (size_t j = 0; j < 4; j++) {
                const char *at = base64[k + j] == '=' ? digits : strchr(digits, base64[k + j]);
                assert_non_null(at);
                v = v << 6 | (uint32_t)(at - digits);
            }
            for (size_t j = 0; j < 3; j++)
                got[k / 4 * 3 + j] = (uint8_t)(v >> (16 - 8 * j));
        }
        wit_hex(hex, got, WIT_SHA256_BYTES);
        assert_string_equal(hex, want);
    }
}

/* Five thousand paths that share their ways are one page below ten million bytes. */
static void test_five_thousand_paths(void **state)
{
    const struct wit_temp *t = *state;
    size_t len = 0;
    must_write(wit_temp_path(t, "packet"), wit_sample_map_large(t->arena, 50, 50));
    const char *page = slurp(t, "packet/index.html", &len);
    assert_true(len < 10000000);
    size_t rows = 0;
    for (const char *at = page; (at = strstr(at, "\" class=\"p ")) != NULL; at++)
        rows++;
    assert_int_equal(rows, 5000);
}

/* What changed stands on the page, with cause and doer; its words are text like all others. */
static void test_changes(void **state)
{
    const struct wit_temp *t = *state;
    const struct wit_change_row row = {.kind = "widened",
                                       .subject = "path",
                                       .id = "p-00000000",
                                       .what = "client <apps> -> brokers",
                                       .before = "tcp/9096",
                                       .after = "tcp/9092-9096",
                                       .cause = "security-group sg-1: added",
                                       .who = "arn:aws:iam::1:user/eve",
                                       .when = "2026-11-01T10:00:00Z",
                                       .evidence = ""};
    const struct wit_changes changes = {"77aa", "2026-10-18T21:04:09Z", "2026-10-18T21:05:51Z", &row, 1};
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) page;
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(&page, WIT_RENDER_MAX_BYTES);
    if (!wit_html_write(&page, wit_sample_map(t->arena), "00", &changes, &err))
        fail_msg("%s", err.text);
    static const char *const says[] = {
        "<h2>What changed</h2>\n<p", "client &lt;apps&gt; -&gt; brokers", "tcp/9092-9096", "sg-1: added", "user/eve",
        "2026-11-01 10:00 UTC"};
    const char *at = wit_buf_str(&page);
    for (size_t i = 0; i < sizeof says / sizeof *says; i++) {
        at = strstr(at, says[i]);
        if (i == 0 && at == NULL)
            fail_msg("no section");
        if (at == NULL)
            fail_msg("'%s' is missing or out of order", says[i]);
        at = i == 0 ? wit_buf_str(&page) + (strstr(wit_buf_str(&page), "id=\"changes\"") - wit_buf_str(&page)) : at;
    }
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
        static const char *const never[] = {
            "<script>alert", "http://192", " src=", " onload=\"", "<iframe", "<style>*"};
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
                assert_true(strcmp(link, "map.svg") == 0 || strcmp(link, "map.dot") == 0 || wit_packet_has(link));
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
                                       TEST(test_folded_statements),     TEST(test_links),      TEST(test_page_policy),
                                       TEST(test_five_thousand_paths),   TEST(test_changes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
