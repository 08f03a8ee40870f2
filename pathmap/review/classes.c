/* pathmap/review/classes.c: which class a path has: by what it leads to, and by who opens it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/review/review.h"

/* One row a kind of role: what it is as a source, and whether it is a part of the platform itself. */
static const struct {
    enum wit_source_kind source;
    bool platform;
} rows[WIT_ROLE_KIND_COUNT] = {
    [WIT_ROLE_BROKER] = {WIT_SRC_PLAIN, true},          [WIT_ROLE_CONTROLLER] = {WIT_SRC_PLAIN, true},
    [WIT_ROLE_ZOOKEEPER] = {WIT_SRC_PLAIN, true},       [WIT_ROLE_CONNECT_WORKER] = {WIT_SRC_CONNECT, true},
    [WIT_ROLE_SCHEMA_REGISTRY] = {WIT_SRC_PLAIN, true}, [WIT_ROLE_CLIENT] = {WIT_SRC_PLAIN, false},
    [WIT_ROLE_MIRROR] = {WIT_SRC_MIRROR, true},         [WIT_ROLE_MONITORING] = {WIT_SRC_PLAIN, false},
    [WIT_ROLE_OBJECT_STORE] = {WIT_SRC_PLAIN, false},   [WIT_ROLE_ADMIN] = {WIT_SRC_ADMIN, false},
    [WIT_ROLE_KEY_SERVICE] = {WIT_SRC_PLAIN, false},    [WIT_ROLE_DNS] = {WIT_SRC_PLAIN, false},
    [WIT_ROLE_OTHER] = {WIT_SRC_PLAIN, false},
};

/* With several roles the one that is furthest from a plain client counts. */
enum wit_source_kind wit_source_kind_of(const struct wit_role *const *roles, size_t n)
{
    enum wit_source_kind kind = WIT_SRC_PLAIN;
    for (size_t i = 0; i < n; i++)
        if (rows[roles[i]->kind].source > kind)
            kind = rows[roles[i]->kind].source;
    return kind;
}

bool wit_is_platform(const struct wit_role *const *roles, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (rows[roles[i]->kind].platform)
            return true;
    return false;
}

enum wit_class wit_class_derive(enum wit_source_kind source, enum wit_class use, bool same)
{
    if (source == WIT_SRC_ADMIN)
        return WIT_CLASS_ADMIN;
    if (use != WIT_CLASS_CLIENT)
        return use;
    if (same) /* broker to broker on a client listener: what one says to another is replication */
        return WIT_CLASS_REPLICATION;
    switch (source) {
    case WIT_SRC_CONNECT:
        return WIT_CLASS_CONNECTOR;
    case WIT_SRC_MIRROR:
        return WIT_CLASS_MIGRATION;
    default:
        return WIT_CLASS_CLIENT;
    }
}

/* ssh, RDP, WinRM: whoever has one of these has the machine. */
struct wit_pset wit_admin_ports(struct wit_arena *arena)
{
    static const unsigned ports[][2] = {{22, 22}, {3389, 3389}, {5985, 5986}};
    struct wit_pset all = wit_pset_none();
    for (size_t i = 0; i < sizeof ports / sizeof *ports; i++)
        all = wit_pset_union(arena, all, wit_pset_ports(arena, WIT_TCP, ports[i][0], ports[i][1]));
    return all;
}
