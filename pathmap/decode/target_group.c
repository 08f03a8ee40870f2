/* pathmap/decode/target_group.c: what load balancers forward to: target groups, their targets, classic balancers.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * A classic balancer's instances are told in its own answer; each of its listeners gets a group made of them, so that
 * all kinds look alike.
 * Source: Elastic Load Balancing API Reference 2015-12-01, data types TargetGroup, TargetHealthDescription; 2012-06-01,
 * LoadBalancerDescription; 1.10.
 */
#include <string.h>

#include "pathmap/decode/decode.h"

static enum wit_target_type type_of(const char *word)
{
    static const char *const words[] = {"", "instance", "ip", "lambda", "alb"};
    for (int i = 1; i < 5; i++) {
        if (strcmp(words[i], word) == 0)
            return (enum wit_target_type)i;
    }
    return WIT_TARGET_UNKNOWN;
}

void wit_decode_target_group(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *arn = wit_str(item, "TargetGroupArn"), *family = wit_str(item, "IpAddressType");
    if (arn == NULL || arn[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a target group without its ARN");
        return;
    }
    struct wit_head head;
    struct wit_raw_target_group *raw =
        wit_raw_add(d, WIT_RAW_TARGET_GROUP, &head, WIT_RANK_OWNER, item, arn, NULL, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.name = wit_word_of(d, item, "TargetGroupName");
    raw->o.type = type_of(wit_word_of(d, item, "TargetType"));
    raw->o.protocol = wit_word_of(d, item, "Protocol");
    raw->o.network = wit_word_of(d, item, "VpcId");
    raw->o.family = family != NULL && strcmp(family, "ipv6") == 0 ? 6 : 4;
    int64_t port = wit_int(item, "Port", 0);
    raw->o.port = port >= 0 && port <= 65535 ? (uint16_t)port : 0;
    bool portless = raw->o.type == WIT_TARGET_LAMBDA;
    if (raw->o.type == WIT_TARGET_UNKNOWN || (raw->o.port == 0 && !portless))
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, arn, pointer, NULL,
                               "%s: its type or its port could not be read", raw->o.name);
}

void wit_decode_target(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    struct wit_told_thing *told = wit_told_here(d);
    const struct wit_value *target = wit_get(item, "Target");
    const char *id = wit_word_of(d, target, "Id"), *state = wit_str(wit_get(item, "TargetHealth"), "State");
    if (id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a target without its id");
        return;
    }
    if (state != NULL && strcmp(state, "draining") == 0) { /* it was taken out: no new connections, soon none */
        told->gap = wit_found(d, WIT_GAP_MOVING, d->source, d->source->resource, pointer, NULL,
                              "%s: target %s is being taken out", d->source->resource, id);
        return;
    }
    int64_t port = wit_int(target, "Port", 0);
    struct wit_balancer_target o = {.id = id,
                                    .port = port >= 0 && port <= 65535 ? (uint16_t)port : 0,
                                    .zone = wit_word_of(d, target, "AvailabilityZone"),
                                    .cite = wit_here(d, pointer)};
    for (size_t i = 0; i < told->n_targets; i++) {
        if (strcmp(told->targets[i].id, id) == 0 && told->targets[i].port == o.port)
            return;
    }
    WIT_PUSH(d->arena, told->targets, told->n_targets, told->cap_targets) = o;
}

/* ---- classic ---- */
static const char *made_group(struct wit_decoding *d, const struct wit_raw_balancer *balancer,
                              const struct wit_value *listener, const struct wit_value *instances)
{
    const char *protocol = wit_word_of(d, listener, "InstanceProtocol");
    int64_t port = wit_int(listener, "InstancePort", 0);
    const char *id = wit_word(d, wit_fmt(d->scratch, "%s:%s:%lld", balancer->raw.id, protocol, (long long)port));
    const struct wit_raw *there =
        wit_raw_find(d, WIT_RAW_TARGET_GROUP, id, balancer->raw.account, balancer->raw.region);
    if (there != NULL && there->source == d->source)
        return id;
    struct wit_head head;
    struct wit_raw_target_group *raw =
        wit_raw_new(d, WIT_RAW_TARGET_GROUP, &head, id, balancer->raw.account, balancer->raw.region);
    WIT_HEAD_SET(raw->o, head);
    raw->raw.source = d->source;
    raw->raw.rank = WIT_RANK_PART;
    raw->classic = true;
    raw->o.cite = balancer->o.cite;
    raw->o.type = WIT_TARGET_INSTANCE;
    raw->o.protocol = protocol;
    raw->o.port = port > 0 && port <= 65535 ? (uint16_t)port : 0;
    raw->o.network = balancer->network_id;
    raw->o.family = 4;
    raw->o.keeps_client = WIT_TOLD_NO;
    WIT_EACH(instance, instances) {
        const char *target = wit_word_of(d, instance, "InstanceId");
        if (target[0] != '\0')
            WIT_PUSH(d->arena, raw->targets, raw->n_targets, raw->cap_targets) =
                (struct wit_balancer_target){.id = target, .zone = "", .cite = balancer->o.cite};
    }
    if (raw->o.port == 0)
        raw->o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, balancer->raw.id, balancer->o.cite.pointer, NULL,
                               "%s: the port of its instances could not be read", balancer->raw.id);
    return id;
}

static void read_listeners(struct wit_decoding *d, struct wit_raw_balancer *raw, const struct wit_value *item,
                           const char *pointer)
{
    const struct wit_value *list = wit_field_list(item, "ListenerDescriptions");
    const struct wit_value *instances = wit_field_list(item, "Instances");
    size_t at = 0;
    WIT_EACH(one, list) {
        const struct wit_value *l = wit_get(one, "Listener");
        const char *where = wit_pointer(d, "%s/ListenerDescriptions/%zu", pointer, at++);
        int64_t port = wit_int(l, "LoadBalancerPort", 0);
        struct wit_told_listener made = {.o = {.id = wit_fmt(d->arena, "%s:%lld", raw->raw.id, (long long)port),
                                               .protocol = wit_word_of(d, l, "Protocol"),
                                               .port = port > 0 && port <= 65535 ? (uint16_t)port : 0,
                                               .rules_gap = WIT_NO_GAP,
                                               .gap = WIT_NO_GAP,
                                               .cite = wit_here(d, where)},
                                         .forwards = true};
        if (made.o.port == 0 || made.o.protocol[0] == '\0')
            made.o.gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, raw->raw.id, where, NULL,
                                   "%s: a listener could not be read", raw->raw.id);
        WIT_PUSH(d->arena, made.groups, made.n_groups, made.cap_groups) = made_group(d, raw, l, instances);
        WIT_PUSH(d->arena, raw->classic, raw->n_classic, raw->cap_classic) = made;
    }
    if (list == NULL || instances == NULL)
        raw->o.listeners_gap = wit_found(d, WIT_GAP_UNREADABLE, d->source, raw->raw.id, pointer, NULL,
                                         "%s: its listeners or its instances could not be read", raw->raw.id);
}

void wit_decode_classic(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *name = wit_str(item, "LoadBalancerName"), *scheme = wit_str(item, "Scheme");
    if (name == NULL || name[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a load balancer without its name");
        return;
    }
    struct wit_head head;
    struct wit_raw_balancer *raw = wit_raw_add(d, WIT_RAW_BALANCER, &head, WIT_RANK_OWNER, item, name, NULL, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.name = raw->raw.id;
    raw->description = wit_word(d, wit_fmt(d->scratch, "ELB %s", name));
    raw->o.kind = WIT_BALANCER_CLASSIC;
    raw->o.state = WIT_GW_READY; /* it has no state: it is there */
    raw->o.state_word = "";
    raw->o.internet_facing = scheme == NULL || strcmp(scheme, "internal") != 0;
    raw->network_id = wit_word_of(d, item, "VPCId");
    wit_field_ids(d, &raw->subnet_ids, &raw->n_subnets, &raw->cap_subnets, wit_field_list(item, "Subnets"), NULL);
    raw->o.attributes_gap =
        wit_found(d, WIT_GAP_NOT_ASKED, d->source, name, NULL,
                  wit_fmt(d->arena, "aws elb describe-load-balancer-attributes --load-balancer-name %s --region %s",
                          name, d->source->region),
                  "%s: whether it balances across zones is not asked", name);
    read_listeners(d, raw, item, pointer);
}
