/* cli/report.c: what people read on standard error, and the exit status that goes with it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"
#include "cli/cli.h"

enum wit_exit wit_exit_of(enum wit_code code)
{
    switch (code) {
    case WIT_OK:
        return WIT_EXIT_DONE;
    case WIT_EUSAGE:
    case WIT_EINTENT:
        return WIT_EXIT_USAGE;
    case WIT_EPARSE:
    case WIT_ELIMIT:
    case WIT_EIO:
    case WIT_ENET:
    case WIT_EDENIED:
    case WIT_EINTEGRITY:
        return WIT_EXIT_FAILED;
    }
    return WIT_EXIT_INTERNAL;
}

enum wit_exit wit_report(const struct wit_err *err)
{
    fprintf(stderr, "pathwitness: %s\n", err->text);
    return wit_exit_of(err->code);
}

/* Names of files may hold anything: no control character reaches a terminal, and a line stays one. */
static void print_line(FILE *out, const char *fmt, va_list ap)
{
    char *text;
    if (vasprintf(&text, fmt, ap) < 0)
        wit_die("out of memory");
    for (char *c = text; *c != '\0'; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f)
            *c = '?';
    fprintf(out, "%s\n", text);
    free(text);
}

void wit_say(const struct wit_args *args, const char *fmt, ...)
{
    if (args != NULL && args->quiet)
        return;
    va_list ap;
    va_start(ap, fmt);
    print_line(stderr, fmt, ap);
    va_end(ap);
}

void wit_tell(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    print_line(stdout, fmt, ap);
    va_end(ap);
}

enum wit_exit wit_emit(const char *path, const struct wit_buf *buf)
{
    struct wit_err err = {0};
    if (buf->over) {
        wit_fail(&err, WIT_ELIMIT, "the output is larger than %zu bytes", buf->cap_bytes);
        return wit_report(&err);
    }
    if (!wit_file_write(path != NULL ? path : "-", buf->data != NULL ? buf->data : "", buf->len, &err))
        return wit_report(&err);
    return WIT_EXIT_DONE;
}

const char *wit_human_bytes(char out[24], unsigned long long n)
{
    static const char *const units[] = {"B", "kB", "MB", "GB", "TB"};
    double value = (double)n;
    size_t unit = 0;
    while (value >= 1000 && unit + 1 < sizeof units / sizeof units[0]) {
        value /= 1000;
        unit++;
    }
    snprintf(out, 24, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    return out;
}
