/* tests/unit/test_map_io.c: a map that is written, read and written again is the same bytes; nothing else is read.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "tests/support/evidence_kit.h"

struct fixture {
    struct wit_arena *arena;
    const struct wit_map *map;
    char *text;
};

static char *written(struct wit_arena *arena, const struct wit_map *map)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, WIT_JSON_MAX_BYTES);
    wit_map_write(&out, map);
    assert_false(out.over);
    return wit_strndup(arena, wit_buf_str(&out), out.len);
}

static int setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    f->arena = wit_arena_new();
    f->map = wit_kit_map(f->arena);
    f->text = written(f->arena, f->map);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    struct fixture *f = *state;
    wit_arena_free(f->arena);
    free(f);
    return 0;
}

static void test_round_trip(void **state)
{
    struct fixture *f = *state;
    struct wit_map *again = NULL;
    struct wit_err err = {0};
    if (!wit_map_read(&again, f->arena, f->text, strlen(f->text), &err))
        fail_msg("%s", err.text);
    assert_string_equal(written(f->arena, again), f->text);
    assert_int_equal(again->n_paths, f->map->n_paths);
    const struct wit_path *a = &again->paths[2], *b = &f->map->paths[2];
    assert_int_equal(a->observed.verdict, WIT_SEEN);
    assert_int_equal(a->observed.bytes_low, b->observed.bytes_low);
    assert_int_equal(a->observed.bytes_high, b->observed.bytes_high);
    assert_int_equal(a->permitted.ports[2].protocol, 50);
    assert_string_equal(a->from.zone, "euw1-az1");
    assert_string_equal(a->to.zone, "");
    assert_string_equal(again->paths[0].observed.first, ""); /* not watched: never NULL */
    assert_string_equal(again->subnets[1].name, "\"><script>alert(1)</script>");
    assert_int_equal(again->assertions[2].proof, WIT_UNDECIDED);
}

static void test_empty_map(void **state)
{
    struct fixture *f = *state;
    struct wit_map *again = NULL, *empty = WIT_NEW(f->arena, struct wit_map);
    struct wit_err err = {0};
    char *text = written(f->arena, empty); /* NULL strings are written as "" */
    if (!wit_map_read(&again, f->arena, text, strlen(text), &err))
        fail_msg("%s", err.text);
    assert_string_equal(written(f->arena, again), text);
    assert_int_equal(again->n_paths, 0);
    assert_string_equal(again->tool_version, "");
}

/* The example of the contract: these names, in this order, with these types. */
static void test_contract_shape(void **state)
{
    struct fixture *f = *state;
    struct wit_value *v = NULL;
    struct wit_err err = {0};
    assert_true(wit_json_parse(&v, f->arena, f->text, strlen(f->text), &err));
    const struct wit_value *path = wit_at(wit_get(v, "paths"), 2);
    static const char *const names[] = {"id",       "class",    "from",   "to",     "service", "permitted",
                                        "observed", "declared", "review", "status", "reasons", "evidence"};
    size_t i = 0;
    WIT_EACH(child, path)
        assert_string_equal(child->key, names[i++]);
    assert_int_equal(i, sizeof names / sizeof names[0]);
    static const struct {
        const char *object, *name;
        enum wit_kind kind;
    } rows[] = {
        {"from", "kind", WIT_STRING},
        {"from", "network", WIT_STRING},
        {"from", "zone", WIT_STRING},
        {"service", "role", WIT_STRING},
        {"service", "listener", WIT_STRING},
        {"service", "ports", WIT_ARRAY},
        {"permitted", "verdict", WIT_STRING},
        {"permitted", "ports", WIT_ARRAY},
        {"permitted", "kind", WIT_STRING},
        {"permitted", "endpoints", WIT_OBJECT},
        {"permitted", "hops", WIT_ARRAY},
        {"observed", "verdict", WIT_STRING},
        {"observed", "connections", WIT_NUMBER},
        {"observed", "bytes_ci95", WIT_ARRAY},
        {"observed", "first", WIT_STRING},
        {"declared", "verdict", WIT_STRING},
        {"declared", "intent", WIT_STRING},
        {"review", "owner", WIT_STRING},
        {"review", "audit", WIT_STRING},
    };
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct wit_value *found = wit_get(wit_get(path, rows[i].object), rows[i].name);
        if (found == NULL || found->kind != rows[i].kind)
            fail_msg("%s.%s", rows[i].object, rows[i].name);
    }
    const struct wit_value *port = wit_at(wit_get(wit_get(path, "service"), "ports"), 0);
    assert_string_equal(wit_str(port, "protocol"), "tcp");
    assert_int_equal(wit_int(port, "from", 0), 9092);
    assert_int_equal(wit_int(port, "to", 0), 9098);
    assert_int_equal(wit_get(wit_at(wit_get(v, "paths"), 0), "observed")->count, 1); /* not watched: no numbers */
}

static void test_refused(void **state)
{
    static const struct {
        const char *name, *old, *new, *want;
    } rows[] = {
        {"another version", "\"version\": 1,", "\"version\": 2,", "expected 1"},
        {"another tool", "\"name\": \"pathwitness\"", "\"name\": \"x\"", "expected pathwitness"},
        {"a name it does not have", "\"paths\": [", "\"extra\": 1, \"paths\": [", "a name that a map does not have"},
        {"a name twice", "\"version\": 1,", "\"version\": 1, \"version\": 1,", ""},
        {"a missing name", "\"status\": \"green\",", "", "\"status\" is missing"},
        {"a class that is none", "\"class\": \"client\"", "\"class\": \"clients\"", "one of the words"},
        {"a verdict that is none", "\"verdict\": \"isolated\"", "\"verdict\": \"\"", "one of the words"},
        {"a status that is a number", "\"status\": \"green\"", "\"status\": 0", "expected a string"},
        {"null", "\"status\": \"green\"", "\"status\": null", ""},
        {"numbers where nothing was seen", "\"verdict\": \"not-watched\"",
         "\"verdict\": \"not-watched\", \"connections\": 1", "a name that a map does not have"},
        {"a negative count", "\"connections\": 41", "\"connections\": -41", "a whole number"},
        {"a fraction", "\"connections\": 41", "\"connections\": 41.5", "a whole number"},
        {"a count as text", "\"connections\": 41", "\"connections\": \"41\"", "a whole number"},
        {"a count that is too large", "\"connections\": 41", "\"connections\": 9007199254740993", "2^53"},
        {"a very long count", "\"connections\": 41", "\"connections\": 18446744073709551616", "a whole number"},
        {"a port too large", "\"to\": 9098", "\"to\": 65536", "up to 65535"},
        {"ports that descend", "\"to\": 9098", "\"to\": 9091", "ports that ascend"},
        {"a protocol that is none", "\"protocol\": \"tcp\"", "\"protocol\": \"tpc\"", "tcp, udp"},
        {"a protocol with a word as number", "\"protocol\": \"tcp\"", "\"protocol\": 6", "or its word"},
        {"a protocol too large", "\"protocol\": 50", "\"protocol\": 256", "up to 255"},
        {"a port with one more name", "\"protocol\": \"tcp\",", "\"protocol\": \"tcp\", \"x\": 1,", "an object with"},
        {"a list that is an object", "\"findings\": [", "\"findings\": {}, \"x\": [", "expected a list"},
        {"a row that is a list", "\"networks\": [", "\"networks\": [[],", "expected an object"},
        {"a citation that is a number", "\"a-000012#/SecurityGroups/3/IpPermissions/0\"", "12", "expected a string"},
        {"an interval of one", "\"bytes_ci95\": [", "\"bytes_ci95\": [1,", "two numbers"},
        {"a flag that is text", "\"sealed\": true", "\"sealed\": \"true\"", "true or false"},
        {"empty text that would be left out", "\"zone\": \"euw1-az1\"", "\"zone\": \"\"", "not empty"},
        {"text behind it", "\"version\": 1,", "\"version\": 1,", NULL},
    };
    struct fixture *f = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_map *map = NULL;
        struct wit_err err = {0};
        const char *at = strstr(f->text, rows[i].old);
        if (at == NULL)
            fail_msg("%s: nothing to replace", rows[i].name);
        char *text = wit_fmt(f->arena, "%.*s%s%s%s", (int)(at - f->text), f->text, rows[i].new,
                             at + strlen(rows[i].old), rows[i].want == NULL ? "{}" : "");
        if (wit_map_read(&map, f->arena, text, strlen(text), &err))
            fail_msg("%s: was read", rows[i].name);
        assert_non_null(strstr(err.text, "line "));
        if (rows[i].want != NULL && strstr(err.text, rows[i].want) == NULL)
            fail_msg("%s: %s", rows[i].name, err.text);
        assert_null(map);
    }
}

static void test_every_cut(void **state)
{
    struct fixture *f = *state;
    size_t len = strlen(f->text) - 1; /* without its last newline it is whole */
    for (size_t n = 0; n < len; n += 1 + n / 40) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_map *map = NULL;
        struct wit_err err = {0};
        assert_false(wit_map_read(&map, arena, f->text, n, &err));
    }
}

static void test_words(void **state)
{
    (void)state;
#define ROUND(type, fn, last)                                                                                          \
    for (int i = 0; i <= (int)(last); i++)                                                                             \
        assert_int_equal(wit_##fn##_of(wit_##fn##_word((enum type)i)), i);                                             \
    assert_int_equal(wit_##fn##_of("none"), -1);                                                                       \
    assert_int_equal(wit_##fn##_of(""), -1);                                                                           \
    assert_int_equal(wit_##fn##_of(NULL), -1);                                                                         \
    assert_string_equal(wit_##fn##_word((enum type)((last) + 1)), "")
    ROUND(wit_class, class, WIT_CLASS_OTHER);
    ROUND(wit_verdict, verdict, WIT_UNKNOWN);
    ROUND(wit_observed, observed, WIT_SEEN);
    ROUND(wit_declared, declared, WIT_EXPIRED);
    ROUND(wit_status, status, WIT_RED);
    ROUND(wit_proof, proof, WIT_UNDECIDED);
    ROUND(wit_severity, severity, WIT_HIGH);
    for (int i = 0; i < WIT_CLASS_COUNT; i++)
        assert_true(wit_class_title((enum wit_class)i)[0] != '\0');
}

static void test_path_id(void **state)
{
    (void)state;
    struct wit_scope a = {"subnet", "subnet-0aa1", "apps-a", "1", "eu-west-1", "vpc-1", "az1", "apps"}, b = a;
    char id[16], other[16];
    b.id = "subnet-0bb1";
    wit_path_id(id, WIT_CLASS_CLIENT, &a, &b);
    assert_int_equal(strlen(id), 10);
    assert_string_equal(id, "p-fb4f9513"); /* for ever: reports of other years name paths by it */
    wit_path_id(other, WIT_CLASS_ADMIN, &a, &b);
    assert_string_not_equal(id, other);
    wit_path_id(other, WIT_CLASS_CLIENT, &b, &a);
    assert_string_not_equal(id, other);
    a.name = "renamed", a.role = "", a.zone = "", a.account = "", a.region = "";
    wit_path_id(other, WIT_CLASS_CLIENT, &a, &b);
    assert_string_equal(id, other);
    struct wit_scope p = {"prefix", "10.0.0.0/8", "", "", "", "vpc-1", "", ""}, q = p;
    q.network = "vpc-2"; /* the same private prefix elsewhere is another scope */
    wit_path_id(id, WIT_CLASS_CLIENT, &p, &b);
    wit_path_id(other, WIT_CLASS_CLIENT, &q, &b);
    assert_string_not_equal(id, other);
}

static void test_ports_text(void **state)
{
    (void)state;
    const struct wit_port_range ports[] = {{6, 9092, 9098}, {17, 53, 53}, {1, 8 << 8, 8 << 8}, {50, 0, 65535}};
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 1000);
    wit_port_ranges_text(&out, ports, 4);
    assert_string_equal(wit_buf_str(&out), "icmp/8, tcp/9092-9098, udp/53, proto/50");
    const struct wit_port_range every[] = {
        {1, 0, 65535}, {6, 0, 65535}, {17, 0, 65535}, {58, 0, 65535}, {WIT_PROTOCOL_OTHER, 0, 65535}};
    wit_buf_reset(&out);
    wit_port_ranges_text(&out, every, 5);
    assert_string_equal(wit_buf_str(&out), "all");
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    size_t n;
    assert_memory_equal(wit_port_ranges_of(&n, arena, wit_pset_all()), every, sizeof every);
    assert_int_equal(n, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_empty_map),  cmocka_unit_test(test_contract_shape),
        cmocka_unit_test(test_refused),    cmocka_unit_test(test_every_cut),  cmocka_unit_test(test_words),
        cmocka_unit_test(test_path_id),    cmocka_unit_test(test_ports_text),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
