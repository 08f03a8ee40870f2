/* tests/unit/test_endpoints.c: hosts of every partition and switch; configured URLs; hostile region names.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/aws/endpoints.h"

struct row {
    const char *service, *region;
    bool fips, dual;
    const char *host, *sign_region;
};

static const struct row rows[] = {
    {"ec2", "eu-west-1", false, false, "ec2.eu-west-1.amazonaws.com", "eu-west-1"},
    {"ec2", "eu-west-1", true, false, "ec2-fips.eu-west-1.amazonaws.com", "eu-west-1"},
    {"ec2", "eu-west-1", false, true, "ec2.eu-west-1.api.aws", "eu-west-1"},
    {"ec2", "us-gov-west-1", true, false, "ec2.us-gov-west-1.amazonaws.com", "us-gov-west-1"},
    {"ec2", "cn-north-1", false, false, "ec2.cn-north-1.amazonaws.com.cn", "cn-north-1"},
    {"sts", "cn-north-1", false, true, "sts.cn-north-1.api.amazonwebservices.com.cn", "cn-north-1"},
    {"s3", "eu-west-1", false, true, "s3.dualstack.eu-west-1.amazonaws.com", "eu-west-1"},
    {"s3", "eu-west-1", true, true, "s3-fips.dualstack.eu-west-1.amazonaws.com", "eu-west-1"},
    {"kms", "us-gov-west-1", true, false, "kms-fips.us-gov-west-1.amazonaws.com", "us-gov-west-1"},
    {"elbv2", "eu-west-1", false, false, "elasticloadbalancing.eu-west-1.amazonaws.com", "eu-west-1"},
    {"kafka", "eu-west-1", false, true, "kafka-api.eu-west-1.api.aws", "eu-west-1"},
    {"globalaccelerator", "eu-west-1", false, false, "globalaccelerator.us-west-2.amazonaws.com", "us-west-2"},
    {"cloudfront", "eu-west-1", false, false, "cloudfront.amazonaws.com", "us-east-1"},
    {"cloudfront", "eu-west-1", false, true, "cloudfront.global.api.aws", "us-east-1"},
    {"cloudfront", "cn-north-1", false, false, "cloudfront.cn-northwest-1.amazonaws.com.cn", "cn-northwest-1"},
    {"ec2", "us-iso-east-1", false, false, "ec2.us-iso-east-1.c2s.ic.gov", "us-iso-east-1"},
    {"ec2", "eusc-de-east-1", false, false, "ec2.eusc-de-east-1.amazonaws.eu", "eusc-de-east-1"},
};

static void clear(void)
{
    unsetenv("AWS_ENDPOINT_URL");
    unsetenv("AWS_ENDPOINT_URL_EC2");
    unsetenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS");
}

static int set_up(void **state)
{
    clear();
    *state = wit_arena_new();
    return 0;
}

static int tear_down(void **state)
{
    clear();
    wit_arena_free(*state);
    return 0;
}

static struct wit_endpoint find(struct wit_arena *arena, const char *service, const char *region,
                                const struct wit_endpoint_options *options)
{
    struct wit_endpoint e;
    struct wit_err err = {0};
    if (!wit_endpoint_find(&e, arena, wit_service_find(service), region, options, &err))
        fail_msg("%s %s: %s", service, region, err.text);
    return e;
}

static void test_hosts(void **state)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct wit_endpoint_options o = {.fips = rows[i].fips, .dual_stack = rows[i].dual};
        struct wit_endpoint e = find(*state, rows[i].service, rows[i].region, &o);
        assert_string_equal(e.host, rows[i].host);
        assert_string_equal(e.sign_region, rows[i].sign_region);
        assert_string_equal(e.base, wit_fmt(*state, "https://%s", rows[i].host));
        assert_string_equal(e.path, "");
    }
}

static void test_configured(void **state)
{
    struct wit_endpoint_options o = {.profile_url = "http://127.0.0.1:1"};
    assert_string_equal(find(*state, "ec2", "eu-west-1", &o).base, "http://127.0.0.1:1");
    setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:2/", 1);
    assert_string_equal(find(*state, "ec2", "eu-west-1", &o).base, "http://127.0.0.1:2");
    setenv("AWS_ENDPOINT_URL_EC2", "https://proxy.example:8443/aws/ec2/", 1);
    struct wit_endpoint e = find(*state, "ec2", "eu-west-1", &o);
    assert_string_equal(e.base, "https://proxy.example:8443");
    assert_string_equal(e.host, "proxy.example:8443");
    assert_string_equal(e.path, "/aws/ec2");
    assert_string_equal(find(*state, "kms", "eu-west-1", &o).base, "http://127.0.0.1:2");
    setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true", 1);
    assert_string_equal(find(*state, "kms", "eu-west-1", &o).host, "kms.eu-west-1.amazonaws.com");
    o.url = "http://[::1]:9";
    assert_string_equal(find(*state, "kms", "eu-west-1", &o).host, "[::1]:9");
}

static void test_refused(void **state)
{
    static const char *const urls[] = {
        "ftp://x",        "https://",           "https://user:pw@host/", "https://host/?x=1",
        "https://ho st/", "file:///etc/passwd", "https://host/%2e%2e"};
    struct wit_endpoint e;
    for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
        struct wit_endpoint_options o = {.url = urls[i]};
        struct wit_err err = {0};
        if (wit_endpoint_find(&e, *state, wit_service_find("ec2"), "eu-west-1", &o, &err))
            fail_msg("%s was taken", urls[i]);
        assert_int_equal(err.code, WIT_EUSAGE);
        assert_null(strstr(err.text, "pw"));
    }
    static const char *const regions[] = {"", "EU", "eu-west-1.evil.example", "a/b", "eu west", "-eu", "eu-", "x@y"};
    struct wit_endpoint_options o = {0};
    for (size_t i = 0; i < sizeof regions / sizeof regions[0]; i++) {
        assert_false(wit_region_valid(regions[i]));
        assert_false(wit_endpoint_find(&e, *state, wit_service_find("ec2"), regions[i], &o, NULL));
    }
}

static void test_partitions(void **state)
{
    (void)state;
    assert_string_equal(wit_partition_of("eu-west-1")->id, "aws");
    assert_string_equal(wit_partition_of("us-gov-east-1")->id, "aws-us-gov");
    assert_string_equal(wit_partition_of("us-isob-east-1")->id, "aws-iso-b");
    assert_true(wit_service_exists(wit_service_find("globalaccelerator"), "eu-west-1"));
    assert_false(wit_service_exists(wit_service_find("globalaccelerator"), "cn-north-1"));
    assert_true(wit_service_exists(wit_service_find("ec2"), "us-gov-west-1"));
    assert_null(wit_service_find("nothing"));
    assert_string_equal(wit_service_by_scope("elasticloadbalancing")->service, "elbv2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_hosts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_configured, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refused, set_up, tear_down),
        cmocka_unit_test(test_partitions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
