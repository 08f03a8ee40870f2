/* evidence/manifest.h: what a sealed bundle says about itself.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/bundle.md, schemas/manifest.schema.json. All of it follows from the journal but three facts: the version
 * of the tool, the time of sealing and the head of the bundle before. So it is checked by writing it again and
 * comparing bytes; `sum` guards those three.
 */
#ifndef WIT_EVIDENCE_MANIFEST_H
#define WIT_EVIDENCE_MANIFEST_H

#include "base/buf.h"
#include "evidence/bundle.h"

#define WIT_MANIFEST_NAME      "manifest.json"
#define WIT_SIGNATURE_NAME     "manifest.sig"
#define WIT_MANIFEST_NEW       ".manifest.new"
#define WIT_MANIFEST_MAX_BYTES ((size_t)16 << 20)

struct wit_manifest_facts {
    const char *tool_version;
    const char *sealed;        /* RFC 3339 UTC */
    const char *previous_head; /* NULL when none was named */
};

/* The text for these records. Pure. */
void wit_manifest_write(struct wit_buf *out, const struct wit_record *records, size_t n, const char *head,
                        const struct wit_manifest_facts *facts);
WIT_NODISCARD bool wit_manifest_exists(bool *there, int dir, struct wit_err *err);
/* Reads manifest.json and compares it with what these records give. No manifest: true, *there false. *text (may be
 * NULL) are its bytes, in the arena. err: WIT_EINTEGRITY "manifest.json: …" */
WIT_NODISCARD bool wit_manifest_check(bool *there, char **text, size_t *len, struct wit_arena *arena, int dir,
                                      const struct wit_record *records, size_t n, const char *head,
                                      struct wit_err *err);

#endif
