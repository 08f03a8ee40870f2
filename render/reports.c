/* render/reports.c: the one table of formats of `check`.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/reports.h"

#include <string.h>

static const struct {
    const char *word;
    void (*write)(struct wit_buf *out, const struct wit_report *report);
} FORMATS[WIT_REPORT_COUNT] = {
    [WIT_REPORT_TEXT] = {"text", wit_check_text_write},
    [WIT_REPORT_SARIF] = {"sarif", wit_sarif_write},
    [WIT_REPORT_JUNIT] = {"junit", wit_junit_write},
    [WIT_REPORT_OSCAL] = {"oscal", wit_oscal_write},
};

bool wit_report_format_of(enum wit_report_format *out, const char *word, struct wit_err *err)
{
    for (size_t i = 0; i < WIT_REPORT_COUNT; i++) {
        if (strcmp(word, FORMATS[i].word) == 0) {
            *out = (enum wit_report_format)i;
            return true;
        }
    }
    return wit_fail(err, WIT_EUSAGE, "--format '%.40s': there is text, sarif, junit and oscal", word);
}

bool wit_report_write(struct wit_buf *out, const struct wit_report *report, enum wit_report_format format,
                      struct wit_err *err)
{
    FORMATS[format].write(out, report);
    return !out->over || wit_fail(err, WIT_ELIMIT, "the report is larger than %zu bytes", out->cap_bytes);
}
