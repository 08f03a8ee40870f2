/* tests/unit/test_intent.c: what an intent file may say, and how each wrong thing is refused with its place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "pathmap/pathmap.h"
#include "pathmap/review/intent.h"

static const char good[] =
    "version: 1\n"
    "roles:                                   # who is who\n"
    "  brokers: {kind: broker,         match: {tag: {Role: kafka-broker}}}\n"
    "  connect: {kind: connect-worker, match: {security-group: [sg-0c1]}}\n"
    "  controllers: {kind: controller, match: {tag: {Role: [kraft, controller]}, vpc: vpc-1}}\n"
    "  apps:    {kind: client,         match: {subnet: [subnet-0aa1, subnet-0aa2]}}\n"
    "  plant:   {kind: client,         match: {prefix: 192.168.0.0/16, account: 012345678901}}\n"
    "services:\n"
    "  - {role: brokers, listener: CLIENT,      port: 9096, security: SASL_SSL, use: client}\n"
    "  - {role: brokers, listener: REPLICATION, port: 9095, security: SSL,      use: replication}\n"
    "  - {role: controllers, port: [tcp/9093, 9099-9100]}\n"
    "paths:\n"
    "  - id: app-ingress\n"
    "    class: client\n"
    "    from: [apps, 10.9.0.0/16]\n"
    "    to: brokers\n"
    "    ports: [tcp/9096]\n"
    "    owner: payments-platform\n"
    "    purpose: produce and read order events\n"
    "    expires: 2027-01-31\n"
    "  - {id: repl, class: replication, from: brokers, to: brokers}\n"
    "never:\n"
    "  - {id: no-internet-to-brokers, from: [internet], to: brokers}\n"
    "  - {id: quorum-is-closed, from: [\"!brokers\", \"!controllers\"], to: controllers, ports: "
    "[tcp/9099]}\n";

static void reads_the_contract(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_intent *intent;
    struct wit_err err = {0};
    if (!wit_intent_parse(&intent, arena, "intent.yaml", good, sizeof good - 1, &err))
        fail_msg("%s", err.text);
    assert_int_equal(intent->n_roles, 5);
    assert_string_equal(intent->roles[0].id, "apps"); /* sorted */
    const struct wit_role *controllers = wit_intent_role(intent, "controllers");
    assert_non_null(controllers);
    assert_int_equal(controllers->kind, WIT_ROLE_CONTROLLER);
    assert_int_equal(controllers->match.n_tags, 1);
    assert_int_equal(controllers->match.tags[0].values.n, 2);
    assert_string_equal(controllers->match.vpcs.items[0], "vpc-1");
    assert_string_equal(wit_intent_role(intent, "plant")->match.accounts.items[0], "012345678901");
    assert_null(wit_intent_role(intent, "internet"));
    assert_int_equal(intent->n_services, 3);
    assert_int_equal(intent->services[2].use, WIT_CLASS_CONTROLLER); /* by its kind */
    assert_int_equal(intent->services[2].ports.n, 2);
    assert_int_equal(intent->n_paths, 2);
    assert_int_equal(intent->paths[0].n_from, 2);
    assert_int_equal(intent->paths[0].from[1].kind, WIT_END_PREFIX);
    assert_string_equal(intent->paths[0].expires, "2027-01-31");
    assert_string_equal(intent->paths[0].identity, "");
    assert_int_equal(intent->paths[1].ports.spans[0].first, 6u << 16 | 9095); /* of the service */
    assert_false(intent->paths[1].any_port);
    assert_int_equal(intent->n_nevers, 2);
    assert_true(intent->nevers[0].any_port);
    assert_int_equal(intent->nevers[1].from[0].kind, WIT_END_NOT_ROLE);
    assert_string_equal(intent->nevers[1].from[0].role->id, "brokers");
    assert_int_equal(strlen(intent->sha256), 64);
}

#define HEAD "version: 1\nroles:\n  brokers: {kind: broker, match: {tag: {Role: b}}}\n"
static const struct {
    const char *name, *text, *says;
} bad[] = {
    {"no YAML", "version: [1\n", "i.yaml:2:1: "},
    {"empty", "", "i.yaml:1:1: "},
    {"not a mapping", "- a\n", "i.yaml:1:1: the intent file is a mapping with version, roles"},
    {"no version", "roles: {}\n", "i.yaml:1:1: the intent file needs 'version'"},
    {"version 2", "version: 2\nroles: {}\n", "i.yaml:1:10: 'version' is 1"},
    {"unknown key", HEAD "path:\n  - {}\n", "i.yaml:4:1: the intent file has no key 'path'; did you mean 'paths'?"},
    {"unknown key in a role", "version: 1\nroles:\n  a: {kind: broker, matches: {id: x}}\n",
     "i.yaml:3:21: role 'a' has no key 'matches'; did you mean 'match'?"},
    {"unknown match key", "version: 1\nroles:\n  a: {kind: broker, match: {sg: x}}\n",
     "i.yaml:3:29: 'match' of role 'a' has no key 'sg'"},
    {"unknown kind", "version: 1\nroles:\n  a: {kind: brokers, match: {id: x}}\n",
     "i.yaml:3:13: there is no kind 'brokers'; did you mean 'broker'?"},
    {"no match", "version: 1\nroles:\n  a: {kind: broker}\n", "i.yaml:3:6: role 'a' needs 'match'"},
    {"empty match", "version: 1\nroles:\n  a: {kind: broker, match: {}}\n", "would match everything"},
    {"empty list", "version: 1\nroles:\n  a: {kind: broker, match: {id: []}}\n", "i.yaml:3:33: 'id' is an empty list"},
    {"null in match", "version: 1\nroles:\n  a: {kind: broker, match: {id: }}\n", "i.yaml:3:29: 'id' is empty"},
    {"tag without value", "version: 1\nroles:\n  a: {kind: broker, match: {tag: Role}}\n", "'tag' is a mapping"},
    {"bad prefix", "version: 1\nroles:\n  a: {kind: client, match: {prefix: 10.0.0.0/33}}\n", "i.yaml:3:37: "},
    {"host bits", "version: 1\nroles:\n  a: {kind: client, match: {prefix: 10.0.0.1/8}}\n",
     "'10.0.0.1/8' has host bits; the prefix is 10.0.0.0/8"},
    {"bare address", "version: 1\nroles:\n  a: {kind: client, match: {prefix: 10.0.0.1}}\n", "write 10.0.0.1/32"},
    {"bad account", "version: 1\nroles:\n  a: {kind: client, match: {account: 123}}\n", "'123' is no account"},
    {"role name", "version: 1\nroles:\n  \"a b\": {kind: client, match: {id: x}}\n", "'a b' is no name of a role"},
    {"role internet", "version: 1\nroles:\n  internet: {kind: client, match: {id: x}}\n", "'internet' is taken"},
    {"role twice", HEAD "  brokers: {kind: client, match: {id: x}}\n", "i.yaml:4:3: the key 'brokers' is there twice"},
    {"service of no role", HEAD "services:\n  - {role: broker, port: 1, use: client}\n",
     "i.yaml:5:12: there is no role 'broker'; did you mean 'brokers'?"},
    {"service of internet", HEAD "services:\n  - {role: internet, port: 1, use: client}\n", "belongs to a role"},
    {"service without port", HEAD "services:\n  - {role: brokers, use: client}\n",
     "i.yaml:5:5: a service needs 'port'"},
    {"port 65536", HEAD "services:\n  - {role: brokers, port: 65536, use: client}\n", "i.yaml:5:27: "},
    {"port of no protocol", HEAD "services:\n  - {role: brokers, port: sctp/1, use: client}\n", "i.yaml:5:27: "},
    {"unknown use", HEAD "services:\n  - {role: brokers, port: 1, use: clients}\n",
     "i.yaml:5:35: there is no class 'clients'; did you mean 'client'?"},
    {"path without id", HEAD "paths:\n  - {class: client, from: internet, to: brokers}\n", "a path needs 'id'"},
    {"path of no class", HEAD "paths:\n  - {id: p, class: klient, from: internet, to: brokers}\n",
     "there is no class 'klient'; did you mean 'client'?"},
    {"from nobody", HEAD "paths:\n  - {id: p, class: client, from: [internet, appz], to: brokers}\n",
     "i.yaml:5:45: there is no role 'appz'"},
    {"from not nobody", HEAD "paths:\n  - {id: p, class: client, from: [\"!appz\"], to: brokers}\n",
     "there is no role 'appz'"},
    {"to two", HEAD "paths:\n  - {id: p, class: client, from: internet, to: [brokers, brokers]}\n",
     "'to' names one end"},
    {"bad port", HEAD "paths:\n  - {id: p, class: client, from: internet, to: brokers, ports: [9096]}\n",
     "i.yaml:5:65: "},
    {"no ports", HEAD "paths:\n  - {id: p, class: client, from: internet, to: brokers, ports: []}\n",
     "an empty list of ports"},
    {"bad date", HEAD "paths:\n  - {id: p, class: client, from: internet, to: brokers, expires: 2027-02-30}\n",
     "i.yaml:5:66: '2027-02-30' is no date"},
    {"time as date",
     HEAD "paths:\n  - {id: p, class: client, from: internet, to: brokers, expires: \"2027-02-20T00:00:00Z\"}\n",
     "is no date"},
    {"path twice",
     HEAD
     "paths:\n  - {id: p, class: client, from: internet, to: brokers}\n  - {id: p, class: client, from: internet, to: "
     "brokers}\n",
     "i.yaml:6:10: the path 'p' is there twice, first in line 5"},
    {"owner is a list", HEAD "paths:\n  - {id: p, class: client, from: internet, to: brokers, owner: [a]}\n",
     "owner is a text"},
    {"never without to", HEAD "never:\n  - {id: n, from: internet}\n", "i.yaml:5:5: a 'never' statement needs 'to'"},
    {"never twice", HEAD "never:\n  - {id: n, from: internet, to: brokers}\n  - {id: n, from: internet, to: brokers}\n",
     "the 'never' statement 'n' is there twice"},
    {"never with an owner", HEAD "never:\n  - {id: n, from: internet, to: brokers, owner: x}\n",
     "a 'never' statement has no key 'owner'"},
    {"paths is a mapping", HEAD "paths: {a: 1}\n", "'paths' is a list"},
    {"alias", "version: 1\nroles: &a {}\nnever: *a\n", "i.yaml:2:8: "},
};

static void refuses_with_the_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_intent *intent = NULL;
        struct wit_err err = {0};
        if (wit_intent_parse(&intent, arena, "i.yaml", bad[i].text, strlen(bad[i].text), &err))
            fail_msg("%s: was accepted", bad[i].name);
        if (err.code != WIT_EINTENT || strstr(err.text, bad[i].says) == NULL || strncmp(err.text, "i.yaml:", 7) != 0)
            fail_msg("%s: \"%s\" does not say \"%s\"", bad[i].name, err.text, bad[i].says);
        assert_null(intent);
    }
}

static void names_a_missing_file(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_intent *intent;
    struct wit_err err = {0};
    assert_false(wit_intent_read(&intent, arena, "no-such-intent.yaml", &err));
    assert_int_equal(err.code, WIT_EIO);
    assert_non_null(strstr(err.text, "no-such-intent.yaml"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_the_contract),
        cmocka_unit_test(refuses_with_the_place),
        cmocka_unit_test(names_a_missing_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
