#!/usr/bin/env bash
# Runs the tests. They start ffmpeg, sox, Chromium, Node.js, recognizers, voices and servers: where one is missing, and this may install it, it does. Arguments go to dotnet test.
set -euo pipefail
cd "$(dirname "$0")"

# Programs that the tests start; Debian's packages have their names.
missing=()
for program in ffmpeg sox chromium redis-server; do
    command -v "$program" > /dev/null || missing+=("$program")
done

# The client of npm that talks with the server.
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || missing+=(npm)

# Recognizers and voices, whose packages are not named like a program: a file of each.
needs() { compgen -G "$1" > /dev/null || missing+=("${@:2}"); }
needs '/usr/lib/*/libpocketsphinx.so.3' libpocketsphinx3
needs '/usr/share/pocketsphinx/model/en-us/en-us.lm.bin' pocketsphinx-en-us
needs '/usr/share/pocketsphinx/test/data/librivox/transcription' pocketsphinx-testdata
needs /usr/bin/flite flite
needs /usr/bin/text2wave festival
needs '/usr/share/festival/voices/*/kal_diphone' festvox-kallpc16k
needs '/usr/share/festival/voices/*/cmu_us_slt_arctic_hts' festvox-us-slt-hts
needs /usr/bin/espeak-ng espeak-ng

# The reference of the mel spectrogram.
needs '/usr/lib/python3/dist-packages/numpy' python3-numpy
# Servers of the archive's tests, which start them themselves, and the balancer whose configuration they check.
needs /usr/sbin/nats-server nats-server
needs /usr/sbin/haproxy haproxy
needs '/usr/lib/postgresql/*/bin/initdb' postgresql

if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
        echo "The tests need these packages: ${missing[*]}. Install them (Debian and Ubuntu: sudo apt-get install ${missing[*]}) and run this again." >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
fi

export DOTNET_TieredPGO=0 # compilers and hundreds of short processes: counting for a compilation that never comes costs 8 % of all time
dotnet build -c Release -warnaserror
status=0

# run_tests PROJECT...: one after the other.
run_tests() {
    local failed=0 project
    for project in "$@"; do
        dotnet test "tests/$project/bin/Release/net10.0/$project.dll" "${arguments[@]}" || failed=1
    done
    return $failed
}

# Two projects at a time, because one does not fill two cores. Those in a browser come last and alone, because they hear and play audio in real time.
arguments=("$@")
first=(Cascade.Tests Cascade.Hosting.Tests)
last=(Cascade.Browser.Tests Cascade.Talk.Tests)
beside=()
for folder in tests/*.Tests; do
    project=${folder#tests/}
    [[ " ${first[*]} ${last[*]} " == *" $project "* ]] || beside+=("$project")
done
run_beside() {
    local failed=0
    run_tests "${beside[@]}" || failed=1
    if [[ " ${arguments[*]} " != *" --filter"* ]]; then # whoever picks tests wants those only
        eng/test-net8.sh "${arguments[@]}" || failed=1
    fi
    return $failed
}
output=$(mktemp)
trap 'rm -f "$output"' EXIT
run_beside > "$output" 2>&1 &
running=$!
run_tests "${first[@]}" || status=1
wait "$running" || status=1
cat "$output"
run_tests "${last[@]}" || status=1

exit "$status"
