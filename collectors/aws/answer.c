/* collectors/aws/answer.c: errors, tokens and listed names in XML and JSON answers.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/aws/answer.h"

#include <string.h>

#include "base/json.h"
#include "base/xml.h"
#include "collectors/aws/endpoints.h"

enum { MAX_LISTED = 1000000 };

static void one_line(char *out, size_t room, const char *text)
{
    size_t n = 0;
    for (; text != NULL && *text != '\0' && n + 1 < room; text++)
        out[n++] = (unsigned char)*text < 0x20 || *text == 0x7f ? ' ' : *text;
    while (n > 0 && ((unsigned char)out[n - 1] & 0xc0) == 0x80 && text != NULL && *text != '\0')
        n--; /* not in the middle of a UTF-8 sequence */
    if (n > 0 && (unsigned char)out[n - 1] >= 0xc0)
        n--;
    out[n] = '\0';
}

/* "com.amazonaws.kms#AccessDeniedException:http://…" is AccessDeniedException. */
static void set_code(struct wit_answer *out, const char *code)
{
    const char *hash = code != NULL ? strrchr(code, '#') : NULL;
    one_line(out->code, sizeof out->code, hash != NULL ? hash + 1 : code);
    out->code[strcspn(out->code, ": ,")] = '\0';
}

static bool is_json(const struct wit_operation *op)
{
    return op->protocol == WIT_PROTO_JSON || op->protocol == WIT_PROTO_REST_JSON ||
           strcmp(op->operation, "GetBucketPolicy") == 0;
}

/* Errors of EC2 are in Response/Errors/Error, of query services in ErrorResponse/Error, of S3 in Error. */
static void read_xml_error(struct wit_answer *out, const struct wit_xml *root)
{
    const struct wit_xml *at = root;
    if (wit_xml_child(at, "Errors") != NULL)
        at = wit_xml_child(at, "Errors");
    if (wit_xml_child(at, "Error") != NULL)
        at = wit_xml_child(at, "Error");
    set_code(out, wit_xml_text(at, "Code"));
    one_line(out->message, sizeof out->message, wit_xml_text(at, "Message"));
    const char *region = wit_xml_text(at, "Region");
    if (region != NULL && wit_region_valid(region))
        one_line(out->region, sizeof out->region, region);
}

static void read_error(struct wit_answer *out, struct wit_arena *arena, const char *error_type, const char *body,
                       size_t len)
{
    struct wit_value *json;
    struct wit_xml *xml;
    out->is_error = true;
    if (wit_json_parse(&json, arena, body, len, NULL)) {
        const char *message = wit_str(json, "message");
        set_code(out, *error_type != '\0'               ? error_type
                      : wit_str(json, "__type") != NULL ? wit_str(json, "__type")
                                                        : wit_str(json, "code"));
        one_line(out->message, sizeof out->message, message != NULL ? message : wit_str(json, "Message"));
    } else if (wit_xml_parse(&xml, arena, body, len, NULL)) {
        read_xml_error(out, xml);
    } else {
        set_code(out, error_type);
    }
    /* The canonical request, which this error may quote, holds the session token. */
    if (strcmp(out->code, "SignatureDoesNotMatch") == 0) {
        char *quote = strstr(out->message, "Canonical String");
        if (quote != NULL)
            one_line(quote, sizeof out->message - (size_t)(quote - out->message), "(canonical string left out)");
    }
}

/* EC2 names fields in XML as in JSON, but with a small first letter. */
static const char *lower_first(struct wit_arena *arena, const char *name)
{
    char *copy = wit_strdup(arena, name);
    if (copy[0] >= 'A' && copy[0] <= 'Z')
        copy[0] = (char)(copy[0] + ('a' - 'A'));
    return copy;
}

static bool name_is(const char *name, const char *operation, const char *ending)
{
    size_t len = strlen(operation);
    return strncmp(name, operation, len) == 0 && strcmp(name + len, ending) == 0;
}

/* The element that holds the list and the token: the root, or query services' <OpResult>. */
static bool find_frame(const struct wit_xml **frame, const struct wit_operation *op, const struct wit_xml *root,
                       struct wit_err *err)
{
    *frame = root;
    if (op->protocol == WIT_PROTO_REST_XML) {
        static const char *const wrong[] = {"Error", "ErrorResponse", "html", "HTML"};
        for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
            if (strcmp(root->name, wrong[i]) == 0)
                return wit_fail(err, WIT_EPARSE, "an answer with status 200 whose root is <%s>", root->name);
        }
        return true;
    }
    if (!name_is(root->name, op->operation, "Response"))
        return wit_fail(err, WIT_EPARSE, "the answer's root is <%.64s>, not <%sResponse>", root->name, op->operation);
    for (const struct wit_xml *child = root->first; op->protocol == WIT_PROTO_QUERY; child = child->next) {
        if (child == NULL)
            return wit_fail(err, WIT_EPARSE, "the answer has no <%sResult>", op->operation);
        if (name_is(child->name, op->operation, "Result")) {
            *frame = child;
            break;
        }
    }
    return true;
}

static bool read_xml(struct wit_answer *out, struct wit_arena *arena, const struct wit_operation *op, const char *body,
                     size_t len, struct wit_err *err)
{
    struct wit_xml *root;
    const struct wit_xml *frame;
    if (!wit_xml_parse(&root, arena, body, len, err) || !find_frame(&frame, op, root, err))
        return false;
    /* CloudFront leaves Items out of an empty list; its root is the list then. */
    bool root_is_list = op->list_key != NULL && strcmp(root->name, op->list_key) == 0;
    if (op->xml_list != NULL && !root_is_list && wit_xml_child(frame, op->xml_list) == NULL)
        return wit_fail(err, WIT_EPARSE, "the answer has no <%s>", op->xml_list);
    if (op->token_out == NULL)
        return true;
    const char *name = op->protocol == WIT_PROTO_EC2 ? lower_first(arena, op->token_out) : op->token_out;
    const char *token = wit_xml_text(frame, name);
    const char *more = wit_xml_text(frame, "IsTruncated");
    if (token != NULL && *token != '\0')
        out->token = token;
    else if (more != NULL && strcmp(more, "true") == 0)
        return wit_fail(err, WIT_EPARSE, "the answer is truncated and names no next page");
    return true;
}

static const struct wit_value *list_of(struct wit_arena *arena, const struct wit_operation *op,
                                       const struct wit_value *root)
{
    const struct wit_value *list = wit_get(root, op->list_key);
    return list != NULL ? list : wit_get(root, lower_first(arena, op->list_key));
}

static bool read_json(struct wit_answer *out, struct wit_arena *arena, const struct wit_operation *op, const char *body,
                      size_t len, struct wit_err *err)
{
    struct wit_value *root;
    if (!wit_json_parse(&root, arena, body, len, err))
        return false;
    if (root->kind != WIT_OBJECT)
        return wit_fail(err, WIT_EPARSE, "the answer is not a JSON object");
    if (op->list_key != NULL) {
        const struct wit_value *list = list_of(arena, op, root);
        if (list == NULL || list->kind != WIT_ARRAY)
            return wit_fail(err, WIT_EPARSE, "the answer has no list \"%s\"", op->list_key);
    }
    if (op->token_out == NULL)
        return true;
    const char *token = wit_str(root, op->token_out);
    if (token != NULL && *token != '\0')
        out->token = token;
    else if (wit_bool(root, "Truncated", false))
        return wit_fail(err, WIT_EPARSE, "the answer is truncated and names no next page");
    return true;
}

bool wit_answer_read(struct wit_answer *out, struct wit_arena *arena, const struct wit_operation *op, int status,
                     const char *error_type, const char *body, size_t len, struct wit_err *err)
{
    struct wit_answer answer = {0};
    if (status < 200 || status > 299)
        read_error(&answer, arena, error_type, body, len);
    else if (is_json(op) ? !read_json(&answer, arena, op, body, len, err)
                         : !read_xml(&answer, arena, op, body, len, err))
        return false;
    *out = answer;
    return true;
}

static bool list_add(const char ***items, size_t *n, size_t *cap, struct wit_arena *arena, const char *value,
                     struct wit_err *err)
{
    if (value == NULL || *value == '\0')
        return wit_fail(err, WIT_EPARSE, "item %zu has no name", *n + 1);
    if (*n == MAX_LISTED)
        return wit_fail(err, WIT_ELIMIT, "more than %d items", MAX_LISTED);
    WIT_PUSH(arena, *items, *n, *cap) = value;
    return true;
}

bool wit_answer_list(const char ***out, size_t *n, struct wit_arena *arena, const struct wit_operation *op,
                     const char *field, const char *body, size_t len, struct wit_err *err)
{
    const char **items = NULL;
    size_t count = 0, cap = 0;
    if (is_json(op)) {
        struct wit_value *root;
        if (!wit_json_parse(&root, arena, body, len, err))
            return false;
        WIT_EACH(item, list_of(arena, op, root)) {
            if (!list_add(&items, &count, &cap, arena, wit_str(item, field), err))
                return false;
        }
    } else {
        struct wit_xml *root;
        const struct wit_xml *frame;
        if (!wit_xml_parse(&root, arena, body, len, err) || !find_frame(&frame, op, root, err))
            return false;
        const struct wit_xml *list = wit_xml_child(frame, op->xml_list);
        const char *name = op->protocol == WIT_PROTO_EC2 ? lower_first(arena, field) : field;
        for (const struct wit_xml *item = list != NULL ? list->first : NULL; item != NULL; item = item->next) {
            if (!list_add(&items, &count, &cap, arena, wit_xml_text(item, name), err))
                return false;
        }
    }
    *out = items;
    *n = count;
    return true;
}

const char *wit_answer_bucket_region(struct wit_arena *arena, const char *body, size_t len)
{
    struct wit_xml *root;
    if (!wit_xml_parse(&root, arena, body, len, NULL) || strcmp(root->name, "LocationConstraint") != 0)
        return NULL;
    if (*root->text == '\0')
        return "us-east-1";
    if (strcmp(root->text, "EU") == 0)
        return "eu-west-1";
    return wit_region_valid(root->text) ? root->text : NULL;
}
