/* tests/unit/test_io.c: what is read has a cap; what is written is whole or is what was there before.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "tests/support/temp.h"

static void write_file(const char *path, const char *text)
{
    struct wit_err err = {0};
    if (!wit_file_write(path, text, strlen(text), &err))
        fail_msg("%s", err.text);
}

static void assert_file(const struct wit_temp *place, const char *path, const char *expected)
{
    char *text;
    size_t len;
    struct wit_err err = {0};
    if (!wit_file_read(&text, &len, place->arena, path, 1 << 20, &err))
        fail_msg("%s", err.text);
    assert_int_equal(len, strlen(expected));
    assert_string_equal(text, expected);
}

/* Temporary files that were left behind would be seen here. */
static void assert_names(const struct wit_temp *place, const char *dir, const char *expected)
{
    const char **names;
    size_t n;
    char joined[256] = "";
    assert_true(wit_dir_list(&names, &n, place->arena, dir, NULL));
    for (size_t i = 0; i < n; i++)
        snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s", i == 0 ? "" : " ", names[i]);
    assert_string_equal(joined, expected);
}

static void round_trip(void **state)
{
    const struct wit_temp *place = *state;
    const char *path = wit_temp_path(place, "map.json");
    write_file(path, "{}");
    assert_file(place, path, "{}");
    write_file(path, "{\"longer\": true}");
    assert_file(place, path, "{\"longer\": true}");
    write_file(path, "");
    assert_file(place, path, "");
    assert_names(place, place->dir, "map.json");
    struct stat st;
    mode_t mask = umask(022);
    umask(mask);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0666 & ~mask);
}

static void caps(void **state)
{
    const struct wit_temp *place = *state;
    const char *path = wit_temp_path(place, "five");
    write_file(path, "12345");
    for (size_t cap = 0; cap < 10; cap++) {
        char *text = NULL;
        size_t len = 0;
        struct wit_err err = {0};
        bool ok = wit_file_read(&text, &len, place->arena, path, cap, &err);
        assert_int_equal(ok, cap >= 5);
        assert_int_equal(err.code, ok ? WIT_OK : WIT_ELIMIT);
        assert_int_equal(len, ok ? 5 : 0);
        if (ok)
            assert_string_equal(text, "12345");
        else
            assert_non_null(strstr(err.text, path));
    }
}

static void large_files(void **state)
{
    const struct wit_temp *place = *state;
    const char *path = wit_temp_path(place, "large");
    size_t size = ((size_t)3 << 20) + 17, len;
    char *bytes = malloc(size), *text;
    assert_non_null(bytes);
    for (size_t i = 0; i < size; i++)
        bytes[i] = (char)(i * 2654435761U >> 13);
    assert_true(wit_file_write(path, bytes, size, NULL));
    assert_true(wit_file_read(&text, &len, place->arena, path, size, NULL));
    assert_int_equal(len, size);
    assert_memory_equal(text, bytes, size);
    assert_int_equal(text[size], '\0');
    free(bytes);
}

/* A pipe has no size to ask for, and gives little at a time. */
static void read_pipe(const struct wit_temp *place, size_t n_pieces, size_t cap, bool expected)
{
    const char *path = wit_temp_path(place, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        signal(SIGPIPE, SIG_IGN);
        int fd = open(path, O_WRONLY);
        for (size_t i = 0; i < n_pieces; i++)
            (void)!write(fd, "0123456789abcde\n", 16);
        _exit(0);
    }
    char *text = NULL;
    size_t len = 0;
    struct wit_err err = {0};
    bool ok = wit_file_read(&text, &len, place->arena, path, cap, &err);
    assert_int_equal(waitpid(child, NULL, 0), child);
    unlink(path);
    assert_int_equal(ok, expected);
    assert_int_equal(err.code, ok ? WIT_OK : WIT_ELIMIT);
    assert_int_equal(len, ok ? n_pieces * 16 : 0);
    for (size_t i = 0; ok && i < n_pieces; i++)
        assert_memory_equal(text + i * 16, "0123456789abcde\n", 16);
}

static void pipes(void **state)
{
    const struct wit_temp *place = *state;
    read_pipe(place, 0, 100, true);
    read_pipe(place, 20000, 320000, true);
    read_pipe(place, 20000, 319999, false);
    read_pipe(place, 4, 64, true);
    read_pipe(place, 4, 63, false);
}

static void endless_files_have_an_end(void **state)
{
    const struct wit_temp *place = *state;
    char *text = NULL;
    size_t len = 0;
    struct wit_err err = {0};
    assert_false(wit_file_read(&text, &len, place->arena, "/dev/zero", 1 << 20, &err));
    assert_int_equal(err.code, WIT_ELIMIT);
}

static void failures_name_path_and_reason(void **state)
{
    const struct wit_temp *place = *state;
    char *text = NULL;
    size_t len = 0;
    struct wit_err err = {0};
    assert_false(wit_file_read(&text, &len, place->arena, wit_temp_path(place, "none"), 10, &err));
    assert_int_equal(err.code, WIT_EIO);
    assert_string_equal(err.text,
                        wit_fmt(place->arena, "cannot open '%s/none': No such file or directory", place->dir));
    assert_false(wit_file_read(&text, &len, place->arena, place->dir, 10, &err));
    assert_string_equal(err.text, wit_fmt(place->arena, "cannot read '%s': Is a directory", place->dir));
    assert_false(wit_file_write(wit_temp_path(place, "no/folder"), "x", 1, &err));
    assert_int_equal(err.code, WIT_EIO);
    assert_false(wit_file_write(place->dir, "x", 1, &err));
    assert_string_equal(err.text, wit_fmt(place->arena, "cannot write '%s': Is a directory", place->dir));
    assert_false(wit_file_write("", "x", 1, &err));
    const char **names;
    assert_false(wit_dir_list(&names, &len, place->arena, wit_temp_path(place, "none"), &err));
    assert_int_equal(err.code, WIT_EIO);
    assert_names(place, place->dir, "");
}

static void links_and_modes_stay(void **state)
{
    const struct wit_temp *place = *state;
    const char *path = wit_temp_path(place, "real"), *link = wit_temp_path(place, "link");
    write_file(path, "old");
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(symlink("real", link), 0);
    write_file(link, "new");
    struct stat st;
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_file(place, path, "new");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0640);
    assert_names(place, place->dir, "link real");
    const char *dangling = wit_temp_path(place, "dangling");
    assert_int_equal(symlink("nowhere", dangling), 0);
    write_file(dangling, "x"); /* replaced: there is nothing that could be kept */
    assert_file(place, dangling, "x");
}

static void names_of_full_length(void **state)
{
    const struct wit_temp *place = *state;
    char name[256];
    memset(name, 'n', sizeof name - 1);
    name[sizeof name - 1] = '\0';
    write_file(wit_temp_path(place, name), "x");
    assert_file(place, wit_temp_path(place, name), "x");
    assert_int_equal(chdir(place->dir), 0);
    write_file("here", "y"); /* a path without a folder */
    assert_file(place, "here", "y");
    assert_int_equal(chdir("/"), 0);
}

static void folders(void **state)
{
    const struct wit_temp *place = *state;
    const char *deep = wit_temp_path(place, "a/b//c/");
    assert_true(wit_dir_make(deep, NULL));
    assert_true(wit_dir_make(deep, NULL)); /* again is fine */
    assert_true(wit_path_is_dir(wit_temp_path(place, "a/b/c")));
    assert_true(wit_dir_make("/", NULL));
    write_file(wit_temp_path(place, "a/file"), "x");
    assert_true(wit_path_exists(wit_temp_path(place, "a/file")));
    assert_false(wit_path_is_dir(wit_temp_path(place, "a/file")));
    assert_false(wit_path_exists(wit_temp_path(place, "a/none")));
    struct wit_err err = {0};
    assert_false(wit_dir_make(wit_temp_path(place, "a/file"), &err));
    assert_int_equal(err.code, WIT_EIO);
    assert_non_null(strstr(err.text, "Not a directory"));
    assert_false(wit_dir_make(wit_temp_path(place, "a/file/b"), &err));
    assert_false(wit_dir_make("", &err));
    static const char *const names[] = {"b", "a", "B", "10", "9", "\xc3\xa9", "z", ".hidden"};
    const char *list = wit_temp_path(place, "list");
    assert_true(wit_dir_make(list, NULL));
    assert_names(place, list, "");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        write_file(wit_fmt(place->arena, "%s/%s", list, names[i]), "");
    assert_names(place, list, ".hidden 10 9 B a b z \xc3\xa9");
}

int main(void)
{
#define IO_TEST(test) cmocka_unit_test_setup_teardown(test, wit_temp_set_up, wit_temp_tear_down)
    const struct CMUnitTest tests[] = {
        IO_TEST(round_trip),
        IO_TEST(caps),
        IO_TEST(large_files),
        IO_TEST(pipes),
        IO_TEST(endless_files_have_an_end),
        IO_TEST(failures_name_path_and_reason),
        IO_TEST(links_and_modes_stay),
        IO_TEST(names_of_full_length),
        IO_TEST(folders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
