/* evidence/journal.c: reads the journal line by line and checks that each record is whole and in its place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/journal.h"

#include <inttypes.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "evidence/blob.h"
#include "evidence/kinds.h"

void wit_journal_init(struct wit_journal *j, struct wit_arena *arena, const char *text, size_t len)
{
    *j = (struct wit_journal){.text = text, .len = len, .arena = arena};
    memcpy(j->head, wit_chain_start, WIT_SHA256_HEX);
    j->scratch = wit_arena_new();
    j->words = wit_strmap_new(arena);
    wit_buf_init(&j->line, WIT_LINE_MAX_BYTES);
}

void wit_journal_deinit(struct wit_journal *j)
{
    wit_arena_free(j->scratch);
    wit_buf_deinit(&j->line);
}

static bool broken(struct wit_err *err, uint64_t seq, const char *why)
{
    return wit_fail(err, WIT_EINTEGRITY, "record %" PRIu64 ": %s", seq, why);
}

static bool is_hex(const char *s, size_t digits)
{
    return s != NULL && strlen(s) == digits && strspn(s, "0123456789abcdef") == digits;
}

/* The line's own checksum: damage is found where it is. */
static bool sum_fits(const char *line, size_t len)
{
    static const char name[] = ",\"sum\":\"";
    if (len <= WIT_SUM_BYTES || line[len - 1] != '}' || line[len - 2] != '"')
        return false;
    const char *end = line + len - WIT_SUM_BYTES;
    char sum[WIT_SHA256_HEX];
    wit_sha256_hex(sum, line, len - WIT_SUM_BYTES);
    return memcmp(end, name, sizeof name - 1) == 0 && memcmp(end + sizeof name - 1, sum, WIT_SUM_DIGITS) == 0;
}

/* NULL when absent, and for text that is not one clean line: no writer of this format writes that, so the line will not
 * encode to the same bytes and is refused. */
static const char *line_text(const struct wit_value *v, const char *name)
{
    const char *s = wit_str(v, name);
    for (const char *p = s; p != NULL && *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7f)
            return NULL;
    return s;
}

/* A string that many records share is kept once. */
static const char *shared(struct wit_journal *j, const struct wit_value *v, const char *name)
{
    const char *s = line_text(v, name);
    if (s == NULL)
        return NULL;
    char *kept = wit_strmap_get(j->words, s);
    if (kept == NULL) {
        kept = wit_strdup(j->arena, s);
        wit_strmap_put(j->words, s, kept);
    }
    return kept;
}

static const char *own(struct wit_journal *j, const struct wit_value *v, const char *name)
{
    const char *s = line_text(v, name);
    return s == NULL ? NULL : wit_strdup(j->arena, s);
}

static enum wit_record_kind kind_of(const char *word)
{
    for (int i = WIT_REC_ARTEFACT; word != NULL && i <= WIT_REC_NOTE; i++)
        if (strcmp(wit_kinds[i].word, word) == 0)
            return (enum wit_record_kind)i;
    return (enum wit_record_kind)0;
}

/* Takes the fields; what is spelled differently, missing or too much shows when the record is encoded again. */
static bool take(struct wit_journal *j, struct wit_record *r, const struct wit_value *v, const char **why)
{
    *r = (struct wit_record){.kind = kind_of(wit_str(v, "kind"))};
    int64_t seq = wit_int(v, "seq", 0), page = wit_int(v, "page", 0), status = wit_int(v, "status", 0);
    int64_t size = wit_int(v, "size", 0), unix_ms;
    *why = "not a record of this format";
    if (r->kind == 0 || seq < 1 || page < 0 || page > INT32_MAX || status < 0 || status > 999 || size < 0)
        return false;
    r->seq = (uint64_t)seq;
    r->page = (unsigned)page;
    r->status = (int)status;
    r->size_bytes = (uint64_t)size;
    r->id = own(j, v, "id");
    r->time = own(j, v, "time");
    r->last_page = wit_bool(v, "last", false);
    r->subject = (struct wit_subject){.source = shared(j, v, "source"),
                                      .account = shared(j, v, "account"),
                                      .region = shared(j, v, "region"),
                                      .service = shared(j, v, "service"),
                                      .operation = shared(j, v, "operation"),
                                      .resource = own(j, v, "resource")};
    r->request = own(j, v, "request");
    r->media = shared(j, v, "media");
    r->root = own(j, v, "root");
    if (r->root == NULL)
        r->root = "";
    r->sha256 = own(j, v, "sha256");
    r->stored = own(j, v, "stored");
    r->detail = own(j, v, "detail");
    if (r->id == NULL || r->time == NULL || !wit_time_parse(&unix_ms, r->time, NULL))
        return false;
    char id[24];
    wit_record_id(id, r->kind, r->seq);
    *why = "its id does not fit its number";
    if (strcmp(id, r->id) != 0)
        return false;
    *why = "its digest is none";
    if (r->kind == WIT_REC_ARTEFACT &&
        (!is_hex(r->sha256, WIT_SHA256_HEX - 1) || !is_hex(r->stored, WIT_STORED_HEX - 1)))
        return false;
    *why = "its size is over the cap";
    if (r->size_bytes > WIT_BLOB_MAX_BYTES)
        return false;
    r->reason = wit_gap_reason_of(wit_str(v, "reason"));
    *why = "its reason is none that this version knows";
    return r->kind != WIT_REC_GAP || r->reason != 0;
}

/* Its number and its `prev`: removed, inserted, moved and replaced records. */
static bool in_place(const struct wit_journal *j, const struct wit_record *r, const char *prev, struct wit_err *err)
{
    if (r->seq > j->seq + 1)
        return wit_fail(err, WIT_EINTEGRITY, "record %" PRIu64 ": missing: record %" PRIu64 " (%s) stands in its place",
                        j->seq + 1, r->seq, r->id);
    if (r->seq <= j->seq)
        return wit_fail(err, WIT_EINTEGRITY,
                        "record %" PRIu64 ": another one: a second record %" PRIu64 " (%s) stands in its place",
                        j->seq + 1, r->seq, r->id);
    if (prev != NULL && strcmp(prev, j->head) == 0)
        return true;
    if (j->seq == 0)
        return broken(err, 1, "does not begin the chain: something stood before it");
    return wit_fail(err, WIT_EINTEGRITY,
                    "record %" PRIu64 ": replaced: record %" PRIu64 " (%s) follows one with other bytes", j->seq,
                    r->seq, r->id);
}

static bool read_line(struct wit_journal *j, struct wit_record *out, const char *line, size_t len, struct wit_err *err)
{
    uint64_t at = j->seq + 1;
    if (len > WIT_LINE_MAX_BYTES)
        return broken(err, at, "its line is longer than any that this program writes");
    if (!sum_fits(line, len))
        return broken(err, at, "damaged: its bytes do not fit its checksum");
    wit_arena_reset(j->scratch);
    struct wit_value *v = NULL;
    struct wit_err inner = {0};
    if (!wit_json_parse(&v, j->scratch, line, len, &inner))
        return wit_fail(err, WIT_EINTEGRITY, "record %" PRIu64 ": not JSON: %s", at, inner.text);
    const char *why = "";
    struct wit_record r;
    if (!take(j, &r, v, &why))
        return broken(err, at, why);
    const char *prev = wit_str(v, "prev");
    wit_buf_reset(&j->line);
    if (prev != NULL)
        wit_record_encode(&j->line, &r, prev);
    if (j->line.over || j->line.len != len || memcmp(j->line.data, line, len) != 0)
        return broken(err, at, "not written as this format writes it");
    if (!in_place(j, &r, prev, err))
        return false;
    *out = r;
    return true;
}

enum wit_step wit_journal_next(struct wit_journal *j, struct wit_record *out, struct wit_err *err)
{
    if (j->at == j->len)
        return WIT_STEP_END;
    const char *line = j->text + j->at;
    const char *end = memchr(line, '\n', j->len - j->at);
    if (end == NULL) {
        /* A tear leaves a beginning of a line. A whole record with one more byte is something else. */
        size_t rest = j->len - j->at;
        if (rest <= WIT_LINE_MAX_BYTES && !(rest > 1 && sum_fits(line, rest - 1)))
            return WIT_STEP_TORN;
        broken(err, j->seq + 1, "damaged: its line does not end as lines do");
        return WIT_STEP_BROKEN;
    }
    struct wit_record r = {0};
    size_t len = (size_t)(end - line);
    if (!read_line(j, &r, line, len, err))
        return WIT_STEP_BROKEN;
    wit_sha256_hex(j->head, line, len);
    j->seq = r.seq;
    j->at += len + 1;
    *out = r;
    return WIT_STEP_RECORD;
}
