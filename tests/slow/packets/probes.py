"""probes.py: sends first packets from chosen addresses and ports, answers what arrives, and tells where each packet ended.

SPDX-License-Identifier: Apache-2.0

Every namespace logs what it delivers ("in") and what it drops (who decided). So the end of a wave is known by counting, without time-outs:
each packet has exactly one end. A packet without an end within the patience below is sent again, and then an error of the realisation.
"""
import dataclasses
import select
import socket
import struct
import time

from netns import forget, log_records, log_socket, packed

TCP, UDP, ICMP, ICMP6 = 6, 17, 1, 58
MAGIC = 0x70770000
PATIENCE, CHUNK = 2.0, 48


@dataclasses.dataclass
class Probe:
    station: object
    source: str
    dest: str
    protocol: int
    port: int  # of the destination; the type of an ICMP question
    source_port: int
    choice: int = 0         # which stretch of ports a NAT gateway is to choose from; 0: as it likes
    id: int = 0
    arrived: object = None  # the station that it reached
    ended: str = ""         # who dropped it, or the answer
    answered: bool = False


class Station:
    """A namespace that sends and accepts."""

    def __init__(self, space, name):
        self.space, self.name = space, name
        self.four = socket.socket(socket.AF_INET, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.IPPROTO_RAW)
        self.six = socket.socket(socket.AF_INET6, socket.SOCK_RAW | socket.SOCK_CLOEXEC, socket.IPPROTO_RAW)
        space.sockets += [self.four, self.six]

    def send(self, source, dest, protocol, body, choice=0):
        if len(source) == 4:
            header = struct.pack("!BBHHHBBH", 0x45, choice << 2, 20 + len(body), 0, 0, 64, protocol, 0) + source + dest
            self.four.sendto(header + body, (socket.inet_ntoa(dest), 0))
        else:
            header = struct.pack("!IHBB", 0x60000000, len(body), protocol, 64) + source + dest
            self.six.sendto(header + body, (socket.inet_ntop(socket.AF_INET6, dest), 0))


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xffff) + (total >> 16)
    return ~((total & 0xffff) + (total >> 16)) & 0xffff


def body_of(source, dest, protocol, sport, dport, number, answer):
    """The packet behind the IP header. `number` tells the probe and survives every translation."""
    if protocol == TCP:
        out, at = struct.pack("!HHIIBBHHH", sport, dport, number, number + 1 if answer else 0, 0x50, 0x12 if answer else 2, 8192, 0, 0), 16
    elif protocol == UDP:
        out, at = struct.pack("!HHHHII", sport, dport, 16, 0, number, int(answer)), 6
    else:
        kind = {(ICMP, False): 8, (ICMP, True): 0, (ICMP6, False): 128, (ICMP6, True): 129}[(protocol, answer)]
        out, at = struct.pack("!BBHHHI", kind, 0, 0, sport, 1, number), 2
    pseudo = b"" if protocol == ICMP else source + dest + struct.pack("!IHBB", len(out), 0, 0, protocol)
    return out[:at] + struct.pack("!H", checksum(pseudo + out)) + out[at + 2:]


def parse(packet):
    """(number, answer, source, dest, protocol, sport, dport), or None for what is not ours."""
    if packet[0] >> 4 == 4:
        protocol, source, dest, l4 = packet[9], packet[12:16], packet[16:20], packet[20:]
    else:
        protocol, source, dest, l4 = packet[6], packet[8:24], packet[24:40], packet[40:]
    if protocol == TCP and len(l4) >= 20:
        sport, dport, number = struct.unpack_from("!HHI", l4)
        answer = bool(l4[13] & 0x10)
    elif protocol == UDP and len(l4) >= 16:
        sport, dport, _, _, number, answer = struct.unpack_from("!HHHHII", l4)
    elif protocol in (ICMP, ICMP6) and len(l4) >= 12:
        sport, _, number = struct.unpack_from("!HHI", l4, 4)
        dport, answer = 0, l4[0] in (0, 129)
    else:
        return None
    return (number - MAGIC, bool(answer), source, dest, protocol, sport, dport) if number >= MAGIC else None


class Prober:
    def __init__(self, spaces, stations):
        self.poll = select.epoll()
        self.by_fd, self.stations = {}, {s.space: s for s in stations}
        for space in spaces:
            with space.inside():
                s = log_socket(space)
            self.by_fd[s.fileno()] = (s, space)
            self.poll.register(s.fileno(), select.EPOLLIN)
        self.tracked = [s for s in spaces if s.tracks]
        self.next, self.sent, self.answers = 1, 0, 0

    def close(self):
        self.poll.close()

    def run(self, probes):
        """Fills the ends of all probes; raises when packets vanish."""
        for attempt in range(3):
            self.open = {}
            for at in range(0, len(probes), CHUNK):
                for p in probes[at:at + CHUNK]:
                    self.first(p)
                self.drain(0)
            last = time.monotonic()
            while self.open and time.monotonic() - last < PATIENCE:
                if self.drain(0.05):
                    last = time.monotonic()
            probes = [p for p, _ in self.open.values()]
            if not probes:
                return
        p = probes[0]
        raise OSError(0, f"{len(probes)} packets vanished: {p.station.name} {p.source}:{p.source_port} -> {p.dest} {p.protocol}/{p.port} arrived at {p.arrived}")

    def one_by_one(self, probes):
        """As run, but no connection ever meets the traces of another."""
        for p in probes:
            for space in self.tracked:
                forget(space)
            self.run([p])

    def first(self, p):
        p.id, p.arrived, p.ended, p.answered = self.next, None, "", False
        self.next += 1
        self.open[p.id] = (p, False)
        s, d = packed(p.source), packed(p.dest)
        self.sent += 1
        try:
            p.station.send(s, d, p.protocol, body_of(s, d, p.protocol, p.source_port, p.port, MAGIC + p.id, False), p.choice)
        except PermissionError:
            pass  # a drop in the sender's own output; its log tells who

    def drain(self, wait):
        seen = 0
        for fd, _ in self.poll.poll(wait):
            s, space = self.by_fd[fd]
            while True:
                try:
                    data = s.recv(65536)
                except BlockingIOError:
                    break
                for prefix, packet in log_records(data):
                    seen += self.heard(space, prefix, packet)
        return seen

    def heard(self, space, prefix, packet):
        got = parse(packet) if len(packet) >= 32 else None
        if got is None or got[0] not in self.open:
            return 0
        number, answer, source, dest, protocol, sport, dport = got
        p, answering = self.open[number]
        if answer != answering:
            return 0
        if prefix != "in":
            p.ended = prefix
        elif not answer:
            p.arrived = self.stations[space]
            self.open[number] = (p, True)
            self.answers += 1
            try:
                if protocol in (ICMP, ICMP6):
                    sport, dport = dport, sport
                p.arrived.send(dest, source, protocol, body_of(dest, source, protocol, dport, sport, MAGIC + number, True))
            except PermissionError:
                pass
            return 1
        elif self.stations[space] is p.station and source == packed(p.dest) and dest == packed(p.source):
            p.answered, p.ended = True, "answer"
        else:
            p.ended = "stranger"
        del self.open[number]
        return 1
