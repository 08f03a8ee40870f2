/* pathmap/sheets/storage.c: the sheets of storage: surfaces with their keys, locations of data, ownership of keys.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * "Customer-owned deployment" (BYOC) and "customer-managed encryption key" are not the same thing: each has a column.
 * Source: docs/sheets.md ("storage-surfaces", "data-locations", "key-ownership"); the review text 003; AWS KMS API,
 * KeyMetadata (KeyManager, Origin, KeyState); Amazon S3 API, ServerSideEncryptionByDefault.
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

void wit_key_words(struct wit_key_facts *out, struct wit_arena *arena, const struct wit_key *key)
{
    bool ready = strcmp(key->state, "Enabled") == 0;
    out->key = key;
    out->id = key->name[0] != '\0' ? key->name : key->id;
    if (strcmp(key->manager, "AWS") == 0) {
        out->owner = "AWS managed";
        out->customer = "no";
        out->mark = WIT_MARK_WATCH;
        out->text = "AWS manages the key: nobody here sets its policy, disables or deletes it";
    } else if (strcmp(key->manager, "CUSTOMER") == 0) {
        bool byok = strcmp(key->origin, "EXTERNAL") == 0, outside = strcmp(key->origin, "EXTERNAL_KEY_STORE") == 0;
        out->owner = byok                                       ? "BYOK (imported key material)"
                     : outside                                  ? "external (key store outside AWS)"
                     : strcmp(key->origin, "AWS_CLOUDHSM") == 0 ? "customer managed (CloudHSM)"
                     : key->origin[0] == '\0'                   ? "customer managed (origin not told)"
                                                                : "customer managed";
        out->customer = "yes";
        out->mark = WIT_MARK_GOOD;
        out->text = wit_fmt(arena, "customer managed key of account %s", key->account);
    } else {
        out->owner = "not told";
        out->customer = "";
        out->mark = WIT_MARK_UNKNOWN;
        out->text = wit_fmt(arena, "who manages key %s is not in evidence: aws kms describe-key tells", key->id);
    }
    if (key->state[0] == '\0')
        out->mark = wit_mark_worse(out->mark, WIT_MARK_UNKNOWN);
    else if (!ready) {
        out->mark = WIT_MARK_BAD;
        out->text = wit_fmt(arena, "the key is %s: what it protects cannot be read", key->state);
    }
}

static bool names(const struct wit_key *key, const char *text)
{
    size_t len = strlen(text), n = strlen(key->id);
    if (strcmp(key->id, text) == 0 || strcmp(key->arn, text) == 0 ||
        (key->name[0] != '\0' && strcmp(key->name, text) == 0))
        return true;
    return len > n && strncmp(text, "arn:", 4) == 0 && text[len - n - 1] == '/' && strcmp(text + len - n, key->id) == 0;
}

void wit_bucket_key(struct wit_key_facts *out, struct wit_sheet_maker *m, const struct wit_bucket *b)
{
    const struct wit_estate *e = m->review->estate;
    *out = (struct wit_key_facts){.encryption = "", .id = "", .owner = "", .customer = "", .mark = WIT_MARK_UNKNOWN};
    if (b->encryption[0] == '\0') {
        out->text = b->encryption_gap < e->n_gaps ? wit_gap_brief(m->arena, e->gaps[b->encryption_gap].text)
                                                  : "the bucket's encryption is not in evidence";
    } else if (strncmp(b->encryption, "aws:kms", 7) != 0) {
        out->encryption = wit_fmt(m->arena, "SSE-S3 (%s)", b->encryption);
        out->owner = "AWS owned";
        out->customer = "no";
        out->mark = WIT_MARK_WATCH;
        out->text =
            "encrypted with keys that Amazon S3 owns: there is no key to disable, and none that a customer manages";
    } else if (b->key[0] == '\0') {
        out->encryption = "SSE-KMS";
        out->id = "alias/aws/s3";
        out->owner = "AWS managed";
        out->customer = "no";
        out->mark = WIT_MARK_WATCH;
        out->text = "encrypted with the account's AWS managed key for S3";
    } else {
        out->encryption = "SSE-KMS";
        out->id = b->key;
        out->text = wit_fmt(m->arena, "key %s is not in evidence: aws kms describe-key tells who manages it", b->key);
        for (size_t i = 0; e->keys != NULL && i < e->n_keys; i++)
            if (names(&e->keys[i], b->key)) {
                wit_key_words(out, m->arena, &e->keys[i]);
                break;
            }
    }
}

/* A bucket's name as a word of its own. */
static bool tells_of(const char *text, const char *name)
{
    static const char inside[] = "abcdefghijklmnopqrstuvwxyz0123456789-";
    size_t len = strlen(name);
    for (const char *at = text; (at = strstr(at, name)) != NULL; at++)
        if ((at == text || strchr(inside, at[-1]) == NULL) && (at[len] == '\0' || strchr(inside, at[len]) == NULL))
            return true;
    return false;
}

static const char *access(struct wit_sheet_maker *m, const struct wit_bucket *b, enum wit_mark *mark)
{
    enum wit_confined c = wit_identity_confined(m->review->identity, b);
    for (size_t i = 0; i < m->review->n_findings; i++) {
        const struct wit_finding *f = &m->review->findings[i];
        if (strcmp(f->check, "bucket-public") == 0 && tells_of(f->text, b->id)) {
            *mark = WIT_MARK_BAD;
            return "policies let anybody in";
        }
    }
    const char *block = b->public_access_block[0] == '\0'
                            ? "block on public access not told"
                            : wit_fmt(m->arena, "public access block: %s", b->public_access_block);
    return wit_fmt(m->arena, "%s; %s", block,
                   c == WIT_CONFINED_YES  ? "endpoints only"
                   : c == WIT_CONFINED_NO ? "not confined to endpoints"
                                          : "policy not told");
}

static const char *ours(struct wit_sheet_maker *m, const char *account)
{
    size_t n;
    const char *const *list = wit_platform_accounts(&n, m->review);
    if (account[0] == '\0' || n == 0)
        return "not known";
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i], account) == 0)
            return "yes, the platform's";
    return "another account";
}

static void add_surface(struct wit_sheet_maker *m, const struct wit_surface *s)
{
    struct wit_key_facts k = {.encryption = "", .id = "", .owner = "", .customer = "", .mark = WIT_MARK_UNKNOWN};
    struct wit_sheet_row *row;
    k.text = s->text;
    if (s->none) {
        row = WIT_ROW(m, s->id, WIT_MARK_NONE, WIT_BASIS_COMPUTED, s->text, s->kind, "none");
    } else if (s->bucket == NULL) {
        row = WIT_ROW(m, s->id, WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, s->text, s->kind,
                      s->resource[0] == '\0' ? "not mapped" : wit_fmt(m->arena, "%s (not mapped)", s->resource), "",
                      "not known", "not known", "", "not known", "not known", "not known");
    } else {
        wit_bucket_key(&k, m, s->bucket);
        const char *who = access(m, s->bucket, &k.mark);
        row =
            WIT_ROW(m, s->id, k.mark, WIT_BASIS_COMPUTED, k.text, s->kind, s->resource,
                    wit_fmt(m->arena, "%s %s", s->bucket->account, s->bucket->region), ours(m, s->bucket->account),
                    k.encryption[0] == '\0' ? "not known" : k.encryption, k.id,
                    k.owner[0] == '\0' ? "not known" : k.owner, k.customer[0] == '\0' ? "not known" : k.customer, who);
        wit_row_cite(m, row, s->bucket->cite);
        if (k.key != NULL)
            wit_row_cite(m, row, k.key->cite);
    }
    wit_row_cite(m, row, s->cite);
    for (size_t i = 0; s->bucket != NULL && i < m->review->n_paths && row->n_paths < WIT_SHEET_PATHS; i++)
        if (strcmp(m->review->paths[i].to.id, s->bucket->id) == 0)
            wit_sheet_path(m, row, m->review->paths[i].id);
}

void wit_make_storage(struct wit_sheet_maker *m)
{
    size_t n;
    const struct wit_surface *list = wit_surfaces(&n, m);
    for (size_t i = 0; i < n; i++)
        add_surface(m, &list[i]);
    m->sheet->note = "A platform in the customer's own account (BYOC) and a key that the customer manages are two "
                     "different things: each has its own column.";
}

/* ---- data-locations ---- */
static const struct {
    const char *class, *kinds[4]; /* of surfaces */
    const char *otherwise;
} classes[] = {
    {"records", {"durable records", "WAL or local log", "remote tier", "declared store"}, ""},
    {"offsets", {"offsets"}, ""},
    {"topic metadata", {"metadata"}, ""},
    {"schemas", {"schemas"}, "no Schema Registry is in evidence: " WIT_ASK_REGISTRY},
    {"logs", {"logs and diagnostics"}, ""},
    {"metrics", {"metrics"}, "where metrics are kept is not in evidence: name it in policy.yaml"},
    {"backups", {"snapshots and backups"}, ""},
    {"audit events", {"audit"}, "where audit events are kept is not in evidence: name it in policy.yaml"},
};

static bool is_of(const struct wit_surface *s, size_t class)
{
    for (size_t i = 0; i < 4; i++)
        if (classes[class].kinds[i] != NULL && strcmp(classes[class].kinds[i], s->kind) == 0)
            return true;
    return false;
}

void wit_make_locations(struct wit_sheet_maker *m)
{
    size_t n;
    const struct wit_surface *list = wit_surfaces(&n, m);
    for (size_t c = 0; c < sizeof classes / sizeof *classes; c++) {
        size_t found = 0;
        for (size_t i = 0; i < n; i++) {
            const struct wit_surface *s = &list[i];
            if (!is_of(s, c) || s->none)
                continue;
            found++;
            const char *id = wit_fmt(m->arena, "%s/%s", classes[c].class, s->id);
            struct wit_sheet_row *row =
                s->bucket != NULL
                    ? WIT_ROW(m, id, WIT_MARK_GOOD, WIT_BASIS_COMPUTED, "a bucket of the evidence", classes[c].class,
                              s->bucket->account, s->bucket->region, "", s->resource, s->copies)
                    : WIT_ROW(m, id, WIT_MARK_UNKNOWN, WIT_BASIS_MISSING, s->text, classes[c].class, "", "", "",
                              s->resource[0] == '\0' ? "not known" : s->resource, s->copies);
            wit_row_cite(m, row, s->cite);
        }
        if (found == 0)
            WIT_ROW(m, classes[c].class, WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
                    classes[c].otherwise[0] == '\0' ? "no evidence tells where it is kept" : classes[c].otherwise,
                    classes[c].class, "", "", "", "not known");
    }
}

/* ---- key-ownership ---- */
static void add_key(struct wit_sheet_maker *m, const struct wit_key *key, const char *protects, size_t n)
{
    struct wit_key_facts k = {.encryption = "", .id = "", .owner = "", .customer = "", .text = ""};
    wit_key_words(&k, m->arena, key);
    const char *text =
        n == 0 ? k.text
               : wit_fmt(m->arena, "%s; disabled or deleted, %s can no longer be read or written", k.text, protects);
    struct wit_sheet_row *row =
        WIT_ROW(m, key->id, k.mark, WIT_BASIS_COMPUTED, text, k.id, key->account, key->manager, key->origin, key->state,
                k.owner, n == 0 ? "nothing that is mapped" : protects, "not told");
    wit_row_cite(m, row, key->cite);
}

void wit_make_keys(struct wit_sheet_maker *m)
{
    size_t n, owned = 0, open = 0;
    const struct wit_surface *list = wit_surfaces(&n, m);
    const struct wit_estate *e = m->review->estate;
    const char *by_s3 = "", *unknown = "";
    for (size_t i = 0; e->keys != NULL && i < e->n_keys; i++) {
        const char *protects = "";
        size_t found = 0;
        for (size_t s = 0; s < n; s++) {
            struct wit_key_facts k;
            if (list[s].bucket == NULL)
                continue;
            wit_bucket_key(&k, m, list[s].bucket);
            if (k.key == &e->keys[i] && strstr(protects, list[s].resource) == NULL)
                protects = wit_fmt(m->arena, "%s%s%s", protects, found++ == 0 ? "" : ", ", list[s].resource);
        }
        add_key(m, &e->keys[i], protects, found);
    }
    for (size_t s = 0; s < n; s++) {
        struct wit_key_facts k = {.owner = ""};
        if (list[s].bucket != NULL)
            wit_bucket_key(&k, m, list[s].bucket);
        if (list[s].bucket != NULL && strcmp(k.owner, "AWS owned") == 0 && strstr(by_s3, list[s].resource) == NULL)
            by_s3 = wit_fmt(m->arena, "%s%s%s", by_s3, owned++ == 0 ? "" : ", ", list[s].resource);
        else if (!list[s].none && k.owner[0] == '\0' && strstr(unknown, list[s].kind) == NULL)
            unknown = wit_fmt(m->arena, "%s%s%s", unknown, open++ == 0 ? "" : ", ", list[s].kind);
    }
    if (owned > 0)
        WIT_ROW(m, "aws-owned", WIT_MARK_WATCH, WIT_BASIS_COMPUTED,
                "keys that Amazon S3 owns: no customer can administer, rotate or disable them", "SSE-S3", "", "AWS", "",
                "", "AWS owned", by_s3);
    if (open > 0)
        WIT_ROW(m, "not-covered", WIT_MARK_UNKNOWN, WIT_BASIS_MISSING,
                wit_fmt(m->arena, "no evidence tells which key protects: %s", unknown), "not known", "", "", "", "",
                "not known", unknown);
    m->sheet->note =
        "Rotation and key policies are not in the evidence: aws kms get-key-rotation-status and get-key-policy "
        "tell.";
}
