/* evidence/path_id.c: the stable name of a path.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "evidence/map.h"

/* Length first, so that no two scopes give the same bytes. */
static void add(struct wit_buf *buf, const char *s)
{
    size_t len = s == NULL ? 0 : strlen(s);
    wit_buf_printf(buf, "%zu:", len);
    wit_buf_add(buf, s == NULL ? "" : s, len);
}

/* Names, roles and zones may change while the scope stays what it is. A prefix is unique only in its network. */
static void add_scope(struct wit_buf *buf, const struct wit_scope *scope)
{
    add(buf, scope->kind);
    add(buf, scope->id);
    if (scope->kind != NULL && strcmp(scope->kind, "prefix") == 0)
        add(buf, scope->network);
}

void wit_path_id(char out[16], enum wit_class class, const struct wit_scope *from, const struct wit_scope *to)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf buf;
    wit_buf_init(&buf, (size_t)1 << 20);
    add(&buf, wit_class_word(class));
    add_scope(&buf, from);
    add_scope(&buf, to);
    char digest[WIT_SHA256_HEX];
    wit_sha256_hex(digest, wit_buf_str(&buf), buf.len);
    memcpy(out, "p-", 2);
    memcpy(out + 2, digest, 8);
    out[10] = '\0';
}
