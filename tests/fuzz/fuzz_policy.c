/* tests/fuzz/fuzz_policy.c: any bytes as a policy of a bucket: no crash, a known deny closes, what is missing never
 * opens, patterns agree with themselves.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/identity/identity.h"
#include "pathmap/identity/policy.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define ACCOUNT "111122223333"
static const char all[] = "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
static const char none[] =
    "{\"Statement\":{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"*\",\"Resource\":\"*\"}}";

static enum wit_verdict ask(struct wit_arena *arena, const char *bucket_policy, const char *own, bool bounds_told,
                            enum wit_asked_by by, enum wit_s3_action action, const char *endpoint)
{
    struct wit_policy_text text = {"p", own, WIT_NO_GAP, {UINT32_MAX, NULL}};
    struct wit_principal role = {.id = "arn:aws:iam::" ACCOUNT ":role/r",
                                 .name = "r",
                                 .account = ACCOUNT,
                                 .region = "",
                                 .unique_id = "AROA",
                                 .policies = &text,
                                 .n_policies = 1,
                                 .gap = WIT_NO_GAP};
    struct wit_bucket bucket = {.id = "b",
                                .name = "b",
                                .account = ACCOUNT,
                                .region = "eu-west-1",
                                .policy = bucket_policy,
                                .policy_gap = WIT_NO_GAP,
                                .restricts_public = WIT_TOLD_NO,
                                .ignores_acls = WIT_TOLD_NO,
                                .owner_enforced = WIT_TOLD_YES,
                                .block_gap = WIT_NO_GAP,
                                .ownership_gap = WIT_NO_GAP};
    struct wit_account account = {.id = ACCOUNT,
                                  .organized = bounds_told ? WIT_TOLD_NO : WIT_NOT_TOLD,
                                  .organization = "",
                                  .management = "",
                                  .organized_gap = WIT_NO_GAP,
                                  .policies_gap = WIT_NO_GAP,
                                  .restricts_public = WIT_TOLD_NO,
                                  .ignores_acls = WIT_TOLD_NO,
                                  .block_gap = WIT_NO_GAP,
                                  .principals_gap = WIT_NO_GAP};
    struct wit_estate e = {.principals = &role,
                           .n_principals = 1,
                           .buckets = &bucket,
                           .n_buckets = 1,
                           .accounts = &account,
                           .n_accounts = 1};
    struct wit_asker asker = {.kind = by, .principal = &role, .gap = WIT_NO_GAP};
    struct wit_way way = wit_way_internet();
    if (endpoint != NULL)
        way = (struct wit_way){WIT_WAY_GATEWAY, "vpce-1", "vpc-1", endpoint, {UINT32_MAX, NULL}};
    struct wit_identity_answer answer;
    struct wit_identity *id = wit_identity_new(arena, &e);
    wit_identity_ask(&answer, id, &asker, &bucket, action, &way);
    if ((answer.verdict == WIT_UNKNOWN) != (answer.n_gaps > 0) || answer.text == NULL || answer.id == NULL)
        abort();
    wit_identity_confined(id, &bucket);
    return answer.verdict;
}

static void patterns(const char *text)
{
    const char *half = strchr(text, '\n');
    if (half == NULL)
        return;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *a = wit_strndup(arena, text, (size_t)(half - text)), *b = half + 1;
    if (wit_glob_covers(a, b, false) && !wit_glob_has_variable(b) && !wit_glob_meets(a, b))
        abort();
    if (wit_glob_meets(a, b) != wit_glob_meets(b, a))
        abort();
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (size > 8192 || memchr(data, '\0', size) != NULL)
        return 0;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char *text = wit_strndup(arena, (const char *)data, size);
    patterns(text);
    for (int action = 0; action < 3; action++) {
        enum wit_s3_action a = (enum wit_s3_action)action;
        if (ask(arena, text, none, true, WIT_BY_PRINCIPAL, a, NULL) != WIT_ISOLATED)
            abort(); /* its own policy denies everything */
        if (ask(arena, text, all, true, WIT_BY_PRINCIPAL, a, none) != WIT_ISOLATED)
            abort();
        if (ask(arena, text, all, false, WIT_BY_PRINCIPAL, a, NULL) == WIT_REACHABLE)
            abort(); /* what bounds the account is not known */
        enum wit_verdict known = ask(arena, text, all, true, WIT_BY_PRINCIPAL, a, NULL);
        enum wit_verdict somebody = ask(arena, text, all, true, WIT_BY_UNKNOWN, a, NULL);
        enum wit_verdict anyone = ask(arena, text, none, true, WIT_BY_ANYONE, a, NULL);
        if (somebody == WIT_REACHABLE || (known == WIT_REACHABLE && somebody == WIT_ISOLATED))
            abort(); /* it may be this one */
        if (anyone == WIT_REACHABLE && somebody == WIT_ISOLATED)
            abort();
    }
    return 0;
}
