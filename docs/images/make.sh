#!/usr/bin/env bash
# Makes the pictures beside this script from the recordings of the tests. Needs sox (14.4.2: the same bytes each time) and a Release build of the command line.
set -euo pipefail
cd "$(dirname "$0")"
out=$PWD
golden=$(realpath ../../tests/Cascade.Tests/Golden)
cli=$(realpath ../../samples/Cascade.Cli/bin/Release/net10.0/Cascade.Cli.dll)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

sox -D "$golden/conversation.wav" "ten seconds.wav" trim 5 10
cp "$golden/conversation.wav" conversation.wav

# An hour: the recordings again and again with pauses between them, dense where the talk is lively and sparse where it is not.
parts=() seconds=0 turn=0
pause() { sox -R -r 16000 -n -c 1 -b 16 "pause-$1.wav" synth "$1" pinknoise gain -n -50; }
for length in 2 6 15 40 90; do pause "$length"; done
lively=(2 2 6 2 6 15 2 6 40 90 90 40 90 15 6 2 2 15 6 2 40 15)
while [ "$seconds" -lt 3700 ]; do
    length=${lively[turn / 5 % ${#lively[@]}]}
    case $((turn % 7)) in 3) talk=monologue.wav long=17 ;; 6) talk=silence-and-noise.wav long=4 ;; *) talk=conversation.wav long=24 ;; esac
    parts+=("$golden/$talk" "pause-$length.wav")
    seconds=$((seconds + long + length)) turn=$((turn + 1))
done
sox -D "${parts[@]}" "one hour.wav" trim 0 3600

for name in "ten seconds" conversation "one hour"; do
    dotnet "$cli" plot "$name.wav" -o "$out/${name// /-}.svg"
done
dotnet "$cli" tune conversation.wav --labels "$golden/conversation.labels.txt" -o "$out/tuning.svg" > /dev/null
