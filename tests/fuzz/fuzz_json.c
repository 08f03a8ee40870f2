/* tests/fuzz/fuzz_json.c: any bytes are refused with a place, or are a tree that writes and reads back as itself.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void write_tree(struct wit_buf *out, const struct wit_value *v, int indent)
{
    struct wit_jw jw;
    wit_buf_init(out, (size_t)16 << 20);
    wit_jw_init(&jw, out, indent);
    wit_jw_value(&jw, v);
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    struct wit_value *v = NULL, *again = NULL;
    if (!wit_json_parse(&v, arena, (const char *)data, size, &err)) {
        if (v != NULL || err.code == WIT_OK || (err.code == WIT_EPARSE && strncmp(err.text, "line ", 5) != 0))
            abort();
        return 0;
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf first, second;
    write_tree(&first, v, (int)(size % 3));
    if (!wit_json_parse(&again, arena, wit_buf_str(&first), first.len, &err))
        abort();
    write_tree(&second, again, (int)(size % 3));
    if (first.len != second.len || strcmp(wit_buf_str(&first), wit_buf_str(&second)) != 0)
        abort();
    return 0;
}
