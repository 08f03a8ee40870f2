/* tests/unit/test_config_value.c: what of a connector's settings, states and traces may be stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <string.h>

#include "collectors/connect/redact.h"

static const char *const of_known[] = {"the.knock", "connection.uri", "the.hosts"};
static const char *const of_converter[] = {"knock"};
static struct wit_plugin items[] = {
    {"com.mongodb.kafka.connect.MongoSinkConnector", true, of_known, 3},
    {"com.acme.Converter", true, of_converter, 1},
    {"com.acme.Mask", true, of_converter, 1},
    {"com.acme.Untold", false, NULL, 0},
};
static const struct wit_plugins plugins = {items, 4, 4};

#define KNOWN  "com.mongodb.kafka.connect.MongoSinkConnector"
#define UNTOLD "com.acme.Untold"

struct row {
    const char *name, *class, *key, *value, *stored;
};

static const struct row rows[] = {
    {"plain", KNOWN, "collection", "orders", "orders"},
    {"empty", KNOWN, "the.knock", "", ""},
    {"declared", KNOWN, "the.knock", "hush", "(removed)"},
    {"declared reference", KNOWN, "the.knock", "${file:/a:b}", "${file:/a:b}"},
    {"declared half reference", KNOWN, "the.knock", "hush${file:/a:b}", "(removed)"},
    {"by its name", KNOWN, "some.password", "hush", "(removed)"},
    {"by its name, a location", KNOWN, "ssl.keystore.location", "/etc/x.jks", "/etc/x.jks"},
    {"declared URL", KNOWN, "connection.uri", "mongodb://u:hush@m1:27018,m2/db?x=hush",
     "mongodb://(removed)@m1:27018,m2"},
    {"declared URL of v6", KNOWN, "connection.uri", "mongodb://u:hush@[fd00::1]:27018/db",
     "mongodb://(removed)@[fd00::1]:27018"},
    {"declared URL without secret", KNOWN, "connection.uri", "mongodb://m1/db", "mongodb://(removed)@m1"},
    {"declared URL, slash in the password", KNOWN, "connection.uri", "mongodb://u:hu/sh@m1/db", "(removed)"},
    {"declared URL, port and slash in the password", KNOWN, "connection.uri", "mongodb://u:1/sh@m1/db", "(removed)"},
    {"declared URL, port and ? in the password", KNOWN, "connection.uri", "mongodb://u:1?sh@m1/db", "(removed)"},
    {"declared URL, @ in a parameter", KNOWN, "connection.uri", "mongodb://m1/db?a=b@c", "(removed)"},
    {"port and ? in the password", KNOWN, "my.url", "http://u:1?hush@m1/db", "(removed)"},
    {"@ in a parameter", KNOWN, "my.url", "http://m1/db?mail=a@b&x=c@d", "http://m1/db?mail=a@b&x=c@d"},
    {"Oracle", KNOWN, "my.url", "jdbc:oracle:thin:u/hu@sh@//h:1/s", "jdbc:oracle:thin:(removed)@//h:1/s"},
    {"Oracle without", KNOWN, "my.url", "jdbc:oracle:thin:@//h:1/s", "jdbc:oracle:thin:@//h:1/s"},
    {"Oracle OCI", KNOWN, "my.url", "jdbc:oracle:oci:u/hush@alias", "jdbc:oracle:oci:(removed)@alias"},
    {"declared URL, host is a reference", KNOWN, "connection.uri", "mongodb://u:hush@${env:H}/db", "(removed)"},
    {"declared, no URL", KNOWN, "connection.uri", "hush", "(removed)"},
    {"declared hosts are no URL", KNOWN, "the.hosts", "hush:1", "(removed)"},
    {"userinfo", KNOWN, "some.url", "https://u:hush@h/x", "https://(removed)@h/x"},
    {"signature", KNOWN, "some.url", "https://h/x?sv=1&sig=hush%2f&y=2", "https://h/x?sv=1&sig=(removed)&y=2"},
    {"signature is a reference", KNOWN, "some.url", "https://h/x?sig=${env:S}", "https://h/x?sig=${env:S}"},
    {"web hook", KNOWN, "some.url", "https://hooks.slack.com/services/T/hush", "https://hooks.slack.com/(removed)"},
    {"converter's", KNOWN, "value.converter.knock", "hush", "(removed)"},
    {"converter's other", KNOWN, "value.converter.schemas.enable", "maybe", "maybe"},
    {"transform's", KNOWN, "transforms.m.knock", "hush", "(removed)"},
    {"transform's other", KNOWN, "transforms.m.fields", "a,b", "a,b"},
    {"a transform that is not told", KNOWN, "transforms.other.fields", "hush", "(removed)"},
    {"not told: a word", UNTOLD, "phrase", "hush", "(removed)"},
    {"not told: a number", UNTOLD, "phrase", "12", "12"},
    {"not told: a long number", UNTOLD, "phrase", "4111111111111111", "(removed)"},
    {"not told: true", UNTOLD, "phrase", "true", "true"},
    {"not told: Connect's own", UNTOLD, "topics", "a,b", "a,b"},
    {"not told: a URL", UNTOLD, "my.url", "https://h:9443/hush", "https://(removed)@h:9443"},
    {"not told: hosts", UNTOLD, "my.hosts", "a:1,b:2", "a:1,b:2"},
    {"not told: a reference", UNTOLD, "phrase", "${env:X}", "${env:X}"},
    {"not told: converter that is", UNTOLD, "value.converter.fields", "a", "a"},
};

static struct wit_value *config_of(struct wit_arena *arena, const char *class)
{
    struct wit_value *config = wit_value_new(arena, WIT_OBJECT);
    wit_value_add(arena, config, "connector.class", wit_value_string(arena, class));
    wit_value_add(arena, config, "value.converter", wit_value_string(arena, "com.acme.Converter"));
    wit_value_add(arena, config, "transforms.m.type", wit_value_string(arena, "com.acme.Mask"));
    return config;
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_arena *arena = wit_arena_new();
        struct wit_buf out;
        wit_buf_init(&out, 10000);
        bool removed = wit_connect_config_value(&out, arena, &plugins, config_of(arena, rows[i].class), rows[i].key,
                                                rows[i].value);
        if (strcmp(wit_buf_str(&out), rows[i].stored) != 0 || removed != (strcmp(rows[i].value, rows[i].stored) != 0))
            fail_msg("%s: stored '%s' (%d)", rows[i].name, wit_buf_str(&out), (int)removed);
        wit_buf_deinit(&out);
        wit_arena_free(arena);
    }
}

static void test_traces(void **state)
{
    static const struct {
        const char *trace, *stored;
    } traces[] = {
        {"", ""},
        {"java.lang.OutOfMemoryError\n\tat x", "java.lang.OutOfMemoryError"},
        {"org.apache.kafka.connect.errors.ConnectException: hush", "org.apache.kafka.connect.errors.ConnectException"},
        {"a.B$CException", "a.B$CException"},
        {"hush.hush", "(removed)"},
        {"ConnectException: hush", "(removed)"},
        {"a.Exception hush", "(removed)"},
        {"Failed: hush", "(removed)"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof traces / sizeof traces[0]; i++) {
        struct wit_buf out;
        wit_buf_init(&out, 10000);
        wit_connect_trace(&out, traces[i].trace);
        assert_string_equal(wit_buf_str(&out), traces[i].stored);
        wit_buf_deinit(&out);
    }
}

/* A whole answer: pointers, numbers and objects in secret places, traces, names with "/" and "~". */
static void test_walk(void **state)
{
    static const char text[] =
        "{\"config\":{\"connector.class\":\"" KNOWN "\",\"a/b~password\":12345,\"the.knock\":\"hush\",\"x\":null,"
        "\"deep\":{\"y\":[\"hush\"]}},\"tasks\":[{\"trace\":\"a.XException: hush\",\"worker_id\":\"h:1\"}],"
        "\"tokens\":[\"hush\",{\"z\":7}],\"id\":12,\"url\":\"http://u:hush@h/\"}";
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_value *v;
    struct wit_err err = {WIT_OK, ""};
    assert_true(wit_json_parse(&v, arena, text, strlen(text), &err));
    struct wit_buf out;
    wit_buf_init(&out, 10000);
    struct wit_removed removed = {.arena = arena};
    struct wit_jw jw;
    wit_jw_init(&jw, &out, 0);
    wit_jw_object(&jw);
    wit_jw_key(&jw, "c");
    wit_connect_write(&jw, &removed, &plugins, v, "/c");
    wit_removed_write(&jw, &removed);
    wit_jw_object_end(&jw);
    assert_string_equal(
        wit_buf_str(&out),
        "{\"c\":{\"config\":{\"connector.class\":\"" KNOWN
        "\",\"a/b~password\":\"(removed)\",\"the.knock\":\"(removed)\",\"x\":null,\"deep\":{\"y\":[\"(removed)\"]}},"
        "\"tasks\":[{\"trace\":\"a.XException\",\"worker_id\":\"h:1\"}],\"tokens\":[\"(removed)\",{\"z\":\"(removed)\"}"
        "],"
        "\"id\":12,\"url\":\"http://(removed)@h/\"},\"removed\":[\"/c/config/a~1b~0password\",\"/c/config/the.knock\","
        "\"/c/config/deep/y/0\",\"/c/tasks/0/trace\",\"/c/tokens/0\",\"/c/tokens/1/z\",\"/c/url\"]}");
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_traces),
        cmocka_unit_test(test_walk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
