/* pathmap/kafka/place.c: where a host is: names to addresses, addresses to interfaces of the estate.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Nothing is guessed: an address that several networks hold is placed only where another address of the same process
 * settles it; what cannot be placed has a gap. Source: docs/kafka.md; EC2 User Guide, "Amazon EC2 instance hostname
 * types" (ip-10-0-1-5.<region>.compute.internal, i-0123….<region>.compute.internal, ec2-203-0-113-7.…); Elastic Load
 * Balancing, Network Load Balancers (name-id.elb.<region>.amazonaws.com).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pathmap/kafka/inside.h"
#include "pathmap/review/roles.h"

enum { CANDIDATES = 16, ADDRESSES = 64 /* of one process; more are told as a gap */ };

struct spot {
    struct wit_addr addr;
    const char *region; /* that its name tells, "" none */
};
struct placing {
    struct wit_kread *r;
    struct wit_site *out;
    const char *what;
    struct spot spots[ADDRESSES];
    size_t n_spots;
    const struct wit_interface **found;
    size_t n_found, cap_found;
    bool in_network; /* an address is inside a network of the evidence */
};

static int by_addr(const void *a, const void *b)
{
    const struct wit_kholder *x = a, *y = b;
    int order = wit_addr_cmp(x->addr, y->addr);
    return order != 0 ? order : strcmp(x->interface->id, y->interface->id);
}

void wit_kplaces_index(struct wit_kread *r)
{
    for (size_t i = 0; i < r->estate->n_interfaces; i++) {
        const struct wit_interface *itf = &r->estate->interfaces[i];
        for (size_t k = 0; k < itf->n_addresses; k++) {
            const struct wit_address *a = &itf->addresses[k];
            if (a->bits < (a->addr.family == 4 ? 32 : 128))
                WIT_PUSH(r->arena, r->delegated, r->n_delegated, r->cap_delegated) = (struct wit_kholder){a->addr, itf};
            else if (a->addr.family != 0)
                WIT_PUSH(r->arena, r->holders, r->n_holders, r->cap_holders) = (struct wit_kholder){a->addr, itf};
            if (a->public_addr.family != 0)
                WIT_PUSH(r->arena, r->holders, r->n_holders, r->cap_holders) =
                    (struct wit_kholder){a->public_addr, itf};
        }
    }
    if (r->n_holders > 1)
        qsort(r->holders, r->n_holders, sizeof *r->holders, by_addr);
}

bool wit_kis_front(const struct wit_interface *interface)
{
    return interface->endpoint_id[0] != '\0' || strcmp(interface->type, "vpc_endpoint") == 0 ||
           strstr(interface->type, "load_balancer") != NULL ||
           (strncmp(interface->description, "ELB ", 4) == 0 && strcmp(interface->requester, "") != 0);
}

const char *wit_khost_of(struct wit_arena *arena, const char *host_port)
{
    const char *colon = strrchr(host_port, ':');
    size_t len = colon == NULL || strchr(colon, ']') != NULL ? strlen(host_port) : (size_t)(colon - host_port);
    if (colon != NULL && colon != strchr(host_port, ':') && host_port[0] != '[') /* an IPv6 address alone */
        len = strlen(host_port);
    if (len >= 2 && host_port[0] == '[' && host_port[len - 1] == ']')
        return wit_klower(arena, wit_strndup(arena, host_port + 1, len - 2));
    return wit_klower(arena, wit_strndup(arena, host_port, len));
}

/* ---- gaps ---- */
WIT_PRINTF(4, 5)
static void doubt(struct placing *p, enum wit_gap_reason reason, const char *remedy, const char *fmt, ...)
{
    char why[600];
    va_list args;
    if (p->out->gap != WIT_NO_GAP)
        return;
    va_start(args, fmt);
    vsnprintf(why, sizeof why, fmt, args);
    va_end(args);
    p->out->gap =
        wit_kgap(p->r, reason, "ResolveNames", p->what, p->out->cite, remedy, "where %s is: %s", p->what, why);
}

/* ---- what a name tells ---- */
static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static void add_spot(struct placing *p, struct wit_addr addr, const char *region)
{
    for (size_t i = 0; i < p->n_spots; i++)
        if (wit_addr_cmp(p->spots[i].addr, addr) == 0)
            return;
    if (p->n_spots == ADDRESSES)
        doubt(p, WIT_GAP_UNREADABLE, "", "it has more than %d addresses", ADDRESSES);
    else
        p->spots[p->n_spots++] = (struct spot){addr, region};
}

static void add_interface(struct placing *p, const struct wit_interface *interface)
{
    for (size_t i = 0; i < p->n_found; i++)
        if (p->found[i] == interface)
            return;
    WIT_PUSH(p->r->arena, p->found, p->n_found, p->cap_found) = interface;
}

/* The region in "<label>.<region>.compute.internal"; us-east-1 has "ec2.internal". NULL: it is no such name. */
static const char *ec2_region(struct wit_arena *arena, const char *name)
{
    const char *dot = strchr(name, '.');
    if (dot == NULL)
        return NULL;
    if (strcmp(dot, ".ec2.internal") == 0 || strcmp(dot, ".compute-1.amazonaws.com") == 0)
        return "us-east-1";
    const char *ends[] = {".compute.internal", ".compute.amazonaws.com", ".compute.amazonaws.com.cn"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t len = strlen(dot + 1), end = strlen(ends[i]);
        if (ends_with(name, ends[i]) && len > end)
            return wit_strndup(arena, dot + 1, len - end);
    }
    return NULL;
}

/* "ip-10-0-1-5", "ec2-203-0-113-7", "i-0123456789abcdef0" of EC2's own zones. */
static bool by_ec2_name(struct placing *p, const char *name)
{
    struct wit_arena *arena = p->r->arena;
    const char *region = ec2_region(arena, name);
    if (region == NULL)
        return false;
    char *label = wit_strndup(arena, name, strcspn(name, "."));
    if (strncmp(label, "i-", 2) == 0) {
        const struct wit_instance *instance = wit_estate_instance(p->r->estate, label);
        for (size_t i = 0; instance != NULL && i < instance->n_interfaces; i++)
            add_interface(p, instance->interfaces[i]);
        return instance != NULL && instance->n_interfaces > 0;
    }
    char *at = strncmp(label, "ip-", 3) == 0 ? label + 3 : strncmp(label, "ec2-", 4) == 0 ? label + 4 : NULL;
    struct wit_addr addr;
    for (char *c = at; c != NULL && *c != '\0'; c++)
        *c = *c == '-' ? '.' : *c;
    if (at == NULL || !wit_addr_parse(&addr, at, NULL))
        return false;
    add_spot(p, addr, region);
    return true;
}

/* A network balancer's own name is made of its ARN; endpoints tell theirs. */
static bool by_front_name(struct placing *p, const char *name)
{
    const struct wit_estate *e = p->r->estate;
    size_t before = p->n_found;
    for (size_t i = 0; ends_with(name, ".amazonaws.com") && i < e->n_balancers; i++) {
        const char *arn = strstr(e->balancers[i].id, ":loadbalancer/net/");
        const char *balancer = arn == NULL ? "" : arn + strlen(":loadbalancer/net/"), *slash = strchr(balancer, '/');
        if (slash == NULL)
            continue;
        const char *own = wit_fmt(p->r->scratch, "%.*s-%s.elb.%s.amazonaws.com", (int)(slash - balancer), balancer,
                                  slash + 1, e->balancers[i].region);
        for (size_t k = 0; strcmp(wit_klower(p->r->scratch, own), name) == 0 && k < e->balancers[i].n_interfaces; k++)
            add_interface(p, e->balancers[i].interfaces[k]);
    }
    for (size_t i = 0; i < e->n_endpoints; i++)
        for (size_t k = 0; k < e->endpoints[i].n_dns_names; k++)
            for (size_t m = 0; strcmp(e->endpoints[i].dns_names[k], name) == 0 && m < e->endpoints[i].n_interfaces; m++)
                add_interface(p, e->endpoints[i].interfaces[m]);
    return p->n_found > before;
}

static void by_name(struct placing *p, const char *host)
{
    size_t len = strlen(host);
    const char *name =
        wit_klower(p->r->arena, len > 0 && host[len - 1] == '.' ? wit_strndup(p->r->arena, host, len - 1) : host);
    const struct wit_kname *answer = wit_strmap_get(p->r->names, name);
    if (answer != NULL && answer->n > 0) {
        p->out->cite = answer->cite;
        for (size_t i = 0; i < answer->n; i++)
            add_spot(p, answer->addrs[i], "");
        return;
    }
    if (by_ec2_name(p, name) || by_front_name(p, name))
        return;
    if (answer != NULL)
        doubt(p, WIT_GAP_FAILED, "import kafka-properties --at, or collect from a machine that resolves it",
              "the name '%s' had no address for the collecting machine%s%s", name, answer->error[0] == '\0' ? "" : ": ",
              answer->error);
    else
        doubt(p, WIT_GAP_NOT_ASKED, "pathwitness collect from a machine that resolves the name",
              "no recorded answer tells the addresses of '%s'", name);
}

/* 127/8, ::1, 169.254/16, fe80::/10: every host has these. */
static bool is_everywhere(struct wit_addr a)
{
    if (a.family == 4)
        return (a.lo >> 24) == 127 || (a.lo >> 16) == 0xa9fe;
    return (a.hi == 0 && a.lo == 1) || (a.hi >> 54) == (0xfe80000000000000U >> 54);
}

static bool is_wildcard(const char *host)
{
    return host[0] == '\0' || strcmp(host, "0.0.0.0") == 0 || strcmp(host, "::") == 0 || strcmp(host, "*") == 0;
}

static void by_host(struct placing *p, const char *host)
{
    struct wit_addr addr;
    const struct wit_interface *interface = NULL;
    const struct wit_instance *instance = NULL;
    if (is_wildcard(host))
        return;
    if (strncmp(host, "eni-", 4) == 0 && strchr(host, '.') == NULL)
        interface = wit_estate_interface(p->r->estate, host);
    if (strncmp(host, "i-", 2) == 0 && strchr(host, '.') == NULL)
        instance = wit_estate_instance(p->r->estate, host);
    if (interface != NULL)
        add_interface(p, interface);
    for (size_t i = 0; instance != NULL && i < instance->n_interfaces; i++)
        add_interface(p, instance->interfaces[i]);
    if (interface != NULL || instance != NULL)
        return;
    if (!wit_addr_parse(&addr, host, NULL))
        by_name(p, host);
    else if (addr.hi == 0 && addr.lo == 0)
        return; /* a longer way to write the wildcard */
    else if (is_everywhere(addr) || strcmp(host, "localhost") == 0)
        doubt(p, WIT_GAP_NOT_MODELLED, "import kafka-properties --at ADDRESS",
              "%s is an address that every host has for itself", host);
    else
        add_spot(p, addr, "");
}

/* ---- addresses to interfaces ---- */
static size_t holders_of(const struct wit_interface **out, const struct wit_kread *r, const struct spot *spot)
{
    size_t low = 0, high = r->n_holders, n = 0;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (wit_addr_cmp(r->holders[mid].addr, spot->addr) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < r->n_holders && wit_addr_cmp(r->holders[low].addr, spot->addr) == 0 && n < CANDIDATES; low++)
        if ((spot->region[0] == '\0' || strcmp(spot->region, r->holders[low].interface->region) == 0) &&
            (n == 0 || out[n - 1] != r->holders[low].interface))
            out[n++] = r->holders[low].interface;
    for (size_t i = 0; i < r->n_delegated && n < CANDIDATES; i++) {
        const struct wit_interface *itf = r->delegated[i].interface;
        for (size_t k = 0; k < itf->n_addresses && n < CANDIDATES; k++)
            if (itf->addresses[k].bits < 128 && wit_addr_cmp(itf->addresses[k].addr, r->delegated[i].addr) == 0 &&
                wit_prefix_has(wit_prefix_of(itf->addresses[k].addr, itf->addresses[k].bits), spot->addr))
                out[n++] = itf;
    }
    return n;
}

static bool in_some_network(const struct wit_kread *r, struct wit_addr addr)
{
    for (size_t i = 0; i < r->estate->n_networks; i++)
        for (size_t k = 0; k < r->estate->networks[i].n_prefixes; k++)
            if (wit_prefix_has(r->estate->networks[i].prefixes[k], addr))
                return true;
    return false;
}

/* The candidate that the process is known to have by another of its addresses. */
static const struct wit_interface *settled(const struct placing *p, const struct wit_interface *const *list, size_t n)
{
    const struct wit_interface *only = NULL;
    for (size_t i = 0; i < n; i++) {
        bool same = false;
        for (size_t k = 0; k < p->n_found && !same; k++)
            same = p->found[k] == list[i] ||
                   (list[i]->instance[0] != '\0' && strcmp(p->found[k]->instance, list[i]->instance) == 0);
        if (same && only != NULL)
            return NULL;
        only = same ? list[i] : only;
    }
    return only;
}

static void place_spots(struct placing *p)
{
    const struct wit_interface *list[CANDIDATES] = {NULL};
    char text[WIT_ADDR_TEXT];
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < p->n_spots; i++) {
            size_t n = holders_of(list, p->r, &p->spots[i]);
            wit_addr_text(text, p->spots[i].addr);
            if (n == 1 && pass == 0) {
                add_interface(p, list[0]);
            } else if (n > 1 && pass == 1 && list[0] != NULL && list[1] != NULL) {
                const struct wit_interface *one = settled(p, list, n);
                if (one != NULL)
                    add_interface(p, one);
                else
                    doubt(p, WIT_GAP_UNCONFIRMED, "import kafka-properties --at eni-…",
                          "%s is held by %zu interfaces of different networks (%s, %s …)", text, n, list[0]->id,
                          list[1]->id);
            } else if (n == 0 && pass == 1 && in_some_network(p->r, p->spots[i].addr)) {
                p->in_network = true;
                doubt(p, WIT_GAP_DANGLING, "aws ec2 describe-network-interfaces",
                      "no interface in evidence holds %s, which is inside a network of the evidence", text);
            }
            p->in_network = p->in_network || n > 0;
        }
    }
}

void wit_kplace(struct wit_kread *r, struct wit_site *out, const char *const *hosts, size_t n, struct wit_cite cite,
                const char *what)
{
    struct placing p = {.r = r, .out = out, .what = what};
    *out = (struct wit_site){.host = n == 0 ? "" : hosts[0], .gap = WIT_NO_GAP, .cite = cite};
    for (size_t i = 0; i < n; i++)
        by_host(&p, hosts[i]);
    place_spots(&p);
    struct wit_addr *addrs = WIT_NEW_ARRAY(r->arena, struct wit_addr, p.n_spots);
    for (size_t i = 0; i < p.n_spots; i++)
        addrs[i] = p.spots[i].addr;
    out->addrs = addrs;
    out->n_addrs = p.n_spots;
    const struct wit_interface **own = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, p.n_found),
                               **fronts = WIT_NEW_ARRAY(r->arena, const struct wit_interface *, p.n_found);
    for (size_t i = 0; i < p.n_found; i++) {
        if (wit_kis_front(p.found[i]))
            fronts[out->n_fronts++] = p.found[i];
        else
            own[out->n_interfaces++] = p.found[i];
    }
    wit_sort_interfaces(own, out->n_interfaces);
    wit_sort_interfaces(fronts, out->n_fronts);
    out->interfaces = own;
    out->fronts = fronts;
    out->outside = p.n_spots > 0 && p.n_found == 0 && !p.in_network;
    if (p.n_spots + p.n_found == 0)
        doubt(&p, WIT_GAP_NOT_ASKED, "import kafka-properties --at ADDRESS", "nothing tells an address of it");
}
