"""batfish.py: what Batfish's own end-to-end tests expect of its snapshots (AwsConfiguration*Test), as questions.

SPDX-License-Identifier: Apache-2.0

Batfish follows one packet one way; a verdict speaks of the connection. Where its expectation is not right by AWS's rules, or says less than the rules
do, `differs` names the clause. Words of an expectation: see tests/slow/cases/run.py.
"""
# snapshot, (from, to, port, verdict [d=decider's kind]), differs
A, A2, B, C = "i-06ba034d88c84ef07", "i-075e846ed41670385", "i-0b14080af811fda3d", "i-04a292ff83b3aa833"
PUBLIC, PRIVATE = "i-094a9e5b545a4fde4", "i-099cf38911942421c"
# What the program does not answer yet: the beginning of "snapshot: from -> to port".
PENDING = []
CASES = [
    ("test-subnet", [
        ("i-08ef86e76fceabd8d", "i-07519d6ba3f9497e4", "tcp/80", "I d=security-group", None),
        ("i-07519d6ba3f9497e4", "i-08ef86e76fceabd8d", "tcp/80", "I d=security-group", None),
        ("i-08ef86e76fceabd8d", "10.10.0.1", "tcp/80", "I", None),
    ]),
    ("test-public-subnet", [
        ("internet", "i-06669a407b2ef3ae5", "tcp/443", "I d=security-group", None),
        ("8.8.8.8", "18.216.80.133", "tcp/443", "I d=security-group", None),
        ("i-06669a407b2ef3ae5", "8.8.8.8", "tcp/80", "R kind=translated", None),
        ("i-06669a407b2ef3ae5", "8.8.8.8", "udp/53", "R", None),
        ("8.8.8.8", "10.0.0.91", "tcp/80", "I", None),
    ]),
    ("test-public-private-subnet", [
        (PRIVATE, "13.58.55.60", "tcp/80", "I", None),
        (PRIVATE, "10.0.0.47", "tcp/80", "I d=security-group", None),
        (PUBLIC, "10.0.1.204", "tcp/80", "I d=security-group", None),
        ("internet", PUBLIC, "tcp/80", "I d=security-group", None),
        ("8.8.8.8", "10.0.0.47", "tcp/80", "I", None),
        (PUBLIC, "8.8.8.8", "tcp/80", "R kind=translated", None),
        (PRIVATE, "8.8.8.8", "tcp/80", "U", "isolated: its default route leads to a VPN, and what the site sends on to the internet is not known (1.8)"),
        (PUBLIC, "19.168.0.1", "tcp/80", "R", None),
        (PRIVATE, "19.168.0.1", "tcp/80", "U", "leaves the network: beyond the VPN nothing is known, so a connection is not (1.8)"),
        ("192.168.0.5", PRIVATE, "tcp/80", "I", None),
    ]),
    ("test-nat-gateway", [
        ("i-0a128d26e59be60f3", "8.8.8.8", "tcp/80", "R kind=translated", None),
        ("i-0a128d26e59be60f3", "8.8.8.8", "proto/107", "I", None),
        ("8.8.8.8", "3.135.127.225", "tcp/80", "I", None),
        ("i-0b31b509174d7f5de", "10.1.250.210", "tcp/80", "I/U", "no document says so of private addresses; the rules speak of the outside (1.5.3)"),
        ("8.8.8.8", "i-0a128d26e59be60f3", "tcp/80", "I", None),
    ]),
    ("test-load-balancer", [
        ("i-0c8ce8bbdd98cc4e8", "LB0", "tcp/80", "R", None),
        ("i-0c8ce8bbdd98cc4e8", "LB1", "tcp/80", "R", None),
        ("i-0c8ce8bbdd98cc4e8", "LB0", "tcp/81", "I", None),
        ("i-0c8ce8bbdd98cc4e8", "LB1", "tcp/81", "I", None),
        ("i-0c8ce8bbdd98cc4e8", "i-055b0db7be365202c", "tcp/22", "R", None),
        ("i-0c8ce8bbdd98cc4e8", "i-0f4af951d61a19245", "tcp/22", "R", None),
    ]),
    ("test-transit-gateway", [
        (A, B, "tcp/80", "I d=security-group", None),
        (B, A, "tcp/80", "I d=security-group", None),
        (A2, B, "tcp/80", "I", None),
        (B, A2, "tcp/80", "I", "dropped at the VPC: AWS drops the reply, which cannot enter the gateway from that zone (1.7.3)"),
        (A, A2, "tcp/80", "I d=security-group", None),
    ]),
    ("test-vpc-peering", [
        (A, B, "tcp/80", "I d=security-group", None),
        (B, A, "tcp/80", "I d=security-group", None),
        (A, C, "tcp/80", "I d=security-group", None),
        (B, C, "tcp/80", "I", None),
        (A, "192.168.100.1", "tcp/80", "I", None),
        (B, "10.10.100.1", "tcp/80", "I", None),
        (B, "10.10.10.11", "tcp/80", "I", "delivered to the subnet: there is no interface with that address, so nothing that connects (design 9, no-endpoint)"),
    ]),
    ("test-vpc-endpoint-gateway/us-east-1", [
        ("i-01c6c0647fdccc89e", "52.216.237.77", "tcp/443", "R", None),
        ("i-0464d440ca0ee9e34", "52.216.237.77", "tcp/443", "R", None),
        ("i-01c6c0647fdccc89e", "54.222.57.1", "tcp/443", "I d=route-table", None),
        ("i-0464d440ca0ee9e34", "54.222.57.1", "tcp/443", "R kind=translated", None),
    ]),
]
