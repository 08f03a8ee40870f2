/* tests/fuzz/fuzz_map.c: any bytes as map.json: no crash, and what is read is written and read as the same again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "evidence/map.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf first = {0};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf second = {0};
    struct wit_map *map = NULL, *again = NULL;
    struct wit_err err = {0};
    if (!wit_map_read(&map, arena, (const char *)data, size, &err)) {
        if (err.code != WIT_EPARSE && err.code != WIT_ELIMIT)
            wit_die("a map is refused with code %d", (int)err.code);
        return 0;
    }
    wit_buf_init(&first, WIT_JSON_MAX_BYTES);
    wit_buf_init(&second, WIT_JSON_MAX_BYTES);
    wit_map_write(&first, map);
    if (!wit_map_read(&again, arena, first.data, first.len, &err))
        wit_die("what was written is not read: %s", err.text);
    wit_map_write(&second, again);
    if (first.len != second.len || memcmp(first.data, second.data, first.len) != 0)
        wit_die("a map changes when it is read and written");
    return 0;
}
