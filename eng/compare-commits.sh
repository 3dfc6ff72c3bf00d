#!/usr/bin/env bash
# Measures an older commit beside this tree: engines, chunks and memory of the benchmarks, both sides in turn on one core, and prints the medians with their ratios.
# eng/compare-commits.sh COMMIT [ROUNDS]; five minutes a round on an idle machine.
set -euo pipefail
cd "$(dirname "$0")/.."
commit=${1:?"Name the commit to compare with."} rounds=${2:-3}
core=$(($(nproc) - 1))
work=$(mktemp -d)
trap 'git worktree remove --force "$work/old" || true; rm -rf "$work"' EXIT
git worktree add --quiet --detach "$work/old" "$commit"
for tree in "$work/old" .; do
    dotnet build -c Release "$tree/benchmarks/Cascade.Benchmarks" > "$work/build.txt" || { cat "$work/build.txt"; exit 1; }
done
for ((round = 0; round < rounds; round++)); do
    for side in old new; do
        tree=.
        [ "$side" = new ] || tree=$work/old
        for command in engines chunks memory; do
            taskset -c "$core" dotnet "$tree/benchmarks/Cascade.Benchmarks/bin/Release/net10.0/Cascade.Benchmarks.dll" "$command" --json >> "$work/$side.jsonl"
        done
    done
done
python3 - "$work" << 'PYTHON'
import json, statistics, sys

FIELDS = ("ratioToOnnxRuntime", "medianMicroseconds", "bytes", "to_bare", "median_us", "resident_kb", "managed_kb")

def read(side):
    figures = {}
    for line in open(f"{sys.argv[1]}/{side}.jsonl"):
        row = json.loads(line)
        name = " ".join(str(row[key]) for key in ("command", "scenario", "engine", "name") if key in row)
        for field in FIELDS:
            if "limitOn" not in row and field in row:
                figures.setdefault((name, field), []).append(row[field])
    return {key: statistics.median(values) for key, values in figures.items()}

old, new = read("old"), read("new")
print(f"{'':78}{'before':>12}{'now':>12}{'ratio':>8}")
for key in old:
    if key in new:
        ratio = f"{new[key] / old[key]:.3f}" if old[key] else "-"
        print(f"{key[0] + ', ' + key[1]:78}{old[key]:12.6g}{new[key]:12.6g}{ratio:>8}")
PYTHON
