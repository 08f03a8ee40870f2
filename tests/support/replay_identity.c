/* tests/support/replay_identity.c: the services that hand out credentials: STS, containers, instance metadata.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/replay_parts.h"

#define EXPIRES "2099-01-01T00:00:00Z"

void replay_reply_text(struct replay_reply *reply, int status, const char *media, const char *body)
{
    *reply =
        (struct replay_reply){.status = status, .media = media, .body = body, .len = strlen(body), .cut_at = SIZE_MAX};
}

void replay_reply_error(struct replay_reply *reply, struct wit_arena *arena, const struct replay_call *call, int status,
                        const char *code, const char *message)
{
    static const char id[] = "00000000-0000-4000-8000-000000000000";
    enum wit_protocol protocol = call->op != NULL ? call->op->protocol : WIT_PROTO_QUERY;
    const char *service = call->service != NULL ? call->service : "";
    if (protocol == WIT_PROTO_JSON || protocol == WIT_PROTO_REST_JSON) {
        replay_reply_text(reply, status, "application/x-amz-json-1.1",
                          wit_fmt(arena, "{\"__type\":\"%s\",\"message\":\"%s\"}", code, message));
        reply->headers = wit_fmt(arena, "x-amzn-ErrorType: %s\r\n", code);
    } else if (protocol == WIT_PROTO_EC2) {
        replay_reply_text(reply, status, "text/xml",
                          wit_fmt(arena,
                                  "<Response><Errors><Error><Code>%s</Code><Message>%s</Message></Error></Errors>"
                                  "<RequestID>%s</RequestID></Response>",
                                  code, message, id));
    } else if (strcmp(service, "s3") == 0) {
        replay_reply_text(reply, status, "application/xml",
                          wit_fmt(arena, "<Error><Code>%s</Code><Message>%s</Message><RequestId>%s</RequestId></Error>",
                                  code, message, id));
    } else {
        replay_reply_text(reply, status, "text/xml",
                          wit_fmt(arena,
                                  "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message>"
                                  "</Error><RequestId>%s</RequestId></ErrorResponse>",
                                  code, message, id));
    }
}

static bool role_answer(struct replay_request *r, struct replay_reply *reply, const char *operation)
{
    const char *role = replay_field(r->arena, r->body, "RoleArn");
    const char *colon = role != NULL ? strstr(role, "::") : NULL;
    struct replay_call call = {.service = "sts"};
    if (colon == NULL || strspn(colon + 2, "0123456789") != 12 ||
        replay_field(r->arena, r->body, "RoleSessionName") == NULL) {
        replay_reply_error(reply, r->arena, &call, 400, "ValidationError", "RoleArn or RoleSessionName is not valid.");
        return true;
    }
    if (strstr(role, "external") != NULL) {
        const char *id = replay_field(r->arena, r->body, "ExternalId");
        if (id == NULL || strcmp(id, "replay-external-id") != 0) {
            replay_reply_error(reply, r->arena, &call, 403, "AccessDenied",
                               "Not authorized to perform sts:AssumeRole.");
            return true;
        }
    }
    replay_reply_text(reply, 200, "text/xml",
                      wit_fmt(r->arena,
                              "<%sResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><%sResult><Credentials>"
                              "<AccessKeyId>ASIA%.12sTEST</AccessKeyId><SecretAccessKey>" WIT_REPLAY_SECRET
                              "</SecretAccessKey><SessionToken>replay-session-token</SessionToken>"
                              "<Expiration>" EXPIRES "</Expiration></Credentials></%sResult></%sResponse>",
                              operation, operation, colon + 2, operation, operation));
    return true;
}

bool replay_assume_role(struct replay_request *r, struct replay_reply *reply)
{
    const char *action = replay_field(r->arena, r->body, "Action");
    return action != NULL && strcmp(action, "AssumeRole") == 0 && role_answer(r, reply, "AssumeRole");
}

static bool has(const struct replay_request *r, const char *name, const char *value)
{
    const char *given = replay_header_of(r, name);
    return given != NULL && strcmp(given, value) == 0;
}

static void keys_json(struct replay_request *r, struct replay_reply *reply)
{
    replay_reply_text(reply, 200, "application/json",
                      wit_fmt(r->arena,
                              "{\"Code\":\"Success\",\"AccessKeyId\":\"ASIA111122223333TEST\",\"SecretAccessKey\":"
                              "\"" WIT_REPLAY_SECRET "\",\"Token\":\"replay-session-token\",\"Expiration\":\"" EXPIRES
                              "\"}"));
}

bool replay_identity(struct replay_request *r, struct replay_reply *reply)
{
    static const char roles[] = "/latest/meta-data/iam/security-credentials/";
    if (strcmp(r->path, "/container-credentials") == 0) {
        if (has(r, "authorization", "replay-container-token"))
            keys_json(r, reply);
        else
            replay_reply_text(reply, 403, "text/plain", "the authorization token is missing");
        return true;
    }
    if (strncmp(r->path, "/latest/", 8) == 0) {
        if (strcmp(r->path, "/latest/api/token") == 0) {
            bool fine =
                strcmp(r->method, "PUT") == 0 && replay_header_of(r, "x-aws-ec2-metadata-token-ttl-seconds") != NULL;
            replay_reply_text(reply, fine ? 200 : 400, "text/plain", fine ? "replay-imds-token" : "");
        } else if (!has(r, "x-aws-ec2-metadata-token", "replay-imds-token")) {
            replay_reply_text(reply, 401, "text/plain", "");
        } else if (strcmp(r->path, roles) == 0) {
            replay_reply_text(reply, 200, "text/plain", "replay-role");
        } else if (strncmp(r->path, roles, strlen(roles)) == 0 && strcmp(r->path + strlen(roles), "replay-role") == 0) {
            keys_json(r, reply);
        } else if (strcmp(r->path, "/latest/meta-data/placement/region") == 0) {
            replay_reply_text(reply, 200, "text/plain", "eu-west-1");
        } else {
            replay_reply_text(reply, 404, "text/plain", "");
        }
        return true;
    }
    const char *action = replay_field(r->arena, r->body, "Action");
    if (action != NULL && strcmp(action, "AssumeRoleWithWebIdentity") == 0) {
        const char *token = replay_field(r->arena, r->body, "WebIdentityToken");
        if (token != NULL && strcmp(token, "replay-web-identity") == 0)
            return role_answer(r, reply, "AssumeRoleWithWebIdentity");
        struct replay_call call = {.service = "sts"};
        replay_reply_error(reply, r->arena, &call, 400, "InvalidIdentityToken", "The web identity token is not valid.");
        return true;
    }
    return false;
}
