/* evidence/destination_url.c: hosts out of URLs and of lists of hosts.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 3986, 3.2 (authority); the connection string format of MongoDB (several hosts in one authority); Apache
 * ActiveMQ's failover transport. What is no host name or address is never guessed at: it is "not told".
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/addr.h"
#include "evidence/destination_inside.h"

enum { HOST_MAX = 253, PORT_MAX = 65535 };

struct scheme {
    const char *word, *system;
    unsigned port;
    int tls; /* 1 yes, 0 no, -1 it does not tell */
};
static const struct scheme SCHEMES[] = {
    {"amqp", "AMQP", 5672, 0},
    {"amqps", "AMQP", 5671, 1},
    {"bolt", "Neo4j", 7687, -1},
    {"bolt+s", "Neo4j", 7687, 1},
    {"bolt+ssc", "Neo4j", 7687, 1},
    {"couchbase", "Couchbase", 11210, 0},
    {"couchbases", "Couchbase", 11207, 1},
    {"ftp", "FTP", 21, 0},
    {"ftps", "FTP", 21, 1},
    {"hdfs", "HDFS", 8020, -1},
    {"http", "HTTP", 80, 0},
    {"https", "HTTP", 443, 1},
    {"ldap", "LDAP", 389, 0},
    {"ldaps", "LDAP", 636, 1},
    {"mongodb", "MongoDB", 27017, -1},
    {"mqtt", "MQTT", 1883, 0},
    {"mqtts", "MQTT", 8883, 1},
    {"nats", "NATS", 4222, -1},
    {"neo4j", "Neo4j", 7687, -1},
    {"neo4j+s", "Neo4j", 7687, 1},
    {"neo4j+ssc", "Neo4j", 7687, 1},
    {"nio", "", 0, 0},
    {"nio+ssl", "", 0, 1},
    {"pulsar", "Pulsar", 6650, 0},
    {"pulsar+ssl", "Pulsar", 6651, 1},
    {"redis", "Redis", 6379, 0},
    {"rediss", "Redis", 6379, 1},
    {"sb", "Azure Service Bus", 5671, 1},
    {"sftp", "SFTP", 22, 1},
    {"smf", "Solace", 55555, 0},
    {"smfs", "Solace", 55443, 1},
    {"ssl", "", 0, 1},
    {"t3", "WebLogic", 7001, 0},
    {"t3s", "WebLogic", 7002, 1},
    {"tcp", "", 0, 0},
    {"tcps", "", 0, 1},
    {"thrift", "Thrift", 9083, -1},
    {"tls", "", 0, 1},
    {"ws", "HTTP", 80, 0},
    {"wss", "HTTP", 443, 1},
};

const char *wit_dest_mark(struct wit_arena *arena, const char *value)
{
    static const char removed[] = "(removed)";
    size_t len = strnlen(value, WIT_DEST_MAX_VALUE), n = 0;
    char *out = wit_alloc(arena, len + 1);
    for (size_t i = 0; i < len; i++) {
        if (value[i] == '$' && value[i + 1] == '{') {
            size_t depth = 0;
            do {
                depth += value[i] == '{';
                depth -= value[i] == '}';
                i++;
            } while (i < len && (depth > 0 || value[i - 1] == '$'));
            i--;
            out[n++] = WIT_DEST_VARIABLE;
        } else if (strncmp(value + i, removed, sizeof removed - 1) == 0) {
            i += sizeof removed - 2;
            out[n++] = WIT_DEST_VARIABLE;
        } else if (n > 0 || (unsigned char)value[i] > ' ') {
            out[n++] = value[i] == WIT_DEST_VARIABLE ? ' ' : value[i];
        }
    }
    while (n > 0 && (unsigned char)out[n - 1] <= ' ' && out[n - 1] != WIT_DEST_VARIABLE)
        n--;
    out[n] = '\0';
    return out;
}

const char *wit_dest_lower(struct wit_arena *arena, const char *text, size_t len)
{
    char *out = wit_strndup(arena, text, len);
    for (char *c = out; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    return out;
}

void wit_dest_tls_word(struct wit_destination *d, const char *word)
{
    static const struct {
        const char *word;
        bool tls;
    } rows[] = {
        {"ssl", true},        {"sasl_ssl", true},        {"true", true},
        {"yes", true},        {"require", true},         {"required", true},
        {"verify-ca", true},  {"verify-full", true},     {"verify_ca", true},
        {"strict", true},     {"verify_identity", true}, {"mandatory", true},
        {"tls", true},        {"trust", true},           {"false", false},
        {"no", false},        {"disable", false},        {"disabled", false},
        {"plaintext", false}, {"sasl_plaintext", false}, {"none", false},
    };
    for (size_t i = 0; word != NULL && i < sizeof rows / sizeof rows[0]; i++)
        if (strcasecmp(word, rows[i].word) == 0) {
            d->tls_told = true;
            d->tls = rows[i].tls;
        }
}

/* A name of letters, digits, dashes, dots and underscores, or an address; "" when it is neither. */
static const char *host_of(struct wit_arena *arena, const char *text, size_t len)
{
    struct wit_addr addr;
    char room[WIT_ADDR_TEXT];
    if (len == 0 || len > HOST_MAX + 1)
        return "";
    const char *host = wit_dest_lower(arena, text, len);
    if (wit_addr_parse(&addr, host, NULL))
        return wit_strdup(arena, wit_addr_text(room, addr));
    if (host[len - 1] == '.')
        host = wit_strndup(arena, host, --len);
    if (len == 0 || len > HOST_MAX || host[0] == '.' || host[0] == '-' ||
        strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789-._") != len)
        return "";
    /* 10.0.0.300 or 10.1 is no name */
    return strspn(host, "0123456789.") == len ? "" : host;
}

/* True and *out set for 1 to 65535. */
static bool port_of(unsigned *out, const char *text, size_t len)
{
    unsigned n = 0;
    if (len == 0 || len > 5)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        n = n * 10 + (unsigned)(text[i] - '0');
    }
    *out = n;
    return n > 0 && n <= PORT_MAX;
}

void wit_dest_add_host(struct wit_dest_out *out, const struct wit_destination *like, const char *text, size_t len,
                       unsigned port)
{
    struct wit_destination d = *like;
    while (len > 0 && (unsigned char)text[0] <= ' ' && text[0] != WIT_DEST_VARIABLE) {
        text++;
        len--;
    }
    while (len > 0 && (unsigned char)text[len - 1] <= ' ' && text[len - 1] != WIT_DEST_VARIABLE)
        len--;
    d.port = port;
    d.port_assumed = port != 0;
    if (len > 2 && text[0] == '[') {
        const char *end = memchr(text, ']', len);
        size_t inside = end != NULL ? (size_t)(end - text) - 1 : 0, after = end != NULL ? len - inside - 2 : 0;
        d.host = host_of(out->arena, text + 1, inside);
        if (strchr(d.host, ':') == NULL)
            d.host = "";
        if (after > 0) {
            d.unresolved = end[1] != ':' || !port_of(&d.port, end + 2, after - 1);
            d.port_assumed = false;
        }
    } else {
        d.host = host_of(out->arena, text, len); /* also a bare IPv6 address */
        const char *colon = d.host[0] == '\0' ? memchr(text, ':', len) : NULL;
        if (colon != NULL) {
            size_t name = (size_t)(colon - text);
            d.host = host_of(out->arena, text, name);
            d.unresolved = !port_of(&d.port, colon + 1, len - name - 1);
            d.port_assumed = false;
        }
    }
    if (d.unresolved && !d.port_assumed)
        d.port = 0;
    d.unresolved = d.unresolved || d.host[0] == '\0';
    wit_dest_add(out, &d);
}

void wit_dest_read_hosts(struct wit_dest_out *out, const struct wit_destination *like, const char *text, unsigned port)
{
    for (const char *at = text; *at != '\0';) {
        size_t len = strcspn(at, ",; \t\r\n");
        if (len > 0) {
            const char *slash = memchr(at, '/', len); /* "rs0/h1:27017": a replica set before its first host */
            const char *paren = memchr(at, '(', len); /* IBM MQ: "host(1414)" */
            size_t skip = slash != NULL && (slash[1] != '\0') ? (size_t)(slash - at) + 1 : 0;
            if (paren != NULL && at[len - 1] == ')')
                wit_dest_add_host(out, like,
                                  wit_fmt(out->arena, "%.*s:%.*s", (int)(paren - at), at,
                                          (int)(len - (size_t)(paren - at) - 2), paren + 1),
                                  len - 1, port);
            else
                wit_dest_add_host(out, like, at + skip, len - skip, port);
        }
        at += len;
        at += *at != '\0';
    }
}

const char *wit_dest_param(struct wit_arena *arena, const char *text, const char *name)
{
    size_t name_len = strlen(name);
    for (const char *at = text; (at = strpbrk(at, "?&;(,")) != NULL;) {
        at++;
        at += strspn(at, " ");
        if (strncasecmp(at, name, name_len) == 0 && at[name_len + strspn(at + name_len, " ")] == '=') {
            const char *value = strchr(at, '=') + 1;
            value += strspn(value, " ");
            return wit_strndup(arena, value, strcspn(value, "&;),# "));
        }
    }
    return NULL;
}

/* Length of "scheme" before "://", 0 when there is none. RFC 3986, 3.1 */
static size_t scheme_len(const char *text)
{
    size_t len = 0;
    while (
        (text[len] >= 'a' && text[len] <= 'z') || (text[len] >= 'A' && text[len] <= 'Z') ||
        (len > 0 && ((text[len] >= '0' && text[len] <= '9') || strchr("+-.", text[len]) != NULL) && text[len] != '\0'))
        len++;
    return len > 0 && strncmp(text + len, "://", 3) == 0 ? len : 0;
}

bool wit_dest_is_doubtful(const char *behind)
{
    for (const char *at = behind; (at = strchr(at, '@')) != NULL; at++) {
        const char *from = at;
        while (from > behind && strchr("?&;=", from[-1]) == NULL)
            from--;
        if (from == behind || from[-1] != '=')
            return true;
    }
    return false;
}

static void take_authority(struct wit_dest_out *out, const struct wit_destination *like, const char *text, size_t len,
                           unsigned port)
{
    for (size_t i = len; i > 0; i--)
        if (text[i - 1] == '@') {
            text += i;
            len -= i;
            break;
        }
    for (size_t from = 0; from <= len;) {
        const char *comma = memchr(text + from, ',', len - from);
        size_t n = comma != NULL ? (size_t)(comma - text) - from : len - from;
        if (n > 0 || len == 0)
            wit_dest_add_host(out, like, text + from, n, port);
        from += n + 1;
    }
}

/* One URL at `text`; returns its length. */
static size_t take_url(struct wit_dest_out *out, const struct wit_destination *like, const char *text, size_t name,
                       unsigned port)
{
    const char *scheme = wit_dest_lower(out->arena, text, name), *authority = text + name + 3;
    size_t len = strcspn(authority, "/?#;() \t\r\n");
    for (size_t i = 0; i < len; i++) /* "http://a:9200,http://b:9200" */
        if (authority[i] == ',' && scheme_len(authority + i + 1) > 0)
            len = i;
    size_t end = len;
    while (authority[end] != '\0' && (authority[end] != ',' || scheme_len(authority + end + 1) == 0))
        end++;
    size_t used = name + 3 + end;
    const char *behind = wit_strndup(out->arena, authority + len, end - len);
    struct wit_destination d = *like;
    if (strcmp(scheme, "file") == 0 || strcmp(scheme, "vm") == 0) {
        out->local = true;
        return used;
    }
    if (wit_dest_is_doubtful(behind)) {
        wit_dest_add_unresolved(out, like);
        return used;
    }
    if (wit_dest_read_store_url(out, like, scheme, authority, len))
        return used;
    bool srv = strcmp(scheme, "mongodb+srv") == 0;
    for (size_t i = 0; i < sizeof SCHEMES / sizeof SCHEMES[0]; i++) {
        if (strcmp(srv ? "mongodb" : scheme, SCHEMES[i].word) != 0)
            continue;
        if (d.system[0] == '\0')
            d.system = SCHEMES[i].system;
        if (SCHEMES[i].port != 0)
            port = SCHEMES[i].port;
        if (SCHEMES[i].tls >= 0 || srv) {
            d.tls_told = true;
            d.tls = SCHEMES[i].tls == 1 || srv;
        }
    }
    if (strncmp(scheme, "mongodb", 7) == 0) {
        wit_dest_tls_word(&d, wit_dest_param(out->arena, behind, "ssl"));
        wit_dest_tls_word(&d, wit_dest_param(out->arena, behind, "tls"));
    }
    if (srv) { /* the hosts stand in DNS: the records _mongodb._tcp of this name */
        d.unresolved = true;
        port = 0;
    }
    take_authority(out, &d, authority, len, port);
    return used;
}

bool wit_dest_read_urls(struct wit_dest_out *out, const struct wit_destination *like, const char *text, unsigned port,
                        bool sure)
{
    static const char failover[] = "failover:";
    if (strncasecmp(text, failover, sizeof failover - 1) == 0) {
        text += sizeof failover - 1;
        text += strspn(text, "(/");
    }
    const char *colon = strchr(text, ':');
    if (!sure && strstr(text, "://") == NULL && strchr(text, WIT_DEST_VARIABLE) == NULL &&
        (colon == NULL || colon == text || colon[1] < '0' || colon[1] > '9'))
        return false;
    for (const char *at = text; *at != '\0';) {
        at += strspn(at, ", \t\r\n");
        size_t name = scheme_len(at);
        if (name > 0) {
            at += take_url(out, like, at, name, port);
            continue;
        }
        size_t len = strcspn(at, ","), host = strcspn(at, ",/?# ");
        const char *userinfo = memchr(at, '@', len);
        if (userinfo != NULL)
            wit_dest_add_unresolved(out, like);
        else if (host > 0)
            wit_dest_add_host(out, like, at, host, port);
        at += len;
    }
    return true;
}
