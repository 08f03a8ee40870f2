# stack.sh: real servers on loopback addresses for tests/slow/kafka.sh: three KRaft nodes, Connect, a schema registry. To be sourced.
# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
: "${here:?this folder}" "${work:?scratch folder}"
# Every process is ended by stack_down, by its pid.

NODES=(127.0.10.11 127.0.10.12 127.0.10.13)
CONNECT=127.0.10.31
REGISTRY=127.0.10.41
BOOT_SASL=127.0.10.11:9096,127.0.10.12:9096,127.0.10.13:9096
BOOT_MUTUAL=127.0.10.11:9094,127.0.10.12:9094,127.0.10.13:9094
APICURIO=2.6.13.Final

fetch() { # FOLDER VERSION [PROFILE]: the jars of one Kafka, once
    [ -f "$1/.whole" ] && return
    mkdir -p "$1"
    mvn -q -B -f "$here/pom.xml" ${3:+-P "$3"} dependency:copy-dependencies -DoutputDirectory="$1" -Dkafka.version="$2" -DincludeScope=runtime >"$1.log" 2>&1 || return 1
    touch "$1/.whole"
}
fetch_registry() { # FOLDER
    [ -f "$1/.whole" ] && return
    mkdir -p "$1"
    mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy -Dartifact=io.apicurio:apicurio-registry-app:$APICURIO:tar.gz:all \
        -DoutputDirectory="$1" >"$1.log" 2>&1 || return 1
    tar -xzf "$1"/*.tar.gz -C "$1" && rm -f "$1"/*.tar.gz && touch "$1/.whole"
}

certificates() { # FOLDER: an authority, a stranger's authority, servers, clients, and one certificate that has ended
    mkdir -p "$1"
    local name
    for name in ca stranger; do
        openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1/$name.key" -out "$1/$name.pem" -days 30 -subj "/O=test/CN=$name" 2>/dev/null
    done
    for name in broker connect client ended; do
        openssl req -newkey rsa:2048 -nodes -keyout "$1/$name.key" -out "$1/$name.csr" -subj "/O=test/CN=$name" 2>/dev/null
        printf 'subjectAltName=DNS:localhost,IP:127.0.10.11,IP:127.0.10.12,IP:127.0.10.13,IP:127.0.10.31,IP:127.0.10.41\nextendedKeyUsage=serverAuth,clientAuth\n' >"$1/$name.ext"
        if [ "$name" = ended ]; then
            # "openssl x509" of Debian 12 cannot set dates, "openssl ca" can
            mkdir -p "$1/ended.ca" && : >"$1/ended.ca/index.txt" && echo 77 >"$1/ended.ca/serial"
            printf '[ca]\ndefault_ca=one\n[one]\ndatabase=%s/ended.ca/index.txt\nserial=%s/ended.ca/serial\nnew_certs_dir=%s/ended.ca\ndefault_md=sha256\npolicy=any\n[any]\ncommonName=supplied\n' "$1" "$1" "$1" >"$1/ended.cnf"
            openssl ca -batch -config "$1/ended.cnf" -in "$1/ended.csr" -cert "$1/ca.pem" -keyfile "$1/ca.key" -extfile "$1/ended.ext" \
                -startdate 20200101000000Z -enddate 20200201000000Z -notext -out "$1/ended.crt" 2>/dev/null
        else
            openssl x509 -req -in "$1/$name.csr" -CA "$1/ca.pem" -CAkey "$1/ca.key" -CAcreateserial -days 20 -extfile "$1/$name.ext" -out "$1/$name.crt" 2>/dev/null
        fi
        cat "$1/$name.key" "$1/$name.crt" >"$1/$name.pem"
    done
    openssl pkcs12 -export -in "$1/connect.crt" -inkey "$1/connect.key" -name connect -passout pass:store-secret -out "$1/connect.p12"
    openssl pkcs12 -export -in "$1/client.crt" -inkey "$1/client.key" -name client -passout pass:store-secret -out "$1/client.p12"
    openssl pkcs12 -export -in "$1/ended.crt" -inkey "$1/ended.key" -name ended -passout pass:store-secret -out "$1/ended.p12"
    openssl pkcs12 -export -nokeys -in "$1/ca.pem" -passout pass:store-secret -out "$1/ca.p12"
}

pem() { # NAME: stores of a broker or client
    printf 'ssl.keystore.type=PEM\nssl.keystore.location=%s/%s.pem\nssl.truststore.type=PEM\nssl.truststore.location=%s/ca.pem\n' "$work/certs" "$1" "$work/certs"
}
scram() { # USER PASSWORD [PREFIX]: client settings
    local p=${3:-}
    printf '%ssecurity.protocol=SASL_SSL\n%ssasl.mechanism=SCRAM-SHA-512\n' "$p" "$p"
    printf '%ssasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="%s" password="%s";\n' "$p" "$1" "$2"
    printf '%sssl.truststore.type=PEM\n%sssl.truststore.location=%s/ca.pem\n' "$p" "$p" "$work/certs"
}

java_of() { # JARS HEAP CLASS ARGUMENT…
    local jars=$1 heap=$2
    shift 2
    exec java "-Xms$heap" "-Xmx$heap" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Djava.net.preferIPv4Stack=true \
        "-Dlog4j.configuration=file:$work/conf/log4j.properties" "-Dlog4j2.configurationFile=$work/conf/log4j2.yaml" \
        "-Djava.security.auth.login.config=$work/conf/jaas.conf" -cp "$jars/*" "$@"
}
background() { # NAME COMMAND…: its pid is kept
    local name=$1
    shift
    ( "$@" ) >"$work/log/$name.out" 2>&1 </dev/null &
    echo $! >"$work/run/$name.pid"
    disown
}
wait_for() { # NAME PATTERN SECONDS: a line of its log
    local i
    for ((i = 0; i < $3 * 5; i++)); do
        grep -q "$2" "$work/log/$1.out" 2>/dev/null && return 0
        kill -0 "$(cat "$work/run/$1.pid")" 2>/dev/null || { echo "$1 ended:"; tail -n 5 "$work/log/$1.out"; return 1; }
        sleep 0.2
    done
    echo "$1 did not come up in $3 s"
    return 1
}
end() { # NAME: that process
    local pid
    pid=$(cat "$work/run/$1.pid" 2>/dev/null) || return 0
    kill "$pid" 2>/dev/null
    for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
    kill -9 "$pid" 2>/dev/null
    rm -f "$work/run/$1.pid"
}
stack_down() {
    local file
    for file in "$work"/run/*.pid; do
        [ -e "$file" ] && end "$(basename "$file" .pid)"
    done
}

configure() { # 3 or 4: with 4, Connect wants a password
    mkdir -p "$work"/{conf,log,run,data}
    printf 'log4j.rootLogger=INFO, stdout\nlog4j.appender.stdout=org.apache.log4j.ConsoleAppender\nlog4j.appender.stdout.layout=org.apache.log4j.PatternLayout\nlog4j.appender.stdout.layout.ConversionPattern=%%p %%m (%%c)%%n\n' >"$work/conf/log4j.properties"
    printf 'Configuration:\n  Appenders: {Console: {name: S, PatternLayout: {pattern: "%%p %%m (%%c)%%n"}}}\n  Loggers: {Root: {level: INFO, AppenderRef: [{ref: S}]}}\n' >"$work/conf/log4j2.yaml"
    printf 'KafkaConnect {\n  org.apache.kafka.connect.rest.basic.auth.extension.PropertyFileLoginModule required file="%s/conf/rest-users";\n};\n' "$work" >"$work/conf/jaas.conf"
    echo "reviewer: rest-secret-77" >"$work/conf/rest-users"
    local i host
    for i in 1 2 3; do
        host=${NODES[i - 1]}
        { cat <<P
process.roles=broker,controller
node.id=$i
controller.quorum.voters=1@${NODES[0]}:9099,2@${NODES[1]}:9099,3@${NODES[2]}:9099
controller.listener.names=CONTROLLER
listeners=PLAIN://$host:9092,MUTUAL://$host:9094,REPLICATION://$host:9095,CLIENT://$host:9096,CONTROLLER://$host:9099
advertised.listeners=PLAIN://$host:9092,MUTUAL://$host:9094,REPLICATION://$host:9095,CLIENT://$host:9096
listener.security.protocol.map=PLAIN:PLAINTEXT,MUTUAL:SSL,REPLICATION:SSL,CLIENT:SASL_SSL,CONTROLLER:SSL
inter.broker.listener.name=REPLICATION
listener.name.mutual.ssl.client.auth=required
listener.name.replication.ssl.client.auth=required
listener.name.controller.ssl.client.auth=required
sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
listener.name.client.sasl.enabled.mechanisms=SCRAM-SHA-512,PLAIN
listener.name.client.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;
listener.name.client.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_reader="plain-secret-55";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
ssl.principal.mapping.rules=RULE:^.*CN=([^,]+).*\$/\$1/,DEFAULT
super.users=User:admin;User:broker;User:connect;User:client
broker.rack=euw1-az$i
log.dirs=$work/data/$i
offsets.topic.replication.factor=3
offsets.topic.num.partitions=3
transaction.state.log.replication.factor=3
transaction.state.log.num.partitions=3
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=1
auto.create.topics.enable=false
P
            pem broker; } >"$work/conf/node$i.properties"
    done
    { scram admin admin-secret-11; } >"$work/conf/admin.properties"
    { cat <<P
bootstrap.servers=$BOOT_SASL
group.id=connect-orders
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter
config.storage.topic=connect-configs
offset.storage.topic=connect-offsets
status.storage.topic=connect-status
offset.storage.partitions=3
status.storage.partitions=3
config.storage.replication.factor=3
offset.storage.replication.factor=3
status.storage.replication.factor=3
plugin.discovery=only_scan
plugin.path=$work/plugins
listeners=HTTP://$CONNECT:8083,HTTPS://$CONNECT:8443
rest.advertised.host.name=$CONNECT
rest.advertised.port=8443
rest.advertised.listener=https
listeners.https.ssl.keystore.type=PKCS12
listeners.https.ssl.keystore.location=$work/certs/connect.p12
listeners.https.ssl.keystore.password=store-secret
listeners.https.ssl.key.password=store-secret
P
        [ "$1" = 4 ] && echo rest.extension.classes=org.apache.kafka.connect.rest.basic.auth.extension.BasicAuthSecurityRestExtension
        scram connect connect-secret-33
        for i in producer. consumer. admin.; do scram connect connect-secret-33 "$i"; done; } >"$work/conf/connect.properties"
}

kafka_up() { # JARS: format, start, wait
    local jars=$1 i
    rm -rf "${work:?}/data"
    mkdir -p "$work/data"
    for i in 1 2 3; do
        ( java_of "$jars" 96m kafka.tools.StorageTool format -t testClusterAAAAAAAAAAA -c "$work/conf/node$i.properties" \
            --add-scram 'SCRAM-SHA-512=[name=admin,password=admin-secret-11]' --add-scram 'SCRAM-SHA-512=[name=limited,password=limited-secret-22]' \
            --add-scram 'SCRAM-SHA-512=[name=connect,password=connect-secret-33]' ) >"$work/log/format$i.out" 2>&1 || { cat "$work/log/format$i.out"; return 1; }
        background "node$i" java_of "$jars" 256m kafka.Kafka "$work/conf/node$i.properties"
    done
    for i in 1 2 3; do wait_for "node$i" "Kafka Server started\|started (kafka.server.KafkaRaftServer)" 120 || return 1; done
}
admin_of() { # JARS topics|acls ARGUMENT…
    local jars=$1 class=org.apache.kafka.tools.TopicCommand
    if [ "$2" = acls ]; then
        class=kafka.admin.AclCommand
        compgen -G "$jars/kafka-server-4*" >/dev/null && class=org.apache.kafka.tools.AclCommand
        compgen -G "$jars/kafka-tools-4*" >/dev/null && class=org.apache.kafka.tools.AclCommand
    fi
    ( java_of "$jars" 96m "$class" --bootstrap-server "$BOOT_SASL" --command-config "$work/conf/admin.properties" "${@:3}" ) >>"$work/log/admin.out" 2>&1
}
connect_up() { # JARS
    background connect java_of "$1" 256m org.apache.kafka.connect.cli.ConnectDistributed "$work/conf/connect.properties"
    wait_for connect "Finished starting connectors and tasks" 150
}
registry_up() { # FOLDER
    local jar
    jar=$(find "$1" -name '*-runner.jar' -o -name 'quarkus-run.jar' | head -n 1)
    background registry java -Xmx320m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "-Dquarkus.http.host=$REGISTRY" -Dquarkus.http.port=8081 -jar "$jar"
    local i
    for ((i = 0; i < 300; i++)); do
        curl -s -o /dev/null "http://$REGISTRY:8081/apis/ccompat/v7/subjects" && return 0
        sleep 0.4
    done
    echo "the registry did not come up"
    return 1
}

plugin() { # JARS CLASS KIND SECRET-SETTING: builds one connector into the plugin path
    local jars=$1 class=$2 kind=$3 secret=$4 body file
    body='public java.util.List<org.apache.kafka.connect.source.SourceRecord> poll() throws InterruptedException { Thread.sleep(500); return null; }'
    [ "$kind" = sink.Sink ] && body='public void put(java.util.Collection<org.apache.kafka.connect.sink.SinkRecord> records) {}'
    file=$work/plugin-src/${class//.//}.java
    mkdir -p "$(dirname "$file")" "$work/plugins/${class##*.}"
    sed -e "s/@PACKAGE@/${class%.*}/;s/@CLASS@/${class##*.}/;s/@KIND@/$kind/;s/@SECRET@/$secret/g;s/@BODY@/$body/" "$here/Plugin.java.in" >"$file"
    javac -proc:none -cp "$jars/*" -d "$work/plugin-out/${class##*.}" "$file" && jar --create --file "$work/plugins/${class##*.}/plugin.jar" -C "$work/plugin-out/${class##*.}" .
}
connector() { # NAME JSON: makes it through the REST API
    curl -s --cacert "$work/certs/ca.pem" ${rest_user:+-u "$rest_user"} -H 'Content-Type: application/json' -X POST "https://$CONNECT:8443/connectors" \
        -d "{\"name\": \"$1\", \"initial_state\": \"${3:-STOPPED}\", \"config\": $2}" -w '%{http_code}' -o "$work/log/connector-$1.json" | grep -q '^201' || { cat "$work/log/connector-$1.json"; return 1; }
}
