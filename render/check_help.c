/* render/check_help.c: for each check, what it means and what to do: help that other tools show beside a finding.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * Keys are those of docs/findings.md; a check without a row is shown with its title only.
 */
#include <string.h>

#include "render/reports.h"

static const struct {
    const char *check, *help;
} ROWS[] = {
    {"isolation-statement",
     "A statement of the intent (never): what must be impossible. It is proved when every way is "
     "closed by evidence, violated when a way is open, and unknown when evidence is missing. "
     "Close the way, collect what is missing, or change the statement."},
    {"red-path", "A path that must not be as it is: its reasons say why. Close it, declare it with an owner, or waive "
                 "it with a reason and an end."},
    {"internet-exposure", "A listener of the platform can be reached from any public address. Remove the rule or the "
                          "route that lets it in, or declare the path and its owner."},
    {"inner-port-open", "Controllers and replication listeners belong to brokers and controllers alone. Narrow the "
                        "source of the rule to their groups."},
    {"never-violated", "The intent says that this must be impossible, and a way is open. The rule that opens it is "
                       "cited."},
    {"expired-exception", "A declared path had an end, which has passed, and it is still open. Close it or renew the "
                          "declaration."},
    {"undeclared-path", "A path can be opened that nobody declared. Close it or declare owner, purpose, identity, "
                        "encryption and audit trail."},
    {"excess-outside",
     "Access that nobody declared and nobody uses, to event data, from outside the account. Close it."},
    {"column-contradicted",
     "What the intent says of identity or encryption is not what the brokers, or the wire, tell. "
     "Correct the one that is wrong."},
    {"undeclared-members", "Endpoints beyond those that were declared have the path too. Narrow the rule or widen the "
                           "declaration."},
    {"excess-access", "Access that nobody declared and nobody uses. Declare it, with an owner, or close it."},
    {"undeclared-outbound", "The platform can open connections outwards that nobody declared. Ask what for; restrict "
                            "egress to what is used."},
    {"wider-than-declared", "More ports are open than were declared. Narrow the rule to the declared ports."},
    {"declared-one-way", "Packets arrive and answers do not come back: a filter or route of the way back stops them."},
    {"declared-blocked", "A declared path does not get through; the rule that closes it is cited."},
    {"never-undecided", "A statement cannot be proved because evidence is missing. The gaps name the calls that would "
                        "close it."},
    {"plaintext-listener", "A listener carries records and credentials in the clear. Use SSL or SASL_SSL."},
    {"bucket-public-access", "Without a full public access block one policy or ACL can make the bucket public."},
    {"bucket-public", "A policy lets anybody in. Remove the statement or condition it on the platform's endpoints."},
    {"bucket-off-network",
     "A bucket meant for endpoints can be used from elsewhere with the right keys. Deny what does "
     "not come by the endpoint."},
    {"bucket-not-confined", "No policy shuts out requests that do not come by an endpoint."},
    {"endpoint-policy-default", "The endpoint lets every principal reach every resource of the service. Name the "
                                "buckets or keys that are meant."},
    {"role-without-members", "A role of the intent matches nothing in evidence: it is misspelt, or its machines are "
                             "gone. Statements about it prove little."},
    {"not-modelled", "Something exists that may open ways and that this version does not read. What depends on it is "
                     "unknown."},
    {"traffic-contradiction", "Traffic with an answer was seen on a way that the configuration closes: the "
                              "configuration changed meanwhile, or evidence or model are wrong. Look at both."},
    {"traffic-undeclared", "A path is in use that nobody declared. Find its owner."},
    {"traffic-inner-listener", "A listener of brokers and controllers alone is used by others."},
    {"traffic-sasl-plain", "Passwords crossed the network unencrypted and must be taken as known. Change them; require "
                           "TLS."},
    {"traffic-plaintext", "Kafka was seen in the clear: records and metadata can be read on the way."},
    {"traffic-old-tls", "TLS below 1.2 has known weaknesses. Set ssl.enabled.protocols to TLSv1.2,TLSv1.3."},
    {"traffic-unknown-ends", "Traffic was seen whose ends are in no evidence. Collect their account or name the prefix "
                             "in the intent."},
    {"traffic-attempts", "Somebody tries to connect and does not get through: stale configuration, or a scan."},
    {"traffic-across-zones", "Traffic between zones is billed and shares their fate."},
    {"traffic-versions", "Client software as the handshakes name it, for compatibility and known weaknesses."},
    {"kafka-inner-reach",
     "A listener that brokers use among themselves can be reached by others. Narrow the source of the "
     "rule to the brokers."},
    {"kafka-inner-maybe", "Evidence is missing that would show whether others reach a listener between brokers."},
    {"kafka-quorum-reach",
     "Whoever reaches the quorum can change the cluster's metadata. Let the cluster's nodes alone "
     "reach it."},
    {"kafka-quorum-maybe", "Evidence is missing that would show whether others reach the quorum."},
    {"kafka-plaintext-open", "A listener in the clear is open to others than the cluster. Close it or give it SSL or "
                             "SASL_SSL."},
    {"kafka-plaintext", "A listener is set up in the clear. Give it SSL or SASL_SSL, or take it away."},
    {"kafka-no-authorizer", "Without an authorizer whoever connects may do everything. Set authorizer.class.name."},
    {"kafka-open-without-acl",
     "allow.everyone.if.no.acl.found is on: a topic without ACL is open to everybody. Turn it "
     "off."},
    {"kafka-auto-create", "auto.create.topics.enable is on: a wrong name makes a topic without owner. Turn it off."},
    {"kafka-jmx-reach", "JMX without authentication lets whoever reaches it run code. Authenticate it and close the "
                        "port."},
    {"kafka-jmx-maybe", "Evidence is missing that would show who reaches JMX, and no authentication is known."},
    {"kafka-intent-differs",
     "The services of the intent are not what the brokers tell. Correct the one that is wrong."},
    {"connect-anonymous", "Whoever reaches Connect's REST API can read and change connectors. Require credentials."},
    {"registry-anonymous", "Whoever reaches the registry can read and change schemas. Require credentials."},
    {"registry-internet", "A Schema Registry must not be reachable from the internet. Remove the rule or the route."},
    {"registry-internet-maybe", "Evidence is missing that would show whether the internet reaches a Schema Registry."},
    {"rest-plain-http", "Credentials and schemas cross the network in the clear. Use HTTPS."},
    {"connector-outside", "Event data leaves the account by a connector. Name its owner, purpose and contract."},
    {"connector-outside-maybe", "Evidence is missing that would show whether a connector's data stays in the account."},
    {"connector-unknown", "What this connector talks to is in no setting that this version reads. Declare it."},
    {"waiver-ended",
     "A decision to live with something had an end, which has passed. What it covered counts again; renew it or "
     "close what it was about."},
    {"review-columns", "A declared path lacks owner, purpose, identity, encryption or audit trail."},
};

const char *wit_check_help(const char *check)
{
    for (size_t i = 0; i < sizeof ROWS / sizeof *ROWS; i++)
        if (strcmp(ROWS[i].check, check) == 0)
            return ROWS[i].help;
    return "";
}
