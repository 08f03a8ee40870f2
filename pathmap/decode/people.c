/* pathmap/decode/people.c: IAM's roles, users, groups and policies; the organisation and the block of an account.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: IAM API Reference, GetAccountAuthorizationDetails ("policies returned by this operation are URL-encoded
 * compliant with RFC 3986"; the AWS CLI prints them decoded); Organizations API Reference, DescribeOrganization; S3
 * Control API Reference, GetPublicAccessBlock.
 */
#include "pathmap/decode/people.h"

#include <string.h>

#include "base/json.h"

enum { POLICY_MAX_BYTES = 1 << 20 };

struct wit_people *wit_people_of(struct wit_decoding *d)
{
    if (d->people == NULL) {
        d->people = WIT_NEW(d->arena, struct wit_people);
        d->people->by_arn = wit_strmap_new(d->arena);
        d->people->policies = wit_strmap_new(d->arena);
        d->people->accounts = wit_strmap_new(d->arena);
    }
    return d->people;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The text of a policy, however it came; NULL: there is none. */
static const char *document(struct wit_decoding *d, const struct wit_value *v)
{
    if (v == NULL)
        return NULL;
    if (v->kind == WIT_OBJECT) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf text;
        struct wit_jw jw;
        wit_buf_init(&text, POLICY_MAX_BYTES);
        wit_jw_init(&jw, &text, 0);
        wit_jw_value(&jw, v);
        return text.over ? NULL : wit_strdup(d->arena, wit_buf_str(&text));
    }
    if (v->kind != WIT_STRING || v->text[0] == '\0')
        return NULL;
    if (v->text[strspn(v->text, " \t\r\n")] == '{')
        return wit_strdup(d->arena, v->text);
    char *out = wit_strdup(d->arena, v->text), *end = out;
    for (const char *c = v->text; *c != '\0'; c++) {
        bool escaped = *c == '%' && hex(c[1]) >= 0 && hex(c[2]) >= 0;
        *end++ = escaped ? (char)(hex(c[1]) * 16 + hex(c[2])) : *c;
        c += escaped ? 2 : 0;
    }
    *end = '\0';
    return out;
}

static const char *account_of(struct wit_decoding *d, const char *arn)
{
    const char *at = arn;
    for (int i = 0; i < 4 && at != NULL; i++) {
        at = strchr(at, ':');
        at = at == NULL ? NULL : at + 1;
    }
    return at != NULL && strspn(at, "0123456789") == 12 ? wit_word(d, wit_strndup(d->scratch, at, 12))
                                                        : d->source->account;
}

static void add_inside(struct wit_decoding *d, struct wit_raw_person *p, const struct wit_value *list,
                       const char *pointer)
{
    size_t at = 0;
    WIT_EACH(item, list) {
        const char *text = document(d, wit_get(item, "PolicyDocument"));
        const char *here = wit_pointer(d, "%s/%zu/PolicyDocument", pointer, at++);
        if (text == NULL) {
            p->unread = true;
            wit_answer_unreadable(d, here, "a policy without its document");
            continue;
        }
        const char *name = wit_str(item, "PolicyName");
        WIT_PUSH(d->arena, p->inside, p->n_inside, p->cap_inside) = (struct wit_policy_text){
            wit_fmt(d->arena, "%s#%s", p->arn, name == NULL ? "" : name), text, WIT_NO_GAP, wit_here(d, here)};
    }
}

static const char *kind_word(enum wit_person kind)
{
    static const char *const words[] = {"Role", "User", "Group"};
    return words[kind];
}

static void add_person(struct wit_decoding *d, const struct wit_value *item, const char *pointer, enum wit_person kind)
{
    struct wit_people *people = wit_people_of(d);
    const char *word = kind_word(kind), *arn = wit_str(item, "Arn");
    if (arn == NULL || strncmp(arn, "arn:", 4) != 0) {
        wit_answer_unreadable(d, pointer, "a role, user or group without its ARN");
        return;
    }
    struct wit_raw_person *p = wit_strmap_get(people->by_arn, arn);
    uint8_t digest[16];
    wit_raw_digest(digest, item);
    bool there = p != NULL;
    if (there && memcmp(digest, p->digest, sizeof digest) != 0)
        wit_ledger_moving(d, d->source, arn, "two answers about it differ");
    if (!there) {
        p = WIT_NEW(d->arena, struct wit_raw_person);
        wit_strmap_put(people->by_arn, arn, p);
        WIT_PUSH(d->arena, people->items, people->n, people->cap) = p;
    }
    struct wit_raw raw = {.id = wit_word(d, arn), .account = account_of(d, arn), .region = ""};
    struct wit_head head;
    wit_raw_head(d, &head, &raw, item, pointer);
    *p = (struct wit_raw_person){.arn = raw.id,
                                 .account = raw.account,
                                 .name = wit_word_of(d, item, wit_fmt(d->scratch, "%sName", word)),
                                 .unique_id = wit_word_of(d, item, wit_fmt(d->scratch, "%sId", word)),
                                 .kind = kind,
                                 .tags = head.tags,
                                 .n_tags = head.n_tags,
                                 .cite = head.cite,
                                 .boundary =
                                     wit_word_of(d, wit_get(item, "PermissionsBoundary"), "PermissionsBoundaryArn")};
    memcpy(p->digest, digest, sizeof digest);
    const char *key = wit_fmt(d->scratch, "%sPolicyList", word);
    add_inside(d, p, wit_field_list(item, key), wit_pointer(d, "%s/%s", pointer, key));
    wit_field_ids(d, &p->attached, &p->n_attached, &p->cap_attached, wit_field_list(item, "AttachedManagedPolicies"),
                  "PolicyArn");
    wit_field_ids(d, &p->groups, &p->n_groups, &p->cap_groups, wit_field_list(item, "GroupList"), NULL);
    wit_field_ids(d, &p->profiles, &p->n_profiles, &p->cap_profiles, wit_field_list(item, "InstanceProfileList"),
                  "Arn");
}

static void add_policy(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *arn = wit_str(item, "Arn"), *version = wit_str(item, "DefaultVersionId");
    size_t at = 0;
    if (arn == NULL) {
        wit_answer_unreadable(d, pointer, "a policy without its ARN");
        return;
    }
    WIT_EACH(one, wit_field_list(item, "PolicyVersionList")) {
        const char *id = wit_str(one, "VersionId"), *text;
        bool in_force =
            id != NULL && version != NULL ? strcmp(id, version) == 0 : wit_bool(one, "IsDefaultVersion", false);
        if (in_force && (text = document(d, wit_get(one, "Document"))) != NULL) {
            struct wit_policy_text *policy = WIT_NEW(d->arena, struct wit_policy_text);
            *policy =
                (struct wit_policy_text){wit_word(d, arn), text, WIT_NO_GAP,
                                         wit_here(d, wit_pointer(d, "%s/PolicyVersionList/%zu/Document", pointer, at))};
            const struct wit_policy_text *before = wit_strmap_get(wit_people_of(d)->policies, arn);
            if (before != NULL && strcmp(before->text, text) != 0)
                wit_ledger_moving(d, d->source, arn, "two answers about it differ");
            wit_strmap_set(wit_people_of(d)->policies, arn, policy);
        }
        at++;
    }
}

void wit_decode_authorization(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const struct {
        const char *key;
        int kind; /* -1: policies */
    } lists[] = {{"UserDetailList", WIT_PERSON_USER},
                 {"GroupDetailList", WIT_PERSON_GROUP},
                 {"RoleDetailList", WIT_PERSON_ROLE},
                 {"Policies", -1}};
    bool any = false;
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        size_t at = 0;
        any = any || wit_get(item, lists[i].key) != NULL;
        WIT_EACH(one, wit_field_list(item, lists[i].key)) {
            const char *here = wit_pointer(d, "%s/%s/%zu", pointer, lists[i].key, at++);
            if (one->kind != WIT_OBJECT)
                wit_answer_unreadable(d, here, "an item is not an object");
            else if (lists[i].kind < 0)
                add_policy(d, one, here);
            else
                add_person(d, one, here, (enum wit_person)lists[i].kind);
        }
    }
    if (!any)
        wit_answer_unreadable(d, pointer, "the answer has no list of users, groups, roles or policies");
}

static struct wit_told_account *told(struct wit_decoding *d)
{
    struct wit_people *people = wit_people_of(d);
    struct wit_told_account *account = wit_strmap_get(people->accounts, d->source->account);
    if (account == NULL) {
        account = WIT_NEW(d->arena, struct wit_told_account);
        *account = (struct wit_told_account){.organization = "", .management = "", .cite = {UINT32_MAX, NULL}};
        wit_strmap_put(people->accounts, d->source->account, account);
    }
    return account;
}

void wit_decode_organization(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const struct wit_value *o = wit_get(item, "Organization");
    const char *id = wit_str(o, "Id");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "the answer has no \"Organization\" with an id");
        return;
    }
    struct wit_told_account *account = told(d);
    if (account->organization_told && strcmp(account->organization, id) != 0)
        wit_ledger_moving(d, d->source, id, "two answers about it differ");
    account->organization_told = true;
    account->organization = wit_word(d, id);
    account->management = wit_word_of(d, o, "MasterAccountId");
    account->cite = wit_here(d, wit_pointer(d, "%s/Organization", pointer));
}

void wit_decode_account_block(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const struct wit_value *block = wit_get(item, "PublicAccessBlockConfiguration");
    if (block == NULL) {
        wit_answer_unreadable(d, pointer, "the answer has no \"PublicAccessBlockConfiguration\"");
        return;
    }
    struct wit_told_account *account = told(d);
    account->block_told = true;
    account->restricts = wit_bool(block, "RestrictPublicBuckets", false);
    account->ignores = wit_bool(block, "IgnorePublicAcls", false);
}
