#!/usr/bin/env bash
# Fuzzes a reader of bytes from strangers, guided by coverage: SharpFuzz instruments the assemblies, AFL++ runs them. usage: fuzz.sh wav|wire|snapshot [SECONDS]
# Needs afl-fuzz (Debian and Ubuntu: apt-get install afl++). Inputs that crash or hang stay in obj/fuzz/TARGET/found.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?usage: fuzz.sh wav|wire|snapshot [SECONDS]}
seconds=${2:-60}
command -v afl-fuzz > /dev/null || { echo "fuzz: there is no afl-fuzz in PATH (Debian and Ubuntu: apt-get install afl++)" >&2; exit 1; }

work=$PWD/obj/fuzz/$target
rm -rf "$work"
mkdir -p "$work/seeds" "$work/found"
dotnet tool restore > /dev/null
dotnet build eng/Fuzz -c Release -nologo -v quiet -o "$work/plain"
cp -r "$work/plain" "$work/instrumented"
for assembly in Cascade.dll Cascade.Hosting.dll; do dotnet sharpfuzz "$work/instrumented/$assembly"; done
dotnet "$work/plain/Cascade.Fuzz.dll" seeds "$target" "$work/seeds"

# AFL wants to be told that a process of .NET has no instrumentation of C, and that nobody looks at its screen.
export AFL_SKIP_BIN_CHECK=1 AFL_NO_UI=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 AFL_NO_AFFINITY=1
afl-fuzz -i "$work/seeds" -o "$work/afl" -t 5000 -m none -V "$seconds" -- dotnet "$work/instrumented/Cascade.Fuzz.dll" run "$target" > "$work/log"
grep -E '^(execs_done|corpus_count|edges_found) ' "$work/afl/default/fuzzer_stats"

find "$work/afl/default/crashes" "$work/afl/default/hangs" -name 'id:*' -exec cp {} "$work/found/" \;
found=$(find "$work/found" -type f | wc -l)
for file in "$work/found"/*; do
    [ -f "$file" ] || continue
    echo "found: dotnet obj/fuzz/$target/plain/Cascade.Fuzz.dll try $target '${file#"$PWD"/}'"
    timeout 30 dotnet "$work/plain/Cascade.Fuzz.dll" try "$target" "$file" 2>&1 | head -3 || true
done
echo "fuzz: $found inputs of $target crash or hang after $seconds s"
[ "$found" = 0 ]
