/* tests/support/decode_kit.h: estates from a few answers, for the tests of the decoders.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_DECODE_KIT_H
#define WIT_TESTS_DECODE_KIT_H

#include "pathmap/estate.h"

#define WIT_KIT_ACCOUNT "111122223333"
#define WIT_KIT_REGION  "eu-west-1"

/* One record; what is NULL or 0 is: this account, this region, service ec2, an artefact, page 1, the last one. */
struct wit_kit_answer {
    const char *operation, *text;
    const char *resource, *account, *region, *service, *root;
    unsigned page;
    bool more;                  /* not the last page */
    int status;                 /* HTTP */
    enum wit_gap_reason reason; /* set: a gap; text is its detail */
    bool assumed;               /* an assumption */
    const char *source;         /* NULL: "aws"; else account and region are none, and the service is the source */
};
/* Writes a bundle in a new folder, opens it; dies on failure. wit_kit_bundles_remove removes all of them. */
const struct wit_bundle *wit_kit_answers(struct wit_arena *arena, const struct wit_kit_answer *answers, size_t n);
void wit_kit_bundles_remove(void);
/* One bundle, decoded; dies on failure. */
const struct wit_estate *wit_kit_estate(struct wit_arena *arena, const struct wit_kit_answer *answers, size_t n);
/* Files named SERVICE.OPERATION[.RESOURCE].json or .xml. */
const struct wit_bundle *wit_kit_folder(struct wit_arena *arena, const char *dir);
/* "reason operation resource" of a gap, "" for none. */
const char *wit_kit_gap_text(struct wit_arena *arena, const struct wit_estate *e, wit_gap_ref ref);
/* The estate's words, in the arena. */
const char *wit_kit_written(struct wit_arena *arena, const struct wit_estate *e, bool bare);

#endif
