/* pathmap/review/policy.c: what a policy says about one code, check or row.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/policy.h"

#include <string.h>

const struct wit_review_policy *wit_review_policy_none(void)
{
    static const struct wit_review_policy none = {.name = "", .sha256 = "", .prices = {.currency = ""}};
    return &none;
}

enum wit_status wit_review_policy_status(const struct wit_review_policy *policy, const char *code,
                                         enum wit_status otherwise)
{
    for (size_t i = 0; i < policy->n_statuses; i++) {
        if (strcmp(policy->statuses[i].code, code) == 0)
            return policy->statuses[i].status;
    }
    return otherwise;
}

enum wit_severity wit_review_policy_severity(const struct wit_review_policy *policy, const char *check,
                                             enum wit_severity otherwise)
{
    for (size_t i = 0; i < policy->n_severities; i++) {
        if (strcmp(policy->severities[i].check, check) == 0)
            return policy->severities[i].severity;
    }
    return otherwise;
}

const struct wit_review_policy_answer *wit_review_policy_answer(const struct wit_review_policy *policy,
                                                                const char *sheet, const char *row)
{
    size_t len = strlen(sheet);
    for (size_t i = 0; i < policy->n_answers; i++) {
        const char *of = policy->answers[i].row;
        if (strncmp(of, sheet, len) == 0 && of[len] == '/' && strcmp(of + len + 1, row) == 0)
            return &policy->answers[i];
    }
    return NULL;
}
