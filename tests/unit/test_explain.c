/* tests/unit/test_explain.c: named situations, told as text and as JSON, are the golden ones; and what holds of every
 * explanation.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * WIT_GOLDEN_UPDATE=1 rewrites tests/golden/explain.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "pathmap/pathmap.h"
#include "tests/support/estate_builder.h"

#define GOLDEN WIT_SOURCE_DIR "/tests/golden/explain"

struct row {
    const char *name, *estate, *intent, *from, *to, *port;
};

#define ONE                                                                                                            \
    "net vpc-1 10.0.0.0/16\nigw igw-1 vpc-1\nsub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nsub s-2 vpc-1 10.0.2.0/24 rt=rt-2 "    \
    "acl=acl-2\nroute rt-1 0.0.0.0/0 igw-1\neni a s-1 10.0.1.5 sg=sg-a\nsg sg-a vpc-1\nout sg-a all 0.0.0.0/0\n"       \
    "sg sg-b vpc-1\neni b s-2 10.0.2.5 sg=sg-b\n"
#define ACL2   "entry acl-2 in 100 allow all 0.0.0.0/0\nentry acl-2 out 100 allow all 0.0.0.0/0\n"
#define B_OPEN "in sg-b tcp/9094 10.0.0.0/16\n"
#define KAFKA                                                                                                          \
    "version: 1\nroles:\n  brokers: {kind: broker, match: {security-group: [sg-b]}}\n  connect: {kind: "               \
    "connect-worker, match: {security-group: [sg-c]}}\n  clients: {kind: client, match: {security-group: [sg-a]}}\n"

static const struct row rows[] = {
    {"reachable", ONE ACL2 B_OPEN, NULL, "a", "b", "tcp/9094"},
    {"reachable-by-several-rules", ONE ACL2 "in sg-b tcp/9092-9093 10.0.0.0/16\nin sg-b tcp/9094-9095 sg-a\n", NULL,
     "a", "b", "tcp/9092-9095"},
    {"reachable-nat",
     ONE ACL2 "sub s-9 vpc-1 10.0.9.0/24 rt=rt-1\nnat nat-1 s-9 10.0.9.9=203.0.113.9\nroute rt-2 0.0.0.0/0 nat-1\n"
              "out sg-b tcp/443 0.0.0.0/0\n",
     NULL, "b", "198.51.100.7", "tcp/443"},
    {"reachable-unusual",
     ONE "entry acl-2 in 100 allow all 0.0.0.0/0\nentry acl-2 out 100 allow tcp/443 0.0.0.0/0\n" B_OPEN, NULL, "a", "b",
     "tcp/9094"},
    {"isolated-acl", ONE "entry acl-2 in 90 deny tcp/9094 10.0.1.0/24\nentry acl-2 in 100 allow all 0.0.0.0/0\n", NULL,
     "a", "b", "tcp/9094"},
    {"isolated-two-ways", ONE ACL2 "eni c s-1 10.0.1.6=203.0.113.6 sg=sg-b\n", NULL, "a", "c", "tcp/9094"},
    {"isolated-no-route", ONE ACL2 B_OPEN "net vpc-2 10.2.0.0/16\nsub t-1 vpc-2 10.2.1.0/24\neni x t-1 10.2.1.5\n",
     NULL, "x", "b", "tcp/9094"},
    {"isolated-set", ONE ACL2 "eni a2 s-1 10.0.1.7 sg=sg-a\neni b2 s-2 10.0.2.7 sg=sg-b\n", NULL, "s-1", "s-2",
     "tcp/9094"},
    {"isolated-internet", ONE ACL2 B_OPEN, NULL, "internet", "b", "tcp/9094"},
    {"partial", ONE ACL2 "in sg-b tcp/9094 10.0.1.5/32\neni a2 s-1 10.0.1.7 sg=sg-a\n", NULL, "s-1", "b", "tcp/9094"},
    {"some-ports", ONE ACL2 "in sg-b tcp/9092-9094 10.0.0.0/16\n", NULL, "a", "b", "tcp/9092-9098"},
    {"one-way",
     ONE "entry acl-2 in 100 allow all 0.0.0.0/0\nentry acl-2 out 100 allow tcp/1-79 10.2.0.0/16\nin sg-b udp/9094 "
         "10.0.0.0/16\n",
     NULL, "a", "b", "udp/9094"},
    {"unknown-group", ONE ACL2 "missing DescribeSecurityGroups\neni c s-2 10.0.2.6 sg=sg-gone\n", NULL, "a", "c",
     "tcp/9094"},
    {"unknown-acl-entry",
     ONE "entry acl-2 in 50 ? all 0.0.0.0/0\nentry acl-2 in 100 allow all 0.0.0.0/0\nentry acl-2 out 100 allow all "
         "0.0.0.0/0\n" B_OPEN,
     NULL, "a", "b", "tcp/9094"},
    {"unknown-members", ONE ACL2 "missing DescribeNetworkInterfaces\n", NULL, "s-1", "s-2", "tcp/9094"},
    {"known-deny-beats-gaps",
     ONE "missing DescribeSecurityGroups\nentry acl-2 in 90 deny all 0.0.0.0/0\neni c s-2 "
         "10.0.2.6 sg=sg-gone\n",
     NULL, "a", "c", "tcp/9094"},
    {"indirect-connect", /* chapter 4, 50 */
     ONE ACL2 "sg sg-c vpc-1\nin sg-c tcp/8083 sg-a\nout sg-c all 0.0.0.0/0\nin sg-b tcp/9094 sg-c\neni c s-1 10.0.1.9 "
              "sg=sg-c\n",
     KAFKA "services:\n  - {role: connect, listener: REST, port: 8083, security: HTTP, use: connector}\n", "clients",
     "brokers", "tcp/9094"},
    {"indirect-session", /* chapter 4, 57 */
     ONE ACL2 "sg sg-e vpc-1\nin sg-e tcp/443 10.0.0.0/16\nendpoint vpce-1 vpc-1 com.amazonaws.r1.ssmmessages\neni e "
              "s-2 10.0.2.9 sg=sg-e type=vpc_endpoint endpoint=vpce-1\nsg sg-h vpc-1\nout sg-h tcp/443 10.0.2.9/32\n"
              "eni h s-1 10.0.1.9 sg=sg-h instance=i-1\n",
     NULL, "internet", "i-1", "tcp/22"},
};

/* What holds of every explanation: the contract's words, and each verdict with what makes it. */
static void sound(const struct row *row, const struct wit_answer *a)
{
    bool is_whole = true;
    for (size_t i = 0; i < a->n_hops; i++)
        is_whole = is_whole && wit_decider_is_word(a->hops[i].kind);
    for (size_t i = 0; i < a->n_cuts; i++)
        is_whole = is_whole && wit_decider_is_word(a->cuts[i].decider.kind) && a->cuts[i].pairs > 0 &&
                   a->cuts[i].reason[0] != '\0';
    is_whole = is_whole && (a->decider.kind[0] == '\0' || wit_decider_is_word(a->decider.kind));
    is_whole = is_whole && (a->verdict == WIT_UNKNOWN) == (a->n_gaps > 0);
    is_whole = is_whole && (a->verdict != WIT_ISOLATED || a->n_cuts > 0);
    if (!is_whole)
        fail_msg("%s: an explanation that is not whole", row->name);
}

static void told(char **text, char **json, struct wit_arena *arena, const struct row *row)
{
    struct wit_err err = {0};
    struct wit_intent *intent = NULL;
    if (row->intent != NULL && !wit_intent_parse(&intent, arena, "intent.yaml", row->intent, strlen(row->intent), &err))
        fail_msg("%s: %s", row->name, err.text);
    struct wit_estate *e = wit_estate_build(arena, row->estate);
    struct wit_reach *r = wit_reach_new(e);
    struct wit_answer a;
    if (!wit_query(&a, arena, r, e, intent, row->from, row->to, row->port, true, &err))
        fail_msg("%s: %s", row->name, err.text);
    sound(row, &a);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    wit_answer_text(&out, e, &a, row->from, row->to, row->port);
    *text = wit_strdup(arena, wit_buf_str(&out));
    wit_buf_reset(&out);
    wit_answer_json(&out, e, &a, row->from, row->to, row->port, true);
    struct wit_value *v;
    assert_true(wit_json_parse(&v, arena, out.data, out.len, &err));
    wit_buf_putc(&out, '\n');
    *json = wit_strdup(arena, wit_buf_str(&out));
    wit_reach_free(r);
}

static void compare(struct wit_arena *arena, const char *path, const char *got)
{
    struct wit_err err = {0};
    char *want;
    size_t len;
    if (getenv("WIT_GOLDEN_UPDATE") != NULL) {
        if (!wit_file_write(path, got, strlen(got), &err))
            fail_msg("%s", err.text);
        return;
    }
    if (!wit_file_read(&want, &len, arena, path, 1 << 20, &err))
        fail_msg("%s", err.text);
    if (strcmp(want, got) != 0) {
        print_error("--- want %s\n%s--- got\n%s", path, want, got);
        fail();
    }
}

static void golden(void **state)
{
    const struct row *row = *state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *text, *json;
    told(&text, &json, arena, row);
    compare(arena, wit_fmt(arena, GOLDEN "/%s.txt", row->name), text);
    compare(arena, wit_fmt(arena, GOLDEN "/%s.json", row->name), json);
    for (const char *line = text; *line != '\0'; line += strcspn(line, "\n"), line += *line == '\n')
        if (strcspn(line, "\n") > 100)
            fail_msg("%s: a line of more than 100 columns: %.*s", row->name, (int)strcspn(line, "\n"), line);
}

/* Reach says no, a way through others says yes: neither changes the other. */
static void chains_are_apart(void **unused)
{
    (void)unused;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *text, *json;
        if (strncmp(rows[i].name, "indirect-", 9) != 0)
            continue;
        told(&text, &json, arena, &rows[i]);
        assert_non_null(strstr(json, "\"verdict\":\"isolated\""));
        assert_non_null(strstr(json, "\"indirect\":[{"));
    }
}

int main(void)
{
    enum { N = sizeof rows / sizeof rows[0] };
    struct CMUnitTest tests[N + 1];
    for (size_t i = 0; i < N; i++)
        tests[i] = (struct CMUnitTest){rows[i].name, golden, NULL, NULL, (void *)(uintptr_t)&rows[i]};
    tests[N] = (struct CMUnitTest)cmocka_unit_test(chains_are_apart);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
