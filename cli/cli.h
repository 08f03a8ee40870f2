/* cli/cli.h: the command line: options in, one command run, one exit status out.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Only this folder prints. stdout is data, stderr is for people. Source: docs/design of the command line in README.md
 * and man/.
 */
#ifndef WIT_CLI_H
#define WIT_CLI_H

#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"

/* The documented exit statuses. */
enum wit_exit {
    WIT_EXIT_DONE = 0,     /* done and clean */
    WIT_EXIT_FOUND = 1,    /* differences, red findings, a failed verification */
    WIT_EXIT_USAGE = 2,    /* wrong usage, a question that makes no sense, a wrong intent file */
    WIT_EXIT_GAPS = 3,     /* done, but with gaps in the evidence */
    WIT_EXIT_FAILED = 4,   /* input or network failed; nothing half-written */
    WIT_EXIT_INTERNAL = 70 /* a bug of this program */
};

struct wit_option_spec {
    const char *name;
    char letter;     /* 0: none */
    const char *arg; /* NULL: a flag */
    const char *help;
};
#define WIT_CLI_MAX_OPTIONS  20
#define WIT_CLI_MAX_EXAMPLES 4
struct wit_args;
typedef enum wit_exit wit_command_fn(const struct wit_args *args);
struct wit_command {
    const char *words; /* "collect aws" */
    const char *arguments, *summary;
    int least, most;
    wit_command_fn *run;
    struct wit_option_spec options[WIT_CLI_MAX_OPTIONS];
    size_t n_options;
    const char *examples[WIT_CLI_MAX_EXAMPLES];
    size_t n_examples;
};
/* The table made of commands.def. */
const struct wit_command *wit_commands(size_t *n);

struct wit_args {
    const struct wit_command *command;
    struct {
        const char *name, *value;
    } given[256];
    size_t n_given;
    const char *const *positional;
    size_t n_positional;
    bool quiet;
    struct wit_arena *arena; /* for the run */
};

/* The whole program but for main: argv without the program's name. */
enum wit_exit wit_cli_run(int argc, const char *const *argv);

/* options.c: true: parsed. False: err is a WIT_EUSAGE sentence. */
WIT_NODISCARD bool wit_args_parse(struct wit_args *out, struct wit_arena *arena, const struct wit_command *command,
                                  int argc, const char *const *argv, bool *help, struct wit_err *err);
const char *wit_arg(const struct wit_args *args, const char *name); /* the last one given, NULL when none */
bool wit_arg_flag(const struct wit_args *args, const char *name);
/* Every value of a repeatable option, in order. */
const char *const *wit_arg_all(const struct wit_args *args, const char *name, size_t *n);
/* A whole number from least to most; `otherwise` when not given. */
WIT_NODISCARD bool wit_arg_number(unsigned *out, const struct wit_args *args, const char *name, unsigned least,
                                  unsigned most, unsigned otherwise, struct wit_err *err);

/* cmd_traffic.c: --at "10.0.2.7,eni-0a1": where a capture was taken; none when not given. */
WIT_NODISCARD bool wit_arg_places(const char *const **out, size_t *n, const struct wit_args *args, struct wit_err *err);

/* report.c */
enum wit_exit wit_exit_of(enum wit_code code);
enum wit_exit wit_report(const struct wit_err *err); /* prints "pathwitness: …" and gives the status */
WIT_PRINTF(2, 3)
void wit_say(const struct wit_args *args, const char *fmt, ...); /* one line on stderr, unless --quiet; NULL: always */
WIT_PRINTF(1, 2)
void wit_tell(const char *fmt, ...); /* one line on stdout */
/* Writes to a file, or standard output for "-" or NULL. */
enum wit_exit wit_emit(const char *path, const struct wit_buf *buf);
const char *wit_human_bytes(char out[24], unsigned long long n); /* "1.4 MB" */

/* output.c: before anything is computed. err: WIT_EUSAGE the path is one of the inputs, or lies inside a bundle or
 * packet */
WIT_NODISCARD bool wit_output_check(const struct wit_args *args, const char *path, struct wit_err *err);
/* The same for a file; and its folder can be written (WIT_EIO): nobody waits for a map that has no place. */
WIT_NODISCARD bool wit_output_file_check(const struct wit_args *args, const char *path, struct wit_err *err);

/* A bundle to write into: one that is there, or a new or empty folder (WIT_EUSAGE: "is there and is no bundle"). */
WIT_NODISCARD bool wit_output_bundle_check(const struct wit_args *args, const char *path, struct wit_err *err);

/* help.c */
void wit_help_all(FILE *out);
void wit_help_command(FILE *out, const struct wit_command *command);
void wit_completion(struct wit_buf *out, const char *shell);

/* progress.c: a bar on a terminal for work that takes over a second, nothing otherwise; matches both progress
 * callbacks. */
struct wit_bar {
    const char *title;
    bool on; /* stderr is a terminal and not --quiet */
    long long started_ms, drawn_ms;
    bool drawn;
};
void wit_bar_start(struct wit_bar *bar, const struct wit_args *args, const char *title);
void wit_bar_step(struct wit_bar *bar, const char *what, unsigned long done, unsigned long total);
void wit_bar_end(struct wit_bar *bar); /* clears it */

/* load.c: what several commands read */
struct wit_bundle;
struct wit_map;
struct wit_intent;
WIT_NODISCARD bool wit_load_bundles(const struct wit_bundle *const **out, size_t *n, const struct wit_args *args,
                                    struct wit_err *err);
WIT_NODISCARD bool wit_load_map(const struct wit_map **out, char **bytes, size_t *len, const struct wit_args *args,
                                const char *path, struct wit_err *err);
/* *out NULL when --intent was not given. */
WIT_NODISCARD bool wit_load_intent(const struct wit_intent **out, const struct wit_args *args, struct wit_err *err);
/* --what-if FILE: the maps of the bundles as they are (before; NULL: not wanted) and as they would be. */
WIT_NODISCARD bool wit_load_thought(struct wit_map **before, struct wit_map **after, const struct wit_args *args,
                                    struct wit_err *err);

#define COMMAND(fn, words, arguments, least, most, summary) wit_command_fn fn;
#define OPTION(name, letter, arg, help)
#define EXAMPLE(text)
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE

#endif
