#!/usr/bin/env bash
# Rehearses a release of the committed state without touching anything: in a clone, with a bare repository for origin and a folder for gallery. The version in
# Directory.Build.props gets a section in the clone's changelog if it has none.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
fail() { echo "try-release: $*" >&2; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# As a workflow of the forge sees it; Source Link takes the address of the files from origin.
export GITHUB_SERVER_URL=https://github.com GITHUB_REPOSITORY=example/cascade
git clone -q --bare "$root" "$work/origin.git"
git clone -q --no-hardlinks "$root" "$work/clone"
git -C "$work/clone" remote set-url origin https://github.com/example/cascade.git
git -C "$work/clone" remote set-url --push origin "$work/origin.git" # no insteadOf: Source Link follows it, and finds no forge
[ ! -d "$root/assets" ] || cp -r "$root/assets" "$work/clone/"
cd "$work/clone"
version=$(dotnet msbuild src/Cascade/Cascade.csproj -getProperty:Version)
if ! grep -q "^## \[$version\]" CHANGELOG.md; then
    sed -i "0,/^## \[Unreleased\]/s//## [Unreleased]\n\n## [$version] - 2000-01-01/" CHANGELOG.md
    git -c user.name=rehearsal -c user.email=rehearsal@localhost commit -qam "Release $version"
fi

if eng/release.sh check 99.0.0 2> /dev/null; then fail "a version that nobody wrote passes the check"; fi
eng/release.sh pack "$version"
mkdir "$work/gallery"
eng/release.sh publish "$version" "$work/gallery" > /dev/null
published=$(find "$work/gallery" -name '*.nupkg' | wc -l)
[ "$published" -ge 2 ] || fail "$published packages were published"
eng/release.sh tag "$version"
git -C "$work/origin.git" rev-parse -q --verify "v$version^{commit}" > /dev/null || fail "origin has no tag v$version"
if eng/release.sh check "$version" 2> /dev/null; then fail "a version that was tagged passes the check again"; fi
echo "try-release: Cascade $version packed, $published packages published to a folder, v$version tagged"
