/* evidence/map.h: the map: what was computed from the evidence, for every reader of it (paths, render, packet, diff,
 * check).
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: the map contract (schemas/map.schema.json). Built by pathmap/review, written and read back by
 * evidence/map_*.c. Everything is in one arena; arrays are in their final, sorted order; strings are never NULL unless
 * said.
 */
#ifndef WIT_EVIDENCE_MAP_H
#define WIT_EVIDENCE_MAP_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/pset.h"
#include "evidence/sheet.h"

enum wit_class {
    WIT_CLASS_CLIENT,
    WIT_CLASS_REPLICATION,
    WIT_CLASS_CONTROLLER,
    WIT_CLASS_CONNECTOR,
    WIT_CLASS_OBJECT_STORAGE,
    WIT_CLASS_TELEMETRY,
    WIT_CLASS_SCHEMA_REGISTRY,
    WIT_CLASS_ADMIN,
    WIT_CLASS_MIGRATION,
    WIT_CLASS_DNS,
    WIT_CLASS_KEY_SERVICE,
    WIT_CLASS_OTHER,
    WIT_CLASS_COUNT
};
enum wit_verdict { WIT_ISOLATED, WIT_ONE_WAY, WIT_PARTIAL, WIT_REACHABLE, WIT_UNKNOWN };
enum wit_observed { WIT_NOT_WATCHED, WIT_NOT_SEEN, WIT_SEEN };
enum wit_declared { WIT_UNDECLARED, WIT_DECLARED, WIT_EXPIRED };
enum wit_status { WIT_GREEN, WIT_YELLOW, WIT_RED };
enum wit_proof { WIT_PROVED, WIT_VIOLATED, WIT_UNDECIDED }; /* words: proved, violated, unknown */
enum wit_severity { WIT_INFO, WIT_LOW, WIT_MEDIUM, WIT_HIGH };

/* Words of the contract, both ways; *_of answers -1 for a word that is none. */
const char *wit_class_word(enum wit_class c);
int wit_class_of(const char *word);
const char *wit_class_title(enum wit_class c); /* "Client access", for people */
const char *wit_verdict_word(enum wit_verdict v);
int wit_verdict_of(const char *word);
const char *wit_observed_word(enum wit_observed o);
int wit_observed_of(const char *word);
const char *wit_declared_word(enum wit_declared d);
int wit_declared_of(const char *word);
const char *wit_status_word(enum wit_status s);
int wit_status_of(const char *word);
const char *wit_proof_word(enum wit_proof p);
int wit_proof_of(const char *word);
const char *wit_severity_word(enum wit_severity s);
int wit_severity_of(const char *word);

/* One end of a path. */
struct wit_scope {
    const char *kind; /* "subnet", "internet", "prefix", "bucket", "service", "endpoint", "network" */
    const char *id;   /* "subnet-0aa1", "internet", "192.168.0.0/16", "acme-events" */
    const char *name; /* Name tag, or "" */
    const char *account, *region, *network, *zone; /* "" when it has none */
    const char *role; /* role id in the intent that this end plays on this path, "" when none */
};

#define WIT_PROTOCOL_OTHER 256 /* at once: every protocol that is not TCP, UDP, ICMP or ICMPv6 */
struct wit_port_range {
    unsigned protocol;    /* IANA number, or WIT_PROTOCOL_OTHER */
    unsigned first, last; /* ports; icmp: type<<8|code */
};

/* One of several rules that decide together about the ports asked. */
struct wit_hop_rule {
    const char *id, *rule; /* filter and rule, as in the hop */
    const char *ports;     /* of those asked, the part that it decides */
    const char *text, *evidence;
};
/* One element on the way and what it did. */
struct wit_hop {
    const char *direction; /* "forward" or "reply" */
    const char *kind;   /* decider.kind words: "security-group", "network-acl", "route-table", "internet-gateway" … */
    const char *id;     /* "sg-0c1" */
    const char *name;   /* of the object, "" when it has none */
    const char *rule;   /* rule id, number, destination …; "" when none */
    const char *facing; /* of filters: "ingress" or "egress", else "" */
    const char *action; /* "pass", "block", "unknown", "rewrite" */
    const char *text;   /* one line for people: "egress: allows tcp/0-65535 to 0.0.0.0/0" */
    const char
        *surely; /* which of the ports asked (of the reply: of the client's ports) it surely lets pass; "" none */
    const char *possibly;             /* which may pass; "" when that is the same */
    const char *before, *after;       /* headers "10.0.1.5 -> 10.0.2.7:9094"; after differs on a rewrite; may be "" */
    const char *evidence;             /* citation, or "" */
    const struct wit_hop_rule *rules; /* filters: all that decide together, when they are more than one */
    size_t n_rules;
};

/* A chain through nodes that open connections of their own (docs/reachability.md 2.6): never part of a verdict. */
struct wit_indirect_leg {
    const char *from, *to; /* role, or id of a scope */
    const char *ports;     /* "tcp/9092" */
    const char *path;      /* path id, or "" */
    enum wit_verdict verdict;
};
struct wit_indirect {
    const char *id;   /* "i-7f3a91c2": from kind, ends and relays only */
    const char *kind; /* what the first relay is: "connect-worker", "mirror", "session", "resolver" … */
    const char *from, *to;
    const char *const *relays; /* in order; at most two */
    size_t n_relays;
    const char *direct;       /* verdict of from -> to without a relay, "" when nobody asks for it */
    enum wit_verdict verdict; /* reachable: every leg surely is; else unknown */
    const struct wit_indirect_leg *legs;
    size_t n_legs;
    const char *text;
};

/* What policies say beside the network, for a path to an object store (docs/identity.md). */
struct wit_identity_row {
    const char *action;    /* "read", "write", "list" */
    const char *principal; /* ARN, "anyone", "any account"; "" not known */
    const char *way;       /* "vpce-…", "internet" */
    enum wit_verdict verdict;
    struct {
        const char *kind;      /* "policy" */
        const char *of;        /* "bucket", "endpoint", "identity", "boundary", "public-access-block" … */
        const char *id;        /* bucket, endpoint, ARN */
        const char *statement; /* its Sid or number, "" when none of its statements allows */
    } decider;                 /* all "" when unknown */
    const char *text;          /* one line for people */
    const char *remedy;        /* unknown: the call that would tell, "" none */
    const char *const *gaps;
    size_t n_gaps;
    const char *evidence; /* citation, or "" */
};
struct wit_identity_part {
    enum wit_verdict verdict; /* reachable: some row is; else unknown: some row is; else isolated */
    const struct wit_identity_row *rows;
    size_t n; /* 0: it is no path to an object store */
};

struct wit_reason {
    const char *code; /* one table: docs/findings.md */
    const char *text;
};

/* The check whose finding says the same as a reason, so that a waiver of that finding covers the path too; "" for what
 * is never red by default; NULL for a code that this program does not know: nothing but a waiver of the path covers it.
 */
const char *wit_reason_check(const char *code);

struct wit_path {
    const char *id; /* "p-7f3a91c2": from class, from, to only */
    enum wit_class class;
    struct wit_scope from, to;
    struct {
        const char *role;     /* kind of the role that listens: "broker" */
        const char *listener; /* "SASL_SSL" … or "" */
        const struct wit_port_range *ports;
        size_t n_ports;
    } service;
    struct {
        enum wit_verdict verdict;
        const char *kind;                   /* "direct", "translated", "proxied", "" */
        const struct wit_port_range *ports; /* every open port (lo) of the pair of scopes, not only the service's */
        size_t n_ports;
        const struct wit_port_range *possible; /* hi minus lo: open if gaps are filled unluckily */
        size_t n_possible;
        uint64_t from_endpoints, to_endpoints, pairs; /* pairs: those that are open at the service's ports */
        const struct wit_hop *hops;                   /* of the first open pair; of the closed one when isolated */
        size_t n_hops;
        const char *const *gaps; /* ids of gaps that the verdict hangs on */
        size_t n_gaps;
    } permitted;
    struct wit_identity_part identity; /* beside `permitted`: data moves only where both are open */
    struct {
        enum wit_observed verdict;
        uint64_t connections, bytes_estimate, bytes_low, bytes_high;
        const char *first, *last; /* "" when not seen */
        uint64_t attempts;        /* openings that were refused or got no answer; not in `connections` */
        /* seen: what the wire told; each sorted, may be empty */
        const char *const *client_ids, *const *software, *const *encryption, *const *sasl;
        size_t n_client_ids, n_software, n_encryption, n_sasl;
        /* not-seen: the time that was watched (the shortest of its ends'), 1 in `sample`, what was lost, and the
         * smallest flow, in packets, that 99 of 100 times would have been seen */
        uint64_t seconds, sample, dropped, smallest_packets;
        const char *const *vantages; /* seen, not-seen: by whom */
        size_t n_vantages;
        const char *text; /* one line for people; "" when there is no traffic in the evidence */
    } observed;
    struct {
        enum wit_declared verdict;
        const char *intent;  /* id of the declared path, "" when none */
        const char *expires; /* "2027-01-31" or "" */
    } declared;
    struct {
        const char *owner, *purpose, *identity, *encryption, *audit; /* "" is missing */
        /* Where the last three come from; n_basis 0: not told (maps of earlier versions). */
        const struct wit_review_basis {
            const char *column;   /* "identity", "encryption", "audit" */
            enum wit_basis basis; /* of what the column shows: a declared text stands before a derived one */
            const char *derived;  /* what evidence tells: "SASL_SSL listener CLIENT of broker 1"; "" nothing */
            const char *declared; /* what people say; "" nothing */
            bool disagree;        /* evidence contradicts what is declared */
            const char *evidence; /* citation, or "" */
        } * basis;
        size_t n_basis;
    } review;
    enum wit_status status;
    const struct wit_reason *reasons;
    size_t n_reasons;
    const char *const
        *evidence; /* "a-000012#/SecurityGroups/3/IpPermissions/0"; with several bundles "name/a-000012#…" */
    size_t n_evidence;
};

struct wit_map_gap {
    const char *id;     /* "g-000013", or "g-" and a digest for those that mapping found */
    const char *reason; /* word of enum wit_gap_reason */
    const char *account, *region, *service, *operation, *resource; /* "" when none */
    const char *text; /* for people: what is missing and what stays open because of it */
    const char
        *remedy; /* the call or permission that would close it: "aws ec2 describe-network-acls --region eu-west-1" */
    const char *evidence;
};
/* For lines and tables: "… denied (UnauthorizedOperation: You are not …)" becomes "… denied (UnauthorizedOperation)";
 * other texts are returned as they are. */
const char *wit_gap_brief(struct wit_arena *arena, const char *text);

struct wit_finding {
    const char *id;    /* "f-…" stable */
    const char *check; /* table key: "undeclared-path" */
    enum wit_severity severity;
    const char *title, *text;
    const char *const *paths; /* path ids */
    size_t n_paths;
    const char *const *evidence;
    size_t n_evidence;
    const char *waiver; /* id of the waiver in force that speaks of it, "" none */
};

/* A `never` statement. */
struct wit_assertion {
    const char *id;
    const char *text; /* "from internet to brokers, any port" */
    enum wit_proof proof;
    const char *const *from; /* as written */
    size_t n_from;
    const char *to;
    const struct wit_port_range *ports; /* none: any port */
    size_t n_ports;
    struct wit_witness {
        const char *from, *to; /* scope ids or endpoint ids: "apps-a (subnet-0aa1)" */
        const char *ports;     /* "tcp/9099" */
        const char *decider;   /* what closes it (proved), what opens it (violated), or leaves it open (unknown) */
        const char *path;      /* path id when the inventory has it, else "" */
        const char *evidence;  /* citation or "" */
        enum wit_verdict verdict;
    } const *witnesses; /* proved: the cut, one a closing rule; violated: the paths; unknown: the open ways */
    size_t n_witnesses;
    const char *const *gaps;
    size_t n_gaps;
    uint64_t checked_pairs; /* endpoint pairs the statement speaks of */
};

/* What is drawn: the networks, and in them the zones, subnets and endpoints. */
struct wit_map_subnet {
    const char *id, *name, *account, *region, *network, *zone;
    const char *const *prefixes;
    size_t n_prefixes;
    uint64_t endpoints;
    const char *const *roles; /* role ids with endpoints here, sorted */
    size_t n_roles;
    bool public_route; /* a route to an internet gateway */
};
struct wit_map_network {
    const char *id, *name, *account, *region;
    const char *const *prefixes;
    size_t n_prefixes;
};
struct wit_map_gateway {                             /* internet, nat, peering, endpoint … as nodes and facts */
    const char *id, *name, *kind, *network, *subnet; /* kind as decider.kind; subnet "" when none */
    const char *detail; /* "203.0.113.7", "com.amazonaws.eu-west-1.s3", "vpc-1 <-> vpc-2" */
};
struct wit_map_role {
    const char *id, *kind;
    uint64_t endpoints;
    const char *const *members; /* interface ids, prefixes, bucket names; sorted; at most 1,000 kept */
    size_t n_members;
};
struct wit_map_bucket {                                                           /* storage surfaces known so far */
    const char *name, *account, *region, *encryption, *key, *public_access_block; /* "" unknown */
};

/* Every rule of every filter and every route: what a diff names as the cause of a change. */
struct wit_map_rule {
    const char *kind; /* as decider.kind: "security-group", "network-acl", "route-table" */
    const char *id, *name;
    const char *rule;     /* rule id, number or destination; "" when it has none */
    const char *text;     /* "ingress tcp/8083 from 0.0.0.0/0": the same text is the same rule, wherever it is cited */
    const char *evidence; /* citation, or "" */
};

/* An answer that something in the map cites (evidence/cites.h): where to find it, and that it is still the same. */
struct wit_map_artefact {
    const char *id, *bundle;                                    /* "a-000012", name of its bundle */
    const char *operation, *account, *region, *resource, *time; /* as in the journal; "" when it has none */
    const char *sha256;                                         /* of the raw bytes */
};

struct wit_map {
    const char *tool_version;
    const char *collected_first, *collected_last; /* time span of the evidence */
    struct wit_map_bundle {
        const char *name, *head;
        bool sealed;
        uint64_t records;
    } const *bundles;
    size_t n_bundles;
    const struct wit_map_artefact *artefacts; /* every artefact that is cited; none: maps of earlier versions */
    size_t n_artefacts;
    const char *intent_sha256; /* "" when there was no intent */
    const char *const *assumptions;
    size_t n_assumptions;
    const struct wit_map_network *networks;
    size_t n_networks;
    const struct wit_map_subnet *subnets;
    size_t n_subnets;
    const struct wit_map_gateway *gateways;
    size_t n_gateways;
    const struct wit_map_role *roles;
    size_t n_roles;
    const struct wit_map_bucket *buckets;
    size_t n_buckets;
    const struct wit_path *paths;
    size_t n_paths;
    const struct wit_indirect *indirect; /* chains, apart from the paths */
    size_t n_indirect;
    const struct wit_map_gap *gaps;
    size_t n_gaps;
    const struct wit_finding *findings;
    size_t n_findings;
    const struct wit_assertion *assertions;
    size_t n_assertions;
    const struct wit_map_rule *rules; /* sorted by kind, id, text */
    size_t n_rules;
    const struct wit_sheet *sheets; /* in the order of the table pathmap/sheets/sheets.c */
    size_t n_sheets;
    const struct wit_map_event *events;
    size_t n_events;
    const struct wit_waiver *waivers; /* sorted by id */
    size_t n_waivers;
    const char *policy_sha256; /* "" when there was no policy file */
};

/* "p-" and 8 hex digits of SHA-256 over class, from and to. */
void wit_path_id(char out[16], enum wit_class class, const struct wit_scope *from, const struct wit_scope *to);

/* Canonical JSON, indent 2. The same map gives the same bytes. */
void wit_map_write(struct wit_buf *out, const struct wit_map *map);
/* Reads what wit_map_write wrote (and nothing looser). Hostile input: caps, every type checked. err: WIT_EPARSE with
 * the place, WIT_ELIMIT */
WIT_NODISCARD bool wit_map_read(struct wit_map **out, struct wit_arena *arena, const char *text, size_t len,
                                struct wit_err *err);

/* The ranges as a set, and a set as ranges in the shortest form. */
struct wit_pset wit_port_ranges_set(struct wit_arena *arena, const struct wit_port_range *ports, size_t n);
const struct wit_port_range *wit_port_ranges_of(size_t *n, struct wit_arena *arena, struct wit_pset set);
/* "tcp/9092-9098, udp/53" */
void wit_port_ranges_text(struct wit_buf *out, const struct wit_port_range *ports, size_t n);

#endif
