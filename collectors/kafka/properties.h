/* collectors/kafka/properties.h: Java properties files, as java.util.Properties reads them.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Java SE 17 API, java.util.Properties.load(InputStream): ISO 8859-1 bytes, logical lines with continuations,
 * "#" and "!" comments, "=", ":" or blanks between key and value, escapes. Kafka, Connect and ZooKeeper read their
 * files so. Texts may be secrets: all of them are in one block that can be wiped.
 */
#ifndef WIT_COLLECTORS_KAFKA_PROPERTIES_H
#define WIT_COLLECTORS_KAFKA_PROPERTIES_H

#include "base/arena.h"

#define WIT_PROPERTIES_MAX_BYTES   ((size_t)8 << 20)
#define WIT_PROPERTIES_MAX_ENTRIES 50000

struct wit_property {
    const char *key, *value; /* UTF-8; never NULL; the value as written: Kafka trims blanks around most of them */
    unsigned line;           /* where the key stands, from 1 */
};
struct wit_properties {
    struct wit_property *items; /* in the file's order; of a key that comes twice only the last, as Java keeps it */
    size_t n;
    char *text; /* what the strings are in */
    size_t text_len;
};

/*
 *   out  in the arena
 *   err  WIT_EPARSE "line 3: …": a malformed \uXXXX (Java refuses the file too), a NUL; WIT_ELIMIT
 * Error texts hold no values. Pure.
 */
WIT_NODISCARD bool wit_properties_parse(struct wit_properties *out, struct wit_arena *arena, const char *bytes,
                                        size_t len, struct wit_err *err);
/* Reads the file and wipes the bytes read. err: also WIT_EIO; the path is named */
WIT_NODISCARD bool wit_properties_read(struct wit_properties *out, struct wit_arena *arena, const char *path,
                                       struct wit_err *err);
const char *wit_properties_get(const struct wit_properties *props, const char *key); /* NULL when absent */
/* Overwrites every text. NULL and {0} are fine. */
void wit_properties_wipe(struct wit_properties *props);

#endif
