/* tests/unit/test_policy.c: what a policy file may say, and what it does to a map; review columns from evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "pathmap/review/review.h"
#include "tests/support/estate_builder.h"

/* ---- reading ---- */
static const struct {
    const char *name, *text, *error; /* NULL: it is read */
} texts[] = {
    {"nothing but a version", "version: 1\n", NULL},
    {"no version", "status: {}\n", "p:1:1: the policy file needs 'version'"},
    {"a later version", "version: 2\n", "'version' is 1"},
    {"green by decree", "version: 1\nstatus: {unknown: green}\n", "'unknown' is yellow or red"},
    {"complete is not to be had", "version: 1\nstatus: {complete: red}\n", "it is green"},
    {"a code that is none", "version: 1\nstatus: {undeclard: red}\n", "did you mean 'undeclared'?"},
    {"a check that is none", "version: 1\nseverity: {plaintext: high}\n", "there is no check 'plaintext'"},
    {"a severity that is none", "version: 1\nseverity: {review-columns: fatal}\n", "is info, low, medium or high"},
    {"a waiver without an end", "version: 1\nwaivers:\n  - {id: w, subject: p-1, owner: a, reason: b}\n",
     "needs 'until'"},
    {"a waiver without a reason",
     "version: 1\nwaivers:\n  - {id: w, subject: p-1, owner: a, reason: '', until: 2027-01-31}\n", "are not empty"},
    {"a waiver twice",
     "version: 1\nwaivers:\n  - {id: w, subject: p-1, owner: a, reason: b, until: 2027-01-31}\n"
     "  - {id: w, subject: p-2, owner: a, reason: b, until: 2027-01-31}\n",
     "is there twice"},
    {"a date that is none", "version: 1\nwaivers:\n  - {id: w, subject: p-1, owner: a, reason: b, until: soon}\n",
     "is no date"},
    {"hours", "version: 1\nthresholds: {watched-hours: 24}\n", NULL},
    {"hours below nothing", "version: 1\nthresholds: {watched-hours: -1}\n", "from 0 to 8784"},
    {"prices", "version: 1\nprices: {currency: USD, zone: \"0.02\", internet: 1}\n", NULL},
    {"a price of four decimals", "version: 1\nprices: {currency: USD, zone: \"0.0201\"}\n", "three decimals"},
    {"a price below nothing", "version: 1\nprices: {currency: USD, zone: \"-1\"}\n", "three decimals"},
    {"an answer to no sheet", "version: 1\nanswers: {nosuch/row: {text: x}}\n", "docs/sheets.md"},
    {"no YAML", "version: [1\n", "p:"},
};

static void policies_are_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_err err = {0};
        const struct wit_review_policy *policy = NULL;
        bool done = wit_review_policy_parse(&policy, arena, "p", texts[i].text, strlen(texts[i].text), &err);
        if (done != (texts[i].error == NULL))
            fail_msg("%s: %s", texts[i].name, done ? "was accepted" : err.text);
        if (!done && strstr(err.text, texts[i].error) == NULL)
            fail_msg("%s: \"%s\" does not say \"%s\"", texts[i].name, err.text, texts[i].error);
    }
}

static void prices_are_thousandths(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    const struct wit_review_policy *policy = NULL;
    static const char text[] = "version: 1\nprices: {currency: USD, zone: \"0.02\", region: 1.5, internet: 3}\n";
    if (!wit_review_policy_parse(&policy, arena, "p", text, sizeof text - 1, &err))
        fail_msg("%s", err.text);
    assert_int_equal(policy->prices.milli[WIT_PRICE_ZONE], 20);
    assert_int_equal(policy->prices.milli[WIT_PRICE_REGION], 1500);
    assert_int_equal(policy->prices.milli[WIT_PRICE_INTERNET], 3000);
    assert_false(policy->prices.has[WIT_PRICE_PEERING]);
}

/* ---- what it does ---- */
static const char estate_text[] = "net vpc-1 10.0.0.0/16\n"
                                  "sub subnet-a vpc-1 10.0.1.0/24\n"
                                  "sub subnet-b vpc-1 10.0.2.0/24\n"
                                  "eni eni-a subnet-a 10.0.1.5\n"
                                  "sg sg-b vpc-1\nin sg-b tcp/9096 10.0.0.0/16\n"
                                  "eni eni-b1 subnet-b 10.0.2.5 sg=sg-b\n"
                                  "eni eni-b2 subnet-b 10.0.2.6 sg=sg-b\n";
static const char intent_head[] = "version: 1\n"
                                  "roles:\n"
                                  "  brokers: {kind: broker, match: {id: [eni-b1, eni-b2]}}\n"
                                  "  apps: {kind: client, match: {id: [eni-a]}}\n"
                                  "services:\n"
                                  "  - {role: brokers, listener: CLIENT, port: 9096, use: client}\n";
#define DECLARED(columns_)                                                                                             \
    "paths:\n  - {id: in, class: client, from: [apps], to: brokers, owner: a, purpose: b" columns_ "}\n"

struct world {
    struct wit_arena *arena;
    struct wit_estate *estate;
    struct wit_platform platform;
    struct wit_kafka_cluster cluster;
    struct wit_kafka_node nodes[2];
    struct wit_kafka_listener listeners[2];
    const struct wit_interface *places[2];
};

/* Two brokers whose client listener is as told; NULL: nothing of that one is known. */
static void fill(struct world *w, const char *const protocols[2], const char *mechanisms, const char *client_auth)
{
    for (size_t i = 0; i < 2; i++) {
        w->places[i] = wit_estate_interface(w->estate, i == 0 ? "eni-b1" : "eni-b2");
        w->listeners[i] = (struct wit_kafka_listener){.name = "CLIENT",
                                                      .protocol = protocols[i] == NULL ? "" : protocols[i],
                                                      .bind_host = "",
                                                      .port = 9096,
                                                      .advertised_host = "",
                                                      .mechanisms = mechanisms,
                                                      .client_auth = client_auth,
                                                      .cite = {.artefact = UINT32_MAX, .pointer = ""}};
        w->nodes[i] = (struct wit_kafka_node){.id = i == 0 ? "1" : "2",
                                              .rack = "",
                                              .parts = WIT_NODE_BROKER,
                                              .site = {.host = "",
                                                       .interfaces = &w->places[i],
                                                       .n_interfaces = 1,
                                                       .gap = WIT_NO_GAP,
                                                       .cite = {.artefact = UINT32_MAX, .pointer = ""}},
                                              .listeners = &w->listeners[i],
                                              .n_listeners = protocols[i] != NULL,
                                              .listeners_gap = WIT_NO_GAP,
                                              .settings_gap = WIT_NO_GAP,
                                              .cite = {.artefact = UINT32_MAX, .pointer = ""}};
    }
    w->cluster = (struct wit_kafka_cluster){.id = "c",
                                            .flavour = "",
                                            .metadata = "",
                                            .asked_protocol = "",
                                            .nodes = w->nodes,
                                            .n_nodes = 2,
                                            .nodes_gap = WIT_NO_GAP,
                                            .topics_gap = WIT_NO_GAP,
                                            .acls_gap = WIT_NO_GAP,
                                            .groups_gap = WIT_NO_GAP,
                                            .voters_gap = WIT_NO_GAP,
                                            .cite = {.artefact = UINT32_MAX, .pointer = ""}};
    w->platform = (struct wit_platform){.clusters = &w->cluster, .n_clusters = 1};
}

static void free_reach(struct wit_reach **reach)
{
    wit_reach_free(*reach);
}

static const struct wit_path *client_path_seen(struct world *w, const char *paths, const char *policy_text,
                                               const struct wit_seen *seen)
{
    struct wit_err err = {0};
    struct wit_intent *intent = NULL;
    const struct wit_review_policy *policy = wit_review_policy_none();
    const char *text = wit_fmt(w->arena, "%s%s", intent_head, paths);
    if (!wit_intent_parse(&intent, w->arena, "i", text, strlen(text), &err) ||
        (policy_text != NULL &&
         !wit_review_policy_parse(&policy, w->arena, "p", policy_text, strlen(policy_text), &err)))
        fail_msg("%s", err.text);
    WIT_CLEANUP(free_reach) struct wit_reach *reach = wit_reach_new(w->estate);
    const struct wit_map *map =
        wit_map_of_parts(w->arena, w->estate, NULL, 0, intent, seen, &w->platform, policy, reach, NULL, NULL);
    for (size_t i = 0; i < map->n_paths; i++) {
        const struct wit_path *p = &map->paths[i];
        if (p->class == WIT_CLASS_CLIENT && strcmp(p->from.id, "subnet-a") == 0)
            return p;
    }
    fail_msg("there is no client path");
    return NULL;
}

static const struct wit_path *client_path(struct world *w, const char *paths, const char *policy_text)
{
    return client_path_seen(w, paths, policy_text, NULL);
}

static bool has_reason(const struct wit_path *p, const char *code)
{
    for (size_t i = 0; i < p->n_reasons; i++)
        if (strcmp(p->reasons[i].code, code) == 0)
            return true;
    return false;
}

static const struct wit_review_basis *basis_of(const struct wit_path *p, const char *column)
{
    for (size_t i = 0; i < p->review.n_basis; i++)
        if (strcmp(p->review.basis[i].column, column) == 0)
            return &p->review.basis[i];
    return NULL;
}

static const struct {
    const char *name;
    const char *protocols[2];
    const char *mechanisms, *client_auth;
    const char *declared; /* of the path, beyond owner and purpose */
    const char *column;
    const char *shows; /* in that column; "" nothing */
    int basis;         /* -1: no row */
    bool disagree;
    const char *reason; /* that must be there, or NULL */
} columns[] = {
    {"derived from both",
     {"SASL_SSL", "SASL_SSL"},
     "SCRAM-SHA-512",
     "",
     "",
     "encryption",
     "TLS (listener CLIENT, SASL_SSL)",
     WIT_BASIS_COMPUTED,
     false,
     NULL},
    {"identity derived from both",
     {"SASL_SSL", "SASL_SSL"},
     "SCRAM-SHA-512",
     "",
     "",
     "identity",
     "SASL/SCRAM-SHA-512 (listener CLIENT, SASL_SSL)",
     WIT_BASIS_COMPUTED,
     false,
     NULL},
    {"one broker is not known: nothing is filled",
     {"SASL_SSL", NULL},
     "SCRAM-SHA-512",
     "",
     "",
     "encryption",
     "",
     WIT_BASIS_MISSING,
     false,
     "no-encryption"},
    {"two brokers differ: nothing is filled",
     {"SASL_SSL", "PLAINTEXT"},
     "SCRAM-SHA-512",
     "",
     "",
     "encryption",
     "",
     WIT_BASIS_MISSING,
     false,
     "no-encryption"},
    {"one that differs contradicts",
     {"SASL_SSL", "PLAINTEXT"},
     "SCRAM-SHA-512",
     "",
     ", encryption: TLS 1.2+",
     "encryption",
     "TLS 1.2+",
     WIT_BASIS_DECLARED,
     true,
     "column-contradicted"},
    {"half known contradicts",
     {"PLAINTEXT", NULL},
     "",
     "",
     ", encryption: TLS 1.2+",
     "encryption",
     "TLS 1.2+",
     WIT_BASIS_DECLARED,
     true,
     "column-contradicted"},
    {"no plaintext is no denial",
     {"PLAINTEXT", "PLAINTEXT"},
     "",
     "",
     ", encryption: \"no plaintext; TLS 1.2+\"",
     "encryption",
     "no plaintext; TLS 1.2+",
     WIT_BASIS_BOTH,
     true,
     "column-contradicted"},
    {"TLS and never plaintext",
     {"PLAINTEXT", "PLAINTEXT"},
     "",
     "",
     ", encryption: \"TLS (never plaintext)\"",
     "encryption",
     "TLS (never plaintext)",
     WIT_BASIS_BOTH,
     true,
     "column-contradicted"},
    {"a word that begins with no",
     {"PLAINTEXT", "PLAINTEXT"},
     "",
     "",
     ", encryption: \"Northbound TLS\"",
     "encryption",
     "Northbound TLS",
     WIT_BASIS_BOTH,
     true,
     "column-contradicted"},
    {"no TLS is a denial",
     {"PLAINTEXT", "PLAINTEXT"},
     "",
     "",
     ", encryption: \"no TLS yet\"",
     "encryption",
     "no TLS yet",
     WIT_BASIS_BOTH,
     false,
     NULL},
    {"plaintext by their own words",
     {"PLAINTEXT", "PLAINTEXT"},
     "",
     "",
     ", encryption: \"plaintext inside one network\"",
     "encryption",
     "plaintext inside one network",
     WIT_BASIS_BOTH,
     false,
     NULL},
    {"certificates where none are asked for",
     {"SSL", "SSL"},
     "",
     "none",
     ", identity: client certificate per service",
     "identity",
     "client certificate per service",
     WIT_BASIS_BOTH,
     true,
     "column-contradicted"},
    {"certificates beside SASL",
     {"SASL_SSL", "SASL_SSL"},
     "SCRAM-SHA-512",
     "required",
     ", identity: mTLS and SCRAM",
     "identity",
     "mTLS and SCRAM",
     WIT_BASIS_BOTH,
     false,
     NULL},
    {"no encryption by evidence alone is not accepted by anybody",
     {"PLAINTEXT", "PLAINTEXT"},
     "",
     "",
     "",
     "encryption",
     "none (listener CLIENT, PLAINTEXT)",
     WIT_BASIS_COMPUTED,
     false,
     "unprotected"},
    {"no identity by evidence alone",
     {"SSL", "SSL"},
     "",
     "none",
     "",
     "identity",
     "none (listener CLIENT, SSL)",
     WIT_BASIS_COMPUTED,
     false,
     "unprotected"},
    {"declared none is no lie",
     {"PLAINTEXT", "PLAINTEXT"},
     "",
     "",
     ", encryption: none (lab)",
     "encryption",
     "none (lab)",
     WIT_BASIS_BOTH,
     false,
     NULL},
    {"declared and derived agree",
     {"SSL", "SSL"},
     "",
     "required",
     ", encryption: TLS",
     "encryption",
     "TLS",
     WIT_BASIS_BOTH,
     false,
     NULL},
    {"SCRAM where only PLAIN is offered",
     {"SASL_SSL", "SASL_SSL"},
     "PLAIN",
     "",
     ", identity: SCRAM user",
     "identity",
     "SCRAM user",
     WIT_BASIS_BOTH,
     true,
     "column-contradicted"},
    {"mechanisms are not told: no contradiction",
     {"SASL_SSL", "SASL_SSL"},
     "",
     "",
     ", identity: SCRAM user",
     "identity",
     "SCRAM user",
     WIT_BASIS_BOTH,
     false,
     NULL},
    {"mutual TLS",
     {"SSL", "SSL"},
     "",
     "required",
     "",
     "identity",
     "mutual TLS (listener CLIENT, SSL)",
     WIT_BASIS_COMPUTED,
     false,
     NULL},
    {"client authentication is not told", {"SSL", "SSL"}, "", "", "", "identity", "", -1, false, "no-identity"},
    {"mTLS declared, certificates not wanted",
     {"SSL", "SSL"},
     "",
     "none",
     ", identity: mTLS",
     "identity",
     "mTLS",
     WIT_BASIS_BOTH,
     true,
     "column-contradicted"},
};

static void columns_come_from_evidence(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct world w = {.arena = arena, .estate = wit_estate_build(arena, estate_text)};
        fill(&w, columns[i].protocols, columns[i].mechanisms, columns[i].client_auth);
        const char *paths = wit_fmt(arena,
                                    "paths:\n  - {id: in, class: client, from: [apps], to: brokers, owner: a, "
                                    "purpose: b%s}\n",
                                    columns[i].declared);
        const struct wit_path *p = client_path(&w, paths, NULL);
        const char *shown = strcmp(columns[i].column, "identity") == 0 ? p->review.identity : p->review.encryption;
        const struct wit_review_basis *b = basis_of(p, columns[i].column);
        if (strcmp(shown, columns[i].shows) != 0)
            fail_msg("%s: shows '%s'", columns[i].name, shown);
        if ((b == NULL ? -1 : (int)b->basis) != columns[i].basis)
            fail_msg("%s: basis %s", columns[i].name, b == NULL ? "none" : wit_basis_word(b->basis));
        if (b != NULL && b->disagree != columns[i].disagree)
            fail_msg("%s: disagree is %d", columns[i].name, b->disagree);
        if (columns[i].reason != NULL && !has_reason(p, columns[i].reason))
            fail_msg("%s: no reason %s", columns[i].name, columns[i].reason);
        if (columns[i].disagree && p->status != WIT_RED)
            fail_msg("%s: not red", columns[i].name);
    }
}

static const char *const secure[2] = {"SASL_SSL", "SASL_SSL"};

static const struct {
    const char *name, *paths, *policy;
    enum wit_status status;
    const char *reason;
} effects[] = {
    {"undeclared is red", "", NULL, WIT_RED, "undeclared"},
    {"by policy yellow", "", "version: 1\nstatus: {undeclared: yellow}\n", WIT_YELLOW, "undeclared"},
    {"waived by its code", "",
     "version: 1\nwaivers:\n  - {id: w, subject: undeclared, owner: a, reason: b, until: 2099-01-01}\n", WIT_YELLOW,
     "waived"},
    {"waived by the finding that says the same", "",
     "version: 1\nwaivers:\n  - {id: w, subject: undeclared-path, owner: a, reason: b, until: 2099-01-01}\n",
     WIT_YELLOW, "waived"},
    {"waived by a finding of another kind", "",
     "version: 1\nwaivers:\n  - {id: w, subject: wider-than-declared, owner: a, reason: b, until: 2099-01-01}\n",
     WIT_RED, "undeclared"},
    {"waived by another code", "",
     "version: 1\nwaivers:\n  - {id: w, subject: unknown, owner: a, reason: b, until: 2099-01-01}\n", WIT_RED,
     "undeclared"},
    {"a waiver that has ended waives nothing", "",
     "version: 1\nwaivers:\n  - {id: w, subject: undeclared, owner: a, reason: b, until: 2020-01-01}\n", WIT_RED,
     "undeclared"},
    {"complete", DECLARED(", audit: c"), NULL, WIT_GREEN, "complete"},
    {"nothing is waived into green", DECLARED(""),
     "version: 1\nwaivers:\n  - {id: w, subject: no-audit, owner: a, reason: b, until: 2099-01-01}\n", WIT_YELLOW,
     "no-audit"},
    {"by policy red", DECLARED(""), "version: 1\nstatus: {no-audit: red}\n", WIT_RED, "no-audit"},
};

static void policies_judge(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct world w = {.arena = arena, .estate = wit_estate_build(arena, estate_text)};
        w.estate->time_last = "2026-11-21T00:00:00.000Z";
        fill(&w, secure, "SCRAM-SHA-512", "");
        const struct wit_path *p = client_path(&w, effects[i].paths, effects[i].policy);
        if (p->status != effects[i].status)
            fail_msg("%s: %s", effects[i].name, wit_status_word(p->status));
        if (!has_reason(p, effects[i].reason))
            fail_msg("%s: no reason %s", effects[i].name, effects[i].reason);
    }
}

static const struct {
    const char *name, *from; /* of the source; NULL: in the same account */
    const char *paths, *policy;
    uint64_t hours;
    enum wit_status status;
    const char *reason;
} watches[] = {
    {"undeclared and not seen is excess", NULL, "", NULL, 48, WIT_YELLOW, "excess"},
    {"of another account it is red", "9", "", NULL, 48, WIT_RED, "excess-outside"},
    {"watched for too short", NULL, "", "version: 1\nthresholds: {watched-hours: 72}\n", 48, WIT_RED, "undeclared"},
    {"watched for long enough", NULL, "", "version: 1\nthresholds: {watched-hours: 48}\n", 48, WIT_YELLOW, "excess"},
    {"a flow too large would be missed", NULL, "", "version: 1\nthresholds: {smallest-packets: 2}\n", 48, WIT_RED,
     "undeclared"},
    {"declared and not seen stays green", NULL, DECLARED(", audit: c"), NULL, 48, WIT_GREEN, "not-seen"},
};

static void watches_tell_excess(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof watches / sizeof *watches; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        const char *text = estate_text;
        if (watches[i].from != NULL)
            text = wit_fmt(arena, "%snet vpc-9 10.9.0.0/16 account=9\nsub subnet-9 vpc-9 10.9.0.0/24\n", estate_text);
        struct world w = {.arena = arena, .estate = wit_estate_build(arena, text)};
        w.estate->time_last = "2026-11-21T00:00:00.000Z";
        if (watches[i].from != NULL)
            ((struct wit_subnet *)(uintptr_t)wit_estate_subnet(w.estate, "subnet-a"))->account = watches[i].from;
        fill(&w, secure, "SCRAM-SHA-512", "");
        const char *at[] = {"eni-a", "eni-b1", "eni-b2"};
        struct wit_vantage vantage = {.name = "b1",
                                      .bundle = "b",
                                      .artefact = "a-1",
                                      .sample = 100,
                                      .packets = 1000,
                                      .census = true,
                                      .at = at,
                                      .n_at = 3,
                                      .first = "2026-11-19T00:00:00.000Z",
                                      .last = watches[i].hours == 48 ? "2026-11-21T00:00:00.000Z" : ""};
        const struct wit_seen seen = {.vantages = &vantage, .n_vantages = 1};
        const struct wit_path *p = client_path_seen(&w, watches[i].paths, watches[i].policy, &seen);
        if (p->status != watches[i].status)
            fail_msg("%s: %s (%s)", watches[i].name, wit_status_word(p->status), p->reasons[0].code);
        if (!has_reason(p, watches[i].reason))
            fail_msg("%s: no reason %s but %s", watches[i].name, watches[i].reason, p->reasons[0].code);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(policies_are_read),          cmocka_unit_test(prices_are_thousandths),
        cmocka_unit_test(columns_come_from_evidence), cmocka_unit_test(policies_judge),
        cmocka_unit_test(watches_tell_excess),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
