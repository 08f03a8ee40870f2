/* tests/unit/test_whatif.c: changes that are only thought of: what each verb does to a verdict, and how wrong ones are
 * refused with their place.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pathmap/whatif.h"
#include "tests/support/estate_builder.h"

#define HEAD "version: 1\nchanges:\n"
#define ESTATE                                                                                                         \
    "net vpc-1 10.0.0.0/16\nnet vpc-2 10.1.0.0/16\npcx pcx-1 vpc-1 vpc-2\n"                                            \
    "sub s-1 vpc-1 10.0.1.0/24 rt=rt-1\nsub s-2 vpc-1 10.0.2.0/24 acl=acl-b\nsub s-3 vpc-2 10.1.1.0/24 rt=rt-3\n"      \
    "rt rt-1 vpc-1\nrt rt-closed vpc-1\nrt rt-3 vpc-2\nroute rt-3 10.0.0.0/16 pcx-1\n"                                 \
    "acl acl-b\nentry acl-b in 100 allow all 0.0.0.0/0\nentry acl-b out 100 allow all 0.0.0.0/0\n"                     \
    "acl acl-shut\npl pl-1 10.1.0.0/16\n"                                                                              \
    "sg sg-a vpc-1\nout sg-a all 0.0.0.0/0\nsg sg-b vpc-1\nin sg-b tcp/9096 10.0.1.0/24\nin sg-b tcp/22 sg-a\n"        \
    "eni eni-a s-1 10.0.1.5 sg=sg-a\neni eni-b s-2 10.0.2.5 sg=sg-b\neni eni-c s-3 10.1.1.5\n"                         \
    "eni eni-r s-1 10.0.1.9 nocheck\n"

static const struct row {
    const char *name, *changes, *from, *to, *port;
    enum wit_verdict before, after;
} rows[] = {
    {"add a rule by prefix", "  - {do: add-rule, group: sg-b, direction: ingress, ports: tcp/9092, peer: 10.0.0.0/8}\n",
     "eni-a", "eni-b", "tcp/9092", WIT_ISOLATED, WIT_REACHABLE},
    {"add a rule by group", "  - {do: add-rule, group: sg-b, direction: ingress, ports: [9000-9100], peer: sg-a}\n",
     "eni-a", "eni-b", "tcp/9092", WIT_ISOLATED, WIT_REACHABLE},
    {"add a rule by list",
     "  - {do: add-rule, group: sg-b, direction: ingress, ports: all, peer: pl-1}\n"
     "  - {do: set-route, table: rt-3, destination: pl-1, target: local}\n",
     "eni-a", "eni-b", "tcp/9092", WIT_ISOLATED, WIT_ISOLATED},
    {"remove a rule by its words",
     "  - {do: remove-rule, group: sg-b, direction: ingress, ports: tcp/9096, peer: 10.0.1.0/24}\n", "eni-a", "eni-b",
     "tcp/9096", WIT_REACHABLE, WIT_ISOLATED},
    {"remove an egress rule", "  - {do: remove-rule, group: sg-a, direction: egress, ports: all, peer: 0.0.0.0/0}\n",
     "eni-a", "eni-b", "tcp/9096", WIT_REACHABLE, WIT_ISOLATED},
    {"an entry before the others",
     "  - {do: set-entry, acl: acl-b, direction: ingress, number: 50, action: deny, ports: tcp/9096, peer: "
     "0.0.0.0/0}\n",
     "eni-a", "eni-b", "tcp/9096", WIT_REACHABLE, WIT_ISOLATED},
    {"an entry behind the others",
     "  - {do: set-entry, acl: acl-b, direction: ingress, number: 150, action: deny, ports: tcp/9096, peer: "
     "0.0.0.0/0}\n",
     "eni-a", "eni-b", "tcp/9096", WIT_REACHABLE, WIT_REACHABLE},
    {"an entry in place of another",
     "  - {do: set-entry, acl: acl-b, direction: egress, number: 100, action: deny, ports: all, peer: 0.0.0.0/0}\n",
     "eni-a", "eni-b", "tcp/9096", WIT_REACHABLE, WIT_ONE_WAY},
    {"remove an entry", "  - {do: remove-entry, acl: acl-b, direction: ingress, number: 100}\n", "eni-a", "eni-b",
     "tcp/9096", WIT_REACHABLE, WIT_ISOLATED},
    {"a route to a peering", "  - {do: set-route, table: rt-1, destination: 10.1.0.0/16, target: pcx-1}\n", "eni-a",
     "eni-c", "tcp/9096", WIT_ISOLATED, WIT_REACHABLE},
    {"a route by list", "  - {do: set-route, table: rt-1, destination: pl-1, target: pcx-1}\n", "eni-a", "eni-c",
     "tcp/9096", WIT_ISOLATED, WIT_REACHABLE},
    {"a route to a router that forwards who knows what",
     "  - {do: set-route, table: rt-1, destination: 10.0.2.0/24, target: eni-r}\n", "eni-a", "eni-b", "tcp/9096",
     WIT_REACHABLE, WIT_UNKNOWN},
    {"a route replaced, then removed",
     "  - {do: set-route, table: rt-3, destination: 10.0.0.0/16, target: eni-c}\n"
     "  - {do: set-route, table: rt-3, destination: 10.0.0.0/16, target: pcx-1}\n"
     "  - {do: set-route, table: rt-1, destination: 10.1.0.0/16, target: pcx-1}\n"
     "  - {do: remove-route, table: rt-3, destination: 10.0.0.0/16}\n",
     "eni-a", "eni-c", "tcp/9096", WIT_ISOLATED, WIT_ONE_WAY},
    {"join a group", "  - {do: join-group, interface: eni-r, group: sg-a}\n", "eni-r", "eni-b", "tcp/22", WIT_ISOLATED,
     WIT_REACHABLE},
    {"leave a group",
     "  - {do: join-group, interface: eni-a, group: sg-b}\n"
     "  - {do: leave-group, interface: eni-a, group: sg-a}\n",
     "eni-a", "eni-b", "tcp/22", WIT_REACHABLE, WIT_ISOLATED},
    {"another ACL", "  - {do: use-acl, subnet: s-2, acl: acl-shut}\n", "eni-a", "eni-b", "tcp/9096", WIT_REACHABLE,
     WIT_ISOLATED},
    {"another table",
     "  - {do: set-route, table: rt-1, destination: 10.1.0.0/16, target: pcx-1}\n"
     "  - {do: use-table, subnet: s-1, table: rt-closed}\n",
     "eni-a", "eni-c", "tcp/9096", WIT_ISOLATED, WIT_ISOLATED},
};

static enum wit_verdict ask(struct wit_arena *arena, struct wit_reach *reach, const struct wit_estate *estate,
                            const struct row *row, struct wit_buf *out)
{
    struct wit_answer answer;
    struct wit_err err = {0};
    if (!wit_query(&answer, arena, reach, estate, NULL, row->from, row->to, row->port, true, &err))
        fail_msg("%s: %s", row->name, err.text);
    wit_buf_reset(out);
    wit_answer_json(out, estate, &answer, row->from, row->to, row->port, true);
    return answer.verdict;
}

static void changes_do_what_they_say(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf again;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf fresh;
    wit_buf_init(&again, (size_t)1 << 22);
    wit_buf_init(&fresh, (size_t)1 << 22);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct row *row = &rows[i];
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_estate *estate = wit_estate_build(arena, ESTATE);
        struct wit_reach *reach = wit_reach_new(estate);
        struct wit_whatif *whatif;
        struct wit_touched touched;
        struct wit_err err = {0};
        char text[1000];
        snprintf(text, sizeof text, HEAD "%s", row->changes);
        enum wit_verdict before = ask(arena, reach, estate, row, &again);
        if (before != row->before)
            fail_msg("%s: before: %d", row->name, (int)before);
        if (!wit_whatif_parse(&whatif, arena, "w", text, strlen(text), &err) ||
            !wit_whatif_apply(&touched, arena, estate, whatif, &err))
            fail_msg("%s: %s", row->name, err.text);
        reach = wit_reach_again(reach, &touched);
        enum wit_verdict after = ask(arena, reach, estate, row, &again);
        wit_reach_free(reach);
        reach = wit_reach_new(estate);
        ask(arena, reach, estate, row, &fresh);
        wit_reach_free(reach);
        if (after != row->after)
            fail_msg("%s: after: %d", row->name, (int)after);
        assert_string_equal(wit_buf_str(&again), wit_buf_str(&fresh));
        assert_true(estate->n_assumptions == whatif->n);
        assert_non_null(strstr(estate->assumptions[0], "what if: "));
    }
}

static const struct {
    const char *name, *text, *refused;
} bad[] = {
    {"nothing", "", "w:1:1: "},
    {"another version", "version: 2\nchanges: []\n", "w:1:10: 'version' is 1"},
    {"no change", "version: 1\nchanges: []\n", "w:2:10: 'changes' is a list of one change or more"},
    {"no verb", HEAD "  - {group: sg-b}\n", "w:3:5: a change is a mapping with 'do'"},
    {"a verb misspelt", HEAD "  - {do: ad-rule}\n", "did you mean 'add-rule'?"},
    {"a key too many", HEAD "  - {do: use-acl, subnet: s-1, acl: acl-b, action: deny}\n", "no key 'action'"},
    {"a key missing", HEAD "  - {do: use-acl, subnet: s-1}\n", "needs 'acl'"},
    {"a direction that is none", HEAD "  - {do: add-rule, group: sg-b, direction: inbound, ports: tcp/1, peer: sg-a}\n",
     "'direction' is ingress or egress"},
    {"a number too high", HEAD "  - {do: remove-entry, acl: acl-b, direction: ingress, number: 32767}\n", "1 to 32766"},
    {"half a rule", HEAD "  - {do: remove-rule, group: sg-b}\n", "'remove-rule' takes 'rule'"},
    {"a group that is not there",
     HEAD "  - {do: add-rule, group: sg-zz, direction: ingress, ports: tcp/1, peer: 10.0.0.0/8}\n",
     "w:3:5: there is no security group 'sg-zz'"},
    {"an ACL as a group", HEAD "  - {do: add-rule, group: acl-b, direction: ingress, ports: tcp/1, peer: 10.0.0.0/8}\n",
     "there is no security group 'acl-b'"},
    {"host bits", HEAD "  - {do: add-rule, group: sg-b, direction: ingress, ports: tcp/1, peer: 10.0.0.1/8}\n",
     "bits behind its length"},
    {"a peer that is none", HEAD "  - {do: add-rule, group: sg-b, direction: ingress, ports: tcp/1, peer: internet}\n",
     "is no peer"},
    {"a rule that is there",
     HEAD "  - {do: add-rule, group: sg-b, direction: ingress, ports: tcp/9096, peer: 10.0.1.0/24}\n",
     "has this rule already"},
    {"a rule that is not there",
     HEAD "  - {do: remove-rule, group: sg-b, direction: ingress, ports: tcp/9097, peer: 10.0.1.0/24}\n",
     "has no such rule"},
    {"a rule id that is not there", HEAD "  - {do: remove-rule, rule: sgr-1}\n", "there is no rule 'sgr-1'"},
    {"an entry that is not there", HEAD "  - {do: remove-entry, acl: acl-b, direction: ingress, number: 7}\n",
     "has no ingress entry 7"},
    {"the local route", HEAD "  - {do: remove-route, table: rt-1, destination: 10.0.0.0/16}\n", "cannot be removed"},
    {"a route that is not there", HEAD "  - {do: remove-route, table: rt-1, destination: 10.9.0.0/16}\n",
     "has no static route"},
    {"a target that is not there", HEAD "  - {do: set-route, table: rt-1, destination: 10.9.0.0/16, target: igw-9}\n",
     "no gateway or interface 'igw-9'"},
    {"a group carried already", HEAD "  - {do: join-group, interface: eni-a, group: sg-a}\n", "carries sg-a already"},
    {"a group not carried", HEAD "  - {do: leave-group, interface: eni-a, group: sg-b}\n", "does not carry sg-b"},
    {"the last group", HEAD "  - {do: leave-group, interface: eni-a, group: sg-a}\n", "left without"},
    {"a table of another network", HEAD "  - {do: use-table, subnet: s-1, table: rt-3}\n", "belongs to vpc-2"},
    {"the second change",
     HEAD "  - {do: use-acl, subnet: s-1, acl: acl-b}\n  - {do: use-acl, subnet: s-9, acl: acl-b}\n",
     "w:4:5: there is no subnet 's-9'"},
};

static void wrong_ones_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
        struct wit_estate *estate = wit_estate_build(arena, ESTATE);
        struct wit_whatif *whatif;
        struct wit_touched touched;
        struct wit_err err = {0};
        bool good = wit_whatif_parse(&whatif, arena, "w", bad[i].text, strlen(bad[i].text), &err) &&
                    wit_whatif_apply(&touched, arena, estate, whatif, &err);
        if (good || err.code != WIT_EINTENT || strncmp(err.text, "w:", 2) != 0 ||
            strstr(err.text, bad[i].refused) == NULL)
            fail_msg("%s: %s", bad[i].name, good ? "accepted" : err.text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_do_what_they_say),
        cmocka_unit_test(wrong_ones_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
