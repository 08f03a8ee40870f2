#!/usr/bin/env python3
"""capture_talk.py serve|clients|mirror|flood ADDRESS: traffic for tests/slow/capture.sh.
SPDX-License-Identifier: Apache-2.0
"""
import socket
import struct
import sys
import threading

ROUNDS = 1000


def kafka(key, version, body=b"", number=1):
    head = struct.pack(">hhih", key, version, number, 10) + b"orders-api"
    return struct.pack(">i", len(head) + len(body)) + head + body


def hello():
    name = b"broker-1.acme.example"
    sni = struct.pack(">HHBH", len(name) + 5, len(name) + 3, 0, len(name)) + name
    extensions = struct.pack(">H", 0) + sni + struct.pack(">HHBH", 43, 3, 2, 0x0304)
    body = b"\3\3" + bytes(32) + b"\0" + struct.pack(">HH", 2, 0x1301) + b"\1\0" + struct.pack(">H", len(extensions)) + extensions
    shake = b"\1" + struct.pack(">I", len(body))[1:] + body
    return b"\x16\3\1" + struct.pack(">H", len(shake)) + shake


def answer(client):
    with client:
        while client.recv(65536):
            client.sendall(b"\0\0\0\x08" + bytes(8))


def serve(address):
    def listen(port):
        s = socket.create_server((address, port))
        while True:
            threading.Thread(target=answer, args=(s.accept()[0],), daemon=True).start()

    for port in (9092, 9093, 8083):
        threading.Thread(target=listen, args=(port,), daemon=True).start()
    threading.Event().wait()


def clients(address):
    with socket.create_connection((address, 9092)) as c:
        for i in range(ROUNDS):
            c.sendall(kafka(18, 2) if i == 0 else kafka(0, 7, bytes(60), i))
            c.recv(100)
    for port, text in ((9093, hello()), (8083, b"GET /connectors HTTP/1.1\r\nHost: connect:8083\r\n\r\n")):
        with socket.create_connection((address, port)) as c:
            c.sendall(text)
            c.recv(100)
    try:
        socket.create_connection((address, 9999), 1)
    except OSError:
        pass


def tcp(source, target, flags, payload=b""):
    segment = struct.pack(">HHIIBBHHH", source, target, 1, 1, 0x50, flags, 1024, 0, 0) + payload
    packet = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(segment), source, 0, 64, 6, 0) + bytes((10, 7, 0, 5, 10, 7, 0, 9))
    return bytes(12) + b"\x08\0" + packet + segment


def mirror(address):
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for i in range(50):
        for flags in (2, 16, 16, 16, 16, 16, 16, 16, 16, 1):
            out.sendto(b"\x08\0\0\0\0\0\x7b\0" + tcp(20000 + i, 9094, flags, b"" if flags == 2 else b"y" * 40), (address, 4789))


def flood(address, packets=60000):
    out = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    for _ in range(packets):
        out.sendto(bytes(400), (address, 7777))


if __name__ == "__main__":
    {"serve": serve, "clients": clients, "mirror": mirror, "flood": flood}[sys.argv[1]](sys.argv[2], *map(int, sys.argv[3:]))
