/* collectors/traffic/sandbox.h: from here on this process can do nothing but read what is open.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The one door to libseccomp. Another user, no capability now or ever (bounding set, ambient set, no_new_privs),
 * limits, and a filter of system calls under which everything that is not listed ends the process (SIGSYS). There is no
 * way back. Source: capabilities(7), prctl(2), seccomp(2); docs/adr/0005-capture.md.
 */
#ifndef WIT_COLLECTORS_TRAFFIC_SANDBOX_H
#define WIT_COLLECTORS_TRAFFIC_SANDBOX_H

#include "base/err.h"

struct wit_sandbox {
    const char *user; /* whom to become when this is root; NULL: nobody */
    int out;          /* the only descriptor, with standard error, that may be written to */
};

/*
 * Looks the user up and prepares; nothing is given up yet. After it no file can be needed any more.
 * err: WIT_EUSAGE there is no such user; WIT_EIO the system refuses: the process should end
 */
WIT_NODISCARD bool wit_sandbox_enter(const struct wit_sandbox *sandbox, struct wit_err *err);

#endif
