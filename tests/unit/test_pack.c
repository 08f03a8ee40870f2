/* tests/unit/test_pack.c: what is packed comes out again, within its cap, and nothing else is a frame.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/pack.h"

static char *sample(struct wit_arena *arena, size_t len, uint32_t seed)
{
    char *bytes = wit_alloc(arena, len);
    for (size_t i = 0; i < len; i++) {
        seed = seed * 1664525U + 1013904223U;
        bytes[i] = (char)(i % 7 == 0 ? seed >> 24 : i / 1000); /* packs, but not to nothing */
    }
    return bytes;
}

static void round_trip(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 2, 100, 65535, 65536, 65537, 1 << 20, (5 << 20) + 3};
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        char *bytes = sample(arena, sizes[i], (uint32_t)i), *packed, *again, *out;
        size_t packed_len, again_len, len;
        struct wit_err err = {0};
        print_message("%zu\n", sizes[i]);
        wit_pack(&packed, &packed_len, arena, bytes, sizes[i]);
        wit_pack(&again, &again_len, arena, bytes, sizes[i]);
        assert_int_equal(packed_len, again_len);
        assert_memory_equal(packed, again, packed_len);
        if (!wit_unpack(&out, &len, arena, packed, packed_len, sizes[i], &err))
            fail_msg("%s", err.text);
        assert_int_equal(len, sizes[i]);
        assert_memory_equal(out, bytes, len);
        assert_int_equal(out[len], '\0');
        if (sizes[i] > 0) {
            assert_false(wit_unpack(&out, &len, arena, packed, packed_len, sizes[i] - 1, &err));
            assert_int_equal(err.code, WIT_ELIMIT);
        }
    }
}

static void every_cut_and_flip_is_told(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *bytes = sample(arena, 3000, 1), *packed, *out = NULL;
    size_t packed_len, len;
    wit_pack(&packed, &packed_len, arena, bytes, 3000);
    for (size_t cut = 0; cut < packed_len; cut++) {
        struct wit_err err = {0};
        char *exact = malloc(cut + 1); /* so that a sanitizer sees what is read behind the cut */
        assert_non_null(exact);
        memcpy(exact, packed, cut);
        bool ok = wit_unpack(&out, &len, arena, exact, cut, 1 << 20, &err);
        free(exact);
        assert_false(ok);
        assert_int_equal(err.code, WIT_EPARSE);
    }
    for (size_t bit = 0; bit < packed_len * 8; bit++) {
        packed[bit / 8] = (char)(packed[bit / 8] ^ 1 << bit % 8);
        bool ok = wit_unpack(&out, &len, arena, packed, packed_len, 1 << 20, NULL);
        /* A flipped bit of the header may mean the same (a flag that nothing reads); other bytes never come out. */
        assert_true(!ok || (len == 3000 && memcmp(out, bytes, 3000) == 0));
        packed[bit / 8] = (char)(packed[bit / 8] ^ 1 << bit % 8);
    }
}

static void refused(void **state)
{
    (void)state;
    /* Frames made by zstd's own program. */
    static const struct {
        const char *name, *bytes;
        size_t len;
        enum wit_code code;
    } rows[] = {
        {"nothing", "", 0, WIT_EPARSE},
        {"text", "{\"Vpcs\": []}", 12, WIT_EPARSE},
        {"gzip", "\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03", 10, WIT_EPARSE},
        {"magic number alone", "\x28\xb5\x2f\xfd", 4, WIT_EPARSE},
        {"skippable frame",
         "\x50\x2a\x4d\x18\x04\x00\x00\x00"
         "abcd",
         12, WIT_EPARSE},
        /* header: single segment, 8-byte size of 2^62 bytes */
        {"a size that nobody has", "\x28\xb5\x2f\xfd\xe0\x00\x00\x00\x00\x00\x00\x00\x40\x01\x00\x00", 16, WIT_ELIMIT},
        /* no size; a window of 2^41 bytes */
        {"a window that nobody has", "\x28\xb5\x2f\xfd\x00\xf8\x01\x00\x00", 9, WIT_EPARSE},
        {"4 MiB of zeros without a size",
         "\050\265\057\375\004\150\114\000\000\010\000\001\000\374\377\071\020\002\002\000\020\000\002\000\020\000\002"
         "\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000"
         "\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020"
         "\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000"
         "\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002\000\020\000\002"
         "\000\020\000\003\000\020\000\050\235\274\174",
         146, WIT_ELIMIT},
        {"two frames",
         "\050\265\057\375\004\130\011\000\000\170\043\021\004\203\050\265\057\375\004\130\011\000\000\171\262\077\272"
         "\241",
         28, WIT_EPARSE},
        {"a byte behind the frame", "\050\265\057\375\004\130\011\000\000\170\043\021\004\203\171", 15, WIT_EPARSE},
    };
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *out = NULL;
        size_t len = 77;
        struct wit_err err = {0};
        print_message("%s\n", rows[i].name);
        assert_false(wit_unpack(&out, &len, arena, rows[i].bytes, rows[i].len, 1 << 20, &err));
        assert_int_equal(err.code, rows[i].code);
        assert_null(out);
        assert_int_equal(len, 77);
    }
}

/* A frame without its size (a stream) still unpacks, and still has a cap. */
static void streams(void **state)
{
    (void)state;
    static const char frame[] =
        "\050\265\057\375\004\150\114\000\000\010\141\001\000\374\377\071\020\002\003\152\010\141\203\126\274\230";
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *out;
    size_t len;
    struct wit_err err = {0};
    assert_true(wit_unpack(&out, &len, arena, frame, sizeof frame - 1, 200000, &err));
    assert_int_equal(len, 200000);
    for (size_t i = 0; i < len; i++)
        assert_int_equal(out[i], 'a');
    assert_false(wit_unpack(&out, &len, arena, frame, sizeof frame - 1, 199999, &err));
    assert_int_equal(err.code, WIT_ELIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(round_trip),
        cmocka_unit_test(every_cut_and_flip_is_told),
        cmocka_unit_test(refused),
        cmocka_unit_test(streams),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
