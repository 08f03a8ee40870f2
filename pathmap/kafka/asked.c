/* pathmap/kafka/asked.c: what was asked of the platform, the pages that answer it, and the gaps that stand.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Pages of different bundles are never put together. Of several answers to one question a whole one wins, then the
 * later. A gap of the journal stands unless the ledger of the estate settled it (docs/decode.md).
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pathmap/kafka/inside.h"

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static bool is_ours(const struct wit_record *record)
{
    static const char *const sources[] = {"kafka", "connect", "schema-registry", "kafka-properties"};
    for (size_t i = 0; record->subject.source != NULL && i < sizeof sources / sizeof sources[0]; i++)
        if (strcmp(record->subject.source, sources[i]) == 0)
            return true;
    return false;
}

static struct wit_kasked *entry(struct wit_kread *r, const struct wit_subject *s)
{
    const char *key = wit_fmt(r->arena, "%s\x1f%s\x1f%s", s->source, or_empty(s->operation), or_empty(s->resource));
    struct wit_kasked *a = wit_strmap_get(r->asked_keys, key);
    if (a != NULL)
        return a;
    a = WIT_NEW(r->arena, struct wit_kasked);
    *a = (struct wit_kasked){.source = wit_kword(r, s->source),
                             .operation = wit_kword(r, s->operation),
                             .resource = wit_kword(r, s->resource),
                             .gap = WIT_NO_GAP};
    wit_strmap_put(r->asked_keys, key, a);
    WIT_PUSH(r->arena, r->asked, r->n_asked, r->cap_asked) = a;
    return a;
}

/* ---- runs of pages ---- */
struct run {
    const struct wit_kpage *first;
    size_t n;
    bool whole;
};

static struct run run_at(const struct wit_kpage *pages, size_t n, size_t at)
{
    struct run run = {&pages[at], 0, false};
    for (size_t i = at; i < n; i++) {
        const struct wit_record *record = pages[i].record;
        unsigned page = record->page == 0 ? 1 : record->page;
        if (pages[i].bundle != pages[at].bundle || page != i - at + 1)
            break;
        run.n++;
        if (record->last_page) {
            run.whole = true;
            break;
        }
    }
    return run;
}

static bool is_better(const struct run *a, const struct run *b)
{
    if (b->n == 0 || a->whole != b->whole)
        return b->n == 0 || a->whole;
    return strcmp(or_empty(a->first->record->time), or_empty(b->first->record->time)) >= 0;
}

/* The gap of the journal that stands for this question, WIT_NO_GAP none; of one bundle when `bundle` is given. */
static wit_gap_ref standing(const struct wit_kread *r, const struct wit_kasked *a, const struct wit_bundle *bundle)
{
    for (size_t i = 0; i < r->estate->n_gaps; i++) {
        const struct wit_gap *g = &r->estate->gaps[i];
        if (g->subject.source == NULL || strcmp(g->subject.source, a->source) != 0 ||
            strcmp(or_empty(g->subject.operation), a->operation) != 0 ||
            strcmp(or_empty(g->subject.resource), a->resource) != 0)
            continue;
        size_t len = bundle == NULL || !r->several ? 0 : strlen(bundle->name);
        if (len == 0 || (strncmp(g->id, bundle->name, len) == 0 && g->id[len] == '/'))
            return (wit_gap_ref)i;
    }
    return WIT_NO_GAP;
}

/* What would answer it. */
static const char *remedy_of(const struct wit_kasked *a)
{
    static const struct {
        const char *source, *operation, *remedy;
    } rows[] = {
        {"kafka", "DescribeAcls", "pathwitness collect kafka, as a principal with Describe on the cluster"},
        {"kafka", "DescribeConfigs",
         "pathwitness collect kafka, as a principal with DescribeConfigs on cluster and topics"},
        {"kafka", NULL, "pathwitness collect kafka, as a principal with Describe on topics and groups"},
        {"connect", NULL, "pathwitness collect connect --url, as somebody who may read"},
        {"schema-registry", NULL, "pathwitness collect schema-registry --url, as somebody who may read"},
        {"kafka-properties", NULL, "pathwitness import kafka-properties"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (strcmp(rows[i].source, a->source) == 0 &&
            (rows[i].operation == NULL || strcmp(rows[i].operation, a->operation) == 0))
            return rows[i].remedy;
    return "";
}

static void settle(struct wit_kread *r, struct wit_kasked *a)
{
    struct run best = {0};
    for (size_t i = 0; i < a->n; i++) {
        struct run run = run_at(a->pages, a->n, i);
        if (run.n > 0 && is_better(&run, &best))
            best = run;
    }
    size_t from = best.n == 0 ? 0 : (size_t)(best.first - a->pages);
    if (best.n > 0)
        memmove(a->pages, a->pages + from, best.n * sizeof *a->pages);
    a->n = best.n;
    wit_gap_ref gap = standing(r, a, best.whole ? a->pages[0].bundle : NULL);
    if (gap != WIT_NO_GAP)
        a->gap = wit_kgap_of_estate(r, gap, remedy_of(a));
    else if (!best.whole)
        a->gap = wit_kgap(r, WIT_GAP_CUT, a->operation, a->resource, wit_no_cite, remedy_of(a),
                          "%s of %s: not every page is in the evidence", a->operation, a->resource);
}

static int by_question(const void *left, const void *right)
{
    const struct wit_kasked *a = *(struct wit_kasked *const *)left, *b = *(struct wit_kasked *const *)right;
    int order = strcmp(a->source, b->source);
    if (order == 0)
        order = strcmp(a->operation, b->operation);
    return order != 0 ? order : strcmp(a->resource, b->resource);
}

static int by_name(const void *left, const void *right)
{
    const struct wit_bundle *a = *(const struct wit_bundle *const *)left, *b = *(const struct wit_bundle *const *)right;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : strcmp(or_empty(a->head), or_empty(b->head));
}

static struct wit_strmap *index_artefacts(struct wit_kread *r)
{
    struct wit_strmap *map = wit_strmap_new(r->scratch);
    for (size_t i = 0; i < r->estate->n_artefacts; i++) {
        const struct wit_artefact_ref *a = &r->estate->artefacts[i];
        wit_strmap_put(map, wit_fmt(r->scratch, "%s\x1f%s", or_empty(a->bundle), or_empty(a->id)),
                       (void *)(uintptr_t)(i + 1));
    }
    return map;
}

bool wit_kasked_gather(struct wit_kread *r, const struct wit_bundle *const *bundles, size_t n)
{
    const struct wit_bundle **sorted = WIT_NEW_ARRAY(r->arena, const struct wit_bundle *, n);
    struct wit_strmap *artefacts = NULL;
    if (n > 0)
        memcpy(sorted, bundles, n * sizeof *sorted);
    if (n > 1)
        qsort(sorted, n, sizeof *sorted, by_name);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < sorted[i]->n; k++) {
            const struct wit_record *record = &sorted[i]->records[k];
            if (!is_ours(record) || (record->kind != WIT_REC_ARTEFACT && record->kind != WIT_REC_GAP))
                continue;
            struct wit_kasked *a = entry(r, &record->subject);
            if (record->kind == WIT_REC_GAP)
                continue;
            if (artefacts == NULL)
                artefacts = index_artefacts(r);
            const char *key = wit_fmt(r->scratch, "%s\x1f%s", or_empty(sorted[i]->name), or_empty(record->id));
            uintptr_t at = (uintptr_t)wit_strmap_get(artefacts, key);
            WIT_PUSH(r->arena, a->pages, a->n, a->cap) =
                (struct wit_kpage){sorted[i], record, at == 0 ? UINT32_MAX : (uint32_t)(at - 1)};
        }
    }
    for (size_t i = 0; i < r->n_asked; i++)
        settle(r, r->asked[i]);
    if (r->n_asked > 1)
        qsort(r->asked, r->n_asked, sizeof(struct wit_kasked *), by_question);
    wit_arena_reset(r->scratch);
    return r->n_asked > 0;
}

const struct wit_kasked *wit_kasked_find(const struct wit_kread *r, const char *source, const char *operation,
                                         const char *resource)
{
    const char *key = wit_fmt(r->arena, "%s\x1f%s\x1f%s", source, operation, resource);
    return wit_strmap_get(r->asked_keys, key);
}

struct wit_cite wit_kpage_cite(const struct wit_kread *r, const struct wit_kpage *page, const char *pointer)
{
    const char *root = or_empty(page->record->root);
    return (struct wit_cite){page->artefact, root[0] == '\0' ? pointer : wit_fmt(r->arena, "%s%s", root, pointer)};
}

bool wit_kpage_tree(const struct wit_value **root, struct wit_kread *r, struct wit_kasked *asked, size_t page,
                    struct wit_err *err)
{
    const struct wit_kpage *p = &asked->pages[page];
    struct wit_value *tree = NULL;
    struct wit_err why = {0};
    char *bytes;
    size_t len;
    *root = NULL;
    wit_arena_reset(r->scratch);
    if (!r->blob(p->bundle, p->record, r->scratch, &bytes, &len, err))
        return false;
    if (wit_json_parse(&tree, r->scratch, bytes, len, &why) && tree->kind == WIT_OBJECT) {
        *root = tree;
        return true;
    }
    wit_gap_ref gap = wit_kgap(r, WIT_GAP_UNREADABLE, asked->operation, asked->resource, wit_kpage_cite(r, p, ""), "",
                               "%s of %s could not be read: %s", asked->operation, asked->resource,
                               tree == NULL ? why.text : "it is not an object");
    if (asked->gap == WIT_NO_GAP)
        asked->gap = gap;
    return true;
}

wit_gap_ref wit_kasked_gap(struct wit_kread *r, const char *source, const char *operation, const char *resource,
                           const char *what, const char *remedy)
{
    const struct wit_kasked *a = wit_kasked_find(r, source, operation, resource);
    if (a != NULL)
        return a->gap;
    return wit_kgap(r, WIT_GAP_NOT_ASKED, operation, resource, wit_no_cite, remedy, "%s: nobody asked for them", what);
}
