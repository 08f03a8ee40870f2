/* pathmap/decode/ledger_state.c: how complete the answer to a question is: complete, assumed empty, or a gap.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Complete: one bundle has pages 1 to the last, the last says so itself, each could be read, and no gap stands.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static const struct wit_state complete = {WIT_LIST_COMPLETE, WIT_NO_GAP, 0};

static struct wit_state incomplete(wit_gap_ref gap)
{
    return (struct wit_state){WIT_LIST_INCOMPLETE, gap, 0};
}

/* What one bundle has about it. */
static struct wit_state entry_state(struct wit_decoding *d, const struct wit_asked *entry)
{
    if (entry->gap != WIT_NO_GAP)
        return incomplete(entry->gap);
    if (entry->found != WIT_NO_GAP)
        return incomplete(entry->found);
    if (entry->ended)
        return complete;
    if (entry->run_from != 0 || entry->items > 0) {
        struct wit_source source = {.artefact = UINT32_MAX,
                                    .op = entry->op,
                                    .account = entry->account,
                                    .region = entry->region,
                                    .resource = entry->resource};
        return incomplete(wit_found(d, WIT_GAP_CUT, &source, entry->resource, NULL, NULL,
                                    "%s %s%s%s in %s %s: the last page is not in the evidence", entry->op->service,
                                    entry->op->operation, entry->resource[0] == '\0' ? "" : " of ", entry->resource,
                                    entry->account, entry->region));
    }
    if (entry->assumed && entry->op != NULL && !entry->op->must_exist)
        return (struct wit_state){WIT_LIST_ASSUMED_EMPTY, WIT_NO_GAP, 0};
    return incomplete(WIT_NO_GAP);
}

/* The best that any bundle has. *there: somebody asked. */
static struct wit_state chain_state(struct wit_decoding *d, const struct wit_operation *op, const char *account,
                                    const char *region, const char *resource, bool *there)
{
    const char *key = wit_key_of(d, "question", account, wit_ledger_is_global(op) ? "" : region, op->service,
                                 op->operation, resource, (const char *)NULL);
    const struct wit_asked *entry = wit_strmap_get(d->asked_keys, key);
    struct wit_state best = incomplete(WIT_NO_GAP);
    size_t items = 0;
    *there = false;
    for (; entry != NULL; entry = entry->next) {
        struct wit_state state = entry_state(d, entry);
        items += entry->items;
        if (state.state == WIT_LIST_INCOMPLETE && state.gap == WIT_NO_GAP)
            continue;
        bool better = !*there || state.state < best.state || (state.gap < best.gap && state.state == best.state);
        if (better)
            best = state;
        *there = true;
    }
    best.items = items;
    return best;
}

/* A gap of the whole service or place: a region that is switched off, credentials that fail. */
static wit_gap_ref wider_gap(struct wit_decoding *d, const char *account, const char *region, const char *service)
{
    const char *services[] = {service, ""};
    for (size_t i = 0; i < 2; i++) {
        const struct wit_asked *entry = wit_strmap_get(
            d->asked_keys, wit_key_of(d, "question", account, region, services[i], "", "", (const char *)NULL));
        for (; entry != NULL; entry = entry->next) {
            if (entry->gap != WIT_NO_GAP)
                return entry->gap;
        }
    }
    return WIT_NO_GAP;
}

static wit_gap_ref not_collected(struct wit_decoding *d, const char *account, const char *region)
{
    struct wit_source place = {.artefact = UINT32_MAX, .account = account, .region = region, .resource = ""};
    const char *who = account[0] == '\0' ? "an account that is not told" : account;
    const char *where = region[0] == '\0' ? "a region that is not told" : region;
    return wit_found(d, WIT_GAP_NOT_ASKED, &place, NULL, NULL,
                     wit_word(d, wit_fmt(d->scratch, "collect account %s region %s too", who, where)),
                     "%s %s is named by the evidence, and nothing of it was collected", who, where);
}

static wit_gap_ref not_asked(struct wit_decoding *d, const struct wit_operation *op, const char *account,
                             const char *region, const char *resource)
{
    wit_gap_ref wider = wider_gap(d, account, region, op->service);
    if (wider != WIT_NO_GAP)
        return wider;
    struct wit_source source = {
        .artefact = UINT32_MAX, .op = op, .account = account, .region = region, .resource = resource};
    return wit_found(d, WIT_GAP_NOT_ASKED, &source, resource, NULL, NULL, "%s %s%s%s in %s %s was not asked",
                     op->service, op->operation, resource[0] == '\0' ? "" : " of ", resource, account, region);
}

/* Whose answers tell about this place; NULL: nobody's. */
static const struct wit_place *answers_of(struct wit_decoding *d, const struct wit_operation *op, const char *account,
                                          const char *region)
{
    const struct wit_place *place = wit_strmap_get(d->place_keys, wit_key_of(d, account, region, (const char *)NULL));
    if (place != NULL && !place->collected)
        place = place->answers;
    if (place != NULL || !wit_ledger_is_global(op))
        return place;
    for (size_t i = 0; i < d->n_places; i++) { /* a global call may have been asked in any region */
        if (d->places[i]->collected && strcmp(d->places[i]->account, account) == 0)
            return d->places[i];
    }
    return NULL;
}

struct wit_state wit_ledger_state(struct wit_decoding *d, const struct wit_operation *op, const char *account,
                                  const char *region, const char *resource)
{
    const struct wit_place *place = answers_of(d, op, account, region);
    if (place == NULL)
        return incomplete(not_collected(d, account, region));
    bool there;
    struct wit_state state = chain_state(d, op, place->account, place->region, resource, &there);
    if (!there && resource[0] != '\0') /* what was said about all of them: an assumption, a gap */
        state = chain_state(d, op, place->account, place->region, "", &there);
    if (!there)
        state.gap = not_asked(d, op, place->account, place->region, resource);
    return state;
}

/* Each thing that should have been asked, on top of how complete the list of those things is. */
static struct wit_state each_state(struct wit_decoding *d, const struct wit_operation *op,
                                   const struct wit_operation *lister, struct wit_state all, const char *account,
                                   const char *region)
{
    const struct wit_place *place = answers_of(d, op, account, region);
    if (place == NULL)
        return all;
    const char *where = wit_ledger_is_global(lister) ? "" : place->region;
    all.items = 0;
    for (size_t i = 0; i < d->n_resources; i++) {
        const struct wit_resource *r = &d->resources[i];
        if (r->op != lister || strcmp(r->account, place->account) != 0 || strcmp(r->region, where) != 0)
            continue;
        struct wit_state one = wit_ledger_state(d, op, account, region, r->id);
        all.items += one.items;
        if (one.state > all.state) {
            all.state = one.state;
            all.gap = one.gap;
        }
    }
    return all;
}

struct wit_state wit_ledger_list(struct wit_decoding *d, const char *service, const char *operation,
                                 const char *account, const char *region)
{
    const struct wit_operation *op = wit_operation_find(service, operation);
    if (op == NULL)
        wit_die("no operation %s %s", service, operation);
    const struct wit_operation *chain[8]; /* what lists the things that are asked about, up to a plain list */
    size_t n = 0;
    for (; op != NULL && n < sizeof chain / sizeof chain[0]; op = wit_operation_lister(op))
        chain[n++] = op;
    struct wit_state state = wit_ledger_state(d, chain[n - 1], account, region, "");
    while (--n > 0)
        state = each_state(d, chain[n - 1], chain[n], state, account, region);
    return state;
}
