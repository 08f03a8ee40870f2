/* tests/unit/test_csv.c: RFC 4180, and no cell that a spreadsheet would run.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "render/csv.h"
#include "tests/support/sample_map.h"

static void every_path(struct wit_buf *out, const struct wit_map *map)
{
    wit_csv_paths(out, map, (struct wit_paths_filter){-1, -1});
}

/* A strict reader of RFC 4180: every record has as many fields as the header; calls fail_msg otherwise. */
static size_t check(const char *name, const char *s)
{
    size_t records = 0, fields = 0, expected = 0;
    while (*s != '\0') {
        bool quoted = *s == '"';
        char first = quoted ? s[1] : s[0];
        if (strchr("=+-@\t", first) != NULL && first != '\0')
            fail_msg("%s: record %zu field %zu begins with '%c'", name, records, fields, first);
        if (quoted) {
            for (s++; !(s[0] == '"' && s[1] != '"'); s += s[0] == '"' ? 2 : 1) {
                if (*s == '\0')
                    fail_msg("%s: record %zu: a quote is open", name, records);
            }
            s++;
        } else {
            for (; *s != ',' && *s != '\r' && *s != '\0'; s++) {
                if (*s == '"' || *s == '\n')
                    fail_msg("%s: record %zu: a bare quote or line end", name, records);
            }
        }
        fields++;
        if (*s == ',') {
            s++;
            continue;
        }
        if (s[0] != '\r' || s[1] != '\n')
            fail_msg("%s: record %zu does not end with CRLF", name, records);
        s += 2;
        if (records == 0)
            expected = fields;
        if (fields != expected)
            fail_msg("%s: record %zu has %zu fields, not %zu", name, records, fields, expected);
        records++;
        fields = 0;
    }
    return records;
}

static void test_tables(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    const struct wit_map *maps[] = {wit_sample_map(arena), wit_sample_map_hostile(arena), wit_sample_map_empty(arena)};
    for (size_t m = 0; m < 3; m++) {
        const struct {
            const char *name;
            void (*write)(struct wit_buf *out, const struct wit_map *map);
            size_t records;
        } rows[] = {
            {"paths", every_path, maps[m]->n_paths},
            {"gaps", wit_csv_gaps, maps[m]->n_gaps},
            {"findings", wit_csv_findings, maps[m]->n_findings},
            {"statements", wit_csv_statements, m < 2 ? 4 : 0}, /* the proved one has two closing rules */
        };
        for (size_t i = 0; i < 4; i++) {
            struct wit_buf out;
            wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
            rows[i].write(&out, maps[m]);
            assert_int_equal(check(rows[i].name, wit_buf_str(&out)), rows[i].records + 1);
            wit_buf_deinit(&out);
        }
    }
    wit_arena_free(arena);
}

static void test_columns(void **state)
{
    (void)state;
    struct wit_arena *arena = wit_arena_new();
    struct wit_buf out;
    wit_buf_init(&out, WIT_RENDER_MAX_BYTES);
    wit_csv_paths(&out, wit_sample_map(arena), (struct wit_paths_filter){WIT_CLASS_CONNECTOR, WIT_RED});
    static const char *const parts[] = {
        "owner,purpose,identity,encryption,audit",
        ",red,internet,internet,",
        ",tcp/8083,reachable,direct,",
        "forward: security-group sg-0apps sgr-0a1 pass > network-acl acl-0apps 100 pass",
        "; reply: network-acl acl-0kafka 120 pass",
        "a-000012#/SecurityGroups/3/IpPermissionsEgress/0"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (strstr(wit_buf_str(&out), parts[i]) == NULL)
            fail_msg("no '%s' in: %s", parts[i], wit_buf_str(&out));
    }
    wit_buf_deinit(&out);
    wit_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tables), cmocka_unit_test(test_columns)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
