/* collectors/traffic/live.c: libpcap on Linux: one handle an interface, its filter and its counters.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/live.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <net/if.h>

enum { BATCH = 4096, WAIT_MS = 100, NS = 1000000000 };

struct wit_live_inside {
    pcap_t *pcap;
    struct wit_census census;
    struct bpf_insn program[WIT_CENSUS_OPS];     /* as above, with its random number */
    struct bpf_insn certain[WIT_CENSUS_OPS];     /* with a number that nothing of the sample passes */
    uint64_t since_ns;                           /* what came before the kernel's filter was there is left out */
    uint64_t random, received, dropped, missed0; /* random: state of the generator when the kernel does not sample */
    wit_live_frame_fn *frame;
    void *context;
    struct wit_live *outside;
};

/* The random number becomes a constant. */
static void copy_program(struct bpf_insn *out, const struct wit_census *census, const uint32_t *random)
{
    for (size_t i = 0; i < census->n; i++) {
        const struct wit_census_op *o = &census->ops[i];
        out[i] = (struct bpf_insn){o->code, o->jt, o->jf, o->k};
        if (i == census->random_at && random != NULL)
            out[i] = (struct bpf_insn){BPF_LD | BPF_IMM, 0, 0, *random};
    }
}

uint32_t wit_census_run(const struct wit_census *census, const uint32_t *random, const uint8_t *bytes, size_t len,
                        size_t whole)
{
    static const uint32_t never = UINT32_MAX;
    struct bpf_insn program[WIT_CENSUS_OPS];
    copy_program(program, census, random == NULL ? &never : random);
    if (!bpf_validate(program, (int)census->n))
        return 0;
    return bpf_filter(program, bytes, (u_int)(whole - census->uncounted), (u_int)len);
}

static bool fail_open(struct wit_err *err, pcap_t *pcap, int status, const char *interface)
{
    const char *detail = pcap == NULL ? "" : pcap_geterr(pcap);
    if (status == PCAP_ERROR_PERM_DENIED || status == PCAP_ERROR_PROMISC_PERM_DENIED)
        return wit_fail(err, WIT_EDENIED, "%s: no right to capture: run as root, or give the program CAP_NET_RAW",
                        interface);
    if (status == PCAP_ERROR_NO_SUCH_DEVICE)
        return wit_fail(err, WIT_EIO, "%s: there is no such interface", interface);
    if (status == PCAP_ERROR_IFACE_NOT_UP)
        return wit_fail(err, WIT_EIO, "%s: the interface is down", interface);
    return wit_fail(err, WIT_EIO, "%s: %s", interface, detail[0] != '\0' ? detail : pcap_statustostr(status));
}

/*
 * Did the program reach the socket? libpcap runs it in this process, and does not tell, when the kernel refused. It
 * also runs it here over the first blocks of the ring, where there is no random number: all that was sampled would be
 * lost. So what it gave to the kernel, with its offsets for this link, is taken back and attached again behind a
 * program that keeps everything; what came before that moment is left out.
 */
static bool kernel_takes(struct wit_live_inside *in, int fd, struct bpf_program *all)
{
    struct sock_filter room[WIT_CENSUS_OPS];
    socklen_t n = WIT_CENSUS_OPS;
    struct timespec now;
    if (getsockopt(fd, SOL_SOCKET, SO_GET_FILTER, room, &n) != 0 || n <= 1 || pcap_setfilter(in->pcap, all) != 0)
        return false;
    const struct sock_fprog program = {.len = (unsigned short)n, .filter = room};
    if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0)
        return false;
    clock_gettime(CLOCK_REALTIME, &now);
    in->since_ns = (uint64_t)now.tv_sec * NS + (uint64_t)now.tv_nsec;
    return true;
}

static bool set_filter(struct wit_live *live, const struct wit_live_options *options, struct wit_err *err)
{
    struct wit_live_inside *in = live->inside;
    static const uint32_t never = UINT32_MAX;
    if (!wit_census_make(&in->census, live->link, options->sample, options->snap, err))
        return wit_fail_in(err, "%s", options->interface);
    live->snap_census = in->census.snap_census;
    copy_program(in->program, &in->census, NULL);
    copy_program(in->certain, &in->census, &never);
    live->sampler = options->sample <= 1 ? WIT_LIVE_EVERY : WIT_LIVE_KERNEL;
    struct bpf_program program = {(u_int)in->census.n, in->program};
    struct bpf_insn all = {BPF_RET | BPF_K, 0, 0, live->snap_census};
    struct bpf_program every = {1, &all};
    if (!options->no_kernel && pcap_setfilter(in->pcap, &program) == 0 && kernel_takes(in, live->fd, &every))
        return true;
    /* every packet comes here, and what to leave out is decided here */
    program = every;
    if (pcap_setfilter(in->pcap, &program) != 0)
        return wit_fail(err, WIT_EIO, "%s: %s", options->interface, pcap_geterr(in->pcap));
    if (live->sampler == WIT_LIVE_KERNEL)
        live->sampler = WIT_LIVE_PROGRAM;
    return getrandom(&in->random, sizeof in->random, 0) == sizeof in->random ||
           wit_fail(err, WIT_EIO, "no random numbers: %s", strerror(errno));
}

static bool set_link(struct wit_live *live, struct wit_err *err)
{
    pcap_t *pcap = live->inside->pcap;
    if (pcap_datalink(pcap) == DLT_LINUX_SLL && pcap_set_datalink(pcap, DLT_LINUX_SLL2) != 0)
        return wit_fail(err, WIT_EIO, "%s: %s", live->interface, pcap_geterr(pcap));
    int link = pcap_datalink(pcap);
    live->link = link == DLT_RAW ? WIT_LINK_RAW : (uint32_t)link; /* DLT_RAW is 12 here, 101 in files */
    return true;
}

static uint64_t missed_now(int fd)
{
    char text[32] = "";
    ssize_t n = fd < 0 ? 0 : pread(fd, text, sizeof text - 1, 0);
    return n <= 0 ? 0 : strtoull(text, NULL, 10);
}

bool wit_live_open(struct wit_live **out, struct wit_arena *arena, const struct wit_live_options *options,
                   struct wit_err *err)
{
    char why[PCAP_ERRBUF_SIZE] = "", path[128];
    pcap_t *pcap = pcap_create(options->interface, why);
    if (pcap == NULL)
        return wit_fail(err, WIT_EIO, "%s: %s", options->interface, why);
    struct wit_live *live = WIT_NEW(arena, struct wit_live);
    struct wit_live_inside *in = WIT_NEW(arena, struct wit_live_inside);
    *in = (struct wit_live_inside){.pcap = pcap, .outside = live};
    *live = (struct wit_live){
        .interface = wit_strdup(arena, options->interface), .index = options->index, .missed_fd = -1, .inside = in};
    int snap = options->snap > WIT_CENSUS_SNAP ? (int)options->snap : WIT_CENSUS_SNAP;
    (void)pcap_set_snaplen(pcap, snap);
    (void)pcap_set_promisc(pcap, options->promiscuous);
    (void)pcap_set_timeout(pcap, WAIT_MS);
    (void)pcap_set_buffer_size(pcap, (int)(options->buffer_mib << 20));
    (void)pcap_set_tstamp_precision(pcap, PCAP_TSTAMP_PRECISION_NANO);
    int status = pcap_activate(pcap);
    if (status < 0) {
        (void)fail_open(err, pcap, status, options->interface);
        wit_live_close(live);
        return false;
    }
    live->fd = pcap_get_selectable_fd(pcap);
    if (pcap_setnonblock(pcap, 1, why) != 0 || live->fd < 0) {
        wit_live_close(live);
        return wit_fail(err, WIT_EIO, "%s: %s", options->interface, why);
    }
    if (!set_link(live, err) || !set_filter(live, options, err)) {
        wit_live_close(live);
        return false;
    }
    snprintf(path, sizeof path, "/sys/class/net/%.32s/statistics/rx_missed_errors", options->interface);
    if (strchr(options->interface, '/') == NULL)
        live->missed_fd = open(path, O_RDONLY | O_CLOEXEC);
    in->missed0 = missed_now(live->missed_fd);
    *out = live;
    return true;
}

/* xorshift64*: the low bits are weak, so the high ones count */
static uint32_t draw(uint64_t *state)
{
    uint64_t x = *state == 0 ? 1 : *state;
    x ^= x >> 12;
    x ^= x << 25;
    x ^= x >> 27;
    *state = x;
    return (uint32_t)((x * 0x2545f4914f6cdd1dU) >> 32);
}

static void hand_out(u_char *user, const struct pcap_pkthdr *head, const u_char *bytes)
{
    struct wit_live_inside *in = (struct wit_live_inside *)(void *)user;
    const struct wit_live *live = in->outside;
    size_t keep = head->caplen;
    bool census = true;
    if ((uint64_t)head->ts.tv_sec * NS + (uint64_t)head->ts.tv_usec < in->since_ns)
        return;
    if (live->sampler != WIT_LIVE_EVERY)
        census = bpf_filter(in->certain, bytes, head->len - in->census.uncounted, head->caplen) != 0;
    if (live->sampler == WIT_LIVE_PROGRAM && !census) {
        if (draw(&in->random) >= in->certain[in->census.random_at + 1].k)
            return;
        keep = keep < in->census.snap_sample ? keep : in->census.snap_sample;
    }
    struct wit_frame frame = {.bytes = bytes,
                              .len = keep,
                              .whole = head->len,
                              .time_ns = (uint64_t)head->ts.tv_sec * NS + (uint64_t)head->ts.tv_usec,
                              .interface = live->index,
                              .link = live->link};
    in->frame(in->context, &frame, census);
}

enum wit_live_state wit_live_check(const struct wit_live *live)
{
    struct ifreq request = {0};
    if (strcmp(live->interface, "any") == 0)
        return WIT_LIVE_EMPTY;
    snprintf(request.ifr_name, sizeof request.ifr_name, "%s", live->interface);
    if (ioctl(live->fd, SIOCGIFFLAGS, &request) != 0)
        return WIT_LIVE_GONE;
    return ((unsigned)request.ifr_flags & IFF_UP) == 0 ? WIT_LIVE_DOWN : WIT_LIVE_EMPTY;
}

enum wit_live_state wit_live_read(struct wit_live *live, wit_live_frame_fn *frame, void *context, struct wit_err *err)
{
    struct wit_live_inside *in = live->inside;
    in->frame = frame;
    in->context = context;
    int n = pcap_dispatch(in->pcap, BATCH, hand_out, (u_char *)in);
    if (n >= BATCH)
        return WIT_LIVE_MORE;
    if (n >= 0)
        return WIT_LIVE_EMPTY;
    enum wit_live_state state = wit_live_check(live);
    if (state != WIT_LIVE_EMPTY)
        return state;
    (void)wit_fail(err, WIT_EIO, "%s: %s", live->interface, pcap_geterr(in->pcap));
    return WIT_LIVE_FAILED;
}

void wit_live_counts(struct wit_live *live, uint64_t *received, uint64_t *dropped, uint64_t *missed)
{
    struct wit_live_inside *in = live->inside;
    struct tpacket_stats_v3 stats = {0}; /* since it was asked last */
    socklen_t size = sizeof stats;
    if (getsockopt(live->fd, SOL_PACKET, PACKET_STATISTICS, &stats, &size) == 0) {
        in->received += stats.tp_packets;
        in->dropped += stats.tp_drops;
    }
    uint64_t now = missed_now(live->missed_fd);
    *received = in->received;
    *dropped = in->dropped;
    *missed = now > in->missed0 ? now - in->missed0 : 0;
}

void wit_live_close(struct wit_live *live)
{
    if (live == NULL)
        return;
    if (live->missed_fd >= 0)
        (void)close(live->missed_fd);
    pcap_close(live->inside->pcap);
}
