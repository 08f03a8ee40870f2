/* tests/fuzz/fuzz_xml.c: any bytes are refused with a place, or are a tree whose names and texts are sound.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xml.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static void check_text(const char *s)
{
    for (size_t len = strlen(s); len > 0;) {
        size_t step = wit_utf8_decode(NULL, s, len);
        if (step == 0)
            abort();
        s += step;
        len -= step;
    }
}

/* The fuzzer may recurse: the depth has a cap, which this asserts. */
static void check(const struct wit_xml *element, int depth)
{
    if (depth > WIT_XML_MAX_DEPTH || element->name[0] == '\0' || strchr(element->name, ':') != NULL ||
        element->line == 0)
        abort();
    check_text(element->name);
    check_text(element->text);
    for (const struct wit_xml *child = element->first; child != NULL; child = child->next) {
        if (child->next == NULL && child != element->last)
            abort();
        check(child, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    struct wit_xml *root = NULL;
    if (wit_xml_parse(&root, arena, (const char *)data, size, &err))
        check(root, 1);
    else if (root != NULL || strncmp(err.text, "line ", 5) != 0)
        abort();
    return 0;
}
