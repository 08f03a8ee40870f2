/* pathmap/decode/xmlshape.h: AWS's XML answers in the shape of the AWS CLI's JSON.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Scalars stay text ("true", "443"): the getters of base/value.h read both. Source: the service models of EC2
 * 2016-11-15, STS 2011-06-15, Elastic Load Balancing 2015-12-01, S3 2006-03-01, CloudFront 2020-05-31.
 */
#ifndef WIT_PATHMAP_DECODE_XMLSHAPE_H
#define WIT_PATHMAP_DECODE_XMLSHAPE_H

#include "base/value.h"
#include "evidence/operations.h"

/* err: WIT_EPARSE not XML, or an error answer; WIT_ELIMIT */
WIT_NODISCARD bool wit_xmlshape_read(struct wit_value **out, struct wit_arena *arena, const struct wit_operation *op,
                                     const char *bytes, size_t len, struct wit_err *err);

#endif
