/* pathmap/decode/endpoint.c: VPC endpoints: gateways of routes, or objects with interfaces.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data type VpcEndpoint; 1.9.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "pathmap/decode/decode.h"

static enum wit_gateway_state state_of(const char *word)
{
    static const char *const closed[] = {"pendingAcceptance", "pending", "deleted", "rejected", "failed", "expired"};
    if (strcasecmp(word, "available") == 0)
        return WIT_GW_READY;
    for (size_t i = 0; i < sizeof closed / sizeof closed[0]; i++) {
        if (strcasecmp(word, closed[i]) == 0)
            return WIT_GW_CLOSED;
    }
    return WIT_GW_STATE_UNKNOWN;
}

static void add_gateway(struct wit_decoding *d, const struct wit_value *item, const char *pointer,
                        enum wit_gateway_kind kind)
{
    struct wit_raw_gateway *raw = wit_gateway_add(d, item, pointer, "VpcEndpointId", kind);
    if (raw == NULL)
        return;
    raw->network_id = wit_word_of(d, item, "VpcId");
    raw->o.state_word = wit_word_of(d, item, "State");
    raw->o.state = state_of(raw->o.state_word);
    raw->o.service_name = wit_word_of(d, item, "ServiceName");
    raw->o.policy = wit_word_of(d, item, "PolicyDocument");
    wit_field_ids(d, &raw->table_ids, &raw->n_tables, &raw->cap_tables, wit_field_list(item, "RouteTableIds"), NULL);
    if (kind == WIT_GW_FIREWALL_ENDPOINT)
        raw->o.gap = wit_found(d, WIT_GAP_NOT_MODELLED, d->source, raw->raw.id, pointer, "",
                               "%s: what the appliances behind it let pass is not modelled", raw->raw.id);
}

static void add_object(struct wit_decoding *d, const struct wit_value *item, const char *pointer, const char *type)
{
    const char *id = wit_str(item, "VpcEndpointId");
    struct wit_head head;
    struct wit_raw_endpoint *raw =
        wit_raw_add(d, WIT_RAW_ENDPOINT, &head, WIT_RANK_OWNER, item, id, wit_str(item, "OwnerId"), pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.type = type;
    raw->o.state = wit_word_of(d, item, "State");
    raw->o.policy = wit_word_of(d, item, "PolicyDocument");
    raw->o.service_name = wit_word_of(d, item, "ServiceName");
    raw->network_id = wit_word_of(d, item, "VpcId");
    wit_field_ids(d, &raw->interface_ids, &raw->n, &raw->cap, wit_field_list(item, "NetworkInterfaceIds"), NULL);
    const char **names = NULL;
    size_t cap = 0;
    wit_field_ids(d, &names, &raw->o.n_dns_names, &cap, wit_field_list(item, "DnsEntries"), "DnsName");
    if (raw->o.n_dns_names > 1)
        qsort(names, raw->o.n_dns_names, sizeof(const char *), wit_compare_words);
    raw->o.dns_names = names;
}

void wit_decode_endpoint(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "VpcEndpointId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a VPC endpoint without its id");
        return;
    }
    const char *type = wit_word_of(d, item, "VpcEndpointType");
    if (strcasecmp(type, "Gateway") == 0) {
        add_gateway(d, item, pointer, WIT_GW_ENDPOINT);
        return;
    }
    add_object(d, item, pointer, type);
    if (strcasecmp(type, "GatewayLoadBalancer") == 0)
        add_gateway(d, item, pointer, WIT_GW_FIREWALL_ENDPOINT);
    else if (strcasecmp(type, "Interface") != 0)
        wit_unmodelled_add(d, item, pointer, "VpcEndpointId", "endpoint-to-resource", wit_str(item, "VpcId"));
}
