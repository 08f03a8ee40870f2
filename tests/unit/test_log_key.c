/* tests/unit/test_log_key.c: what keys of flow logs tell, and pages of a listing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/clock.h"
#include "collectors/aws/s3_list.h"
#include "collectors/traffic/log_key.h"

#define REGION "AWSLogs/111122223333/vpcflowlogs/eu-west-1/"
#define HIVE   "AWSLogs/aws-account-id=111122223333/aws-service=vpcflowlogs/aws-region=eu-west-1/"

static int64_t at(const char *text)
{
    int64_t ms = 0;
    assert_true(text == NULL || wit_time_parse(&ms, text, NULL));
    return ms / 1000;
}

static void times_and_kinds(void **state)
{
    (void)state;
    static const struct {
        const char *name, *key;
        enum wit_log_object kind;
        const char *from, *to; /* NULL: not told */
    } rows[] = {
        {"by the minute", REGION "2026/11/20/1_vpcflowlogs_eu-west-1_fl-0a_20261120T2140Z_0a1b2c3d.log.gz",
         WIT_LOG_OBJECT_TEXT, "2026-11-20T21:40:00Z", "2026-11-20T21:40:00Z"},
        {"by the hour", REGION "2026/11/20/21/x.log.gz", WIT_LOG_OBJECT_TEXT, "2026-11-20T21:00:00Z",
         "2026-11-20T21:59:59Z"},
        {"by the day", REGION "2026/11/20/x.log.gz", WIT_LOG_OBJECT_TEXT, "2026-11-20T00:00:00Z",
         "2026-11-20T23:59:59Z"},
        {"Hive", HIVE "year=2026/month=11/day=20/hour=05/x.log.gz", WIT_LOG_OBJECT_TEXT, "2026-11-20T05:00:00Z",
         "2026-11-20T05:59:59Z"},
        {"Hive by the day", HIVE "year=2026/month=11/day=20/x.log", WIT_LOG_OBJECT_TEXT, "2026-11-20T00:00:00Z",
         "2026-11-20T23:59:59Z"},
        {"Parquet", HIVE "year=2026/month=11/day=20/x_20261120T2140Z_0a.log.parquet", WIT_LOG_OBJECT_PARQUET,
         "2026-11-20T21:40:00Z", "2026-11-20T21:40:00Z"},
        {"a folder", REGION "2026/11/20/", WIT_LOG_OBJECT_FOLDER, "2026-11-20T00:00:00Z", "2026-11-20T23:59:59Z"},
        {"no time", "copies/flow.log", WIT_LOG_OBJECT_TEXT, NULL, NULL},
        {"no such month", "a/2026/13/20/flow.log", WIT_LOG_OBJECT_TEXT, NULL, NULL},
        {"digits that are no time", "a_20261120T214_b/2026/11/2/flow.log", WIT_LOG_OBJECT_TEXT, NULL, NULL},
        {"cut in the name", "a_20261120T2140Z", WIT_LOG_OBJECT_TEXT, NULL, NULL},
        {"empty", "", WIT_LOG_OBJECT_TEXT, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_log_key key = wit_log_key_read(rows[i].key);
        if (key.kind != rows[i].kind || key.from_s != at(rows[i].from) || key.to_s != at(rows[i].to))
            fail_msg("%s: kind %d, %lld to %lld", rows[i].name, (int)key.kind, (long long)key.from_s,
                     (long long)key.to_s);
    }
}

/* What may hold a record of the time is within it; what is far off is not. */
static void within(void **state)
{
    (void)state;
    static const struct {
        const char *written, *since, *until;
        bool within;
    } rows[] = {
        {"2026-11-20T21:40:00Z", NULL, NULL, true},
        {"2026-11-20T21:40:00Z", "2026-11-20T21:30:00Z", NULL, true},
        {"2026-11-20T21:20:00Z", "2026-11-20T21:30:00Z", NULL, true}, /* an interval that was going on */
        {"2026-11-20T20:20:00Z", "2026-11-20T21:30:00Z", NULL, false},
        {"2026-11-20T21:40:00Z", NULL, "2026-11-20T21:30:00Z", true}, /* delivered late */
        {"2026-11-21T04:40:00Z", NULL, "2026-11-20T21:30:00Z", false},
        {NULL, "2026-11-20T21:30:00Z", "2026-11-20T21:31:00Z", true}, /* nobody knows */
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_log_key key = {.from_s = at(rows[i].written), .to_s = at(rows[i].written)};
        if (wit_log_key_within(&key, at(rows[i].since), at(rows[i].until)) != rows[i].within)
            fail_msg("row %zu", i);
    }
}

static void where_a_listing_begins(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    int64_t since = at("2026-11-20T00:30:00Z");
    assert_string_equal(wit_log_key_start(arena, REGION, since), REGION "2026/11/19");
    assert_string_equal(wit_log_key_start(arena, HIVE, since), HIVE "year=2026/month=11/day=19");
    static const char *const whole[] = {"", "AWSLogs/", "AWSLogs/111122223333/vpcflowlogs/",
                                        "AWSLogs/111122223333/vpcflowlogs/eu-west-1/2026/",
                                        "AWSLogs/111122223333/vpcflowlogs/eu-west-1"};
    for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
        assert_string_equal(wit_log_key_start(arena, whole[i], since), "");
    assert_string_equal(wit_log_key_start(arena, REGION, 0), "");
}

#define LIST(inside) "<?xml version=\"1.0\"?><ListBucketResult>" inside "</ListBucketResult>"
#define ONE          "<Contents><Key>a%2Bb+c</Key><ETag>&quot;0a&quot;</ETag><Size>7</Size></Contents>"

static void pages(void **state)
{
    (void)state;
    static const struct {
        const char *name, *body, *first, *token, *why; /* first: its key; why NULL: fine */
    } rows[] = {
        {"encoded", LIST("<EncodingType>url</EncodingType><IsTruncated>false</IsTruncated>" ONE), "a+b c", NULL, NULL},
        {"plain", LIST("<IsTruncated>false</IsTruncated>" ONE), "a%2Bb+c", NULL, NULL},
        {"more", LIST("<IsTruncated>true</IsTruncated><NextContinuationToken>t/=</NextContinuationToken>"), NULL,
         "t/=", NULL},
        {"none", LIST("<IsTruncated>false</IsTruncated>"), NULL, NULL, NULL},
        {"more, and no token", LIST("<IsTruncated>true</IsTruncated>"), NULL, NULL, "names no next page"},
        {"nobody says", LIST(""), NULL, NULL, "does not say"},
        {"no size", LIST("<IsTruncated>false</IsTruncated><Contents><Key>a</Key></Contents>"), NULL, NULL,
         "key or size"},
        {"no key", LIST("<IsTruncated>false</IsTruncated><Contents><Size>1</Size></Contents>"), NULL, NULL,
         "key or size"},
        {"an error", "<Error><Code>x</Code></Error>", NULL, NULL, "expected <ListBucketResult>"},
        {"cut", "<ListBucketResult><Cont", NULL, NULL, "line 1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_s3_page page;
        const char *token;
        struct wit_err err = {0};
        bool fine = wit_s3_list_read(&page, &token, arena, rows[i].body, strlen(rows[i].body), &err);
        if (fine != (rows[i].why == NULL) || (!fine && strstr(err.text, rows[i].why) == NULL))
            fail_msg("%s: %s", rows[i].name, err.text);
        if (!fine)
            continue;
        if (rows[i].first != NULL) {
            assert_string_equal(page.objects[0].key, rows[i].first);
            assert_int_equal(page.objects[0].size, 7);
        }
        assert_int_equal(page.n, rows[i].first != NULL);
        assert_int_equal(page.last, rows[i].token == NULL);
        if (rows[i].token != NULL)
            assert_string_equal(token, rows[i].token);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_and_kinds),
        cmocka_unit_test(within),
        cmocka_unit_test(where_a_listing_begins),
        cmocka_unit_test(pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
