/* collectors/traffic/tls_hello.c: reads ClientHello and ServerHello.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/tls_hello.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "collectors/traffic/cursor.h"

enum { CHANGE_CIPHER = 20, ALERT = 21, HANDSHAKE = 22, APPLICATION = 23, RECORD_MAX = 16384 + 256 };
enum { CLIENT_HELLO = 1, SERVER_HELLO = 2, CERTIFICATE = 11 };
enum {
    EXT_SNI = 0,
    EXT_GROUPS = 10,
    EXT_FORMATS = 11,
    EXT_SIGNATURES = 13,
    EXT_ALPN = 16,
    EXT_PSK = 41,
    EXT_VERSIONS = 43
};
enum { LIST_MAX = 256, TEXT_ROOM = 8192 };

/* Lists of a ClientHello, without GREASE, in order. */
struct lists {
    uint16_t legacy, ciphers[LIST_MAX], extensions[LIST_MAX], groups[LIST_MAX], signatures[LIST_MAX];
    uint8_t formats[LIST_MAX];
    size_t n_ciphers, n_extensions, n_groups, n_signatures, n_formats;
};

static bool is_grease(uint16_t v)
{
    return (v & 0x0f0f) == 0x0a0a && v >> 8 == (v & 0xff);
}

static bool is_word(const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] <= 0x20 || bytes[i] >= 0x7f)
            return false;
    }
    return true;
}

const char *wit_tls_version_word(uint16_t version)
{
    static const char *const words[] = {"SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"};
    return version >= 0x0300 && version <= 0x0304 ? words[version - 0x0300] : "";
}

/* A part of `n` bytes as a cursor of its own; shorter when these were not captured (and then c is cut). */
static struct wit_cursor part(struct wit_cursor *c, size_t n)
{
    size_t kept = wit_cursor_left(c) < n ? wit_cursor_left(c) : n;
    struct wit_cursor sub = wit_cursor_of(c->at, kept);
    wit_cursor_skip(c, n);
    return sub;
}

static void read_list(struct wit_cursor c, uint16_t *out, size_t *n)
{
    while (wit_cursor_left(&c) >= 2 && *n < LIST_MAX) {
        uint16_t v = wit_cursor_u16(&c);
        if (!is_grease(v))
            out[(*n)++] = v;
    }
}

static void read_sni(struct wit_tls_hello *out, struct wit_cursor c)
{
    wit_cursor_skip(&c, 2);
    uint8_t type = wit_cursor_u8(&c);
    size_t len = wit_cursor_u16(&c);
    const uint8_t *name = wit_cursor_take(&c, len);
    if (name != NULL && type == 0 && len > 0 && len <= 255 && is_word(name, len))
        out->sni = (struct wit_span_text){(const char *)name, len};
}

static void read_alpn(struct wit_tls_hello *out, struct wit_cursor c)
{
    wit_cursor_skip(&c, 2);
    size_t len = wit_cursor_u8(&c);
    const uint8_t *name = wit_cursor_take(&c, len);
    if (name != NULL && len > 0 && is_word(name, len))
        out->alpn = (struct wit_span_text){(const char *)name, len};
}

static void read_extension(struct wit_tls_hello *out, struct lists *l, uint16_t type, struct wit_cursor c, bool client)
{
    if (type == EXT_SNI && client) {
        read_sni(out, c);
    } else if (type == EXT_ALPN) {
        read_alpn(out, c);
    } else if (type == EXT_PSK && !client) {
        out->resumed = true;
    } else if (type == EXT_VERSIONS && !client) {
        uint16_t version = wit_cursor_u16(&c);
        out->version = c.cut ? out->version : version;
    } else if (type == EXT_VERSIONS) {
        struct wit_cursor versions = part(&c, wit_cursor_u8(&c));
        while (wit_cursor_left(&versions) >= 2) {
            uint16_t version = wit_cursor_u16(&versions);
            if (version >= 0x0300 && version <= 0x0304 && version > out->version)
                out->version = version;
        }
    } else if (type == EXT_GROUPS || type == EXT_SIGNATURES) {
        struct wit_cursor list = part(&c, wit_cursor_u16(&c));
        read_list(list, type == EXT_GROUPS ? l->groups : l->signatures,
                  type == EXT_GROUPS ? &l->n_groups : &l->n_signatures);
    } else if (type == EXT_FORMATS) {
        struct wit_cursor list = part(&c, wit_cursor_u8(&c));
        while (wit_cursor_left(&list) > 0 && l->n_formats < LIST_MAX)
            l->formats[l->n_formats++] = wit_cursor_u8(&list);
    }
}

static void read_extensions(struct wit_tls_hello *out, struct lists *l, struct wit_cursor *c, bool client)
{
    struct wit_cursor all = part(c, wit_cursor_u16(c));
    while (wit_cursor_left(&all) >= 4) {
        uint16_t type = wit_cursor_u16(&all);
        size_t len = wit_cursor_u16(&all);
        bool whole = wit_cursor_left(&all) >= len;
        struct wit_cursor one = part(&all, len);
        if (whole)
            read_extension(out, l, type, one, client);
        if (!is_grease(type) && l->n_extensions < LIST_MAX)
            l->extensions[l->n_extensions++] = type;
    }
}

static size_t put_list(char *out, size_t at, const uint16_t *list, size_t n, const char *format, char between)
{
    for (size_t i = 0; i < n && at + 8 < TEXT_ROOM; i++) {
        if (i > 0)
            out[at++] = between;
        at += (size_t)snprintf(out + at, TEXT_ROOM - at, format, list[i]);
    }
    out[at] = '\0';
    return at;
}

static void fingerprint3(struct wit_tls_hello *out, const struct lists *l)
{
    char text[TEXT_ROOM];
    uint16_t formats[LIST_MAX];
    for (size_t i = 0; i < l->n_formats; i++)
        formats[i] = l->formats[i];
    size_t at = (size_t)snprintf(text, sizeof text, "%u,", l->legacy);
    at = put_list(text, at, l->ciphers, l->n_ciphers, "%u", '-');
    text[at++] = ',';
    at = put_list(text, at, l->extensions, l->n_extensions, "%u", '-');
    text[at++] = ',';
    at = put_list(text, at, l->groups, l->n_groups, "%u", '-');
    text[at++] = ',';
    at = put_list(text, at, formats, l->n_formats, "%u", '-');
    if (!wit_md5_hex(out->ja3, text, at))
        out->ja3[0] = '\0';
}

static int by_number(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

static void short_hash(char out[13], const char *text, size_t len)
{
    char hex[WIT_SHA256_HEX];
    memcpy(out, "000000000000", 13);
    if (len == 0)
        return;
    wit_sha256_hex(hex, text, len);
    memcpy(out, hex, 12);
}

static void fingerprint4(struct wit_tls_hello *out, struct lists *l)
{
    static const char *const versions[] = {"s3", "10", "11", "12", "13"};
    char text[TEXT_ROOM], ciphers[13], extensions[13];
    uint16_t kept[LIST_MAX];
    size_t n = 0, at;
    char first = '0', last = '0';
    if (out->alpn.len > 0) {
        first = out->alpn.bytes[0];
        last = out->alpn.bytes[out->alpn.len - 1];
    }
    qsort(l->ciphers, l->n_ciphers, sizeof *l->ciphers, by_number);
    at = put_list(text, 0, l->ciphers, l->n_ciphers, "%04x", ',');
    short_hash(ciphers, text, at);
    for (size_t i = 0; i < l->n_extensions; i++) {
        if (l->extensions[i] != EXT_SNI && l->extensions[i] != EXT_ALPN)
            kept[n++] = l->extensions[i];
    }
    qsort(kept, n, sizeof *kept, by_number);
    at = put_list(text, 0, kept, n, "%04x", ',');
    if (l->n_signatures > 0) {
        text[at++] = '_';
        at = put_list(text, at, l->signatures, l->n_signatures, "%04x", ',');
    }
    short_hash(extensions, text, at);
    unsigned version = out->version >= 0x0300 && out->version <= 0x0304 ? out->version - 0x0300U : 0;
    snprintf(out->ja4, sizeof out->ja4, "t%s%c%02u%02u%c%c_%s_%s", versions[version], out->sni.len > 0 ? 'd' : 'i',
             (unsigned)(l->n_ciphers > 99 ? 99 : l->n_ciphers), (unsigned)(l->n_extensions > 99 ? 99 : l->n_extensions),
             first, last, ciphers, extensions);
}

static void read_client(struct wit_tls_hello *out, struct wit_cursor *c, bool missing)
{
    struct lists l = {0};
    l.legacy = out->version = wit_cursor_u16(c);
    wit_cursor_skip(c, 32);
    wit_cursor_skip(c, wit_cursor_u8(c));
    struct wit_cursor ciphers = part(c, wit_cursor_u16(c));
    read_list(ciphers, l.ciphers, &l.n_ciphers);
    wit_cursor_skip(c, wit_cursor_u8(c));
    if (!c->cut && wit_cursor_left(c) > 0)
        read_extensions(out, &l, c, true);
    out->cut = c->cut || missing;
    if (!out->cut) {
        fingerprint3(out, &l);
        fingerprint4(out, &l);
    }
}

static void read_server(struct wit_tls_hello *out, struct wit_cursor *c, bool missing)
{
    struct lists l = {0};
    out->version = wit_cursor_u16(c);
    wit_cursor_skip(c, 32);
    wit_cursor_skip(c, wit_cursor_u8(c));
    out->cipher = wit_cursor_u16(c);
    wit_cursor_skip(c, 1);
    if (!c->cut && wit_cursor_left(c) > 0)
        read_extensions(out, &l, c, false);
    out->cut = c->cut || missing;
}

enum wit_tls_kind wit_tls_hello_read(struct wit_tls_hello *out, const uint8_t *bytes, size_t len)
{
    struct wit_cursor c = wit_cursor_of(bytes, len);
    *out = (struct wit_tls_hello){0};
    uint8_t type = wit_cursor_u8(&c);
    uint16_t version = wit_cursor_u16(&c);
    size_t size = wit_cursor_u16(&c);
    if (c.cut || type < CHANGE_CIPHER || type > APPLICATION || version < 0x0300 || version > 0x0304 || size == 0 ||
        size > RECORD_MAX)
        return WIT_TLS_NONE;
    out->kind = WIT_TLS_OTHER;
    if (type != HANDSHAKE || wit_cursor_left(&c) < 4)
        return out->kind;
    uint8_t message = wit_cursor_u8(&c);
    size_t whole = wit_cursor_u24(&c);
    if (whole > (size_t)1 << 17)
        return out->kind;
    /* A hello may go on in a second record; what lies in the first is read. */
    size_t here = size - 4 < whole ? size - 4 : whole;
    struct wit_cursor body = part(&c, here);
    bool missing = c.cut || here < whole;
    if (message == CLIENT_HELLO) {
        out->kind = WIT_TLS_CLIENT_HELLO;
        read_client(out, &body, missing);
    } else if (message == SERVER_HELLO) {
        out->kind = WIT_TLS_SERVER_HELLO;
        read_server(out, &body, missing);
    }
    return out->kind;
}

size_t wit_tls_flight(const uint8_t *bytes, size_t len, bool *certificate)
{
    struct wit_cursor c = wit_cursor_of(bytes, len);
    size_t total = 0;
    *certificate = false;
    while (wit_cursor_left(&c) >= 5) {
        uint8_t type = wit_cursor_u8(&c);
        uint16_t version = wit_cursor_u16(&c);
        size_t size = wit_cursor_u16(&c);
        if (type < CHANGE_CIPHER || type > APPLICATION || version < 0x0300 || version > 0x0304 || size > RECORD_MAX)
            break;
        /* message (1), its length (3), length of the list of certificates (3) */
        if (type == HANDSHAKE && wit_cursor_left(&c) >= 7 && c.at[0] == CERTIFICATE &&
            (c.at[4] | c.at[5] | c.at[6]) != 0)
            *certificate = true;
        if (type == HANDSHAKE || type == APPLICATION)
            total += size;
        wit_cursor_skip(&c, size);
    }
    return total;
}
