/* tests/fuzz/fuzz_aws_ini.c: any bytes as an AWS config file.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>
#include <string.h>

#include "collectors/aws/ini.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wit_arena *arena = wit_arena_new();
    struct wit_ini ini;
    struct wit_err err = {0};
    char *text = wit_alloc(arena, size + 1);
    if (size > 0)
        memcpy(text, data, size);
    if (wit_ini_parse(&ini, arena, text, size, &err)) {
        for (size_t i = 0; i < ini.n; i++) {
            const struct wit_ini_entry *e = &ini.entries[i];
            assert(e->section >= text && e->section <= text + size);
            assert(wit_ini_has(&ini, e->section));
            if (*e->name != '\0' && *e->value != '\0')
                assert(wit_ini_get(&ini, e->section, e->name) != NULL || *e->value != '\0');
        }
        wit_ini_wipe(&ini);
    } else {
        assert(err.code == WIT_EPARSE || err.code == WIT_ELIMIT);
    }
    for (size_t i = 0; i < size; i++)
        assert(text[i] == '\0'); /* it held secrets */
    wit_arena_free(arena);
    return 0;
}
