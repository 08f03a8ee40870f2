/* collectors/aws/redact.h: takes secrets out of an answer before it is stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The one redaction of everything that comes from AWS, asked or imported, XML or JSON. Source: docs/bundle.md,
 * "Secrets".
 */
#ifndef WIT_COLLECTORS_AWS_REDACT_H
#define WIT_COLLECTORS_AWS_REDACT_H

#include "base/buf.h"

/* What stands in the place of a secret. */
#define WIT_REDACT_REMOVED "REMOVED"

/*
 * Gives the number of secret values in `bytes`, and in `out` the bytes without them; when it is 0 `out` stays empty and
 * the bytes are to be stored as they are. Everything but the values stays byte for byte, and a second pass finds
 * nothing.
 *
 *   out       its cap must allow 9 times `len`; when it is `over` the answer must not be stored
 *   pointers  where the secrets were, with blanks between, cut at its cap: JSON pointers, or "/Root/set/item[2]/name"
 *   bytes     text that wit_json_parse or wit_xml_parse accepted; of other bytes nothing is promised but that they are
 *             only read
 *
 * Pure. A secret is the value below a name of the table in redact.c, however deep.
 */
size_t wit_redact_json(struct wit_buf *out, struct wit_buf *pointers, const char *bytes, size_t len);
size_t wit_redact_xml(struct wit_buf *out, struct wit_buf *pointers, const char *bytes, size_t len);

/*
 * The same for bytes of which nobody knows what they are: JSON when they begin with { or [, XML when with <, nothing to
 * remove when they are empty.
 *   err  WIT_EPARSE, WIT_ELIMIT: they are neither, or cut or malformed; they must not be stored
 */
WIT_NODISCARD bool wit_redact(size_t *removed, struct wit_buf *out, struct wit_buf *pointers, const char *bytes,
                              size_t len, struct wit_err *err);

#define WIT_REDACT_POINTERS_BYTES ((size_t)2000) /* in one note */
struct wit_arena;
struct wit_bundle_writer;
struct wit_record;
/*
 * Writes the note "<what>: 2 secret values removed before storing, at …" about `note->subject`, unless it stands there
 * already. Called before the answer is put: a run that is killed between the two still tells it. err: the writer's
 */
WIT_NODISCARD bool wit_redact_record(struct wit_bundle_writer *w, struct wit_arena *arena,
                                     const struct wit_record *note, const char *what, size_t removed,
                                     const struct wit_buf *pointers, struct wit_err *err);

#endif
