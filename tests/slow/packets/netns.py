"""netns.py: network namespaces, links, routes and rules through raw netlink, and nftables in this process.

SPDX-License-Identifier: Apache-2.0

A namespace is a file descriptor; `inside` moves the calling thread. Links are veth pairs without ARP: both ends carry one MAC address, so no
neighbour is ever asked for. Messages are collected and sent in one piece; the kernel's first refusal is raised with what was asked.
Layouts: rtnetlink(7), linux/if_link.h, linux/fib_rules.h.
"""
import contextlib
import ctypes
import ipaddress
import os
import socket
import struct

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
NEWLINK, NEWADDR, NEWROUTE, NEWRULE = 16, 20, 24, 32
REQUEST, ACK, CREATE, EXCL = 1, 4, 0x400, 0x200
UP, NOARP = 1, 0x80
MAC = bytes.fromhex("020000000001")
UNICAST, LOCAL, THROW = 1, 2, 9
MAIN = 254
libc = ctypes.CDLL(None, use_errno=True)


class NotAllowed(Exception):
    """This machine does not let us make namespaces or filters."""


def call(name, *args):
    if getattr(libc, name)(*args) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {os.strerror(number)}")


def own_users():
    """A user namespace of our own in which we are root; for those who are not."""
    uid, gid = os.getuid(), os.getgid()
    call("unshare", CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
        with open(f"/proc/self/{name}", "w") as f:
            f.write(text)


def attr(kind, data):
    return struct.pack("=HH", 4 + len(data), kind) + data + bytes(-len(data) % 4)


def u32(n):
    return struct.pack("=I", n)


def packed(address):
    return ipaddress.ip_address(address).packed


class Space:
    """One network namespace with its netlink socket."""

    def __init__(self, name):
        self.name, self.todo, self.tracks = name, [], False
        call("unshare", CLONE_NEWNET)
        self.fd = os.open("/proc/thread-self/ns/net", os.O_RDONLY | os.O_CLOEXEC)
        self.link = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 0)
        self.link.bind((0, 0))
        self.sockets = []
        self.set(ipv6__conf__default__addr_gen_mode=1)  # no link-local addresses

    @contextlib.contextmanager
    def inside(self):
        call("setns", self.fd, CLONE_NEWNET)
        yield self

    def close(self):
        for s in self.sockets + [self.link]:
            s.close()
        os.close(self.fd)

    def ask(self, kind, flags, body, what):
        self.todo.append((kind, flags, body, what))

    def commit(self):
        if not self.todo:
            return
        out = bytearray()
        for i, (kind, flags, body, _) in enumerate(self.todo):
            flags |= REQUEST | (ACK if i + 1 == len(self.todo) else 0)
            out += struct.pack("=IHHII", 16 + len(body), kind, flags, i + 1, 0) + body
        self.link.send(out)
        done = False
        while not done:
            data = self.link.recv(65536)
            at = 0
            while at < len(data):
                length, kind, _, seq, _ = struct.unpack_from("=IHHII", data, at)
                if kind == 2:
                    number = -struct.unpack_from("=i", data, at + 16)[0]
                    if number:
                        raise OSError(number, f"{self.name}: {self.todo[seq - 1][3]}: {os.strerror(number)}")
                    done = seq == len(self.todo)
                at += (length + 3) & ~3
        self.todo = []

    # -- links --
    def veth(self, name, index, other, other_name, other_index):
        """A pair: `name` here, `other_name` in `other`; both down until `up`."""
        end = attr(3, other_name.encode() + b"\0") + attr(1, MAC) + attr(28, u32(other.fd))
        peer = struct.pack("=BxHiII", 0, 0, other_index, 0, 0) + end
        info = attr(18, attr(1, b"veth\0") + attr(2, attr(1, peer)))
        body = struct.pack("=BxHiII", 0, 0, index, 0, 0) + attr(3, name.encode() + b"\0") + attr(1, MAC) + info
        self.ask(NEWLINK, CREATE | EXCL, body, f"veth {name} to {other.name}")

    def up(self, *indexes):
        for i in indexes:
            self.ask(NEWLINK, 0, struct.pack("=BxHiII", 0, 0, i, UP | (NOARP if i > 1 else 0), UP | (NOARP if i > 1 else 0)), f"link {i} up")

    def address(self, address, index):
        ip = ipaddress.ip_address(address)
        body = struct.pack("=BBBBI", 2 if ip.version == 4 else 10, ip.max_prefixlen, 2, 0, index) + attr(2, ip.packed) + attr(1, ip.packed)
        self.ask(NEWADDR, CREATE | EXCL, body, f"address {address}")

    # -- routes --
    def route(self, prefix, index, table=MAIN, metric=10, kind=UNICAST):
        net = ipaddress.ip_network(prefix)
        family = 2 if net.version == 4 else 10
        scope = 254 if kind == LOCAL else 0 if family == 10 or kind == THROW else 253
        body = struct.pack("=BBBBBBBBI", family, net.prefixlen, 0, 0, 0, 4, scope, kind, 0) + attr(1, net.network_address.packed)
        body += attr(15, u32(table)) + attr(6, u32(metric))
        if kind != THROW:
            body += attr(4, u32(index))
        self.ask(NEWROUTE, CREATE | EXCL, body, f"route {prefix} link {index} table {table}")

    def rule(self, family, priority, table, mark, to=None):
        net = ipaddress.ip_network(to) if to else None
        body = struct.pack("=BBBBBBBBI", family, net.prefixlen if net else 0, 0, 0, 0, 0, 0, 1, 0)
        body += attr(6, u32(priority)) + attr(15, u32(table)) + attr(10, u32(mark)) + attr(16, u32(0xffffffff))
        if net:
            body += attr(1, net.network_address.packed)
        self.ask(NEWRULE, CREATE | EXCL, body, f"rule {priority}")

    # -- settings and filters; both act on the namespace the thread is in --
    def set(self, **values):
        for name, value in values.items():
            with open("/proc/sys/net/" + name.replace("__", "/"), "w") as f:
                f.write(str(value))

    def filter(self, text):
        self.tracks |= "ct state" in text
        Filters.load(text, self.name)


def forget(space):
    """Drops every tracked connection of the namespace (linux/netfilter/nfnetlink_conntrack.h)."""
    with space.inside():
        s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 12)
    with s:
        s.send(struct.pack("=IHHII", 20, (1 << 8) | 2, REQUEST | ACK, 1, 0) + bytes(4))
        number = -struct.unpack_from("=i", s.recv(4096), 16)[0]
        if number and number != 2:
            raise NotAllowed(f"connections cannot be forgotten: {os.strerror(number)}")


class Filters:
    """libnftables by its C interface (libnftables(3)); a context belongs to the namespace it was made in."""
    lib = None

    @classmethod
    def load(cls, text, name):
        if cls.lib is None:
            try:
                cls.lib = ctypes.CDLL("libnftables.so.1")
            except OSError as e:
                raise NotAllowed("libnftables is not installed") from e
            cls.lib.nft_ctx_new.restype = ctypes.c_void_p
            cls.lib.nft_ctx_get_error_buffer.restype = ctypes.c_char_p
            for f in ("nft_ctx_free", "nft_ctx_buffer_error", "nft_ctx_get_error_buffer"):
                getattr(cls.lib, f).argtypes = [ctypes.c_void_p]
            cls.lib.nft_run_cmd_from_buffer.argtypes = [ctypes.c_void_p, ctypes.c_char_p]
        ctx = cls.lib.nft_ctx_new(0)
        try:
            cls.lib.nft_ctx_buffer_error(ctx)
            if cls.lib.nft_run_cmd_from_buffer(ctx, text.encode()) != 0:
                raise OSError(0, f"nftables refuses in {name}: {cls.lib.nft_ctx_get_error_buffer(ctx).decode()}\n{text}")
        finally:
            cls.lib.nft_ctx_free(ctx)


def log_socket(space):
    """A socket that hears what filters of this namespace log to group 1 (linux/netfilter/nfnetlink_log.h). Call inside."""
    s = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, 12)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    s.bind((0, 0))

    def config(body):
        message = struct.pack("=BBH", 0, 0, socket.htons(1)) + body
        s.send(struct.pack("=IHHII", 16 + len(message), (4 << 8) | 1, REQUEST | ACK, 1, 0) + message)
        number = -struct.unpack_from("=i", s.recv(4096), 16)[0]
        if number:
            raise NotAllowed(f"packets cannot be logged: {os.strerror(number)}")
    config(attr(1, b"\1"))  # bind
    config(attr(2, struct.pack("!IBx", 96, 2)) + attr(5, struct.pack("!I", 1)))  # 96 bytes of each, at once
    s.setblocking(False)
    space.sockets.append(s)
    return s


def log_records(data):
    """(prefix, packet) of each record in one datagram."""
    at = 0
    while at < len(data):
        length = struct.unpack_from("=I", data, at)[0]
        prefix, packet, i, end = "", b"", at + 20, at + length
        while i + 4 <= end:
            size, kind = struct.unpack_from("=HH", data, i)
            if kind == 10:
                prefix = data[i + 4:i + size].rstrip(b"\0").decode()
            elif kind == 9:
                packet = data[i + 4:i + size]
            i += (size + 3) & ~3
        yield prefix, packet
        at += (length + 3) & ~3
