/* collectors/connect/names.h: what the resolver of this machine answers about host names, as evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_CONNECT_NAMES_H
#define WIT_COLLECTORS_CONNECT_NAMES_H

#include "base/addr.h"
#include "base/arena.h"
#include "base/buf.h"

enum { WIT_NAMES_MAX = 20000, WIT_NAME_ADDRS = 32 };

/* Fills up to WIT_NAME_ADDRS addresses; false: `problem` says why in a few words. Called from several threads. */
typedef bool wit_resolve_fn(void *context, const char *name, struct wit_addr *addrs, size_t *n, char problem[64]);
/* getaddrinfo(3): whatever /etc/hosts and DNS say here and now. */
bool wit_resolve_system(void *context, const char *name, struct wit_addr *addrs, size_t *n, char problem[64]);

/* A set of names: those to look up. Addresses are no names and are left out. */
struct wit_names {
    struct wit_arena *arena;
    struct wit_strmap *known;
    const char **items;
    size_t n, cap;
    size_t over; /* how many more there were than WIT_NAMES_MAX */
};
void wit_names_init(struct wit_names *names, struct wit_arena *arena);
void wit_names_add(struct wit_names *names, const char *host);

/*
 * Looks all of them up, some at once, for at most `budget_ms`, and writes {"names": […]} sorted by name. *late: how
 * many were not looked up before time was over.
 */
void wit_names_write(struct wit_buf *out, size_t *late, struct wit_names *names, wit_resolve_fn *resolve, void *context,
                     unsigned budget_ms);

#endif
