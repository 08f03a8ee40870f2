/* evidence/history.h: maps over time in one SQLite file: which paths there were, and what they were, when.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The tables are documented for people who ask in SQL (docs/history.md, evidence/history_schema.c). A path's state is a
 * row from the first snapshot that has it to the last: what does not change costs nothing. Snapshots are added in the
 * order of their evidence's time; each is one transaction: an interrupted one never happened.
 *
 * A file of strangers is never trusted: SQLite's defensive mode, no triggers, nothing but our own tables is read;
 * damage is WIT_EINTEGRITY. Not for several threads.
 */
#ifndef WIT_EVIDENCE_HISTORY_H
#define WIT_EVIDENCE_HISTORY_H

#include "evidence/map.h"

struct wit_history;

enum wit_history_mode {
    WIT_HISTORY_READ, /* must be there; nothing is ever written */
    WIT_HISTORY_ADD   /* made when it is not there */
};
/* err: WIT_EIO; WIT_EUSAGE "is no history of this program"; WIT_EINTEGRITY damaged */
WIT_NODISCARD bool wit_history_open(struct wit_history **out, const char *path, enum wit_history_mode mode,
                                    struct wit_err *err);
void wit_history_close(struct wit_history *h); /* NULL is fine */
void wit_auto_history(struct wit_history **h); /* for WIT_CLEANUP */

/*
 * Adds a map: `bytes` are its file, kept as they are. The same map again is nothing: *was_there. err: WIT_EUSAGE its
 * evidence is older than the last snapshot's; WIT_EIO (disk full: the file is as it was); WIT_EINTEGRITY
 */
WIT_NODISCARD bool wit_history_add(struct wit_history *h, const struct wit_map *map, const char *bytes, size_t len,
                                   uint64_t *id, bool *was_there, struct wit_err *err);

struct wit_snapshot {
    uint64_t id; /* 1, 2, 3 … */
    const char *sha256, *collected_first, *collected_last, *tool_version;
    uint64_t violated, undecided, proved, red, yellow, green, high, gaps;
    uint64_t came, left; /* paths, against the snapshot before */
};
struct wit_path_state {
    const char *path, *class, *from, *to; /* from, to: name, or id where it has none */
    uint64_t valid_from, valid_to;        /* snapshots, both included; valid_to 0: up to the last one */
    const char *first_time, *last_time;   /* of the evidence of these snapshots */
    const char *status, *permitted, *observed, *declared, *ports, *owner, *reasons;
};
/* All snapshots, oldest first. */
WIT_NODISCARD bool wit_history_list(struct wit_history *h, const struct wit_snapshot **out, size_t *n,
                                    struct wit_arena *arena, struct wit_err *err);
/* The paths of a snapshot, by id. err: WIT_EUSAGE there is no such snapshot */
WIT_NODISCARD bool wit_history_at(struct wit_history *h, uint64_t snapshot, const struct wit_path_state **out,
                                  size_t *n, struct wit_arena *arena, struct wit_err *err);
/* What a path was, oldest first; a time without it lies between two rows that do not touch. err: WIT_EUSAGE unknown */
WIT_NODISCARD bool wit_history_path(struct wit_history *h, const char *path, const struct wit_path_state **out,
                                    size_t *n, struct wit_arena *arena, struct wit_err *err);
/* The bytes of a snapshot's map, checked against its digest. err: WIT_EUSAGE, WIT_EINTEGRITY */
WIT_NODISCARD bool wit_history_map(struct wit_history *h, uint64_t snapshot, char **bytes, size_t *len,
                                   struct wit_arena *arena, struct wit_err *err);

extern const char *const wit_history_schema; /* history_schema.c: SQL that makes the tables */

#endif
