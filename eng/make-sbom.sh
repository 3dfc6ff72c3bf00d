#!/usr/bin/env bash
# Writes a software bill of materials (SPDX 2.2) of the packages in feed/: every file with its hash, every dependency that restore resolved. usage: make-sbom.sh [FOLDER]; default: feed/sbom
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
target=$(realpath -m "${1:-$root/feed/sbom}")
cd "$root"
version=$(dotnet msbuild src/Cascade/Cascade.csproj -getProperty:Version)
address=$(dotnet msbuild src/Cascade/Cascade.csproj -getProperty:ProjectAddress)
compgen -G "feed/*.$version.nupkg" > /dev/null || { echo "make-sbom: feed/ has no package of version $version: run dotnet pack -c Release" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/drop" "$work/components"
cp feed/*."$version".{nupkg,snupkg} "$work/drop/"
# Dependencies are read where restore wrote them, of the projects that are packed: tests depend on more than a user gets.
for assets in src/*/obj/project.assets.json samples/Cascade.Cli/obj/project.assets.json; do
    [ ! -f "$assets" ] || install -D "$assets" "$work/components/$assets"
done
dotnet tool restore > /dev/null
DOTNET_ROLL_FORWARD=Major dotnet sbom-tool generate -b "$work/drop" -bc "$work/components" -pn Cascade -pv "$version" -ps "The Cascade authors" -nsb "$address" -V Warning > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
manifest=$(find "$work/drop/_manifest" -name manifest.spdx.json)
mkdir -p "$target"
cp "$manifest" "$(dirname "$manifest")/manifest.spdx.json.sha256" "$target/"
node -e '
const sbom = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
const names = new Set(sbom.packages.map(p => p.name));
for (const wanted of ["Microsoft.ML.OnnxRuntime", "System.IO.Pipelines"])
    if (!names.has(wanted)) { console.error(`make-sbom: the bill does not name ${wanted}`); process.exit(1); }
console.log(`make-sbom: ${sbom.files.length} files, ${sbom.packages.length} packages`);' "$target/manifest.spdx.json"
