/* tests/unit/test_history.c: maps over time: what changed when; nothing half-written; no file of strangers is trusted.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/io.h"
#include "evidence/history.h"
#include "evidence/sql.h"
#include "tests/support/sample_map.h"
#include "tests/support/temp.h"

/* The sample with its first `n` paths, collected on a day; `change` marks the first path red. */
static const struct wit_map *day(struct wit_arena *arena, unsigned number, size_t n, bool change)
{
    struct wit_map *map = WIT_NEW(arena, struct wit_map);
    *map = *wit_sample_map(arena);
    struct wit_path *paths = WIT_NEW_ARRAY(arena, struct wit_path, map->n_paths);
    memcpy(paths, map->paths, map->n_paths * sizeof *paths);
    paths[0].status = change ? WIT_RED : WIT_GREEN;
    map->paths = paths;
    map->n_paths = n;
    map->collected_first = map->collected_last = wit_fmt(arena, "2026-11-%02uT00:00:00.000Z", number);
    return map;
}

static bool add(struct wit_arena *arena, const char *path, const struct wit_map *map, uint64_t *id, bool *was_there,
                struct wit_err *err)
{
    struct wit_buf bytes;
    WIT_CLEANUP(wit_auto_history) struct wit_history *h = NULL;
    wit_buf_init(&bytes, 1 << 26);
    wit_map_write(&bytes, map);
    char *copy = wit_strndup(arena, wit_buf_str(&bytes), bytes.len);
    size_t len = bytes.len;
    wit_buf_deinit(&bytes);
    return wit_history_open(&h, path, WIT_HISTORY_ADD, err) && wit_history_add(h, map, copy, len, id, was_there, err);
}

static uint64_t must_add(struct wit_arena *arena, const char *path, const struct wit_map *map)
{
    struct wit_err err = {WIT_OK, ""};
    uint64_t id = 0;
    bool was_there;
    if (!add(arena, path, map, &id, &was_there, &err))
        fail_msg("%s", err.text);
    return id;
}

static struct wit_history *must_open(const char *path)
{
    struct wit_history *h = NULL;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_history_open(&h, path, WIT_HISTORY_READ, &err))
        fail_msg("%s", err.text);
    return h;
}

static void test_over_time(void **state)
{
    const struct wit_temp *t = *state;
    const char *path = wit_temp_path(t, "h.db");
    static const struct {
        size_t paths;
        bool red;
    } days[] = {{3, false}, {3, false}, {3, true}, {2, true}, {3, true}};
    for (unsigned i = 0; i < 5; i++)
        assert_int_equal(must_add(t->arena, path, day(t->arena, i + 1, days[i].paths, days[i].red)), i + 1);
    WIT_CLEANUP(wit_auto_history) struct wit_history *h = must_open(path);
    struct wit_err err = {WIT_OK, ""};
    const struct wit_path_state *s;
    const struct wit_snapshot *list;
    size_t n;
    const struct wit_map *map = wit_sample_map(t->arena);
    assert_true(wit_history_list(h, &list, &n, t->arena, &err));
    assert_int_equal(n, 5);
    assert_int_equal(list[0].came, 3);
    assert_int_equal(list[3].left, 1);
    assert_int_equal(list[4].came, 1);
    /* green on days 1 and 2, red from day 3 on */
    assert_true(wit_history_path(h, map->paths[0].id, &s, &n, t->arena, &err));
    assert_int_equal(n, 2);
    assert_string_equal(s[0].status, "green");
    assert_int_equal(s[0].valid_from, 1);
    assert_int_equal(s[0].valid_to, 2);
    assert_string_equal(s[0].last_time, "2026-11-02T00:00:00.000Z");
    assert_string_equal(s[1].status, "red");
    assert_int_equal(s[1].valid_to, 0);
    assert_string_equal(s[1].last_time, "2026-11-05T00:00:00.000Z");
    /* gone on day 4, there again on day 5 */
    assert_true(wit_history_path(h, map->paths[2].id, &s, &n, t->arena, &err));
    assert_int_equal(n, 2);
    assert_int_equal(s[0].valid_to, 3);
    assert_int_equal(s[1].valid_from, 5);
    for (unsigned i = 0; i < 5; i++) {
        assert_true(wit_history_at(h, i + 1, &s, &n, t->arena, &err));
        assert_int_equal(n, days[i].paths);
    }
    assert_false(wit_history_at(h, 6, &s, &n, t->arena, &err));
    assert_int_equal(err.code, WIT_EUSAGE);
}

static void test_the_map_again(void **state)
{
    const struct wit_temp *t = *state;
    const char *path = wit_temp_path(t, "h.db");
    struct wit_err err = {WIT_OK, ""};
    uint64_t id = 0;
    bool was_there = false;
    const struct wit_map *map = day(t->arena, 7, 3, false);
    must_add(t->arena, path, map);
    assert_true(add(t->arena, path, map, &id, &was_there, &err)); /* twice: nothing */
    assert_true(was_there);
    assert_int_equal(id, 1);
    assert_false(add(t->arena, path, day(t->arena, 6, 3, false), &id, &was_there, &err)); /* back in time */
    assert_int_equal(err.code, WIT_EUSAGE);
    WIT_CLEANUP(wit_auto_history) struct wit_history *h = must_open(path);
    struct wit_buf bytes;
    char *kept = NULL;
    size_t len = 0;
    wit_buf_init(&bytes, 1 << 26);
    wit_map_write(&bytes, map);
    assert_true(wit_history_map(h, 1, &kept, &len, t->arena, &err));
    assert_int_equal(len, bytes.len);
    assert_memory_equal(kept, wit_buf_str(&bytes), len);
    wit_buf_deinit(&bytes);
}

static size_t snapshots(const struct wit_temp *t, const char *path)
{
    WIT_CLEANUP(wit_auto_history) struct wit_history *h = must_open(path);
    struct wit_err err = {WIT_OK, ""};
    const struct wit_snapshot *list;
    size_t n;
    if (!wit_history_list(h, &list, &n, t->arena, &err))
        fail_msg("%s", err.text);
    return n;
}

/* A disk that is full at any point: an error, and what was there is there. */
static void test_full_disk(void **state)
{
    const struct wit_temp *t = *state;
    const char *path = wit_temp_path(t, "h.db");
    must_add(t->arena, path, day(t->arena, 1, 3, false));
    size_t failures = 0;
    for (rlim_t room = 0; room < (1 << 19); room += 20000) {
        pid_t child = fork();
        if (child == 0) {
            struct wit_err err = {WIT_OK, ""};
            struct rlimit limit = {room, room};
            uint64_t id;
            bool was_there;
            signal(SIGXFSZ, SIG_IGN);
            setrlimit(RLIMIT_FSIZE, &limit);
            bool done = add(t->arena, path, wit_sample_map_large(t->arena, 4, 50), &id, &was_there, &err);
            _exit(done ? 0 : err.code == WIT_EIO && err.text[0] != '\0' ? 1 : 2);
        }
        int status;
        waitpid(child, &status, 0);
        assert_true(WIFEXITED(status));
        assert_int_not_equal(WEXITSTATUS(status), 2);
        failures += WEXITSTATUS(status) == 1;
        size_t n = snapshots(t, path);
        assert_int_equal(n, WEXITSTATUS(status) == 0 || n == 2 ? 2 : 1);
        if (WEXITSTATUS(status) == 0)
            break;
    }
    assert_true(failures > 0);
}

/* Killed at any moment: each snapshot is whole or absent, and the next one can be added. */
static void test_killed(void **state)
{
    const struct wit_temp *t = *state;
    const char *path = wit_temp_path(t, "h.db");
    must_add(t->arena, path, day(t->arena, 1, 3, false));
    const struct wit_map *large = wit_sample_map_large(t->arena, 4, 50);
    for (unsigned i = 0; i < 12; i++) {
        pid_t child = fork();
        if (child == 0) {
            struct wit_err err = {WIT_OK, ""};
            uint64_t id;
            bool was_there;
            for (unsigned k = 2; k < 28; k++) {
                struct wit_map map = *large;
                map.n_paths -= k;
                map.collected_last = wit_fmt(t->arena, "2026-11-%02uT00:00:00.000Z", k);
                if (!add(t->arena, path, &map, &id, &was_there, &err))
                    _exit(0); /* an earlier round came further */
            }
            _exit(0);
        }
        usleep(3000 + i * 17000);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        WIT_CLEANUP(wit_auto_history) struct wit_history *h = NULL;
        struct wit_err err = {WIT_OK, ""};
        if (!wit_history_open(&h, path, i % 2 == 0 ? WIT_HISTORY_READ : WIT_HISTORY_ADD, &err))
            fail_msg("%s", err.text);
        const struct wit_snapshot *list;
        const struct wit_path_state *s;
        size_t n, count;
        assert_true(wit_history_list(h, &list, &n, t->arena, &err));
        assert_true(n >= 1);
        for (size_t k = 0; k < n; k++) {
            char *bytes;
            size_t len;
            if (!wit_history_map(h, list[k].id, &bytes, &len, t->arena, &err))
                fail_msg("%s", err.text);
            assert_true(wit_history_at(h, list[k].id, &s, &count, t->arena, &err));
            assert_int_equal(count, list[k].red + list[k].yellow + list[k].green);
        }
        struct wit_sql *db;
        int64_t half = -1;
        assert_true(wit_sql_open(&db, path, false, &err));
        assert_true(
            wit_sql_number(&half, db,
                           "SELECT count(*) FROM statuses WHERE valid_from > (SELECT max(id) FROM snapshots) OR "
                           "valid_to >= (SELECT max(id) FROM snapshots)",
                           0, &err));
        wit_sql_close(db);
        assert_int_equal(half, 0); /* nothing of a snapshot that is not there */
    }
    must_add(t->arena, path, day(t->arena, 31, 3, false));
}

static void sql(const char *path, const char *text)
{
    struct wit_sql *db;
    struct wit_err err = {WIT_OK, ""};
    if (!wit_sql_open(&db, path, true, &err) || !wit_sql_run(db, text, &err))
        fail_msg("%s", err.text);
    wit_sql_close(db);
}

static const struct {
    const char *name, *sql, *bytes; /* done to a good history; or the whole file */
    enum wit_code code;
} STRANGERS[] = {
    {"nothing at all", NULL, "", WIT_EUSAGE},
    {"no database", NULL, "this is a text, and no database of any kind; it is long enough to be read as a header, too",
     WIT_EINTEGRITY},
    {"another program's", "PRAGMA application_id = 7", NULL, WIT_EUSAGE},
    {"another version", "PRAGMA user_version = 2", NULL, WIT_EUSAGE},
    {"a trigger", "CREATE TRIGGER x AFTER INSERT ON snapshots BEGIN DELETE FROM maps; END", NULL, WIT_EINTEGRITY},
    {"a view by the name of a table", "ALTER TABLE paths RENAME TO other; CREATE VIEW paths AS SELECT 1 AS id", NULL,
     WIT_EUSAGE},
    {"a user's own view is fine", "CREATE VIEW mine AS SELECT * FROM current_paths", NULL, WIT_OK},
};

static void test_strangers(void **state)
{
    const struct wit_temp *t = *state;
    for (size_t i = 0; i < sizeof STRANGERS / sizeof *STRANGERS; i++) {
        const char *path = wit_temp_path(t, wit_fmt(t->arena, "%zu.db", i));
        struct wit_err err = {WIT_OK, ""};
        struct wit_history *h = NULL;
        if (STRANGERS[i].sql != NULL) {
            must_add(t->arena, path, day(t->arena, 1, 3, false));
            sql(path, STRANGERS[i].sql);
        } else {
            assert_true(wit_file_write(path, STRANGERS[i].bytes, strlen(STRANGERS[i].bytes), &err));
        }
        bool opened = wit_history_open(&h, path, WIT_HISTORY_READ, &err);
        if (opened != (STRANGERS[i].code == WIT_OK) || err.code != STRANGERS[i].code)
            fail_msg("%s: %d %s", STRANGERS[i].name, err.code, err.text);
        wit_history_close(h);
    }
}

/* Another map under the same digest, or bytes that were changed in the file. */
static void test_tampered(void **state)
{
    const struct wit_temp *t = *state;
    const char *path = wit_temp_path(t, "h.db");
    must_add(t->arena, path, day(t->arena, 1, 3, false));
    must_add(t->arena, path, day(t->arena, 2, 2, false));
    sql(path, "UPDATE maps SET zstd = (SELECT zstd FROM maps WHERE snapshot = 2) WHERE snapshot = 1");
    WIT_CLEANUP(wit_auto_history) struct wit_history *h = must_open(path);
    struct wit_err err = {WIT_OK, ""};
    char *bytes;
    size_t len;
    assert_false(wit_history_map(h, 1, &bytes, &len, t->arena, &err));
    assert_int_equal(err.code, WIT_EINTEGRITY);
}

/* What docs/history.md promises to people who ask in SQL. */
static void test_views(void **state)
{
    const struct wit_temp *t = *state;
    const char *path = wit_temp_path(t, "h.db");
    must_add(t->arena, path, day(t->arena, 1, 3, false));
    must_add(t->arena, path, day(t->arena, 2, 2, true));
    struct wit_sql *db;
    struct wit_err err = {WIT_OK, ""};
    int64_t n = -1;
    assert_true(wit_sql_open(&db, path, false, &err));
    assert_true(wit_sql_number(&n, db, "SELECT count(*) FROM current_paths", 0, &err));
    assert_int_equal(n, 2);
    assert_true(wit_sql_number(&n, db, "SELECT count(*) FROM path_seen WHERE there_now = 0", 0, &err));
    assert_int_equal(n, 1);
    assert_true(wit_sql_number(
        &n, db, "SELECT count(*) FROM path_seen WHERE first_seen LIKE '2026-11-01%' AND last_seen LIKE '2026-11-02%'",
        0, &err));
    assert_int_equal(n, 2);
    assert_false(wit_sql_run(db, "DELETE FROM paths", &err)); /* opened to read */
    wit_sql_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_over_time, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_the_map_again, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_full_disk, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_killed, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_strangers, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_tampered, wit_temp_set_up, wit_temp_tear_down),
        cmocka_unit_test_setup_teardown(test_views, wit_temp_set_up, wit_temp_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
