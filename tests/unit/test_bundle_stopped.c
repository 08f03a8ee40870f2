/* tests/unit/test_bundle_stopped.c: what is put is there, whatever stops the writer: a kill, a full disk, short writes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "tests/support/bundle_fixture.h"

static const struct {
    const char *operation, *bytes;
} plan[] = {{"DescribeVpcs", "<vpcs/>"},
            {"DescribeSubnets", "<subnets>some more, some more, some more, some more</subnets>"},
            {"DescribeInstances", "<vpcs/>"}, /* the same bytes: no second blob */
            {"DescribeAddresses", ""},
            {"DescribeRouteTables", "<tables/>"}};
enum { STEPS = sizeof plan / sizeof plan[0] };

/* What a collector does, started again as often as needed. */
static bool collect(const char *dir, struct wit_err *err)
{
    struct wit_bundle_writer *w = NULL;
    bool good = wit_bundle_writer_open(&w, dir, true, err);
    for (size_t i = 0; good && i < STEPS; i++) {
        struct wit_record r = wit_kit_artefact(plan[i].operation, 1), g = wit_kit_gap("DescribeDhcp", WIT_GAP_DENIED);
        if (!wit_bundle_writer_has(w, &r.subject, 1, NULL))
            good = wit_bundle_put(w, &r, plan[i].bytes, strlen(plan[i].bytes), NULL, err);
        if (good && i == 2 && !wit_bundle_writer_has(w, &g.subject, 1, NULL))
            good = wit_bundle_note(w, &g, err);
    }
    wit_bundle_writer_close(w);
    return good;
}

/* Readable, whole, nothing twice, in the order of the plan; at least `least` artefacts and gaps. Answers how many. */
static size_t check_partial(struct fixture *f, const char *what, unsigned long n, size_t least)
{
    struct wit_err err = {0};
    struct wit_verify_report report;
    struct wit_bundle *b = NULL;
    if (!wit_path_exists(wit_fmt(f->arena, "%s/journal.jsonl", f->bundle)))
        return 0;
    if (!wit_bundle_verify(&report, f->bundle, NULL, &err) || !wit_bundle_open(&b, f->arena, f->bundle, &err))
        fail_msg("%s at operation %lu: %s", what, n, err.text);
    assert_true(b->n >= least && b->n <= STEPS + 1);
    for (size_t i = 0; i < b->n; i++) {
        const char *want = i < 3 ? plan[i].operation : i == 3 ? "DescribeDhcp" : plan[i - 1].operation;
        assert_string_equal(b->records[i].subject.operation, want);
    }
    return b->n;
}

static void check_whole(struct fixture *f, const char *what, unsigned long n)
{
    struct wit_err err = {0};
    struct wit_bundle *b = NULL;
    if (!collect(f->bundle, &err))
        fail_msg("%s at operation %lu, resumed: %s", what, n, err.text);
    assert_int_equal(check_partial(f, what, n, STEPS + 1), STEPS + 1);
    ASSERT_GOOD(wit_bundle_open(&b, f->arena, f->bundle, &err), err);
    for (size_t i = 0; i < b->n; i++) {
        char *bytes;
        size_t len, step = i < 3 ? i : i - 1;
        if (i == 3)
            continue;
        ASSERT_GOOD(wit_bundle_blob(b, &b->records[i], f->arena, &bytes, &len, &err), err);
        assert_string_equal(bytes, plan[step].bytes);
    }
    ASSERT_GOOD(wit_bundle_seal(f->bundle, NULL, NULL, &err), err);
    struct wit_verify_report report;
    ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
    assert_true(report.sealed);
    assert_int_equal(report.blobs, 4);
}

/* The writer's exit status when it is killed at its n-th operation: 9, or 0 when it has fewer. */
static int collect_and_die(const char *dir, enum wit_kit_fault fault, unsigned long n)
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct wit_err err = {0};
        wit_kit_fault_set(fault, n);
        _exit(collect(dir, &err) ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status) && (WEXITSTATUS(status) == 9 || WEXITSTATUS(status) == 0));
    return WEXITSTATUS(status);
}

/* Kills the writer at its n-th operation, for every n until it survives; the one that resumes is killed as well. */
static void kill_everywhere(struct fixture *f, enum wit_kit_fault fault, const char *what)
{
    int status = 9;
    for (unsigned long n = 1; status == 9; n++) {
        assert_true(n < 1000);
        wit_kit_remove(f->bundle);
        status = collect_and_die(f->bundle, fault, n);
        size_t had = check_partial(f, what, n, 0);
        (void)collect_and_die(f->bundle, fault, 1 + n / 2);
        check_partial(f, what, n, had);
        check_whole(f, what, n);
        if (status == 0)
            assert_true(n > 40 && had == STEPS + 1); /* it did have that many places to die */
    }
}

static void test_killed_before_every_operation(void **state)
{
    kill_everywhere(*state, WIT_KIT_KILL, "killed");
}

static void test_killed_inside_every_write(void **state)
{
    kill_everywhere(*state, WIT_KIT_KILL_SHORT, "killed inside a write");
}

/* A disk that is full or fails from the n-th operation on: an error, and what was there is there. */
static void test_disk_faults(void **state)
{
    static const struct {
        const char *name;
        enum wit_kit_fault fault;
    } rows[] = {{"full disk", WIT_KIT_FULL}, {"I/O error", WIT_KIT_BAD}};
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (unsigned long n = 1;; n++) {
            struct wit_err err = {0};
            wit_kit_remove(f->bundle);
            wit_kit_fault_set(rows[i].fault, n);
            bool good = collect(f->bundle, &err);
            unsigned long count = wit_kit_fault_count();
            wit_kit_fault_clear();
            if (!good)
                assert_int_equal(err.code, WIT_EIO);
            check_partial(f, rows[i].name, n, 0);
            check_whole(f, rows[i].name, n);
            if (good && count < n)
                break;
            assert_true(n < 1000);
        }
    }
}

/* The same writer goes on after a failed write, and the chain is as if nothing had happened. */
static void test_writer_survives_a_full_disk(void **state)
{
    struct fixture *f = *state;
    struct wit_record r = wit_kit_artefact("DescribeVpcs", 1), g = wit_kit_gap("DescribeDhcp", WIT_GAP_DENIED);
    for (unsigned long n = 1; n < 12; n++) {
        struct wit_err err = {0};
        struct wit_bundle_writer *w = NULL;
        struct wit_verify_report report;
        wit_kit_remove(f->bundle);
        ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, false, &err), err);
        wit_kit_fault_set(WIT_KIT_FULL, n);
        bool put = wit_bundle_put(w, &r, "<a/>", 4, NULL, &err);
        wit_kit_fault_clear();
        ASSERT_GOOD(wit_bundle_note(w, &g, &err), err);
        if (!put)
            ASSERT_GOOD(wit_bundle_put(w, &r, "<a/>", 4, NULL, &err), err);
        wit_bundle_writer_close(w);
        ASSERT_GOOD(wit_bundle_verify(&report, f->bundle, NULL, &err), err);
        assert_int_equal(report.records, 2);
        assert_false(report.torn_tail);
    }
}

static void test_short_writes(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    wit_kit_fault_set(WIT_KIT_SHORT, 0);
    bool good = collect(f->bundle, &err);
    wit_kit_fault_clear();
    ASSERT_GOOD(good, err);
    check_whole(f, "short writes", 0);
}

/* The blob's bytes, its name and its folder are synced before the journal is written, and that is synced too. */
static void test_order_of_syncs(void **state)
{
    struct fixture *f = *state;
    struct wit_err err = {0};
    struct wit_bundle_writer *w = NULL;
    struct wit_record r = wit_kit_artefact("DescribeVpcs", 1);
    ASSERT_GOOD(wit_bundle_writer_open(&w, f->bundle, false, &err), err);
    wit_kit_fault_set(WIT_KIT_BAD, 0);
    ASSERT_GOOD(wit_bundle_put(w, &r, "<a/>", 4, NULL, &err), err);
    /* blobs/ and its shelf made and synced; a leftover removed; written, synced, renamed, synced; the line, synced */
    assert_string_equal(wit_kit_fault_trace(), "dsdsuowsrsws");
    wit_kit_fault_set(WIT_KIT_BAD, 0);
    ASSERT_GOOD(wit_bundle_put(w, &r, "<a/>", 4, NULL, &err), err);
    assert_string_equal(wit_kit_fault_trace(), "sssws"); /* those bytes are there, their folders synced anew */
    wit_kit_fault_clear();
    wit_bundle_writer_close(w);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(test_killed_before_every_operation),
        TEST(test_killed_inside_every_write),
        TEST(test_disk_faults),
        TEST(test_writer_survives_a_full_disk),
        TEST(test_short_writes),
        TEST(test_order_of_syncs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
