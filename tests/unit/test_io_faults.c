/* tests/unit/test_io_faults.c: full disks, devices, closed outputs and signals.
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
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
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

/* In a child: its limit of file sizes is ours no more. Returns the child's exit status. */
static int write_under_limit(const char *path, size_t limit, size_t len)
{
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        static char bytes[100000];
        signal(SIGXFSZ, SIG_IGN);
        struct rlimit rlimit = {limit, limit};
        struct wit_err err = {0};
        if (setrlimit(RLIMIT_FSIZE, &rlimit) != 0)
            _exit(9);
        bool ok = wit_file_write(path, bytes, len, &err);
        _exit(ok ? 0 : err.code == WIT_EIO && strstr(err.text, "File too large") != NULL ? 1 : 2);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void no_space_leaves_what_was_there(void **state)
{
    const struct wit_temp *place = *state;
    const char *path = wit_temp_path(place, "map.json");
    assert_int_equal(write_under_limit(path, 4096, 5000), 1); /* nothing was there */
    assert_names(place, place->dir, "");
    write_file(path, "before");
    assert_int_equal(write_under_limit(path, 4096, 5000), 1);
    assert_file(place, path, "before");
    assert_names(place, place->dir, "map.json");
    assert_int_equal(write_under_limit(path, 4096, 4096), 0);
}

/*
 * On nodes of our own: run by root, code that breaks here would replace the machine's /dev/null. A pipe everywhere; a
 * full device where we may make one.
 */
static void devices_stay_devices(void **state)
{
    const struct wit_temp *place = *state;
    const char *pipe_path = wit_temp_path(place, "pipe"), *full_path = wit_temp_path(place, "full");
    struct stat st;
    char text[8] = "";
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    int fd = open(pipe_path, O_RDWR | O_NONBLOCK);
    assert_true(fd >= 0);
    write_file(pipe_path, "through");
    assert_int_equal(read(fd, text, 7), 7);
    close(fd);
    assert_string_equal(text, "through");
    assert_int_equal(stat(pipe_path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
    int probe = mknod(full_path, S_IFCHR | 0600, makedev(1, 7)) == 0 ? open(full_path, O_WRONLY) : -1;
    if (probe < 0) /* not root, or a folder without devices */
        return;
    close(probe);
    struct wit_err err = {0};
    assert_false(wit_file_write(full_path, "x", 1, &err));
    assert_string_equal(err.text, wit_fmt(place->arena, "cannot write '%s': No space left on device", full_path));
    assert_int_equal(stat(full_path, &st), 0);
    assert_true(S_ISCHR(st.st_mode));
}

static void standard_output(void **state)
{
    const struct wit_temp *place = *state;
    const char *path = wit_temp_path(place, "out");
    fflush(stdout);
    int saved = dup(STDOUT_FILENO), fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_true(saved >= 0 && fd >= 0);
    dup2(fd, STDOUT_FILENO);
    printf("first ");
    bool ok = wit_file_write("-", "second", 6, NULL);
    int full = open("/dev/full", O_WRONLY);
    dup2(full, STDOUT_FILENO);
    struct wit_err err = {0};
    bool ok_full = wit_file_write("-", "x", 1, &err);
    dup2(saved, STDOUT_FILENO);
    close(full);
    close(saved);
    close(fd);
    assert_true(ok);
    assert_file(place, path, "first second"); /* in this order */
    assert_false(ok_full);
    assert_string_equal(err.text, "cannot write to 'standard output': No space left on device");
}

static volatile sig_atomic_t n_signals;

static void on_signal(int number)
{
    (void)number;
    n_signals++;
}

/* Signals without SA_RESTART, many while a slow pipe is read: the read goes on. */
static void signals(void **state)
{
    const struct wit_temp *place = *state;
    const char *path = wit_temp_path(place, "slow");
    assert_int_equal(mkfifo(path, 0600), 0);
    int keep = open(path, O_RDWR); /* so that no open has to wait */
    assert_true(keep >= 0);
    struct sigaction action = {.sa_handler = on_signal}, old;
    assert_int_equal(sigaction(SIGUSR1, &action, &old), 0);
    fflush(NULL);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        int fd = open(path, O_WRONLY);
        close(keep);
        for (int i = 0; i < 10; i++) {
            usleep(3000);
            kill(getppid(), SIGUSR1);
            usleep(3000);
            (void)!write(fd, "x", 1);
        }
        _exit(0);
    }
    char *text = NULL;
    size_t len = 0;
    struct wit_err err = {0};
    /* The pipe never ends while `keep` is open: the cap ends it, after every signal came. */
    bool ok = wit_file_read(&text, &len, place->arena, path, 9, &err);
    int status;
    while (waitpid(child, &status, 0) < 0)
        ;
    close(keep);
    assert_int_equal(sigaction(SIGUSR1, &old, NULL), 0);
    assert_false(ok);
    assert_int_equal(err.code, WIT_ELIMIT); /* and not EIO, "Interrupted system call" */
    assert_true(n_signals > 0);
}

int main(void)
{
#define IO_TEST(test) cmocka_unit_test_setup_teardown(test, wit_temp_set_up, wit_temp_tear_down)
    const struct CMUnitTest tests[] = {
        IO_TEST(no_space_leaves_what_was_there),
        IO_TEST(devices_stay_devices),
        IO_TEST(standard_output),
        IO_TEST(signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
