#!/usr/bin/env bash
# Installs on a bare Debian 12 what the .NET SDK and the scripts of this folder need, as root; test.sh installs the programs of the tests itself.
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "prepare-debian: only root may install packages" >&2; exit 1; }
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends ca-certificates curl git libicu72 procps unzip xz-utils
