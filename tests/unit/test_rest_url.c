/* tests/unit/test_rest_url.c: addresses of REST interfaces, and names looked up with a resolver of the test.
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
#include <string.h>

#include "collectors/connect/connect.h"
#include "collectors/connect/rest.h"
#include "collectors/http_trouble.h"

static const struct {
    const char *url, *base; /* NULL: refused */
} urls[] = {
    {"https://connect:8443", "https://connect:8443"},
    {"HTTPS://Connect.Acme.Internal/", "https://connect.acme.internal:443"},
    {"http://10.0.0.1", "http://10.0.0.1:80"},
    {"http://[fd00::1]:8083/a/b//", "http://[fd00::1]:8083/a/b"},
    {"http://[fd00::1]", "http://[fd00::1]:80"},
    {"connect:8083", NULL},
    {"ftp://connect", NULL},
    {"http://", NULL},
    {"http://:80", NULL},
    {"http://h:0", NULL},
    {"http://h:65536", NULL},
    {"http://h:80x", NULL},
    {"http://h:", NULL},
    {"http://u:p@h", NULL},
    {"http://h/?x=1", NULL},
    {"http://h/#x", NULL},
    {"http://h/a b", NULL},
    {"http://h\nx", NULL},
    {"http://[h]:1", NULL},
    {"http://[fd00::1", NULL},
    {"http://[fd00::1]x", NULL},
};

static void test_urls(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct wit_arena *arena = wit_arena_new();
        struct wit_err err = {WIT_OK, ""};
        const char *base = NULL;
        bool good = wit_rest_base(&base, arena, urls[i].url, &err);
        if (good != (urls[i].base != NULL) || (good && strcmp(base, urls[i].base) != 0))
            fail_msg("%s: '%s' %s", urls[i].url, base != NULL ? base : "-", err.text);
        if (!good) {
            assert_int_equal(err.code, WIT_EUSAGE);
            assert_null(strstr(err.text, "u:p"));
        }
        wit_arena_free(arena);
    }
}

static void test_encode(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    assert_string_equal(wit_rest_encode(arena, "a/b ~?%\xc3\xa9.-_Z9"), "a%2Fb%20~%3F%25%C3%A9.-_Z9");
    wit_arena_free(arena);
}

static void resolve(void *context, const char *name, struct wit_name_answer *out)
{
    static const char *const addresses[] = {"fd00::1", "10.0.0.10", "10.0.0.9", "10.0.0.10"};
    (void)context;
    if (strcmp(name, "none.acme.internal") == 0)
        snprintf(out->problem, sizeof out->problem, "no such name");
    else if (strcmp(name, "mute") == 0)
        out->failed = true;
    else
        for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
            out->n += wit_addr_parse(&out->addrs[out->n], addresses[i], NULL);
}

static size_t count_late(const struct wit_names *names)
{
    size_t late = 0;
    for (size_t i = 0; i < names->n; i++)
        late += names->items[i].late && names->items[i].unanswered;
    return late;
}

static void test_names(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_names names;
    static const char *const hosts[] = {"b", "none.acme.internal", "10.0.0.1", "b", "", "fd00::1", "mute", "a"};
    wit_names_init(&names, arena);
    for (size_t i = 0; i < sizeof hosts / sizeof hosts[0]; i++)
        wit_names_add(&names, hosts[i]);
    assert_int_equal(names.n, 4);
    struct wit_buf out;
    wit_buf_init(&out, 10000);
    wit_names_resolve(&names, resolve, NULL, 60000);
    wit_names_write(&out, names.items, names.n);
    assert_int_equal(count_late(&names), 0);
    assert_true(names.items[2].unanswered); /* "mute" */
    assert_false(names.items[3].unanswered);
    assert_string_equal(
        wit_buf_str(&out),
        "{\"names\":[{\"name\":\"a\",\"addresses\":[\"10.0.0.9\",\"10.0.0.10\",\"fd00::1\"],\"error\":null},"
        "{\"name\":\"b\",\"addresses\":[\"10.0.0.9\",\"10.0.0.10\",\"fd00::1\"],\"error\":null},"
        "{\"name\":\"mute\",\"addresses\":[],\"error\":\"no answer\"},"
        "{\"name\":\"none.acme.internal\",\"addresses\":[],\"error\":\"no such name\"}]}");
    wit_buf_reset(&out);
    wit_names_init(&names, arena);
    wit_names_add(&names, "a");
    wit_names_add(&names, "none.acme.internal");
    wit_names_resolve(&names, resolve, NULL, 0); /* no time at all: nothing is said to have no address */
    wit_names_write(&out, names.items, names.n);
    assert_int_equal(count_late(&names), 2);
    assert_non_null(strstr(wit_buf_str(&out), "not looked up: time was over"));
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

static void test_trouble(void **state)
{
    static const struct {
        const char *told, *part;
        bool tls;
    } rows[] = {
        {"SSL certificate problem: certificate has expired", "has expired: it must be renewed", true},
        {"OpenSSL SSL_read: error:0A000415:SSL routines::sslv3 alert certificate expired", "the client certificate",
         true},
        {"SSL certificate problem: unable to get local issuer certificate", "--ca", true},
        {"error:0A00010B:SSL routines::wrong version number", "http://", true},
        {"SSL: no alternative certificate subject name matches target host name 'h'", "another name", true},
        {"could not load PEM client certificate, OpenSSL error x", "--cert", false},
        {"Connection refused", "otherwise", false},
        {"", "otherwise", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char out[256];
        assert_true(wit_http_trouble(out, sizeof out, rows[i].told, "otherwise") == rows[i].tls);
        assert_non_null(strstr(out, rows[i].part));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_urls),
        cmocka_unit_test(test_encode),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
