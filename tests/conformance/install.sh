#!/usr/bin/env bash
# Installs the checkers that come from npm, into the folder given, and those of the system where that is allowed.
set -euo pipefail
folder="$1"
here="$(cd "$(dirname "$0")" && pwd)"

wanted=()
for pair in node:nodejs npm:npm chromium:chromium mp3val:mp3val ffprobe:ffmpeg mpg123:mpg123 opusdec:opus-tools gpo:gpodder; do
    command -v "${pair%%:*}" >/dev/null || wanted+=("${pair##*:}")
done
if [ "${#wanted[@]}" -gt 0 ]; then
    if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
        apt-get -qq update
        DEBIAN_FRONTEND=noninteractive apt-get -qq install --no-install-recommends "${wanted[@]}" >/dev/null
    else
        echo "not here, and only root could install it: ${wanted[*]}; tests that need it are skipped" >&2
    fi
fi
if command -v npm >/dev/null; then
    mkdir -p "$folder"
    cp "$here/package.json" "$folder/"
    (cd "$folder" && PUPPETEER_SKIP_DOWNLOAD=1 ELECTRON_SKIP_BINARY_DOWNLOAD=1 npm install --loglevel=error --no-audit --no-fund --no-package-lock)
fi
