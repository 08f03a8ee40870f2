/* cli/table.c: the table of commands, made of commands.def.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <assert.h>

#include "cli/cli.h"

enum line_kind { LINE_COMMAND, LINE_OPTION, LINE_EXAMPLE };
struct line {
    enum line_kind kind;
    const char *a, *b, *c;
    int least, most;
    char letter;
    wit_command_fn *run;
};

static const struct line LINES[] = {
#define COMMAND(fn, words, arguments, least, most, summary)                                                            \
    {LINE_COMMAND, words, arguments, summary, least, most, 0, fn},
#define OPTION(name, letter, arg, help) {LINE_OPTION, name, arg, help, 0, 0, letter, NULL},
#define EXAMPLE(text)                   {LINE_EXAMPLE, text, NULL, NULL, 0, 0, 0, NULL},
#include "cli/commands.def"
#undef COMMAND
#undef OPTION
#undef EXAMPLE
};

static struct wit_command commands[64];
static size_t n_commands;

static void add_line(const struct line *line)
{
    struct wit_command *command = n_commands == 0 ? NULL : &commands[n_commands - 1];
    switch (line->kind) {
    case LINE_COMMAND:
        commands[n_commands++] = (struct wit_command){.words = line->a,
                                                      .arguments = line->b,
                                                      .summary = line->c,
                                                      .least = line->least,
                                                      .most = line->most,
                                                      .run = line->run};
        break;
    case LINE_OPTION:
        assert(command != NULL && command->n_options < WIT_CLI_MAX_OPTIONS);
        command->options[command->n_options++] = (struct wit_option_spec){line->a, line->letter, line->b, line->c};
        break;
    case LINE_EXAMPLE:
        assert(command != NULL && command->n_examples < WIT_CLI_MAX_EXAMPLES);
        command->examples[command->n_examples++] = line->a;
        break;
    }
}

const struct wit_command *wit_commands(size_t *n)
{
    if (n_commands == 0)
        for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; i++)
            add_line(&LINES[i]);
    *n = n_commands;
    return commands;
}
