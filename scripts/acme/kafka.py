"""scripts/acme/kafka.py: the properties files of Acme's brokers, controllers, Connect workers and registries.

SPDX-License-Identifier: Apache-2.0

Names are those that EC2 gives to private addresses, so that each file tells where its process runs. Every secret is
HUSH with a word before it: none of them may reach a bundle, a map or a packet.
"""
from estate import REGION, instances

HUSH = "not-a-real-secret"


def host(address):
    return f"ip-{address.replace('.', '-')}.{REGION}.compute.internal"


def stores(prefix, name):
    return [(f"{prefix}ssl.keystore.location", f"/etc/kafka/tls/{name}.p12"), (f"{prefix}ssl.keystore.type", "PKCS12"),
            (f"{prefix}ssl.keystore.password", f"keystore-{HUSH}"),
            (f"{prefix}ssl.truststore.location", "/etc/kafka/tls/ca.p12"),
            (f"{prefix}ssl.truststore.password", f"truststore-{HUSH}")]


def scram(prefix, user):
    return [(f"{prefix}security.protocol", "SASL_SSL"), (f"{prefix}sasl.mechanism", "SCRAM-SHA-512"),
            (f"{prefix}sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required "
                                          f'username="{user}" password="{user}-{HUSH}";')]


def text(pairs):
    return "".join(f"{key}={value}\n" for key, value in pairs)


def broker(node, address, voters, late):
    ports = [("CLIENT", 9096), ("TLS", 9094), ("REPLICATION", 9095)]
    protocols = "CONTROLLER:SSL,CLIENT:SASL_SSL,TLS:SSL,REPLICATION:SSL"
    if late:  # "for the orders team, until their truststore is fixed"
        ports.append(("PLAIN", 9092))
        protocols += ",PLAIN:PLAINTEXT"
    return text([
        ("process.roles", "broker"), ("node.id", node), ("controller.quorum.voters", voters),
        ("listeners", ",".join(f"{name}://:{port}" for name, port in ports)),
        ("advertised.listeners", ",".join(f"{name}://{host(address)}:{port}" for name, port in ports)),
        ("listener.security.protocol.map", protocols),
        ("controller.listener.names", "CONTROLLER"), ("inter.broker.listener.name", "REPLICATION"),
        ("sasl.enabled.mechanisms", "SCRAM-SHA-512"), ("listener.name.replication.ssl.client.auth", "required"),
        ("listener.name.tls.ssl.client.auth", "none"), *stores("", f"broker-{node}"),
        ("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        ("allow.everyone.if.no.acl.found", "false"), ("super.users", "User:admin;User:CN=kafka-broker"),
        ("auto.create.topics.enable", "false"), ("broker.rack", REGION + "abc"[(node - 1) % 3]),
        ("log.dirs", "/var/lib/kafka"), ("remote.log.storage.system.enable", "true"),
        ("rsm.config.storage.s3.bucket.name", "acme-events-tiered"), ("rsm.config.storage.s3.region", REGION)])


def controller(node, address, voters):
    return text([
        ("process.roles", "controller"), ("node.id", node), ("controller.quorum.voters", voters),
        ("listeners", f"CONTROLLER://{host(address)}:9093"), ("controller.listener.names", "CONTROLLER"),
        ("listener.security.protocol.map", "CONTROLLER:SSL"), ("ssl.client.auth", "required"),
        *stores("", f"controller-{node}"),
        ("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
        ("super.users", "User:CN=kafka-controller;User:CN=kafka-broker"), ("log.dirs", "/var/lib/kafka")])


def worker(address, bootstrap):
    return text([
        ("bootstrap.servers", bootstrap), ("group.id", "acme-connect"), *scram("", "connect"),
        *scram("producer.", "connect-sources"), *scram("consumer.", "connect-sinks"),
        ("ssl.truststore.location", "/etc/kafka/tls/ca.p12"), ("ssl.truststore.password", f"truststore-{HUSH}"),
        ("key.converter", "org.apache.kafka.connect.json.JsonConverter"),
        ("value.converter", "io.confluent.connect.avro.AvroConverter"),
        ("value.converter.schema.registry.url", f"https://connect:registry-{HUSH}@{host('10.20.31.31')}:8081"),
        ("config.storage.topic", "connect-configs"), ("offset.storage.topic", "connect-offsets"),
        ("status.storage.topic", "connect-status"), ("listeners", "http://0.0.0.0:8083"),
        ("rest.advertised.host.name", host(address)), ("rest.advertised.port", 8083)])


def registry(address, bootstrap):
    return text([
        ("host.name", host(address)), ("listeners", "https://0.0.0.0:8081"),
        ("kafkastore.bootstrap.servers", ",".join("SASL_SSL://" + b for b in bootstrap.split(","))),
        ("kafkastore.topic", "_schemas"), *scram("kafkastore.", "registry"), *stores("", "registry"),
        ("authentication.method", "BASIC"), ("authentication.roles", "connect,orders,payments,analytics"),
        ("schema.compatibility.level", "backward")])


def files(late):
    """name: text, of every process of the platform that stands in the account"""
    places = {name: row[3] for name, row in instances(late).items()}
    at = {kind: [a for n, a in places.items() if n.rpartition("-")[0] == kind]
          for kind in ("kafka-broker", "kafka-controller", "kafka-connect", "schema-registry")}
    voters = ",".join(f"{n}@{host(a)}:9093" for n, a in enumerate(at["kafka-controller"], 101))
    bootstrap = ",".join(host(a) + ":9096" for a in at["kafka-broker"][:3])
    out = {f"server-{n}.properties": broker(n, a, voters, late) for n, a in enumerate(at["kafka-broker"], 1)}
    out |= {f"controller-{n}.properties": controller(n, a, voters) for n, a in enumerate(at["kafka-controller"], 101)}
    out |= {f"connect-distributed-{n}.properties": worker(a, bootstrap) for n, a in enumerate(at["kafka-connect"], 1)}
    return out | {f"schema-registry-{n}.properties": registry(a, bootstrap)
                  for n, a in enumerate(at["schema-registry"], 1)}
