"""account_services.py: what takes a connection and makes or forwards another, in the words of the AWS CLI: balancers, endpoint services,
accelerators, Client VPN, Instance Connect endpoints, managed Kafka.

SPDX-License-Identifier: Apache-2.0
"""
LB = "arn:aws:elasticloadbalancing:{}:{}:{}"


def name_of(arn):
    """An ARN in a file's name."""
    return arn.replace("/", "%2F")


class Services:
    """Part of Place, beside Transit."""

    def arn_of(self, what):
        return LB.format(self.region, self.account, what)

    def balancer(self, name, vpc, nodes, groups=(), kind="network", internal=False, cross=None, enforce=None):
        """nodes: {subnet: (interface, address, public or None)}. Returns its ARN."""
        short = {"network": "net", "application": "app"}[kind]
        arn = self.arn_of(f"loadbalancer/{short}/{name}/0123456789abcdef")
        for subnet, (eni, ip, public) in nodes.items():
            self.eni(eni, subnet, ip, *groups, public=public, managed=True, kind="network_load_balancer" if kind == "network" else "interface",
                     description=f"ELB {short}/{name}/0123456789abcdef")
        row = {"LoadBalancerArn": arn, "LoadBalancerName": name, "Scheme": "internal" if internal else "internet-facing", "VpcId": vpc, "Type": kind,
               "DNSName": f"{name}-1.elb.{self.region}.amazonaws.com", "CanonicalHostedZoneId": "Z1", "State": {"Code": "active"}, "IpAddressType": "ipv4",
               "AvailabilityZones": [{"ZoneName": self[s]["AvailabilityZone"], "SubnetId": s, "LoadBalancerAddresses": []} for s in nodes]}
        if groups:
            row["SecurityGroups"] = list(groups)
        if enforce:
            row["EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] = enforce
        self.by_id[name] = row
        self.more("elbv2-describe-load-balancers", "LoadBalancers", row)
        self.more("elbv2-describe-target-groups", "TargetGroups")
        cross = cross if cross is not None else True
        self.files[f"elbv2-describe-load-balancer-attributes.{name_of(arn)}"] = {"Attributes": [
            {"Key": "deletion_protection.enabled", "Value": "false"}, {"Key": "load_balancing.cross_zone.enabled", "Value": "true" if cross else "false"}]}
        self.files[f"elbv2-describe-listeners.{name_of(arn)}"] = {"Listeners": []}
        return arn

    def targets(self, name, vpc, targets, port=9094, protocol="TCP", kind="instance", keep=None, cross="use_load_balancer_configuration", balancer="front"):
        """targets: ids or addresses, "id:port" for another port, "id@zone" for a zone."""
        arn = self.arn_of(f"targetgroup/{name}/0123456789abcdef")
        self.by_id[name] = arn
        self.more("elbv2-describe-target-groups", "TargetGroups",
                  {"TargetGroupArn": arn, "TargetGroupName": name, "Protocol": protocol, "Port": port, "VpcId": vpc, "TargetType": kind, "IpAddressType": "ipv4",
                   "HealthCheckProtocol": "TCP", "HealthCheckPort": "traffic-port", "HealthCheckEnabled": True, "HealthCheckIntervalSeconds": 30,
                   "HealthCheckTimeoutSeconds": 10, "HealthyThresholdCount": 5, "UnhealthyThresholdCount": 2,
                   "LoadBalancerArns": [self[balancer]["LoadBalancerArn"]] if balancer else []})
        rows = []
        for text in targets:
            text, _, zone = text.partition("@")
            id_, _, own = text.partition(":")
            row = {"Id": id_, "Port": int(own) if own else port}
            if zone:
                row["AvailabilityZone"] = zone
            rows.append({"Target": row, "HealthCheckPort": str(row["Port"]), "TargetHealth": {"State": "healthy"}})
        self.files[f"elbv2-describe-target-health.{name_of(arn)}"] = {"TargetHealthDescriptions": rows}
        if keep is None and protocol in ("TCP", "TLS", "UDP", "TCP_UDP"):
            keep = not (kind == "ip" and protocol in ("TCP", "TLS"))
        values = [("deregistration_delay.timeout_seconds", "300"), ("load_balancing.cross_zone.enabled", cross)]
        if keep is not None:
            values.append(("preserve_client_ip.enabled", "true" if keep else "false"))
        self.files[f"elbv2-describe-target-group-attributes.{name_of(arn)}"] = {"Attributes": [{"Key": k, "Value": v} for k, v in values]}
        return arn

    def listener(self, balancer, port, protocol, *groups, rules=(), answer=False):
        """groups: names of target groups of the default action; rules: of one further rule each."""
        lb = self[balancer]["LoadBalancerArn"]
        arn = lb.replace(":loadbalancer/", ":listener/") + f"/{port:016x}"

        def action(names):
            if answer:
                return [{"Type": "fixed-response", "Order": 1, "FixedResponseConfig": {"StatusCode": "404", "ContentType": "text/plain"}}]
            out = {"Type": "forward", "Order": 1, "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": self[n], "Weight": 1} for n in names],
                                                                    "TargetGroupStickinessConfig": {"Enabled": False}}}
            return [out | ({"TargetGroupArn": self[names[0]]} if len(names) == 1 else {})]
        self.files[f"elbv2-describe-listeners.{name_of(lb)}"]["Listeners"].append(
            {"ListenerArn": arn, "LoadBalancerArn": lb, "Port": port, "Protocol": protocol, "DefaultActions": action(groups)})
        rows = [{"RuleArn": arn.replace(":listener/", ":listener-rule/") + f"/{i}", "Priority": str(i + 1), "IsDefault": False, "Actions": action([n]),
                 "Conditions": [{"Field": "path-pattern", "Values": [f"/{n}/*"], "PathPatternConfig": {"Values": [f"/{n}/*"]}}]} for i, n in enumerate(rules)]
        rows.append({"RuleArn": arn.replace(":listener/", ":listener-rule/") + "/d", "Priority": "default", "IsDefault": True, "Conditions": [], "Actions": action(groups)})
        self.files[f"elbv2-describe-rules.{name_of(arn)}"] = {"Rules": rows}
        return arn

    def service(self, id_, *balancers, acceptance=True, principals=("*",), connections=(), state="Available"):
        """An endpoint service; connections: (endpoint, owner, state)."""
        name = f"com.amazonaws.vpce.{self.region}.{id_}"
        self.more("ec2-describe-vpc-endpoint-service-configurations", "ServiceConfigurations",
                  {"ServiceType": [{"ServiceType": "Interface"}], "ServiceId": id_, "ServiceName": name, "ServiceState": state, "AcceptanceRequired": acceptance,
                   "AvailabilityZones": [f"{self.region}a", f"{self.region}b"], "ManagesVpcEndpoints": False, "SupportedIpAddressTypes": ["ipv4"],
                   "NetworkLoadBalancerArns": [self[b]["LoadBalancerArn"] for b in balancers], "BaseEndpointDnsNames": [f"{id_}.{self.region}.vpce.amazonaws.com"], "Tags": []})
        self.files[f"ec2-describe-vpc-endpoint-service-permissions.{id_}"] = {"AllowedPrincipals": [
            {"PrincipalType": "All" if p == "*" else "Account", "Principal": p, "ServicePermissionId": f"vpce-svc-perm-{i}", "ServiceId": id_, "Tags": []}
            for i, p in enumerate(principals)]}
        self.more("ec2-describe-vpc-endpoint-connections", "VpcEndpointConnections")
        for endpoint, owner, how in connections:
            self.more("ec2-describe-vpc-endpoint-connections", "VpcEndpointConnections",
                      {"ServiceId": id_, "VpcEndpointId": endpoint, "VpcEndpointOwner": owner, "VpcEndpointState": how, "IpAddressType": "ipv4",
                       "CreationTimestamp": "2026-01-01T00:00:00+00:00", "NetworkLoadBalancerArns": [self[b]["LoadBalancerArn"] for b in balancers]})
        return name

    def accelerator(self, name, listeners, enabled=True, addresses=("75.2.1.1", "99.83.1.1")):
        """listeners: (protocol, first port, last port, [(endpoint id, keeps the client's address)], {port: endpoint's port})."""
        arn = f"arn:aws:globalaccelerator::{self.account}:accelerator/{name}"
        self.more("globalaccelerator-list-accelerators", "Accelerators",
                  {"AcceleratorArn": arn, "Name": name, "IpAddressType": "IPV4", "Enabled": enabled, "Status": "DEPLOYED", "DnsName": f"{name}.awsglobalaccelerator.com",
                   "IpSets": [{"IpFamily": "IPv4", "IpAddresses": list(addresses), "IpAddressFamily": "IPv4"}]})
        rows = self.more(f"globalaccelerator-list-listeners.{name_of(arn)}", "Listeners")
        for i, (protocol, first, last, ends, overrides) in enumerate(listeners):
            one = f"{arn}/listener/{i}"
            rows.append({"ListenerArn": one, "PortRanges": [{"FromPort": first, "ToPort": last}], "Protocol": protocol, "ClientAffinity": "NONE"})
            self.files[f"globalaccelerator-list-endpoint-groups.{name_of(one)}"] = {"EndpointGroups": [
                {"EndpointGroupArn": f"{one}/endpoint-group/0", "EndpointGroupRegion": self.region, "TrafficDialPercentage": 100.0, "HealthCheckPort": 80,
                 "HealthCheckProtocol": "TCP", "HealthCheckIntervalSeconds": 30, "ThresholdCount": 3,
                 "PortOverrides": [{"ListenerPort": a, "EndpointPort": b} for a, b in overrides.items()],
                 "EndpointDescriptions": [{"EndpointId": e, "Weight": 128, "HealthState": "HEALTHY", "ClientIPPreservationEnabled": k} for e, k in ends]}]}

    def client_vpn(self, id_, vpc, subnets, groups, authorized, routes=None, status="available"):
        """subnets: {subnet: (interface, address)}."""
        self.more("ec2-describe-client-vpn-endpoints", "ClientVpnEndpoints",
                  {"ClientVpnEndpointId": id_, "Status": {"Code": status}, "ClientCidrBlock": "172.30.0.0/22", "SplitTunnel": True, "VpnProtocol": "openvpn",
                   "TransportProtocol": "udp", "VpnPort": 443, "ServerCertificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/1", "DnsServers": [],
                   "AuthenticationOptions": [{"Type": "certificate-authentication", "MutualAuthentication": {"ClientRootCertificateChain": "arn:aws:acm:eu-west-1:111122223333:certificate/2"}}],
                   "ConnectionLogOptions": {"Enabled": False}, "SecurityGroupIds": list(groups), "VpcId": vpc, "DnsName": f"*.{id_}.prod.clientvpn.amazonaws.com", "Tags": []})
        for subnet, (eni, ip) in subnets.items():
            self.eni(eni, subnet, ip, *groups, managed=True, description=f"ClientVPN Endpoint resource {id_}")
        self.files[f"ec2-describe-client-vpn-target-networks.{id_}"] = {"ClientVpnTargetNetworks": [
            {"AssociationId": f"cvpn-assoc-{s}", "VpcId": vpc, "TargetNetworkId": s, "ClientVpnEndpointId": id_, "Status": {"Code": "associated"},
             "SecurityGroups": list(groups)} for s in subnets]}
        self.files[f"ec2-describe-client-vpn-authorization-rules.{id_}"] = {"AuthorizationRules": [
            {"ClientVpnEndpointId": id_, "GroupId": "", "AccessAll": True, "DestinationCidr": c, "Status": {"Code": "active"}} for c in authorized]}
        lines = routes if routes is not None else [f"{self[vpc]['CidrBlock']} {s}" for s in subnets]
        self.files[f"ec2-describe-client-vpn-routes.{id_}"] = {"Routes": [
            {"ClientVpnEndpointId": id_, "DestinationCidr": t.split()[0], "TargetSubnet": t.split()[1], "Type": "Nat", "Origin": "associate",
             "Status": {"Code": "active"}} for t in lines]}

    def connect_endpoint(self, id_, subnet, eni, ip, groups, keeps=False, state="create-complete"):
        s = self[subnet]
        self.eni(eni, subnet, ip, *groups, managed=True, kind="ec2_instance_connect_endpoint", description=f"EC2 Instance Connect Endpoint {id_}")
        self.more("ec2-describe-instance-connect-endpoints", "InstanceConnectEndpoints",
                  {"OwnerId": self.account, "InstanceConnectEndpointId": id_, "State": state, "StateMessage": "", "NetworkInterfaceIds": [eni], "VpcId": s["VpcId"],
                   "InstanceConnectEndpointArn": f"arn:aws:ec2:{self.region}:{self.account}:instance-connect-endpoint/{id_}", "SubnetId": subnet,
                   "AvailabilityZone": s["AvailabilityZone"], "PreserveClientIp": keeps, "SecurityGroupIds": list(groups), "IpAddressType": "ipv4", "Tags": []})

    def kafka_connection(self, id_, vpc, state="AVAILABLE"):
        self.more("kafka-list-vpc-connections", "VpcConnections",
                  {"VpcConnectionArn": f"arn:aws:kafka:{self.region}:{self.account}:vpc-connection/{self.account}/{id_}/1", "VpcId": vpc, "State": state,
                   "TargetClusterArn": f"arn:aws:kafka:{self.region}:999988887777:cluster/events/1", "Authentication": "SASL_IAM", "CreationTime": "2026-01-01T00:00:00+00:00"})
