/* render/dot.h: the map as DOT, for people who lay out and edit themselves.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: graphviz, "The DOT Language". Labels are plain quoted strings (never HTML-like or record labels).
 */
#ifndef WIT_RENDER_DOT_H
#define WIT_RENDER_DOT_H

#include "render/render.h"

WIT_NODISCARD bool wit_dot_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view,
                                 struct wit_err *err);

#endif
