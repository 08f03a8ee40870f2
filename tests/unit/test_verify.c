/* tests/unit/test_verify.c: whatever is done to a bundle, verify names the first thing that is broken.
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

#include "base/io.h"
#include "tests/support/evidence_kit.h"

struct fixture {
    struct wit_arena *arena;
    char *dir, *bundle, *sealed; /* two bundles with the same five records */
    const struct wit_bundle *read;
};

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct wit_err err = {0};
    struct wit_bundle *b = NULL;
    f->arena = wit_arena_new();
    f->dir = wit_kit_dir(f->arena);
    f->bundle = wit_fmt(f->arena, "%s/open", f->dir);
    f->sealed = wit_fmt(f->arena, "%s/sealed", f->dir);
    wit_kit_bundle(f->bundle);
    wit_kit_copy(f->bundle, f->sealed);
    if (!wit_bundle_seal(f->sealed, NULL, NULL, &err) || !wit_bundle_open(&b, f->arena, f->bundle, &err))
        fail_msg("%s", err.text);
    f->read = b;
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    wit_kit_remove(f->dir);
    wit_arena_free(f->arena);
    free(f);
    return 0;
}

static char *blob_of(struct fixture *f, const char *bundle, size_t record)
{
    const char *digest = f->read->records[record - 1].sha256;
    return wit_fmt(f->arena, "%s/blobs/%.2s/%s", bundle, digest, digest);
}

static void expect_broken(const char *bundle, const char *want, const char *what)
{
    struct wit_err err = {0};
    struct wit_verify_report report;
    if (wit_bundle_verify(&report, bundle, NULL, &err))
        fail_msg("%s: verifies", what);
    if (err.code != WIT_EINTEGRITY || strstr(err.text, want) == NULL)
        fail_msg("%s: code %d: %s", what, (int)err.code, err.text);
}

static void expect_good(const char *bundle)
{
    struct wit_err err = {0};
    struct wit_verify_report report;
    if (!wit_bundle_verify(&report, bundle, NULL, &err))
        fail_msg("%s", err.text);
}

static void test_report(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_verify_report r;
    assert_true(wit_bundle_verify(&r, f->bundle, NULL, &err));
    assert_int_equal(r.records, 5);
    assert_int_equal(r.artefacts, 3);
    assert_int_equal(r.gaps, 1);
    assert_int_equal(r.assumptions, 1);
    assert_int_equal(r.blobs, 2);
    assert_int_equal(r.blob_bytes, 8 + 59);
    assert_false(r.sealed || r.is_signed || r.torn_tail);
    assert_string_equal(r.head, f->read->head);
    assert_true(wit_bundle_verify(&r, f->sealed, NULL, &err));
    assert_true(r.sealed && !r.is_signed);
    assert_string_equal(r.head, f->read->head);
}

/* One bit of every byte of every file, in the open and in the sealed bundle. */
static void flip_all(struct fixture *f, const char *bundle, const char *path, const char *want)
{
    size_t len;
    char *bytes = wit_kit_read(f->arena, path, &len);
    for (size_t i = 0; i < len; i++) {
        bytes[i] = (char)(bytes[i] ^ 1 << i % 8);
        wit_kit_write(path, bytes, len);
        expect_broken(bundle, want, wit_fmt(f->arena, "%s: byte %zu", path, i));
        bytes[i] = (char)(bytes[i] ^ 1 << i % 8);
    }
    wit_kit_write(path, bytes, len);
    expect_good(bundle);
}

static void test_flipped_byte_in_the_journal(void **state)
{
    struct fixture *f = *state;
    flip_all(f, f->bundle, wit_fmt(f->arena, "%s/journal.jsonl", f->bundle), "journal.jsonl: record ");
    flip_all(f, f->sealed, wit_fmt(f->arena, "%s/journal.jsonl", f->sealed), "journal.jsonl: record ");
}

static void test_flipped_byte_in_a_blob(void **state)
{
    struct fixture *f = *state;
    flip_all(f, f->bundle, blob_of(f, f->bundle, 1), "record 1 (a-000001): blob ");
    flip_all(f, f->bundle, blob_of(f, f->bundle, 2), "record 2 (a-000002): blob ");
}

/* A larger one, with compressed literals and sequences in its frame. */
static void test_every_bit_of_a_blob(void **state)
{
    struct fixture *f = *state;
    struct wit_bundle_writer *w = NULL;
    struct wit_bundle *b = NULL;
    struct wit_err err = {0};
    const char *dir = wit_fmt(f->arena, "%s/larger", f->dir);
    struct wit_record r = wit_kit_artefact("DescribeVpcs", 1);
    size_t len;
    char *text = wit_strdup(f->arena, "");
    for (unsigned i = 0; i < 60; i++)
        text = wit_fmt(f->arena, "%s<item><vpcId>vpc-%08x</vpcId><state>available</state></item>\n", text,
                       i * 2654435761u);
    if (!wit_bundle_writer_open(&w, dir, false, &err) || !wit_bundle_put(w, &r, text, strlen(text), NULL, &err) ||
        !wit_bundle_open(&b, f->arena, dir, &err))
        fail_msg("%s", err.text);
    wit_bundle_writer_close(w);
    const char *digest = b->records[0].sha256;
    const char *path = wit_fmt(f->arena, "%s/blobs/%.2s/%s", dir, digest, digest);
    char *bytes = wit_kit_read(f->arena, path, &len);
    for (size_t i = 0; i < len * 8; i++) {
        bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
        wit_kit_write(path, bytes, len);
        expect_broken(dir, "record 1 (a-000001): blob ", wit_fmt(f->arena, "byte %zu bit %zu", i / 8, i % 8));
        bytes[i / 8] = (char)(bytes[i / 8] ^ 1 << i % 8);
    }
}

static void test_flipped_byte_in_the_manifest(void **state)
{
    struct fixture *f = *state;
    flip_all(f, f->sealed, wit_fmt(f->arena, "%s/manifest.json", f->sealed), "manifest.json: ");
}

static void test_cut_blob(void **state)
{
    struct fixture *f = *state;
    const char *path = blob_of(f, f->bundle, 2);
    size_t len;
    char *bytes = wit_kit_read(f->arena, path, &len);
    for (size_t n = 0; n < len; n++) {
        wit_kit_write(path, bytes, n);
        expect_broken(f->bundle, "record 2 (a-000002): blob ", "cut");
    }
    wit_kit_write(path, bytes, len);
}

/* Shell commands, run in the copy of the sealed or of the open bundle; $A and $B are the two blobs. */
static void test_damage(void **state)
{
    static const struct {
        const char *name, *command, *open_says, *sealed_says; /* NULL: verifies */
    } rows[] = {
        {"nothing", "true", NULL, NULL},
        {"a record removed", "sed -i 3d journal.jsonl", "record 3: missing: record 4", "record 3: missing: record 4"},
        {"the first record removed", "sed -i 1d journal.jsonl", "record 1: missing", "record 1: missing"},
        {"the last record removed", "sed -i 5d journal.jsonl", NULL, "speaks of 5 records, the journal has 4"},
        {"every record removed", "> journal.jsonl", NULL, "speaks of 5 records, the journal has 0"},
        {"records swapped", "sed -i '2{h;d};3{G}' journal.jsonl", "record 2: missing: record 3", "record 2: missing"},
        {"a record twice", "sed -i 2p journal.jsonl", "record 3: another one", "record 3: another one"},
        {"a line inserted", "sed -i '2i {}' journal.jsonl", "record 2: damaged", "record 2: damaged"},
        {"an empty line at the end", "echo >> journal.jsonl", "record 6: damaged", "record 6: damaged"},
        {"a torn line at the end", "printf '{\"seq\":6' >> journal.jsonl", NULL, "bytes follow the last record"},
        {"no journal", "rm journal.jsonl", "journal.jsonl: missing", "journal.jsonl: missing"},
        {"a blob removed", "rm $B", "record 2 (a-000002): blob", "record 2 (a-000002): blob"},
        {"the other blob removed", "rm $A", "record 1 (a-000001): blob", "record 1 (a-000001): blob"},
        {"blobs swapped", "mv $A x; mv $B $A; mv x $B", "record 1 (a-000001): blob", "has other bytes"},
        {"a blob copied over the other", "cp $A $B", "record 2 (a-000002): blob", "has other bytes"},
        {"bytes behind a blob", "echo >> $B", "record 2 (a-000002): blob", "has other bytes"},
        {"two frames", "cat $A >> $B", "record 2 (a-000002): blob", "has other bytes"},
        {"an empty blob", "> $A", "record 1 (a-000001): blob", "has other bytes"},
        {"no blobs", "rm -r blobs", "record 1 (a-000001): blob", "is missing"},
        {"a blob and a later record", "rm $B; sed -i 4d journal.jsonl", "record 2 (a-000002): blob", "record 2"},
        {"a record and a later blob", "sed -i 1d journal.jsonl; rm $B", "record 1: missing", "record 1: missing"},
        {"a stray blob", "cp $A blobs/stray", NULL, "blobs/stray: no record names it"},
        {"a file that looks like a shelf", "echo > blobs/00", NULL, "00: not a plain folder"},
        {"a stray blob on a shelf", "cp $A ${A}0", NULL, "0: no record names it"},
        {"a blob on another shelf", "mkdir blobs/00; cp $A blobs/00", NULL, "no record names it"},
        {"a stray name", "echo > blobs/new", NULL, "blobs/new: no record names it"},
        {"no manifest", "rm -f manifest.json", NULL, NULL}, /* an open bundle again; only a signature could tell */
        {"an empty manifest", "> manifest.json", "manifest.json: ", "manifest.json: "},
        {"spaces in the manifest", "[ ! -e manifest.json ] || echo >> manifest.json", NULL, "manifest.json: "},
        {"another version in the manifest", "[ ! -e manifest.json ] || sed -i 's/0[.]1[.]0/0.1.1/' manifest.json", NULL,
         "manifest.json: "},
        {"another previous bundle", "[ ! -e manifest.json ] || sed -i 's/null/\"ab\"/' manifest.json", NULL,
         "manifest.json: "},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const char *a = blob_of(f, ".", 1), *b = blob_of(f, ".", 2);
        for (int sealed = 0; sealed < 2; sealed++) {
            const char *copy = wit_fmt(f->arena, "%s/copy", f->dir);
            const char *want = sealed ? rows[i].sealed_says : rows[i].open_says;
            struct wit_verify_report report;
            struct wit_err err = {0};
            wit_kit_remove(copy);
            wit_kit_copy(sealed ? f->sealed : f->bundle, copy);
            assert_int_equal(system(wit_fmt(f->arena, "cd %s && A=%s B=%s && { %s; }", copy, a, b, rows[i].command)),
                             0);
            bool good = wit_bundle_verify(&report, copy, NULL, &err);
            if (good != (want == NULL) || (want != NULL && strstr(err.text, want) == NULL) ||
                (!good && err.code != WIT_EINTEGRITY))
                fail_msg("%s, %s: %s", rows[i].name, sealed ? "sealed" : "open", good ? "verifies" : err.text);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_report),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_flipped_byte_in_the_journal),
        cmocka_unit_test(test_flipped_byte_in_the_manifest),
        cmocka_unit_test(test_cut_blob),
        cmocka_unit_test(test_flipped_byte_in_a_blob),
        cmocka_unit_test(test_every_bit_of_a_blob),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
