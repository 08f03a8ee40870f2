/* collectors/traffic/capture_file.h: frames out of capture files: pcap (micro- and nanoseconds, either byte order) and
 * pcapng (several sections, interfaces and link types in one file).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng. Reads on and on with one buffer, so a file of any size
 * takes the same memory. Hostile input: lengths are capped, a block that does not fit together ends the file with
 * `cut`, never with a crash; what came before it counts.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_CAPTURE_FILE_H
#define WIT_COLLECTORS_TRAFFIC_CAPTURE_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define WIT_FRAME_MAX      ((size_t)1 << 20) /* bytes of one frame or block */
#define WIT_CAPTURE_IFACES 1024              /* interfaces of one file; later ones are read as one */

/* Link types (the registry of the pcap drafts) that wit_packet_read knows. */
enum {
    WIT_LINK_NULL = 0,
    WIT_LINK_ETHERNET = 1,
    WIT_LINK_RAW_BSD = 12,
    WIT_LINK_RAW_OPENBSD = 14,
    WIT_LINK_RAW = 101,
    WIT_LINK_LOOP = 108,
    WIT_LINK_SLL = 113,
    WIT_LINK_IPV4 = 228,
    WIT_LINK_IPV6 = 229,
    WIT_LINK_SLL2 = 276
};

struct wit_frame {
    const uint8_t *bytes; /* until the next call */
    size_t len;           /* captured */
    size_t whole;         /* on the wire */
    uint64_t time_ns;     /* since 1970; 0 unknown (simple packet blocks) */
    uint32_t interface;   /* index in the facts */
    uint32_t link;
};
struct wit_capture_interface {
    const char *name, *filter;  /* "" when the file does not tell */
    uint32_t link, snap;        /* snap 0: no limit */
    uint64_t units;             /* time stamps: units a second */
    int64_t offset;             /* seconds to add */
    uint64_t received, dropped; /* as the capturer counted (interface statistics); UINT64_MAX not told */
};
#define WIT_CAPTURE_HOLE_NS ((uint64_t)600 * 1000000000) /* ten minutes, as between records of flow logs */

struct wit_capture {
    const char *path;
    struct wit_capture_interface *interfaces;
    size_t n_interfaces;
    uint64_t frames, bytes; /* so far */
    uint64_t first_ns, last_ns;
    uint64_t watched_ns; /* between frames that lie less than WIT_CAPTURE_HOLE_NS apart: a wrong clock is no watch */
    bool cut;            /* the file ends inside a record, or a record makes no sense: later frames are missing */
    const char *why;     /* when cut */
    struct wit_capture_reader *reader;
};

/* "-" is standard input. err: WIT_EIO; WIT_EPARSE it is no capture */
WIT_NODISCARD bool wit_capture_open(struct wit_capture **out, struct wit_arena *arena, const char *path,
                                    struct wit_err *err);
/* The same over bytes in memory, for tests and fuzzing; they must outlive it. */
WIT_NODISCARD bool wit_capture_of_bytes(struct wit_capture **out, struct wit_arena *arena, const uint8_t *bytes,
                                        size_t len, struct wit_err *err);
/* True: *frame is the next one. False: the end (err->code WIT_OK; look at `cut`), or WIT_EIO. */
bool wit_capture_next(struct wit_capture *capture, struct wit_frame *frame, struct wit_err *err);
void wit_capture_close(struct wit_capture *capture);

#endif
