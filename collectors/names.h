/* collectors/names.h: what the resolver of this machine answers about host names, as evidence.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The answer is evidence of its own: names in configurations say nothing about networks until somebody asked for them.
 */
#ifndef WIT_COLLECTORS_NAMES_H
#define WIT_COLLECTORS_NAMES_H

#include "base/addr.h"
#include "base/arena.h"
#include "base/buf.h"

enum { WIT_NAMES_MAX = 20000, WIT_NAME_ADDRS = 64 };

/* What a resolver says of one name. It comes zeroed. */
struct wit_name_answer {
    struct wit_addr addrs[WIT_NAME_ADDRS];
    size_t n;
    char problem[64]; /* why there is none, in a few words */
    bool failed;      /* the resolver failed: it is not known whether there is one */
};
/* Called from several threads. */
typedef void wit_resolve_fn(void *context, const char *name, struct wit_name_answer *out);
/* getaddrinfo(3): whatever /etc/hosts and DNS say here and now. */
void wit_resolve_system(void *context, const char *name, struct wit_name_answer *out);

struct wit_resolved {
    const char *name;
    const char *const *addresses; /* sorted, without doubles */
    size_t n;
    const char *error; /* NULL, or why there is none: "no such name" */
    bool unanswered;   /* it is not known whether there is one: the resolver failed, or was not asked */
    bool late;         /* it was not asked: time was over */
};

/* A set of names: those to look up. */
struct wit_names {
    struct wit_arena *arena;
    struct wit_strmap *known;
    struct wit_resolved *items;
    size_t n, cap;
    size_t over; /* how many more there were than WIT_NAMES_MAX */
};
void wit_names_init(struct wit_names *names, struct wit_arena *arena);
/* As it is written. Addresses are no names and are left out, as are NULL and "". */
void wit_names_add(struct wit_names *names, const char *host);
/* A name or an address, in small letters, without brackets and a last dot; "", wildcards and what cannot be a name are
 * left out. */
void wit_names_add_host(struct wit_names *names, const char *host, size_t len);
/* Every host of "host:port,host:port", "1@host:port", "NAME://host:port": the lists of Kafka's settings. */
void wit_names_add_list(struct wit_names *names, const char *list);

/* Sorts them by name and looks all of them up, several at once; after `budget_ms` no other is begun. */
void wit_names_resolve(struct wit_names *names, wit_resolve_fn *resolve, void *context, unsigned budget_ms);
/* {"names": [{"name", "addresses", "error"}…]}: the artefact ResolveNames. */
void wit_names_write(struct wit_buf *out, const struct wit_resolved *names, size_t n);

#endif
