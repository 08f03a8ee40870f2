/* render/packet_tables.c: the tables and reports of a packet speak of the same things as its map.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Ids only: what a cell says is words, which versions may choose; that the files are as they were written is what the
 * manifest tells. Source: RFC 4180 for the tables; SARIF 2.1.0.
 */
#include <string.h>

#include "base/io.h"
#include "base/json.h"
#include "evidence/cites.h"
#include "render/packet_files.h"

enum { PATHS, GAPS, FINDINGS, STATEMENTS, N_KINDS };
static const char *const WORDS[N_KINDS] = {"path", "gap", "finding", "statement"};

struct ids {
    struct wit_strmap *known;
    const char **list;
    size_t n;
};
struct tables {
    const char *dir;
    struct wit_arena *arena;
    struct ids ids[N_KINDS];
    struct wit_strmap *artefacts; /* NULL: the map lists none */
    struct wit_err *err;
};

/* What the column of a table holds: one id a line, each in the order of the map; or ids of the map, separated by
 * blanks. */
static const struct column {
    const char *file, *name;
    int kind;
    bool whole;
} COLUMNS[] = {
    {"paths.csv", "id", PATHS, true},         {"paths.csv", "gaps", GAPS, false},
    {"gaps.csv", "id", GAPS, true},           {"findings.csv", "id", FINDINGS, true},
    {"findings.csv", "paths", PATHS, false},  {"statements.csv", "id", STATEMENTS, false},
    {"statements.csv", "path", PATHS, false}, {"statements.csv", "gaps", GAPS, false},
    {"sheets.csv", "paths", PATHS, false},
};

#define FILL(kind, items, count)                                                                                       \
    do {                                                                                                               \
        t->ids[kind].list = WIT_NEW_ARRAY(t->arena, const char *, count);                                              \
        t->ids[kind].n = (count);                                                                                      \
        t->ids[kind].known = wit_strmap_new(t->arena);                                                                 \
        for (size_t i = 0; i < (count); i++) {                                                                         \
            t->ids[kind].list[i] = (items)[i].id;                                                                      \
            wit_strmap_put(t->ids[kind].known, (items)[i].id, t);                                                      \
        }                                                                                                              \
    } while (0)

static void fill(struct tables *t, const struct wit_map *map)
{
    FILL(PATHS, map->paths, map->n_paths);
    FILL(GAPS, map->gaps, map->n_gaps);
    FILL(FINDINGS, map->findings, map->n_findings);
    FILL(STATEMENTS, map->assertions, map->n_assertions);
    t->artefacts = map->n_artefacts == 0 ? NULL : wit_map_artefact_index(map, t->arena);
}

/* The next cell of a table, unquoted; *ends: it is the last of its line. Text that is no table gives cells too. */
static const char *next_cell(const char **at, const char *end, struct wit_buf *cell, bool *ends)
{
    const char *p = *at;
    bool quoted = false;
    wit_buf_reset(cell);
    for (; p < end; p++) {
        if (*p == '"' && quoted && p + 1 < end && p[1] == '"')
            wit_buf_putc(cell, *p++);
        else if (*p == '"')
            quoted = !quoted;
        else if (!quoted && (*p == ',' || *p == '\n'))
            break;
        else if (quoted || *p != '\r')
            wit_buf_putc(cell, *p);
    }
    *ends = p >= end || *p == '\n';
    *at = p < end ? p + 1 : p;
    const char *text = wit_buf_str(cell);
    return *text == '\'' ? text + 1 : text; /* put before what a spreadsheet could take for a formula */
}

static bool check_ids(const struct tables *t, const struct column *c, size_t line, char *text)
{
    char *rest = NULL;
    for (char *id = strtok_r(text, " ", &rest); id != NULL; id = strtok_r(NULL, " ", &rest)) {
        if (wit_strmap_get(t->ids[c->kind].known, id) == NULL)
            return wit_fail(t->err, WIT_EINTEGRITY, "%s, record %zu: there is no %s %.80s in the map", c->file, line,
                            WORDS[c->kind], id);
    }
    return true;
}

static bool check_cell(const struct tables *t, const struct column *c, size_t line, const char *text)
{
    const struct ids *ids = &t->ids[c->kind];
    if (!c->whole)
        return check_ids(t, c, line, wit_strdup(t->arena, text));
    if (line <= ids->n && strcmp(ids->list[line - 1], text) == 0)
        return true;
    return wit_fail(t->err, WIT_EINTEGRITY, "%s, record %zu: %s '%.80s', where the map has '%s'", c->file, line,
                    WORDS[c->kind], text, line <= ids->n ? ids->list[line - 1] : "");
}

static bool check_column(const struct tables *t, const struct column *c, const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + len;
    struct wit_buf cell WIT_CLEANUP(wit_buf_deinit);
    size_t column = 0, mine = SIZE_MAX, line = 0;
    bool ends = false, good = true;
    wit_buf_init(&cell, WIT_PACKET_FILE_MAX_BYTES);
    while (good && at < end) {
        const char *text = next_cell(&at, end, &cell, &ends);
        if (line == 0 && strcmp(text, c->name) == 0)
            mine = column;
        else if (line > 0 && column == mine)
            good = check_cell(t, c, line, text);
        column = ends ? 0 : column + 1;
        line += ends;
    }
    if (!good)
        return false;
    if (mine == SIZE_MAX)
        return wit_fail(t->err, WIT_EINTEGRITY, "%s has no column \"%s\"", c->file, c->name);
    if (c->whole && line != t->ids[c->kind].n + 1)
        return wit_fail(t->err, WIT_EINTEGRITY, "%s has %zu records, the map has %zu %ss", c->file, line - 1,
                        t->ids[c->kind].n, WORDS[c->kind]);
    return true;
}

/* A packet of an earlier version has fewer files; that none is missing is what the manifest tells. */
static bool has(const struct tables *t, struct wit_arena *arena, const char *name)
{
    return wit_path_exists(wit_fmt(arena, "%s/%s", t->dir, name));
}

static bool read_one(const struct tables *t, struct wit_arena *arena, const char *name, char **bytes, size_t *len)
{
    return wit_file_read(bytes, len, arena, wit_fmt(arena, "%s/%s", t->dir, name), WIT_PACKET_FILE_MAX_BYTES, t->err);
}

static bool read_json(const struct tables *t, struct wit_arena *arena, const char *name, struct wit_value **out)
{
    char *bytes;
    size_t len;
    struct wit_err why = {WIT_OK, ""};
    if (!read_one(t, arena, name, &bytes, &len))
        return false;
    if (!wit_json_parse(out, arena, bytes, len, &why))
        return wit_fail(t->err, WIT_EINTEGRITY, "%s: %s", name, why.text);
    return true;
}

static bool check_paths_json(const struct tables *t)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *root = NULL;
    size_t i = 0;
    if (!has(t, arena, "paths.json"))
        return true;
    if (!read_json(t, arena, "paths.json", &root))
        return false;
    WIT_EACH(path, root) {
        const char *id = wit_str(path, "id"), *want = i < t->ids[PATHS].n ? t->ids[PATHS].list[i] : "";
        if (id == NULL || strcmp(id, want) != 0)
            return wit_fail(t->err, WIT_EINTEGRITY, "paths.json#/%zu: path '%.80s', where the map has '%s'", i,
                            id == NULL ? "" : id, want);
        i++;
    }
    return i == t->ids[PATHS].n
               ? true
               : wit_fail(t->err, WIT_EINTEGRITY, "paths.json has %zu paths, the map has %zu", i, t->ids[PATHS].n);
}

static bool check_place(const struct tables *t, struct wit_arena *arena, size_t i, const struct wit_value *location)
{
    const char *text = wit_str(wit_get(location, "properties"), "citation");
    struct wit_citation citation;
    if (text == NULL)
        return true;
    if (wit_citation_read(&citation, arena, text) &&
        (citation.gap ? wit_strmap_get(t->ids[GAPS].known, citation.key) != NULL
                      : t->artefacts == NULL || wit_strmap_get(t->artefacts, citation.key) != NULL))
        return true;
    return wit_fail(t->err, WIT_EINTEGRITY, "findings.sarif, result %zu: '%.80s' is no citation that the map knows", i,
                    text);
}

static bool check_result(const struct tables *t, struct wit_arena *arena, size_t i, const struct wit_value *result)
{
    const char *id = wit_str(wit_get(result, "partialFingerprints"), "pathwitnessId/v1");
    bool known = false;
    for (int kind = 0; id != NULL && kind < N_KINDS; kind++)
        known = known || (kind != GAPS && wit_strmap_get(t->ids[kind].known, id) != NULL);
    if (!known)
        return wit_fail(t->err, WIT_EINTEGRITY,
                        "findings.sarif, result %zu: there is no finding, statement or path '%.80s' in the map", i,
                        id == NULL ? "" : id);
    WIT_EACH(path, wit_get(wit_get(result, "properties"), "paths")) {
        if (path->kind != WIT_STRING || wit_strmap_get(t->ids[PATHS].known, path->text) == NULL)
            return wit_fail(t->err, WIT_EINTEGRITY, "findings.sarif, result %zu: there is no path '%.80s' in the map",
                            i, path->kind == WIT_STRING ? path->text : "");
    }
    WIT_EACH(location, wit_get(result, "locations")) {
        if (!check_place(t, arena, i, location))
            return false;
    }
    WIT_EACH(location, wit_get(result, "relatedLocations")) {
        if (!check_place(t, arena, i, location))
            return false;
    }
    return true;
}

static bool check_sarif(const struct tables *t)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *root = NULL;
    if (!has(t, arena, "findings.sarif"))
        return true;
    if (!read_json(t, arena, "findings.sarif", &root))
        return false;
    WIT_EACH(run, wit_get(root, "runs")) {
        size_t i = 0;
        WIT_EACH(result, wit_get(run, "results")) {
            if (!check_result(t, arena, i++, result))
                return false;
        }
    }
    return true;
}

bool wit_packet_check_tables(const char *dir, const struct wit_map *map, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct tables t = {.dir = dir, .arena = arena, .err = err};
    char *bytes = NULL;
    size_t len = 0;
    fill(&t, map);
    for (size_t i = 0; i < sizeof COLUMNS / sizeof *COLUMNS; i++) {
        if (!has(&t, arena, COLUMNS[i].file))
            continue;
        if ((i == 0 || strcmp(COLUMNS[i].file, COLUMNS[i - 1].file) != 0) &&
            !read_one(&t, arena, COLUMNS[i].file, &bytes, &len))
            return false;
        if (!check_column(&t, &COLUMNS[i], bytes, len))
            return false;
    }
    return check_paths_json(&t) && check_sarif(&t);
}
