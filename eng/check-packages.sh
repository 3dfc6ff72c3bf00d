#!/usr/bin/env bash
# Checks what the packages in feed/ carry: licence, icon, README without relative links, release notes, addresses, commit, documentation and symbols with Source Link.
# usage: check-packages.sh [--source-link] [--published]
#   --source-link  the debug symbols must name the address of the sources: where origin is a forge
#   --published    the project's address must be a real one
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
feed=$root/feed sourceLink=false published=false
for argument in "$@"; do
    case $argument in
        --source-link) sourceLink=true ;;
        --published) published=true ;;
        *) echo "usage: check-packages.sh [--source-link] [--published]" >&2; exit 2 ;;
    esac
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
problems=0
problem() { echo "check-packages: $*" >&2; problems=$((problems + 1)); }
property() { dotnet msbuild "$root/src/Cascade/Cascade.csproj" -getProperty:"$1"; }
version=$(property Version) address=$(property ProjectAddress)

if $published && [[ $address == *example.org* ]]; then problem "ProjectAddress in Directory.Build.props is still $address: set it to the repository's"; fi

shopt -s nullglob
packages=("$feed"/*."$version".nupkg)
[ "${#packages[@]}" -gt 0 ] || { echo "check-packages: $feed has no package of version $version: run dotnet pack -c Release" >&2; exit 1; }
for package in "${packages[@]}"; do
    name=$(basename "$package" ".$version.nupkg")
    content=$work/$name
    mkdir "$content"
    unzip -q "$package" -d "$content"
    nuspec=$(cat "$content/$name.nuspec")
    # has NAME PATTERN: the description of the package has it.
    has() { grep -Pzoq "$2" <<< "$nuspec" || problem "$name has no $1"; }
    has licence '<license type="expression">MIT</license>'
    has icon '<icon>icon.png</icon>'
    has README '<readme>README.md</readme>'
    has 'release notes' '<releaseNotes>[^<]{40}'
    has description '<description>[^<]{40}'
    has tags '<tags>[^<]+'
    has 'project address' "<projectUrl>$address</projectUrl>"
    [ ! -e "$root/.git" ] || has 'repository with its commit' '<repository type="git" url="http[^"]+"[^>]* commit="[0-9a-f]{40}"'
    for file in icon.png LICENSE README.md; do [ -s "$content/$file" ] || problem "$name lacks $file"; done
    if grep -nP '\]\((?!https?://|#)|\{address\}|<img (?![^>]*src="https?://)' "$content/README.md"; then problem "the README of $name has links that lead nowhere in a gallery"; fi

    assemblies=("$content"/lib/*/"$name".dll)
    if [ "${#assemblies[@]}" = 0 ]; then
        compgen -G "$content/tools/*/any/DotnetToolSettings.xml" > /dev/null || problem "$name has neither a library nor a tool"
        continue
    fi
    symbols=$feed/$name.$version.snupkg
    [ -s "$symbols" ] || { problem "$name has no symbols"; continue; }
    mkdir "$content.symbols"
    unzip -q "$symbols" -d "$content.symbols"
    for assembly in "${assemblies[@]}"; do
        framework=$(basename "$(dirname "$assembly")")
        [ -s "${assembly%.dll}.xml" ] || problem "$name has no documentation for $framework"
        pdb=$content.symbols/lib/$framework/$name.pdb
        [ -s "$pdb" ] || { problem "$name has no symbols for $framework"; continue; }
        # The address of the files stands in the symbols as plain JSON.
        if $sourceLink && ! LC_ALL=C grep -aqF '"documents":{"/_/*":"https://' "$pdb"; then problem "the symbols of $name for $framework name no address of the sources"; fi
    done
done
[ "$problems" = 0 ] || exit 1
echo "check-packages: ${#packages[@]} packages of $version have all that a gallery shows$($sourceLink && echo ', and Source Link' || true)"
