#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Fits the probabilities of read texts anew: forges pages, reads them, writes
# ocr/text/text_weights.h and prints the tables of ocr/models/text.md. Needs python3-numpy, the
# typefaces that text_plans.py names, and about 25 minutes on one core.
#
#   ocr/models/train/train_text.sh [build folder] [folder for work]
set -eu
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
build=${1:-$source_dir/build}
work=${2:-$build/train-text}
export OMP_THREAD_LIMIT=1 PYTHONDONTWRITEBYTECODE=1

cmake --build "$build" --target indgang_forge text_sights
mkdir -p "$work/scans" "$work/sights"
/usr/bin/python3 "$source_dir/ocr/models/train/text_plans.py" "$work/plans"
for plan in "$work"/plans/*.json; do
    name=$(basename "$plan" .json)
    case $name in
        *-photo-*) scan=$work/scans/$name.pdf ;;
        *) scan=$work/scans/$name.tif ;;
    esac
    [ -e "$scan" ] || "$build/indgang_forge" plan "$plan" "$scan"
    if [ ! -e "$work/sights/$name.jsonl" ]; then
        "$build/tests/accuracy/text_sights" "$source_dir/schemas/forms" "$scan" >"$work/sights.tmp"
        mv "$work/sights.tmp" "$work/sights/$name.jsonl"
    fi
done
/usr/bin/python3 "$source_dir/ocr/models/train/text_calibration.py" "$work/sights" \
    "$source_dir/ocr/text/text_weights.h"
