/* pathmap/sheets/questions.c: every question that a review asks, with what answers it.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One row a question: the sheet (or row of one) that answers it, a look at the map, what people have to say, or why
 * nothing can be computed. Source: docs/sheets.md ("questions"), the five review texts.
 */
#include <string.h>

#include "pathmap/sheets/inside.h"

static void fingerprint(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_add(item, m->arena, WIT_MARK_GOOD,
                 "pathwitness diff names what changed and the rule; verify proves the bundle by its hash chain");
}

static void telemetry(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t n = 0;
    for (size_t i = 0; i < m->review->n_paths; i++)
        if (m->review->paths[i].class == WIT_CLASS_TELEMETRY && wit_path_is_open(&m->review->paths[i])) {
            n++;
            wit_item_path(item, m->review->paths[i].id);
        }
    wit_item_add(item, m->arena, WIT_MARK_NONE, wit_fmt(m->arena, "%zu telemetry paths are open", n));
    wit_item_ask(item, m->arena, "what logs and metrics carry is not read");
}

static void replication(struct wit_sheet_maker *m, struct wit_item *item)
{
    size_t n = 0, unknown = 0;
    for (size_t i = 0; i < m->review->n_paths; i++) {
        const struct wit_path *p = &m->review->paths[i];
        if (p->class != WIT_CLASS_REPLICATION && p->class != WIT_CLASS_CONTROLLER && p->class != WIT_CLASS_MIGRATION)
            continue;
        unknown += p->permitted.verdict == WIT_UNKNOWN;
        n += wit_path_is_open(p);
        wit_item_path(item, p->id);
    }
    wit_item_add(
        item, m->arena, unknown > 0 || n == 0 ? WIT_MARK_UNKNOWN : WIT_MARK_GOOD,
        n + unknown == 0
            ? "no path of replication, quorum or migration is in the inventory"
            : wit_fmt(m->arena, "%zu open paths of replication, quorum and migration, %zu left open", n, unknown));
}

static void copies(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    uint32_t least = 0, most = 0;
    size_t remote = 0, n = 0;
    for (size_t i = 0; i < p->n_clusters; i++)
        for (size_t k = 0; k < p->clusters[i].n_topics; k++) {
            const struct wit_topic *t = &p->clusters[i].topics[k];
            least = n == 0 || t->replication < least ? t->replication : least;
            most = t->replication > most ? t->replication : most;
            remote += strcmp(t->remote, "true") == 0;
            n++;
        }
    if (n == 0)
        wit_item_add(item, m->arena, WIT_MARK_UNKNOWN, "no topics are in evidence: " WIT_ASK_KAFKA);
    else
        wit_item_add(
            item, m->arena, WIT_MARK_GOOD,
            wit_fmt(m->arena, "%zu topics with %u to %u replicas, %zu with a remote tier", n, least, most, remote));
    wit_look_storage(m, item);
}

static void acknowledge(struct wit_sheet_maker *m, struct wit_item *item)
{
    const struct wit_platform *p = m->review->platform;
    size_t told = 0, n = 0, single = 0;
    for (size_t i = 0; i < p->n_clusters; i++)
        for (size_t k = 0; k < p->clusters[i].n_topics; k++) {
            const char *least = p->clusters[i].topics[k].min_insync;
            n++;
            told += least[0] != '\0';
            single += strcmp(least, "1") == 0;
        }
    wit_item_add(item, m->arena,
                 told < n || n == 0 ? WIT_MARK_UNKNOWN
                 : single > 0       ? WIT_MARK_WATCH
                                    : WIT_MARK_GOOD,
                 n == 0 ? "no topics are in evidence: " WIT_ASK_KAFKA
                        : wit_fmt(m->arena,
                                  "min.insync.replicas told of %zu of %zu topics, 1 on %zu; acks is the clients' own",
                                  told, n, single));
    wit_look_storage(m, item);
}

static void columns(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_look_paths(m, item);
}

static void clear(struct wit_sheet_maker *m, struct wit_item *item)
{
    wit_item_sheet_row(item, m, "broker-hardening", "tls");
}

static const struct question {
    const char *text, *id, *question;
    const char *by; /* sheet or "sheet/row"; with `look`: what a reader looks at */
    wit_look_fn *look;
    const char *otherwise; /* missing, or with a leading '!': not computable */
} questions[] = {
    {"001", "where-data-plane", "Can the organization prove where the data plane runs?", "placement", NULL, NULL},
    {"001", "who-controls-network", "Who controls the network boundary?", "identity-capability", NULL, NULL},
    {"001", "who-administers", "Which identities can administer it?", "identity-capability", NULL, NULL},
    {"001", "risk-model", "Does the commercial model match the risk model?", "", NULL, "!a judgement of people"},
    {"001", "leaves-account", "Does application data leave the approved cloud account?", "paths", wit_look_boundary,
     NULL},
    {"001", "keys-customer", "Do encryption keys remain under customer control?", "key-ownership", NULL, NULL},
    {"001", "admin-to-data", "Can administrative access become data access?", "identity-capability", NULL, NULL},
    {"001", "sensitive-logs", "Do logs or metrics carry sensitive payloads?", "paths of class telemetry", telemetry,
     NULL},
    {"001", "bill-resources", "Which cloud resources appear on the customer's bill?", "storage-surfaces", NULL, NULL},
    {"001", "vendor-charges", "Which vendor charges are usage based?", "", NULL, "!a contract tells"},
    {"001", "support", "Which support obligations remain with the internal platform team?", "responsibility", NULL,
     NULL},
    {"001", "exit", "How hard is it to exit the contract?", "isolation-decision/exit", NULL, NULL},
    {"001", "own-subnet", "Do the brokers run in a customer-owned subnet?", "placement", NULL, NULL},
    {"001", "own-storage", "Is object storage customer owned?", "storage-surfaces", NULL, NULL},
    {"001", "control-plane-records", "Has the control plane direct access to records?", "identity-capability", NULL,
     NULL},
    {"001", "cross-zone-cost", "Will a cross-zone replication path surprise finance?", "transfer-paths", NULL, NULL},
    {"001", "records-live", "Where do durable records live during normal operation?", "storage-surfaces", NULL, NULL},
    {"001", "replicas-move", "Where do replicas move during maintenance?", "paths of class replication", replication,
     NULL},
    {"001", "replication-paths", "Which network paths does replication use?", "paths of class replication", replication,
     NULL},
    {"001", "reassignment", "What happens when reassignment is triggered?", "drift-readiness/scaling", NULL, NULL},
    {"001", "provable", "Which boundary does each model make provable?", "boundaries", NULL, NULL},
    {"001", "data-classes",
     "Where do records, offsets, metadata, schemas, logs, metrics, backups, and audit events live?", "data-locations",
     NULL, NULL},
    {"001", "capabilities",
     "Which identities administer, access storage, rotate secrets, read metrics, manage connectors?",
     "identity-capability", NULL, NULL},
    {"001", "paths-exist", "Which paths exist for ingress, connector egress, object storage, telemetry?", "paths",
     columns, NULL},
    {"001", "draw", "Draw them at subnet and endpoint level.", "pictures of the packet", fingerprint, NULL},
    {"001", "teams", "Which team owns upgrades, scaling, incidents, quotas, access reviews?", "responsibility", NULL,
     NULL},
    {"001", "rollback-path", "What is the rollback path if acceptance tests fail?", "gates/rollback", NULL, NULL},
    {"001", "every-path", "List every path that can reach event data or operational metadata.", "paths", columns, NULL},
    {"001", "five-columns", "Owner, identity, encryption boundary, and audit trail of each path?", "paths", columns,
     NULL},
    {"001", "path-audit", "Every network path has an owner, purpose, and audit trail.", "isolation-decision/network",
     NULL, NULL},
    {"001", "bill-explained", "Can the bill be explained before production traffic grows?", "isolation-decision/cost",
     NULL, NULL},
    {"001", "hidden-work", "How much operational work is hidden behind scaling and maintenance?",
     "drift-readiness/scaling", NULL, NULL},
    {"001", "shared-responsibility", "Can the shared responsibility model be documented clearly?", "responsibility",
     NULL, NULL},
    {"000", "data-moved", "Which data moved, and which network paths carried it?", "transfer-paths", NULL, NULL},
    {"000", "classification", "Does the new state still match the workload's classification?", "", NULL,
     "the class of a topic's data is for people to say"},
    {"000", "what-changed", "What changed, who owns it, what data could move?", "pathwitness diff", fingerprint, NULL},
    {"000", "new-state", "What evidence proves the new state, and how quickly can the team roll back?",
     "gates/rollback", NULL, NULL},
    {"000", "topic-owner", "Which service owns a topic?", "drift-readiness/topics", NULL, NULL},
    {"000", "personal-data-region", "Is a stream with personal data restricted to the right region?", "paths",
     wit_look_boundary, NULL},
    {"000", "acknowledge", "How are writes acknowledged, and how is unflushed data protected?",
     "topics, storage-surfaces", acknowledge, NULL},
    {"000", "recovery-access", "What proves that recovery does not widen access?", "pathwitness diff", NULL,
     "map before and after a recovery exercise, then pathwitness diff: the exercise is for people to do"},
    {"002", "who-allowed", "Who allowed a record to cross from one system into another?", "paths", columns, NULL},
    {"002", "who-wrote", "Who wrote this record, which contract applied, which decision was made?", "", NULL,
     "!records are never read; the authorizer's log tells identity and topic"},
    {"002", "stored-consumed", "Where was the record stored, who consumed it?", "kafka-clients", NULL, NULL},
    {"002", "customer-data", "Where do customer data and operational metadata live?", "data-locations", NULL, NULL},
    {"002", "policy-change", "Do policy changes trigger data movement or cross-zone traffic?",
     "drift-readiness/scaling", NULL, NULL},
    {"003", "who-controls", "Which party controls the account, which storage systems hold durable data?",
     "storage-surfaces", NULL, NULL},
    {"003", "key-policies", "Which key policies apply to each system, what can auditors inspect?", "storage-surfaces",
     NULL, NULL},
    {"003", "what-happens", "What happens when a broker fails, a key rotates, a region changes?", "boundaries/recovery",
     NULL, NULL},
    {"003", "retained", "Where do retained records, offsets, schemas, backups, and diagnostic logs live?",
     "data-locations", NULL, NULL},
    {"003", "which-keys", "Which keys protect every place this state can land?", "storage-surfaces", NULL, NULL},
    {"003", "key-change", "What fails when a key policy changes, and who can prove it?", "key-ownership", NULL, NULL},
    {"003", "can-affect", "Which account, network, bucket, volume, and role can affect Kafka data?",
     "boundaries/control", NULL, NULL},
    {"003", "key-service", "Which key service protects data at rest, who administers the key?",
     "boundaries/cryptographic", NULL, NULL},
    {"003", "who-reads", "Who can read logs, modify topics, inspect metrics, trigger recovery?",
     "boundaries/operational", NULL, NULL},
    {"003", "restore", "What exactly fails, and how does the team restore service?", "boundaries/recovery", NULL, NULL},
    {"003", "custom-keys", "Is custom key support available for the specific deployment?", "", NULL,
     "the product's documentation tells: AutoMQ states that BYOC storage encryption takes no custom keys"},
    {"003", "copies", "Where does durable state live, and how many copies or tiers exist?", "topics, storage-surfaces",
     copies, NULL},
    {"003", "storage-services",
     "Show the storage services with records, offsets, metadata, buffers, logs, and backups.", "storage-surfaces", NULL,
     NULL},
    {"004", "no-plaintext", "No PLAINTEXT listeners in production.", "broker-hardening/plaintext", NULL, NULL},
    {"004", "quorum-closed", "ZooKeeper/KRaft access only from broker nodes.", "broker-hardening/quorum", NULL, NULL},
    {"004", "tls", "TLS for all client connections and inter-broker communication.", "broker-hardening/tls", clear,
     NULL},
    {"004", "registry-internet", "The schema registry is not accessible from the public internet.",
     "registry-hardening/isolation", NULL, NULL},
    {"004", "registry-needed", "The registry is accessible only to services that need it.",
     "registry-hardening/isolation", NULL, NULL},
    {"004", "jmx", "JMX authentication if JMX is exposed.", "broker-hardening/jmx", NULL, NULL},
    {"004", "separated", "Brokers are separated from application services by firewalls or groups.", "listeners", NULL,
     NULL},
    {"004", "who-consumed", "Who consumed what, when?", "kafka-clients", NULL, NULL},
    {"004", "non-root", "The broker process runs as a non-root user.", "broker-hardening/non-root", NULL, NULL},
    {"004", "no-payloads", "No event payloads in audit trails.", "what pathwitness keeps", NULL,
     "pathwitness keeps headers and never payload; what other audit trails keep is for people to say"},
    {"004", "timestamp", "A hash of the audit log goes to an external timestamping service.", "the bundle's manifest",
     NULL, "sealing a bundle with a timestamp does it for this evidence; for other logs it is for people to say"},
};

static const char *answer_state(enum wit_mark mark, enum wit_basis basis)
{
    if (basis == WIT_BASIS_MISSING)
        return "missing";
    if (basis == WIT_BASIS_NONE)
        return "not computable";
    return mark == WIT_MARK_UNKNOWN ? "answered in part" : "answered";
}

/* The mark of a sheet with several rows is that of its worst: the question is answered there, not here. */
static struct wit_item answer(struct wit_sheet_maker *m, const struct question *q)
{
    struct wit_item item = {.basis = WIT_BASIS_COMPUTED, .text = ""};
    const char *slash = strchr(q->by, '/');
    if (q->look == NULL && q->otherwise != NULL)
        return q->otherwise[0] == '!' ? wit_item_none(q->otherwise + 1) : wit_item_missing(q->otherwise);
    if (q->look != NULL) {
        q->look(m, &item);
    } else if (slash == NULL) {
        const struct wit_sheet *s = wit_made(m, q->by);
        bool empty = true;
        for (size_t i = 0; s != NULL && i < s->n_rows && empty; i++)
            empty = s->rows[i].basis == WIT_BASIS_MISSING || s->rows[i].basis == WIT_BASIS_NONE;
        wit_item_sheet(&item, m, q->by, "nothing of it is in evidence");
        item.basis = empty ? WIT_BASIS_MISSING : WIT_BASIS_COMPUTED;
    } else {
        const struct wit_sheet_row *row =
            wit_made_row(m, wit_strndup(m->arena, q->by, (size_t)(slash - q->by)), slash + 1);
        wit_item_add(&item, m->arena, row == NULL ? WIT_MARK_UNKNOWN : row->mark,
                     row == NULL ? "nothing of it is in evidence" : row->text);
        item.basis = row == NULL ? WIT_BASIS_MISSING : row->basis;
    }
    if (item.mark == WIT_MARK_UNKNOWN && item.basis == WIT_BASIS_COMPUTED && item.text[0] == '\0')
        item.basis = WIT_BASIS_MISSING;
    return item;
}

void wit_make_questions(struct wit_sheet_maker *m)
{
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        const struct question *q = &questions[i];
        struct wit_item item = answer(m, q);
        const char *cells[] = {q->text, q->question, q->by[0] == '\0' ? "people" : q->by,
                               answer_state(item.mark, item.basis)};
        struct wit_sheet_row *row = wit_row(m, wit_fmt(m->arena, "%s-%s", q->text, q->id), item.mark, item.basis,
                                            item.text == NULL ? "" : item.text, cells, 4);
        for (size_t k = 0; k < item.n_paths; k++)
            wit_sheet_path(m, row, item.paths[k]);
        for (size_t k = 0; k < item.n_cites; k++)
            wit_row_cite(m, row, item.cites[k]);
    }
}
