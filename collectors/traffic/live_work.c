/* collectors/traffic/live_work.c: the child of a live capture: opens, enters the sandbox, reads packets, sends records.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "collectors/traffic/box.h"
#include "collectors/traffic/live_watch.h"
#include "collectors/traffic/sandbox.h"

enum { TICK_MS = 100, LAST_MS = 250, TURNS = 16, NS = 1000000000 };

struct work {
    const struct wit_capture_options *options;
    const struct wit_box *box;
    struct wit_arena *arena;
    struct wit_live *live[WIT_LIVE_INTERFACES];
    bool gone[WIT_LIVE_INTERFACES];
    size_t n_left;
    struct wit_capture capture;
    struct wit_watch watch;
    struct wit_live_facts facts;
    struct wit_conns *conns;
    uint64_t begun_ms, end_ns; /* end_ns: later packets do not count; 0 not over yet */
    uint64_t dropped;
    unsigned n_gaps;
};

static uint64_t clock_of(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * NS + (uint64_t)now.tv_nsec;
}

static uint64_t now_ms(void)
{
    return clock_of(CLOCK_MONOTONIC) / 1000000;
}

static void take_frame(void *context, const struct wit_frame *frame, bool census)
{
    struct work *w = context;
    struct wit_packet p;
    if (w->end_ns != 0 && frame->time_ns > w->end_ns)
        return;
    w->capture.frames++;
    w->capture.bytes += frame->whole;
    enum wit_packet_doubt doubt = wit_packet_read(&p, frame);
    w->watch.doubts[doubt]++;
    if (doubt != WIT_PACKET_GOOD)
        return;
    p.census = census;
    w->watch.packets++;
    bool opening = p.protocol == WIT_IP_TCP && (p.flags & WIT_TCP_SYN) != 0;
    if (wit_conns_packet(w->conns, &p) && opening && !census)
        w->facts.openings_sampled++;
}

static bool open_all(struct work *w, struct wit_err *err)
{
    const struct wit_capture_options *o = w->options;
    enum wit_live_sampler worst = WIT_LIVE_EVERY;
    static const char *const words[] = {
        [WIT_LIVE_EVERY] = "none", [WIT_LIVE_KERNEL] = "kernel", [WIT_LIVE_PROGRAM] = "program"};
    w->capture.interfaces = WIT_NEW_ARRAY(w->arena, struct wit_capture_interface, o->n_interfaces);
    for (size_t i = 0; i < o->n_interfaces; i++) {
        struct wit_live_options one = {.interface = o->interfaces[i],
                                       .index = (uint32_t)i,
                                       .sample = o->sample,
                                       .snap = o->snap,
                                       .buffer_mib = o->buffer_mib,
                                       .promiscuous = o->promiscuous,
                                       .no_kernel = o->no_kernel};
        if (!wit_live_open(&w->live[i], w->arena, &one, err))
            return false;
        worst = w->live[i]->sampler > worst ? w->live[i]->sampler : worst;
        w->capture.interfaces[w->capture.n_interfaces++] = (struct wit_capture_interface){
            .name = one.interface, .filter = "", .link = w->live[i]->link, .snap = o->snap};
        w->facts.snap_census = w->live[i]->snap_census;
    }
    w->facts.sampler = words[worst];
    w->n_left = o->n_interfaces;
    uint8_t sampler = (uint8_t)worst;
    return wit_box_send(w->box, WIT_LIVE_SAYS_READY, &sampler, 1);
}

static bool send_gap(struct work *w, enum wit_gap_reason reason, const char *detail)
{
    struct wit_buf text;
    if (w->n_gaps++ >= WIT_LIVE_GAPS)
        return true;
    wit_buf_init(&text, 600);
    wit_buf_putc(&text, (char)reason);
    wit_buf_puts(&text, detail);
    bool good = wit_box_send(w->box, WIT_LIVE_SAYS_GAP, text.data, text.len);
    wit_buf_deinit(&text);
    return good;
}

static void count_drops(struct work *w)
{
    w->dropped = 0;
    w->facts.missed = 0;
    for (size_t i = 0; i < w->options->n_interfaces; i++) {
        struct wit_capture_interface *itf = &w->capture.interfaces[i];
        uint64_t missed;
        wit_live_counts(w->live[i], &itf->received, &itf->dropped, &missed);
        w->dropped += itf->dropped;
        w->facts.missed += missed;
    }
}

/* The interface went away: what was seen stays, and when that was is told. */
static void lose(struct work *w, size_t i)
{
    char when[WIT_TIME_TEXT];
    w->gone[i] = true;
    w->n_left--;
    w->capture.cut = true;
    wit_time_text(when, (int64_t)(clock_of(CLOCK_REALTIME) / 1000000));
    w->capture.why = wit_fmt(w->arena, "the interface %s went away at %s", w->live[i]->interface, when);
    (void)send_gap(w, WIT_GAP_CUT, w->capture.why);
}

/* True: there may be more at once. */
static bool read_one(struct work *w, size_t i, bool *more, struct wit_err *err)
{
    enum wit_live_state state = WIT_LIVE_MORE;
    for (unsigned turn = 0; turn < TURNS && state == WIT_LIVE_MORE; turn++)
        state = wit_live_read(w->live[i], take_frame, w, err);
    *more = *more || state == WIT_LIVE_MORE;
    if (state == WIT_LIVE_GONE)
        lose(w, i);
    return state != WIT_LIVE_FAILED;
}

static bool read_all(struct work *w, bool *more, struct wit_err *err)
{
    *more = false;
    for (size_t i = 0; i < w->options->n_interfaces; i++) {
        if (!w->gone[i] && !read_one(w, i, more, err))
            return false;
    }
    return true;
}

static void wait_for(const struct work *w, int ms)
{
    struct pollfd fds[WIT_LIVE_INTERFACES];
    nfds_t n = 0;
    for (size_t i = 0; i < w->options->n_interfaces; i++) {
        if (!w->gone[i])
            fds[n++] = (struct pollfd){.fd = w->live[i]->fd, .events = POLLIN};
    }
    (void)poll(fds, n, ms); /* a signal only wakes it earlier */
}

static bool every_second(struct work *w, uint64_t elapsed_ms)
{
    count_drops(w);
    for (size_t i = 0; i < w->options->n_interfaces; i++) {
        if (!w->gone[i] && wit_live_check(w->live[i]) == WIT_LIVE_GONE)
            lose(w, i);
    }
    uint64_t numbers[WIT_LIVE_PROGRESS_NUMBERS] = {elapsed_ms / 1000, w->watch.packets, w->dropped + w->facts.missed};
    return wit_box_send(w->box, WIT_LIVE_SAYS_PROGRESS, numbers, sizeof numbers);
}

static bool loop(struct work *w, struct wit_err *err)
{
    uint64_t length = w->options->seconds * 1000, told = 0, elapsed = 0;
    bool more = false;
    w->begun_ms = now_ms();
    while (elapsed < length && w->n_left > 0 && !wit_box_stopped()) {
        if (!more)
            wait_for(w, length - elapsed < TICK_MS ? (int)(length - elapsed) : TICK_MS);
        if (!read_all(w, &more, err))
            return false;
        elapsed = now_ms() - w->begun_ms;
        if (elapsed >= told + 1000) {
            told = elapsed;
            if (!every_second(w, elapsed))
                return wit_fail(err, WIT_EIO, "the process that started the capture is gone");
        }
    }
    w->facts.ended = w->n_left == 0 ? "gone" : wit_box_stopped() ? "stopped" : "time";
    /* The kernel hands over a block of the ring when it is full or some time old: the last packets are still there. */
    w->end_ns = clock_of(CLOCK_REALTIME);
    w->capture.last_ns = w->end_ns;
    for (uint64_t until = now_ms() + LAST_MS; now_ms() < until && w->n_left > 0;) {
        wait_for(w, TICK_MS / 4);
        if (!read_all(w, &more, err))
            return false;
    }
    count_drops(w);
    return true;
}

static bool send_losses(struct work *w)
{
    if (w->dropped > 0 && !send_gap(w, WIT_GAP_CUT,
                                    wit_fmt(w->arena, "%llu packets were dropped while capturing: the ring was full",
                                            (unsigned long long)w->dropped)))
        return false;
    if (w->facts.missed > 0 && !send_gap(w, WIT_GAP_CUT,
                                         wit_fmt(w->arena, "%llu packets were lost by the interfaces while capturing",
                                                 (unsigned long long)w->facts.missed)))
        return false;
    return w->watch.doubts[WIT_PACKET_LINK] == 0 ||
           send_gap(w, WIT_GAP_UNREADABLE,
                    wit_fmt(w->arena, "%llu frames of a link layer that is not known",
                            (unsigned long long)w->watch.doubts[WIT_PACKET_LINK]));
}

static bool send_result(struct work *w, struct wit_err *err)
{
    struct wit_buf document;
    uint64_t unread = 0;
    for (unsigned i = 1; i < WIT_PACKET_DOUBTS; i++)
        unread += i == WIT_PACKET_NOT_IP ? 0 : w->watch.doubts[i];
    wit_buf_init(&document, WIT_LIVE_DOCUMENT);
    wit_watch_write(&document, &w->watch);
    if (document.over)
        return wit_fail(err, WIT_ELIMIT, "the flow records take more than %zu MB", WIT_LIVE_DOCUMENT >> 20);
    uint64_t numbers[WIT_LIVE_SUM_NUMBERS] = {
        w->capture.frames, w->watch.packets, w->watch.copies,          unread, w->watch.flows.n, w->watch.flows.folded,
        w->dropped,        w->facts.missed,  w->facts.openings_sampled};
    bool good = send_losses(w) && wit_box_send(w->box, WIT_LIVE_SAYS_SUM, numbers, sizeof numbers) &&
                wit_box_send(w->box, WIT_LIVE_SAYS_DOCUMENT, document.data, document.len);
    wit_buf_deinit(&document);
    return good || wit_fail(err, WIT_EIO, "the process that started the capture is gone");
}

bool wit_live_work(void *context, const struct wit_box *box, struct wit_err *err)
{
    const struct wit_capture_options *o = context;
    struct work *w = &(struct work){.options = o, .box = box, .arena = wit_arena_new()};
    char digest[WIT_SHA256_HEX];
    struct wit_sandbox sandbox = {.user = o->user, .out = box->out};
    w->facts = (struct wit_live_facts){
        .seconds_asked = o->seconds, .buffer_mib = o->buffer_mib, .promiscuous = o->promiscuous, .at_told = o->at_told};
    w->watch = (struct wit_watch){.source = "capture",
                                  .name = o->name,
                                  .sample = o->sample,
                                  .capture = &w->capture,
                                  .at = o->at,
                                  .n_at = o->n_at,
                                  .live = &w->facts,
                                  .texts = {.arena = w->arena},
                                  .arena = w->arena};
    w->capture.path = o->name;
    /* OpenSSL reads its settings and loads what computes digests at its first use: not in the sandbox */
    if (!wit_md5_hex(digest, "", 0)) /* some libraries refuse MD5: there will be no JA3 */
        memset(digest, 0, sizeof digest);
    wit_sha256_hex(digest, "", 0);
    if (!open_all(w, err) || !wit_sandbox_enter(&sandbox, err))
        return false;
    wit_flows_init(&w->watch.flows, w->arena, o->anonymous);
    w->conns = wit_conns_new(&w->watch.texts, wit_flows_add, &w->watch.flows);
    w->capture.first_ns = clock_of(CLOCK_REALTIME);
    if (!loop(w, err))
        return false;
    w->watch.copies = wit_conns_copies(w->conns);
    wit_conns_finish(w->conns);
    wit_flows_finish(&w->watch.flows);
    return send_result(w, err); /* the process ends here: its memory needs nobody */
}
