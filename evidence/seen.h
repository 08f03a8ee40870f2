/* evidence/seen.h: traffic that was seen, as the commands and pictures speak of it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Filled by pathmap/observe from the flow artefacts of bundles (schemas/flows.schema.json); printed by render. Texts
 * come from the wire: hostile, escaped by each format.
 */
#ifndef WIT_EVIDENCE_SEEN_H
#define WIT_EVIDENCE_SEEN_H

#include "base/addr.h"
#include "base/arena.h"

/* One vantage point: a capture. */
struct wit_vantage {
    const char *bundle, *artefact, *name; /* "a-000012", "b1.pcap" */
    uint64_t sample;                      /* 1 in so many */
    uint64_t packets, dropped, unread;
    bool cut;
    const char *first, *last; /* "" unknown */
    bool log;                 /* flow logs, not packets */
    bool census;              /* captured here: `sample` is of what opens nothing, `at` is where it was, or `told` */
    bool told;                /* `at` is by the word of who captured */
    bool anonymous, filtered; /* addresses are prefixes; a capture filter is recorded */
    uint64_t skipped;         /* flow logs: intervals and lines that are missing */
    bool members;             /* no traffic was seen: Kafka's own list of the members of its consumer groups */
    const char *const *at;    /* captures: addresses and interface ids where it was taken; logs: interface ids */
    size_t n_at;
    const uint64_t *watched; /* seconds of each of these; NULL: all from first to last */
};
struct wit_seen_flow {
    const char *client, *server; /* address, or prefix when folded or anonymous */
    struct wit_prefix client_prefix, server_prefix;
    unsigned port;
    const char *protocol;
    const char *kind;  /* of the wire */
    const char *class; /* of the review; "unknown" */
    double confidence; /* 0..1 */
    const char *reason;
    uint64_t connections, opened, refused, unanswered;
    uint64_t rejected;              /* flow logs: records of what was not let through */
    uint64_t accepted;              /* flow logs, beside rejected ones: records of connections that went on */
    uint64_t forth, back;           /* packets from the client, from the server; as seen */
    bool sure;                      /* who is the client is known by an opening or a request, not guessed */
    uint64_t packets, bytes;        /* estimates: what was seen times the rate */
    uint64_t bytes_low, bytes_high; /* 95% interval of `bytes`; equal to it when every packet was seen */
    const char *const *client_ids;
    size_t n_client_ids;
    const char *const *software;
    size_t n_software;
    const char *encryption; /* "none", "TLSv1.3" …, "TLS" of a version not seen; NULL not known */
    const char *sasl, *sni; /* NULL none seen */
    const char *first, *last;
    bool member;          /* as of the vantage: no packets, the server says that the client is there */
    bool unsure;          /* member: to which of several listeners is not known, so the port is a guess */
    size_t vantage;       /* index */
    const char *evidence; /* "a-000012#/flows/12" */
};
struct wit_seen {
    const struct wit_vantage *vantages;
    size_t n_vantages;
    const struct wit_seen_flow *flows; /* by client, server, port, protocol, class, vantage */
    size_t n_flows;
};

#endif
