/* bench/generate.c: writes the evidence of an account of any size, as the AWS CLI prints it: the same words give the
 * same bytes.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 *   generate DIR [interfaces=100000] [groups=2000] [subnets=500] [tables=50] [networks=10] [sets=1000] [random=0]
 *            [rules=0] [nested=0] [seed=1]
 *
 * Networks have four /16, their subnets /20 and an ACL each, a ring of peerings joins neighbours, tables lead to an
 * internet gateway or a NAT gateway. A group has four to eight rules in, a third of them naming other groups of the
 * network. sets: distinct sets of groups, some twelve a subnet; random=1: every interface draws its own set. rules=N:
 * the first group gets N more rules of single hosts; nested=1: and one of every prefix length.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ACCOUNT "111122223333"
enum { PAGE = 20000, PER_NETWORK = 64 };

static struct {
    const char *name;
    unsigned value;
} options[] = {{"interfaces", 100000}, {"groups", 2000}, {"subnets", 500}, {"tables", 50}, {"networks", 10},
               {"sets", 1000},         {"random", 0},    {"rules", 0},     {"nested", 0},  {"seed", 1}};
enum { INTERFACES, GROUPS, SUBNETS, TABLES, NETWORKS, SETS, RANDOM, RULES, NESTED, SEED, COUNT };
#define GIVEN(x) (options[x].value)

static const char *folder;
static FILE *out;
static const char *comma;
static uint64_t state;

static unsigned pick(unsigned n)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33) % n;
}

static void begin(const char *name, const char *key)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.json", folder, name);
    out = fopen(path, "we");
    if (out == NULL) {
        perror(path);
        exit(4);
    }
    fprintf(out, "{\"%s\": [", key);
    comma = "\n";
}

static void item(void)
{
    fputs(comma, out);
    comma = ",\n";
}

static void end(const char *more)
{
    fprintf(out, "\n]%s}\n", more);
    if (fclose(out) != 0) {
        perror(folder);
        exit(4);
    }
}

static unsigned network_of(unsigned subnet)
{
    return subnet % GIVEN(NETWORKS);
}

static void subnet_prefix(char text[32], unsigned subnet)
{
    unsigned at = subnet / GIVEN(NETWORKS);
    snprintf(text, 32, "10.%u.%u.0/20", 4 * network_of(subnet) + at / 16, 16 * (at % 16));
}

static void host(char text[32], unsigned subnet, unsigned k)
{
    unsigned at = subnet / GIVEN(NETWORKS), low = 16 + k;
    snprintf(text, 32, "10.%u.%u.%u", 4 * network_of(subnet) + at / 16, 16 * (at % 16) + low / 256, low % 256);
}

static unsigned a_subnet_of(unsigned network)
{
    unsigned n = (GIVEN(SUBNETS) - network + GIVEN(NETWORKS) - 1) / GIVEN(NETWORKS);
    return network + pick(n) * GIVEN(NETWORKS);
}

static unsigned a_group_of(unsigned network)
{
    unsigned n = (GIVEN(GROUPS) - network + GIVEN(NETWORKS) - 1) / GIVEN(NETWORKS);
    return network + pick(n) * GIVEN(NETWORKS);
}

static void networks(void)
{
    begin("ec2-describe-vpcs", "Vpcs");
    for (unsigned v = 0; v < GIVEN(NETWORKS); v++) {
        item();
        fprintf(out,
                "{\"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"State\": \"available\", \"IsDefault\": false, \"CidrBlock\": \"10.%u.0.0/16\", "
                "\"CidrBlockAssociationSet\": [",
                v, 4 * v);
        for (unsigned k = 0; k < 4; k++)
            fprintf(out,
                    "%s{\"AssociationId\": \"a-%u-%u\", \"CidrBlock\": \"10.%u.0.0/16\", \"CidrBlockState\": "
                    "{\"State\": \"associated\"}}",
                    k == 0 ? "" : ", ", v, k, 4 * v + k);
        fputs("]}", out);
    }
    end("");
    begin("ec2-describe-subnets", "Subnets");
    for (unsigned s = 0; s < GIVEN(SUBNETS); s++) {
        char prefix[32];
        subnet_prefix(prefix, s);
        item();
        fprintf(out,
                "{\"SubnetId\": \"subnet-%04u\", \"VpcId\": \"vpc-%04u\", \"CidrBlock\": \"%s\", \"AvailabilityZone\": "
                "\"eu-west-1%c\", \"AvailabilityZoneId\": \"euw1-az%u\", \"OwnerId\": \"" ACCOUNT
                "\", \"State\": \"available\", \"Ipv6CidrBlockAssociationSet\": []}",
                s, network_of(s), prefix, (char)('a' + s % 3), s % 3 + 1);
    }
    end("");
}

static void entry(const char *sep, unsigned number, bool egress, const char *action, const char *protocol,
                  const char *prefix, unsigned first, unsigned last)
{
    fprintf(
        out,
        "%s{\"RuleNumber\": %u, \"Egress\": %s, \"RuleAction\": \"%s\", \"Protocol\": \"%s\", \"CidrBlock\": \"%s\"",
        sep, number, egress ? "true" : "false", action, protocol, prefix);
    if (last > 0)
        fprintf(out, ", \"PortRange\": {\"From\": %u, \"To\": %u}", first, last);
    fputs("}", out);
}

static void acls(void)
{
    begin("ec2-describe-network-acls", "NetworkAcls");
    for (unsigned s = 0; s < GIVEN(SUBNETS); s++) {
        char other[32];
        item();
        fprintf(out,
                "{\"NetworkAclId\": \"acl-%04u\", \"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"IsDefault\": %s, \"Associations\": [{\"NetworkAclAssociationId\": \"x-%u\", \"NetworkAclId\": "
                "\"acl-%04u\", \"SubnetId\": \"subnet-%04u\"}], \"Entries\": [",
                s, network_of(s), s < GIVEN(NETWORKS) ? "true" : "false", s, s, s);
        subnet_prefix(other, a_subnet_of(network_of(s)));
        entry("", 80, false, "deny", "6", "0.0.0.0/0", 3389, 3389);
        if (pick(4) == 0)
            entry(", ", 90, false, "deny", "-1", other, 0, 0);
        entry(", ", 100, false, "allow", "-1", "10.0.0.0/8", 0, 0);
        entry(", ", 110, false, "allow", "6", "0.0.0.0/0", 443, 443);
        entry(", ", 120, false, "allow", "6", "0.0.0.0/0", 1024, 65535);
        entry(", ", 32767, false, "deny", "-1", "0.0.0.0/0", 0, 0);
        if (pick(8) == 0)
            entry(", ", 90, true, "deny", "6", other, 1, 1023);
        entry(", ", 100, true, "allow", "-1", "0.0.0.0/0", 0, 0);
        entry(", ", 32767, true, "deny", "-1", "0.0.0.0/0", 0, 0);
        fputs("]}", out);
    }
    end("");
}

static void routes(void)
{
    unsigned v = GIVEN(NETWORKS);
    begin("ec2-describe-route-tables", "RouteTables");
    for (unsigned t = 0; t < GIVEN(TABLES); t++) {
        unsigned network = t % v, kind = t / v;
        item();
        fprintf(out,
                "{\"RouteTableId\": \"rtb-%04u\", \"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"PropagatingVgws\": [], \"Associations\": [",
                t, network);
        const char *sep = "";
        if (kind == 0) {
            fprintf(out,
                    "{\"Main\": true, \"RouteTableAssociationId\": \"m-%u\", \"RouteTableId\": \"rtb-%04u\", "
                    "\"AssociationState\": {\"State\": \"associated\"}}",
                    t, t);
            sep = ", ";
        }
        unsigned per = GIVEN(TABLES) / v == 0 ? 1 : GIVEN(TABLES) / v;
        for (unsigned s = network; s < GIVEN(SUBNETS); s += v)
            if (s / v % per == kind && kind > 0) {
                fprintf(out,
                        "%s{\"Main\": false, \"RouteTableAssociationId\": \"r-%u\", \"RouteTableId\": \"rtb-%04u\", "
                        "\"SubnetId\": \"subnet-%04u\", \"AssociationState\": {\"State\": \"associated\"}}",
                        sep, s, t, s);
                sep = ", ";
            }
        fputs("], \"Routes\": [", out);
        for (unsigned k = 0; k < 4; k++)
            fprintf(out,
                    "%s{\"DestinationCidrBlock\": \"10.%u.0.0/16\", \"GatewayId\": \"local\", \"Origin\": "
                    "\"CreateRouteTable\", \"State\": \"active\"}",
                    k == 0 ? "" : ", ", 4 * network + k);
        if (kind % 2 == 0 && v > 2)
            for (unsigned side = 0; side < 2; side++) {
                unsigned other = side == 0 ? (network + 1) % v : (network + v - 1) % v;
                fprintf(out,
                        ", {\"DestinationCidrBlock\": \"10.%u.0.0/14\", \"VpcPeeringConnectionId\": \"pcx-%04u\", "
                        "\"Origin\": \"CreateRoute\", \"State\": \"active\"}",
                        4 * other, side == 0 ? network : other);
            }
        if (kind == 1)
            fprintf(out,
                    ", {\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-%04u\", \"Origin\": "
                    "\"CreateRoute\", \"State\": \"active\"}",
                    network);
        else if (kind > 0)
            fprintf(out,
                    ", {\"DestinationCidrBlock\": \"0.0.0.0/0\", \"NatGatewayId\": \"nat-%04u\", \"Origin\": "
                    "\"CreateRoute\", \"State\": \"active\"}",
                    network);
        fputs("]}", out);
    }
    end("");
}

static void gateways(void)
{
    unsigned v = GIVEN(NETWORKS);
    begin("ec2-describe-internet-gateways", "InternetGateways");
    for (unsigned i = 0; i < v; i++) {
        item();
        fprintf(out,
                "{\"InternetGatewayId\": \"igw-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"Attachments\": [{\"State\": \"available\", \"VpcId\": \"vpc-%04u\"}]}",
                i, i);
    }
    end("");
    begin("ec2-describe-nat-gateways", "NatGateways");
    for (unsigned i = 0; i < v; i++) {
        char address[32];
        unsigned home = i + v < GIVEN(SUBNETS) ? i + v : i; /* the second subnet has the public table */
        host(address, home, 3500);
        item();
        fprintf(out,
                "{\"NatGatewayId\": \"nat-%04u\", \"VpcId\": \"vpc-%04u\", \"SubnetId\": \"subnet-%04u\", \"State\": "
                "\"available\", \"ConnectivityType\": \"public\", \"NatGatewayAddresses\": [{\"PrivateIp\": \"%s\", "
                "\"PublicIp\": \"198.51.100.%u\", \"NetworkInterfaceId\": \"eni-nat%u\", \"IsPrimary\": true}]}",
                i, i, home, address, i, i);
    }
    end("");
    begin("ec2-describe-vpc-peering-connections", "VpcPeeringConnections");
    for (unsigned i = 0; v > 2 && i < v; i++) {
        item();
        fprintf(out, "{\"VpcPeeringConnectionId\": \"pcx-%04u\", \"Status\": {\"Code\": \"active\"}", i);
        for (unsigned side = 0; side < 2; side++)
            fprintf(out,
                    ", \"%s\": {\"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                    "\", \"Region\": \"eu-west-1\", \"CidrBlock\": \"10.%u.0.0/16\"}",
                    side == 0 ? "RequesterVpcInfo" : "AccepterVpcInfo", side == 0 ? i : (i + 1) % v,
                    4 * (side == 0 ? i : (i + 1) % v));
        fputs("}", out);
    }
    end("");
    char path[4096];
    snprintf(path, sizeof path, "%s/ec2-describe-vpc-block-public-access-options.json", folder);
    out = fopen(path, "we");
    if (out == NULL) {
        perror(path);
        exit(4);
    }
    fputs("{\"VpcBlockPublicAccessOptions\": {\"InternetGatewayBlockMode\": \"off\", \"State\": \"default-state\"}}\n",
          out);
    fclose(out);
}

static const struct {
    unsigned first, last;
} ports[] = {{22, 22},     {443, 443},   {2181, 2182}, {8080, 8083}, {9090, 9090},  {9092, 9098},
             {9094, 9094}, {9096, 9096}, {9999, 9999}, {5432, 5432}, {1024, 65535}, {8443, 8443}};

static void rule(const char *sep, unsigned network, bool egress)
{
    unsigned port = pick(sizeof ports / sizeof *ports), kind = pick(12), k = pick(2000);
    char peer[32];
    fprintf(out,
            "%s{\"IpProtocol\": \"tcp\", \"FromPort\": %u, \"ToPort\": %u, \"Ipv6Ranges\": [], \"PrefixListIds\": [], ",
            sep, ports[port].first, ports[port].last);
    if (kind < 4) {
        fprintf(out,
                "\"IpRanges\": [], \"UserIdGroupPairs\": [{\"GroupId\": \"sg-%05u\", \"UserId\": \"" ACCOUNT "\"}]}",
                a_group_of(network));
        return;
    }
    if (kind < 8)
        subnet_prefix(peer, a_subnet_of(network));
    else if (kind == 8)
        snprintf(peer, sizeof peer, "10.%u.0.0/16", 4 * network + pick(4));
    else if (kind == 9)
        snprintf(peer, sizeof peer, "%s", egress || ports[port].first == 443 ? "0.0.0.0/0" : "10.0.0.0/8");
    else if (kind == 10)
        snprintf(peer, sizeof peer, "10.%u.0.0/14", 4 * ((network + 1) % GIVEN(NETWORKS)));
    else {
        host(peer, a_subnet_of(network), k);
        memcpy(peer + strlen(peer), "/32", 4);
    }
    fprintf(out, "\"UserIdGroupPairs\": [], \"IpRanges\": [{\"CidrIp\": \"%s\"}]}", peer);
}

static void groups(void)
{
    begin("ec2-describe-security-groups", "SecurityGroups");
    for (unsigned g = 0; g < GIVEN(GROUPS); g++) {
        unsigned network = g % GIVEN(NETWORKS), n = 4 + pick(5);
        item();
        fprintf(out,
                "{\"GroupId\": \"sg-%05u\", \"GroupName\": \"g%u\", \"Description\": \"\", \"VpcId\": \"vpc-%04u\", "
                "\"OwnerId\": \"" ACCOUNT "\", \"IpPermissions\": [",
                g, g, network);
        for (unsigned k = 0; k < n; k++)
            rule(k == 0 ? "" : ", ", network, false);
        for (unsigned k = 0; g == 0 && k < GIVEN(RULES); k++)
            fprintf(out,
                    ",\n{\"IpProtocol\": \"tcp\", \"FromPort\": %u, \"ToPort\": %u, \"Ipv6Ranges\": [], "
                    "\"PrefixListIds\": [], \"UserIdGroupPairs\": [], \"IpRanges\": [{\"CidrIp\": "
                    "\"10.%u.%u.%u/32\"}]}",
                    9092 + k % 5, 9092 + k % 5, k / 65536, k / 256 % 256, k % 256);
        for (unsigned k = 0; g == 0 && GIVEN(NESTED) > 0 && k <= 32; k++)
            fprintf(out,
                    ",\n{\"IpProtocol\": \"udp\", \"FromPort\": %u, \"ToPort\": %u, \"Ipv6Ranges\": [], "
                    "\"PrefixListIds\": [], \"UserIdGroupPairs\": [], \"IpRanges\": [{\"CidrIp\": \"10.0.0.0/%u\"}]}",
                    100 + k, 100 + k, k);
        fputs("], \"IpPermissionsEgress\": [", out);
        if (pick(10) < 7)
            fputs("{\"IpProtocol\": \"-1\", \"IpRanges\": [{\"CidrIp\": \"0.0.0.0/0\"}], \"Ipv6Ranges\": [], "
                  "\"PrefixListIds\": [], \"UserIdGroupPairs\": []}",
                  out);
        else
            for (unsigned k = 0; k < 3; k++)
                rule(k == 0 ? "" : ", ", network, true);
        fputs("]}", out);
    }
    end("");
}

struct set {
    unsigned n, groups[4];
};

static struct set draw(unsigned network)
{
    struct set s = {1 + pick(3), {0}};
    for (unsigned k = 0; k < s.n; k++)
        s.groups[k] = a_group_of(network);
    return s;
}

static void interfaces(void)
{
    unsigned v = GIVEN(NETWORKS), n_sets = GIVEN(SETS) < v ? v : GIVEN(SETS);
    struct set *sets = calloc(n_sets, sizeof *sets);
    if (sets == NULL)
        exit(70);
    for (unsigned i = 0; i < n_sets; i++)
        sets[i] = draw(i % v);
    unsigned per = GIVEN(TABLES) / v == 0 ? 1 : GIVEN(TABLES) / v;
    for (unsigned first = 0, page = 1; first < GIVEN(INTERFACES); first += PAGE, page++) {
        char name[64], more[64] = "";
        snprintf(name, sizeof name, "ec2-describe-network-interfaces.p%u", page);
        if (first + PAGE < GIVEN(INTERFACES))
            snprintf(more, sizeof more, ", \"NextToken\": \"t%u\"", page);
        begin(name, "NetworkInterfaces");
        for (unsigned i = first; i < GIVEN(INTERFACES) && i < first + PAGE; i++) {
            unsigned s = i % GIVEN(SUBNETS), network = network_of(s), of = (n_sets - network + v - 1) / v;
            unsigned at = (s / v * 7 + pick(12)) % of;
            struct set own = draw(network), *set = GIVEN(RANDOM) ? &own : &sets[network + at * v];
            char address[32], public[128] = "";
            host(address, s, i / GIVEN(SUBNETS));
            if (s / v % per == 1 && pick(5) == 0)
                snprintf(public, sizeof public,
                         ", \"Association\": {\"PublicIp\": \"203.0.%u.%u\", \"IpOwnerId\": \"" ACCOUNT "\"}",
                         i / 256 % 256, i % 256);
            item();
            fprintf(out,
                    "{\"NetworkInterfaceId\": \"eni-%07u\", \"SubnetId\": \"subnet-%04u\", \"VpcId\": \"vpc-%04u\", "
                    "\"OwnerId\": \"" ACCOUNT "\", \"InterfaceType\": \"interface\", \"Description\": \"\", "
                    "\"RequesterManaged\": false, \"SourceDestCheck\": true, \"Status\": \"in-use\", "
                    "\"PrivateIpAddress\": \"%s\", \"PrivateIpAddresses\": [{\"PrivateIpAddress\": \"%s\", "
                    "\"Primary\": true%s}], \"Ipv6Addresses\": [], \"Groups\": [",
                    i, s, network, address, address, public);
            for (unsigned k = 0; k < set->n; k++)
                fprintf(out, "%s{\"GroupId\": \"sg-%05u\", \"GroupName\": \"g%u\"}", k == 0 ? "" : ", ", set->groups[k],
                        set->groups[k]);
            fprintf(out, "], \"TagSet\": [{\"Key\": \"Role\", \"Value\": \"%s\"}]}", s < v ? "broker" : "app");
        }
        end(more);
    }
    free(sets);
}

int main(int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        const char *is = strchr(argv[i], '=');
        bool known = false;
        for (size_t k = 0; is != NULL && k < COUNT; k++)
            if (strncmp(argv[i], options[k].name, (size_t)(is - argv[i])) == 0 &&
                options[k].name[is - argv[i]] == '\0') {
                options[k].value = (unsigned)strtoul(is + 1, NULL, 10);
                known = true;
            }
        if (!known) {
            fprintf(stderr, "generate: what is '%s'?\n", argv[i]);
            return 2;
        }
    }
    if (argc < 2 || GIVEN(NETWORKS) == 0 || GIVEN(NETWORKS) > 60 || GIVEN(SUBNETS) < GIVEN(NETWORKS) ||
        GIVEN(TABLES) < GIVEN(NETWORKS) || GIVEN(GROUPS) < GIVEN(NETWORKS) ||
        GIVEN(SUBNETS) > GIVEN(NETWORKS) * PER_NETWORK || GIVEN(INTERFACES) / GIVEN(SUBNETS) > 3400) {
        fputs("usage: generate DIR [interfaces=N] [groups=N] [subnets=N] [tables=N] [networks=N] [sets=N] [random=1] "
              "[rules=N] [nested=1] [seed=N]\n",
              stderr);
        return 2;
    }
    folder = argv[1];
    mkdir(folder, 0777);
    state = GIVEN(SEED);
    networks();
    acls();
    routes();
    gateways();
    groups();
    interfaces();
    return 0;
}
