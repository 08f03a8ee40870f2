/* cli/run.c: find the command, parse its options, run it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "cli/cli.h"

/* How many words of argv the command's name takes; 0 when it is another command. */
static int match(const struct wit_command *command, int argc, const char *const *argv)
{
    const char *word = command->words;
    int taken = 0;
    while (*word != '\0') {
        size_t len = strcspn(word, " ");
        if (taken == argc || strlen(argv[taken]) != len || memcmp(argv[taken], word, len) != 0)
            return 0;
        taken++;
        word += len;
        word += *word == ' ';
    }
    return taken;
}

static enum wit_exit no_command(int argc, const char *const *argv)
{
    size_t n;
    const struct wit_command *commands = wit_commands(&n);
    bool group = false;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(argv[0]);
        if (strncmp(commands[i].words, argv[0], len) != 0 || commands[i].words[len] != ' ')
            continue;
        if (!group && argc > 1 && argv[1][0] != '-')
            wit_say(NULL, "pathwitness: there is no '%s %s'; there is:", argv[0], argv[1]);
        else if (!group)
            fprintf(stderr, "pathwitness: '%s' needs one more word:\n", argv[0]);
        group = true;
        fprintf(stderr, "  %-16s %s\n", commands[i].words, commands[i].summary);
    }
    if (!group)
        wit_say(NULL, "pathwitness: there is no command '%s'; see 'pathwitness --help'", argv[0]);
    return WIT_EXIT_USAGE;
}

static enum wit_exit run_command(const struct wit_command *command, int argc, const char *const *argv, bool quiet)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    struct wit_args args;
    struct wit_err err = {0};
    bool help;
    if (!wit_args_parse(&args, arena, command, argc, argv, &help, &err))
        return wit_report(&err);
    args.quiet = args.quiet || quiet;
    if (help) {
        wit_help_command(stdout, command);
        return WIT_EXIT_DONE;
    }
    return command->run(&args);
}

enum wit_exit wit_cli_run(int argc, const char *const *argv)
{
    bool quiet = false;
    for (; argc > 0 && (strcmp(argv[0], "-q") == 0 || strcmp(argv[0], "--quiet") == 0); argc--, argv++)
        quiet = true;
    if (argc == 0) {
        wit_help_all(stderr);
        return WIT_EXIT_USAGE;
    }
    if (strcmp(argv[0], "--version") == 0) {
        puts("pathwitness " WIT_VERSION);
        return WIT_EXIT_DONE;
    }
    if (strcmp(argv[0], "--help") == 0 || strcmp(argv[0], "-h") == 0 || strcmp(argv[0], "help") == 0) {
        wit_help_all(stdout);
        return WIT_EXIT_DONE;
    }
    size_t n;
    const struct wit_command *commands = wit_commands(&n);
    for (size_t i = 0; i < n; i++) {
        int taken = match(&commands[i], argc, argv);
        if (taken > 0)
            return run_command(&commands[i], argc - taken, argv + taken, quiet);
    }
    return no_command(argc, argv);
}
