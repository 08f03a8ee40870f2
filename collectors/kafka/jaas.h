/* collectors/kafka/jaas.h: the value of sasl.jaas.config.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: javax.security.auth.login.Configuration (the grammar of an entry), Apache Kafka, "JAAS configuration":
 * exactly one login module: LoginModuleClass ControlFlag (optionName=optionValue)*;
 */
#ifndef WIT_COLLECTORS_KAFKA_JAAS_H
#define WIT_COLLECTORS_KAFKA_JAAS_H

#include "base/arena.h"

#define WIT_JAAS_MAX_OPTIONS 64

struct wit_jaas {
    const char *module; /* class name */
    struct {
        const char *name, *value; /* value: unquoted; may be a secret */
    } options[WIT_JAAS_MAX_OPTIONS];
    size_t n;
    char *text; /* what the strings are in, for wiping */
    size_t text_len;
};

/* err: WIT_EPARSE, without values. Pure. */
WIT_NODISCARD bool wit_jaas_parse(struct wit_jaas *out, struct wit_arena *arena, const char *value,
                                  struct wit_err *err);
const char *wit_jaas_option(const struct wit_jaas *jaas, const char *name); /* NULL when absent */

#endif
