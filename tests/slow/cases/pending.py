"""pending.py: what the program does not yet answer as it should: the beginning of "case: from -> to port", and why.

SPDX-License-Identifier: Apache-2.0
"""
PENDING = [
    # 1.11.2: whether a pod's address leaves its network as the node's is told inside the cluster only; interfaces of pods are not recognised.
    "47 pod over transit, B allows the pods: 100.64.0.20 -> eni-p tcp/9094",
    "47d 47, B allows the node: 100.64.0.20 -> eni-p tcp/9094",
    # A Client VPN endpoint whose authorization rules were not asked, under --assume-empty: assumed to have none, and then closed.
    "client VPN: internet -> eni-b tcp/9094",
    "client VPN: 172.31.1.1 -> eni-b tcp/9094",
]
