/* pathmap/decode/ledger.c: what was asked, what came, and which gaps of the journals still stand.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Pages of different bundles are never put together: one bundle must have the whole answer. A gap is settled only by
 * the page that was missing, or by a whole new listing that began after it; a gap "moving" never is.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pathmap/decode/decode.h"

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

bool wit_ledger_is_global(const struct wit_operation *op)
{
    for (const struct wit_operation *lister; (lister = wit_operation_lister(op)) != NULL;)
        op = lister;
    return op->scope == WIT_CALL_GLOBAL;
}

/* Global calls are looked up wherever they were asked. */
static const char *question_key(struct wit_decoding *d, const struct wit_operation *op, const char *account,
                                const char *region, const char *service, const char *operation, const char *resource)
{
    return wit_key_of(d, "question", account, op != NULL && wit_ledger_is_global(op) ? "" : region, service, operation,
                      resource, (const char *)NULL);
}

struct wit_asked *wit_ledger_entry(struct wit_decoding *d, const struct wit_subject *subject, const char *bundle)
{
    const char *account = wit_word(d, subject->account), *region = wit_word(d, subject->region),
               *service = or_empty(subject->service), *operation = or_empty(subject->operation),
               *resource = wit_word(d, subject->resource);
    const char *key =
        wit_key_of(d, "bundle", bundle, account, region, service, operation, resource, (const char *)NULL);
    struct wit_asked *entry = wit_strmap_get(d->asked_keys, key);
    if (entry != NULL)
        return entry;
    entry = WIT_NEW(d->arena, struct wit_asked);
    wit_strmap_put(d->asked_keys, key, entry);
    *entry = (struct wit_asked){.account = account,
                                .region = region,
                                .resource = resource,
                                .op = wit_operation_find(service, operation),
                                .gap = WIT_NO_GAP,
                                .found = WIT_NO_GAP};
    key = question_key(d, entry->op, account, region, service, operation, resource);
    struct wit_asked *first = wit_strmap_get(d->asked_keys, key);
    if (first == NULL) {
        wit_strmap_put(d->asked_keys, key, entry);
    } else {
        entry->next = first->next;
        first->next = entry;
    }
    WIT_PUSH(d->arena, d->asked, d->n_asked, d->cap_asked) = entry;
    return entry;
}

struct wit_place *wit_ledger_place(struct wit_decoding *d, const char *account, const char *region)
{
    const char *key = wit_key_of(d, account, region, (const char *)NULL);
    struct wit_place *place = wit_strmap_get(d->place_keys, key);
    if (place == NULL) {
        place = WIT_NEW(d->arena, struct wit_place);
        wit_strmap_put(d->place_keys, key, place);
        place->account = wit_word(d, account);
        place->region = wit_word(d, region);
        WIT_PUSH(d->arena, d->places, d->n_places, d->cap_places) = place;
    }
    return place;
}

static void note_page(struct wit_asked *entry, const struct wit_record *r)
{
    if (r->page == 1) {
        entry->run = 1;
        entry->run_from = r->seq;
    } else if (r->page == entry->run + 1) {
        entry->run++;
    }
    bool ends = r->last_page && r->page == entry->run;
    entry->ended = entry->ended || ends;
    for (size_t i = 0; i < entry->n_gaps; i++) {
        struct wit_asked_gap *gap = &entry->gaps[i];
        if (gap->record->reason != WIT_GAP_MOVING &&
            (gap->page == r->page || (ends && gap->record->seq < entry->run_from)))
            gap->settled = true;
    }
    while (entry->n_gaps > 0 && entry->gaps[entry->n_gaps - 1].settled)
        entry->n_gaps--;
}

static const char *gap_text(struct wit_decoding *d, const struct wit_record *r)
{
    const struct wit_subject *s = &r->subject;
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 32 << 10);
    wit_buf_printf(&out, "%s%s%s", or_empty(s->service), s->service != NULL && s->operation != NULL ? " " : "",
                   or_empty(s->operation));
    if (s->resource != NULL)
        wit_buf_printf(&out, "%sof %s", out.len > 0 ? " " : "", s->resource);
    if (s->account != NULL || s->region != NULL)
        wit_buf_printf(&out, "%sin %s%s%s", out.len > 0 ? " " : "", or_empty(s->account),
                       s->account != NULL && s->region != NULL ? " " : "", or_empty(s->region));
    wit_buf_printf(&out, "%s%s", out.len > 0 ? ": " : "", wit_gap_word(r->reason));
    if (r->detail != NULL && r->detail[0] != '\0')
        wit_buf_printf(&out, " (%s)", r->detail);
    return wit_strdup(d->arena, wit_buf_str(&out));
}

static wit_gap_ref journal_gap(struct wit_decoding *d, const struct wit_record *r, const char *prefix)
{
    const struct wit_subject *s = &r->subject;
    const struct wit_operation *op = wit_operation_find(s->service, s->operation);
    struct wit_gap gap = {.id = prefix[0] == '\0' ? r->id : wit_fmt(d->arena, "%s/%s", prefix, r->id),
                          .reason = r->reason,
                          .subject = *s,
                          .text = gap_text(d, r),
                          .remedy = op == NULL ? "" : wit_remedy(d, op, or_empty(s->region), or_empty(s->resource)),
                          .cite = {UINT32_MAX, NULL}};
    return wit_note_gap(d, &gap);
}

void wit_ledger_bundle(struct wit_decoding *d, const struct wit_bundle *bundle, const char *label, bool several)
{
    size_t first = d->n_asked;
    for (size_t i = 0; i < bundle->n; i++) {
        const struct wit_record *r = &bundle->records[i];
        const struct wit_subject *s = &r->subject;
        if (r->kind == WIT_REC_NOTE)
            continue;
        if (r->kind == WIT_REC_ASSUMPTION && r->detail != NULL)
            WIT_PUSH(d->arena, d->assumptions, d->n_assumptions, d->cap_assumptions) = r->detail;
        struct wit_asked *entry = wit_ledger_entry(d, s, label);
        bool aws = s->source == NULL || strcmp(s->source, "aws") == 0;
        if (aws && (r->kind == WIT_REC_ARTEFACT || (s->account != NULL && s->region != NULL)))
            wit_ledger_place(d, or_empty(s->account), or_empty(s->region))->collected = true;
        if (r->kind == WIT_REC_ARTEFACT)
            note_page(entry, r);
        else if (r->kind == WIT_REC_GAP)
            WIT_PUSH(d->arena, entry->gaps, entry->n_gaps, entry->cap_gaps) =
                (struct wit_asked_gap){r, entry->run + 1, false};
        else
            entry->assumed = true;
    }
    for (size_t i = first; i < d->n_asked; i++) {
        struct wit_asked *entry = d->asked[i];
        for (size_t k = 0; k < entry->n_gaps; k++) {
            if (entry->gaps[k].settled)
                continue;
            wit_gap_ref gap = journal_gap(d, entry->gaps[k].record, several ? bundle->name : "");
            if (entry->gap == WIT_NO_GAP)
                entry->gap = gap;
        }
    }
}

void wit_ledger_resource(struct wit_decoding *d, const char *id)
{
    const struct wit_source *s = d->source;
    const char *region = wit_ledger_is_global(s->op) ? "" : s->region;
    const char *key = wit_key_of(d, s->op->service, s->op->operation, s->account, region, id, (const char *)NULL);
    if (!wit_strmap_put(d->resource_keys, key, d))
        return;
    WIT_PUSH(d->arena, d->resources, d->n_resources, d->cap_resources) =
        (struct wit_resource){s->op, s->account, region, wit_word(d, id)};
}

void wit_ledger_owner(struct wit_decoding *d, const char *owner, bool sure)
{
    struct wit_place *place = wit_ledger_place(d, d->source->account, d->source->region);
    if (owner == NULL || owner[0] == '\0' || strcasecmp(owner, "aws") == 0 || strncmp(owner, "amazon", 6) == 0)
        return;
    if (place->owner == NULL)
        place->owner = wit_word(d, owner);
    else if (strcmp(place->owner, owner) != 0)
        place->owners_differ = true;
    place->owner_sure = place->owner_sure || sure;
}

void wit_ledger_moving(struct wit_decoding *d, const struct wit_source *source, const char *id, const char *what)
{
    wit_gap_ref gap = wit_found(d, WIT_GAP_MOVING, source, id, NULL, NULL, "%s: %s", id, what);
    if (source->asked->found == WIT_NO_GAP)
        source->asked->found = gap;
}

void wit_ledger_moved(struct wit_decoding *d, const char *service, const char *operation, const char *account,
                      const char *region, const char *id, const char *what)
{
    if (wit_ledger_list(d, service, operation, account, region).state == WIT_LIST_INCOMPLETE)
        return; /* known to be wanting already */
    const struct wit_operation *op = wit_operation_find(service, operation);
    struct wit_asked *entry =
        wit_strmap_get(d->asked_keys, question_key(d, op, account, region, service, operation, ""));
    struct wit_source source = {.artefact = UINT32_MAX, .op = op, .account = account, .region = region, .resource = ""};
    wit_gap_ref gap = wit_found(d, WIT_GAP_MOVING, &source, id, NULL, NULL, "%s: %s", id, what);
    for (; entry != NULL; entry = entry->next) {
        if (entry->found == WIT_NO_GAP)
            entry->found = gap;
    }
}

static int by_resource(const void *left, const void *right)
{
    const struct wit_resource *a = left, *b = right;
    int order = strcmp(a->account, b->account);
    if (order == 0)
        order = strcmp(a->region, b->region);
    if (order == 0)
        order = strcmp(a->op->operation, b->op->operation);
    return order != 0 ? order : strcmp(a->id, b->id);
}

void wit_ledger_settle(struct wit_decoding *d)
{
    if (d->n_resources > 1)
        qsort(d->resources, d->n_resources, sizeof *d->resources, by_resource);
    size_t n = d->n_places;
    for (size_t i = 0; i < n; i++) {
        struct wit_place *filed = d->places[i];
        if (!filed->collected || filed->owner == NULL || filed->owners_differ || !filed->owner_sure ||
            strcmp(filed->owner, filed->account) == 0)
            continue;
        struct wit_place *owner = wit_ledger_place(d, filed->owner, filed->region);
        if (!owner->collected && owner->answers == NULL)
            owner->answers = filed;
    }
}
