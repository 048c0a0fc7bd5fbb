#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Fits ocr/comb/digit_weights.h to the nets for digits: forges applications of writers for
# calibration and in print, looks at their combs, and writes the weights; build and call it again
# with "test" for the table of writers for tests. COUNT makes it smaller.
#
#   ocr/models/train/fit_fields.sh calibrate|test [data] [folder for work] [build folder]
set -eu
part=$1
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
data=${2:-$source_dir/../shared/data}
work=${3:-$source_dir/build/fit-fields}
build=${4:-$source_dir/build}
models=$source_dir/ocr/models
count=${COUNT:-30}
export OMP_THREAD_LIMIT=1
cmake --build "$build" --target indgang_forge digit_sights
mkdir -p "$work/sights"
look() { # name of the sights, folder of scans
    "$build/tests/accuracy/digit_sights" "$source_dir/schemas/forms" "$models/digits.bin" \
        --second "$models/digits.second.bin" "$2"/*.tif >"$work/sights/$1.jsonl"
}
forge() { # folder, grade, script, count, seed
    for form in boligstoette sp501; do
        "$build/indgang_forge" --forms "$source_dir/schemas/forms" --digits "$data/mnist-train" \
            --writers "$part" random "$1" --form $form --grade "$2" --script "$3" --count "$4" \
            --seed "$5"
    done
}
for grade in office fax photo; do
    for seed in 5000 5500; do
        forge "$work/$part-$grade" $grade digits "$count" $seed
    done
    look "$part-$grade" "$work/$part-$grade"
    if [ "$part" = calibrate ]; then
        forge "$work/$part-typed-$grade" $grade typed "$(((count + 1) / 2))" 5000
        look "$part-typed_$grade" "$work/$part-typed-$grade"
    fi
done
[ "$part" = test ] || /usr/bin/python3 "$models/train/field_calibration.py" "$work/sights" \
    "$source_dir/ocr/comb/digit_weights.h"
