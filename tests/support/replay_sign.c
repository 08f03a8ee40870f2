/* tests/support/replay_sign.c: recompute a Signature Version 4 from the bytes on the wire.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Written from AWS's description of the algorithm and sharing nothing with collectors/aws/sigv4.c, so that a mistake
 * there does not hide itself.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "tests/support/replay_parts.h"

#define CAP ((size_t)1 << 20)

static void escape(struct wit_buf *out, const char *s, size_t len, const char *keep)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c < 128 && isalnum(c)) || (c != 0 && strchr("-._~", c) != NULL) || (c != 0 && strchr(keep, c) != NULL))
            wit_buf_putc(out, (char)c);
        else
            wit_buf_printf(out, "%%%02X", c);
    }
}

static char *kept(struct wit_arena *arena, struct wit_buf *buf)
{
    char *text = wit_strdup(arena, wit_buf_str(buf));
    wit_buf_deinit(buf);
    return text;
}

static char *path_of_service(struct wit_arena *arena, const char *path)
{
    char *copy = wit_strdup(arena, path), *save = NULL;
    const char *parts[256];
    size_t n = 0;
    for (char *part = strtok_r(copy, "/", &save); part != NULL; part = strtok_r(NULL, "/", &save)) {
        if (strcmp(part, "..") == 0)
            n -= n > 0;
        else if (strcmp(part, ".") != 0 && n < 256)
            parts[n++] = part;
    }
    struct wit_buf buf;
    wit_buf_init(&buf, CAP);
    for (size_t i = 0; i < n; i++) {
        wit_buf_putc(&buf, '/');
        escape(&buf, parts[i], strlen(parts[i]), "");
    }
    if (n == 0 || path[strlen(path) - 1] == '/')
        wit_buf_putc(&buf, '/');
    return kept(arena, &buf);
}

static char *path_of_s3(struct wit_arena *arena, const char *path)
{
    struct wit_buf buf;
    wit_buf_init(&buf, CAP);
    for (const char *at = path; *at != '\0';) {
        if (*at == '/') {
            wit_buf_putc(&buf, *at++);
            continue;
        }
        size_t len = strcspn(at, "/");
        const char *plain = replay_decode(arena, at, len);
        escape(&buf, plain, strlen(plain), "");
        at += len;
    }
    return kept(arena, &buf);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Pairs are sorted with \x01 in the place of "=": it is below every character that can stand in an encoded name. */
static char *query_sorted(struct wit_arena *arena, const char *query)
{
    char *copy = wit_strdup(arena, query), *save = NULL;
    char *pairs[256];
    size_t n = 0;
    for (char *kv = strtok_r(copy, "&", &save); kv != NULL && n < 256; kv = strtok_r(NULL, "&", &save)) {
        size_t name = strcspn(kv, "=");
        const char *value = kv[name] == '=' ? kv + name + 1 : "";
        struct wit_buf buf;
        wit_buf_init(&buf, CAP);
        const char *plain = replay_decode(arena, kv, name);
        escape(&buf, plain, strlen(plain), "");
        wit_buf_putc(&buf, '\x01');
        plain = replay_decode(arena, value, strlen(value));
        escape(&buf, plain, strlen(plain), "");
        pairs[n++] = kept(arena, &buf);
    }
    if (n > 1)
        qsort(pairs, n, sizeof *pairs, compare);
    struct wit_buf buf;
    wit_buf_init(&buf, CAP);
    for (size_t i = 0; i < n; i++) {
        *strchr(pairs[i], '\x01') = '=';
        wit_buf_printf(&buf, "%s%s", i > 0 ? "&" : "", pairs[i]);
    }
    return kept(arena, &buf);
}

static bool header_lines(struct wit_buf *out, const struct replay_request *r, const char *signed_headers,
                         struct wit_arena *arena)
{
    char *copy = wit_strdup(arena, signed_headers), *save = NULL;
    for (char *name = strtok_r(copy, ";", &save); name != NULL; name = strtok_r(NULL, ";", &save)) {
        const char *value = replay_header_of(r, name);
        if (value == NULL)
            return false;
        wit_buf_printf(out, "%s:", name);
        for (const char *c = value; *c != '\0'; c++) {
            if (!(c[0] == ' ' && c[1] == ' '))
                wit_buf_putc(out, *c);
        }
        wit_buf_putc(out, '\n');
    }
    return true;
}

static const char *account_of(struct wit_arena *arena, const char *key, const char *first)
{
    if (strcmp(key, WIT_REPLAY_KEY) == 0)
        return first;
    bool shape = strlen(key) == 20 && (strncmp(key, "AKIA", 4) == 0 || strncmp(key, "ASIA", 4) == 0) &&
                 strspn(key + 4, "0123456789") == 12 && strcmp(key + 16, "TEST") == 0;
    return shape ? wit_strndup(arena, key + 4, 12) : NULL;
}

static bool names(const char *signed_headers, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = signed_headers; (at = strstr(at, name)) != NULL; at += len) {
        if ((at == signed_headers || at[-1] == ';') && (at[len] == ';' || at[len] == '\0'))
            return true;
    }
    return false;
}

static void hex_signature(char out[65], const char *date, const char *region, const char *service, const char *text)
{
    const char *steps[] = {date, region, service, "aws4_request", text};
    uint8_t key[32], next[32];
    const char *first = "AWS4" WIT_REPLAY_SECRET;
    for (size_t i = 0; i < 5; i++) {
        wit_hmac_sha256(next, i == 0 ? (const void *)first : key, i == 0 ? strlen(first) : sizeof key, steps[i],
                        strlen(steps[i]));
        memcpy(key, next, sizeof key);
    }
    wit_hex(out, key, sizeof key);
}

const char *replay_sign_check(struct replay_request *r, const char *first_account, struct replay_call *call)
{
    const char *value = replay_header_of(r, "authorization");
    char key[64], date[16], region[64], service[64], signed_headers[1024], signature[65];
    if (value == NULL || sscanf(value,
                                "AWS4-HMAC-SHA256 Credential=%63[^/]/%15[0-9]/%63[^/]/%63[^/]/aws4_request, "
                                "SignedHeaders=%1023[^,], Signature=%64[0-9a-f]",
                                key, date, region, service, signed_headers, signature) != 6)
        return "no Authorization header of version 4";
    call->region = wit_strdup(r->arena, region);
    call->service = wit_strdup(r->arena, service);
    call->account = account_of(r->arena, key, first_account);
    if (call->account == NULL)
        return "unknown access key";
    const char *token = replay_header_of(r, "x-amz-security-token");
    if (strncmp(key, "ASIA", 4) == 0 && (token == NULL || strcmp(token, "replay-session-token") != 0))
        return "the session token is missing or wrong";
    for (size_t i = 0; i < r->n_headers; i++) {
        if (strncmp(r->headers[i].name, "x-amz-", 6) == 0 && !names(signed_headers, r->headers[i].name))
            return wit_fmt(r->arena, "header %s is not signed", r->headers[i].name);
    }
    if (!names(signed_headers, "host"))
        return "header host is not signed";
    const char *time = replay_header_of(r, "x-amz-date");
    if (time == NULL || strncmp(time, date, 8) != 0)
        return "X-Amz-Date does not fit the scope";
    char digest[65];
    wit_sha256_hex(digest, r->body, r->body_len);
    const char *claimed = replay_header_of(r, "x-amz-content-sha256");
    bool s3 = strcmp(service, "s3") == 0;
    if ((s3 && claimed == NULL) || (claimed != NULL && strcmp(claimed, digest) != 0))
        return "x-amz-content-sha256 is missing or wrong";

    struct wit_buf text;
    wit_buf_init(&text, CAP);
    wit_buf_printf(&text, "%s\n%s\n%s\n", r->method,
                   s3 ? path_of_s3(r->arena, r->path) : path_of_service(r->arena, r->path),
                   query_sorted(r->arena, r->query));
    if (!header_lines(&text, r, signed_headers, r->arena)) {
        wit_buf_deinit(&text);
        return "a signed header is missing";
    }
    wit_buf_printf(&text, "\n%s\n%s", signed_headers, digest);
    char *canonical = kept(r->arena, &text);
    wit_sha256_hex(digest, canonical, strlen(canonical));
    const char *to_sign =
        wit_fmt(r->arena, "AWS4-HMAC-SHA256\n%s\n%s/%s/%s/aws4_request\n%s", time, date, region, service, digest);
    char expected[65];
    hex_signature(expected, date, region, service, to_sign);
    if (strcmp(expected, signature) != 0)
        return wit_fmt(r->arena, "signature differs; canonical request should be: %s", canonical);
    return NULL;
}
