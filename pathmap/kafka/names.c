/* pathmap/kafka/names.c: recorded answers of the resolver: which addresses a name had when the evidence was collected.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Answers of several collecting machines add up: behind a split horizon each sees a part. Source: artefacts
 * ResolveNames of schemas/kafka.schema.json.
 */
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"

static int by_addr(const void *a, const void *b)
{
    return wit_addr_cmp(*(const struct wit_addr *)a, *(const struct wit_addr *)b);
}

static void add_addr(struct wit_kread *r, struct wit_kname *name, struct wit_addr addr)
{
    for (size_t i = 0; i < name->n; i++)
        if (wit_addr_cmp(name->addrs[i], addr) == 0)
            return;
    WIT_PUSH(r->arena, name->addrs, name->n, name->cap) = addr;
    qsort(name->addrs, name->n, sizeof *name->addrs, by_addr);
}

static struct wit_kname *entry(struct wit_kread *r, const char *host)
{
    struct wit_kname *name = wit_strmap_get(r->names, host);
    if (name == NULL) {
        name = WIT_NEW(r->arena, struct wit_kname);
        *name = (struct wit_kname){.name = wit_kword(r, host), .error = "", .cite = wit_no_cite};
        wit_strmap_put(r->names, host, name);
    }
    return name;
}

static void read_name(struct wit_kread *r, const struct wit_kpage *page, const struct wit_value *v, size_t number)
{
    const char *host = wit_klower(r->scratch, wit_str(v, "name") == NULL ? "" : wit_str(v, "name"));
    size_t len = strlen(host);
    if (len > 0 && host[len - 1] == '.')
        host = wit_strndup(r->scratch, host, len - 1);
    if (host[0] == '\0')
        return;
    struct wit_kname *name = entry(r, host);
    bool first = name->n == 0;
    WIT_EACH(one, wit_get(v, "addresses")) {
        struct wit_addr addr;
        if (one->kind == WIT_STRING && wit_addr_parse(&addr, one->text, NULL))
            add_addr(r, name, addr);
    }
    if (first && (name->n > 0 || name->cite.artefact == UINT32_MAX)) {
        name->cite = wit_kpage_cite(r, page, wit_fmt(r->arena, "/names/%zu", number));
        name->error = name->n > 0 ? "" : wit_kword_of(r, v, "error");
    }
}

bool wit_knames_read(struct wit_kread *r, struct wit_err *err)
{
    for (size_t i = 0; i < r->n_asked; i++) {
        struct wit_kasked *a = r->asked[i];
        for (size_t k = 0; strcmp(a->operation, "ResolveNames") == 0 && k < a->n; k++) {
            const struct wit_value *root;
            size_t number = 0;
            if (!wit_kpage_tree(&root, r, a, k, err))
                return false;
            WIT_EACH(v, wit_get(root, "names")) {
                read_name(r, &a->pages[k], v, number);
                number++;
            }
        }
    }
    return true;
}
