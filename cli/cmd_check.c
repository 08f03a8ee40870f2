/* cli/cmd_check.c: `check`: the exit status that a CI job or a timer waits for, and a report in its format.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "cli/cli.h"
#include "render/render.h"
#include "render/reports.h"

/* Nothing red is not enough: what is unknown is never green. */
static enum wit_exit status_of(const struct wit_gate *gate, bool strict)
{
    if (gate->verdict == WIT_GATE_RED || (strict && (gate->open.n > 0 || gate->yellow.n > 0)))
        return WIT_EXIT_FOUND;
    return gate->verdict == WIT_GATE_OPEN ? WIT_EXIT_GAPS : WIT_EXIT_DONE;
}

enum wit_exit cmd_check(const struct wit_args *args)
{
    struct wit_err err = {0};
    const char *word = wit_arg(args, "format"), *path = wit_arg(args, "output");
    enum wit_report_format format = WIT_REPORT_TEXT;
    const struct wit_map *map;
    char *bytes, sha256[WIT_SHA256_HEX];
    size_t len;
    if ((word != NULL && !wit_report_format_of(&format, word, &err)) ||
        (path != NULL && !wit_output_file_check(args, path, &err)) ||
        !wit_load_map(&map, &bytes, &len, args, args->positional[0], &err))
        return wit_report(&err);
    wit_sha256_hex(sha256, bytes, len);
    struct wit_gate gate;
    wit_gate_judge(&gate, args->arena, map);
    struct wit_report report = {
        .map = map, .map_sha256 = sha256, .gate = &gate, .strict = wit_arg_flag(args, "strict")};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
    if (!wit_report_write(&out, &report, format, &err))
        return wit_report(&err);
    enum wit_exit status = wit_emit(path, &out);
    if (status != WIT_EXIT_DONE)
        return status;
    if (path != NULL || format != WIT_REPORT_TEXT)
        wit_say(args, "%s: %zu red, %zu waived, %zu statements unknown, %zu paths yellow", wit_gate_word(gate.verdict),
                gate.red.n, gate.waived.n, gate.open.n, gate.yellow.n);
    return status_of(&gate, report.strict);
}
