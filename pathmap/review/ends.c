/* pathmap/review/ends.c: whether the ends of a declared path hold an endpoint.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Items add up; several "!role" together mean "without any of these roles".
 */
#include "pathmap/review/roles.h"

static bool has_role(const struct wit_role *role, const struct wit_role *const *roles, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (roles[i] == role)
            return true;
    return false;
}

bool wit_ends_have_roles(const struct wit_end *ends, size_t n, const struct wit_role *const *roles, size_t n_roles)
{
    bool negated = false, barred = false;
    for (size_t i = 0; i < n; i++) {
        if (ends[i].kind == WIT_END_ROLE && has_role(ends[i].role, roles, n_roles))
            return true;
        if (ends[i].kind == WIT_END_NOT_ROLE) {
            negated = true;
            barred = barred || has_role(ends[i].role, roles, n_roles);
        }
    }
    return negated && !barred;
}

bool wit_ends_have_interface(const struct wit_end *ends, size_t n, const struct wit_interface *interface,
                             const struct wit_role *const *roles, size_t n_roles)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; ends[i].kind == WIT_END_PREFIX && k < interface->n_addresses; k++) {
            const struct wit_address *a = &interface->addresses[k];
            if (wit_prefix_overlaps(ends[i].prefix, wit_prefix_of(a->addr, a->bits)))
                return true;
        }
    return wit_ends_have_roles(ends, n, roles, n_roles);
}

bool wit_ends_have_internet(const struct wit_end *ends, size_t n)
{
    bool negated = false;
    for (size_t i = 0; i < n; i++) {
        if (ends[i].kind == WIT_END_INTERNET || (ends[i].kind == WIT_END_PREFIX && ends[i].prefix.bits == 0))
            return true;
        negated = negated || ends[i].kind == WIT_END_NOT_ROLE;
    }
    return negated;
}

bool wit_ends_have_prefix(const struct wit_end *ends, size_t n, struct wit_prefix prefix,
                          const struct wit_role *const *roles, size_t n_roles)
{
    for (size_t i = 0; i < n; i++)
        if (ends[i].kind == WIT_END_PREFIX && wit_prefix_covers(ends[i].prefix, prefix))
            return true;
    return wit_ends_have_roles(ends, n, roles, n_roles);
}
