/* collectors/kafka/oauth.c: a token for SASL/OAUTHBEARER by client credentials.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/oauth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "collectors/aws/secret.h"
#include "collectors/http.h"

enum { DEFAULT_LIFE_S = 300, ANSWER_MAX_BYTES = 1 << 20 };

static void put_base64(struct wit_buf *out, const char *text)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t n = strlen(text), i = 0; i < n; i += 3) {
        unsigned a = (unsigned char)text[i], b = i + 1 < n ? (unsigned char)text[i + 1] : 0;
        unsigned c = i + 2 < n ? (unsigned char)text[i + 2] : 0;
        wit_buf_putc(out, digits[a >> 2]);
        wit_buf_putc(out, digits[(a & 3) << 4 | b >> 4]);
        wit_buf_putc(out, i + 1 < n ? digits[(b & 15) << 2 | c >> 6] : '=');
        wit_buf_putc(out, i + 2 < n ? digits[c & 63] : '=');
    }
}

static void put_encoded(struct wit_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || strchr("-._~", c) != NULL;
        if (plain)
            wit_buf_putc(out, *text);
        else
            wit_buf_printf(out, "%%%02X", c);
    }
}

static int base64url_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    const char *at = c != '\0' ? strchr(digits, c) : NULL;
    return at != NULL ? (int)(at - digits) : -1;
}

/* The middle part of a JSON web token; NULL when it is none. */
static const struct wit_value *claims_of(struct wit_arena *arena, const char *token)
{
    const char *begin = strchr(token, '.');
    const char *end = begin != NULL ? strchr(begin + 1, '.') : NULL;
    struct wit_value *claims;
    if (end == NULL)
        return NULL;
    size_t len = (size_t)(end - begin - 1), n = 0;
    char *text = wit_alloc(arena, len + 1);
    unsigned bits = 0, held = 0;
    for (size_t i = 0; i < len; i++) {
        int digit = base64url_digit(begin[1 + i]);
        if (digit < 0)
            return NULL;
        bits = bits << 6 | (unsigned)digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            text[n++] = (char)(bits >> held & 0xff);
        }
    }
    return wit_json_parse(&claims, arena, text, n, NULL) ? claims : NULL;
}

bool wit_kafka_token_read(struct wit_kafka_token *out, const char *answer, size_t len, const char *subject_claim,
                          int64_t now_ms, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *json;
    if (!wit_json_parse(&json, arena, answer, len, NULL))
        return wit_fail(err, WIT_EPARSE, "its answer is no JSON");
    const char *text = wit_str(json, "access_token");
    if (text == NULL || strlen(text) > WIT_KAFKA_TOKEN_MAX_BYTES)
        return wit_fail(err, WIT_EPARSE, "there is no access_token in its answer");
    const struct wit_value *claims = claims_of(arena, text);
    const char *subject = wit_str(claims, subject_claim);
    int64_t expires_s = wit_int(claims, "exp", 0), life_s = wit_int(json, "expires_in", DEFAULT_LIFE_S);
    if (life_s < 1 || life_s > 366 * 86400)
        life_s = DEFAULT_LIFE_S;
    struct wit_kafka_token token = {.text = strdup(text)};
    if (token.text == NULL)
        wit_die("no memory for a token");
    token.expires_ms = expires_s > 0 && expires_s < INT64_C(1) << 40 ? expires_s * 1000 : now_ms + life_s * 1000;
    snprintf(token.principal, sizeof token.principal, "%s",
             subject != NULL && subject[0] != '\0' ? subject : "unknown");
    wit_wipe((char *)(uintptr_t)text, strlen(text));
    *out = token;
    return true;
}

bool wit_kafka_token_ask(struct wit_kafka_token *out, const struct wit_kafka_oauth *oauth, unsigned timeout_ms,
                         struct wit_err *err)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf pair, header, body;
    struct wit_http_answer answer;
    wit_buf_init(&pair, 1 << 16);
    wit_buf_init(&header, 1 << 18);
    wit_buf_init(&body, 1 << 16);
    wit_buf_printf(&pair, "%s:%s", oauth->client_id, oauth->client_secret);
    wit_buf_puts(&header, "Authorization: Basic ");
    put_base64(&header, wit_buf_str(&pair));
    wit_buf_puts(&body, "grant_type=client_credentials");
    if (oauth->scope != NULL) {
        wit_buf_puts(&body, "&scope=");
        put_encoded(&body, oauth->scope);
    }
    const char *const headers[] = {wit_buf_str(&header), "Accept: application/json",
                                   "Content-Type: application/x-www-form-urlencoded"};
    const struct wit_http_request request = {.method = "POST",
                                             .url = oauth->url,
                                             .headers = headers,
                                             .n_headers = sizeof headers / sizeof headers[0],
                                             .body = wit_buf_str(&body),
                                             .body_len = body.len,
                                             .timeout_ms = timeout_ms,
                                             .cap_bytes = ANSWER_MAX_BYTES,
                                             .ca_file = oauth->ca_file};
    wit_http_ask(&request, &answer);
    wit_wipe(pair.data, pair.room);
    wit_wipe(header.data, header.room);
    bool done;
    if (answer.end != WIT_HTTP_ANSWERED)
        done = wit_fail(err, WIT_ENET, "%s", answer.reason);
    else if (answer.status == 400 || answer.status == 401 || answer.status == 403)
        done = wit_fail(err, WIT_EDENIED, "it refused the client id and secret (HTTP status %d)", answer.status);
    else if (answer.status != 200)
        done = wit_fail(err, WIT_ENET, "it answered with HTTP status %d", answer.status);
    else
        done = wit_kafka_token_read(out, answer.body, answer.len, oauth->subject_claim, wit_now_ms(), err);
    if (answer.body != NULL)
        wit_wipe(answer.body, answer.len);
    wit_http_answer_free(&answer);
    return done ? true : wit_fail_in(err, "token endpoint %s", oauth->url);
}

void wit_kafka_token_wipe(struct wit_kafka_token *token)
{
    if (token->text != NULL)
        wit_wipe(token->text, strlen(token->text));
    free(token->text);
    token->text = NULL;
}
