/* collectors/connect/redact.c: walks an answer and writes it without its secrets.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "collectors/connect/redact.h"

#include <string.h>

#include "collectors/secrets.h"

enum { TEXT_BYTES = 64 << 20 };

enum rule {
    PLAIN,  /* by the names of members */
    CONFIG, /* a connector's settings */
    SECRET, /* below a member whose name says secret: nothing stays */
    TRACE   /* words that may quote anything */
};

struct frame {
    const struct wit_value *parent, *next; /* next child to write */
    size_t index, path_len;
    enum rule rule;
};

struct walk {
    struct wit_jw *jw;
    struct wit_removed *removed;
    const struct wit_plugins *plugins;
    struct wit_arena *scratch;
    struct wit_buf path, text;
};

static void put_pointer_part(struct wit_buf *path, const char *name)
{
    wit_buf_putc(path, '/');
    for (; *name != '\0'; name++) { /* RFC 6901, 3 */
        if (*name == '~')
            wit_buf_puts(path, "~0");
        else if (*name == '/')
            wit_buf_puts(path, "~1");
        else
            wit_buf_putc(path, *name);
    }
}

static enum rule rule_of(const struct wit_value *v, enum rule above)
{
    static const char *const quoting[] = {"trace", "message", "msg", "error", "errors", "reason", "exception"};
    if (above != PLAIN || v->key == NULL)
        return above;
    if (v->kind == WIT_OBJECT && strcmp(v->key, "config") == 0)
        return CONFIG;
    for (size_t i = 0; i < sizeof quoting / sizeof quoting[0]; i++)
        if (strcmp(v->key, quoting[i]) == 0)
            return TRACE;
    return v->kind >= WIT_ARRAY && wit_secret_key(v->key) ? SECRET : PLAIN;
}

/* A string, number or the like. Numbers and words of JSON stay unless their place says secret. */
static void put_scalar(struct walk *w, const struct wit_value *v, const struct wit_value *config, enum rule rule)
{
    const char *text = wit_text(v), *key = v->key;
    bool removed;
    wit_buf_reset(&w->text);
    if (text == NULL) {
        wit_jw_null(w->jw);
        return;
    }
    if (rule == SECRET) {
        wit_buf_puts(&w->text, WIT_SECRETS_REMOVED);
        removed = true;
    } else if (rule == TRACE) {
        wit_connect_trace(&w->text, text);
        removed = strcmp(wit_buf_str(&w->text), text) != 0;
    } else if (rule == CONFIG && key != NULL) {
        removed = wit_connect_config_value(&w->text, w->scratch, w->plugins, config, key, text);
    } else {
        removed = wit_connect_text(&w->text, key, text);
    }
    if (removed)
        WIT_PUSH(w->removed->arena, w->removed->items, w->removed->n, w->removed->cap) =
            wit_strdup(w->removed->arena, wit_buf_str(&w->path));
    if (removed || v->kind == WIT_STRING)
        wit_jw_str(w->jw, w->text.over ? WIT_SECRETS_REMOVED : wit_buf_str(&w->text));
    else
        wit_jw_value(w->jw, v);
}

void wit_connect_write(struct wit_jw *jw, struct wit_removed *removed, const struct wit_plugins *plugins,
                       const struct wit_value *v, const char *pointer)
{
    WIT_CLEANUP(wit_auto_arena) struct wit_arena *scratch = wit_arena_new();
    struct frame stack[WIT_JSON_MAX_DEPTH + 2];
    struct walk w = {.jw = jw, .removed = removed, .plugins = plugins, .scratch = scratch};
    size_t depth = 0;
    wit_buf_init(&w.path, (size_t)1 << 20);
    wit_buf_init(&w.text, TEXT_BYTES);
    wit_buf_puts(&w.path, pointer);
    enum rule rule = rule_of(v, PLAIN);
    if (v->kind != WIT_ARRAY && v->kind != WIT_OBJECT) {
        put_scalar(&w, v, NULL, rule);
    } else {
        (v->kind == WIT_OBJECT ? wit_jw_object : wit_jw_array)(jw);
        stack[depth++] = (struct frame){.parent = v, .next = v->first, .path_len = w.path.len, .rule = rule};
    }
    while (depth > 0) {
        struct frame *top = &stack[depth - 1];
        const struct wit_value *child = top->next;
        w.path.len = top->path_len;
        if (w.path.data != NULL)
            w.path.data[w.path.len] = '\0';
        if (child == NULL) {
            (top->parent->kind == WIT_OBJECT ? wit_jw_object_end : wit_jw_array_end)(jw);
            depth--;
            continue;
        }
        top->next = child->next;
        if (top->parent->kind == WIT_OBJECT) {
            put_pointer_part(&w.path, child->key);
            wit_jw_key(jw, child->key);
        } else {
            wit_buf_printf(&w.path, "/%zu", top->index++);
        }
        rule = rule_of(child, top->rule);
        if (child->kind != WIT_ARRAY && child->kind != WIT_OBJECT) {
            put_scalar(&w, child, top->parent, rule);
            wit_arena_reset(scratch);
            continue;
        }
        /* Settings are plain values; what is deeper in them is nothing that Connect writes. */
        enum rule below = top->rule == CONFIG ? SECRET : rule;
        (child->kind == WIT_OBJECT ? wit_jw_object : wit_jw_array)(jw);
        stack[depth++] = (struct frame){.parent = child, .next = child->first, .path_len = w.path.len, .rule = below};
    }
    wit_buf_deinit(&w.path);
    wit_buf_deinit(&w.text);
}

void wit_removed_write(struct wit_jw *jw, const struct wit_removed *removed)
{
    wit_jw_key(jw, "removed");
    wit_jw_array(jw);
    for (size_t i = 0; i < removed->n; i++)
        wit_jw_str(jw, removed->items[i]);
    wit_jw_array_end(jw);
}
