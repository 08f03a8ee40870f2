/* collectors/traffic/logs.h: flow logs from anywhere become one artefact: what files and buckets share.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Memory is that of the flow records (flows.h), of one line, and of the interfaces' ids. Source: docs/traffic.md.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_LOGS_H
#define WIT_COLLECTORS_TRAFFIC_LOGS_H

#include "base/lines.h"
#include "collectors/traffic/flow_log.h"
#include "collectors/traffic/traffic.h"

enum { WIT_LOGS_RECENT = 256 };
struct wit_logs {
    struct wit_arena *arena;
    struct wit_flows flows;
    struct wit_log_facts facts;
    struct wit_strmap *seen; /* vantage ids */
    const struct wit_log_vantage **vantages;
    size_t n_vantages, cap_vantages;
    struct wit_log_vantage *recent[WIT_LOGS_RECENT]; /* vantages of lines before, by the end of their ids */
    int64_t first, end;
    int64_t since_s, until_s; /* records of [since, until) count; 0: no such bound */
    bool given;               /* the format came from outside */
    struct wit_log_format format;
};

/* format: a LogFormat, NULL: that of each header line, else version 2. err: WIT_EUSAGE the format */
WIT_NODISCARD bool wit_logs_init(struct wit_logs *logs, struct wit_arena *arena, const char *format, bool anonymous,
                                 struct wit_err *err);
/* One file's lines; closes them. err: WIT_EIO; WIT_EPARSE no line is a record, or a gzip that is broken or ends early:
 * what came before counts */
WIT_NODISCARD bool wit_logs_read(struct wit_logs *logs, struct wit_lines *lines, struct wit_err *err);
/* No more records: facts, flows and vantages are complete. */
void wit_logs_finish(struct wit_logs *logs);
WIT_NODISCARD bool wit_logs_store(struct wit_bundle_writer *writer, struct wit_logs *logs, const char *name,
                                  struct wit_log_summary *out, struct wit_err *err);
WIT_NODISCARD bool wit_logs_gap(struct wit_bundle_writer *writer, const struct wit_subject *subject,
                                enum wit_gap_reason reason, const char *detail, struct wit_err *err);
void wit_logs_free(struct wit_logs *logs);

#endif
