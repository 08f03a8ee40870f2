/* render/drawio.h: a scene for draw.io (diagrams.net), to edit by hand.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: mxGraph, "mxGraphModel" XML as draw.io stores it. Positions are those of the SVG; boxes are containers.
 */
#ifndef WIT_RENDER_DRAWIO_H
#define WIT_RENDER_DRAWIO_H

#include "render/render.h"

WIT_NODISCARD bool wit_drawio_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view,
                                    struct wit_err *err);

#endif
