/* collectors/traffic/opener.h: which side of a connection is the client.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_TRAFFIC_OPENER_H
#define WIT_COLLECTORS_TRAFFIC_OPENER_H

#include "collectors/traffic/conns.h"

/* Settles conn->client by what was seen of it alone; -1 stays when that does not tell. */
enum wit_opener wit_opener_find(struct wit_conn *conn);
/* By ports alone, for what stayed open. Always settles; UNKNOWN when it is no more than an order. */
enum wit_opener wit_opener_by_ports(struct wit_conn *conn);

#endif
