#!/usr/bin/env bash
# tests/scripts/bad-input.sh: each bad input gives one clear sentence with the place, the documented exit status, and leaves
# what was there as it was. The program, end to end.
# SPDX-License-Identifier: Apache-2.0
set -uo pipefail
unset "${!AWS_@}"
replay=$(find "$WIT_BUILD_DIR" -maxdepth 2 -name replay -type f -perm -u+x | head -1)
[ -n "$replay" ] || { echo "skipped: the replay server is not built"; exit 77; }
work=$(mktemp -d)
server=
mounted=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null
    [ -z "$mounted" ] || umount "$mounted"
    rm -rf "$work"
}
trap finish EXIT
cd "$work" || exit 1
status=0
samples=$WIT_SOURCE_DIR/samples/acme
fail() {
    echo "FAILED: $*"
    status=1
}

# expect STATUS WORDS COMMAND…: that status, and exactly one line on stderr that has the words.
expect() {
    local want=$1 words=$2 got
    shift 2
    "$PATHWITNESS" "$@" >out 2>said
    got=$?
    [ $got -eq "$want" ] || fail "'$*' gave $got, not $want: $(head -3 said)"
    if [ -n "$words" ]; then
        [ "$(wc -l <said)" -eq 1 ] || fail "'$*' said $(wc -l <said) lines: $(head -3 said)"
        grep -qF -- "$words" said || fail "'$*' said: $(head -3 said); expected: $words"
    fi
}
absent() { [ ! -e "$1" ] || fail "$1 was left behind"; }

# ---- a small account, asked once; everything below works on copies of it
here=http/111122223333/eu-west-1
mkdir -p $here
cp "$samples"/2026-10/http/*/eu-west-1/{sts-GetCallerIdentity,ec2-DescribeVpcs,ec2-DescribeSubnets}.xml $here/ || exit 1
account=$(basename "$(ls -d "$samples"/2026-10/http/*/)")
serve() { # folder, faults
    "$replay" "$1" ${2:+--faults "$2"} >port &
    server=$!
    for _ in $(seq 100); do
        [ -s port ] && break
        sleep 0.05
    done
    AWS_ENDPOINT_URL="http://127.0.0.1:$(cut -d' ' -f2 port)"
    export AWS_ENDPOINT_URL
}
stop() {
    kill "$server"
    wait "$server" 2>/dev/null
    server=
    : >port
    unset AWS_ENDPOINT_URL
}
export HOME=$work PATHWITNESS_WAIT_PERCENT=0 AWS_EC2_METADATA_DISABLED=true
keys() {
    export AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
}
collect=(-q collect aws --region eu-west-1 --attempts 2)

# ---- nothing to ask with, nobody to ask: no folder is left
expect 2 "no AWS credentials" collect aws --region eu-west-1 -o a/b/none
absent a
keys
expect 4 "GetCallerIdentity" collect aws --region eu-west-1 --attempts 1 --endpoint-url http://127.0.0.1:9 -o a/b/none
absent a
expect 2 "region" collect aws -o a/b/none
expect 2 "no region name" collect aws --region 'eu west' -o a/b/none
absent a
expect 2 "needs -o BUNDLE" collect aws
expect 2 "--service 'ecs': there is sts, ec2" collect aws --region eu-west-1 --service ec2 --service ecs -o a/b/none
absent a

# ---- misbehaving servers: the run goes on, what is missing is a gap with its reason
cat >faults <<'X'
ec2-DescribeVpcs              * * bomb 80
ec2-DescribeSubnets           * * repeat
ec2-DescribeNetworkAcls       * * bad
ec2-DescribeRouteTables       * * redirect http://127.0.0.1:9/
ec2-DescribeSecurityGroups    * * cut 60
ec2-DescribeInternetGateways  * * deny UnauthorizedOperation
X
for op in NetworkAcls RouteTables SecurityGroups InternetGateways; do
    cp "$samples/2026-10/http/$account/eu-west-1/ec2-Describe$op".*xml $here/ 2>/dev/null
done
printf '<DescribeSubnetsResponse><subnetSet><item><subnetId>subnet-1</subnetId></item></subnetSet><nextToken>t1</nextToken></DescribeSubnetsResponse>' \
    >$here/ec2-DescribeSubnets.p1.xml
printf '<DescribeSubnetsResponse><subnetSet/><nextToken>t2</nextToken></DescribeSubnetsResponse>' >$here/ec2-DescribeSubnets.p2.xml
rm -f $here/ec2-DescribeSubnets.xml
serve http faults
expect 3 "" "${collect[@]}" --service ec2 -o wild
stop
gap() { grep -q "\"kind\":\"gap\".*\"operation\":\"Describe$1\".*\"reason\":\"$2\".*$3" wild/journal.jsonl || fail "no gap '$2 … $3' for $1"; }
gap Vpcs cut "MiB\|large\|bytes"
gap Subnets cut "token repeats"
gap NetworkAcls unreadable "line 1"
gap RouteTables failed "not followed"
gap SecurityGroups cut ""
gap InternetGateways denied "UnauthorizedOperation"
expect 0 "" verify wild
expect 3 "" -q map wild -o wild.json

# ---- killed at any moment, and resumed: the same artefacts
serve "$samples/2026-10/http" ""
expect 3 "" "${collect[@]}" -o whole
artefacts() { sed -n 's/.*"kind":"artefact".*"operation":"\([^"]*\)"\(.*"resource":"\([^"]*\)"\)\{0,1\}.*"page":\([0-9]*\).*"sha256":"\([0-9a-f]*\)".*/\1 \3 \4 \5/p' "$1/journal.jsonl" | sort -u; }
for ms in 05 15 30 60; do
    "$PATHWITNESS" "${collect[@]}" --resume -o killed 2>/dev/null &
    pid=$!
    sleep 0.$ms
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
done
[ ! -d killed ] || expect 0 "" verify killed
expect 3 "" "${collect[@]}" --resume -o killed
stop
cmp <(artefacts whole) <(artefacts killed) || fail "a run that was killed and resumed has other artefacts"
[ "$(artefacts whole | wc -l)" -gt 50 ] || fail "the comparison compares nothing"
expect 2 "already holds answers" collect aws --region eu-west-1 -o whole

# ---- two writers
if command -v flock >/dev/null; then
    flock whole/journal.jsonl sleep 5 &
    holder=$!
    sleep 0.2
    expect 2 "another process is writing" import aws-cli "$samples/2026-10/cli" -o whole
    kill $holder 2>/dev/null
    wait $holder 2>/dev/null
fi

# ---- bundles that are broken or hostile
copy() {
    rm -rf b
    cp -r whole b
}
copy
blob=$(find b/blobs -type f | LC_ALL=C sort | head -1)
rm "$blob"
expect 1 "missing" verify b
expect 4 "${blob##*/} is missing" map b -o never.json
copy
cp "$(find b/blobs -type f | LC_ALL=C sort | tail -1)" "$blob"
expect 1 "${blob##*/}" verify b
copy
sed -i 20d b/journal.jsonl
expect 1 "record 20" verify b
expect 4 "record 20" map b -o never.json
copy
sed -i '10s/eu-west-1/eu-west-2/' b/journal.jsonl
expect 1 "record 10" verify b
copy
printf '{"seq":' >>b/journal.jsonl
expect 0 "" verify b
copy
ln -sf /etc/passwd "$blob"
expect 1 "${blob##*/}" verify b
copy
mv b/journal.jsonl j && ln -s ../j b/journal.jsonl
expect 1 "journal.jsonl" verify b
expect 4 "journal.jsonl" import aws-cli "$samples/2026-10/cli" -o b
copy
mv b/blobs elsewhere && ln -s ../elsewhere b/blobs
expect 1 "blobs" verify b
copy
rm b/journal.jsonl && mkfifo b/journal.jsonl
expect 1 "journal.jsonl" verify b
expect 4 "no folder" verify nothing-there
expect 4 "" map nothing-there -o never.json
mkdir hollow
expect 4 "hollow" map hollow -o never.json
absent never.json
absent hollow/journal.jsonl

# ---- outputs: never in the place of an input, never half-written
expect 3 "" -q map whole --intent "$samples/intent.yaml" -o good.json
cp good.json kept.json
expect 2 "inside the bundle" map whole -o whole/journal.jsonl
expect 2 "take the place" render good.json -f svg -o good.json
cp "$samples/intent.yaml" intent.yaml
expect 2 "take the place" map whole --intent intent.yaml -o intent.yaml
cmp -s "$samples/intent.yaml" intent.yaml || fail "the intent file was written over"
expect 2 "no packet" packet good.json -o whole
cp kept.json other.json
expect 2 "no folder" packet good.json -o other.json
expect 4 "no-such-folder/x.svg" render good.json -o no-such-folder/x.svg
expect 4 "good.json/x" map whole -o good.json/x
expect 4 "good.json" import aws-cli "$samples/2026-10/cli" -o good.json/b
"$PATHWITNESS" paths good.json >/dev/full 2>said
[ $? -eq 4 ] || fail "a full standard output is no status 4"
"$PATHWITNESS" paths good.json 2>said | head -1 >/dev/null
[ ! -s said ] || [ "$(wc -l <said)" -eq 1 ] || fail "a closed pipe says more than a line"
cmp -s good.json kept.json || fail "a failed run changed a file"

expect 2 "no bundle" map good.json -o never.json
expect 2 "no bundle" query good.json --from internet --to 10.0.0.1 --port tcp/1
mkdir full && echo kept >full/file
expect 2 "is there and is no bundle" import aws-cli "$samples/2026-10/cli" -o full
expect 2 "is there and is no bundle" collect aws --region eu-west-1 -o full
expect 2 "take the place" import aws-cli full -o full
[ "$(ls -A full)" = file ] || fail "a folder that is no bundle got files"
name=$'new\nline\033[31m'
cp -r whole "$name"
expect 0 "" verify "$name"
[ "$(wc -l <out)" -eq 2 ] && ! grep -q $'\033' out || fail "a folder's name reaches the terminal as it is"

# ---- maps, intent files, answers
head -c 5000 good.json >cut.json
expect 4 "cut.json: line" render cut.json -o x.svg
head -c 200000 /dev/zero | tr '\0' '[' >deep.json
expect 4 "deep.json: line 1" paths deep.json
echo '{"paths": 7}' >typed.json
expect 4 "typed.json" paths typed.json
expect 4 "typed.json" diff good.json typed.json
expect 4 "typed.json" packet typed.json -o pk
: >empty.json
expect 4 "empty.json" paths empty.json
expect 2 "is a folder" paths whole
absent pk
absent x.svg
intent() { # words, text
    printf "$2" >bad.yaml
    expect 2 "$1" map whole --intent bad.yaml -o never.json
}
intent "bad.yaml:2:" 'version: 1\nroles: 7\n'
intent "bad.yaml:2:" 'version: [1\n'
intent "bad.yaml:" 'version: 1\nroles: &a {b: *a}\n'
intent "bad.yaml:" "version: 1\nroles: $(head -c 300 /dev/zero | tr '\0' '[')\n"
intent "bad.yaml:" 'version: 1\nroles:\n  b: {kind: brokr, match: {tag: {a: b}}}\n'
intent "bad.yaml:" 'version: 1\n\377\n'
absent never.json
mkdir mixed
cp "$samples"/2026-10/cli/accounts/*/eu-west-1/ec2-describe-{vpcs,subnets}.json mixed/
head -c 300 mixed/ec2-describe-vpcs.json >mixed/ec2-describe-addresses.json
head -c 200000 /dev/zero | tr '\0' '[' >mixed/ec2-describe-flow-logs.json
echo '{"RouteTables": "none"}' >mixed/ec2-describe-route-tables.json
: >mixed/ec2-describe-network-acls.json
truncate -s 700M mixed/ec2-describe-instances.json
ln -s /etc/passwd mixed/ec2-describe-nat-gateways.json
mkfifo mixed/ec2-describe-vpc-endpoints.json
touch mixed/$'new\nline.json' mixed/$'\377\376.json'
"$PATHWITNESS" import aws-cli mixed --account 111122223333 --region eu-west-1 -o mixed.b 2>said
[ $? -eq 3 ] || fail "a folder with broken files gave no status 3"
for name in addresses flow-logs route-tables network-acls instances; do
    grep -q "ec2-describe-$name.json: ." said || fail "nothing said about $name"
done
[ "$(grep -c '"reason":"unreadable"' mixed.b/journal.jsonl)" -ge 5 ] || fail "broken files are no gaps"
grep -q root: mixed.b/journal.jsonl said && fail "a link out of the folder was followed"
LC_ALL=C grep -q $'\377' mixed.b/journal.jsonl said && fail "a name that is not UTF-8 came through"
expect 0 "" verify mixed.b
expect 4 "no file" import aws-cli hollow -o never.b
mkdir words && echo hello >words/readme.txt
expect 4 "none of its 1 file" import aws-cli words -o never.b
mkdir flat && echo '{"Vpcs": [{"VpcId": "vpc-1"}]}' >flat/a.json
expect 2 "say --account and --region" import aws-cli flat -o never.b
expect 4 "no folder" import aws-cli flat/a.json -o never.b
mkdir crowd
for i in $(seq 300); do : >crowd/$i.txt; done
cp flat/a.json crowd/
"$PATHWITNESS" -q import aws-cli crowd --account 111122223333 --region eu-west-1 -o crowd.b
grep -q "not imported: 100 more files" crowd.b/journal.jsonl || fail "300 files that are no answers: $(wc -l <crowd.b/journal.jsonl) records"
absent never.b

# ---- a disk that is full, a folder that cannot be written
mkdir small
if mount -t tmpfs -o size=256k,nr_inodes=40 none small 2>/dev/null; then
    mounted=small
    expect 4 "No space left" import aws-cli "$samples/2026-10/cli" -o small/b
    if [ -e small/b ]; then expect 0 "" verify small/b; fi
    rm -rf small/*
    cp kept.json small/ 2>/dev/null || head -c 100000 kept.json >small/kept.json
    sum=$(cksum <small/kept.json)
    expect 4 "small/kept.json" map whole --intent "$samples/intent.yaml" -o small/kept.json
    [ "$sum" = "$(cksum <small/kept.json)" ] || fail "a full disk spoiled the file that was there"
    expect 4 "small/p" packet good.json -o small/p
    absent small/p
    [ "$(find small -type f | wc -l)" -eq 1 ] || fail "a full disk keeps: $(ls -A small)"
    umount small
    mounted=
    if mount -t tmpfs -o ro none small 2>/dev/null; then
        mounted=small
        expect 4 "'small/b': Read-only" import aws-cli "$samples/2026-10/cli" -o small/b
        expect 4 "'small/m.json': Read-only" map whole -o small/m.json
    fi
else
    echo "(no tmpfs here: full disks were not tried)"
fi

# ---- questions
ask() { # status
    "$PATHWITNESS" query whole --batch lines >out 2>said
    [ $? -eq "$1" ] || fail "--batch gave another status than $1: $(cat said)"
}
question='{"from": "internet", "to": "10.10.1.11", "port": "tcp/9092"}'
printf '%s\r\n%s' "$question" "$question" >lines
ask 0
[ "$(wc -l <out)" -eq 2 ] || fail "CRLF, and a last line without its end: $(wc -l <out) answers"
: >lines
ask 0
[ ! -s out ] || fail "answers to no question"
{
    printf '%s\n{"from":"a\0b"}\nnot json\n[]\n{"from":1,"to":2,"port":3}\n' "$question"
    head -c 3000000 /dev/zero | tr '\0' x
    printf '\n%s\n' "$question"
} >lines
ask 2
[ "$(wc -l <out)" -eq 7 ] && [ "$(grep -c '"error"' out)" -eq 5 ] || fail "bad lines: $(cut -c1-200 out)"
expect 4 "no-such-file" query whole --batch no-such-file
expect 2 "tcp/99999" query whole --from internet --to 10.10.1.11 --port tcp/99999
expect 2 "'nobody'" query whole --from nobody --to 10.10.1.11 --port tcp/1

# ---- words
expect 2 "no command 'mapp'" mapp whole
expect 2 "no option --itent" map whole --itent x -o y
expect 2 "no option -z" map whole -z -o y
expect 2 "--output needs" map whole --output
expect 2 "needs -o MAP" map whole
expect 2 "--parallel" collect aws --parallel 0 -o y
expect 2 "takes two maps" diff a b c
expect 0 "" permissions aws
if command -v jq >/dev/null; then
    jq -e '[.Statement[].Action[] | test("^[a-z0-9-]+:(Describe|List|Get|Search)[A-Za-z0-9]+$")] | all and length > 30' out >/dev/null ||
        fail "permissions aws: not JSON, or an action that does not only read"
fi
"$PATHWITNESS" -q verify whole >out 2>said && [ ! -s said ] || fail "--quiet is not quiet"
NO_COLOR=1 "$PATHWITNESS" paths good.json | grep -q $'\033' && fail "colours"
exit $status
