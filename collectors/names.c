/* collectors/names.c: sets of host names to look up, and what was answered as a document.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/names.h"

#include <string.h>

#include "base/json.h"

enum { NAME_MAX_BYTES = 253 };

void wit_names_init(struct wit_names *names, struct wit_arena *arena)
{
    *names = (struct wit_names){.arena = arena, .known = wit_strmap_new(arena)};
}

static void add(struct wit_names *names, const char *name)
{
    if (!wit_strmap_put(names->known, name, names))
        return;
    if (names->n == WIT_NAMES_MAX)
        names->over++;
    else
        WIT_PUSH(names->arena, names->items, names->n, names->cap) =
            (struct wit_resolved){.name = wit_strdup(names->arena, name)};
}

void wit_names_add(struct wit_names *names, const char *host)
{
    struct wit_addr addr;
    if (host != NULL && host[0] != '\0' && strlen(host) <= NAME_MAX_BYTES && !wit_addr_parse(&addr, host, NULL))
        add(names, host);
}

void wit_names_add_host(struct wit_names *names, const char *host, size_t len)
{
    char plain[NAME_MAX_BYTES + 1];
    if (len >= 2 && host[0] == '[' && host[len - 1] == ']') {
        host++;
        len -= 2;
    }
    len -= len > 0 && host[len - 1] == '.';
    if (len == 0 || len > NAME_MAX_BYTES)
        return;
    for (size_t i = 0; i < len; i++) {
        char c = host[i] >= 'A' && host[i] <= 'Z' ? (char)(host[i] - 'A' + 'a') : host[i];
        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && strchr("-_.:%", c) == NULL)
            return;
        plain[i] = c;
    }
    plain[len] = '\0';
    if (strcmp(plain, "0.0.0.0") != 0 && strcmp(plain, "::") != 0)
        add(names, plain);
}

void wit_names_add_list(struct wit_names *names, const char *list)
{
    while (list != NULL && *list != '\0') {
        size_t len = strcspn(list, ",; ");
        const char *begin = list, *end = list + len;
        for (const char *c = begin; c < end; c++)
            if (*c == '@' || (*c == '/' && c > begin && c[-1] == '/'))
                begin = c + 1;
        const char *slash = memchr(begin, '/', (size_t)(end - begin)); /* ZooKeeper's chroot */
        if (slash != NULL)
            end = slash;
        for (const char *c = end; c > begin && *(c - 1) != ']'; c--)
            if (*(c - 1) == ':') {
                end = c - 1;
                break;
            }
        wit_names_add_host(names, begin, (size_t)(end - begin));
        list += len + (list[len] != '\0');
    }
}

void wit_names_write(struct wit_buf *out, const struct wit_resolved *names, size_t n)
{
    struct wit_jw jw;
    wit_jw_init(&jw, out, 0);
    wit_jw_object(&jw);
    wit_jw_key(&jw, "names");
    wit_jw_array(&jw);
    for (size_t i = 0; i < n; i++) {
        wit_jw_object(&jw);
        wit_jw_kstr(&jw, "name", names[i].name);
        wit_jw_key(&jw, "addresses");
        wit_jw_array(&jw);
        for (size_t k = 0; k < names[i].n; k++)
            wit_jw_str(&jw, names[i].addresses[k]);
        wit_jw_array_end(&jw);
        wit_jw_kstr(&jw, "error", names[i].error);
        wit_jw_object_end(&jw);
    }
    wit_jw_array_end(&jw);
    wit_jw_object_end(&jw);
}
