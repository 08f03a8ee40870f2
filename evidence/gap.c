/* evidence/gap.c: the one table of reasons why something is missing.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/bundle.h"

static const struct {
    const char *word, *sentence;
} reasons[] = {
    [WIT_GAP_NOT_ASKED] = {"not-asked", "This was never asked for."},
    [WIT_GAP_DENIED] = {"denied", "The other side refused to answer."},
    [WIT_GAP_THROTTLED] = {"throttled", "The other side asked to slow down until the retries were used up."},
    [WIT_GAP_CUT] = {"cut", "The answer is incomplete: pages are missing or the body ended early."},
    [WIT_GAP_FAILED] = {"failed", "There was no usable answer: an error, no connection, or a time-out."},
    [WIT_GAP_UNREADABLE] = {"unreadable", "The answer could not be read, wholly or in one place."},
    [WIT_GAP_MOVING] = {"moving", "Two answers of the same run differ: the account changed meanwhile."},
    [WIT_GAP_NOT_MODELLED] = {"not-modelled", "There is an object or a rule that this version does not understand."},
    [WIT_GAP_DANGLING] = {"dangling", "An object names another that is not in the evidence."},
    [WIT_GAP_UNCONFIRMED] = {"unconfirmed", "No document settles how the platform behaves here."},
    [WIT_GAP_NOT_WATCHED] = {"not-watched", "No vantage point sees this traffic."},
};
enum { N_REASONS = sizeof reasons / sizeof reasons[0] };

static bool known(enum wit_gap_reason reason)
{
    return (unsigned)reason < N_REASONS && reasons[reason].word != NULL;
}

const char *wit_gap_word(enum wit_gap_reason reason)
{
    return known(reason) ? reasons[reason].word : "";
}

const char *wit_gap_sentence(enum wit_gap_reason reason)
{
    return known(reason) ? reasons[reason].sentence : "";
}

enum wit_gap_reason wit_gap_reason_of(const char *word)
{
    for (unsigned i = 1; word != NULL && i < N_REASONS; i++)
        if (reasons[i].word != NULL && strcmp(reasons[i].word, word) == 0)
            return (enum wit_gap_reason)i;
    return (enum wit_gap_reason)0;
}
