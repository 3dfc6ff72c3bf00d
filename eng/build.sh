#!/usr/bin/env bash
# Builds everything, a warning being an error. Arguments go to dotnet build.
set -euo pipefail
cd "$(dirname "$0")/.."
dotnet build -c Release -warnaserror "$@"
