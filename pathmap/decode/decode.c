/* pathmap/decode/decode.c: bundles in, estate out: the order of the steps.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/decode/decode.h"
#include "pathmap/decode/people.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *left, const void *right)
{
    const struct wit_bundle *a = *(const struct wit_bundle *const *)left, *b = *(const struct wit_bundle *const *)right;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(a->head == NULL ? "" : a->head, b->head == NULL ? "" : b->head);
}

struct queued {
    const struct wit_record *record;
    size_t bundle;
};

/* The latest is decoded last; inside one bundle, as it was recorded. */
static int by_time(const void *left, const void *right)
{
    const struct queued *a = left, *b = right;
    if (a->bundle == b->bundle)
        return a->record->seq < b->record->seq ? -1 : a->record->seq > b->record->seq;
    int order = strcmp(a->record->time == NULL ? "" : a->record->time, b->record->time == NULL ? "" : b->record->time);
    return order != 0 ? order : a->bundle < b->bundle ? -1 : 1;
}

static void note_time(struct wit_estate *e, const char *time)
{
    if (time == NULL)
        return;
    if (e->time_first[0] == '\0' || strcmp(time, e->time_first) < 0)
        e->time_first = time;
    if (strcmp(time, e->time_last) > 0)
        e->time_last = time;
}

static void init(struct wit_decoding *d, struct wit_arena *arena, struct wit_arena *scratch)
{
    *d = (struct wit_decoding){.arena = arena, .scratch = scratch};
    struct wit_strmap **const maps[] = {&d->words,           &d->gap_keys,    &d->asked_keys, &d->resource_keys,
                                        &d->place_keys,      &d->rule_keys,   &d->rule_ids,   &d->entries,
                                        &d->unmodelled_keys, &d->plain_lists, &d->bpa_keys,   &d->bucket_keys,
                                        &d->attachment_keys, &d->told_tables, &d->told_things};
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        *maps[i] = wit_strmap_new(arena);
    for (int kind = 0; kind < WIT_RAW_KINDS; kind++) {
        d->raws[kind].by_key = wit_strmap_new(arena);
        d->raws[kind].by_id = wit_strmap_new(arena);
    }
    wit_buf_init(&d->key, WIT_BLOB_MAX_BYTES);
    d->estate = WIT_NEW(arena, struct wit_estate);
    d->estate->time_first = d->estate->time_last = "";
}

static bool is_aws(const struct wit_record *r)
{
    return r->subject.source == NULL || strcmp(r->subject.source, "aws") == 0;
}

static bool decode_one(struct wit_decoding *d, const struct wit_bundle *bundle, const char *label,
                       const struct wit_record *r, wit_blob_fn *blob, struct wit_err *err)
{
    const struct wit_subject *s = &r->subject;
    const struct wit_operation *op = is_aws(r) ? wit_operation_find(s->service, s->operation) : NULL;
    uint32_t index = (uint32_t)d->n_artefacts;
    WIT_PUSH(d->arena, d->artefacts, d->n_artefacts, d->cap_artefacts) =
        (struct wit_artefact_ref){bundle->name, r->id, s->operation == NULL ? "" : s->operation,
                                  s->account == NULL ? "" : s->account, s->region == NULL ? "" : s->region};
    if (op == NULL)
        return true;
    struct wit_source *source = WIT_NEW(d->arena, struct wit_source);
    *source = (struct wit_source){.artefact = index,
                                  .op = op,
                                  .account = wit_word(d, s->account),
                                  .region = wit_word(d, s->region),
                                  .resource = wit_word(d, s->resource),
                                  .prefix = "",
                                  .asked = wit_ledger_entry(d, s, label)};
    char *bytes;
    size_t len;
    wit_arena_reset(d->scratch);
    if (!blob(bundle, r, d->scratch, &bytes, &len, err))
        return false;
    d->source = source;
    wit_answer_decode(d, r, bytes, len);
    d->source = NULL;
    return true;
}

static bool decode_all(struct wit_decoding *d, const struct wit_bundle *const *bundles, size_t n, wit_blob_fn *blob,
                       struct wit_err *err)
{
    struct queued *queue = NULL;
    size_t n_queued = 0, cap = 0;
    char label[24];
    for (size_t i = 0; i < n; i++) {
        snprintf(label, sizeof label, "%zu", i);
        wit_ledger_bundle(d, bundles[i], label, n > 1);
        for (size_t k = 0; k < bundles[i]->n; k++) {
            const struct wit_record *r = &bundles[i]->records[k];
            if (r->kind == WIT_REC_ARTEFACT || r->kind == WIT_REC_GAP)
                note_time(d->estate, r->time);
            if (r->kind == WIT_REC_ARTEFACT)
                WIT_PUSH(d->arena, queue, n_queued, cap) = (struct queued){r, i};
        }
    }
    if (n_queued > 1)
        qsort(queue, n_queued, sizeof *queue, by_time);
    for (size_t i = 0; i < n_queued; i++) {
        snprintf(label, sizeof label, "%zu", queue[i].bundle);
        if (!decode_one(d, bundles[queue[i].bundle], label, queue[i].record, blob, err))
            return false;
    }
    wit_arena_reset(d->scratch);
    return true;
}

static void link_all(struct wit_decoding *d)
{
    wit_ledger_settle(d);
    wit_link_named(d);
    wit_seal_arrays(d);
    wit_link_lists(d);
    wit_link_filters(d);
    wit_link_gateways(d);
    wit_link_transit(d);
    wit_link_tables(d);
    wit_link_networks(d);
    wit_link_interfaces(d);
    wit_link_services(d);
    wit_link_storage(d);
    wit_link_people(d);
    wit_seal_places(d);
    wit_seal_gaps(d);
    wit_seal_index(d);
}

bool wit_estate_decode(struct wit_estate **out, struct wit_arena *arena, const struct wit_bundle *const *bundles,
                       size_t n, struct wit_err *err)
{
    return wit_decode_bundles(out, arena, bundles, n, wit_bundle_blob, err);
}

bool wit_decode_bundles(struct wit_estate **out, struct wit_arena *arena, const struct wit_bundle *const *bundles,
                        size_t n, wit_blob_fn *blob, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    const struct wit_bundle **sorted = WIT_NEW_ARRAY(scratch, const struct wit_bundle *, n);
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *pages = wit_arena_new();
    struct wit_decoding d;
    if (n > 0)
        memcpy(sorted, bundles, n * sizeof *sorted);
    if (n > 1) /* nothing depends on the order in which they were named */
        qsort(sorted, n, sizeof *sorted, by_name);
    init(&d, arena, pages);
    bool good = decode_all(&d, sorted, n, blob, err);
    if (good) {
        d.estate->artefacts = d.artefacts;
        d.estate->n_artefacts = d.n_artefacts;
        if (d.n_assumptions > 1)
            qsort(d.assumptions, d.n_assumptions, sizeof(const char *), wit_compare_words);
        d.estate->assumptions = d.assumptions;
        d.estate->n_assumptions = d.n_assumptions;
        link_all(&d);
        *out = d.estate;
    }
    wit_buf_deinit(&d.key);
    return good;
}
