/* pathmap/decode/balancer.c: load balancers, their listeners, and what rules and attributes say.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: Elastic Load Balancing API Reference 2015-12-01, data types LoadBalancer, Listener, Rule, Action,
 * LoadBalancerAttribute; 1.10.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static const char *arn_account(struct wit_decoding *d, const char *arn)
{
    const char *at = arn;
    for (int i = 0; i < 4 && at != NULL; i++) {
        at = strchr(at, ':');
        at = at == NULL ? NULL : at + 1;
    }
    return at != NULL && strspn(at, "0123456789") == 12 ? wit_word(d, wit_fmt(d->scratch, "%.12s", at)) : "";
}

static enum wit_balancer_kind kind_of(const char *type)
{
    static const char *const words[] = {"", "network", "application", "gateway"};
    for (int i = 1; i < 4; i++) {
        if (strcmp(words[i], type) == 0)
            return (enum wit_balancer_kind)i;
    }
    return WIT_BALANCER_OTHER;
}

void wit_decode_balancer(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    static const char *const closed[] = {"failed", NULL};
    const char *arn = wit_str(item, "LoadBalancerArn"), *state = wit_word_of(d, wit_get(item, "State"), "Code");
    if (arn == NULL || arn[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a load balancer without its ARN");
        return;
    }
    struct wit_head head;
    struct wit_raw_balancer *raw =
        wit_raw_add(d, WIT_RAW_BALANCER, &head, WIT_RANK_OWNER, item, arn, arn_account(d, arn), pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    const char *name = wit_word_of(d, item, "LoadBalancerName"), *scheme = wit_str(item, "Scheme");
    const char *tail = strstr(arn, ":loadbalancer/");
    raw->o.name = name;
    raw->description = tail == NULL ? "" : wit_word(d, wit_fmt(d->scratch, "ELB %s", tail + 14));
    raw->o.kind = kind_of(wit_word_of(d, item, "Type"));
    raw->o.state_word = state;
    raw->o.state = wit_state_word(strcmp(state, "active_impaired") == 0 ? "active" : state, "active", closed);
    raw->o.gap = wit_state_gap(d, raw->o.state, arn, state, pointer);
    raw->o.internet_facing = scheme == NULL || strcmp(scheme, "internal") != 0;
    raw->network_id = wit_word_of(d, item, "VpcId");
    wit_field_ids(d, &raw->subnet_ids, &raw->n_subnets, &raw->cap_subnets, wit_field_list(item, "AvailabilityZones"),
                  "SubnetId");
    raw->o.enforces_on_private_link =
        wit_told_word(wit_str(item, "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"), "on", "off");
    if (raw->o.kind == WIT_BALANCER_OTHER || wit_field_list(item, "AvailabilityZones") == NULL)
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, arn, pointer, NULL,
                               "%s: its kind or its zones could not be read", name);
}

void wit_decode_attribute(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    const char *key = wit_word_of(d, item, "Key"), *value = wit_word_of(d, item, "Value");
    for (size_t i = 0; i < told->n_pairs; i++) {
        if (strcmp(told->pairs[i].key, key) == 0 && strcmp(told->pairs[i].value, value) != 0)
            told->gap = wit_found(d, WIT_GAP_MOVING, d->source, d->source->resource, pointer, NULL,
                                  "%s: two answers tell different values of %s", d->source->resource, key);
    }
    WIT_PUSH(d->arena, told->pairs, told->n_pairs, told->cap_pairs) = (struct wit_told_pair){key, value};
}

static void add_group(struct wit_decoding *d, struct wit_told_listener *listener, const struct wit_value *from)
{
    const char *arn = wit_word_of(d, from, "TargetGroupArn");
    if (arn[0] != '\0')
        WIT_PUSH(d->arena, listener->groups, listener->n_groups, listener->cap_groups) = arn;
}

bool wit_read_actions(struct wit_decoding *d, struct wit_told_listener *listener, const struct wit_value *actions)
{
    /* What lets a request pass on to the next action, and what ends it here. */
    static const char *const checks[] = {"authenticate-oidc", "authenticate-cognito", "jwt-validation"};
    static const char *const ends[] = {"redirect", "fixed-response"};
    bool good = actions != NULL && actions->kind == WIT_ARRAY;
    WIT_EACH(action, good ? actions : NULL) {
        const char *type = wit_word_of(d, action, "Type");
        bool known = strcmp(type, "forward") == 0;
        size_t before = listener->n_groups;
        if (known) {
            add_group(d, listener, action);
            WIT_EACH(group, wit_field_list(wit_get(action, "ForwardConfig"), "TargetGroups"))
                add_group(d, listener, group);
            listener->forwards = true;
            known = listener->n_groups > before;
        }
        for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++)
            known = known || strcmp(type, checks[i]) == 0;
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            if (strcmp(type, ends[i]) == 0)
                known = listener->answers = true;
        }
        good = good && known;
    }
    return good;
}

static bool read_port(uint16_t *port, const struct wit_value *item, const char *key)
{
    int64_t value = wit_int(item, key, -1);
    if (value < 0 || value > 65535)
        return false;
    *port = (uint16_t)value;
    return true;
}

void wit_decode_listener(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    const char *arn = wit_word_of(d, item, "ListenerArn");
    if (arn[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a listener without its ARN");
        return;
    }
    struct wit_told_listener listener = {.o = {.id = arn,
                                               .protocol = wit_word_of(d, item, "Protocol"),
                                               .rules_gap = WIT_NO_GAP,
                                               .gap = WIT_NO_GAP,
                                               .cite = wit_here(d, pointer)}};
    bool of_gateway = strstr(arn, ":listener/gwy/") != NULL; /* takes every packet: neither protocol nor port */
    bool good = read_port(&listener.o.port, item, "Port") && listener.o.protocol[0] != '\0';
    if (!wit_read_actions(d, &listener, wit_get(item, "DefaultActions")) || !(good || of_gateway))
        listener.o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, arn, pointer, NULL,
                                   "%s: its port, protocol or actions could not be read", arn);
    for (size_t i = 0; i < told->n_listeners; i++) {
        if (strcmp(told->listeners[i].o.id, arn) == 0) {
            told->listeners[i] = listener; /* the later answer */
            return;
        }
    }
    WIT_PUSH(d->arena, told->listeners, told->n_listeners, told->cap_listeners) = listener;
}

void wit_decode_listener_rule(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    struct wit_told_listener rule = {.o = {.id = d->source->resource}};
    if (!wit_read_actions(d, &rule, wit_get(item, "Actions")))
        told->gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, d->source->resource, pointer, NULL,
                              "%s: the actions of a rule could not be read", d->source->resource);
    WIT_PUSH(d->arena, told->listeners, told->n_listeners, told->cap_listeners) = rule;
}
