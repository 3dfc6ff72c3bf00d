#!/usr/bin/env bash
# Publishes a small program with Native AOT, without a warning, and runs it on both engines; says how long a frame takes with each set of instructions. usage: try-aot.sh [--measure]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && (pwd -W 2> /dev/null || pwd)) # on Windows, a path that MSBuild reads too
recording=$root/tests/Cascade.Tests/Golden/conversation.wav
fail() { echo "try-aot: $*" >&2; exit 1; }

# The linker that the compiler calls: clang, or gcc where there is no clang; on Windows, Visual Studio's, which the compiler finds.
if [ "${OS:-}" != Windows_NT ] && ! command -v clang > /dev/null && ! command -v gcc > /dev/null; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
        fail "Native AOT needs clang or gcc to link. Install one (Debian and Ubuntu: sudo apt-get install gcc libc6-dev) and run this again."
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends gcc libc6-dev
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/Program.cs" <<'CS'
using System.Diagnostics;
using Cascade;

if (System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported)
    throw new InvalidOperationException("This is no program compiled ahead of time.");
foreach (VadEngine engine in new[] { VadEngine.OnnxRuntime(), VadEngine.Managed() })
{
    StreamProcessorOptions options = new() { Engine = engine, Speech = new SpeechSettings { Results = ResultKinds.Segments } };
    await using StreamProcessor processor = new(options);
    List<string> segments = [];
    await foreach (CascadeResult result in processor.ProcessFileAsync(args[0]))
        if (result is SpeechSegment speech) segments.Add($"{speech.Start} {speech.End} {speech.Audio.Length}");
    Console.WriteLine($"{engine.Name}: {segments.Count} segments: {string.Join(", ", segments)}");

    // Compiled code is as fast at first as at last: the fastest of some runs is what the machine can do.
    byte[] second = new byte[32_000];
    double fastest = double.MaxValue;
    for (int run = 0; run < 20; run++)
    {
        long start = Stopwatch.GetTimestamp();
        await processor.ProcessChunkAsync(second);
        fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalMicroseconds / 31.25);
    }

    Console.WriteLine($"{engine.Name}: {fastest:0.0} us a frame, vectors of {CascadeRuntime.VectorBits} bits");
}
CS
cat > "$work/app.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <PublishAot>true</PublishAot>
    <InvariantGlobalization>true</InvariantGlobalization>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <ProjectReference Include="$root/src/Cascade/Cascade.csproj" />
  </ItemGroup>
</Project>
XML

# try NAME [PROPERTY...]: publishes, runs, and compares the segments of both engines.
try() {
    local name=$1
    shift
    (cd "$work" && dotnet publish -c Release -nologo -v quiet --use-current-runtime -o "$name" "$@")
    "$work/$name/app" "$recording" > "$work/$name.txt" < /dev/null
    grep 'us a frame' "$work/$name.txt" | sed "s/^/$name: /"
    [ "$(sed -n 's/^OnnxRuntime: \([1-9].* segments:.*\)/\1/p' "$work/$name.txt")" = "$(sed -n 's/^Managed: \([1-9].* segments:.*\)/\1/p' "$work/$name.txt")" ] || fail "$name: the engines find other segments: $(cat "$work/$name.txt")"
}
try default
if [ "${1:-}" = --measure ]; then
    try v3 -p:IlcInstructionSet=x86-64-v3
    try native -p:IlcInstructionSet=native
fi
ls -l "$work/default/app" | awk '{ printf "try-aot: a program of %.1f MB runs on both engines\n", $5 / 1048576 }'
