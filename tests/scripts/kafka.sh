#!/usr/bin/env bash
# tests/scripts/kafka.sh: collect kafka against a stand-in cluster, its faults included; import of properties files;
# planted secrets never reach a bundle or a terminal.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
for tool in zstd grep find; do command -v $tool >/dev/null || { echo "skipped: no $tool"; exit 77; }; done
standin="$WIT_BUILD_DIR/tests/standin_kafka"
[ -x "$standin" ] || { echo "skipped: standin_kafka is not built"; exit 77; }
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
status=0
fail() { echo "FAILED: $*"; status=1; }
serve() { # options of the stand-in
    : >port
    "$standin" "$@" >port &
    server=$!
    for _ in $(seq 100); do [ -s port ] && break; sleep 0.05; done
}
stop() { kill "$server"; wait "$server" 2>/dev/null || :; server=; }
collect() { # bundle, expected status, options
    local bundle=$1 expected=$2 rc=0
    shift 2
    "$PATHWITNESS" collect kafka --bootstrap "127.0.0.1:$(cut -d' ' -f2 port)" -o "$bundle" "$@" >"$bundle.said" 2>&1 || rc=$?
    [ $rc -eq "$expected" ] || { fail "$bundle: status $rc, not $expected"; cat "$bundle.said"; }
}
unpack() { # bundle: every byte of it and of what was said, as one file
    cat "$1.said" >"$1.all"
    [ ! -d "$1" ] || { cat "$1/journal.jsonl"; find "$1" -path '*/blobs/*' -type f -exec zstd -dcq {} +; } >>"$1.all"
    if grep -aoi 'hush[-a-z0-9]*' "$1.all"; then fail "$1: a secret is in it"; fi
    if grep -aE '^%[0-9]\|' "$1.said"; then fail "$1: the library wrote to the terminal"; fi
    [ ! -d "$1" ] || "$PATHWITNESS" -q verify "$1" >verified || fail "$1 does not verify"
}
holds() { grep -aqF -- "$2" "$1.all" || { fail "$1: lacks $2"; }; }
lacks() { if grep -aqF -- "$2" "$1.all"; then fail "$1: holds $2"; fi; }
gap() { grep '"kind":"gap"' "$1/journal.jsonl" | grep -F "\"operation\":\"$2\"" | grep -qF "\"reason\":\"$3\"" || fail "$1: no gap $3 of $2"; }
no_gap() { if grep '"kind":"gap"' "$1/journal.jsonl" | grep -F "\"operation\":\"$2\"" | grep -vqF '"reason":"not-asked"'; then fail "$1: a gap of $2"; fi; }

# The whole.
serve
collect whole 0
unpack whole
holds whole '"cluster_id":"standin-cluster-0000001"'
holds whole '{"name":"vendor.license.key","value":"(removed)"'
holds whole '0@s3://wal?region=eu-west-1\u0026accessKey=(removed)\u0026secretKey=(removed)'
holds whole '"removed":["/entries/'
holds whole '"client_id":"orders-api"'
holds whole '"host":"10.0.1.5"'
holds whole '"protocol_type":"'
holds whole '"principal":"User:app-1"'
holds whole '{"name":"cleanup.policy","value":"compact","source":"DYNAMIC_TOPIC_CONFIG"}'
lacks whole 'topic.setting.number'
holds whole '{"name":"localhost","addresses":['
gap whole DescribeClientQuotas not-asked
gap whole DescribeMetadataQuorum not-asked
# Once more into the same bundle, and another cluster's answers beside them.
collect whole 0
unpack whole
[ "$(grep -c '"operation":"DescribeClientQuotas"' whole/journal.jsonl)" -eq 1 ] || fail "a standing gap stands twice"
stop

# Faults: the rest is there, what is missing is named.
row() { # faults, status, gap's operation, reason, what the bundle must hold
    serve --faults "$1"
    collect "fault-$1" "$2" --timeout 3
    stop
    unpack "fault-$1"
    [ -z "$3" ] || gap "fault-$1" "$3" "$4"
    holds "fault-$1" "$5"
}
row broker-dead 3 DescribeConfigs failed 'nothing listens there'
holds fault-broker-dead 'group-1-0-member'
gap fault-broker-dead DescribeConsumerGroups cut
row broker-gone 3 DescribeConfigs failed 'standin-cluster-0000001/broker/3'
row broker-slow 3 DescribeConfigs failed 'it did not answer in time'
holds fault-broker-slow '"resource":"standin-cluster-0000001/broker/3"'
row configs-denied 3 DescribeConfigs denied 'CLUSTER_AUTHORIZATION_FAILED'
row topic-configs-denied 3 DescribeConfigs denied 'the first is topic-00002'
row topics-denied 3 ListTopics denied 'TOPIC_AUTHORIZATION_FAILED'
row acls-denied,not-super 3 DescribeAcls denied 'which is also how a refusal looks'
gap fault-acls-denied,not-super ListTopics denied
gap fault-acls-denied,not-super DescribeConsumerGroups denied
lacks fault-acls-denied,not-super '"acls":['
row acls-newer 3 DescribeAcls not-modelled '"resource_type":"UNKNOWN"'
row groups-denied 3 DescribeConsumerGroups denied 'GROUP_AUTHORIZATION_FAILED'
row groups-newer 3 DescribeConsumerGroups failed 'NOT_DESCRIBED'
row no-authorizer 0 "" "" '"error":"SECURITY_DISABLED"'
no_gap fault-no-authorizer ListTopics
row trickle 0 "" "" '"topics":['

# Nothing at all: a sentence, no bundle.
nothing() { # name, what must be said
    unpack "$1"
    holds "$1" "$2"
    [ ! -e "$1" ] || fail "$1: a bundle was begun"
}
for fault in garbage reset; do
    serve --faults $fault
    collect nothing-$fault 4
    stop
done
nothing nothing-garbage "not Kafka's protocol"
nothing nothing-reset 'see security.protocol'
collect nothing-unreachable 4 # the server is gone
nothing nothing-unreachable 'connection refused'

# Credentials, right and wrong.
client() { # mechanism, password
    printf 'security.protocol=SASL_PLAINTEXT\nsasl.mechanism = %s\nno.such.key=1\nsasl.jaas.config=a.b.LoginModule required \\\n    username="alice" \\\n    password="%s";\n' "$1" "$2"
}
client PLAIN hush-right >right.properties
client PLAIN hush-wrong >wrong.properties
client SCRAM-SHA-512 hush-right >scram.properties
client GSSAPI hush-right >kerberos.properties
serve --user alice --password hush-right
collect sasl 0 --command-config right.properties
unpack sasl
holds sasl "line 3: 'no.such.key' is no setting"
holds sasl '"sasl_mechanism":"PLAIN"'
collect nothing-password 4 --command-config wrong.properties
nothing nothing-password 'it refused the user or the password (user alice, PLAIN); see sasl.jaas.config'
collect nothing-mechanism 4 --command-config scram.properties
nothing nothing-mechanism 'it does not offer that SASL mechanism (SCRAM-SHA-512)'
collect nothing-kerberos 2 --command-config kerberos.properties
nothing nothing-kerberos 'Kerberos is not supported'
collect nothing-anonymous 4
nothing nothing-anonymous 'see security.protocol'
printf 'security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=a.b.C required username="alice" password="hush-right";\n' >tls.properties
collect nothing-tls 4 --command-config tls.properties
nothing nothing-tls 'see security.protocol'
stop

# Ended in the middle, and run again: the bundle is whole, and holds the answers.
serve --brokers 20 --topics 3000 --partitions 9000 --acls 20000
"$PATHWITNESS" -q collect kafka --bootstrap "127.0.0.1:$(cut -d' ' -f2 port)" -o killed >/dev/null 2>&1 &
victim=$!
for _ in $(seq 200); do [ "$(cat killed/journal.jsonl 2>/dev/null | wc -l)" -ge 3 ] && break; sleep 0.01; done
kill -9 $victim 2>/dev/null || :
wait $victim 2>/dev/null || :
collect killed 0
stop
unpack killed
[ "$(grep -c '"resource":"standin-cluster-0000001/topics"' killed/journal.jsonl)" -ge 3 ] || fail "three pages of topic configs"
[ "$(tail -n 40 killed/journal.jsonl | grep -c 'broker/')" -eq 20 ] || fail "configs of 20 brokers"

# Properties files.
mkdir a b
cat >a/server.properties <<'P'
process.roles=broker,controller
listeners=SASL_SSL://:9096,CONTROLLER://10.0.2.5:9093
ssl.keystore.location=/etc/kafka/k.p12
ssl.keystore.password=hush1
ssl.key.password=${file:/etc/kafka/secrets.properties:key}
listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config=a.b.C required \
    username="admin" password="hush2";
# password=hush3
P
cat >b/server.properties <<'P'
broker.id=4
zookeeper.connect=zk-1:2181,zk-2:2181/kafka
super.users=User:admin
P
cat >connect-distributed.properties <<'P'
bootstrap.servers=b-1:9096
group.id=connect
offset.storage.topic=connect-offsets
producer.sasl.jaas.config=a.b.C required username="x" password="hush4";
http.proxy=http://u:hush5@proxy:3128
P
printf 'clusters = a, b\na.bootstrap.servers = a-1:9092\na->b.enabled = true\nb.ssl.keystore.key = -----BEGIN PRIVATE KEY----- hush6\n' >mm2.properties
printf 'kafkastore.bootstrap.servers=SSL://b-1:9096\nlisteners=http://0.0.0.0:8081\nschema.registry.resource.extension.token=hush7\n' >schema-registry.properties
printf 'tickTime=2000\nclientPort=2181\nserver.1=zk-1:2888:3888\n' >zoo.cfg
printf 'process.roles=controller\ncontroller.quorum.voters=1@c-1:9093\n' >controller.properties
import() { # bundle, expected status, arguments
    local bundle=$1 expected=$2 rc=0
    shift 2
    "$PATHWITNESS" import kafka-properties "$@" -o "$bundle" >"$bundle.said" 2>&1 || rc=$?
    [ $rc -eq "$expected" ] || { fail "$bundle: status $rc, not $expected"; cat "$bundle.said"; }
    unpack "$bundle"
}
import imported 0 a/server.properties b/server.properties connect-distributed.properties mm2.properties \
    schema-registry.properties zoo.cfg controller.properties right.properties --at 10.0.2.5,eni-0a1
for kind in '"file":"a/server.properties","kind":"broker","at":["10.0.2.5","eni-0a1"]' '"file":"b/server.properties","kind":"broker"' \
    '"kind":"connect"' '"kind":"mirror-maker"' '"kind":"schema-registry"' '"kind":"zookeeper"' '"kind":"controller"' '"kind":"client"' \
    '{"key":"ssl.keystore.password","value":"(removed)","line":4}' '"value":"${file:/etc/kafka/secrets.properties:key}"' \
    '"value":"http://(removed)@proxy:3128"' '"removed":["/entries/3/value","/entries/5/value"]'; do
    holds imported "$kind"
done
printf 'x.y=z\n' >odd.properties
import odd 3 odd.properties
gap odd Properties not-modelled
printf '<?xml version="1.0"?>\n<a password="hush">b</a>\n' >file.xml
import xml 4 a/server.properties file.xml
[ ! -e xml ] || fail "xml: a bundle was begun"
import places 2 a/server.properties --at nowhere
if "$PATHWITNESS" -q collect kafka --bootstrap nohost -o none 2>none.said; then fail "a server without a port"; fi
if [ -n "${WIT_KEEP:-}" ]; then cp -r . "$WIT_KEEP"; fi
exit $status
