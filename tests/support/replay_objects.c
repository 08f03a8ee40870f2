/* tests/support/replay_objects.c: a bucket: DIR/objects/<bucket>/ is listed and read as S3 does it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * DIR/objects/page-size holds the number of keys of a page (1000 without it).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "tests/support/replay_parts.h"

#define OBJECT_CAP  ((size_t)64 << 20)
#define LISTING_CAP ((size_t)4 << 20)

struct keys {
    const char **list;
    size_t n, cap;
};

static int by_bytes(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Every file below the folder, by its path there, in the order of its bytes. */
static void find_keys(struct keys *keys, struct wit_arena *arena, const char *dir)
{
    struct keys stack = {0};
    WIT_PUSH(arena, stack.list, stack.n, stack.cap) = "";
    while (stack.n > 0) {
        const char *at = stack.list[--stack.n], **names;
        const char *path = wit_fmt(arena, "%s/%s", dir, at);
        size_t n;
        if (!wit_path_is_dir(path)) {
            WIT_PUSH(arena, keys->list, keys->n, keys->cap) = at;
            continue;
        }
        if (!wit_dir_list(&names, &n, arena, path, NULL))
            continue;
        for (size_t i = 0; i < n; i++)
            WIT_PUSH(arena, stack.list, stack.n, stack.cap) =
                *at == '\0' ? wit_strdup(arena, names[i]) : wit_fmt(arena, "%s/%s", at, names[i]);
    }
    if (keys->n > 1)
        qsort(keys->list, keys->n, sizeof *keys->list, by_bytes);
}

static void encode(struct wit_buf *out, const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == ' ')
            wit_buf_putc(out, '+');
        else if (strchr("%+&<>\"'", *c) != NULL || (unsigned char)*c >= 0x80)
            wit_buf_printf(out, "%%%02X", (unsigned char)*c);
        else
            wit_buf_putc(out, *c);
    }
}

static void list(struct replay_request *r, struct replay_reply *reply, const char *base, const char *dir,
                 struct replay_call *call)
{
    struct keys keys = {0};
    const char *prefix = replay_field(r->arena, r->query, "prefix"), *token = call->token;
    const char *after = replay_field(r->arena, r->query, "start-after");
    char *text;
    size_t len, per_page = 1000, at = 0, n = 0;
    if (wit_file_read(&text, &len, r->arena, wit_fmt(r->arena, "%s/objects/page-size", base), 16, NULL))
        per_page = strtoul(text, NULL, 10);
    find_keys(&keys, r->arena, dir);
    struct wit_buf body;
    wit_buf_init(&body, LISTING_CAP);
    if (token != NULL) { /* "page 7+/=" and where the listing began */
        at = strtoul(token + strspn(token, "page "), NULL, 10);
        after = strchr(token, '=') != NULL ? strchr(token, '=') + 1 : after;
    }
    call->page = (unsigned)(at / per_page) + 1;
    wit_buf_printf(&body,
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/"
                   "doc/2006-03-01/\"><EncodingType>url</EncodingType>");
    size_t seen = 0;
    for (size_t i = 0; i < keys.n; i++) {
        const char *key = keys.list[i];
        char digest[WIT_SHA256_HEX];
        if ((prefix != NULL && strncmp(key, prefix, strlen(prefix)) != 0) ||
            (after != NULL && strcmp(key, after) <= 0) || seen++ < at)
            continue;
        if (n == per_page) {
            n++;
            break;
        }
        if (!wit_file_read(&text, &len, r->arena, wit_fmt(r->arena, "%s/%s", dir, key), OBJECT_CAP, NULL))
            continue;
        wit_sha256_hex(digest, text, len);
        wit_buf_puts(&body, "<Contents><Key>");
        encode(&body, key);
        wit_buf_printf(&body, "</Key><ETag>&quot;%.32s&quot;</ETag><Size>%zu</Size></Contents>", digest, len);
        n++;
    }
    bool more = n > per_page;
    wit_buf_printf(&body, "<IsTruncated>%s</IsTruncated>", more ? "true" : "false");
    if (more) /* a token that must be encoded */
        wit_buf_printf(&body, "<NextContinuationToken>page %zu+/=%s</NextContinuationToken>", at + per_page,
                       after != NULL ? after : "");
    wit_buf_puts(&body, "</ListBucketResult>");
    replay_reply_text(reply, 200, "application/xml", wit_strdup(r->arena, wit_buf_str(&body)));
    wit_buf_deinit(&body);
}

bool replay_objects(struct replay_request *r, struct replay_reply *reply, const char *base, struct replay_call *call)
{
    size_t name = strcspn(r->path + 1, "/");
    const char *bucket = replay_decode(r->arena, r->path + 1, name);
    const char *dir = wit_fmt(r->arena, "%s/objects/%s", base, bucket);
    const char *rest = r->path + 1 + name;
    if (call->service == NULL || strcmp(call->service, "s3") != 0 || name == 0 || strcmp(r->method, "GET") != 0 ||
        !wit_path_is_dir(dir))
        return false;
    if (*rest == '\0') {
        call->operation = "ListObjectsV2";
        call->resource = bucket;
        call->token = replay_field(r->arena, r->query, "continuation-token");
        const char *type = replay_field(r->arena, r->query, "list-type");
        if (type == NULL || strcmp(type, "2") != 0)
            replay_reply_error(reply, r->arena, call, 400, "InvalidArgument", "list-type is not 2");
        else
            list(r, reply, base, dir, call);
        return true;
    }
    char *bytes;
    size_t len;
    const char *key = replay_decode(r->arena, rest + 1, strlen(rest + 1));
    call->operation = "GetObject";
    call->resource = key;
    if (strstr(key, "..") != NULL ||
        !wit_file_read(&bytes, &len, r->arena, wit_fmt(r->arena, "%s/%s", dir, key), OBJECT_CAP, NULL)) {
        replay_reply_error(reply, r->arena, call, 404, "NoSuchKey", "The specified key does not exist.");
        return true;
    }
    replay_reply_text(reply, 200, "application/octet-stream", "");
    reply->body = bytes;
    reply->len = len;
    return true;
}
