/* pathmap/reach/again.c: the engine after a change of the estate.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/reach/inside.h"

struct wit_reach *wit_reach_again(struct wit_reach *old, const struct wit_touched *touched)
{
    const struct wit_estate *estate = old->estate;
    (void)touched;
    wit_reach_free(old);
    return wit_reach_new(estate);
}
