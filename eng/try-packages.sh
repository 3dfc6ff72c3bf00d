#!/usr/bin/env bash
# Does what a stranger does: packs both packages into feed/, restores them in a new console project outside the repository, and runs the
# first C# example of README.md on a recording, also trimmed; then installs the tool. usage: try-packages.sh [README]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
readme=$(realpath "${1:-$root/README.md}")
recording=$root/tests/Cascade.Tests/Golden/conversation.wav
packages=(Cascade Cascade.OnnxRuntime)
fail() { echo "try-packages: $*" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
rm -f "$root"/feed/*.nupkg "$root"/feed/*.snupkg
dotnet pack "$root/Cascade.sln" -c Release -nologo -v quiet
version=$(dotnet msbuild "$root/src/Cascade/Cascade.csproj" -getProperty:Version)
for package in "${packages[@]}"; do
    [ -f "$root/feed/$package.$version.nupkg" ] || fail "feed/ has no $package $version"
done

# Its own package folder: a package of the same version in the user's would hide the one just packed.
export NUGET_PACKAGES=$work/packages
mkdir "$work/app"
cd "$work/app"
awk '/^```csharp/ && !done { inside = 1; next } /^```/ && inside { inside = 0; done = 1 } inside' "$readme" > Program.cs
[ -s Program.cs ] || fail "$readme has no csharp block"
cat > nuget.config <<END
<configuration><packageSources><add key="packed" value="$root/feed" /></packageSources></configuration>
END
cat > app.csproj <<END
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
  </PropertyGroup>
  <ItemGroup>
$(printf "    <PackageReference Include=\"%s\" Version=\"[$version]\" />\n" "${packages[@]}")
  </ItemGroup>
</Project>
END
dotnet build -c Release -nologo -v quiet -warnaserror -o out
for package in "${packages[@]}"; do
    name=$(tr A-Z a-z <<< "$package")
    cmp "$NUGET_PACKAGES/$name/$version/$name.$version.nupkg" "$root/feed/$package.$version.nupkg" || fail "$package came from elsewhere than feed/"
done

dotnet out/app.dll "$recording" < /dev/null | tee output.txt
# A segment is a line with two times on it.
segments=$(grep -cE '[0-9]+[.:][0-9]+.*[0-9]+[.:][0-9]+' output.txt) || fail "the example of $readme printed no segment"

# Trimmed of all that nothing calls, without a warning, it says the same.
dotnet publish -c Release -nologo -v quiet -warnaserror --use-current-runtime --self-contained -p:PublishTrimmed=true -p:TrimMode=full -o trimmed
trimmed/app "$recording" < /dev/null > trimmed.txt
cmp output.txt trimmed.txt || fail "the trimmed example gives other segments"

# The command line as a tool, from feed/ alone.
cp nuget.config tool.config
dotnet tool install Cascade.Cli --version "$version" --tool-path "$work/tool" --configfile tool.config
"$work/tool/cascade" detect --format rttm "$recording" | grep -q '^SPEAKER' || fail "the tool found no speech"
echo "try-packages: ${packages[*]} $version restored and run from feed/, $segments segments"
