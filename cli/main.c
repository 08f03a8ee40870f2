/* cli/main.c: the program: parse, run one command, report, leave.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include "cli/cli.h"

int main(int argc, char **argv)
{
    setlocale(LC_ALL, "C");   /* the same bytes whatever the user's locale */
    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error with a status, not a death */
    signal(SIGXFSZ, SIG_IGN); /* and so is a file size limit */
    enum wit_exit status = wit_cli_run(argc > 0 ? argc - 1 : 0, (const char *const *)argv + 1);
    if (fflush(stdout) != 0 && status == WIT_EXIT_DONE) {
        fputs("pathwitness: standard output could not be written\n", stderr);
        status = WIT_EXIT_FAILED;
    }
    return (int)status;
}
