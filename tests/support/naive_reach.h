/* tests/support/naive_reach.h: one packet at a time, straight from the rules: slow, simple, and apart from the engine.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_TESTS_NAIVE_REACH_H
#define WIT_TESTS_NAIVE_REACH_H

#include "evidence/map.h"
#include "pathmap/estate.h"

/* `a` or `src` (outside), `b` or `dst` (outside): a NULL interface means the address. Source ports are tried one by
 * one. */
enum wit_verdict wit_naive_ask(const struct wit_estate *e, const struct wit_interface *a, struct wit_addr src,
                               const struct wit_interface *b, struct wit_addr dst, unsigned protocol, unsigned port,
                               bool *usual);

#endif
