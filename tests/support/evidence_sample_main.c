/* tests/support/evidence_sample_main.c: writes a sealed bundle and a map with everything in it, for schema checks.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * evidence_sample DIR: DIR/sample.evidence, DIR/map.json, DIR/empty.json
 */
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "tests/support/evidence_kit.h"

static void write_map(const char *path, const struct wit_map *map)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_JSON_MAX_BYTES);
    wit_map_write(&out, map);
    wit_kit_write(path, wit_buf_str(&out), out.len);
}

/* Every kind of record and every reason of a gap. */
static bool write_bundle(const char *dir, struct wit_err *err)
{
    struct wit_bundle_writer *w = NULL;
    struct wit_record note = {.kind = WIT_REC_NOTE, .subject.source = "aws", .detail = "collected for a test"},
                      dump = wit_kit_artefact("DescribeSubnets", 2);
    dump.root = "/Answers/0";
    dump.last_page = false;
    dump.status = 0;
    wit_kit_bundle(dir);
    bool good = wit_bundle_writer_open(&w, dir, true, err) && wit_bundle_note(w, &note, err) &&
                wit_bundle_put(w, &dump, "", 0, NULL, err);
    for (int i = WIT_GAP_NOT_ASKED; good && i <= WIT_GAP_NOT_WATCHED; i++) {
        struct wit_record gap = wit_kit_gap("DescribeFlowLogs", (enum wit_gap_reason)i);
        gap.page = 0;
        good = wit_bundle_note(w, &gap, err);
    }
    wit_bundle_writer_close(w);
    return good && wit_bundle_seal(dir, NULL, NULL, err);
}

int main(int argc, char **argv)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    if (argc != 2) {
        fputs("usage: evidence_sample DIR\n", stderr);
        return 2;
    }
    const char *bundle = wit_fmt(arena, "%s/sample.evidence", argv[1]);
    if (!write_bundle(bundle, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    write_map(wit_fmt(arena, "%s/map.json", argv[1]), wit_kit_map(arena));
    const struct wit_map empty = {.tool_version = WIT_VERSION};
    write_map(wit_fmt(arena, "%s/empty.json", argv[1]), &empty);
    return 0;
}
