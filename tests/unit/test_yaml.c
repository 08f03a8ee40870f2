/* tests/unit/test_yaml.c: the YAML that people write, and the YAML that is refused, with its place.
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
#include "base/yaml.h"

static void accepted(void **state)
{
    (void)state;
    static const struct {
        const char *name, *yaml, *json;
    } rows[] = {
        {"mapping", "version: 1\nname: acme\n", "{\"version\":1,\"name\":\"acme\"}"},
        {"flow", "{kind: broker, match: {tag: {Role: kafka-broker}}}",
         "{\"kind\":\"broker\",\"match\":{\"tag\":{\"Role\":\"kafka-broker\"}}}"},
        {"sequence", "- a\n- [b, c]\n- x: 1\n  y: 2\n", "[\"a\",[\"b\",\"c\"],{\"x\":1,\"y\":2}]"},
        {"true and false", "[true, false]", "[true,false]"},
        {"other words stay strings", "[yes, no, on, off, True, FALSE, y, n]",
         "[\"yes\",\"no\",\"on\",\"off\",\"True\",\"FALSE\",\"y\",\"n\"]"},
        {"null", "[null, ~]", "[null,null]"},
        {"nothing is null", "a:\nb: 1\n", "{\"a\":null,\"b\":1}"},
        {"integers", "[0, -5, 9094, 123456789012345678901234567890]", "[0,-5,9094,123456789012345678901234567890]"},
        {"what only looks like a number", "[010, 0x1f, 1_000, +1, 1.5, 1e3, 1:30, -, -0x1]",
         "[\"010\",\"0x1f\",\"1_000\",\"+1\",\"1.5\",\"1e3\",\"1:30\",\"-\",\"-0x1\"]"},
        {"account with a zero in front", "account: 012345678901\n", "{\"account\":\"012345678901\"}"},
        {"dates and addresses are strings", "[2027-01-31, 10.0.0.0/16, 'fd00::/8']",
         "[\"2027-01-31\",\"10.0.0.0/16\",\"fd00::/8\"]"},
        {"quoted is a string", "[\"1\", 'true', \"null\", '~', '']", "[\"1\",\"true\",\"null\",\"~\",\"\"]"},
        {"blocks", "a: |\n  two\n  lines\nb: >-\n  one\n  line\n", "{\"a\":\"two\\nlines\\n\",\"b\":\"one line\"}"},
        {"bang in quotes", "from: [\"!brokers\"]\n", "{\"from\":[\"!brokers\"]}"},
        {"comments", "# c\na: 1 # d\n", "{\"a\":1}"},
        {"document marks", "---\na: 1\n...\n", "{\"a\":1}"},
        {"UTF-8", "owner: Größe\n", "{\"owner\":\"Größe\"}"},
        {"keys of numbers are text", "1: a\n", "{\"1\":\"a\"}"},
        {"quoted merge key is a key", "\"<<\": a\n", "{\"\\u003c\\u003c\":\"a\"}"},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
        struct wit_jw jw;
        struct wit_value *v = NULL;
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        wit_buf_init(&out, 65536);
        if (!wit_yaml_parse(&v, arena, rows[i].yaml, strlen(rows[i].yaml), &err))
            fail_msg("%s", err.text);
        wit_jw_init(&jw, &out, 0);
        wit_jw_value(&jw, v);
        assert_string_equal(wit_buf_str(&out), rows[i].json);
    }
}

static void refused(void **state)
{
    (void)state;
    static const struct {
        const char *name, *yaml, *expected;
    } rows[] = {
        {"empty", "", "line 1, column 1: the document is empty"},
        {"comment alone", "# nothing\n", "line 1, column 1: the document is empty"},
        {"anchor on a scalar", "a: &x 1\n", "line 1, column 4: anchors are not allowed"},
        {"anchor on a mapping", "a: &x {b: 1}\n", "line 1, column 4: anchors are not allowed"},
        {"anchor on a sequence", "a:\n  &x [1]\n", "line 2, column 3: anchors are not allowed"},
        {"alias", "a: 1\nb: *x\n", "line 2, column 4: aliases are not allowed"},
        {"alias as a key", "*x : 1\n", "line 1, column 1: aliases are not allowed"},
        {"tag", "a: !!str 1\n", "line 1, column 4: tags are not allowed"},
        {"local tag", "from: [!brokers]\n", "line 1, column 8: tags are not allowed"},
        {"local tag in a block", "- a\n- !brokers\n",
         "line 2, column 3: tags are not allowed; a text that begins with '!' needs quotes"},
        {"tag on a sequence", "a: !!set [1]\n", "line 1, column 4: tags are not allowed"},
        {"tag directive", "%TAG ! tag:x,2000:\n---\na: 1\n", "line 1, column 1: tags are not allowed"},
        {"merge key", "a:\n  <<: {b: 1}\n", "line 2, column 3: merge keys are not allowed"},
        {"two documents", "a: 1\n---\nb: 2\n", "line 2, column 1: more than one document"},
        {"key twice", "a: 1\nb: 2\na: 3\n", "line 3, column 1: the key 'a' is there twice in one mapping"},
        {"key twice by quotes", "{a: 1, \"a\": 2}\n", "line 1, column 8: the key 'a' is there twice in one mapping"},
        {"mapping as a key", "{a: 1}: 2\n", "line 1, column 1: a key must be a plain text"},
        {"sequence as a key", "? [a]\n: 1\n", "line 1, column 3: a key must be a plain text"},
        {"no key", "?\n: 1\n", "line 1, column 2: a key is missing"},
        {"NUL", "a: \"x\\0\"\n", "line 1, column 4: a NUL character is not allowed"},
        {"tab as indent", "a:\n\tb: 1\n", "line 2, column 1: found character that cannot start any token"},
        {"unclosed flow", "a: [1, 2\n", "line 2, column 1: did not find expected ',' or ']'"},
        {"unclosed quote", "a: \"x\n", "line 2, column 1: found unexpected end of stream"},
        {"invalid UTF-8", "a: 1\nb: \xff\n", "line "},
        {"control character", "a: \x01\n", "line "},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_value *v = NULL;
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        assert_false(wit_yaml_parse(&v, arena, rows[i].yaml, strlen(rows[i].yaml), &err));
        assert_null(v);
        assert_int_equal(err.code, WIT_EPARSE);
        if (strncmp(err.text, rows[i].expected, strlen(rows[i].expected)) != 0)
            assert_string_equal(err.text, rows[i].expected);
    }
}

static void caps(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char text[4 * (WIT_YAML_MAX_DEPTH + 1)];
    for (size_t n = WIT_YAML_MAX_DEPTH; n <= WIT_YAML_MAX_DEPTH + 1; n++) {
        struct wit_value *v = NULL;
        struct wit_err err = {0};
        memset(text, '[', n);
        memset(text + n, ']', n);
        assert_int_equal(wit_yaml_parse(&v, arena, text, 2 * n, &err), n == WIT_YAML_MAX_DEPTH);
        assert_int_equal(err.code, n == WIT_YAML_MAX_DEPTH ? WIT_OK : WIT_ELIMIT);
    }
    struct wit_err err = {0};
    struct wit_value *v = NULL;
    assert_false(wit_yaml_parse(&v, arena, "a", WIT_YAML_MAX_BYTES + 1, &err));
    assert_int_equal(err.code, WIT_ELIMIT);
}

static void many_keys(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
    wit_buf_init(&text, WIT_YAML_MAX_BYTES);
    for (int i = 0; i < 2000; i++)
        wit_buf_printf(&text, "key-%d: %d\n", i, i);
    struct wit_value *v = NULL;
    struct wit_err err = {0};
    assert_true(wit_yaml_parse(&v, arena, wit_buf_str(&text), text.len, &err));
    assert_int_equal(wit_int(v, "key-1999", -1), 1999);
    wit_buf_puts(&text, "key-77: 0\n");
    assert_false(wit_yaml_parse(&v, arena, wit_buf_str(&text), text.len, &err));
    assert_string_equal(err.text, "line 2001, column 9: the key 'key-77' is there twice in one mapping");
}

static void places(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    static const char text[] = "version: 1\npaths:\n  - id: é-in\n    ports: [ tcp/1, tcp/2 ]\n";
    struct wit_value *v = NULL;
    assert_true(wit_yaml_parse(&v, arena, text, strlen(text), NULL));
    const struct wit_value *path = wit_at(wit_get(v, "paths"), 0), *second = wit_at(wit_get(path, "ports"), 1);
    assert_int_equal(v->line, 1);
    assert_int_equal(wit_get(v, "version")->col, 10);
    assert_int_equal(path->line, 3);
    assert_int_equal(path->col, 5);
    assert_int_equal(second->line, 4);
    assert_int_equal(second->col, 21);
    assert_string_equal(second->text, "tcp/2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accepted),  cmocka_unit_test(refused), cmocka_unit_test(caps),
        cmocka_unit_test(many_keys), cmocka_unit_test(places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
