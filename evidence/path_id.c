/* evidence/path_id.c: the stable name of a path, and port ranges as text.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "base/pset.h"
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

void wit_port_ranges_text(struct wit_buf *out, const struct wit_port_range *ports, size_t n)
{
    struct wit_span span = {0, 0};
    for (size_t i = 0, begun = 0; i < n; i++) {
        struct wit_span next = {ports[i].protocol << 16 | ports[i].first, ports[i].protocol << 16 | ports[i].last};
        bool whole = begun > 0 && next.first == span.last + 1; /* "all" is one range a protocol */
        if (whole) {
            span.last = next.last;
        } else {
            span = next;
            begun = i + 1;
        }
        if (i + 1 < n && (ports[i + 1].protocol << 16 | ports[i + 1].first) == span.last + 1)
            continue;
        wit_pset_text(out, (struct wit_pset){.spans = &span, .n = 1});
        if (i + 1 < n)
            wit_buf_puts(out, ", ");
    }
}
