/* collectors/traffic/live_watch.c: the parent of a live capture: takes the child's messages, checks and stores them.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/live_watch.h"

#include <string.h>

#include "base/json.h"
#include "collectors/traffic/box.h"

enum { GAP_TEXT = 600 };

struct taking {
    struct wit_captured *out;
    struct wit_arena *arena;
    const struct wit_capture_options *options;
    bool summed;
};

static bool nonsense(struct wit_err *err)
{
    return wit_fail(err, WIT_EIO, "the capturing process sent nonsense");
}

static bool take_gap(struct taking *t, const uint8_t *bytes, size_t len, struct wit_err *err)
{
    struct wit_captured *c = t->out;
    if (len < 2 || len > GAP_TEXT || c->n_gaps == WIT_LIVE_GAPS ||
        (bytes[0] != WIT_GAP_CUT && bytes[0] != WIT_GAP_UNREADABLE))
        return nonsense(err);
    char *text = wit_strndup(t->arena, (const char *)bytes + 1, len - 1);
    for (size_t i = 0; text[i] != '\0'; i++)
        text[i] = text[i] < 0x20 || text[i] > 0x7e ? '?' : text[i];
    c->gaps[c->n_gaps].reason = (enum wit_gap_reason)bytes[0];
    c->gaps[c->n_gaps++].detail = text;
    return true;
}

static bool take(void *context, char type, const uint8_t *bytes, size_t len, struct wit_err *err)
{
    struct taking *t = context;
    const struct wit_capture_options *o = t->options;
    struct wit_captured *c = t->out;
    uint64_t *const sums[WIT_LIVE_SUM_NUMBERS] = {&c->frames, &c->packets, &c->copies, &c->unread,          &c->flows,
                                                  &c->folded, &c->dropped, &c->missed, &c->openings_sampled};
    uint64_t numbers[WIT_LIVE_SUM_NUMBERS];
    switch (type) {
    case WIT_LIVE_SAYS_READY:
        if (len != 1 || bytes[0] > WIT_LIVE_PROGRAM)
            return nonsense(err);
        return o->ready == NULL || o->ready(o->context, (enum wit_live_sampler)bytes[0], err);
    case WIT_LIVE_SAYS_PROGRESS:
        if (len != WIT_LIVE_PROGRESS_NUMBERS * sizeof numbers[0])
            return nonsense(err);
        memcpy(numbers, bytes, len);
        if (o->progress != NULL)
            o->progress(o->context, numbers[0], numbers[1], numbers[2]);
        return true;
    case WIT_LIVE_SAYS_GAP:
        return take_gap(t, bytes, len, err);
    case WIT_LIVE_SAYS_SUM:
        if (len != sizeof numbers || t->summed)
            return nonsense(err);
        memcpy(numbers, bytes, len);
        for (size_t i = 0; i < WIT_LIVE_SUM_NUMBERS; i++)
            *sums[i] = numbers[i];
        return t->summed = true;
    case WIT_LIVE_SAYS_DOCUMENT:
        wit_buf_add(&c->document, bytes, len);
        return !c->document.over || nonsense(err);
    default:
        return nonsense(err);
    }
}

static bool is_text(const struct wit_value *root, const char *key, const char *text)
{
    const char *there = wit_str(root, key);
    return there != NULL && strcmp(there, text) == 0;
}

/* Strict JSON, and of the capture that was asked for: nobody stores another one's word. */
static bool check(const struct wit_captured *c, const struct wit_capture_options *o, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_value *root;
    if (!wit_json_parse(&root, arena, c->document.data == NULL ? "" : c->document.data, c->document.len, err))
        return wit_fail_in(err, "what the capturing process sent");
    const struct wit_value *flows = wit_get(root, "flows"), *at = wit_get(root, "at");
    bool good = wit_int(root, "version", 0) == 1 && is_text(root, "source", "capture") &&
                is_text(root, "name", o->name) && wit_int(root, "sample", 0) == (int64_t)o->sample &&
                wit_bool(root, "anonymous", !o->anonymous) == o->anonymous && flows != NULL &&
                flows->kind == WIT_ARRAY && flows->count == c->flows && (at == NULL ? 0 : at->count) == o->n_at;
    for (size_t i = 0; good && i < o->n_at; i++) {
        const char *one = wit_text(wit_at(at, i));
        good = one != NULL && strcmp(one, o->at[i]) == 0;
    }
    return good || nonsense(err);
}

bool wit_traffic_capture(struct wit_captured *out, struct wit_arena *arena, const struct wit_capture_options *options,
                         struct wit_err *err)
{
    struct wit_capture_options mine = *options;
    struct taking t = {.out = out, .arena = arena, .options = options};
    *out = (struct wit_captured){0};
    wit_buf_init(&out->document, WIT_LIVE_DOCUMENT);
    if (options->n_interfaces < 1 || options->n_interfaces > WIT_LIVE_INTERFACES)
        return wit_fail(err, WIT_EUSAGE, "1 to %d interfaces can be captured at once", WIT_LIVE_INTERFACES);
    return wit_box_run(wit_live_work, &mine, take, &t, err) && check(out, options, err);
}

bool wit_traffic_capture_store(struct wit_bundle_writer *writer, const struct wit_captured *c, const char *name,
                               char id[24], struct wit_err *err)
{
    struct wit_record record = {
        .kind = WIT_REC_ARTEFACT,
        .subject = {.source = "traffic", .service = "capture", .operation = "Flows", .resource = name},
        .page = 1,
        .last_page = true,
        .request = name,
        .media = "application/json",
        .root = ""};
    if (!wit_bundle_put(writer, &record, c->document.data, c->document.len, id, err))
        return false;
    for (size_t i = 0; i < c->n_gaps; i++) {
        struct wit_record gap = {
            .kind = WIT_REC_GAP, .subject = record.subject, .reason = c->gaps[i].reason, .detail = c->gaps[i].detail};
        if (!wit_bundle_note(writer, &gap, err))
            return false;
    }
    return true;
}

void wit_captured_deinit(struct wit_captured *captured)
{
    wit_buf_deinit(&captured->document);
}
