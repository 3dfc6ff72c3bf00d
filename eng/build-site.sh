#!/usr/bin/env bash
# Builds the site, guides and API reference, into obj/site and checks its links. usage: build-site.sh [--no-build]; --no-build: after a Release build
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
packages=()
for project in src/*/*.csproj; do
    [[ $(cat "$project") != *'<IsPackable>true'* ]] || packages+=("$(basename "$project" .csproj)")
done
if [ "${1:-}" != --no-build ]; then
    for project in src/*/*.csproj samples/*/*.csproj; do dotnet build "$project" -c Release -nologo -v quiet; done
fi

work=$root/obj/site-source
rm -rf "$work" "$root/obj/site"
mkdir -p "$work/assemblies" "$work/references"
# The reference is read from what was compiled: assemblies with the XML of their comments.
for package in "${packages[@]}"; do
    built=src/$package/bin/Release/net10.0
    [ -f "$built/$package.dll" ] || { echo "build-site: there is no $built/$package.dll: build with -c Release first" >&2; exit 1; }
    cp "$built/$package.dll" "$built/$package.xml" "$work/assemblies/"
done
# What they stand on lies beside the programs that use them.
for reference in samples/*/bin/Release/net10.0/*.dll; do
    [ -f "$work/assemblies/$(basename "$reference")" ] || cp -u "$reference" "$work/references/"
done
address=$(dotnet msbuild src/Cascade/Cascade.csproj -getProperty:ProjectAddress)
node eng/site/prepare.mjs "$root" "$work" "$address"
dotnet tool restore > /dev/null
export DOTNET_ROLL_FORWARD=Major # docfx is built for an older runtime too
dotnet docfx metadata "$work/docfx.json" --logLevel warning
dotnet docfx build "$work/docfx.json" --logLevel warning --warningsAsErrors
mv "$work/site" "$root/obj/site"
node eng/site/check-links.mjs "$root/obj/site"
