/* pathmap/identity/may.c: what a principal's own policies let it do somewhere: for the sheet of identities, not for a
 * verdict.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: IAM User Guide, "Policy evaluation logic"; "Grammar of the IAM JSON policy language".
 */
#include <string.h>

#include "pathmap/identity/inside.h"

static bool names_action(const struct wit_statement *s, const char *action)
{
    bool named = false;
    for (size_t i = 0; i < s->n_actions && !named; i++)
        named = wit_glob_covers(s->actions[i], action, true);
    return named != s->not_action;
}

static bool is_everywhere(const struct wit_statement *s)
{
    bool all = false;
    for (size_t i = 0; i < s->n_resources && !all; i++)
        all = strcmp(s->resources[i], "*") == 0;
    return all && !s->not_resource && s->n_conditions == 0 && !s->unread;
}

struct found {
    bool allowed, denied, unknown;
    const char *by;
};

static void look(struct found *f, const struct wit_document *doc, const char *action)
{
    f->unknown = f->unknown || doc->gap != NULL;
    for (size_t i = 0; doc->gap == NULL && i < doc->policy.n; i++) {
        const struct wit_statement *s = &doc->policy.statements[i];
        if (s->unread || (s->may_allow && s->may_deny)) {
            f->unknown = true;
        } else if (names_action(s, action)) {
            if (s->may_deny)
                f->denied = f->denied || is_everywhere(s);
            else if (!f->allowed) {
                f->allowed = true;
                f->by = doc->id;
            }
        }
    }
}

enum wit_told wit_identity_may(const char **by, const char **action, struct wit_identity *id,
                               const struct wit_principal *principal, const char *const *actions, size_t n)
{
    bool unknown = principal->gap != WIT_NO_GAP;
    *by = *action = "";
    for (size_t i = 0; i < n; i++) {
        struct found f = {.by = ""};
        for (size_t k = 0; k < principal->n_policies; k++) {
            const struct wit_policy_text *text = &principal->policies[k];
            const struct wit_gap *missing = wit_identity_gap_at(id, text->gap);
            look(&f, wit_document_of(id, "identity", text->id, text->text, missing, text->cite), actions[i]);
        }
        if (f.allowed && !f.denied) {
            *by = f.by;
            *action = actions[i];
            return WIT_TOLD_YES;
        }
        unknown = unknown || (f.unknown && !f.denied);
    }
    return unknown ? WIT_NOT_TOLD : WIT_TOLD_NO;
}
