/* evidence/history_schema.c: the tables of a history, as SQL; for people in docs/history.md.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/history.h"

/* application_id is "PWit"; user_version counts versions of these tables. */
const char *const wit_history_schema =
    "PRAGMA application_id = 1347905908;"
    "PRAGMA user_version = 1;"
    "CREATE TABLE snapshots ("
    " id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, collected_first TEXT NOT NULL, collected_last TEXT NOT NULL,"
    " tool_version TEXT NOT NULL, intent_sha256 TEXT NOT NULL,"
    " violated INTEGER NOT NULL, undecided INTEGER NOT NULL, proved INTEGER NOT NULL,"
    " red INTEGER NOT NULL, yellow INTEGER NOT NULL, green INTEGER NOT NULL,"
    " high INTEGER NOT NULL, gaps INTEGER NOT NULL, came INTEGER NOT NULL, gone INTEGER NOT NULL);"
    "CREATE TABLE maps (snapshot INTEGER PRIMARY KEY REFERENCES snapshots(id), size_bytes INTEGER NOT NULL,"
    " zstd BLOB NOT NULL);"
    "CREATE TABLE paths (path INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, class TEXT NOT NULL);"
    "CREATE TABLE statuses ("
    " path INTEGER NOT NULL REFERENCES paths(path), valid_from INTEGER NOT NULL REFERENCES snapshots(id),"
    " valid_to INTEGER REFERENCES snapshots(id),"
    " status TEXT NOT NULL, permitted TEXT NOT NULL, observed TEXT NOT NULL, declared TEXT NOT NULL,"
    " ports TEXT NOT NULL, owner TEXT NOT NULL, reasons TEXT NOT NULL, from_name TEXT NOT NULL, to_name TEXT NOT NULL,"
    " PRIMARY KEY (path, valid_from)) WITHOUT ROWID;"
    "CREATE INDEX statuses_open ON statuses(path) WHERE valid_to IS NULL;"
    "CREATE VIEW path_states AS SELECT p.id, p.class, s.from_name, s.to_name, s.status, s.permitted, s.observed,"
    " s.declared, s.ports, s.owner, s.reasons, s.valid_from, s.valid_to, a.collected_last AS first_time,"
    " (SELECT collected_last FROM snapshots WHERE id = coalesce(s.valid_to, (SELECT max(id) FROM snapshots)))"
    " AS last_time FROM statuses s JOIN paths p USING (path) JOIN snapshots a ON a.id = s.valid_from;"
    "CREATE VIEW path_seen AS SELECT id, class, min(valid_from) AS first_snapshot, min(first_time) AS first_seen,"
    " max(last_time) AS last_seen, max(valid_to IS NULL) AS there_now, count(*) AS states"
    " FROM path_states GROUP BY id, class;"
    "CREATE VIEW current_paths AS SELECT * FROM path_states WHERE valid_to IS NULL;";
