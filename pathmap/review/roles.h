/* pathmap/review/roles.h: who is who: which endpoints of the estate hold a role, and roles as parties of a question.
 *
 * SPDX-License-Identifier: Apache-2.0
 */
#ifndef WIT_PATHMAP_REVIEW_ROLES_H
#define WIT_PATHMAP_REVIEW_ROLES_H

#include "pathmap/reach/reach.h"
#include "pathmap/review/intent.h"

struct wit_holders {
    const struct wit_role *role;
    const struct wit_interface *const *interfaces; /* sorted by id */
    size_t n_interfaces;
    const struct wit_prefix *outside; /* what its prefixes hold outside every network of the evidence; sorted */
    size_t n_outside;
    const struct wit_bucket *const *buckets; /* object stores */
    size_t n_buckets;
    const struct wit_gateway *const *gateways; /* gateway endpoints that an object-store role names */
    size_t n_gateways;
    const struct wit_key *const *keys;
    size_t n_keys;
    wit_gap_ref gap; /* set: there may be more */
};

/* Is the role told by prefixes alone? Then it holds whatever has such an address, outside the cloud too. */
bool wit_role_is_space(const struct wit_role *role);
void wit_role_members(struct wit_holders *out, struct wit_arena *arena, const struct wit_estate *estate,
                      const struct wit_role *role);
/* By id, then account: the order of every list of interfaces here. */
void wit_sort_interfaces(const struct wit_interface **list, size_t n);
bool wit_holders_none(const struct wit_holders *m);
void wit_prefixes_party(struct wit_party *out, struct wit_arena *arena, const char *text,
                        const struct wit_prefix *prefixes, size_t n);
void wit_bucket_party(struct wit_party *out, struct wit_arena *arena, const char *text, const char *bucket,
                      const char *region);
void wit_internet_party(struct wit_party *out);
/*
 * The ends of a declared path or statement. Items add up, and several "!role" together mean "without any of these
 * roles": [internet, "!brokers", "!controllers"] is the internet and everything that is neither broker nor controller.
 * As destination "!role" holds the buckets without that role too: nothing starts at a bucket.
 */
void wit_ends_party(struct wit_party *out, struct wit_arena *arena, const struct wit_estate *estate,
                    const struct wit_end *ends, size_t n, bool destination);
/* Whether the ends hold an interface (its roles as given), an outside prefix of a role (NULL: of none), the internet.
 */
bool wit_ends_have_roles(const struct wit_end *ends, size_t n, const struct wit_role *const *roles, size_t n_roles);
bool wit_ends_have_interface(const struct wit_end *ends, size_t n, const struct wit_interface *interface,
                             const struct wit_role *const *roles, size_t n_roles);
bool wit_ends_have_internet(const struct wit_end *ends, size_t n);
bool wit_ends_have_prefix(const struct wit_end *ends, size_t n, struct wit_prefix prefix,
                          const struct wit_role *const *roles, size_t n_roles);
/* The first gap of the lists of interfaces (of the accounts named, all when none are), WIT_NO_GAP when complete. */
wit_gap_ref wit_interfaces_gap(const struct wit_estate *estate, const struct wit_words *accounts);

/* space.c: address space; all outputs ascending, disjoint, in the arena */
/* a minus b as prefixes. At most WIT_SPACE_MAX pieces: beyond, the rest is covered by whole items of a (a superset). */
#define WIT_SPACE_MAX 20000
void wit_space_minus(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena, const struct wit_prefix *a,
                     size_t n_a, const struct wit_prefix *b, size_t n_b);
/* Every prefix of the networks in evidence; of networks only named by others, the addresses of their interfaces. */
void wit_space_networks(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena,
                        const struct wit_estate *estate);
/* What is neither public nor in a network of the evidence: where on-premises hosts can be. */
void wit_space_private_outside(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena,
                               const struct wit_estate *estate);
/* The public space of both families. */
void wit_space_public(const struct wit_prefix **out, size_t *n_out, struct wit_arena *arena);

#endif
