/* collectors/traffic/flow_log.c: fields by name, lines by fields.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/flow_log.h"

#include <ctype.h>
#include <string.h>

enum field {
    NOTHING,
    VANTAGE,
    SRC,
    DST,
    PKT_SRC,
    PKT_DST,
    SRC_PORT,
    DST_PORT,
    PROTOCOL,
    PACKETS,
    BYTES,
    START,
    END,
    ACTION,
    STATUS,
    FLAGS,
    LOST,
    FIELDS
};

/* Every field that means something here; others are known to be fields by NOTHING, so that headers are told. */
static const struct {
    const char *name;
    enum field field;
} names[] = {
    {"version", NOTHING},
    {"account-id", NOTHING},
    {"interface-id", VANTAGE},
    {"tgw-attachment-id", VANTAGE},
    {"srcaddr", SRC},
    {"dstaddr", DST},
    {"pkt-srcaddr", PKT_SRC},
    {"pkt-dstaddr", PKT_DST},
    {"srcport", SRC_PORT},
    {"dstport", DST_PORT},
    {"protocol", PROTOCOL},
    {"packets", PACKETS},
    {"bytes", BYTES},
    {"start", START},
    {"end", END},
    {"action", ACTION},
    {"log-status", STATUS},
    {"tcp-flags", FLAGS},
    {"packets-lost-no-route", LOST},
    {"packets-lost-blackhole", LOST},
    {"packets-lost-mtu-exceeded", LOST},
    {"packets-lost-ttl-expired", LOST},
    {"vpc-id", NOTHING},
    {"subnet-id", NOTHING},
    {"instance-id", NOTHING},
    {"type", NOTHING},
    {"resource-type", NOTHING},
    {"tgw-id", NOTHING},
    {"flow-direction", NOTHING},
    {"traffic-path", NOTHING},
    {"region", NOTHING},
    {"az-id", NOTHING},
};

static const char *next_word(const char **at, const char *end, size_t *len)
{
    const char *p = *at;
    while (p < end && (*p == ' ' || *p == '\t' || *p == ','))
        p++;
    const char *start = p;
    while (p < end && *p != ' ' && *p != '\t' && *p != ',')
        p++;
    *at = p;
    *len = (size_t)(p - start);
    return *len == 0 ? NULL : start;
}

/* -1: no field of that name is known. */
static int field_of(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strlen(names[i].name) == len && strncmp(names[i].name, word, len) == 0)
            return (int)names[i].field;
    }
    return -1;
}

static bool read_names(struct wit_log_format *out, const char *text, size_t *known)
{
    const char *at = text, *end = text + strlen(text), *word;
    size_t len;
    *out = (struct wit_log_format){.n = 0};
    *known = 0;
    while ((word = next_word(&at, end, &len)) != NULL) {
        if (len > 3 && word[0] == '$' && word[1] == '{' && word[len - 1] == '}') {
            word += 2;
            len -= 3;
        }
        int field = field_of(word, len);
        if (out->n == WIT_LOG_COLUMNS)
            return false;
        *known += field >= 0;
        out->columns[out->n++] = (unsigned char)(field < 0 ? NOTHING : field);
    }
    return true;
}

static bool has(const struct wit_log_format *f, enum field field)
{
    return memchr(f->columns, (int)field, f->n) != NULL;
}

bool wit_log_format_parse(struct wit_log_format *out, const char *text, struct wit_err *err)
{
    size_t known;
    if (!read_names(out, text, &known))
        return wit_fail(err, WIT_EUSAGE, "a log format has at most %d fields", WIT_LOG_COLUMNS);
    bool ends = (has(out, SRC) || has(out, PKT_SRC)) && (has(out, DST) || has(out, PKT_DST));
    if (!ends)
        return wit_fail(err, WIT_EUSAGE,
                        "the log format '%.120s' names no srcaddr and dstaddr: it is what 'aws ec2 describe-flow-logs' "
                        "prints as LogFormat",
                        text);
    return true;
}

void wit_log_format_default(struct wit_log_format *out)
{
    size_t known;
    (void)read_names(out,
                     "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end "
                     "action log-status",
                     &known);
}

bool wit_log_format_header(struct wit_log_format *out, const char *line)
{
    size_t known;
    struct wit_log_format f;
    if (!isalpha((unsigned char)line[0]) || !read_names(&f, line, &known) || known < 3 ||
        !(has(&f, SRC) || has(&f, PKT_SRC)))
        return false;
    *out = f;
    return true;
}

enum { SECONDS_MAX = INT32_MAX }; /* 2038; of a flow log's times; later ones are no times */

/* What ends a word. */
static const bool ends_word[256] = {[' '] = true, ['\t'] = true, [','] = true};

static const char *skip_word(const char *at, const char *end)
{
    while (at < end && !ends_word[(unsigned char)*at])
        at++;
    return at;
}

/* Digits to the end of the word; *at is moved there. */
static uint64_t number(const char **at, const char *end, bool *good)
{
    const char *p = *at, *start = p;
    uint64_t n = 0;
    while (p < end && *p >= '0' && *p <= '9')
        n = n * 10 + (uint64_t)(*p++ - '0');
    /* 19 digits always fit */
    if (p - start > 19 || (p < end && !ends_word[(unsigned char)*p])) {
        *good = false;
        p = skip_word(p, end);
        n = 0;
    }
    *at = p;
    return n;
}

/* The quick way for IPv4; anything odd takes the strict one. */
static bool address(struct wit_addr *out, const char **at, const char *end)
{
    const char *p = *at;
    uint64_t value = 0;
    unsigned parts = 0;
    for (; parts < 4; parts++) {
        unsigned part = 0, digits = 0;
        for (; p < end && *p >= '0' && *p <= '9' && digits < 3 && !(digits > 0 && part == 0); digits++)
            part = part * 10 + (unsigned)(*p++ - '0');
        if (digits == 0 || part > 255 || (parts < 3 && (p == end || *p++ != '.')))
            break;
        value = value << 8 | part;
    }
    if (parts == 4 && (p == end || ends_word[(unsigned char)*p])) {
        *at = p;
        *out = (struct wit_addr){0, value, 4};
        return true;
    }
    char text[WIT_ADDR_TEXT];
    p = skip_word(*at, end);
    size_t len = (size_t)(p - *at);
    if (len >= sizeof text)
        return false;
    memcpy(text, *at, len);
    text[len] = '\0';
    *at = p;
    return wit_addr_parse(out, text, NULL);
}

/* CloudWatch's export: "2026-11-20T21:43:26.000Z 2 111122223333 …" */
static bool is_time(const char *word, size_t len)
{
    return len >= 20 && word[4] == '-' && word[7] == '-' && word[10] == 'T' && word[len - 1] == 'Z';
}

static enum wit_log_line status_of(const char *word, size_t len)
{
    return len == 6 && memcmp(word, "NODATA", 6) == 0     ? WIT_LOG_NODATA
           : len == 8 && memcmp(word, "SKIPDATA", 8) == 0 ? WIT_LOG_SKIPDATA
                                                          : WIT_LOG_RECORD;
}

/* One field from *at on; *at is moved behind its word. */
static bool read_field(struct wit_log_record *r, enum field field, const char **at, const char *end,
                       enum wit_log_line *line)
{
    bool good = true;
    struct wit_addr a;
    const char *word = *at;
    if (*word == '-' && (word + 1 == end || ends_word[(unsigned char)word[1]])) {
        *at = word + 1;
        return true;
    }
    switch (field) {
    case SRC:
    case PKT_SRC:
        if (!address(&a, at, end))
            return false;
        if (field == PKT_SRC || r->src.family == 0)
            r->src = a;
        return true;
    case DST:
    case PKT_DST:
        if (!address(&a, at, end))
            return false;
        if (field == PKT_DST || r->dst.family == 0)
            r->dst = a;
        return true;
    case SRC_PORT:
        r->src_port = (uint16_t)number(at, end, &good);
        return good;
    case DST_PORT:
        r->dst_port = (uint16_t)number(at, end, &good);
        return good;
    case PROTOCOL:
        r->protocol = (uint8_t)number(at, end, &good);
        return good;
    case PACKETS:
        r->packets = number(at, end, &good);
        return good;
    case BYTES:
        r->bytes = number(at, end, &good);
        return good;
    case START:
        r->start = (int64_t)number(at, end, &good);
        return good && r->start >= 0 && r->start < SECONDS_MAX;
    case END:
        r->end = (int64_t)number(at, end, &good);
        return good && r->end >= 0 && r->end < SECONDS_MAX;
    case FLAGS:
        r->flags = (int)(number(at, end, &good) & 0xff);
        return good;
    case LOST:
        r->lost += number(at, end, &good);
        return good;
    case VANTAGE:
    case ACTION:
    case STATUS:
    case NOTHING:
    case FIELDS:
        break;
    }
    *at = skip_word(word, end);
    size_t len = (size_t)(*at - word);
    if (field == VANTAGE) {
        r->vantage = word;
        r->vantage_len = len;
    } else if (field == ACTION) {
        r->action = len == 6 && memcmp(word, "ACCEPT", 6) == 0   ? WIT_LOG_ACCEPT
                    : len == 6 && memcmp(word, "REJECT", 6) == 0 ? WIT_LOG_REJECT
                                                                 : WIT_LOG_ACTION_UNKNOWN;
    } else if (field == STATUS) {
        *line = status_of(word, len);
    }
    return true;
}

static const char *next_start(const char *at, const char *end)
{
    while (at < end && ends_word[(unsigned char)*at])
        at++;
    return at;
}

enum wit_log_line wit_log_read(struct wit_log_record *out, const struct wit_log_format *format, const char *line,
                               size_t len)
{
    const char *end = line + len, *at = next_start(line, end);
    enum wit_log_line kind = WIT_LOG_RECORD;
    bool good = true;
    size_t column = 0;
    *out = (struct wit_log_record){.vantage = "", .flags = -1, .action = WIT_LOG_ACTION_UNKNOWN};
    if (len >= 20 && at[0] == '2') {
        const char *word_end = skip_word(at, end);
        if (is_time(at, (size_t)(word_end - at)))
            at = next_start(word_end, end);
    }
    for (; at < end && column < format->n; column++) {
        const char *word = at;
        if (!read_field(out, (enum field)format->columns[column], &at, end, &kind)) {
            good = false;
            at = skip_word(word, end);
        }
        at = next_start(at, end);
    }
    if (kind != WIT_LOG_RECORD)
        return kind;
    bool whole = column == format->n && at >= end;
    return whole && good && out->src.family != 0 && out->src.family == out->dst.family ? WIT_LOG_RECORD : WIT_LOG_BAD;
}
