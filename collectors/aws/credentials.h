/* collectors/aws/credentials.h: whose keys sign: the chain that every AWS tool walks.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: AWS SDKs and Tools Reference Guide, "Standardized credential providers" and "Settings reference". Order:
 * environment (left out when a profile is named), the profile (role, web identity, static keys, credential_process),
 * web identity of the environment, container, instance metadata (IMDSv2 only). IAM Identity Center profiles and MFA are
 * not played: the error says what to do instead. No secret is in any error text.
 */
#ifndef WIT_COLLECTORS_AWS_CREDENTIALS_H
#define WIT_COLLECTORS_AWS_CREDENTIALS_H

#include "collectors/aws/endpoints.h"
#include "collectors/aws/ini.h"

struct wit_aws_config {
    struct wit_ini config, credentials; /* wiped by wit_aws_config_close */
    const char *profile;                /* its name */
    bool profile_named;                 /* by the caller, not by AWS_PROFILE or default */
    const char *region;                 /* AWS_REGION, AWS_DEFAULT_REGION, the profile's; NULL: none */
    const char *role_arn, *external_id; /* the caller's role on top; NULL: none */
    const char *ca_file;
    struct wit_endpoint_options endpoints;
    unsigned timeout_ms; /* one call to STS */
};

/* Reads the files (absent ones are empty). err: WIT_EPARSE, WIT_EIO; WIT_EUSAGE a named profile that is not there */
WIT_NODISCARD bool wit_aws_config_load(struct wit_aws_config *out, struct wit_arena *arena, const char *profile,
                                       struct wit_err *err);
void wit_aws_config_close(struct wit_aws_config *config);
/* A setting of a profile: from the credentials file or else from the config file; NULL when absent. */
const char *wit_aws_setting(const struct wit_aws_config *config, const char *profile, const char *name);
bool wit_aws_profile_exists(const struct wit_aws_config *config, const char *profile);

/* *out is to be wiped by the caller. err: WIT_EUSAGE none found (says where it looked); WIT_EDENIED, WIT_ENET a role or
 * service refused or is not there */
WIT_NODISCARD bool wit_aws_credentials_find(struct wit_aws_keys *out, struct wit_arena *arena,
                                            const struct wit_aws_config *config, struct wit_err *err);

/* ---- the single sources; *found false: this one is not set up ---- */
WIT_NODISCARD bool wit_credentials_environment(struct wit_aws_keys *out, bool *found, struct wit_err *err);
WIT_NODISCARD bool wit_credentials_process(struct wit_aws_keys *out, struct wit_arena *arena, const char *command,
                                           struct wit_err *err);
WIT_NODISCARD bool wit_credentials_container(struct wit_aws_keys *out, bool *found, struct wit_arena *arena,
                                             struct wit_err *err);
WIT_NODISCARD bool wit_credentials_instance(struct wit_aws_keys *out, bool *found, struct wit_arena *arena,
                                            struct wit_err *err);

struct wit_role {
    const char *arn, *external_id, *session, *token_file; /* token_file: web identity; others may be NULL */
    unsigned duration_s;                                  /* 0: 3600 */
};
/* source NULL: web identity, not signed. */
WIT_NODISCARD bool wit_credentials_role(struct wit_aws_keys *out, struct wit_arena *arena,
                                        const struct wit_aws_config *config, const struct wit_role *role,
                                        const struct wit_aws_keys *source, struct wit_err *err);
/* JSON of credential_process, containers and instances. `token` is its name for the session token. err: WIT_EPARSE */
WIT_NODISCARD bool wit_credentials_json(struct wit_aws_keys *out, struct wit_arena *arena, const char *text, size_t len,
                                        const char *token, struct wit_err *err);
/* err: WIT_EPARSE empty, too long, or with characters that keys do not have */
WIT_NODISCARD bool wit_aws_keys_set(struct wit_aws_keys *out, const char *access, const char *secret, const char *token,
                                    struct wit_err *err);

#endif
