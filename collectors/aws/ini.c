/* collectors/aws/ini.c: read the AWS tools' configuration files.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/ini.h"

#include <string.h>
#include <strings.h>

#include "collectors/aws/secret.h"

static char *trim(char *from, char *end)
{
    while (from < end && strchr(" \t\r", *from) != NULL)
        from++;
    while (end > from && strchr(" \t\r", end[-1]) != NULL)
        end--;
    *end = '\0';
    return from;
}

static bool read_line(struct wit_ini *ini, struct wit_arena *arena, const char **section, char *line, char *end,
                      struct wit_err *err)
{
    bool indented = line < end && (*line == ' ' || *line == '\t');
    char *text = trim(line, end);
    if (*text == '\0' || *text == '#' || *text == ';')
        return true;
    if (*text == '[') {
        char *close = strchr(text, ']');
        if (close == NULL)
            return wit_fail(err, WIT_EPARSE, "a section without ]");
        *section = trim(text + 1, close);
        struct wit_ini_entry entry = {*section, "", ""}; /* so that an empty section is there */
        WIT_PUSH(arena, ini->entries, ini->n, ini->cap) = entry;
        return true;
    }
    if (indented)
        return true; /* a nested setting (s3 =, sso): none of ours */
    char *equals = strchr(text, '=');
    if (equals == NULL)
        return wit_fail(err, WIT_EPARSE, "expected name = value");
    if (*section == NULL)
        return wit_fail(err, WIT_EPARSE, "a setting before the first section");
    char *value = trim(equals + 1, text + strlen(text));
    struct wit_ini_entry entry = {*section, trim(text, equals), value};
    WIT_PUSH(arena, ini->entries, ini->n, ini->cap) = entry;
    return true;
}

bool wit_ini_parse(struct wit_ini *out, struct wit_arena *arena, char *text, size_t len, struct wit_err *err)
{
    if (len > WIT_INI_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "larger than %zu bytes", WIT_INI_MAX_BYTES);
    struct wit_ini ini = {.text = text, .len = len};
    if (memchr(text, '\0', len) != NULL) {
        wit_ini_wipe(&ini);
        return wit_fail(err, WIT_EPARSE, "a NUL byte");
    }
    const char *section = NULL;
    unsigned line_number = 1;
    for (char *line = text; line < text + len; line_number++) {
        char *end = memchr(line, '\n', (size_t)(text + len - line));
        if (end == NULL)
            end = text + len;
        if (!read_line(&ini, arena, &section, line, end, err)) {
            wit_ini_wipe(&ini);
            return wit_fail_in(err, "line %u", line_number);
        }
        line = end + 1;
    }
    *out = ini;
    return true;
}

const char *wit_ini_get(const struct wit_ini *ini, const char *section, const char *name)
{
    const char *value = NULL;
    for (size_t i = 0; i < ini->n; i++) {
        if (strcmp(ini->entries[i].section, section) == 0 && strcasecmp(ini->entries[i].name, name) == 0 &&
            *name != '\0')
            value = ini->entries[i].value;
    }
    return value != NULL && *value != '\0' ? value : NULL;
}

bool wit_ini_has(const struct wit_ini *ini, const char *section)
{
    for (size_t i = 0; i < ini->n; i++) {
        if (strcmp(ini->entries[i].section, section) == 0)
            return true;
    }
    return false;
}

void wit_ini_wipe(struct wit_ini *ini)
{
    wit_wipe(ini->text, ini->len);
    ini->n = 0;
    ini->len = 0;
}
