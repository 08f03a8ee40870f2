/* pathmap/compute.c: the whole computation, from bundles to a map, one step after the other.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/cites.h"
#include "pathmap/events.h"
#include "pathmap/observe/observe.h"
#include "pathmap/review/basis.h"
#include "pathmap/review/review.h"
#include "pathmap/sheets/sheets.h"
#include "pathmap/whatif.h"

static void free_reach(struct wit_reach **reach)
{
    wit_reach_free(*reach);
}

static void tell(const struct wit_review *r, const char *what)
{
    if (r->progress != NULL)
        r->progress(r->context, what, 0, 0);
}

struct wit_map *wit_map_of_parts(struct wit_arena *arena, const struct wit_estate *estate,
                                 const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                 const struct wit_seen *seen, const struct wit_platform *platform,
                                 const struct wit_review_policy *policy, struct wit_reach *reach,
                                 wit_map_progress_fn *progress, void *context)
{
    struct wit_review *r = WIT_NEW(arena, struct wit_review);
    r->arena = arena;
    r->estate = estate;
    r->intent = wit_platform_intent(arena, estate, platform, intent);
    r->seen = seen;
    r->platform = platform;
    r->policy = policy;
    r->reach = reach;
    r->identity = wit_identity_new(arena, estate);
    r->progress = progress;
    r->context = context;
    r->used = WIT_NEW(arena, struct wit_used_gaps);
    r->used->seen = wit_strmap_new(arena);
    r->bunch_index = wit_strmap_new(arena);
    r->today =
        estate->time_last == NULL || strlen(estate->time_last) < 10 ? "" : wit_strndup(arena, estate->time_last, 10);
    wit_review_listening(r);
    wit_review_waivers(r);
    tell(r, "roles");
    wit_review_roles(r);
    wit_review_grounds(r);
    if (r->intent != NULL) {
        wit_review_targets(r);
        wit_review_inventory(r);
    }
    if (!wit_intent_declares(r->intent))
        wit_review_inventory_plain(r);
    wit_observe_join(r);
    wit_review_paths(r);
    wit_review_nevers(r);
    wit_review_findings(r);
    tell(r, "indirect");
    wit_review_indirect(r);
    wit_review_waive(r);
    wit_review_sheets(r, &r->sheets, &r->n_sheets);
    wit_review_answer(r);
    return wit_review_map(r, bundles, n);
}

struct wit_map *wit_map_of_seen(struct wit_arena *arena, const struct wit_estate *estate,
                                const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                const struct wit_seen *seen, wit_map_progress_fn *progress, void *context)
{
    WIT_CLEANUP(free_reach) struct wit_reach *reach = wit_reach_new(estate);
    return wit_map_of_parts(arena, estate, bundles, n, intent, seen, WIT_NEW(arena, struct wit_platform),
                            wit_review_policy_none(), reach, progress, context);
}

struct wit_map *wit_map_of_estate(struct wit_arena *arena, const struct wit_estate *estate,
                                  const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                                  wit_map_progress_fn *progress, void *context)
{
    return wit_map_of_seen(arena, estate, bundles, n, intent, NULL, progress, context);
}

/* The estate, and what Kafka's own evidence tells in it. */
static bool decode(struct wit_estate **estate, struct wit_platform **platform, struct wit_arena *arena,
                   const struct wit_bundle *const *bundles, size_t n, wit_map_progress_fn *progress, void *context,
                   struct wit_err *err)
{
    if (progress != NULL)
        progress(context, "decode", 0, 0);
    if (!wit_estate_decode(estate, arena, bundles, n, err) ||
        !wit_platform_read(platform, arena, *estate, bundles, n, err))
        return false;
    wit_platform_adopt(*estate, *platform, arena);
    return true;
}

bool wit_map_compute(struct wit_map **out, struct wit_arena *arena, const struct wit_bundle *const *bundles, size_t n,
                     const struct wit_intent *intent, wit_map_progress_fn *progress, void *context, struct wit_err *err)
{
    return wit_map_compute_by(out, arena, bundles, n, intent, wit_review_policy_none(), progress, context, err);
}

bool wit_map_compute_by(struct wit_map **out, struct wit_arena *arena, const struct wit_bundle *const *bundles,
                        size_t n, const struct wit_intent *intent, const struct wit_review_policy *policy,
                        wit_map_progress_fn *progress, void *context, struct wit_err *err)
{
    struct wit_estate *estate;
    struct wit_platform *platform;
    struct wit_seen *seen;
    if (!decode(&estate, &platform, arena, bundles, n, progress, context, err) ||
        !wit_seen_read(&seen, arena, bundles, n, wit_platform_intent(arena, estate, platform, intent), err))
        return false;
    WIT_CLEANUP(free_reach) struct wit_reach *reach = wit_reach_new(estate);
    *out = wit_map_of_parts(arena, estate, bundles, n, intent, seen, platform, policy, reach, progress, context);
    if (!wit_events_read(*out, arena, bundles, n, err))
        return false;
    wit_map_list_artefacts(*out, arena, bundles, n); /* last: it looks at all that cites */
    return true;
}

bool wit_map_compute_if(struct wit_map **before, struct wit_map **after, struct wit_arena *arena,
                        const struct wit_bundle *const *bundles, size_t n, const struct wit_intent *intent,
                        const struct wit_whatif *whatif, wit_map_progress_fn *progress, void *context,
                        struct wit_err *err)
{
    struct wit_estate *estate;
    struct wit_platform *platform;
    struct wit_touched touched;
    if (!decode(&estate, &platform, arena, bundles, n, progress, context, err))
        return false;
    WIT_CLEANUP(free_reach) struct wit_reach *reach = wit_reach_new(estate);
    /* What was seen speaks of what is, not of what might be: neither of the two has it. */
    if (before != NULL)
        *before = wit_map_of_parts(arena, estate, bundles, n, intent, NULL, platform, wit_review_policy_none(), reach,
                                   progress, context);
    if (!wit_whatif_apply(&touched, arena, estate, whatif, err))
        return false;
    reach = wit_reach_again(reach, &touched);
    *after = wit_map_of_parts(arena, estate, bundles, n, intent, NULL, platform, wit_review_policy_none(), reach,
                              progress, context);
    return true;
}
