/* tests/support/platform_kit.h: platforms in memory from a few terse lines, beside tests/support/estate_builder.h.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One object a line, words apart by blanks; '#' begins a comment; '?' is "not told" (a gap). Things come after what
 * they belong to.
 *
 *   cluster ID [kraft|zookeeper] [authorizer=yes|no] [nodes=?] [acls=?] [topics=?] [groups=?] [voters=?]
 *   node ID ENI,ENI|?|outside broker|controller|both [settings=?] [listeners=?] [jmx=PORT] [rack=RACK]
 *   listen NAME PROTOCOL|? PORT client|replication|controller|both [auth=A] [mech=M] [bind=HOST]     of that node
 *   set KEY VALUE|?                                                                                  of that node
 *   voter HOST:PORT ENI|?                                                                            of that cluster
 *   zk HOST:PORT ENI|?         acl TYPE NAME PRINCIPAL OPERATION ALLOW|DENY        topic NAME REPLICAS [retention=MS]
 *   group ID CLIENT@ADDR …
 *   connect URL ENI|? anonymous|closed|? plain|tls|? [connectors=?]
 *   connector NAME known|unknown [hidden]
 *   to|from KIND HOST PORT ENI|?|outside [tls|clear] [bucket=B] [reference]   KIND host kafka bucket gcs service topic
 *   registry URL ENI|? anonymous|closed|? plain|tls|? [compat=LEVEL] [mode=MODE] [settings=?]
 */
#ifndef WIT_TESTS_PLATFORM_KIT_H
#define WIT_TESTS_PLATFORM_KIT_H

#include "pathmap/kafka/platform.h"

/* In the arena; its gaps are added to the estate. Ends the program on a line that it does not understand. */
const struct wit_platform *wit_platform_build(struct wit_arena *arena, struct wit_estate *estate, const char *text);

#endif
