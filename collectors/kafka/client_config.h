/* collectors/kafka/client_config.h: from a Java client's properties to what a connection needs.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The keys that kafka-configs.sh --command-config takes, one row each in client_config_keys.c. Source: Apache Kafka,
 * "Admin Configs" 3.9 and 4.x; docs/collect-kafka.md. Everything is in the arena; secrets in it are wiped by
 * wit_kafka_config_wipe.
 */
#ifndef WIT_COLLECTORS_KAFKA_CLIENT_CONFIG_H
#define WIT_COLLECTORS_KAFKA_CLIENT_CONFIG_H

#include "collectors/kafka/jaas.h"
#include "collectors/kafka/keystore.h"
#include "collectors/kafka/properties.h"

enum wit_kafka_key_use {
    WIT_KEY_TAKEN,   /* read by name in client_config.c */
    WIT_KEY_PASSED,  /* goes to the client library under the same name */
    WIT_KEY_QUIET,   /* changes nothing about what is asked */
    WIT_KEY_WARNED,  /* may matter and has no effect here: `why` says so */
    WIT_KEY_UNKNOWN, /* no such key */
};
struct wit_kafka_key {
    const char *name; /* with "*" at its end: every key that begins so */
    enum wit_kafka_key_use use;
    const char *why; /* of WARNED */
};
/* The row of a key; of an unknown one a row with WIT_KEY_UNKNOWN. */
const struct wit_kafka_key *wit_kafka_key_find(const char *name);

/* Client credentials for a token endpoint (OAuth 2.0, RFC 6749 section 4.4). url NULL: no tokens are asked for. */
struct wit_kafka_oauth {
    const char *url, *client_id, *client_secret, *scope, *subject_claim;
    const char *ca_file; /* PEM trust store of the client; NULL: the system's */
};

#define WIT_KAFKA_SETTINGS 32
struct wit_kafka_config {
    const char *bootstrap; /* bootstrap.servers of the file; NULL none */
    const char *protocol;  /* "PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL" */
    const char *mechanism; /* NULL: no SASL */
    const char *user;      /* SASL user name, for messages and for who the principal is; NULL not told */
    struct {
        const char *name, *value;
    } settings[WIT_KAFKA_SETTINGS]; /* for the client library, in its words */
    size_t n_settings;
    struct wit_keystore trust, identity; /* certificates NULL: none */
    struct wit_kafka_oauth oauth;
    unsigned request_timeout_ms; /* 0: not told */
    const char **warnings;       /* sentences */
    size_t n_warnings, cap_warnings;
    struct wit_properties props;
    struct wit_jaas jaas;
};

/*
 * path NULL: a client without settings (PLAINTEXT). Files that the settings name are read.
 *   err  WIT_EUSAGE: a setting that cannot be (no such protocol, no password for SCRAM …), or that is not supported;
 *        WIT_EPARSE, WIT_EIO, WIT_ELIMIT: of the files. Names the key, never its value when that may be a secret.
 */
WIT_NODISCARD bool wit_kafka_config_read(struct wit_kafka_config *out, struct wit_arena *arena, const char *path,
                                         struct wit_err *err);
/* The same for parsed properties, which it takes over. */
WIT_NODISCARD bool wit_kafka_config_of(struct wit_kafka_config *out, struct wit_arena *arena,
                                       const struct wit_properties *props, struct wit_err *err);
/* What is no secret (protocol, mechanism, user, bootstrap, warnings) stays. */
void wit_kafka_config_wipe(struct wit_kafka_config *config);

#endif
