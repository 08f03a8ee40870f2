/* render/packet_verify.c: checks a packet against its manifest, and its files against its map.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "base/json.h"
#include "render/packet.h"
#include "render/packet_files.h"

static bool read_manifest(struct wit_value **out, char **bytes, size_t *len, struct wit_arena *arena, const char *dir,
                          struct wit_err *err)
{
    const char *path = wit_fmt(arena, "%s/%s", dir, WIT_PACKET_MANIFEST);
    if (!wit_file_read(bytes, len, arena, path, WIT_PACKET_MANIFEST_MAX_BYTES, err))
        return false;
    struct wit_value *tree = NULL;
    if (!wit_json_parse(&tree, arena, *bytes, *len, err))
        return wit_fail_in(err, "%s", path);
    const char *format = wit_str(tree, "format");
    if (format == NULL || strcmp(format, WIT_PACKET_FORMAT) != 0)
        return wit_fail(err, WIT_EPARSE, "%s is not the manifest of a packet", path);
    if (wit_int(tree, "version", 0) != 1)
        return wit_fail(err, WIT_EPARSE, "%s is of a version that this program does not know", path);
    *out = tree;
    return true;
}

bool wit_packet_is(const char *dir)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *manifest;
    char *bytes;
    size_t len;
    return read_manifest(&manifest, &bytes, &len, arena, dir, NULL);
}

/* A name of the manifest stays in the folder. */
static bool is_plain_name(const char *name)
{
    return name != NULL && *name != '\0' && *name != '.' && strchr(name, '/') == NULL && strlen(name) <= 255;
}

static bool same_head(const struct wit_value *a, const struct wit_value *b)
{
    const char *x = wit_str(a, "head"), *y = wit_str(b, "head");
    return x != NULL && y != NULL && strcmp(x, y) == 0;
}

/* map.json names the evidence that the manifest names. Source: schemas/map.schema.json, members evidence.bundles. */
static bool check_heads(struct wit_arena *arena, const char *bytes, size_t len, const struct wit_value *evidence,
                        struct wit_err *err)
{
    struct wit_value *map = NULL;
    if (!wit_json_parse(&map, arena, bytes, len, err))
        return wit_fail_in(err, "map.json");
    const struct wit_value *bundles = wit_get(wit_get(map, "evidence"), "bundles");
    size_t n = bundles != NULL ? bundles->count : 0;
    bool ok = n == (evidence != NULL ? evidence->count : 0);
    for (size_t i = 0; ok && i < n; i++)
        ok = same_head(wit_at(bundles, i), wit_at(evidence, i));
    return ok ? true : wit_fail(err, WIT_EINTEGRITY, "map.json and the manifest name different evidence");
}

static bool check_file(struct wit_packet_report *report, const char *dir, const struct wit_value *entry,
                       const struct wit_value *evidence, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *name = wit_str(entry, "name"), *expected = wit_str(entry, "sha256");
    if (!is_plain_name(name) || expected == NULL)
        return wit_fail(err, WIT_EINTEGRITY, "the manifest has an entry without a proper name and digest");
    const char *path = wit_fmt(arena, "%s/%s", dir, name);
    if (!wit_path_exists(path))
        return wit_fail(err, WIT_EINTEGRITY, "%s is missing", name);
    char *bytes = NULL, sha256[WIT_SHA256_HEX];
    size_t len = 0;
    if (!wit_file_read(&bytes, &len, arena, path, WIT_PACKET_FILE_MAX_BYTES, err))
        return false;
    if ((int64_t)len != wit_int(entry, "size_bytes", -1))
        return wit_fail(err, WIT_EINTEGRITY, "%s has %zu bytes, the manifest says %lld", name, len,
                        (long long)wit_int(entry, "size_bytes", -1));
    wit_sha256_hex(sha256, bytes, len);
    if (strcmp(sha256, expected) != 0)
        return wit_fail(err, WIT_EINTEGRITY, "%s has other bytes than the manifest says (SHA-256 %s)", name, sha256);
    report->files++;
    report->bytes += len;
    return strcmp(name, "map.json") != 0 || check_heads(arena, bytes, len, evidence, err);
}

static bool check_map(struct wit_packet_report *report, struct wit_arena *arena, const char *dir, struct wit_err *err)
{
    char *bytes = NULL;
    size_t len = 0;
    struct wit_map *map = NULL;
    struct wit_err why = {WIT_OK, ""};
    if (!wit_file_read(&bytes, &len, arena, wit_fmt(arena, "%s/map.json", dir), WIT_PACKET_FILE_MAX_BYTES, err))
        return false;
    if (!wit_map_read(&map, arena, bytes, len, &why))
        return wit_fail(err, WIT_EINTEGRITY, "map.json: %s", why.text);
    return wit_packet_check_refs(report, map, err) && wit_packet_check_tables(dir, map, err);
}

bool wit_packet_verify(struct wit_packet_report *out, const char *dir, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_packet_report report = {0};
    struct wit_value *manifest = NULL;
    char *bytes = NULL;
    size_t len = 0, n = 0;
    if (!read_manifest(&manifest, &bytes, &len, arena, dir, err))
        return false;
    wit_sha256_hex(report.manifest_sha256, bytes, len);
    struct wit_strmap *listed = wit_strmap_new(arena);
    WIT_EACH(entry, wit_get(manifest, "files")) {
        if (!check_file(&report, dir, entry, wit_get(manifest, "evidence"), err))
            return false;
        if (!wit_strmap_put(listed, wit_str(entry, "name"), manifest))
            return wit_fail(err, WIT_EINTEGRITY, "the manifest lists %s twice", wit_str(entry, "name"));
    }
    const char **names;
    if (!wit_dir_list(&names, &n, arena, dir, err))
        return false;
    for (size_t i = 0; i < n; i++) {
        if (wit_strmap_get(listed, names[i]) == NULL && strcmp(names[i], WIT_PACKET_MANIFEST) != 0)
            return wit_fail(err, WIT_EINTEGRITY, "%s is not in the manifest", names[i]);
    }
    if (wit_strmap_get(listed, "map.json") == NULL || wit_strmap_get(listed, "index.html") == NULL)
        return wit_fail(err, WIT_EINTEGRITY, "the manifest does not list map.json and index.html");
    if (!check_map(&report, arena, dir, err))
        return false;
    if (out != NULL)
        *out = report;
    return true;
}
