/* tests/unit/test_redact.c: secrets do not reach the bundle; everything else stays byte for byte.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "collectors/aws/redact.h"

static const struct row {
    const char *name, *in, *out, *pointers; /* out NULL: nothing removed */
    size_t removed;
} rows[] = {
    {"nothing", "{\"Vpcs\": [{\"VpcId\": \"PreSharedKey\"}]}", NULL, "", 0},
    {"customer gateway",
     "{\"VpnConnections\": [{\"a\": 1}, {\"CustomerGatewayConfiguration\":\n \"<psk>\\\"x\\\"</psk>\", \"b\":2}]}",
     "{\"VpnConnections\": [{\"a\": 1}, {\"CustomerGatewayConfiguration\":\n \"REMOVED\", \"b\":2}]}",
     "/VpnConnections/1/CustomerGatewayConfiguration", 1},
    {"two, nested", "{\"o\":{\"t\":[[{\"PreSharedKey\":\"k\"}],{\"PreSharedKey\":\"l\"}]}}",
     "{\"o\":{\"t\":[[{\"PreSharedKey\":\"REMOVED\"}],{\"PreSharedKey\":\"REMOVED\"}]}}",
     "/o/t/0/0/PreSharedKey /o/t/1/PreSharedKey", 2},
    {"empty stays", "{\"UserData\": \"\"}", NULL, "", 0},
    {"below a name", "{\"UserData\": {\"Value\": \"c2Vj\", \"n\": [7, \"x\"]}, \"Password\": null, \"b\": 2}",
     "{\"UserData\": {\"Value\": \"REMOVED\", \"n\": [\"REMOVED\", \"REMOVED\"]}, \"Password\": null, \"b\": 2}",
     "/UserData/Value /UserData/n/0 /UserData/n/1", 3},
    {"other spellings", "[{\"pre_shared_key\":\"k\",\"user-data\":12},{\"userData\":true}]",
     "[{\"pre_shared_key\":\"REMOVED\",\"user-data\":\"REMOVED\"},{\"userData\":true}]",
     "/0/pre_shared_key /0/user-data", 2},
    {"environment of a function, not of a tag",
     "{\"Environment\": \"prod\", \"F\": {\"Environment\": {\"Variables\": {\"DB\": \"pw\"}}}}",
     "{\"Environment\": \"prod\", \"F\": {\"Environment\": {\"Variables\": {\"DB\": \"REMOVED\"}}}}",
     "/F/Environment/Variables/DB", 1},
    {"what only begins so", "{\"PreSharedKeyArn\": \"arn:x\", \"UserDataX\": \"y\"}", NULL, "", 0},
    {"value that looks like a key", "{\"Key\": \"Password\", \"Value\": \"x\"}", NULL, "", 0},
};

static const struct row xml_rows[] = {
    {"nothing", "<?xml version=\"1.0\"?>\n<a><b>preSharedKey</b><!-- <userData>x</userData> --></a>", NULL, "", 0},
    {"vpn connections",
     "<R><vpnConnectionSet><item><id>1</id></item><item>"
     "<customerGatewayConfiguration>&lt;psk&gt;k</customerGatewayConfiguration><options><tunnelOptionSet>"
     "<item><preSharedKey>a</preSharedKey></item><item><preSharedKey> b </preSharedKey><x/></item>"
     "</tunnelOptionSet></options></item></vpnConnectionSet></R>\n",
     "<R><vpnConnectionSet><item><id>1</id></item><item>"
     "<customerGatewayConfiguration>REMOVED</customerGatewayConfiguration><options><tunnelOptionSet>"
     "<item><preSharedKey>REMOVED</preSharedKey></item><item><preSharedKey>REMOVED</preSharedKey><x/></item>"
     "</tunnelOptionSet></options></item></vpnConnectionSet></R>\n",
     "/R/vpnConnectionSet/item[2]/customerGatewayConfiguration "
     "/R/vpnConnectionSet/item[2]/options/tunnelOptionSet/item[1]/preSharedKey "
     "/R/vpnConnectionSet/item[2]/options/tunnelOptionSet/item[2]/preSharedKey",
     3},
    {"elements and CDATA inside",
     "<r><userData><value a=\">\">k</value><value/><userData>l</userData></userData><z>1</z></r>",
     "<r><userData>REMOVED</userData><z>1</z></r>", "/r/userData", 1},
    {"CDATA holds what looks like an end", "<r xmlns:p=\"u\"><p:Password><![CDATA[</p:Password>k]]></p:Password></r>",
     "<r xmlns:p=\"u\"><p:Password>REMOVED</p:Password></r>", "/r/Password", 1},
    {"empty stays", "<r><userData/><userData></userData><userData> \n</userData><password a=\"/>\" /></r>", NULL, "",
     0},
    {"environment", "<r><environment>prod</environment><environment><item>k</item></environment></r>",
     "<r><environment>prod</environment><environment>REMOVED</environment></r>", "/r/environment", 1},
    {"removed before", "<r><userData>REMOVED</userData></r>", NULL, "", 0},
};

typedef size_t redact_fn(struct wit_buf *, struct wit_buf *, const char *, size_t);

static void check(const struct row *row, redact_fn *redact)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out, pointers, again;
    wit_buf_init(&out, 4096);
    wit_buf_init(&pointers, 4096);
    wit_buf_init(&again, 4096);
    print_message("%s\n", row->name);
    assert_int_equal(redact(&out, &pointers, row->in, strlen(row->in)), row->removed);
    assert_string_equal(wit_buf_str(&out), row->out == NULL ? "" : row->out);
    assert_string_equal(wit_buf_str(&pointers), row->pointers);
    assert_int_equal(redact(&again, &pointers, wit_buf_str(&out), out.len), 0);
    size_t removed = 99;
    assert_true(wit_redact(&removed, &again, &pointers, row->in, strlen(row->in), NULL));
    assert_int_equal(removed, row->removed);
}

static void test_json(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        check(&rows[i], wit_redact_json);
}

static void test_xml(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof xml_rows / sizeof xml_rows[0]; i++)
        check(&xml_rows[i], wit_redact_xml);
}

/* Of bytes that no parser accepts nothing is kept: nobody can say where a secret begins. */
static void test_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"<r><preSharedKey>k", "{\"PreSharedKey\": \"k", "psk = k", "<r>&psk;</r>"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out, pointers;
        wit_buf_init(&out, 4096);
        wit_buf_init(&pointers, 4096);
        size_t removed = 99;
        struct wit_err err = {WIT_OK, ""};
        print_message("%s\n", bad[i]);
        assert_false(wit_redact(&removed, &out, &pointers, bad[i], strlen(bad[i]), &err));
        assert_null(strstr(err.text, "psk"));
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf none;
    wit_buf_init(&none, 16);
    size_t removed = 99;
    assert_true(wit_redact(&removed, &none, &none, " \n", 2, NULL));
    assert_int_equal(removed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_json), cmocka_unit_test(test_xml),
                                       cmocka_unit_test(test_refused)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
