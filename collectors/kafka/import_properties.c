/* collectors/kafka/import_properties.c: one properties file becomes one artefact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "collectors/kafka/documents.h"
#include "collectors/kafka/kafka.h"
#include "collectors/kafka/kinds.h"

#define DOCUMENT_MAX_BYTES ((size_t)256 << 20)

/* A file of another sort (YAML, XML, a binary) is read by Java's rules without an error too; these are told apart so
 * that nobody holds such a file for evidence. */
static bool looks_right(const struct wit_properties *props, struct wit_err *err)
{
    if (props->n == 0)
        return wit_fail(err, WIT_EPARSE, "there is no setting in it");
    for (size_t i = 0; i < props->n; i++) {
        const char *key = props->items[i].key;
        if (key[0] == '<' || key[0] == '{' || key[0] == '[' || strcmp(key, "---") == 0)
            return wit_fail(err, WIT_EPARSE, "line %u: this is no properties file", props->items[i].line);
        for (const char *c = key; *c != '\0'; c++)
            if ((unsigned char)*c < 0x20)
                return wit_fail(err, WIT_EPARSE, "line %u: this is no text", props->items[i].line);
    }
    return true;
}

static bool read_file(struct wit_properties *out, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    if (!wit_properties_read(out, arena, path, err))
        return false;
    if (looks_right(out, err))
        return true;
    wit_properties_wipe(out);
    return wit_fail_in(err, "%s", path);
}

bool wit_kafka_import_check(const char *path, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_properties props;
    if (!read_file(&props, arena, path, err))
        return false;
    wit_properties_wipe(&props);
    return true;
}

bool wit_kafka_import_file(struct wit_kafka_file *out, struct wit_arena *arena, struct wit_bundle_writer *w,
                           const char *path, const char *name, const char *const *at, size_t n_at, struct wit_err *err)
{
    struct wit_properties props;
    if (!read_file(&props, arena, path, err))
        return false;
    *out = (struct wit_kafka_file){.path = path, .kind = wit_kafka_kind_of(&props), .entries = props.n};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf document;
    wit_buf_init(&document, DOCUMENT_MAX_BYTES);
    wit_kafka_write_properties(&document, name, out->kind, at, n_at, &props, &out->removed);
    wit_properties_wipe(&props);
    if (document.over)
        return wit_fail(err, WIT_ELIMIT, "%s: too large", path);
    struct wit_record record = {
        .kind = WIT_REC_ARTEFACT,
        .subject = {.source = "kafka-properties", .service = "kafka", .operation = "Properties", .resource = name},
        .page = 1,
        .last_page = true,
        .request = name,
        .media = "application/json",
        .root = ""};
    if (!wit_bundle_put(w, &record, document.data, document.len, NULL, err))
        return false;
    record = (struct wit_record){.kind = WIT_REC_GAP,
                                 .subject = record.subject,
                                 .reason = WIT_GAP_NOT_MODELLED,
                                 .detail = "its keys do not tell what the file configures"};
    return strcmp(out->kind, "unknown") != 0 || wit_bundle_note(w, &record, err);
}

/* The last `parts` parts of a path. */
static const char *tail(const char *path, unsigned parts)
{
    const char *at = path + strlen(path);
    while (at > path) {
        if (at[-1] == '/' && --parts == 0)
            break;
        at--;
    }
    return at;
}

static bool alike(const char *const *paths, size_t n, size_t i, const char *name)
{
    size_t len = strlen(name);
    for (size_t k = 0; k < n; k++) {
        size_t other = strlen(paths[k]);
        if (k != i && other >= len && strcmp(paths[k] + other - len, name) == 0 &&
            (other == len || paths[k][other - len - 1] == '/') && strcmp(paths[k], paths[i]) != 0)
            return true;
    }
    return false;
}

const char *const *wit_kafka_import_names(struct wit_arena *arena, const char *const *paths, size_t n)
{
    enum { DEEPEST = 64 };
    const char **names = WIT_NEW_ARRAY(arena, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        unsigned parts = 1;
        while (parts < DEEPEST && alike(paths, n, i, tail(paths[i], parts)))
            parts++;
        names[i] = tail(paths[i], parts);
    }
    return names;
}
