/* evidence/history_inside.h: what the files of a history share; nobody else includes it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_EVIDENCE_HISTORY_INSIDE_H
#define WIT_EVIDENCE_HISTORY_INSIDE_H

#include "evidence/history.h"
#include "evidence/sql.h"

struct wit_history {
    struct wit_sql *db;
};
#define STATEMENT WIT_CLEANUP(wit_sql_auto) struct wit_sql_row

#endif
