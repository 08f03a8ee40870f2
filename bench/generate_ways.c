/* bench/generate_ways.c: network ACLs, route tables and gateways of the generated account.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#include <stdlib.h>

#include "bench/generate.h"

static void entry(const char *sep, unsigned number, bool egress, const char *action, const char *protocol,
                  const char *prefix, unsigned first, unsigned last)
{
    fprintf(
        gen_out,
        "%s{\"RuleNumber\": %u, \"Egress\": %s, \"RuleAction\": \"%s\", \"Protocol\": \"%s\", \"CidrBlock\": \"%s\"",
        sep, number, egress ? "true" : "false", action, protocol, prefix);
    if (last > 0)
        fprintf(gen_out, ", \"PortRange\": {\"From\": %u, \"To\": %u}", first, last);
    fputs("}", gen_out);
}

void gen_acls(void)
{
    gen_begin("ec2-describe-network-acls", "NetworkAcls");
    for (unsigned s = 0; s < GIVEN(SUBNETS); s++) {
        char other[32];
        gen_item();
        fprintf(gen_out,
                "{\"NetworkAclId\": \"acl-%04u\", \"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"IsDefault\": %s, \"Associations\": [{\"NetworkAclAssociationId\": \"x-%u\", \"NetworkAclId\": "
                "\"acl-%04u\", \"SubnetId\": \"subnet-%04u\"}], \"Entries\": [",
                s, gen_network_of(s), s < GIVEN(NETWORKS) ? "true" : "false", s, s, s);
        gen_subnet_prefix(other, gen_a_subnet_of(gen_network_of(s)));
        entry("", 80, false, "deny", "6", "0.0.0.0/0", 3389, 3389);
        if (gen_pick(4) == 0)
            entry(", ", 90, false, "deny", "-1", other, 0, 0);
        entry(", ", 100, false, "allow", "-1", "10.0.0.0/8", 0, 0);
        entry(", ", 110, false, "allow", "6", "0.0.0.0/0", 443, 443);
        entry(", ", 120, false, "allow", "6", "0.0.0.0/0", 1024, 65535);
        entry(", ", 32767, false, "deny", "-1", "0.0.0.0/0", 0, 0);
        if (gen_pick(8) == 0)
            entry(", ", 90, true, "deny", "6", other, 1, 1023);
        entry(", ", 100, true, "allow", "-1", "0.0.0.0/0", 0, 0);
        entry(", ", 32767, true, "deny", "-1", "0.0.0.0/0", 0, 0);
        fputs("]}", gen_out);
    }
    gen_end("");
}

void gen_routes(void)
{
    unsigned v = GIVEN(NETWORKS);
    gen_begin("ec2-describe-route-tables", "RouteTables");
    for (unsigned t = 0; t < GIVEN(TABLES); t++) {
        unsigned network = t % v, kind = t / v;
        gen_item();
        fprintf(gen_out,
                "{\"RouteTableId\": \"rtb-%04u\", \"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"PropagatingVgws\": [], \"Associations\": [",
                t, network);
        const char *sep = "";
        if (kind == 0) {
            fprintf(gen_out,
                    "{\"Main\": true, \"RouteTableAssociationId\": \"m-%u\", \"RouteTableId\": \"rtb-%04u\", "
                    "\"AssociationState\": {\"State\": \"associated\"}}",
                    t, t);
            sep = ", ";
        }
        unsigned per = GIVEN(TABLES) / v == 0 ? 1 : GIVEN(TABLES) / v;
        for (unsigned s = network; s < GIVEN(SUBNETS); s += v)
            if (s / v % per == kind && kind > 0) {
                fprintf(gen_out,
                        "%s{\"Main\": false, \"RouteTableAssociationId\": \"r-%u\", \"RouteTableId\": \"rtb-%04u\", "
                        "\"SubnetId\": \"subnet-%04u\", \"AssociationState\": {\"State\": \"associated\"}}",
                        sep, s, t, s);
                sep = ", ";
            }
        fputs("], \"Routes\": [", gen_out);
        for (unsigned k = 0; k < 4; k++)
            fprintf(gen_out,
                    "%s{\"DestinationCidrBlock\": \"10.%u.0.0/16\", \"GatewayId\": \"local\", \"Origin\": "
                    "\"CreateRouteTable\", \"State\": \"active\"}",
                    k == 0 ? "" : ", ", 4 * network + k);
        if (kind % 2 == 0 && v > 2)
            for (unsigned side = 0; side < 2; side++) {
                unsigned other = side == 0 ? (network + 1) % v : (network + v - 1) % v;
                fprintf(gen_out,
                        ", {\"DestinationCidrBlock\": \"10.%u.0.0/14\", \"VpcPeeringConnectionId\": \"pcx-%04u\", "
                        "\"Origin\": \"CreateRoute\", \"State\": \"active\"}",
                        4 * other, side == 0 ? network : other);
            }
        if (kind == 1)
            fprintf(gen_out,
                    ", {\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-%04u\", \"Origin\": "
                    "\"CreateRoute\", \"State\": \"active\"}",
                    network);
        else if (kind > 0)
            fprintf(gen_out,
                    ", {\"DestinationCidrBlock\": \"0.0.0.0/0\", \"NatGatewayId\": \"nat-%04u\", \"Origin\": "
                    "\"CreateRoute\", \"State\": \"active\"}",
                    network);
        fputs("]}", gen_out);
    }
    gen_end("");
}

void gen_gateways(void)
{
    unsigned v = GIVEN(NETWORKS);
    gen_begin("ec2-describe-internet-gateways", "InternetGateways");
    for (unsigned i = 0; i < v; i++) {
        gen_item();
        fprintf(gen_out,
                "{\"InternetGatewayId\": \"igw-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"Attachments\": [{\"State\": \"available\", \"VpcId\": \"vpc-%04u\"}]}",
                i, i);
    }
    gen_end("");
    gen_begin("ec2-describe-nat-gateways", "NatGateways");
    for (unsigned i = 0; i < v; i++) {
        char address[32];
        unsigned home = i + v < GIVEN(SUBNETS) ? i + v : i; /* the second subnet has the public table */
        gen_host(address, home, 3500);
        gen_item();
        fprintf(gen_out,
                "{\"NatGatewayId\": \"nat-%04u\", \"VpcId\": \"vpc-%04u\", \"SubnetId\": \"subnet-%04u\", \"State\": "
                "\"available\", \"ConnectivityType\": \"public\", \"NatGatewayAddresses\": [{\"PrivateIp\": \"%s\", "
                "\"PublicIp\": \"198.51.100.%u\", \"NetworkInterfaceId\": \"eni-nat%u\", \"IsPrimary\": true}]}",
                i, i, home, address, i, i);
    }
    gen_end("");
    gen_begin("ec2-describe-vpc-peering-connections", "VpcPeeringConnections");
    for (unsigned i = 0; v > 2 && i < v; i++) {
        gen_item();
        fprintf(gen_out, "{\"VpcPeeringConnectionId\": \"pcx-%04u\", \"Status\": {\"Code\": \"active\"}", i);
        for (unsigned side = 0; side < 2; side++)
            fprintf(gen_out,
                    ", \"%s\": {\"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                    "\", \"Region\": \"eu-west-1\", \"CidrBlock\": \"10.%u.0.0/16\"}",
                    side == 0 ? "RequesterVpcInfo" : "AccepterVpcInfo", side == 0 ? i : (i + 1) % v,
                    4 * (side == 0 ? i : (i + 1) % v));
        fputs("}", gen_out);
    }
    gen_end("");
    char path[4096];
    snprintf(path, sizeof path, "%s/ec2-describe-vpc-block-public-access-options.json", gen_folder);
    gen_out = fopen(path, "we");
    if (gen_out == NULL) {
        perror(path);
        exit(4);
    }
    fputs("{\"VpcBlockPublicAccessOptions\": {\"InternetGatewayBlockMode\": \"off\", \"State\": \"default-state\"}}\n",
          gen_out);
    fclose(gen_out);
}
