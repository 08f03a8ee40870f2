/* collectors/kafka/jaas.c: the value of sasl.jaas.config.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/jaas.h"

#include <string.h>
#include <strings.h>

struct reader {
    const char *at;
    char *sink; /* as long as the text, and a NUL for each token */
};

static void skip_blanks(struct reader *r)
{
    r->at += strspn(r->at, " \t\r\n\f");
}

/* A word, or a text in double quotes with backslash escapes (java.io.StreamTokenizer). NULL: there is none here. */
static const char *next(struct reader *r, bool *open_quote)
{
    skip_blanks(r);
    char *begin = r->sink;
    *open_quote = false;
    if (*r->at == '"' || *r->at == '\'') {
        char quote = *r->at++;
        while (*r->at != '\0' && *r->at != quote) {
            if (*r->at == '\\' && r->at[1] != '\0') {
                r->at++;
                char c = *r->at++;
                *r->sink++ = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
            } else
                *r->sink++ = *r->at++;
        }
        *open_quote = *r->at == '\0';
        r->at += !*open_quote;
    } else {
        size_t len = strcspn(r->at, " \t\r\n\f=;\"'");
        if (len == 0)
            return NULL;
        memcpy(r->sink, r->at, len);
        r->sink += len;
        r->at += len;
    }
    *r->sink++ = '\0';
    return begin;
}

bool wit_jaas_parse(struct wit_jaas *out, struct wit_arena *arena, const char *value, struct wit_err *err)
{
    struct wit_jaas jaas = {.text_len = strlen(value) * 2 + 8};
    jaas.text = wit_alloc(arena, jaas.text_len);
    struct reader r = {.at = value, .sink = jaas.text};
    bool open;
    jaas.module = next(&r, &open);
    if (jaas.module == NULL || open)
        return wit_fail(err, WIT_EPARSE, "sasl.jaas.config: expected the class of a login module");
    const char *flag = next(&r, &open);
    if (flag == NULL || (strcasecmp(flag, "required") != 0 && strcasecmp(flag, "requisite") != 0 &&
                         strcasecmp(flag, "sufficient") != 0 && strcasecmp(flag, "optional") != 0))
        return wit_fail(err, WIT_EPARSE, "sasl.jaas.config: expected 'required' after the login module");
    for (skip_blanks(&r); *r.at != ';' && *r.at != '\0'; skip_blanks(&r)) {
        if (jaas.n == WIT_JAAS_MAX_OPTIONS)
            return wit_fail(err, WIT_EPARSE, "sasl.jaas.config: more than %d options", WIT_JAAS_MAX_OPTIONS);
        const char *name = next(&r, &open);
        skip_blanks(&r);
        if (name == NULL || open || *r.at != '=')
            return wit_fail(err, WIT_EPARSE, "sasl.jaas.config: option %zu: expected name=\"value\"", jaas.n + 1);
        r.at++;
        const char *text = next(&r, &open);
        if (text == NULL || open)
            return wit_fail(err, WIT_EPARSE, "sasl.jaas.config: option %zu: %s", jaas.n + 1,
                            open ? "its quote is not closed" : "there is no value");
        jaas.options[jaas.n].name = name;
        jaas.options[jaas.n++].value = text;
    }
    if (*r.at != ';')
        return wit_fail(err, WIT_EPARSE, "sasl.jaas.config: it must end with a semicolon");
    r.at++;
    skip_blanks(&r);
    if (*r.at != '\0')
        return wit_fail(err, WIT_EPARSE, "sasl.jaas.config: there must be one login module only");
    *out = jaas;
    return true;
}

const char *wit_jaas_option(const struct wit_jaas *jaas, const char *name)
{
    for (size_t i = 0; i < jaas->n; i++)
        if (strcmp(jaas->options[i].name, name) == 0)
            return jaas->options[i].value;
    return NULL;
}
