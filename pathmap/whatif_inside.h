/* pathmap/whatif_inside.h: what the files of a what-if share, and nobody else sees.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_WHATIF_INSIDE_H
#define WIT_PATHMAP_WHATIF_INSIDE_H

#include "pathmap/whatif.h"

struct wit_whatif_state {
    struct wit_arena *arena;
    struct wit_estate *estate;
    const struct wit_whatif *whatif;
    const struct wit_whatif_change *change; /* the one at hand */
    uint32_t artefact;                      /* that new rules and routes cite */
    struct wit_err *err;
    struct {
        const struct wit_filter **items;
        size_t n, cap;
    } filters;
    struct {
        const struct wit_route_table **items;
        size_t n, cap;
    } tables;
    struct {
        const struct wit_interface **items;
        size_t n, cap;
    } interfaces;
    struct {
        const struct wit_subnet **items;
        size_t n, cap;
    } subnets;
};
/* "file:line:col: …" of the change at hand; always false. */
WIT_PRINTF(2, 3)
bool wit_whatif_bad(const struct wit_whatif_state *s, const char *fmt, ...);
struct wit_cite wit_whatif_cite(const struct wit_whatif_state *s);
/* A group or an ACL to write to; NULL (with the error) when it is not in evidence. */
struct wit_filter *wit_whatif_filter(const struct wit_whatif_state *s, const char *id, enum wit_filter_mode mode);
void wit_whatif_touch_filter(struct wit_whatif_state *s, const struct wit_filter *f);
void wit_whatif_touch_table(struct wit_whatif_state *s, const struct wit_route_table *t);

/* One function a verb. whatif_rules.c, whatif_routes.c */
bool wit_whatif_add_rule(struct wit_whatif_state *s);
bool wit_whatif_remove_rule(struct wit_whatif_state *s);
bool wit_whatif_set_entry(struct wit_whatif_state *s);
bool wit_whatif_remove_entry(struct wit_whatif_state *s);
bool wit_whatif_set_route(struct wit_whatif_state *s);
bool wit_whatif_remove_route(struct wit_whatif_state *s);

#endif
