/* tests/unit/test_seal.c: sealing closes a bundle, says what is in it, and signs that.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "base/json.h"
#include "tests/support/evidence_kit.h"

struct fixture {
    struct wit_arena *arena;
    char *dir, *bundle, *second, *key, *pub, *other_pub;
    bool keys;
};

static bool shell(struct fixture *f, const char *command)
{
    return system(wit_fmt(f->arena, "cd %s && { %s; } >/dev/null 2>&1", f->dir, command)) == 0;
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = wit_arena_new();
    f->dir = wit_kit_dir(f->arena);
    f->bundle = wit_fmt(f->arena, "%s/october", f->dir);
    f->second = wit_fmt(f->arena, "%s/november", f->dir);
    f->key = wit_fmt(f->arena, "%s/key.pem", f->dir);
    f->pub = wit_fmt(f->arena, "%s/pub.pem", f->dir);
    f->other_pub = wit_fmt(f->arena, "%s/other.pem", f->dir);
    f->keys =
        shell(f, "openssl genpkey -algorithm ed25519 -out key.pem && openssl pkey -in key.pem -pubout -out pub.pem &&"
                 "openssl genpkey -algorithm ed25519 -out k2.pem && openssl pkey -in k2.pem -pubout -out other.pem");
    wit_kit_bundle(f->bundle);
    wit_kit_bundle(f->second);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    wit_kit_fault_clear();
    wit_kit_remove(f->dir);
    wit_arena_free(f->arena);
    free(f);
    return 0;
}

#define ASSERT_GOOD(call, err)                                                                                         \
    do {                                                                                                               \
        if (!(call))                                                                                                   \
            fail_msg("%s", (err).text);                                                                                \
    } while (0)

static struct wit_value *manifest(struct fixture *f, const char *bundle)
{
    size_t len;
    struct wit_value *v = NULL;
    struct wit_err err = {0};
    char *text = wit_kit_read(f->arena, wit_fmt(f->arena, "%s/manifest.json", bundle), &len);
    ASSERT_GOOD(wit_json_parse(&v, f->arena, text, len, &err), err);
    return v;
}

static void test_manifest(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle *b = NULL;
    ASSERT_GOOD(wit_bundle_seal(f->bundle, NULL, NULL, &err), err);
    const struct wit_value *v = manifest(f, f->bundle), *counts = wit_get(v, "counts");
    ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
    assert_true(b->sealed);
    assert_string_equal(wit_str(v, "head"), b->head);
    assert_string_equal(wit_str(wit_get(v, "tool"), "version"), WIT_VERSION);
    assert_string_equal(wit_str(v, "first"), b->records[0].time);
    assert_string_equal(wit_str(v, "last"), b->records[4].time);
    assert_null(wit_get(v, "previous_head"));
    assert_int_equal(wit_int(counts, "records", -1), 5);
    assert_int_equal(wit_int(counts, "artefacts", -1), 3);
    assert_int_equal(wit_int(counts, "gaps", -1), 1);
    assert_int_equal(wit_int(counts, "assumptions", -1), 1);
    assert_int_equal(wit_int(counts, "blobs", -1), 2);
    assert_int_equal(wit_int(counts, "blob_bytes", -1), 67);
    const struct wit_value *subject = wit_at(wit_get(v, "subjects"), 0);
    assert_int_equal(wit_get(v, "subjects")->count, 1);
    assert_string_equal(wit_str(subject, "account"), "111122223333");
    assert_string_equal(wit_str(subject, "region"), "eu-west-1");
}

static void test_sealed_is_closed(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle_writer *w = NULL;
    ASSERT_GOOD(wit_bundle_seal(f->bundle, NULL, NULL, &err), err);
    assert_false(wit_bundle_writer_open(&w, f->bundle, true, &err));
    assert_int_equal(err.code, WIT_EUSAGE);
    assert_non_null(strstr(err.text, "sealed"));
    assert_false(wit_bundle_seal(f->bundle, NULL, NULL, &err));
    assert_int_equal(err.code, WIT_EUSAGE);
    assert_false(wit_bundle_seal(wit_fmt(f->arena, "%s/none", f->dir), NULL, NULL, &err));
    assert_int_equal(err.code, WIT_EIO);
    assert_false(wit_path_exists(wit_fmt(f->arena, "%s/none", f->dir)));
}

static void test_previous(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle *b = NULL;
    assert_false(wit_bundle_seal(f->second, f->bundle, NULL, &err)); /* not sealed yet: its head may change */
    assert_int_equal(err.code, WIT_EUSAGE);
    ASSERT_GOOD(wit_bundle_seal(f->bundle, NULL, NULL, &err), err);
    ASSERT_GOOD(wit_bundle_seal(f->second, f->bundle, NULL, &err), err);
    ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
    assert_string_equal(wit_str(manifest(f, f->second), "previous_head"), b->head);
}

/* What is broken is not sealed; a torn tail and stray files are no obstacle, they go away. */
static void test_what_can_be_sealed(void **state)
{
    static const struct {
        const char *name, *command, *want;
    } rows[] = {
        {"a blob missing", "rm -r october/blobs", "is missing"},
        {"a record missing", "sed -i 2d october/journal.jsonl", "record 2: missing"},
        {"a writer is there", "true", "another process"},
        {"torn tail", "printf torn >> october/journal.jsonl", NULL},
        {"stray blob",
         "echo > october/blobs/new; mkdir october/blobs/zz; mkdir -p october/blobs/00;"
         "echo > october/blobs/00/00stray; rmdir october/blobs/zz",
         NULL},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_err err = {0};
        struct wit_verify_report report;
        struct wit_bundle_writer *w = NULL;
        wit_kit_remove(f->bundle);
        wit_kit_bundle(f->bundle);
        assert_true(shell(f, rows[i].command));
        if (i == 2)
            ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, true, &err), err);
        bool good = wit_bundle_seal(f->bundle, NULL, NULL, &err);
        wit_bundle_writer_close(w);
        if (good != (rows[i].want == NULL) || (!good && strstr(err.text, rows[i].want) == NULL))
            fail_msg("%s: %s", rows[i].name, good ? "sealed" : err.text);
        assert_int_equal(wit_path_exists(wit_fmt(f->arena, "%s/manifest.json", f->bundle)), good);
        if (good)
            ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
    }
}

static void test_signature(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_verify_report report;
    if (!f->keys)
        skip();                                                        /* no openssl program */
    assert_false(wit_bundle_verify(&report, f->bundle, f->pub, &err)); /* neither sealed nor signed */
    assert_int_equal(err.code, WIT_EINTEGRITY);
    ASSERT_GOOD(wit_bundle_seal(f->bundle, NULL, f->key, &err), err);
    ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, f->pub, &err), err);
    assert_true(report.is_signed);
    ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
    assert_true(report.is_signed);
    assert_true(shell(f, "openssl pkeyutl -verify -pubin -inkey pub.pem -rawin -in october/manifest.json "
                         "-sigfile october/manifest.sig")); /* anybody can check it */
    assert_false(wit_bundle_verify(&report, f->bundle, f->other_pub, &err));
    assert_int_equal(err.code, WIT_EINTEGRITY);
    const char *path = wit_fmt(f->arena, "%s/manifest.sig", f->bundle);
    size_t len;
    char *sig = wit_kit_read(f->arena, path, &len);
    assert_int_equal(len, 64);
    for (size_t i = 0; i < 64; i++) {
        sig[i] ^= 1;
        wit_kit_write(path, sig, 64);
        assert_false(wit_bundle_verify(&report, f->bundle, f->pub, &err));
        assert_int_equal(err.code, WIT_EINTEGRITY);
        sig[i] ^= 1;
    }
    wit_kit_write(path, sig, 63);
    assert_false(wit_bundle_verify(&report, f->bundle, NULL, &err));
    assert_true(shell(f, "rm october/manifest.sig"));
    ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
    assert_false(wit_bundle_verify(&report, f->bundle, f->pub, &err));
    assert_int_equal(err.code, WIT_EINTEGRITY);
    /* A whole bundle with mended digests, but not by the holder of the key. */
    ASSERT_GOOD(wit_bundle_seal(f->second, NULL, NULL, &err), err);
    wit_kit_write(wit_fmt(f->arena, "%s/manifest.sig", f->second), sig, 64);
    assert_false(wit_bundle_verify(&report, f->second, f->pub, &err));
}

static void test_bad_keys(void **state)
{
    struct fixture *f = *state;
    static const char *const commands[] = {"rm -f bad.pem", "echo no key > bad.pem", "cp pub.pem bad.pem",
                                           "openssl genpkey -algorithm x25519 -out bad.pem"};
    if (!f->keys)
        skip();
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        struct wit_err err = {0};
        assert_true(shell(f, commands[i]));
        assert_false(wit_bundle_seal(f->bundle, NULL, wit_fmt(f->arena, "%s/bad.pem", f->dir), &err));
        assert_false(wit_path_exists(wit_fmt(f->arena, "%s/manifest.json", f->bundle)));
    }
}

/* Killed or failing anywhere: not sealed, or sealed and whole; sealing again finishes it. */
static void test_stopped_everywhere(void **state)
{
    static const enum wit_kit_fault faults[] = {WIT_KIT_KILL, WIT_KIT_KILL_SHORT, WIT_KIT_FULL, WIT_KIT_BAD};
    struct fixture *f = *state;
    const char *key = f->keys ? f->key : NULL, *pub = f->keys ? f->pub : NULL;
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        int status = 9;
        for (unsigned long n = 1; status != 0; n++) {
            struct wit_err err = {0};
            struct wit_verify_report report;
            assert_true(n < 200);
            wit_kit_remove(f->bundle);
            wit_kit_bundle(f->bundle);
            assert_true(shell(f, "printf torn >> october/journal.jsonl; echo > october/blobs/new"));
            pid_t child = fork();
            if (child == 0) {
                wit_kit_fault_set(faults[i], n);
                bool good = wit_bundle_seal(f->bundle, NULL, key, &err);
                _exit(good ? wit_kit_fault_count() < n ? 0 : 9 : err.code == WIT_EIO ? 9 : 1);
            }
            assert_int_equal(waitpid(child, &status, 0), child);
            assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0));
            ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
            if (!report.sealed)
                ASSERT_GOOD(wit_bundle_seal(f->bundle, NULL, key, &err), err);
            ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, pub, &err), err);
            assert_true(report.sealed && report.records == 5 && !report.torn_tail);
        }
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_manifest),  TEST(test_sealed_is_closed), TEST(test_previous),           TEST(test_what_can_be_sealed),
        TEST(test_signature), TEST(test_bad_keys),         TEST(test_stopped_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
