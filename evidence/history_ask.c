/* evidence/history_ask.c: what a history tells: snapshots, the paths of one, a path over time, a map again.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/pack.h"
#include "evidence/history_inside.h"

bool wit_history_list(struct wit_history *h, const struct wit_snapshot **out, size_t *n, struct wit_arena *arena,
                      struct wit_err *err)
{
    STATEMENT *s = NULL;
    struct wit_snapshot *list = NULL;
    size_t count = 0, cap = 0;
    if (!wit_sql_prepare(
            &s, h->db,
            "SELECT id, sha256, collected_first, collected_last, tool_version, violated, undecided, proved, red, "
            "yellow, green, high, gaps, came, gone FROM snapshots ORDER BY id",
            err))
        return false;
    bool there = false, good = wit_sql_step(s, &there, err);
    for (; good && there; good = wit_sql_step(s, &there, err))
        WIT_PUSH(arena, list, count, cap) = (struct wit_snapshot){
            wit_sql_count(s, 0),       wit_sql_text(arena, s, 1), wit_sql_text(arena, s, 2), wit_sql_text(arena, s, 3),
            wit_sql_text(arena, s, 4), wit_sql_count(s, 5),       wit_sql_count(s, 6),       wit_sql_count(s, 7),
            wit_sql_count(s, 8),       wit_sql_count(s, 9),       wit_sql_count(s, 10),      wit_sql_count(s, 11),
            wit_sql_count(s, 12),      wit_sql_count(s, 13),      wit_sql_count(s, 14)};
    *out = list;
    *n = count;
    return good;
}

#define STATE_COLUMNS                                                                                                  \
    "SELECT p.id, p.class, s.from_name, s.to_name, s.valid_from, coalesce(s.valid_to, 0), a.collected_last, "          \
    "z.collected_last, s.status, s.permitted, s.observed, s.declared, s.ports, s.owner, s.reasons FROM statuses s "    \
    "JOIN paths p USING (path) JOIN snapshots a ON a.id = s.valid_from "                                               \
    "JOIN snapshots z ON z.id = coalesce(s.valid_to, (SELECT max(id) FROM snapshots)) "

static bool read_states(struct wit_sql_row *s, const struct wit_path_state **out, size_t *n, struct wit_arena *arena,
                        struct wit_err *err)
{
    struct wit_path_state *list = NULL;
    size_t count = 0, cap = 0;
    bool there = false, good = wit_sql_step(s, &there, err);
    for (; good && there; good = wit_sql_step(s, &there, err))
        WIT_PUSH(arena, list, count, cap) = (struct wit_path_state){.path = wit_sql_text(arena, s, 0),
                                                                    .class = wit_sql_text(arena, s, 1),
                                                                    .from = wit_sql_text(arena, s, 2),
                                                                    .to = wit_sql_text(arena, s, 3),
                                                                    .valid_from = wit_sql_count(s, 4),
                                                                    .valid_to = wit_sql_count(s, 5),
                                                                    .first_time = wit_sql_text(arena, s, 6),
                                                                    .last_time = wit_sql_text(arena, s, 7),
                                                                    .status = wit_sql_text(arena, s, 8),
                                                                    .permitted = wit_sql_text(arena, s, 9),
                                                                    .observed = wit_sql_text(arena, s, 10),
                                                                    .declared = wit_sql_text(arena, s, 11),
                                                                    .ports = wit_sql_text(arena, s, 12),
                                                                    .owner = wit_sql_text(arena, s, 13),
                                                                    .reasons = wit_sql_text(arena, s, 14)};
    *out = list;
    *n = count;
    return good;
}

static bool no_snapshot(struct wit_history *h, uint64_t snapshot, struct wit_err *err)
{
    return wit_fail(err, WIT_EUSAGE, "%s has no snapshot %llu", wit_sql_path(h->db), (unsigned long long)snapshot);
}

bool wit_history_at(struct wit_history *h, uint64_t snapshot, const struct wit_path_state **out, size_t *n,
                    struct wit_arena *arena, struct wit_err *err)
{
    STATEMENT *s = NULL;
    int64_t last = 0;
    if (!wit_sql_number(&last, h->db, "SELECT max(id) FROM snapshots", 0, err))
        return false;
    if (snapshot == 0 || snapshot > (uint64_t)last)
        return no_snapshot(h, snapshot, err);
    if (!wit_sql_prepare(
            &s, h->db,
            STATE_COLUMNS "WHERE s.valid_from <= ?1 AND (s.valid_to IS NULL OR s.valid_to >= ?1) ORDER BY p.id", err))
        return false;
    wit_sql_put_number(s, 1, (int64_t)snapshot);
    return read_states(s, out, n, arena, err);
}

bool wit_history_path(struct wit_history *h, const char *path, const struct wit_path_state **out, size_t *n,
                      struct wit_arena *arena, struct wit_err *err)
{
    STATEMENT *s = NULL;
    if (!wit_sql_prepare(&s, h->db, STATE_COLUMNS "WHERE p.id = ? ORDER BY s.valid_from", err))
        return false;
    wit_sql_put_text(s, 1, path);
    if (!read_states(s, out, n, arena, err))
        return false;
    return *n > 0 || wit_fail(err, WIT_EUSAGE, "%s never had a path %.60s", wit_sql_path(h->db), path);
}

bool wit_history_map(struct wit_history *h, uint64_t snapshot, char **bytes, size_t *len, struct wit_arena *arena,
                     struct wit_err *err)
{
    STATEMENT *s = NULL;
    char sha256[WIT_SHA256_HEX];
    if (!wit_sql_prepare(
            &s, h->db, "SELECT m.zstd, n.sha256 FROM maps m JOIN snapshots n ON n.id = m.snapshot WHERE n.id = ?", err))
        return false;
    wit_sql_put_number(s, 1, (int64_t)snapshot);
    bool there = false;
    if (!wit_sql_step(s, &there, err))
        return false;
    if (!there)
        return no_snapshot(h, snapshot, err);
    size_t packed = 0;
    const void *blob = wit_sql_bytes(&packed, s, 0);
    if (blob == NULL || !wit_unpack(bytes, len, arena, blob, packed, WIT_JSON_MAX_BYTES, err))
        return wit_fail(err, WIT_EINTEGRITY, "%s: the map of snapshot %llu cannot be unpacked", wit_sql_path(h->db),
                        (unsigned long long)snapshot);
    wit_sha256_hex(sha256, *bytes, *len);
    return strcmp(sha256, wit_sql_text(arena, s, 1)) == 0 ||
           wit_fail(err, WIT_EINTEGRITY, "%s: the map of snapshot %llu is not the one that was added",
                    wit_sql_path(h->db), (unsigned long long)snapshot);
}
