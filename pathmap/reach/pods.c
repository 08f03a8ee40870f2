/* pathmap/reach/pods.c: pods of a Kubernetes node that talk to addresses outside their network.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: docs/reachability.md 1.12: towards addresses outside the network's own the node writes its own primary
 * address as the source, unless a switch inside the cluster says otherwise. No API of the platform tells the switch:
 * both are branches.
 */
#include <string.h>

#include "pathmap/reach/way.h"

static bool has_tag(const struct wit_tag *tags, size_t n, const char *prefix)
{
    for (size_t i = 0; i < n; i++) {
        if (strncmp(tags[i].key, prefix, strlen(prefix)) == 0)
            return true;
    }
    return false;
}

static bool is_of_pods(const struct wit_interface *itf) /* made by the node's network plugin */
{
    return strncmp(itf->description, "aws-K8S-", 8) == 0 || has_tag(itf->tags, itf->n_tags, "node.k8s.amazonaws.com/");
}

bool wit_pods_on(const struct wit_reach *r, const struct wit_interface *itf)
{
    if (itf->instance[0] == '\0')
        return false;
    const struct wit_instance *host = wit_strmap_get(r->instance_by_id, itf->instance);
    return is_of_pods(itf) || (host != NULL && (has_tag(host->tags, host->n_tags, "kubernetes.io/cluster/") ||
                                                has_tag(host->tags, host->n_tags, "eks:") ||
                                                has_tag(host->tags, host->n_tags, "aws:eks:")));
}

bool wit_pods_may_translate(const struct wit_walk *w)
{
    if (w->a == NULL || w->need_public_source || !wit_pods_on(w->r, w->a) ||
        wit_network_holds(w->a->subnet->network, w->dst))
        return false;
    for (size_t i = 0; i < w->a->n_addresses; i++) {
        if (wit_addr_cmp(w->a->addresses[i].addr, w->src) == 0 && w->a->addresses[i].primary)
            return is_of_pods(w->a);
    }
    return w->src.family == 4; /* IPv6 is not translated */
}

struct wit_step *wit_pods_branch(struct wit_walk *w, struct wit_place *p)
{
    struct wit_step *s = wit_step_add(w, p, WIT_STEP_GATEWAY, wit_tri_all(w->r));
    s->word = "address";
    s->id = w->a->instance;
    s->text = "the pod's own address, or its node's";
    s->branch = true;
    s->gap = wit_gap_unconfirmed(w->r, w->a->instance,
                                 "whether the node writes its own address as the source of what its pods send out of "
                                 "the network: the switch is inside the cluster");
    return s;
}

size_t wit_pods_nodes(const struct wit_walk *w, const struct wit_interface **out, size_t cap)
{
    const struct wit_instance *host = wit_strmap_get(w->r->instance_by_id, w->a->instance);
    size_t n = 0;
    for (size_t i = 0; host != NULL && i < host->n_interfaces && n < cap; i++) {
        const struct wit_interface *itf = host->interfaces[i];
        if (!is_of_pods(itf) && itf->n_addresses > 0 && itf->addresses[0].addr.family == w->src.family)
            out[n++] = itf;
    }
    return n;
}
