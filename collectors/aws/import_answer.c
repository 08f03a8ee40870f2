/* collectors/aws/import_answer.c: what one file holds: answers of which calls, whole or not, or an error that was kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "collectors/aws/import.h"
#include "collectors/aws/retry.h"

struct reading {
    struct wit_arena *arena;
    const struct wit_import_name *name;
    struct wit_import_answer *out;
    struct wit_import_part *parts;
    size_t cap;
};

static struct wit_import_part *add(struct reading *r, const struct wit_operation *op, const char *root)
{
    struct wit_import_part *part = &WIT_PUSH(r->arena, r->parts, r->out->n, r->cap);
    *part = (struct wit_import_part){.op = op, .resource = r->name->resource, .root = root};
    r->out->parts = r->parts;
    return part;
}

static void add_gap(struct reading *r, const struct wit_operation *op, enum wit_gap_reason reason, const char *detail)
{
    struct wit_import_part *part = add(r, op, "");
    part->reason = reason;
    part->detail = wit_import_plain(r->arena, detail);
}

static enum wit_gap_reason error_reason(const char *code)
{
    if (wit_denied_code(code) || wit_expired_code(code))
        return WIT_GAP_DENIED;
    return wit_throttle_code(code) ? WIT_GAP_THROTTLED : WIT_GAP_FAILED;
}

static void add_error(struct reading *r, const char *code, const char *message)
{
    const struct wit_operation *op = r->name->op;
    if (op == NULL) {
        r->out->note = r->name->cli != NULL ? "an error of a call that is not used by this version"
                                            : "an error, but the file's name does not tell of which call";
        return;
    }
    if (code != NULL && op->absent_error != NULL && strcmp(code, op->absent_error) == 0) {
        add(r, op, "")->status = 404; /* "there is none": a fact, and kept as the answer that it is */
        return;
    }
    add_gap(r, op, code == NULL ? WIT_GAP_FAILED : error_reason(code),
            wit_fmt(r->arena, "%s: %.400s", code == NULL ? "error without a code" : code,
                    message == NULL ? "no message" : message));
}

/* What the AWS CLI says on stderr, when somebody kept that: "An error occurred (CODE) when calling the X operation: …"
 */
static bool is_cli_error(struct reading *r, const char *bytes, size_t len)
{
    static const char begin[] = "An error occurred (";
    const char *at = bytes, *end = bytes + len;
    while (at < end && (*at == '\n' || *at == '\r' || *at == ' '))
        at++;
    if ((size_t)(end - at) < sizeof begin || memcmp(at, begin, sizeof begin - 1) != 0)
        return false;
    at += sizeof begin - 1;
    size_t room = (size_t)(end - at) < 600 ? (size_t)(end - at) : 600;
    char *text = wit_strndup(r->arena, at, room);
    size_t code_len = strcspn(text, ")");
    const char *message = strstr(text, "operation");
    const char *colon = message == NULL ? NULL : strchr(message, ':');
    if (text[code_len] != ')' || code_len > 100)
        return false;
    text[strcspn(text, "\n")] = '\0';
    add_error(r, wit_import_plain(r->arena, wit_strndup(r->arena, text, code_len)),
              colon == NULL ? NULL : wit_import_plain(r->arena, colon[1] == ' ' ? colon + 2 : colon + 1));
    return true;
}

/* A member by the CLI's name, or by the wire's where the first letter is small ("clusterInfoList"). */
static const struct wit_value *member(const struct wit_value *object, const char *key)
{
    WIT_EACH(child, object) {
        if (child->key[0] != '\0' && (child->key[0] | 0x20) == (key[0] | 0x20) && strcmp(child->key + 1, key + 1) == 0)
            return child;
    }
    return NULL;
}

/* Does the answer itself say that more follows? */
static bool says_more(const struct wit_operation *op, const struct wit_value *answer)
{
    static const char *const tokens[] = {"NextToken", "nextToken", "NextMarker", "NextContinuationToken"};
    static const char *const flags[] = {"IsTruncated", "Truncated", "AdditionalRoutesAvailable"};
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        const char *token = wit_str(answer, tokens[i]);
        if (token != NULL && token[0] != '\0')
            return true;
    }
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (wit_bool(answer, flags[i], false))
            return true;
    }
    const char *token = op->token_out == NULL ? NULL : wit_str(answer, op->token_out);
    if (token != NULL && token[0] != '\0')
        return true;
    const struct wit_value *inner = op->list_key == NULL ? NULL : wit_get(answer, op->list_key);
    return inner != NULL && inner->kind == WIT_OBJECT &&
           (wit_bool(inner, "IsTruncated", false) || wit_str(inner, "NextMarker") != NULL);
}

/* The list of an answer (an array, or an object with Items); the answer itself when the call has no list. */
static const struct wit_value *list_of(const struct wit_operation *op, const struct wit_value *answer)
{
    const struct wit_value *list = op->list_key == NULL ? answer : member(answer, op->list_key);
    if (op->list_key != NULL && list != NULL && list->kind == WIT_OBJECT && op->protocol == WIT_PROTO_REST_XML)
        return wit_get(list, "Items") != NULL ? wit_get(list, "Items") : list;
    if (list == NULL || list->kind != (op->list_key == NULL ? WIT_OBJECT : WIT_ARRAY))
        return NULL;
    return list;
}

/* The id of a key, from an answer about one; NULL when there is none that can stand in a record. */
static const char *key_id(struct reading *r, const struct wit_value *root)
{
    const char *key = wit_str(wit_get(root, "KeyMetadata"), "KeyId");
    return key != NULL && key[0] != '\0' && strlen(key) <= 256 ? wit_strdup(r->arena, key) : NULL;
}

static void add_named(struct reading *r, const struct wit_value *root)
{
    const struct wit_operation *op = r->name->op;
    if (op->scope == WIT_CALL_EACH && r->name->resource == NULL) {
        const char *key = key_id(r, root);
        if (key == NULL) {
            r->out->note = wit_fmt(r->arena, "%s is about one thing each: its id must stand in the name, %s.<id>.json",
                                   op->cli, op->cli);
            return;
        }
        add(r, op, "")->resource = key;
    } else {
        const struct wit_value *list = list_of(op, root);
        const struct wit_value *there = op->list_key == NULL ? NULL : member(root, op->list_key);
        if (list == NULL) {
            add_gap(r, op, WIT_GAP_UNREADABLE,
                    there == NULL ? wit_fmt(r->arena, "the answer has no \"%s\"", op->list_key)
                                  : wit_fmt(r->arena, "line %u, column %u: \"%s\" is not a list", there->line,
                                            there->col, op->list_key));
            return;
        }
        add(r, op, "")->more = says_more(op, root);
    }
    wit_import_hints_read(&r->out->hints, r->arena, op, op->list_key == NULL ? root : list_of(op, root));
}

/* "network_acls" -> "NetworkAcls" */
static const char *camel(struct wit_arena *arena, const char *snake)
{
    size_t len = strlen(snake), filled = 0;
    char *out = wit_alloc(arena, len + 1);
    bool up = true;
    for (size_t i = 0; i < len; i++) {
        if (snake[i] == '_') {
            up = true;
            continue;
        }
        out[filled++] = up && snake[i] >= 'a' && snake[i] <= 'z' ? (char)(snake[i] - 'a' + 'A') : snake[i];
        up = false;
    }
    return out;
}

/* The call that has such a list; *snake tells that the key is written as dumps do. */
static const struct wit_operation *op_of_key(struct wit_arena *scratch, const struct wit_value *list, bool *snake)
{
    const char *key = list->key;
    *snake = key[0] >= 'a' && key[0] <= 'z';
    if (list->kind != WIT_ARRAY || strlen(key) > 80)
        return NULL;
    if (strcmp(key, "instances") == 0) /* dumps of np-guard hold instances without their reservations */
        return wit_operation_find("ec2", "DescribeInstances");
    const char *name = *snake ? camel(scratch, key) : key;
    const struct wit_operation *op = wit_operation_by_list_key(name);
    if (op == NULL && strcmp(name, "PrefixLists") == 0 && list->count > 0) {
        bool plain = member(list->first, "Cidrs") != NULL;
        op = wit_operation_find("ec2", plain ? "DescribePrefixLists" : "DescribeManagedPrefixLists");
    }
    return op != NULL && op->scope != WIT_CALL_EACH ? op : NULL;
}

static void add_by_key(struct reading *r, struct wit_arena *scratch, const struct wit_value *root)
{
    if (wit_str(root, "Account") != NULL && wit_str(root, "Arn") != NULL && wit_str(root, "UserId") != NULL) {
        const struct wit_operation *sts = wit_operation_find("sts", "GetCallerIdentity");
        if (sts != NULL) {
            add(r, sts, "");
            wit_import_hints_read(&r->out->hints, r->arena, sts, root);
        }
        return;
    }
    size_t found = 0;
    bool snake = false;
    WIT_EACH(child, root)
        found += op_of_key(scratch, child, &snake) != NULL;
    bool dump = found > 1;
    WIT_EACH(child, root) {
        const struct wit_operation *op = op_of_key(scratch, child, &snake);
        if (op == NULL || (snake && !dump))
            continue;
        struct wit_import_part *part = add(r, op, dump ? wit_fmt(r->arena, "/%s", child->key) : "");
        part->more = says_more(op, root);
        wit_import_hints_read(&r->out->hints, r->arena, op, child);
    }
    const struct wit_operation *bpa = wit_operation_find("ec2", "DescribeVpcBlockPublicAccessOptions");
    if (r->out->n == 0 && bpa != NULL && wit_get(root, "VpcBlockPublicAccessOptions") != NULL)
        add(r, bpa, "");
    const char *key = key_id(r, root);
    const struct wit_operation *kms = wit_operation_find("kms", "DescribeKey");
    if (r->out->n == 0 && key != NULL && kms != NULL) {
        add(r, kms, "")->resource = key;
        wit_import_hints_read(&r->out->hints, r->arena, kms, root);
    }
    if (r->out->n == 0 && root->first != NULL)
        r->out->note = wit_fmt(r->arena, "not recognised: \"%s\" is no list that this version uses",
                               wit_import_plain(r->arena, wit_fmt(r->arena, "%.60s", root->first->key)));
}

void wit_import_answer_read(struct wit_import_answer *out, struct wit_arena *arena, struct wit_arena *scratch,
                            const struct wit_import_name *name, const char *bytes, size_t len)
{
    *out = (struct wit_import_answer){0};
    struct reading r = {.arena = arena, .name = name, .out = out};
    if (name->cli != NULL && name->op == NULL) {
        out->note = wit_fmt(arena, "%s is not used by this version", name->cli);
        return;
    }
    if (is_cli_error(&r, bytes, len))
        return;
    struct wit_value *root;
    struct wit_err err = {WIT_OK, ""};
    bool parsed = wit_json_parse(&root, scratch, bytes, len, &err);
    if (!parsed || root->kind != WIT_OBJECT) {
        const struct wit_operation *op = name->op != NULL ? name->op : wit_operation_by_list_key(name->stem);
        const char *why = parsed     ? "line 1: expected an object as the AWS CLI prints it"
                          : len == 0 ? "the file is empty: did the call fail?"
                                     : err.text;
        add_gap(&r, op, WIT_GAP_UNREADABLE, why);
        return;
    }
    const struct wit_value *error = wit_get(root, "Error");
    if (error != NULL && (root->count == 1 || name->op != NULL))
        add_error(&r, wit_str(error, "Code"), wit_str(error, "Message"));
    else if (name->op != NULL)
        add_named(&r, root);
    else
        add_by_key(&r, scratch, root);
    if (out->n == 0 && out->note == NULL)
        out->note = "not recognised: neither its name nor its content is that of an AWS CLI answer";
}
