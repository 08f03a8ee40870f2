/* collectors/connect/connect.h: evidence from Kafka Connect's and a Schema Registry's REST interfaces.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only GET is ever sent. What is denied, cut or not answered becomes a gap in the bundle, never an error of the run.
 * Secrets are taken out before anything is stored: docs/collect-connect.md, "Secrets".
 * Source: Apache Kafka documentation, "Connect REST API" (2.3 to 4.x; KIP-26, KIP-465, KIP-769); Confluent Schema
 * Registry API reference, which Karapace and Apicurio's "ccompat" answer too.
 */
#ifndef WIT_COLLECTORS_CONNECT_H
#define WIT_COLLECTORS_CONNECT_H

#include "collectors/aws/aws.h" /* wit_progress, wit_collect_summary */
#include "collectors/names.h"
#include "evidence/bundle.h"

struct wit_rest_options {
    const char *url;     /* "https://connect:8443", with a path when a proxy adds one; userinfo is refused */
    const char *ca_file; /* NULL: the system's */
    const char *cert_file, *key_file; /* PEM, of the client; NULL: none */
    const char *basic_auth_file;      /* its first line is user:password; NULL: no password */
    unsigned timeout_s;               /* one question with its retries, while a worker rebalances; 0: 60 */
    wit_resolve_fn *resolve;          /* NULL: the system's resolver */
    void *resolve_context;
    wit_progress_fn *progress; /* may be NULL */
    void *context;
};

/* Both. err: WIT_EUSAGE a URL or file that cannot be; WIT_ENET nobody answers there; WIT_EIO the bundle or a file */
WIT_NODISCARD bool wit_connect_collect(struct wit_bundle_writer *w, const struct wit_rest_options *options,
                                       struct wit_collect_summary *summary, struct wit_err *err);
WIT_NODISCARD bool wit_schema_registry_collect(struct wit_bundle_writer *w, const struct wit_rest_options *options,
                                               struct wit_collect_summary *summary, struct wit_err *err);
/* The subject's resource of every record: "https://connect:8443". err: WIT_EUSAGE */
WIT_NODISCARD bool wit_rest_base(const char **out, struct wit_arena *arena, const char *url, struct wit_err *err);

#endif
