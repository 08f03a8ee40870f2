#!/usr/bin/env python3
"""standin_rest: Kafka Connect and a Schema Registry on a loopback port, faithful where collectors look, with faults.
SPDX-License-Identifier: Apache-2.0

Usage: standin_rest.py [--mode MODE] [--tls CERT KEY [CA]] [--user NAME:PASSWORD] [--connectors N] [--old] [--log FILE]
Prints its port on the first line of standard output. MODE: normal, busy (409 twice, then well), busy-for-ever, cut,
garbage, error, no-array, redirect, forbidden. --old: a worker before 2.3 (no expand) and 3.2 (no plugin config).
Planted secrets begin with "hush"; none may be found in a bundle.
"""
import argparse
import base64
import http.server
import json
import ssl
import sys
import threading
import urllib.parse

JDBC = "io.confluent.connect.jdbc.JdbcSinkConnector"
MONGO = "com.mongodb.kafka.connect.MongoSourceConnector"
S3 = "io.confluent.connect.s3.S3SinkConnector"
HTTP = "io.confluent.connect.http.HttpSinkConnector"
OURS = "com.acme.connect.OursSinkConnector"
FILE = "org.apache.kafka.connect.file.FileStreamSinkConnector"
AVRO = "io.confluent.connect.avro.AvroConverter"
MASK = "com.acme.connect.Mask$Value"
PASSWORDS = {JDBC: ["connection.password"], MONGO: ["connection.uri"], S3: ["aws.secret.access.key", "s3.sse.customer.key"],
             HTTP: ["connection.password"], OURS: ["ours.knock", "ours.url"], FILE: [], AVRO: ["knock"], MASK: ["salt"]}
CONFIGS = {
    "jdbc-orders": {"connector.class": JDBC, "tasks.max": "2", "topics": "orders",
                    "connection.url": "jdbc:postgresql://hushuser:hush1@db.acme.internal:5432/orders?password=hush2&sslmode=require",
                    "connection.user": "orders", "connection.password": "hush3",
                    "errors.deadletterqueue.topic.name": "dlq-orders"},
    "jdbc-referring": {"connector.class": JDBC, "connection.url": "jdbc:mysql://db2.acme.internal/x",
                       "connection.password": "${file:/opt/connect/s.properties:pw}"},
    "mongo": {"connector.class": MONGO, "connection.uri": "mongodb://app:hush4@m1.acme.internal:27018,m2.acme.internal/db?authSource=hush5"},
    "s3": {"connector.class": S3, "s3.bucket.name": "acme-events", "s3.region": "eu-west-1", "aws.access.key.id": "hush6",
           "aws.secret.access.key": "hush7", "value.converter": AVRO,
           "value.converter.schema.registry.url": "https://hush8:hush9@sr.acme.internal:8081",
           "value.converter.basic.auth.user.info": "sr:hush10", "value.converter.knock": "hush11",
           "transforms": "mask", "transforms.mask.type": MASK, "transforms.mask.salt": "hush12"},
    "http": {"connector.class": HTTP, "http.api.url": "https://hooks.slack.com/services/T0/B0/hush13?sig=hush14",
             "headers": "Authorization: Bearer hush15", "sasl.jaas.config": 'x required username="u" password="hush16";'},
    "ours/1 ~": {"connector.class": OURS, "ours.knock": "hush17", "ours.url": "https://ours.acme.internal:9443/in/hush18?x=hush19",
                 "ours.plain": "kept-text", "producer.override.ssl.key.password": "hush20"},
    "unknown": {"connector.class": "com.acme.connect.Untold", "untold.phrase": "hush21",
                "untold.url": "https://untold.acme.internal/p/hush22", "topics": "a"},
    "file": {"connector.class": FILE, "file": "/tmp/x", "topics": "a"},
}
CLASSES = list(PASSWORDS)


def connectors(n):
    if n == 0:
        return CONFIGS
    many = {}
    for i in range(n):
        base = dict(CONFIGS["jdbc-orders"] if i % 3 else CONFIGS["s3"])
        for k in range(40):
            base[f"setting.number.{k}"] = f"value {k} of connector {i}, somewhat long as settings of connectors are"
        many[f"c-{i:05d}"] = base
    return many


def info(name, config):
    return {"name": name, "config": dict(config, name=name), "type": "sink",
            "tasks": [{"connector": name, "task": 0}, {"connector": name, "task": 1}]}


def status(name, config):
    trace = ("org.apache.kafka.connect.errors.ConnectException: cannot log in with hush30 at jdbc:x\n"
             "\tat com.acme.X.y(X.java:1)\nCaused by: java.sql.SQLException: hush31\n")
    return {"name": name, "connector": {"state": "RUNNING", "worker_id": "localhost:8083"}, "type": "sink",
            "tasks": [{"id": 0, "state": "RUNNING", "worker_id": "localhost:8083"},
                      {"id": 1, "state": "FAILED", "worker_id": "127.0.0.1:8083", "trace": trace}]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16  # head and body in one segment: no wait for a delayed acknowledgement
    options = None
    lock = threading.Lock()
    busy = 2
    cache = {}

    def log_message(self, *args):
        pass

    def answer(self, code, value, headers=()):
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(code)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body) + (100 if self.options.mode == "cut" else 0)))
        for name, text in headers:
            self.send_header(name, text)
        self.end_headers()
        self.wfile.write(body)
        if self.options.mode == "cut":
            self.close_connection = True

    def error(self, code, text):
        self.answer(code, {"error_code": code, "message": text + " hush40"})

    def refuse(self):
        self.error(405, "only GET")

    do_POST = do_PUT = do_DELETE = do_PATCH = refuse

    def do_GET(self):
        o = self.options
        if o.log:
            with self.lock, open(o.log, "a", encoding="utf-8") as log:
                log.write(f"{self.command} {self.path}\n")
        if o.user and self.headers.get("Authorization") != "Basic " + base64.b64encode(o.user.encode()).decode():
            return self.error(401, "Unauthorized")
        if o.mode == "forbidden":
            return self.error(403, "Forbidden")
        if o.mode == "garbage":
            return self.answer(200, b"<html>hush41</html>")
        if o.mode == "error":
            return self.error(500, "broken")
        if o.mode == "redirect":
            return self.answer(302, b"", [("Location", "http://127.0.0.1:1/hush42")])
        path, _, query = self.path.partition("?")
        if path in ("/mode", "/config", "/subjects"):
            return self.registry(path)
        if path == "/":
            return self.answer(200, {"version": "3.9.1", "commit": "abc", "kafka_cluster_id": "kc-1"})
        if o.mode.startswith("busy") and path.startswith("/connectors"):
            with self.lock:
                Handler.busy -= 1
                if o.mode == "busy-for-ever" or Handler.busy >= 0:
                    return self.error(409, "Cannot complete request momentarily due to stale configuration")
        return self.connect(path, query)

    def registry(self, path):
        self.answer(200, {"/mode": {"mode": "READWRITE"}, "/config": {"compatibilityLevel": "BACKWARD"},
                          "/subjects": ["orders-value", "orders-key"]}[path])

    def connect(self, path, query):
        o = self.options
        parts = [urllib.parse.unquote(p) for p in path.split("/")[1:]]
        if path == "/connectors":
            if "expand=info" in query and not o.old:
                if "all" not in self.cache:
                    self.cache["all"] = json.dumps({n: {"info": info(n, c), "status": status(n, c)} for n, c in o.all.items()}).encode()
                return self.answer(200, self.cache["all"] if o.mode != "no-array" else 7)
            return self.answer(200, list(o.all))
        if parts[0] == "connectors" and parts[1] in o.all:
            if len(parts) == 2:
                return self.answer(200, info(parts[1], o.all[parts[1]]))
            if parts[2:] == ["status"]:
                return self.answer(200, status(parts[1], o.all[parts[1]]))
        if path == "/connector-plugins":
            return self.answer(200, [{"class": c, "type": "sink", "version": "1.0"} for c in CLASSES])
        if parts[0] == "connector-plugins" and parts[2:] == ["config"] and parts[1] in PASSWORDS and not o.old:
            names = ["name", "tasks.max", *PASSWORDS[parts[1]]]
            return self.answer(200, [{"name": n, "type": "PASSWORD" if n in PASSWORDS[parts[1]] else "STRING", "required": False,
                                      "default_value": "hush43"} for n in names])
        return self.error(404, "not found")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def get_request(self):
        connection, address = super().get_request()
        if self.context:  # shaken hands in the thread of the connection, so that a refusal stops nobody
            connection = self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address

    def handle_error(self, request, client_address):
        pass


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--mode", default="normal")
    p.add_argument("--tls", nargs="+")
    p.add_argument("--user")
    p.add_argument("--connectors", type=int, default=0)
    p.add_argument("--old", action="store_true")
    p.add_argument("--log")
    o = p.parse_args()
    o.all = connectors(o.connectors)
    Handler.options = o
    server = Server(("127.0.0.1", 0), Handler)
    server.context = None
    if o.tls:
        server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        server.context.load_cert_chain(o.tls[0], o.tls[1])
        if len(o.tls) > 2:
            server.context.verify_mode = ssl.CERT_REQUIRED
            server.context.load_verify_locations(o.tls[2])
    print(server.server_address[1], flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        sys.exit(0)


main()
