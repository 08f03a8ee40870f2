/* collectors/aws/resume.c: what the bundle holds already, so that a killed run goes on where it stopped.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "collectors/aws/run.h"

/* The records of one call. A page 1 begins the list anew; its last page settles a gap that came before. */
struct known {
    const struct wit_record **pages; /* in order, from page 1, no holes */
    size_t n, cap;
    const struct wit_record *gap; /* NULL: none that is open */
    bool assumed, planned;
};

static const char *key_of(struct wit_arena *arena, const struct wit_subject *s)
{
    return wit_fmt(arena, "%s|%s|%s|%s|%s", s->account != NULL ? s->account : "", s->region != NULL ? s->region : "",
                   s->service != NULL ? s->service : "", s->operation != NULL ? s->operation : "",
                   s->resource != NULL ? s->resource : "");
}

static void index_page(struct wit_run *run, struct known *known, const struct wit_record *r)
{
    if (r->page == 1)
        known->n = 0;
    if (r->page != known->n + 1)
        return;
    WIT_PUSH(run->arena, known->pages, known->n, known->cap) = r;
    if (r->last_page)
        known->gap = NULL;
}

void wit_resume_index(struct wit_run *run)
{
    size_t n;
    const struct wit_record *records = wit_bundle_writer_records(run->writer, &n);
    run->known = wit_strmap_new(run->arena);
    for (size_t i = 0; i < n; i++) {
        const struct wit_record *r = &records[i];
        bool counts = r->kind == WIT_REC_ARTEFACT || r->kind == WIT_REC_GAP || r->kind == WIT_REC_ASSUMPTION;
        if (!counts || r->subject.source == NULL || strcmp(r->subject.source, "aws") != 0)
            continue;
        const char *key = key_of(run->arena, &r->subject);
        struct known *known = wit_strmap_get(run->known, key);
        if (known == NULL) {
            known = WIT_NEW(run->arena, struct known);
            wit_strmap_put(run->known, key, known);
        }
        if (r->kind == WIT_REC_GAP)
            known->gap = r;
        else if (r->kind == WIT_REC_ASSUMPTION)
            known->assumed = true;
        else
            index_page(run, known, r);
    }
}

static struct known *find(const struct wit_run *run, const struct wit_subject *subject)
{
    struct wit_arena *arena = wit_arena_new();
    struct known *known = wit_strmap_get(run->known, key_of(arena, subject));
    wit_arena_free(arena);
    return known;
}

bool wit_resume_has(const struct wit_run *run, const struct wit_subject *subject)
{
    const struct known *known = find(run, subject);
    return known != NULL && (known->n > 0 || known->assumed);
}

/* Plays the stored pages again as if they had just come. *token: of the page that is to be asked next. */
static bool replay(struct wit_run *run, struct wit_call *call, const struct known *known, const char **token,
                   struct wit_err *err)
{
    *token = NULL;
    for (size_t i = 0; i < known->n; i++) {
        struct wit_arena *arena = wit_arena_new();
        char *body = NULL;
        size_t len = 0;
        struct wit_answer a = {0};
        bool fine = wit_bundle_writer_blob(run->writer, known->pages[i], arena, &body, &len, err) &&
                    wit_answer_read(&a, arena, call->op, known->pages[i]->status != 0 ? known->pages[i]->status : 200,
                                    "", body, len, err) &&
                    (a.is_error || wit_run_page(run, call, body, len, err));
        *token = fine && a.token != NULL ? wit_strdup(run->arena, a.token) : NULL;
        wit_arena_free(arena);
        if (!fine)
            return wit_fail_in(err, "record %s", known->pages[i]->id);
        if (*token != NULL)
            wit_strmap_put(call->tokens, *token, call);
        run->summary->skipped++;
    }
    return true;
}

/* Two lists of one thing (a page that came twice) lead to one call. */
static struct known *entry(struct wit_run *run, const struct wit_subject *subject)
{
    const char *key = key_of(run->arena, subject);
    struct known *known = wit_strmap_get(run->known, key);
    if (known == NULL) {
        known = WIT_NEW(run->arena, struct known);
        wit_strmap_put(run->known, key, known);
    }
    return known;
}

bool wit_resume_plan(struct wit_run *run, struct wit_call *call, struct wit_err *err)
{
    struct wit_subject subject = wit_run_subject(run, call);
    struct known *known = entry(run, &subject);
    call->page = 1;
    call->attempt = 1;
    if (known->planned)
        return true;
    known->planned = true;
    run->total++;
    call->tokens = wit_strmap_new(run->arena);
    const char *token;
    if (!replay(run, call, known, &token, err))
        return false;
    bool whole = known->n > 0 && known->pages[known->n - 1]->last_page;
    if (known->assumed || (whole && known->gap == NULL)) {
        run->summary->skipped += known->assumed;
        run->done++;
        return wit_run_end(run, call, err);
    }
    if (known->gap != NULL) {
        /* What failed then may be answered now; its tokens are too old, so the list is asked from its beginning. */
        call->tokens = wit_strmap_new(run->arena);
        call->old_gap = known->gap;
    } else if (known->n > 0) {
        if (token == NULL)
            return wit_fail(err, WIT_EINTEGRITY, "record %s is not the last page, and names no next one",
                            known->pages[known->n - 1]->id);
        call->page = (unsigned)known->n + 1;
        call->token = token;
    }
    wit_run_push(run, call, false);
    return true;
}
