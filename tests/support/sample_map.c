/* tests/support/sample_map.c: a believable map: its networks, gaps, findings and statements.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "tests/support/sample_parts.h"

static const struct wit_map_network NETWORKS[] = {
    {KAFKA, "kafka-platform", ACCOUNT, REGION, STRINGS("10.20.0.0/16")},
    {APPS, "apps", ACCOUNT, REGION, STRINGS("10.30.0.0/16")},
};

#define SUBNET(id, name, net, zone, cidr, n, ...)                                                                      \
    {                                                                                                                  \
        id, name, ACCOUNT, REGION, net, zone, STRINGS(cidr), n, STRINGS(__VA_ARGS__), false                            \
    }

const struct wit_map_subnet wit_sample_subnets[9] = {
    SUBNET("subnet-0b0000000000000a1", "brokers-a", KAFKA, "euw1-az1", "10.20.1.0/24", 2, "brokers", "controllers"),
    SUBNET("subnet-0b0000000000000b1", "brokers-b", KAFKA, "euw1-az2", "10.20.2.0/24", 2, "brokers", "controllers"),
    SUBNET("subnet-0b0000000000000c1", "brokers-c", KAFKA, "euw1-az3", "10.20.3.0/24", 2, "brokers", "controllers"),
    SUBNET("subnet-0c0000000000000a1", "connect-a", KAFKA, "euw1-az1", "10.20.11.0/24", 3, "connect", "registry"),
    SUBNET("subnet-0d0000000000000a1", "ops-a", KAFKA, "euw1-az1", "10.20.21.0/24", 2, "monitoring"),
    {"subnet-0e0000000000000a1", "public-a", ACCOUNT, REGION, KAFKA, "euw1-az1", STRINGS("10.20.31.0/26"), 2,
     STRINGS("bastion"), true},
    SUBNET("subnet-0f0000000000000a1", "apps-a", APPS, "euw1-az1", "10.30.1.0/24", 12, "apps"),
    SUBNET("subnet-0f0000000000000b1", "apps-b", APPS, "euw1-az2", "10.30.2.0/24", 9, "apps"),
    {"subnet-0f0000000000000b2", "batch-b", ACCOUNT, REGION, APPS, "euw1-az2", STRINGS("10.30.12.0/24"), 4, NULL, 0,
     false},
};

static const struct wit_map_gateway GATEWAYS[] = {
    {"igw-0aa11", "kafka-igw", "internet-gateway", KAFKA, "", ""},
    {"nat-0bb22", "kafka-nat", "nat-gateway", KAFKA, "subnet-0e0000000000000a1", "203.0.113.7"},
    {"pcx-0cc33", "apps-kafka", "peering", KAFKA, "", "apps <-> kafka-platform"},
    {"vpce-0dd44", "s3", "vpc-endpoint", KAFKA, "", "com.amazonaws.eu-west-1.s3"},
    {"vpce-0ee55", "kms", "vpc-endpoint", KAFKA, "subnet-0c0000000000000a1", "com.amazonaws.eu-west-1.kms"},
};

static const struct wit_map_role ROLES[] = {
    {"apps", "client", 21, NULL, 0},
    {"bastion", "admin", 1, NULL, 0},
    {"brokers", "broker", 3, STRINGS("eni-0b1", "eni-0b2", "eni-0b3")},
    {"connect", "connect-worker", 2, NULL, 0},
    {"controllers", "controller", 3, NULL, 0},
    {"monitoring", "monitoring", 1, NULL, 0},
    {"plant", "client", 0, STRINGS("192.168.0.0/16")},
    {"registry", "schema-registry", 1, NULL, 0},
};

static const struct wit_map_bucket BUCKETS[] = {
    {"acme-events-archive", ACCOUNT, REGION, "aws:kms", "arn:aws:kms:eu-west-1:111122223333:key/0f-1", "all four on"},
    {"acme-connect-dlq", ACCOUNT, REGION, "", "", ""},
};

static const struct wit_map_gap GAPS[] = {
    {"g-000013", "denied", ACCOUNT, REGION, "s3", "GetBucketPolicy", "acme-connect-dlq",
     "The policy of bucket acme-connect-dlq was refused (AccessDenied). Whether anyone can reach it stays open.",
     "Grant s3:GetBucketPolicy and run: aws s3api get-bucket-policy --bucket acme-connect-dlq", "g-000013"},
    {"g-000044", "not-asked", ACCOUNT, "eu-central-1", "ec2", "DescribeVpcs", "",
     "The region eu-central-1 is enabled and was not scanned. Networks there are not in this map.",
     "aws ec2 describe-vpcs --region eu-central-1", ""},
    {"g-9f31c2aa", "not-modelled", ACCOUNT, REGION, "ec2", "DescribeRouteTables", "rtb-0kafka",
     "A route of rtb-0kafka leads to a gateway of a kind that this version does not model.", "",
     "a-000016#/RouteTables/2/Routes/4"},
};

static const struct wit_finding FINDINGS[] = {
    {"f-1a2b3c4d", "internet-to-service", WIT_HIGH, "The Connect REST port is open to the internet",
     "Group sg-0connect allows tcp/8083 from 0.0.0.0/0; connect-a has a public address.", STRINGS("p-3bcf4bde"),
     STRINGS("a-000012#/SecurityGroups/5/IpPermissions/0"), ""},
    {"f-2b3c4d5e", "expired-exception", WIT_MEDIUM, "An exception has expired",
     "bastion-ssh ended on 2026-09-30 and is still open.", NULL, 0, NULL, 0, ""},
    {"f-3c4d5e6f", "plaintext", WIT_LOW, "Metrics travel unencrypted", "tcp/9404 from ops-a to every broker.", NULL, 0,
     NULL, 0, ""},
};

static const struct wit_witness CUT[] = {
    {"internet", "brokers (3 interfaces)", "any",
     "No route table of brokers-a, brokers-b, brokers-c has a route to an internet gateway", "",
     "a-000016#/RouteTables/2", WIT_ISOLATED},
    {"internet", "brokers (3 interfaces)", "any", "No broker interface has a public address", "",
     "a-000018#/NetworkInterfaces", WIT_ISOLATED},
};
static const struct wit_witness VIOLATION[] = {
    {"apps-a (subnet-0f0000000000000a1)", "controllers in brokers-a", "tcp/9099",
     "sg-0brokers ingress sgr-0b9: allows tcp/9092-9099 from 10.30.0.0/16", "p-6c5ff8c3",
     "a-000012#/SecurityGroups/4/IpPermissions/2", WIT_REACHABLE},
};
static const struct wit_witness OPEN_WAY[] = {
    {"brokers", "acme-connect-dlq", "tcp/443", "The bucket's policy is not in evidence", "", "g-000013", WIT_UNKNOWN},
};
static const char *const BUCKET_GAP[] = {"g-000013"};

static const struct wit_assertion ASSERTIONS[] = {
    {"no-internet-to-brokers", "from internet to brokers, any port", WIT_PROVED, STRINGS("internet"), "brokers", NULL,
     0, CUT, N(CUT), NULL, 0, 3},
    {"quorum-is-closed", "from everything but brokers and controllers to controllers, tcp/9099", WIT_VIOLATED,
     STRINGS("!brokers", "!controllers"), "controllers", &wit_sample_ports[P_QUORUM], 1, VIOLATION, N(VIOLATION), NULL,
     0, 96},
    {"dlq-is-private", "from brokers to acme-connect-dlq, any port", WIT_UNDECIDED, STRINGS("brokers"),
     "acme-connect-dlq", NULL, 0, OPEN_WAY, N(OPEN_WAY), BUCKET_GAP, 1, 3},
};

static const char *const ASSUMPTIONS[] = {
    "--assume-empty: ec2 DescribeEgressOnlyInternetGateways of 111122223333 eu-west-1 was not asked and is taken as "
    "empty",
};

#define ARTEFACT(id, operation, digest)                                                                                \
    {                                                                                                                  \
        id, "acme.evidence", operation, ACCOUNT, REGION, "", "2026-11-18T21:04:09.000Z",                               \
            "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcd" digest                                    \
    }
static const struct wit_map_artefact ARTEFACTS[] = {
    ARTEFACT("a-000012", "DescribeSecurityGroups", "12"), ARTEFACT("a-000014", "DescribeNetworkAcls", "14"),
    ARTEFACT("a-000016", "DescribeRouteTables", "16"),    ARTEFACT("a-000018", "DescribeNetworkInterfaces", "18"),
    ARTEFACT("a-000019", "DescribeNatGateways", "19"),    ARTEFACT("a-000021", "DescribeVpcPeeringConnections", "21"),
};

const struct wit_map *wit_sample_map(struct wit_arena *arena)
{
    struct wit_sample_row rows[WIT_SAMPLE_ROWS];
    size_t n = wit_sample_rows(rows);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, n);
    for (size_t i = 0; i < n; i++)
        paths[i] = wit_sample_path(arena, &rows[i]);
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    map->tool_version = WIT_VERSION;
    map->collected_first = "2026-11-18T21:04:09.000Z";
    map->collected_last = "2026-11-18T21:05:51.000Z";
    map->bundles = WIT_NEW_ARRAY(arena, __typeof__(*map->bundles), 1);
    __typeof__(*map->bundles) bundle = {"acme.evidence",
                                        "4c1d9a0b7e5f3321c8aa90b7d6e5f4433221100ffeeddccbbaa9988776655443", true, 48};
    memcpy((void *)(uintptr_t)map->bundles, &bundle, sizeof bundle);
    map->n_bundles = 1;
    map->intent_sha256 = "77aa0d3c5be1f29f4c1d9a0b7e5f3321c8aa90b7d6e5f44332211000ffeeddcc";
    map->assumptions = ASSUMPTIONS;
    map->n_assumptions = N(ASSUMPTIONS);
    map->networks = NETWORKS;
    map->n_networks = N(NETWORKS);
    map->subnets = wit_sample_subnets;
    map->n_subnets = N(wit_sample_subnets);
    map->gateways = GATEWAYS;
    map->n_gateways = N(GATEWAYS);
    map->roles = ROLES;
    map->n_roles = N(ROLES);
    map->buckets = BUCKETS;
    map->n_buckets = N(BUCKETS);
    map->paths = paths;
    map->n_paths = n;
    map->gaps = GAPS;
    map->n_gaps = N(GAPS);
    map->findings = FINDINGS;
    map->n_findings = N(FINDINGS);
    map->assertions = ASSERTIONS;
    map->n_assertions = N(ASSERTIONS);
    map->artefacts = ARTEFACTS;
    map->n_artefacts = N(ARTEFACTS);
    return map;
}
