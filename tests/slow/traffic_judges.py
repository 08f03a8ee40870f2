"""tests/slow/traffic_judges.py: compares flow records with what another program reads from the same capture.

SPDX-License-Identifier: Apache-2.0

    traffic_judges.py tshark|nfdump NAME FLOWS.JSON OTHER

Prints what was compared and how many agreed. Status 1: something differs. Not compared, and why: packets that pathwitness calls copies of
others (both judges count them): then amounts may only be larger at the judge, by the number of copies in all.
"""
import collections
import ipaddress
import json
import sys

NUMBERS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}


def address(text):
    return str(ipaddress.ip_address(text.strip()))


def read_tshark(path):
    """(protocol, src, sport, dst, dport) -> [packets, bytes]; names by the same; packets by protocol."""
    amounts = collections.defaultdict(lambda: [0, 0])
    names = collections.defaultdict(lambda: {"sni": set(), "name": set(), "host": set()})
    for line in open(path, encoding="utf-8", errors="replace"):
        f = line.rstrip("\n").split("\t")
        layers = [x for x in f[0].split(":") if x in ("ip", "ipv6")]
        if not layers:
            continue
        six = layers[-1] == "ipv6"
        number = f[15] if six else f[14]
        if number not in ("6", "17"):
            continue
        src, dst = (f[3], f[4]) if six else (f[1], f[2])
        sport, dport = (f[5], f[6]) if number == "6" else (f[7], f[8])
        if not src or not sport:
            continue
        size = int(f[10]) + 40 if six else int(f[9])
        key = (NUMBERS[number], address(src), int(sport), address(dst), int(dport))
        amounts[key][0] += 1
        amounts[key][1] += size
        for word, value in (("sni", f[11]), ("name", f[12]), ("host", f[13])):
            if value:
                names[key][word].add(value.split(":")[0] if word == "host" else value)
    return amounts, names


def read_nfdump(path):
    amounts = collections.defaultdict(lambda: [0, 0])
    for line in open(path, encoding="utf-8"):
        f = [x.strip() for x in line.split(",")]
        protocol = NUMBERS.get(f[0], f[0].lower()) if len(f) == 7 else ""
        if protocol not in ("tcp", "udp"):
            continue
        key = (protocol, address(f[1]), int(f[3]), address(f[2]), int(f[4]))
        amounts[key][0] += int(f[5])
        amounts[key][1] += int(f[6])
    return amounts, {}


def main():
    judge, name, ours_path, other_path = sys.argv[1:]
    document = json.load(open(ours_path, encoding="utf-8"))
    amounts, names = read_tshark(other_path) if judge == "tshark" else read_nfdump(other_path)
    # the judge's packets, by (protocol, client, server, port) of our records
    ours = collections.defaultdict(lambda: [0, 0, 0, 0])
    said = collections.defaultdict(lambda: {"sni": set(), "name": set(), "host": set()})
    for f in document["flows"]:
        if f["protocol"] not in ("tcp", "udp"):
            continue
        key = (f["protocol"], f["client"], f["server"], f["port"])
        for i in range(2):
            ours[key][i] += f["packets"][i]
            ours[key][2 + i] += f["bytes"][i]
        for word, value in (("sni", f.get("tls", {}).get("sni")), ("name", f.get("name")), ("host", f.get("http", {}).get("host"))):
            if value:
                said[key][word].add(value)
    theirs = collections.defaultdict(lambda: [0, 0, 0, 0])
    heard = collections.defaultdict(lambda: {"sni": set(), "name": set(), "host": set()})
    stray = 0
    for (protocol, src, sport, dst, dport), (packets, size) in amounts.items():
        there, back = (protocol, src, dst, dport), (protocol, dst, src, sport)
        if there in ours and back in ours and there != back:
            there, back = (there, None) if sport > dport else (None, back)
        if there in ours:
            theirs[there][0] += packets
            theirs[there][2] += size
            for word, values in names.get((protocol, src, sport, dst, dport), {}).items():
                heard[there][word] |= values
        elif back in ours:
            theirs[back][1] += packets
            theirs[back][3] += size
        else:
            stray += packets
    copies, wrong = document["copies"], 0
    compared = collections.Counter()
    extra = 0
    for key, mine in ours.items():
        other = theirs.get(key, [0, 0, 0, 0])
        for i, what in enumerate(("packets from clients", "packets from servers", "bytes from clients", "bytes from servers")):
            compared[what] += 1
            if i < 2:
                extra += other[i] - mine[i]
            if mine[i] == other[i] or (copies > 0 and other[i] >= mine[i]):
                continue
            wrong += 1
            if wrong <= 10:
                print(f"{name}: {judge}: {key}: {what}: {mine[i]}, {judge} says {other[i]}")
        for word in ("sni", "name", "host") if judge == "tshark" else ():
            # one name is kept a record; the judge must have heard it, and heard none where none is kept
            mine_of, other_of = said[key][word], heard[key][word]
            compared[word] += bool(mine_of or other_of)
            if not mine_of <= other_of or (other_of and not mine_of):
                wrong += 1
                if wrong <= 10:
                    print(f"{name}: {judge}: {key}: {word}: {sorted(mine_of)}, {judge} says {sorted(other_of)}")
    if stray or extra > copies:
        wrong += 1
        print(f"{name}: {judge}: {stray} packets of no record, {extra} more than counted, {copies} copies")
    told = ", ".join(f"{n} {what}" for what, n in sorted(compared.items()))
    print(f"{name}: {judge}: {len(ours)} records: {told}; {copies} copies left out; {wrong} differ")
    return wrong > 0


sys.exit(main())
