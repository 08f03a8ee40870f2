/* tests/unit/test_retry.c: what is tried again, how long it waits, how fast it asks.
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

#include "collectors/aws/retry.h"

static void test_judge(void **state)
{
    (void)state;
    static const struct {
        const char *name, *code;
        enum wit_http_end end;
        int status;
        enum wit_verdict_of_call verdict;
    } rows[] = {
        {"fine", "", WIT_HTTP_ANSWERED, 200, WIT_TRY_DONE},
        {"denied", "UnauthorizedOperation", WIT_HTTP_ANSWERED, 403, WIT_TRY_DONE},
        {"throttled, EC2", "RequestLimitExceeded", WIT_HTTP_ANSWERED, 503, WIT_TRY_SLOWER},
        {"throttled, JSON", "ThrottlingException", WIT_HTTP_ANSWERED, 400, WIT_TRY_SLOWER},
        {"throttled, S3", "SlowDown", WIT_HTTP_ANSWERED, 503, WIT_TRY_SLOWER},
        {"429 without a code", "", WIT_HTTP_ANSWERED, 429, WIT_TRY_SLOWER},
        {"500", "", WIT_HTTP_ANSWERED, 500, WIT_TRY_AGAIN},
        {"501 is an answer", "NotImplemented", WIT_HTTP_ANSWERED, 501, WIT_TRY_DONE},
        {"503 without a code", "", WIT_HTTP_ANSWERED, 503, WIT_TRY_AGAIN},
        {"request timeout", "RequestTimeout", WIT_HTTP_ANSWERED, 400, WIT_TRY_AGAIN},
        {"expired", "ExpiredTokenException", WIT_HTTP_ANSWERED, 400, WIT_TRY_CREDENTIALS},
        {"redirect", "", WIT_HTTP_ANSWERED, 301, WIT_TRY_DONE},
        {"no contact", "", WIT_HTTP_NO_CONTACT, 0, WIT_TRY_AGAIN},
        {"cut", "", WIT_HTTP_CUT, 200, WIT_TRY_AGAIN},
        {"stalled", "", WIT_HTTP_STALLED, 200, WIT_TRY_AGAIN},
        {"too large", "", WIT_HTTP_TOO_LARGE, 200, WIT_TRY_DONE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (wit_retry_judge(rows[i].end, rows[i].status, rows[i].code) != rows[i].verdict)
            fail_msg("%s", rows[i].name);
    }
}

static void test_every_throttle_code(void **state)
{
    (void)state;
    static const char *const codes[] = {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "TransactionInProgressException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "RequestThrottled",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        assert_int_equal(wit_retry_judge(WIT_HTTP_ANSWERED, 400, codes[i]), WIT_TRY_SLOWER);
    assert_int_equal(wit_retry_judge(WIT_HTTP_ANSWERED, 400, "ValidationError"), WIT_TRY_DONE);
}

static void test_backoff(void **state)
{
    (void)state;
    struct wit_random a = {42}, b = {42};
    unsigned most = 0;
    bool differ = false;
    for (unsigned i = 0; i < 2000; i++) {
        unsigned attempt = i % 12 + 1, wait = wit_backoff_ms(&a, WIT_TRY_SLOWER, attempt, 0);
        unsigned bound = attempt > 5 ? 20000 : 1000u << (attempt - 1);
        assert_true(wait <= bound);
        assert_int_equal(wit_backoff_ms(&b, WIT_TRY_SLOWER, attempt, 0), wait); /* the seed decides */
        differ = differ || wait != most;
        most = wait > most ? wait : most;
    }
    assert_true(differ && most > 15000);
    assert_true(wit_backoff_ms(&a, WIT_TRY_AGAIN, 1, 0) <= 250);
    assert_true(wit_backoff_ms(&a, WIT_TRY_AGAIN, 1, 7) >= 7000); /* Retry-After */
}

static void test_pace(void **state)
{
    (void)state;
    struct wit_pace pace = {0};
    for (int i = 0; i < 1000; i++)
        assert_int_equal(wit_pace_take(&pace, 0), 0); /* nobody has complained */
    wit_pace_throttled(&pace, 1000);
    unsigned wait = wit_pace_take(&pace, 1000);
    assert_true(wait > 0 && wait <= 201); /* 5 a second */
    assert_int_equal(wit_pace_take(&pace, 1000 + wait), 0);
    assert_true(wit_pace_take(&pace, 1000 + wait) > 0);
    for (int i = 0; i < 20; i++)
        wit_pace_throttled(&pace, 2000);
    unsigned slow = wit_pace_take(&pace, 2000);
    assert_true(slow > 1000 && slow <= 2001); /* never slower than one in two seconds */
    for (int i = 0; i < 1000; i++)
        wit_pace_answered(&pace);
    assert_true(pace.rate > 19.9 && pace.rate <= 20.0);
    unsigned sent = 0;
    for (int64_t now = 3000; now < 13000; now++)
        sent += wit_pace_take(&pace, now) == 0;
    assert_true(sent >= 195 && sent <= 205);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_judge),
        cmocka_unit_test(test_every_throttle_code),
        cmocka_unit_test(test_backoff),
        cmocka_unit_test(test_pace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
