/* base/yaml.h: the one door for YAML (libyaml's event parser is behind it).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * YAML 1.1 core without aliases, anchors, tags, merge keys and several documents: each is refused with its line and
 * column (no alias bombs). Plain scalars stay strings except true/false, null/~ and decimal integers. Duplicate keys
 * are refused.
 */
#ifndef WIT_BASE_YAML_H
#define WIT_BASE_YAML_H

#include "base/value.h"

#define WIT_YAML_MAX_BYTES ((size_t)4 << 20)
#define WIT_YAML_MAX_DEPTH 32

/* err: WIT_EPARSE or WIT_ELIMIT, "line 3, column 14: …" */
WIT_NODISCARD bool wit_yaml_parse(struct wit_value **out, struct wit_arena *arena, const char *text, size_t len,
                                  struct wit_err *err);

#endif
