/* tests/unit/test_kafka_config.c: settings of Java clients, their stores, and the words about what goes wrong.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "collectors/kafka/kinds.h"
#include "collectors/kafka/oauth.h"
#include "collectors/kafka/run.h"
#include "collectors/names.h"

#define PLAIN_JAAS "sasl.jaas.config=o.a.PlainLoginModule required username=\"al\\\\\"ice\" password='hu;sh';\n"
#define OAUTH_JAAS                                                                                                     \
    "sasl.jaas.config=o.a.OAuthBearerLoginModule required clientId=\"me\" clientSecret=\"hush\" scope=\"a b\";\n"

static const struct row {
    const char *name, *in;
    const char *out; /* settings and facts, or "error: …" */
} rows[] = {
    {"nothing", "", "PLAINTEXT security.protocol=PLAINTEXT"},
    {"blanks are trimmed", "security.protocol =  plaintext \t\nclient.id= x ",
     "PLAINTEXT client.id=x security.protocol=PLAINTEXT"},
    {"tls", "security.protocol=SSL", "SSL security.protocol=SSL ssl.endpoint.identification.algorithm=https"},
    {"names are not checked", "security.protocol=SSL\nssl.endpoint.identification.algorithm=",
     "SSL security.protocol=SSL ssl.endpoint.identification.algorithm=none ! host names of brokers are not checked "
     "(ssl.endpoint.identification.algorithm is empty)"},
    {"plain", "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n" PLAIN_JAAS,
     "SASL_PLAINTEXT/PLAIN user=al\"ice security.protocol=SASL_PLAINTEXT sasl.mechanism=PLAIN sasl.username=al\"ice "
     "sasl.password=hu;sh"},
    {"scram over tls",
     "security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=x.ScramLoginModule required "
     "username=u password=p ;",
     "SASL_SSL/SCRAM-SHA-512 user=u security.protocol=SASL_SSL ssl.endpoint.identification.algorithm=https "
     "sasl.mechanism=SCRAM-SHA-512 sasl.username=u sasl.password=p"},
    {"client credentials",
     "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.token.endpoint.url=https://i/"
     "t\n" OAUTH_JAAS,
     "SASL_PLAINTEXT/OAUTHBEARER token https://i/t me hush a b sub security.protocol=SASL_PLAINTEXT "
     "sasl.mechanism=OAUTHBEARER"},
    {"unsecured token",
     "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\nsasl.jaas.config=x.OAuthBearerLoginModule required "
     "unsecuredLoginStringClaim_sub=\"bob\";",
     "SASL_PLAINTEXT/OAUTHBEARER user=bob security.protocol=SASL_PLAINTEXT sasl.mechanism=OAUTHBEARER "
     "enable.sasl.oauthbearer.unsecure.jwt=true sasl.oauthbearer.config=principal=bob"},
    {"unknown and useless keys", "acks=all\nfoo=1\nssl.cipher.suites=TLS_X\nmetrics.num.samples=2",
     "PLAINTEXT security.protocol=PLAINTEXT ! line 2: 'foo' is no setting of a Kafka client; it has no effect ! line "
     "3: "
     "'ssl.cipher.suites' has no effect here: OpenSSL's own choice of cipher suites is offered ! security.protocol is "
     "not there, so it is PLAINTEXT: settings of ssl and sasl have no effect"},
    {"no such protocol", "security.protocol=TLS",
     "error: security.protocol is PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL, not 'TLS'"},
    {"reference", "security.protocol=SSL\nssl.key.password=${file:/a:b}",
     "error: line 2: ssl.key.password is a reference to a config provider, which is not looked up: write the value "
     "into "
     "a file that only you can read"},
    {"kerberos", "security.protocol=SASL_SSL\nsasl.mechanism=GSSAPI",
     "error: sasl.mechanism GSSAPI: Kerberos is not supported; use a listener with PLAIN, SCRAM-SHA-256, "
     "SCRAM-SHA-512, "
     "OAUTHBEARER or a client certificate"},
    {"no jaas", "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN",
     "error: sasl.jaas.config is not there: PLAIN needs its login module and credentials"},
    {"no password",
     "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=a.b required username=\"hush\";",
     "error: sasl.jaas.config: PLAIN needs username=\"…\" and password=\"…\""},
    {"open quote", "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=a.b required password=\"hush",
     "error: sasl.jaas.config: option 1: its quote is not closed"},
    {"no semicolon", "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=a.b required password=hush",
     "error: sasl.jaas.config: it must end with a semicolon"},
    {"two modules", "security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=a.b required; c.d required;",
     "error: sasl.jaas.config: there must be one login module only"},
    {"class of a cloud", "security.protocol=SASL_SSL\nsasl.mechanism=AWS_MSK_IAM",
     "error: sasl.mechanism AWS_MSK_IAM: it needs a Java class; use a listener with PLAIN, SCRAM-SHA-256, "
     "SCRAM-SHA-512, OAUTHBEARER or a client certificate"},
    {"time-out", "request.timeout.ms=soon", "error: request.timeout.ms is a number from 1 to 3600000"},
    {"store type", "security.protocol=SSL\nssl.truststore.type=BCFKS",
     "error: ssl.truststore.type: PEM and PKCS12 stores are read, not BCFKS"},
    {"broken inline certificate",
     "security.protocol=SSL\nssl.truststore.certificates=-----BEGIN CERTIFICATE----- MII= -----END CERTIFICATE-----",
     "error: ssl.truststore.certificates: certificate 1 cannot be read"},
};

static void describe(struct wit_buf *out, const struct wit_kafka_config *c)
{
    wit_buf_printf(out, "%s%s%s", c->protocol, c->mechanism != NULL ? "/" : "",
                   c->mechanism != NULL ? c->mechanism : "");
    if (c->user != NULL)
        wit_buf_printf(out, " user=%s", c->user);
    if (c->oauth.url != NULL)
        wit_buf_printf(out, " token %s %s %s %s %s", c->oauth.url, c->oauth.client_id, c->oauth.client_secret,
                       c->oauth.scope, c->oauth.subject_claim);
    for (size_t i = 0; i < c->n_settings; i++)
        wit_buf_printf(out, " %s=%s", c->settings[i].name, c->settings[i].value);
    for (size_t i = 0; i < c->n_warnings; i++)
        wit_buf_printf(out, " ! %s", c->warnings[i]);
}

static void test_settings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct wit_properties props;
        struct wit_kafka_config config;
        struct wit_err err = {0};
        wit_buf_init(&out, 1 << 16);
        assert_true(wit_properties_parse(&props, arena, rows[i].in, strlen(rows[i].in), &err));
        bool good = wit_kafka_config_of(&config, arena, &props, &err);
        if (good)
            describe(&out, &config);
        else
            wit_buf_printf(&out, "error: %s", err.text);
        if (strcmp(wit_buf_str(&out), rows[i].out) != 0)
            fail_msg("%s: %s", rows[i].name, wit_buf_str(&out));
        if (good)
            wit_kafka_config_wipe(&config);
    }
}

/* ---- stores that a real tool wrote ---- */

static const char MAKE[] =
    "cd %s && exec 2>/dev/null && openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -subj "
    "'/O=b/CN=ca' "
    "-days 30 && openssl req -newkey rsa:2048 -nodes -keyout k.pem -out c.csr -subj '/O=b/CN=client' && openssl x509 "
    "-req "
    "-in c.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out c.pem -days 30 && cat ca.pem c.pem > both.pem && openssl "
    "pkcs12 -export -in c.pem -inkey k.pem -certfile ca.pem -passout pass:hush -out new.p12 && openssl pkcs12 -export "
    "-nokeys -in ca.pem -passout pass:hush -out trust.p12 && openssl pkcs8 -topk8 -in k.pem -passout pass:hush -out "
    "locked.pem && cat c.pem locked.pem > locked-pair.pem && cat c.pem k.pem > pair.pem && { openssl pkcs12 -export "
    "-legacy -in c.pem -inkey k.pem -passout pass:hush -out old.p12 || cp new.p12 old.p12; } && printf "
    "'\\376\\355\\376\\355\\000\\000' > java.jks && tr '\\n' ' ' < both.pem > line.pem";

static const struct store_row {
    const char *file, *password, *key_password;
    size_t certificates;
    bool key;
    const char *error; /* a part of it */
} stores[] = {
    {"ca.pem", NULL, NULL, 1, false, NULL},
    {"both.pem", NULL, NULL, 2, false, NULL},
    {"line.pem", NULL, NULL, 2, false, NULL},
    {"pair.pem", NULL, NULL, 1, true, NULL},
    {"locked-pair.pem", NULL, "hush", 1, true, NULL},
    {"locked-pair.pem", NULL, "wrong", 0, false, "ssl.key.password is wrong or absent"},
    {"locked-pair.pem", NULL, NULL, 0, false, "ssl.key.password is wrong or absent"},
    {"new.p12", "hush", NULL, 2, true, NULL},
    {"old.p12", "hush", NULL, 1, true, NULL},
    {"trust.p12", "hush", NULL, 1, false, NULL},
    {"new.p12", "wrong", NULL, 0, false, "cannot be opened with its password"},
    {"new.p12", NULL, NULL, 0, false, "cannot be opened with its password"},
    {"java.jks", "hush", NULL, 0, false, "keytool -importkeystore"},
    {"c.csr", NULL, NULL, 0, false, "no certificate in it"},
};

static int run(const char *command)
{
    const char *const argv[] = {"sh", "-c", command, NULL};
    pid_t child;
    int status = -1;
    if (posix_spawnp(&child, "sh", NULL, NULL, (char *const *)(uintptr_t)argv, environ) != 0 ||
        waitpid(child, &status, 0) != child)
        return -1;
    return status;
}

static void test_stores(void **state)
{
    (void)state;
    char dir[] = "kafka-stores-XXXXXX", command[4096];
    assert_non_null(mkdtemp(dir));
    snprintf(command, sizeof command, MAKE, dir);
    int made = run(command); /* the tool is there or it is not */
    for (size_t i = 0; made == 0 && i < sizeof stores / sizeof stores[0]; i++) {
        const struct store_row *row = &stores[i];
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_keystore store;
        struct wit_err err = {0};
        char path[256], *bytes;
        size_t len;
        snprintf(path, sizeof path, "%s/%s", dir, row->file);
        assert_true(wit_file_read(&bytes, &len, arena, path, 1 << 20, &err));
        bool good = wit_keystore_read(&store, arena, row->file, bytes, len, row->password, row->key_password, &err);
        const char *error = row->error != NULL ? row->error : "none was expected";
        if (good != (row->error == NULL) || (!good && strstr(err.text, error) == NULL))
            fail_msg("%s: %s", row->file, err.text);
        if (strstr(err.text, "hush") != NULL)
            fail_msg("%s: a secret in %s", row->file, err.text);
        if (!good)
            continue;
        if (strcmp(row->file, "old.p12") != 0)
            assert_int_equal(store.n, row->certificates);
        assert_int_equal(store.key != NULL, row->key);
        if (row->key) {
            assert_non_null(strstr(store.key, "-----BEGIN PRIVATE KEY-----"));
            assert_string_equal(store.subject, "CN=client,O=b");
        }
        wit_keystore_wipe(&store);
        assert_null(store.key);
    }
    snprintf(command, sizeof command, "rm -r %s", dir);
    assert_int_equal(run(command), 0);
    if (made != 0)
        skip();
}

static const struct {
    const char *name, *in, *kind;
} kinds[] = {
    {"combined", "process.roles=broker,controller", "broker"},
    {"controller", "process.roles = controller \nlog.dirs=/x", "controller"},
    {"zookeeper era", "broker.id=1\nzookeeper.connect=z:2181", "broker"},
    {"connect", "bootstrap.servers=b:1\ngroup.id=c\noffset.storage.topic=o", "connect"},
    {"standalone", "bootstrap.servers=b:1\noffset.storage.file.filename=/o", "connect"},
    {"mirror maker", "clusters=a,b\na.bootstrap.servers=x:1", "mirror-maker"},
    {"mirror maker without a list", "a->b.enabled=true", "mirror-maker"},
    {"registry", "kafkastore.bootstrap.servers=b:1\nlisteners=http://:8081", "schema-registry"},
    {"zookeeper", "tickTime=2000\nclientPort=2181", "zookeeper"},
    {"client", "security.protocol=SSL\nbootstrap.servers=b:1", "client"},
    {"nothing known", "a=b", "unknown"},
};

static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_properties props;
        assert_true(wit_properties_parse(&props, arena, kinds[i].in, strlen(kinds[i].in), NULL));
        if (strcmp(wit_kafka_kind_of(&props), kinds[i].kind) != 0)
            fail_msg("%s: %s", kinds[i].name, wit_kafka_kind_of(&props));
    }
}

static void test_principal(void **state)
{
    (void)state;
    static const struct wit_kafka_acl all = {"TOPIC", "*", "LITERAL", "User:a", "*", "READ", "ALLOW"};
    struct wit_kafka_acl acls[2] = {all, all};
    assert_true(wit_kafka_describes_all(acls, 1, "User:a"));
    assert_false(wit_kafka_describes_all(acls, 1, "User:b"));
    assert_false(wit_kafka_describes_all(acls, 0, "User:a"));
    acls[1] = (struct wit_kafka_acl){"TOPIC", "x", "LITERAL", "User:*", "*", "DESCRIBE", "DENY"};
    assert_false(wit_kafka_describes_all(acls, 2, "User:a"));
    acls[0].name = "orders-";
    acls[0].pattern = "PREFIXED";
    assert_false(wit_kafka_describes_all(acls, 1, "User:a"));
    acls[0] = all;
    acls[0].host = "10.0.0.1";
    assert_false(wit_kafka_describes_all(acls, 1, "User:a"));
    assert_true(wit_kafka_is_super("User:x; User:CN=a,O=b ", "User:CN=a,O=b"));
    assert_false(wit_kafka_is_super("User:xy;User:z", "User:x"));
    assert_int_equal(wit_kafka_reason("TOPIC_AUTHORIZATION_FAILED"), WIT_GAP_DENIED);
    assert_int_equal(wit_kafka_reason(WIT_KAFKA_NOT_ANSWERED), WIT_GAP_FAILED);
}

static void test_troubles(void **state)
{
    (void)state;
    static const struct {
        const char *place, *out;
    } texts[] = {
        {"b-1:9096/bootstrap: Connect to ipv4#10.0.0.1:9096 failed: Connection refused (after 0ms in state CONNECT)",
         "b-1:9096: nothing listens there (connection refused); see the address and the port"},
        {"sasl_ssl://[::1]:9096/2: SASL authentication error: Authentication failed: hm (after 9ms)",
         "[::1]:9096: it refused the user or the password (user u, PLAIN); see sasl.jaas.config"},
        {"ssl://b-1:9096/bootstrap: SSL handshake failed: error:0A00010B:SSL routines::wrong version number",
         "b-1:9096: it does not speak TLS on that port; the listener is PLAINTEXT or SASL_PLAINTEXT, or another port "
         "is "
         "meant: see security.protocol"},
        {"b:1/1: something \x1b new", "b:1: something   new"},
        {"1/1 brokers are down", NULL},
    };
    const struct wit_kafka_config config = {.protocol = "SASL_SSL", .mechanism = "PLAIN", .user = "u"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct wit_kafka_troubles all = {.lock = PTHREAD_MUTEX_INITIALIZER};
        size_t n;
        wit_buf_init(&out, 4096);
        wit_kafka_trouble_add(&all, texts[i].place, false);
        const struct wit_kafka_trouble *list = wit_kafka_trouble_list(&all, arena, &n);
        assert_int_equal(n, texts[i].out != NULL);
        if (n == 1) {
            wit_kafka_trouble_tell(&out, list, &config);
            assert_string_equal(wit_buf_str(&out), texts[i].out);
        }
    }
    struct wit_kafka_trouble expired = {.server = "b:1", .verify = 10, .certificate = "CN=b"};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 4096);
    wit_kafka_trouble_tell(&out, &expired, &config);
    assert_string_equal(wit_buf_str(&out), "b:1: its certificate has expired (CN=b); it must be renewed on the broker");
}

static void test_tokens(void **state)
{
    (void)state;
    struct wit_kafka_token token = {0};
    struct wit_err err = {0};
    /* {"sub":"alice","exp":2000000000} */
    static const char jwt[] = "{\"access_token\":\"eyJh.eyJzdWIiOiJhbGljZSIsImV4cCI6MjAwMDAwMDAwMH0.x\"}";
    assert_true(wit_kafka_token_read(&token, jwt, sizeof jwt - 1, "sub", 5, &err));
    assert_string_equal(token.principal, "alice");
    assert_true(token.expires_ms == INT64_C(2000000000000));
    wit_kafka_token_wipe(&token);
    static const char opaque[] = "{\"access_token\":\"abc\",\"expires_in\":60}";
    assert_true(wit_kafka_token_read(&token, opaque, sizeof opaque - 1, "sub", 5, &err));
    assert_string_equal(token.principal, "unknown");
    assert_true(token.expires_ms == 60005);
    wit_kafka_token_wipe(&token);
    assert_false(wit_kafka_token_read(&token, "{}", 2, "sub", 5, &err));
    assert_false(wit_kafka_token_read(&token, "<a>", 3, "sub", 5, &err));
}

static void test_names(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_names names;
    wit_names_init(&names, arena);
    wit_names_add_list(&names, "SASL_SSL://B-1.Acme.:9096,CONTROLLER://:9093,X://[::1]:1,Y://0.0.0.0:2");
    wit_names_add_list(&names, "1@c-1:9093,2@10.0.0.7:9093");
    wit_names_add_list(&names, "zk-1:2181,zk-2:2181/kafka");
    wit_names_add_list(&names, NULL);
    wit_names_add_list(&names, "b-1.acme:1,${HOST}:1,a b");
    static const char *const expected[] = {"b-1.acme", "::1", "c-1", "10.0.0.7", "zk-1", "zk-2", "a", "b"};
    assert_int_equal(names.n, sizeof expected / sizeof expected[0]);
    for (size_t i = 0; i < names.n; i++)
        assert_string_equal(names.items[i].name, expected[i]);
    wit_names_init(&names, arena);
    wit_names_add_list(&names, "127.0.0.1:1,[::1]:2");
    wit_names_resolve(&names, wit_resolve_system, NULL, 20000);
    assert_string_equal(names.items[0].name, "127.0.0.1");
    assert_string_equal(names.items[0].addresses[0], "127.0.0.1");
    assert_int_equal(names.items[0].n, 1);
}

static void test_import_names(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const char *const paths[] = {"/x/a/server.properties", "/y/a/server.properties", "zoo.cfg", "b/my-zoo.cfg"};
    static const char *const expected[] = {"x/a/server.properties", "y/a/server.properties", "zoo.cfg", "my-zoo.cfg"};
    const char *const *names = wit_kafka_import_names(arena, paths, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(names[i], expected[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settings),  cmocka_unit_test(test_stores),       cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_principal), cmocka_unit_test(test_troubles),     cmocka_unit_test(test_tokens),
        cmocka_unit_test(test_names),     cmocka_unit_test(test_import_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
