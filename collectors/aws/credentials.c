/* collectors/aws/credentials.c: configuration files, profiles, and the order of the chain.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/credentials.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/io.h"

enum { MAX_CHAIN = 8 };

static const char *env(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && *value != '\0' ? value : NULL;
}

static bool load(struct wit_ini *out, struct wit_arena *arena, const char *variable, const char *file,
                 struct wit_err *err)
{
    const char *path = env(variable), *home = env("HOME");
    if (path == NULL && home == NULL)
        return true;
    if (path == NULL)
        path = wit_fmt(arena, "%s/.aws/%s", home, file);
    if (!wit_path_exists(path))
        return true;
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, path, WIT_INI_MAX_BYTES, err))
        return false;
    if (!wit_ini_parse(out, arena, text, len, err))
        return wit_fail_in(err, "%s", path);
    return true;
}

/* In the config file a profile is "[profile name]", only default may stand alone. */
static const char *config_section(const struct wit_ini *config, const char *profile, char *out, size_t room)
{
    if (strcmp(profile, "default") == 0 && wit_ini_has(config, "default"))
        return "default";
    return snprintf(out, room, "profile %s", profile) < (int)room ? out : "";
}

const char *wit_aws_setting(const struct wit_aws_config *config, const char *profile, const char *name)
{
    char section[512];
    const char *value = wit_ini_get(&config->credentials, profile, name);
    if (value == NULL)
        value = wit_ini_get(&config->config, config_section(&config->config, profile, section, sizeof section), name);
    return value;
}

bool wit_aws_profile_exists(const struct wit_aws_config *config, const char *profile)
{
    char section[512];
    return wit_ini_has(&config->credentials, profile) ||
           wit_ini_has(&config->config, config_section(&config->config, profile, section, sizeof section));
}

static bool is_true(const char *variable, const char *setting)
{
    const char *value = env(variable) != NULL ? env(variable) : setting;
    return value != NULL && strcasecmp(value, "true") == 0;
}

bool wit_aws_config_load(struct wit_aws_config *out, struct wit_arena *arena, const char *profile, struct wit_err *err)
{
    struct wit_aws_config c = {.timeout_ms = 20000};
    if (!load(&c.config, arena, "AWS_CONFIG_FILE", "config", err))
        return false;
    if (!load(&c.credentials, arena, "AWS_SHARED_CREDENTIALS_FILE", "credentials", err)) {
        wit_ini_wipe(&c.config);
        return false;
    }
    c.profile_named = profile != NULL;
    c.profile = profile != NULL ? profile : env("AWS_PROFILE");
    if (c.profile != NULL && !wit_aws_profile_exists(&c, c.profile)) {
        wit_aws_config_close(&c);
        return wit_fail(err, WIT_EUSAGE, "there is no profile \"%.100s\" in the AWS config or credentials file",
                        c.profile);
    }
    if (c.profile == NULL)
        c.profile = "default";
    c.region = env("AWS_REGION") != NULL ? env("AWS_REGION") : env("AWS_DEFAULT_REGION");
    if (c.region == NULL)
        c.region = wit_aws_setting(&c, c.profile, "region");
    c.ca_file = env("AWS_CA_BUNDLE") != NULL ? env("AWS_CA_BUNDLE") : wit_aws_setting(&c, c.profile, "ca_bundle");
    c.endpoints.profile_url = wit_aws_setting(&c, c.profile, "endpoint_url");
    c.endpoints.fips = is_true("AWS_USE_FIPS_ENDPOINT", wit_aws_setting(&c, c.profile, "use_fips_endpoint"));
    c.endpoints.dual_stack =
        is_true("AWS_USE_DUALSTACK_ENDPOINT", wit_aws_setting(&c, c.profile, "use_dualstack_endpoint"));
    /* These four outlive the files' text, which is wiped. */
    c.region = c.region != NULL ? wit_strdup(arena, c.region) : NULL;
    c.ca_file = c.ca_file != NULL ? wit_strdup(arena, c.ca_file) : NULL;
    if (c.endpoints.profile_url != NULL)
        c.endpoints.profile_url = wit_strdup(arena, c.endpoints.profile_url);
    *out = c;
    return true;
}

void wit_aws_config_close(struct wit_aws_config *config)
{
    wit_ini_wipe(&config->config);
    wit_ini_wipe(&config->credentials);
}

bool wit_aws_keys_set(struct wit_aws_keys *out, const char *access, const char *secret, const char *token,
                      struct wit_err *err)
{
    struct wit_aws_keys keys = {0};
    size_t len = access != NULL ? strlen(access) : 0;
    if (len == 0 || len >= sizeof keys.access_key ||
        strspn(access, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") != len)
        return wit_fail(err, WIT_EPARSE, "the access key id is not one");
    memcpy(keys.access_key, access, len + 1);
    if (secret == NULL || *secret == '\0' || !wit_secret_set(&keys.secret_key, secret, strlen(secret)) ||
        (token != NULL && *token != '\0' && !wit_secret_set(&keys.token, token, strlen(token)))) {
        wit_aws_keys_wipe(&keys);
        return wit_fail(err, WIT_EPARSE, "the secret access key or session token is missing, too long or not text");
    }
    wit_aws_keys_wipe(out);
    *out = keys;
    return true;
}

/* Static keys, credential_process, a web identity token: what needs no other profile. */
static bool profile_alone(struct wit_aws_keys *out, bool *found, struct wit_arena *arena,
                          const struct wit_aws_config *c, const char *profile, struct wit_err *err)
{
    *found = true;
    const char *access = wit_aws_setting(c, profile, "aws_access_key_id");
    if (access != NULL) {
        if (!wit_aws_keys_set(out, access, wit_aws_setting(c, profile, "aws_secret_access_key"),
                              wit_aws_setting(c, profile, "aws_session_token"), err))
            return wit_fail_in(err, "profile %.100s", profile);
        return true;
    }
    const char *command = wit_aws_setting(c, profile, "credential_process");
    if (command != NULL) {
        if (!wit_credentials_process(out, arena, command, err))
            return wit_fail_in(err, "profile %.100s: credential_process", profile);
        return true;
    }
    if (wit_aws_setting(c, profile, "sso_session") != NULL || wit_aws_setting(c, profile, "sso_start_url") != NULL)
        return wit_fail(err, WIT_EUSAGE,
                        "profile %.100s uses IAM Identity Center, which pathwitness does not speak: run "
                        "'aws configure export-credentials --format env' with it and set what it prints, or name that "
                        "command as credential_process",
                        profile);
    *found = false;
    return true;
}

static bool named_source(struct wit_aws_keys *out, struct wit_arena *arena, const char *source, struct wit_err *err)
{
    bool found = false, fine = true;
    if (strcmp(source, "Environment") == 0)
        fine = wit_credentials_environment(out, &found, err);
    else if (strcmp(source, "EcsContainer") == 0)
        fine = wit_credentials_container(out, &found, arena, err);
    else if (strcmp(source, "Ec2InstanceMetadata") == 0)
        fine = wit_credentials_instance(out, &found, arena, err);
    if (fine && !found)
        return wit_fail(err, WIT_EUSAGE, "credential_source %.60s gives no credentials here", source);
    return fine;
}

static bool assume(struct wit_aws_keys *keys, struct wit_arena *arena, const struct wit_aws_config *c,
                   const char *profile, struct wit_err *err)
{
    if (wit_aws_setting(c, profile, "mfa_serial") != NULL)
        return wit_fail(err, WIT_EUSAGE,
                        "profile %.100s needs an MFA code, which pathwitness does not ask for: assume the role with "
                        "another tool and set its temporary keys in the environment",
                        profile);
    struct wit_role role = {.arn = wit_aws_setting(c, profile, "role_arn"),
                            .external_id = wit_aws_setting(c, profile, "external_id"),
                            .session = wit_aws_setting(c, profile, "role_session_name")};
    if (!wit_credentials_role(keys, arena, c, &role, keys, err))
        return wit_fail_in(err, "profile %.100s", profile);
    return true;
}

/* Walks source_profile to the keys at its end, then assumes the roles on the way back. */
static bool from_profile(struct wit_aws_keys *out, bool *found, struct wit_arena *arena, const struct wit_aws_config *c,
                         struct wit_err *err)
{
    const char *roles[MAX_CHAIN];
    size_t n = 0;
    const char *profile = c->profile;
    for (;;) {
        const char *role = wit_aws_setting(c, profile, "role_arn");
        const char *file = wit_aws_setting(c, profile, "web_identity_token_file");
        const char *source = wit_aws_setting(c, profile, "source_profile");
        const char *provider = wit_aws_setting(c, profile, "credential_source");
        bool itself = n > 0 && strcmp(roles[n - 1], profile) == 0; /* a role over the profile's own keys */
        if (role == NULL || itself) {
            if (!profile_alone(out, found, arena, c, profile, err))
                return false;
            if (!*found && n > 0)
                return wit_fail(err, WIT_EUSAGE, "profile %.100s holds no credentials", profile);
            break;
        }
        *found = true;
        if (file != NULL) {
            struct wit_role web = {
                .arn = role, .session = wit_aws_setting(c, profile, "role_session_name"), .token_file = file};
            if (!wit_credentials_role(out, arena, c, &web, NULL, err))
                return wit_fail_in(err, "profile %.100s", profile);
            break;
        }
        if (source == NULL && provider == NULL)
            return wit_fail(err, WIT_EUSAGE, "profile %.100s has role_arn without source_profile or credential_source",
                            profile);
        if (n == MAX_CHAIN)
            return wit_fail(err, WIT_EUSAGE,
                            "profile %.100s: source_profile leads in a circle or over more than %d roles", c->profile,
                            MAX_CHAIN);
        roles[n++] = profile;
        if (source == NULL) {
            if (!named_source(out, arena, provider, err))
                return wit_fail_in(err, "profile %.100s", profile);
            break;
        }
        if (!wit_aws_profile_exists(c, source))
            return wit_fail(err, WIT_EUSAGE, "profile %.100s: there is no profile \"%.100s\"", profile, source);
        profile = source;
    }
    while (n > 0) {
        if (!assume(out, arena, c, roles[--n], err))
            return false;
    }
    return true;
}

static bool from_web_identity(struct wit_aws_keys *out, bool *found, struct wit_arena *arena,
                              const struct wit_aws_config *c, struct wit_err *err)
{
    struct wit_role role = {.arn = env("AWS_ROLE_ARN"),
                            .session = env("AWS_ROLE_SESSION_NAME"),
                            .token_file = env("AWS_WEB_IDENTITY_TOKEN_FILE")};
    *found = role.arn != NULL && role.token_file != NULL;
    return !*found || wit_credentials_role(out, arena, c, &role, NULL, err);
}

static bool walk(struct wit_aws_keys *out, struct wit_arena *arena, const struct wit_aws_config *c, struct wit_err *err)
{
    bool found = false;
    if (!c->profile_named && !wit_credentials_environment(out, &found, err))
        return false;
    if (!found && !from_profile(out, &found, arena, c, err))
        return false;
    if (!found && c->profile_named)
        return wit_fail(err, WIT_EUSAGE, "profile %.100s holds no credentials", c->profile);
    if (!found && !from_web_identity(out, &found, arena, c, err))
        return false;
    if (!found && !wit_credentials_container(out, &found, arena, err))
        return false;
    if (!found && !wit_credentials_instance(out, &found, arena, err))
        return false;
    return found ||
           wit_fail(err, WIT_EUSAGE,
                    "no AWS credentials: looked at AWS_ACCESS_KEY_ID, profile %.100s of the AWS config and credentials "
                    "files, AWS_WEB_IDENTITY_TOKEN_FILE, the container's and the instance's credentials",
                    c->profile);
}

bool wit_aws_credentials_find(struct wit_aws_keys *out, struct wit_arena *arena, const struct wit_aws_config *config,
                              struct wit_err *err)
{
    struct wit_aws_keys keys = {0};
    bool fine = walk(&keys, arena, config, err);
    if (fine && config->role_arn != NULL) {
        struct wit_role role = {.arn = config->role_arn, .external_id = config->external_id};
        fine = wit_credentials_role(&keys, arena, config, &role, &keys, err);
    }
    if (!fine) {
        wit_aws_keys_wipe(&keys);
        return false;
    }
    wit_aws_keys_wipe(out);
    *out = keys;
    return true;
}
