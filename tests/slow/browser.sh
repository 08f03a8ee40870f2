#!/usr/bin/env bash
# tests/slow/browser.sh: opens the pages and pictures of a packet in a headless Chromium and looks for trouble.
# SPDX-License-Identifier: Apache-2.0
#
#   tests/slow/browser.sh OUTDIR FILE…      FILE: index.html, map.svg …; screenshots go to OUTDIR
#
# Fails on a console message of any kind, on a page that loads anything, on a blank screenshot. Then a page is used:
# filtered, sorted, clicked, moved with the keyboard, read by axe-core in light and dark, printed (browser.js); and
# samples/acme with every name an attack goes the whole way into a packet, where all of it must be text. Exit 77: no
# browser here. Without Node.js or its registry the second half is left out, and that is said.
set -euo pipefail

[ $# -ge 2 ] || { echo "usage: browser.sh OUTDIR FILE…" >&2; exit 2; }
out=$1
shift
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[ -n "$browser" ] || { echo "no Chromium here" >&2; exit 77; }
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

say() {
  echo "browser.sh: $*" >&2
  failed=1
}

chromium() { # LOG ARGS…
  local log=$1
  shift
  timeout 90 "$browser" --headless --no-sandbox --disable-gpu --disable-quic --no-first-run \
    --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars \
    --force-device-scale-factor=1 --user-data-dir="$work/profile" --enable-logging=stderr --v=0 "$@" 2>"$log"
}

# A picture of one colour compresses to almost nothing: more than 4 bits a hundred pixels means that something is drawn.
blank() { # PNG WIDTH HEIGHT
  [ "$(stat -c %s "$1")" -lt $(($2 * $3 / 200)) ]
}

shoot() { # FILE WIDTH HEIGHT
  local name png log
  name=$(basename "$1")
  png=$out/${name%.*}-${name##*.}-$2.png
  log=$work/log
  rm -f "$png"
  chromium "$log" --window-size="$2,$3" --screenshot="$png" "file://$(realpath "$1")" || say "$1 at $2 px: the browser failed"
  grep -E ':CONSOLE[:(]' "$log" >&2 && say "$1 at $2 px: the console speaks"
  if [ ! -s "$png" ]; then
    say "$1 at $2 px: no screenshot"
  elif blank "$png" "$2" "$3"; then
    say "$1 at $2 px: the page is blank"
  fi
}

for file in "$@"; do
  [ -f "$file" ] || { say "$file is not there"; continue; }
  if grep -qiE '<script[^>]|javascript:|<iframe|<object|<embed|<link|@import|url\(|<[a-z]+ [^>]*[^-a-z]src=' "$file"; then
    say "$file holds a reference to something outside"
  fi
  shoot "$file" 1280 2000
  case $file in *.html)
    shoot "$file" 400 2000
    pdf=$out/$(basename "${file%.*}").pdf
    chromium "$work/log" --no-pdf-header-footer --print-to-pdf="$pdf" "file://$(realpath "$file")" || say "$file does not print"
    [ -s "$pdf" ] || say "$file: no print"
    ;;
  esac
done

here=$(dirname "$(realpath "$0")")
program=${PATHWITNESS:-$here/../../build/release/pathwitness}
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
  echo "browser.sh: no Node.js here: pages were looked at and NOT used" >&2
  exit "$failed"
fi
if ! (cd "$work" && npm install --no-audit --no-fund --silent --ignore-scripts puppeteer-core@23 axe-core@4) >"$work/npm.log" 2>&1; then
  if grep -qE 'ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN|network' "$work/npm.log"; then
    echo "browser.sh: the package registry cannot be reached: pages were looked at and NOT used" >&2
    exit "$failed"
  fi
  cat "$work/npm.log" >&2
  exit 1
fi
run_page() { # use|hostile INDEX.HTML
  timeout 150 node "$here/browser.js" "$work/node_modules" "$browser" "$out" "$1" "$2" || say "$2: see above"
}
for file in "$@"; do
  case $file in *.html) run_page use "$file" ;; esac
done
if [ -x "$program" ]; then
  python3 "$here/hostile.py" "$here/../../samples/acme/2026-10/cli" "$work/cli"
  status=0
  "$program" import aws-cli --quiet "$work/cli" -o "$work/hostile.evidence" || status=$?
  [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || say "the hostile account does not import"
  "$program" map --quiet "$work/hostile.evidence" --intent "$here/../../samples/acme/intent.yaml" -o "$work/hostile.json" || status=$?
  "$program" packet --quiet "$work/hostile.json" -o "$work/hostile" || say "no packet of the hostile account"
  run_page hostile "$work/hostile/index.html"
fi
exit "$failed"
