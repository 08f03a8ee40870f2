/* tests/unit/test_packet_refs.c: what a packet cites and names is there: the first that is not is told by its place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "evidence/cites.h"
#include "render/packet.h"
#include "render/render.h"
#include "tests/support/sample_map.h"
#include "tests/support/temp.h"

static void write_packet(const char *dir, const struct wit_map *map)
{
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) bytes;
    struct wit_err err = {WIT_OK, ""};
    wit_buf_init(&bytes, WIT_RENDER_MAX_BYTES);
    wit_map_write(&bytes, map);
    if (!wit_packet_write(dir, map, wit_buf_str(&bytes), bytes.len, NULL, &err))
        fail_msg("%s", err.text);
}

static char *slurp(const struct wit_temp *t, const char *name, size_t *len)
{
    char *bytes;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_file_read(&bytes, len, t->arena, wit_temp_path(t, name), 1 << 26, &err))
        fail_msg("%s", err.text);
    return bytes;
}

static void spill(const struct wit_temp *t, const char *name, const char *bytes, size_t len)
{
    struct wit_err err = {WIT_OK, ""};
    if (!wit_file_write(wit_temp_path(t, name), bytes, len, &err))
        fail_msg("%s", err.text);
}

/* Replaces the first `old` after `after` by as many bytes. */
static void put(const char *row, char *bytes, const char *after, const char *old, const char *new)
{
    char *at = strstr(bytes, after);
    at = at == NULL ? NULL : strstr(at, old);
    if (at == NULL)
        fail_msg("%s: there is no '%s' after '%s'", row, old, after);
    assert_int_equal(strlen(old), strlen(new));
    memcpy(at, new, strlen(new));
}

/* Changes a file of a packet, and the manifest with it: only the ids can tell. */
static void forge(const struct wit_temp *t, const char *row, const char *dir, const char *file, const char *after,
                  const char *old, const char *new)
{
    char was[WIT_SHA256_HEX], is[WIT_SHA256_HEX];
    const char *name = wit_fmt(t->arena, "%s/%s", dir, file), *manifest = wit_fmt(t->arena, "%s/manifest.json", dir);
    size_t len, n;
    char *bytes = slurp(t, name, &len), *told = slurp(t, manifest, &n);
    wit_sha256_hex(was, bytes, len);
    put(row, bytes, after, old, new);
    wit_sha256_hex(is, bytes, len);
    spill(t, name, bytes, len);
    put(row, told, "files", was, is);
    spill(t, manifest, told, n);
}

static void test_forged(void **state)
{
    const struct wit_temp *t = *state;
    static const struct {
        const char *name, *file, *after, *old, *new, *says;
    } rows[] = {
        {"a hop cites a pointer that is none", "map.json", "\"hops\"", "#/SecurityGroups", "#~SecurityGroupz",
         "map.json#/paths/0/permitted/hops/0/evidence: 'a-000012#~SecurityGroupz/3/IpPermissionsEgress/0' is no"},
        {"a pointer with a wrong escape", "map.json", "\"hops\"", "/SecurityGroups/3", "/SecurityGroups~3",
         "is no citation"},
        {"a hop cites an artefact that is not listed", "map.json", "\"hops\"", "a-000012", "a-000099",
         "map.json#/paths/0/permitted/hops/0/evidence: a-000099 is not among the artefacts"},
        {"a path cites by a short id", "map.json", "\"reasons\"", "a-000012#", "b/a-00012",
         "map.json#/paths/0/evidence/0: 'b/a-00012"},
        {"an artefact is listed under another id", "map.json", "\"artefacts\"", "a-000012", "a-000011",
         "is not among the artefacts"},
        {"an artefact is listed under no id", "map.json", "\"artefacts\"", "a-000012", "A-000012",
         "map.json#/evidence/artefacts/0: 'A-000012' is no artefact's id"},
        {"an artefact with another digest than one", "map.json", "\"artefacts\"", "0123456789ab", "0123456789AB",
         "map.json#/evidence/artefacts/0: a-000012 has no SHA-256"},
        {"an artefact of a bundle that is not named", "map.json", "\"artefacts\"", "acme.evidence", "acme.evidencf",
         "a-000012 is of bundle 'acme.evidencf', which the map does not name"},
        {"a finding cites an artefact that is not listed", "map.json", "\"findings\"", "a-000012", "a-000099",
         "map.json#/findings/0/evidence/0: a-000099"},
        {"a finding names a path that is not there", "map.json", "\"findings\"", "p-3bcf4bde", "p-3bcf4bdf",
         "map.json#/findings/0/paths/0: there is no path p-3bcf4bdf"},
        {"a witness cites an artefact that is not listed", "map.json", "\"assertions\"", "a-000016", "a-000099",
         "map.json#/assertions/0/witnesses/0/evidence: a-000099"},
        {"a witness names a path that is not there", "map.json", "\"assertions\"", "p-6c5ff8c3", "p-6c5ff8c4",
         "map.json#/assertions/1/witnesses/0/path: there is no path p-6c5ff8c4"},
        {"a witness cites a gap that is not there", "map.json", "dlq-is-private", "\"evidence\": \"g-000013\"",
         "\"evidence\": \"g-000014\"", "there is no gap g-000014"},
        {"a gap cites an artefact that is not listed", "map.json", "\"gaps\": [\n    {", "a-000016", "a-000099",
         "map.json#/gaps/"},
        {"the inventory has another path", "paths.csv", "\r\n", "p-", "q-", "paths.csv, record 1: path 'q-"},
        {"the inventory has another gap", "paths.csv", "\r\n", "g-000013", "g-000014", "there is no gap g-000014"},
        {"the inventory in JSON has another path", "paths.json", "", "\"id\":\"p-", "\"id\":\"q-", "paths.json#/0"},
        {"the gaps are others", "gaps.csv", "\r\n", "g-000013", "g-000014", "gaps.csv, record 1: gap 'g-000014'"},
        {"the findings are others", "findings.csv", "\r\n", "f-1a2b3c4d", "f-1a2b3c4e", "findings.csv, record 1"},
        {"a finding's line names another path", "findings.csv", "\r\n", "p-3bcf4bde", "p-3bcf4bdf",
         "findings.csv, record 1: there is no path p-3bcf4bdf"},
        {"a statement is another", "statements.csv", "\r\n", "quorum-is-closed", "quorum-is-closer",
         "there is no statement quorum-is-closer"},
        {"a statement's line names another path", "statements.csv", "\r\n", "p-6c5ff8c3", "p-6c5ff8c4",
         "there is no path p-6c5ff8c4"},
        {"SARIF tells of another finding", "findings.sarif", "\"results\"", "\"f-1a2b3c4d\"", "\"f-1a2b3c4e\"",
         "findings.sarif, result 3: there is no finding"},
        {"SARIF names another path", "findings.sarif", "\"paths\"", "p-3bcf4bde", "p-3bcf4bdf",
         "findings.sarif, result 3: there is no path"},
        {"SARIF cites another artefact", "findings.sarif", "\"citation\"", "a-000016", "a-000099",
         "findings.sarif, result 0: 'a-000099"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *dir = wit_fmt(t->arena, "p%zu", i);
        struct wit_err err = {WIT_OK, ""};
        write_packet(wit_temp_path(t, dir), wit_sample_map(t->arena));
        forge(t, rows[i].name, dir, rows[i].file, rows[i].after, rows[i].old, rows[i].new);
        if (wit_packet_verify(NULL, wit_temp_path(t, dir), &err))
            fail_msg("%s: not noticed", rows[i].name);
        if (strstr(err.text, rows[i].says) == NULL)
            fail_msg("%s: '%s'", rows[i].name, err.text);
        assert_int_equal(err.code, WIT_EINTEGRITY);
    }
}

static void test_counted(void **state)
{
    const struct wit_temp *t = *state;
    struct wit_map map = *wit_sample_map(t->arena);
    struct wit_packet_report report;
    struct wit_err err = {WIT_OK, ""};
    write_packet(wit_temp_path(t, "listed"), &map);
    assert_true(wit_packet_verify(&report, wit_temp_path(t, "listed"), &err));
    assert_true(report.citations > 50);
    assert_int_equal(report.unlisted, 0);
    map.artefacts = NULL; /* as maps of earlier versions */
    map.n_artefacts = 0;
    write_packet(wit_temp_path(t, "unlisted"), &map);
    assert_true(wit_packet_verify(&report, wit_temp_path(t, "unlisted"), &err));
    assert_true(report.unlisted > 50);
}

static void test_citations(void **state)
{
    const struct wit_temp *t = *state;
    static const struct {
        const char *text, *key, *pointer; /* key NULL: it is none */
        bool gap;
    } rows[] = {
        {"a-000012", "a-000012", "", false},
        {"a-000012#", "a-000012", "", false},
        {"a-000012#/Vpcs/0", "a-000012", "/Vpcs/0", false},
        {"a-1234567#/a~1b/~0", "a-1234567", "/a~1b/~0", false},
        {"acme.evidence/a-000012#/x#y/z", "acme.evidence/a-000012", "/x#y/z", false},
        {"g-000013", "g-000013", "", true},
        {"g-0123abcd", "g-0123abcd", "", true},
        {"", NULL, NULL, false},
        {"a-00012", NULL, NULL, false},
        {"a-000012/Vpcs", NULL, NULL, false},
        {"a-000012#Vpcs", NULL, NULL, false},
        {"a-000012#/Vpcs~2", NULL, NULL, false},
        {"a-000012#/Vpcs~", NULL, NULL, false},
        {"/a-000012#/Vpcs", NULL, NULL, false},
        {"a/b/a-000012#/Vpcs", NULL, NULL, false},
        {"x-000012", NULL, NULL, false},
        {"g-00013x", NULL, NULL, false},
        {"g-0001", NULL, NULL, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct wit_citation c;
        bool is = wit_citation_read(&c, t->arena, rows[i].text);
        if (is != (rows[i].key != NULL))
            fail_msg("'%s' is%s a citation", rows[i].text, is ? "" : " not");
        if (is && (strcmp(c.key, rows[i].key) != 0 || strcmp(c.pointer, rows[i].pointer) != 0 || c.gap != rows[i].gap))
            fail_msg("'%s': '%s' '%s'", rows[i].text, c.key, c.pointer);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, wit_temp_set_up, wit_temp_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_forged), TEST(test_counted), TEST(test_citations)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
