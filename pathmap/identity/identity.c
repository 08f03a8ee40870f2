/* pathmap/identity/identity.c: the one question: may this principal do this to that bucket by this way.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/identity/inside.h"

static int by_id(const void *a, const void *b)
{
    return strcmp((*(const struct wit_gap *const *)a)->id, (*(const struct wit_gap *const *)b)->id);
}

static void add_gaps(struct wit_judged *all, struct wit_arena *arena, const struct wit_judged *one)
{
    for (size_t i = 0; i < one->n_gaps; i++) {
        bool known = false;
        for (size_t k = 0; k < all->n_gaps; k++)
            known = known || all->gaps[k] == one->gaps[i];
        if (!known)
            WIT_PUSH(arena, all->gaps, all->n_gaps, all->cap_gaps) = one->gaps[i];
    }
}

/* Who decides, in words. */
static void tell(struct wit_identity_answer *out, struct wit_arena *arena, const struct wit_judged *j)
{
    const struct wit_document *doc = j->document;
    const char *does = out->verdict == WIT_REACHABLE ? "allows" : "denies";
    out->by = doc != NULL ? doc->by : j->by == NULL ? "" : j->by;
    out->id = doc != NULL ? doc->id : j->who == NULL ? "" : j->who;
    out->statement = j->statement == NULL ? "" : j->statement->name;
    out->cite = doc != NULL ? doc->cite : (struct wit_cite){UINT32_MAX, NULL};
    if (j->statement != NULL)
        out->text = wit_fmt(arena, "statement %.100s of the %s policy of %s %s %s", out->statement, out->by, out->id,
                            does, wit_s3_action_name(out->action));
    else if (strcmp(out->by, "public-access-block") == 0)
        out->text = wit_fmt(arena, "the block on public access of %s shuts out other accounts", out->id);
    else if (out->by[0] != '\0')
        out->text = wit_fmt(arena, "no statement of the %s policy of %s allows %s", out->by, out->id,
                            wit_s3_action_name(out->action));
    else
        out->text = "no policy allows it";
}

static void unknown(struct wit_identity_answer *out, struct wit_identity *id, struct wit_judged *all)
{
    if (all->n_gaps == 0)
        WIT_PUSH(id->arena, all->gaps, all->n_gaps, all->cap_gaps) =
            wit_identity_gap(id, WIT_GAP_NOT_MODELLED, "", NULL, NULL, "",
                             "the policies leave it open which objects, or which parameters, they speak of");
    qsort(all->gaps, all->n_gaps, sizeof(const struct wit_gap *), by_id);
    out->by = out->id = out->statement = "";
    out->cite = (struct wit_cite){UINT32_MAX, NULL};
    out->gaps = all->gaps;
    out->n_gaps = all->n_gaps;
    out->text = all->gaps[0]->text;
}

void wit_identity_ask(struct wit_identity_answer *out, struct wit_identity *id, const struct wit_asker *asker,
                      const struct wit_bucket *bucket, enum wit_s3_action action, const struct wit_way *way)
{
    struct wit_question q;
    struct wit_tries tries;
    struct wit_judged shut = {0}, all = {0};
    bool possible = false, said = false;
    wit_question_prepare(&q, id, asker, bucket, action, way);
    wit_tries_find(&tries, &q);
    *out = (struct wit_identity_answer){.verdict = WIT_ISOLATED, .action = action};
    for (size_t i = 0; i < tries.n_regions; i++) {
        struct wit_request many = q.base;
        struct wit_judged one;
        many.resource = tries.regions[i];
        wit_judge(&one, &q, &many);
        if (one.open == WIT_MATCH_NO) {
            if (!said)
                shut = one;
            said = true;
            continue;
        }
        struct wit_judged tried;
        if (wit_try_region(&tried, &q, &tries, tries.regions[i])) {
            out->verdict = WIT_REACHABLE;
            tell(out, id->arena, &tried);
            return;
        }
        possible = true;
        add_gaps(&all, id->arena, tried.n_gaps > 0 ? &tried : &one);
    }
    if (!possible) {
        tell(out, id->arena, &shut);
        return;
    }
    out->verdict = WIT_UNKNOWN;
    unknown(out, id, &all);
}
