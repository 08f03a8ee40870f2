/* tests/fuzz/fuzz_yaml.c: any bytes are refused with a place, or are a tree that can be written as JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/yaml.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    struct wit_value *v = NULL, *again = NULL;
    if (!wit_yaml_parse(&v, arena, (const char *)data, size, &err)) {
        if (v != NULL || strncmp(err.text, "line ", 5) != 0)
            abort();
        return 0;
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    struct wit_jw jw;
    wit_buf_init(&out, (size_t)16 << 20);
    wit_jw_init(&jw, &out, 0);
    wit_jw_value(&jw, v);
    if (!wit_json_parse(&again, arena, wit_buf_str(&out), out.len, &err)) /* duplicate keys would be caught here */
        abort();
    return 0;
}
