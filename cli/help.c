/* cli/help.c: usage texts and shell completions, all from the table of commands.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "cli/cli.h"

void wit_help_all(FILE *out)
{
    size_t n;
    const struct wit_command *commands = wit_commands(&n);
    fputs("pathwitness proves network isolation of Kafka platforms: it collects evidence, computes every path,\n"
          "and writes the review packet. A missing answer is never a \"no\".\n\n"
          "usage: pathwitness COMMAND [options]\n\n",
          out);
    for (size_t i = 0; i < n; i++)
        fprintf(out, "  %-16s %s\n", commands[i].words, commands[i].summary);
    fputs(
        "\n  --help           show this, or with a command its options and examples\n"
        "  --version        show the version\n"
        "  -q, --quiet      say nothing on standard error but errors\n\n"
        "Exit status: 0 done and clean; 1 differences or a failed verification; 2 wrong usage;\n"
        "3 done, but with gaps in the evidence; 4 input or network failed, nothing half-written; 70 internal error.\n\n"
        "The way once:\n"
        "  pathwitness collect aws --region eu-west-1 -o acme.evidence\n"
        "  pathwitness map acme.evidence --intent intent.yaml -o acme.map.json\n"
        "  pathwitness packet acme.map.json -o acme-review\n",
        out);
}

void wit_help_command(FILE *out, const struct wit_command *command)
{
    fprintf(out, "usage: pathwitness %s%s%s\n\n%s.\n\nOptions:\n", command->words,
            command->arguments[0] != '\0' ? " " : "", command->arguments, command->summary);
    for (size_t i = 0; i < command->n_options; i++) {
        const struct wit_option_spec *spec = &command->options[i];
        char left[64];
        snprintf(left, sizeof left, "%c%c%s--%s%s%s", spec->letter != 0 ? '-' : ' ',
                 spec->letter != 0 ? spec->letter : ' ', spec->letter != 0 ? ", " : "  ", spec->name,
                 spec->arg != NULL ? " " : "", spec->arg != NULL ? spec->arg : "");
        fprintf(out, "  %-26s %s\n", left, spec->help);
    }
    fputs("  -q, --quiet                say nothing on standard error but errors\n"
          "  -h, --help                 show this help\n",
          out);
    if (command->n_examples > 0)
        fputs("\nExamples:\n", out);
    for (size_t i = 0; i < command->n_examples; i++)
        fprintf(out, "  %s\n", command->examples[i]);
}

/* The words at one depth: "collect import …" at 0, "aws" after "collect". */
static void put_words(struct wit_buf *out, const struct wit_command *commands, size_t n, const char *after)
{
    const char *seen[64];
    size_t n_seen = 0;
    size_t skip = strlen(after);
    for (size_t i = 0; i < n; i++) {
        const char *word = commands[i].words;
        if (skip > 0) {
            if (strncmp(word, after, skip) != 0 || word[skip] != ' ')
                continue;
            word += skip + 1;
        }
        size_t len = strcspn(word, " ");
        bool again = false;
        for (size_t k = 0; k < n_seen; k++)
            again = again || (strncmp(seen[k], word, len) == 0 && (seen[k][len] == ' ' || seen[k][len] == '\0'));
        if (again)
            continue;
        if (n_seen > 0)
            wit_buf_putc(out, ' ');
        wit_buf_add(out, word, len);
        seen[n_seen++] = word;
    }
}

static void completion_bash(struct wit_buf *out)
{
    size_t n;
    const struct wit_command *commands = wit_commands(&n);
    wit_buf_puts(out,
                 "# bash completion for pathwitness\n_pathwitness() {\n  local cur=${COMP_WORDS[COMP_CWORD]} words\n"
                 "  case \"${COMP_WORDS[1]} ${COMP_WORDS[2]}\" in\n");
    for (int depth = 2; depth >= 1; depth--)
        for (size_t i = 0; i < n; i++) {
            bool two = strchr(commands[i].words, ' ') != NULL;
            if (two != (depth == 2))
                continue;
            wit_buf_printf(out, "  \"%s\"*) words=\"", commands[i].words);
            for (size_t k = 0; k < commands[i].n_options; k++)
                wit_buf_printf(out, "--%s ", commands[i].options[k].name);
            wit_buf_puts(out, "--quiet --help\" ;;\n");
        }
    wit_buf_puts(out, "  \"collect \"*) words=\"");
    put_words(out, commands, n, "collect");
    wit_buf_puts(out, "\" ;;\n  \"import \"*) words=\"");
    put_words(out, commands, n, "import");
    wit_buf_puts(out, "\" ;;\n  \"permissions \"*) words=\"");
    put_words(out, commands, n, "permissions");
    wit_buf_puts(out, "\" ;;\n  *) words=\"");
    put_words(out, commands, n, "");
    wit_buf_puts(
        out, " --help --version\" ;;\n  esac\n"
             "  if [[ $cur == -* || $COMP_CWORD -le 2 ]]; then COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); fi\n"
             "  if [[ ${#COMPREPLY[@]} -eq 0 ]]; then COMPREPLY=($(compgen -f -- \"$cur\")); fi\n}\n"
             "complete -o filenames -F _pathwitness pathwitness\n");
}

static void completion_zsh(struct wit_buf *out)
{
    wit_buf_puts(out, "#compdef pathwitness\nautoload -U +X bashcompinit && bashcompinit\n");
    completion_bash(out);
}

static void put_quoted_fish(struct wit_buf *out, const char *s)
{
    wit_buf_putc(out, '\'');
    for (; *s != '\0'; s++) {
        if (*s == '\'' || *s == '\\')
            wit_buf_putc(out, '\\');
        wit_buf_putc(out, *s);
    }
    wit_buf_putc(out, '\'');
}

static void completion_fish(struct wit_buf *out)
{
    size_t n;
    const struct wit_command *commands = wit_commands(&n);
    wit_buf_puts(out, "# fish completion for pathwitness\n");
    for (size_t i = 0; i < n; i++) {
        size_t len = strcspn(commands[i].words, " ");
        wit_buf_printf(out, "complete -c pathwitness -n __fish_use_subcommand -a %.*s -d ", (int)len,
                       commands[i].words);
        put_quoted_fish(out, commands[i].summary);
        wit_buf_putc(out, '\n');
        for (size_t k = 0; k < commands[i].n_options; k++) {
            const struct wit_option_spec *spec = &commands[i].options[k];
            wit_buf_printf(out, "complete -c pathwitness -n '__fish_seen_subcommand_from %.*s' -l %s%s -d ", (int)len,
                           commands[i].words, spec->name, spec->arg != NULL ? " -r" : "");
            put_quoted_fish(out, spec->help);
            wit_buf_putc(out, '\n');
        }
    }
}

void wit_completion(struct wit_buf *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        completion_bash(out);
    else if (strcmp(shell, "zsh") == 0)
        completion_zsh(out);
    else if (strcmp(shell, "fish") == 0)
        completion_fish(out);
}
