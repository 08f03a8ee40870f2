/* collectors/traffic/live_watch.h: a live capture from its opening to the artefact.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A child process opens the interfaces, gives up every right (sandbox.h), captures, parses and sends the finished
 * document; this process checks and keeps it, and parses no packet. Source: docs/traffic.md, docs/adr/0005-capture.md.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_LIVE_WATCH_H
#define WIT_COLLECTORS_TRAFFIC_LIVE_WATCH_H

#include "collectors/traffic/live.h"
#include "collectors/traffic/traffic.h"

enum { WIT_LIVE_INTERFACES = 16, WIT_LIVE_GAPS = 64 };

struct wit_capture_options {
    const char *const *interfaces;
    size_t n_interfaces; /* 1 to WIT_LIVE_INTERFACES */
    const char *name;    /* of the vantage point */
    uint64_t seconds, sample;
    uint32_t snap, buffer_mib;
    bool promiscuous, anonymous;
    bool no_kernel;        /* as if the kernel refused to sample (tests) */
    const char *user;      /* whom to become; NULL nobody */
    const char *const *at; /* where it is, as in struct wit_watch */
    size_t n_at;
    bool at_told; /* by who captures, not by the interfaces */
    /* In this process. ready: capturing has begun; false (err set) ends it. */
    bool (*ready)(void *context, enum wit_live_sampler sampler, struct wit_err *err);
    void (*progress)(void *context, uint64_t seconds, uint64_t packets, uint64_t dropped); /* NULL none */
    void *context;
};
struct wit_captured {
    struct wit_buf document; /* checked: JSON of this capture */
    struct {
        enum wit_gap_reason reason;
        const char *detail;
    } gaps[WIT_LIVE_GAPS];
    size_t n_gaps;
    uint64_t frames, packets, copies, unread, flows, folded, dropped, missed, openings_sampled;
};
/*
 * Captures until the time is over, SIGINT or SIGTERM come, or no interface is left. Call wit_captured_deinit whatever
 * it gives. err: as wit_live_open and wit_sandbox_enter; WIT_EIO the child ended
 */
WIT_NODISCARD bool wit_traffic_capture(struct wit_captured *out, struct wit_arena *arena,
                                       const struct wit_capture_options *options, struct wit_err *err);
/* The artefact and its gaps. */
WIT_NODISCARD bool wit_traffic_capture_store(struct wit_bundle_writer *writer, const struct wit_captured *captured,
                                             const char *name, char id[24], struct wit_err *err);
void wit_captured_deinit(struct wit_captured *captured);
/* The addresses of the interfaces ("any": of all), sorted; without those that mean the host itself or the link. */
WIT_NODISCARD bool wit_live_places(const char *const **out, size_t *n, struct wit_arena *arena,
                                   const char *const *interfaces, size_t n_interfaces, struct wit_err *err);

/* live_work.c: what the child does; a wit_box_work_fn, context is the options. */
struct wit_box;
bool wit_live_work(void *options, const struct wit_box *box, struct wit_err *err);

/* Messages of the child. */
enum {
    WIT_LIVE_SAYS_READY = 'r',
    WIT_LIVE_SAYS_PROGRESS = 'p',
    WIT_LIVE_SAYS_GAP = 'g',
    WIT_LIVE_SAYS_SUM = 's',
    WIT_LIVE_SAYS_DOCUMENT = 'd'
};
/* 'p' and 's': numbers of the host's order. */
enum { WIT_LIVE_PROGRESS_NUMBERS = 3, WIT_LIVE_SUM_NUMBERS = 9 };
#define WIT_LIVE_DOCUMENT ((size_t)512 << 20)

#endif
