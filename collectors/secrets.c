/* collectors/secrets.c: which settings hold secrets, and what of a value may be stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Apache Kafka configuration reference (types "password"), Kafka Connect plugins' documentation, RFC 3986
 * section 3.2.1 (userinfo), RFC 6750 and 7617 (Bearer, Basic), RFC 7468 (PEM labels), RFC 7519 (JSON web tokens).
 */
#include "collectors/secrets.h"

#include <string.h>
#include <strings.h>

/* The last two keep hostile texts from costing more than their length. */
enum { NAME_MAX_BYTES = 256, WORDS = 40, REFERENCE_MAX_BYTES = 1024, USERINFO_MAX_BYTES = 4096 };

/* A name that holds one of these, with its separators taken out, is secret. */
static const char *const secret_parts[] = {
    "password",  "passwd",     "passphrase", "secret",  "token",     "credential",    "jaas",    "userinfo",
    "accesskey", "privatekey", "apikey",     "authkey", "sharedkey", "authorization", "license", "accountkey",
};
/* A name that ends with one of these words, or with "key" ("ssl.keystore.key", "accountKey"). */
static const char *const secret_ends[] = {"pwd", "pass", "sas", "cookie", "keys", "pw", "pin", "sig", "signature"};
/* … unless its last word tells that the value is something about the secret. */
static const char *const harmless_ends[] = {
    "location", "type",     "types",    "class",     "classes",  "url",       "urls",       "uri",       "uris",
    "endpoint", "host",     "hosts",    "port",      "ms",       "seconds",   "sec",        "minutes",   "hours",
    "days",     "size",     "bytes",    "count",     "max",      "min",       "length",     "algorithm", "iterations",
    "enable",   "enabled",  "provider", "providers", "source",   "mechanism", "mechanisms", "protocol",  "path",
    "file",     "files",    "dir",      "format",    "mode",     "name",      "version",    "interval",  "timeout",
    "ttl",      "required", "policy",   "issuer",    "audience", "scope",     "region",     "strategy",  "topic",
};

static bool is_low(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_up(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* A name in small letters, as words ("api", "key") and without separators ("apikey"). */
struct words {
    char joined[NAME_MAX_BYTES];
    const char *begin[WORDS];
    size_t len[WORDS], n;
};

static void split(struct words *out, const char *name, size_t len)
{
    size_t at = 0;
    bool open = false;
    *out = (struct words){.n = 0};
    if (len >= NAME_MAX_BYTES) { /* the end tells most */
        name += len - NAME_MAX_BYTES + 1;
        len = NAME_MAX_BYTES - 1;
    }
    for (size_t i = 0; i < len; i++) {
        char c = name[i];
        if (!is_low(c) && !is_up(c) && !is_digit(c)) {
            open = false;
            continue;
        }
        bool hump = is_up(c) && i > 0 && (is_low(name[i - 1]) || (is_up(name[i - 1]) && is_low(name[i + 1])));
        if (!open || hump) {
            if (out->n == WORDS) { /* keep the last ones */
                memmove(out->begin, out->begin + 1, sizeof out->begin - sizeof out->begin[0]);
                memmove(out->len, out->len + 1, sizeof out->len - sizeof out->len[0]);
                out->n--;
            }
            out->begin[out->n] = out->joined + at;
            out->len[out->n++] = 0;
        }
        open = true;
        out->joined[at++] = is_up(c) ? (char)(c - 'A' + 'a') : c;
        out->len[out->n - 1]++;
    }
}

static bool word_is(const struct words *w, size_t i, const char *text)
{
    return w->len[i] == strlen(text) && memcmp(w->begin[i], text, w->len[i]) == 0;
}

static bool ends_harmless(const struct words *w)
{
    for (size_t i = 0; w->n > 0 && i < sizeof harmless_ends / sizeof harmless_ends[0]; i++)
        if (word_is(w, w->n - 1, harmless_ends[i]))
            return true;
    return false;
}

static bool secret_name(const char *name, size_t len)
{
    struct words w;
    split(&w, name, len);
    if (w.n == 0 || ends_harmless(&w))
        return false;
    for (size_t i = 0; i < sizeof secret_parts / sizeof secret_parts[0]; i++)
        if (strstr(w.joined, secret_parts[i]) != NULL)
            return true;
    for (size_t i = 0; i < sizeof secret_ends / sizeof secret_ends[0]; i++)
        if (word_is(&w, w.n - 1, secret_ends[i]))
            return true;
    size_t last = w.len[w.n - 1];
    const char *end = w.begin[w.n - 1];
    return last >= 3 && memcmp(end + last - 3, "key", 3) == 0;
}

bool wit_secret_key(const char *name)
{
    return secret_name(name, strlen(name));
}

/* Length of "${provider:path:key}" or "${NAME}" at `at`; 0: there is none. */
static size_t reference_len(const char *at)
{
    if (at[0] != '$' || at[1] != '{' || (!is_low(at[2]) && !is_up(at[2]) && at[2] != '_'))
        return 0;
    for (size_t len = 2; len < REFERENCE_MAX_BYTES && at[len] != '\0' && strchr("\"'\r\n", at[len]) == NULL; len++)
        if (at[len] == '}')
            return len + 1;
    return 0;
}

bool wit_secret_reference(const char *value)
{
    size_t n = 0;
    for (size_t len; *value != '\0'; value += len, n++) {
        len = reference_len(value);
        if (len == 0)
            return false;
    }
    return n > 0;
}

static size_t removed_len(const char *at)
{
    size_t len = sizeof WIT_SECRETS_REMOVED - 1;
    return strncmp(at, WIT_SECRETS_REMOVED, len) == 0 ? len : 0;
}

static bool name_char(char c)
{
    return is_low(c) || is_up(c) || is_digit(c) || c == '_' || c == '-' || c == '.';
}

/* How far the text reaches until one of `ends`, references jumped over. */
static size_t reach(const char *at, const char *ends)
{
    size_t n = 0;
    for (size_t whole; at[n] != '\0'; n += whole > 0 ? whole : 1) {
        whole = reference_len(at + n);
        if (whole == 0 && strchr(ends, at[n]) != NULL)
            break;
    }
    return n;
}

/* After "//": the length of "user:password" when an "@" follows it. RFC 3986 wants "/", "?" and "#" inside to be
 * encoded; who did not has written a URL whose port is no number, and all up to the last "@" goes. */
static size_t userinfo_len(const char *at)
{
    size_t len = reach(at, "/?#, \t\r\n\"'");
    size_t sign = len;
    for (size_t i = 0; i < len; i++)
        sign = at[i] == '@' ? i : sign;
    if (sign < len)
        return sign;
    const char *colon = at[0] == '[' ? NULL : memchr(at, ':', len);
    if (colon == NULL || strspn(colon + 1, "0123456789") == len - (size_t)(colon + 1 - at) || reference_len(colon + 1))
        return 0;
    for (size_t i = len; i < USERINFO_MAX_BYTES && at[i] != '\0' && strchr(" \t\r\n\"'", at[i]) == NULL; i++) {
        if (strncmp(at + i, "://", 3) == 0)
            break;
        sign = at[i] == '@' ? i : sign;
    }
    return sign > len ? sign : 0;
}

static bool is_protocol(const char *at, size_t len)
{
    static const char *const words[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == len && memcmp(words[i], at, len) == 0)
            return true;
    return false; /* of a listener in listener.security.protocol.map */
}

/* `at` begins a secret, to be taken out; *skip: what stays before it. 0: there is none here. */
static size_t secret_at(const char *value, const char *at, size_t *skip)
{
    *skip = 0;
    if (strncmp(at, "-----BEGIN ", 11) == 0) {
        const char *label_end = strstr(at + 11, "-----");
        if (label_end == NULL || label_end - at < 22 || memcmp(label_end - 11, "PRIVATE KEY", 11) != 0)
            return 0;
        const char *end = strstr(label_end + 5, "-----END ");
        const char *close = end != NULL ? strstr(end + 9, "-----") : NULL;
        return close != NULL ? (size_t)(close + 5 - at) : strlen(at);
    }
    if (at[0] == '/' && at[1] == '/' && (at == value || at[-1] == ':')) {
        *skip = 2;
        return userinfo_len(at + 2);
    }
    static const char oracle[] = "oracle:thin:"; /* jdbc:oracle:thin:user/password@… */
    if (strncasecmp(at, oracle, sizeof oracle - 1) == 0) {
        *skip = sizeof oracle - 1;
        size_t len = reach(at + *skip, "@ \t\r\n");
        return at[*skip + len] == '@' ? len : 0;
    }
    if (at > value && name_char(at[-1]))
        return 0;
    size_t scheme = strncasecmp(at, "basic ", 6) == 0 ? 6 : strncasecmp(at, "bearer ", 7) == 0 ? 7 : 0;
    if (scheme > 0) {
        *skip = scheme + strspn(at + scheme, " ");
        return reach(at + *skip, " \t\r\n,;|\"'");
    }
    if (strncmp(at, "eyJ", 3) == 0) { /* {" in base64url: a JSON web token has three parts */
        size_t len = strspn(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.");
        const char *dot = memchr(at, '.', len);
        return dot != NULL && memchr(dot + 1, '.', len - (size_t)(dot + 1 - at)) != NULL ? len : 0;
    }
    /* name=value, name: value, "name": "value" */
    size_t name = 0;
    while (name_char(at[name]))
        name++;
    if (name == 0)
        return 0;
    size_t i = name;
    i += at[i] == '"' || at[i] == '\'' || (at[i] == '\\' && at[i + 1] == '"' ? 1 : 0);
    i += strspn(at + i, " ");
    if ((at[i] != '=' && at[i] != ':') || strncmp(at + i, "://", 3) == 0 || !secret_name(at, name))
        return 0;
    bool colon = at[i] == ':';
    i++;
    i += strspn(at + i, " ");
    const char *ends = " \t\r\n&;,|)}\"'";
    if (strncasecmp(at + i, "basic ", 6) == 0 || strncasecmp(at + i, "bearer ", 7) == 0)
        ends = "\t\r\n&;,|)}\"'";
    if (at[i] == '"')
        ends = "\"";
    else if (at[i] == '\'')
        ends = "'";
    i += at[i] == '"' || at[i] == '\'';
    size_t len = removed_len(at + i) > 0 ? removed_len(at + i) : reach(at + i, ends);
    if (colon && is_protocol(at + i, len))
        return 0;
    *skip = i;
    return len;
}

static bool scrub_inside(struct wit_buf *out, const char *value)
{
    bool removed = false;
    for (const char *at = value; *at != '\0';) {
        size_t skip, whole = reference_len(at);
        if (whole > 0) {
            wit_buf_add(out, at, whole);
            at += whole;
            continue;
        }
        size_t len = secret_at(value, at, &skip);
        if (len == 0) {
            wit_buf_putc(out, *at++);
            continue;
        }
        wit_buf_add(out, at, skip);
        at += skip;
        bool stays = removed_len(at) == len || reference_len(at) == len;
        wit_buf_add(out, stays ? at : WIT_SECRETS_REMOVED, stays ? len : sizeof WIT_SECRETS_REMOVED - 1);
        removed = removed || !stays;
        at += len;
    }
    return removed;
}

bool wit_secret_scrub(struct wit_buf *out, const char *key, const char *value)
{
    bool stays = value[0] == '\0' || strcmp(value, "true") == 0 || strcmp(value, "false") == 0 ||
                 strcmp(value, WIT_SECRETS_REMOVED) == 0 || wit_secret_reference(value);
    if (stays || key == NULL || !secret_name(key, strlen(key))) {
        if (!stays)
            return scrub_inside(out, value);
        wit_buf_puts(out, value);
        return false;
    }
    wit_buf_puts(out, WIT_SECRETS_REMOVED);
    return true;
}
