/* render/csv.h: tables for spreadsheets (RFC 4180: comma, CRLF, a header line; UTF-8).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Columns: docs/packet.md. Cells that a spreadsheet could take for a formula begin with an apostrophe.
 */
#ifndef WIT_RENDER_CSV_H
#define WIT_RENDER_CSV_H

#include "render/render.h"

void wit_csv_paths(struct wit_buf *out, const struct wit_map *map, struct wit_paths_filter filter);
void wit_csv_gaps(struct wit_buf *out, const struct wit_map *map);
void wit_csv_findings(struct wit_buf *out, const struct wit_map *map);
void wit_csv_statements(struct wit_buf *out, const struct wit_map *map);
/* Every cell of every sheet, one a line: sheets have different columns. */
void wit_csv_sheets(struct wit_buf *out, const struct wit_map *map);
bool wit_paths_pass(const struct wit_path *path, struct wit_paths_filter filter);

/* Of a path to a bucket, the row that makes the verdict of its policies: the first of that verdict. NULL: no such path.
 * In html_policies.c. */
const struct wit_identity_row *wit_policies_decisive(const struct wit_path *path);

#endif
