/* cli/options.c: options and positional arguments of one command.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: POSIX.1-2017, 12.2 Utility Syntax Guidelines, with GNU long options ("--name value", "--name=value"); options
 * and arguments may mix; "--" ends options. Long names must be whole: an abbreviation that works today would break with
 * tomorrow's option.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static const struct wit_option_spec GLOBAL[] = {
    {"quiet", 'q', NULL, "say nothing on standard error but errors"},
    {"help", 'h', NULL, "show this help"},
};

static const struct wit_option_spec *find_option(const struct wit_command *command, const char *name, size_t len,
                                                 char letter)
{
    for (size_t i = 0; i < sizeof GLOBAL / sizeof GLOBAL[0]; i++)
        if (name != NULL ? strlen(GLOBAL[i].name) == len && memcmp(GLOBAL[i].name, name, len) == 0
                         : GLOBAL[i].letter == letter)
            return &GLOBAL[i];
    for (size_t i = 0; i < command->n_options; i++) {
        const struct wit_option_spec *spec = &command->options[i];
        if (name != NULL ? strlen(spec->name) == len && memcmp(spec->name, name, len) == 0 : spec->letter == letter)
            return spec;
    }
    return NULL;
}

static bool take(struct wit_args *out, const struct wit_option_spec *spec, const char *value, bool *help,
                 struct wit_err *err)
{
    if (out->n_given == sizeof out->given / sizeof out->given[0])
        return wit_fail(err, WIT_EUSAGE, "more than %zu options", out->n_given);
    if (strcmp(spec->name, "help") == 0)
        *help = true;
    if (strcmp(spec->name, "quiet") == 0)
        out->quiet = true;
    out->given[out->n_given].name = spec->name;
    out->given[out->n_given++].value = value;
    return true;
}

static bool take_long(struct wit_args *out, const char *text, const char *const *argv, int argc, int *at, bool *help,
                      struct wit_err *err)
{
    const char *equals = strchr(text, '=');
    size_t len = equals != NULL ? (size_t)(equals - text) : strlen(text);
    const struct wit_option_spec *spec = find_option(out->command, text, len, 0);
    if (spec == NULL)
        return wit_fail(err, WIT_EUSAGE, "'%s' has no option --%.*s; see 'pathwitness %s --help'", out->command->words,
                        (int)len, text, out->command->words);
    if (spec->arg == NULL && equals != NULL)
        return wit_fail(err, WIT_EUSAGE, "option --%s takes no value", spec->name);
    const char *value = NULL;
    if (spec->arg != NULL) {
        if (equals != NULL)
            value = equals + 1;
        else if (*at + 1 < argc)
            value = argv[++*at];
        else
            return wit_fail(err, WIT_EUSAGE, "option --%s needs %s", spec->name, spec->arg);
    }
    return take(out, spec, value, help, err);
}

/* A cluster of letters: -qo FILE, -oFILE. */
static bool take_short(struct wit_args *out, const char *text, const char *const *argv, int argc, int *at, bool *help,
                       struct wit_err *err)
{
    for (const char *c = text; *c != '\0'; c++) {
        const struct wit_option_spec *spec = find_option(out->command, NULL, 0, *c);
        if (spec == NULL)
            return wit_fail(err, WIT_EUSAGE, "'%s' has no option -%c; see 'pathwitness %s --help'", out->command->words,
                            *c, out->command->words);
        if (spec->arg == NULL) {
            if (!take(out, spec, NULL, help, err))
                return false;
            continue;
        }
        if (c[1] != '\0')
            return take(out, spec, c + 1, help, err);
        if (*at + 1 >= argc)
            return wit_fail(err, WIT_EUSAGE, "option -%c needs %s", *c, spec->arg);
        return take(out, spec, argv[++*at], help, err);
    }
    return true;
}

bool wit_args_parse(struct wit_args *out, struct wit_arena *arena, const struct wit_command *command, int argc,
                    const char *const *argv, bool *help, struct wit_err *err)
{
    const char **positional = WIT_NEW_ARRAY(arena, const char *, (size_t)argc + 1);
    *out = (struct wit_args){.command = command, .arena = arena};
    *help = false;
    bool only_arguments = false;
    for (int at = 0; at < argc; at++) {
        const char *text = argv[at];
        if (only_arguments || text[0] != '-' || text[1] == '\0')
            positional[out->n_positional++] = text;
        else if (strcmp(text, "--") == 0)
            only_arguments = true;
        else if (!(text[1] == '-' ? take_long(out, text + 2, argv, argc, &at, help, err)
                                  : take_short(out, text + 1, argv, argc, &at, help, err)))
            return false;
    }
    out->positional = positional;
    if (*help)
        return true;
    if ((int)out->n_positional < command->least)
        return wit_fail(err, WIT_EUSAGE, "'%s' needs more arguments: pathwitness %s %s", command->words, command->words,
                        command->arguments);
    if (command->most >= 0 && (int)out->n_positional > command->most)
        return wit_fail(err, WIT_EUSAGE, "'%s' does not know what to do with '%s': pathwitness %s %s", command->words,
                        positional[command->most], command->words, command->arguments);
    return true;
}

const char *wit_arg(const struct wit_args *args, const char *name)
{
    const char *found = NULL;
    for (size_t i = 0; i < args->n_given; i++)
        if (strcmp(args->given[i].name, name) == 0)
            found = args->given[i].value;
    return found;
}

bool wit_arg_flag(const struct wit_args *args, const char *name)
{
    for (size_t i = 0; i < args->n_given; i++)
        if (strcmp(args->given[i].name, name) == 0)
            return true;
    return false;
}

const char *const *wit_arg_all(const struct wit_args *args, const char *name, size_t *n)
{
    const char **all = WIT_NEW_ARRAY(args->arena, const char *, args->n_given + 1);
    *n = 0;
    for (size_t i = 0; i < args->n_given; i++)
        if (strcmp(args->given[i].name, name) == 0)
            all[(*n)++] = args->given[i].value;
    return all;
}

bool wit_arg_number(unsigned *out, const struct wit_args *args, const char *name, unsigned least, unsigned most,
                    unsigned otherwise, struct wit_err *err)
{
    const char *text = wit_arg(args, name);
    if (text == NULL) {
        *out = otherwise;
        return true;
    }
    char *end = NULL;
    unsigned long n = strtoul(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || n < least || n > most)
        return wit_fail(err, WIT_EUSAGE, "--%s is a whole number from %u to %u, not '%s'", name, least, most, text);
    *out = (unsigned)n;
    return true;
}
