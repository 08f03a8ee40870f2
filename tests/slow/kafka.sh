#!/usr/bin/env bash
# kafka.sh: the Kafka, Connect and registry collectors against real servers on loopback addresses: kafka.sh PROGRAM [SCRATCH]
# SPDX-License-Identifier: Apache-2.0
# Kafka 3.9 and 4.x with three KRaft nodes each (plaintext, TLS with client certificates, SASL), Connect, a schema registry; from Maven Central.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 1
program=$(realpath "${1:?usage: kafka.sh PROGRAM [SCRATCH]}")
work=$(mkdir -p "${2:-build/kafka}" && realpath "${2:-build/kafka}")
here=$PWD/tests/slow/kafka
# shellcheck source=tests/slow/kafka/stack.sh
. "$here/stack.sh"
for tool in java javac jar mvn openssl curl python3 zstd; do
    command -v "$tool" >/dev/null || { echo "kafka: there is no $tool here (packages: default-jdk-headless maven openssl curl python3 zstd)"; exit 77; }
done
mkdir -p "$work"/{log,run,out}
trap stack_down EXIT
failed=0 passed=0
good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "kafka: $version: $1"; [ -z "${2:-}" ] || sed 's/^/    /' "$2" | head -n 12; }

# run NAME STATUS COMMAND…: the exit status is one of STATUS ("0 3"); what it says is kept
run() {
    local name=$1 wanted=$2 status=0
    shift 2
    timeout 120 "$program" "$@" >"$work/out/$name.out" 2>"$work/out/$name.err" || status=$?
    case " $wanted " in *" $status "*) good ;; *) bad "$name: exit status $status instead of $wanted" "$work/out/$name.err" ;; esac
}
says() { # NAME PATTERN: its message
    grep -qiE "$2" "$work/out/$1.err" && good || bad "$1 does not say '$2'" "$work/out/$1.err"
}
fact() { # NAME BUNDLE PYTHON-EXPRESSION: over a = artefacts by operation (lists of (resource, document)), g = gaps
    local answer
    answer=$(python3 "$here/facts.py" "$2" "$3" 2>&1)
    [ "$answer" = True ] && good || bad "$1: $3 is $answer"
}

kafka_cases() { # 3 or 4
    local b=$work/$version.evidence all=("$BOOT_SASL" "$work/conf/admin.properties")
    rm -rf "$work"/"$version"*.evidence
    printf 'security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n' >"$work/conf/base"
    scram limited limited-secret-22 >"$work/conf/limited.properties"
    scram admin not-the-secret-66 >"$work/conf/wrong.properties"
    scram admin admin-secret-11 | sed "s#/ca.pem#/stranger.pem#" >"$work/conf/stranger.properties"
    local name
    for name in client ended; do
        printf 'security.protocol=SSL\nssl.keystore.type=PKCS12\nssl.keystore.location=%s/%s.p12\nssl.keystore.password=store-secret\nssl.key.password=store-secret\nssl.truststore.type=PKCS12\nssl.truststore.location=%s/ca.p12\nssl.truststore.password=store-secret\n' \
            "$work/certs" "$name" "$work/certs" >"$work/conf/$name.properties"
    done
    printf 'security.protocol=SSL\nssl.truststore.type=PEM\nssl.truststore.location=%s/ca.pem\n' "$work/certs" >"$work/conf/tls.properties"
    printf 'security.protocol=SASL_SSL\nsasl.mechanism=PLAIN\nsasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="reader" password="plain-secret-55";\nssl.truststore.type=PEM\nssl.truststore.location=%s/ca.pem\n' \
        "$work/certs" >"$work/conf/plain.properties"

    # librdkafka before 2.6.1 cannot do SCRAM with Kafka 4 (its issue 4895): the message has to say so, and TLS does the rest
    if [ "$1" = 4 ] && ! pkg-config --atleast-version=2.6.1 rdkafka; then
        run "$version-scram" "4" collect kafka --quiet --timeout 15 --bootstrap "$BOOT_SASL" --command-config "$work/conf/admin.properties" -o "$work/$version-no0.evidence"
        says "$version-scram" "2\.6\.1"
        all=("$BOOT_MUTUAL" "$work/conf/client.properties")
        two=("${all[@]}")
    fi
    run "$version-admin" "0 3" collect kafka --quiet --bootstrap "${all[0]}" --command-config "${all[1]}" -o "$b"
    fact admin "$b" "a['DescribeCluster'][0][1]['cluster_id'] == 'testClusterAAAAAAAAAAA'"
    fact admin "$b" "sorted(x['id'] for x in a['DescribeCluster'][0][1]['brokers']) == [1, 2, 3]"
    fact admin "$b" "len([r for r, d in a['DescribeConfigs'] if '/broker/' in r]) == 3"
    fact admin "$b" "all(value(d, 'inter.broker.listener.name') == 'REPLICATION' and 'CLIENT://' in value(d, 'listeners') for r, d in a['DescribeConfigs'] if '/broker/' in r)"
    fact admin "$b" "all('StandardAuthorizer' in value(d, 'authorizer.class.name') for r, d in a['DescribeConfigs'] if '/broker/' in r)"
    fact admin "$b" "{'orders', 'connect-configs'} <= {t['name'] for r, d in a['ListTopics'] for t in d['topics']}"
    fact admin "$b" "any(t['name'] == 'orders' and len(t['partitions']) == 3 and len(t['partitions'][0]['replicas']) == 3 for r, d in a['ListTopics'] for t in d['topics'])"
    fact admin "$b" "any(x['principal'] == 'User:limited' and x['operation'] == 'DESCRIBE' for r, d in a['DescribeAcls'] for x in d['acls'])"
    fact admin "$b" "any(x['id'] == 'readers' and x['members'] and x['members'][0]['host'].startswith('127.') for r, d in a['DescribeConsumerGroups'] for x in d['groups'])"
    fact admin "$b" "any(t['name'] == 'orders' and any(e['name'] == 'retention.ms' and e['value'] == '3600000' for e in t['entries']) for r, d in a['DescribeConfigs'] if r.endswith('/topics') for t in d['topics'])"

    run "$version-mutual" "0 3" collect kafka --quiet --bootstrap 127.0.10.12:9094 --command-config "$work/conf/client.properties" -o "$work/$version-mutual.evidence"
    fact mutual "$work/$version-mutual.evidence" "len(a['DescribeCluster'][0][1]['brokers']) == 3"
    run "$version-plain" "3" collect kafka --quiet --bootstrap "$BOOT_SASL" --command-config "$work/conf/plain.properties" -o "$work/$version-plain.evidence"
    run "$version-anonymous" "3" collect kafka --quiet --bootstrap 127.0.10.11:9092 -o "$work/$version-anonymous.evidence"
    fact anonymous "$work/$version-anonymous.evidence" "any(x['reason'] == 'denied' for x in g)"
    [ "$1" = 4 ] && cp "$work/conf/plain.properties" "$work/conf/limited.properties"
    run "$version-limited" "3" collect kafka --quiet --bootstrap "$BOOT_SASL" --command-config "$work/conf/limited.properties" -o "$work/$version-limited.evidence"
    fact limited "$work/$version-limited.evidence" "any(x['reason'] == 'denied' and 'DescribeConfigs' == x['operation'] for x in g) and any(x['reason'] == 'denied' and 'DescribeAcls' == x['operation'] for x in g)"

    run "$version-wrong" "4" collect kafka --quiet --timeout 15 --bootstrap "$BOOT_SASL" --command-config "$work/conf/wrong.properties" -o "$work/$version-no1.evidence"
    says "$version-wrong" "authenticat|password"
    run "$version-stranger" "4" collect kafka --quiet --timeout 15 --bootstrap "$BOOT_SASL" --command-config "$work/conf/stranger.properties" -o "$work/$version-no2.evidence"
    says "$version-stranger" "certificate"
    run "$version-ended" "4" collect kafka --quiet --timeout 15 --bootstrap 127.0.10.11:9094 --command-config "$work/conf/ended.properties" -o "$work/$version-no3.evidence"
    says "$version-ended" "expired|certificate"
    run "$version-nobody" "4" collect kafka --quiet --timeout 10 --bootstrap 127.0.10.11:9 -o "$work/$version-no4.evidence"
    says "$version-nobody" "refused|reach"
    run "$version-tls-to-plain" "4" collect kafka --quiet --timeout 15 --bootstrap 127.0.10.11:9092 --command-config "$work/conf/tls.properties" -o "$work/$version-no5.evidence"
    says "$version-tls-to-plain" "TLS|plain"
    run "$version-plain-to-tls" "4" collect kafka --quiet --timeout 15 --bootstrap 127.0.10.11:9095 -o "$work/$version-no6.evidence"
    says "$version-plain-to-tls" "TLS"

    run "$version-properties" "0 3" import kafka-properties --quiet "$work"/conf/node1.properties "$work"/conf/node2.properties "$work"/conf/node3.properties "$work/conf/connect.properties" -o "$b"
    fact properties "$b" "sorted(d['kind'] for r, d in a['Properties']) == ['broker', 'broker', 'broker', 'connect']"
}

connect_cases() { # 3 or 4
    local b=$work/$version-connect.evidence
    if [ "$1" = 4 ]; then
        echo "reviewer:rest-secret-77" >"$work/conf/rest.auth"
        chmod 600 "$work/conf/rest.auth"
        run "$version-connect-denied" "3" collect connect --url "https://$CONNECT:8443" --ca "$work/certs/ca.pem" -o "$work/$version-no7.evidence"
        says "$version-connect-denied" "401|password|credential"
        run "$version-connect" "0 3" collect connect --quiet --url "https://$CONNECT:8443" --ca "$work/certs/ca.pem" --basic-auth-file "$work/conf/rest.auth" -o "$b"
        fact connect "$b" "a['Access'][0][1]['anonymous'] is False"
    else
        run "$version-connect" "0 3" collect connect --quiet --url "https://$CONNECT:8443" --ca "$work/certs/ca.pem" -o "$b"
        fact connect "$b" "a['Access'][0][1]['anonymous'] is True"
        run "$version-connect-http" "0 3" collect connect --quiet --url "http://$CONNECT:8083" -o "$work/$version-http.evidence"
        fact connect-http "$work/$version-http.evidence" "a['Access'][0][1]['plain'] is True"
    fi
    run "$version-connect-stranger" "3" collect connect --url "https://$CONNECT:8443" --ca "$work/certs/stranger.pem" -o "$work/$version-no8.evidence"
    says "$version-connect-stranger" "certificate"
    fact connect "$b" "{'files', 's3', 'jdbc', 'debezium', 'mirror'} == {n for r, d in a['ListConnectors'] for n in d['connectors']}"
    fact connect "$b" "connector(a, 's3')['s3.bucket.name'] == 'acme-events' and connector(a, 's3')['aws.secret.access.key'] == '(removed)'"
    fact connect "$b" "connector(a, 's3')['s3.proxy.pass.phrase'] == '(removed)' and connector(a, 'jdbc')['connection.hint'] == '(removed)'"
    fact connect "$b" "'db.acme.internal:5432' in connector(a, 'jdbc')['connection.url']"
    fact connect "$b" "connector(a, 'debezium')['database.password'] == '\${file:/secrets/db:password}'"
}

everything_once() { # VERSION JARS 3|4
    version=$1
    local jars=$2 name
    configure "$3"
    kafka_up "$jars" || { bad "the brokers did not start"; return; }
    admin_of "$jars" topics --create --topic orders --partitions 3 --replication-factor 3 --config retention.ms=3600000
    admin_of "$jars" acls --add --allow-principal User:limited --operation Describe --topic orders
    rm -rf "${work:?}/plugins" "$work/plugin-out" "$work/plugin-src"
    mkdir -p "$work/plugins"
    cp "$jars"/connect-file-*.jar "$work/plugins/"
    mkdir -p "$work/plugins/mirror" && cp "$jars"/connect-mirror*.jar "$work/plugins/mirror/"
    plugin "$jars" io.confluent.connect.s3.S3SinkConnector sink.Sink s3.proxy.pass.phrase &&
        plugin "$jars" io.confluent.connect.jdbc.JdbcSourceConnector source.Source connection.hint &&
        plugin "$jars" io.debezium.connector.postgresql.PostgresConnector source.Source database.words || { bad "the test connectors do not build"; return; }
    background reader java_of "$jars" 96m org.apache.kafka.tools.consumer.ConsoleConsumer --bootstrap-server "$BOOT_SASL" --topic orders --group readers --consumer.config "$work/conf/admin.properties"
    connect_up "$jars" || { bad "Connect did not start"; return; }
    rest_user=
    [ "$3" = 4 ] && rest_user=reviewer:rest-secret-77
    connector files '{"connector.class":"org.apache.kafka.connect.file.FileStreamSourceConnector","file":"/dev/null","topic":"orders"}' RUNNING &&
        connector s3 '{"connector.class":"io.confluent.connect.s3.S3SinkConnector","topics":"orders","s3.bucket.name":"acme-events","s3.region":"eu-west-1","aws.secret.access.key":"aws-secret-44","s3.proxy.pass.phrase":"hidden-secret-45"}' &&
        connector jdbc '{"connector.class":"io.confluent.connect.jdbc.JdbcSourceConnector","connection.url":"jdbc:postgresql://app:url-secret-46@db.acme.internal:5432/orders?password=query-secret-47","connection.hint":"declared-secret-48","topic.prefix":"db-"}' RUNNING &&
        connector debezium '{"connector.class":"io.debezium.connector.postgresql.PostgresConnector","database.hostname":"pg.acme.internal","database.port":"5432","database.password":"${file:/secrets/db:password}","topic.prefix":"cdc"}' &&
        connector mirror '{"connector.class":"org.apache.kafka.connect.mirror.MirrorSourceConnector","source.cluster.alias":"a","target.cluster.alias":"b","source.cluster.bootstrap.servers":"b-1.other.internal:9096","target.cluster.bootstrap.servers":"127.0.10.11:9096","source.cluster.sasl.jaas.config":"org.apache.kafka.common.security.plain.PlainLoginModule required username=\"m\" password=\"mirror-secret-88\";"}' ||
        bad "the connectors could not be made"
    two=("$BOOT_SASL" "$work/conf/admin.properties")
    kafka_cases "$3"
    connect_cases "$3"
    end node3
    run "$version-two-of-three" "3" collect kafka --quiet --timeout 20 --bootstrap "${two[0]}" --command-config "${two[1]}" -o "$work/$version-two.evidence"
    fact two-of-three "$work/$version-two.evidence" "len([r for r, d in a['DescribeConfigs'] if '/broker/' in r]) == 2"
    run "$version-map" "3" map --quiet "$work/$version.evidence" "$work/$version-connect.evidence" -o "$work/out/$version.map.json"
    run "$version-verify" "0" verify "$work/$version.evidence"
    for name in reader connect node1 node2; do end "$name"; done
}

registry_cases() {
    version=registry
    rm -rf "$work"/registry*.evidence
    registry_up "$work/apicurio" || { bad "the registry did not start"; return; }
    curl -s -o /dev/null -H 'Content-Type: application/json' -X POST "http://$REGISTRY:8081/apis/ccompat/v7/subjects/orders-value/versions" -d '{"schema": "{\"type\": \"string\"}"}'
    run registry "0 3" collect schema-registry --quiet --url "http://$REGISTRY:8081/apis/ccompat/v7" -o "$work/registry.evidence"
    fact registry "$work/registry.evidence" "a['ListSubjects'][0][1]['count'] == 1 and a['Access'][0][1]['anonymous'] is True and a['Access'][0][1]['plain'] is True"
    end registry
}

no_secret_anywhere() {
    local secret where
    version=secrets
    python3 "$here/facts.py" --dump "$work"/*.evidence >"$work/out/all-bytes"
    for secret in admin-secret-11 limited-secret-22 connect-secret-33 aws-secret-44 hidden-secret-45 url-secret-46 query-secret-47 declared-secret-48 plain-secret-55 \
        not-the-secret-66 rest-secret-77 mirror-secret-88 task-secret-99 store-secret "PRIVATE KEY"; do
        where=$(grep -rlaF -- "$secret" "$work/out" | head -n 3)
        [ -z "$where" ] && good || bad "'$secret' is in $where"
    done
}

version=setup
fetch "$work/lib3" 3.9.2 && fetch "$work/lib4" 4.3.1 kafka4 || { echo "kafka: the servers could not be fetched"; tail -n 3 "$work"/*.log; exit 77; }
rm -rf "$work/certs" "$work/out" "$work/conf"
mkdir -p "$work"/{out,conf}
certificates "$work/certs"
everything_once 3.9.2 "$work/lib3" 3
everything_once 4.3.1 "$work/lib4" 4
if fetch_registry "$work/apicurio"; then
    registry_cases
else
    echo "kafka: NOTICED: the registry could not be fetched, its cases are left out ($work/apicurio.log)"
fi
no_secret_anywhere
echo "kafka: $passed passed, $failed failed"
[ "$failed" -eq 0 ]
