/* pathmap/decode/storage.c: buckets and keys: surfaces where data lies, and what encrypts it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Amazon S3 API Reference 2006-03-01 (GetBucketLocation: null is us-east-1, "EU" is eu-west-1), AWS KMS API
 * Reference (KeyMetadata).
 */
#include <string.h>

#include "pathmap/decode/people.h"

/* A bucket may be known by an answer about it alone. Never NULL; fields of several answers meet in it. */
static struct wit_raw_bucket *bucket_of(struct wit_decoding *d, const char *name, const char *pointer)
{
    const char *key = wit_key_of(d, name, d->source->account, (const char *)NULL);
    struct wit_raw_bucket *raw = wit_strmap_get(d->bucket_keys, key);
    if (raw != NULL)
        return raw;
    raw = WIT_NEW(d->arena, struct wit_raw_bucket);
    wit_strmap_put(d->bucket_keys, key, raw);
    struct wit_raws *raws = &d->raws[WIT_RAW_BUCKET];
    WIT_PUSH(d->arena, raws->items, raws->n, raws->cap) = &raw->raw;
    raw->raw = (struct wit_raw){.id = wit_word(d, name), .account = d->source->account, .region = ""};
    raw->o = (struct wit_bucket){.id = raw->raw.id,
                                 .name = raw->raw.id,
                                 .account = raw->raw.account,
                                 .region = "",
                                 .cite = wit_here(d, pointer),
                                 .encryption = "",
                                 .key = "",
                                 .public_access_block = "",
                                 .policy = "",
                                 .policy_gap = WIT_NO_GAP,
                                 .encryption_gap = WIT_NO_GAP,
                                 .location_gap = WIT_NO_GAP,
                                 .block_gap = WIT_NO_GAP,
                                 .ownership_gap = WIT_NO_GAP,
                                 .policy_cite = {UINT32_MAX, NULL}};
    return raw;
}

static void locate(struct wit_raw_bucket *raw, const char *region)
{
    raw->o.region = raw->raw.region = region;
    raw->located = true;
}

void wit_decode_bucket(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *name = wit_str(item, "Name"), *region = wit_word_of(d, item, "BucketRegion");
    if (name == NULL || name[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a bucket without its name");
        return;
    }
    struct wit_raw_bucket *raw = bucket_of(d, name, pointer);
    raw->o.cite = wit_here(d, pointer);
    if (region[0] != '\0')
        locate(raw, region);
}

void wit_decode_bucket_location(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_bucket *raw = bucket_of(d, d->source->resource, pointer);
    const char *region = wit_word_of(d, item, "LocationConstraint");
    bool told = false; /* null is an answer, a missing member is none */
    WIT_EACH(member, item)
        told = told || strcmp(member->key, "LocationConstraint") == 0;
    if (told)
        locate(raw, region[0] == '\0' ? "us-east-1" : strcmp(region, "EU") == 0 ? "eu-west-1" : region);
    else
        wit_answer_unreadable(d, pointer, "the answer has no \"LocationConstraint\"");
}

void wit_decode_bucket_policy(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_bucket *raw = bucket_of(d, d->source->resource, pointer);
    raw->o.policy = wit_word_of(d, item, "Policy");
    raw->o.policy_cite = wit_here(d, wit_pointer(d, "%s/Policy", pointer));
    if (raw->o.policy[0] == '\0')
        wit_answer_unreadable(d, pointer, "the answer has no \"Policy\"");
}

void wit_decode_bucket_encryption(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_bucket *raw = bucket_of(d, d->source->resource, pointer);
    const struct wit_value *rules = wit_field_list(wit_get(item, "ServerSideEncryptionConfiguration"), "Rules");
    const struct wit_value *apply = wit_get(wit_at(rules, 0), "ApplyServerSideEncryptionByDefault");
    raw->o.encryption = wit_word_of(d, apply, "SSEAlgorithm");
    raw->o.key = wit_word_of(d, apply, "KMSMasterKeyID");
    if (raw->o.encryption[0] == '\0')
        wit_answer_unreadable(d, pointer, "the answer tells no algorithm");
}

void wit_decode_bucket_block(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const switches[] = {"BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy",
                                           "RestrictPublicBuckets"};
    struct wit_raw_bucket *raw = bucket_of(d, d->source->resource, pointer);
    const struct wit_value *block = wit_get(item, "PublicAccessBlockConfiguration");
    int on = 0;
    for (size_t i = 0; i < 4; i++)
        on += wit_bool(block, switches[i], false) ? 1 : 0;
    if (block == NULL)
        wit_answer_unreadable(d, pointer, "the answer has no \"PublicAccessBlockConfiguration\"");
    else
        raw->o.public_access_block = on == 4 ? "all" : on == 0 ? "none" : "partial";
    if (block != NULL) {
        raw->o.ignores_acls = wit_bool(block, switches[1], false) ? WIT_TOLD_YES : WIT_TOLD_NO;
        raw->o.restricts_public = wit_bool(block, switches[3], false) ? WIT_TOLD_YES : WIT_TOLD_NO;
    }
}

void wit_decode_bucket_ownership(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_raw_bucket *raw = bucket_of(d, d->source->resource, pointer);
    const struct wit_value *rule = wit_at(wit_field_list(wit_get(item, "OwnershipControls"), "Rules"), 0);
    const char *word = wit_str(rule, "ObjectOwnership");
    if (word == NULL || word[0] == '\0')
        wit_answer_unreadable(d, pointer, "the answer tells no object ownership");
    else
        raw->o.owner_enforced = strcmp(word, "BucketOwnerEnforced") == 0 ? WIT_TOLD_YES : WIT_TOLD_NO;
}

static struct wit_raw_key *key_of(struct wit_decoding *d, const struct wit_value *item, const char *id,
                                  const char *account, const char *pointer, enum wit_rank rank)
{
    struct wit_head head;
    struct wit_raw_key *raw = wit_raw_add(d, WIT_RAW_KEY, &head, rank, item, id, account, pointer);
    if (raw == NULL)
        return NULL;
    WIT_HEAD_SET(raw->o, head);
    raw->o.manager = raw->o.origin = raw->o.state = raw->o.arn = "";
    return raw;
}

void wit_decode_key_listed(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "KeyId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a key without its id");
        return;
    }
    struct wit_raw_key *raw = key_of(d, item, id, NULL, pointer, WIT_RANK_PART);
    if (raw != NULL)
        raw->o.arn = wit_word_of(d, item, "KeyArn");
}

void wit_decode_key(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const struct wit_value *data = wit_get(item, "KeyMetadata");
    const char *id = wit_str(data, "KeyId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "the answer has no \"KeyMetadata\" with a key id");
        return;
    }
    struct wit_raw_key *raw = key_of(d, data, id, NULL, wit_pointer(d, "%s/KeyMetadata", pointer), WIT_RANK_OWNER);
    if (raw == NULL)
        return;
    raw->told = true;
    raw->o.manager = wit_word_of(d, data, "KeyManager");
    raw->o.origin = wit_word_of(d, data, "Origin");
    raw->o.state = wit_word_of(d, data, "KeyState");
    raw->o.arn = wit_word_of(d, data, "Arn");
}
