/* collectors/connect/schema_registry.c: what a Schema Registry tells: mode, compatibility, subjects, and to whom.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Confluent Schema Registry API reference; Karapace and Apicurio Registry ("ccompat") answer the same.
 */
#include <stdlib.h>
#include <string.h>

#include "collectors/connect/connect.h"
#include "collectors/connect/redact.h"
#include "collectors/connect/rest.h"

enum { MAX_SUBJECTS = 10000 };

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* {"mode": "READWRITE"}: the one member is kept. */
static bool store_word(struct wit_rest *r, const char *operation, const char *path, const char *member,
                       const struct wit_rest_answer *a, struct wit_err *err)
{
    if (a->end != WIT_REST_OK)
        return wit_rest_gap_of(r, operation, r->base, a, err);
    const char *word = wit_str(a->json, member);
    if (word == NULL || strlen(word) > 64)
        return wit_rest_gap(
            r, operation, r->base, WIT_GAP_UNREADABLE,
            wit_fmt(r->arena, "the answer has no '%s': is this the address of a Schema Registry?", member), err);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf body;
    wit_buf_init(&body, (size_t)1 << 16);
    struct wit_jw jw;
    wit_jw_init(&jw, &body, 0);
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, member, word);
    wit_jw_object_end(&jw);
    return wit_rest_store(r, operation, r->base, wit_fmt(r->arena, "GET %s", path), a->status, 1, true, &body, err);
}

static bool store_subjects(struct wit_rest *r, const struct wit_rest_answer *a, struct wit_err *err)
{
    if (a->end != WIT_REST_OK)
        return wit_rest_gap_of(r, "ListSubjects", r->base, a, err);
    if (a->json->kind != WIT_ARRAY)
        return wit_rest_gap(r, "ListSubjects", r->base, WIT_GAP_UNREADABLE,
                            "the answer is no list: is this the address of a Schema Registry?", err);
    const char **names = WIT_NEW_ARRAY(r->arena, const char *, a->json->count + 1);
    size_t n = 0;
    WIT_EACH(one, a->json)
        if (wit_text(one) != NULL)
            names[n++] = wit_text(one);
    if (n > 0)
        qsort(names, n, sizeof *names, by_text);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf body, text;
    wit_buf_init(&body, (size_t)64 << 20);
    wit_buf_init(&text, (size_t)1 << 20);
    struct wit_jw jw;
    wit_jw_init(&jw, &body, 0);
    wit_jw_object(&jw);
    wit_jw_kint(&jw, "count", (int64_t)a->json->count);
    wit_jw_key(&jw, "subjects");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n && i < MAX_SUBJECTS; i++) {
        wit_buf_reset(&text);
        (void)wit_connect_text(&text, NULL, names[i]);
        wit_jw_str(&jw, wit_buf_str(&text));
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
    return wit_rest_store(r, "ListSubjects", r->base, "GET /subjects", a->status, 1, true, &body, err);
}

static bool collect(struct wit_rest *r, struct wit_err *err)
{
    struct wit_rest_answer mode, config, subjects;
    struct wit_names names;
    wit_names_init(&names, r->arena);
    wit_names_add(&names, r->host);
    r->total = 4;
    wit_rest_get(r, r->arena, "/mode", &mode);
    if (mode.end == WIT_REST_FAILED && mode.status == 0)
        return wit_fail(err, WIT_ENET, "%s: %s", r->base, mode.detail);
    config = subjects = mode;
    if (mode.end != WIT_REST_NO_TLS) {
        r->done++;
        wit_rest_get(r, r->arena, "/config", &config);
        r->done++;
        wit_rest_get(r, r->arena, "/subjects", &subjects);
        r->done++;
    }
    return store_word(r, "GetMode", "/mode", "mode", &mode, err) &&
           store_word(r, "GetConfig", "/config", "compatibilityLevel", &config, err) &&
           store_subjects(r, &subjects, err) && wit_rest_access(r, "/subjects", &subjects, err) &&
           wit_rest_store_names(r, &names, err);
}

bool wit_schema_registry_collect(struct wit_bundle_writer *w, const struct wit_rest_options *options,
                                 struct wit_collect_summary *summary, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_rest rest;
    *summary = (struct wit_collect_summary){0};
    bool good = wit_rest_open(&rest, arena, w, options, "schema-registry", summary, err) && collect(&rest, err);
    wit_rest_close(&rest);
    return good;
}
