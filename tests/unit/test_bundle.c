/* tests/unit/test_bundle.c: what is put is there, once, and nothing else.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/io.h"
#include "tests/support/bundle_fixture.h"

static void test_put_and_read(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle *b = NULL;
    wit_kit_bundle(f->bundle);
    ASSERT_GOOD(wit_bundle_open(&b, f->arena, wit_fmt(f->arena, "%s/", f->bundle), &err), err);
    assert_string_equal(b->name, "acme.evidence");
    assert_int_equal(b->n, 5);
    assert_false(b->sealed);
    static const char *const ids[] = {"a-000001", "a-000002", "g-000003", "a-000004", "s-000005"};
    for (size_t i = 0; i < b->n; i++)
        assert_string_equal(b->records[i].id, ids[i]);
    char *bytes;
    size_t len;
    ASSERT_GOOD(wit_bundle_blob(b, &b->records[3], f->arena, &bytes, &len, &err), err);
    assert_int_equal(len, 8);
    assert_memory_equal(bytes, "<first/>", 9); /* with the NUL behind it */
    assert_string_equal(b->records[0].sha256, b->records[3].sha256);
    assert_string_equal(b->records[0].root, "");
    assert_string_equal(b->records[2].detail, "UnauthorizedOperation");
    assert_int_equal(b->records[2].reason, WIT_GAP_DENIED);
}

static void test_blobs_of_every_size(void **state)
{
    static const size_t sizes[] = {0, 1, 100, 65535, 65536, 65537, (size_t)3 << 20};
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle_writer *w = NULL;
    struct wit_bundle *b = NULL;
    size_t most = (size_t)3 << 20, len;
    char *noise = wit_alloc(f->arena, most), *bytes;
    uint32_t seed = 1;
    for (size_t i = 0; i < most; i++) {
        seed = seed * 1664525u + 1013904223u;
        noise[i] = (char)(seed >> 24);
    }
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, false, &err), err);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct wit_record r = wit_kit_artefact("DescribeVpcs", (unsigned)i + 1);
        char id[24];
        ASSERT_GOOD(wit_bundle_put(w, &r, noise, sizes[i], id, &err), err);
        assert_string_equal(id, wit_fmt(f->arena, "a-%06zu", i + 1));
    }
    wit_bundle_writer_close(w);
    ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
    for (size_t i = 0; i < b->n; i++) {
        ASSERT_GOOD(wit_bundle_blob(b, &b->records[i], f->arena, &bytes, &len, &err), err);
        assert_int_equal(len, sizes[i]);
        assert_memory_equal(bytes, noise, len);
    }
}

/* Piece by piece: the same bytes, the same digest, and a blob that is there is not written twice. */
static void test_drafts(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle_writer *w = NULL;
    struct wit_bundle *b = NULL;
    static char text[3000000];
    static const size_t sizes[] = {0, 1, 70000, sizeof text};
    char *bytes, id[24];
    size_t len;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)('a' + i * i % 7919 % 26);
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, false, &err), err);
    for (size_t i = 0; i < 4; i++) {
        struct wit_record r = {.subject = {.source = "traffic", .operation = wit_fmt(f->arena, "Flows%zu", i)},
                               .request = "pieces",
                               .media = "application/json",
                               .root = ""};
        struct wit_draft *draft = wit_draft_new();
        for (size_t at = 0; at < sizes[i]; at += 65537)
            wit_draft_add(draft, text + at, sizes[i] - at < 65537 ? sizes[i] - at : 65537);
        ASSERT_GOOD(wit_bundle_put_draft(w, &r, draft, id, &err), err);
        wit_draft_free(draft);
        ASSERT_GOOD(wit_bundle_put(w, &r, text, sizes[i], NULL, &err), err);
    }
    wit_draft_free(wit_draft_new()); /* one that was given up */
    wit_bundle_writer_close(w);
    ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
    assert_int_equal(b->n, 8);
    for (size_t i = 0; i < b->n; i++) {
        ASSERT_GOOD(wit_bundle_blob(b, &b->records[i], f->arena, &bytes, &len, &err), err);
        assert_int_equal(len, sizes[i / 2]);
        assert_memory_equal(bytes, text, len);
        assert_string_equal(b->records[i].sha256, b->records[i / 2 * 2].sha256);
        assert_string_equal(b->records[i].stored, b->records[i / 2 * 2].stored);
    }
}

static void test_resume_knows_what_is_there(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle_writer *w = NULL;
    const struct wit_record *found = NULL;
    size_t n, len;
    char *bytes;
    wit_kit_bundle(f->bundle);
    assert_false(wit_bundle_writer_open(&w, f->bundle, false, &err));
    assert_int_equal(err.code, WIT_EUSAGE);
    assert_non_null(strstr(err.text, "--resume"));
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
    wit_bundle_writer_records(w, &n);
    assert_int_equal(n, 5);
    const struct {
        const char *operation;
        unsigned page;
        const char *id;
    } rows[] = {{"DescribeVpcs", 1, "a-000001"},        {"DescribeVpcs", 2, "a-000002"},    {"DescribeVpcs", 3, NULL},
                {"DescribeNetworkAcls", 1, "g-000003"}, {"DescribeSubnets", 1, "a-000004"}, {"Describe", 1, NULL}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_record r = wit_kit_artefact(rows[i].operation, rows[i].page);
        bool there = wit_bundle_writer_has(w, &r.subject, r.page, &found);
        assert_int_equal(there, rows[i].id != NULL);
        if (there)
            assert_string_equal(found->id, rows[i].id);
    }
    /* The latest answer counts: a gap that was asked again. */
    struct wit_record again = wit_kit_artefact("DescribeNetworkAcls", 1);
    ASSERT_GOOD(wit_bundle_put(w, &again, "<acls/>", 7, NULL, &err), err);
    assert_true(wit_bundle_writer_has(w, &again.subject, 1, &found));
    assert_string_equal(found->id, "a-000006");
    ASSERT_GOOD(wit_bundle_writer_blob(w, found, f->arena, &bytes, &len, &err), err);
    assert_string_equal(bytes, "<acls/>");
    /* Another region, another account, another resource: not the same question. */
    struct wit_subject other = again.subject;
    other.region = "eu-west-2";
    assert_false(wit_bundle_writer_has(w, &other, 1, NULL));
    other = again.subject;
    other.resource = "acl-1";
    assert_false(wit_bundle_writer_has(w, &other, 1, NULL));
    wit_bundle_writer_close(w);
}

static void test_one_writer_at_a_time(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle_writer *w = NULL, *second = NULL;
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
    assert_false(wit_bundle_writer_open(&second, f->bundle, true, &err));
    assert_int_equal(err.code, WIT_EUSAGE);
    assert_non_null(strstr(err.text, "another process"));
    wit_bundle_writer_close(w);
    ASSERT_GOOD(wit_bundle_writer_open(&second, f->bundle, true, &err), err);
    wit_bundle_writer_close(second);
    wit_bundle_writer_close(NULL);
}

static void test_strangers_folders(void **state)
{
    static const struct {
        const char *name, *command, *want;
    } rows[] = {
        {"no folder", "rm -r B", "cannot open"},
        {"a file", "rm -r B; echo > B", "cannot open"},
        {"no journal", "rm B/journal.jsonl", "not a bundle"},
        {"journal is a link", "mv B/journal.jsonl x; ln -s ../x B/journal.jsonl", "symbolic link"},
        {"journal is a pipe", "rm B/journal.jsonl; mkfifo B/journal.jsonl", "not a plain file"},
        {"journal is a folder", "rm B/journal.jsonl; mkdir B/journal.jsonl", "not a plain file"},
        {"journal is huge", "truncate -s 2G B/journal.jsonl", "more than the cap"},
        {"blobs is a link", "mv B/blobs x; ln -s ../x B/blobs", "blobs: not a plain folder"},
        {"shelf is a link", "mv B/blobs/fc x; ln -s ../../x B/blobs/fc", "not a plain folder"},
        {"blob is a link", "mv B/blobs/fc/* x; ln -s ../../../x B/blobs/fc/D", "symbolic link"},
        {"blob is a pipe", "rm B/blobs/fc/*; mkfifo B/blobs/fc/D", "not a plain file"},
        {"blob is huge", "truncate -s 1G B/blobs/fc/*", "more than the cap"},
        {"no blobs", "rm -r B/blobs", "is missing"},
        {"manifest is a link", "ln -s journal.jsonl B/manifest.json", "symbolic link"},
        {"manifest is garbage", "echo garbage > B/manifest.json", "manifest.json: not JSON"},
        {"manifest is another JSON", "echo {} > B/manifest.json", "manifest.json: not a manifest"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_err err = {0};
        struct wit_bundle *b = NULL;
        char *bytes, digest[65];
        size_t len;
        wit_kit_remove(f->bundle);
        wit_kit_bundle(f->bundle);
        ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
        memcpy(digest, b->records[0].sha256, sizeof digest);
        char *script =
            wit_fmt(f->arena, "cd %s && rm -rf x && B=acme.evidence D=%s S=%.2s && ", f->dir, digest, digest);
        for (const char *p = rows[i].command; *p != '\0'; p++) /* B, D and the shelf "fc" stand for their names */
            script = *p == 'B' || *p == 'D'     ? wit_fmt(f->arena, "%s$%c", script, *p)
                     : strncmp(p, "fc", 2) == 0 ? (p++, wit_fmt(f->arena, "%s$S", script))
                                                : wit_fmt(f->arena, "%s%c", script, *p);
        assert_int_equal(system(script), 0);
        bool good = wit_bundle_open(&b, f->arena, f->bundle, &err) &&
                    wit_bundle_blob(b, &b->records[0], f->arena, &bytes, &len, &err);
        if (good || strstr(err.text, rows[i].want) == NULL)
            fail_msg("%s: %s", rows[i].name, good ? "was read" : err.text);
    }
}

/* A torn last line is not a record: it is read over, and cut off by the next writer. */
static void test_torn_tail(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle *b = NULL;
    struct wit_bundle_writer *w = NULL;
    struct wit_verify_report report;
    size_t len, whole;
    const char *journal = wit_fmt(f->arena, "%s/journal.jsonl", f->bundle);
    wit_kit_bundle(f->bundle);
    char *text = wit_kit_read(f->arena, journal, &len);
    for (whole = len - 1; text[whole - 1] != '\n'; whole--)
        ;
    for (size_t cut = whole + 1; cut < len; cut += 17) {
        wit_kit_write(journal, text, cut);
        ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
        assert_int_equal(b->n, 4);
        ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
        assert_true(report.torn_tail);
        ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
        wit_bundle_writer_close(w);
        size_t left;
        assert_memory_equal(wit_kit_read(f->arena, journal, &left), text, whole);
        assert_int_equal(left, whole);
    }
}

/* A blob that rotted since is replaced when its bytes come again. */
static void test_rotten_blob_is_healed(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_verify_report report;
    struct wit_bundle *b = NULL;
    struct wit_bundle_writer *w = NULL;
    wit_kit_bundle(f->bundle);
    ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
    const char *digest = b->records[0].sha256;
    wit_kit_write(wit_fmt(f->arena, "%s/blobs/%.2s/%s", f->bundle, digest, digest), "rot", 3);
    assert_false(wit_bundle_verify(&report, f->bundle, NULL, &err));
    struct wit_record r = wit_kit_artefact("DescribeVpcs", 9);
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
    ASSERT_GOOD(wit_bundle_put(w, &r, "<first/>", 8, NULL, &err), err);
    wit_bundle_writer_close(w);
    ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
}

/* A writer without a record takes back what it made, and nothing else. */
static void test_refused_leaves_nothing(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle_writer *w = NULL;
    const char *deep = wit_fmt(f->arena, "%s/a//b/c.evidence/", f->dir);
    ASSERT_GOOD(wit_bundle_writer_open(&w, deep, true, &err), err);
    wit_bundle_writer_close(w);
    assert_false(wit_path_exists(wit_fmt(f->arena, "%s/a", f->dir)));
    assert_true(wit_path_exists(f->dir));

    /* The disk is full at the first record: its blob and shelves go too. */
    struct wit_record r = wit_kit_artefact("DescribeVpcs", 1);
    for (unsigned long at = 1; at < 40; at++) {
        ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
        wit_kit_fault_set(WIT_KIT_FULL, at);
        bool put = wit_bundle_put(w, &r, "<vpcs/>", 7, NULL, NULL);
        wit_kit_fault_clear();
        wit_bundle_writer_close(w);
        assert_int_equal(wit_path_exists(f->bundle), put);
        if (put)
            break;
    }
    assert_true(wit_path_exists(f->bundle));

    /* Not its own: a folder, a journal, blobs whose journal is lost, a damaged journal. */
    char *journal = wit_fmt(f->arena, "%s/journal.jsonl", f->bundle);
    char *blobs = wit_fmt(f->arena, "%s/blobs", f->bundle);
    wit_kit_write(journal, "{}\n", 3);
    assert_false(wit_bundle_writer_open(&w, f->bundle, true, &err));
    assert_true(wit_path_exists(journal) && wit_path_exists(blobs));
    wit_kit_write(journal, "", 0);
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
    wit_bundle_writer_close(w);
    assert_true(wit_path_exists(journal) && wit_path_exists(blobs));
    assert_int_equal(unlink(journal), 0);
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
    wit_bundle_writer_close(w);
    assert_true(wit_path_exists(blobs));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_put_and_read),
        TEST(test_blobs_of_every_size),
        TEST(test_drafts),
        TEST(test_resume_knows_what_is_there),
        TEST(test_one_writer_at_a_time),
        TEST(test_strangers_folders),
        TEST(test_torn_tail),
        TEST(test_rotten_blob_is_healed),
        TEST(test_refused_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
