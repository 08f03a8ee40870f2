/* evidence/sql.c: the only file that knows SQLite.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "evidence/sql.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 5000 };

struct wit_sql {
    sqlite3 *db;
    char *path;
};
struct wit_sql_row {
    struct wit_sql *db;
    sqlite3_stmt *stmt;
};

static bool failed(struct wit_sql *db, struct wit_err *err)
{
    int code = sqlite3_errcode(db->db) & 0xff;
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB)
        return wit_fail(err, WIT_EINTEGRITY, "%s is damaged, or no database: %s", db->path, sqlite3_errmsg(db->db));
    return wit_fail(err, WIT_EIO, "%s: %s", db->path, sqlite3_errmsg(db->db));
}

bool wit_sql_run(struct wit_sql *db, const char *sql, struct wit_err *err)
{
    return sqlite3_exec(db->db, sql, NULL, NULL, NULL) == SQLITE_OK || failed(db, err);
}

void wit_sql_rollback(struct wit_sql *db)
{
    sqlite3_exec(db->db, "ROLLBACK", NULL, NULL, NULL);
}

bool wit_sql_open(struct wit_sql **out, const char *path, bool write, struct wit_err *err)
{
    struct wit_sql *db = calloc(1, sizeof *db);
    char *name = strdup(path);
    if (db == NULL || name == NULL)
        wit_die("out of memory");
    db->path = name;
    int flags = write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
    bool good = sqlite3_open_v2(path, &db->db, flags, NULL) == SQLITE_OK || failed(db, err);
    if (good) {
        sqlite3_busy_timeout(db->db, BUSY_MS);
        sqlite3_db_config(db->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
        sqlite3_db_config(db->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
        sqlite3_limit(db->db, SQLITE_LIMIT_LENGTH, 1 << 30);
        good = wit_sql_run(db, "PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL", err);
    }
    if (!good) {
        wit_sql_close(db);
        return false;
    }
    *out = db;
    return true;
}

void wit_sql_close(struct wit_sql *db)
{
    if (db == NULL)
        return;
    sqlite3_close(db->db);
    free(db->path);
    free(db);
}

const char *wit_sql_path(const struct wit_sql *db)
{
    return db->path;
}

bool wit_sql_prepare(struct wit_sql_row **out, struct wit_sql *db, const char *sql, struct wit_err *err)
{
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db->db, sql, -1, &stmt, NULL) != SQLITE_OK)
        return failed(db, err);
    struct wit_sql_row *row = calloc(1, sizeof *row);
    if (row == NULL)
        wit_die("out of memory");
    *row = (struct wit_sql_row){db, stmt};
    *out = row;
    return true;
}

void wit_sql_auto(struct wit_sql_row **row)
{
    if (*row == NULL)
        return;
    sqlite3_finalize((*row)->stmt);
    free(*row);
}

void wit_sql_put_text(struct wit_sql_row *row, int at, const char *text)
{
    sqlite3_bind_text(row->stmt, at, text, -1, SQLITE_TRANSIENT);
}

void wit_sql_put_number(struct wit_sql_row *row, int at, int64_t n)
{
    sqlite3_bind_int64(row->stmt, at, n);
}

void wit_sql_put_bytes(struct wit_sql_row *row, int at, const void *bytes, size_t len)
{
    sqlite3_bind_blob64(row->stmt, at, bytes, len, SQLITE_STATIC);
}

bool wit_sql_step(struct wit_sql_row *row, bool *there, struct wit_err *err)
{
    assert(row != NULL);
    int step = sqlite3_step(row->stmt);
    if (step != SQLITE_ROW && step != SQLITE_DONE)
        return failed(row->db, err);
    *there = step == SQLITE_ROW;
    return true;
}

bool wit_sql_once(struct wit_sql_row *row, struct wit_err *err)
{
    assert(row != NULL);
    bool good = sqlite3_step(row->stmt) == SQLITE_DONE || failed(row->db, err);
    sqlite3_reset(row->stmt);
    return good;
}

void wit_sql_again(struct wit_sql_row *row)
{
    sqlite3_reset(row->stmt);
}

const char *wit_sql_text(struct wit_arena *arena, struct wit_sql_row *row, int at)
{
    const char *text = (const char *)sqlite3_column_text(row->stmt, at);
    return text == NULL ? "" : wit_strdup(arena, text);
}

uint64_t wit_sql_count(struct wit_sql_row *row, int at)
{
    sqlite3_int64 n = sqlite3_column_int64(row->stmt, at);
    return n < 0 ? 0 : (uint64_t)n;
}

const void *wit_sql_bytes(size_t *len, struct wit_sql_row *row, int at)
{
    const void *bytes = sqlite3_column_blob(row->stmt, at);
    *len = bytes == NULL ? 0 : (size_t)sqlite3_column_bytes(row->stmt, at);
    return bytes;
}

bool wit_sql_number(int64_t *out, struct wit_sql *db, const char *sql, int64_t otherwise, struct wit_err *err)
{
    struct wit_sql_row *row = NULL;
    bool there = false;
    if (!wit_sql_prepare(&row, db, sql, err))
        return false;
    bool good = wit_sql_step(row, &there, err);
    if (good)
        *out = there ? sqlite3_column_int64(row->stmt, 0) : otherwise;
    wit_sql_auto(&row);
    return good;
}
