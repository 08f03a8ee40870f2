/* collectors/kafka/trouble.h: what went wrong on the way to each server, and in which words people are told.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The client library's threads add to it. Source: librdkafka 2.0.2 (its texts of errors), OpenSSL 3 (X509_V_ERR_*,
 * alerts of RFC 8446 section 6).
 */
#ifndef WIT_COLLECTORS_KAFKA_TROUBLE_H
#define WIT_COLLECTORS_KAFKA_TROUBLE_H

#include <pthread.h>

#include "base/buf.h"
#include "collectors/kafka/client_config.h"

/* The newest of one server. */
struct wit_kafka_trouble {
    char server[256]; /* "b-1:9096" */
    char text[512];   /* the library's */
    int verify;       /* X.509 verification error of the server's certificate; 0 none */
    char certificate[512];
};
#define WIT_KAFKA_TROUBLES 64

struct wit_kafka_troubles {
    pthread_mutex_t lock;
    struct wit_kafka_trouble items[WIT_KAFKA_TROUBLES];
    size_t n;
    bool all_down; /* no server can be reached */
};

/* place: "sasl_ssl://b-1:9096/1: Connect to … failed" or the like: the server is taken from it, and the text behind it
 * is kept. Without a server nothing is kept. */
void wit_kafka_trouble_add(struct wit_kafka_troubles *all, const char *place, bool all_down);
void wit_kafka_trouble_certificate(struct wit_kafka_troubles *all, const char *server, int verify, const void *der,
                                   size_t len);
/* The copy, sorted by server. */
const struct wit_kafka_trouble *wit_kafka_trouble_list(struct wit_kafka_troubles *all, struct wit_arena *arena,
                                                       size_t *n);
/* "b-1:9096: the broker refused …: what to do". Without secrets; the library's own text only where no row knows it. */
void wit_kafka_trouble_tell(struct wit_buf *out, const struct wit_kafka_trouble *trouble,
                            const struct wit_kafka_config *config);

#endif
