"""pending.py: what the program does not yet answer as it should: the beginning of "case: from -> to port", and why.

SPDX-License-Identifier: Apache-2.0
"""
PENDING = [
    # A Client VPN endpoint whose authorization rules were not asked, under --assume-empty: assumed to have none, and then closed.
    "client VPN: internet -> eni-b tcp/9094",
    "client VPN: 172.31.1.1 -> eni-b tcp/9094",
]
