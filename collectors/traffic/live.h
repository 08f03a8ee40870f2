/* collectors/traffic/live.h: packets off an interface of this host.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The one door to libpcap. Opening needs the right to open packet sockets (CAP_NET_RAW, CAP_NET_ADMIN for promiscuous);
 * reading needs nothing: no file is opened, no name is looked up. The kernel runs the program of census.h where it
 * can; where it refuses, the same program runs here, on every packet. Linux only.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_LIVE_H
#define WIT_COLLECTORS_TRAFFIC_LIVE_H

#include "base/arena.h"
#include "collectors/traffic/capture_file.h"
#include "collectors/traffic/census.h"

enum wit_live_sampler {
    WIT_LIVE_EVERY,   /* sample is 1: nothing is left out */
    WIT_LIVE_KERNEL,  /* what is left out never leaves the kernel */
    WIT_LIVE_PROGRAM, /* the kernel refused: every packet is copied, and left out here */
};
struct wit_live_options {
    const char *interface; /* "any" is all of them */
    uint32_t index;        /* of its frames: struct wit_frame, interface */
    uint64_t sample;
    uint32_t snap;       /* bytes of a packet that is no opening */
    uint32_t buffer_mib; /* of the ring */
    bool promiscuous;
    bool no_kernel; /* as if the kernel refused (tests) */
};
struct wit_live {
    const char *interface;
    uint32_t link, snap_census, index;
    enum wit_live_sampler sampler;
    int fd;        /* readable when frames wait */
    int missed_fd; /* the interface's own count of packets that it lost; -1 none */
    struct wit_live_inside *inside;
};
enum wit_live_state { WIT_LIVE_MORE, WIT_LIVE_EMPTY, WIT_LIVE_DOWN, WIT_LIVE_GONE, WIT_LIVE_FAILED };
/* census: kept whatever the rate (weight 1) */
typedef void wit_live_frame_fn(void *context, const struct wit_frame *frame, bool census);

/* err: WIT_EDENIED no right to; WIT_EIO no such interface, or it is down; WIT_EUSAGE its packets cannot be read */
WIT_NODISCARD bool wit_live_open(struct wit_live **out, struct wit_arena *arena, const struct wit_live_options *options,
                                 struct wit_err *err);
/*
 * Hands out what waits, some thousand frames at most, without waiting. MORE: ask again at once. DOWN: the interface was
 * taken down, it may come back. GONE: it was removed. FAILED: err tells (WIT_EIO).
 */
enum wit_live_state wit_live_read(struct wit_live *live, wit_live_frame_fn *frame, void *context, struct wit_err *err);
/* Is the interface there still? EMPTY: yes, and up. DOWN or GONE. */
enum wit_live_state wit_live_check(const struct wit_live *live);
/* Since opening: packets that passed the filter, those of them that found the ring full, and those that the interface
 * itself lost. */
void wit_live_counts(struct wit_live *live, uint64_t *received, uint64_t *dropped, uint64_t *missed);
void wit_live_close(struct wit_live *live); /* NULL is fine */

/*
 * Runs the program on one packet with this random number: the bytes that are kept, 0 none. `random` NULL: nothing but
 * the census is kept.
 */
uint32_t wit_census_run(const struct wit_census *census, const uint32_t *random, const uint8_t *bytes, size_t len,
                        size_t whole);

#endif
