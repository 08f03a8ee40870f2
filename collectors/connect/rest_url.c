/* collectors/connect/rest_url.c: the URL of a REST interface, and the credentials for it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 3986, RFC 7617 (Basic). The password comes from a file: a command line is seen by everybody.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/addr.h"
#include "base/io.h"
#include "collectors/connect/rest.h"

enum { AUTH_FILE_BYTES = 4096 };

struct url {
    const char *scheme, *host, *path;
    unsigned port;
    bool v6;
};

static bool read_url(struct url *out, struct wit_arena *arena, const char *text, struct wit_err *err)
{
    const char *at = strstr(text, "://");
    size_t name = at != NULL ? (size_t)(at - text) : 0;
    bool tls = name == 5 && strncasecmp(text, "https", 5) == 0;
    if (!tls && !(name == 4 && strncasecmp(text, "http", 4) == 0))
        return wit_fail(err, WIT_EUSAGE, "--url begins with https:// or http://");
    at += 3;
    size_t len = strcspn(at, "/?#");
    if (memchr(text, '@', strlen(text)) != NULL)
        return wit_fail(err, WIT_EUSAGE, "--url takes no user and password: name a file with --basic-auth-file");
    if (strpbrk(at, "?#") != NULL)
        return wit_fail(err, WIT_EUSAGE, "--url takes no query and no fragment");
    const char *authority = wit_strndup(arena, at, len), *colon = strrchr(authority, ':');
    struct wit_addr addr;
    *out = (struct url){.scheme = tls ? "https" : "http", .port = tls ? 443 : 80, .path = at + len};
    if (authority[0] == '[') {
        const char *end = strchr(authority, ']');
        if (end == NULL || (end[1] != '\0' && end[1] != ':'))
            return wit_fail(err, WIT_EUSAGE, "--url: '%.200s' is no address in brackets", authority);
        out->host = wit_strndup(arena, authority + 1, (size_t)(end - authority) - 1);
        out->v6 = true;
        colon = end[1] == ':' ? end + 1 : NULL;
        if (!wit_addr_parse(&addr, out->host, NULL))
            return wit_fail(err, WIT_EUSAGE, "--url: '%.200s' is no address in brackets", authority);
    } else {
        char *host = wit_strndup(arena, authority, colon != NULL ? (size_t)(colon - authority) : len);
        for (char *c = host; *c != '\0'; c++)
            if (*c >= 'A' && *c <= 'Z')
                *c = (char)(*c - 'A' + 'a');
        out->host = host;
    }
    if (!out->v6 &&
        (out->host[0] == '\0' || strspn(out->host, "abcdefghijklmnopqrstuvwxyz0123456789-._") != strlen(out->host)))
        return wit_fail(err, WIT_EUSAGE, "--url: '%.200s' is no host name", out->host);
    if (colon != NULL) {
        size_t digits = strspn(colon + 1, "0123456789");
        unsigned long port = strtoul(colon + 1, NULL, 10);
        if (digits == 0 || digits > 5 || colon[1 + digits] != '\0' || port == 0 || port > 65535)
            return wit_fail(err, WIT_EUSAGE, "--url: '%.200s' has no port from 1 to 65535", authority);
        out->port = (unsigned)port;
    }
    len = strlen(out->path);
    while (len > 0 && out->path[len - 1] == '/')
        len--;
    out->path = wit_strndup(arena, out->path, len);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)out->path[i] <= ' ' || out->path[i] == 0x7f)
            return wit_fail(err, WIT_EUSAGE, "--url holds a blank or control character");
    return true;
}

static const char *base_of(struct wit_arena *arena, const struct url *u)
{
    return wit_fmt(arena, "%s://%s%s%s:%u%s", u->scheme, u->v6 ? "[" : "", u->host, u->v6 ? "]" : "", u->port, u->path);
}

bool wit_rest_base(const char **out, struct wit_arena *arena, const char *url, struct wit_err *err)
{
    struct url u = {0};
    if (!read_url(&u, arena, url, err))
        return false;
    *out = base_of(arena, &u);
    return true;
}

const char *wit_rest_encode(struct wit_arena *arena, const char *text)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    static const char digits[] = "0123456789ABCDEF";
    size_t len = strlen(text), n = 0;
    char *out = wit_alloc(arena, len * 3 + 1);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (strchr(plain, c) != NULL) {
            out[n++] = text[i];
        } else {
            out[n++] = '%';
            out[n++] = digits[c >> 4];
            out[n++] = digits[c & 15];
        }
    }
    return out;
}

/* "Authorization: Basic …" of the file's first line. */
static bool read_auth(char **out, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static const char lead[] = "Authorization: Basic ";
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, path, AUTH_FILE_BYTES, err))
        return wit_fail_in(err, "--basic-auth-file");
    size_t line = strcspn(text, "\r\n");
    const char *colon = memchr(text, ':', line);
    bool good = colon != NULL && colon != text;
    for (size_t i = 0; i < line; i++) /* RFC 7617: no control characters */
        good = good && (unsigned char)text[i] >= ' ' && text[i] != 0x7f;
    if (good) {
        char *at = *out = wit_alloc(arena, sizeof lead + (line + 2) / 3 * 4);
        memcpy(at, lead, sizeof lead - 1);
        at += sizeof lead - 1;
        for (size_t i = 0; i < line; i += 3) {
            unsigned bits = 0;
            for (size_t k = 0; k < 3; k++)
                bits = bits << 8 | (i + k < line ? (unsigned char)text[i + k] : 0);
            for (size_t k = 0; k < 4; k++)
                *at++ = k > line - i ? '=' : alphabet[bits >> (18 - 6 * k) & 63];
        }
    }
    explicit_bzero(text, len);
    return good || wit_fail(err, WIT_EUSAGE, "--basic-auth-file %s: its first line is not user:password", path);
}

bool wit_rest_open(struct wit_rest *r, struct wit_arena *arena, struct wit_bundle_writer *w,
                   const struct wit_rest_options *options, const char *source, struct wit_collect_summary *summary,
                   struct wit_err *err)
{
    struct url u = {0};
    *r = (struct wit_rest){.arena = arena,
                           .writer = w,
                           .options = options,
                           .summary = summary,
                           .source = source,
                           .timeout_ms = (options->timeout_s != 0 ? options->timeout_s : 60) * 1000,
                           .wait_percent = 100};
    if (!read_url(&u, arena, options->url, err))
        return false;
    r->base = base_of(arena, &u);
    r->scheme = u.scheme;
    r->host = u.host;
    r->port = u.port;
    const char *const files[] = {options->ca_file, options->cert_file, options->key_file};
    static const char *const names[] = {"ca", "cert", "key"};
    for (size_t i = 0; i < 3; i++)
        if (files[i] != NULL && (!wit_path_exists(files[i]) || wit_path_is_dir(files[i])))
            return wit_fail(err, WIT_EIO, "--%s: there is no file '%s'", names[i], files[i]);
    if (options->basic_auth_file != NULL && !read_auth(&r->auth, arena, options->basic_auth_file, err))
        return false;
    const char *percent = getenv("PATHWITNESS_WAIT_PERCENT"); /* tests */
    if (percent != NULL && strspn(percent, "0123456789") == strlen(percent) && strlen(percent) < 4)
        r->wait_percent = (unsigned)strtoul(percent, NULL, 10);
    r->http = wit_http_new();
    return true;
}

void wit_rest_close(struct wit_rest *r)
{
    if (r->auth != NULL)
        explicit_bzero(r->auth, strlen(r->auth));
    wit_http_free(r->http);
    r->http = NULL;
}
