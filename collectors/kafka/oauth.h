/* collectors/kafka/oauth.h: a token for SASL/OAUTHBEARER by client credentials.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 6749 section 4.4, RFC 7519, RFC 7628; Apache Kafka, "Authentication using SASL/OAUTHBEARER" (KIP-768).
 */
#ifndef WIT_COLLECTORS_KAFKA_OAUTH_H
#define WIT_COLLECTORS_KAFKA_OAUTH_H

#include "collectors/kafka/client_config.h"

#define WIT_KAFKA_TOKEN_MAX_BYTES 16384
struct wit_kafka_token {
    char *text;          /* a secret; on the heap */
    char principal[256]; /* the token's subject; "unknown" when it is no JSON web token */
    int64_t expires_ms;  /* Unix time */
};

/* err: WIT_ENET, WIT_EDENIED, WIT_EPARSE: a sentence that names the token endpoint and holds no secret. */
WIT_NODISCARD bool wit_kafka_token_ask(struct wit_kafka_token *out, const struct wit_kafka_oauth *oauth,
                                       unsigned timeout_ms, struct wit_err *err);
/* The answer of an endpoint. `now_ms`: when it came. Pure. */
WIT_NODISCARD bool wit_kafka_token_read(struct wit_kafka_token *out, const char *answer, size_t len,
                                        const char *subject_claim, int64_t now_ms, struct wit_err *err);
void wit_kafka_token_wipe(struct wit_kafka_token *token);

#endif
