/* tests/support/replay_main.c: the replay server as a program: replay DIR [--port N] [--faults FILE] [--log FILE].
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/replay.h"

int main(int argc, char **argv)
{
    struct wit_replay_options options = {0};
    for (int i = 1; i < argc && argv[i] != NULL; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--port") == 0 && value != NULL)
            options.port = (unsigned)strtoul(argv[++i], NULL, 10);
        else if (strcmp(argv[i], "--faults") == 0 && value != NULL)
            options.faults_path = argv[++i];
        else if (strcmp(argv[i], "--log") == 0 && value != NULL)
            options.log_path = argv[++i];
        else if (argv[i][0] != '-' && options.dir == NULL)
            options.dir = argv[i];
        else
            options.port = 65536;
    }
    if (options.dir == NULL || options.port > 65535) {
        fputs("usage: replay DIR [--port N] [--faults FILE] [--log FILE]\n", stderr);
        return 2;
    }
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    struct wit_replay *replay;
    struct wit_err err = {0};
    if (!wit_replay_start(&replay, &options, &err)) {
        fprintf(stderr, "replay: %s\n", err.text);
        return 4;
    }
    printf("port %u\n", wit_replay_port(replay));
    fflush(stdout);
    int signal_number;
    sigwait(&set, &signal_number);
    wit_replay_stop(replay);
    return 0;
}
