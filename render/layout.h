/* render/layout.h: positions for a scene (graphviz is behind it).
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_RENDER_LAYOUT_H
#define WIT_RENDER_LAYOUT_H

#include "render/scene.h"

/*
 * Sets x, y, boxes and splines of the scene; px, y downwards, the picture begins at 0, 0. Sizes of nodes are kept as
 * they are. No font is measured: what is placed depends on the scene alone.
 * err: WIT_EIO graphviz gave up; the scene is then without positions.
 */
WIT_NODISCARD bool wit_layout(struct wit_scene *scene, struct wit_arena *arena, struct wit_err *err);

#endif
