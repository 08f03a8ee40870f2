/* pathmap/decode/unmodelled.c: things that open ways and that this version does not follow; and the block on public
 * access.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Each is kept with the network it opens ways into, so that nothing behind it is called isolated.
 * Source: 1.5.2, 1.5.5, 1.10, 1.11; EC2 API Reference, VpcBlockPublicAccessOptions, VpcBlockPublicAccessExclusion.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

void wit_unmodelled_add(struct wit_decoding *d, const struct wit_value *item, const char *pointer, const char *id_key,
                        const char *kind, const char *network)
{
    const char *id = wit_word_of(d, item, id_key);
    const struct wit_source *s = d->source;
    if (id[0] == '\0')
        id = wit_word(d, pointer);
    if (!wit_strmap_put(d->unmodelled_keys, wit_key_of(d, kind, id, s->account, s->region, (const char *)NULL), d))
        return;
    WIT_PUSH(d->arena, d->unmodelled, d->n_unmodelled, d->cap_unmodelled) =
        (struct wit_unmodelled){.id = id,
                                .kind = kind,
                                .network = wit_word(d, network),
                                .account = s->account,
                                .region = s->region,
                                .gap = wit_found(d, WIT_GAP_NOT_MODELLED, s, id, pointer, "",
                                                 "%s %s opens ways that are not modelled", kind, id),
                                .cite = wit_here(d, pointer)};
}

static bool is_state(const struct wit_value *item, const char *key, const char *word)
{
    const char *state = wit_str(item, key);
    return state != NULL && strcmp(state, word) == 0;
}

void wit_decode_lattice(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *network = wit_str(item, "vpcId");
    wit_unmodelled_add(d, item, pointer, "id", "vpc-lattice", network == NULL ? d->source->resource : network);
}

static struct wit_bpa_raw *bpa_of(struct wit_decoding *d)
{
    const struct wit_source *s = d->source;
    const char *key = wit_key_of(d, s->account, s->region, (const char *)NULL);
    struct wit_bpa_raw *bpa = wit_strmap_get(d->bpa_keys, key);
    if (bpa == NULL) {
        bpa = WIT_NEW(d->arena, struct wit_bpa_raw);
        *bpa = (struct wit_bpa_raw){.account = s->account,
                                    .region = s->region,
                                    .mode = WIT_BPA_UNKNOWN,
                                    .gap = WIT_NO_GAP,
                                    .exclusions_gap = WIT_NO_GAP,
                                    .cite = {UINT32_MAX, NULL}};
        wit_strmap_put(d->bpa_keys, key, bpa);
    }
    return bpa;
}

void wit_decode_bpa(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const struct wit_value *options = wit_get(item, "VpcBlockPublicAccessOptions");
    const char *mode = wit_str(options, "InternetGatewayBlockMode");
    struct wit_bpa_raw *bpa = bpa_of(d);
    bpa->cite = wit_here(d, wit_pointer(d, "%s/VpcBlockPublicAccessOptions", pointer));
    bpa->told = true;
    bpa->mode = mode == NULL                               ? WIT_BPA_UNKNOWN
                : strcmp(mode, "off") == 0                 ? WIT_BPA_OFF
                : strcmp(mode, "block-ingress") == 0       ? WIT_BPA_BLOCK_INGRESS
                : strcmp(mode, "block-bidirectional") == 0 ? WIT_BPA_BLOCK_BIDIRECTIONAL
                                                           : WIT_BPA_UNKNOWN;
    if (is_state(options, "State", "update-in-progress"))
        bpa->mode = WIT_BPA_UNKNOWN;
    if (bpa->mode == WIT_BPA_UNKNOWN)
        bpa->gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, NULL, bpa->cite.pointer, NULL,
                             "whether public access is blocked in %s %s could not be read", d->source->account,
                             d->source->region);
}

void wit_decode_bpa_exclusion(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const gone[] = {"create-failed", "delete-complete", "disable-complete"};
    struct wit_bpa_raw *bpa = bpa_of(d);
    const char *arn = wit_str(item, "ResourceArn"), *state = wit_str(item, "State");
    const char *mode = wit_str(item, "InternetGatewayExclusionMode");
    const char *slash = arn == NULL ? NULL : strrchr(arn, '/');
    for (size_t i = 0; state != NULL && i < sizeof gone / sizeof gone[0]; i++) {
        if (strcmp(state, gone[i]) == 0)
            return;
    }
    if (slash == NULL || slash[1] == '\0' || mode == NULL) {
        wit_answer_unreadable(d, pointer, "an exclusion without its resource or its mode");
        return;
    }
    if (state == NULL || (strcmp(state, "create-complete") != 0 && strcmp(state, "update-complete") != 0)) {
        bpa->exclusions_gap = wit_found(d, WIT_GAP_MOVING, d->source, slash + 1, pointer, NULL,
                                        "the exclusion of %s is \"%s\"", slash + 1, state == NULL ? "" : state);
        return;
    }
    WIT_PUSH(d->arena, bpa->exclusions, bpa->n, bpa->cap) =
        (struct wit_exclusion){wit_word(d, slash + 1), strcmp(mode, "allow-egress") == 0};
}
