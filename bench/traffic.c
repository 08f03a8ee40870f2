/* bench/traffic.c: writes made-up captures and flow logs of any size to standard output.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *   bench_traffic pcap [packets=N] [flows=N] [seed=N] [tunnels=1] [six=1]     a capture of a Kafka platform
 *   bench_traffic scan [flows=N]                                             one SYN each from so many addresses
 *   bench_traffic log [lines=N] [flows=N]                                    a flow log, version 5 with tcp-flags
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/traffic_gen.h"

static uint64_t option(int argc, char **argv, const char *name, uint64_t otherwise)
{
    for (int i = 2; i < argc; i++) {
        size_t len = strlen(name);
        if (strncmp(argv[i], name, len) == 0 && argv[i][len] == '=')
            otherwise = strtoull(argv[i] + len + 1, NULL, 10);
    }
    return otherwise;
}

static void capture(const struct wit_gen_options *options)
{
    static const uint32_t head[6] = {0xa1b2c3d4, 4U << 16 | 2, 0, 0, 262144, 1};
    struct wit_gen *gen = wit_gen_new(options);
    struct wit_gen_packet p;
    fwrite(head, 1, sizeof head, stdout);
    while (wit_gen_next(gen, &p)) {
        uint32_t record[4] = {(uint32_t)(p.time_ns / 1000000000), (uint32_t)(p.time_ns % 1000000000 / 1000),
                              (uint32_t)p.len, (uint32_t)p.len};
        fwrite(record, 1, sizeof record, stdout);
        fwrite(p.bytes, 1, p.len, stdout);
    }
    wit_gen_free(gen);
}

/* Both directions of a flow, in intervals of a minute; openings in some. */
static void flow_log(uint64_t lines, uint64_t flows)
{
    static const unsigned ports[] = {9092, 9092, 9094, 9096, 9098, 443};
    uint64_t r = 88172645463325252U;
    puts("version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action "
         "log-status tcp-flags");
    for (uint64_t i = 0; i < lines; i++) {
        r ^= r << 13;
        r ^= r >> 7;
        r ^= r << 17;
        uint64_t flow = r % flows;
        unsigned client = 0x0a010000U + (unsigned)(flow / 8), server = 0x0a000000U + (unsigned)(flow % 8),
                 port = ports[flow % 6];
        unsigned own = 32768 + (unsigned)(r >> 20 & 0x3fff), packets = 1 + (unsigned)(r >> 34 & 0x3ff);
        bool there = (r >> 50 & 1) != 0;
        unsigned a = there ? client : server, b = there ? server : client;
        uint64_t start = 1763762400 + i / 2000 * 60;
        printf("5 111122223333 eni-0%015x %u.%u.%u.%u %u.%u.%u.%u %u %u 6 %u %u %" PRIu64 " %" PRIu64 " ACCEPT OK %u\n",
               (unsigned)(flow % 30), a >> 24, a >> 16 & 255, a >> 8 & 255, a & 255, b >> 24, b >> 16 & 255,
               b >> 8 & 255, b & 255, there ? own : port, there ? port : own, packets, packets * 310, start, start + 59,
               (r >> 51 & 3) != 0 ? 0U
               : there            ? 2U
                                  : 18U);
    }
}

int main(int argc, char **argv)
{
    static char room[1 << 20];
    setvbuf(stdout, room, _IOFBF, sizeof room);
    const char *what = argc > 1 ? argv[1] : "";
    struct wit_gen_options o = {.packets = option(argc, argv, "packets", 5000000),
                                .conns = (uint32_t)option(argc, argv, "flows", 100000),
                                .seed = option(argc, argv, "seed", 1),
                                .six = option(argc, argv, "six", 0) != 0,
                                .tunnels = option(argc, argv, "tunnels", 0) != 0};
    if (strcmp(what, "pcap") == 0) {
        capture(&o);
    } else if (strcmp(what, "scan") == 0) {
        o.only_scan = true;
        o.conns = (uint32_t)option(argc, argv, "flows", 10000000);
        capture(&o);
    } else if (strcmp(what, "log") == 0) {
        flow_log(option(argc, argv, "lines", 5000000), option(argc, argv, "flows", 20000));
    } else {
        fputs("usage: bench_traffic pcap|scan|log [packets=N] [flows=N] [lines=N] [seed=N] [tunnels=1] [six=1]\n",
              stderr);
        return 2;
    }
    return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 4;
}
