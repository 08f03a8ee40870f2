/* pathmap/decode/notes.c: words that objects share, composed keys, citations, and the gaps that decoding finds.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "pathmap/decode/decode.h"

const char *wit_word(struct wit_decoding *d, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return "";
    const char *word = wit_strmap_get(d->words, text);
    if (word == NULL) {
        char *copy = wit_strdup(d->arena, text);
        wit_strmap_put(d->words, text, copy);
        word = copy;
    }
    return word;
}

const char *wit_word_of(struct wit_decoding *d, const struct wit_value *object, const char *key)
{
    return wit_word(d, wit_str(object, key));
}

const char *wit_key_of(struct wit_decoding *d, const char *first, ...)
{
    va_list parts;
    wit_buf_reset(&d->key);
    va_start(parts, first);
    for (const char *part = first; part != NULL; part = va_arg(parts, const char *)) {
        if (part != first)
            wit_buf_putc(&d->key, '\x1f');
        wit_buf_puts(&d->key, part);
    }
    va_end(parts);
    return wit_buf_str(&d->key);
}

static const char *format(struct wit_arena *arena, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    char *text = wit_alloc(arena, (size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, fmt, args);
    return text;
}

const char *wit_pointer(struct wit_decoding *d, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = format(d->arena, fmt, args);
    va_end(args);
    return text;
}

struct wit_cite wit_here(const struct wit_decoding *d, const char *pointer)
{
    return (struct wit_cite){d->source == NULL ? UINT32_MAX : d->source->artefact, pointer};
}

const char *wit_remedy(struct wit_decoding *d, const struct wit_operation *op, const char *region, const char *resource)
{
    return wit_word(d, wit_operation_command(d->arena, op, region, resource));
}

static int compare(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b);
}

wit_gap_ref wit_note_gap(struct wit_decoding *d, const struct wit_gap *gap)
{
    const struct wit_subject *s = &gap->subject;
    const char *parts[] = {
        wit_gap_word(gap->reason), s->account, s->region, s->service, s->operation, s->resource, gap->text,
        gap->cite.pointer};
    const char *p[8];
    for (size_t i = 0; i < 8; i++)
        p[i] = parts[i] == NULL ? "" : parts[i];
    const char *key = wit_key_of(d, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], gap->id == NULL ? "" : gap->id,
                                 (const char *)NULL);
    struct wit_gap **there = wit_strmap_get(d->gap_keys, key);
    if (there != NULL)
        return (wit_gap_ref)((uintptr_t)there - 1);
    if (d->n_gaps >= UINT32_MAX - 1)
        wit_die("more than 4 billion gaps");
    struct wit_gap copy = *gap;
    if (copy.id == NULL) { /* from its content: the same evidence names it the same way each time */
        char hex[WIT_SHA256_HEX];
        wit_sha256_hex(hex, key, strlen(key));
        copy.id = wit_fmt(d->arena, "g-%.8s", hex);
    }
    wit_gap_ref ref = (wit_gap_ref)d->n_gaps;
    wit_strmap_put(d->gap_keys, key, (void *)((uintptr_t)ref + 1));
    WIT_PUSH(d->arena, d->gaps, d->n_gaps, d->cap_gaps) = copy;
    return ref;
}

wit_gap_ref wit_found(struct wit_decoding *d, enum wit_gap_reason reason, const struct wit_source *source,
                      const char *resource, const char *pointer, const char *remedy, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = format(d->scratch, fmt, args);
    va_end(args);
    struct wit_gap gap = {.reason = reason,
                          .text = wit_word(d, text),
                          .remedy = remedy == NULL ? "" : remedy,
                          .subject.source = "aws",
                          .subject.resource = resource == NULL || resource[0] == '\0' ? NULL : wit_word(d, resource),
                          .cite = {UINT32_MAX, NULL}};
    if (source != NULL) {
        gap.subject.account = source->account;
        gap.subject.region = source->region;
        if (source->op != NULL) {
            gap.subject.service = source->op->service;
            gap.subject.operation = source->op->operation;
            if (remedy == NULL)
                gap.remedy = wit_remedy(d, source->op, source->region, source->resource);
        }
        if (pointer != NULL && source->artefact != UINT32_MAX)
            gap.cite = (struct wit_cite){source->artefact, pointer};
    }
    return wit_note_gap(d, &gap);
}

/* By what is missing, then why: nothing depends on the order in which gaps were found. */
static int by_content(const void *left, const void *right)
{
    const struct wit_gap *a = *(const struct wit_gap *const *)left, *b = *(const struct wit_gap *const *)right;
    const struct wit_subject *s = &a->subject, *t = &b->subject;
    int order = compare(s->account, t->account);
    if (order == 0)
        order = compare(s->region, t->region);
    if (order == 0)
        order = compare(s->service, t->service);
    if (order == 0)
        order = compare(s->operation, t->operation);
    if (order == 0)
        order = compare(s->resource, t->resource);
    if (order == 0 && a->reason != b->reason)
        order = a->reason < b->reason ? -1 : 1;
    if (order == 0)
        order = compare(a->text, b->text);
    if (order == 0)
        order = compare(a->cite.pointer, b->cite.pointer);
    return order != 0 ? order : strcmp(a->id, b->id);
}

/* Writes the sorted gaps to the estate; *places[ref] is the place of the gap that was `ref`. */
static wit_gap_ref *sort_gaps(struct wit_decoding *d)
{
    const struct wit_gap **order = WIT_NEW_ARRAY(d->arena, const struct wit_gap *, d->n_gaps);
    wit_gap_ref *to = WIT_NEW_ARRAY(d->arena, wit_gap_ref, d->n_gaps);
    struct wit_gap *sorted = WIT_NEW_ARRAY(d->arena, struct wit_gap, d->n_gaps);
    for (size_t i = 0; i < d->n_gaps; i++)
        order[i] = &d->gaps[i];
    if (d->n_gaps > 1)
        qsort(order, d->n_gaps, sizeof(const struct wit_gap *), by_content);
    for (size_t i = 0; i < d->n_gaps; i++) {
        sorted[i] = *order[i];
        to[order[i] - d->gaps] = (wit_gap_ref)i;
    }
    d->estate->gaps = sorted;
    d->estate->n_gaps = d->n_gaps;
    return to;
}

static void rename_ref(const wit_gap_ref *to, wit_gap_ref *ref)
{
    if (*ref != WIT_NO_GAP)
        *ref = to[*ref];
}

static void rename_filters(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_filter *filters = WIT_SEALED(wit_filter, d->estate->filters);
    for (size_t i = 0; i < d->estate->n_filters; i++) {
        rename_ref(to, &filters[i].gap);
        struct wit_rule *rules = WIT_SEALED(wit_rule, filters[i].rules);
        for (size_t k = 0; k < filters[i].n_rules; k++) {
            rename_ref(to, &rules[k].gap);
            rename_ref(to, &rules[k].list_gap);
        }
    }
    struct wit_prefix_list *lists = WIT_SEALED(wit_prefix_list, d->estate->prefix_lists);
    for (size_t i = 0; i < d->estate->n_prefix_lists; i++)
        rename_ref(to, &lists[i].gap);
}

static void rename_networks(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_network *networks = WIT_SEALED(wit_network, d->estate->networks);
    for (size_t i = 0; i < d->estate->n_networks; i++) {
        rename_ref(to, &networks[i].gap);
        rename_ref(to, &networks[i].main_gap);
        rename_ref(to, &networks[i].acl_gap);
    }
    struct wit_subnet *subnets = WIT_SEALED(wit_subnet, d->estate->subnets);
    for (size_t i = 0; i < d->estate->n_subnets; i++) {
        rename_ref(to, &subnets[i].routes_gap);
        rename_ref(to, &subnets[i].acl_gap);
    }
    struct wit_interface *interfaces = WIT_SEALED(wit_interface, d->estate->interfaces);
    for (size_t i = 0; i < d->estate->n_interfaces; i++)
        rename_ref(to, &interfaces[i].filters_gap);
}

static void rename_routes(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_route_table *tables = WIT_SEALED(wit_route_table, d->estate->tables);
    for (size_t i = 0; i < d->estate->n_tables; i++) {
        rename_ref(to, &tables[i].gap);
        struct wit_route *routes = WIT_SEALED(wit_route, tables[i].routes);
        for (size_t k = 0; k < tables[i].n_routes; k++) {
            rename_ref(to, &routes[k].gap);
            rename_ref(to, &routes[k].list_gap);
            rename_ref(to, &routes[k].gateway_gap);
        }
    }
    struct wit_gateway *gateways = WIT_SEALED(wit_gateway, d->estate->gateways);
    for (size_t i = 0; i < d->estate->n_gateways; i++)
        rename_ref(to, &gateways[i].gap);
}

static void rename_rest(struct wit_decoding *d, const wit_gap_ref *to)
{
    struct wit_bucket *buckets = WIT_SEALED(wit_bucket, d->estate->buckets);
    for (size_t i = 0; i < d->estate->n_buckets; i++) {
        rename_ref(to, &buckets[i].policy_gap);
        rename_ref(to, &buckets[i].encryption_gap);
        rename_ref(to, &buckets[i].location_gap);
    }
    struct wit_key *keys = WIT_SEALED(wit_key, d->estate->keys);
    for (size_t i = 0; i < d->estate->n_keys; i++)
        rename_ref(to, &keys[i].gap);
    struct wit_list *lists = WIT_SEALED(wit_list, d->estate->lists);
    for (size_t i = 0; i < d->estate->n_lists; i++)
        rename_ref(to, &lists[i].gap);
    struct wit_bpa *bpa = WIT_SEALED(wit_bpa, d->estate->bpa);
    for (size_t i = 0; i < d->estate->n_bpa; i++) {
        rename_ref(to, &bpa[i].gap);
        rename_ref(to, &bpa[i].exclusions_gap);
    }
    struct wit_unmodelled *unmodelled = WIT_SEALED(wit_unmodelled, d->estate->unmodelled);
    for (size_t i = 0; i < d->estate->n_unmodelled; i++)
        rename_ref(to, &unmodelled[i].gap);
}

void wit_seal_gaps(struct wit_decoding *d)
{
    const wit_gap_ref *to = sort_gaps(d);
    rename_filters(d, to);
    rename_networks(d, to);
    rename_routes(d, to);
    rename_rest(d, to);
}
