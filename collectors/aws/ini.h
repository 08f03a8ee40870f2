/* collectors/aws/ini.h: the files ~/.aws/config and ~/.aws/credentials.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: AWS SDKs and Tools Reference Guide, "Format of the config file": sections in brackets, "name = value" lines,
 * comments in lines of their own that begin with # or ;, indented lines belong to the setting above them.
 * The text is used in place: it holds secrets, wipe it with wit_ini_wipe.
 */
#ifndef WIT_COLLECTORS_AWS_INI_H
#define WIT_COLLECTORS_AWS_INI_H

#include "base/arena.h"

#define WIT_INI_MAX_BYTES ((size_t)1 << 20)

struct wit_ini_entry {
    const char *section, *name, *value; /* spaces around them are gone */
};

struct wit_ini {
    char *text; /* in the arena; what the entries point into */
    size_t len;
    struct wit_ini_entry *entries;
    size_t n, cap;
};

/* Takes over `text` (len bytes and a NUL, in the arena). err: WIT_EPARSE "line 4: …", never with the line's content;
 * WIT_ELIMIT */
WIT_NODISCARD bool wit_ini_parse(struct wit_ini *out, struct wit_arena *arena, char *text, size_t len,
                                 struct wit_err *err);
/* The last one of that name, as other AWS tools do; NULL when absent. */
const char *wit_ini_get(const struct wit_ini *ini, const char *section, const char *name);
bool wit_ini_has(const struct wit_ini *ini, const char *section);
void wit_ini_wipe(struct wit_ini *ini);

#endif
