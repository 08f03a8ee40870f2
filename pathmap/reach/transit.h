/* pathmap/reach/transit.h: what transit.c and transit_leave.c share: the ways of one packet through transit gateways.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REACH_TRANSIT_H
#define WIT_PATHMAP_REACH_TRANSIT_H

#include "pathmap/reach/way.h"

struct wit_crossings {
    struct wit_reach *r;
    struct wit_crossing *out;
    size_t n;
    struct wit_addr dst;
    const struct wit_subnet *special;
    struct arrived { /* at a gateway, by an attachment of it */
        struct wit_crossing c;
        const struct wit_attachment *in;
    } pending[8] /* gateways still to be asked */;
    size_t n_pending;
};

void wit_crossing_tell(struct wit_crossing *c, struct wit_edge edge, const char *rule, bool branch);
/* Passes, with that to say. */
struct wit_edge wit_crossing_edge(const char *transit, const char *text, struct wit_cite cite);
/* One way more. A full list: its last place stands for everything. */
void wit_crossing_emit(struct wit_crossings *w, struct wit_crossing *c, enum wit_crossing_end end);
void wit_crossing_drop(struct wit_crossings *w, struct wit_crossing *c, struct wit_edge edge, const char *rule,
                       const char *reason, const char *text, bool branch);
void wit_crossing_unknown(struct wit_crossings *w, struct wit_crossing *c, struct wit_edge edge, const char *text,
                          wit_gap_ref gap);
/* WIT_NO_GAP: the attachment is in service. */
wit_gap_ref wit_crossing_state_gap(struct wit_reach *r, const struct wit_attachment *at);
/* Out by that attachment: into a network, outside, or on to the gateway on the other side. */
void wit_crossing_leave(struct wit_crossings *w, struct wit_crossing *c, const struct wit_attachment *in,
                        const struct wit_attachment *out, const char *rule);

#endif
