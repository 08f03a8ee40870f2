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
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/generate.h"

enum { PAGE = 20000, PER_NETWORK = 64 };

struct gen_option gen_options[] = {{"interfaces", 100000}, {"groups", 2000}, {"subnets", 500}, {"tables", 50},
                                   {"networks", 10},       {"sets", 1000},   {"random", 0},    {"rules", 0},
                                   {"nested", 0},          {"seed", 1}};

const char *gen_folder;
FILE *gen_out;
static const char *gen_comma;
static uint64_t state;

unsigned gen_pick(unsigned n)
{
    state = state * 6364136223846793005U + 1442695040888963407U;
    return (unsigned)(state >> 33) % n;
}

void gen_begin(const char *name, const char *key)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s.json", gen_folder, name);
    gen_out = fopen(path, "we");
    if (gen_out == NULL) {
        perror(path);
        exit(4);
    }
    fprintf(gen_out, "{\"%s\": [", key);
    gen_comma = "\n";
}

void gen_item(void)
{
    fputs(gen_comma, gen_out);
    gen_comma = ",\n";
}

void gen_end(const char *more)
{
    fprintf(gen_out, "\n]%s}\n", more);
    if (fclose(gen_out) != 0) {
        perror(gen_folder);
        exit(4);
    }
}

unsigned gen_network_of(unsigned subnet)
{
    return subnet % GIVEN(NETWORKS);
}

void gen_subnet_prefix(char text[32], unsigned subnet)
{
    unsigned at = subnet / GIVEN(NETWORKS);
    snprintf(text, 32, "10.%u.%u.0/20", 4 * gen_network_of(subnet) + at / 16, 16 * (at % 16));
}

void gen_host(char text[32], unsigned subnet, unsigned k)
{
    unsigned at = subnet / GIVEN(NETWORKS), low = 16 + k;
    snprintf(text, 32, "10.%u.%u.%u", 4 * gen_network_of(subnet) + at / 16, 16 * (at % 16) + low / 256, low % 256);
}

unsigned gen_a_subnet_of(unsigned network)
{
    unsigned n = (GIVEN(SUBNETS) - network + GIVEN(NETWORKS) - 1) / GIVEN(NETWORKS);
    return network + gen_pick(n) * GIVEN(NETWORKS);
}

unsigned gen_a_group_of(unsigned network)
{
    unsigned n = (GIVEN(GROUPS) - network + GIVEN(NETWORKS) - 1) / GIVEN(NETWORKS);
    return network + gen_pick(n) * GIVEN(NETWORKS);
}

static void networks(void)
{
    gen_begin("ec2-describe-vpcs", "Vpcs");
    for (unsigned v = 0; v < GIVEN(NETWORKS); v++) {
        gen_item();
        fprintf(gen_out,
                "{\"VpcId\": \"vpc-%04u\", \"OwnerId\": \"" ACCOUNT
                "\", \"State\": \"available\", \"IsDefault\": false, \"CidrBlock\": \"10.%u.0.0/16\", "
                "\"CidrBlockAssociationSet\": [",
                v, 4 * v);
        for (unsigned k = 0; k < 4; k++)
            fprintf(gen_out,
                    "%s{\"AssociationId\": \"a-%u-%u\", \"CidrBlock\": \"10.%u.0.0/16\", \"CidrBlockState\": "
                    "{\"State\": \"associated\"}}",
                    k == 0 ? "" : ", ", v, k, 4 * v + k);
        fputs("]}", gen_out);
    }
    gen_end("");
    gen_begin("ec2-describe-subnets", "Subnets");
    for (unsigned s = 0; s < GIVEN(SUBNETS); s++) {
        char prefix[32];
        gen_subnet_prefix(prefix, s);
        gen_item();
        fprintf(gen_out,
                "{\"SubnetId\": \"subnet-%04u\", \"VpcId\": \"vpc-%04u\", \"CidrBlock\": \"%s\", \"AvailabilityZone\": "
                "\"eu-west-1%c\", \"AvailabilityZoneId\": \"euw1-az%u\", \"OwnerId\": \"" ACCOUNT
                "\", \"State\": \"available\", \"Ipv6CidrBlockAssociationSet\": []}",
                s, gen_network_of(s), prefix, (char)('a' + s % 3), s % 3 + 1);
    }
    gen_end("");
}

static const struct {
    unsigned first, last;
} ports[] = {{22, 22},     {443, 443},   {2181, 2182}, {8080, 8083}, {9090, 9090},  {9092, 9098},
             {9094, 9094}, {9096, 9096}, {9999, 9999}, {5432, 5432}, {1024, 65535}, {8443, 8443}};

static void rule(const char *sep, unsigned network, bool egress)
{
    unsigned port = gen_pick(sizeof ports / sizeof *ports), kind = gen_pick(12), k = gen_pick(2000);
    char peer[32];
    fprintf(gen_out,
            "%s{\"IpProtocol\": \"tcp\", \"FromPort\": %u, \"ToPort\": %u, \"Ipv6Ranges\": [], \"PrefixListIds\": [], ",
            sep, ports[port].first, ports[port].last);
    if (kind < 4) {
        fprintf(gen_out,
                "\"IpRanges\": [], \"UserIdGroupPairs\": [{\"GroupId\": \"sg-%05u\", \"UserId\": \"" ACCOUNT "\"}]}",
                gen_a_group_of(network));
        return;
    }
    if (kind < 8)
        gen_subnet_prefix(peer, gen_a_subnet_of(network));
    else if (kind == 8)
        snprintf(peer, sizeof peer, "10.%u.0.0/16", 4 * network + gen_pick(4));
    else if (kind == 9)
        snprintf(peer, sizeof peer, "%s", egress || ports[port].first == 443 ? "0.0.0.0/0" : "10.0.0.0/8");
    else if (kind == 10)
        snprintf(peer, sizeof peer, "10.%u.0.0/14", 4 * ((network + 1) % GIVEN(NETWORKS)));
    else {
        gen_host(peer, gen_a_subnet_of(network), k);
        memcpy(peer + strlen(peer), "/32", 4);
    }
    fprintf(gen_out, "\"UserIdGroupPairs\": [], \"IpRanges\": [{\"CidrIp\": \"%s\"}]}", peer);
}

static void groups(void)
{
    gen_begin("ec2-describe-security-groups", "SecurityGroups");
    for (unsigned g = 0; g < GIVEN(GROUPS); g++) {
        unsigned network = g % GIVEN(NETWORKS), n = 4 + gen_pick(5);
        gen_item();
        fprintf(gen_out,
                "{\"GroupId\": \"sg-%05u\", \"GroupName\": \"g%u\", \"Description\": \"\", \"VpcId\": \"vpc-%04u\", "
                "\"OwnerId\": \"" ACCOUNT "\", \"IpPermissions\": [",
                g, g, network);
        for (unsigned k = 0; k < n; k++)
            rule(k == 0 ? "" : ", ", network, false);
        for (unsigned k = 0; g == 0 && k < GIVEN(RULES); k++)
            fprintf(gen_out,
                    ",\n{\"IpProtocol\": \"tcp\", \"FromPort\": %u, \"ToPort\": %u, \"Ipv6Ranges\": [], "
                    "\"PrefixListIds\": [], \"UserIdGroupPairs\": [], \"IpRanges\": [{\"CidrIp\": "
                    "\"10.%u.%u.%u/32\"}]}",
                    9092 + k % 5, 9092 + k % 5, k / 65536, k / 256 % 256, k % 256);
        for (unsigned k = 0; g == 0 && GIVEN(NESTED) > 0 && k <= 32; k++)
            fprintf(gen_out,
                    ",\n{\"IpProtocol\": \"udp\", \"FromPort\": %u, \"ToPort\": %u, \"Ipv6Ranges\": [], "
                    "\"PrefixListIds\": [], \"UserIdGroupPairs\": [], \"IpRanges\": [{\"CidrIp\": \"10.0.0.0/%u\"}]}",
                    100 + k, 100 + k, k);
        fputs("], \"IpPermissionsEgress\": [", gen_out);
        if (gen_pick(10) < 7)
            fputs("{\"IpProtocol\": \"-1\", \"IpRanges\": [{\"CidrIp\": \"0.0.0.0/0\"}], \"Ipv6Ranges\": [], "
                  "\"PrefixListIds\": [], \"UserIdGroupPairs\": []}",
                  gen_out);
        else
            for (unsigned k = 0; k < 3; k++)
                rule(k == 0 ? "" : ", ", network, true);
        fputs("]}", gen_out);
    }
    gen_end("");
}

struct set {
    unsigned n, groups[4];
};

static struct set draw(unsigned network)
{
    struct set s = {1 + gen_pick(3), {0}};
    for (unsigned k = 0; k < s.n; k++)
        s.groups[k] = gen_a_group_of(network);
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
        gen_begin(name, "NetworkInterfaces");
        for (unsigned i = first; i < GIVEN(INTERFACES) && i < first + PAGE; i++) {
            unsigned s = i % GIVEN(SUBNETS), network = gen_network_of(s), of = (n_sets - network + v - 1) / v;
            unsigned at = (s / v * 7 + gen_pick(12)) % of;
            struct set own = draw(network), *set = GIVEN(RANDOM) ? &own : &sets[network + at * v];
            char address[32], public[128] = "";
            gen_host(address, s, i / GIVEN(SUBNETS));
            if (s / v % per == 1 && gen_pick(5) == 0)
                snprintf(public, sizeof public,
                         ", \"Association\": {\"PublicIp\": \"203.0.%u.%u\", \"IpOwnerId\": \"" ACCOUNT "\"}",
                         i / 256 % 256, i % 256);
            gen_item();
            fprintf(gen_out,
                    "{\"NetworkInterfaceId\": \"eni-%07u\", \"SubnetId\": \"subnet-%04u\", \"VpcId\": \"vpc-%04u\", "
                    "\"OwnerId\": \"" ACCOUNT "\", \"InterfaceType\": \"interface\", \"Description\": \"\", "
                    "\"RequesterManaged\": false, \"SourceDestCheck\": true, \"Status\": \"in-use\", "
                    "\"PrivateIpAddress\": \"%s\", \"PrivateIpAddresses\": [{\"PrivateIpAddress\": \"%s\", "
                    "\"Primary\": true%s}], \"Ipv6Addresses\": [], \"Groups\": [",
                    i, s, network, address, address, public);
            for (unsigned k = 0; k < set->n; k++)
                fprintf(gen_out, "%s{\"GroupId\": \"sg-%05u\", \"GroupName\": \"g%u\"}", k == 0 ? "" : ", ",
                        set->groups[k], set->groups[k]);
            fprintf(gen_out, "], \"TagSet\": [{\"Key\": \"Role\", \"Value\": \"%s\"}]}", s < v ? "broker" : "app");
        }
        gen_end(more);
    }
    free(sets);
}

int main(int argc, char **argv)
{
    for (int i = 2; i < argc; i++) {
        const char *is = strchr(argv[i], '=');
        bool known = false;
        for (size_t k = 0; is != NULL && k < COUNT; k++)
            if (strncmp(argv[i], gen_options[k].name, (size_t)(is - argv[i])) == 0 &&
                gen_options[k].name[is - argv[i]] == '\0') {
                gen_options[k].value = (unsigned)strtoul(is + 1, NULL, 10);
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
    gen_folder = argv[1];
    mkdir(gen_folder, 0777);
    state = GIVEN(SEED);
    networks();
    gen_acls();
    gen_routes();
    gen_gateways();
    groups();
    interfaces();
    return 0;
}
