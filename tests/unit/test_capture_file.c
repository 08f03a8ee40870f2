/* tests/unit/test_capture_file.c: frames out of pcap and pcapng, and how broken files end.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "collectors/traffic/capture_file.h"

struct bytes {
    uint8_t at[4096];
    size_t n;
    bool little;
};
static void u32(struct bytes *b, uint32_t v)
{
    for (unsigned i = 0; i < 4; i++)
        b->at[b->n++] = (uint8_t)(v >> (b->little ? 8 * i : 24 - 8 * i));
}
static void u16(struct bytes *b, unsigned v)
{
    b->at[b->n++] = (uint8_t)(b->little ? v : v >> 8);
    b->at[b->n++] = (uint8_t)(b->little ? v >> 8 : v);
}
static void raw(struct bytes *b, const char *text, size_t n)
{
    memcpy(b->at + b->n, text, n);
    b->n += n;
}

static void classic_head(struct bytes *b, uint32_t magic, uint32_t link)
{
    u32(b, magic);
    u16(b, 2);
    u16(b, 4);
    u32(b, 0);
    u32(b, 0);
    u32(b, 96);
    u32(b, link);
}
static void record(struct bytes *b, uint32_t s, uint32_t part, const char *text, uint32_t whole)
{
    u32(b, s);
    u32(b, part);
    u32(b, (uint32_t)strlen(text));
    u32(b, whole);
    raw(b, text, strlen(text));
}
/* A pcapng block round a body that is padded already. */
static void block(struct bytes *b, uint32_t type, const struct bytes *body)
{
    u32(b, type);
    u32(b, (uint32_t)body->n + 12);
    raw(b, (const char *)body->at, body->n);
    u32(b, (uint32_t)body->n + 12);
}
static void section(struct bytes *b)
{
    struct bytes body = {.little = b->little};
    u32(&body, 0x1a2b3c4d);
    u16(&body, 1);
    u16(&body, 0);
    u32(&body, UINT32_MAX);
    u32(&body, UINT32_MAX);
    block(b, 0x0a0d0d0a, &body);
}
static void interface(struct bytes *b, unsigned link, const char *name4, int resolution)
{
    struct bytes body = {.little = b->little};
    u16(&body, link);
    u16(&body, 0);
    u32(&body, 0);
    u16(&body, 2);
    u16(&body, 4);
    raw(&body, name4, 4);
    if (resolution >= 0) {
        u16(&body, 9);
        u16(&body, 1);
        raw(&body, (const char[]){(char)resolution, 0, 0, 0}, 4);
    }
    u32(&body, 0);
    block(b, 1, &body);
}
static void packet(struct bytes *b, uint32_t number, uint64_t stamp, const char *text4, uint32_t whole)
{
    struct bytes body = {.little = b->little};
    u32(&body, number);
    u32(&body, (uint32_t)(stamp >> 32));
    u32(&body, (uint32_t)stamp);
    u32(&body, 4);
    u32(&body, whole);
    raw(&body, text4, 4);
    block(b, 6, &body);
}

/* "time/link/interface/len-whole:bytes …" of all frames, then "." or "!why". */
static void told(char *out, size_t room, struct bytes *b)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_capture *c;
    struct wit_frame f;
    struct wit_err err = {0};
    size_t n = 0;
    out[0] = '\0';
    if (!wit_capture_of_bytes(&c, arena, b->at, b->n, &err)) {
        snprintf(out, room, "refused: %s", err.text);
        return;
    }
    while (wit_capture_next(c, &f, &err))
        n += (size_t)snprintf(out + n, room - n, "%llu/%u/%u/%zu-%zu:%.*s ", (unsigned long long)f.time_ns, f.link,
                              f.interface, f.len, f.whole, (int)f.len, (const char *)f.bytes);
    snprintf(out + n, room - n, "%s", c->cut ? c->why : ".");
}

static void reads_classic_files(void **state)
{
    (void)state;
    static const struct {
        const char *name, *told;
        uint32_t magic;
        bool little;
    } rows[] = {
        {"microseconds, big end first", "1000002000/1/0/3-60:abc 3000000000/1/0/2-2:de .", 0xa1b2c3d4, false},
        {"microseconds, little end first", "1000002000/1/0/3-60:abc 3000000000/1/0/2-2:de .", 0xa1b2c3d4, true},
        {"nanoseconds", "1000000002/1/0/3-60:abc 3000000000/1/0/2-2:de .", 0xa1b23c4d, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bytes b = {.little = rows[i].little};
        char out[512];
        classic_head(&b, rows[i].magic, 1);
        record(&b, 1, 2, "abc", 60);
        record(&b, 3, 0, "de", 2);
        told(out, sizeof out, &b);
        if (strcmp(out, rows[i].told) != 0)
            fail_msg("%s: %s", rows[i].name, out);
        for (size_t cut = b.n - 1; cut > 24; cut--) { /* cut anywhere: what is whole counts, the rest is told */
            struct bytes shorter = b;
            shorter.n = cut;
            told(out, sizeof out, &shorter);
            if (cut != 24 + 16 + 3)
                assert_non_null(strstr(out, "the file ends inside"));
        }
    }
}

static void reads_sections_and_interfaces(void **state)
{
    (void)state;
    struct bytes b = {.little = true};
    char out[512];
    section(&b);
    interface(&b, 1, "eth0", -1);
    interface(&b, 276, "any0", 9);
    packet(&b, 0, 1000002, "abcd", 60);
    packet(&b, 1, 5000000007, "efgh", 4);
    struct bytes statistics = {.little = true};
    u32(&statistics, 1);
    u32(&statistics, 0);
    u32(&statistics, 0);
    u16(&statistics, 5);
    u16(&statistics, 8);
    u32(&statistics, 17);
    u32(&statistics, 0);
    block(&b, 5, &statistics);
    b.little = false; /* a second section, by another host */
    section(&b);
    interface(&b, 101, "tun0", 0x8a);
    packet(&b, 0, (uint64_t)3 << 10 | 512, "ijkl", 4);
    told(out, sizeof out, &b);
    assert_string_equal(out, "1000002000/1/0/4-60:abcd 5000000007/276/1/4-4:efgh 3500000000/101/2/4-4:ijkl .");
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_capture *c;
    struct wit_frame f;
    struct wit_err err = {0};
    assert_true(wit_capture_of_bytes(&c, arena, b.at, b.n, &err));
    while (wit_capture_next(c, &f, &err))
        ;
    assert_int_equal(c->n_interfaces, 3);
    assert_string_equal(c->interfaces[1].name, "any0");
    assert_true(c->interfaces[1].dropped == 17 && c->interfaces[0].dropped == UINT64_MAX);
}

static void refuses_and_ends(void **state)
{
    (void)state;
    char out[512];
    struct bytes none = {.n = 0}, text = {.n = 0}, big = {.little = true}, odd = {.little = true};
    told(out, sizeof out, &none);
    assert_non_null(strstr(out, "refused: capture: no capture"));
    raw(&text, "GET / HTTP/1.1", 14);
    told(out, sizeof out, &text);
    assert_non_null(strstr(out, "begins like neither pcap nor pcapng"));
    classic_head(&big, 0xa1b2c3d4, 1);
    u32(&big, 0);
    u32(&big, 0);
    u32(&big, 0x7fffffff);
    u32(&big, 0x7fffffff);
    told(out, sizeof out, &big);
    assert_string_equal(out, "a record says that it has more than a megabyte");
    section(&odd);
    packet(&odd, 0, 0, "abcd", 4);
    told(out, sizeof out, &odd);
    assert_string_equal(out, "a packet of an interface that is not described");
    odd.n = 28;
    u32(&odd, 6);
    u32(&odd, 7);
    u32(&odd, 0);
    told(out, sizeof out, &odd);
    assert_string_equal(out, "a block has an impossible length");
}

/* A wrong clock, or a hole, is no watch. */
static void holes_are_not_watched(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t seconds[5]; /* of the frames; 0 ends */
        uint64_t watched;
    } rows[] = {
        {"one frame", {1700000000}, 0},
        {"two", {1700000000, 1700000300}, 300},
        {"a hole of ten minutes counts", {1700000000, 1700000600}, 600},
        {"a longer one does not", {1700000000, 1700000601, 1700000611}, 10},
        {"a frame of 1970", {1, 1700000000, 1700000100}, 100},
        {"a frame of the future ends it", {1700000000, 1700000100, 1900000000, 1700000200}, 100},
        {"out of order", {1700000000, 1700000100, 1700000050, 1700000200}, 200},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct bytes b = {.little = true};
        struct wit_capture *c;
        struct wit_frame f;
        struct wit_err err = {0};
        classic_head(&b, 0xa1b2c3d4, 1);
        for (size_t k = 0; k < 5 && rows[i].seconds[k] != 0; k++)
            record(&b, rows[i].seconds[k], 0, "abcd", 4);
        assert_true(wit_capture_of_bytes(&c, arena, b.at, b.n, &err));
        while (wit_capture_next(c, &f, &err))
            continue;
        if (c->watched_ns != rows[i].watched * 1000000000)
            fail_msg("%s: %llu ns", rows[i].name, (unsigned long long)c->watched_ns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_classic_files),
        cmocka_unit_test(reads_sections_and_interfaces),
        cmocka_unit_test(refuses_and_ends),
        cmocka_unit_test(holes_are_not_watched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
