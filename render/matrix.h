/* render/matrix.h: the adjacency matrix: who reaches whom, where a graph would be a hairball.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Rows and columns are roles in networks, or roles when those are too many; a cell counts the paths and has the mark of
 * the worst. Needs no layout: any number of paths.
 */
#ifndef WIT_RENDER_MATRIX_H
#define WIT_RENDER_MATRIX_H

#include "render/render.h"

/* More rows or columns than this are folded to roles, then cut, and a sentence says so. */
#define WIT_MATRIX_MAX 48

WIT_NODISCARD bool wit_matrix_write(struct wit_buf *out, const struct wit_map *map, struct wit_err *err);
/* For a page that holds wit_svg_css. */
WIT_NODISCARD bool wit_matrix_inline(struct wit_buf *out, const struct wit_map *map, struct wit_err *err);

#endif
