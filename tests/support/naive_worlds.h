/* tests/support/naive_worlds.h: random small estates, full of gaps, in the words of the estate builder.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_NAIVE_WORLDS_H
#define WIT_TESTS_NAIVE_WORLDS_H

#include "base/arena.h"

/* One to four networks of one or two accounts and regions, peered, behind transit gateways, with equal prefixes now and
 * then. The same seed gives the same text. */
const char *wit_naive_world(struct wit_arena *arena, unsigned seed);

#endif
