/* evidence/journal.h: one record as one line of journal.jsonl, and the chain of lines.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/bundle.md, schemas/journal.schema.json. A line is compact JSON with its names in one fixed order and
 * nothing optional in its spelling: decoding and encoding again gives the same bytes, or the line is refused.
 * `prev` is the SHA-256 of the line before; `sum`, always last, holds the first 16 hex digits of the SHA-256 of what
 * stands before it in the line, so that damage is found in the line that has it, the last one included.
 */
#ifndef WIT_EVIDENCE_JOURNAL_H
#define WIT_EVIDENCE_JOURNAL_H

#include "base/buf.h"
#include "base/digest.h"
#include "evidence/bundle.h"

#define WIT_JOURNAL_NAME     "journal.jsonl"
#define WIT_LINE_MAX_BYTES   ((size_t)512 << 10)
#define WIT_STRING_MAX_BYTES ((size_t)2048) /* subject fields, media, root */
#define WIT_REQUEST_MAX      ((size_t)32 << 10)
#define WIT_DETAIL_MAX       ((size_t)4096) /* longer details are cut, with "…" at the end */

extern const char wit_chain_start[WIT_SHA256_HEX]; /* 64 zeros: `prev` of the first record */

/* The record as it will be read back: strings without control characters and within their caps, "" as NULL (root: NULL
 * as ""), only the fields of its kind. Strings are copied. err: WIT_ELIMIT */
WIT_NODISCARD bool wit_record_clean(struct wit_record *out, struct wit_arena *arena, const struct wit_record *in,
                                    struct wit_err *err);
/* The line, without its newline, of a clean record. */
void wit_record_encode(struct wit_buf *line, const struct wit_record *record, const char *prev);
/* "a-000012" */
void wit_record_id(char out[24], enum wit_record_kind kind, uint64_t seq);
/* One string for subject and page, to look records up by; in the arena. */
const char *wit_record_key(struct wit_arena *arena, const struct wit_subject *subject, unsigned page);

enum wit_step { WIT_STEP_RECORD, WIT_STEP_END, WIT_STEP_TORN, WIT_STEP_BROKEN };

/* Walks a journal that is in memory. */
struct wit_journal {
    const char *text;
    size_t len, at;            /* `at`: end of the last whole, checked record: where a writer goes on */
    uint64_t seq;              /* of the last record */
    char head[WIT_SHA256_HEX]; /* SHA-256 of its line */
    struct wit_arena *arena;   /* strings of records go here */
    struct wit_arena *scratch;
    struct wit_strmap *words; /* strings that many records share */
    struct wit_buf line;
};
void wit_journal_init(struct wit_journal *j, struct wit_arena *arena, const char *text, size_t len);
void wit_journal_deinit(struct wit_journal *j); /* also for WIT_CLEANUP */
/*
 * RECORD  *out is the next one, its place in the chain checked
 * TORN    bytes without a newline at the end: a writer was killed
 * BROKEN  err: WIT_EINTEGRITY "record 7: …"
 */
WIT_NODISCARD enum wit_step wit_journal_next(struct wit_journal *j, struct wit_record *out, struct wit_err *err);

#endif
