/* pathmap/decode/notes.c: words that objects share, composed keys, citations, and the gaps that decoding finds.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "pathmap/decode/decode.h"

const char *wit_word(struct wit_decoding *d, const char *text)
{
    if (text == NULL || text[0] == '\0')
        return "";
    const char *word = wit_strmap_get(d->words, text);
    if (word == NULL) {
        char *copy = wit_strdup(d->arena, text);
        wit_strmap_put(d->words, text, copy);
        word = copy;
    }
    return word;
}

const char *wit_word_of(struct wit_decoding *d, const struct wit_value *object, const char *key)
{
    return wit_word(d, wit_str(object, key));
}

const char *wit_key_of(struct wit_decoding *d, const char *first, ...)
{
    va_list parts;
    wit_buf_reset(&d->key);
    va_start(parts, first);
    for (const char *part = first; part != NULL; part = va_arg(parts, const char *)) {
        if (part != first)
            wit_buf_putc(&d->key, '\x1f');
        wit_buf_puts(&d->key, part);
    }
    va_end(parts);
    return wit_buf_str(&d->key);
}

static const char *format(struct wit_arena *arena, const char *fmt, va_list args)
{
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    char *text = wit_alloc(arena, (size_t)(len < 0 ? 0 : len) + 1);
    if (len > 0)
        vsnprintf(text, (size_t)len + 1, fmt, args);
    return text;
}

const char *wit_pointer(struct wit_decoding *d, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = format(d->arena, fmt, args);
    va_end(args);
    return text;
}

struct wit_cite wit_here(const struct wit_decoding *d, const char *pointer)
{
    return (struct wit_cite){d->source == NULL ? UINT32_MAX : d->source->artefact, pointer};
}

const char *wit_remedy(struct wit_decoding *d, const struct wit_operation *op, const char *region, const char *resource)
{
    return wit_word(d, wit_operation_command(d->arena, op, region, resource));
}

wit_gap_ref wit_note_gap(struct wit_decoding *d, const struct wit_gap *gap)
{
    const struct wit_subject *s = &gap->subject;
    const char *parts[] = {
        wit_gap_word(gap->reason), s->account, s->region, s->service, s->operation, s->resource, gap->text,
        gap->cite.pointer};
    const char *p[8];
    for (size_t i = 0; i < 8; i++)
        p[i] = parts[i] == NULL ? "" : parts[i];
    const char *key = wit_key_of(d, p[0], p[1], p[2], p[3], p[4], p[5], p[6], p[7], gap->id == NULL ? "" : gap->id,
                                 (const char *)NULL);
    struct wit_gap **there = wit_strmap_get(d->gap_keys, key);
    if (there != NULL)
        return (wit_gap_ref)((uintptr_t)there - 1);
    if (d->n_gaps >= UINT32_MAX - 1)
        wit_die("more than 4 billion gaps");
    struct wit_gap copy = *gap;
    if (copy.id == NULL) { /* from its content: the same evidence names it the same way each time */
        char hex[WIT_SHA256_HEX];
        wit_sha256_hex(hex, key, strlen(key));
        copy.id = wit_fmt(d->arena, "g-%.8s", hex);
    }
    wit_gap_ref ref = (wit_gap_ref)d->n_gaps;
    wit_strmap_put(d->gap_keys, key, (void *)((uintptr_t)ref + 1));
    WIT_PUSH(d->arena, d->gaps, d->n_gaps, d->cap_gaps) = copy;
    return ref;
}

wit_gap_ref wit_found(struct wit_decoding *d, enum wit_gap_reason reason, const struct wit_source *source,
                      const char *resource, const char *pointer, const char *remedy, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *text = format(d->scratch, fmt, args);
    va_end(args);
    struct wit_gap gap = {.reason = reason,
                          .text = wit_word(d, text),
                          .remedy = remedy == NULL ? "" : remedy,
                          .subject.source = "aws",
                          .subject.resource = resource == NULL || resource[0] == '\0' ? NULL : wit_word(d, resource),
                          .cite = {UINT32_MAX, NULL}};
    if (source != NULL) {
        gap.subject.account = source->account;
        gap.subject.region = source->region;
        if (source->op != NULL) {
            gap.subject.service = source->op->service;
            gap.subject.operation = source->op->operation;
            if (remedy == NULL)
                gap.remedy = wit_remedy(d, source->op, source->region, source->resource);
        }
        if (pointer != NULL && source->artefact != UINT32_MAX)
            gap.cite = (struct wit_cite){source->artefact, pointer};
    }
    return wit_note_gap(d, &gap);
}

wit_gap_ref wit_state_gap(struct wit_decoding *d, enum wit_gateway_state state, const char *id, const char *word,
                          const char *pointer)
{
    if (state != WIT_GW_STATE_UNKNOWN)
        return WIT_NO_GAP;
    return wit_found(d, WIT_GAP_MOVING, d->source, id, pointer, NULL, "%s: its state is \"%s\"", id, word);
}
