/* render/mermaid.h: a scene as a Mermaid flowchart, for pages that draw such text.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Mermaid, "Flowcharts - Basic Syntax". At most WIT_SCENE_MAX_EDGES lines (Mermaid's own limit is 500).
 */
#ifndef WIT_RENDER_MERMAID_H
#define WIT_RENDER_MERMAID_H

#include "render/render.h"

WIT_NODISCARD bool wit_mermaid_write(struct wit_buf *out, const struct wit_map *map, struct wit_scene_view view,
                                     struct wit_err *err);

#endif
