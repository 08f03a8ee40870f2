/* pathmap/sheets/identities.c: identity by capability, so that administrative access that is data access shows.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Principals of the cloud by their own policies, Kafka's super users and ACLs, and doors that ask nobody. Source:
 * docs/sheets.md ("identity-capability"); Service Authorization Reference (action names); Apache Kafka,
 * "Authorization and ACLs".
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pathmap/sheets/inside.h"

enum { ADMINISTER, STORAGE, SECRETS, METRICS, CONNECTORS, EMERGENCY, CAPABILITIES, ACTIONS = 4, IDENTITIES = 1000 };

static const char *const actions[CAPABILITIES][ACTIONS] = {
    [ADMINISTER] = {"ec2:AuthorizeSecurityGroupIngress", "ec2:TerminateInstances", "kafka:UpdateClusterConfiguration",
                    "ec2:CreateRoute"},
    [STORAGE] = {"s3:GetObject", "s3:PutObject", "ec2:CreateSnapshot", "ec2:ModifySnapshotAttribute"},
    [SECRETS] = {"secretsmanager:GetSecretValue", "kms:Decrypt", "ssm:GetParameter", "secretsmanager:RotateSecret"},
    [METRICS] = {"cloudwatch:GetMetricData", "logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery"},
    [CONNECTORS] = {"kafkaconnect:CreateConnector", "kafkaconnect:UpdateConnector", "kafkaconnect:DescribeConnector",
                    "kafkaconnect:DeleteConnector"},
    [EMERGENCY] = {"ssm:StartSession", "kms:DisableKey", "iam:AttachRolePolicy",
                   "ec2-instance-connect:SendSSHPublicKey"}};

static const char *word(enum wit_told t)
{
    return t == WIT_TOLD_YES ? "may" : t == WIT_TOLD_NO ? "no" : "not known";
}

static struct wit_sheet_row *add(struct wit_sheet_maker *m, const char *id, const char *who, const char *kind,
                                 const enum wit_told *can, enum wit_mark mark, const char *text)
{
    return WIT_ROW(m, id, mark, WIT_BASIS_COMPUTED, text, who, kind, word(can[0]), word(can[1]), word(can[2]),
                   word(can[3]), word(can[4]), word(can[5]));
}

static void add_principal(struct wit_sheet_maker *m, const struct wit_principal *p)
{
    enum wit_told can[CAPABILITIES];
    const char *by, *action, *text = "";
    size_t yes = 0, unknown = 0;
    for (size_t i = 0; i < CAPABILITIES; i++) {
        can[i] = wit_identity_may(&by, &action, m->review->identity, p, actions[i], ACTIONS);
        yes += can[i] == WIT_TOLD_YES;
        unknown += can[i] == WIT_NOT_TOLD;
        if (can[i] == WIT_TOLD_YES && yes <= 2)
            text = wit_fmt(m->arena, "%s%s%s by %s", text, yes == 1 ? "" : "; ", action, by);
    }
    if (yes + unknown == 0)
        return;
    bool both = (can[ADMINISTER] == WIT_TOLD_YES || can[EMERGENCY] == WIT_TOLD_YES) &&
                (can[STORAGE] == WIT_TOLD_YES || can[SECRETS] == WIT_TOLD_YES);
    enum wit_mark mark = both ? WIT_MARK_WATCH : unknown > 0 ? WIT_MARK_UNKNOWN : WIT_MARK_GOOD;
    if (both)
        text = wit_fmt(m->arena, "administrative access that can become data access: %s", text);
    else if (unknown > 0)
        text =
            wit_fmt(m->arena, "%s%snot all of its policies are in evidence: aws iam get-account-authorization-details",
                    text, text[0] == '\0' ? "" : "; ");
    wit_row_cite(
        m, add(m, p->id, p->name[0] != '\0' ? p->name : p->id, p->user ? "IAM user" : "IAM role", can, mark, text),
        p->cite);
}

/* ---- Kafka ---- */
struct holder {
    const char *who;
    enum wit_told can[CAPABILITIES];
    size_t acls;
    bool everybody, super;
    struct wit_cite cite;
};
struct holders {
    struct holder *items;
    size_t n, cap;
    struct wit_strmap *index;
};

static struct holder *holder_of(struct holders *h, struct wit_sheet_maker *m, const char *who, struct wit_cite cite)
{
    uintptr_t at = (uintptr_t)wit_strmap_get(h->index, who);
    if (at != 0)
        return &h->items[at - 1];
    struct holder *fresh = &WIT_PUSH(m->arena, h->items, h->n, h->cap);
    *fresh = (struct holder){.who = who, .cite = cite};
    for (size_t i = 0; i < CAPABILITIES; i++)
        fresh->can[i] = WIT_TOLD_NO;
    wit_strmap_set(h->index, who, (void *)(uintptr_t)h->n);
    return fresh;
}

static bool is_one_of(const char *text, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcasecmp(*list, text) == 0)
            return true;
    return false;
}

static void add_acl(struct holders *h, struct wit_sheet_maker *m, const struct wit_kafka_acl *a)
{
    static const char *const admin[] = {"ALL", "ALTER", "ALTER_CONFIGS", "CREATE", "DELETE", "CLUSTER_ACTION", NULL};
    static const char *const data[] = {"ALL", "READ", "WRITE", NULL};
    if (strcasecmp(a->permission, "ALLOW") != 0)
        return;
    struct holder *who = holder_of(h, m, a->principal, a->cite);
    who->acls++;
    who->everybody = who->everybody || strcmp(a->principal, "User:*") == 0;
    if (strcasecmp(a->resource_type, "CLUSTER") == 0 && is_one_of(a->operation, admin))
        who->can[ADMINISTER] = WIT_TOLD_YES;
    if (strcasecmp(a->resource_type, "TOPIC") == 0 && is_one_of(a->operation, data))
        who->can[STORAGE] = WIT_TOLD_YES;
}

static void add_supers(struct holders *h, struct wit_sheet_maker *m, const struct wit_kafka_cluster *c)
{
    for (size_t i = 0; i < c->n_nodes; i++) {
        struct wit_fact f = wit_node_fact(&c->nodes[i], "super.users", "");
        for (const char *at = f.known && f.value != NULL ? f.value : ""; *at != '\0';) {
            size_t len = strcspn(at, ";");
            if (len > 0) {
                struct holder *who = holder_of(h, m, wit_strndup(m->arena, at, len), f.cite);
                who->super = true;
                who->can[ADMINISTER] = who->can[STORAGE] = WIT_TOLD_YES;
            }
            at += len + (at[len] == ';');
        }
    }
}

static int by_who(const void *a, const void *b)
{
    return strcmp(((const struct holder *)a)->who, ((const struct holder *)b)->who);
}

static void add_holder(struct wit_sheet_maker *m, const struct wit_kafka_cluster *c, const struct holder *h)
{
    enum wit_mark mark = WIT_MARK_GOOD;
    const char *text = wit_fmt(m->arena, "%zu ACL%s", h->acls, wit_plural(h->acls, "", "s"));
    if (h->everybody) {
        mark = WIT_MARK_BAD;
        text = "every principal has what these ACLs allow";
    } else if (h->super) {
        mark = WIT_MARK_WATCH;
        text = "a super user: no ACL holds it back, from data either";
    } else if (h->can[ADMINISTER] == WIT_TOLD_YES && h->can[STORAGE] == WIT_TOLD_YES) {
        mark = WIT_MARK_WATCH;
        text = wit_fmt(m->arena, "administers the cluster and has topics: %s", text);
    }
    wit_row_cite(m, add(m, wit_fmt(m->arena, "%s/%s", c->id, h->who), h->who, "Kafka principal", h->can, mark, text),
                 h->cite);
}

static void add_cluster(struct wit_sheet_maker *m, const struct wit_kafka_cluster *c)
{
    struct holders h = {.index = wit_strmap_new(m->arena)};
    const enum wit_told all[CAPABILITIES] = {WIT_TOLD_YES, WIT_TOLD_YES, WIT_TOLD_NO,
                                             WIT_TOLD_NO,  WIT_TOLD_NO,  WIT_TOLD_NO};
    const enum wit_told none[CAPABILITIES] = {WIT_NOT_TOLD, WIT_NOT_TOLD, WIT_TOLD_NO,
                                              WIT_TOLD_NO,  WIT_TOLD_NO,  WIT_TOLD_NO};
    if (c->authorizer == WIT_TOLD_NO)
        wit_row_cite(m,
                     add(m, wit_fmt(m->arena, "%s/anyone", c->id), "whoever connects", "Kafka principal", all,
                         WIT_MARK_BAD, "no authorizer: everybody who connects may do everything"),
                     c->cite);
    for (size_t i = 0; i < c->n_acls; i++)
        add_acl(&h, m, &c->acls[i]);
    add_supers(&h, m, c);
    if (h.n > 1)
        qsort(h.items, h.n, sizeof *h.items, by_who);
    for (size_t i = 0; i < h.n && i < IDENTITIES; i++)
        add_holder(m, c, &h.items[i]);
    if (c->acls_gap != WIT_NO_GAP && c->authorizer != WIT_TOLD_NO)
        add(m, wit_fmt(m->arena, "%s/others", c->id), "others", "Kafka principal", none, WIT_MARK_UNKNOWN,
            wit_fmt(m->arena, "ACLs may be missing: %s", wit_platform_gap_text(m->review, c->acls_gap)));
}

static void add_door(struct wit_sheet_maker *m, const struct wit_rest_door *d, bool registry)
{
    const enum wit_told connect[CAPABILITIES] = {WIT_TOLD_NO, WIT_TOLD_NO,  WIT_NOT_TOLD,
                                                 WIT_TOLD_NO, WIT_TOLD_YES, WIT_TOLD_NO};
    const enum wit_told schemas[CAPABILITIES] = {WIT_NOT_TOLD, WIT_TOLD_NO, WIT_TOLD_NO,
                                                 WIT_TOLD_NO,  WIT_TOLD_NO, WIT_TOLD_NO};
    if (d->anonymous != WIT_TOLD_YES)
        return;
    struct wit_sheet_row *row =
        add(m, d->url, "whoever reaches it", registry ? "Schema Registry" : "Connect REST",
            registry ? schemas : connect, WIT_MARK_BAD, wit_fmt(m->arena, "%s answers without credentials", d->url));
    wit_row_cite(m, row, d->cite);
    wit_row_exposure(m, row, wit_rest_door_exposure(m->review, d, registry));
}

void wit_make_identities(struct wit_sheet_maker *m)
{
    const struct wit_platform *p = m->review->platform;
    const struct wit_estate *e = m->review->estate;
    const enum wit_told none[CAPABILITIES] = {0};
    for (size_t i = 0; i < e->n_principals && m->sheet->n_rows < IDENTITIES; i++)
        add_principal(m, &e->principals[i]);
    for (size_t i = 0; i < e->n_accounts; i++)
        if (e->accounts[i].principals_gap != WIT_NO_GAP)
            add(m, wit_fmt(m->arena, "%s/others", e->accounts[i].id),
                wit_fmt(m->arena, "others of %s", e->accounts[i].id), "IAM", none, WIT_MARK_UNKNOWN,
                "roles and users are not all in evidence: aws iam get-account-authorization-details tells");
    for (size_t i = 0; i < p->n_clusters; i++)
        add_cluster(m, &p->clusters[i]);
    if (p->n_clusters == 0)
        add(m, "kafka", "principals of Kafka", "Kafka principal", none, WIT_MARK_UNKNOWN,
            "no ACLs are in evidence: " WIT_ASK_KAFKA);
    for (size_t i = 0; i < p->n_connects; i++)
        for (size_t k = 0; k < p->connects[i].n_doors; k++)
            add_door(m, &p->connects[i].doors[k], false);
    for (size_t i = 0; i < p->n_registries; i++)
        add_door(m, &p->registries[i].door, true);
    m->sheet->note =
        "\"may\": a policy of its own allows it somewhere; boundaries, the organisation and conditions may narrow "
        "it, and policies of resources may widen it. Data columns of Kafka principals are topics.";
}
