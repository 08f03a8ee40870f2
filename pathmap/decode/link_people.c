/* pathmap/decode/link_people.c: principals with the policies that bind them, and what bounds each account.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/decode/people.h"

static wit_gap_ref gap_of(struct wit_decoding *d, const char *service, const char *operation, const char *account)
{
    struct wit_state state = wit_ledger_list(d, service, operation, account, "");
    return state.state == WIT_LIST_INCOMPLETE ? state.gap : WIT_NO_GAP;
}

static wit_gap_ref people_gap(struct wit_decoding *d, const char *account)
{
    return gap_of(d, "iam", "GetAccountAuthorizationDetails", account);
}

static struct wit_policy_text policy_of(struct wit_decoding *d, const char *arn, const char *account)
{
    const struct wit_policy_text *known = wit_strmap_get(d->people->policies, arn);
    if (known != NULL)
        return *known;
    struct wit_policy_text missing = {arn, "", people_gap(d, account), {UINT32_MAX, NULL}};
    struct wit_source source = {.artefact = UINT32_MAX,
                                .op = wit_operation_find("iam", "GetAccountAuthorizationDetails"),
                                .account = account,
                                .region = "",
                                .resource = ""};
    if (missing.gap == WIT_NO_GAP)
        missing.gap = wit_found(d, WIT_GAP_DANGLING, &source, arn, NULL, NULL,
                                "policy %s is attached, and its text is not in the evidence", arn);
    return missing;
}

static int by_policy(const void *left, const void *right)
{
    const struct wit_policy_text *a = left, *b = right;
    int order = strcmp(a->id, b->id);
    return order != 0 ? order : strcmp(a->text, b->text);
}

struct policies {
    struct wit_policy_text *items;
    size_t n, cap;
};

static void add_policies(struct policies *to, struct wit_decoding *d, const struct wit_raw_person *from)
{
    for (size_t i = 0; i < from->n_inside; i++)
        WIT_PUSH(d->arena, to->items, to->n, to->cap) = from->inside[i];
    for (size_t i = 0; i < from->n_attached; i++)
        WIT_PUSH(d->arena, to->items, to->n, to->cap) = policy_of(d, from->attached[i], from->account);
}

static const struct wit_raw_person *group_of(const struct wit_people *people, const char *account, const char *name)
{
    for (size_t i = 0; i < people->n; i++) {
        const struct wit_raw_person *p = people->items[i];
        if (p->kind == WIT_PERSON_GROUP && strcmp(p->name, name) == 0 && strcmp(p->account, account) == 0)
            return p;
    }
    return NULL;
}

static void link_one(struct wit_decoding *d, struct wit_principal *o, const struct wit_raw_person *p)
{
    struct policies list = {0};
    *o = (struct wit_principal){.id = p->arn,
                                .name = p->name,
                                .account = p->account,
                                .region = "",
                                .tags = p->tags,
                                .n_tags = p->n_tags,
                                .cite = p->cite,
                                .user = p->kind == WIT_PERSON_USER,
                                .unique_id = p->unique_id,
                                .profiles = p->profiles,
                                .n_profiles = p->n_profiles,
                                .gap = WIT_NO_GAP};
    bool unread = p->unread;
    add_policies(&list, d, p);
    for (size_t i = 0; i < p->n_groups; i++) {
        const struct wit_raw_person *group = group_of(d->people, p->account, p->groups[i]);
        if (group != NULL) {
            add_policies(&list, d, group);
            unread = unread || group->unread;
            continue;
        }
        o->gap = people_gap(d, o->account);
        if (o->gap == WIT_NO_GAP)
            o->gap = wit_found(d, WIT_GAP_DANGLING, NULL, o->id, NULL, "",
                               "%s is in group %s, which is not in the evidence", o->id, p->groups[i]);
    }
    if (unread && o->gap == WIT_NO_GAP)
        o->gap = people_gap(d, o->account);
    if (list.n > 1)
        qsort(list.items, list.n, sizeof *list.items, by_policy);
    o->policies = list.items;
    o->n_policies = list.n;
    if (p->boundary[0] != '\0') {
        struct wit_policy_text *boundary = WIT_NEW(d->arena, struct wit_policy_text);
        *boundary = policy_of(d, p->boundary, p->account);
        o->boundary = boundary;
    }
    if (o->n_profiles > 1)
        qsort((void *)(uintptr_t)o->profiles, o->n_profiles, sizeof(const char *), wit_compare_words);
}

static int by_owner(const void *left, const void *right)
{
    const struct wit_principal *a = left, *b = right;
    int order = strcmp(a->account, b->account);
    return order != 0 ? order : strcmp(a->id, b->id);
}

static void link_principals(struct wit_decoding *d)
{
    const struct wit_people *people = wit_people_of(d);
    struct wit_principal *list = WIT_NEW_ARRAY(d->arena, struct wit_principal, people->n);
    size_t n = 0;
    for (size_t i = 0; i < people->n; i++) {
        if (people->items[i]->kind != WIT_PERSON_GROUP)
            link_one(d, &list[n++], people->items[i]);
    }
    if (n > 1)
        qsort(list, n, sizeof *list, by_owner);
    d->estate->principals = list;
    d->estate->n_principals = n;
}

static void bound_account(struct wit_decoding *d, struct wit_account *o, const char *id)
{
    const struct wit_told_account *told = wit_strmap_get(d->people->accounts, id);
    *o = (struct wit_account){.id = id,
                              .organization = "",
                              .management = "",
                              .organized_gap = gap_of(d, "organizations", "DescribeOrganization", id),
                              .policies_gap = WIT_NO_GAP,
                              .block_gap = gap_of(d, "s3control", "GetPublicAccessBlock", id),
                              .principals_gap = people_gap(d, id),
                              .cite = {UINT32_MAX, NULL}};
    if (o->organized_gap == WIT_NO_GAP) {
        bool in_one = told != NULL && told->organization_told;
        o->organized = in_one ? WIT_TOLD_YES : WIT_TOLD_NO;
        o->organization = in_one ? told->organization : "";
        o->management = in_one ? told->management : "";
        if (in_one)
            o->cite = told->cite;
        struct wit_source source = {.artefact = UINT32_MAX, .account = id, .region = "", .resource = ""};
        if (in_one && strcmp(o->management, id) != 0) /* "SCPs don't affect users or roles in the management account" */
            o->policies_gap = wit_found(d, WIT_GAP_NOT_ASKED, &source, o->organization, NULL, "",
                                        "service and resource control policies of organization %s, which bound account "
                                        "%s, are not read",
                                        o->organization, id);
    }
    if (o->block_gap == WIT_NO_GAP) {
        bool on = told != NULL && told->block_told;
        o->restricts_public = on && told->restricts ? WIT_TOLD_YES : WIT_TOLD_NO;
        o->ignores_acls = on && told->ignores ? WIT_TOLD_YES : WIT_TOLD_NO;
    }
}

static void link_accounts(struct wit_decoding *d)
{
    const char **ids = NULL;
    size_t n = 0, cap = 0, kept = 0;
    for (size_t i = 0; i < d->n_places; i++) { /* of others nothing was asked: that is said where it matters */
        if (d->places[i]->collected)
            WIT_PUSH(d->arena, ids, n, cap) = d->places[i]->account;
    }
    if (n > 1)
        qsort(ids, n, sizeof *ids, wit_compare_words);
    for (size_t i = 0; i < n; i++) {
        if (ids[i][0] != '\0' && (kept == 0 || strcmp(ids[i], ids[kept - 1]) != 0))
            ids[kept++] = ids[i];
    }
    struct wit_account *list = WIT_NEW_ARRAY(d->arena, struct wit_account, kept);
    for (size_t i = 0; i < kept; i++)
        bound_account(d, &list[i], ids[i]);
    d->estate->accounts = list;
    d->estate->n_accounts = kept;
}

void wit_link_people(struct wit_decoding *d)
{
    bool asked = d->estate->n_buckets > 0 || d->people != NULL;
    wit_people_of(d);
    if (!asked) /* nothing that the identity plane could speak of */
        return;
    link_principals(d);
    link_accounts(d);
}

static void rename_ref(const wit_gap_ref *to, wit_gap_ref *ref)
{
    if (*ref != WIT_NO_GAP)
        *ref = to[*ref];
}

void wit_seal_people_gaps(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_principal *principals = WIT_SEALED(wit_principal, d->estate->principals);
    for (size_t i = 0; i < d->estate->n_principals; i++) {
        struct wit_policy_text *policies = WIT_SEALED(wit_policy_text, principals[i].policies);
        rename_ref(to, &principals[i].gap);
        for (size_t k = 0; k < principals[i].n_policies; k++)
            rename_ref(to, &policies[k].gap);
        if (principals[i].boundary != NULL)
            rename_ref(to, &WIT_SEALED(wit_policy_text, principals[i].boundary)->gap);
    }
    struct wit_account *accounts = WIT_SEALED(wit_account, d->estate->accounts);
    for (size_t i = 0; i < d->estate->n_accounts; i++) {
        rename_ref(to, &accounts[i].organized_gap);
        rename_ref(to, &accounts[i].policies_gap);
        rename_ref(to, &accounts[i].block_gap);
        rename_ref(to, &accounts[i].principals_gap);
    }
    struct wit_bucket *buckets = WIT_SEALED(wit_bucket, d->estate->buckets);
    for (size_t i = 0; i < d->estate->n_buckets; i++) {
        rename_ref(to, &buckets[i].block_gap);
        rename_ref(to, &buckets[i].ownership_gap);
    }
}
