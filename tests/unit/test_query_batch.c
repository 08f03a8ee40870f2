/* tests/unit/test_query_batch.c: the lines of a batch: the same bytes for any number of threads, order and spelling.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Where asserts are on, every pair of classes that one walk answers is walked as classes too (reach/cells.c).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/batch.h"
#include "tests/support/estate_builder.h"

static uint64_t state;
static unsigned pick(unsigned n)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33) % n;
}
#define ONE_OF(list) (list)[pick(sizeof(list) / sizeof *(list))]

static const char *const ports[] = {"all", "tcp/9094", "tcp/443", "tcp/1024-65535", "udp/53"};
static const char *const peers[] = {"0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.2.1.0/24", "sg-1", "sg-2", "?"};
static const char *const names[] = {"e1-0", "e1-1", "e1-2",      "e1-3",         "e1-4",      "e2-0",     "e2-1",
                                    "e2-2", "e2-3", "e2-4",      "10.1.1.4",     "10.2.2.6",  "i-1",      "s-11",
                                    "lb-1", "vpc-", "internet",  "198.51.100.9", "10.9.9.9",  "s-21",     "eni-lb1",
                                    "e1-0", "e2-0", "10.1.1.77", "10.0.0.0/8",   "192.0.2.1", "10.1.1.5", "e9"};

static const char *an_estate(struct wit_arena *arena, bool services)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    wit_buf_puts(&out, "tgw tgw-1 - refs=on\nttb ttb-1 tgw-1\n");
    for (unsigned n = 1; n <= 2; n++) {
        wit_buf_printf(&out, "net vpc-%u 10.%u.0.0/16\nigw igw-%u vpc-%u\nrt rt-%u vpc-%u%s\n", n, n, n, n, n, n,
                       pick(8) == 0 ? " cut" : "");
        wit_buf_printf(&out, "route rt-%u 10.%u.0.0/16 tgw-1\nroute rt-%u 0.0.0.0/0 igw-%u\n", n, 3 - n, n, n);
        for (unsigned s = 1; s <= 2; s++)
            wit_buf_printf(&out, "sub s-%u%u vpc-%u 10.%u.%u.0/24 rt=rt-%u%s\n", n, s, n, n, s, n,
                           pick(8) == 0   ? " acl=?"
                           : pick(2) == 0 ? " acl=acl-1"
                                          : "");
        wit_buf_printf(&out, "attach at-%u tgw-1 vpc-%u subnets=s-%u1 table=ttb-1\n", n, n, n);
        wit_buf_printf(&out, "troute ttb-1 10.%u.0.0/16 at-%u propagated=vpc\nsg sg-%u vpc-%u%s\n", n, n, n, n,
                       pick(8) == 0 ? " cut" : "");
        for (unsigned k = 0; k < 4; k++)
            wit_buf_printf(&out, "%s sg-%u %s %s\n", k < 2 ? "in" : "out", n, ONE_OF(ports), ONE_OF(peers));
        for (unsigned k = 0; k < 5; k++)
            wit_buf_printf(&out, "eni e%u-%u s-%u%u 10.%u.%u.%u%s sg=sg-%u%s\n", n, k, n, 1 + k % 2, n, 1 + k % 2,
                           4 + k, k == 3 ? wit_fmt(arena, "=203.0.113.%u", n) : "", 1 + pick(2),
                           n == 1 && k < 2 ? " instance=i-1" : "");
    }
    wit_buf_puts(&out, "acl acl-1\nentry acl-1 in 10 allow tcp/0-65535 10.0.0.0/8\nentry acl-1 out 10 allow all "
                       "0.0.0.0/0\n");
    if (services)
        wit_buf_puts(&out, "eni eni-lb1 s-11 10.1.1.77 type=network_load_balancer sg=sg-1\nlb lb-1 net enis=eni-lb1\n"
                           "tg tg-1 ip tcp 9094 vpc-2\ntarget tg-1 10.2.1.4\nlisten lb-1 tcp 9094 tg-1\n");
    return wit_strdup(arena, wit_buf_str(&out));
}

/* What a batch of these lines prints. */
static char *printed(const struct wit_estate *e, const char *lines, const char *threads)
{
    FILE *in = fmemopen((void *)(uintptr_t)lines, strlen(lines), "r"), *caught = tmpfile();
    assert_non_null(in);
    assert_non_null(caught);
    assert_int_equal(setenv("PATHWITNESS_THREADS", threads, 1), 0);
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    dup2(fileno(caught), STDOUT_FILENO);
    enum wit_exit status = wit_batch_run(&(struct wit_batch){e, NULL, in, "lines"});
    fflush(stdout);
    dup2(kept, STDOUT_FILENO);
    close(kept);
    assert_int_equal(status, WIT_EXIT_USAGE); /* some name nothing */
    long size = lseek(fileno(caught), 0, SEEK_END);
    char *text = calloc(1, (size_t)size + 1);
    assert_non_null(text);
    assert_int_equal(pread(fileno(caught), text, (size_t)size, 0), size);
    fclose(in);
    fclose(caught);
    return text;
}

static void test_same_bytes(void **unused)
{
    (void)unused;
    enum { LINES = 1500 };
    for (unsigned seed = 1; seed <= 12; seed++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        state = seed * 2654435761U;
        const struct wit_estate *e = wit_estate_build(arena, an_estate(arena, seed % 2 == 0));
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf answer;
        wit_buf_init(&text, 1 << 24);
        wit_buf_init(&answer, 1 << 20);
        const char *other[LINES];
        for (size_t i = 0; i < LINES; i++) {
            const char *from = ONE_OF(names), *to = ONE_OF(names), *port = ports[1 + pick(4)];
            wit_buf_printf(&text, "{\"from\": \"%s\",\"to\": \"%s\", \"port\": \"%s\"}\n", from, to, port);
            other[i] = wit_fmt(arena, "{\"\\u0074o\":\"%s\",\"port\":\"%s\",\t\"from\":\"%s\"}", to, port, from);
        }
        char *one = printed(e, wit_buf_str(&text), "1"), *three = printed(e, wit_buf_str(&text), "3");
        assert_true(strcmp(one, three) == 0);
        struct wit_reach *reach =
            wit_reach_new(e); /* the last question first, and spelt so that the strict parser reads it */
        char *end = one + strlen(one);
        for (size_t i = LINES; i-- > 0;) {
            wit_buf_reset(&answer);
            wit_query_line(&answer, reach, e, NULL, other[i], strlen(other[i]));
            assert_true((size_t)(end - one) >= answer.len);
            end -= answer.len;
            if (memcmp(end, answer.data, answer.len) != 0) {
                fprintf(stderr, "seed %u, line %zu:\n%.*s%s", seed, i, (int)answer.len, end, wit_buf_str(&answer));
                fail();
            }
        }
        assert_ptr_equal(end, one);
        wit_reach_free(reach);
        free(one);
        free(three);
    }
}

/* The quick reader takes nothing that the strict one would refuse. */
static void test_refused(void **unused)
{
    static const struct {
        const char *name, *line;
        bool ok;
    } rows[] = {
        {"usual", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094\"}", true},
        {"blanks", "{ \"from\" : \"e1-0\" , \"to\" : \"e2-0\" , \"port\" : \"tcp/9094\" }", true},
        {"blank after", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094\"} ", true},
        {"explain", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094\",\"explain\":true}", true},
        {"text after", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094\"}x", false},
        {"no end", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094\"", false},
        {"no quote", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094", false},
        {"comma behind", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094\",}", false},
        {"twice", "{\"from\":\"e1-0\",\"to\":\"e2-0\",\"port\":\"tcp/9094\",\"to\":\"e1-1\"}", false},
        {"control character", "{\"from\":\"e1-0\x01\",\"to\":\"e2-0\",\"port\":\"tcp/9094\"}", false},
        {"empty name", "{\"from\":\"\",\"to\":\"e2-0\",\"port\":\"tcp/9094\"}", false},
        {"brace", "{", false},
    };
    (void)unused;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    state = 5;
    const struct wit_estate *e = wit_estate_build(arena, an_estate(arena, false));
    struct wit_reach *reach = wit_reach_new(e);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        wit_buf_init(&out, 1 << 20);
        char *exact = malloc(strlen(rows[i].line)); /* no byte behind it: what is read beyond is caught */
        assert_non_null(exact);
        memcpy(exact, rows[i].line, strlen(rows[i].line));
        if (wit_query_line(&out, reach, e, NULL, exact, strlen(rows[i].line)) != rows[i].ok)
            fail_msg("%s: %s", rows[i].name, wit_buf_str(&out));
        free(exact);
    }
    wit_reach_free(reach);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
