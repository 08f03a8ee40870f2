/* evidence/kinds.h: the words of record kinds and the shape of a line's end; shared by record.c and journal.c.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_EVIDENCE_KINDS_H
#define WIT_EVIDENCE_KINDS_H

#include "evidence/bundle.h"

/* One row a kind; index 0 is empty. */
extern const struct wit_kind_row {
    const char *word;
    char letter; /* of its ids */
} wit_kinds[WIT_REC_NOTE + 1];

/* A line ends with ,"sum":"0123456789abcdef"} */
enum { WIT_SUM_DIGITS = 16, WIT_SUM_BYTES = 8 + WIT_SUM_DIGITS + 2 };

#endif
