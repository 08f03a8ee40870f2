/* pathmap/estate_words.c: the small parts of an estate as JSON: gaps, citations, prefixes, heads.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include "pathmap/estate_words.h"

void wit_ew_text(struct wit_estate_writing *w, const char *key, const char *value)
{
    if (value != NULL && value[0] != '\0')
        wit_jw_kstr(&w->jw, key, value);
}

void wit_ew_flag(struct wit_estate_writing *w, const char *key, bool value)
{
    if (value)
        wit_jw_kbool(&w->jw, key, true);
}

void wit_ew_gap(struct wit_estate_writing *w, const char *key, wit_gap_ref ref)
{
    if (ref == WIT_NO_GAP)
        return;
    const struct wit_gap *g = &w->e->gaps[ref];
    const struct wit_subject *s = &g->subject;
    const char *parts[] = {s->account, s->region, s->service, s->operation, s->resource};
    if (!w->bare) {
        wit_jw_kstr(&w->jw, key, g->id);
        return;
    }
    WIT_CLEANUP(wit_buf_deinit) struct wit_buf out;
    wit_buf_init(&out, 64 << 10);
    wit_buf_puts(&out, wit_gap_word(g->reason));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        wit_buf_printf(&out, " %s", parts[i] == NULL ? "-" : parts[i]);
    wit_jw_kstr(&w->jw, key, wit_buf_str(&out));
}

void wit_ew_cite(struct wit_estate_writing *w, struct wit_cite c)
{
    if (!w->bare)
        wit_ew_text(w, "cite", wit_cite_text(w->arena, w->e, c));
}

void wit_ew_prefixes(struct wit_estate_writing *w, const char *key, const struct wit_prefix *list, size_t n)
{
    char out[WIT_PREFIX_TEXT];
    if (n == 0)
        return;
    wit_jw_key(&w->jw, key);
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(&w->jw, wit_prefix_text(out, list[i]));
    wit_jw_array_end(&w->jw);
}

void wit_ew_addresses(struct wit_estate_writing *w, const char *key, const struct wit_addr *list, size_t n)
{
    char out[WIT_ADDR_TEXT];
    if (n == 0)
        return;
    wit_jw_key(&w->jw, key);
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(&w->jw, list[i].family == 0 ? NULL : wit_addr_text(out, list[i]));
    wit_jw_array_end(&w->jw);
}

void wit_ew_texts(struct wit_estate_writing *w, const char *key, const char *const *list, size_t n)
{
    if (n == 0)
        return;
    wit_jw_key(&w->jw, key);
    wit_jw_array(&w->jw);
    for (size_t i = 0; i < n; i++)
        wit_jw_str(&w->jw, list[i]);
    wit_jw_array_end(&w->jw);
}

void wit_ew_head(struct wit_estate_writing *w, const char *id, const char *name, const char *account,
                 const char *region, const struct wit_tag *tags, size_t n_tags, struct wit_cite c)
{
    wit_jw_object(&w->jw);
    wit_jw_kstr(&w->jw, "id", id);
    wit_ew_text(w, "name", name);
    wit_ew_text(w, "account", account);
    wit_ew_text(w, "region", region);
    if (n_tags > 0) {
        wit_jw_key(&w->jw, "tags");
        wit_jw_array(&w->jw);
        for (size_t i = 0; i < n_tags; i++) {
            wit_jw_array(&w->jw);
            wit_jw_str(&w->jw, tags[i].key);
            wit_jw_str(&w->jw, tags[i].value);
            wit_jw_array_end(&w->jw);
        }
        wit_jw_array_end(&w->jw);
    }
    wit_ew_cite(w, c);
}
