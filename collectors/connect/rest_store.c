/* collectors/connect/rest_store.c: records of a REST interface.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "collectors/connect/rest.h"

static struct wit_subject subject_of(const struct wit_rest *r, const char *operation, const char *resource)
{
    return (struct wit_subject){
        .source = r->source, .service = r->source, .operation = operation, .resource = resource};
}

bool wit_rest_store(struct wit_rest *r, const char *operation, const char *resource, const char *request, int status,
                    unsigned page, bool last, const struct wit_buf *body, struct wit_err *err)
{
    if (body->over)
        return wit_rest_gap(r, operation, resource, WIT_GAP_CUT, "larger than this version stores", err);
    struct wit_record record = {.kind = WIT_REC_ARTEFACT,
                                .subject = subject_of(r, operation, resource),
                                .page = page,
                                .last_page = last,
                                .request = request,
                                .status = status,
                                .media = "application/json",
                                .root = ""};
    if (!wit_bundle_put(r->writer, &record, wit_buf_str(body), body->len, NULL, err))
        return false;
    r->summary->artefacts++;
    r->summary->bytes += body->len;
    return true;
}

bool wit_rest_gap(struct wit_rest *r, const char *operation, const char *resource, enum wit_gap_reason reason,
                  const char *detail, struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_GAP,
                                .subject = subject_of(r, operation, resource),
                                .page = 1,
                                .reason = reason,
                                .detail = detail};
    r->summary->gaps++;
    return wit_bundle_note(r->writer, &record, err);
}

bool wit_rest_gap_of(struct wit_rest *r, const char *operation, const char *resource,
                     const struct wit_rest_answer *answer, struct wit_err *err)
{
    static const enum wit_gap_reason reasons[] = {
        [WIT_REST_OK] = WIT_GAP_FAILED,
        [WIT_REST_ABSENT] = WIT_GAP_FAILED,
        [WIT_REST_DENIED] = WIT_GAP_DENIED,
        [WIT_REST_BUSY] = WIT_GAP_FAILED,
        [WIT_REST_CUT] = WIT_GAP_CUT,
        [WIT_REST_TOO_LARGE] = WIT_GAP_CUT,
        [WIT_REST_UNREADABLE] = WIT_GAP_UNREADABLE,
        [WIT_REST_NO_TLS] = WIT_GAP_FAILED,
        [WIT_REST_FAILED] = WIT_GAP_FAILED,
    };
    return wit_rest_gap(r, operation, resource, reasons[answer->end], answer->detail, err);
}

bool wit_rest_store_names(struct wit_rest *r, struct wit_names *names, struct wit_err *err)
{
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf body;
    size_t late = 0;
    wit_buf_init(&body, (size_t)64 << 20);
    wit_rest_tell(r, "looking names up");
    wit_names_resolve(names, r->options->resolve != NULL ? r->options->resolve : wit_resolve_system,
                      r->options->resolve_context, r->timeout_ms);
    for (size_t i = 0; i < names->n; i++)
        late += names->items[i].late;
    wit_names_write(&body, names->items, names->n);
    if (!wit_rest_store(r, "ResolveNames", r->base, wit_fmt(r->arena, "%zu names", names->n), 0, 1, true, &body, err))
        return false;
    if (late + names->over > 0)
        return wit_rest_gap(r, "ResolveNames", r->base, WIT_GAP_CUT,
                            wit_fmt(r->arena, "%zu names were not looked up: time was over, or they are more than %d",
                                    late + names->over, (int)WIT_NAMES_MAX),
                            err);
    return true;
}
