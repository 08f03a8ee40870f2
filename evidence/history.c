/* evidence/history.c: a history's file, and adding maps to it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/io.h"
#include "base/pack.h"
#include "evidence/history_inside.h"

enum { APPLICATION = 1347905908, VERSION = 1 };

/* Somebody else's triggers could do anything; a view by the name of a table could answer anything. */
static bool check_schema(struct wit_history *h, struct wit_err *err)
{
    int64_t application = 0, version = 0, triggers = 0, tables = 0;
    if (!wit_sql_number(&application, h->db, "PRAGMA application_id", 0, err) ||
        !wit_sql_number(&version, h->db, "PRAGMA user_version", 0, err) ||
        !wit_sql_number(&triggers, h->db, "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'", 0, err) ||
        !wit_sql_number(
            &tables, h->db,
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name IN ('snapshots', 'maps', 'paths', "
            "'statuses')",
            0, err))
        return false;
    if (application != APPLICATION || tables != 4)
        return wit_fail(err, WIT_EUSAGE, "%s is no history of this program", wit_sql_path(h->db));
    if (version != VERSION)
        return wit_fail(err, WIT_EUSAGE, "%s is a history of another version (%lld)", wit_sql_path(h->db),
                        (long long)version);
    return triggers == 0 ||
           wit_fail(err, WIT_EINTEGRITY, "%s holds triggers, which no history has", wit_sql_path(h->db));
}

/* A writer that was killed left a journal beside the file: what it half did is taken back before anybody reads. */
static void take_back(const char *path)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_sql *db;
    int64_t ignored;
    if (!wit_path_exists(wit_fmt(arena, "%s-journal", path)) || !wit_sql_open(&db, path, true, NULL))
        return;
    if (!wit_sql_number(&ignored, db, "SELECT count(*) FROM sqlite_master", 0, NULL))
        wit_sql_rollback(db); /* the reader will tell what is wrong */
    wit_sql_close(db);
}

bool wit_history_open(struct wit_history **out, const char *path, enum wit_history_mode mode, struct wit_err *err)
{
    if (mode == WIT_HISTORY_READ && !wit_path_exists(path))
        return wit_fail(err, WIT_EIO, "%s is not there", path);
    if (mode == WIT_HISTORY_READ)
        take_back(path);
    struct wit_history *h = calloc(1, sizeof *h);
    if (h == NULL)
        wit_die("out of memory");
    int64_t objects = 0;
    bool good = wit_sql_open(&h->db, path, mode == WIT_HISTORY_ADD, err) &&
                wit_sql_number(&objects, h->db, "SELECT count(*) FROM sqlite_master", 0, err);
    /* An empty file is a history that has not begun: its tables come with the first snapshot, in one transaction. */
    if (good && (objects > 0 || mode == WIT_HISTORY_READ))
        good = check_schema(h, err);
    if (!good) {
        wit_history_close(h);
        return false;
    }
    *out = h;
    return true;
}

void wit_history_close(struct wit_history *h)
{
    if (h == NULL)
        return;
    wit_sql_close(h->db);
    free(h);
}

void wit_auto_history(struct wit_history **h)
{
    wit_history_close(*h);
}

/* ---- adding ---- */

struct adding {
    struct wit_history *h;
    struct wit_arena *arena;
    const struct wit_map *map;
    int64_t id;              /* of the new snapshot */
    struct wit_strmap *open; /* path id -> struct open_row */
    struct open_row {
        int64_t path;
        const char *state;
        bool met;
    } * *rows;
    size_t n, cap;
    uint64_t came, gone;
};
enum { STATES = 9 };

static const char *name_of(const struct wit_scope *s)
{
    return s->name[0] != '\0' ? s->name : s->id;
}

static void state_of(const char *out[STATES], struct wit_arena *arena, const struct wit_path *p)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf ports, reasons;
    wit_buf_init(&ports, (size_t)1 << 20);
    wit_buf_init(&reasons, (size_t)1 << 20);
    wit_port_ranges_text(&ports, p->permitted.ports, p->permitted.n_ports);
    for (size_t i = 0; i < p->n_reasons; i++)
        wit_buf_printf(&reasons, "%s%s", i > 0 ? " " : "", p->reasons[i].code);
    const char *states[STATES] = {wit_status_word(p->status),
                                  wit_verdict_word(p->permitted.verdict),
                                  wit_observed_word(p->observed.verdict),
                                  wit_declared_word(p->declared.verdict),
                                  wit_strdup(arena, wit_buf_str(&ports)),
                                  p->review.owner,
                                  wit_strdup(arena, wit_buf_str(&reasons)),
                                  name_of(&p->from),
                                  name_of(&p->to)};
    memcpy(out, states, sizeof states);
}

static const char *joined(struct wit_arena *arena, const char *const state[STATES])
{
    const char *text = "";
    for (size_t i = 0; i < STATES; i++)
        text = wit_fmt(arena, "%s%s\x1f", text, state[i]);
    return text;
}

static bool load_open(struct adding *a, struct wit_err *err)
{
    STATEMENT *s = NULL;
    if (!wit_sql_prepare(
            &s, a->h->db,
            "SELECT p.path, p.id, s.status, s.permitted, s.observed, s.declared, s.ports, s.owner, s.reasons, "
            "s.from_name, s.to_name FROM statuses s JOIN paths p USING (path) WHERE s.valid_to IS NULL",
            err))
        return false;
    bool there = false;
    bool good = wit_sql_step(s, &there, err);
    for (; good && there; good = wit_sql_step(s, &there, err)) {
        struct open_row *row = WIT_NEW(a->arena, struct open_row);
        const char *state[STATES];
        for (int i = 0; i < STATES; i++)
            state[i] = wit_sql_text(a->arena, s, 2 + i);
        *row = (struct open_row){(int64_t)wit_sql_count(s, 0), joined(a->arena, state), false};
        wit_strmap_set(a->open, wit_sql_text(a->arena, s, 1), row);
        WIT_PUSH(a->arena, a->rows, a->n, a->cap) = row;
    }
    return good;
}

static bool close_row(struct adding *a, struct wit_sql_row *s, int64_t path, struct wit_err *err)
{
    wit_sql_put_number(s, 1, a->id - 1);
    wit_sql_put_number(s, 2, path);
    return wit_sql_once(s, err);
}

/* A map that some program else wrote may hold an id twice: the first counts. */
static bool put_paths(struct adding *a, struct wit_err *err)
{
    STATEMENT *path = NULL, *find = NULL, *close = NULL, *put = NULL;
    struct wit_strmap *met = wit_strmap_new(a->arena);
    if (!wit_sql_prepare(&path, a->h->db, "INSERT OR IGNORE INTO paths(id, class) VALUES (?, ?)", err) ||
        !wit_sql_prepare(&find, a->h->db, "SELECT path FROM paths WHERE id = ?", err) ||
        !wit_sql_prepare(&close, a->h->db, "UPDATE statuses SET valid_to = ? WHERE path = ? AND valid_to IS NULL",
                         err) ||
        !wit_sql_prepare(
            &put, a->h->db,
            "INSERT INTO statuses(path, valid_from, status, permitted, observed, declared, ports, owner, reasons, "
            "from_name, to_name) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            err))
        return false;
    for (size_t i = 0; i < a->map->n_paths; i++) {
        const struct wit_path *p = &a->map->paths[i];
        const char *state[STATES];
        state_of(state, a->arena, p);
        struct open_row *row = wit_strmap_get(a->open, p->id);
        if (!wit_strmap_put(met, p->id, a))
            continue;
        if (row != NULL)
            row->met = true;
        else
            a->came++;
        if (row != NULL && strcmp(row->state, joined(a->arena, state)) == 0)
            continue;
        if (row != NULL && !close_row(a, close, row->path, err))
            return false;
        wit_sql_put_text(path, 1, p->id);
        wit_sql_put_text(path, 2, wit_class_word(p->class));
        wit_sql_put_text(find, 1, p->id);
        if (!wit_sql_once(path, err))
            return false;
        bool there = false;
        if (!wit_sql_step(find, &there, err))
            return false;
        wit_sql_put_number(put, 1, there ? (int64_t)wit_sql_count(find, 0) : 0);
        wit_sql_again(find);
        wit_sql_put_number(put, 2, a->id);
        for (int k = 0; k < STATES; k++)
            wit_sql_put_text(put, 3 + k, state[k]);
        if (!wit_sql_once(put, err))
            return false;
    }
    for (size_t i = 0; i < a->n; i++) {
        a->gone += !a->rows[i]->met;
        if (!a->rows[i]->met && !close_row(a, close, a->rows[i]->path, err))
            return false;
    }
    return true;
}

static bool put_snapshot(struct adding *a, const char *sha256, const char *bytes, size_t len, struct wit_err *err)
{
    STATEMENT *s = NULL, *m = NULL;
    const struct wit_map *map = a->map;
    uint64_t proofs[3] = {0}, statuses[3] = {0}, high = 0;
    for (size_t i = 0; i < map->n_assertions; i++)
        proofs[map->assertions[i].proof]++;
    for (size_t i = 0; i < map->n_paths; i++)
        statuses[map->paths[i].status]++;
    for (size_t i = 0; i < map->n_findings; i++)
        high += map->findings[i].severity == WIT_HIGH;
    if (!wit_sql_prepare(&s, a->h->db, "INSERT INTO snapshots VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                         err) ||
        !wit_sql_prepare(&m, a->h->db, "INSERT INTO maps VALUES (?, ?, ?)", err))
        return false;
    const char *texts[] = {sha256, map->collected_first, map->collected_last, map->tool_version, map->intent_sha256};
    const uint64_t numbers[] = {proofs[WIT_VIOLATED],
                                proofs[WIT_UNDECIDED],
                                proofs[WIT_PROVED],
                                statuses[WIT_RED],
                                statuses[WIT_YELLOW],
                                statuses[WIT_GREEN],
                                high,
                                map->n_gaps,
                                a->came,
                                a->gone};
    wit_sql_put_number(s, 1, a->id);
    for (int i = 0; i < 5; i++)
        wit_sql_put_text(s, 2 + i, texts[i]);
    for (int i = 0; i < 10; i++)
        wit_sql_put_number(s, 7 + i, (int64_t)numbers[i]);
    char *packed;
    size_t packed_len;
    wit_pack(&packed, &packed_len, a->arena, bytes, len);
    wit_sql_put_number(m, 1, a->id);
    wit_sql_put_number(m, 2, (int64_t)len);
    wit_sql_put_bytes(m, 3, packed, packed_len);
    return wit_sql_once(s, err) && wit_sql_once(m, err);
}

static bool find_snapshot(int64_t *id, struct wit_history *h, const char *sha256, struct wit_err *err)
{
    STATEMENT *s = NULL;
    if (!wit_sql_prepare(&s, h->db, "SELECT id FROM snapshots WHERE sha256 = ?", err))
        return false;
    wit_sql_put_text(s, 1, sha256);
    bool there = false;
    if (!wit_sql_step(s, &there, err))
        return false;
    *id = there ? (int64_t)wit_sql_count(s, 0) : 0;
    return true;
}

/* Intervals are by order of adding, so that must be the order of time. */
static bool check_order(struct adding *a, struct wit_err *err)
{
    STATEMENT *s = NULL;
    if (!wit_sql_prepare(&s, a->h->db, "SELECT id, collected_last FROM snapshots ORDER BY id DESC LIMIT 1", err))
        return false;
    bool there = false;
    if (!wit_sql_step(s, &there, err))
        return false;
    a->id = there ? (int64_t)wit_sql_count(s, 0) + 1 : 1;
    const char *last = there ? wit_sql_text(a->arena, s, 1) : "";
    return strcmp(a->map->collected_last, last) >= 0 ||
           wit_fail(err, WIT_EUSAGE,
                    "the evidence of this map (%s) is older than that of the last snapshot (%s): maps are added in the "
                    "order of time",
                    a->map->collected_last, last);
}

bool wit_history_add(struct wit_history *h, const struct wit_map *map, const char *bytes, size_t len, uint64_t *id,
                     bool *was_there, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct adding a = {.h = h, .arena = arena, .map = map, .open = wit_strmap_new(arena)};
    char sha256[WIT_SHA256_HEX];
    int64_t objects = 0, known = 0;
    wit_sha256_hex(sha256, bytes, len);
    bool good = wit_sql_run(h->db, "BEGIN IMMEDIATE", err);
    if (!good)
        return false;
    good = wit_sql_number(&objects, h->db, "SELECT count(*) FROM sqlite_master", 0, err) &&
           (objects > 0 || wit_sql_run(h->db, wit_history_schema, err)) && find_snapshot(&known, h, sha256, err);
    if (good && known == 0)
        good = check_order(&a, err) && load_open(&a, err) && put_paths(&a, err) &&
               put_snapshot(&a, sha256, bytes, len, err);
    good = good && wit_sql_run(h->db, "COMMIT", err);
    if (!good) {
        wit_sql_rollback(h->db);
        return false;
    }
    *was_there = known != 0;
    *id = (uint64_t)(known != 0 ? known : a.id);
    return true;
}
