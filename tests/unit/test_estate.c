/* tests/unit/test_estate.c: a small account as XML and as JSON is one estate, the golden one; lookups and citations.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * WIT_GOLDEN_UPDATE=1 rewrites the golden file.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/io.h"
#include "tests/support/decode_kit.h"

#define SMALL WIT_SOURCE_DIR "/tests/golden/decode/small"

static const struct wit_estate *decode(struct wit_arena *arena, const struct wit_bundle *const *bundles, size_t n)
{
    struct wit_err err = {WIT_OK, ""};
    struct wit_estate *e;
    if (!wit_estate_decode(&e, arena, bundles, n, &err))
        fail_msg("%s", err.text);
    return e;
}

static void small_is_golden(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {WIT_OK, ""};
    const struct wit_bundle *bundle = wit_kit_folder(arena, SMALL "/json");
    const char *got = wit_kit_written(arena, decode(arena, &bundle, 1), false);
    char *want;
    size_t len;
    if (getenv("WIT_GOLDEN_UPDATE") != NULL)
        assert_true(wit_file_write(SMALL "/estate.json", got, strlen(got), &err));
    assert_true(wit_file_read(&want, &len, arena, SMALL "/estate.json", 1 << 22, &err));
    assert_string_equal(got, want);
    wit_kit_bundles_remove();
}

static void xml_is_json(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_bundle *json = wit_kit_folder(arena, SMALL "/json"), *xml = wit_kit_folder(arena, SMALL "/xml");
    const char *from_json = wit_kit_written(arena, decode(arena, &json, 1), true);
    const char *from_xml = wit_kit_written(arena, decode(arena, &xml, 1), true);
    assert_string_equal(from_xml, from_json);
    assert_non_null(strstr(from_json, "\"sgr-3\""));
    wit_kit_bundles_remove();
}

/* The same account twice, in either order, is the account once: and nothing moved. */
static void order_of_bundles(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_bundle *json = wit_kit_folder(arena, SMALL "/json"), *xml = wit_kit_folder(arena, SMALL "/xml");
    const struct wit_bundle *one[] = {json, xml}, *other[] = {xml, json};
    const struct wit_estate *e = decode(arena, one, 2);
    assert_string_equal(wit_kit_written(arena, e, false), wit_kit_written(arena, decode(arena, other, 2), false));
    assert_int_equal(decode(arena, &json, 1)->n_interfaces, e->n_interfaces);
    for (size_t i = 0; i < e->n_gaps; i++)
        assert_int_not_equal(e->gaps[i].reason, WIT_GAP_MOVING);
    wit_kit_bundles_remove();
}

static void lookups(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_bundle *bundle = wit_kit_folder(arena, SMALL "/json");
    const struct wit_estate *sealed = decode(arena, &bundle, 1);
    struct wit_estate plain = *sealed;
    plain.index = NULL; /* an estate made by hand has none */
    const struct wit_estate *estates[] = {sealed, &plain};
    for (size_t i = 0; i < 2; i++) {
        const struct wit_estate *e = estates[i];
        assert_string_equal(wit_estate_network(e, "vpc-2")->id, "vpc-2");
        assert_string_equal(wit_estate_subnet(e, "subnet-3")->network->id, "vpc-2");
        assert_string_equal(wit_estate_interface(e, "eni-1")->instance, "i-1");
        assert_int_equal(wit_estate_instance(e, "i-1")->n_interfaces, 1);
        assert_string_equal(wit_estate_filter(e, "acl-2")->network, "vpc-1");
        assert_int_equal(wit_estate_gateway(e, "pcx-1")->kind, WIT_GW_PEERING);
        assert_true(wit_estate_table(e, "rtb-1")->is_main);
        assert_int_equal(wit_estate_prefix_list(e, "pl-2")->n_entries, 2);
        assert_int_equal(wit_estate_endpoint(e, "vpce-2")->n_interfaces, 1);
        assert_null(wit_estate_interface(e, "eni-0"));
        assert_null(wit_estate_interface(e, ""));
        assert_null(wit_estate_instance(e, "i-9")); /* terminated */
        assert_int_equal(wit_estate_list(e, WIT_KIT_ACCOUNT, WIT_KIT_REGION, "ec2", "DescribeVpcs")->state,
                         WIT_LIST_COMPLETE);
        const struct wit_list *nowhere = wit_estate_list(e, "9", "mars-1", "ec2", "DescribeVpcs");
        assert_int_equal(nowhere->state, WIT_LIST_INCOMPLETE);
        assert_int_equal(nowhere->gap, WIT_NO_GAP);
        const char *cite = wit_cite_text(arena, e, wit_estate_network(e, "vpc-2")->cite);
        assert_non_null(strstr(cite, "#/Vpcs/1"));
        assert_int_equal(strncmp(cite, "a-0000", 6), 0);
        assert_string_equal(wit_cite_text(arena, e, (struct wit_cite){UINT32_MAX, NULL}), "");
    }
    wit_kit_bundles_remove();
}

static void nothing_at_all(void **state)
{
    (void)state;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const struct wit_estate *e = decode(arena, NULL, 0);
    assert_int_equal(e->n_networks + e->n_gaps + e->n_places, 0);
    assert_string_equal(e->time_first, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_is_golden), cmocka_unit_test(xml_is_json),    cmocka_unit_test(order_of_bundles),
        cmocka_unit_test(lookups),         cmocka_unit_test(nothing_at_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
