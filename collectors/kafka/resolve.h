/* collectors/kafka/resolve.h: which addresses this machine's resolver gives for names.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The answer is evidence of its own: names in configurations say nothing about networks until somebody asked for them.
 */
#ifndef WIT_COLLECTORS_KAFKA_RESOLVE_H
#define WIT_COLLECTORS_KAFKA_RESOLVE_H

#include "base/arena.h"

#define WIT_RESOLVE_MAX_NAMES     20000
#define WIT_RESOLVE_MAX_ADDRESSES 64

struct wit_resolved {
    const char *name;
    const char *const *addresses; /* sorted, without doubles */
    size_t n;
    const char *error; /* NULL, or why there is none: "Name or service not known" */
    bool unanswered;   /* it is not known whether there is one: the resolver failed */
};

/* A set of names to look up. */
struct wit_hosts {
    struct wit_arena *arena;
    struct wit_strmap *seen;
    struct wit_resolved *items;
    size_t n, cap;
    bool cut; /* more than the cap */
};
void wit_hosts_init(struct wit_hosts *names, struct wit_arena *arena);
/* In small letters, without brackets and a last dot; "", wildcards and what cannot be a name are left out. */
void wit_hosts_add(struct wit_hosts *names, const char *host, size_t len);
/* Every host of "host:port,host:port", "1@host:port", "NAME://host:port": the lists of Kafka's settings. */
void wit_hosts_add_list(struct wit_hosts *names, const char *list);
/* Looks all of them up, several at once, and sorts them by name. */
void wit_hosts_resolve(struct wit_hosts *names);

#endif
