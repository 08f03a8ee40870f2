/* collectors/traffic/import_pcap.c: one capture file becomes one artefact.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>
#include <sys/stat.h>

#include "collectors/traffic/traffic.h"

enum { PROGRESS_FRAMES = 65536 };

static bool watch(struct wit_watch *w, struct wit_capture *capture, const struct wit_traffic_options *options,
                  uint64_t total, struct wit_err *err)
{
    struct wit_frame frame;
    struct wit_packet p;
    struct wit_conns *conns = wit_conns_new(&w->texts, wit_flows_add, &w->flows);
    while (wit_capture_next(capture, &frame, err)) {
        enum wit_packet_doubt doubt = wit_packet_read(&p, &frame);
        w->doubts[doubt]++;
        if (doubt == WIT_PACKET_GOOD) {
            w->packets++;
            (void)wit_conns_packet(conns, &p);
        }
        if (options->progress != NULL && capture->frames % PROGRESS_FRAMES == 0)
            options->progress(options->context, capture->bytes, total);
    }
    bool good = err == NULL || err->code == WIT_OK;
    w->copies = wit_conns_copies(conns);
    wit_conns_finish(conns);
    wit_conns_free(conns);
    wit_flows_finish(&w->flows);
    return good;
}

static bool note_gap(struct wit_bundle_writer *writer, const struct wit_subject *subject, enum wit_gap_reason reason,
                     const char *detail, struct wit_err *err)
{
    struct wit_record record = {.kind = WIT_REC_GAP, .subject = *subject, .reason = reason, .detail = detail};
    return wit_bundle_note(writer, &record, err);
}

/* What the capturer lost, and what the file lost. */
static bool note_gaps(struct wit_bundle_writer *writer, const struct wit_watch *w, const struct wit_subject *subject,
                      struct wit_err *err)
{
    uint64_t dropped = 0;
    for (size_t i = 0; i < w->capture->n_interfaces; i++)
        dropped += w->capture->interfaces[i].dropped == UINT64_MAX ? 0 : w->capture->interfaces[i].dropped;
    if (w->capture->cut && !note_gap(writer, subject, WIT_GAP_CUT, w->capture->why, err))
        return false;
    if (dropped > 0 &&
        !note_gap(writer, subject, WIT_GAP_CUT,
                  wit_fmt(w->arena, "%llu packets were dropped while capturing", (unsigned long long)dropped), err))
        return false;
    if (w->doubts[WIT_PACKET_LINK] > 0 && !note_gap(writer, subject, WIT_GAP_UNREADABLE,
                                                    wit_fmt(w->arena, "%llu frames of a link layer that is not known",
                                                            (unsigned long long)w->doubts[WIT_PACKET_LINK]),
                                                    err))
        return false;
    return true;
}

static bool store(struct wit_bundle_writer *writer, struct wit_watch *w, struct wit_traffic_summary *out,
                  struct wit_err *err)
{
    struct wit_record record = {
        .kind = WIT_REC_ARTEFACT,
        .subject = {.source = "traffic", .service = w->source, .operation = "Flows", .resource = w->name},
        .page = 1,
        .last_page = true,
        .request = w->name,
        .media = "application/json",
        .root = ""};
    return wit_watch_put(writer, w, &record, out->id, err) && note_gaps(writer, w, &record.subject, err);
}

bool wit_traffic_import_pcap(struct wit_bundle_writer *writer, const char *path,
                             const struct wit_traffic_options *options, struct wit_arena *arena,
                             struct wit_traffic_summary *out, struct wit_err *err)
{
    struct wit_capture *capture;
    struct wit_err why = {0};
    struct stat facts;
    if (!wit_capture_open(&capture, arena, path, err))
        return false;
    const char *slash = strrchr(path, '/');
    struct wit_watch w = {.source = "pcap",
                          .name = slash != NULL            ? slash + 1
                                  : strcmp(path, "-") == 0 ? "standard input"
                                                           : path,
                          .sample = options->sample == 0 ? 1 : options->sample,
                          .capture = capture,
                          .at = options->at,
                          .n_at = options->n_at,
                          .arena = arena};
    w.texts.arena = arena;
    wit_flows_init(&w.flows, arena, options->anonymous);
    uint64_t total = stat(path, &facts) == 0 && facts.st_size > 0 ? (uint64_t)facts.st_size : 0;
    bool good = watch(&w, capture, options, total, &why);
    *out = (struct wit_traffic_summary){.frames = capture->frames,
                                        .packets = w.packets,
                                        .copies = w.copies,
                                        .flows = w.flows.n,
                                        .folded = w.flows.folded,
                                        .cut = capture->cut,
                                        .why = capture->why};
    for (unsigned i = 1; i < WIT_PACKET_DOUBTS; i++)
        out->unread += i == WIT_PACKET_NOT_IP ? 0 : w.doubts[i];
    if (!good)
        wit_fail(err, why.code, "%s", why.text);
    else
        good = store(writer, &w, out, err);
    wit_capture_close(capture);
    wit_flows_free(&w.flows);
    return good;
}
