"""services.py: what takes a connection and makes another: balancers, PrivateLink, accelerators, doors (cases 35-43, 48, 59 and what one would
attack them with). Where several ways are closed, each by another thing, no decider is asked for.

SPDX-License-Identifier: Apache-2.0
"""
from account import ALL, OPEN, on, pair

T = "tcp/9094"
NET = ("8.8.8.8", "eni-b", T)
OTHER = "999988887777"
SEEN = "com.amazonaws.vpce.eu-west-1.vpce-svc-"


def fronted(kind="instance", keep=None, cross=None, zones=("a",), protocol="TCP", port=9094, balancer="network", internal=False, public=True, targets=None, groups=("sg-lb",),
            enforce="on", rules=(), answer=False, group_cross="use_load_balancer_configuration"):
    """pair(), and a balancer "front" with eni-lb 10.0.1.200 / 54.1.1.200 in subnet-a (zone b: eni-lc) that forwards to eni-b:9094."""
    if balancer == "application":  # never in one zone only
        zones = ("a", "b")

    def build():
        w = pair()
        w.group("sg-lb", "vpc-1", [f"{'udp' if protocol == 'UDP' else 'tcp'} {port} 0/0"])
        w.igw("igw-1", "vpc-1")
        if public:
            w.routes("rtb-a", "0/0 igw-1")
            w.routes("rtb-b", *(["0/0 igw-1"] if "b" in zones else []))
        nodes = {"a": ("subnet-a", ("eni-lb", "10.0.1.200", None if internal else "54.1.1.200")), "b": ("subnet-b", ("eni-lc", "10.0.2.200", None if internal else "54.1.1.201"))}
        w.balancer("front", "vpc-1", dict(nodes[z] for z in zones), groups, balancer, internal, cross, enforce if groups and balancer == "network" else None)
        ends = targets if targets is not None else ["10.0.2.20"] if kind == "ip" else ["i-b"]
        backend = protocol if balancer == "network" else "HTTP"
        w.targets("tg", "vpc-1", ends, 9094, backend, kind, keep, group_cross)
        w.listener("front", port, protocol if balancer == "network" else "HTTP", *(["tg"] if not rules else []), rules=rules, answer=answer)
        return w
    return build


def stem(kind):
    """The file of one answer about the balancer `front`."""
    lb = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer%2Fnet%2Ffront%2F0123456789abcdef"
    tg = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup%2Ftg%2F0123456789abcdef"
    return {"listeners": f"elbv2-describe-listeners.{lb}", "attributes": f"elbv2-describe-load-balancer-attributes.{lb}", "health": f"elbv2-describe-target-health.{tg}",
            "group": f"elbv2-describe-target-group-attributes.{tg}"}[kind]


def alb(w):
    """The rules of the application balancer's one listener were refused."""
    w.deny(*[s for s in w.files if s.startswith("elbv2-describe-rules.")])


def link(allowed="10.0.0.0/8", enforce="on", state="available", mine="available", acceptance=True, principals=("*",), port=9094, apart=False, group=None):
    """Provider: pair() with an internal balancer of a service; consumer: vpc-9 of another account with vpc-1's prefix, eni-c 10.0.0.5 and vpce-1."""
    def build():
        w = fronted(internal=True, public=False, enforce=enforce, port=port)()
        w.apart = apart
        w.rules("sg-lb", [f"tcp {port} {allowed}"])
        w.rules("sg-b", ["tcp 9094 sg-lb"] if group is None else group)
        p = w.place(OTHER, w.region)
        w.p = p
        name = w.service("vpce-svc-1", "front", acceptance=acceptance, principals=principals, connections=[("vpce-1", OTHER, state)])
        p.vpc("vpc-9", "10.0.0.0/16")
        p.subnet("subnet-c", "vpc-9", "10.0.0.0/24")
        p.group("sg-c", "vpc-9", ALL)
        p.eni("eni-c", "subnet-c", "10.0.0.5", "sg-c", instance="i-c")
        p.group("sg-e", "vpc-9", [f"tcp {port} 10.0.0.0/24"])
        p.interface_endpoint("vpce-1", "subnet-c", "10.0.0.80", "sg-e", name, mine)
        return w
    return build


def behind(ends=None, listener=(9094, 9094), overrides=None, enabled=True, keeps=True, igw=True, kind="application"):
    """An accelerator in front of an internal balancer (or of `ends`), no route to the internet anywhere."""
    def build():
        w = fronted(balancer=kind, internal=True, public=False)()
        if not igw:
            w["igw-1"]["Attachments"] = []
        to = [(w["front"]["LoadBalancerArn"], keeps)] if ends is None else [(e, keeps) for e in ends]
        w.accelerator("fast", [("TCP", *listener, to, overrides or {})], enabled)
        return w
    return build


def missing(word):
    def change(w):
        names = [s for s in w.files if s.startswith(word)]
        assert names, word
        w.deny(*names)
    return change


def vpn(authorized, groups=("sg-cv",), **more):
    def change(w):
        w.group("sg-cv", "vpc-1", [])
        w.client_vpn("cvpn-endpoint-1", "vpc-1", {"subnet-a": ("eni-cv", "10.0.1.150")}, groups, authorized, **more)
    return change


def door(keeps=False, egress=ALL, state="create-complete"):
    def change(w):
        w.group("sg-ei", "vpc-1", [], egress)
        w.connect_endpoint("eice-1", "subnet-a", "eni-ei", "10.0.1.160", ["sg-ei"], keeps, state)
    return change


def msk(state="AVAILABLE"):
    def change(w):
        w.group("sg-e", "vpc-1", ["tcp 14001-14100 10.0.0.0/16"])
        w.interface_endpoint("vpce-1", "subnet-b", "10.0.2.80", "sg-e", SEEN + "msk")
        w["vpce-1"]["Tags"] = [{"Key": "AWSMSKManaged", "Value": "true"}]
        if state:
            w.kafka_connection("vpc-connection", "vpc-1", state)
    return change




IN = ["tcp 9094 10.0.0.0/16"]
LBIP = ["tcp 9094 10.0.1.200/32"]
CLIENT = ["tcp 9094 8.8.8.0/24"]
C = ("eni-c", "eni-b", T)
CASES = [
    # 35, 36: accelerators
    ("35 balancer behind an accelerator, no route", behind(), [("internet", "eni-lb", T, "R kind=proxied"), ("8.8.8.8", "eni-lb", T, "R kind=proxied"), NET + ("R kind=proxied",), ("internet", "eni-b", T, "R")]),
    ("35b 35, no internet gateway attached", behind(igw=False), [("internet", "eni-b", T, "I"), ("8.8.8.8", "eni-lb", T, "I")]),
    ("35c 35, the balancer's group is closed", on(behind(), ("rules", "sg-lb", [])), [("internet", "eni-lb", T, "I"), ("internet", "eni-b", T, "I")]),
    ("35d 35, the target's group allows the balancer", on(behind(), ("rules", "sg-b", ["tcp 9094 sg-lb"])), [NET + ("R",)]),
    ("35e 35, disabled", behind(enabled=False), [("internet", "eni-b", T, "I"), ("internet", "eni-lb", T, "I")]),
    ("35f 35, listeners refused", on(behind(), missing("globalaccelerator-list-listeners")), [("internet", "eni-b", T, "U"), ("internet", "eni-lb", T, "U")]),
    ("35g 35, endpoint groups refused", on(behind(), missing("globalaccelerator-list-endpoint-groups")), [("internet", "eni-b", T, "U")]),
    ("35h 35, another port", behind(listener=(9000, 9001)), [("internet", "eni-b", T, "I"), ("internet", "eni-lb", T, "I")]),
    ("35i 35, accelerators refused", on(behind(), ("deny", "globalaccelerator-list-accelerators")), [("internet", "eni-b", T, "U")]),
    ("35j instance behind an accelerator", behind(["i-b"]), [NET + ("R",), ("internet", "eni-b", T, "R"), ("internet", "eni-a", T, "I"), ("8.8.8.8", "eni-b", "tcp/22", "I")]),
    ("35k instance behind, its group allows the network only", on(behind(["i-b"]), ("rules", "sg-b", IN)), [NET + ("I",)]),
    ("35l instance behind, its group allows the client", on(behind(["i-b"]), ("rules", "sg-b", CLIENT)), [NET + ("R",), ("9.9.9.9", "eni-b", T, "I"), ("internet", "eni-b", T, "P")]),
    ("35m override of the port", behind(["i-b"], (443, 443), {443: 9094}), [NET + ("R",), ("8.8.8.8", "eni-b", "tcp/443", "I")]),
    ("35n instance closed, all else unknown", on(behind(["i-b"]), ("rules", "sg-b", []), missing("globalaccelerator-list-listeners")), [NET + ("I",)]),
    ("35o blocked public access closes accelerators", on(behind(), ("bpa", "block-bidirectional")), [("internet", "eni-lb", T, "I"), ("internet", "eni-b", T, "I")]),
    ("35p network balancer behind an accelerator", behind(kind="network"), [("8.8.8.8", "eni-lb", T, "R"), ("internet", "eni-b", T, "R")]),
    ("36 35, the ACL denies the listener's port", on(behind(), ("reacl", "acl-a", ["90 deny tcp 9094 0/0", "100 allow all 0/0"])), [("internet", "eni-lb", T, "R"), NET + ("R",)]),
    ("36b 35, the target's ACL denies the port", on(behind(kind="network"), ("reacl", "acl-b", ["90 deny tcp 9094 0/0", "100 allow all 0/0"])), [NET + ("I",)]),
    ("36c instance behind, its ACL denies the port", on(behind(["i-b"]), ("reacl", "acl-b", ["90 deny tcp 9094 0/0", "100 allow all 0/0"])), [NET + ("R",)]),
    ("36d instance behind, its ACL lets no reply out", on(behind(["i-b"]), ("reacl", "acl-b", None, ["100 allow all 10.0.0.0/8"])), [NET + ("O d=network-acl:acl-b:32767:egress",)]),
    ("36e instance behind, its ACL lets nothing in", on(behind(["i-b"]), ("reacl", "acl-b", [])), [NET + ("O d=network-acl:acl-b:32767:ingress",)]),
    ("36f 35, the group is closed", on(behind(), ("rules", "sg-b", [])), [NET + ("I",)]),
    # 38: blocked public access
    ("38 blocked, one balancer subnet excluded", on(fronted(), ("bpa", "block-bidirectional", ("subnet-a", "allow-bidirectional"))), [("8.8.8.8", "eni-lb", T, "R"), NET + ("R kind=translated",)]),
    ("38a blocked, none excluded", on(fronted(), ("bpa", "block-bidirectional")), [("8.8.8.8", "eni-lb", T, "I"), NET + ("I",)]),
    ("38b blocked, the target's subnet excluded", on(fronted(), ("bpa", "block-bidirectional", ("subnet-b", "allow-bidirectional"))), [NET + ("I",)]),
    ("38c blocked, exclusion for the way out", on(fronted(), ("bpa", "block-bidirectional", ("subnet-a", "allow-egress"))), [NET + ("I",)]),
    ("38d not told", on(fronted(), ("deny", "ec2-describe-vpc-block-public-access-options")), [NET + ("U",)]),
    # 39, 40: whose address the target sees
    ("39 balancer keeps the client's address, group allows the VPC", on(fronted(), ("rules", "sg-b", IN)), [NET + ("I",), ("internet", "eni-b", T, "I")]),
    ("39a 39, all open", fronted(), [NET + ("R kind=translated",), ("8.8.8.8", "eni-lb", T, "R"), ("8.8.8.8", "54.1.1.200", T, "R"), ("internet", "eni-b", T, "R"), ("8.8.8.8", "eni-b", "tcp/22", "I"), ("8.8.8.8", "eni-lb", "tcp/22", "I"),
                                     ("eni-b", "8.8.8.8", T, "I"), ("8.8.8.8", "eni-b", "udp/9094", "I")]),
    ("39b 39, group allows the client", on(fronted(), ("rules", "sg-b", CLIENT)), [NET + ("R",), ("9.9.9.9", "eni-b", T, "I")]),
    ("39c 39, group allows the balancer's group", on(fronted(), ("rules", "sg-b", ["tcp 9094 sg-lb"])), [NET + ("R",)]),
    ("39d 39, ACL denies the client", on(fronted(), ("reacl", "acl-b", ["90 deny tcp 9094 8.8.8.0/24", "100 allow all 0/0"])), [NET + ("I",), ("9.9.9.9", "eni-b", T, "R")]),
    ("39e 39, by the balancer's address only", on(fronted(), ("rules", "sg-b", LBIP)), [NET + ("I",)]),
    ("39f preservation off", on(fronted(keep=False), ("rules", "sg-b", LBIP)), [NET + ("R",)]),
    ("39g preservation not told", on(fronted(), ("rules", "sg-b", LBIP), ("deny", stem("group"))), [NET + ("U",)]),
    ("39h preservation not told, both pass", on(fronted(), ("deny", stem("group"))), [NET + ("R/U",)]),
    ("39i UDP keeps it always", on(fronted("ip", protocol="UDP"), ("rules", "sg-b", ["udp 9094 10.0.0.0/16"])), [("8.8.8.8", "eni-b", "udp/9094", "I")]),
    ("40 39 with the balancer's address", on(fronted("ip"), ("rules", "sg-b", ["tcp 9094 10.0.1.0/24"])), [NET + ("R kind=translated",), ("8.8.8.8", "54.1.1.200", T, "R"), ("internet", "eni-b", T, "R")]),
    ("40a 40, by the client's address only", on(fronted("ip"), ("rules", "sg-b", CLIENT)), [NET + ("I",)]),
    ("40b 40, keeps it by attribute", on(fronted("ip", True), ("rules", "sg-b", LBIP)), [NET + ("I",)]),
    ("40c 40, attributes not told", on(fronted("ip"), ("rules", "sg-b", LBIP), ("deny", stem("group"))), [NET + ("U",)]),
    ("40d targets refused", on(fronted(), ("deny", stem("health"))), [NET + ("U",)]),
    ("40e targets refused, B closed", on(fronted(), ("deny", stem("health")), ("rules", "sg-b", [])), [NET + ("I",)]),
    ("40f listener's port differs", fronted(port=443), [NET + ("R",), ("8.8.8.8", "eni-lb", "tcp/443", "R"), ("8.8.8.8", "eni-lb", T, "I"), ("8.8.8.8", "eni-b", "tcp/443", "I")]),
    ("40g the balancer's group is closed", on(fronted(), ("rules", "sg-lb", ["tcp 9094 10.0.0.0/8"])), [NET + ("I",), ("8.8.8.8", "eni-lb", T, "I")]),
    ("40h no route to the internet", fronted(public=False), [NET + ("I",)]),
    ("40i internal", fronted(internal=True), [NET + ("I",), ("eni-a", "eni-lb", T, "R")]),
    ("40j listeners refused", on(fronted(), ("deny", stem("listeners"))), [NET + ("U",)]),
    ("40k balancers refused", on(fronted(), ("deny", "elbv2-describe-load-balancers")), [NET + ("U",)]),
    ("40l target groups refused", on(fronted(), ("deny", "elbv2-describe-target-groups")), [NET + ("U",)]),
    ("40m no target", fronted(targets=[]), [NET + ("I",)]),
    ("40n another target", on(fronted(targets=["i-a"])), [NET + ("I",), ("8.8.8.8", "eni-a", T, "I")]),
    ("40o target's own port", fronted(targets=["i-b:9092"]), [("8.8.8.8", "eni-b", "tcp/9092", "R"), NET + ("I",)]),
    ("40p balancer without groups", fronted(groups=()), [NET + ("R",), ("8.8.8.8", "eni-lb", T, "R")]),
    ("40q the balancer's group lets nothing out", on(fronted("ip"), ("rules", "sg-lb", None, [])), [NET + ("I",)]),
    ("40r the ACL between: balancer's subnet out", on(fronted("ip"), ("reacl", "acl-a", None, ["90 deny tcp 9094 10.0.2.0/24", "100 allow all 0/0"])), [NET + ("I",)]),
    ("40s application balancer", on(fronted(balancer="application", port=80), ("rules", "sg-b", ["tcp 9094 sg-lb"])), [NET + ("R kind=proxied",), ("8.8.8.8", "eni-lb", "tcp/80", "R"), ("8.8.8.8", "eni-b", "tcp/80", "I")]),
    ("40t application balancer, group allows the client", on(fronted(balancer="application", port=80), ("rules", "sg-b", CLIENT)), [NET + ("I",)]),
    ("40u application balancer, by a rule", fronted(balancer="application", port=80, rules=["tg"], answer=False), [NET + ("R",)]),
    ("40v application balancer, rules refused", on(fronted(balancer="application", port=80, rules=["tg"]), alb), [NET + ("U",)]),
    ("40w application balancer that answers itself", fronted(balancer="application", port=80, answer=True), [NET + ("I",), ("8.8.8.8", "eni-lb", "tcp/80", "R")]),
    ("40x to the balancer from inside", on(fronted("ip"), ("rules", "sg-b", LBIP)), [("eni-a", "eni-b", T, "R"), ("eni-a", "eni-lb", T, "R")]),
    ("40y UDP is not TCP's listener", fronted(), [("8.8.8.8", "eni-b", "udp/9094", "I"), ("8.8.8.8", "eni-lb", "udp/9094", "I")]),
    # 59: zones
    ("59 balancer without cross-zone", fronted(cross=False), [NET + ("I",), ("eni-a", "eni-b", T, "R")]),
    ("59b 59, a node in the target's zone", fronted(cross=False, zones=("a", "b")), [NET + ("R",)]),
    ("59c cross-zone", fronted(cross=True), [NET + ("R",)]),
    ("59d cross-zone not told", on(fronted(), ("deny", stem("attributes"))), [NET + ("U",)]),
    ("59e the target group says so", fronted(cross=False, group_cross="true"), [NET + ("R",)]),
    ("59f the target group says no", fronted(cross=True, group_cross="false"), [NET + ("I",)]),
    # 41-43: PrivateLink
    ("41 the provider dials the consumer", link(), [("eni-b", "eni-c", T, "I")]),
    ("41b 41, the consumer is closed", on(link(), lambda w: w.p.rules("sg-c", [])), [("eni-b", "eni-c", T, "I")]),
    ("42 foreign consumer with an overlapping address", link(), [C + ("R kind=translated",), ("eni-c", "vpce-1", T, "R"), ("eni-c", "10.0.0.80", T, "R"), ("eni-c", "eni-b", "tcp/22", "I"), ("eni-c", "eni-a", T, "I")]),
    ("42a 42, two bundles", link(apart=True), [C + ("R",), ("eni-c", "vpce-1", T, "R")]),
    ("42b the balancer's group allows other addresses", link("192.168.0.0/16"), [C + ("I",)]),
    ("42c 42b, not enforced", link("192.168.0.0/16", "off"), [C + ("R",)]),
    ("42d 42b, not told", link("192.168.0.0/16", None), [C + ("U",)]),
    ("42e the provider has not accepted", link(state="pendingAcceptance", mine="pendingAcceptance"), [C + ("I",), ("eni-c", "vpce-1", T, "I d=vpc-endpoint")]),
    ("42f the provider says rejected", link(state="rejected", mine="rejected"), [C + ("I",), ("eni-c", "vpce-1", T, "I")]),
    ("42g the endpoint's group is closed", on(link(), lambda w: w.p.rules("sg-e", [])), [C + ("I",), ("eni-c", "vpce-1", T, "I d=security-group:sg-e::ingress")]),
    ("42h the listener has another port", link(port=9095), [("eni-c", "vpce-1", T, "I"), ("eni-c", "vpce-1", "tcp/9095", "R"), C + ("R",)]),
    ("42i the target is closed", link(group=[]), [C + ("I",)]),
    ("42j the provider is not in evidence", on(link(), lambda w: [w.drop(s) for s in list(w.answers())]), [("eni-c", "vpce-1", T, "U")]),
    ("42k a target that allows the consumer's address only", link(group=["tcp 9094 10.0.0.0/24"]), [C + ("I",)]),
    ("42l the service's connections refused", on(link(), ("deny", "ec2-describe-vpc-endpoint-connections")), [C + ("R/U",)]),
    ("42m the service is refused", on(link(), ("deny", "ec2-describe-vpc-endpoint-service-configurations")), [C + ("U",)]),
    ("42n the consumer's egress is closed", on(link(), lambda w: w.p.rules("sg-c", None, ["tcp 443 0/0"])), [C + ("I",)]),
    ("43 endpoint pendingAcceptance", on(pair, ("group", "sg-e", "vpc-1", ["tcp 443 0/0"]), ("interface_endpoint", "vpce-1", "subnet-b", "10.0.2.80", "sg-e", SEEN + "1", "pendingAcceptance")),
     [("eni-a", "vpce-1", "tcp/443", "I d=vpc-endpoint"), ("eni-a", "10.0.2.80", "tcp/443", "I d=vpc-endpoint")]),
    ("43b the provider is unknown", on(pair, ("group", "sg-e", "vpc-1", ["tcp 443 0/0"]), ("interface_endpoint", "vpce-1", "subnet-b", "10.0.2.80", "sg-e", SEEN + "1")),
     [("eni-a", "vpce-1", "tcp/443", "U"), ("eni-a", "vpce-1", "tcp/80", "I d=security-group:sg-e::ingress"), ("vpce-1", "eni-b", T, "U"), ("vpce-1", "8.8.8.8", "tcp/443", "I/U")]),
    # 48: managed Kafka
    ("48 managed multi-VPC connectivity", on(pair, msk()), [("eni-a", "vpce-1", "tcp/14001", "R"), ("eni-a", "vpce-1", T, "I d=security-group:sg-e::ingress")]),
    ("48b 48, connections refused", on(pair, msk(None), ("deny", "kafka-list-vpc-connections")), [("eni-a", "vpce-1", "tcp/14001", "U")]),
    ("48c 48, not in service", on(pair, msk("INACTIVE")), [("eni-a", "vpce-1", "tcp/14001", "I/U")]),
    # doors
    ("Client VPN", on(pair, vpn(["10.0.2.0/24"])), [("internet", "eni-b", T, "R kind=proxied"), NET + ("R",)]),
    ("Client VPN, not authorised there", on(pair, vpn(["10.0.9.0/24"])), [("internet", "eni-b", T, "I")]),
    ("Client VPN, B allows its interface", on(pair, vpn(["10.0.0.0/16"]), ("rules", "sg-b", ["tcp 9094 10.0.1.150/32"])), [("internet", "eni-b", T, "R")]),
    ("Client VPN, B allows its group", on(pair, vpn(["10.0.0.0/16"]), ("rules", "sg-b", ["tcp 9094 sg-cv"])), [("internet", "eni-b", T, "R")]),
    ("Client VPN, B allows the clients' own addresses", on(pair, vpn(["10.0.0.0/16"]), ("rules", "sg-b", ["tcp 9094 172.30.0.0/22"])), [("internet", "eni-b", T, "I")]),
    ("Client VPN, its group lets nothing out", on(pair, vpn(["10.0.0.0/16"]), ("rules", "sg-cv", None, [])), [("internet", "eni-b", T, "I")]),
    ("Client VPN, authorisation refused", on(pair, vpn(["10.0.9.0/24"]), ("deny", "ec2-describe-client-vpn-authorization-rules.cvpn-endpoint-1")), [("internet", "eni-b", T, "U")]),
    ("Client VPN, no association", on(pair, vpn(["10.0.0.0/16"]), ("reacl", "acl-b", ["90 deny all 10.0.1.0/24", "100 allow all 0/0"])), [("internet", "eni-b", T, "I")]),
    ("Instance Connect endpoint", on(pair, door()), [("internet", "eni-b", "tcp/22", "R kind=proxied"), ("internet", "eni-b", T, "R/U/I")]),
    ("Instance Connect endpoint, its group lets nothing out", on(pair, door(egress=[])), [("internet", "eni-b", "tcp/22", "I")]),
    ("Instance Connect endpoint, B allows its interface", on(pair, door(), ("rules", "sg-b", ["tcp 22 10.0.1.160/32"])), [("internet", "eni-b", "tcp/22", "R")]),
    ("Instance Connect endpoint keeps the client's address", on(pair, door(True), ("rules", "sg-b", ["tcp 22 10.0.1.160/32"])), [("8.8.8.8", "eni-b", "tcp/22", "I"), ("internet", "eni-b", "tcp/22", "I/U")]),
    ("Instance Connect endpoint, B allows its group", on(pair, door(), ("rules", "sg-b", ["tcp 22 sg-ei"])), [("internet", "eni-b", "tcp/22", "R")]),
    ("Instance Connect endpoint failed", on(pair, door(state="create-failed")), [("internet", "eni-b", "tcp/22", "I")]),
]
