/* tests/unit/test_json.c: what JSON is, what it is not and where; the writer's exact bytes.
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

static const char *compact(struct wit_arena *arena, const struct wit_value *v)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    struct wit_jw jw;
    wit_buf_init(&out, (size_t)64 << 20);
    wit_jw_init(&jw, &out, 0);
    wit_jw_value(&jw, v);
    assert_false(out.over);
    return wit_strdup(arena, wit_buf_str(&out));
}

static void accepted(void **state)
{
    (void)state;
    static const struct {
        const char *name, *json, *expected; /* NULL: the same */
    } rows[] = {
        {"null", "null", NULL},
        {"white space", " \t\r\n[ 1 , 2 ]\n", "[1,2]"},
        {"empty containers", "{\"a\":{},\"b\":[]}", NULL},
        {"order is kept", "{\"b\":1,\"a\":2}", NULL},
        {"numbers keep their text", "[0,-0,1.50,1E+2,1e-0,123456789012345678901234567890]", NULL},
        {"escapes", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\\"\\\\/\\b\\f\\n\\r\\t\""},
        {"\\u in both cases", "\"\\u00e9\\u00E9\"", "\"éé\""},
        {"surrogate pair", "\"\\ud83d\\ude00\"", "\"😀\""},
        {"control characters by \\u", "\"\\u0001\\u001f\\u007f\"", "\"\\u0001\\u001f\\u007f\""},
        {"HTML", "\"</script>&\"", "\"\\u003c/script\\u003e\\u0026\""},
        {"line separators", "\"\\u2028\xe2\x80\xa9\"", "\"\\u2028\\u2029\""},
        {"empty name", "{\"\":1}", NULL},
        {"names that differ late", "{\"abc\":1,\"abd\":2,\"ab\":3}", NULL},
        {"escaped name", "{\"a\\u0062\":1}", "{\"ab\":1}"},
        {"the same name in two objects", "[{\"a\":1},{\"a\":2}]", NULL},
        {"literals", "[true,false,null]", NULL},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_value *v = NULL;
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        if (!wit_json_parse(&v, arena, rows[i].json, strlen(rows[i].json), &err))
            fail_msg("%s", err.text);
        assert_string_equal(compact(arena, v), rows[i].expected == NULL ? rows[i].json : rows[i].expected);
    }
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *json, *expected;
    } rows[] = {
        {"nothing", "", "line 1, column 1: expected a value, found the end of the text"},
        {"white space alone", "\n \n", "line 3, column 1: expected a value, found the end of the text"},
        {"two values", "{} {}", "line 1, column 4: expected the end of the text, found '{'"},
        {"trailing comma in an array", "[1,]", "line 1, column 4: expected a value, found ']'"},
        {"trailing comma in an object", "{\"a\":1,}", "line 1, column 8: expected a name in quotes, found '}'"},
        {"no comma", "[1 2]", "line 1, column 4: expected ',' or ']', found '2'"},
        {"no comma between members", "{\"a\":1\n\"b\":2}", "line 2, column 1: expected ',' or '}', found '\"'"},
        {"no colon", "{\"a\" 1}", "line 1, column 6: expected ':', found '1'"},
        {"no name", "{1:2}", "line 1, column 2: expected a name in quotes or '}', found '1'"},
        {"wrong closing", "[1}", "line 1, column 3: expected ',' or ']', found '}'"},
        {"cut in an object", "{\"a\":[1,{\"b\":2}",
         "line 1, column 16: expected ',' or ']', found the end of the text"},
        {"cut in a string", "\"abc",
         "line 1, column 5: expected the closing quote of a string, found the end of the text"},
        {"cut behind a backslash", "\"abc\\", "line 1, column 5: a backslash must be followed by one of"},
        {"leading zero", "[01]", "line 1, column 2: a number must not begin with 0"},
        {"leading plus", "[+1]", "line 1, column 2: expected a value, found '+'"},
        {"minus alone", "-", "line 1, column 2: expected a digit, found the end of the text"},
        {"no digit behind the point", "[1.]", "line 1, column 4: expected a digit, found ']'"},
        {"no digit before the point", "[.5]", "line 1, column 2: expected a value, found '.'"},
        {"no exponent", "[1e+]", "line 1, column 5: expected a digit, found ']'"},
        {"hexadecimal", "[0x1]", "line 1, column 3: expected ',' or ']', found 'x'"},
        {"NaN", "[NaN]", "line 1, column 2: expected a value, found 'N'"},
        {"literal in capitals", "[True]", "line 1, column 2: expected a value, found 'T'"},
        {"literal cut", "nul", "line 1, column 1: expected a value, found 'n'"},
        {"literal too long", "nulll", "line 1, column 5: expected the end of the text, found 'l'"},
        {"comment", "[1] // x", "line 1, column 5: expected the end of the text, found '/'"},
        {"single quotes", "['a']", "line 1, column 2: expected a value, found '''"},
        {"unknown escape", "\"\\x41\"", "line 1, column 2: a backslash must be followed by one of"},
        {"short \\u", "\"\\u12\"", "line 1, column 2: \\u must be followed by four hex digits"},
        {"\\u0000", "\"a\\u0000\"", "line 1, column 3: \\u0000 is not allowed"},
        {"lone high surrogate", "\"\\ud83d\"", "line 1, column 2: half of a surrogate pair"},
        {"high surrogate and a letter", "\"\\ud83d\\u0041\"", "line 1, column 2: half of a surrogate pair"},
        {"lone low surrogate", "\"\\ude00\"", "line 1, column 2: half of a surrogate pair"},
        {"two high surrogates", "\"\\ud83d\\ud83d\"", "line 1, column 2: half of a surrogate pair"},
        {"line break in a string", "\"a\nb\"",
         "line 1, column 3: expected a string without raw control characters, found byte 0x0a"},
        {"invalid UTF-8", "[\"\xc0\xaf\"]", "line 1, column 3: expected UTF-8, found byte 0xc0"},
        {"UTF-8 of a surrogate", "[\"\xed\xa0\x80\"]", "line 1, column 3: expected UTF-8, found byte 0xed"},
        {"byte order mark", "\xef\xbb\xbf{}", "line 1, column 1: expected a value, found a byte order mark"},
        {"no-break space", "[\xc2\xa0]", "line 1, column 2: expected a value, found byte 0xc2"},
        {"form feed", "[\f1]", "line 1, column 2: expected a value, found byte 0x0c"},
        {"name twice", "{\"a\":1,\n \"b\":2, \"a\":3}", "line 2, column 13: the name 'a' is there twice in one object"},
        {"name twice by an escape", "{\"a\":1,\"\\u0061\":2}", "line 1, column 17: the name 'a' is there twice"},
        {"name twice, inside", "[{\"x\":{\"k\":1,\"k\":1}}]", "line 1, column 18: the name 'k' is there twice"},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_value *v = NULL;
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        assert_false(wit_json_parse(&v, arena, rows[i].json, strlen(rows[i].json), &err));
        assert_null(v);
        assert_int_equal(err.code, WIT_EPARSE);
        if (strncmp(err.text, rows[i].expected, strlen(rows[i].expected)) != 0)
            assert_string_equal(err.text, rows[i].expected);
    }
    struct wit_value *v = NULL;
    assert_false(wit_json_parse(&v, arena, "[1]\0", 4, NULL)); /* a NUL is not the end */
    assert_false(wit_json_parse(&v, arena, "[1,2]", 4, NULL)); /* len is, though memory goes on */
}

static void places(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const char text[] = "{\n  \"a\": [ 10,\n\t\"é\", null],\r\n  \"b\" :\n   {\"c\": true}\n}";
    struct wit_value *v = NULL;
    assert_true(wit_json_parse(&v, arena, text, strlen(text), NULL));
    const struct {
        const struct wit_value *value;
        uint32_t line, col;
    } rows[] = {
        {v, 1, 1},
        {wit_get(v, "a"), 2, 8},
        {wit_at(wit_get(v, "a"), 0), 2, 10},
        {wit_at(wit_get(v, "a"), 1), 3, 2},
        {wit_at(wit_get(v, "a"), 2), 3, 8}, /* columns count bytes: é is two */
        {wit_get(v, "b"), 5, 4},
        {wit_get(wit_get(v, "b"), "c"), 5, 10},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_non_null(rows[i].value);
        assert_int_equal(rows[i].value->line, rows[i].line);
        assert_int_equal(rows[i].value->col, rows[i].col);
    }
    assert_null(v->key);
    assert_string_equal(wit_get(v, "a")->key, "a");
    assert_int_equal(wit_get(v, "a")->count, 3);
    assert_ptr_equal(wit_get(v, "a")->last, wit_at(wit_get(v, "a"), 2));
}

static void depth(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char text[2 * (WIT_JSON_MAX_DEPTH + 1)];
    for (size_t n = WIT_JSON_MAX_DEPTH; n <= WIT_JSON_MAX_DEPTH + 1; n++) {
        memset(text, '[', n);
        memset(text + n, ']', n);
        struct wit_value *v = NULL;
        struct wit_err err = {0};
        bool ok = wit_json_parse(&v, arena, text, 2 * n, &err);
        assert_int_equal(ok, n == WIT_JSON_MAX_DEPTH);
        if (ok)
            assert_memory_equal(compact(arena, v), text, 2 * n);
        else
            assert_string_equal(err.text, "line 1, column 65: nested deeper than 64");
        assert_int_equal(err.code, ok ? WIT_OK : WIT_ELIMIT);
    }
    struct wit_err err = {0};
    struct wit_value *v = NULL;
    assert_false(wit_json_parse(&v, arena, "[", WIT_JSON_MAX_BYTES + 1, &err)); /* the cap is looked at first */
    assert_int_equal(err.code, WIT_ELIMIT);
}

static void many_names(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, (size_t)16 << 20);
    wit_buf_puts(&text, "{");
    for (int i = 0; i < 5000; i++) /* far more names than the cache holds */
        wit_buf_printf(&text, "%s\"name-%d\":{\"Id\":%d}", i == 0 ? "" : ",", i, i);
    wit_buf_puts(&text, "}");
    struct wit_value *v = NULL;
    assert_true(wit_json_parse(&v, arena, wit_buf_str(&text), text.len, NULL));
    assert_int_equal(v->count, 5000);
    assert_string_equal(compact(arena, v), wit_buf_str(&text));

    text.data[text.len - 1] = ',';
    wit_buf_puts(&text, "\n\"name-4711\":0}");
    struct wit_err err = {0};
    assert_false(wit_json_parse(&v, arena, wit_buf_str(&text), text.len, &err));
    assert_string_equal(err.text, "line 2, column 13: the name 'name-4711' is there twice in one object");
}

static void written_by_hand(void **state)
{
    (void)state;
    static const struct {
        int indent;
        const char *expected;
    } rows[] = {
        {0, "{\"s\":\"x\",\"none\":null,\"n\":-5,\"b\":false,\"list\":[1,true,null,[],{}],\"v\":{\"k\":1.50}}"},
        {2, "{\n  \"s\": \"x\",\n  \"none\": null,\n  \"n\": -5,\n  \"b\": false,\n  \"list\": [\n    1,\n    true,\n"
            "    null,\n    [],\n    {}\n  ],\n  \"v\": {\n    \"k\": 1.50\n  }\n}"},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *v = NULL;
    assert_true(wit_json_parse(&v, arena, "{\"k\":1.50}", 10, NULL));
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct wit_jw jw;
        wit_buf_init(&out, 4096);
        wit_jw_init(&jw, &out, rows[i].indent);
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "s", "x");
        wit_jw_kstr(&jw, "none", NULL);
        wit_jw_kint(&jw, "n", -5);
        wit_jw_kbool(&jw, "b", false);
        wit_jw_key(&jw, "list");
        wit_jw_array(&jw);
        wit_jw_int(&jw, 1);
        wit_jw_bool(&jw, true);
        wit_jw_null(&jw);
        wit_jw_array(&jw);
        wit_jw_array_end(&jw);
        wit_jw_object(&jw);
        wit_jw_object_end(&jw);
        wit_jw_array_end(&jw);
        wit_jw_key(&jw, "v");
        wit_jw_value(&jw, v);
        wit_jw_object_end(&jw);
        assert_string_equal(wit_buf_str(&out), rows[i].expected);
    }
}

static void written_strings(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *expected;
    } rows[] = {
        {"invalid bytes",
         "a\xff\xfe"
         "b",
         "\"a\xef\xbf\xbd\xef\xbf\xbd"
         "b\""},
        {"cut sequence", "a\xe2\x82", "\"a\xef\xbf\xbd\xef\xbf\xbd\""},
        {"quotes and backslash", "\"\\", "\"\\\"\\\\\""},
        {"controls", "\x01\b\f\n\r\t\x1f\x7f", "\"\\u0001\\b\\f\\n\\r\\t\\u001f\\u007f\""},
        {"attribute", "\"><script>'", "\"\\\"\\u003e\\u003cscript\\u003e'\""},
        {"empty", "", "\"\""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct wit_jw jw;
        print_message("%s\n", rows[i].name);
        wit_buf_init(&out, 4096);
        wit_jw_init(&jw, &out, 0);
        wit_jw_str(&jw, rows[i].text);
        assert_string_equal(wit_buf_str(&out), rows[i].expected);
    }
}

static void trees_cannot_smuggle(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *v = wit_value_string(arena, "1,\"x\":2");
    v->kind = WIT_NUMBER;
    assert_string_equal(compact(arena, v), "\"1,\\\"x\\\":2\"");
    assert_string_equal(compact(arena, NULL), "null");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepted),        cmocka_unit_test(refused),
        cmocka_unit_test(places),          cmocka_unit_test(depth),
        cmocka_unit_test(many_names),      cmocka_unit_test(written_by_hand),
        cmocka_unit_test(written_strings), cmocka_unit_test(trees_cannot_smuggle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
