/* tests/unit/test_import_redact.c: secrets do not reach the bundle; everything else stays byte for byte.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "collectors/aws/import_redact.h"

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
    {"only strings", "{\"UserData\": {\"Value\": 1}, \"Password\": null}", NULL, "", 0},
    {"value that looks like a key", "{\"Key\": \"Password\", \"Value\": \"x\"}", NULL, "", 0},
};

static void test_redact(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        WIT_CLEANUP(wit_buf_deinit) struct wit_buf out, pointers;
        wit_buf_init(&out, 4096);
        wit_buf_init(&pointers, 4096);
        print_message("%s\n", rows[i].name);
        assert_int_equal(wit_import_redact(&out, &pointers, rows[i].in, strlen(rows[i].in)), rows[i].removed);
        assert_string_equal(wit_buf_str(&out), rows[i].out == NULL ? "" : rows[i].out);
        assert_string_equal(wit_buf_str(&pointers), rows[i].pointers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_redact)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
