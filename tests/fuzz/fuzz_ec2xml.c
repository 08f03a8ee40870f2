/* tests/fuzz/fuzz_ec2xml.c: any XML is refused with a place, or is a tree of the shape that decoders expect.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The first byte chooses the operation.
 */
#include <stdlib.h>
#include <string.h>

#include "base/xml.h"
#include "pathmap/decode/xmlshape.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check(const struct wit_value *v, const struct wit_value *parent, int depth)
{
    if (depth > WIT_XML_MAX_DEPTH + 2 || (parent != NULL && (parent->kind == WIT_OBJECT) != (v->key != NULL)))
        abort();
    if (v->kind == WIT_STRING ? v->text == NULL || v->first != NULL : v->text != NULL)
        abort();
    size_t n = 0;
    WIT_EACH(child, v) {
        check(child, v, depth + 1);
        n++;
    }
    if (n != v->count)
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    size_t n;
    const struct wit_operation *rows = wit_operations(&n);
    struct wit_err err = {0};
    struct wit_value *tree = NULL;
    if (size == 0)
        return 0;
    if (wit_xmlshape_read(&tree, arena, &rows[data[0] % n], (const char *)data + 1, size - 1, &err))
        check(tree, NULL, 1);
    else if (tree != NULL || strncmp(err.text, "line ", 5) != 0)
        abort();
    return 0;
}
