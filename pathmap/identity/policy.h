/* pathmap/identity/policy.h: one policy of the platform, read from its JSON text, and the patterns that it is made of.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Hostile input: capped, never recursed over, and nothing that is not understood is passed over: a statement with
 * something strange in it is kept as `unread` and then matches possibly, whatever it says. Memory is the arena's.
 * Source: IAM User Guide, "IAM JSON policy elements reference" and "Grammar of the IAM JSON policy language".
 */
#ifndef WIT_IDENTITY_POLICY_H
#define WIT_IDENTITY_POLICY_H

#include "base/arena.h"

#define WIT_POLICY_MAX_BYTES ((size_t)256 << 10) /* the platform's own largest is 20 KiB */

enum wit_match { WIT_MATCH_NO, WIT_MATCH_MAYBE, WIT_MATCH_YES };
enum wit_match wit_match_not(enum wit_match m);

enum wit_named { WIT_NAMED_ANY, WIT_NAMED_AWS, WIT_NAMED_SERVICE, WIT_NAMED_FEDERATED, WIT_NAMED_CANONICAL };
struct wit_named_principal {
    enum wit_named kind;
    const char *text; /* ARN, account id, unique id, service name; "*" for WIT_NAMED_ANY */
};
enum wit_operator {
    WIT_OP_UNKNOWN,
    WIT_OP_STRING,
    WIT_OP_STRING_LIKE,
    WIT_OP_STRING_NO_CASE,
    WIT_OP_ARN,
    WIT_OP_NUMBER_EQUALS,
    WIT_OP_NUMBER_LESS,
    WIT_OP_NUMBER_LESS_EQUALS,
    WIT_OP_NUMBER_GREATER,
    WIT_OP_NUMBER_GREATER_EQUALS,
    WIT_OP_BOOL,
    WIT_OP_ADDRESS,
    WIT_OP_NULL
};
struct wit_condition {
    const char *word; /* as written: "ForAnyValue:StringLikeIfExists" */
    enum wit_operator op;
    bool negated;   /* StringNotEquals, NotIpAddress … */
    bool if_exists; /* …IfExists: holds where the key is absent */
    bool all, any;  /* ForAllValues:, ForAnyValue: */
    const char *key;
    const char *const *values; /* never printed: they may be secrets between companies */
    size_t n_values;
};
struct wit_statement {
    const char *name;         /* its Sid, else its number from 1: "2" */
    bool may_allow, may_deny; /* one of them, unless its Effect could not be read */
    bool unread;              /* something in it is not understood: it matches possibly */
    bool not_principal, not_action, not_resource;
    const struct wit_named_principal *principals;
    size_t n_principals;
    bool names_principals; /* has Principal or NotPrincipal: identity policies have none */
    const char *const *actions;
    size_t n_actions;
    const char *const *resources;
    size_t n_resources;
    const struct wit_condition *conditions; /* all of them must hold */
    size_t n_conditions;
};
struct wit_policy {
    const struct wit_statement *statements; /* in the order of the text */
    size_t n;
};

/* err: WIT_EPARSE not JSON, or no policy at all; WIT_ELIMIT */
WIT_NODISCARD bool wit_policy_parse(struct wit_policy *out, struct wit_arena *arena, const char *text, size_t len,
                                    struct wit_err *err);

/* ---- patterns: `*` any text, `?` any character (glob.c) ---- */
/* Every text that `inner` stands for is one of `outer`'s. False may mean: not shown. */
bool wit_glob_covers(const char *outer, const char *inner, bool fold_case);
/* Some text is of both. Exact, unless the patterns are huge: then true. */
bool wit_glob_meets(const char *a, const char *b);
/* The pattern holds a policy variable ("${aws:username}"): it covers nothing, and meets what its plain parts meet. */
bool wit_glob_has_variable(const char *pattern);

#endif
