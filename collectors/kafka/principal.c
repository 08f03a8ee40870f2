/* collectors/kafka/principal.c: who asks, and whether that one sees everything.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Brokers leave out of a list, without a word, what the principal may not describe. So a list is whole only when the
 * evidence says that the principal sees all. Source: Apache Kafka, "Authorization and ACLs" (operations that imply
 * Describe: Read, Write, Delete, Alter), KIP-371 (principals of certificates).
 */
#include <string.h>

#include "collectors/kafka/run.h"

const char *wit_kafka_principal(struct wit_arena *arena, const struct wit_kafka_config *config)
{
    if (config->mechanism != NULL)
        return config->user != NULL ? wit_fmt(arena, "User:%s", config->user) : NULL;
    if (config->identity.certificates == NULL)
        return "User:ANONYMOUS";
    return config->identity.subject[0] != '\0' ? wit_fmt(arena, "User:%s", config->identity.subject) : NULL;
}

bool wit_kafka_is_super(const char *super_users, const char *principal)
{
    size_t len = strlen(principal);
    for (const char *at = super_users; at != NULL && *at != '\0';) {
        at += strspn(at, "; ");
        size_t n = strcspn(at, ";"), trimmed = n;
        while (trimmed > 0 && at[trimmed - 1] == ' ')
            trimmed--;
        if (trimmed == len && memcmp(at, principal, len) == 0)
            return true;
        at += n;
    }
    return false;
}

static bool is_one_of(const char *word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

bool wit_kafka_describes_all(const struct wit_kafka_acl *acls, size_t n, const char *principal)
{
    static const char *const describing[] = {"ALL", "DESCRIBE", "READ", "WRITE", "DELETE", "ALTER"};
    static const char *const denying[] = {"ALL", "DESCRIBE", "UNKNOWN"};
    bool all = false;
    for (size_t i = 0; i < n; i++) {
        const struct wit_kafka_acl *a = &acls[i];
        bool mine = strcmp(a->principal, principal) == 0 || strcmp(a->principal, "User:*") == 0;
        if (!mine || strcmp(a->resource_type, "TOPIC") != 0)
            continue;
        if (strcmp(a->permission, "ALLOW") != 0) {
            if (is_one_of(a->operation, denying, sizeof denying / sizeof denying[0]))
                return false;
        } else if (strcmp(a->name, "*") == 0 && strcmp(a->pattern, "LITERAL") == 0 && strcmp(a->host, "*") == 0)
            all = all || is_one_of(a->operation, describing, sizeof describing / sizeof describing[0]);
    }
    return all;
}
