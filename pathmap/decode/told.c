/* pathmap/decode/told.c: answers about one thing each, kept until the thing is linked.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static const char *key_of(struct wit_decoding *d, const char *operation, const char *resource, const char *account,
                          const char *region)
{
    return wit_key_of(d, operation, resource, account, region, (const char *)NULL);
}

static struct wit_told_thing *told_at(struct wit_decoding *d, const char *key)
{
    struct wit_told_thing *told = wit_strmap_get(d->told_things, key);
    if (told == NULL) {
        told = WIT_NEW(d->arena, struct wit_told_thing);
        told->gap = WIT_NO_GAP;
        told->network = "";
        wit_strmap_put(d->told_things, key, told);
    }
    return told;
}

struct wit_told_thing *wit_told_here(struct wit_decoding *d)
{
    const struct wit_source *s = d->source;
    const char *region = wit_ledger_is_global(s->op) ? "" : s->region;
    return told_at(d, key_of(d, s->op->operation, s->resource, s->account, region));
}

const struct wit_told_thing *wit_told_about(struct wit_decoding *d, const char *operation, const char *resource,
                                            const char *account, const char *region)
{
    return wit_strmap_get(d->told_things, key_of(d, operation, resource, account, region));
}

const struct wit_told_thing *wit_told_of(struct wit_decoding *d, wit_gap_ref *gap, const char *service,
                                         const char *operation, const struct wit_raw *raw, const char *resource)
{
    const struct wit_operation *op = wit_operation_find(service, operation);
    const char *account = raw->source == NULL ? raw->account : raw->source->account;
    const char *region = raw->source == NULL ? raw->region : raw->source->region;
    struct wit_state state = wit_ledger_state(d, op, account, region, resource);
    const struct wit_told_thing *told =
        wit_told_about(d, operation, resource, account, wit_ledger_is_global(op) ? "" : region);
    *gap = state.state == WIT_LIST_INCOMPLETE ? state.gap : told != NULL ? told->gap : WIT_NO_GAP;
    return told;
}
