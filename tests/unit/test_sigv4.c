/* tests/unit/test_sigv4.c: every stage of Signature Version 4, against published and recorded cases.
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
#include <string.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/json.h"
#include "collectors/aws/sigv4.h"

#define SUITE  WIT_SHARED_DIR "/data/sigv4/aws-c-auth-v4"
#define SECRET "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

/* ---- own cases ---- */

/* AWS General Reference, "Signature Version 4 signing process": the ListUsers example, each stage as printed there. */
static void test_documented_example(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_aws_keys keys = {.access_key = "AKIDEXAMPLE"};
    static const char secret[] = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    assert_true(wit_secret_set(&keys.secret_key, secret, strlen(secret)));
    const struct wit_header headers[] = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"},
                                         {"Host", "iam.amazonaws.com"}};
    struct wit_sigv4_request request = {.method = "GET",
                                        .path = "/",
                                        .query = "Action=ListUsers&Version=2010-05-08",
                                        .headers = headers,
                                        .n_headers = 2};
    struct wit_sigv4_options options = {.region = "us-east-1", .service = "iam", .date = "20150830T123600Z"};
    struct wit_sigv4_stages s;
    wit_sigv4_sign(&s, arena, &request, &options, &keys);
    assert_string_equal(s.canonical_request,
                        "GET\n/\nAction=ListUsers&Version=2010-05-08\n"
                        "content-type:application/x-www-form-urlencoded; charset=utf-8\nhost:iam.amazonaws.com\n"
                        "x-amz-date:20150830T123600Z\n\ncontent-type;host;x-amz-date\n"
                        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_string_equal(s.string_to_sign, "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
                                          "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    assert_string_equal(s.signature, "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    assert_string_equal(s.authorization, "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                                         "SignedHeaders=content-type;host;x-amz-date, Signature="
                                         "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    wit_aws_keys_wipe(&keys);
    wit_arena_free(arena);
}

struct row {
    const char *name, *service, *region, *method, *path, *query;
    struct wit_header extra[2];
    const char *body, *token;
    bool s3;
    const char *signature;
};

/* Signatures recorded from another implementation (botocore), 2026-01-02T03:04:05Z, host host.example. */
static const struct row rows[] = {
    {"form post",
     "ec2",
     "eu-west-1",
     "POST",
     "/",
     NULL,
     {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
     "Action=DescribeVpcs&Version=2016-11-15&MaxResults=1000",
     NULL,
     false,
     "70a4463c686d926fb940ce28869f2bce9e8653aaf0cc306d15771f82d9909d56"},
    {"session token",
     "kms",
     "eu-west-1",
     "POST",
     "/",
     NULL,
     {{"Content-Type", "application/x-amz-json-1.1"}, {"X-Amz-Target", "TrentService.ListKeys"}},
     "{\"Limit\":1000}",
     "the/token+with=signs",
     false,
     "c4113f216a7ef4c09822f5fc30f28032215d76d7032fbc2cd0eb8a88324ea252"},
    {"encoded path is encoded again",
     "kafka",
     "eu-west-1",
     "GET",
     "/v1/clusters/arn%3Aaws%3Akafka%3Aeu-west-1%3A111122223333%3Acluster%2Fc%2F1/nodes",
     "maxResults=100",
     {{0}},
     NULL,
     NULL,
     false,
     "6ee4e57045dd11826a194ff85be8ab0b65e279efb3d5b191f7bbf97429fad149"},
    {"query out of order, with a colon",
     "kafka",
     "us-east-1",
     "GET",
     "/api/v2/clusters",
     "nextToken=a%3Ab%2F%3D&clusterNameFilter=x&maxResults=5",
     {{0}},
     NULL,
     NULL,
     false,
     "bc4c04d6d4b90ea9b0f18f7377e2e7e0e8c31a7a61fc4dd794a296a324d25190"},
    {"empty query value",
     "s3",
     "eu-west-1",
     "GET",
     "/acme-events",
     "policy=",
     {{0}},
     NULL,
     NULL,
     true,
     "c8f9f176d5ad5018a42a7cba56b40f777bde7908f40e8dce953385243177b00a"},
    {"S3 path: encoded once, never normalised",
     "s3",
     "eu-west-1",
     "GET",
     "/bucket//a/../b%20c/%C3%A9%3D%3A",
     NULL,
     {{0}},
     NULL,
     NULL,
     true,
     "13adb6e6f3d05f563ee8b1f05de61fec590bcc89804ebc3c5135c8a6d660c270"},
    {"S3 with a token",
     "s3",
     "eu-central-1",
     "GET",
     "/",
     "continuation-token=abc%2B%2F%3D%3D&max-buckets=1000",
     {{0}},
     NULL,
     "tok",
     true,
     "dcdd4153a7d15341cf0daa2a8780e609ebde8541d9b5ebe0e70bbc3b4b53db9b"},
};

static void test_recorded(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        struct wit_aws_keys keys = {.access_key = "AKIAIOSFODNN7EXAMPLE"};
        assert_true(wit_secret_set(&keys.secret_key, SECRET, strlen(SECRET)));
        if (row->token != NULL)
            assert_true(wit_secret_set(&keys.token, row->token, strlen(row->token)));
        struct wit_header headers[3] = {{"Host", "host.example"}};
        size_t n = 1;
        for (size_t k = 0; k < 2 && row->extra[k].name != NULL; k++)
            headers[n++] = row->extra[k];
        struct wit_sigv4_request request = {.method = row->method,
                                            .path = row->path,
                                            .query = row->query,
                                            .headers = headers,
                                            .n_headers = n,
                                            .body = row->body,
                                            .body_len = row->body != NULL ? strlen(row->body) : 0};
        struct wit_sigv4_options options = {.region = row->region,
                                            .service = row->service,
                                            .date = "20260102T030405Z",
                                            .path = row->s3 ? WIT_PATH_S3 : WIT_PATH_NORMALISED,
                                            .hash_header = row->s3};
        struct wit_sigv4_stages s;
        wit_sigv4_sign(&s, arena, &request, &options, &keys);
        if (strcmp(s.signature, row->signature) != 0)
            fail_msg("%s: signature %s; canonical request:\n%s", row->name, s.signature, s.canonical_request);
        wit_sigv4_wipe(&s);
        assert_int_equal(s.canonical_request[0], '\0');
        wit_aws_keys_wipe(&keys);
        assert_null(keys.secret_key.bytes);
    }
    wit_arena_free(arena);
}

static void test_date(void **state)
{
    (void)state;
    char date[WIT_AMZ_DATE];
    wit_amz_date(date, 0);
    assert_string_equal(date, "19700101T000000Z");
    wit_amz_date(date, INT64_C(1440938160999));
    assert_string_equal(date, "20150830T123600Z");
}

/* ---- the published suite ---- */

static char *file(struct wit_arena *arena, const char *name, const char *file_name)
{
    char *text;
    size_t len;
    struct wit_err err = {0};
    if (!wit_file_read(&text, &len, arena, wit_fmt(arena, SUITE "/%s/%s", name, file_name), 1 << 20, &err))
        fail_msg("%s", err.text);
    return text;
}

struct parsed {
    struct wit_sigv4_request request;
    struct wit_header headers[16];
};

/* "METHOD target HTTP/1.1", headers (folded ones begin with a space), an empty line, the body. */
static void parse_request(struct parsed *out, struct wit_arena *arena, char *text)
{
    *out = (struct parsed){0};
    char *body = strstr(text, "\n\n");
    if (body != NULL) {
        *body = '\0';
        out->request.body = body + 2;
        out->request.body_len = strlen(body + 2);
    }
    char *line_end = strchr(text, '\n');
    char *target = strchr(text, ' '), *rest = line_end != NULL ? line_end + 1 : text + strlen(text);
    if (line_end != NULL)
        *line_end = '\0';
    *target++ = '\0';
    *strrchr(target, ' ') = '\0'; /* before HTTP/1.1: targets of the suite hold spaces */
    out->request.method = text;
    out->request.path = target;
    char *query = strchr(target, '?');
    if (query != NULL) {
        *query = '\0';
        out->request.query = query + 1;
    }
    while (*rest != '\0') {
        char *end = strchr(rest, '\n');
        while (end != NULL && (end[1] == ' ' || end[1] == '\t'))
            end = strchr(end + 1, '\n');
        size_t len = end != NULL ? (size_t)(end - rest) : strlen(rest);
        char *line = wit_strndup(arena, rest, len), *colon = strchr(line, ':');
        assert_non_null(colon);
        *colon = '\0';
        assert_true(out->request.n_headers < 16);
        out->headers[out->request.n_headers++] = (struct wit_header){line, colon + 1};
        rest += len + (end != NULL);
    }
    out->request.headers = out->headers;
}

static void expect(const char *name, const char *stage, const char *is, const char *should)
{
    if (strcmp(is, should) != 0)
        fail_msg("%s: %s is\n%s\nand should be\n%s", name, stage, is, should);
}

static void check_case(struct wit_arena *arena, const char *name)
{
    struct wit_value *c;
    struct wit_err err = {0};
    char *text = file(arena, name, "context.json");
    if (!wit_json_parse(&c, arena, text, strlen(text), &err))
        fail_msg("%s: %s", name, err.text);
    const struct wit_value *given = wit_get(c, "credentials");
    struct wit_aws_keys keys = {0};
    snprintf(keys.access_key, sizeof keys.access_key, "%s", wit_str(given, "access_key_id"));
    const char *secret = wit_str(given, "secret_access_key"), *token = wit_str(given, "token");
    assert_true(wit_secret_set(&keys.secret_key, secret, strlen(secret)));
    if (token != NULL)
        assert_true(wit_secret_set(&keys.token, token, strlen(token)));
    int64_t when;
    assert_true(wit_time_parse(&when, wit_str(c, "timestamp"), &err));
    struct wit_sigv4_options options = {.region = wit_str(c, "region"),
                                        .service = wit_str(c, "service"),
                                        .path = wit_bool(c, "normalize", true) ? WIT_PATH_NORMALISED : WIT_PATH_AS_IS,
                                        .hash_header = wit_bool(c, "sign_body", false),
                                        .token_unsigned = wit_bool(c, "omit_session_token", false),
                                        .expires_s = (unsigned)wit_int(c, "expiration_in_seconds", 0)};
    wit_amz_date(options.date, when);
    struct parsed parsed;
    parse_request(&parsed, arena, file(arena, name, "request.txt"));
    struct wit_sigv4_stages s;
    wit_sigv4_sign(&s, arena, &parsed.request, &options, &keys);
    expect(name, "canonical request", s.canonical_request, file(arena, name, "header-canonical-request.txt"));
    expect(name, "string to sign", s.string_to_sign, file(arena, name, "header-string-to-sign.txt"));
    expect(name, "signature", s.signature, file(arena, name, "header-signature.txt"));
    if (strstr(file(arena, name, "header-signed-request.txt"), wit_fmt(arena, "Authorization:%s\n", s.authorization)) ==
        NULL)
        fail_msg("%s: Authorization: %s", name, s.authorization);
    options.in_query = true;
    wit_sigv4_sign(&s, arena, &parsed.request, &options, &keys);
    expect(name, "canonical request (query)", s.canonical_request, file(arena, name, "query-canonical-request.txt"));
    expect(name, "string to sign (query)", s.string_to_sign, file(arena, name, "query-string-to-sign.txt"));
    expect(name, "signature (query)", s.signature, file(arena, name, "query-signature.txt"));
    if (strstr(file(arena, name, "query-signed-request.txt"), wit_fmt(arena, "?%s HTTP/1.1", s.query)) == NULL)
        fail_msg("%s: query: %s", name, s.query);
    wit_aws_keys_wipe(&keys);
}

static void test_published_suite(void **state)
{
    (void)state;
    if (!wit_path_is_dir(SUITE))
        skip();
    struct wit_arena *arena = wit_arena_new();
    const char **names;
    size_t n;
    struct wit_err err = {0};
    assert_true(wit_dir_list(&names, &n, arena, SUITE, &err));
    assert_int_equal(n, 38);
    for (size_t i = 0; i < n; i++)
        check_case(arena, names[i]);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_documented_example),
        cmocka_unit_test(test_recorded),
        cmocka_unit_test(test_date),
        cmocka_unit_test(test_published_suite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
