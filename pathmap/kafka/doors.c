/* pathmap/kafka/doors.c: doors over HTTP: Connect's REST and registries' APIs, by their URL and by what they answered.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: artefacts Access of schemas/kafka.schema.json. Whether a door answers without credentials, or without TLS, is
 * told only where it was tried.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

bool wit_kurl_parse(struct wit_kurl *out, struct wit_arena *arena, const char *url)
{
    const char *host = strstr(url, "://");
    if (host == NULL || host == url)
        return false;
    const char *scheme = wit_klower(arena, wit_strndup(arena, url, (size_t)(host - url)));
    host += 3;
    char *authority = wit_strndup(arena, host, strcspn(host, "/?#"));
    const char *at = strrchr(authority, '@'), *name = at == NULL ? authority : at + 1;
    const char *colon = strrchr(name, ':');
    unsigned long port = strcmp(scheme, "https") == 0 ? 443 : strcmp(scheme, "http") == 0 ? 80 : 0;
    if (colon != NULL && strchr(colon, ']') == NULL) {
        if (colon[1] == '\0' || strlen(colon + 1) > 5 || strspn(colon + 1, "0123456789") != strlen(colon + 1))
            return false;
        port = strtoul(colon + 1, NULL, 10);
    }
    if (port > 65535)
        return false;
    *out = (struct wit_kurl){scheme, wit_khost_of(arena, name), (unsigned)port};
    return true;
}

static enum wit_told told(const struct wit_value *root, const char *key)
{
    const struct wit_value *v = wit_get(root, key);
    return v == NULL || v->kind != WIT_BOOL ? WIT_NOT_TOLD : strcmp(v->text, "true") == 0 ? WIT_TOLD_YES : WIT_TOLD_NO;
}

bool wit_kdoor_read(struct wit_rest_door *out, struct wit_kread *r, const char *source, const char *url,
                    const char *what, struct wit_err *err)
{
    struct wit_kasked *a = (struct wit_kasked *)(uintptr_t)wit_kasked_find(r, source, "Access", url);
    const struct wit_value *root = NULL;
    struct wit_kurl parts = {"", "", 0};
    const char **hosts = NULL;
    size_t n = 0, cap = 0;
    if (a != NULL && a->n > 0 && !wit_kpage_tree(&root, r, a, 0, err))
        return false;
    (void)wit_kurl_parse(&parts, r->arena, url);
    int64_t port = wit_int(root, "port", parts.port);
    *out = (struct wit_rest_door){.url = wit_kword(r, url),
                                  .scheme = parts.scheme,
                                  .port = port < 0 || port > 65535 ? parts.port : (unsigned)port,
                                  .anonymous = told(root, "anonymous"),
                                  .plain = told(root, "plain"),
                                  .cite = root == NULL ? wit_no_cite : wit_kpage_cite(r, &a->pages[0], "")};
    /* The addresses that answered are where it is; the name is asked only where they are not told. */
    WIT_EACH(one, wit_get(root, "server")) {
        if (one->kind == WIT_STRING && one->text[0] != '\0')
            WIT_PUSH(r->arena, hosts, n, cap) = wit_kword(r, one->text);
    }
    if (n == 0 && parts.host[0] != '\0')
        WIT_PUSH(r->arena, hosts, n, cap) = parts.host;
    wit_kplace(r, &out->site, hosts, n, out->cite, what);
    out->site.host = parts.host;
    return true;
}
