/* collectors/registry.h: every source of evidence there is, one row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_REGISTRY_H
#define WIT_COLLECTORS_REGISTRY_H

#include <stddef.h>

struct wit_source {
    const char *name;    /* "aws" in `collect aws`; "aws-cli" in `import aws-cli` */
    const char *verb;    /* "collect" or "import" */
    const char *summary; /* one line for --help */
};

const struct wit_source *wit_sources(size_t *n);

#endif
