/* pathmap/review/policy.h: policy.yaml as types: what counts how much, what is lived with until when, what people
 * answer where no evidence can, and what traffic costs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Read by policy_read.c, then only read. A policy can never turn a missing answer into a good one: no status code
 * becomes green by it, a waived red is yellow and stays listed, a statement that is violated stays violated.
 * Source: docs/policy.md, schemas/policy.schema.json.
 */
#ifndef WIT_PATHMAP_REVIEW_POLICY_H
#define WIT_PATHMAP_REVIEW_POLICY_H

#include "base/err.h"
#include "evidence/map.h"

struct wit_review_policy_status {
    const char *code; /* of docs/findings.md */
    enum wit_status status;
};
struct wit_review_policy_severity {
    const char *check;
    enum wit_severity severity;
};
/* What people say of a row of a sheet that no evidence computes. */
struct wit_review_policy_answer {
    const char *row; /* "responsibility/upgrades" */
    const char *text, *owner;
    enum wit_mark mark; /* WIT_MARK_NONE when not given */
};
/* Thousandths of the currency a GB (10^9 bytes); has[i] false: not given. */
enum wit_price { WIT_PRICE_ZONE, WIT_PRICE_REGION, WIT_PRICE_INTERNET, WIT_PRICE_PEERING, WIT_PRICE_COUNT };
struct wit_prices {
    const char *currency; /* "USD", "" when there are no prices */
    int64_t milli[WIT_PRICE_COUNT];
    bool has[WIT_PRICE_COUNT];
};
struct wit_review_policy {
    const char *name, *sha256; /* of the file; "" of the defaults */
    const struct wit_review_policy_status *statuses;
    size_t n_statuses;
    const struct wit_review_policy_severity *severities;
    size_t n_severities;
    const struct wit_waiver *waivers; /* sorted by id; ended and used are set by the review */
    size_t n_waivers;
    const struct wit_review_policy_answer *answers;
    size_t n_answers;
    struct wit_prices prices;
    uint64_t watched_hours; /* an undeclared path that was not seen is excess access only after so long a watch … */
    uint64_t smallest_packets; /* … that would have caught so small a flow; 0: any */
};

/* The defaults: nothing is changed. */
const struct wit_review_policy *wit_review_policy_none(void);
/* err: WIT_EINTENT "policy.yaml:12:7: …" (file, line, column), WIT_EIO */
WIT_NODISCARD bool wit_review_policy_read(const struct wit_review_policy **out, struct wit_arena *arena,
                                          const char *path, struct wit_err *err);
/* For tests and fuzzing; `name` stands in errors. */
WIT_NODISCARD bool wit_review_policy_parse(const struct wit_review_policy **out, struct wit_arena *arena,
                                           const char *name, const char *text, size_t len, struct wit_err *err);

enum wit_status wit_review_policy_status(const struct wit_review_policy *policy, const char *code,
                                         enum wit_status otherwise);
enum wit_severity wit_review_policy_severity(const struct wit_review_policy *policy, const char *check,
                                             enum wit_severity otherwise);
const struct wit_review_policy_answer *wit_review_policy_answer(const struct wit_review_policy *policy,
                                                                const char *sheet, const char *row);

struct wit_review;
/* policy_waive.c: r->waivers, with those that have ended; before the findings. */
void wit_review_waivers(struct wit_review *r);
/* Marks findings and red paths that a waiver in force speaks of. After the findings. */
void wit_review_waive(struct wit_review *r);
/* Answers of the policy in the rows that are missing or not computable. After the sheets. */
void wit_review_answer(struct wit_review *r);

#endif
