/* tests/unit/test_journal.c: a record is one line, read strictly, and the chain shows what was done to it.
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

#include "evidence/journal.h"

#define LINES 5

struct fixture {
    struct wit_arena *arena;
    char *line[LINES]; /* without newline */
};

static struct wit_record sample(int i)
{
    static const char digest[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    struct wit_record r = {
        .seq = (uint64_t)i + 1,
        .kind = i == 2   ? WIT_REC_GAP
                : i == 4 ? WIT_REC_ASSUMPTION
                         : WIT_REC_ARTEFACT,
        .subject = {"aws", "111122223333", "eu-west-1", "ec2", "DescribeVpcs", i == 3 ? "pl-1" : NULL},
        .time = "2026-11-01T00:00:00.000Z",
        .page = 1,
        .root = ""};
    if (r.kind == WIT_REC_ARTEFACT) {
        r.sha256 = digest;
        r.size_bytes = 77;
        r.stored = "0011223344556677";
        r.status = 200;
        r.last_page = i == 3;
        r.media = "application/xml";
        r.root = i == 3 ? "/Answers/0" : "";
        r.request = "Action=DescribeVpcs&Filter=\"a\\b\" <\xc3\xbc>";
    } else {
        r.detail = "UnauthorizedOperation: no";
    }
    if (r.kind == WIT_REC_GAP)
        r.reason = WIT_GAP_DENIED;
    return r;
}

static void chain(struct fixture *f, char *out[LINES])
{
    char head[WIT_SHA256_HEX];
    memcpy(head, wit_chain_start, sizeof head);
    for (int i = 0; i < LINES; i++) {
        struct wit_record r = sample(i);
        char id[24];
        wit_record_id(id, r.kind, r.seq);
        r.id = id;
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf line;
        wit_buf_init(&line, WIT_LINE_MAX_BYTES);
        wit_record_encode(&line, &r, head);
        out[i] = wit_strndup(f->arena, wit_buf_str(&line), line.len);
        wit_sha256_hex(head, line.data, line.len);
    }
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = wit_arena_new();
    chain(f, f->line);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    wit_arena_free(f->arena);
    free(f);
    return 0;
}

static char *joined(struct fixture *f, char *const line[], int n)
{
    char *text = wit_strdup(f->arena, "");
    for (int i = 0; i < n; i++)
        text = wit_fmt(f->arena, "%s%s\n", text, line[i]);
    return text;
}

/* Reads to the end: how it ended, how many records there were. */
static enum wit_step walk(const char *text, size_t len, size_t *n, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_journal_deinit) struct wit_journal j = {0};
    struct wit_record r;
    enum wit_step step;
    *n = 0;
    wit_journal_init(&j, arena, text, len);
    while ((step = wit_journal_next(&j, &r, err)) == WIT_STEP_RECORD)
        ++*n;
    return step;
}

/* The line with the checksum that its bytes would have: a forger's line. */
static char *resummed(struct fixture *f, const char *line)
{
    char sum[WIT_SHA256_HEX];
    size_t len = strlen(line) - 26;
    wit_sha256_hex(sum, line, len);
    return wit_fmt(f->arena, "%.*s,\"sum\":\"%.16s\"}", (int)len, line, sum);
}

static char *with(struct fixture *f, const char *line, const char *old, const char *new)
{
    const char *at = strstr(line, old);
    assert_non_null(at);
    return resummed(f, wit_fmt(f->arena, "%.*s%s%s", (int)(at - line), line, new, at + strlen(old)));
}

static void same_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        assert_ptr_equal(a, b);
    else
        assert_string_equal(a, b);
}

static void test_reads_back(void **state)
{
    struct fixture *f = *state;
    WIT_CLEANUP(wit_journal_deinit) struct wit_journal j = {0};
    char *text = joined(f, f->line, LINES);
    struct wit_err err = {0};
    wit_journal_init(&j, f->arena, text, strlen(text));
    for (int i = 0; i < LINES; i++) {
        struct wit_record r, want = sample(i);
        assert_int_equal(wit_journal_next(&j, &r, &err), WIT_STEP_RECORD);
        assert_int_equal(r.seq, want.seq);
        assert_int_equal(r.kind, want.kind);
        assert_int_equal(r.page, want.page);
        assert_int_equal(r.last_page, want.last_page);
        assert_int_equal(r.status, want.status);
        assert_int_equal(r.size_bytes, want.size_bytes);
        assert_int_equal(r.reason, want.reason);
        same_text(r.subject.account, want.subject.account);
        same_text(r.subject.resource, want.subject.resource);
        same_text(r.request, want.request);
        same_text(r.media, want.media);
        same_text(r.root, want.root);
        same_text(r.sha256, want.sha256);
        same_text(r.detail, want.detail);
    }
    struct wit_record r;
    assert_int_equal(wit_journal_next(&j, &r, &err), WIT_STEP_END);
    assert_int_equal(j.at, strlen(text));
}

/* Any bit of any byte: the record that has it is named, or the tail is torn when its newline went. */
static void test_every_flipped_bit(void **state)
{
    struct fixture *f = *state;
    char *text = joined(f, f->line, LINES);
    size_t len = strlen(text), line = 1;
    for (size_t i = 0; i < len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            size_t n;
            struct wit_err err = {0};
            text[i] = (char)(text[i] ^ 1 << bit);
            assert_int_equal(walk(text, len, &n, &err), WIT_STEP_BROKEN);
            char want[32];
            snprintf(want, sizeof want, "record %zu", line);
            if (strstr(err.text, want) != err.text)
                fail_msg("byte %zu bit %d: %s", i, bit, err.text);
            assert_int_equal(err.code, WIT_EINTEGRITY);
            text[i] = (char)(text[i] ^ 1 << bit);
        }
        line += text[i] == '\n';
    }
}

static void test_every_cut_is_torn_or_whole(void **state)
{
    struct fixture *f = *state;
    char *text = joined(f, f->line, LINES);
    size_t whole = 0;
    for (size_t len = 0; len <= strlen(text); len++) {
        size_t n;
        struct wit_err err = {0};
        bool at_end = len == 0 || text[len - 1] == '\n';
        whole += len > 0 && at_end;
        assert_int_equal(walk(text, len, &n, &err), at_end ? WIT_STEP_END : WIT_STEP_TORN);
        assert_int_equal(n, whole);
    }
}

static void test_moved_records(void **state)
{
    static const struct {
        const char *name;
        int order[LINES + 1]; /* from 1, 0 ends */
        const char *want;
    } rows[] = {
        {"first removed", {2, 3, 4, 5}, "record 1: missing: record 2 (a-000002) stands in its place"},
        {"third removed", {1, 2, 4, 5}, "record 3: missing: record 4 (a-000004) stands in its place"},
        {"two removed", {1, 4, 5}, "record 2: missing: record 4"},
        {"swapped", {1, 3, 2, 4, 5}, "record 2: missing: record 3 (g-000003) stands in its place"},
        {"one twice", {1, 2, 2, 3, 4}, "record 3: another one: a second record 2 (a-000002)"},
        {"the first again at the end", {1, 2, 3, 4, 1}, "record 5: another one"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *line[LINES];
        int n = 0;
        for (; rows[i].order[n] != 0; n++)
            line[n] = f->line[rows[i].order[n] - 1];
        char *text = joined(f, line, n);
        size_t read;
        struct wit_err err = {0};
        assert_int_equal(walk(text, strlen(text), &read, &err), WIT_STEP_BROKEN);
        if (strstr(err.text, rows[i].want) != err.text)
            fail_msg("%s: %s", rows[i].name, err.text);
    }
}

/* A forger who mends the checksum of the line still breaks the chain or the format. */
static void test_forged_lines(void **state)
{
    static const struct {
        const char *name;
        int line; /* from 1 */
        const char *old, *new, *want;
    } rows[] = {
        {"another status", 1, "\"status\":200", "\"status\":403", "record 1: replaced: record 2 (a-000002)"},
        {"another account", 2, "111122223333", "111122223334", "record 2: replaced: record 3 (g-000003)"},
        {"another reason", 3, "\"denied\"", "\"cut\"", "record 3: replaced"},
        {"a reason that is none", 3, "\"denied\"", "\"because\"", "record 3: its reason is none"},
        {"its chain", 3, "\"prev\":\"", "\"prev\":\"0", "record 2: replaced: record 3"},
        {"chain start", 1, "\"prev\":\"0", "\"prev\":\"1", "record 1: does not begin the chain"},
        {"space", 1, "\"kind\":", "\"kind\": ", "record 1: not written as"},
        {"order", 1, "\"kind\":\"artefact\",\"id\":\"a-000001\"", "\"id\":\"a-000001\",\"kind\":\"artefact\"",
         "record 1: not written as"},
        {"a name too many", 1, "\"page\":1", "\"page\":1,\"extra\":1", "record 1: not written as"},
        {"a name twice", 1, "\"page\":1", "\"page\":1,\"page\":1", "record 1: not JSON"},
        {"number as 1.0", 1, "\"page\":1", "\"page\":1.0", "record 1: not written as"},
        {"number as text", 1, "\"page\":1", "\"page\":\"1\"", "record 1: not written as"},
        {"huge page", 1, "\"page\":1", "\"page\":99999999999999999999", "record 1: "},
        {"negative size", 1, "\"size\":77", "\"size\":-77", "record 1: not a record"},
        {"size over the cap", 1, "\"size\":77", "\"size\":536870913", "record 1: its size is over the cap"},
        {"escaped letter", 1, "\"kind\":\"artefact\"", "\"kind\":\"\\u0061rtefact\"", "record 1: not written as"},
        {"line break in a text", 3, "UnauthorizedOperation", "Un\\nauthorized", "record 3: not written as"},
        {"digest with a path", 1, "\"sha256\":\"0123456789", "\"sha256\":\"../../../.", "record 1: its digest is none"},
        {"digest in capitals", 1, "abcdef\",\"size\"", "ABCDEF\",\"size\"", "record 1: its digest is none"},
        {"digest too short", 1, "abcdef\",\"size\"", "abcde\",\"size\"", "record 1: its digest is none"},
        {"stored digest too long", 1, "\"stored\":\"0", "\"stored\":\"00", "record 1: its digest is none"},
        {"no digest", 1, ",\"sha256\":\"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"", "",
         "record 1: its digest is none"},
        {"id of another", 1, "a-000001", "a-000002", "record 1: its id does not fit"},
        {"id of another kind", 1, "a-000001", "g-000001", "record 1: its id does not fit"},
        {"kind that is none", 1, "\"artefact\"", "\"rumour\"", "record 1: not a record"},
        {"time that is none", 1, "2026-11-01T", "2026-13-01T", "record 1: not a record"},
        {"not an object", 1, "{\"seq\":1", "[\"seq\",1", "record 1: not JSON"},
        {"seq 0", 1, "\"seq\":1", "\"seq\":0", "record 1: not a record"},
        {"seq beyond", 5, "\"seq\":5", "\"seq\":9", "record 5: its id does not fit"},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *line[LINES];
        memcpy(line, f->line, sizeof line);
        line[rows[i].line - 1] = with(f, line[rows[i].line - 1], rows[i].old, rows[i].new);
        char *text = joined(f, line, LINES);
        size_t n;
        struct wit_err err = {0};
        if (walk(text, strlen(text), &n, &err) != WIT_STEP_BROKEN || strstr(err.text, rows[i].want) != err.text)
            fail_msg("%s: %s", rows[i].name, err.text);
    }
}

static void test_hostile_shapes(void **state)
{
    struct fixture *f = *state;
    enum { DEEP = 100000 };
    size_t big_len = WIT_LINE_MAX_BYTES + 2;
    char *big = wit_alloc(f->arena, big_len + 1), *deep = wit_alloc(f->arena, DEEP + 30);
    memset(big, 'x', big_len);
    big[big_len - 1] = '\n';
    memset(deep, '[', DEEP);
    strcpy(deep + DEEP, ",\"sum\":\"0000000000000000\"}");
    const struct {
        const char *name, *text;
        size_t len;
        enum wit_step want;
    } rows[] = {
        {"empty line", "\n", 1, WIT_STEP_BROKEN},
        {"only NUL", "\0\0\0\n", 4, WIT_STEP_BROKEN},
        {"zeros without end", "\0\0\0\0", 4, WIT_STEP_TORN},
        {"giant line", big, big_len, WIT_STEP_BROKEN},
        {"giant tail", big, big_len - 1, WIT_STEP_BROKEN},
        {"deep", wit_fmt(f->arena, "%s\n", resummed(f, deep)), DEEP + 27, WIT_STEP_BROKEN},
        {"null", wit_fmt(f->arena, "%s\n", resummed(f, "null,\"sum\":\"0000000000000000\"}")), 31, WIT_STEP_BROKEN},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t n;
        struct wit_err err = {0};
        if (walk(rows[i].text, rows[i].len, &n, &err) != rows[i].want)
            fail_msg("%s: %s", rows[i].name, err.text);
    }
}

static void test_clean(void **state)
{
    struct fixture *f = *state;
    char *longer = wit_alloc(f->arena, 40000);
    memset(longer, 'x', 39999);
    const struct {
        const char *name, *detail, *operation, *want_detail;
        bool good;
    } rows[] = {
        {"as it is", "said no", "Op", "said no", true},
        {"lines become one", "a\nb\tc\x7f", "Op", "a b c ", true},
        {"invalid UTF-8", "a\xff\xc3", "Op", "a\xef\xbf\xbd\xef\xbf\xbd", true},
        {"empty is none", "", "Op", NULL, true},
        {"none", NULL, NULL, NULL, true},
        {"operation over the cap", "x", longer, NULL, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_record out, in = {.kind = WIT_REC_GAP,
                                     .reason = WIT_GAP_CUT,
                                     .detail = rows[i].detail,
                                     .subject.operation = rows[i].operation};
        struct wit_err err = {0};
        if (wit_record_clean(&out, f->arena, &in, &err) != rows[i].good)
            fail_msg("%s: %s", rows[i].name, err.text);
        if (rows[i].good)
            same_text(out.detail, rows[i].want_detail);
    }
    struct wit_record out, in = {.kind = WIT_REC_NOTE, .detail = longer};
    assert_true(wit_record_clean(&out, f->arena, &in, NULL));
    assert_int_equal(strlen(out.detail), WIT_DETAIL_MAX);
    assert_string_equal(out.detail + WIT_DETAIL_MAX - 3, "…");
}

static void test_words(void **state)
{
    (void)state;
    for (int i = WIT_GAP_NOT_ASKED; i <= WIT_GAP_NOT_WATCHED; i++) {
        const char *word = wit_gap_word((enum wit_gap_reason)i);
        assert_true(word[0] != '\0' && wit_gap_sentence((enum wit_gap_reason)i)[0] != '\0');
        assert_int_equal(wit_gap_reason_of(word), i);
    }
    assert_int_equal(wit_gap_reason_of("no such word"), 0);
    assert_int_equal(wit_gap_reason_of(NULL), 0);
    assert_string_equal(wit_gap_word((enum wit_gap_reason)0), "");
    assert_string_equal(wit_gap_word((enum wit_gap_reason)99), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_back),
        cmocka_unit_test(test_every_flipped_bit),
        cmocka_unit_test(test_every_cut_is_torn_or_whole),
        cmocka_unit_test(test_moved_records),
        cmocka_unit_test(test_forged_lines),
        cmocka_unit_test(test_hostile_shapes),
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
