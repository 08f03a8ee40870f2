/* pathmap/decode/endpoint_service.c: services that this account offers behind endpoints: who may, who is connected.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data types ServiceConfiguration, AllowedPrincipal, VpcEndpointConnection; Amazon MSK API
 * Reference, VpcConnection; 1.9, 1.12.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

void wit_decode_service(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"Deleted", "Failed", NULL};
    const char *id = wit_str(item, "ServiceId"), *state = wit_word_of(d, item, "ServiceState");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "an endpoint service without its id");
        return;
    }
    struct wit_head head;
    struct wit_raw_service *raw = wit_raw_add(d, WIT_RAW_SERVICE, &head, WIT_RANK_OWNER, item, id, NULL, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.service_name = wit_word_of(d, item, "ServiceName");
    raw->o.state_word = state;
    raw->o.state = wit_state_word(state, "Available", closed);
    raw->o.gap = wit_state_gap(d, raw->o.state, id, state, pointer);
    raw->o.acceptance_required = wit_bool(item, "AcceptanceRequired", true);
    const struct wit_value *gateway = wit_field_list(item, "GatewayLoadBalancerArns");
    wit_field_ids(d, &raw->balancer_ids, &raw->n_balancers, &raw->cap_balancers,
                  wit_field_list(item, "NetworkLoadBalancerArns"), NULL);
    size_t network = raw->n_balancers;
    wit_field_ids(d, &raw->balancer_ids, &raw->n_balancers, &raw->cap_balancers, gateway, NULL);
    raw->o.gateway_kind = raw->n_balancers > network;
    WIT_EACH(type, wit_field_list(item, "ServiceType")) {
        const char *word = wit_str(type, "ServiceType");
        raw->o.gateway_kind = raw->o.gateway_kind || (word != NULL && strcmp(word, "GatewayLoadBalancer") == 0);
    }
    if (raw->n_balancers == 0 && raw->o.gap == WIT_NO_GAP && raw->o.state == WIT_GW_READY)
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, id, pointer, NULL,
                               "%s: the load balancers behind it could not be read", id);
}

void wit_decode_principal(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    const char *type = wit_str(item, "PrincipalType"), *principal = wit_word_of(d, item, "Principal");
    if (type != NULL && strcmp(type, "All") == 0)
        principal = "*";
    if (principal[0] == '\0')
        wit_answer_unreadable(d, pointer, "an allowed principal that is not told");
    else
        WIT_PUSH(d->arena, told->words, told->n_words, told->cap_words) = principal;
}

/* The API spells states with a capital, the documentation without. */
static const char *connection_state(struct wit_decoding *d, const char *word)
{
    char *copy = wit_strdup(d->scratch, word == NULL ? "" : word);
    if (copy[0] >= 'A' && copy[0] <= 'Z')
        copy[0] = (char)(copy[0] - 'A' + 'a');
    return wit_word(d, copy);
}

void wit_decode_connection(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *service = wit_str(item, "ServiceId"), *endpoint = wit_word_of(d, item, "VpcEndpointId");
    if (service == NULL || service[0] == '\0' || endpoint[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a connection without its service or its endpoint");
        return;
    }
    struct wit_source *s = (struct wit_source *)(uintptr_t)d->source, whole = *s;
    s->resource = wit_word(d, service); /* kept by service */
    struct wit_told_thing *told = wit_told_here(d);
    s->resource = whole.resource;
    struct wit_service_connection one = {.endpoint_id = endpoint,
                                         .account = wit_word_of(d, item, "VpcEndpointOwner"),
                                         .state = connection_state(d, wit_str(item, "VpcEndpointState")),
                                         .cite = wit_here(d, pointer)};
    for (size_t i = 0; i < told->n_connections; i++) {
        if (strcmp(told->connections[i].endpoint_id, endpoint) != 0)
            continue;
        if (strcmp(told->connections[i].state, one.state) != 0)
            told->gap = wit_found(d, WIT_GAP_MOVING, d->source, endpoint, pointer, NULL,
                                  "%s: two answers tell different states of its connection", endpoint);
        return;
    }
    WIT_PUSH(d->arena, told->connections, told->n_connections, told->cap_connections) = one;
}

/* On the wire its members begin in lower case, in the CLI's output in upper case. */
static const char *either(struct wit_decoding *d, const struct wit_value *item, const char *upper, const char *lower)
{
    const char *text = wit_str(item, upper);
    return wit_word(d, text != NULL ? text : wit_str(item, lower));
}

void wit_decode_kafka_connection(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"INACTIVE", "FAILED", "REJECTED", NULL};
    const char *arn = either(d, item, "VpcConnectionArn", "vpcConnectionArn");
    if (arn[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a VPC connection without its ARN");
        return;
    }
    struct wit_head head;
    struct wit_raw_kafka *raw = wit_raw_add(d, WIT_RAW_KAFKA, &head, WIT_RANK_OWNER, item, arn, NULL, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.cluster = either(d, item, "TargetClusterArn", "targetClusterArn");
    raw->o.network = either(d, item, "VpcId", "vpcId");
    raw->o.state_word = either(d, item, "State", "state");
    raw->o.state = wit_state_word(raw->o.state_word, "AVAILABLE", closed);
    raw->o.gap = wit_state_gap(d, raw->o.state, arn, raw->o.state_word, pointer);
    if (raw->o.network[0] == '\0')
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, arn, pointer, NULL, "%s: its VPC is not told", arn);
}
