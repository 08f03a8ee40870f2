/* tests/unit/test_arena.c: arenas give zeroed, aligned memory; arrays grow; string maps hold what was put.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

static void memory_is_zeroed_and_aligned(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 7, 16, 17, 100, 4000, 16 << 10, 100000, 5 << 20, 3};
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (int round = 0; round < 3; round++) {
        size_t total = 0;
        for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
            wit_strndup(arena, "x", 1); /* throws the alignment off */
            unsigned char *p = wit_alloc(arena, sizes[i]);
            assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
            for (size_t k = 0; k < sizes[i]; k++)
                assert_int_equal(p[k], 0);
            memset(p, 0xee, sizes[i]);
            total += sizes[i];
        }
        assert_true(wit_arena_used_bytes(arena) >= total);
        wit_arena_reset(arena);
        assert_int_equal(wit_arena_used_bytes(arena), 0);
    }
}

static void objects_do_not_overlap(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    enum { N = 3000 };
    unsigned char *objects[N];
    for (size_t i = 0; i < N; i++) {
        objects[i] = wit_alloc(arena, i % 97 * (i % 100 == 99 ? 300 : 1) + 1);
        memset(objects[i], (int)(i & 255), i % 97 * (i % 100 == 99 ? 300 : 1) + 1);
    }
    for (size_t i = 0; i < N; i++) {
        for (size_t k = 0; k < i % 97 * (i % 100 == 99 ? 300 : 1) + 1; k++)
            assert_int_equal(objects[i][k], i & 255);
    }
    assert_ptr_not_equal(wit_alloc(arena, 0), wit_alloc(arena, 0));
}

static void strings_are_copied(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char text[] = "brokers";
    char *whole = wit_strdup(arena, text), *part = wit_strndup(arena, text, 3), *none = wit_strndup(arena, NULL, 0);
    text[0] = 'X';
    assert_string_equal(whole, "brokers");
    assert_string_equal(part, "bro");
    assert_string_equal(none, "");
    assert_string_equal(wit_fmt(arena, "%s-%05d", whole, 42), "brokers-00042");
    char *longer = wit_fmt(arena, "%5000d", 7);
    assert_int_equal(strlen(longer), 5000);
}

static void arrays_grow(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    uint32_t *a = NULL, *b = NULL;
    size_t a_n = 0, a_cap = 0, b_n = 0, b_cap = 0;
    for (uint32_t i = 0; i < 100000; i++) {
        WIT_PUSH(arena, a, a_n, a_cap) = i;
        if (i % 3 == 0) /* now one array is the newest object, now the other */
            WIT_PUSH(arena, b, b_n, b_cap) = ~i;
    }
    assert_int_equal(a_n, 100000);
    for (uint32_t i = 0; i < 100000; i++)
        assert_int_equal(a[i], i);
    for (uint32_t i = 0; i < b_n; i++)
        assert_int_equal(b[i], ~(i * 3));
    for (size_t i = a_n; i < a_cap; i++)
        assert_int_equal(a[i], 0);
}

static void overflow_is_death(void **state)
{
    (void)state;
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        (void)!freopen("/dev/null", "w", stderr);
        wit_alloc_array(wit_arena_new(), SIZE_MAX / 2, 3);
        _exit(0);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 70);
}

static void free_takes_null(void **state)
{
    (void)state;
    struct wit_arena *none = NULL;
    wit_arena_free(NULL);
    wit_auto_arena(&none);
    struct wit_arena *arena = wit_arena_new();
    wit_arena_reset(arena); /* nothing was taken yet */
    wit_auto_arena(&arena);
    assert_null(arena);
}

static void map_holds_what_was_put(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_strmap *map = wit_strmap_new(arena);
    static int values[20000];
    char key[32];
    assert_null(wit_strmap_get(map, "nothing yet"));
    for (size_t i = 0; i < 20000; i++) {
        snprintf(key, sizeof key, "eni-%zx", i * 2654435761U);
        assert_null(wit_strmap_get(map, key));
        assert_true(wit_strmap_put(map, key, &values[i]));
    }
    for (size_t i = 0; i < 20000; i++) {
        snprintf(key, sizeof key, "eni-%zx", i * 2654435761U);
        assert_ptr_equal(wit_strmap_get(map, key), &values[i]);
    }
    assert_null(wit_strmap_get(map, "eni-"));
    assert_null(wit_strmap_get(map, ""));
}

static void map_put_keeps_and_set_replaces(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_strmap *map = wit_strmap_new(arena);
    int one, two;
    char key[] = "12345678"; /* a whole word of the hash, and no rest */
    assert_true(wit_strmap_put(map, key, &one));
    assert_false(wit_strmap_put(map, key, &two));
    assert_ptr_equal(wit_strmap_get(map, key), &one);
    wit_strmap_set(map, key, &two);
    assert_ptr_equal(wit_strmap_get(map, key), &two);
    wit_strmap_set(map, "", &one);
    assert_ptr_equal(wit_strmap_get(map, ""), &one);
    key[0] = 'X'; /* the map has its own copy */
    assert_null(wit_strmap_get(map, key));
    assert_ptr_equal(wit_strmap_get(map, "12345678"), &two);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(memory_is_zeroed_and_aligned),
        cmocka_unit_test(objects_do_not_overlap),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(arrays_grow),
        cmocka_unit_test(overflow_is_death),
        cmocka_unit_test(free_takes_null),
        cmocka_unit_test(map_holds_what_was_put),
        cmocka_unit_test(map_put_keeps_and_set_replaces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
