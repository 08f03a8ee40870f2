/* pathmap/identity/documents.c: policies parsed once, principals by name, and the gaps that answers name.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "base/digest.h"
#include "pathmap/identity/inside.h"

struct wit_identity *wit_identity_new(struct wit_arena *arena, const struct wit_estate *estate)
{
    struct wit_identity *id = WIT_NEW(arena, struct wit_identity);
    *id = (struct wit_identity){.arena = arena,
                                .estate = estate,
                                .parsed = wit_strmap_new(arena),
                                .principals = wit_strmap_new(arena),
                                .profiles = wit_strmap_new(arena),
                                .gap_rows = wit_strmap_new(arena)};
    for (size_t i = 0; i < estate->n_principals; i++) {
        const struct wit_principal *p = &estate->principals[i];
        wit_strmap_put(id->principals, p->id, (void *)(uintptr_t)p);
        for (size_t k = 0; k < p->n_profiles; k++)
            wit_strmap_put(id->profiles, p->profiles[k], (void *)(uintptr_t)p);
    }
    return id;
}

struct wit_arena *wit_identity_arena(const struct wit_identity *id)
{
    return id->arena;
}

const struct wit_estate *wit_identity_estate(const struct wit_identity *id)
{
    return id->estate;
}

const struct wit_gap *wit_identity_gap_at(const struct wit_identity *id, wit_gap_ref ref)
{
    return ref < id->estate->n_gaps ? &id->estate->gaps[ref] : NULL;
}

const struct wit_gap *wit_identity_gap(struct wit_identity *id, enum wit_gap_reason reason, const char *account,
                                       const char *operation, const char *resource, const char *remedy,
                                       const char *text)
{
    char hex[WIT_SHA256_HEX];
    wit_sha256_hex(hex, text, strlen(text));
    const char *name = wit_fmt(id->arena, "g-%.8s", hex);
    struct wit_gap *gap = wit_strmap_get(id->gap_rows, name);
    if (gap != NULL)
        return gap;
    gap = WIT_NEW(id->arena, struct wit_gap);
    *gap = (struct wit_gap){
        .id = name,
        .reason = reason,
        .subject = {.source = "aws", .account = account, .service = "s3", .operation = operation, .resource = resource},
        .text = text,
        .remedy = remedy,
        .cite = {UINT32_MAX, NULL}};
    wit_strmap_put(id->gap_rows, name, gap);
    return gap;
}

const struct wit_gap *wit_identity_own_gap(const struct wit_identity *id, const char *gap)
{
    return wit_strmap_get(id->gap_rows, gap);
}

const struct wit_document *wit_document_of(struct wit_identity *id, const char *by, const char *name, const char *text,
                                           const struct wit_gap *missing, struct wit_cite cite)
{
    const char *key = wit_fmt(id->arena, "%s\x1f%s\x1f%p", by, name, (const void *)text);
    struct wit_document *doc = wit_strmap_get(id->parsed, key);
    if (doc != NULL)
        return doc;
    doc = WIT_NEW(id->arena, struct wit_document);
    *doc = (struct wit_document){.by = by, .id = name, .cite = cite, .gap = missing};
    struct wit_err err = {WIT_OK, ""};
    if (missing == NULL && !wit_policy_parse(&doc->policy, id->arena, text, strlen(text), &err)) {
        const char *why = err.code == WIT_ELIMIT ? "it is too large" : "it is not the text of a policy";
        doc->gap = wit_identity_gap(id, WIT_GAP_UNREADABLE, "", NULL, name, "",
                                    wit_fmt(id->arena, "the %s policy of %s could not be read: %s", by, name, why));
    }
    wit_strmap_put(id->parsed, key, doc);
    return doc;
}

const struct wit_account *wit_identity_account(const struct wit_identity *id, const char *account)
{
    for (size_t i = 0; i < id->estate->n_accounts; i++) {
        if (strcmp(id->estate->accounts[i].id, account) == 0)
            return &id->estate->accounts[i];
    }
    return NULL;
}

const char *wit_s3_action_word(enum wit_s3_action a)
{
    static const char *const words[] = {"read", "write", "list"};
    return a < WIT_S3_ACTIONS ? words[a] : "";
}

const char *wit_s3_action_name(enum wit_s3_action a)
{
    static const char *const names[] = {"s3:GetObject", "s3:PutObject", "s3:ListBucket"};
    return a < WIT_S3_ACTIONS ? names[a] : "";
}
