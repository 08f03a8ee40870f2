/* pathmap/reach/reasons.c: the one table of reason codes of answers; docs/reasons.md is checked against it.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <string.h>

#include "pathmap/reach/reach.h"

static const struct wit_reason_row rows[] = {
    {"acl-deny", "a network ACL on the way denies it"},
    {"blackhole", "the longest matching route is a blackhole"},
    {"gap", "the evidence that would decide is missing: see the gaps"},
    {"gateway-closed", "a gateway or peering on the way is not in service"},
    {"group-deny", "no security group rule of the interface allows it"},
    {"inbound-without-route", "from the internet to a subnet that has no route back"},
    {"loop", "the routes lead back to where the packet was before"},
    {"nat-inbound", "a NAT gateway accepts no connections"},
    {"nat-protocol", "a NAT gateway translates TCP, UDP and ICMP only"},
    {"no-association", "a transit gateway attachment on the way is associated with no route table"},
    {"no-common-family", "the two ends share no address family"},
    {"no-endpoint", "no interface in evidence holds that address"},
    {"no-forwarding", "the route leads to an interface that forwards nothing"},
    {"no-internet-gateway", "no internet gateway is attached to the network"},
    {"no-listener", "a load balancer or endpoint listens at other ports only"},
    {"no-public-address", "an end that would need a public address has none"},
    {"no-route", "the route table has no route to the destination"},
    {"no-target", "no target behind the load balancer's node can be reached"},
    {"no-way-in", "no known way leads from that address into the network"},
    {"not-accepted", "the provider of the endpoint's service has not accepted its connections"},
    {"not-answered", "it is delivered, and this kind of packet has no answer"},
    {"not-attached", "the gateway belongs to another network"},
    {"not-transitive", "the destination lies beyond the peer network"},
    {"not-translated", "this way does not use the public address that was asked for"},
    {"nothing-behind", "nothing is joined to the virtual private gateway that would carry it"},
    {"other-network", "the address leads to an endpoint of another network"},
    {"other-port", "a load balancer forwards to another port of the target"},
    {"other-zone", "the load balancer does not spread over zones, and the target stands in another one"},
    {"private-destination", "a private address cannot be reached over the internet"},
    {"public-access-blocked", "block public access is on"},
    {"reply-acl", "it is delivered, and a network ACL stops the reply"},
    {"reply-route", "it is delivered, and the reply has no way back to the client"},
    {"same-endpoint", "both ends are the same endpoint"},
    {"service-only", "a gateway endpoint leads to its service only"},
    {"some-ports", "only a part of the ports asked for is open"},
    {"wrong-family", "the packet or the gateway belongs to the other address family"},
    {"zone-not-attached", "the transit gateway attachment has no subnet in the zone that the packet comes from"},
};

const struct wit_reason_row *wit_reason_rows(size_t *n)
{
    *n = sizeof rows / sizeof rows[0];
    return rows;
}

const char *wit_reason_text(const char *code)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strcmp(rows[i].code, code) == 0)
            return rows[i].text;
    }
    return code;
}
