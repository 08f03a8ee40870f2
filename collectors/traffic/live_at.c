/* collectors/traffic/live_at.c: where a capture is: the addresses of the interfaces that it listens at.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <errno.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "collectors/traffic/live_watch.h"

enum { PLACES = 256 };

static bool is_asked(const char *name, const char *const *interfaces, size_t n)
{
    size_t len = strcspn(name, ":"); /* labels of further addresses: "eth0:1" */
    for (size_t i = 0; i < n; i++) {
        if (strcmp(interfaces[i], "any") == 0 ||
            (strlen(interfaces[i]) == len && strncmp(interfaces[i], name, len) == 0))
            return true;
    }
    return false;
}

static bool address_of(struct wit_addr *out, const struct sockaddr *sa)
{
    static const struct wit_prefix own[] = {
        {{0, 0x7f000000, 4}, 8}, {{0, 0xa9fe0000, 4}, 16}, {{0, 1, 6}, 128}, {{0xfe80000000000000U, 0, 6}, 10}};
    if (sa == NULL || (sa->sa_family != AF_INET && sa->sa_family != AF_INET6))
        return false;
    *out = (struct wit_addr){.family = sa->sa_family == AF_INET ? 4 : 6};
    const uint8_t *b;
    size_t n = sa->sa_family == AF_INET ? 4 : 16;
    if (n == 4)
        b = (const uint8_t *)&((const struct sockaddr_in *)(const void *)sa)->sin_addr;
    else
        b = (const uint8_t *)&((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr;
    for (size_t i = 0; i < n; i++) {
        out->hi = out->hi << 8 | (n == 4 ? 0 : out->lo >> 56);
        out->lo = out->lo << 8 | b[i];
    }
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (wit_prefix_has(own[i], *out))
            return false;
    }
    return true;
}

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(*(const struct wit_addr *)a, *(const struct wit_addr *)b);
}

bool wit_live_places(const char *const **out, size_t *n, struct wit_arena *arena, const char *const *interfaces,
                     size_t n_interfaces, struct wit_err *err)
{
    struct wit_addr found[PLACES];
    size_t have = 0, kept = 0;
    struct ifaddrs *all;
    if (getifaddrs(&all) != 0)
        return wit_fail(err, WIT_EIO, "the interfaces' addresses: %s", strerror(errno));
    for (const struct ifaddrs *one = all; one != NULL && have < PLACES; one = one->ifa_next) {
        if (is_asked(one->ifa_name, interfaces, n_interfaces) && address_of(&found[have], one->ifa_addr))
            have++;
    }
    freeifaddrs(all);
    if (have > 1)
        qsort(found, have, sizeof found[0], by_addr);
    const char **list = WIT_NEW_ARRAY(arena, const char *, have + 1);
    for (size_t i = 0; i < have; i++) {
        char text[WIT_PREFIX_TEXT];
        if (i == 0 || wit_addr_cmp(found[i], found[i - 1]) != 0)
            list[kept++] = wit_strdup(arena, wit_addr_text(text, found[i]));
    }
    *out = list;
    *n = kept;
    return true;
}
