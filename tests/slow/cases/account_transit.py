"""account_transit.py: what joins networks, in the words of the AWS CLI: transit gateways, VPN connections, Direct Connect.

SPDX-License-Identifier: Apache-2.0

A transit route is a line: "10.2.0.0/16 tgw-attach-2", "10.2.1.0/24 blackhole", "pl-1 tgw-attach-2", "10.9.0.0/16 tgw-attach-vpn propagated".
"""


class Transit:
    """Part of Place: a list that is not there was not asked for."""

    def more(self, stem, key, thing=None):
        """Adds a thing to the answer `stem`, which is made when it is not there."""
        rows = self.files.setdefault(stem, {key: []})[key]
        if thing is not None:
            rows.append(thing)
        return rows

    def transit(self, id_, refs=None, owner=None, state="available"):
        options = {"AmazonSideAsn": 64512, "AutoAcceptSharedAttachments": "disable", "DefaultRouteTableAssociation": "disable",
                   "DefaultRouteTablePropagation": "disable", "VpnEcmpSupport": "enable", "DnsSupport": "enable", "MulticastSupport": "disable"}
        if refs:
            options["SecurityGroupReferencingSupport"] = refs
        self.keep("tgws", id_, {"TransitGatewayId": id_, "State": state, "OwnerId": owner or self.account, "Options": options, "Tags": [],
                                "TransitGatewayArn": f"arn:aws:ec2:{self.region}:{owner or self.account}:transit-gateway/{id_}"})
        self.more("ec2-describe-transit-gateway-attachments", "TransitGatewayAttachments")
        self.more("ec2-describe-transit-gateway-peering-attachments", "TransitGatewayPeeringAttachments")
        self.more("ec2-describe-transit-gateway-route-tables", "TransitGatewayRouteTables")

    def joined(self, id_, tgw, kind, resource, owner=None, state="available", peer=None):
        """A row of DescribeTransitGatewayAttachments: of a VPC, VPN, peering …"""
        row = {"TransitGatewayAttachmentId": id_, "TransitGatewayId": tgw, "TransitGatewayOwnerId": self[tgw]["OwnerId"], "State": state, "Tags": [],
               "ResourceOwnerId": owner or self.account, "ResourceType": kind, "ResourceId": resource}
        self.by_id[id_ + "/row"] = row
        self.more("ec2-describe-transit-gateway-attachments", "TransitGatewayAttachments", row)
        if peer:
            self.more("ec2-describe-transit-gateway-peering-attachments", "TransitGatewayPeeringAttachments",
                      {"TransitGatewayAttachmentId": id_, "State": state, "Tags": [], "Status": {"Code": state},
                       "RequesterTgwInfo": {"TransitGatewayId": tgw, "OwnerId": self.account, "Region": self.region}, "AccepterTgwInfo": peer})

    def attach(self, id_, tgw, vpc, subnets, refs=None, appliance="disable", at=None, state="available"):
        """A VPC of this place; `at`: the place of the gateway's owner, who sees it too."""
        options = {"DnsSupport": "enable", "Ipv6Support": "disable", "ApplianceModeSupport": appliance}
        if refs:
            options["SecurityGroupReferencingSupport"] = refs
        row = {"TransitGatewayAttachmentId": id_, "TransitGatewayId": tgw, "VpcId": vpc, "VpcOwnerId": self.account, "State": state, "SubnetIds": list(subnets),
               "Options": options, "Tags": []}
        for p in {id(x): x for x in (self, at or self)}.values():
            p.keep("attachments", id_, row)
            p.joined(id_, tgw, "vpc", vpc, self.account, state)

    def transit_table(self, id_, tgw, associated, propagated=(), routes=(), vpcs=()):
        """vpcs: the places in which the networks of propagated attachments stand, when it is not this one."""
        self.more("ec2-describe-transit-gateway-route-tables", "TransitGatewayRouteTables",
                  {"TransitGatewayRouteTableId": id_, "TransitGatewayId": tgw, "State": "available", "DefaultAssociationRouteTable": False,
                   "DefaultPropagationRouteTable": False, "CreationTime": "2026-01-01T00:00:00+00:00", "Tags": []})
        for a in associated:
            for p in (self,) + tuple(vpcs):
                if a + "/row" in p.by_id:
                    p.by_id[a + "/row"]["Association"] = {"TransitGatewayRouteTableId": id_, "State": "associated"}
        self.files[f"ec2-get-transit-gateway-route-table-associations.{id_}"] = {"Associations": [self.end(a) | {"State": "associated"} for a in associated]}
        self.files[f"ec2-get-transit-gateway-route-table-propagations.{id_}"] = {
            "TransitGatewayRouteTablePropagations": [self.end(a) | {"State": "enabled"} for a in propagated]}
        self.files[f"ec2-search-transit-gateway-routes.{id_}"] = {"Routes": [], "AdditionalRoutesAvailable": False}
        for a in propagated:
            vpc = self[a + "/row"]["ResourceId"]
            for p in (self,) + tuple(vpcs):
                if vpc in p.by_id:
                    self.transit_routes(id_, *(f"{c['CidrBlock']} {a} propagated" for c in p[vpc]["CidrBlockAssociationSet"]))
                    break
        self.transit_routes(id_, *routes)

    def end(self, attachment):
        row = self[attachment + "/row"]
        return {"TransitGatewayAttachmentId": attachment, "ResourceId": row["ResourceId"], "ResourceType": row["ResourceType"]}

    def transit_routes(self, table, *lines):
        for words in (t.split() for t in lines):
            out = {"PrefixListId" if words[0].startswith("pl-") else "DestinationCidrBlock": words[0].replace("0/0", "0.0.0.0/0") if words[0] == "0/0" else words[0],
                   "Type": "propagated" if "propagated" in words else "static", "State": "blackhole" if "blackhole" in words else "active"}
            ends = [self.end(a) for w in words[1:] if w.startswith("tgw-attach") for a in w.split(",")]
            if ends:
                out["TransitGatewayAttachments"] = ends
            rows = self.files[f"ec2-search-transit-gateway-routes.{table}"]["Routes"]
            rows[:] = [r for r in rows if r.get("DestinationCidrBlock") != words[0] or r.get("PrefixListId") or words[0].startswith("pl-")] + [out]

    def unroute(self, table, *destinations):
        rows = self.files[f"ec2-search-transit-gateway-routes.{table}"]["Routes"]
        rows[:] = [r for r in rows if r.get("DestinationCidrBlock") not in destinations]

    def vpn(self, id_, gateway, customer="cgw-1", prefixes=(), static=True, state="available"):
        self.more("ec2-describe-vpn-connections", "VpnConnections",
                  {"VpnConnectionId": id_, "State": state, "Type": "ipsec.1", "Category": "VPN", "CustomerGatewayId": customer, "Tags": [],
                   "TransitGatewayId" if gateway.startswith("tgw") else "VpnGatewayId": gateway, "GatewayAssociationState": "associated",
                   "Options": {"EnableAcceleration": False, "StaticRoutesOnly": static, "LocalIpv4NetworkCidr": "0.0.0.0/0",
                               "RemoteIpv4NetworkCidr": "0.0.0.0/0", "TunnelInsideIpVersion": "ipv4"},
                   "Routes": [{"DestinationCidrBlock": c, "Source": "Static", "State": "available"} for c in prefixes]})
        self.more("ec2-describe-customer-gateways", "CustomerGateways",
                  {"CustomerGatewayId": customer, "State": "available", "Type": "ipsec.1", "BgpAsn": "65000", "IpAddress": "198.51.100.1", "Tags": []})
