/* tests/support/sigv4sign_main.c: signs requests that come as JSON, one a line; for comparing with other signers.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * In:  {"service": "ec2", "region": "eu-west-1", "date": "20260102T030405Z", "method": "POST", "path": "/", "query":
 * "", "headers": [["Host", "x"]], "body": "", "access": "AKID…", "secret": "…", "token": "" , "s3": false} Out:
 * {"signature": "…", "canonical": "…", "signed": "host;x-amz-date"}
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "collectors/aws/sigv4.h"

static const char *text(const struct wit_value *v, const char *name)
{
    return wit_str(v, name) != NULL ? wit_str(v, name) : "";
}

static bool sign_line(struct wit_arena *arena, const char *line, struct wit_err *err)
{
    struct wit_value *v;
    if (!wit_json_parse(&v, arena, line, strlen(line), err))
        return false;
    struct wit_aws_keys keys = {0};
    const char *secret = text(v, "secret"), *token = text(v, "token"), *body = text(v, "body");
    snprintf(keys.access_key, sizeof keys.access_key, "%s", text(v, "access"));
    if (!wit_secret_set(&keys.secret_key, secret, strlen(secret)) || !wit_secret_set(&keys.token, token, strlen(token)))
        return wit_fail(err, WIT_EPARSE, "the secret is not one");
    struct wit_header headers[32];
    size_t n = 0;
    WIT_EACH(pair, wit_get(v, "headers")) {
        if (n < 32)
            headers[n++] = (struct wit_header){wit_text(wit_at(pair, 0)), wit_text(wit_at(pair, 1))};
    }
    bool s3 = wit_bool(v, "s3", false);
    const char *query = text(v, "query");
    struct wit_sigv4_request request = {.method = text(v, "method"),
                                        .path = text(v, "path"),
                                        .query = *query != '\0' ? query : NULL,
                                        .headers = headers,
                                        .n_headers = n,
                                        .body = body,
                                        .body_len = strlen(body)};
    struct wit_sigv4_options options = {.region = text(v, "region"),
                                        .service = text(v, "service"),
                                        .path = s3 ? WIT_PATH_S3 : WIT_PATH_NORMALISED,
                                        .hash_header = s3};
    snprintf(options.date, sizeof options.date, "%s", text(v, "date"));
    struct wit_sigv4_stages s;
    wit_sigv4_sign(&s, arena, &request, &options, &keys);
    struct wit_buf out;
    struct wit_jw jw;
    wit_buf_init(&out, (size_t)4 << 20);
    wit_jw_init(&jw, &out, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "signature", s.signature);
    wit_jw_kstr(&jw, "canonical", s.canonical_request);
    wit_jw_kstr(&jw, "signed", s.signed_headers);
    wit_jw_object_end(&jw);
    puts(wit_buf_str(&out));
    wit_buf_deinit(&out);
    wit_aws_keys_wipe(&keys);
    return true;
}

int main(void)
{
    char *line = NULL;
    size_t room = 0;
    struct wit_arena *arena = wit_arena_new();
    int status = 0;
    while (status == 0 && getline(&line, &room, stdin) > 0) {
        struct wit_err err = {0};
        wit_arena_reset(arena);
        if (!sign_line(arena, line, &err)) {
            fprintf(stderr, "sigv4sign: %s\n", err.text);
            status = 4;
        }
    }
    fflush(stdout);
    free(line);
    wit_arena_free(arena);
    return status;
}
