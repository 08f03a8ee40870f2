/* collectors/secrets.h: which settings hold secrets, and what of a value may be stored.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * For settings of Kafka, Connect and their relatives (names like "ssl.key.password"), asked or imported; answers of AWS
 * have collectors/aws/redact.h. When in doubt a value is taken out: what is lost is a detail, what stays is on a disk
 * for years. Source: docs/collect-kafka.md, "Secrets".
 */
#ifndef WIT_COLLECTORS_SECRETS_H
#define WIT_COLLECTORS_SECRETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* What stands in the place of a secret. */
#define WIT_SECRETS_REMOVED "(removed)"

/* True when the value of a setting of that name is a secret: passwords, tokens, keys, JAAS … Names of files, types,
 * classes, addresses and numbers about secrets ("ssl.keystore.location", "….token.endpoint.url") are none. */
bool wit_secret_key(const char *name);

/* True when the value is nothing but references to a config provider: "${file:/etc/kafka/s.properties:db}". */
bool wit_secret_reference(const char *value);

/*
 * Appends the value of the setting `key` to `out` as it may be stored; true when something was taken out of it: the
 * whole value when the name says secret; else the userinfo of URLs, passwords and tokens among parameters
 * ("?password=…", "AccountKey=…;"), what follows Basic and Bearer, JSON web tokens and private keys in PEM. References
 * to a config provider, empty values, "true" and "false" stay. The placeholder stays what it is.
 *
 *   key  NULL: a value without a name
 *   out  its cap must allow 11 times the value
 */
bool wit_secret_scrub(struct wit_buf *out, const char *key, const char *value);

#endif
