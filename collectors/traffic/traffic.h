/* collectors/traffic/traffic.h: traffic as evidence: captures become flow records in a bundle, and nothing else is
 * kept.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The artefact is one JSON document (schemas/flows.schema.json): the vantage point (interfaces, filter, snap length,
 * rate, drops, time), what could not be read, and the flow records. Payload is never stored. Source: docs/traffic.md.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_TRAFFIC_H
#define WIT_COLLECTORS_TRAFFIC_TRAFFIC_H

#include "base/buf.h"
#include "collectors/traffic/flows.h"
#include "evidence/bundle.h"

/* Flow logs: an interface or attachment that has records. */
struct wit_log_vantage {
    const char *id;
    int64_t until;    /* end of its latest interval, seconds since 1970 */
    uint64_t seconds; /* that its records cover, at least */
};
/* Flow logs: what the records cover. */
struct wit_log_facts {
    const struct wit_log_vantage *const *vantages; /* by id; at most WIT_LOG_VANTAGES */
    size_t n_vantages;
    bool more_vantages;
    uint64_t files, records, nodata, skipped, bad, lost; /* lost: packets that the gateway says it lost */
    uint64_t no_action;                                  /* records that do not tell whether they were let through */
    uint64_t longest;                                    /* seconds of the longest aggregation interval */
    const struct wit_log_objects *objects;               /* NULL: of files */
};
/* Flow logs of a bucket: which objects the records are from. */
struct wit_log_objects {
    uint64_t listed;        /* under the prefix, within the time by their names; folders left out */
    uint64_t read, missing; /* missing: not obtained, not readable, or Parquet: each a gap */
    const char *digest; /* over what was read: d = hex SHA-256 of (d, then "key TAB size TAB ETag LF"), d = "" first */
    const char *since, *until; /* RFC 3339; NULL: no such bound */
};
#define WIT_LOG_VANTAGES 200000

/* A live capture: how it was made. */
struct wit_live_facts {
    const char *sampler;                                     /* "kernel", "program", "none" */
    const char *ended;                                       /* "time", "stopped", "gone" */
    uint64_t seconds_asked, snap_census, buffer_mib, missed; /* missed: what the interfaces themselves lost */
    uint64_t openings_sampled; /* openings where the census does not look (tunnels in tunnels …): one in `sample` */
    bool promiscuous, at_told; /* at_told: by who captured, not by the interfaces' own addresses */
};

/* One vantage point's watch. Counters are of packets behind the link layer unless they say frames. */
struct wit_watch {
    const char *source; /* "pcap", "capture" */
    const char *name;   /* file or interface, without folders */
    uint64_t sample;    /* 1 in so many of what opens nothing; 1: all */
    const struct wit_capture *capture;
    uint64_t packets, copies;
    uint64_t doubts[WIT_PACKET_DOUBTS]; /* frames that gave no packet, by reason */
    struct wit_flows flows;
    struct wit_texts texts;
    struct wit_arena *arena;
    const struct wit_log_facts *log;   /* NULL: a capture */
    const struct wit_live_facts *live; /* NULL: not captured here */
    /* Where it was taken, when that is known: addresses or interface ids whose every packet it had before it, no filter
     * between. The proof without which nothing is "not seen" (docs/traffic.md). */
    const char *const *at;
    size_t n_at;
};
struct wit_traffic_options {
    uint64_t sample; /* 0 or 1: every packet is in the file */
    bool anonymous;
    const char *const *at; /* as in struct wit_watch, by the word of who imports */
    size_t n_at;
    void (*progress)(void *context, uint64_t done, uint64_t total); /* bytes of the file; NULL none */
    void *context;
};
struct wit_traffic_summary {
    uint64_t frames, packets, copies, unread, flows, folded;
    bool cut; /* the file ends early: a gap was recorded */
    const char *why;
    char id[24]; /* of the artefact */
};

/*
 * Reads one capture file and stores its artefact; drops and a cut end are recorded as gaps.
 * err: WIT_EIO, WIT_EPARSE (it is no capture)
 */
WIT_NODISCARD bool wit_traffic_import_pcap(struct wit_bundle_writer *writer, const char *path,
                                           const struct wit_traffic_options *options, struct wit_arena *arena,
                                           struct wit_traffic_summary *out, struct wit_err *err);
struct wit_log_summary {
    struct wit_log_facts facts;
    uint64_t flows, folded;
    char id[24];
};
/*
 * Reads flow logs (text or gzip; files, or every file below folders) as one artefact. `format`: a LogFormat, NULL: that
 * of each file's header line, else version 2. Skipped and unreadable records are gaps. err: WIT_EIO; WIT_EUSAGE the
 * format; WIT_EPARSE no line of a file is a record
 */
WIT_NODISCARD bool wit_traffic_import_logs(struct wit_bundle_writer *writer, const char *const *paths, size_t n,
                                           const char *format, const struct wit_traffic_options *options,
                                           struct wit_arena *arena, struct wit_log_summary *out, struct wit_err *err);

/* Flow logs of a bucket. */
struct wit_s3_options;
struct wit_log_bucket {
    const char *url;            /* "s3://bucket/prefix" */
    int64_t since_ms, until_ms; /* 0: no such bound */
    const char *format;         /* as above */
    const struct wit_s3_options *s3;
    bool anonymous;
    void (*progress)(void *context, uint64_t done, uint64_t total); /* objects; NULL none */
    void *context;
};
/* What was read, before there is a bundle: nothing half-written is left when nothing could be read. */
struct wit_log_take;
/*
 * Lists and reads the objects, one behind the other. An object that is denied, gone, cut, not readable or Parquet is a
 * gap, a listing that ends early too. err: WIT_EUSAGE the URL, the format, no credentials; WIT_EDENIED, WIT_ENET,
 * WIT_EPARSE nothing could be listed or read at all; WIT_EIO
 */
WIT_NODISCARD bool wit_traffic_take_logs(struct wit_log_take **out, struct wit_arena *arena,
                                         const struct wit_log_bucket *bucket, struct wit_err *err);
WIT_NODISCARD bool wit_traffic_store_logs(struct wit_bundle_writer *writer, struct wit_log_take *take,
                                          struct wit_log_summary *out, struct wit_err *err);
void wit_traffic_drop_logs(struct wit_log_take *take); /* NULL is fine */
/* The document of a finished watch, whole. */
void wit_watch_write(struct wit_buf *out, const struct wit_watch *watch);
/* The same as an artefact, written flow by flow: memory does not grow with it. */
WIT_NODISCARD bool wit_watch_put(struct wit_bundle_writer *writer, const struct wit_watch *watch,
                                 const struct wit_record *record, char id_out[24], struct wit_err *err);

#endif
