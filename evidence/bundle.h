/* evidence/bundle.h: the evidence on disk: a hash-chained journal and content-addressed blobs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the bundle contract (docs/bundle.md; schemas/journal.schema.json, schemas/manifest.schema.json).
 *
 *   journal.jsonl   one record a line, each with `prev`, the SHA-256 of the line before it (without its newline; 64
 * zeros first) blobs/ab/abcd…  zstd of the raw bytes, named by the SHA-256 of the raw bytes manifest.json   written by
 * sealing; manifest.sig Ed25519 over manifest.json
 *
 * A blob is complete on disk (fsync) before its record is; a record is whole or absent: a torn last line is not a
 * record and is cut off when a writer opens the bundle again. A sealed bundle takes no more records.
 *
 * Errors of wit_bundle_writer_open, wit_bundle_open and wit_bundle_verify name the place inside the bundle and leave
 * the bundle's name to the caller, who has it at hand; those of the other functions begin with it.
 */
#ifndef WIT_EVIDENCE_BUNDLE_H
#define WIT_EVIDENCE_BUNDLE_H

#include "base/arena.h"
#include "base/value.h"

#define WIT_BLOB_MAX_BYTES    ((size_t)512 << 20)
#define WIT_JOURNAL_MAX_BYTES ((size_t)1 << 30)

/* What a record is about: which question was put to whom. Every string may be NULL where it makes no sense. */
struct wit_subject {
    const char *source;    /* "aws", "kafka", "connect", "traffic" … */
    const char *account;   /* 12 digits */
    const char *region;    /* where it was asked: "eu-west-1" */
    const char *service;   /* as the AWS CLI names it: "ec2", "s3api" is stored as "s3", "kms", "sts" */
    const char *operation; /* as the API names it: "DescribeVpcs" */
    const char *resource;  /* for calls about one thing: "pl-1", "acme-events" */
};

/* Why something is missing. One table in evidence/gap.c gives each its word and its sentence. */
enum wit_gap_reason {
    WIT_GAP_NOT_ASKED = 1, /* no such call in the evidence */
    WIT_GAP_DENIED,        /* the other side refused (permission, SCP, opt-in region) */
    WIT_GAP_THROTTLED,     /* gave up after retries */
    WIT_GAP_CUT,           /* some pages are missing, or the body ended early */
    WIT_GAP_FAILED,        /* error answer, no connection, time-out */
    WIT_GAP_UNREADABLE,    /* the answer could not be parsed, wholly or at one place */
    WIT_GAP_MOVING,        /* two answers of the same run differ */
    WIT_GAP_NOT_MODELLED,  /* an object or rule that this version does not understand */
    WIT_GAP_DANGLING,      /* an object names another that is not in the evidence */
    WIT_GAP_UNCONFIRMED,   /* behaviour of the platform that no document settles */
    WIT_GAP_NOT_WATCHED,   /* traffic: no vantage point */
};
const char *wit_gap_word(enum wit_gap_reason reason);     /* "denied" */
const char *wit_gap_sentence(enum wit_gap_reason reason); /* one line for people */
enum wit_gap_reason wit_gap_reason_of(const char *word);  /* 0 when unknown */

enum wit_record_kind { WIT_REC_ARTEFACT = 1, WIT_REC_GAP, WIT_REC_ASSUMPTION, WIT_REC_NOTE };

struct wit_record {
    uint64_t seq; /* from 1, no holes */
    enum wit_record_kind kind;
    const char *id; /* "a-000012" artefact, "g-000013" gap, "s-000001" assumption, "n-…" note: the number is seq */
    struct wit_subject subject;
    const char *time; /* RFC 3339 UTC */
    /* artefact */
    unsigned page;       /* from 1 */
    bool last_page;      /* nothing follows, as the answer itself says */
    const char *request; /* what was asked, one line, no secrets: "Action=DescribeVpcs&MaxResults=1000", a file's name
                            for imports */
    int status;          /* HTTP status; 0 for imports */
    const char *media;   /* "application/xml", "application/json" */
    const char *root; /* JSON pointer to the answer inside the blob when it holds several (imports of dumps); else "" */
    const char *sha256;  /* of the raw bytes */
    uint64_t size_bytes; /* of the raw bytes */
    const char *stored;  /* first 16 hex digits of the SHA-256 of the compressed bytes; set by wit_bundle_put */
    /* gap */
    enum wit_gap_reason reason;
    const char
        *detail; /* "UnauthorizedOperation: You are not authorized …" (artefact: NULL) ; assumption/note: its text */
};

/* ---- writing ---- */
struct wit_bundle_writer;

/*
 * Opens `dir` for appending; makes it when it is not there. With `resume` false an existing journal is an error
 * (WIT_EUSAGE: the bundle exists; say --resume or choose another name) except that import and collect may add to an
 * unsealed bundle: pass resume true. err: WIT_EIO; WIT_EINTEGRITY the chain there is broken, or the bundle is sealed
 * (WIT_EUSAGE).
 */
WIT_NODISCARD bool wit_bundle_writer_open(struct wit_bundle_writer **out, const char *dir, bool resume,
                                          struct wit_err *err);
/*
 * The bytes of an artefact that come piece by piece: only their compressed form is in memory. Put it once, then free
 * it.
 */
struct wit_draft;
struct wit_draft *wit_draft_new(void);
void wit_draft_add(struct wit_draft *draft, const void *bytes, size_t len);
void wit_draft_free(struct wit_draft *draft); /* NULL is fine */
/* As wit_bundle_put below. */
WIT_NODISCARD bool wit_bundle_put_draft(struct wit_bundle_writer *w, const struct wit_record *record,
                                        struct wit_draft *draft, char id_out[24], struct wit_err *err);
/* Fields used: subject, page, last_page, request, status, media, root; seq, id, time, sha256, size, stored are set
 * here. `id_out` (room 24) may be NULL. */
WIT_NODISCARD bool wit_bundle_put(struct wit_bundle_writer *w, const struct wit_record *record, const void *bytes,
                                  size_t len, char id_out[24], struct wit_err *err);
/* Records a gap, an assumption or a note: kind, subject, reason, detail. */
WIT_NODISCARD bool wit_bundle_note(struct wit_bundle_writer *w, const struct wit_record *record, struct wit_err *err);
/* The journal's records so far, for --resume: true when an artefact or gap with that subject and page is there. */
bool wit_bundle_writer_has(const struct wit_bundle_writer *w, const struct wit_subject *subject, unsigned page,
                           const struct wit_record **found);
/* Every record so far, in order; valid until close. */
const struct wit_record *wit_bundle_writer_records(const struct wit_bundle_writer *w, size_t *n);
/* Raw bytes of an artefact that is there (for --resume: the next token is inside it). */
WIT_NODISCARD bool wit_bundle_writer_blob(struct wit_bundle_writer *w, const struct wit_record *record,
                                          struct wit_arena *arena, char **bytes, size_t *len, struct wit_err *err);
/* Flushes and closes. NULL is fine. */
void wit_bundle_writer_close(struct wit_bundle_writer *w);
/*
 * Seals: manifest.json (tool, version, subjects, time span, counts, journal head, `previous_head`), and manifest.sig
 * when key_path is given. previous_dir NULL, or the bundle whose head is to be named as the one before.
 */
WIT_NODISCARD bool wit_bundle_seal(const char *dir, const char *previous_dir, const char *key_path,
                                   struct wit_err *err);

/* ---- reading ---- */
struct wit_bundle {
    const char *dir;  /* as given */
    const char *name; /* last part of dir; used in citations when several bundles are read */
    const struct wit_record *records;
    size_t n;
    bool sealed;
    const char *head; /* SHA-256 of the last record's line */
};

/* Reads and checks the journal's chain (not every blob). err: WIT_EIO, WIT_EINTEGRITY naming the first broken record,
 * WIT_ELIMIT */
WIT_NODISCARD bool wit_bundle_open(struct wit_bundle **out, struct wit_arena *arena, const char *dir,
                                   struct wit_err *err);
/* Raw bytes of an artefact, digest checked. err: WIT_EINTEGRITY "record 12 (a-000012): blob … is missing/has other
 * bytes" */
WIT_NODISCARD bool wit_bundle_blob(const struct wit_bundle *b, const struct wit_record *record, struct wit_arena *arena,
                                   char **bytes, size_t *len, struct wit_err *err);

/* ---- verifying ---- */
struct wit_verify_report {
    uint64_t records, artefacts, gaps, assumptions, blobs;
    uint64_t blob_bytes;    /* uncompressed */
    bool sealed, is_signed; /* a manifest, a manifest.sig is there */
    bool torn_tail;         /* the last line is not whole: a writer was killed; not an error while unsealed */
    char head[65];
};
/*
 * Every record, every blob, the manifest and (public_key_path given) the signature. False with WIT_EINTEGRITY names the
 * first broken record and why: a flipped byte, a removed record, a swapped, missing or unreferenced-by-name blob, a
 * wrong manifest.
 */
WIT_NODISCARD bool wit_bundle_verify(struct wit_verify_report *out, const char *dir, const char *public_key_path,
                                     struct wit_err *err);

#endif
