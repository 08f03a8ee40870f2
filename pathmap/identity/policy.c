/* pathmap/identity/policy.c: reads the JSON text of a policy; what it does not understand is marked, never passed over.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: IAM User Guide, "Grammar of the IAM JSON policy language".
 */
#include "pathmap/identity/policy.h"

#include <string.h>

#include "base/json.h"

enum wit_match wit_match_not(enum wit_match m)
{
    return m == WIT_MATCH_YES ? WIT_MATCH_NO : m == WIT_MATCH_NO ? WIT_MATCH_YES : WIT_MATCH_MAYBE;
}

/* A string, or a list of strings. False: it is something else. Numbers and booleans count as their text. */
static bool read_texts(const char *const **out, size_t *n, struct wit_arena *arena, const struct wit_value *v)
{
    size_t count = v->kind == WIT_ARRAY ? v->count : 1, at = 0;
    const char **list = WIT_NEW_ARRAY(arena, const char *, count);
    if (v->kind == WIT_ARRAY) {
        WIT_EACH(item, v) {
            if (wit_text(item) == NULL)
                return false;
            list[at++] = item->text;
        }
    } else if (wit_text(v) == NULL) {
        return false;
    } else {
        list[at++] = v->text;
    }
    *out = list;
    *n = at;
    return at > 0;
}

static bool add_named(struct wit_statement *s, struct wit_arena *arena, size_t *cap, enum wit_named kind,
                      const struct wit_value *v)
{
    const char *const *texts;
    size_t n;
    struct wit_named_principal *list = (struct wit_named_principal *)(uintptr_t)s->principals;
    if (!read_texts(&texts, &n, arena, v))
        return false;
    for (size_t i = 0; i < n; i++) {
        bool anybody = strcmp(texts[i], "*") == 0 && kind == WIT_NAMED_AWS;
        WIT_PUSH(arena, list, s->n_principals, *cap) =
            (struct wit_named_principal){anybody ? WIT_NAMED_ANY : kind, texts[i]};
        s->principals = list;
    }
    return true;
}

static bool read_principals(struct wit_statement *s, struct wit_arena *arena, const struct wit_value *v)
{
    static const struct {
        const char *key;
        enum wit_named kind;
    } kinds[] = {{"AWS", WIT_NAMED_AWS},
                 {"Service", WIT_NAMED_SERVICE},
                 {"Federated", WIT_NAMED_FEDERATED},
                 {"CanonicalUser", WIT_NAMED_CANONICAL}};
    size_t cap = 0;
    s->names_principals = true;
    if (v->kind == WIT_STRING)
        return strcmp(v->text, "*") == 0 && add_named(s, arena, &cap, WIT_NAMED_AWS, v);
    if (v->kind != WIT_OBJECT)
        return false;
    WIT_EACH(member, v) {
        bool known = false;
        for (size_t i = 0; i < sizeof kinds / sizeof kinds[0] && !known; i++) {
            known = strcmp(member->key, kinds[i].key) == 0;
            if (known && !add_named(s, arena, &cap, kinds[i].kind, member))
                return false;
        }
        if (!known)
            return false;
    }
    return s->n_principals > 0;
}

static const struct {
    const char *word;
    enum wit_operator op;
    bool negated;
} operators[] = {
    {"StringEquals", WIT_OP_STRING, false},
    {"StringNotEquals", WIT_OP_STRING, true},
    {"StringEqualsIgnoreCase", WIT_OP_STRING_NO_CASE, false},
    {"StringNotEqualsIgnoreCase", WIT_OP_STRING_NO_CASE, true},
    {"StringLike", WIT_OP_STRING_LIKE, false},
    {"StringNotLike", WIT_OP_STRING_LIKE, true},
    {"ArnEquals", WIT_OP_ARN, false},
    {"ArnLike", WIT_OP_ARN, false},
    {"ArnNotEquals", WIT_OP_ARN, true},
    {"ArnNotLike", WIT_OP_ARN, true},
    {"NumericEquals", WIT_OP_NUMBER_EQUALS, false},
    {"NumericNotEquals", WIT_OP_NUMBER_EQUALS, true},
    {"NumericLessThan", WIT_OP_NUMBER_LESS, false},
    {"NumericLessThanEquals", WIT_OP_NUMBER_LESS_EQUALS, false},
    {"NumericGreaterThan", WIT_OP_NUMBER_GREATER, false},
    {"NumericGreaterThanEquals", WIT_OP_NUMBER_GREATER_EQUALS, false},
    {"Bool", WIT_OP_BOOL, false},
    {"IpAddress", WIT_OP_ADDRESS, false},
    {"NotIpAddress", WIT_OP_ADDRESS, true},
    {"Null", WIT_OP_NULL, false},
};

static bool begins(const char **text, const char *with)
{
    size_t len = strlen(with);
    if (strncmp(*text, with, len) != 0)
        return false;
    *text += len;
    return true;
}

/* Dates and binary values are not compared: WIT_OP_UNKNOWN, which matches possibly. */
static void read_operator(struct wit_condition *c, const char *word)
{
    static const char exists[] = "IfExists";
    const char *at = word;
    c->word = word;
    c->all = begins(&at, "ForAllValues:");
    c->any = !c->all && begins(&at, "ForAnyValue:");
    size_t len = strlen(at);
    c->if_exists = len > sizeof exists - 1 && strcmp(at + len - (sizeof exists - 1), exists) == 0;
    if (c->if_exists)
        len -= sizeof exists - 1;
    for (size_t i = 0; i < sizeof operators / sizeof operators[0]; i++) {
        if (strlen(operators[i].word) == len && strncmp(operators[i].word, at, len) == 0) {
            c->op = operators[i].op;
            c->negated = operators[i].negated;
        }
    }
}

static bool read_conditions(struct wit_statement *s, struct wit_arena *arena, const struct wit_value *v)
{
    struct wit_condition *list = NULL;
    size_t cap = 0;
    if (v->kind != WIT_OBJECT)
        return false;
    WIT_EACH(block, v) {
        if (block->kind != WIT_OBJECT)
            return false;
        WIT_EACH(key, block) {
            struct wit_condition c = {.key = key->key};
            read_operator(&c, block->key);
            if (!read_texts(&c.values, &c.n_values, arena, key))
                c.op = WIT_OP_UNKNOWN;
            WIT_PUSH(arena, list, s->n_conditions, cap) = c;
        }
    }
    s->conditions = list;
    return true;
}

/* One member of a statement. False: not understood. */
static bool read_member(struct wit_statement *s, struct wit_arena *arena, const struct wit_value *v)
{
    bool negated = strncmp(v->key, "Not", 3) == 0;
    const char *key = negated ? v->key + 3 : v->key;
    if (strcmp(v->key, "Sid") == 0) {
        if (v->kind == WIT_STRING && v->text[0] != '\0')
            s->name = v->text;
        return v->kind == WIT_STRING;
    }
    if (strcmp(v->key, "Effect") == 0) {
        bool allow = v->kind == WIT_STRING && strcmp(v->text, "Allow") == 0;
        bool deny = v->kind == WIT_STRING && strcmp(v->text, "Deny") == 0;
        s->may_allow = allow || !deny;
        s->may_deny = deny || !allow;
        return allow || deny;
    }
    if (strcmp(key, "Principal") == 0) {
        bool twice = s->names_principals;
        s->not_principal = negated;
        return read_principals(s, arena, v) && !twice;
    }
    if (strcmp(key, "Action") == 0) {
        bool twice = s->actions != NULL;
        s->not_action = negated;
        return read_texts(&s->actions, &s->n_actions, arena, v) && !twice;
    }
    if (strcmp(key, "Resource") == 0) {
        bool twice = s->resources != NULL;
        s->not_resource = negated;
        return read_texts(&s->resources, &s->n_resources, arena, v) && !twice;
    }
    return strcmp(v->key, "Condition") == 0 && read_conditions(s, arena, v);
}

static void read_statement(struct wit_statement *s, struct wit_arena *arena, const struct wit_value *v, size_t number)
{
    *s = (struct wit_statement){.name = wit_fmt(arena, "%zu", number), .may_allow = true, .may_deny = true};
    if (v->kind != WIT_OBJECT) {
        s->unread = true;
        return;
    }
    WIT_EACH(member, v) {
        if (!read_member(s, arena, member))
            s->unread = true;
    }
    if (s->actions == NULL || s->resources == NULL || (s->may_allow && s->may_deny))
        s->unread = true;
}

bool wit_policy_parse(struct wit_policy *out, struct wit_arena *arena, const char *text, size_t len,
                      struct wit_err *err)
{
    struct wit_value *root;
    if (len > WIT_POLICY_MAX_BYTES)
        return wit_fail(err, WIT_ELIMIT, "a policy of more than %zu bytes", WIT_POLICY_MAX_BYTES);
    if (!wit_json_parse(&root, arena, text, len, err))
        return false;
    const struct wit_value *list = root->kind == WIT_OBJECT ? wit_get(root, "Statement") : NULL;
    if (list == NULL || (list->kind != WIT_ARRAY && list->kind != WIT_OBJECT))
        return wit_fail(err, WIT_EPARSE, "line %u: a policy without statements", root->line);
    WIT_EACH(member, root) {
        if (strcmp(member->key, "Version") != 0 && strcmp(member->key, "Id") != 0 &&
            strcmp(member->key, "Statement") != 0)
            return wit_fail(err, WIT_EPARSE, "line %u: a member that policies do not have", member->line);
    }
    size_t n = list->kind == WIT_ARRAY ? list->count : 1, at = 0;
    struct wit_statement *statements = WIT_NEW_ARRAY(arena, struct wit_statement, n);
    if (list->kind == WIT_OBJECT) {
        read_statement(&statements[at++], arena, list, 1);
    } else {
        WIT_EACH(item, list) {
            read_statement(&statements[at], arena, item, at + 1);
            at++;
        }
    }
    *out = (struct wit_policy){statements, at};
    return true;
}
