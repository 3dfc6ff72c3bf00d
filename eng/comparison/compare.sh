#!/usr/bin/env bash
# Compares Cascade with other detectors on labelled mixtures and writes the tables of docs/comparison.md. usage: compare.sh [OUTPUT]; default: docs/comparison.md
# Installs the others from npm into obj/comparison, with their scripts switched off. Needs Node.js and the Debian package pocketsphinx-testdata, whose recordings of people are free.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/eng/comparison work=$root/obj/comparison
output=$(realpath -m "${1:-$root/docs/comparison.md}")
fail() { echo "compare: $*" >&2; exit 1; }
[ -d /usr/share/pocketsphinx/test/data/librivox ] || fail "there are no recordings: apt-get install pocketsphinx-testdata"

mkdir -p "$work/results"
cp "$here/package.json" "$work/"
(cd "$work" && npm install --ignore-scripts --no-audit --no-fund --loglevel=error > /dev/null)
[ -f "$work/mixtures/labels.json" ] || node "$here/mixtures.mjs" "$work/mixtures" "$root"
model=$root/assets/silero_vad_v6.onnx
[ -f "$model" ] || fail "there is no $model: build first"
benchmarks=$root/benchmarks/Cascade.Benchmarks/bin/Release/net10.0/Cascade.Benchmarks.dll
[ -f "$benchmarks" ] || dotnet build "$root/benchmarks/Cascade.Benchmarks" -c Release -nologo -v quiet

# One core for all: each detector computes on one thread.
pin=()
if command -v taskset > /dev/null; then pin=(taskset -c "$(($(nproc) - 1))"); fi
run() { echo "compare: $1" >&2; "${pin[@]}" "${@:2}" < /dev/null | tail -1 > "$work/results/$1.json"; }
rm -f "$work"/results/*.json
for name in onnx:equal managed:equal confirmed:equal managed:defaults; do
    run "cascade-$name" dotnet "$benchmarks" segments "$name" "$work/mixtures"
done
for name in webrtc:0 webrtc:3 ten:0 sherpa:equal sherpa:defaults ricky:equal ricky:defaults; do
    run "$name" node "$here/detectors.mjs" "$name" "$work/mixtures" "$work/node_modules" "$model"
done
for name in webrtc:3 ten:0 sherpa:equal ricky:equal; do
    run "memory-$name" node --expose-gc "$here/detectors.mjs" "$name" memory "$work/node_modules" "$model" 20
done
# As the command memory measures it: resident bytes, then managed ones.
for kind in own:40 shared:500 managed:2000; do
    run "memory-cascade-${kind%:*}" dotnet "$benchmarks" memory-probe "${kind%:*}" "${kind#*:}" "$root/tests/Cascade.Tests/Golden/conversation.wav" 0 1 Segments
    sed -i 's/^\([0-9.]*\).*/{"bytes": \1}/' "$work/results/memory-cascade-${kind%:*}.json"
done
node "$here/page.mjs" "$work" "$root/docs/comparison.md" "$output"
