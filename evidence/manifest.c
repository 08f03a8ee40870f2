/* evidence/manifest.c: writes the manifest of a list of records, and compares one with them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/manifest.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "evidence/journal.h"
#include "evidence/store.h"

struct counts {
    uint64_t of[WIT_REC_NOTE + 1], blobs, blob_bytes;
    const char *first, *last;
};

static const char *shown(const char *s)
{
    return s == NULL ? "" : s;
}

static int by_subject(const void *a, const void *b)
{
    const struct wit_subject *x = a, *y = b;
    int order = strcmp(shown(x->source), shown(y->source));
    if (order == 0)
        order = strcmp(shown(x->account), shown(y->account));
    return order == 0 ? strcmp(shown(x->region), shown(y->region)) : order;
}

/* Every different (source, account, region), sorted by bytes. */
static void write_subjects(struct wit_jw *jw, struct wit_arena *scratch, const struct wit_record *records, size_t n)
{
    struct wit_strmap *seen = wit_strmap_new(scratch);
    size_t n_subjects = 0, cap = 16;
    struct wit_subject *subjects = WIT_NEW_ARRAY(scratch, struct wit_subject, cap);
    for (size_t i = 0; i < n; i++) {
        const struct wit_subject *s = &records[i].subject;
        if (s->source == NULL && s->account == NULL && s->region == NULL)
            continue;
        struct wit_subject who = {.source = s->source, .account = s->account, .region = s->region};
        if (wit_strmap_put(seen, wit_record_key(scratch, &who, 0), scratch))
            WIT_PUSH(scratch, subjects, n_subjects, cap) = who;
    }
    qsort(subjects, n_subjects, sizeof *subjects, by_subject);
    wit_jw_key(jw, "subjects");
    wit_jw_array(jw);
    for (size_t i = 0; i < n_subjects; i++) {
        wit_jw_object(jw);
        wit_jw_kstr(jw, "source", shown(subjects[i].source));
        wit_jw_kstr(jw, "account", shown(subjects[i].account));
        wit_jw_kstr(jw, "region", shown(subjects[i].region));
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
}

static struct counts count(struct wit_arena *scratch, const struct wit_record *records, size_t n)
{
    struct counts c = {.first = "", .last = ""};
    struct wit_strmap *seen = wit_strmap_new(scratch);
    for (size_t i = 0; i < n; i++) {
        const struct wit_record *r = &records[i];
        c.of[r->kind]++;
        if (c.first[0] == '\0' || strcmp(r->time, c.first) < 0)
            c.first = r->time;
        if (strcmp(r->time, c.last) > 0)
            c.last = r->time;
        if (r->kind == WIT_REC_ARTEFACT && wit_strmap_put(seen, r->sha256, scratch)) {
            c.blobs++;
            c.blob_bytes += r->size_bytes;
        }
    }
    return c;
}

void wit_manifest_write(struct wit_buf *out, const struct wit_record *records, size_t n, const char *head,
                        const struct wit_manifest_facts *facts)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct counts c = count(scratch, records, n);
    struct wit_jw jw;
    wit_jw_init(&jw, out, 2);
    wit_jw_object(&jw);
    wit_jw_kint(&jw, "version", 1);
    wit_jw_key(&jw, "tool");
    wit_jw_object(&jw);
    wit_jw_kstr(&jw, "name", "pathwitness");
    wit_jw_kstr(&jw, "version", facts->tool_version);
    wit_jw_object_end(&jw);
    wit_jw_kstr(&jw, "sealed", facts->sealed);
    wit_jw_kstr(&jw, "first", c.first);
    wit_jw_kstr(&jw, "last", c.last);
    write_subjects(&jw, scratch, records, n);
    wit_jw_key(&jw, "counts");
    wit_jw_object(&jw);
    wit_jw_kint(&jw, "records", (int64_t)n);
    wit_jw_kint(&jw, "artefacts", (int64_t)c.of[WIT_REC_ARTEFACT]);
    wit_jw_kint(&jw, "gaps", (int64_t)c.of[WIT_REC_GAP]);
    wit_jw_kint(&jw, "assumptions", (int64_t)c.of[WIT_REC_ASSUMPTION]);
    wit_jw_kint(&jw, "notes", (int64_t)c.of[WIT_REC_NOTE]);
    wit_jw_kint(&jw, "blobs", (int64_t)c.blobs);
    wit_jw_kint(&jw, "blob_bytes", (int64_t)c.blob_bytes);
    wit_jw_object_end(&jw);
    wit_jw_kstr(&jw, "head", head);
    wit_jw_kstr(&jw, "previous_head", facts->previous_head);
    char sum[WIT_SHA256_HEX];
    wit_sha256_hex(sum, wit_buf_str(out), out->len);
    wit_jw_kstr(&jw, "sum", sum);
    wit_jw_object_end(&jw);
    wit_buf_putc(out, '\n');
}

bool wit_manifest_exists(bool *there, int dir, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    char *text;
    size_t len;
    if (!wit_store_read(&text, &len, scratch, dir, WIT_MANIFEST_NAME, WIT_MANIFEST_MAX_BYTES, err))
        return false;
    *there = text != NULL;
    return true;
}

/* The field that differs is more use to a reader than "differs". */
static bool explain(const struct wit_value *v, const struct wit_record *records, size_t n, const char *head,
                    struct wit_err *err)
{
    const char *said = wit_str(v, "head");
    int64_t count = wit_int(wit_get(v, "counts"), "records", -1);
    if (count >= 0 && (uint64_t)count != n)
        return wit_fail(err, WIT_EINTEGRITY, WIT_MANIFEST_NAME ": speaks of %lld records, the journal has %zu",
                        (long long)count, n);
    if (said != NULL && strcmp(said, head) != 0)
        return wit_fail(err, WIT_EINTEGRITY,
                        WIT_MANIFEST_NAME ": its head is not the digest of the journal's last record%s%s",
                        n > 0 ? ", " : "", n > 0 ? records[n - 1].id : "");
    return wit_fail(err, WIT_EINTEGRITY, WIT_MANIFEST_NAME ": not what sealing wrote for these records");
}

bool wit_manifest_check(bool *there, char **text, size_t *len, struct wit_arena *arena, int dir,
                        const struct wit_record *records, size_t n, const char *head, struct wit_err *err)
{
    char *bytes;
    size_t n_bytes;
    if (!wit_store_read(&bytes, &n_bytes, arena, dir, WIT_MANIFEST_NAME, WIT_MANIFEST_MAX_BYTES, err))
        return false;
    *there = bytes != NULL;
    if (bytes == NULL)
        return true;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct wit_value *v = NULL;
    struct wit_err inner = {0};
    if (!wit_json_parse(&v, scratch, bytes, n_bytes, &inner))
        return wit_fail(err, WIT_EINTEGRITY, WIT_MANIFEST_NAME ": not JSON: %s", inner.text);
    struct wit_manifest_facts facts = {.tool_version = wit_str(wit_get(v, "tool"), "version"),
                                       .sealed = wit_str(v, "sealed"),
                                       .previous_head = wit_str(v, "previous_head")};
    int64_t unix_ms;
    if (facts.tool_version == NULL || facts.sealed == NULL || !wit_time_parse(&unix_ms, facts.sealed, NULL))
        return wit_fail(err, WIT_EINTEGRITY, WIT_MANIFEST_NAME ": not a manifest of this format");
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf again;
    wit_buf_init(&again, WIT_MANIFEST_MAX_BYTES);
    wit_manifest_write(&again, records, n, head, &facts);
    if (again.len != n_bytes || memcmp(wit_buf_str(&again), bytes, n_bytes) != 0)
        return explain(v, records, n, head, err);
    if (text != NULL) {
        *text = bytes;
        *len = n_bytes;
    }
    return true;
}
