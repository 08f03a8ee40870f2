/* collectors/kafka/client_config.c: from a Java client's properties to what a connection needs.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/kafka/client_config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/io.h"
#include "collectors/aws/secret.h"
#include "collectors/secrets.h"

/* A configuration in the making. */
struct maker {
    struct wit_kafka_config *out;
    struct wit_arena *arena;
};

/* The value without blanks around it, as Kafka parses every setting; NULL: absent or empty. */
static const char *value_of(const struct maker *m, const char *key)
{
    for (size_t i = 0; i < m->out->props.n; i++) {
        if (strcmp(m->out->props.items[i].key, key) != 0)
            continue;
        char *value = (char *)(uintptr_t)m->out->props.items[i].value; /* in props.text, which is ours */
        value += strspn(value, " \t\r\n\f");
        size_t len = strlen(value);
        while (len > 0 && strchr(" \t\r\n\f", value[len - 1]) != NULL)
            len--;
        value[len] = '\0';
        return len > 0 ? value : NULL;
    }
    return NULL;
}

static void set(struct maker *m, const char *name, const char *value)
{
    assert(m->out->n_settings < WIT_KAFKA_SETTINGS);
    m->out->settings[m->out->n_settings].name = name;
    m->out->settings[m->out->n_settings++].value = value;
}

WIT_PRINTF(2, 3) static void warn(struct maker *m, const char *fmt, ...)
{
    char text[512];
    va_list args;
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    struct wit_kafka_config *c = m->out;
    WIT_PUSH(m->arena, c->warnings, c->n_warnings, c->cap_warnings) = wit_strdup(m->arena, text);
}

static bool check_keys(struct maker *m, struct wit_err *err)
{
    for (size_t i = 0; i < m->out->props.n; i++) {
        const struct wit_property *p = &m->out->props.items[i];
        const struct wit_kafka_key *row = wit_kafka_key_find(p->key);
        if (row->use == WIT_KEY_UNKNOWN)
            warn(m, "line %u: '%.80s' is no setting of a Kafka client; it has no effect", p->line, p->key);
        else if (row->use == WIT_KEY_WARNED)
            warn(m, "line %u: '%.80s' has no effect here: %s", p->line, p->key, row->why);
        else if (row->use == WIT_KEY_PASSED && value_of(m, p->key) != NULL)
            set(m, row->name, value_of(m, p->key));
        if (row->use == WIT_KEY_TAKEN && wit_secret_reference(p->value))
            return wit_fail(err, WIT_EUSAGE,
                            "line %u: %s is a reference to a config provider, which is not looked up: write the value "
                            "into a file that only you can read",
                            p->line, p->key);
    }
    return true;
}

/* ---- TLS ---- */

struct store_keys {
    const char *location, *type, *password, *pem, *pem_key;
};

static bool read_store(struct wit_keystore *out, struct maker *m, const struct store_keys *keys, struct wit_err *err)
{
    static const char *const readable[] = {"PEM", "PKCS12", "JKS"}; /* Java reads PKCS12 as "JKS" too */
    const char *location = value_of(m, keys->location), *type = value_of(m, keys->type);
    const char *pem = value_of(m, keys->pem);
    bool known = type == NULL;
    for (size_t i = 0; i < sizeof readable / sizeof readable[0] && !known; i++)
        known = strcasecmp(type, readable[i]) == 0;
    if (!known)
        return wit_fail(err, WIT_EUSAGE, "%s: PEM and PKCS12 stores are read, not %.40s", keys->type, type);
    if (pem != NULL) {
        const char *key = keys->pem_key != NULL ? value_of(m, keys->pem_key) : NULL;
        size_t room = strlen(pem) + (key != NULL ? strlen(key) : 0) + 2;
        char *both = wit_alloc(m->arena, room);
        snprintf(both, room, "%s\n%s", pem, key != NULL ? key : "");
        bool done =
            wit_keystore_read(out, m->arena, keys->pem, both, strlen(both), NULL, value_of(m, "ssl.key.password"), err);
        wit_wipe(both, room);
        return done;
    }
    if (location == NULL)
        return true;
    char *bytes;
    size_t len;
    if (!wit_file_read(&bytes, &len, m->arena, location, WIT_KEYSTORE_MAX_BYTES, err))
        return wit_fail_in(err, "%s", keys->location);
    const char *what = wit_fmt(m->arena, "%s %s", keys->location, location);
    bool done = wit_keystore_read(out, m->arena, what, bytes, len, value_of(m, keys->password),
                                  value_of(m, "ssl.key.password"), err);
    wit_wipe(bytes, len);
    return done;
}

static bool take_tls(struct maker *m, struct wit_err *err)
{
    static const struct store_keys trust = {"ssl.truststore.location", "ssl.truststore.type", "ssl.truststore.password",
                                            "ssl.truststore.certificates", NULL};
    static const struct store_keys identity = {"ssl.keystore.location", "ssl.keystore.type", "ssl.keystore.password",
                                               "ssl.keystore.certificate.chain", "ssl.keystore.key"};
    struct wit_kafka_config *c = m->out;
    if (!read_store(&c->trust, m, &trust, err) || !read_store(&c->identity, m, &identity, err))
        return false;
    wit_keystore_wipe(&c->trust); /* a key in a trust store is not used */
    if (c->identity.certificates != NULL && c->identity.key == NULL)
        return wit_fail(err, WIT_EUSAGE, "ssl.keystore: there is a certificate in it and no private key");
    if (c->identity.certificates != NULL && c->identity.not_after_ms < wit_now_ms()) {
        char day[WIT_TIME_TEXT];
        warn(m, "the client's certificate %s has expired (valid until %.10s)", c->identity.subject,
             wit_time_text(day, c->identity.not_after_ms));
    }
    bool given = false; /* empty: the host name is not checked; absent: it is, as Kafka's default is "https" */
    for (size_t i = 0; i < c->props.n; i++)
        given = given || strcmp(c->props.items[i].key, "ssl.endpoint.identification.algorithm") == 0;
    const char *algorithm = value_of(m, "ssl.endpoint.identification.algorithm");
    if (algorithm != NULL && strcasecmp(algorithm, "https") != 0)
        return wit_fail(err, WIT_EUSAGE, "ssl.endpoint.identification.algorithm is https or empty, not '%.40s'",
                        algorithm);
    bool check = !given || algorithm != NULL;
    set(m, "ssl.endpoint.identification.algorithm", check ? "https" : "none");
    if (!check)
        warn(m, "host names of brokers are not checked (ssl.endpoint.identification.algorithm is empty)");
    return true;
}

/* ---- SASL ---- */

static bool take_password(struct maker *m, struct wit_err *err)
{
    struct wit_kafka_config *c = m->out;
    const char *user = wit_jaas_option(&c->jaas, "username"), *password = wit_jaas_option(&c->jaas, "password");
    const char *token = wit_jaas_option(&c->jaas, "tokenauth");
    if (user == NULL || password == NULL)
        return wit_fail(err, WIT_EUSAGE, "sasl.jaas.config: %s needs username=\"…\" and password=\"…\"", c->mechanism);
    if (token != NULL && strcasecmp(token, "true") == 0)
        return wit_fail(err, WIT_EUSAGE,
                        "sasl.jaas.config: delegation tokens (tokenauth) are not supported; give a "
                        "user and a password");
    c->user = wit_strdup(m->arena, user);
    set(m, "sasl.username", user);
    set(m, "sasl.password", password);
    return true;
}

static bool take_oauth(struct maker *m, struct wit_err *err)
{
    struct wit_kafka_config *c = m->out;
    const char *handler = value_of(m, "sasl.login.callback.handler.class");
    if (strstr(c->jaas.module, "OAuthBearerLoginModule") == NULL ||
        (handler != NULL && strstr(handler, "org.apache.kafka.") == NULL))
        return wit_fail(err, WIT_EUSAGE,
                        "OAUTHBEARER with %.120s needs that Java class; client credentials "
                        "(sasl.oauthbearer.token.endpoint.url) are supported",
                        handler != NULL ? handler : c->jaas.module);
    const char *url = value_of(m, "sasl.oauthbearer.token.endpoint.url");
    const char *subject = wit_jaas_option(&c->jaas, "unsecuredLoginStringClaim_sub");
    if (url == NULL && subject != NULL) {
        if (strpbrk(subject, " \t,=") != NULL)
            return wit_fail(err, WIT_EUSAGE, "sasl.jaas.config: the name of an unsecured token has a blank in it");
        c->user = wit_strdup(m->arena, subject);
        set(m, "enable.sasl.oauthbearer.unsecure.jwt", "true");
        set(m, "sasl.oauthbearer.config", wit_fmt(m->arena, "principal=%s", subject));
        return true;
    }
    if (url == NULL)
        return wit_fail(err, WIT_EUSAGE, "OAUTHBEARER needs sasl.oauthbearer.token.endpoint.url");
    const char *id = value_of(m, "sasl.oauthbearer.client.credentials.client.id");
    const char *secret = value_of(m, "sasl.oauthbearer.client.credentials.client.secret");
    const char *scope = value_of(m, "sasl.oauthbearer.scope"), *claim = value_of(m, "sasl.oauthbearer.sub.claim.name");
    c->oauth = (struct wit_kafka_oauth){
        .client_id = id != NULL ? id : wit_jaas_option(&c->jaas, "clientId"),
        .client_secret = secret != NULL ? secret : wit_jaas_option(&c->jaas, "clientSecret"),
        .scope = scope != NULL ? scope : wit_jaas_option(&c->jaas, "scope"),
        .subject_claim = claim != NULL ? claim : "sub",
    };
    if (c->oauth.client_id == NULL || c->oauth.client_secret == NULL)
        return wit_fail(err, WIT_EUSAGE, "sasl.jaas.config: OAUTHBEARER needs clientId=\"…\" and clientSecret=\"…\"");
    if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
        return wit_fail(err, WIT_EUSAGE, "sasl.oauthbearer.token.endpoint.url: it must begin with https://");
    c->oauth.url = url;
    const char *type = value_of(m, "ssl.truststore.type");
    c->oauth.ca_file = type != NULL && strcasecmp(type, "PEM") == 0 ? value_of(m, "ssl.truststore.location") : NULL;
    return true;
}

static const struct mechanism {
    const char *name;
    bool (*take)(struct maker *m, struct wit_err *err);
    const char *refused;
} mechanisms[] = {
    {"PLAIN", take_password, NULL},
    {"SCRAM-SHA-256", take_password, NULL},
    {"SCRAM-SHA-512", take_password, NULL},
    {"OAUTHBEARER", take_oauth, NULL},
    {"GSSAPI", NULL, "Kerberos is not supported"},
    {"AWS_MSK_IAM", NULL, "it needs a Java class"},
};

static bool take_sasl(struct maker *m, struct wit_err *err)
{
    struct wit_kafka_config *c = m->out;
    c->mechanism = value_of(m, "sasl.mechanism");
    if (c->mechanism == NULL)
        c->mechanism = "GSSAPI"; /* Kafka's default */
    const struct mechanism *row = NULL;
    for (size_t i = 0; i < sizeof mechanisms / sizeof mechanisms[0]; i++)
        if (strcmp(mechanisms[i].name, c->mechanism) == 0)
            row = &mechanisms[i];
    if (row == NULL || row->take == NULL)
        return wit_fail(
            err, WIT_EUSAGE,
            "sasl.mechanism %.40s: %s; use a listener with PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER "
            "or a client certificate",
            c->mechanism, row == NULL ? "there is no such mechanism here" : row->refused);
    c->mechanism = row->name;
    const char *jaas = value_of(m, "sasl.jaas.config"), *handler = value_of(m, "sasl.client.callback.handler.class");
    if (jaas == NULL)
        return wit_fail(err, WIT_EUSAGE, "sasl.jaas.config is not there: %s needs its login module and credentials",
                        c->mechanism);
    if (handler != NULL)
        return wit_fail(err, WIT_EUSAGE, "sasl.client.callback.handler.class: it needs a Java class, %.120s", handler);
    set(m, "sasl.mechanism", c->mechanism);
    return wit_jaas_parse(&c->jaas, m->arena, jaas, err) && row->take(m, err);
}

static bool has_prefix(const struct wit_properties *props, const char *prefix)
{
    for (size_t i = 0; i < props->n; i++)
        if (strncmp(props->items[i].key, prefix, strlen(prefix)) == 0)
            return true;
    return false;
}

static bool make(struct maker *m, struct wit_err *err)
{
    static const char *const protocols[] = {"PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"};
    struct wit_kafka_config *c = m->out;
    if (!check_keys(m, err))
        return false;
    const char *protocol = value_of(m, "security.protocol"), *timeout = value_of(m, "request.timeout.ms");
    for (size_t i = 0; i < sizeof protocols / sizeof protocols[0]; i++)
        if (strcasecmp(protocol != NULL ? protocol : "PLAINTEXT", protocols[i]) == 0)
            c->protocol = protocols[i];
    if (c->protocol == NULL)
        return wit_fail(err, WIT_EUSAGE, "security.protocol is PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL, not '%.40s'",
                        protocol);
    const char *bootstrap = value_of(m, "bootstrap.servers");
    c->bootstrap = bootstrap != NULL ? wit_strdup(m->arena, bootstrap) : NULL;
    bool tls = strstr(c->protocol, "SSL") != NULL, sasl = strstr(c->protocol, "SASL") != NULL;
    if (protocol == NULL && (has_prefix(&c->props, "ssl.") || has_prefix(&c->props, "sasl.")))
        warn(m, "security.protocol is not there, so it is PLAINTEXT: settings of ssl and sasl have no effect");
    set(m, "security.protocol", c->protocol);
    if (timeout != NULL) {
        char *end;
        unsigned long ms = strtoul(timeout, &end, 10);
        if (*end != '\0' || ms < 1 || ms > 3600000)
            return wit_fail(err, WIT_EUSAGE, "request.timeout.ms is a number from 1 to 3600000");
        c->request_timeout_ms = (unsigned)ms;
    }
    return (!tls || take_tls(m, err)) && (!sasl || take_sasl(m, err));
}

bool wit_kafka_config_of(struct wit_kafka_config *out, struct wit_arena *arena, const struct wit_properties *props,
                         struct wit_err *err)
{
    struct wit_kafka_config config = {.props = *props};
    struct maker m = {.out = &config, .arena = arena};
    if (!make(&m, err)) {
        wit_kafka_config_wipe(&config);
        return false;
    }
    *out = config;
    return true;
}

bool wit_kafka_config_read(struct wit_kafka_config *out, struct wit_arena *arena, const char *path, struct wit_err *err)
{
    struct wit_properties props = {0};
    if (path == NULL)
        return wit_kafka_config_of(out, arena, &props, err);
    return wit_properties_read(&props, arena, path, err) &&
           (wit_kafka_config_of(out, arena, &props, err) || wit_fail_in(err, "%s", path));
}

void wit_kafka_config_wipe(struct wit_kafka_config *config)
{
    wit_properties_wipe(&config->props);
    wit_wipe(config->jaas.text, config->jaas.text_len);
    wit_keystore_wipe(&config->trust);
    wit_keystore_wipe(&config->identity);
    config->n_settings = 0;
    config->oauth = (struct wit_kafka_oauth){0};
}
