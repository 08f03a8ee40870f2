/* pathmap/review/intent.h: the intent file as types: roles, services, declared paths, `never` statements.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Built by intent_read.c (which checks every reference), then only read. Strings are never NULL; "" is "not given".
 * Source: docs/intent.md, schemas/intent.schema.json.
 */
#ifndef WIT_PATHMAP_REVIEW_INTENT_H
#define WIT_PATHMAP_REVIEW_INTENT_H

#include "base/addr.h"
#include "base/pset.h"
#include "base/value.h"
#include "evidence/map.h"
#include "pathmap/estate.h"

enum wit_role_kind {
    WIT_ROLE_BROKER,
    WIT_ROLE_CONTROLLER,
    WIT_ROLE_ZOOKEEPER,
    WIT_ROLE_CONNECT_WORKER,
    WIT_ROLE_SCHEMA_REGISTRY,
    WIT_ROLE_CLIENT,
    WIT_ROLE_MIRROR,
    WIT_ROLE_MONITORING,
    WIT_ROLE_OBJECT_STORE,
    WIT_ROLE_ADMIN,
    WIT_ROLE_KEY_SERVICE,
    WIT_ROLE_DNS,
    WIT_ROLE_OTHER,
    WIT_ROLE_KIND_COUNT
};
const char *wit_role_kind_word(enum wit_role_kind kind);
int wit_role_kind_of(const char *word); /* -1 for none */
/* What a role of that kind listens on when neither the intent nor imported configuration says; empty: not told. */
struct wit_pset wit_role_kind_ports(struct wit_arena *arena, enum wit_role_kind kind);
enum wit_class wit_role_kind_class(enum wit_role_kind kind);

struct wit_words {
    const char *const *items;
    size_t n;
};
struct wit_tag_match {
    const char *key;
    struct wit_words values;
};
/* Every filled member must hold; a member holds when any of its items does. */
struct wit_match {
    const struct wit_tag_match *tags;
    size_t n_tags;
    struct wit_words security_groups, subnets, vpcs, accounts, ids, names;
    const struct wit_prefix *prefixes;
    size_t n_prefixes;
};
struct wit_role {
    const char *id;
    enum wit_role_kind kind;
    struct wit_match match;
    unsigned line;
    bool derived;     /* nobody wrote it: made from what the platform tells (pathmap/kafka) */
    wit_gap_ref more; /* derived: set when it may have more members; by the estate's numbering */
};
struct wit_service {
    const struct wit_role *role;
    const char *listener, *security;
    struct wit_pset ports;
    enum wit_class use;
    bool derived;         /* as of a role */
    struct wit_cite cite; /* derived: of what tells it */
};
/* Where the intent says one thing of a port and Kafka's evidence another: what is written stands, this is told. */
struct wit_service_difference {
    const struct wit_service *declared; /* of the same list of services */
    const char *listener, *security;    /* what the evidence says */
    enum wit_class use;
    struct wit_pset ports;
    const char *text; /* "security is 'SASL_SSL' in the intent and 'PLAINTEXT' by broker 1 of C" */
    struct wit_cite cite;
};

enum wit_end_kind { WIT_END_ROLE, WIT_END_NOT_ROLE, WIT_END_INTERNET, WIT_END_PREFIX };
/* One item of `from`, or `to`. */
struct wit_end {
    enum wit_end_kind kind;
    const char *text;            /* as written */
    const struct wit_role *role; /* ROLE, NOT_ROLE */
    struct wit_prefix prefix;
};
struct wit_declared_path {
    const char *id;
    enum wit_class class;
    const struct wit_end *from;
    size_t n_from;
    struct wit_end to;
    bool any_port;         /* no `ports`, and no service of that role and class */
    struct wit_pset ports; /* without `ports`: those of the services of that role and class */
    const char *owner, *purpose, *identity, *encryption, *audit;
    const char *expires; /* "2027-01-31": holds to the end of that day, UTC; "" never ends */
};
struct wit_never {
    const char *id;
    const struct wit_end *from;
    size_t n_from;
    struct wit_end to;
    bool any_port;
    struct wit_pset ports;
};

struct wit_intent {
    const char *name; /* of the file, for errors */
    const char *sha256;
    const struct wit_role *roles; /* sorted by id */
    size_t n_roles;
    const struct wit_service *services; /* as written */
    size_t n_services;
    const struct wit_declared_path *paths; /* as written */
    size_t n_paths;
    const struct wit_never *nevers; /* as written */
    size_t n_nevers;
    bool derived_only; /* there is no intent file: it declares nothing */
    const struct wit_service_difference *differences;
    size_t n_differences;
};
/* Somebody wrote an intent. NULL is fine. */
bool wit_intent_declares(const struct wit_intent *intent);

const struct wit_role *wit_intent_role(const struct wit_intent *intent, const char *id); /* NULL: none */

/* ---- inside the reader ---- */
struct wit_intent_reader {
    struct wit_arena *arena;
    struct wit_intent *intent;
    const char *text; /* the file's bytes, to find where a key stands */
    size_t len;
    struct wit_err *err;
};
#define WIT_INTENT_MAX_ITEMS 10000 /* of any one list */
#define WIT_INTENT_MAX_TEXT  1000  /* bytes of any one text */

/* "line 3, column 14: what" of the YAML door becomes "name:3:14: what"; always false. */
bool wit_intent_refuse_yaml(const char *name, const struct wit_err *why, struct wit_err *err);

/* What a mapping may hold. */
struct wit_intent_key {
    const char *name;
    bool required;
};
/* "file:line:col: …"; always false. */
WIT_PRINTF(3, 4)
bool wit_intent_bad(const struct wit_intent_reader *r, const struct wit_value *at, const char *fmt, ...);
/* The same at the place of the key of `member` (a child of a mapping). */
WIT_PRINTF(3, 4)
bool wit_intent_bad_key(const struct wit_intent_reader *r, const struct wit_value *member, const char *fmt, ...);
/* `v` is a mapping, has only these keys, and every required one. `what` names it: "role 'brokers'". */
bool wit_intent_keys(const struct wit_intent_reader *r, const struct wit_value *v, const char *what,
                     const struct wit_intent_key *keys, size_t n);
/* ". did you mean 'x'?" or "" when nothing is near. */
const char *wit_intent_near(struct wit_arena *arena, const char *word, const char *const *words, size_t n);
/* "a, b and c" */
const char *wit_intent_list(struct wit_arena *arena, const char *const *words, size_t n);
/* A scalar text; absent gives "". */
bool wit_intent_text(const struct wit_intent_reader *r, const char **out, const struct wit_value *object,
                     const char *key);
/* One scalar or a list of them, not empty. */
bool wit_intent_texts(const struct wit_intent_reader *r, struct wit_words *out, const struct wit_value *v,
                      const char *key);
/* Name of a role, path or statement: letters, digits, '.', '_', '-'. */
bool wit_intent_id(const struct wit_intent_reader *r, const struct wit_value *at, const char *id, const char *what);
bool wit_intent_class(const struct wit_intent_reader *r, enum wit_class *out, const struct wit_value *object,
                      const char *key);
/* A number, "9092-9098" (bare ones are TCP when `bare`), "tcp/9092", or a list of these. */
bool wit_intent_ports(const struct wit_intent_reader *r, struct wit_pset *out, const struct wit_value *v, bool bare);
bool wit_intent_date(const struct wit_intent_reader *r, const char **out, const struct wit_value *object,
                     const char *key);

bool wit_intent_match(const struct wit_intent_reader *r, struct wit_match *out, const struct wit_value *v,
                      const char *role);
bool wit_intent_ends(const struct wit_intent_reader *r, const struct wit_end **out, size_t *n,
                     const struct wit_value *v, const char *key, bool many);

#endif
