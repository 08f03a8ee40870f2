/* tests/support/sample_parts.h: what the files of the sample map share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_SAMPLE_PARTS_H
#define WIT_TESTS_SAMPLE_PARTS_H

#include "tests/support/sample_map.h"

#define N(array)     (sizeof(array) / sizeof(*(array)))
#define STRINGS(...) (const char *const[]){__VA_ARGS__}, N(((const char *const[]){__VA_ARGS__}))

#define ACCOUNT "111122223333"
#define REGION  "eu-west-1"
#define KAFKA   "vpc-0c1d2e3f40516273a"
#define APPS    "vpc-0a9b8c7d6e5f40312"

enum { BR_A, BR_B, BR_C, CONNECT_A, OPS_A, PUBLIC_A, APPS_A, APPS_B, BATCH_B };
enum { P_CLIENT, P_REPLICATION, P_QUORUM, P_REST, P_HTTPS, P_METRICS, P_REGISTRY, P_SSH, P_WIDE };

struct wit_sample_row {
    enum wit_class class;
    struct wit_scope from, to;
    int port;
    const char *service_role, *listener;
    enum wit_verdict verdict;
    enum wit_observed observed;
    enum wit_declared declared;
    enum wit_status status;
    const char *owner, *purpose, *identity, *encryption, *audit, *reason, *reason_text;
};

#define REVIEWED                                                                                                       \
    "payments-platform", "produce and read order events", "SCRAM user per service", "TLS 1.2+",                        \
        "broker authorizer log, CloudTrail"
#define PLATFORM "kafka-platform", "cluster internals", "mTLS, broker certificate", "TLS 1.3", "broker log"
#define MISSING  "", "", "", "", ""
#define IN_ORDER "", ""

#define WIT_SAMPLE_ROWS 64

extern const struct wit_map_subnet wit_sample_subnets[9];
extern const struct wit_port_range wit_sample_ports[9];
size_t wit_sample_rows(struct wit_sample_row *rows); /* room for WIT_SAMPLE_ROWS; how many there are */
struct wit_path wit_sample_path(struct wit_arena *arena, const struct wit_sample_row *row);

#endif
