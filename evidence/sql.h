/* evidence/sql.h: the one door to SQLite: a file, statements, rows.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: sqlite.org/c3ref; sqlite.org/security.html: files of strangers are opened in defensive mode without trust in
 * their schema. Every failure of SQLite is WIT_EINTEGRITY (damaged, no database) or WIT_EIO (all else), with its words.
 */
#ifndef WIT_EVIDENCE_SQL_H
#define WIT_EVIDENCE_SQL_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct wit_sql;
struct wit_sql_row; /* a prepared statement, and the row it stands at */

/* `write`: made when it is not there. */
WIT_NODISCARD bool wit_sql_open(struct wit_sql **out, const char *path, bool write, struct wit_err *err);
void wit_sql_close(struct wit_sql *db); /* NULL is fine */
const char *wit_sql_path(const struct wit_sql *db);
/* Statements without rows; several may stand in one text. */
WIT_NODISCARD bool wit_sql_run(struct wit_sql *db, const char *sql, struct wit_err *err);
void wit_sql_rollback(struct wit_sql *db); /* after a failure; nothing to undo is fine */
/* One number of one row; `otherwise` when there is no row. */
WIT_NODISCARD bool wit_sql_number(int64_t *out, struct wit_sql *db, const char *sql, int64_t otherwise,
                                  struct wit_err *err);

WIT_NODISCARD bool wit_sql_prepare(struct wit_sql_row **out, struct wit_sql *db, const char *sql, struct wit_err *err);
void wit_sql_auto(struct wit_sql_row **row); /* for WIT_CLEANUP; NULL is fine */
/* Parameters count from 1, columns from 0. Texts are copied, bytes must outlive the step. */
void wit_sql_put_text(struct wit_sql_row *row, int at, const char *text);
void wit_sql_put_number(struct wit_sql_row *row, int at, int64_t n);
void wit_sql_put_bytes(struct wit_sql_row *row, int at, const void *bytes, size_t len);
/* *there false: no more rows. */
WIT_NODISCARD bool wit_sql_step(struct wit_sql_row *row, bool *there, struct wit_err *err);
/* A statement without rows, which is then ready for other parameters. */
WIT_NODISCARD bool wit_sql_once(struct wit_sql_row *row, struct wit_err *err);
void wit_sql_again(struct wit_sql_row *row);
const char *wit_sql_text(struct wit_arena *arena, struct wit_sql_row *row, int at); /* "" for NULL */
uint64_t wit_sql_count(struct wit_sql_row *row, int at);                            /* 0 when negative */
const void *wit_sql_bytes(size_t *len, struct wit_sql_row *row, int at);            /* NULL none; until the next step */

#endif
