/* pathmap/identity/glob.c: which texts a pattern with `*` and `?` stands for: covering and meeting.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: IAM User Guide, "Resource": `*` is any combination of characters, `?` any single one.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/identity/policy.h"

enum { MEETS_MAX = 4096 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same(char a, char b, bool fold_case)
{
    return a == b || (fold_case && lower(a) == lower(b));
}

bool wit_glob_has_variable(const char *pattern)
{
    return strstr(pattern, "${") != NULL;
}

/* The usual matcher with one way back, over a text whose own wildcards are characters that only wildcards may take:
 * `*` of the text stands for several, so `?` may not take it. */
bool wit_glob_covers(const char *outer, const char *inner, bool fold_case)
{
    const char *star = NULL, *retry = NULL;
    if (wit_glob_has_variable(outer))
        return false;
    while (*inner != '\0') {
        if (*outer == '*') {
            star = outer++;
            retry = inner;
        } else if ((*outer == '?' && *inner != '*') ||
                   (*inner != '*' && *inner != '?' && same(*outer, *inner, fold_case))) {
            outer++;
            inner++;
        } else if (star != NULL) {
            outer = star + 1;
            inner = ++retry;
        } else {
            return false;
        }
    }
    while (*outer == '*')
        outer++;
    return *outer == '\0';
}

/* "${…}" as "*": what it will stand for is not known. */
static size_t plain(char *out, const char *pattern)
{
    size_t n = 0;
    for (const char *c = pattern; *c != '\0'; c++) {
        const char *end = c[0] == '$' && c[1] == '{' ? strchr(c, '}') : NULL;
        out[n++] = end != NULL ? '*' : *c;
        if (end != NULL)
            c = end;
    }
    out[n] = '\0';
    return n;
}

bool wit_glob_meets(const char *a, const char *b)
{
    if (strlen(a) > MEETS_MAX || strlen(b) > MEETS_MAX)
        return true;
    char left[MEETS_MAX + 1], right[MEETS_MAX + 1];
    size_t n = plain(left, a), m = plain(right, b);
    /* row[j]: the first i characters of left and the first j of right can be one text. */
    bool rows[2][MEETS_MAX + 1];
    memset(rows[0], 0, sizeof rows[0]);
    rows[0][0] = true;
    for (size_t j = 1; j <= m && right[j - 1] == '*'; j++)
        rows[0][j] = true;
    for (size_t i = 1; i <= n; i++) {
        bool *now = rows[i % 2];
        const bool *before = rows[(i - 1) % 2];
        now[0] = before[0] && left[i - 1] == '*';
        for (size_t j = 1; j <= m; j++) {
            char x = left[i - 1], y = right[j - 1];
            now[j] = x == '*' || y == '*' ? before[j] || now[j - 1] /* the star ends here, or takes one more */
                                          : before[j - 1] && (x == '?' || y == '?' || x == y);
        }
    }
    return rows[n % 2][m];
}
