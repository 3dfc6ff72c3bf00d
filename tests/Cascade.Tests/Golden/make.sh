#!/usr/bin/env bash
# Makes the test audio beside this script, and the times at which somebody speaks in it. The same program versions give the same bytes.
# Debian packages: espeak-ng 1.51, sox 14.4.2. The goldens belong to these very bytes, so remake them too: see README.md.
set -euo pipefail
cd "$(dirname "$0")"
out=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

pcm=(-r 16000 -c 1 -b 16 -e signed-integer)
parts=()

# -R: the same noise each time. -D: no dither.
quiet_sox() { sox -R -D -V1 "$@"; }

# begin [SAMPLES]: so many will be cut off at the start.
begin() { parts=() labels=() at=$((-${1:-0})); }

# append FILE [TEXT]: with a text it is a label, from the file's first sample to its last.
append() {
    local start=$at
    parts+=("$work/$1")
    at=$((at + $(soxi -s "$1")))
    if [ $# -gt 1 ]; then labels+=("$start"$'\t'"$at"$'\t'"$2"); fi
}
next() { printf '%s-%03d.wav' "$1" "${#parts[@]}"; }

# say VOICE WORDS-PER-MINUTE PITCH GAIN-DB TEXT: speech without the silence that the synthesiser puts around it.
say() {
    local file; file=$(next say)
    espeak-ng -v "$1" -s "$2" -p "$3" -w spoken.wav "$5"
    quiet_sox spoken.wav "${pcm[@]}" "$file" rate -v 16000 silence 1 0.005 0.4% reverse silence 1 0.005 0.4% reverse gain -n "$4"
    append "$file" "$5"
}

# pause MILLISECONDS
pause() {
    local file; file=$(next pause)
    quiet_sox -r 16000 -n "${pcm[@]}" "$file" trim 0 "$(($1 * 16))s"
    append "$file"
}

# noise KIND MILLISECONDS GAIN-DB [EFFECT...]: whitenoise, pinknoise or brownnoise.
noise() {
    local file kind=$1 samples=$(($2 * 16)) gain=$3; file=$(next noise)
    shift 3
    quiet_sox -r 16000 -n "${pcm[@]}" "$file" synth "${samples}s" "$kind" gain -n "$gain" "$@"
    append "$file"
}

# finish NAME SAMPLES ROOM-NOISE-DB EFFECT...: all parts in a row, with the effects, over room noise, cut to SAMPLES from the START.
finish() {
    local name=$1 samples=$2 room=$3
    shift 3
    quiet_sox "${parts[@]}" "${pcm[@]}" dry.wav
    quiet_sox dry.wav "${pcm[@]}" wet.wav "$@"
    quiet_sox -r 16000 -n "${pcm[@]}" room.wav synth "${samples}s" pinknoise lowpass 3000 gain -n "$room"
    quiet_sox -m -v 1 wet.wav -v 1 room.wav "${pcm[@]}" "$out/$name" trim 0 "${samples}s"
    local made; made=$(soxi -s "$out/$name")
    [ "$made" = "$samples" ] || { echo "$name has $made samples instead of $samples" >&2; exit 1; }
    printf '%s\n' "${labels[@]}" | awk -F'\t' -v all="$samples" '$1 < all { printf "%.7f\t%.7f\t%s\n", ($1 > 0 ? $1 : 0) / 16000, ($2 < all ? $2 : all) / 16000, $3 }' > "$out/${name%.wav}.labels.txt"
}

# Begins in the middle of a word, ends in the middle of a sentence; short words, short and long pauses, noise that is not speech.
begin 1760
say en-us+m3 165 45 -5 "morning, this is the front desk, how can I help you today?"
pause 420
say en-gb+f2 175 60 -8 "Hello."
pause 180
say en-gb+f2 170 60 -7 "I would like to move my appointment from Tuesday to Friday."
pause 600
say en-us+m3 190 45 -6 "Yes."
pause 90
say en-us+m3 190 45 -6 "Sure."
pause 260
noise brownnoise 1500 -18 fade t 0.2 0 0.3
pause 60
say de+m5 160 40 -9 "Einen Augenblick bitte, ich sehe im Kalender nach."
pause 280
say en-us 330 50 -7 "up"
pause 350
say en-us 300 50 -9 "it"
pause 500
noise whitenoise 900 -34 highpass 1500
pause 300
say fr+f4 165 65 -12 "Bonjour, est-ce que la salle est libre demain matin?"
pause 150
say es+m1 180 50 -4 "No, pero el viernes por la tarde hay sitio."
pause 75
say en-gb+f2 240 60 -8 "Okay"
pause 560
noise pinknoise 700 -24 fade t 0.05 0 0.05
pause 110
say it+f3 170 55 -14 "Va bene, allora ci vediamo venerdì."
pause 240
say en-us+m3 165 45 -5 "Then I have you down for Friday at half past three, and I will send you a short message as soon as the doctor has confirmed it"
finish conversation.wav 384297 -52 trim 0.11 reverb 5 60 10 100 0 -10

# The same as a telephone would have it, for the network for 8 kHz.
quiet_sox "$out/conversation.wav" -b 16 "$out/conversation-8k.wav" rate -v 8000

# One speaker who does not stop for breath: longer than any maximum that the goldens ask for.
begin
pause 700
say en-us+m3 170 45 -5 "when the morning fog had finally lifted from the river we walked along the old towpath towards the mill where the miller had been waiting for us since early dawn with a basket of warm bread and a long story about the flood that had carried away half of his garden before anyone had noticed"
pause 900
finish monologue.wav 270000 -55 reverb 5 60 10 100 0 -10

# No speech at all: digital silence, quiet noise, a click, louder noise.
begin
noise whitenoise 1000 -60
noise whitenoise 20 -3 fade t 0 0 0.018
noise pinknoise 1200 -45
noise brownnoise 780 -20 fade t 0.3 0 0.3
quiet_sox "${parts[@]}" "${pcm[@]}" tail.wav
quiet_sox -r 16000 -n "${pcm[@]}" head.wav trim 0 16100s
quiet_sox head.wav tail.wav "${pcm[@]}" "$out/silence-and-noise.wav"
