/* pathmap/decode/people.h: roles, users, groups and policies while they are built, and what was told about accounts.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Private to this folder. Everything is found by its ARN; of two answers about one the later counts, and where they
 * differ the list becomes a gap.
 */
#ifndef WIT_PATHMAP_DECODE_PEOPLE_H
#define WIT_PATHMAP_DECODE_PEOPLE_H

#include "pathmap/decode/decode.h"

struct wit_raw_person { /* role, user or group */
    const char *arn, *name, *account, *unique_id;
    enum wit_person { WIT_PERSON_ROLE, WIT_PERSON_USER, WIT_PERSON_GROUP } kind;
    uint8_t digest[16];
    const struct wit_tag *tags;
    size_t n_tags;
    struct wit_cite cite;
    const char *boundary;           /* ARN; "" none */
    struct wit_policy_text *inside; /* policies that stand in it */
    size_t n_inside, cap_inside;
    const char **attached; /* ARNs */
    size_t n_attached, cap_attached;
    const char **groups; /* names */
    size_t n_groups, cap_groups;
    const char **profiles;
    size_t n_profiles, cap_profiles;
    bool unread; /* a policy of it could not be read */
};
struct wit_people {
    struct wit_strmap *by_arn;
    struct wit_raw_person **items;
    size_t n, cap;
    struct wit_strmap *policies; /* struct wit_policy_text by ARN */
    struct wit_strmap *accounts; /* struct wit_told_account by id */
};
struct wit_told_account {
    bool organization_told, block_told;
    const char *organization, *management;
    bool restricts, ignores;
    struct wit_cite cite;
};
struct wit_people *wit_people_of(struct wit_decoding *d); /* made when it is first asked for */

wit_decode_fn wit_decode_authorization, wit_decode_organization, wit_decode_account_block, wit_decode_bucket_ownership;
void wit_link_people(struct wit_decoding *d);
/* References to gaps, when these are sorted. */
void wit_seal_people_gaps(struct wit_decoding *d, const wit_gap_ref *to);

#endif
