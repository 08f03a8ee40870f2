/* collectors/traffic/kafka_keys.h: the table of Kafka's API keys.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_TRAFFIC_KAFKA_KEYS_H
#define WIT_COLLECTORS_TRAFFIC_KAFKA_KEYS_H

#include <stdint.h>

struct wit_kafka_api {
    const char *name;
    uint8_t last;     /* version that is known today */
    uint8_t flexible; /* first version with tagged fields and compact strings */
};
const struct wit_kafka_api *wit_kafka_api_find(unsigned key); /* NULL: no such key */

#endif
