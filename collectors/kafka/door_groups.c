/* collectors/kafka/door_groups.c: the part of the door to the Kafka client library that asks for groups.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * The library's old request tells groups of every type, all or nothing: one broker that cannot be reached loses it. Its
 * new one says which broker did not answer, and knows groups of consumers only. The old one first, then.
 */
#include <librdkafka/rdkafka.h>
#include <string.h>

#include "collectors/kafka/door.h"
#include "collectors/kafka/sort.h"

static const char *copy(struct wit_arena *arena, const char *text)
{
    return wit_strdup(arena, text != NULL ? text : "");
}

static struct wit_kafka_group *take_all(struct wit_arena *arena, const struct rd_kafka_group_list *all)
{
    struct wit_kafka_group *groups = WIT_NEW_ARRAY(arena, struct wit_kafka_group, (size_t)all->group_cnt + 1);
    for (int i = 0; i < all->group_cnt; i++) {
        const struct rd_kafka_group_info *from = &all->groups[i];
        struct wit_kafka_group *g = &groups[i];
        *g = (struct wit_kafka_group){.id = copy(arena, from->group),
                                      .state = copy(arena, from->state),
                                      .protocol_type = copy(arena, from->protocol_type),
                                      .error = wit_kafka_error_name(from->err),
                                      .coordinator = from->broker.id,
                                      .n = (size_t)from->member_cnt};
        g->members = WIT_NEW_ARRAY(arena, struct wit_kafka_member, g->n + 1);
        for (size_t k = 0; k < g->n; k++)
            g->members[k] = (struct wit_kafka_member){copy(arena, from->members[k].client_id),
                                                      copy(arena, from->members[k].member_id),
                                                      copy(arena, from->members[k].client_host)};
    }
    return groups;
}

static rd_kafka_AdminOptions_t *options(rd_kafka_t *client, rd_kafka_admin_op_t op, unsigned timeout_ms)
{
    char text[128];
    rd_kafka_AdminOptions_t *o = rd_kafka_AdminOptions_new(client, op);
    (void)rd_kafka_AdminOptions_set_request_timeout(o, (int)timeout_ms, text, sizeof text);
    return o;
}

static struct wit_kafka_group take_described(struct wit_arena *arena, const rd_kafka_ConsumerGroupDescription_t *from)
{
    const rd_kafka_error_t *error = rd_kafka_ConsumerGroupDescription_error(from);
    const rd_kafka_Node_t *node = rd_kafka_ConsumerGroupDescription_coordinator(from);
    struct wit_kafka_group g = {.id = copy(arena, rd_kafka_ConsumerGroupDescription_group_id(from)),
                                .state =
                                    rd_kafka_consumer_group_state_name(rd_kafka_ConsumerGroupDescription_state(from)),
                                .protocol_type = "consumer",
                                .error = error != NULL ? wit_kafka_error_name(rd_kafka_error_code(error)) : NULL,
                                .coordinator = node != NULL ? rd_kafka_Node_id(node) : -1,
                                .n = rd_kafka_ConsumerGroupDescription_member_count(from)};
    g.members = WIT_NEW_ARRAY(arena, struct wit_kafka_member, g.n + 1);
    for (size_t k = 0; k < g.n; k++) {
        const rd_kafka_MemberDescription_t *m = rd_kafka_ConsumerGroupDescription_member(from, k);
        g.members[k] = (struct wit_kafka_member){copy(arena, rd_kafka_MemberDescription_client_id(m)),
                                                 copy(arena, rd_kafka_MemberDescription_consumer_id(m)),
                                                 copy(arena, rd_kafka_MemberDescription_host(m))};
    }
    return g;
}

static size_t describe(struct wit_kafka_group **out, struct wit_arena *arena, rd_kafka_t *client,
                       rd_kafka_queue_t *queue, const char **ids, size_t n, unsigned timeout_ms)
{
    rd_kafka_AdminOptions_t *o = options(client, RD_KAFKA_ADMIN_OP_DESCRIBECONSUMERGROUPS, timeout_ms);
    rd_kafka_DescribeConsumerGroups(client, ids, n, o, queue);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, -1); /* the request has its own end */
    const rd_kafka_DescribeConsumerGroups_result_t *result = rd_kafka_event_DescribeConsumerGroups_result(event);
    size_t count = 0;
    const rd_kafka_ConsumerGroupDescription_t **all =
        result != NULL ? rd_kafka_DescribeConsumerGroups_result_groups(result, &count) : NULL;
    *out = WIT_NEW_ARRAY(arena, struct wit_kafka_group, count + n + 1);
    for (size_t i = 0; i < count; i++)
        (*out)[i] = take_described(arena, all[i]);
    rd_kafka_event_destroy(event);
    return count;
}

/* Consumers' groups of the brokers that answer. */
static bool ask_consumers(struct wit_kafka_group **out, size_t *n, const char **missing, struct wit_arena *arena,
                          rd_kafka_t *client, unsigned timeout_ms)
{
    rd_kafka_queue_t *queue = rd_kafka_queue_new(client);
    rd_kafka_AdminOptions_t *o = options(client, RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPS, timeout_ms);
    rd_kafka_ListConsumerGroups(client, o, queue);
    rd_kafka_AdminOptions_destroy(o);
    rd_kafka_event_t *event = rd_kafka_queue_poll(queue, -1);
    const rd_kafka_ListConsumerGroups_result_t *result = rd_kafka_event_ListConsumerGroups_result(event);
    bool answered = result != NULL && rd_kafka_event_error(event) == RD_KAFKA_RESP_ERR_NO_ERROR;
    if (answered) {
        size_t count, errors;
        const rd_kafka_ConsumerGroupListing_t **all = rd_kafka_ListConsumerGroups_result_valid(result, &count);
        const rd_kafka_error_t **why = rd_kafka_ListConsumerGroups_result_errors(result, &errors);
        const char **ids = WIT_NEW_ARRAY(arena, const char *, count + 1);
        for (size_t i = 0; i < count; i++)
            ids[i] = copy(arena, rd_kafka_ConsumerGroupListing_group_id(all[i]));
        *n = count > 0 ? describe(out, arena, client, queue, ids, count, timeout_ms) : 0;
        if (count == 0)
            *out = WIT_NEW(arena, struct wit_kafka_group);
        *missing = wit_fmt(arena,
                           "%zu brokers did not tell their groups (%s): those that they coordinate are missing, and "
                           "groups of Connect and others that are no consumers, which only a whole list tells",
                           errors, errors > 0 ? rd_kafka_error_string(why[0]) : "no reason given");
    }
    rd_kafka_event_destroy(event);
    rd_kafka_queue_destroy(queue);
    return answered;
}

bool wit_kafka_ask_groups(struct wit_kafka_group **out, size_t *n, const char **missing, struct wit_arena *arena,
                          struct wit_kafka_link *link, const char **error, const char **text)
{
    unsigned timeout_ms;
    rd_kafka_t *client = wit_kafka_link_client(link, &timeout_ms);
    const struct rd_kafka_group_list *all = NULL;
    rd_kafka_resp_err_t code = rd_kafka_list_groups(client, NULL, &all, (int)timeout_ms);
    *missing = code == RD_KAFKA_RESP_ERR_NO_ERROR
                   ? NULL
                   : "some brokers did not answer in time: groups that they coordinate are missing";
    if (all != NULL) {
        *n = (size_t)all->group_cnt;
        *out = take_all(arena, all);
        rd_kafka_group_list_destroy(all);
    } else if (!ask_consumers(out, n, missing, arena, client, timeout_ms)) {
        *error = code == RD_KAFKA_RESP_ERR_NO_ERROR ? WIT_KAFKA_NOT_ANSWERED : wit_kafka_error_name(code);
        *text = rd_kafka_err2str(code);
        return false;
    }
    wit_kafka_sort_groups(*out, *n);
    return true;
}

int wit_kafka_library_version(void)
{
    return rd_kafka_version();
}
