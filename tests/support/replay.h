/* tests/support/replay.h: a loopback server that answers AWS calls from recorded files, and misbehaves on demand.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Layout of the folder, faults, credentials: docs/replay.md. One thread a connection; stop joins them all.
 */
#ifndef WIT_TESTS_REPLAY_H
#define WIT_TESTS_REPLAY_H

#include "base/err.h"

#define WIT_REPLAY_KEY    "AKIAIOSFODNN7EXAMPLE"
#define WIT_REPLAY_SECRET "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

struct wit_replay;

struct wit_replay_options {
    const char *dir;
    unsigned port;           /* 0: the system chooses */
    const char *faults_path; /* NULL: none */
    const char *faults_text; /* the same, as text; NULL: none */
    const char *log_path;    /* NULL: no log */
};

/* err: WIT_EIO, WIT_EPARSE (faults, with the line) */
WIT_NODISCARD bool wit_replay_start(struct wit_replay **out, const struct wit_replay_options *options,
                                    struct wit_err *err);
unsigned wit_replay_port(const struct wit_replay *replay);
/* Requests so far, and those whose signature was wrong. */
unsigned long wit_replay_requests(struct wit_replay *replay);
unsigned long wit_replay_refused(struct wit_replay *replay);
void wit_replay_stop(struct wit_replay *replay); /* NULL is fine */

#endif
