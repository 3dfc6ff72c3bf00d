#!/usr/bin/env bash
# Makes the goldens beside this script from the WAV files and parameters.json. README.md says what is needed.
# usage: ORT_NODE=FOLDER/node_modules/onnxruntime-node make-goldens.sh SILERO_V6_MODEL SILERO_V5_MODEL
set -euo pipefail
v6=$(realpath "$1") v5=$(realpath "$2")
cd "$(dirname "$0")"

# golden NAME VERSION MODEL
golden() { node silero-reference.js --wav "$1.wav" --model "$3" --params "$(cat parameters.json)" --out "$1.$2.json"; }

for wav in *.wav; do golden "${wav%.wav}" v6 "$v6"; done
golden conversation v5 "$v5"
