/* tests/fuzz/fuzz_journal.c: any bytes as a journal: no crash, and what is accepted encodes to the same bytes.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdint.h>
#include <string.h>

#include "evidence/journal.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void walk(const char *text, size_t len)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_journal_deinit) struct wit_journal j = {0};
    struct wit_record r;
    struct wit_err err = {0};
    char prev[WIT_SHA256_HEX];
    size_t from = 0;
    wit_journal_init(&j, arena, text, len);
    memcpy(prev, j.head, sizeof prev);
    enum wit_step step;
    while ((step = wit_journal_next(&j, &r, &err)) == WIT_STEP_RECORD) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf line;
        wit_buf_init(&line, WIT_LINE_MAX_BYTES);
        wit_record_encode(&line, &r, prev);
        if (line.len + 1 != j.at - from || memcmp(line.data, text + from, line.len) != 0)
            wit_die("a record that was read encodes to other bytes");
        if (r.kind == WIT_REC_ARTEFACT && (strlen(r.sha256) != 64 || strchr(r.sha256, '/') != NULL))
            wit_die("a digest that is none");
        memcpy(prev, j.head, sizeof prev);
        from = j.at;
    }
    if ((step == WIT_STEP_BROKEN) != (err.code == WIT_EINTEGRITY) || j.at > len || from != j.at)
        wit_die("the end of a walk is told wrongly");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    walk(text, size);
    /* Once more as one line whose checksum fits, else nothing would get behind that door. */
    if (size < 27 || size > WIT_LINE_MAX_BYTES || memchr(data, '\n', size - 1) != NULL)
        return 0;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf line;
    wit_buf_init(&line, WIT_LINE_MAX_BYTES + 100);
    size_t body = size - (text[size - 1] == '\n') - 26;
    char sum[WIT_SHA256_HEX];
    wit_sha256_hex(sum, text, body);
    wit_buf_add(&line, text, body);
    wit_buf_printf(&line, ",\"sum\":\"%.16s\"}\n", sum);
    walk(line.data, line.len);
    return 0;
}
