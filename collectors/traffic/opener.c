/* collectors/traffic/opener.c: which side of a connection is the client: openings, then who asked, then ports.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/traffic/opener.h"

enum { EPHEMERAL = 32768 };

/* Ports that servers of these systems listen on and no system picks for clients. */
static const uint16_t known[] = {22,   53,   80,   443,  2181, 2182, 2888, 3888, 5672, 7071,  7072, 8080, 8081,
                                 8082, 8083, 8443, 8778, 9000, 9090, 9091, 9092, 9093, 9094,  9095, 9096, 9097,
                                 9098, 9099, 9100, 9194, 9196, 9198, 9200, 9308, 9404, 11001, 11002};

static bool is_known(uint16_t port)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (known[i] == port)
            return true;
    }
    return false;
}

enum wit_opener wit_opener_find(struct wit_conn *k)
{
    if (k->client >= 0)
        return WIT_OPENED_SYN;
    for (int8_t i = 0; i < 2; i++) {
        const struct wit_facts *f = k->side[i].facts, *other = k->side[1 - i].facts;
        bool asked = (f != NULL && (f->client_hello || f->http_requests > 0 || f->dns_name != NULL)) ||
                     (other != NULL && other->server_hello);
        if (asked) {
            k->client = i;
            return WIT_OPENED_SPOKE;
        }
    }
    /* Kafka: an answer may look like a request, so ports must not contradict. */
    for (int8_t i = 0; i < 2; i++) {
        const struct wit_facts *f = k->side[i].facts, *other = k->side[1 - i].facts;
        uint16_t own = k->side[i].port, far = k->side[1 - i].port;
        bool backwards = (is_known(own) && !is_known(far)) || (own < EPHEMERAL && far >= EPHEMERAL);
        bool more =
            other == NULL || other->requests == 0 || (f != NULL && f->n_client_ids > 0 && other->n_client_ids == 0);
        if (f != NULL && f->requests > 0 && !backwards &&
            (more || is_known(far) || (far < EPHEMERAL && own >= EPHEMERAL))) {
            k->client = i;
            return WIT_OPENED_SPOKE;
        }
    }
    return WIT_OPENED_UNKNOWN;
}

enum wit_opener wit_opener_by_ports(struct wit_conn *k)
{
    for (int8_t i = 0; i < 2; i++) {
        uint16_t own = k->side[i].port, far = k->side[1 - i].port;
        if ((is_known(far) && !is_known(own)) || (far < EPHEMERAL && own >= EPHEMERAL)) {
            k->client = i;
            return WIT_OPENED_PORTS;
        }
    }
    k->client = k->side[0].port >= k->side[1].port ? 0 : 1;
    return WIT_OPENED_UNKNOWN;
}
