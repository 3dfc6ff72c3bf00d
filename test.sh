#!/usr/bin/env bash
# Runs the tests. They start ffmpeg, sox, Chromium, Node.js, recognizers and voices: where one is missing, and this may install it, it does. Arguments go to dotnet test.
set -euo pipefail
cd "$(dirname "$0")"

# Programs that the tests start; Debian's packages have their names.
missing=()
for program in ffmpeg sox chromium; do
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

if [ "${#missing[@]}" -gt 0 ]; then
    if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null; then
        echo "The tests need these packages: ${missing[*]}. Install them (Debian and Ubuntu: sudo apt-get install ${missing[*]}) and run this again." >&2
        exit 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"
fi

# Built at once, tested one project after the other: the browser tests hear audio in real time, which two busy cores would delay.
dotnet build -c Release
status=0
dotnet test -c Release --no-build -m:1 "$@" || status=1

# Whoever picks tests wants those only.
if [[ " $* " != *" --filter"* ]]; then
    eng/test-net8.sh "$@" || status=1
fi

exit "$status"
