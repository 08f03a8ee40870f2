/* render/seen.h: flows that were seen, as a table, CSV or one JSON object a line (the contract of `flows`).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_RENDER_SEEN_H
#define WIT_RENDER_SEEN_H

#include "base/buf.h"
#include "evidence/seen.h"

enum wit_seen_format { WIT_SEEN_TABLE, WIT_SEEN_CSV, WIT_SEEN_JSONL };
/* "table" "csv" "jsonl"; err: WIT_EUSAGE */
WIT_NODISCARD bool wit_seen_format_of(enum wit_seen_format *out, const char *word, struct wit_err *err);
void wit_seen_print(struct wit_buf *out, const struct wit_seen *seen, enum wit_seen_format format);

#endif
