/* cli/batch.h: the lines of `query --batch`, on as many threads as help.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_CLI_BATCH_H
#define WIT_CLI_BATCH_H

#include <stdio.h>

#include "cli/cli.h"
#include "pathmap/pathmap.h"

struct wit_batch {
    const struct wit_estate *estate;
    const struct wit_intent *intent; /* NULL: none */
    FILE *in;
    const char *path; /* of `in`, for messages */
};

/* Answers every line of `in` on standard output, in order; the bytes do not depend on the number of threads. */
enum wit_exit wit_batch_run(const struct wit_batch *batch);

#endif
