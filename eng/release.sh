#!/usr/bin/env bash
# The steps of a release, each of which can be run by hand. usage: release.sh check|pack|tag|announce VERSION, release.sh publish VERSION SOURCE
#   check     the version is that of Directory.Build.props, has a section in CHANGELOG.md, was not tagged before, and nothing is uncommitted
#   pack      packs into feed/, checks the packages, writes their bill of materials to feed/sbom
#   publish   pushes feed/ to SOURCE, a gallery (NUGET_API_KEY has the key) or a folder
#   tag       tags the commit and pushes the tag
#   announce  makes a release of the tag on the forge, with the changelog's section and the packages (GH_TOKEN)
set -euo pipefail
cd "$(dirname "$0")/.."
fail() { echo "release: $*" >&2; exit 1; }
step=${1:-} version=${2:-}
[ -n "$version" ] || fail "usage: release.sh check|pack|tag|announce VERSION, release.sh publish VERSION SOURCE"
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "'$version' is no version: 1.2.3 and 1.2.3-rc.1 are"
section() { awk -v head="## [$version]" 'index($0, head) == 1 { inside = 1; next } /^## / { inside = 0 } inside' CHANGELOG.md; }

check() {
    local written
    written=$(dotnet msbuild src/Cascade/Cascade.csproj -getProperty:Version)
    [ "$written" = "$version" ] || fail "Directory.Build.props has version $written, not $version"
    [ -n "$(section)" ] || fail "CHANGELOG.md has no section ## [$version]"
    [ -z "$(git status --porcelain)" ] || fail "there are uncommitted changes"
    if git ls-remote --exit-code --tags "$(git remote get-url --push origin)" "v$version" > /dev/null; then fail "v$version was released before"; fi
}

case $step in
    check) check ;;
    pack)
        check
        rm -f feed/*.nupkg feed/*.snupkg
        dotnet pack -c Release -nologo -v quiet -p:ContinuousIntegrationBuild=true
        eng/check-packages.sh --published --source-link
        eng/make-sbom.sh
        ;;
    publish)
        source=${3:?usage: release.sh publish VERSION SOURCE}
        compgen -G "feed/*.$version.nupkg" > /dev/null || fail "feed/ has no package of version $version"
        # A gallery takes the symbols beside a package by itself.
        for package in feed/*."$version".nupkg; do
            dotnet nuget push "$package" --source "$source" --skip-duplicate ${NUGET_API_KEY:+--api-key "$NUGET_API_KEY"}
        done
        ;;
    tag)
        git -c user.name="${GIT_COMMITTER_NAME:-release}" -c user.email="${GIT_COMMITTER_EMAIL:-release@localhost}" tag -a "v$version" -m "Cascade $version"
        git push origin "v$version"
        ;;
    announce) section | gh release create "v$version" --title "Cascade $version" --notes-file - feed/*."$version".*nupkg feed/sbom/manifest.spdx.json ;;
    *) fail "there is no step '$step'" ;;
esac
