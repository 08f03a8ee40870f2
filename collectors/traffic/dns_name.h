/* collectors/traffic/dns_name.h: the name that a DNS message asks for.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: RFC 1035 section 4. Only the first question of a query is read; answers are not.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_DNS_NAME_H
#define WIT_COLLECTORS_TRAFFIC_DNS_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WIT_DNS_NAME 256

/* The first question's name in lower case, without the last dot; false: no query, or its name was cut. */
bool wit_dns_name_read(char out[WIT_DNS_NAME], const uint8_t *bytes, size_t len);

#endif
