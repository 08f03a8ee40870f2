/* collectors/kafka/kinds.h: what a properties file configures, told by its keys.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_COLLECTORS_KAFKA_KINDS_H
#define WIT_COLLECTORS_KAFKA_KINDS_H

#include "collectors/kafka/properties.h"

/* "broker", "controller", "connect", "mirror-maker", "schema-registry", "zookeeper", "client", "unknown". Pure. */
const char *wit_kafka_kind_of(const struct wit_properties *props);

#endif
