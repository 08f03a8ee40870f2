/* render/packet.c: writes the folder of a review packet, whole or not at all.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "render/packet.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/io.h"
#include "base/json.h"
#include "render/csv.h"
#include "render/html.h"
#include "render/matrix.h"
#include "render/packet_files.h"
#include "render/render.h"
#include "render/reports.h"

struct packet {
    const struct wit_map *map;
    const struct wit_changes *changes; /* NULL: no earlier map */
    const char *map_bytes;
    size_t map_len;
    char map_sha256[WIT_SHA256_HEX];
    struct wit_report report; /* for the formats of check */
    const char *dir;          /* the temporary one */
    struct wit_jw manifest;
};

static bool put_index(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return wit_html_write(out, p->map, p->map_sha256, p->changes, err);
}
static bool put_paths(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    (void)err;
    wit_csv_paths(out, p->map, (struct wit_paths_filter){-1, -1});
    return true;
}
static bool put_statements(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    (void)err;
    wit_csv_statements(out, p->map);
    return true;
}
static bool put_gaps(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    (void)err;
    wit_csv_gaps(out, p->map);
    return true;
}
static bool put_findings(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    (void)err;
    wit_csv_findings(out, p->map);
    return true;
}
static bool put_map(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    (void)err;
    wit_buf_add(out, p->map_bytes, p->map_len);
    return true;
}
static bool put_dot(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return wit_render(out, p->map, WIT_SCENE_ALL, WIT_FORMAT_DOT, err);
}
static bool put_svg(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return wit_render(out, p->map, WIT_SCENE_ALL, WIT_FORMAT_SVG, err);
}

static bool put_drawio(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return wit_render(out, p->map, WIT_SCENE_ALL, WIT_FORMAT_DRAWIO, err);
}
static bool put_mermaid(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return wit_render(out, p->map, WIT_SCENE_ALL, WIT_FORMAT_MERMAID, err);
}
static bool put_matrix(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return wit_matrix_write(out, p->map, err);
}
/* The paths of map.json without their hops: those stand there, by the same ids. */
static bool put_json(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, p->map->n_paths);
    struct wit_map map = *p->map;
    for (size_t i = 0; i < map.n_paths; i++) {
        paths[i] = map.paths[i];
        paths[i].permitted.n_hops = 0;
    }
    map.paths = paths;
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) lines;
    wit_buf_init(&lines, WIT_PACKET_FILE_MAX_BYTES);
    if (!wit_paths_print(&lines, &map, (struct wit_paths_filter){-1, -1}, WIT_TABLE_JSONL, 0, err))
        return false;
    const char *at = wit_buf_str(&lines), *end = at + lines.len; /* a path a line: small, and fit for line tools */
    wit_buf_puts(out, "[\n");
    for (; at < end; at++) {
        if (*at == '\n' && at + 1 < end)
            wit_buf_putc(out, ',');
        wit_buf_putc(out, *at);
    }
    wit_buf_puts(out, "]\n");
    return true;
}
static bool put_sheets(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    (void)err;
    wit_csv_sheets(out, p->map);
    return true;
}

static bool put_report(struct wit_buf *out, const struct packet *p, enum wit_report_format format, struct wit_err *err)
{
    return wit_report_write(out, &p->report, format, err);
}
static bool put_sarif(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return put_report(out, p, WIT_REPORT_SARIF, err);
}
static bool put_junit(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return put_report(out, p, WIT_REPORT_JUNIT, err);
}
static bool put_oscal(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    return put_report(out, p, WIT_REPORT_OSCAL, err);
}
static bool put_summary(struct wit_buf *out, const struct packet *p, struct wit_err *err)
{
    (void)err;
    wit_summary_write(out, &p->report);
    return true;
}

static const struct {
    const char *name;
    bool (*put)(struct wit_buf *out, const struct packet *p, struct wit_err *err);
} FILES[] = {
    {"findings.csv", put_findings}, {"findings.sarif", put_sarif},
    {"gaps.csv", put_gaps},         {"index.html", put_index},
    {"junit.xml", put_junit},       {"map.dot", put_dot},
    {"map.drawio", put_drawio},     {"map.mmd", put_mermaid},
    {"matrix.svg", put_matrix},     {"paths.json", put_json},
    {"sheets.csv", put_sheets},     {"map.json", put_map},
    {"map.svg", put_svg},           {"oscal.json", put_oscal},
    {"paths.csv", put_paths},       {"statements.csv", put_statements},
    {"summary.md", put_summary},
};
#define N_FILES (sizeof FILES / sizeof *FILES)

bool wit_packet_has(const char *name)
{
    for (size_t i = 0; i < N_FILES; i++) {
        if (strcmp(FILES[i].name, name) == 0)
            return true;
    }
    return strcmp(name, WIT_PACKET_MANIFEST) == 0;
}

static bool write_one(struct packet *p, struct wit_arena *arena, size_t i, struct wit_err *err)
{
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) out;
    wit_buf_init(&out, WIT_PACKET_FILE_MAX_BYTES);
    if (!FILES[i].put(&out, p, err))
        return wit_fail_in(err, "%s", FILES[i].name);
    if (out.over)
        return wit_fail(err, WIT_ELIMIT, "%s is larger than %zu bytes", FILES[i].name, out.cap_bytes);
    char sha256[WIT_SHA256_HEX];
    wit_sha256_hex(sha256, wit_buf_str(&out), out.len);
    wit_jw_object(&p->manifest);
    wit_jw_kstr(&p->manifest, "name", FILES[i].name);
    wit_jw_kint(&p->manifest, "size_bytes", (int64_t)out.len);
    wit_jw_kstr(&p->manifest, "sha256", sha256);
    wit_jw_object_end(&p->manifest);
    return wit_file_write(wit_fmt(arena, "%s/%s", p->dir, FILES[i].name), wit_buf_str(&out), out.len, err);
}

static void manifest_begin(struct wit_jw *jw, const struct wit_map *map)
{
    wit_jw_object(jw);
    wit_jw_kstr(jw, "format", WIT_PACKET_FORMAT);
    wit_jw_kint(jw, "version", 1);
    wit_jw_kstr(jw, "tool_version", map->tool_version);
    wit_jw_kstr(jw, "collected_first", map->collected_first);
    wit_jw_kstr(jw, "collected_last", map->collected_last);
    wit_jw_kstr(jw, "intent_sha256", map->intent_sha256);
    wit_jw_key(jw, "evidence");
    wit_jw_array(jw);
    for (size_t i = 0; i < map->n_bundles; i++) {
        wit_jw_object(jw);
        wit_jw_kstr(jw, "name", map->bundles[i].name);
        wit_jw_kstr(jw, "head", map->bundles[i].head);
        wit_jw_kbool(jw, "sealed", map->bundles[i].sealed);
        wit_jw_kint(jw, "records", (int64_t)map->bundles[i].records);
        wit_jw_object_end(jw);
    }
    wit_jw_array_end(jw);
    wit_jw_key(jw, "files");
    wit_jw_array(jw);
}

static bool write_files(struct packet *p, struct wit_arena *arena, struct wit_err *err)
{
    struct wit_buf WIT_CLEANUP(wit_buf_deinit) text;
    wit_buf_init(&text, WIT_PACKET_MANIFEST_MAX_BYTES);
    wit_jw_init(&p->manifest, &text, 2);
    manifest_begin(&p->manifest, p->map);
    for (size_t i = 0; i < N_FILES; i++) {
        if (!write_one(p, arena, i, err))
            return false;
    }
    wit_jw_array_end(&p->manifest);
    wit_jw_object_end(&p->manifest);
    wit_buf_putc(&text, '\n');
    if (text.over)
        return wit_fail(err, WIT_ELIMIT, "the manifest is larger than %zu bytes", text.cap_bytes);
    return wit_file_write(wit_fmt(arena, "%s/%s", p->dir, WIT_PACKET_MANIFEST), wit_buf_str(&text), text.len, err);
}

/* Removes a folder of ours: only names that a packet has, so that nothing of anyone else's can go. */
static void remove_packet(struct wit_arena *arena, const char *dir)
{
    for (size_t i = 0; i < N_FILES; i++)
        unlink(wit_fmt(arena, "%s/%s", dir, FILES[i].name));
    unlink(wit_fmt(arena, "%s/%s", dir, WIT_PACKET_MANIFEST));
    rmdir(dir);
}

/* What is there may be replaced: nothing, an empty folder, or a packet with nothing else in it. */
static bool may_replace(struct wit_arena *arena, const char *dir, bool *there, struct wit_err *err)
{
    struct stat st;
    *there = lstat(dir, &st) == 0;
    if (!*there)
        return true;
    if (!S_ISDIR(st.st_mode))
        return wit_fail(err, WIT_EUSAGE, "'%s' is there and is no folder: choose another name", dir);
    const char **names;
    size_t n;
    if (!wit_dir_list(&names, &n, arena, dir, err))
        return false;
    if (n > 0 && !wit_packet_is(dir))
        return wit_fail(err, WIT_EUSAGE, "'%s' is there and is no packet: choose another name", dir);
    for (size_t i = 0; i < n; i++) {
        if (!wit_packet_has(names[i]))
            return wit_fail(err, WIT_EUSAGE, "'%s' holds '%s', which is no part of a packet: move it away first", dir,
                            names[i]);
    }
    return true;
}

static bool swap_in(struct wit_arena *arena, const char *temporary, const char *dir, bool there, struct wit_err *err)
{
    if (!there) {
        if (rename(temporary, dir) != 0)
            return wit_fail(err, WIT_EIO, "cannot rename '%s' to '%s': %s", temporary, dir, strerror(errno));
        return true;
    }
    if (renameat2(AT_FDCWD, temporary, AT_FDCWD, dir, RENAME_EXCHANGE) == 0) {
        remove_packet(arena, temporary); /* now the earlier packet */
        return true;
    }
    /* A file system without exchange: the earlier packet steps aside first, and back when that fails. */
    const char *aside = wit_fmt(arena, "%s.old", temporary);
    if (rename(dir, aside) != 0)
        return wit_fail(err, WIT_EIO, "cannot replace '%s': %s", dir, strerror(errno));
    if (rename(temporary, dir) != 0) {
        int reason = errno;
        bool back = rename(aside, dir) == 0;
        return wit_fail(err, WIT_EIO, "cannot replace '%s': %s%s%s", dir, strerror(reason),
                        back ? "" : "; the earlier packet is in ", back ? "" : aside);
    }
    remove_packet(arena, aside);
    return true;
}

bool wit_packet_write(const char *dir, const struct wit_map *map, const char *map_bytes, size_t map_len,
                      const struct wit_changes *changes, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *target = wit_strdup(arena, dir);
    for (size_t n = strlen(target); n > 1 && target[n - 1] == '/'; n--)
        target[n - 1] = '\0';
    bool there;
    if (*target == '\0')
        return wit_fail(err, WIT_EUSAGE, "the packet needs a folder's name");
    if (!may_replace(arena, target, &there, err))
        return false;
    char *temporary = wit_fmt(arena, "%s.XXXXXX", target);
    if (mkdtemp(temporary) == NULL)
        return wit_fail(err, WIT_EIO, "cannot make a folder beside '%s': %s", target, strerror(errno));
    struct packet p = {.map = map, .changes = changes, .map_bytes = map_bytes, .map_len = map_len, .dir = temporary};
    wit_sha256_hex(p.map_sha256, map_bytes, map_len);
    struct wit_gate gate;
    wit_gate_judge(&gate, arena, map);
    p.report = (struct wit_report){.map = map, .map_sha256 = p.map_sha256, .gate = &gate, .changes = changes};
    bool ok = write_files(&p, arena, err);
    if (ok && chmod(temporary, 0755) != 0)
        ok = wit_fail(err, WIT_EIO, "cannot open '%s' to readers: %s", temporary, strerror(errno));
    ok = ok && swap_in(arena, temporary, target, there, err);
    if (!ok)
        remove_packet(arena, temporary);
    return ok;
}
