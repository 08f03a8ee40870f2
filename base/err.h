/* base/err.h: how a function fails: false, and one object that says what and where.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A function that can fail returns bool and takes `struct wit_err *err` last. True: every output is set.
 * False: outputs are untouched and `err` holds a code and a sentence. The innermost fact comes last; callers put
 * context before it with wit_fail_in ("route 3: line 41: expected a CIDR, found '10.0.0.0'"). The first failure wins.
 */
#ifndef WIT_BASE_ERR_H
#define WIT_BASE_ERR_H

#include <stdbool.h>
#include <stdnoreturn.h>

#define WIT_NODISCARD              __attribute__((warn_unused_result))
#define WIT_PRINTF(fmt_at, arg_at) __attribute__((format(printf, fmt_at, arg_at)))
#define WIT_CLEANUP(fn)            __attribute__((cleanup(fn)))

/* What went wrong. cli/exit.c maps each code to a documented exit status. */
enum wit_code {
    WIT_OK = 0,
    WIT_EUSAGE,     /* wrong options or arguments: status 2 */
    WIT_EPARSE,     /* input is not what it claims to be: 4 */
    WIT_ELIMIT,     /* input is larger or deeper than its cap: 4 */
    WIT_EIO,        /* a file could not be read or written: 4 */
    WIT_ENET,       /* no answer from the network: 4 */
    WIT_EDENIED,    /* the other side refused: a gap for a collector, else 4 */
    WIT_EINTEGRITY, /* a digest, chain or signature does not fit: 1 in verify, else 4 */
    WIT_EINTENT,    /* the intent file says something impossible: 2 */
};

struct wit_err {
    enum wit_code code;
    char text[768]; /* one line, UTF-8, no secrets, no control characters */
};

/* Both always return false, so that a failure is one visible `return`. `err` may be NULL. */
WIT_PRINTF(3, 4) bool wit_fail(struct wit_err *err, enum wit_code code, const char *fmt, ...);
/* Puts "context: " before the text that is already there; keeps the code. */
WIT_PRINTF(2, 3) bool wit_fail_in(struct wit_err *err, const char *fmt, ...);

/* Our own bug, or no memory: one line on stderr, exit status 70. */
WIT_PRINTF(1, 2) noreturn void wit_die(const char *fmt, ...);

#endif
