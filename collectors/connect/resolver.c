/* collectors/connect/resolver.c: the system's resolver.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: POSIX.1-2017, getaddrinfo(). A name of one label is looked up in the search list of this machine, as the
 * worker would do on its own.
 */
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include "collectors/connect/names.h"

bool wit_resolve_system(void *context, const char *name, struct wit_addr *addrs, size_t *n, char problem[64])
{
    struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM}, *list = NULL;
    (void)context;
    *n = 0;
    int code = getaddrinfo(name, NULL, &hints, &list);
    if (code != 0) {
        snprintf(problem, 64, "%s", code == EAI_NONAME ? "no such name" : gai_strerror(code));
        return false;
    }
    for (const struct addrinfo *a = list; a != NULL && *n < WIT_NAME_ADDRS; a = a->ai_next) {
        char text[WIT_ADDR_TEXT + 32];
        if (getnameinfo(a->ai_addr, a->ai_addrlen, text, sizeof text, NULL, 0, NI_NUMERICHOST) == 0 &&
            wit_addr_parse(&addrs[*n], text, NULL))
            ++*n;
    }
    freeaddrinfo(list);
    if (*n == 0)
        snprintf(problem, 64, "no address");
    return *n > 0;
}
