/* pathmap/review/policy_waive.c: waivers and answers of the policy, where they speak of something that is there.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A waiver takes nothing away: the finding stays with the waiver's name, the red path becomes yellow and says why.
 * Source: docs/policy.md.
 */
#include <string.h>

#include "pathmap/review/policy.h"
#include "pathmap/sheets/sheets.h"

/* It holds to the end of its last day, UTC; time is the evidence's. Without a time in the evidence none has ended. */
static bool has_ended(const struct wit_review *r, const struct wit_waiver *w)
{
    return r->today[0] != '\0' && strcmp(r->today, w->until) > 0;
}

static struct wit_waiver *speaks_of(struct wit_waiver *list, size_t n, const char *subject, bool even_ended)
{
    for (size_t i = 0; i < n; i++) {
        if ((even_ended || !list[i].ended) && strcmp(list[i].subject, subject) == 0)
            return &list[i];
    }
    return NULL;
}

/* In force for it, or NULL; one that has ended is used up, and told so. */
static const struct wit_waiver *use(struct wit_waiver *list, size_t n, const char *subject)
{
    struct wit_waiver *w = speaks_of(list, n, subject, false);
    struct wit_waiver *any = w != NULL ? w : speaks_of(list, n, subject, true);
    if (any != NULL)
        any->used = true;
    return w;
}

static void waive_findings(struct wit_review *r, struct wit_waiver *list, size_t n)
{
    for (size_t i = 0; i < r->n_findings; i++) {
        struct wit_finding *f = &r->findings[i];
        const struct wit_waiver *w = use(list, n, f->id);
        if (w == NULL)
            w = use(list, n, f->check);
        if (w != NULL)
            f->waiver = w->id;
    }
}

/* Every finding of that check about this path is waived, and there is one. */
static const struct wit_waiver *by_finding(const struct wit_review *r, const struct wit_path *path, const char *code)
{
    const char *check = wit_reason_check(code), *waiver = NULL;
    for (size_t i = 0; check != NULL && check[0] != '\0' && i < r->n_findings; i++) {
        const struct wit_finding *f = &r->findings[i];
        bool about = false;
        for (size_t k = 0; strcmp(f->check, check) == 0 && k < f->n_paths && !about; k++)
            about = strcmp(f->paths[k], path->id) == 0;
        if (about && f->waiver[0] == '\0')
            return NULL;
        if (about)
            waiver = f->waiver;
    }
    for (size_t i = 0; waiver != NULL && i < r->n_waivers; i++)
        if (strcmp(r->waivers[i].id, waiver) == 0)
            return &r->waivers[i];
    return NULL;
}

/* Red by these reasons alone: is each of them, or the path, lived with? */
static void waive_path(struct wit_review *r, struct wit_path *path, struct wit_waiver *list, size_t n)
{
    const struct wit_waiver *whole = use(list, n, path->id), *last = whole;
    if (path->status != WIT_RED)
        return;
    for (size_t i = 0; i < path->n_reasons; i++) {
        if (wit_status_code(r, path->reasons[i].code) != WIT_RED)
            continue;
        const struct wit_waiver *w = whole != NULL ? whole : use(list, n, path->reasons[i].code);
        if (w == NULL)
            w = by_finding(r, path, path->reasons[i].code);
        if (w == NULL)
            return;
        last = w;
    }
    if (last == NULL)
        return;
    struct wit_reason *reasons = WIT_NEW_ARRAY(r->arena, struct wit_reason, path->n_reasons + 1);
    memcpy(reasons, path->reasons, path->n_reasons * sizeof *reasons);
    reasons[path->n_reasons] =
        (struct wit_reason){"waived", wit_fmt(r->arena, "red, and lived with until %s by waiver '%s' of %s: %s",
                                              last->until, last->id, last->owner, last->reason)};
    path->reasons = reasons;
    path->n_reasons++;
    path->status = WIT_YELLOW;
}

void wit_review_waivers(struct wit_review *r)
{
    const struct wit_review_policy *policy = r->policy;
    struct wit_waiver *list = WIT_NEW_ARRAY(r->arena, struct wit_waiver, policy->n_waivers);
    for (size_t i = 0; i < policy->n_waivers; i++) {
        list[i] = policy->waivers[i];
        list[i].ended = has_ended(r, &list[i]);
        list[i].used = false;
    }
    r->waivers = list;
    r->n_waivers = policy->n_waivers;
}

void wit_review_waive(struct wit_review *r)
{
    struct wit_waiver *list = r->waivers;
    if (r->n_waivers == 0)
        return;
    waive_findings(r, list, r->n_waivers);
    for (size_t i = 0; i < r->n_paths; i++)
        waive_path(r, &r->paths[i], list, r->n_waivers);
    for (size_t i = 0; i < r->n_assertions; i++)
        (void)use(list, r->n_waivers, r->assertions[i].id);
}

static void answer_row(struct wit_review *r, struct wit_sheet_row *row, const struct wit_review_policy_answer *answer)
{
    row->mark = answer->mark;
    row->basis = WIT_BASIS_DECLARED;
    row->text = answer->owner[0] == '\0' ? answer->text : wit_fmt(r->arena, "%s (%s)", answer->text, answer->owner);
}

/* Only where evidence has nothing to say: what is computed stays as it is. */
void wit_review_answer(struct wit_review *r)
{
    struct wit_sheet *sheets = WIT_NEW_ARRAY(r->arena, struct wit_sheet, r->n_sheets);
    if (r->policy->n_answers == 0)
        return;
    for (size_t i = 0; i < r->n_sheets; i++) {
        struct wit_sheet_row *rows = WIT_NEW_ARRAY(r->arena, struct wit_sheet_row, r->sheets[i].n_rows);
        sheets[i] = r->sheets[i];
        for (size_t k = 0; k < sheets[i].n_rows; k++) {
            rows[k] = r->sheets[i].rows[k];
            const struct wit_review_policy_answer *answer =
                wit_review_policy_answer(r->policy, sheets[i].id, rows[k].id);
            if (answer != NULL && (rows[k].basis == WIT_BASIS_MISSING || rows[k].basis == WIT_BASIS_NONE))
                answer_row(r, &rows[k], answer);
        }
        sheets[i].rows = rows;
        sheets[i].mark = wit_sheet_worst(rows, sheets[i].n_rows);
    }
    r->sheets = sheets;
}
