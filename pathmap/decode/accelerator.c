/* pathmap/decode/accelerator.c: Global Accelerator: its addresses, listeners and endpoints.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Global Accelerator API Reference V20180706, data types Accelerator, Listener, EndpointGroup,
 * EndpointDescription, PortOverride; 1.5.2.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

void wit_decode_accelerator(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *arn = wit_str(item, "AcceleratorArn"), *status = wit_str(item, "Status");
    bool enabled = wit_bool(item, "Enabled", true), good = true;
    if (arn == NULL || arn[0] == '\0') {
        wit_answer_unreadable(d, pointer, "an accelerator without its ARN");
        return;
    }
    struct wit_head head;
    struct wit_raw_accelerator *raw =
        wit_raw_add(d, WIT_RAW_ACCELERATOR, &head, WIT_RANK_OWNER, item, arn, NULL, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.name = wit_word_of(d, item, "Name");
    raw->o.enabled = enabled;
    struct wit_addr *addrs = NULL;
    size_t cap = 0;
    WIT_EACH(set, wit_field_list(item, "IpSets")) {
        WIT_EACH(one, wit_field_list(set, "IpAddresses")) {
            struct wit_addr addr;
            const char *text = wit_text(one);
            if (text != NULL && strlen(text) < WIT_ADDR_TEXT && wit_addr_parse(&addr, text, NULL))
                WIT_PUSH(d->arena, addrs, raw->o.n_addrs, cap) = addr;
            else
                good = false;
        }
    }
    raw->o.addrs = addrs;
    bool settled = status == NULL || strcmp(status, "DEPLOYED") == 0;
    if (!settled || !good || raw->o.n_addrs == 0)
        raw->o.gap = wit_found(d, settled ? WIT_GAP_UNREADABLE : WIT_GAP_MOVING, d->source, arn, pointer, NULL,
                               "%s: its addresses could not be read, or it is being changed", raw->o.name);
}

static bool read_ranges(struct wit_decoding *d, struct wit_pset *ports, const struct wit_value *item)
{
    const char *protocol = wit_str(item, "Protocol");
    const struct wit_value *ranges = wit_field_list(item, "PortRanges");
    bool tcp = protocol != NULL && strcmp(protocol, "TCP") == 0, udp = protocol != NULL && strcmp(protocol, "UDP") == 0;
    bool good = (tcp || udp) && ranges != NULL && ranges->count > 0;
    *ports = wit_pset_none();
    WIT_EACH(range, ranges) {
        int64_t from = wit_int(range, "FromPort", -1), to = wit_int(range, "ToPort", -1);
        if (from < 0 || to < from || to > 65535)
            good = false;
        else
            *ports =
                wit_pset_union(d->arena, *ports, wit_pset_ports(d->arena, tcp ? 6 : 17, (unsigned)from, (unsigned)to));
    }
    return good;
}

void wit_decode_accelerator_listener(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    struct wit_told_listener listener = {.o = {.id = wit_word_of(d, item, "ListenerArn"),
                                               .protocol = wit_word_of(d, item, "Protocol"),
                                               .rules_gap = WIT_NO_GAP,
                                               .gap = WIT_NO_GAP,
                                               .cite = wit_here(d, pointer)}};
    if (listener.o.id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a listener without its ARN");
        return;
    }
    if (!read_ranges(d, &listener.ports, item))
        told->gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, d->source->resource, pointer, NULL,
                              "%s: the ports of a listener could not be read", d->source->resource);
    for (size_t i = 0; i < told->n_listeners; i++) {
        if (strcmp(told->listeners[i].o.id, listener.o.id) == 0) {
            told->listeners[i] = listener; /* the later answer */
            return;
        }
    }
    WIT_PUSH(d->arena, told->listeners, told->n_listeners, told->cap_listeners) = listener;
}

void wit_decode_endpoint_group(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    const struct wit_value *list = wit_field_list(item, "PortOverrides");
    struct pair {
        uint16_t from, to;
    } *pairs = WIT_NEW_ARRAY(d->arena, struct pair, list == NULL ? 0 : list->count);
    size_t n = 0, at = 0;
    bool good = true;
    WIT_EACH(one, list) {
        int64_t from = wit_int(one, "ListenerPort", -1), to = wit_int(one, "EndpointPort", -1);
        if (from < 0 || from > 65535 || to < 0 || to > 65535)
            good = false;
        else
            pairs[n++] = (struct pair){(uint16_t)from, (uint16_t)to};
    }
    const struct wit_value *endpoints = wit_field_list(item, "EndpointDescriptions");
    WIT_EACH(one, endpoints) {
        struct wit_accelerated e = {.id = wit_word_of(d, one, "EndpointId"),
                                    .region = wit_word_of(d, item, "EndpointGroupRegion"),
                                    .n_overrides = n,
                                    .cite = wit_here(d, wit_pointer(d, "%s/EndpointDescriptions/%zu", pointer, at++))};
        _Static_assert(sizeof *pairs == sizeof *e.overrides, "one shape");
        e.overrides = (const void *)pairs;
        if (wit_get(one, "ClientIPPreservationEnabled") != NULL)
            e.keeps_client = wit_bool(one, "ClientIPPreservationEnabled", false) ? WIT_TOLD_YES : WIT_TOLD_NO;
        good = good && e.id[0] != '\0';
        WIT_PUSH(d->arena, told->endpoints, told->n_endpoints, told->cap_endpoints) = e;
    }
    if (!good || endpoints == NULL)
        told->gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, d->source->resource, pointer, NULL,
                              "%s: an endpoint or a port override could not be read", d->source->resource);
}
