/* tests/unit/test_value.c: getters answer for what is there, what is not, and what is of another kind.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/json.h"

static struct wit_value *parse(struct wit_arena *arena, const char *text)
{
    struct wit_value *v = NULL;
    struct wit_err err = {0};
    if (!wit_json_parse(&v, arena, text, strlen(text), &err))
        fail_msg("%s", err.text);
    return v;
}

static void integers(void **state)
{
    (void)state;
    static const struct {
        const char *name, *json;
        int64_t expected; /* -7: the default */
    } rows[] = {
        {"number", "{\"n\": 9094}", 9094},
        {"zero", "{\"n\": 0}", 0},
        {"negative", "{\"n\": -1}", -1},
        {"string", "{\"n\": \"443\"}", 443},
        {"negative string", "{\"n\": \"-1\"}", -1},
        {"account with a zero in front", "{\"n\": \"012345678901\"}", 12345678901},
        {"largest", "{\"n\": 9223372036854775807}", INT64_MAX},
        {"smallest", "{\"n\": -9223372036854775808}", INT64_MIN},
        {"too large", "{\"n\": 9223372036854775808}", -7},
        {"fraction", "{\"n\": 1.5}", -7},
        {"whole fraction", "{\"n\": 1.0}", -7},
        {"exponent", "{\"n\": 1e3}", -7},
        {"text", "{\"n\": \"http\"}", -7},
        {"number and text", "{\"n\": \"1a\"}", -7},
        {"empty string", "{\"n\": \"\"}", -7},
        {"minus alone", "{\"n\": \"-\"}", -7},
        {"plus", "{\"n\": \"+1\"}", -7},
        {"space", "{\"n\": \" 1\"}", -7},
        {"bool", "{\"n\": true}", -7},
        {"null", "{\"n\": null}", -7},
        {"absent", "{}", -7},
        {"array", "{\"n\": [1]}", -7},
        {"not an object", "[1]", -7},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        print_message("%s\n", rows[i].name);
        assert_int_equal(wit_int(parse(arena, rows[i].json), "n", -7), rows[i].expected);
    }
}

static void booleans(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_value *v = parse(
        arena,
        "{\"t\": true, \"f\": false, \"st\": \"true\", \"sf\": \"false\", \"x\": \"True\", \"n\": 1, \"z\": null}");
    for (int otherwise = 0; otherwise < 2; otherwise++) {
        bool o = otherwise == 1;
        assert_true(wit_bool(v, "t", o));
        assert_false(wit_bool(v, "f", o));
        assert_true(wit_bool(v, "st", o));
        assert_false(wit_bool(v, "sf", o));
        assert_int_equal(wit_bool(v, "x", o), o);
        assert_int_equal(wit_bool(v, "n", o), o);
        assert_int_equal(wit_bool(v, "z", o), o);
        assert_int_equal(wit_bool(v, "absent", o), o);
        assert_int_equal(wit_bool(NULL, "t", o), o);
    }
}

static void chains_need_no_checks(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_value *v =
        parse(arena, "{\"Vpc\": {\"VpcId\": \"vpc-1\", \"Port\": 1, \"On\": true, \"No\": null, \"Set\": [5, 6]}}");
    const struct wit_value *vpc = wit_get(v, "Vpc");
    assert_string_equal(wit_str(vpc, "VpcId"), "vpc-1");
    assert_null(wit_str(vpc, "Port"));                        /* a number is no string … */
    assert_string_equal(wit_text(wit_get(vpc, "Port")), "1"); /* … but has a text */
    assert_string_equal(wit_text(wit_get(vpc, "On")), "true");
    assert_null(wit_get(vpc, "No"));
    assert_null(wit_text(wit_get(vpc, "Set")));
    assert_null(wit_str(wit_get(wit_get(v, "Subnet"), "Vpc"), "VpcId"));
    assert_string_equal(wit_text(wit_at(wit_get(vpc, "Set"), 1)), "6");
    assert_null(wit_at(wit_get(vpc, "Set"), 2));
    assert_null(wit_at(NULL, 0));
    assert_null(wit_get(wit_get(vpc, "Set"), "VpcId"));
    size_t n = 0;
    WIT_EACH(item, wit_get(vpc, "Set"))
        n += item->text[0] == '5' + (char)n;
    assert_int_equal(n, 2);
    WIT_EACH(item, wit_get(v, "nothing")) {
        (void)item;
        fail();
    }
}

static void trees_made_by_hand(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *object = wit_value_new(arena, WIT_OBJECT), *array = wit_value_new(arena, WIT_ARRAY);
    char key[] = "subnets";
    wit_value_add(arena, object, key, array);
    key[0] = 'X';
    wit_value_add(arena, array, NULL, wit_value_string(arena, "subnet-1"));
    wit_value_add(arena, array, NULL, wit_value_string(arena, "subnet-2"));
    assert_int_equal(object->count, 1);
    assert_int_equal(wit_get(object, "subnets")->count, 2);
    assert_string_equal(wit_at(wit_get(object, "subnets"), 1)->text, "subnet-2");
    assert_null(wit_at(array, 0)->key);
}

static void repeated_names_are_found(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t n = 0; n < 60; n++) { /* few members and many take different ways */
        struct wit_value *object = wit_value_new(arena, WIT_OBJECT);
        for (size_t i = 0; i < n; i++) {
            struct wit_value *v = wit_value_new(arena, WIT_NULL);
            v->line = (uint32_t)i + 1;
            wit_value_add(arena, object, wit_fmt(arena, "%zu", i * 7 % 61), v);
        }
        assert_null(wit_value_repeated(object));
        if (n < 3)
            continue;
        struct wit_value *second = wit_value_new(arena, WIT_NULL), *third = wit_value_new(arena, WIT_NULL);
        second->line = third->line = (uint32_t)n + 1;
        second->col = 1;
        third->col = 2;
        if (n % 2 == 0) { /* told apart by the line alone */
            third->line++;
            third->col = 1;
        }
        wit_value_add(arena, object, wit_fmt(arena, "%zu", n / 2 * 7 % 61), second);
        wit_value_add(arena, object, object->first->key, third);
        assert_ptr_equal(wit_value_repeated(object), second); /* the first one of the text */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers),
        cmocka_unit_test(booleans),
        cmocka_unit_test(chains_need_no_checks),
        cmocka_unit_test(trees_made_by_hand),
        cmocka_unit_test(repeated_names_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
