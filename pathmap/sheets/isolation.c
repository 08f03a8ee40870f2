/* pathmap/sheets/isolation.c: the decision matrix of a network isolation review, and the four boundaries.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/sheets.md ("isolation-decision", "boundaries"); the review texts 001 and 003.
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

#define COUNT(a) (sizeof(a) / sizeof *(a))

static void data_plane(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_sheet *s = wit_made(m, "storage-surfaces");
    size_t own = 0, others = 0, unknown = 0;
    for (size_t i = 0; s != NULL && i < s->n_rows; i++) {
        if (s->rows[i].mark == WIT_MARK_NONE)
            continue;
        const char *whose = s->rows[i].cells[3];
        own += strncmp(whose, "yes", 3) == 0;
        others += strcmp(whose, "another account") == 0;
        unknown += strcmp(whose, "not known") == 0;
    }
    wit_item_sheet(item, m, "placement", "no process of the platform is placed: " WIT_ASK_KAFKA);
    if (others > 0)
        wit_item_add(
            item, m->arena, WIT_MARK_BAD,
            wit_fmt(m->arena, "%zu places of storage are in accounts where the platform does not run", others));
    if (unknown > 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                     wit_fmt(m->arena, "whose %zu places of storage are is not known", unknown));
    if (own > 0 && others + unknown == 0)
        wit_item_add(item, m->arena, WIT_MARK_GOOD, "all storage is in the platform's accounts");
}

static void network(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_nevers(m, item);
    wit_look_paths(m, item);
}

static void cost(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet(item, m, "transfer-paths", "no path that crosses a zone, region, network or account is known");
    wit_item_ask(item, m->arena, "without prices no bill can be explained: give a policy with prices");
}

static const struct wit_score_row decision[] = {
    {"data-plane",
     {"Customer-owned data plane", "Deployment diagram, account boundary, storage ownership, support access",
      "Records and operational runtime stay inside the approved environment"},
     data_plane,
     NULL,
     false},
    {"compatibility",
     {"Kafka compatibility", "Client test plan, Connect validation, transactions and offsets, migration rehearsal",
      "Existing applications move without client rewrites or surprises"},
     NULL,
     "a test of the applications tells, and no configuration or traffic does",
     true},
    {"network",
     {"Network isolation", "Subnet-level paths, endpoint policies, DNS, admin access, connector egress, telemetry",
      "Every network path has an owner, purpose, and audit trail"},
     network,
     NULL,
     false},
    {"cost",
     {"Cost governance", "Resource list, storage model, data transfer paths, private connectivity, scaling",
      "The bill can be explained before production traffic grows"},
     cost,
     NULL,
     false},
    {"exit",
     {"Exit and rollback", "Topic, offset, schema, ACL, connector, and consumer cutover plan",
      "Migration has a reversible stage before final traffic shift"},
     wit_look_export,
     NULL,
     false},
};

void wit_make_isolation(struct wit_sheet_maker *m)
{
    wit_scorecard(m, decision, COUNT(decision), 3);
}

/* ---- boundaries ---- */
static void control(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t n;
    const char *const *accounts = wit_platform_accounts(&n, m->review);
    const char *list = "";
    for (size_t i = 0; i < n && i < WIT_SHEET_NAMED; i++)
        list = wit_fmt(m->arena, "%s%s%s", list, i == 0 ? "accounts of the platform: " : ", ", accounts[i]);
    wit_item_add(item, m->arena, n == 0 ? WIT_MARK_UNKNOWN : WIT_MARK_GOOD,
                 n == 0 ? "in which accounts it runs is not known" : list);
    wit_item_sheet(item, m, "placement", "no process is placed");
    wit_item_sheet(item, m, "identity-capability", "who can change it is not known");
}

static void cryptographic(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet(item, m, "key-ownership", "no key is in evidence: aws kms list-keys and describe-key tell");
    wit_item_ask(item, m->arena, "rotation is not in evidence: aws kms get-key-rotation-status tells");
}

static void operational(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet(item, m, "identity-capability", "no identity is in evidence");
}

static void recovery(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_sheet *s = wit_made(m, "key-ownership");
    size_t n = 0;
    for (size_t i = 0; s != NULL && i < s->n_rows; i++)
        if (strstr(s->rows[i].text, "disabled or deleted") != NULL && n++ < 2)
            wit_item_add(item, m->arena, WIT_MARK_NONE,
                         wit_fmt(m->arena, "%s: %s", s->rows[i].cells[0], s->rows[i].text));
    wit_item_add(item, m->arena, WIT_MARK_UNKNOWN,
                 n == 0 ? "what hangs on which key is not known"
                        : "how service is restored, and when that was tested, is for "
                          "people to say");
}

static const struct wit_score_row four[] = {
    {"control",
     {"Control boundary", "Which account, network, bucket, volume, and role can affect Kafka data?"},
     control,
     NULL,
     false},
    {"cryptographic",
     {"Cryptographic boundary", "Which key service protects data at rest, who administers the key, how is it rotated?"},
     cryptographic,
     NULL,
     false},
    {"operational",
     {"Operational boundary",
      "Who can read logs, modify topics, inspect metrics, trigger recovery, change networking?"},
     operational,
     NULL,
     false},
    {"recovery",
     {"Recovery boundary",
      "If a key is disabled, deleted, rotated, or misconfigured, what fails, and how is it restored?"},
     recovery,
     NULL,
     false},
};

void wit_make_boundaries(struct wit_sheet_maker *m)
{
    wit_scorecard(m, four, COUNT(four), 2);
}
