/* evidence/reason_check.c: which finding says the same as a reason of a path.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/map.h"

/* The codes of docs/findings.md; "" for what is never red by default. */
static const struct {
    const char *code, *check;
} rows[] = {
    {"contradiction", "traffic-contradiction"},
    {"seen-undeclared", "traffic-undeclared"},
    {"undeclared-from-internet", "internet-exposure"},
    {"undeclared", "undeclared-path"},
    {"internet-exposure", "internet-exposure"},
    {"expired", "expired-exception"},
    {"excess-outside", "excess-outside"},
    {"column-contradicted", "column-contradicted"},
    {"undeclared-members", "undeclared-members"},
    {"excess", ""},
    {"not-seen", ""},
    {"waived", ""},
    {"seen-elsewhere", ""},
    {"undeclared-outbound", ""},
    {"expired-closed", ""},
    {"undeclared-members-possible", ""},
    {"wider-than-declared", ""},
    {"unknown", ""},
    {"partly-unknown", ""},
    {"declared-blocked", ""},
    {"declared-one-way", ""},
    {"declared-partial", ""},
    {"no-owner", ""},
    {"no-purpose", ""},
    {"no-identity", ""},
    {"no-encryption", ""},
    {"no-audit", ""},
    {"unprotected", ""},
    {"undeclared-closed", ""},
    {"no-intent", ""},
    {"not-watched", ""},
    {"complete", ""},
};

const char *wit_reason_check(const char *code)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].code, code) == 0)
            return rows[i].check;
    return NULL;
}
