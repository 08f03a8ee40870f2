/* pathmap/estate_words.h: how the parts of an estate are written as JSON; for estate_write*.c only.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_ESTATE_WORDS_H
#define WIT_PATHMAP_ESTATE_WORDS_H

#include "base/json.h"
#include "pathmap/estate.h"

struct wit_estate_writing {
    struct wit_jw jw;
    const struct wit_estate *e;
    struct wit_arena *arena;
    bool bare;
};

void wit_ew_text(struct wit_estate_writing *w, const char *key, const char *value);
void wit_ew_flag(struct wit_estate_writing *w, const char *key, bool value);
void wit_ew_gap(struct wit_estate_writing *w, const char *key, wit_gap_ref ref);
void wit_ew_cite(struct wit_estate_writing *w, struct wit_cite c);
void wit_ew_prefixes(struct wit_estate_writing *w, const char *key, const struct wit_prefix *list, size_t n);
void wit_ew_addresses(struct wit_estate_writing *w, const char *key, const struct wit_addr *list, size_t n);
void wit_ew_texts(struct wit_estate_writing *w, const char *key, const char *const *list, size_t n);
void wit_ew_head(struct wit_estate_writing *w, const char *id, const char *name, const char *account,
                 const char *region, const struct wit_tag *tags, size_t n_tags, struct wit_cite c);

/* HEAD: of anything that begins with WIT_OBJECT_HEAD; ARRAY: "name": [ … ] over an array of the estate. */
#define WIT_EW_HEAD(w, o)                                                                                              \
    wit_ew_head((w), (o)->id, (o)->name, (o)->account, (o)->region, (o)->tags, (o)->n_tags, (o)->cite)
#define WIT_EW_ID(w, key, o)                                                                                           \
    do {                                                                                                               \
        if ((o) != NULL)                                                                                               \
            wit_jw_kstr(&(w)->jw, (key), (o)->id);                                                                     \
    } while (0)
#define WIT_EW_ARRAY(w, name, items, count, one)                                                                       \
    do {                                                                                                               \
        wit_jw_key(&(w)->jw, (name));                                                                                  \
        wit_jw_array(&(w)->jw);                                                                                        \
        for (size_t i = 0; i < (count); i++)                                                                           \
            one((w), &(items)[i]);                                                                                     \
        wit_jw_array_end(&(w)->jw);                                                                                    \
    } while (0)
#define WIT_EW_IDS(w, name, items, count)                                                                              \
    do {                                                                                                               \
        wit_jw_key(&(w)->jw, (name));                                                                                  \
        wit_jw_array(&(w)->jw);                                                                                        \
        for (size_t i = 0; i < (count); i++)                                                                           \
            wit_jw_str(&(w)->jw, (items)[i] == NULL ? NULL : (items)[i]->id);                                          \
        wit_jw_array_end(&(w)->jw);                                                                                    \
    } while (0)

void wit_ew_network(struct wit_estate_writing *w, const struct wit_network *o);
void wit_ew_subnet(struct wit_estate_writing *w, const struct wit_subnet *o);
void wit_ew_interface(struct wit_estate_writing *w, const struct wit_interface *o);
void wit_ew_instance(struct wit_estate_writing *w, const struct wit_instance *o);
void wit_ew_filter(struct wit_estate_writing *w, const struct wit_filter *o);
void wit_ew_prefix_list(struct wit_estate_writing *w, const struct wit_prefix_list *o);
void wit_ew_table(struct wit_estate_writing *w, const struct wit_route_table *o);
/* estate_transit.c, estate_service.c: their members of the whole. */
void wit_ew_transit(struct wit_estate_writing *w, const struct wit_estate *e);
void wit_ew_services(struct wit_estate_writing *w, const struct wit_estate *e);
const char *wit_ew_state(enum wit_gateway_state state);
void wit_ew_told(struct wit_estate_writing *w, const char *key, enum wit_told told); /* nothing when not told */
void wit_ew_gateway(struct wit_estate_writing *w, const struct wit_gateway *o);

#endif
