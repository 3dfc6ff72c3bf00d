#!/usr/bin/env bash
# Does what a stranger does: packs into feed/, restores the package Cascade in a new console project outside the repository, and runs the
# example of README.md for a file, on both engines, also trimmed; then as hosts that choose another ONNX Runtime, and none; then installs the tool. usage: try-packages.sh [README]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
readme=$(realpath "${1:-$root/README.md}")
recording=$root/tests/Cascade.Tests/Golden/conversation.wav
fail() { echo "try-packages: $*" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$root"/feed/*.nupkg "$root"/feed/*.snupkg
dotnet pack "$root/Cascade.sln" -c Release -nologo -v quiet
version=$(dotnet msbuild "$root/src/Cascade/Cascade.csproj" -getProperty:Version)
[ -f "$root/feed/Cascade.$version.nupkg" ] || fail "feed/ has no Cascade $version"
"$root/eng/check-packages.sh" || exit 1

# Its own package folder: a package of the same version in the user's would hide the one just packed.
export NUGET_PACKAGES=$work/packages
mkdir "$work/app"
cd "$work/app"
awk '/^## A file/ { wanted = 1 } /^```csharp/ && wanted && !done { inside = 1; next } /^```/ && inside { inside = 0; done = 1 } inside' "$readme" > Program.cs
[ -s Program.cs ] || fail "$readme has no csharp block under 'A file'"
cat > nuget.config <<END
<configuration><packageSources><add key="packed" value="$root/feed" /></packageSources></configuration>
END
# write_project [LINE...]: a project that references Cascade, and has these lines too.
write_project() {
    cat > app.csproj <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <AppendRuntimeIdentifierToOutputPath>false</AppendRuntimeIdentifierToOutputPath>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Cascade" Version="[$version]" />
$(printf "    %s\n" "$@")
  </ItemGroup>
</Project>
END
}
write_project
dotnet build -c Release -nologo -v quiet -warnaserror -o out
cmp "$NUGET_PACKAGES/cascade/$version/cascade.$version.nupkg" "$root/feed/Cascade.$version.nupkg" || fail "Cascade came from elsewhere than feed/"

dotnet out/app.dll "$recording" < /dev/null | tee output.txt
# A segment is a line with two times on it.
segments=$(grep -cE '[0-9]+[.:][0-9]+.*[0-9]+[.:][0-9]+' output.txt) || fail "the example of $readme printed no segment"

# On the managed engine it finds the same segments.
cp Program.cs example.txt
sed -i 's/new StreamProcessorOptions { /&Engine = VadEngine.Managed(), /' Program.cs
grep -q VadEngine.Managed Program.cs || fail "the example of $readme makes no options"
dotnet build -c Release -nologo -v quiet -warnaserror -o managed
dotnet managed/app.dll "$recording" < /dev/null > managed.txt
cmp output.txt managed.txt || fail "the example gives other segments on the managed engine"
cp example.txt Program.cs

# Trimmed of all that nothing calls, without a warning, it says the same.
dotnet publish -c Release -nologo -v quiet -warnaserror --use-current-runtime --self-contained -p:PublishTrimmed=true -p:TrimMode=full -o trimmed
trimmed/app "$recording" < /dev/null > trimmed.txt
cmp output.txt trimmed.txt || fail "the trimmed example gives other segments"

# Hosts that choose another ONNX Runtime: the projects of docs/onnx-runtime.md. Each prints what it loaded and how many segments both engines find, or why one does not.
cat > Program.cs <<'END'
using Cascade;

foreach (VadEngine engine in new[] { VadEngine.OnnxRuntime(), VadEngine.Managed() })
{
    try
    {
        await using StreamProcessor processor = new(new StreamProcessorOptions { Engine = engine, Speech = SpeechSettings.Conversation with { Results = ResultKinds.Segments } });
        int segments = 0;
        await foreach (CascadeResult _ in processor.ProcessFileAsync(args[0]))
            segments++;
        Console.WriteLine($"{engine.Name}: {segments} segments{(engine.Name == "OnnxRuntime" ? $" on {CascadeRuntime.LoadOnnxRuntime().Version}" : "")}");
    }
    catch (OnnxRuntimeLoadException e)
    {
        Console.WriteLine($"{engine.Name}: {e.InnerException!.GetType().Name}: {e.Message}");
    }
}
END
# try_host NAME PATTERN [LINE...]: with these lines in the project, ONNX Runtime's line is as the pattern says, and the managed engine runs.
try_host() {
    local name=$1 pattern=$2
    shift 2
    write_project "$@"
    rm -rf obj bin "host-$name"
    dotnet build -c Release -nologo -v quiet -warnaserror --use-current-runtime --no-self-contained -o "host-$name"
    dotnet "host-$name/app.dll" "$recording" < /dev/null | tee host.txt
    grep -Eq "^OnnxRuntime: $pattern" host.txt || fail "host '$name': ONNX Runtime's engine is not as expected ($pattern)"
    grep -q "^Managed: $segments segments" host.txt || fail "host '$name': the managed engine finds other segments"
}
package() { echo "<PackageReference Include=\"$1\" Version=\"$2\" ${3:-} />"; }
onnx=Microsoft.ML.OnnxRuntime none='ExcludeAssets="all"'
try_host newer "$segments segments on 1\.31\.1" "$(package $onnx 1.31.1)"
try_host gpu "$segments segments on 1\.31\.0" "$(package $onnx 1.30.0 "$none")" "$(package $onnx.Gpu.Linux 1.31.0)"
try_host none "TypeInitializationException: .*Reference the package" "$(package $onnx 1.30.0 "$none")"
try_host none-at-all "FileNotFoundException: .*Reference the package" "$(package $onnx 1.30.0 "$none")" "$(package $onnx.Managed 1.30.0 "$none")"
try_host mixed "TypeInitializationException: .*at least as new" "$(package $onnx 1.30.0)" "$(package $onnx.Managed 1.31.1)"
# MP3 without ffmpeg, by Cascade.Codecs: as many segments as the recording has, give or take one.
ffmpeg -hide_banner -loglevel error -i "$recording" -b:a 64k speech.mp3
sed -i 's/^foreach (VadEngine/ManagedCodecs.Register();\n&/' Program.cs
write_project "$(package Cascade.Codecs "[$version]")" "$(package Cascade.NAudio "[$version]")"
rm -rf obj bin
dotnet build -c Release -nologo -v quiet -warnaserror --use-current-runtime --no-self-contained -o codecs
CASCADE_FFMPEG=$work/none dotnet codecs/app.dll speech.mp3 < /dev/null | tee codecs.txt
grep -Eq "^Managed: ($((segments - 1))|$segments|$((segments + 1))) segments" codecs.txt || fail "the package Cascade.Codecs decodes no MP3"

# The command line as a tool, from feed/ alone.
cp nuget.config tool.config
dotnet tool install Cascade.Cli --version "$version" --tool-path "$work/tool" --configfile tool.config
"$work/tool/cascade" detect --format rttm "$recording" | grep -q '^SPEAKER' || fail "the tool found no speech"
echo "try-packages: Cascade $version restored and run from feed/, $segments segments"
