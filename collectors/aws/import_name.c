/* collectors/aws/import_name.c: which call a file holds the answer of, by the names of the file and its folders.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Shapes: <service>-<operation>[.<resource>].json; accounts/<account>/<region>/…; <region>/… ; and a folder named like
 * a call with one file a resource (cloudmapper's account-data). Source: docs/import.md.
 */
#include <string.h>

#include "base/utf8.h"
#include "collectors/aws/import.h"

enum { MAX_PARTS = WIT_IMPORT_MAX_DEPTH + 2, MAX_WORD = 64, MAX_RESOURCE = 1024 };

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "eu-west-1", "us-gov-west-1", "eusc-de-east-1": words of letters, then a number. */
size_t wit_import_region_len(const char *text)
{
    size_t i = 0, words = 0;
    for (;;) {
        size_t begin = i;
        while (is_lower(text[i]))
            i++;
        if (i == begin || i > 32 || text[i] != '-')
            return 0;
        words++;
        i++;
        if (is_digit(text[i])) {
            size_t digits = 0;
            while (is_digit(text[i + digits]))
                digits++;
            return words >= 2 && digits <= 2 ? i + digits : 0;
        }
    }
}

static bool is_region(const char *text)
{
    size_t len = wit_import_region_len(text);
    return len > 0 && text[len] == '\0';
}

static bool is_account(const char *text)
{
    return strlen(text) == 12 && strspn(text, "0123456789") == 12;
}

/* A name that may stand for an account or a region in records. */
static bool is_word(const char *text)
{
    size_t len = 0;
    for (; text[len] != '\0'; len++) {
        char c = text[len];
        if (!(is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z') || strchr("_-.:", c) != NULL))
            return false;
    }
    return len > 0 && len <= MAX_WORD;
}

/* "ec2-describe-vpcs", "vpc-lattice-list-services": a service, a reading verb, a noun; lower case. */
static bool is_call(const char *text)
{
    static const char *const verbs[] = {"-describe-", "-list-", "-get-", "-search-", "-batch-get-", "-lookup-"};
    for (const char *c = text; *c != '\0'; c++) {
        if (!is_lower(*c) && !is_digit(*c) && *c != '-')
            return false;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        const char *at = strstr(text, verbs[i]);
        if (at != NULL && at != text && at[strlen(verbs[i])] != '\0')
            return true;
    }
    return false;
}

static int hex_of(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/* %XX becomes its byte; when the result would not be plain text the name is kept as it is. */
static const char *decode(struct wit_arena *arena, const char *text)
{
    size_t len = strlen(text), filled = 0;
    char *out = wit_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++) {
        int high = text[i] == '%' && i + 2 < len ? hex_of(text[i + 1]) : -1;
        int low = high >= 0 ? hex_of(text[i + 2]) : -1;
        if (low >= 0) {
            out[filled++] = (char)(high * 16 + low);
            i += 2;
        } else
            out[filled++] = text[i];
    }
    out[filled] = '\0';
    for (size_t i = 0; i < filled;) {
        uint32_t code;
        size_t bytes = wit_utf8_decode(&code, out + i, filled - i);
        if (bytes == 0 || code < 0x20 || code == 0x7f)
            return wit_import_plain(arena, text);
        i += bytes;
    }
    return out;
}

/* "p2", "2", "page-2" -> 2 */
static unsigned page_of(const char *text)
{
    static const char *const prefixes[] = {"page-", "page", "p", ""};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        size_t len = strlen(prefixes[i]), digits = 0;
        if (strncmp(text, prefixes[i], len) != 0)
            continue;
        unsigned page = 0;
        while (digits < 7 && is_digit(text[len + digits]))
            page = page * 10 + (unsigned)(text[len + digits++] - '0');
        if (digits > 0 && text[len + digits] == '\0')
            return page;
    }
    return 0;
}

/* cloudmapper says "s3-" where the AWS CLI's command is `aws s3api`. */
static const struct wit_operation *find(struct wit_arena *arena, const char *cli)
{
    const struct wit_operation *op = wit_operation_by_cli(cli);
    if (op == NULL && strncmp(cli, "s3-", 3) == 0)
        op = wit_operation_by_cli(wit_fmt(arena, "s3api-%s", cli + 3));
    return op;
}

/* What follows the call's name: a page label where the call takes no resource, else the resource and maybe a label. */
static void read_suffix(struct wit_import_name *out, struct wit_arena *arena, const char *suffix)
{
    if (out->op != NULL && out->op->scope != WIT_CALL_EACH) {
        out->page = page_of(suffix);
        return;
    }
    const char *dot = strrchr(suffix, '.');
    if (out->op != NULL && out->op->token_in != NULL && dot != NULL && dot != suffix && dot[1] == 'p' &&
        page_of(dot + 1) > 0) {
        out->page = page_of(dot + 1);
        suffix = wit_strndup(arena, suffix, (size_t)(dot - suffix));
    }
    out->resource = decode(arena, suffix);
}

static void read_base(struct wit_import_name *out, struct wit_arena *arena, const char *base)
{
    size_t len = strlen(base);
    if (len < 6 || strcmp(base + len - 5, ".json") != 0)
        return;
    out->answer = true;
    const char *stem = wit_strndup(arena, base, len - 5);
    out->stem = stem;
    const char *dot = strchr(stem, '.');
    const char *cli = dot == NULL ? stem : wit_strndup(arena, stem, (size_t)(dot - stem));
    if (!is_call(cli))
        return;
    out->cli = cli;
    out->op = find(arena, cli);
    if (dot != NULL && dot[1] != '\0')
        read_suffix(out, arena, dot + 1);
}

void wit_import_name_read(struct wit_import_name *out, struct wit_arena *arena, const char *rel)
{
    *out = (struct wit_import_name){.place = "", .stem = ""};
    const char *part[MAX_PARTS] = {NULL};
    size_t end[MAX_PARTS] = {0}, n = 0, len = strlen(rel);
    for (size_t at = 0; n < MAX_PARTS && at <= len; n++) {
        size_t part_len = strcspn(rel + at, "/");
        part[n] = wit_strndup(arena, rel + at, part_len);
        end[n] = at + part_len;
        at += part_len + 1;
    }
    size_t folders = n - 1;
    read_base(out, arena, part[n - 1]);
    /* A folder named like a call: everything below it is its resource. */
    for (size_t i = 0; i < n - 1; i++) {
        if (!is_call(part[i]))
            continue;
        *out = (struct wit_import_name){.place = "", .stem = "", .answer = true, .cli = part[i]};
        out->op = find(arena, part[i]);
        const char *rest = rel + end[i] + 1;
        size_t rest_len = strlen(rest);
        if (rest_len > 5 && strcmp(rest + rest_len - 5, ".json") == 0)
            rest_len -= 5;
        out->resource = decode(arena, wit_strndup(arena, rest, rest_len));
        if (out->op != NULL && out->op->scope != WIT_CALL_EACH)
            out->resource = NULL;
        folders = i;
        break;
    }
    if (out->resource != NULL && strlen(out->resource) > MAX_RESOURCE)
        out->answer = false;
    if (folders == 0)
        return;
    out->place = wit_strndup(arena, rel, end[folders - 1]);
    for (size_t i = 0; i + 2 < folders; i++) {
        if (strcmp(part[i], "accounts") == 0 && is_word(part[i + 1]) && is_word(part[i + 2])) {
            out->account = part[i + 1];
            out->region = part[i + 2];
            out->place = wit_strndup(arena, rel, end[i + 2]);
            return;
        }
    }
    for (size_t i = folders; i-- > 0;) {
        if (is_region(part[i])) {
            if (i > 0 && is_account(part[i - 1]))
                out->account = part[i - 1];
            out->region = part[i];
            out->place = wit_strndup(arena, rel, end[i]);
            return;
        }
    }
}
