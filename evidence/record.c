/* evidence/record.c: one record: cleaned, given its id and its key, written as its line.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/utf8.h"
#include "evidence/journal.h"
#include "evidence/kinds.h"

const char wit_chain_start[WIT_SHA256_HEX] = "0000000000000000000000000000000000000000000000000000000000000000";

const struct wit_kind_row wit_kinds[WIT_REC_NOTE + 1] = {
    [WIT_REC_ARTEFACT] = {"artefact", 'a'},
    [WIT_REC_GAP] = {"gap", 'g'},
    [WIT_REC_ASSUMPTION] = {"assumption", 's'},
    [WIT_REC_NOTE] = {"note", 'n'},
};

void wit_record_id(char out[24], enum wit_record_kind kind, uint64_t seq)
{
    snprintf(out, 24, "%c-%06" PRIu64, wit_kinds[kind].letter, seq % UINT64_C(1000000000000000));
}

/* Control characters become spaces and invalid UTF-8 U+FFFD: every text is one line and reads back as it is here. */
static const char *one_line(struct wit_arena *arena, const char *s, size_t len)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 3 * len);
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        size_t step = wit_utf8_decode(&code, s + at, len - at);
        if (step == 0)
            wit_buf_puts(&out, "\xef\xbf\xbd");
        else if (code < 0x20 || code == 0x7f)
            wit_buf_putc(&out, ' ');
        else
            wit_buf_add(&out, s + at, step);
        at += step == 0 ? 1 : step;
    }
    return wit_strndup(arena, wit_buf_str(&out), out.len);
}

static bool clean_string(const char **out, struct wit_arena *arena, const char *name, const char *s, size_t cap,
                         struct wit_err *err)
{
    if (s == NULL || s[0] == '\0') {
        *out = NULL;
        return true;
    }
    size_t len = strlen(s);
    if (len > cap)
        return wit_fail(err, WIT_ELIMIT, "a record's %s has %zu bytes, the cap is %zu", name, len, cap);
    *out = one_line(arena, s, len);
    return true;
}

/* An error text from outside may be of any length: its beginning is what tells. */
static const char *clean_detail(struct wit_arena *arena, const char *s)
{
    if (s == NULL || s[0] == '\0')
        return NULL;
    size_t len = strnlen(s, WIT_DETAIL_MAX + 1);
    if (len <= WIT_DETAIL_MAX)
        return one_line(arena, s, len);
    len = WIT_DETAIL_MAX - 3;
    while (len > 0 && ((unsigned char)s[len] & 0xc0) == 0x80) /* not inside a character */
        len--;
    return wit_fmt(arena, "%s…", one_line(arena, s, len));
}

static bool clean_subject(struct wit_subject *out, struct wit_arena *arena, const struct wit_subject *in,
                          struct wit_err *err)
{
    const size_t cap = WIT_STRING_MAX_BYTES;
    return clean_string(&out->source, arena, "source", in->source, cap, err) &&
           clean_string(&out->account, arena, "account", in->account, cap, err) &&
           clean_string(&out->region, arena, "region", in->region, cap, err) &&
           clean_string(&out->service, arena, "service", in->service, cap, err) &&
           clean_string(&out->operation, arena, "operation", in->operation, cap, err) &&
           clean_string(&out->resource, arena, "resource", in->resource, cap, err);
}

bool wit_record_clean(struct wit_record *out, struct wit_arena *arena, const struct wit_record *in, struct wit_err *err)
{
    struct wit_record r = {.seq = in->seq, .kind = in->kind, .page = in->page};
    if (in->kind < WIT_REC_ARTEFACT || in->kind > WIT_REC_NOTE)
        wit_die("a record of kind %d", (int)in->kind);
    if (!clean_subject(&r.subject, arena, &in->subject, err) ||
        !clean_string(&r.request, arena, "request", in->request, WIT_REQUEST_MAX, err) ||
        !clean_string(&r.media, arena, "media type", in->media, WIT_STRING_MAX_BYTES, err) ||
        !clean_string(&r.root, arena, "root", in->root, WIT_STRING_MAX_BYTES, err))
        return false;
    if (r.root == NULL)
        r.root = "";
    r.last_page = in->last_page;
    r.status = in->status;
    if (in->kind == WIT_REC_GAP) {
        if (wit_gap_word(in->reason)[0] == '\0')
            wit_die("a gap without a reason");
        r.reason = in->reason;
    }
    if (in->kind != WIT_REC_ARTEFACT)
        r.detail = clean_detail(arena, in->detail);
    *out = r;
    return true;
}

const char *wit_record_key(struct wit_arena *arena, const struct wit_subject *s, unsigned page)
{
    const char *const part[] = {s->source, s->account, s->region, s->service, s->operation, s->resource};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf key;
    wit_buf_init(&key, WIT_LINE_MAX_BYTES);
    wit_buf_printf(&key, "%u", page);
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
        wit_buf_putc(&key, '\n'); /* no line has one */
        if (part[i] != NULL)
            wit_buf_puts(&key, one_line(arena, part[i], strlen(part[i])));
    }
    return wit_strndup(arena, wit_buf_str(&key), key.len);
}

static void opt(struct wit_jw *jw, const char *name, const char *value)
{
    if (value != NULL && value[0] != '\0')
        wit_jw_kstr(jw, name, value);
}

void wit_record_encode(struct wit_buf *line, const struct wit_record *r, const char *prev)
{
    size_t start = line->len;
    struct wit_jw jw;
    wit_jw_init(&jw, line, 0);
    wit_jw_object(&jw);
    wit_jw_kint(&jw, "seq", (int64_t)r->seq);
    wit_jw_kstr(&jw, "prev", prev);
    wit_jw_kstr(&jw, "kind", wit_kinds[r->kind].word);
    wit_jw_kstr(&jw, "id", r->id);
    wit_jw_kstr(&jw, "time", r->time);
    opt(&jw, "source", r->subject.source);
    opt(&jw, "account", r->subject.account);
    opt(&jw, "region", r->subject.region);
    opt(&jw, "service", r->subject.service);
    opt(&jw, "operation", r->subject.operation);
    opt(&jw, "resource", r->subject.resource);
    if (r->page != 0)
        wit_jw_kint(&jw, "page", r->page);
    if (r->last_page)
        wit_jw_kbool(&jw, "last", true);
    opt(&jw, "request", r->request);
    if (r->status != 0)
        wit_jw_kint(&jw, "status", r->status);
    opt(&jw, "media", r->media);
    opt(&jw, "root", r->root);
    if (r->kind == WIT_REC_ARTEFACT) {
        wit_jw_kstr(&jw, "sha256", r->sha256);
        wit_jw_kint(&jw, "size", (int64_t)r->size_bytes);
        wit_jw_kstr(&jw, "stored", r->stored);
    }
    if (r->kind == WIT_REC_GAP)
        wit_jw_kstr(&jw, "reason", wit_gap_word(r->reason));
    opt(&jw, "detail", r->detail);
    char sum[WIT_SHA256_HEX];
    wit_sha256_hex(sum, line->data + start, line->len - start);
    sum[WIT_SUM_DIGITS] = '\0';
    wit_jw_kstr(&jw, "sum", sum);
    wit_jw_object_end(&jw);
}
