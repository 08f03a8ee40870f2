/* evidence/map_words.c: the words of the map, one table a kind of word.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "evidence/map.h"

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static const struct {
    const char *word, *title;
} classes[WIT_CLASS_COUNT] = {
    [WIT_CLASS_CLIENT] = {"client", "Client access"},
    [WIT_CLASS_REPLICATION] = {"replication", "Replication between brokers"},
    [WIT_CLASS_CONTROLLER] = {"controller", "Controller quorum"},
    [WIT_CLASS_CONNECTOR] = {"connector", "Connectors"},
    [WIT_CLASS_OBJECT_STORAGE] = {"object-storage", "Object storage"},
    [WIT_CLASS_TELEMETRY] = {"telemetry", "Telemetry"},
    [WIT_CLASS_SCHEMA_REGISTRY] = {"schema-registry", "Schema Registry"},
    [WIT_CLASS_ADMIN] = {"admin", "Administration"},
    [WIT_CLASS_MIGRATION] = {"migration", "Migration and mirroring"},
    [WIT_CLASS_DNS] = {"dns", "Name resolution"},
    [WIT_CLASS_KEY_SERVICE] = {"key-service", "Key service"},
    [WIT_CLASS_OTHER] = {"other", "Other"},
};
static const char *const verdicts[] = {
    [WIT_ISOLATED] = "isolated",   [WIT_ONE_WAY] = "one-way", [WIT_PARTIAL] = "partial",
    [WIT_REACHABLE] = "reachable", [WIT_UNKNOWN] = "unknown",
};
static const char *const observeds[] = {
    [WIT_NOT_WATCHED] = "not-watched", [WIT_NOT_SEEN] = "not-seen", [WIT_SEEN] = "seen"};
static const char *const declareds[] = {
    [WIT_UNDECLARED] = "undeclared", [WIT_DECLARED] = "declared", [WIT_EXPIRED] = "expired"};
static const char *const statuses[] = {[WIT_GREEN] = "green", [WIT_YELLOW] = "yellow", [WIT_RED] = "red"};
static const char *const proofs[] = {[WIT_PROVED] = "proved", [WIT_VIOLATED] = "violated", [WIT_UNDECIDED] = "unknown"};
static const char *const severities[] = {
    [WIT_INFO] = "info", [WIT_LOW] = "low", [WIT_MEDIUM] = "medium", [WIT_HIGH] = "high"};

static const char *word(const char *const *table, size_t n, unsigned value)
{
    return value < n ? table[value] : "";
}

static int value_of(const char *const *table, size_t n, const char *text)
{
    for (size_t i = 0; text != NULL && i < n; i++)
        if (strcmp(table[i], text) == 0)
            return (int)i;
    return -1;
}

const char *wit_class_word(enum wit_class c)
{
    return (unsigned)c < WIT_CLASS_COUNT ? classes[c].word : "";
}

const char *wit_class_title(enum wit_class c)
{
    return (unsigned)c < WIT_CLASS_COUNT ? classes[c].title : "";
}

int wit_class_of(const char *text)
{
    for (int i = 0; text != NULL && i < WIT_CLASS_COUNT; i++)
        if (strcmp(classes[i].word, text) == 0)
            return i;
    return -1;
}

const char *wit_verdict_word(enum wit_verdict v)
{
    return word(verdicts, COUNT(verdicts), (unsigned)v);
}

int wit_verdict_of(const char *text)
{
    return value_of(verdicts, COUNT(verdicts), text);
}

const char *wit_observed_word(enum wit_observed o)
{
    return word(observeds, COUNT(observeds), (unsigned)o);
}

int wit_observed_of(const char *text)
{
    return value_of(observeds, COUNT(observeds), text);
}

const char *wit_declared_word(enum wit_declared d)
{
    return word(declareds, COUNT(declareds), (unsigned)d);
}

int wit_declared_of(const char *text)
{
    return value_of(declareds, COUNT(declareds), text);
}

const char *wit_status_word(enum wit_status s)
{
    return word(statuses, COUNT(statuses), (unsigned)s);
}

int wit_status_of(const char *text)
{
    return value_of(statuses, COUNT(statuses), text);
}

const char *wit_proof_word(enum wit_proof p)
{
    return word(proofs, COUNT(proofs), (unsigned)p);
}

int wit_proof_of(const char *text)
{
    return value_of(proofs, COUNT(proofs), text);
}

const char *wit_severity_word(enum wit_severity s)
{
    return word(severities, COUNT(severities), (unsigned)s);
}

int wit_severity_of(const char *text)
{
    return value_of(severities, COUNT(severities), text);
}
