/* pathmap/decode/answer.c: the bytes of one artefact: to one tree, to its list, to the decoder of its operation.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Also read: lists that stand alone or inside a file that holds several (`root`), and names with a small first letter
 * (what some services send on the wire). What cannot be read is a gap of the question that it should have answered.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pathmap/decode/decode.h"
#include "pathmap/decode/xmlshape.h"

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

bool wit_answer_shape(struct wit_value **out, struct wit_arena *arena, const struct wit_operation *op,
                      const char *bytes, size_t len, struct wit_err *err)
{
    size_t at = len >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    while (at < len && blank(bytes[at]))
        at++;
    if (at < len && bytes[at] == '<')
        return wit_xmlshape_read(out, arena, op, bytes, len, err);
    return wit_json_parse(out, arena, bytes, len, err);
}

/* A member by the CLI's name, or by the wire's where the first letter is small. */
static const struct wit_value *member(const struct wit_value *object, const char *key)
{
    if (object == NULL || object->kind != WIT_OBJECT)
        return NULL;
    WIT_EACH(child, object) {
        if (child->key[0] != '\0' && (child->key[0] | 0x20) == (key[0] | 0x20) && strcmp(child->key + 1, key + 1) == 0)
            return child;
    }
    return NULL;
}

/* RFC 6901, for the objects and arrays of `root`. NULL: nothing there. */
static const struct wit_value *at_pointer(const struct wit_value *v, struct wit_arena *scratch, const char *pointer)
{
    while (v != NULL && *pointer == '/') {
        size_t len = strcspn(++pointer, "/"), filled = 0;
        char *name = wit_alloc(scratch, len + 1);
        for (size_t i = 0; i < len; i++) {
            bool escape = pointer[i] == '~' && i + 1 < len && (pointer[i + 1] == '0' || pointer[i + 1] == '1');
            name[filled++] = !escape ? pointer[i] : pointer[i + 1] == '0' ? '~' : '/';
            i += escape;
        }
        pointer += len;
        const struct wit_value *next = NULL;
        if (v->kind == WIT_OBJECT)
            next = wit_get(v, name);
        else if (v->kind == WIT_ARRAY && filled > 0 && filled < 10 && strspn(name, "0123456789") == filled)
            next = wit_at(v, (size_t)strtoul(name, NULL, 10));
        v = next;
    }
    return *pointer == '\0' ? v : NULL;
}

void wit_answer_unreadable(struct wit_decoding *d, const char *pointer, const char *what)
{
    const struct wit_source *s = d->source;
    wit_gap_ref gap =
        wit_found(d, WIT_GAP_UNREADABLE, s, s->resource, pointer, NULL, "%s %s%s%s in %s %s: %s", s->op->service,
                  s->op->operation, s->resource[0] == '\0' ? "" : " of ", s->resource, s->account, s->region, what);
    if (s->asked->found == WIT_NO_GAP)
        s->asked->found = gap;
}

/* The journal says that this is the last page; the answer must not say otherwise. */
static bool says_more(const struct wit_operation *op, const struct wit_value *answer)
{
    static const char *const tokens[] = {"NextToken", "nextToken", "NextMarker", "NextContinuationToken"};
    static const char *const flags[] = {"IsTruncated", "Truncated", "AdditionalRoutesAvailable"};
    const struct wit_value *inner = op->list_key == NULL ? NULL : member(answer, op->list_key);
    for (size_t i = 0; i < sizeof tokens / sizeof tokens[0]; i++) {
        const char *token = wit_str(answer, tokens[i]), *below = wit_str(inner, tokens[i]);
        if ((token != NULL && token[0] != '\0') || (below != NULL && below[0] != '\0'))
            return true;
    }
    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
        if (wit_bool(answer, flags[i], false) || wit_bool(inner, flags[i], false))
            return true;
    }
    const char *token = op->token_out == NULL ? NULL : wit_str(answer, op->token_out);
    return token != NULL && token[0] != '\0';
}

static const struct wit_decoder *decoder_of(const struct wit_operation *op)
{
    for (const struct wit_decoder *row = wit_decoders; row->service != NULL; row++) {
        if (strcmp(row->operation, op->operation) == 0 && strcmp(row->service, op->service) == 0)
            return row;
    }
    return NULL;
}

/* Is this operation's list what another operation asks about, one by one? Its field, else NULL. */
static const char *field_of_each(const struct wit_operation *op)
{
    size_t n;
    const struct wit_operation *rows = wit_operations(&n);
    for (size_t i = 0; i < n; i++) {
        if (wit_operation_lister(&rows[i]) == op)
            return rows[i].each_field;
    }
    return NULL;
}

static void decode_list(struct wit_decoding *d, struct wit_source *s, const struct wit_value *list)
{
    const struct wit_decoder *decoder = decoder_of(s->op);
    const char *field = field_of_each(s->op);
    size_t index = 0;
    WIT_EACH(item, list) {
        s->asked->items++;
        if (item->kind != WIT_OBJECT) {
            wit_answer_unreadable(d, wit_pointer(d, "%s/%zu", s->prefix, index), "an item is not an object");
        } else {
            const char *id = field == NULL ? NULL : wit_str(item, field);
            if (id != NULL && id[0] != '\0')
                wit_ledger_resource(d, id);
            if (decoder != NULL)
                decoder->item(d, item, wit_pointer(d, "%s/%zu", s->prefix, index));
        }
        index++;
    }
}

/* The array of things in an answer; NULL with the reason told. */
static const struct wit_value *list_in(struct wit_decoding *d, struct wit_source *s, const struct wit_value *root,
                                       const char *root_pointer)
{
    s->prefix = root_pointer;
    if (root->kind == WIT_ARRAY)
        return root;
    const struct wit_value *list = member(root, s->op->list_key);
    if (list == NULL) {
        wit_answer_unreadable(d, root_pointer, wit_fmt(d->scratch, "the answer has no \"%s\"", s->op->list_key));
        return NULL;
    }
    s->prefix = wit_pointer(d, "%s/%s", root_pointer, list->key);
    if (list->kind == WIT_OBJECT && s->op->protocol == WIT_PROTO_REST_XML) { /* CloudFront: {"Items": […]} */
        const struct wit_value *items = wit_get(list, "Items");
        if (items == NULL && wit_int(list, "Quantity", 0) == 0)
            return list->count == 0                    ? NULL
                   : wit_get(list, "Quantity") != NULL ? wit_value_new(d->scratch, WIT_ARRAY)
                                                       : NULL;
        s->prefix = wit_pointer(d, "%s/Items", s->prefix);
        list = items;
    }
    if (list == NULL || list->kind != WIT_ARRAY) {
        wit_answer_unreadable(d, s->prefix, wit_fmt(d->scratch, "\"%s\" is not a list", s->op->list_key));
        return NULL;
    }
    return list;
}

/* S3 sends the policy itself; the CLI prints it as a string. */
static struct wit_value *policy_as_cli(struct wit_arena *scratch, struct wit_value *root, const char *bytes, size_t len)
{
    if (root->kind != WIT_OBJECT || wit_get(root, "Policy") != NULL || wit_get(root, "Statement") == NULL)
        return root;
    struct wit_value *wrapped = wit_value_new(scratch, WIT_OBJECT);
    wit_value_add(scratch, wrapped, "Policy", wit_value_string(scratch, wit_strndup(scratch, bytes, len)));
    return wrapped;
}

/* An error answer is stored as an artefact only when it means "there is none". */
static void decode_error(struct wit_decoding *d, const char *bytes, size_t len)
{
    const char *code = d->source->op->absent_error;
    if (code == NULL || memmem(bytes, len, code, strlen(code)) == NULL)
        wit_answer_unreadable(d, NULL, "the answer is an error");
}

void wit_answer_decode(struct wit_decoding *d, const struct wit_record *record, const char *bytes, size_t len)
{
    struct wit_source *s = (struct wit_source *)(uintptr_t)d->source;
    if (record->status >= 300) {
        decode_error(d, bytes, len);
        return;
    }
    struct wit_value *tree;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_answer_shape(&tree, d->scratch, s->op, bytes, len, &err)) {
        wit_answer_unreadable(d, NULL, err.text);
        return;
    }
    if (strcmp(s->op->operation, "GetBucketPolicy") == 0)
        tree = policy_as_cli(d->scratch, tree, bytes, len);
    const char *pointer = record->root == NULL ? "" : record->root;
    const struct wit_value *root = at_pointer(tree, d->scratch, pointer);
    if (root == NULL || (root->kind != WIT_OBJECT && root->kind != WIT_ARRAY)) {
        wit_answer_unreadable(d, pointer, "there is no answer at this place of the file");
        return;
    }
    if (record->last_page && root->kind == WIT_OBJECT && says_more(s->op, root))
        wit_answer_unreadable(d, pointer, "it was recorded as the last page, and says that more follows");
    if (s->op->list_key != NULL) {
        const struct wit_value *list = list_in(d, s, root, wit_word(d, pointer));
        if (list != NULL)
            decode_list(d, s, list);
        return;
    }
    const struct wit_decoder *decoder = decoder_of(s->op);
    s->prefix = wit_word(d, pointer);
    s->asked->items++;
    if (root->kind != WIT_OBJECT)
        wit_answer_unreadable(d, pointer, "the answer is not an object");
    else if (decoder != NULL)
        decoder->item(d, root, s->prefix);
}
