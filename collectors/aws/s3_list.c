/* collectors/aws/s3_list.c: pages of keys.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/s3_list.h"

#include <string.h>

#include "base/xml.h"
#include "collectors/aws/uri.h"

enum { KEYS_MAX = 10000, KEY_MAX = 1024 };

static bool number(uint64_t *out, const char *text)
{
    uint64_t n = 0;
    if (text == NULL || *text == '\0' || strlen(text) > 18)
        return false;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            return false;
        n = n * 10 + (uint64_t)(*text - '0');
    }
    *out = n;
    return true;
}

/* encoding-type=url writes a blank as "+". */
static const char *decode(struct wit_arena *arena, const char *text)
{
    char *plain = wit_strdup(arena, text);
    for (char *c = plain; *c != '\0'; c++)
        *c = *c == '+' ? ' ' : *c;
    return wit_uri_decode(arena, plain, strlen(plain), NULL);
}

bool wit_s3_list_read(struct wit_s3_page *out, const char **token, struct wit_arena *arena, const char *body,
                      size_t len, struct wit_err *err)
{
    struct wit_xml *root;
    if (!wit_xml_parse(&root, arena, body, len, err))
        return false;
    if (strcmp(root->name, "ListBucketResult") != 0)
        return wit_fail(err, WIT_EPARSE, "line %u: expected <ListBucketResult>, found <%.60s>", root->line, root->name);
    const char *encoding = wit_xml_text(root, "EncodingType"), *more = wit_xml_text(root, "IsTruncated");
    bool encoded = encoding != NULL && strcmp(encoding, "url") == 0;
    size_t n = 0;
    for (const struct wit_xml *x = root->first; x != NULL; x = x->next)
        n += strcmp(x->name, "Contents") == 0;
    if (n > KEYS_MAX)
        return wit_fail(err, WIT_ELIMIT, "a page of %zu keys", n);
    struct wit_s3_page page = {.objects = WIT_NEW_ARRAY(arena, struct wit_s3_object, n + 1)};
    for (const struct wit_xml *x = root->first; x != NULL; x = x->next) {
        struct wit_s3_object *o = &page.objects[page.n];
        if (strcmp(x->name, "Contents") != 0)
            continue;
        const char *key = wit_xml_text(x, "Key"), *etag = wit_xml_text(x, "ETag");
        if (key == NULL || *key == '\0' || !number(&o->size, wit_xml_text(x, "Size")))
            return wit_fail(err, WIT_EPARSE, "line %u: an object without a key or size", x->line);
        o->key = encoded ? decode(arena, key) : key;
        o->etag = etag == NULL ? "" : etag;
        if (strlen(o->key) > KEY_MAX)
            return wit_fail(err, WIT_EPARSE, "line %u: a key of more than %d bytes", x->line, KEY_MAX);
        page.n++;
    }
    *token = NULL;
    if (more == NULL || (strcmp(more, "true") != 0 && strcmp(more, "false") != 0))
        return wit_fail(err, WIT_EPARSE, "the listing does not say whether it goes on");
    if (strcmp(more, "true") == 0) {
        *token = wit_xml_text(root, "NextContinuationToken");
        if (*token == NULL || **token == '\0')
            return wit_fail(err, WIT_EPARSE, "the listing goes on, and names no next page");
    }
    page.last = *token == NULL;
    *out = page;
    return true;
}
