/* base/clock.h: the time, as an input that tests can set.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only collectors and the sealing of a bundle read a clock. Everything after them takes time from the evidence.
 */
#ifndef WIT_BASE_CLOCK_H
#define WIT_BASE_CLOCK_H

#include <stdint.h>

#include "base/err.h"

#define WIT_TIME_TEXT 25 /* "2026-11-20T23:08:16.123Z" with its NUL */

int64_t
wit_now_ms(void); /* Unix time in ms; PATHWITNESS_NOW_MS in the environment overrides it (tests, recorded demos) */
/* RFC 3339, UTC, milliseconds. */
const char *wit_time_text(char out[WIT_TIME_TEXT], int64_t unix_ms);
/* RFC 3339 with Z or offset, or a date alone (its midnight UTC). err: WIT_EPARSE */
WIT_NODISCARD bool wit_time_parse(int64_t *unix_ms, const char *text, struct wit_err *err);

#endif
