/* tests/support/estate_parts.h: what the files that build estates in memory share; tests include estate_builder.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A part brings the verbs of one area, and links what they made once every line is read. A new area is a new file with
 * its part, a row in the table of estate_builder.c, and its lines in estate_builder.h.
 */
#ifndef WIT_TESTS_ESTATE_PARTS_H
#define WIT_TESTS_ESTATE_PARTS_H

#include "tests/support/estate_builder.h"

enum { WIT_BUILD_ROOM = 512, WIT_BUILD_WORDS = 64 };

struct wit_builder {
    struct wit_arena *arena;
    struct wit_estate *e; /* its counters count the arrays below */
    struct wit_network *networks;
    struct wit_subnet *subnets;
    struct wit_interface *interfaces;
    struct wit_filter *filters;
    struct wit_prefix_list *lists;
    struct wit_route_table *tables;
    struct wit_gateway *gateways;
    struct wit_instance *instances;
    struct wit_gap *gaps;
    struct wit_bpa *bpa;
    struct wit_unmodelled *things;
    struct wit_bucket *buckets;
    struct wit_endpoint *endpoints;
    struct wit_attachment *attachments;
    struct wit_transit_table *transit_tables;
    struct wit_line *lines;
    struct wit_service_parts *services; /* estate_service.c */
    const char *missing[32];
    size_t n_missing;
    const char *subnet_rt[WIT_BUILD_ROOM], *subnet_acl[WIT_BUILD_ROOM], *net_main[WIT_BUILD_ROOM];
    const char *line;
};
#define WIT_CHECK_ROOM(n)                                                                                              \
    do {                                                                                                               \
        if ((n) >= WIT_BUILD_ROOM)                                                                                     \
            wit_build_bad(b);                                                                                          \
    } while (0)

/* w: the n words of the line, w[0] the verb. */
typedef void wit_build_fn(struct wit_builder *b, char **w, size_t n);
struct wit_build_verb {
    const char *word; /* NULL ends the list */
    size_t least;     /* words, the verb included */
    wit_build_fn *read;
};
struct wit_build_part {
    const struct wit_build_verb *verbs;
    void (*link)(struct wit_builder *b); /* NULL: nothing to link */
};
extern const struct wit_build_part wit_build_rules, wit_build_places, wit_build_transit, wit_build_service;

/* ---- estate_objects.c ---- */
_Noreturn void wit_build_bad(const struct wit_builder *b); /* ends the program, naming the line */
wit_gap_ref wit_build_gap(struct wit_builder *b, enum wit_gap_reason reason, const char *what);
/* The object of that id, made with defaults when it is new. */
struct wit_network *wit_build_network(struct wit_builder *b, const char *id);
struct wit_subnet *wit_build_subnet(struct wit_builder *b, const char *id);
struct wit_filter *wit_build_filter(struct wit_builder *b, const char *id);
struct wit_prefix_list *wit_build_list(struct wit_builder *b, const char *id);
struct wit_route_table *wit_build_table(struct wit_builder *b, const char *id);
struct wit_gateway *wit_build_gateway(struct wit_builder *b, const char *id, enum wit_gateway_kind kind);
enum wit_gateway_kind wit_build_kind(const char *target); /* by its prefix */
/* The word after "key=", else NULL. */
const char *wit_build_value(char *const *words, size_t n, const char *key);
bool wit_build_has(char *const *words, size_t n, const char *word);
/* "on" "off" "?", the default when the key is absent. */
enum wit_told wit_build_told(char *const *words, size_t n, const char *key, enum wit_told otherwise);
const struct wit_prefix *wit_build_prefixes(struct wit_builder *b, char *const *words, size_t n, size_t *count);
const char *const *wit_build_ids(struct wit_builder *b, const char *text, size_t *n); /* "a,b" */
struct wit_pset wit_build_ports(struct wit_builder *b, const char *text);
bool wit_build_address(struct wit_address *out, char *word); /* ADDR[=PUBLIC] or PREFIX */

/* ---- estate_rules.c, estate_link.c ---- */
void wit_build_route(struct wit_builder *b, struct wit_route_table *t, struct wit_route route);
void wit_build_link(struct wit_builder *b);

#endif
