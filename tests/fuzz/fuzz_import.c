/* tests/fuzz/fuzz_import.c: any name and any bytes are an answer, a gap or a note, and never lost without a word.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The first line is the file's name, the rest its bytes.
 */
#include <stdlib.h>
#include <string.h>

#include "collectors/aws/import.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    const unsigned char *line = size == 0 ? NULL : memchr(data, '\n', size);
    size_t name_len = line == NULL ? size : (size_t)(line - data);
    if (name_len > 4096 || (name_len > 0 && memchr(data, '\0', name_len) != NULL))
        return 0;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_import_name name;
    wit_import_name_read(&name, arena, wit_strndup(arena, (const char *)data, name_len));
    require(name.place != NULL && name.stem != NULL);
    const char *bytes = line == NULL ? "" : (const char *)line + 1;
    size_t len = line == NULL ? 0 : size - name_len - 1;
    struct wit_import_answer answer;
    wit_import_answer_read(&answer, arena, arena, &name, bytes, len);
    require(answer.n > 0 || answer.note != NULL);
    for (size_t i = 0; i < answer.n; i++) {
        const struct wit_import_part *part = &answer.parts[i];
        require(part->root != NULL);
        require(part->reason != 0 || part->op != NULL);
        require((part->reason != 0) == (part->detail != NULL));
        if (part->reason == 0 && part->op->scope == WIT_CALL_EACH)
            require(part->resource != NULL);
    }
    return 0;
}
