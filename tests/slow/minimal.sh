#!/usr/bin/env bash
# The two commands from a clean clone in a minimal Debian (as root): minimal.sh [SUITE] [COMMAND…]. Leaves nothing behind.
# SPDX-License-Identifier: Apache-2.0
set -euo pipefail
cd "$(dirname "$0")/../.."
suite=${1:-bookworm}
shift || true
[ $# -gt 0 ] || set -- demo test
[ "$(id -u)" -eq 0 ] || { echo "minimal: needs root for a chroot" >&2; exit 77; }
command -v mmdebstrap >/dev/null || { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends mmdebstrap >/dev/null; }
root=$(mktemp -d)
finish() {
    umount "$root/proc" "$root/dev" 2>/dev/null || true
    rm -rf --one-file-system "$root"
}
trap finish EXIT
chmod 755 "$root"
mmdebstrap --quiet --variant=minbase --include=ca-certificates "$suite" "$root"
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
for file in /etc/hosts /etc/apt/apt.conf.d/*; do # how this machine reaches its packages
    [ -f "$file" ] && cp --parents "$file" "$root"
done
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
git clone --quiet . "$root/src"
for command in "$@"; do
    echo "== $suite: ./dev $command"
    begun=$SECONDS
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp CI="${CI:-}" bash -c "cd /src && ./dev $command"
    echo "== $suite: ./dev $command: good ($((SECONDS - begun)) s)"
done
