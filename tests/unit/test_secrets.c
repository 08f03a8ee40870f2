/* tests/unit/test_secrets.c: settings that are secrets are known by name, and secrets inside of values are found.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "collectors/secrets.h"

static const struct name_row {
    const char *name;
    bool secret;
} names[] = {
    {"ssl.key.password", true},
    {"listener.name.internal.scram-sha-512.sasl.jaas.config", true},
    {"ssl.keystore.key", true},
    {"connection.password", true},
    {"CONNECTION_PASSWORD", true},
    {"basic.auth.user.info", true},
    {"value.converter.basic.auth.user.info", true},
    {"aws.secret.access.key", true},
    {"aws.access.key.id", true},
    {"azure.accountKey", true},
    {"s3.apiKey", true},
    {"snowflake.private.key", true},
    {"snowflake.private.key.passphrase", true},
    {"delegation.token.master.key", true},
    {"password.encoder.secret", true},
    {"gcs.credentials.json", true},
    {"oauth2.client.secret", true},
    {"vault.secret.id", true},
    {"azblob.sas", true},
    {"confluent.license", true},
    {"http.headers.authorization", true},
    {"db.pwd", true},
    {"x.pw", true},
    {"smartcard.pin", true},
    {"sig", true},
    {"signature", true},
    {"signature.algorithm", false},
    {"", false},
    {"...", false},
    {"ssl.keystore.location", false},
    {"ssl.keystore.type", false},
    {"ssl.truststore.certificates", false},
    {"ssl.client.auth", false},
    {"key.converter", false},
    {"key.converter.schema.registry.url", false},
    {"key.serializer", false},
    {"message.key.columns", false},
    {"sasl.oauthbearer.token.endpoint.url", false},
    {"sasl.oauthbearer.jwks.endpoint.url", false},
    {"password.encoder.keyfactory.algorithm", false},
    {"password.encoder.iterations", false},
    {"delegation.token.max.lifetime.ms", false},
    {"gcs.credentials.path", false},
    {"basic.auth.credentials.source", false},
    {"aws.credentials.provider.class", false},
    {"authorizer.class.name", false},
    {"super.users", false},
    {"listener.security.protocol.map", false},
    {"connection.url", false},
    {"connection.user", false},
    {"tokenizer.mode", false},
    {"monkey", true}, /* doubt is resolved to this side */
};

static void test_names(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (wit_secret_key(names[i].name) != names[i].secret)
            fail_msg("%s", names[i].name);
    char longest[2000];
    memset(longest, 'a', sizeof longest);
    for (size_t i = 1; i < sizeof longest; i += 2)
        longest[i] = '.';
    snprintf(longest + sizeof longest - 10, 10, ".password");
    assert_true(wit_secret_key(longest));
}

static const struct value_row {
    const char *name, *key, *in, *out; /* out NULL: stays */
} values[] = {
    {"by name", "ssl.key.password", "hush", "(removed)"},
    {"number by name", "db.password", "1234", "(removed)"},
    {"empty", "ssl.key.password", "", NULL},
    {"switch", "use.token", "true", NULL},
    {"placeholder", "db.password", "(removed)", NULL},
    {"reference", "db.password", "${file:/etc/kafka/s.properties:db}", NULL},
    {"variable", "db.password", "${DB_PASSWORD}", NULL},
    {"half a reference", "db.password", "${env:A}hush", "(removed)"},
    {"no reference", "db.password", "${hush", "(removed)"},
    {"reference in jaas", "sasl.jaas.config", "x.Y required username=\"a\" password=\"hush\";", "(removed)"},
    {"plain url", "connection.url", "jdbc:postgresql://db:5432/orders", NULL},
    {"userinfo", "connection.url", "https://u:hush@es:9200/x", "https://(removed)@es:9200/x"},
    {"userinfo without password", "url", "https://hush@es/x", "https://(removed)@es/x"},
    {"signature of a shared access", "url", "https://a.blob.example/c?sv=1&sig=hush&se=2",
     "https://a.blob.example/c?sv=1&sig=(removed)&se=2"},
    {"two urls", "urls", "http://a:9200,http://u:hush@b:9200", "http://a:9200,http://(removed)@b:9200"},
    {"at in the path", "url", "http://h:80/a@b", NULL},
    {"password with a slash", "uri", "mongodb://u:hu/sh@h1:1,h2:2/db", "mongodb://(removed)@h1:1,h2:2/db"},
    {"password with an at", "uri", "mongodb://u:hu@sh@h1/db", "mongodb://(removed)@h1/db"},
    {"userinfo reference", "uri", "http://u:${env:P}@h/", "http://(removed)@h/"},
    {"jdbc parameters", "connection.url", "jdbc:mysql://h/db?user=a&password=hush&useSSL=true",
     "jdbc:mysql://h/db?user=a&password=(removed)&useSSL=true"},
    {"jdbc semicolons", "connection.url", "jdbc:sqlserver://h:1433;user=a;Password = hush;encrypt=true",
     "jdbc:sqlserver://h:1433;user=a;Password = (removed);encrypt=true"},
    {"jdbc reference", "connection.url", "jdbc:mysql://h/db?password=${file:/a:b}", NULL},
    {"oracle", "connection.url", "jdbc:oracle:thin:scott/hush@//h:1521/s", "jdbc:oracle:thin:(removed)@//h:1521/s"},
    {"azure", "connection.string", "AccountName=acme;AccountKey=aHVzaA==;EndpointSuffix=x",
     "AccountName=acme;AccountKey=(removed);EndpointSuffix=x"},
    {"automq", "s3.data.buckets", "0@s3://b?region=eu&accessKey=hush&secretKey=hush2&endpoint=http://h:1",
     "0@s3://b?region=eu&accessKey=(removed)&secretKey=(removed)&endpoint=http://h:1"},
    {"bearer", "headers", "Accept:*/*,Authorization: Bearer hush", "Accept:*/*,Authorization: (removed)"},
    {"basic", "extra", "Basic aHVzaA==", "Basic (removed)"},
    {"header without blank", "headers", "X-Api-Key:hush|b:c", "X-Api-Key:(removed)|b:c"},
    {"json", "extra", "{\"user\": \"a\", \"password\": \"hu,sh\", \"n\": 1}",
     "{\"user\": \"a\", \"password\": \"(removed)\", \"n\": 1}"},
    {"token of the web", "extra", "a eyJhbGciOi.eyJzdWIi.c2ln b", "a (removed) b"},
    {"private key", "extra", "x\n-----BEGIN RSA PRIVATE KEY-----\nhush\n-----END RSA PRIVATE KEY-----\ny",
     "x\n(removed)\ny"},
    {"cut private key", "extra", "-----BEGIN PRIVATE KEY-----hush", "(removed)"},
    {"certificate", "ssl.truststore.certificates", "-----BEGIN CERTIFICATE-----MII-----END CERTIFICATE-----", NULL},
    {"listeners", "listeners", "SASL_SSL://:9096,CONTROLLER://10.0.0.1:9093,I://[::1]:1", NULL},
    {"protocol map", "listener.security.protocol.map", "TOKEN:SASL_SSL,API_KEY:SSL", NULL},
    {"super users", "super.users", "User:admin;User:CN=broker,OU=x", NULL},
    {"principal rules", "ssl.principal.mapping.rules", "RULE:^CN=(.*?),OU=.*$/$1/L,DEFAULT", NULL},
    {"voters", "controller.quorum.voters", "1@c1:9093,2@c2:9093", NULL},
    {"no name", NULL, "http://u:hush@h", "http://(removed)@h"},
    {"again", "u", "http://(removed)@h?password=(removed)&a=Basic (removed)", NULL},
};

static void test_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        const struct value_row *row = &values[i];
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        wit_buf_init(&out, strlen(row->in) * 11);
        bool removed = wit_secret_scrub(&out, row->key, row->in);
        const char *expected = row->out != NULL ? row->out : row->in;
        if (removed != (row->out != NULL) || out.over || strcmp(wit_buf_str(&out), expected) != 0)
            fail_msg("%s: %s", row->name, wit_buf_str(&out));
    }
}

static void test_hostile_lengths(void **state)
{
    (void)state;
    static const char *const units[] = {"//a:b", "${a", "-----BEGIN ", "eyJ.", "password=", "Basic ", "a\\\":", "x@"};
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf in, out;
        wit_buf_init(&in, 1 << 20);
        for (size_t k = 0; k < 20000; k++)
            wit_buf_puts(&in, units[i]);
        wit_buf_init(&out, in.len * 11);
        wit_secret_scrub(&out, NULL, wit_buf_str(&in));
        assert_false(out.over);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_hostile_lengths),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
