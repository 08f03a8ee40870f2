/* collectors/traffic/flow_log.h: one line of a VPC or transit gateway flow log.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Any LogFormat, fields by name (versions 2 to 10 and the transit gateway's); fields without a meaning here are passed
 * over. Source: VPC User Guide, "Flow log records"; Transit Gateway Guide, "Transit Gateway Flow Logs records".
 */
#ifndef WIT_COLLECTORS_TRAFFIC_FLOW_LOG_H
#define WIT_COLLECTORS_TRAFFIC_FLOW_LOG_H

#include "base/addr.h"
#include "base/arena.h"

enum { WIT_LOG_COLUMNS = 64 };
struct wit_log_format {
    unsigned char columns[WIT_LOG_COLUMNS]; /* which field stands where */
    size_t n;
    bool dated; /* CloudWatch's export puts a time before each line */
};
struct wit_log_record {
    const char *vantage; /* interface or attachment id; not NUL-terminated */
    size_t vantage_len;
    struct wit_addr src, dst; /* of the packet where the log tells it (pkt-srcaddr), else of the interface */
    uint16_t src_port, dst_port;
    uint8_t protocol;
    int flags; /* tcp-flags; -1: not in the format */
    uint64_t packets, bytes, lost;
    int64_t start, end; /* seconds */
    enum { WIT_LOG_ACCEPT, WIT_LOG_REJECT, WIT_LOG_ACTION_UNKNOWN } action;
};
enum wit_log_line {
    WIT_LOG_RECORD,
    WIT_LOG_NODATA,   /* nothing flowed: a fact */
    WIT_LOG_SKIPDATA, /* records were skipped: a gap */
    WIT_LOG_BAD
};

/* "${version} ${account-id} …" or bare names. err: WIT_EUSAGE it has no addresses, or more than 64 fields */
WIT_NODISCARD bool wit_log_format_parse(struct wit_log_format *out, const char *text, struct wit_err *err);
void wit_log_format_default(struct wit_log_format *out); /* version 2 */
/* Is this line a header that names fields? Then *out is its format. */
bool wit_log_format_header(struct wit_log_format *out, const char *line);
/* The line is cut into words in place of nothing: it stays as it is. */
enum wit_log_line wit_log_read(struct wit_log_record *out, const struct wit_log_format *format, const char *line,
                               size_t len);

#endif
