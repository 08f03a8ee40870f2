/* tests/fuzz/fuzz_decode.c: any answers give an estate in which every promise of pathmap/estate.h holds.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Records stand one after the other, with a line "--" between them. The first byte of each chooses the operation ('0'
 * and up), the second what it is: 'a' the last page, 'm' more follows, 'e' an error answer, 'g' a gap, 's' an
 * assumption.
 */
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "pathmap/decode/decode.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

enum { MAX_RECORDS = 32 };
static struct {
    const char *bytes;
    size_t len;
} blobs[MAX_RECORDS];

static bool blob(const struct wit_bundle *bundle, const struct wit_record *record, struct wit_arena *arena,
                 char **bytes, size_t *len, struct wit_err *err)
{
    (void)bundle, (void)err;
    *len = blobs[record->seq - 1].len;
    *bytes = wit_alloc(arena, *len + 1);
    memcpy(*bytes, blobs[record->seq - 1].bytes, *len);
    return true;
}

static struct wit_record record_of(struct wit_arena *arena, uint64_t seq, const char *text, size_t len)
{
    size_t n;
    const struct wit_operation *op = &wit_operations(&n)[0];
    op += ((unsigned char)text[0] - (unsigned)'0') % n;
    char what = text[1];
    blobs[seq - 1].bytes = text + 2;
    blobs[seq - 1].len = len - 2;
    return (struct wit_record){.seq = seq,
                               .kind = what == 'g'   ? WIT_REC_GAP
                                       : what == 's' ? WIT_REC_ASSUMPTION
                                                     : WIT_REC_ARTEFACT,
                               .id = wit_fmt(arena, "a-%06u", (unsigned)seq),
                               .subject = {.source = "aws",
                                           .account = "111122223333",
                                           .region = "eu-west-1",
                                           .service = op->service,
                                           .operation = op->operation,
                                           .resource = op->scope == WIT_CALL_EACH ? "pl-1" : NULL},
                               .time = "2026-11-20T23:08:16.000Z",
                               .page = what == 'm' ? (unsigned)seq : 1,
                               .last_page = what != 'm',
                               .status = what == 'e' ? 404 : 200,
                               .root = "",
                               .reason = WIT_GAP_DENIED,
                               .detail = "fuzz"};
}

static void ref(const struct wit_estate *e, wit_gap_ref gap)
{
    if (gap != WIT_NO_GAP && gap >= e->n_gaps)
        abort();
}

static void check(const struct wit_estate *e)
{
    for (size_t i = 0; i < e->n_subnets; i++) {
        const struct wit_subnet *s = &e->subnets[i];
        ref(e, s->acl_gap);
        ref(e, s->routes_gap);
        if (s->network == NULL || (s->acl == NULL) != (s->acl_gap != WIT_NO_GAP) ||
            (s->routes == NULL) != (s->routes_gap != WIT_NO_GAP))
            abort(); /* what is not there has its gap */
    }
    for (size_t i = 0; i < e->n_networks; i++) {
        ref(e, e->networks[i].gap);
        if ((e->networks[i].main == NULL) != (e->networks[i].main_gap != WIT_NO_GAP) ||
            (e->networks[i].placeholder && e->networks[i].gap == WIT_NO_GAP))
            abort();
    }
    for (size_t i = 0; i < e->n_interfaces; i++) {
        const struct wit_interface *o = &e->interfaces[i];
        ref(e, o->filters_gap);
        if (o->subnet == NULL || (o->n_filters == 0 && !o->unfiltered && o->filters_gap == WIT_NO_GAP))
            abort();
        if (i > 0 && strcmp(e->interfaces[i - 1].account, o->account) == 0 &&
            strcmp(e->interfaces[i - 1].id, o->id) >= 0)
            abort();
    }
    for (size_t i = 0; i < e->n_tables; i++) {
        for (size_t k = 0; k < e->tables[i].n_routes; k++) {
            const struct wit_route *r = &e->tables[i].routes[k];
            ref(e, r->gap);
            if (r->kind != WIT_GW_LOCAL && !r->blackhole && r->gateway == NULL && r->gateway_gap == WIT_NO_GAP &&
                r->gap == WIT_NO_GAP)
                abort();
        }
    }
    for (size_t i = 0; i < e->n_lists; i++) {
        ref(e, e->lists[i].gap);
        if ((e->lists[i].state == WIT_LIST_INCOMPLETE) != (e->lists[i].gap != WIT_NO_GAP))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_record records[MAX_RECORDS];
    size_t n = 0;
    const char *at = (const char *)data, *end = at + size;
    while (at < end && n < MAX_RECORDS) {
        const char *stop = memmem(at, (size_t)(end - at), "\n--\n", 4);
        const char *next = stop == NULL ? end : stop + 4;
        if (stop == NULL)
            stop = end;
        if (stop - at >= 2) {
            records[n] = record_of(arena, n + 1, at, (size_t)(stop - at));
            n++;
        }
        at = next;
    }
    const struct wit_bundle bundle = {.dir = "fuzz", .name = "fuzz", .records = records, .n = n, .head = ""},
                            *bundles = &bundle;
    struct wit_estate *e;
    struct wit_err err = {0};
    if (!wit_decode_bundles(&e, arena, &bundles, 1, blob, &err))
        abort();
    check(e);
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, (size_t)256 << 20);
    wit_estate_write(&out, e, size % 2 == 0);
    struct wit_value *tree;
    if (!out.over && !wit_json_parse(&tree, arena, wit_buf_str(&out), out.len, &err))
        abort();
    return 0;
}
