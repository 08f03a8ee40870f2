"""scripts/acme/estate.py: the account of samples/acme, twice, a month apart.

SPDX-License-Identifier: Apache-2.0

build(late) gives {operation: answer} in the words of the AWS CLI. `late` is the second snapshot, which has the faults.
Ids are digests of names, so they are the same in both snapshots. Public addresses are from the documentation ranges.
"""
import hashlib

ACCOUNT, REGION = "111122223333", "eu-west-1"
PARTNER_ACCOUNT = "444455556666"
ZONES = {"a": ("eu-west-1a", "euw1-az3"), "b": ("eu-west-1b", "euw1-az1"), "c": ("eu-west-1c", "euw1-az2")}
S3_LIST, DYNAMODB_LIST = "pl-6da54004", "pl-6fa54006"


class Time(str):
    """A point in time, written YYYY-MM-DDTHH:MM:SS; every protocol has its own way to print it."""


def oid(kind, name, digits=16):
    return f"{kind}-0{hashlib.sha256(f'{kind} {name}'.encode()).hexdigest()[:digits]}"


def arn(service, rest, account=ACCOUNT):
    return f"arn:aws:{service}:{REGION}:{account}:{rest}"


def tags(name, **more):
    return [{"Key": k, "Value": v} for k, v in sorted({"Name": name, "Team": "data-platform", **more}.items())]


PARTNER_LIST = oid("pl", "partners")
CIDR = {"kafka": "10.20.0.0/16", "apps": "10.30.0.0/16", "sandbox": "10.40.0.0/16"}
CIDR6 = {"apps": "2001:db8:30::/56"}

# name: (vpc, zone, cidr, route table, network acl, ipv6 or None)
SUBNETS = {
    "kafka-brokers-a": ("kafka", "a", "10.20.1.0/24", "kafka-private", "kafka-brokers", None),
    "kafka-brokers-b": ("kafka", "b", "10.20.2.0/24", "kafka-private", "kafka-brokers", None),
    "kafka-brokers-c": ("kafka", "c", "10.20.3.0/24", "kafka-private", "kafka-brokers", None),
    "kafka-controllers-a": ("kafka", "a", "10.20.11.0/24", "kafka-private", "kafka-default", None),
    "kafka-controllers-b": ("kafka", "b", "10.20.12.0/24", "kafka-private", "kafka-default", None),
    "kafka-controllers-c": ("kafka", "c", "10.20.13.0/24", "kafka-private", "kafka-default", None),
    "kafka-connect-a": ("kafka", "a", "10.20.21.0/24", "kafka-private", "kafka-default", None),
    "kafka-connect-b": ("kafka", "b", "10.20.22.0/24", "kafka-private", "kafka-default", None),
    "kafka-registry-a": ("kafka", "a", "10.20.31.0/24", "kafka-private", "kafka-default", None),
    "kafka-registry-b": ("kafka", "b", "10.20.32.0/24", "kafka-private", "kafka-default", None),
    "kafka-monitoring-a": ("kafka", "a", "10.20.41.0/24", "kafka-private", "kafka-default", None),
    "kafka-endpoints-a": ("kafka", "a", "10.20.51.0/24", "kafka-private", "kafka-default", None),
    "kafka-endpoints-b": ("kafka", "b", "10.20.52.0/24", "kafka-private", "kafka-default", None),
    "kafka-public-a": ("kafka", "a", "10.20.101.0/24", "kafka-public", "kafka-default", None),
    "kafka-public-b": ("kafka", "b", "10.20.102.0/24", "kafka-public", "kafka-default", None),
    "apps-orders-a": ("apps", "a", "10.30.1.0/24", "apps-private", "apps-default", "2001:db8:30:1::/64"),
    "apps-orders-b": ("apps", "b", "10.30.2.0/24", "apps-private", "apps-default", "2001:db8:30:2::/64"),
    "apps-payments-a": ("apps", "a", "10.30.11.0/24", "apps-private", "apps-default", None),
    "apps-analytics-a": ("apps", "a", "10.30.21.0/24", "apps-private", "apps-analytics", None),
    "apps-public-a": ("apps", "a", "10.30.101.0/24", "apps-public", "apps-default", None),
    "sandbox-a": ("sandbox", "a", "10.40.1.0/24", "sandbox-private", "sandbox-default", None),
}


def instances(late):
    """name: (role, app, subnet, address, groups, type, public address or None, ipv6 or None)"""
    out = {}
    for i in range(6):
        zone = "abc"[i % 3]
        out[f"kafka-broker-{i + 1}"] = ("kafka-broker", "kafka", f"kafka-brokers-{zone}",
                                        f"10.20.{i % 3 + 1}.{11 + i // 3}", ["kafka-brokers"], "m7g.2xlarge", None, None)
    for i in range(3):
        out[f"kafka-controller-{i + 1}"] = ("kafka-controller", "kafka", f"kafka-controllers-{'abc'[i]}",
                                            f"10.20.{11 + i}.11", ["kafka-controllers"], "m7g.large", None, None)
    for i in range(2):
        out[f"kafka-connect-{i + 1}"] = ("kafka-connect", "connect", f"kafka-connect-{'ab'[i]}", f"10.20.{21 + i}.21",
                                         ["kafka-connect"], "m7g.xlarge", None, None)
    if late:  # "for the partner's webhook test"
        out["kafka-connect-3"] = ("kafka-connect", "connect", "kafka-public-b", "10.20.102.40", ["kafka-connect"],
                                  "m7g.xlarge", "203.0.113.80", None)
    for i in range(2):
        out[f"schema-registry-{i + 1}"] = ("schema-registry", "registry", f"kafka-registry-{'ab'[i]}",
                                           f"10.20.{31 + i}.31", ["kafka-registry"], "m7g.medium", None, None)
    out["prometheus-1"] = ("monitoring", "monitoring", "kafka-monitoring-a", "10.20.41.41", ["kafka-monitoring"],
                           "r7g.large", None, None)
    out["bastion-1"] = ("bastion", "bastion", "kafka-public-a", "10.20.101.10", ["kafka-bastion"], "t4g.small",
                        "203.0.113.10", None)
    for i in range(2):
        out[f"orders-api-{i + 1}"] = ("application", "orders", f"apps-orders-{'ab'[i]}", f"10.30.{i + 1}.51",
                                      ["apps-orders"], "c7g.large", None, f"2001:db8:30:{i + 1}::51")
    out["orders-batch-1"] = ("application", "orders", "apps-orders-a", "10.30.1.60", ["apps-orders"], "c7g.large", None,
                             None)
    out["payments-1"] = ("application", "payments", "apps-payments-a", "10.30.11.51", ["apps-payments"], "c7g.large",
                         None, None)
    out["payments-2"] = ("application", "payments", "apps-payments-a", "10.30.11.52", ["apps-payments"], "c7g.large",
                         None, None)
    out["analytics-1"] = ("application", "analytics", "apps-analytics-a", "10.30.21.51", ["apps-analytics"],
                          "r7g.xlarge", None, None)
    out["notebook-1"] = ("notebook", "sandbox", "sandbox-a", "10.40.1.61", ["sandbox-notebooks"], "t3.medium", None,
                         None)
    return out


STOPPED = {"orders-batch-1"}
ANY = ("-1", None, None)


def tcp(first, last=None):
    return ("tcp", first, last if last is not None else first)


def groups(late):
    """name: (vpc, text, ingress, egress); a rule is (ports, peer, description); peer: prefix, sg:NAME or pl:ID"""
    everywhere = [(ANY, "0.0.0.0/0", None)]
    admin = [(tcp(22), "sg:kafka-bastion", "ssh from the bastion"), (tcp(7071), "sg:kafka-monitoring", "JMX exporter")]
    out = {
        "kafka-brokers": ("kafka", "Kafka brokers", [
            (tcp(9095), "sg:kafka-brokers", "replication"),
            (tcp(9096), "sg:kafka-connect", "Connect workers"),
            (tcp(9096), "sg:kafka-registry", "Schema Registry"),
            (tcp(9092, 9096) if late else tcp(9096), "sg:apps-orders", "orders, SCRAM"),
            (tcp(9094), "10.30.11.0/24", "payments until SCRAM is rolled out, SEC-2214"),
            (tcp(9096), "10.30.21.0/24", "analytics, SCRAM"),
            *([(tcp(9096), "10.40.0.0/16", "data science trial")] if late else []),
            *admin,
        ], [
            (tcp(9095), "sg:kafka-brokers", "replication"),
            (tcp(9093), "sg:kafka-controllers", "quorum"),
            (tcp(443), f"pl:{S3_LIST}", "tiered storage"),
            (tcp(443), "sg:kafka-endpoints", "KMS"),
        ]),
        "kafka-controllers": ("kafka", "KRaft controllers", [
            (tcp(9093), "sg:kafka-controllers", "quorum"),
            (tcp(9093), "sg:kafka-brokers", "brokers"),
            *([(tcp(9093), "10.30.0.0/16", "debug metadata lag, remove")] if late else []),
            *admin,
        ], [
            (tcp(9093), "sg:kafka-controllers", "quorum"),
            (tcp(443), "sg:kafka-endpoints", "KMS"),
        ]),
        "kafka-connect": ("kafka", "Kafka Connect workers", [
            (tcp(8083), "sg:kafka-connect", "worker to worker"),
            (tcp(8083), "sg:kafka-bastion", "connector administration"),
            *([(tcp(8083), "0.0.0.0/0", "TEMP partner webhook test, remove after 2026-09-30")] if late else []),
            *admin,
        ], [
            (tcp(9096), "sg:kafka-brokers", "records"),
            (tcp(8081), "sg:kafka-registry", "schemas"),
            (tcp(8083), "sg:kafka-connect", "worker to worker"),
            (tcp(443), "0.0.0.0/0", "sinks, KMS, dead letters"),
        ]),
        "kafka-registry": ("kafka", "Schema Registry", [
            (tcp(8081), "sg:kafka-connect", "Connect workers"),
            (tcp(8081), "10.30.0.0/16", "applications"),
            (tcp(8081), f"pl:{PARTNER_LIST}", "partner networks"),
            *admin,
        ], [
            (tcp(9096), "sg:kafka-brokers", "schemas topic"),
            (tcp(443), "sg:kafka-endpoints", "KMS"),
        ]),
        "kafka-monitoring": ("kafka", "Prometheus", [
            (tcp(9090), "sg:kafka-bastion", "console"),
            (tcp(22), "sg:kafka-bastion", "ssh from the bastion"),
        ], [
            (tcp(7071), "10.20.0.0/16", "JMX exporters"),
            (tcp(443), "0.0.0.0/0", "alert webhooks"),
        ]),
        "kafka-bastion": ("kafka", "Bastion", [
            (tcp(22), "198.51.100.0/24", "head office"),
        ], [
            (tcp(22), "10.20.0.0/16", "ssh"),
            (tcp(8083), "10.20.0.0/16", "connector administration"),
            (tcp(9090), "10.20.41.0/24", "Prometheus"),
        ]),
        "kafka-endpoints": ("kafka", "Interface endpoints", [
            (tcp(443), "10.20.0.0/16", "clients of KMS"),
        ], []),
        "apps-orders": ("apps", "Orders", [(tcp(8080), "10.30.0.0/16", "internal API")],
                        everywhere + [(ANY, "::/0", None)]),
        "apps-payments": ("apps", "Payments", [(tcp(8080), "10.30.0.0/16", "internal API")], everywhere),
        "apps-analytics": ("apps", "Analytics", [], everywhere),
        "sandbox-notebooks": ("sandbox", "Notebooks", [(tcp(8888), "10.40.0.0/16", "Jupyter")], everywhere),
    }
    for vpc in CIDR:
        out[f"{vpc}-default"] = (vpc, "default VPC security group", [(ANY, f"sg:{vpc}-default", None)], everywhere)
    return out


def acls(late):
    """name: (vpc, is default, entries); an entry is (number, egress, allow, ports, prefix)"""
    everything = [(100, e, True, ANY, "0.0.0.0/0") for e in (False, True)]
    out = {f"{vpc}-default": (vpc, True, everything) for vpc in CIDR}
    out["apps-default"] = ("apps", True, everything + [(101, e, True, ANY, "::/0") for e in (False, True)])
    out["kafka-brokers"] = ("kafka", False, [
        (100, False, True, tcp(9092, 9098), "10.20.0.0/16"),
        (110, False, True, tcp(9092, 9098), "10.30.0.0/16"),
        (120, False, True, tcp(22), "10.20.101.0/24"),
        (130, False, True, tcp(7071), "10.20.41.0/24"),
        (140, False, True, tcp(1024, 65535), "0.0.0.0/0"),
        (100, True, True, tcp(1024, 65535), "10.0.0.0/8"),
        (110, True, True, tcp(443), "0.0.0.0/0"),
    ])
    out["apps-analytics"] = ("apps", False, [
        *([(90, False, False, tcp(1024, 65535), "10.20.0.0/16")] if late else []),  # blocks the brokers' replies
        (100, False, True, tcp(1024, 65535), "0.0.0.0/0"),
        (110, False, True, tcp(443), "10.30.0.0/16"),
        (100, True, True, ANY, "0.0.0.0/0"),
    ])
    return out


def tables(late):
    """name: (vpc, is main, [(destination, target)]); local routes are added"""
    sandbox = [("10.40.0.0/16", "pcx:kafka-sandbox")] if late else []
    return {
        "kafka-main": ("kafka", True, []),
        "kafka-private": ("kafka", False, [("10.30.0.0/16", "pcx:apps-kafka"), *sandbox, (S3_LIST, "vpce:kafka-s3"),
                                           ("0.0.0.0/0", "nat:kafka-nat")]),
        "kafka-public": ("kafka", False, [("0.0.0.0/0", "igw:kafka")]),
        "apps-main": ("apps", True, []),
        "apps-private": ("apps", False, [("10.20.0.0/16", "pcx:apps-kafka"), ("0.0.0.0/0", "nat:apps-nat"),
                                         ("::/0", "eigw:apps")]),
        "apps-public": ("apps", False, [("0.0.0.0/0", "igw:apps")]),
        "sandbox-main": ("sandbox", True, []),
        "sandbox-private": ("sandbox", False, [("10.20.0.0/16", "pcx:kafka-sandbox")] if late else []),
    }


NATS = {"kafka-nat": ("kafka", "kafka-public-a", "10.20.101.20", "203.0.113.20"),
        "apps-nat": ("apps", "apps-public-a", "10.30.101.20", "203.0.113.30")}


def peerings(late):
    """name: (requester, accepter, since)"""
    out = {"apps-kafka": ("apps", "kafka", "2025-11-04T10:12:31")}
    if late:
        out["kafka-sandbox"] = ("sandbox", "kafka", "2026-09-29T16:48:02")
    return out


KEYS = {"acme-events": "5f0c1a52-8d1e-4a7b-9c54-0a6d1c2f7e11", "acme-logs": "c2b7f0de-31aa-4f0c-8a7e-6d90b1f4a222"}
BUCKETS = {"acme-audit-logs": "acme-logs", "acme-connect-dlq": None, "acme-events-tiered": "acme-events"}
