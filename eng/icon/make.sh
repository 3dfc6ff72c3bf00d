#!/usr/bin/env bash
# Makes icon.png, which the packages carry, from icon.svg. Needs chromium.
set -euo pipefail
cd "$(dirname "$0")"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '<!doctype html><style>body{margin:0}svg{display:block}</style>%s' "$(cat icon.svg)" > "$work/icon.html"
chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --default-background-color=00000000 --window-size=128,128 --screenshot="$work/icon.png" "file://$work/icon.html" 2> /dev/null
[ -s "$work/icon.png" ] || { echo "icon: chromium wrote no picture" >&2; exit 1; }
mv "$work/icon.png" icon.png
