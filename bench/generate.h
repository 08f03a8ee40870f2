/* bench/generate.h: what the files of the generator share.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_BENCH_GENERATE_H
#define WIT_BENCH_GENERATE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define ACCOUNT "111122223333"
enum { INTERFACES, GROUPS, SUBNETS, TABLES, NETWORKS, SETS, RANDOM, RULES, NESTED, SEED, COUNT };
#define GIVEN(x) (gen_options[x].value)

struct gen_option {
    const char *name;
    unsigned value;
};
extern struct gen_option gen_options[];
extern const char *gen_folder; /* where files go */
extern FILE *gen_out;          /* the one being written */

unsigned gen_pick(unsigned n);
void gen_begin(const char *name, const char *key); /* a file with one list */
void gen_item(void);
void gen_end(const char *more);
unsigned gen_network_of(unsigned subnet);
void gen_subnet_prefix(char text[32], unsigned subnet);
void gen_host(char text[32], unsigned subnet, unsigned k);
unsigned gen_a_subnet_of(unsigned network);
unsigned gen_a_group_of(unsigned network);

/* generate_ways.c */
void gen_acls(void);
void gen_routes(void);
void gen_gateways(void);

#endif
