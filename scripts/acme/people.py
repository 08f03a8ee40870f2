"""scripts/acme/people.py: the roles of the account, their policies, and the organization that it is not in.

SPDX-License-Identifier: Apache-2.0

IAM's query protocol sends documents URL-encoded; the AWS CLI prints them decoded.
"""
import json
from urllib.parse import quote
from xml.sax.saxutils import escape

from estate import ACCOUNT, KEYS, Time, arn, oid

NO_ORGANIZATION = ("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
BLOCK = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True, "RestrictPublicBuckets": True}
# role of an instance -> its IAM role
ROLES = {"kafka-broker": "kafka-broker", "kafka-connect": "kafka-connect", "analytics": "analytics-reader"}


def iam(kind, name):
    return f"arn:aws:iam::{ACCOUNT}:{kind}/{name}"


def unique(prefix, name):
    return prefix + oid("x", "iam-" + name)[2:].upper()[:16].ljust(16, "A")


def profile_of(role, app):
    """What DescribeInstances prints; {} for machines without a role"""
    name = ROLES.get(role) or (ROLES["analytics"] if app == "analytics" else None)
    return {"IamInstanceProfile": {"Arn": iam("instance-profile", name), "Id": unique("AIPA", name)}} if name else {}


def document(*statements):
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(sid, actions, resources):
    return {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}


def inline(role):
    tiered, dlq = "arn:aws:s3:::acme-events-tiered", "arn:aws:s3:::acme-connect-dlq"
    key = arn("kms", "key/" + KEYS["acme-events"])
    return {
        "kafka-broker": [("tiered-storage", document(
            allow("Objects", ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], tiered + "/*"),
            allow("List", ["s3:ListBucket"], tiered),
            allow("Key", ["kms:Decrypt", "kms:GenerateDataKey"], key)))],
        "kafka-connect": [("dead-letters", document(
            allow("DeadLetters", ["s3:PutObject", "s3:AbortMultipartUpload"], dlq + "/*")))],
        "analytics-reader": [],
    }[role]


def details():
    trust = document({"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"})
    lake = {"PolicyName": "lake-read", "PolicyId": unique("ANPA", "lake-read"), "Arn": iam("policy", "lake-read"),
            "Path": "/", "DefaultVersionId": "v1", "AttachmentCount": 1, "PermissionsBoundaryUsageCount": 0,
            "IsAttachable": True, "CreateDate": Time("2025-11-04T09:05:00"), "UpdateDate": Time("2025-11-04T09:05:00"),
            "PolicyVersionList": [{"Document": document(
                allow("Lake", ["s3:GetObject", "s3:ListBucket"], ["arn:aws:s3:::acme-*", "arn:aws:s3:::acme-*/*"])),
                "VersionId": "v1", "IsDefaultVersion": True, "CreateDate": Time("2025-11-04T09:05:00")}]}
    roles = []
    for name in sorted(ROLES.values()):
        created = Time("2025-11-04T09:06:00")
        roles.append({
            "Path": "/", "RoleName": name, "RoleId": unique("AROA", name), "Arn": iam("role", name),
            "CreateDate": created, "AssumeRolePolicyDocument": trust,
            "InstanceProfileList": [{"Path": "/", "InstanceProfileName": name, "InstanceProfileId": unique("AIPA", name),
                                     "Arn": iam("instance-profile", name), "CreateDate": created, "Roles": []}],
            "RolePolicyList": [{"PolicyName": n, "PolicyDocument": d} for n, d in inline(name)],
            "AttachedManagedPolicies": [{"PolicyName": "lake-read", "PolicyArn": lake["Arn"]}] if "reader" in name
            else [], "Tags": []})
    return {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": roles, "Policies": [lake]}


def element(name, value):
    if name in ("PolicyDocument", "AssumeRolePolicyDocument", "Document"):
        return f"<{name}>{quote(json.dumps(value), safe='')}</{name}>"
    if isinstance(value, dict):
        return f"<{name}>" + "".join(element(k, v) for k, v in value.items()) + f"</{name}>"
    if isinstance(value, list):
        return f"<{name}>" + "".join(element("member", v) for v in value) + f"</{name}>" if value else f"<{name}/>"
    text = str(value).lower() if isinstance(value, bool) else str(value) + (".000Z" if isinstance(value, Time) else "")
    return f"<{name}>{escape(text)}</{name}>"


def files(out, cli_json):
    answer = details()
    out["cli/iam-get-account-authorization-details.json"] = cli_json(answer)
    out["http/iam-GetAccountAuthorizationDetails.xml"] = (
        '<GetAccountAuthorizationDetailsResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">\n'
        "<GetAccountAuthorizationDetailsResult><IsTruncated>false</IsTruncated>\n"
        + "\n".join(element(k, v) for k, v in answer.items())
        + "\n</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>\n")
    code, message = NO_ORGANIZATION
    out["cli/organizations-describe-organization.json"] = cli_json({"Error": {"Code": code, "Message": message}})
    out["http/organizations-DescribeOrganization.400.json"] = json.dumps({"__type": code, "Message": message})
    out["cli/s3control-get-public-access-block.json"] = cli_json({"PublicAccessBlockConfiguration": BLOCK})
    out["http/s3control-GetPublicAccessBlock.xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<PublicAccessBlockConfiguration '
        'xmlns="http://awss3control.amazonaws.com/doc/2018-08-20/">'
        + "".join(element(k, v) for k, v in BLOCK.items()) + "</PublicAccessBlockConfiguration>\n")
