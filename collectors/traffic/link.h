/* collectors/traffic/link.h: what lies around an IP packet: link layers, and tunnels that carry another packet.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_TRAFFIC_LINK_H
#define WIT_COLLECTORS_TRAFFIC_LINK_H

#include "collectors/traffic/cursor.h"
#include "collectors/traffic/packet.h"

/* Moves the cursor to the IP header. */
enum wit_packet_doubt wit_link_read(struct wit_cursor *c, uint32_t link);
/* The cursor stands behind the IP header of *p. True: it is a tunnel; the cursor stands at what it carries, of link
 * type *link, *whole is its length on the wire, and tunnel, tunnel_id of *p are set. */
bool wit_tunnel_open(struct wit_packet *p, struct wit_cursor *c, size_t *whole, uint32_t *link);

#endif
