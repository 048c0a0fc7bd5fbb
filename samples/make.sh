#!/bin/sh
# SPDX-License-Identifier: CC0-1.0
# Makes samples/paper anew from samples/plans. Needs the fonts of tests/forge/packages.txt.
# Usage: samples/make.sh [BUILD-FOLDER]
set -eu
cd "$(dirname "$0")/.."
forge="${1:-build}/indgang_forge"
for pair in batch-2026-11:tif scan-grey:pdf scan-fax:pdf photo-boligstoette-page-1:jpg \
    photo-sp501-page-1:jpg page-sp501-2:png; do
    name="${pair%%:*}"
    "$forge" --forms schemas/forms plan "samples/plans/$name.json" \
        "samples/paper/$name.${pair##*:}"
done
