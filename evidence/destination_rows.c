/* evidence/destination_rows.c: the rows of destinations.def, and which of them are for a class.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/destination_inside.h"

static const struct wit_dest_row ROWS[] = {
#define FAMILY(name, way, classes)                                                                                     \
    {.shape = WIT_SHAPE_FAMILY, .key = classes, .system = name, .direction = WIT_DEST_##way},
#define NOWHERE(name, way, classes)                                                                                    \
    {.shape = WIT_SHAPE_FAMILY, .key = classes, .system = name, .direction = WIT_DEST_##way, .optional = true},
#define KEY(what, name, of, at, more, tls_key, none)                                                                   \
    {.shape = WIT_SHAPE_##what,                                                                                        \
     .key = name,                                                                                                      \
     .system = of,                                                                                                     \
     .port = at,                                                                                                       \
     .aside = more,                                                                                                    \
     .tls = tls_key,                                                                                                   \
     .otherwise = none},
#define KAFKA(name, way) {.shape = WIT_SHAPE_KAFKA, .key = name, .port = 9092, .direction = WIT_DEST_##way},
#define COMMON(name, what)
#include "evidence/destinations.def"
#undef KAFKA
#undef COMMON
};
static const struct wit_dest_row COMMON_ROWS[] = {
#undef FAMILY
#undef NOWHERE
#undef KEY
#define FAMILY(name, way, classes)
#define NOWHERE(name, way, classes)
#define KEY(what, name, of, at, more, tls_key, none)
#define KAFKA(name, way)
#define COMMON(name, what) {.shape = WIT_SHAPE_##what, .key = name, .system = ""},
#include "evidence/destinations.def"
};

const char *wit_destination_kind_word(enum wit_destination_kind kind)
{
    static const char *const words[] = {"host",  "s3-bucket",       "gcs-bucket", "azure-storage",
                                        "kafka", "schema-registry", "topic",      "service"};
    return words[kind];
}

static bool is_of_class(const char *classes, const char *class)
{
    size_t class_len = strlen(class);
    for (const char *at = classes; *at != '\0';) {
        size_t len = strcspn(at, " ");
        if (len > 0 &&
            (at[len - 1] == '*' ? strncmp(class, at, len - 1) == 0 : len == class_len && memcmp(class, at, len) == 0))
            return true;
        at += len;
        at += *at == ' ';
    }
    return false;
}

const struct wit_dest_row *wit_dest_family(size_t *n, const char *class)
{
    const size_t all = sizeof ROWS / sizeof ROWS[0];
    for (size_t i = 0; i < all; i++) {
        if (ROWS[i].shape != WIT_SHAPE_FAMILY || !is_of_class(ROWS[i].key, class))
            continue;
        for (*n = 1; i + *n < all && ROWS[i + *n].shape != WIT_SHAPE_FAMILY;)
            ++*n;
        return &ROWS[i];
    }
    *n = 0;
    return NULL;
}

const struct wit_dest_row *wit_dest_common(size_t *n)
{
    *n = sizeof COMMON_ROWS / sizeof COMMON_ROWS[0];
    return COMMON_ROWS;
}
