/* pathmap/reach/gaps.c: gaps that the engine finds itself, and the lists whose absence leaves a question open.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Their ids come from their content, so they are the same in every run, whatever was asked before.
 */
#include <string.h>

#include "base/digest.h"
#include "evidence/operations.h"
#include "pathmap/reach/inside.h"

wit_gap_ref wit_gap_add(struct wit_reach *r, enum wit_gap_reason reason, const char *account, const char *region,
                        const char *resource, const char *text, const char *remedy)
{
    const char *content =
        wit_fmt(r->arena, "reach\n%s\n%s\n%s\n%s\n%s", wit_gap_word(reason), account, region, resource, text);
    char digest[WIT_SHA256_HEX];
    wit_sha256_hex(digest, content, strlen(content));
    const char *id = wit_fmt(r->arena, "g-%.8s", digest);
    const wit_gap_ref *known = wit_strmap_get(r->gap_by_id, id);
    if (known != NULL)
        return *known;
    bool is_asked_for = reason == WIT_GAP_DANGLING || reason == WIT_GAP_NOT_ASKED || reason == WIT_GAP_UNREADABLE;
    if (remedy[0] == '\0' && is_asked_for)
        remedy = wit_command_about(r->arena, resource, region);
    struct wit_gap *gap = WIT_NEW(r->arena, struct wit_gap);
    *gap = (struct wit_gap){.id = id,
                            .reason = reason,
                            .subject = {.source = "aws", .account = account, .region = region, .resource = resource},
                            .text = text,
                            .remedy = remedy,
                            .cite = {UINT32_MAX, ""}};
    wit_gap_ref *ref = WIT_NEW(r->arena, wit_gap_ref);
    *ref = (wit_gap_ref)(r->estate->n_gaps + r->n_gaps);
    WIT_PUSH(r->arena, r->gaps, r->n_gaps, r->cap_gaps) = gap;
    wit_strmap_put(r->gap_by_id, id, ref);
    return *ref;
}

wit_gap_ref wit_gap_unconfirmed(struct wit_reach *r, const char *resource, const char *text)
{
    return wit_gap_add(r, WIT_GAP_UNCONFIRMED, "", "", resource, text, "");
}

const struct wit_gap *wit_reach_gap(const struct wit_reach *r, wit_gap_ref ref)
{
    if (ref < r->estate->n_gaps)
        return &r->estate->gaps[ref];
    return ref - r->estate->n_gaps < r->n_gaps ? r->gaps[ref - r->estate->n_gaps] : NULL;
}

wit_gap_ref wit_list_gap_of(struct wit_reach *r, const char *account, const char *region, const char *service,
                            const char *operation)
{
    wit_gap_ref gap = WIT_NO_GAP;
    for (size_t i = 0; i < r->estate->n_lists; i++) {
        const struct wit_list *list = &r->estate->lists[i];
        if (strcmp(list->operation, operation) != 0 || strcmp(list->service, service) != 0 ||
            strcmp(list->account, account) != 0 || (region != NULL && strcmp(list->region, region) != 0))
            continue;
        if (list->state != WIT_LIST_INCOMPLETE)
            return WIT_NO_GAP;
        if (gap == WIT_NO_GAP)
            gap = list->gap;
    }
    if (gap != WIT_NO_GAP)
        return gap;
    const struct wit_operation *op = wit_operation_find(service, operation);
    return wit_gap_add(r, WIT_GAP_NOT_ASKED, account, region == NULL ? "" : region, operation,
                       wit_fmt(r->arena, "%s %s of account %s was not asked%s%s", service, operation,
                               account[0] == '\0' ? "(unknown)" : account, region == NULL ? "" : " in ",
                               region == NULL ? "" : region),
                       op == NULL ? "" : wit_operation_command(r->arena, op, region, ""));
}
