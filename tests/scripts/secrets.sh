#!/usr/bin/env bash
# tests/scripts/secrets.sh: planted secrets never reach a bundle, asked or imported, whole, cut or malformed; credentials
# neither, nor do they reach another host.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
unset "${!AWS_@}"
for tool in zstd grep find; do command -v $tool >/dev/null || { echo "skipped: no $tool"; exit 77; }; done
replay=$(find "$WIT_BUILD_DIR" -maxdepth 2 -name replay -type f -perm -u+x | head -1)
[ -n "$replay" ] || { echo "skipped: the replay server is not built"; exit 77; }
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
status=0
fail() { echo "FAILED: $*"; status=1; }

# Every blob unpacked, and every other byte of the bundle and of what the program said.
check_absent() { # bundle, what
    local blob
    : >all
    while IFS= read -r blob; do zstd -dcq "$blob" >>all; done < <(find "$1" -path '*/blobs/*' -type f)
    cat "$1/journal.jsonl" "$1.said" >>all
    if grep -aoi 'hush[a-z0-9]*' all; then fail "$2: a secret is in $1"; fi
    "$PATHWITNESS" -q verify "$1" >verified || fail "$2: $1 does not verify"
}
check_noted() { # bundle, count
    grep -q "$2 secret value" "$1/journal.jsonl" || fail "$1: no note about $2 removed values"
}
serve() { # folder, faults
    "$replay" "$1" ${2:+--faults "$2"} --log "$work/log" >port &
    server=$!
    for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
}
stop() { kill "$server"; wait "$server" 2>/dev/null || :; server=; : >port; }
collect() { # bundle
    AWS_ENDPOINT_URL="http://127.0.0.1:$(cut -d' ' -f2 port)" AWS_ACCESS_KEY_ID=AKIA111122223333TEST \
        AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY PATHWITNESS_WAIT_PERCENT=0 HOME="$work" \
        "$PATHWITNESS" collect aws --region eu-west-1 --service ec2 --attempts 3 -o "$1" 2>"$1.said" || [ $? -eq 3 ]
}

here=http/111122223333/eu-west-1
mkdir -p $here
cat >$here/sts-GetCallerIdentity.xml <<'X'
<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/a</Arn><UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>
X
cat >$here/ec2-DescribeVpnConnections.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<DescribeVpnConnectionsResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
  <requestId>r-1</requestId>
  <vpnConnectionSet>
    <item>
      <vpnConnectionId>vpn-0a1</vpnConnectionId>
      <customerGatewayConfiguration>&lt;vpn_connection&gt;&lt;ike&gt;&lt;pre_shared_key&gt;hush1&lt;/pre_shared_key&gt;&lt;/ike&gt;&lt;/vpn_connection&gt;</customerGatewayConfiguration>
      <options><tunnelOptionSet>
        <item><outsideIpAddress>192.0.2.1</outsideIpAddress><preSharedKey>hush2</preSharedKey></item>
        <item><outsideIpAddress>192.0.2.2</outsideIpAddress><preSharedKey><![CDATA[hush3</preSharedKey>]]></preSharedKey></item>
      </tunnelOptionSet></options>
    </item>
  </vpnConnectionSet>
</DescribeVpnConnectionsResponse>
X
serve http ""
collect asked
stop
check_absent asked "asked"
check_noted asked 3
grep -aq '<outsideIpAddress>192.0.2.2</outsideIpAddress><preSharedKey>REMOVED</preSharedKey>' all ||
    fail "what is no secret did not stay as received"
grep -q '"operation":"DescribeVpnConnections".*"last":true' asked/journal.jsonl || fail "the answer is not in the bundle"

# Cut inside a key, cut just behind one, a key that breaks the XML, an entity in the place of a key, no XML at all.
vpn=$here/ec2-DescribeVpnConnections.xml
cp $vpn whole.xml
n=0
for edit in 's/hush2<.*/hush2/;/hush2/q' '/customerGatewayConfiguration/q' 's/hush2/hush<hush2/' 's/hush2/\&hush;/' \
    '1,4d' 's/hush2/hush"\x01/'; do
    n=$((n + 1))
    sed "$edit" whole.xml >$vpn
    serve http ""
    collect broken$n
    stop
    check_absent broken$n "malformed, $edit"
    grep -q '"kind":"gap".*"operation":"DescribeVpnConnections".*"reason":"unreadable"' broken$n/journal.jsonl ||
        fail "malformed, $edit: no gap"
done
cp whole.xml $vpn
for bytes in 300 620 700; do
    echo "ec2-DescribeVpnConnections * * cut $bytes" >faults
    serve http faults
    collect cut$bytes
    stop
    check_absent cut$bytes "cut at $bytes"
    grep -q '"kind":"gap".*"operation":"DescribeVpnConnections".*"reason":"cut"' cut$bytes/journal.jsonl ||
        fail "cut at $bytes: no gap"
done

# Imported: JSON of the CLI, a dump with things nobody asked for, an error with more behind it, broken files.
mkdir answers
cat >answers/ec2-describe-vpn-connections.json <<'J'
{"VpnConnections": [{"VpnConnectionId": "vpn-0a1",
  "CustomerGatewayConfiguration": "<psk>hush1</psk>\n\"hush\"",
  "Options": {"TunnelOptions": [{"PreSharedKey": "hush2"}, {"PreSharedKey": "hush3"}]}}]}
J
cat >answers/dump.json <<'J'
{"vpcs": [{"VpcId": "vpc-1", "OwnerId": "111122223333"}], "subnets": [], "launch_templates": [{"user_data": "hush4"}],
 "functions": [{"Environment": {"Variables": {"DB": "hush5"}}}], "x": {"UserData": {"Value": "hush6"}}, "pass_word": 123}
J
printf 'An error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: The bucket policy does not exist\n{"Password": "hush7"}\n' \
    >answers/s3api-get-bucket-policy.b1.json
printf '{"Error": {"Code": "NoSuchBucketPolicy", "Message": "m"}, "Password": "hush8"}' >answers/s3api-get-bucket-policy.b2.json
printf '{"VpnConnections": [{"PreSharedKey": "hush9' >answers/ec2-describe-vpn-connections.p2.json
printf '{"VpnConnections": [{"PreSharedKey": hush10}]}' >answers/ec2-describe-vpn-connections.p3.json
printf '<preSharedKey>hush11</preSharedKey>' >answers/ec2-describe-vpn-connections.p4.json
"$PATHWITNESS" import aws-cli answers --account 111122223333 --region eu-west-1 -o imported 2>imported.said || [ $? -eq 3 ]
check_absent imported "imported"
check_noted imported 3
[ "$(grep -c '"reason":"unreadable"' imported/journal.jsonl)" -eq 3 ] || fail "imported: three files are broken"

# Credentials: a redirect is not followed, and neither key nor token stands anywhere.
cp -r http again
"$replay" again --log "$work/elsewhere" >port2 &
other=$!
for _ in $(seq 100); do [ -s port2 ] && break; sleep 0.05; done
echo "ec2-DescribeVpcs * * redirect http://127.0.0.1:$(cut -d' ' -f2 port2)/" >faults
serve http faults
AWS_ENDPOINT_URL="http://127.0.0.1:$(cut -d' ' -f2 port)" AWS_ACCESS_KEY_ID=ASIA111122223333TEST \
    AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY AWS_SESSION_TOKEN=replay-session-token HOME="$work" \
    "$PATHWITNESS" collect aws --region eu-west-1 --service ec2 --attempts 1 -o moved 2>moved.said || [ $? -eq 3 ]
stop
kill "$other"
wait "$other" 2>/dev/null || :
[ ! -s elsewhere ] || fail "a redirect was followed"
check_absent moved "redirected"
grep -q 'redirected to .* not followed' moved/journal.jsonl || fail "no gap for the redirect"
if grep -a 'wJalrXUtnFEMI\|replay-session-token' all; then fail "credentials are in the bundle"; fi
exit $status
