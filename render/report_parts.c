/* render/report_parts.c: what the formats of `check` share: clean text, places of evidence, stable ids.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "render/escape.h"
#include "render/reports.h"

#define TEXT_MAX_BYTES ((size_t)4 << 20)

const char *wit_report_clean(struct wit_arena *arena, const char *text, size_t max)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, TEXT_MAX_BYTES);
    wit_esc_plain(&out, text, max);
    return wit_strdup(arena, wit_buf_str(&out));
}

const char *wit_report_marked(struct wit_arena *arena, const char *text, size_t max)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, TEXT_MAX_BYTES);
    wit_esc_markdown(&out, text, max);
    return wit_strdup(arena, wit_buf_str(&out));
}

/* RFC 3986, section 2.3: unreserved characters stand as they are; the slash parts names. */
static const char *encoded(struct wit_arena *arena, const char *text, size_t len)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, TEXT_MAX_BYTES);
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (isascii(c) && (isalnum(c) || strchr("-._~/", c) != NULL))
            wit_buf_putc(&out, (char)c);
        else
            wit_buf_printf(&out, "%%%02X", c);
    }
    return wit_strdup(arena, wit_buf_str(&out));
}

struct wit_report_place wit_report_place(struct wit_arena *arena, const struct wit_map *map, const char *citation)
{
    const struct wit_report_place nowhere = {"map.json", "", 0};
    const char *hash = strchr(citation, '#');
    size_t len = hash != NULL ? (size_t)(hash - citation) : strlen(citation);
    size_t slash = len;
    while (slash > 0 && citation[slash - 1] != '/')
        slash--;
    const char *id = citation + slash; /* "a-000012", "g-000013": record 12, 13 of the journal, a line each */
    size_t digits = 0;
    while (len - slash > 2 && digits < len - slash - 2 && isdigit((unsigned char)id[2 + digits]))
        digits++;
    if ((strncmp(id, "a-", 2) != 0 && strncmp(id, "g-", 2) != 0) || digits < 6 || digits > 12 ||
        digits != len - slash - 2)
        return nowhere;
    const char *bundle = slash > 0            ? encoded(arena, citation, slash - 1)
                         : map->n_bundles > 0 ? encoded(arena, map->bundles[0].name, strlen(map->bundles[0].name))
                                              : "";
    return (struct wit_report_place){wit_fmt(arena, "%s%sjournal.jsonl", bundle, bundle[0] != '\0' ? "/" : ""),
                                     hash != NULL ? hash + 1 : "", strtoull(id + 2, NULL, 10)};
}

const char *wit_report_uuid(struct wit_arena *arena, const char *space, const char *kind, const char *id)
{
    uint8_t digest[WIT_SHA256_BYTES];
    char hex[2 * 16 + 1];
    const char *name = wit_fmt(arena, "%s\n%s\n%s", space, kind, id);
    wit_sha256(digest, name, strlen(name));
    digest[6] = (uint8_t)((digest[6] & 0x0f) | 0x50);
    digest[8] = (uint8_t)((digest[8] & 0x3f) | 0x80);
    wit_hex(hex, digest, 16);
    return wit_fmt(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}
