#!/usr/bin/env python3
"""scripts/acme/generate.py: writes samples/acme: an account as the AWS CLI prints it and as the API answers, and its Kafka.

SPDX-License-Identifier: Apache-2.0

    scripts/acme/generate.py           write samples/acme/<month>/cli, …/http and …/kafka
    scripts/acme/generate.py --check   write nothing; exit status 1 when the files differ from what would be written

Element names: EC2 API Reference 2016-11-15 (a member's name with a small first letter, but for those in NAMES).
"""
import base64
import json
import pathlib
import re
import sys
from xml.sax.saxutils import escape

from answers import Account
import kafka
import people
from estate import ACCOUNT, CIDR, PARTNER_ACCOUNT, PARTNER_LIST, REGION, Time, arn, oid

TARGET = pathlib.Path(__file__).resolve().parents[2] / "samples" / "acme"
MONTHS = {"2026-09": False, "2026-10": True}
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
EC2_NS = "http://ec2.amazonaws.com/doc/2016-11-15/"
S3_NS = "http://s3.amazonaws.com/doc/2006-03-01/"

# Member -> element, where it is not just the small first letter. "Owner.Member" is for members of that list's items.
NAMES = {
    "Regions": "regionInfo", "AvailabilityZones": "availabilityZoneInfo", "Vpcs": "vpcSet", "Subnets": "subnetSet",
    "NetworkInterfaces": "networkInterfaceSet", "Reservations": "reservationSet", "Instances": "instancesSet",
    "SecurityGroups": "securityGroupInfo", "SecurityGroupRules": "securityGroupRuleSet", "NetworkAcls": "networkAclSet",
    "RouteTables": "routeTableSet", "PrefixLists": "prefixListSet", "InternetGateways": "internetGatewaySet",
    "EgressOnlyInternetGateways": "egressOnlyInternetGatewaySet", "NatGateways": "natGatewaySet",
    "Addresses": "addressesSet", "VpcPeeringConnections": "vpcPeeringConnectionSet", "VpcEndpoints": "vpcEndpointSet",
    "FlowLogs": "flowLogSet", "Tags": "tagSet", "Messages": "messageSet", "Attachments": "attachmentSet",
    "Associations": "associationSet", "Entries": "entrySet", "Routes": "routeSet",
    "PropagatingVgws": "propagatingVgwSet", "UserIdGroupPairs": "groups", "Groups": "groupSet",
    "Ipv6Addresses": "ipv6AddressesSet", "PrivateIpAddresses": "privateIpAddressesSet", "Cidrs": "cidrSet",
    "RouteTableIds": "routeTableIdSet", "SubnetIds": "subnetIdSet", "NetworkInterfaceIds": "networkInterfaceIdSet",
    "DnsEntries": "dnsEntrySet", "NatGatewayAddresses": "natGatewayAddressSet",
    "BlockDeviceMappings": "blockDeviceMapping", "Regions.Endpoint": "regionEndpoint",
    "AvailabilityZones.State": "zoneState", "NetworkAcls.IsDefault": "default",
    "SecurityGroups.Description": "groupDescription", "Instances.State": "instanceState",
    "Instances.PublicDnsName": "dnsName", "Instances.PublicIpAddress": "ipAddress",
    "Instances.StateTransitionReason": "reason", "Instances.SecurityGroups": "groupSet",
}
# Calls whose answer names nothing in this account: (service, operation, list key, CLI's command)
EMPTY = [
    *(("ec2", "Describe" + key, key) for key in (
        "SecurityGroupVpcAssociations", "CarrierGateways", "LocalGateways", "VpcBlockPublicAccessExclusions",
        "VpnGateways", "VpnConnections", "CustomerGateways", "ClientVpnEndpoints", "InstanceConnectEndpoints",
        "TransitGateways", "TransitGatewayAttachments", "TransitGatewayVpcAttachments",
        "TransitGatewayPeeringAttachments", "TransitGatewayConnects", "TransitGatewayRouteTables",
        "VpcEndpointConnections")),
    ("ec2", "DescribeVpcEndpointServiceConfigurations", "ServiceConfigurations"),
    ("directconnect", "DescribeVirtualInterfaces", "virtualInterfaces"),
    ("globalaccelerator", "ListAccelerators", "Accelerators"),
    ("cloudfront", "ListVpcOrigins", "VpcOriginList"),
    ("elbv2", "DescribeLoadBalancers", "LoadBalancers"), ("elbv2", "DescribeTargetGroups", "TargetGroups"),
    ("elb", "DescribeLoadBalancers", "LoadBalancerDescriptions"),
    ("kafka", "ListClustersV2", "ClusterInfoList"), ("kafka", "ListVpcConnections", "VpcConnections"),
    ("vpc-lattice", "ListServiceNetworkVpcAssociations", "items"),
]
PAGED = {"DescribeNetworkInterfaces", "DescribeSecurityGroupRules"}  # in two pages over HTTP
DENIED_LIST = ("UnauthorizedOperation",
               "You are not authorized to perform this operation. User: arn:aws:sts::%s:assumed-role/isolation-review/"
               "audit is not authorized to perform: ec2:GetManagedPrefixListEntries on resource: %s because no "
               "identity-based policy allows the ec2:GetManagedPrefixListEntries action"
               % (ACCOUNT, arn("ec2", f"prefix-list/{PARTNER_LIST}", PARTNER_ACCOUNT)))
S3_ERRORS = {"NoSuchBucketPolicy": (404, "The bucket policy does not exist"),
             "NoSuchPublicAccessBlockConfiguration": (404, "The public access block configuration was not found"),
             "AccessDenied": (403, "User: arn:aws:sts::%s:assumed-role/isolation-review/audit is not authorized to "
                                   "perform: s3:GetBucketPolicy on resource: \"arn:aws:s3:::acme-audit-logs\" with an "
                                   "explicit deny in a resource-based policy" % ACCOUNT)}
WHO = {"UserId": "AROAEXAMPLEAUDITROLE0:audit", "Account": ACCOUNT,
       "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/isolation-review/audit"}


def kebab(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower().replace("-v2", "-v2")


def cli_json(value):
    def plain(v):
        if isinstance(v, Time):
            return v + "+00:00"
        if isinstance(v, dict):
            return {k: plain(x) for k, x in v.items()}
        return [plain(x) for x in v] if isinstance(v, list) else v
    return json.dumps(plain(value), indent=4) + "\n"


def element(name, value, owner, depth):
    pad = "    " * depth
    if isinstance(value, dict):
        inner = "".join(element(NAMES.get(f"{owner}.{k}") or NAMES.get(k) or k[0].lower() + k[1:], v, k, depth + 1)
                        for k, v in value.items())
        return f"{pad}<{name}>\n{inner}{pad}</{name}>\n" if inner else f"{pad}<{name}/>\n"
    if isinstance(value, list):
        inner = "".join(element("item", v, owner, depth + 1) for v in value)
        return f"{pad}<{name}>\n{inner}{pad}</{name}>\n" if inner else f"{pad}<{name}/>\n"
    text = "true" if value is True else "false" if value is False else str(value)
    if isinstance(value, Time):
        text += ".000Z"
    return f"{pad}<{name}>{escape(text)}</{name}>\n" if text else f"{pad}<{name}/>\n"


def ec2_xml(operation, answer, seed):
    request = oid("q", seed, 31)[3:]
    request = "-".join((request[:8], request[8:12], request[12:16], request[16:20], request[20:] + "00"))
    members = "".join(element(NAMES.get(k) or k[0].lower() + k[1:], v, k, 1) for k, v in answer.items())
    return (f'{HEAD}<{operation}Response xmlns="{EC2_NS}">\n    <requestId>{request}</requestId>\n{members}'
            f"</{operation}Response>\n")


def ec2_error(code, message):
    return (f"{HEAD}<Response><Errors><Error><Code>{code}</Code><Message>{escape(message)}</Message></Error></Errors>"
            "<RequestID>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</RequestID></Response>\n")


def pages(key, items, month):
    """Two pages; the first names the second by a token."""
    half = (len(items) + 1) // 2
    token = base64.b64encode(f"{month} {key} {half}".encode()).decode()
    return [{key: items[:half], "NextToken": token}, {key: items[half:]}]


def ec2_files(out, account, month):
    for operation, answer in account.ec2().items():
        cli, http = f"cli/ec2-{kebab(operation)}", f"http/ec2-{operation}"
        key, items = next(iter(answer.items()))
        parts = pages(key, items, month) if operation in PAGED else [answer]
        for n, part in enumerate(parts, 1):
            page = f".p{n}" if len(parts) > 1 else ""
            out[f"{http}{page}.xml"] = ec2_xml(operation, part, f"{month} {operation} {n}")
            if operation == "DescribeSecurityGroupRules":
                out[f"{cli}{page}.json"] = cli_json(part)
        if operation != "DescribeSecurityGroupRules":  # the AWS CLI follows pages by itself, unless told not to
            out[f"{cli}.json"] = cli_json(answer)
    for list_id, entries in account.prefix_list_entries().items():
        cli = f"cli/ec2-get-managed-prefix-list-entries.{list_id}.json"
        http = f"http/ec2-GetManagedPrefixListEntries.{list_id}"
        if entries is None:
            out[cli] = cli_json({"Error": {"Code": DENIED_LIST[0], "Message": DENIED_LIST[1]}})
            out[http + ".403.xml"] = ec2_error(*DENIED_LIST)
        else:
            out[cli] = cli_json({"Entries": entries})
            out[http + ".xml"] = ec2_xml("GetManagedPrefixListEntries", {"Entries": entries}, month + list_id)


def s3_body(root, inner):
    return f'{HEAD}<{root} xmlns="{S3_NS}">{inner}</{root}>\n'


def leaves(value):
    return "".join(f"<{k}>{leaves(v) if isinstance(v, dict) else str(v).lower() if isinstance(v, bool) else escape(v)}"
                   f"</{k}>" for k, v in value.items())


def s3_files(out, account):
    buckets = account.buckets()
    out["cli/s3api-list-buckets.json"] = cli_json({
        "Buckets": [{"Name": n, "CreationDate": b["created"], "BucketRegion": REGION} for n, b in buckets.items()],
        "Owner": {"ID": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}})
    out["http/s3-ListBuckets.xml"] = s3_body("ListAllMyBucketsResult", (
        "<Owner><ID>79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be</ID></Owner><Buckets>"
        + "".join(f"<Bucket><Name>{n}</Name><CreationDate>{b['created']}.000Z</CreationDate>"
                  f"<BucketRegion>{REGION}</BucketRegion></Bucket>" for n, b in buckets.items()) + "</Buckets>"))
    for name, b in buckets.items():
        answers = {
            "GetBucketLocation": (b["location"], "xml", {"LocationConstraint": b["location"]},
                                  s3_body("LocationConstraint", b["location"])),
            "GetBucketPolicy": (b["policy"], "json", {"Policy": json.dumps(b["policy"])}, json.dumps(b["policy"])),
            "GetBucketEncryption": (
                b["encryption"], "xml", {"ServerSideEncryptionConfiguration": {"Rules": b["encryption"]}},
                s3_body("ServerSideEncryptionConfiguration",
                        "".join(f"<Rule>{leaves(r)}</Rule>" for r in b["encryption"]))),
            "GetBucketOwnershipControls": (
                None, "xml", {"OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}},
                s3_body("OwnershipControls", "<Rule><ObjectOwnership>BucketOwnerEnforced</ObjectOwnership></Rule>")),
            "GetPublicAccessBlock": (
                b["block"], "xml", {"PublicAccessBlockConfiguration": b["block"]},
                s3_body("PublicAccessBlockConfiguration", leaves(b["block"]) if isinstance(b["block"], dict) else "")),
        }
        for operation, (value, ending, cli, body) in answers.items():
            code, message = S3_ERRORS.get(value, (None, None)) if isinstance(value, str) else (None, None)
            if code is not None:
                cli = {"Error": {"Code": value, "Message": message}}
                body = (f"{HEAD}<Error><Code>{value}</Code><Message>{escape(message)}</Message><BucketName>{name}"
                        "</BucketName><RequestId>4442587FB7D0A2F9</RequestId><HostId>example</HostId></Error>\n")
                ending = f"{code}.xml"
            out[f"cli/s3api-{kebab(operation)}.{name}.json"] = cli_json(cli)
            out[f"http/s3-{operation}.{name}.{ending}"] = body


def other_files(out, account):
    out["cli/sts-get-caller-identity.json"] = cli_json(WHO)
    out["http/sts-GetCallerIdentity.xml"] = (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <GetCallerIdentityResult>\n'
        f"    <Arn>{WHO['Arn']}</Arn>\n    <UserId>{WHO['UserId']}</UserId>\n    <Account>{ACCOUNT}</Account>\n"
        "  </GetCallerIdentityResult>\n  <ResponseMetadata>\n"
        "    <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>\n  </ResponseMetadata>\n"
        "</GetCallerIdentityResponse>\n")
    keys = account.keys()
    listed = [{"KeyId": k["KeyId"], "KeyArn": k["Arn"]} for k in keys]
    out["cli/kms-list-keys.json"] = cli_json({"Keys": listed})
    out["http/kms-ListKeys.json"] = json.dumps({"Keys": listed, "Truncated": False})
    for k in keys:
        out[f"cli/kms-describe-key.{k['KeyId']}.json"] = cli_json({"KeyMetadata": k})
        out[f"http/kms-DescribeKey.{k['KeyId']}.json"] = json.dumps({"KeyMetadata": {**k, "CreationDate": 1762247400.0}})
    people.files(out, cli_json)
    out["http/empty"] = "# Calls whose answer names nothing.\n" + "".join(f"{s}-{o}\n" for s, o, _ in EMPTY)
    for service, operation, key in EMPTY:
        answer = {key: []}
        if service == "cloudfront":
            answer = {key: {"Marker": "", "MaxItems": 100, "IsTruncated": False, "Quantity": 0}}
        names = [""] if service != "vpc-lattice" else ["." + account.vpc(v) for v in CIDR]
        for name in names:
            out[f"cli/{service}-{kebab(operation)}{name}.json"] = cli_json(answer)


def check_references(answers, month):
    """Every id that is named is also described; no id is described twice."""
    own = {"Vpcs": "VpcId", "Subnets": "SubnetId", "NetworkInterfaces": "NetworkInterfaceId",
           "SecurityGroups": "GroupId", "NetworkAcls": "NetworkAclId", "RouteTables": "RouteTableId",
           "InternetGateways": "InternetGatewayId", "NatGateways": "NatGatewayId", "VpcEndpoints": "VpcEndpointId",
           "EgressOnlyInternetGateways": "EgressOnlyInternetGatewayId", "PrefixLists": "PrefixListId",
           "VpcPeeringConnections": "VpcPeeringConnectionId", "SecurityGroupRules": "SecurityGroupRuleId"}
    known = [i["InstanceId"] for r in answers["DescribeInstances"]["Reservations"] for i in r["Instances"]]
    for operation, answer in answers.items():
        key, items = next(iter(answer.items()))
        if key in own and operation != "DescribePrefixLists":
            known += [i[own[key]] for i in items]
    if len(known) != len(set(known)):
        raise SystemExit(f"{month}: an id stands twice")
    pattern = re.compile(r"^(vpc|subnet|eni|sg|acl|rtb|igw|nat|vpce|eigw|pl|pcx|i|sgr)-[0-9a-f]+$")

    def walk(value):
        for v in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
            if isinstance(v, str) and pattern.match(v) and v not in known:
                raise SystemExit(f"{month}: {v} is named and not described")
            walk(v)
    walk(answers)


def snapshot(month, late):
    account, out = Account(late), {}
    check_references(account.ec2(), month)
    ec2_files(out, account, month)
    s3_files(out, account)
    other_files(out, account)
    places = {"cli/": f"cli/accounts/{ACCOUNT}/{REGION}/", "http/": f"http/{ACCOUNT}/{REGION}/"}
    return {**{f"{month}/{places[n[:n.index('/') + 1]]}{n[n.index('/') + 1:]}": text for n, text in out.items()},
            **{f"{month}/kafka/{name}": text for name, text in kafka.files(late).items()}}


def main():
    files = {}
    for month, late in MONTHS.items():
        files |= snapshot(month, late)
    there = {str(p.relative_to(TARGET)) for m in MONTHS for p in (TARGET / m).rglob("*") if p.is_file()}
    if sys.argv[1:] == ["--check"]:
        wrong = sorted(n for n in files.keys() | there
                       if n not in files or n not in there or (TARGET / n).read_text() != files[n])
        print("\n".join(f"samples/acme/{n}: not what scripts/acme/generate.py writes" for n in wrong), end="")
        return 1 if wrong else 0
    for name in there - files.keys():
        (TARGET / name).unlink()
    for name, text in files.items():
        (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / name).write_text(text)
    print(f"{len(files)} files")
    return 0


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    sys.exit(main())
