/* pathmap/reach/service_ways.c: the kinds of ways in two legs: one row each.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/reach/service.h"

static const struct {
    void (*add)(struct wit_walk *w, enum wit_origin origin);
    unsigned origins;
} kinds[] = {
    {wit_ways_through_balancers, WIT_FROM_INTERNET | WIT_FROM_PRIVATE | WIT_FROM_INSIDE},
    {wit_ways_of_accelerators, WIT_FROM_INTERNET | WIT_FROM_INSIDE},
    {wit_ways_of_doors, WIT_FROM_INTERNET | WIT_FROM_PRIVATE},
    {wit_ways_of_foreign_consumers, WIT_FROM_PRIVATE},
    {wit_ways_of_managed_endpoints, WIT_FROM_PRIVATE | WIT_FROM_INSIDE},
    {wit_ways_of_unled_endpoints, WIT_FROM_INSIDE},
    {wit_ways_through_unseen_fronts, WIT_FROM_INTERNET | WIT_FROM_PRIVATE | WIT_FROM_INSIDE},
    {wit_ways_through_dark_fronts, WIT_FROM_INTERNET | WIT_FROM_PRIVATE | WIT_FROM_INSIDE},
};

void wit_service_ways(struct wit_walk *w, enum wit_origin origin)
{
    if (w->to->use == WIT_USE_PUBLIC) /* fronts lead to the private address */
        return;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if ((kinds[i].origins & (unsigned)origin) != 0)
            kinds[i].add(w, origin);
    }
}
