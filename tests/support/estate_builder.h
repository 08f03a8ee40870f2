/* tests/support/estate_builder.h: estates in memory from a few terse lines, so that a case is a row of a table.
 *
 * SPDX-License-Identifier: Apache-2.0
 *
 * One object a line, words apart by blanks; '#' begins a comment. Order is free. '?' is "not in evidence".
 *
 *   net ID CIDR… [account=A] [region=R] [main=RT|?] [placeholder]
 *   sub ID NET CIDR… [rt=RT|?] [acl=ACL|?] [az=ID|?] [zone=NAME]
 *   eni ID SUBNET ADDR[=PUBLIC]|PREFIX… [sg=G,G|?|none] [instance=I] [first] [windows] [type=T] [nocheck] [unfiltered]
 *                                       [service=NAME] [endpoint=ID] [description=WORD]
 *   sg ID NET|- [cut]                   a group without rules unless `in`/`out` lines follow
 *   in|out SG PORTS PEER                PORTS "tcp/9094" or "all"; PEER a prefix, sg-…, pl-… or ?
 *   acl ID [cut]     entry ACL in|out NUMBER allow|deny|? PORTS CIDR
 *   rt ID NET [cut] [edge=GW]           has its network's local routes
 *   route RT DEST TARGET [blackhole] [propagated] [unreadable]     DEST a prefix or pl-…; TARGET "none" for no target
 *   igw|eigw|vgw|nfw ID NET [closed] [gap]          tgw ID - [refs=on|off|?] [cut] [closed] [gap]
 *   nat ID SUBNET ADDR[=PUBLIC] [private] [regional] [closed]
 *   pcx ID NET NET [closed]             gwe ID NET
 *   pl ID CIDR… [name=N] [cut]          bpa off|ingress|both|? [account=A] [region=R] [exclude=ID] [exclude-egress=ID]
 *   missing OPERATION                   that list is incomplete, everywhere
 *   thing KIND ID [NET]                 something that is not modelled
 *   bucket NAME REGION                  endpoint ID NET SERVICE
 *   attach ID TGW NET subnets=S,S|? [table=TTB|?] [appliance=on|off|?] [refs=on|off|?] [closed] [gap]   of a network
 *   attach ID TGW peer TGW2 [table=]    attach ID TGW vpn|dx|connect|other [table=]      no table: none is associated
 *   ttb ID TGW [cut] [closed]           a transit gateway's table
 *   troute TTB DEST ATTACHMENT,…|blackhole [propagated=vpc|dx|connect|vpn] [unreadable]
 *   line vpn|dx ID GATEWAY CIDR… [static] [closed] [gap]                to a place outside
 *   lb ID net|app|classic|gwy [enis=E,E] [cross=on|off] [enforce=on|off|?] [listeners=?] [attributes=?] [closed]
 *   listen LB PROTOCOL PORT TG,TG|?|answer [rules=?]                    id of a balancer: "lb…"
 *   tg ID instance|ip|lambda|alb PROTOCOL PORT NET [keeps=on|off] [cross=on|off] [attributes=?] [targets=?] [v6]
 *   target TG INSTANCE|ADDR|LB [port=P] [zone=Z]
 *   svc ID NAME LB,LB [connections=?] [closed]     connection SVC ENDPOINT STATE
 *   state ENDPOINT STATE                managed ENDPOINT               (MSK made it)    kafka ID NET STATE|?
 *   accelerator ID ADDR… [off] [gap]    speed ACCELERATOR LB|INSTANCE PORTS [keeps=on|off|?] [override=FROM:TO]
 *   door vpn|eice|origin ID NET [enis=E,E] [allow=CIDR,…] [route=CIDR,…] [keeps=on|off|?] [target=ID] [rules=?]
 * [closed]
 *
 * Defaults: account 1, region r1; group sg-open, ACL acl-open and a table with local routes let everything pass; every
 * list is complete; block public access is off.
 */
#ifndef WIT_TESTS_ESTATE_BUILDER_H
#define WIT_TESTS_ESTATE_BUILDER_H

#include "pathmap/estate.h"

/* In the arena. Ends the program on a line that it does not understand. */
struct wit_estate *wit_estate_build(struct wit_arena *arena, const char *text);

#endif
