/* tests/support/evidence_kit.c: folders, small bundles and disk faults for tests.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "tests/support/evidence_kit.h"

#include <errno.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/io.h"
#include "evidence/store.h"

static void must(bool done, const struct wit_err *err)
{
    if (!done)
        wit_die("test kit: %s", err->text);
}

char *wit_kit_dir(struct wit_arena *arena)
{
    char name[] = "kit-XXXXXX";
    if (mkdtemp(name) == NULL)
        wit_die("test kit: mkdtemp: %s", strerror(errno));
    return wit_strdup(arena, name);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st;
    (void)flag;
    (void)ftw;
    return remove(path);
}

void wit_kit_remove(const char *path)
{
    (void)nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

char *wit_kit_read(struct wit_arena *arena, const char *path, size_t *len)
{
    struct wit_err err = {0};
    char *bytes = NULL;
    must(wit_file_read(&bytes, len, arena, path, (size_t)1 << 30, &err), &err);
    return bytes;
}

void wit_kit_write(const char *path, const void *bytes, size_t len)
{
    struct wit_err err = {0};
    must(wit_file_write(path, bytes, len, &err), &err);
}

void wit_kit_copy(const char *from, const char *to)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_err err = {0};
    const char **names = NULL;
    size_t n = 0, len = 0;
    must(wit_dir_make(to, &err), &err);
    must(wit_dir_list(&names, &n, arena, from, &err), &err);
    for (size_t i = 0; i < n; i++) {
        const char *source = wit_fmt(arena, "%s/%s", from, names[i]);
        const char *target = wit_fmt(arena, "%s/%s", to, names[i]);
        if (wit_path_is_dir(source)) {
            wit_kit_copy(source, target); /* the tests' own trees: three levels */
        } else {
            const char *bytes = wit_kit_read(arena, source, &len);
            wit_kit_write(target, bytes, len);
        }
    }
}

struct wit_record wit_kit_artefact(const char *operation, unsigned page)
{
    return (struct wit_record){.kind = WIT_REC_ARTEFACT,
                               .subject = {.source = "aws",
                                           .account = "111122223333",
                                           .region = "eu-west-1",
                                           .service = "ec2",
                                           .operation = operation},
                               .page = page,
                               .last_page = true,
                               .request = "Action=Describe&MaxResults=1000",
                               .status = 200,
                               .media = "application/xml"};
}

struct wit_record wit_kit_gap(const char *operation, enum wit_gap_reason reason)
{
    struct wit_record r = wit_kit_artefact(operation, 1);
    return (struct wit_record){
        .kind = WIT_REC_GAP, .subject = r.subject, .page = 1, .reason = reason, .detail = "UnauthorizedOperation"};
}

void wit_kit_bundle(const char *dir)
{
    struct wit_bundle_writer *w = NULL;
    struct wit_err err = {0};
    struct wit_record a = wit_kit_artefact("DescribeVpcs", 1), b = wit_kit_artefact("DescribeVpcs", 2),
                      g = wit_kit_gap("DescribeNetworkAcls", WIT_GAP_DENIED),
                      c = wit_kit_artefact("DescribeSubnets", 1),
                      s = {.kind = WIT_REC_ASSUMPTION, .detail = "no NAT gateways"};
    must(wit_bundle_writer_open(&w, dir, false, &err), &err);
    must(wit_bundle_put(w, &a, "<first/>", 8, NULL, &err), &err);
    must(wit_bundle_put(w, &b, "<second>and longer, longer, longer, longer, longer</second>", 59, NULL, &err), &err);
    must(wit_bundle_note(w, &g, &err), &err);
    must(wit_bundle_put(w, &c, "<first/>", 8, NULL, &err), &err);
    must(wit_bundle_note(w, &s, &err), &err);
    wit_bundle_writer_close(w);
}

static struct {
    enum wit_kit_fault fault;
    unsigned long at, count;
    char trace[4096];
} state;

static bool changes(enum wit_store_op op)
{
    return op != WIT_STORE_READ;
}

static int hook(enum wit_store_op op, size_t *len)
{
    static const char letters[] = "-odwsrtu";
    if (!changes(op))
        return 0;
    if (state.count < sizeof state.trace - 1)
        state.trace[state.count] = letters[op];
    state.count++;
    bool small = state.fault == WIT_KIT_KILL_SHORT || state.fault == WIT_KIT_SHORT;
    if (small && op == WIT_STORE_WRITE && *len > 1)
        *len = state.fault == WIT_KIT_SHORT ? 1 + *len / 7 : *len / 2;
    bool now = state.count == state.at;
    if ((state.fault == WIT_KIT_KILL || state.fault == WIT_KIT_KILL_SHORT) && now)
        _exit(9);
    if (state.fault == WIT_KIT_BAD && now)
        return EIO;
    bool needs_room = op != WIT_STORE_TRUNCATE && op != WIT_STORE_UNLINK && op != WIT_STORE_SYNC;
    if (state.fault == WIT_KIT_FULL && state.count >= state.at && needs_room)
        return ENOSPC;
    return 0;
}

void wit_kit_fault_set(enum wit_kit_fault fault, unsigned long at)
{
    memset(&state, 0, sizeof state);
    state.fault = fault;
    state.at = at;
    wit_store_hook = hook;
}

void wit_kit_fault_clear(void)
{
    wit_store_hook = NULL;
}

unsigned long wit_kit_fault_count(void)
{
    return state.count;
}

const char *wit_kit_fault_trace(void)
{
    return state.trace;
}
