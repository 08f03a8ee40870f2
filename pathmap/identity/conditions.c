/* pathmap/identity/conditions.c: does a condition hold for a request: yes, no, or it cannot be told.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: IAM User Guide, "IAM JSON policy elements: Condition operators", "Creating a condition with multiple keys or
 * values": values are alternatives; with a negated operator none of them may match; a key that the request does not
 * have fails, but for negated and …IfExists operators and ForAllValues.
 */
#include <string.h>
#include <strings.h>

#include "pathmap/identity/request.h"

enum { SCALE = 1000000 };

void wit_request_set(struct wit_request *r, const char *name, enum wit_key_state state, const char *value)
{
    if (r->n_keys == sizeof r->keys / sizeof r->keys[0])
        wit_die("a request with more than %zu keys", r->n_keys);
    r->keys[r->n_keys++] = (struct wit_request_key){name, state, value};
}

/* Sent by the client as it likes: headers and parameters of S3's own calls. */
static bool is_chosen(const char *name)
{
    static const char *const prefixes[] = {"s3:x-amz-", "s3:RequestObjectTag", "s3:object-lock-"};
    static const char *const names[] = {"s3:prefix", "s3:delimiter", "s3:max-keys", "aws:Referer", "aws:UserAgent"};
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
        if (strncasecmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    }
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

/* Set only where a service of the platform asks in its own name. */
static bool is_for_services(const char *name)
{
    static const char *const names[] = {"aws:SourceArn",
                                        "aws:SourceAccount",
                                        "aws:SourceOrgID",
                                        "aws:SourceOrgPaths",
                                        "aws:CalledVia",
                                        "aws:CalledViaFirst",
                                        "aws:CalledViaLast",
                                        "aws:SourceOwner",
                                        "aws:PrincipalServiceName",
                                        "aws:PrincipalServiceNamesList"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(name, names[i]) == 0)
            return true;
    }
    return false;
}

void wit_request_get(struct wit_request_key *found, const struct wit_request *r, const char *name)
{
    for (size_t i = 0; i < r->n_keys; i++) {
        if (strcasecmp(r->keys[i].name, name) == 0) {
            *found = r->keys[i];
            return;
        }
    }
    *found = (struct wit_request_key){name, WIT_KEY_UNKNOWN, ""};
    if (is_for_services(name))
        found->state = WIT_KEY_ABSENT;
    if (!is_chosen(name))
        return;
    found->state = r->single ? WIT_KEY_ABSENT : WIT_KEY_CHOSEN;
    for (size_t i = 0; r->single && i < r->n_choices; i++) {
        if (strcasecmp(r->choices[i].name, name) == 0)
            *found = r->choices[i];
    }
}

/* "1.2" in millionths; no exponent, at most six decimals. */
static bool read_number(int64_t *out, const char *text)
{
    int64_t n = 0, unit = SCALE;
    bool negative = *text == '-', point = false, digits = false;
    for (text += negative; *text != '\0'; text++) {
        if (*text == '.' && !point) {
            point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || n > INT64_MAX / 100 || (point && unit == 1))
            return false;
        digits = true;
        if (point) {
            unit /= 10;
            n += (*text - '0') * unit;
        } else {
            n = n * 10 + (*text - '0') * (int64_t)SCALE;
        }
    }
    *out = negative ? -n : n;
    return digits;
}

static enum wit_match compare_numbers(enum wit_operator op, const char *have, const char *want)
{
    int64_t a, b;
    if (!read_number(&a, have) || !read_number(&b, want))
        return WIT_MATCH_MAYBE;
    bool holds = op == WIT_OP_NUMBER_EQUALS        ? a == b
                 : op == WIT_OP_NUMBER_LESS        ? a < b
                 : op == WIT_OP_NUMBER_LESS_EQUALS ? a <= b
                 : op == WIT_OP_NUMBER_GREATER     ? a > b
                                                   : a >= b;
    return holds ? WIT_MATCH_YES : WIT_MATCH_NO;
}

/* Part number `k` of an ARN: five ends at colons, the sixth is the rest. NULL: it has none. */
static const char *arn_part(const char *arn, int k, size_t *len)
{
    for (int i = 0; i < k; i++) {
        arn = strchr(arn, ':');
        if (arn == NULL)
            return NULL;
        arn++;
    }
    *len = k < 5 ? strcspn(arn, ":") : strlen(arn);
    return arn;
}

/* "Each of the six colon-delimited components of the ARN is checked separately." */
static bool arn_like(const char *pattern, const char *arn)
{
    char p[2048], a[2048];
    for (int k = 0; k < 6; k++) {
        size_t n = 0, m = 0;
        const char *left = arn_part(pattern, k, &n), *right = arn_part(arn, k, &m);
        if (left == NULL || right == NULL || n >= sizeof p || m >= sizeof a)
            return false;
        memcpy(p, left, n);
        memcpy(a, right, m);
        p[n] = a[m] = '\0';
        if (!wit_glob_covers(p, a, false))
            return false;
    }
    return true;
}

static enum wit_match compare_addresses(const char *have, const char *want)
{
    struct wit_prefix prefix;
    struct wit_addr addr, one;
    if (!wit_addr_parse(&addr, have, NULL))
        return WIT_MATCH_MAYBE;
    if (wit_addr_parse(&one, want, NULL))
        return wit_addr_cmp(one, addr) == 0 ? WIT_MATCH_YES : WIT_MATCH_NO;
    if (strlen(want) >= WIT_PREFIX_TEXT || !wit_prefix_parse(&prefix, NULL, want, NULL))
        return WIT_MATCH_MAYBE;
    return wit_prefix_has(prefix, addr) ? WIT_MATCH_YES : WIT_MATCH_NO;
}

static enum wit_match yes_if(bool holds)
{
    return holds ? WIT_MATCH_YES : WIT_MATCH_NO;
}

/* One known value against one of the policy. */
static enum wit_match compare(enum wit_operator op, const char *have, const char *want)
{
    if (wit_glob_has_variable(want))
        return WIT_MATCH_MAYBE;
    switch (op) {
    case WIT_OP_STRING:
        return yes_if(strcmp(have, want) == 0);
    case WIT_OP_STRING_NO_CASE:
    case WIT_OP_BOOL:
        return yes_if(strcasecmp(have, want) == 0);
    case WIT_OP_STRING_LIKE:
        return yes_if(wit_glob_covers(want, have, false));
    case WIT_OP_ARN:
        return yes_if(arn_like(want, have));
    case WIT_OP_ADDRESS:
        return compare_addresses(have, want);
    case WIT_OP_NUMBER_EQUALS:
    case WIT_OP_NUMBER_LESS:
    case WIT_OP_NUMBER_LESS_EQUALS:
    case WIT_OP_NUMBER_GREATER:
    case WIT_OP_NUMBER_GREATER_EQUALS:
        return compare_numbers(op, have, want);
    case WIT_OP_NULL:
    case WIT_OP_UNKNOWN:
        break;
    }
    return WIT_MATCH_MAYBE;
}

/* A value of which only the beginning is known. */
static enum wit_match compare_beginning(struct wit_arena *arena, enum wit_operator op, const char *have,
                                        const char *want)
{
    const char *many = wit_fmt(arena, "%s*", have);
    if (op == WIT_OP_STRING_LIKE && wit_glob_covers(want, many, false))
        return WIT_MATCH_YES;
    if (op == WIT_OP_STRING || op == WIT_OP_STRING_LIKE)
        return wit_glob_meets(want, many) ? WIT_MATCH_MAYBE : WIT_MATCH_NO;
    return WIT_MATCH_MAYBE;
}

static enum wit_match null_holds(const struct wit_condition *c, const struct wit_request_key *key)
{
    if (c->n_values != 1 || key->state == WIT_KEY_UNKNOWN || key->state == WIT_KEY_CHOSEN)
        return WIT_MATCH_MAYBE;
    bool absent = key->state == WIT_KEY_ABSENT;
    if (strcasecmp(c->values[0], "true") == 0)
        return yes_if(absent);
    return strcasecmp(c->values[0], "false") == 0 ? yes_if(!absent) : WIT_MATCH_MAYBE;
}

enum wit_match wit_condition_holds(const struct wit_condition *c, const struct wit_request *r)
{
    struct wit_request_key key;
    wit_request_get(&key, r, c->key);
    if (c->op == WIT_OP_NULL && !c->if_exists && !c->all && !c->any)
        return null_holds(c, &key);
    if (c->op == WIT_OP_NULL || c->op == WIT_OP_UNKNOWN)
        return WIT_MATCH_MAYBE;
    if (key.state == WIT_KEY_ABSENT)
        return c->any ? WIT_MATCH_NO : yes_if(c->negated || c->if_exists || c->all);
    if (key.state == WIT_KEY_UNKNOWN || key.state == WIT_KEY_CHOSEN)
        return WIT_MATCH_MAYBE;
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    enum wit_match best = WIT_MATCH_NO;
    for (size_t i = 0; i < c->n_values && best != WIT_MATCH_YES; i++) {
        enum wit_match one = key.state == WIT_KEY_IS ? compare(c->op, key.value, c->values[i])
                                                     : compare_beginning(arena, c->op, key.value, c->values[i]);
        best = one > best ? one : best;
    }
    return c->negated ? wit_match_not(best) : best;
}
