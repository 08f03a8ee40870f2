/* collectors/connect/redact.h: a connector as it may be stored: its settings, states and traces without secrets.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Taken out: values whose names say secret (collectors/secrets.h); what the plugin declares as PASSWORD; userinfo and
 * signatures in URLs; the words of stack traces, which quote settings. Of a PASSWORD that is a URL the hosts stay. When
 * a plugin does not tell its declarations, only values that are known to be harmless stay.
 */
#ifndef WIT_COLLECTORS_CONNECT_REDACT_H
#define WIT_COLLECTORS_CONNECT_REDACT_H

#include "base/json.h"

/* What a plugin class declares. */
struct wit_plugin {
    const char *class;
    bool known;                   /* its declarations were told */
    const char *const *passwords; /* names of type PASSWORD */
    size_t n;
};
struct wit_plugins {
    struct wit_plugin *items;
    size_t n, cap;
};
const struct wit_plugin *wit_plugins_find(const struct wit_plugins *plugins, const char *class);

/* JSON pointers of what was taken out, in the order of the document. */
struct wit_removed {
    struct wit_arena *arena;
    const char **items;
    size_t n, cap;
};

/*
 * Writes `v` (behind jw's key when it has one) with what must not be stored replaced by "(removed)". `pointer` is where
 * it stands in the document. An object named "config" is a connector's settings. plugins may be NULL (not for
 * connectors).
 */
void wit_connect_write(struct wit_jw *jw, struct wit_removed *removed, const struct wit_plugins *plugins,
                       const struct wit_value *v, const char *pointer);
void wit_removed_write(struct wit_jw *jw, const struct wit_removed *removed);

/* config_value.c: one setting of a connector's `config` into `out`; true when something was taken out. */
bool wit_connect_config_value(struct wit_buf *out, struct wit_arena *scratch, const struct wit_plugins *plugins,
                              const struct wit_value *config, const char *key, const char *value);
/* config_value.c: what of a trace stays: the class of the exception. */
void wit_connect_trace(struct wit_buf *out, const char *trace);
/* A value without a known place: of a status, a version. */
bool wit_connect_text(struct wit_buf *out, const char *key, const char *value);

#endif
