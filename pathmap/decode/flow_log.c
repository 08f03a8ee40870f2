/* pathmap/decode/flow_log.c: which flow logs the platform keeps.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Source: EC2 API Reference, data type FlowLog.
 */
#include "pathmap/decode/decode.h"

void wit_decode_flow_log(struct wit_decoding *d, const struct wit_value *item, const char *pointer)
{
    const char *id = wit_str(item, "FlowLogId");
    if (id == NULL || id[0] == '\0') {
        wit_answer_unreadable(d, pointer, "a flow log without its id");
        return;
    }
    struct wit_head head;
    struct wit_raw_flow_log *raw = wit_raw_add(d, WIT_RAW_FLOW_LOG, &head, WIT_RANK_OWNER, item, id, NULL, pointer);
    if (raw == NULL)
        return;
    WIT_HEAD_SET(raw->o, head);
    raw->o.resource = wit_word_of(d, item, "ResourceId");
    raw->o.status = wit_word_of(d, item, "FlowLogStatus");
    raw->o.delivery = wit_word_of(d, item, "DeliverLogsStatus");
    raw->o.traffic = wit_word_of(d, item, "TrafficType");
    raw->o.destination = wit_word_of(d, item, "LogDestinationType");
}
