/* tests/fuzz/replay.c: runs a fuzz target over the files and folders named on the command line.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * What ctest does with each corpus where libFuzzer is not built in. A missing or empty folder is a failure: a corpus
 * that is not there tests nothing.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/io.h"

#define MAX_FILE_BYTES ((size_t)64 << 20)

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

/* The target gets memory of exactly the file's size, so that a sanitizer sees the first byte behind it. */
static bool run_file(const char *path, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    char *text;
    size_t len;
    if (!wit_file_read(&text, &len, arena, path, MAX_FILE_BYTES, err))
        return false;
    unsigned char *exact = malloc(len == 0 ? 1 : len);
    if (exact == NULL)
        wit_die("out of memory");
    memcpy(exact, text, len);
    LLVMFuzzerTestOneInput(exact, len);
    free(exact);
    return true;
}

static bool run_folder(const char *path, size_t *n_run, struct wit_err *err)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *arena = wit_arena_new();
    const char **names;
    size_t n;
    if (!wit_dir_list(&names, &n, arena, path, err))
        return false;
    if (n == 0)
        return wit_fail(err, WIT_EIO, "the folder '%s' is empty", path);
    for (size_t i = 0; i < n; i++) {
        if (!run_file(wit_fmt(arena, "%s/%s", path, names[i]), err))
            return false;
    }
    *n_run += n;
    return true;
}

int main(int argc, char **argv)
{
    struct wit_err err = {0};
    size_t n_run = 0;
    for (int i = 1; i < argc; i++) {
        bool ok = wit_path_is_dir(argv[i]) ? run_folder(argv[i], &n_run, &err) : run_file(argv[i], &err);
        if (!ok) {
            fprintf(stderr, "%s\n", err.text);
            return EXIT_FAILURE;
        }
        n_run += !wit_path_is_dir(argv[i]);
    }
    if (n_run == 0) {
        fprintf(stderr, "usage: %s FILE|FOLDER…\n", argv[0]);
        return EXIT_FAILURE;
    }
    printf("%zu inputs\n", n_run);
    return EXIT_SUCCESS;
}
