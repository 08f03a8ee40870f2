/* collectors/aws/credentials_role.c: temporary keys of a role, from STS.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * AssumeRole and AssumeRoleWithWebIdentity change nothing in an account; they are not in the operation table because
 * nothing of their answers is evidence.
 */
#include <string.h>

#include "base/clock.h"
#include "base/io.h"
#include "base/xml.h"
#include "collectors/aws/credentials.h"
#include "collectors/aws/request.h"
#include "collectors/aws/uri.h"

enum { MAX_ANSWER = 128 * 1024, ATTEMPTS = 3 };

static const struct wit_xml *down(const struct wit_xml *at, const char *ending)
{
    for (const struct wit_xml *child = at != NULL ? at->first : NULL; child != NULL; child = child->next) {
        size_t len = strlen(child->name), tail = strlen(ending);
        if (len >= tail && strcmp(child->name + len - tail, ending) == 0)
            return child;
    }
    return NULL;
}

static bool read_keys(struct wit_aws_keys *out, struct wit_arena *arena, const struct wit_http_answer *answer,
                      struct wit_err *err)
{
    struct wit_xml *root;
    if (!wit_xml_parse(&root, arena, answer->body, answer->len, NULL))
        return wit_fail(err, WIT_EPARSE, "STS answered with status %d and something that is not XML", answer->status);
    if (answer->status != 200) {
        const struct wit_xml *error = wit_xml_child(root, "Error");
        const char *code = wit_xml_text(error, "Code");
        return wit_fail(err, WIT_EDENIED, "STS refuses the role: %.80s (status %d)", code != NULL ? code : "no code",
                        answer->status);
    }
    const struct wit_xml *keys = wit_xml_child(down(root, "Result"), "Credentials");
    const char *until = wit_xml_text(keys, "Expiration");
    int64_t expires = 0;
    if (keys == NULL || (until != NULL && !wit_time_parse(&expires, until, NULL)))
        return wit_fail(err, WIT_EPARSE, "STS's answer holds no credentials");
    if (!wit_aws_keys_set(out, wit_xml_text(keys, "AccessKeyId"), wit_xml_text(keys, "SecretAccessKey"),
                          wit_xml_text(keys, "SessionToken"), err))
        return false;
    out->expires_ms = expires;
    return true;
}

/* The form holds the web identity token: it is wiped. */
static char *form_of(struct wit_arena *arena, const struct wit_role *role, const char *token)
{
    struct wit_buf form;
    wit_buf_init(&form, (size_t)64 << 10);
    wit_uri_param(&form, "Action", token != NULL ? "AssumeRoleWithWebIdentity" : "AssumeRole");
    wit_uri_param(&form, "Version", "2011-06-15");
    wit_uri_param(&form, "RoleArn", role->arn);
    wit_uri_param(&form, "RoleSessionName", role->session != NULL ? role->session : "pathwitness");
    wit_uri_param(&form, "DurationSeconds", wit_fmt(arena, "%u", role->duration_s != 0 ? role->duration_s : 3600));
    if (token != NULL)
        wit_uri_param(&form, "WebIdentityToken", token);
    else if (role->external_id != NULL)
        wit_uri_param(&form, "ExternalId", role->external_id);
    char *text = form.over ? NULL : wit_strdup(arena, wit_buf_str(&form));
    wit_wipe(form.data, form.len);
    wit_buf_deinit(&form);
    return text;
}

static bool ask(struct wit_aws_keys *out, struct wit_arena *arena, const struct wit_aws_config *config,
                const char *form, const struct wit_aws_keys *source, struct wit_err *err)
{
    const struct wit_service *sts = wit_service_find("sts");
    struct wit_endpoint endpoint;
    if (!wit_endpoint_find(&endpoint, arena, sts, config->region != NULL ? config->region : "us-east-1",
                           &config->endpoints, err))
        return false;
    struct wit_unsigned plain = {.method = "POST",
                                 .path = "/",
                                 .content_type = "application/x-www-form-urlencoded; charset=utf-8",
                                 .body = form};
    struct wit_http_answer answer;
    for (unsigned attempt = 1;; attempt++) {
        struct wit_wire wire;
        wit_wire_sign(&wire, arena, &plain, sts, &endpoint, source, wit_now_ms());
        struct wit_http_request request = {.method = wire.method,
                                           .url = wire.url,
                                           .headers = (const char *const *)wire.headers,
                                           .n_headers = wire.n_headers,
                                           .body = wire.body,
                                           .body_len = wire.body_len,
                                           .timeout_ms = config->timeout_ms,
                                           .cap_bytes = MAX_ANSWER,
                                           .ca_file = config->ca_file};
        wit_http_ask(&request, &answer);
        wit_wire_wipe(&wire);
        bool whole = answer.end == WIT_HTTP_ANSWERED;
        if ((whole && answer.status < 500) || attempt == ATTEMPTS)
            break;
        wit_http_answer_free(&answer);
    }
    bool fine = answer.end == WIT_HTTP_ANSWERED
                    ? read_keys(out, arena, &answer, err)
                    : wit_fail(err, WIT_ENET, "STS at %s: %s", endpoint.host, answer.reason);
    wit_wipe(answer.body, answer.len);
    wit_http_answer_free(&answer);
    return fine;
}

bool wit_credentials_role(struct wit_aws_keys *out, struct wit_arena *arena, const struct wit_aws_config *config,
                          const struct wit_role *role, const struct wit_aws_keys *source, struct wit_err *err)
{
    char *token = NULL;
    size_t len = 0;
    if (role->token_file != NULL) {
        if (!wit_file_read(&token, &len, arena, role->token_file, WIT_SECRET_MAX_BYTES, err))
            return wit_fail_in(err, "web identity token");
        while (len > 0 && (unsigned char)token[len - 1] <= ' ')
            token[--len] = '\0';
    }
    char *form = form_of(arena, role, token);
    struct wit_aws_keys keys = {0};
    bool fine = form != NULL ? ask(&keys, arena, config, form, token != NULL ? NULL : source, err)
                             : wit_fail(err, WIT_EUSAGE, "role, session name or external id are too long");
    wit_wipe(token, len);
    if (form != NULL)
        wit_wipe(form, strlen(form));
    if (!fine)
        return wit_fail_in(err, "role %.200s", role->arn);
    wit_aws_keys_wipe(out);
    *out = keys;
    return true;
}
