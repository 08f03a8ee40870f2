/* base/err.c: writes the one sentence of a failure, kept to one clean line.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * wit_fail overwrites: a caller that tolerated one failure may reuse its object, and an uninitialised one is fine.
 * "The first failure wins" because the first one returns at once.
 */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

/* Text may quote hostile input: terminals and logs must not obey it. */
static bool is_harmful(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0x2028 || code == 0x2029 ||
           (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Replaces what is invalid or harmful by '?', in place; a sequence cut at the end goes away with its first bytes. */
static void clean(char *text, bool cut)
{
    size_t len = strlen(text), to = 0;
    for (size_t at = 0; at < len;) {
        uint32_t code = 0;
        size_t step = wit_utf8_decode(&code, text + at, len - at);
        if (step == 0 && cut && len - at < 4 && (unsigned char)text[at] >= 0xc2)
            break;
        if (step == 0 || is_harmful(code)) {
            text[to++] = '?';
            at += step == 0 ? 1 : step;
            continue;
        }
        memmove(text + to, text + at, step);
        to += step;
        at += step;
    }
    text[to] = '\0';
}

bool wit_fail(struct wit_err *err, enum wit_code code, const char *fmt, ...)
{
    if (err == NULL)
        return false;
    char text[sizeof err->text]; /* an argument may be err->text itself */
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (len < 0)
        text[0] = '\0';
    clean(text, len >= (int)sizeof text);
    err->code = code;
    memcpy(err->text, text, sizeof text);
    return false;
}

bool wit_fail_in(struct wit_err *err, const char *fmt, ...)
{
    if (err == NULL)
        return false;
    char context[sizeof err->text];
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(context, sizeof context, fmt, args);
    va_end(args);
    if (len < 0)
        return false;
    /* The innermost fact is worth more than its context: what does not fit is cut from the context. */
    size_t fact_len = strlen(err->text);
    size_t room = sizeof err->text - 1 - fact_len;
    if (room < 3)
        return false;
    bool cut = (size_t)len > room - 2;
    if (cut)
        context[room - 2] = '\0';
    clean(context, cut);
    size_t context_len = strlen(context);
    memmove(err->text + context_len + 2, err->text, fact_len + 1);
    memcpy(err->text, context, context_len);
    memcpy(err->text + context_len, ": ", 2);
    return false;
}

noreturn void wit_die(const char *fmt, ...)
{
    char text[sizeof((struct wit_err *)NULL)->text];
    va_list args;
    va_start(args, fmt);
    int len = vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (len < 0)
        text[0] = '\0';
    clean(text, len >= (int)sizeof text);
    fprintf(stderr, "pathwitness: %s\n", text);
    fflush(stderr);
    _Exit(70); /* exit handlers may need what is broken */
}
