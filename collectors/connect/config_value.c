/* collectors/connect/config_value.c: one setting of a connector as it may be stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Apache Kafka, Connect configuration (prefixes of converters, transforms and predicates; config providers);
 * docs/collect-connect.md, "Secrets".
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "collectors/connect/redact.h"
#include "collectors/secrets.h"
#include "evidence/destinations.h"

enum { MAX_HOSTS = 64 };

const struct wit_plugin *wit_plugins_find(const struct wit_plugins *plugins, const char *class)
{
    for (size_t i = 0; plugins != NULL && class != NULL && i < plugins->n; i++)
        if (strcmp(plugins->items[i].class, class) == 0)
            return &plugins->items[i];
    return NULL;
}

static bool starts(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

/* The class that a setting belongs to, and the setting's name there: of "value.converter.x" the converter's "x", of
 * "transforms.t.x" the transform's; else the connector's. NULL: the configuration does not name it. */
static const char *class_of(struct wit_arena *scratch, const struct wit_value *config, const char *key,
                            const char **name)
{
    static const char *const converters[] = {"key.converter", "value.converter", "header.converter"};
    static const char *const lists[] = {"transforms.", "predicates."};
    *name = key;
    for (size_t i = 0; i < sizeof converters / sizeof converters[0]; i++) {
        size_t len = strlen(converters[i]);
        if (starts(key, converters[i]) && key[len] == '.') {
            *name = key + len + 1;
            return wit_str(config, converters[i]);
        }
    }
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        const char *dot = starts(key, lists[i]) ? strchr(key + strlen(lists[i]), '.') : NULL;
        if (dot == NULL)
            continue;
        *name = dot + 1;
        return wit_str(config, wit_fmt(scratch, "%.*s.type", (int)(dot - key), key));
    }
    return wit_str(config, "connector.class");
}

/* Connect's own settings, and values that cannot hold a secret whatever they are called. */
static bool is_harmless(const char *key, const char *value)
{
    static const char *const keys[] = {"name",
                                       "connector.class",
                                       "tasks.max",
                                       "topics",
                                       "topics.regex",
                                       "topic",
                                       "transforms",
                                       "predicates",
                                       "type",
                                       "key.converter",
                                       "mode",
                                       "file",
                                       "header.converter",
                                       "database",
                                       "value.converter",
                                       "table.name",
                                       "flush.size"};
    static const char *const prefixes[] = {"errors.", "topic.creation.", "config.action.", "offset.", "offsets."};
    static const char *const ends[] = {".class",  ".type",     ".protocol", ".mechanism", ".region",
                                       ".bucket", ".database", ".alias",    ".format",    ".policy",
                                       ".port",   ".mode",     ".topic",    ".topics",    ".bucket.name"};
    size_t len = strlen(key), digits = strspn(value, "0123456789.-");
    if ((value[digits] == '\0' && digits < 12) || strcasecmp(value, "true") == 0 || strcasecmp(value, "false") == 0)
        return true;
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (strcmp(key, keys[i]) == 0)
            return true;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (starts(key, prefixes[i]))
            return true;
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (len > strlen(ends[i]) && strcmp(key + len - strlen(ends[i]), ends[i]) == 0)
            return true;
    return false;
}

/* What the table of destinations reads out of this setting alone. */
static const struct wit_destination *told_by(struct wit_arena *scratch, size_t *n, const struct wit_value *config,
                                             const char *key, const char *value)
{
    const char *class = wit_str(config, "connector.class");
    struct wit_connector_config one = {key, value};
    bool known;
    const struct wit_destination *d = wit_destinations(n, &known, scratch, class != NULL ? class : "", &one, 1);
    size_t mine = 0;
    struct wit_destination *out = WIT_NEW_ARRAY(scratch, struct wit_destination, *n + 1);
    for (size_t i = 0; i < *n; i++)
        if (strcmp(d[i].key, key) == 0 && !d[i].unresolved)
            out[mine++] = d[i];
    *n = mine;
    return out;
}

/* A secret that is a URL: its scheme and hosts, which the table read out of it, stay. True when that could be done. */
static bool keep_hosts(struct wit_buf *out, struct wit_arena *scratch, const struct wit_value *config, const char *key,
                       const char *value)
{
    size_t n, again;
    const char *slashes = strstr(value, "://");
    const struct wit_destination *d = told_by(scratch, &n, config, key, value);
    if (n == 0 || n > MAX_HOSTS || slashes == NULL || slashes - value > 40 ||
        strchr(slashes + 3 + strcspn(slashes + 3, "/?#"), '@') != NULL) /* the password may reach that far */
        return false;
    struct wit_buf text;
    wit_buf_init(&text, (size_t)64 << 10);
    wit_buf_add(&text, value, (size_t)(slashes - value));
    wit_buf_puts(&text, "://" WIT_SECRETS_REMOVED "@");
    for (size_t i = 0; i < n; i++) {
        bool v6 = strchr(d[i].host, ':') != NULL;
        wit_buf_printf(&text, "%s%s%s%s", i > 0 ? "," : "", v6 ? "[" : "", d[i].host, v6 ? "]" : "");
        if (d[i].port != 0 && !d[i].port_assumed)
            wit_buf_printf(&text, ":%u", d[i].port);
    }
    const struct wit_destination *same = told_by(scratch, &again, config, key, wit_buf_str(&text));
    bool good = again == n && !text.over;
    for (size_t i = 0; good && i < n; i++)
        good = d[i].host[0] != '\0' && strcmp(d[i].host, same[i].host) == 0 && d[i].port == same[i].port;
    if (good)
        wit_buf_puts(out, wit_buf_str(&text));
    wit_buf_deinit(&text);
    return good;
}

/* Signatures and codes among the parameters of a URL, and paths that are themselves the password (web hooks). */
static bool scrub_url(struct wit_buf *out, const char *value)
{
    static const char *const params[] = {"sig", "signature", "code", "key", "auth", "hmac", "x-amz-signature"};
    static const char *const hooks[] = {"hooks.slack.com/", "webhook.office.com/", "discord.com/api/webhooks/",
                                        "discordapp.com/api/webhooks/"};
    bool removed = false;
    for (const char *at = value; *at != '\0';) {
        size_t hook = 0, len = 0;
        for (size_t i = 0; i < sizeof hooks / sizeof hooks[0]; i++)
            if (strncasecmp(at, hooks[i], strlen(hooks[i])) == 0)
                hook = strlen(hooks[i]);
        if (hook == 0 && (*at == '?' || *at == '&' || *at == ';'))
            for (size_t i = 0; i < sizeof params / sizeof params[0]; i++)
                if (strncasecmp(at + 1, params[i], strlen(params[i])) == 0 && at[1 + strlen(params[i])] == '=')
                    hook = strlen(params[i]) + 2;
        if (hook == 0) {
            wit_buf_putc(out, *at++);
            continue;
        }
        wit_buf_add(out, at, hook);
        at += hook;
        len = strcspn(at, "&;, \t\r\n\"'");
        bool stays = len == 0 || (strncmp(at, "${", 2) == 0 && at[len - 1] == '}') ||
                     (len == strlen(WIT_SECRETS_REMOVED) && strncmp(at, WIT_SECRETS_REMOVED, len) == 0);
        wit_buf_add(out, stays ? at : WIT_SECRETS_REMOVED, stays ? len : strlen(WIT_SECRETS_REMOVED));
        removed = removed || !stays;
        at += len;
    }
    return removed;
}

/* An "@" behind a URL's authority that is not the value of a parameter: a "/" or "?" of a password that nobody encoded
 * may have ended the authority too early. What is what cannot be told. */
static bool is_doubtful(const char *value)
{
    const char *slashes = strstr(value, "://");
    if (slashes == NULL)
        return false;
    const char *behind = slashes + 3 + strcspn(slashes + 3, "/?#");
    for (const char *at = behind; (at = strchr(at, '@')) != NULL; at++) {
        const char *from = at;
        while (from > behind && strchr("?&;=", from[-1]) == NULL)
            from--;
        if (from == behind || from[-1] != '=')
            return true;
    }
    return false;
}

/* "jdbc:oracle:thin:user/password@…": all before the last "@" goes; the length of what stays before it, 0 not Oracle.
 */
static size_t oracle_head(const char *value, const char **rest)
{
    static const char lead[] = "jdbc:oracle:";
    if (strncasecmp(value, lead, sizeof lead - 1) != 0)
        return 0;
    const char *colon = strchr(value + sizeof lead - 1, ':');
    *rest = strrchr(value, '@');
    return colon != NULL && *rest != NULL && *rest > colon + 1 ? (size_t)(colon + 1 - value) : 0;
}

/* By names alone, then what only URLs have. */
static bool scrub(struct wit_buf *out, const char *key, const char *value)
{
    const char *rest;
    size_t head = oracle_head(value, &rest);
    if (head > 0) {
        wit_buf_add(out, value, head);
        wit_buf_puts(out, WIT_SECRETS_REMOVED);
        value = rest;
    } else if (is_doubtful(value)) {
        wit_buf_puts(out, WIT_SECRETS_REMOVED);
        return true;
    }
    struct wit_buf first;
    wit_buf_init(&first, strlen(value) * 11 + 64);
    bool removed = wit_secret_scrub(&first, key, value);
    removed = scrub_url(out, wit_buf_str(&first)) || removed || head > 0;
    wit_buf_deinit(&first);
    return removed;
}

bool wit_connect_text(struct wit_buf *out, const char *key, const char *value)
{
    return scrub(out, key, value);
}

bool wit_connect_config_value(struct wit_buf *out, struct wit_arena *scratch, const struct wit_plugins *plugins,
                              const struct wit_value *config, const char *key, const char *value)
{
    const char *name;
    const struct wit_plugin *plugin = wit_plugins_find(plugins, class_of(scratch, config, key, &name));
    bool password = false;
    if (value[0] == '\0' || wit_secret_reference(value)) {
        wit_buf_puts(out, value);
        return false;
    }
    for (size_t i = 0; plugin != NULL && i < plugin->n; i++)
        password = password || strcmp(plugin->passwords[i], name) == 0;
    if (password && !wit_secret_key(key) && keep_hosts(out, scratch, config, key, value))
        return true;
    if (password) {
        wit_buf_puts(out, WIT_SECRETS_REMOVED);
        return true;
    }
    bool known = plugin != NULL && plugin->known;
    if (!known && !is_harmless(key, value) && !wit_secret_key(key)) {
        size_t n;
        (void)told_by(scratch, &n, config, key, value);
        if (n == 0) {
            wit_buf_puts(out, WIT_SECRETS_REMOVED);
            return true;
        }
        if (keep_hosts(out, scratch, config, key, value)) /* a path or a parameter may be the password */
            return true;
    }
    return scrub(out, key, value);
}

/* "org.apache.kafka.connect.errors.ConnectException: Failed with password …" -> its first word, when it is a class. */
void wit_connect_trace(struct wit_buf *out, const char *trace)
{
    size_t len = strspn(trace, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$");
    bool ends = trace[len] == '\0' || trace[len] == ':' || trace[len] == '\n' || trace[len] == '\r';
    bool is_class = len > 0 && len < 300 && ends && memchr(trace, '.', len) != NULL;
    bool exception = len > 9 && memcmp(trace + len - 9, "Exception", 9) == 0;
    bool error = len > 5 && memcmp(trace + len - 5, "Error", 5) == 0;
    if (trace[0] == '\0')
        return;
    if (is_class && (exception || error))
        wit_buf_add(out, trace, len);
    else
        wit_buf_puts(out, WIT_SECRETS_REMOVED);
}
