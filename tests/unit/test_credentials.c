/* tests/unit/test_credentials.c: every source of keys, the order of the chain, and that no secret is told.
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

#include "base/clock.h"
#include "base/io.h"
#include "collectors/aws/credentials.h"
#include "tests/support/replay.h"
#include "tests/support/temp.h"

struct bed {
    struct wit_arena *arena;
    char *temp;
    struct wit_replay *replay;
    const char *url;
};

static const char *const variables[] = {
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
    "AWS_EC2_METADATA_SERVICE_ENDPOINT",
    "AWS_ENDPOINT_URL",
    "AWS_USE_FIPS_ENDPOINT",
    "AWS_CA_BUNDLE",
};

static void write_file(const struct bed *b, const char *name, const char *text)
{
    struct wit_err err = {0};
    if (!wit_file_write(wit_fmt(b->arena, "%s/%s", b->temp, name), text, strlen(text), &err))
        fail_msg("%s", err.text);
}

static int set_up(void **state)
{
    struct bed *b = calloc(1, sizeof *b);
    struct wit_err err = {0};
    b->arena = wit_arena_new();
    b->temp = wit_temp_new(b->arena);
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        unsetenv(variables[i]);
    const char *account = wit_fmt(b->arena, "%s/account", b->temp);
    assert_true(wit_dir_make(wit_fmt(b->arena, "%s/111122223333/eu-west-1", account), &err));
    struct wit_replay_options o = {.dir = account};
    if (!wit_replay_start(&b->replay, &o, &err))
        fail_msg("%s", err.text);
    b->url = wit_fmt(b->arena, "http://127.0.0.1:%u", wit_replay_port(b->replay));
    setenv("AWS_ENDPOINT_URL", b->url, 1);
    setenv("AWS_EC2_METADATA_DISABLED", "true", 1);
    setenv("AWS_CONFIG_FILE", wit_fmt(b->arena, "%s/config", b->temp), 1);
    setenv("AWS_SHARED_CREDENTIALS_FILE", wit_fmt(b->arena, "%s/credentials", b->temp), 1);
    *state = b;
    return 0;
}

static int tear_down(void **state)
{
    struct bed *b = *state;
    wit_replay_stop(b->replay);
    wit_temp_remove(b->temp);
    wit_arena_free(b->arena);
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++)
        unsetenv(variables[i]);
    free(b);
    return 0;
}

static bool find(const struct bed *b, struct wit_aws_keys *keys, const char *profile, struct wit_err *err)
{
    struct wit_aws_config config;
    *keys = (struct wit_aws_keys){0};
    if (!wit_aws_config_load(&config, b->arena, profile, err))
        return false;
    bool fine = wit_aws_credentials_find(keys, b->arena, &config, err);
    wit_aws_config_close(&config);
    return fine;
}

static void expect(const struct bed *b, const char *profile, const char *access, const char *token)
{
    struct wit_aws_keys keys;
    struct wit_err err = {0};
    if (!find(b, &keys, profile, &err))
        fail_msg("%s", err.text);
    assert_string_equal(keys.access_key, access);
    assert_true(wit_secret_is_set(&keys.secret_key));
    if (token != NULL)
        assert_string_equal(keys.token.bytes, token);
    else
        assert_false(wit_secret_is_set(&keys.token));
    wit_aws_keys_wipe(&keys);
}

static void refuse(const struct bed *b, const char *profile, const char *part)
{
    struct wit_aws_keys keys;
    struct wit_err err = {0};
    assert_false(find(b, &keys, profile, &err));
    if (strstr(err.text, part) == NULL)
        fail_msg("'%s' does not hold '%s'", err.text, part);
    assert_null(strstr(err.text, "TOPSECRET"));
    assert_null(strstr(err.text, WIT_REPLAY_SECRET));
    assert_null(keys.secret_key.bytes);
}

static void test_none(void **state)
{
    refuse(*state, NULL, "no AWS credentials: looked at AWS_ACCESS_KEY_ID");
}

static void test_environment(void **state)
{
    setenv("AWS_ACCESS_KEY_ID", "AKIDENV", 1);
    refuse(*state, NULL, "AWS_SECRET_ACCESS_KEY");
    setenv("AWS_SECRET_ACCESS_KEY", "TOPSECRET", 1);
    expect(*state, NULL, "AKIDENV", NULL);
    setenv("AWS_SESSION_TOKEN", "tok", 1);
    expect(*state, NULL, "AKIDENV", "tok");
    setenv("AWS_SESSION_TOKEN", "TOPSECRET\nHost: evil", 1); /* would be a second header */
    refuse(*state, NULL, "not text");
    setenv("AWS_ACCESS_KEY_ID", "AKID/ENV", 1);
    refuse(*state, NULL, "access key id");
}

static void test_profiles(void **state)
{
    struct bed *b = *state;
    write_file(
        b, "credentials",
        "[default]\n aws_access_key_id = nested, not a setting\naws_access_key_id=AKIDDEFAULT\n"
        "aws_secret_access_key = TOPSECRET\n\n# comment\n[ci]\naws_access_key_id=AKIDCI\n"
        "aws_secret_access_key=TOPSECRET=with=equals\naws_session_token=t\n[half]\naws_access_key_id=AKIDHALF\n");
    write_file(b, "config",
               "[default]\nregion = eu-west-1\n[profile ci]\nregion=eu-central-1\ns3 =\n  addressing_style = path\n"
               "[profile sso]\nsso_session = corp\n[sso-session corp]\nsso_region = eu-west-1\n");
    expect(b, NULL, "AKIDDEFAULT", NULL);
    expect(b, "ci", "AKIDCI", "t");
    setenv("AWS_PROFILE", "ci", 1);
    expect(b, NULL, "AKIDCI", "t");
    setenv("AWS_ACCESS_KEY_ID", "AKIDENV", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "TOPSECRET", 1);
    expect(b, NULL, "AKIDENV", NULL);
    expect(b, "default", "AKIDDEFAULT", NULL); /* a named profile beats the environment */
    refuse(b, "nobody", "there is no profile \"nobody\"");
    refuse(b, "half", "profile half");
    refuse(b, "sso", "IAM Identity Center");
    struct wit_aws_config config;
    assert_true(wit_aws_config_load(&config, b->arena, "ci", NULL));
    assert_string_equal(config.region, "eu-central-1");
    wit_aws_config_close(&config);
    setenv("AWS_REGION", "us-west-2", 1);
    assert_true(wit_aws_config_load(&config, b->arena, "ci", NULL));
    assert_string_equal(config.region, "us-west-2");
    wit_aws_config_close(&config);
}

static void test_bad_files(void **state)
{
    struct bed *b = *state;
    static const struct {
        const char *text, *part;
    } rows[] = {
        {"[default]\nno equals TOPSECRET\n", "line 2: expected name = value"},
        {"aws_access_key_id = TOPSECRET\n", "line 1: a setting before the first section"},
        {"[default\n", "line 1: a section without ]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        write_file(b, "credentials", rows[i].text);
        refuse(b, NULL, rows[i].part);
    }
}

#define STATIC                                                                                                         \
    "[base]\naws_access_key_id=" WIT_REPLAY_KEY "\naws_secret_access_key=" WIT_REPLAY_SECRET "\n"                      \
    "[wrong]\naws_access_key_id=" WIT_REPLAY_KEY "\naws_secret_access_key=TOPSECRET\n"

static void test_roles(void **state)
{
    struct bed *b = *state;
    write_file(b, "credentials", STATIC);
    write_file(b, "config",
               "[profile reader]\nrole_arn=arn:aws:iam::444455556666:role/reader\nsource_profile=base\n"
               "[profile chain]\nrole_arn=arn:aws:iam::111122223333:role/last\nsource_profile=reader\n"
               "[profile ext]\nrole_arn=arn:aws:iam::444455556666:role/external\nsource_profile=base\n"
               "external_id=replay-external-id\n"
               "[profile noext]\nrole_arn=arn:aws:iam::444455556666:role/external\nsource_profile=base\n"
               "[profile denied]\nrole_arn=arn:aws:iam::444455556666:role/x\nsource_profile=wrong\n"
               "[profile ring1]\nrole_arn=arn:aws:iam::444455556666:role/x\nsource_profile=ring2\n"
               "[profile ring2]\nrole_arn=arn:aws:iam::444455556666:role/x\nsource_profile=ring1\n"
               "[profile mfa]\nrole_arn=arn:aws:iam::444455556666:role/x\nsource_profile=base\nmfa_serial=arn\n"
               "[profile env]\nrole_arn=arn:aws:iam::444455556666:role/x\ncredential_source=Environment\n"
               "[profile alone]\nrole_arn=arn:aws:iam::444455556666:role/x\n"
               "[profile lost]\nrole_arn=arn:aws:iam::444455556666:role/x\nsource_profile=nobody\n");
    expect(b, "reader", "ASIA444455556666TEST", "replay-session-token");
    expect(b, "chain", "ASIA111122223333TEST", "replay-session-token");
    expect(b, "ext", "ASIA444455556666TEST", "replay-session-token");
    refuse(b, "noext", "AccessDenied");
    refuse(b, "denied", "SignatureDoesNotMatch");
    refuse(b, "ring1", "circle");
    refuse(b, "mfa", "MFA");
    refuse(b, "env", "credential_source Environment");
    refuse(b, "alone", "without source_profile");
    refuse(b, "lost", "no profile \"nobody\"");
    setenv("AWS_ACCESS_KEY_ID", WIT_REPLAY_KEY, 1);
    setenv("AWS_SECRET_ACCESS_KEY", WIT_REPLAY_SECRET, 1);
    expect(b, "env", "ASIA444455556666TEST", "replay-session-token");

    struct wit_aws_config config;
    struct wit_aws_keys keys = {0};
    struct wit_err err = {0};
    assert_true(wit_aws_config_load(&config, b->arena, "base", &err));
    config.role_arn = "arn:aws:iam::777788889999:role/on-top";
    if (!wit_aws_credentials_find(&keys, b->arena, &config, &err))
        fail_msg("%s", err.text);
    assert_string_equal(keys.access_key, "ASIA777788889999TEST");
    assert_true(keys.expires_ms > 0);
    wit_aws_keys_wipe(&keys);
    wit_aws_config_close(&config);
    assert_int_equal(config.credentials.n, 0);
}

static void test_web_identity(void **state)
{
    struct bed *b = *state;
    write_file(b, "token", "replay-web-identity\n");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", wit_fmt(b->arena, "%s/token", b->temp), 1);
    setenv("AWS_ROLE_ARN", "arn:aws:iam::444455556666:role/pod", 1);
    expect(b, NULL, "ASIA444455556666TEST", "replay-session-token");
    write_file(b, "token", "TOPSECRET");
    refuse(b, NULL, "InvalidIdentityToken");
    setenv("AWS_WEB_IDENTITY_TOKEN_FILE", wit_fmt(b->arena, "%s/absent", b->temp), 1);
    refuse(b, NULL, "web identity token");
}

static void test_container(void **state)
{
    struct bed *b = *state;
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", wit_fmt(b->arena, "%s/container-credentials", b->url), 1);
    refuse(b, NULL, "container credentials: status 403");
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "replay-container-token", 1);
    expect(b, NULL, "ASIA111122223333TEST", "replay-session-token");
    write_file(b, "token", "replay-container-token\n");
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", wit_fmt(b->arena, "%s/token", b->temp), 1);
    setenv("AWS_CONTAINER_AUTHORIZATION_TOKEN", "ignored", 1);
    expect(b, NULL, "ASIA111122223333TEST", "replay-session-token");
    write_file(b, "token", "TOPSECRET\r\nX: y");
    refuse(b, NULL, "several lines");
    setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.2.evil.example/x", 1);
    refuse(b, NULL, "neither https nor on this machine");
}

static void test_instance(void **state)
{
    struct bed *b = *state;
    setenv("AWS_EC2_METADATA_DISABLED", "false", 1);
    setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", wit_fmt(b->arena, "%s/", b->url), 1);
    expect(b, NULL, "ASIA111122223333TEST", "replay-session-token");
    setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", "http://127.0.0.1:1", 1);
    refuse(b, NULL, "no AWS credentials");
}

static void test_process(void **state)
{
    struct bed *b = *state;
    write_file(b, "out.json",
               "{\"Version\":1,\"AccessKeyId\":\"AKIDPROC\",\"SecretAccessKey\":\"TOPSECRET\",\"SessionToken\":\"t\","
               "\"Expiration\":\"2099-01-01T00:00:00Z\"}");
    write_file(b, "config",
               wit_fmt(b->arena,
                       "[profile p]\ncredential_process = cat \"%s/out.json\"\n"
                       "[profile bad]\ncredential_process = echo 'TOPSECRET'\n"
                       "[profile fails]\ncredential_process = false\n[profile quote]\ncredential_process = 'x\n"
                       "[profile none]\ncredential_process = /nonexistent/program\n",
                       b->temp));
    expect(b, "p", "AKIDPROC", "t");
    refuse(b, "bad", "not a JSON object");
    refuse(b, "fails", "failed");
    refuse(b, "quote", "quote is not closed");
    refuse(b, "none", "/nonexistent/program");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_none, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_environment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_profiles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bad_files, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_roles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_web_identity, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_container, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_instance, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_process, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
