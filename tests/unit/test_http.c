/* tests/unit/test_http.c: the HTTP door against the replay server: caps, cuts, stalls, redirects, many at once.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/io.h"
#include "collectors/aws/credentials.h"
#include "collectors/aws/request.h"
#include "collectors/http.h"
#include "tests/support/replay.h"
#include "tests/support/temp.h"

struct bed {
    struct wit_arena *arena;
    char *temp;
    struct wit_replay *replay;
    struct wit_aws_keys keys;
};

static const char answer[] = "<DescribeVpcsResponse><vpcSet/></DescribeVpcsResponse>";

static void start(struct bed *b, const char *faults)
{
    struct wit_err err = {0};
    struct wit_replay_options o = {.dir = b->temp, .faults_text = faults};
    wit_replay_stop(b->replay);
    b->replay = NULL;
    if (!wit_replay_start(&b->replay, &o, &err))
        fail_msg("%s", err.text);
}

static int set_up(void **state)
{
    struct bed *b = calloc(1, sizeof *b);
    struct wit_err err = {0};
    b->arena = wit_arena_new();
    b->temp = wit_temp_new(b->arena);
    const char *folder = wit_fmt(b->arena, "%s/111122223333/eu-west-1", b->temp);
    assert_true(wit_dir_make(folder, &err));
    assert_true(wit_file_write(wit_fmt(b->arena, "%s/ec2-DescribeVpcs.xml", folder), answer, strlen(answer), &err));
    assert_true(wit_aws_keys_set(&b->keys, WIT_REPLAY_KEY, WIT_REPLAY_SECRET, NULL, &err));
    unsetenv("AWS_ENDPOINT_URL");
    unsetenv("http_proxy");
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bed *b = *state;
    wit_replay_stop(b->replay);
    wit_temp_remove(b->temp);
    wit_aws_keys_wipe(&b->keys);
    wit_arena_free(b->arena);
    free(b);
    return 0;
}

static struct wit_http_request request(struct bed *b, size_t cap_bytes)
{
    struct wit_endpoint e;
    struct wit_err err = {0};
    struct wit_endpoint_options o = {.url = wit_fmt(b->arena, "http://127.0.0.1:%u", wit_replay_port(b->replay))};
    const struct wit_service *ec2 = wit_service_find("ec2");
    assert_true(wit_endpoint_find(&e, b->arena, ec2, "eu-west-1", &o, &err));
    struct wit_unsigned plain;
    struct wit_wire *wire = WIT_NEW(b->arena, struct wit_wire);
    wit_unsigned_build(&plain, b->arena, wit_operation_find("ec2", "DescribeVpcs"), NULL, NULL);
    wit_wire_sign(wire, b->arena, &plain, ec2, &e, &b->keys, wit_now_ms());
    return (struct wit_http_request){.method = wire->method,
                                     .url = wire->url,
                                     .headers = (const char *const *)wire->headers,
                                     .n_headers = wire->n_headers,
                                     .body = wire->body,
                                     .body_len = wire->body_len,
                                     .timeout_ms = 60000,
                                     .cap_bytes = cap_bytes,
                                     .tag = b};
}

struct row {
    const char *name, *faults;
    size_t cap_bytes;
    enum wit_http_end end;
    int status;
};

static const struct row rows[] = {
    {"whole", "", 1 << 20, WIT_HTTP_ANSWERED, 200},
    {"exactly the cap", "", sizeof answer - 1, WIT_HTTP_ANSWERED, 200},
    {"one over the cap", "", sizeof answer - 2, WIT_HTTP_TOO_LARGE, 200},
    {"gzip bomb", "ec2-DescribeVpcs * * bomb 64", 1 << 20, WIT_HTTP_TOO_LARGE, 200},
    {"cut", "ec2-DescribeVpcs * * cut 10", 1 << 20, WIT_HTTP_CUT, 200},
    {"nothing of the body", "ec2-DescribeVpcs * * cut 0", 1 << 20, WIT_HTTP_CUT, 200},
    {"dropped", "ec2-DescribeVpcs * * drop", 1 << 20, WIT_HTTP_NO_CONTACT, 0},
    {"stall", "ec2-DescribeVpcs * * stall", 1 << 20, WIT_HTTP_STALLED, 200},
    {"redirect is an answer", "ec2-DescribeVpcs * * redirect http://127.0.0.1:1/", 1 << 20, WIT_HTTP_ANSWERED, 301},
};

static void test_ends(void **state)
{
    struct bed *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        start(b, rows[i].faults);
        struct wit_http_request r = request(b, rows[i].cap_bytes);
        struct wit_http_answer a;
        if (rows[i].end == WIT_HTTP_STALLED)
            r.timeout_ms = 1000;
        wit_http_ask(&r, &a);
        if (a.end != rows[i].end || a.status != rows[i].status)
            fail_msg("%s: end %d status %d: %s", rows[i].name, (int)a.end, a.status, a.reason);
        assert_true((a.end == WIT_HTTP_ANSWERED) == (a.reason[0] == '\0'));
        assert_ptr_equal(a.tag, b);
        if (a.status == 200 && a.end == WIT_HTTP_ANSWERED) {
            assert_string_equal(a.body, answer);
            assert_string_equal(a.media, "text/xml");
        }
        if (a.status == 301) {
            assert_string_equal(a.location, "http://127.0.0.1:1/");
            assert_int_equal(wit_replay_requests(b->replay), 1); /* and nobody was asked after it */
        }
        wit_http_answer_free(&a);
    }
}

static void test_many(void **state)
{
    struct bed *b = *state;
    start(b, "");
    struct wit_http *http = wit_http_new();
    for (int i = 0; i < 40; i++) {
        struct wit_http_request r = request(b, 1 << 20);
        wit_http_start(http, &r);
    }
    assert_int_equal(wit_http_under_way(http), 40);
    unsigned done = 0;
    while (wit_http_under_way(http) > 0) {
        struct wit_http_answer a;
        wit_http_work(http, 1000);
        while (wit_http_next(http, &a)) {
            assert_int_equal(a.end, WIT_HTTP_ANSWERED);
            done++;
            wit_http_answer_free(&a);
        }
    }
    assert_int_equal(done, 40);
    struct wit_http_request r = request(b, 1 << 20);
    wit_http_start(http, &r); /* freed while it is under way */
    wit_http_free(http);
    assert_int_equal(wit_replay_refused(b->replay), 0);
}

static void test_other_schemes(void **state)
{
    (void)state;
    static const char *const urls[] = {"file:///etc/hostname", "gopher://127.0.0.1/", "dict://127.0.0.1/"};
    for (size_t i = 0; i < 3; i++) {
        struct wit_http_request r = {.method = "GET", .url = urls[i], .timeout_ms = 1000, .cap_bytes = 1000};
        struct wit_http_answer a;
        wit_http_ask(&r, &a);
        assert_int_equal(a.end, WIT_HTTP_NO_CONTACT);
        assert_int_equal(a.len, 0);
        wit_http_answer_free(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ends, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many, set_up, tear_down),
        cmocka_unit_test(test_other_schemes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
