/* tests/unit/test_destinations.c: what connectors of many kinds talk to, by their configuration.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "evidence/destinations.h"

/* Settings are lines "key=value"; "key" alone is hidden. Expected: one line a destination,
 * "kind|system|host:port|name|region" then +source +tls +plain +assumed +unresolved; "?" first: the class is unknown.
 */
struct row {
    const char *name, *class, *config, *expected;
};

static const struct row rows[] = {
#include "tests/unit/destination_rows.def"
};

static const char *told(struct wit_arena *arena, const struct wit_destination *d, size_t n, bool known)
{
    struct wit_buf out;
    wit_buf_init(&out, 1 << 20);
    if (!known)
        wit_buf_puts(&out, "?\n");
    for (size_t i = 0; i < n; i++) {
        assert_true(d[i].key[0] != '\0');
        wit_buf_printf(&out, "%s|%s|%s", wit_destination_kind_word(d[i].kind), d[i].system, d[i].host);
        if (d[i].port != 0)
            wit_buf_printf(&out, ":%u", d[i].port);
        wit_buf_printf(&out, "|%s|%s%s%s%s%s\n", d[i].name, d[i].region, d[i].source ? " +source" : "",
                       !d[i].tls_told ? ""
                       : d[i].tls     ? " +tls"
                                      : " +plain",
                       d[i].port_assumed ? " +assumed" : "", d[i].unresolved ? " +unresolved" : "");
    }
    const char *text = wit_strdup(arena, wit_buf_str(&out));
    wit_buf_deinit(&out);
    return text;
}

static size_t config_of(struct wit_arena *arena, struct wit_connector_config *config, size_t most, const char *text)
{
    size_t n = 0;
    while (*text != '\0') {
        size_t len = strcspn(text, "\n"), key = strcspn(text, "=\n");
        assert_true(n < most);
        config[n].key = wit_strndup(arena, text, key);
        config[n++].value = key < len ? wit_strndup(arena, text + key + 1, len - key - 1) : NULL;
        text += len;
        text += *text == '\n';
    }
    return n;
}

static void test_rows(void **state)
{
    (void)state;
    size_t failed = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_arena *arena = wit_arena_new();
        struct wit_connector_config config[32], backwards[32];
        size_t n, n_config = config_of(arena, config, 32, rows[i].config);
        bool known;
        const struct wit_destination *d = wit_destinations(&n, &known, arena, rows[i].class, config, n_config);
        const char *text = told(arena, d, n, known);
        if (strcmp(text, rows[i].expected) != 0) {
            print_message("%s:\n%sexpected\n%s\n", rows[i].name, text, rows[i].expected);
            failed++;
        }
        for (size_t c = 0; c < n_config; c++)
            backwards[c] = config[n_config - 1 - c];
        d = wit_destinations(&n, &known, arena, rows[i].class, backwards, n_config);
        assert_string_equal(told(arena, d, n, known), text); /* the order of settings is nothing */
        wit_arena_free(arena);
    }
    assert_int_equal(failed, 0);
}

/* More destinations than a connector may have: the rest is not told, so the class is not known. */
static void test_caps(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf hosts;
    wit_buf_init(&hosts, 1 << 20);
    for (unsigned i = 0; i < 300; i++)
        wit_buf_printf(&hosts, "%sk-%u.acme.internal:9092", i == 0 ? "" : ",", i);
    struct wit_connector_config config = {"source.cluster.bootstrap.servers", wit_buf_str(&hosts)};
    size_t n;
    bool known;
    const struct wit_destination *d =
        wit_destinations(&n, &known, arena, "org.apache.kafka.connect.mirror.MirrorSourceConnector", &config, 1);
    assert_int_equal(n, 256);
    assert_string_equal(d[255].host, "k-255.acme.internal");
    assert_false(known);
    wit_buf_deinit(&hosts);

    /* a value longer than any: read to its cap, without a crash */
    char *deep = wit_strdup(arena, wit_fmt(arena, "jdbc:oracle:thin:@(host=%0200000d", 0));
    for (char *c = strchr(deep, '0'); *c != '\0'; c++)
        *c = '(';
    config = (struct wit_connector_config){"connection.url", deep};
    d = wit_destinations(&n, &known, arena, "io.confluent.connect.jdbc.JdbcSourceConnector", &config, 1);
    assert_int_equal(n, 1);
    assert_true(d[0].unresolved);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_caps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
