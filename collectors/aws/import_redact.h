/* collectors/aws/import_redact.h: takes secrets out of an answer before it is stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_AWS_IMPORT_REDACT_H
#define WIT_COLLECTORS_AWS_IMPORT_REDACT_H

#include "base/buf.h"

/*
 * `bytes` must have passed wit_json_parse. Gives the number of values removed; when it is 0 nothing is written and the
 * bytes are to be stored as they are. `pointers`: JSON pointers of what was removed, with blanks between (cut at its
 * cap).
 */
size_t wit_import_redact(struct wit_buf *out, struct wit_buf *pointers, const char *bytes, size_t len);

#endif
