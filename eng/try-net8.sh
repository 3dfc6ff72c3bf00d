#!/usr/bin/env bash
# Runs a program for .NET 8 on both engines: on the .NET 8 runtime where it is installed, else on a later one (roll forward), and says which.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && (pwd -W 2> /dev/null || pwd))
recording=$root/tests/Cascade.Tests/Golden/conversation.wav
fail() { echo "try-net8: $*" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cat > "$work/Program.cs" <<'CS'
using Cascade;

Console.WriteLine($"runtime {Environment.Version}, library {((System.Runtime.Versioning.TargetFrameworkAttribute)Attribute.GetCustomAttribute(typeof(StreamProcessor).Assembly, typeof(System.Runtime.Versioning.TargetFrameworkAttribute))!).FrameworkName}");
foreach (VadEngine engine in new[] { VadEngine.OnnxRuntime(), VadEngine.Managed() })
{
    await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = engine });
    List<string> segments = [];
    await foreach (SpeechSegment speech in processor.FileSegmentsAsync(args[0]))
        segments.Add($"{speech.StartSample}-{speech.EndSample}");
    Console.WriteLine($"{engine.Name}: {segments.Count} segments: {string.Join(' ', segments)}");
}
CS
cat > "$work/app.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <LangVersion>latest</LangVersion>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <RollForward>Major</RollForward>
    <UseAppHost>false</UseAppHost>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <ProjectReference Include="$root/src/Cascade/Cascade.csproj" />
  </ItemGroup>
</Project>
XML
(cd "$work" && dotnet build -c Release -nologo -v quiet -o out)
dotnet "$work/out/app.dll" "$recording" < /dev/null > "$work/out.txt"
grep -q 'NETCoreApp,Version=v8.0$' "$work/out.txt" || fail "the program has another build of the library: $(cat "$work/out.txt")"
segments=$(sed -n 's/^OnnxRuntime: \([1-9].*\)/\1/p' "$work/out.txt")
[ -n "$segments" ] || fail "no speech was found: $(cat "$work/out.txt")"
[ "$segments" = "$(sed -n 's/^Managed: //p' "$work/out.txt")" ] || fail "the engines find other segments: $(cat "$work/out.txt")"
sed -n 's/^runtime/try-net8: both engines find the same segments; runtime/p' "$work/out.txt"
