#!/usr/bin/env bash
# tests/scripts/connect.sh: `collect connect` and `collect schema-registry` against a loopback stand-in: good, busy,
# refused, cut, garbled, with TLS of every kind; planted secrets reach no bundle and no message.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
for tool in python3 openssl zstd jq; do command -v $tool >/dev/null || { echo "skipped: no $tool"; exit 77; }; done
work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || :; rm -rf "$work"' EXIT
cd "$work"
export PATHWITNESS_WAIT_PERCENT=5
status=0
fail() { echo "FAILED: $*"; status=1; }

serve() { # options of the stand-in
    : >port
    python3 "$WIT_SOURCE_DIR/tests/support/standin_rest.py" "$@" >port &
    server=$!
    for _ in $(seq 200); do [ -s port ] && break; sleep 0.05; done
    port=$(head -1 port)
}
stop() { kill "$server"; wait "$server" 2>/dev/null || :; server=; }
# The blob of an answer, unpacked.
blob() { # bundle, operation, page
    local sum
    sum=$(jq -r --arg op "$2" --argjson page "${3:-1}" \
        'select(.kind == "artefact" and .operation == $op and .page == $page) | .sha256' "$1/journal.jsonl" | head -1)
    if [ -n "$sum" ]; then zstd -dcq "$1/blobs/${sum:0:2}/$sum"; fi
}
check_no_secret() { # bundle
    local file
    : >all
    if [ -d "$1/blobs" ]; then
        while IFS= read -r file; do zstd -dcq "$file" >>all; done < <(find "$1/blobs" -type f)
        cat "$1/journal.jsonl" >>all
        "$PATHWITNESS" -q verify "$1" >verified || fail "$1 does not verify"
    fi
    cat "$1.said" "$1.out" >>all
    if grep -aoi 'hush[a-z0-9]*' all; then fail "$1: a secret is in the bundle or was said"; fi
}
collect() { # what, bundle, expected status, options
    local what=$1 bundle=$2 expected=$3 got=0
    shift 3
    "$PATHWITNESS" collect "$what" -o "$bundle" "$@" >"$bundle.out" 2>"$bundle.said" || got=$?
    [ "$got" -eq "$expected" ] || { fail "$bundle: status $got, not $expected"; cat "$bundle.said"; }
    check_no_secret "$bundle"
}
said() { grep -q -- "$2" "$1.said" || { fail "$1 does not say '$2'"; cat "$1.said"; }; }
gap() { # bundle, operation, reason
    jq -es --arg op "$2" --arg why "$3" 'any(.kind == "gap" and .operation == $op and .reason == $why)' \
        "$1/journal.jsonl" >/dev/null || fail "$1: no gap '$3' for $2"
}
is() { # bundle, operation, jq expression that must hold
    blob "$1" "$2" | jq -e "$3" >/dev/null || { fail "$1: $2: not $3"; blob "$1" "$2" | cut -c 1-600; }
}

# ---- all is well, and anybody is answered
serve --log asked
collect connect good 0 --url "http://127.0.0.1:$port"
stop
if grep -v '^GET ' asked; then fail "something else than GET was sent"; fi
is good GetRoot '.version == "3.9.1" and .kafka_cluster_id == "kc-1"'
is good Access '.anonymous == true and .plain == true and .tls == null and .scheme == "http" and .server == ["127.0.0.1"]'
is good ListConnectorPlugins '.plugins | length == 8'
is good ListConnectors '.connectors | keys == ["file","http","jdbc-orders","jdbc-referring","mongo","ours/1 ~","s3","unknown"]'
list() { is good ListConnectors "$1"; }
list '.connectors["jdbc-orders"].info.config["connection.url"] == "jdbc:postgresql://(removed)@db.acme.internal:5432/orders?password=(removed)&sslmode=require"'
list '.connectors["jdbc-orders"].info.config["connection.password"] == "(removed)"'
list '.removed | index("/connectors/jdbc-orders/info/config/connection.password")'
list '.removed | index("/connectors/ours~11 ~0/info/config/ours.knock")'
list '.connectors["jdbc-referring"].info.config["connection.password"] == "${file:/opt/connect/s.properties:pw}"'
list '.connectors.mongo.info.config["connection.uri"] == "mongodb://(removed)@m1.acme.internal:27018,m2.acme.internal"'
list '.connectors["ours/1 ~"].info.config["ours.url"] == "https://(removed)@ours.acme.internal:9443"'
list '.connectors["ours/1 ~"].info.config["ours.plain"] == "kept-text"'
list '.connectors.s3.info.config["s3.bucket.name"] == "acme-events"'
list '.connectors.s3.info.config["transforms.mask.salt"] == "(removed)"'
list '.connectors.s3.info.config["value.converter.knock"] == "(removed)"'
list '.connectors.unknown.info.config["untold.url"] == "https://(removed)@untold.acme.internal"'
list '.connectors.unknown.info.config["untold.phrase"] == "(removed)"'
list '.connectors.file.status.tasks[1].trace == "org.apache.kafka.connect.errors.ConnectException"'
list '.connectors.file.status.tasks[1].worker_id == "127.0.0.1:8083"'
jq -es 'any(.operation == "GetPluginConfig" and (.resource | endswith("/com.acme.connect.Untold")))' good/journal.jsonl \
    >/dev/null || fail "nothing is said of a plugin that is not told"
is good ResolveNames '.names | map(.name) | index("db.acme.internal") != null and index("localhost") != null and index("m2.acme.internal") != null'
is good ResolveNames '.names[] | select(.name == "localhost") | .addresses | index("127.0.0.1") or index("::1")'
is good ResolveNames '.names | map(.name) | . == sort'
cp -r good twice
collect connect twice 2 --url "http://127.0.0.1:$port/"
said twice 'already holds answers of'

# ---- an old worker: neither expand nor declarations
serve --old
collect connect old 0 --url "http://127.0.0.1:$port"
stop
is old ListConnectors '.connectors | length == 8'
is old ListConnectors '.connectors["ours/1 ~"].info.config["ours.plain"] == "(removed)"'
is old ListConnectors '.connectors["jdbc-orders"].info.config["connection.url"] | test("db.acme.internal:5432")'
is old ListConnectors '.connectors["ours/1 ~"].status.connector.state == "RUNNING"'
is old GetPluginConfig '.known == false'

# ---- rebalancing: for a while, and without end
serve --mode busy
collect connect busy 0 --url "http://127.0.0.1:$port"
stop
said busy '2 retried'
is busy ListConnectors '.connectors | length == 8'
serve --mode busy-for-ever
collect connect busy-for-ever 3 --url "http://127.0.0.1:$port" --timeout 2
stop
gap busy-for-ever ListConnectors failed
said busy-for-ever 'rebalancing'
is busy-for-ever GetRoot '.version == "3.9.1"'

# ---- passwords
printf 'admin:hushpass\n' >auth
printf 'admin:hushwrong\n' >wrong
chmod 600 wrong
chmod 644 auth
serve --user admin:hushpass
collect connect with-password 0 --url "http://127.0.0.1:$port" --basic-auth-file auth
said with-password 'chmod 600'
is with-password Access '.anonymous == false and .anonymous_status == 401 and .plain == true'
collect connect wrong-password 3 --url "http://127.0.0.1:$port" --basic-auth-file wrong
gap wrong-password ListConnectors denied
said wrong-password 'user or password of --basic-auth-file is not accepted'
is wrong-password Access '.anonymous == false'
collect connect no-password 3 --url "http://127.0.0.1:$port"
said no-password 'credentials are wanted'
collect schema-registry registry-password 0 --url "http://127.0.0.1:$port" --basic-auth-file auth
is registry-password Access '.anonymous == false'
stop
echo 'no colon hushx' >colonless
collect connect bad-auth 2 --url http://127.0.0.1:1 --basic-auth-file colonless
said bad-auth 'user:password'
serve --mode forbidden
collect connect forbidden 3 --url "http://127.0.0.1:$port" --basic-auth-file auth
stop
gap forbidden ListConnectorPlugins denied
said forbidden 'may not ask'

# ---- answers that are none
for mode in cut garbage error no-array redirect; do
    serve --mode $mode
    collect connect "$mode" 3 --url "http://127.0.0.1:$port" --timeout 5
    collect schema-registry "registry-$mode" "$([ $mode = no-array ] && echo 0 || echo 3)" --url "http://127.0.0.1:$port" --timeout 5
    stop
done
gap cut ListConnectors cut
gap garbage ListConnectors unreadable
gap error ListConnectors failed
gap no-array ListConnectors unreadable
gap redirect GetRoot failed
gap registry-garbage ListSubjects unreadable

# ---- nobody there
collect connect nobody 4 --url "http://127.0.0.1:$port"
said nobody "http://127.0.0.1:$port: "
[ ! -e nobody ] || fail "a bundle was left behind"
collect connect no-url 2
collect connect user-in-url 2 --url "http://u:hush50@127.0.0.1:1"
collect connect no-scheme 2 --url connect:8083

# ---- a Schema Registry
serve
collect schema-registry registry 0 --url "http://127.0.0.1:$port"
stop
is registry GetMode '.mode == "READWRITE"'
is registry GetConfig '.compatibilityLevel == "BACKWARD"'
is registry ListSubjects '.count == 2 and .subjects == ["orders-key","orders-value"]'
is registry Access '.anonymous == true and .plain == true'

# ---- TLS
newca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" -days 2 -subj "/CN=$1" 2>/dev/null; }
newcert() { # name, authority, subjectAltName, days
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.csr" -subj "/CN=$1" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA "$2.pem" -CAkey "$2.key" -CAcreateserial -days "$4" -out "$1.pem" \
        -extfile <(echo "subjectAltName=$3") 2>/dev/null
}
newca ca
newca other
newcert server ca IP:127.0.0.1 2
newcert elsewhere ca DNS:connect.acme.internal 2
newcert expired ca IP:127.0.0.1 -1
newcert client ca DNS:client 2
newcert stranger other DNS:client 2
serve --tls server.pem server.key
collect connect tls 0 --url "https://127.0.0.1:$port" --ca ca.pem
is tls Access '.anonymous == true and .plain == false and .tls.version == "TLSv1.3" and .scheme == "https"'
collect connect unknown-ca 3 --url "https://127.0.0.1:$port" --ca other.pem
said unknown-ca 'not trusted: name its PEM file with --ca'
gap unknown-ca ListConnectors failed
is unknown-ca Access '.anonymous == null'
collect schema-registry registry-unknown-ca 3 --url "https://127.0.0.1:$port" --ca other.pem
collect connect no-ca 4 --url "https://127.0.0.1:$port" --ca nothing.pem
said no-ca "there is no file 'nothing.pem'"
collect connect plain-to-tls 4 --url "http://127.0.0.1:$port"
stop
serve
collect connect tls-to-plain 3 --url "https://127.0.0.1:$port"
said tls-to-plain 'speaks no TLS on this port'
is tls-to-plain Access '.plain == true'
stop
serve --tls expired.pem expired.key
collect connect expired 3 --url "https://127.0.0.1:$port" --ca ca.pem
stop
said expired 'certificate has expired'
serve --tls elsewhere.pem elsewhere.key
collect connect elsewhere 3 --url "https://127.0.0.1:$port" --ca ca.pem
stop
said elsewhere 'for another name'
serve --tls server.pem server.key ca.pem
collect connect mutual 0 --url "https://127.0.0.1:$port" --ca ca.pem --cert client.pem --key client.key
is mutual Access '.anonymous == false and .plain == false'
collect connect no-client 3 --url "https://127.0.0.1:$port" --ca ca.pem
grep -Eq 'wants (a client certificate|one)' no-client.said || fail 'no-client: no word of a client certificate'
collect connect stranger 3 --url "https://127.0.0.1:$port" --ca ca.pem --cert stranger.pem --key stranger.key
said stranger 'refuses the client certificate'
collect connect wrong-key 4 --url "https://127.0.0.1:$port" --ca ca.pem --cert client.pem --key stranger.key
said wrong-key '--key'
stop

# ---- many: pages of 500
serve --connectors 1200
collect connect many 0 --url "http://127.0.0.1:$port"
stop
[ "$(jq -c 'select(.operation == "ListConnectors" and .kind == "artefact")' many/journal.jsonl | wc -l)" -eq 3 ] || fail "not three pages"
[ "$(blob many ListConnectors 3 | jq '.connectors | length')" -eq 200 ] || fail "the third page is not 200 connectors"
jq -es 'any(.operation == "ListConnectors" and .page == 3 and .last)' many/journal.jsonl >/dev/null || fail "the last page is not marked"
exit $status
