#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Fits ocr/comb/digit_weights.h or letter_weights.h to the nets that ship: forges applications of
# people for calibration, looks at their combs, and writes the weights; build and call it again with
# "test" for the table of people for tests. No two applications of a run share a seed, which chooses
# the writer. COUNT makes it smaller: applications of each form and grade, of letters of each source.
#
#   ocr/models/train/fit_fields.sh digits|letters calibrate|test [data] [folder for work] [build]
set -eu
what=$1
part=$2
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
data=${3:-$source_dir/../shared/data}
work=${4:-$source_dir/build/fit-$what}
build=${5:-$source_dir/build}
models=$source_dir/ocr/models
export OMP_THREAD_LIMIT=1
cmake --build "$build" --target indgang_forge digit_sights
mkdir -p "$work/sights"
seed=50000
typeface=
forge() { # folder of forms, form, name of the sights, grade, script, count, further arguments
    forms=$1 form=$2 name=$3 grade=$4 script=$5 count=$6
    shift 6
    "$build/indgang_forge" --forms "$forms" --digits "$data/mnist-train" --writers "$part" "$@" \
        random "$work/$name" --form "$form" --grade "$grade" --script "$script" --count "$count" \
        --seed $seed ${typeface:+--typeface "$typeface"}
    seed=$((seed + count))
}
look() { # folder of forms, name of the sights, further arguments
    forms=$1 name=$2
    shift 2
    "$build/tests/accuracy/digit_sights" "$forms" "$models/digits.bin" "$@" "$work/$name"/*.tif \
        >"$work/sights/$name.jsonl"
}
# Print is of typefaces that the nets were not trained on, nor the bench prints with.
digits() { # grade
    forms=$source_dir/schemas/forms
    for form in "$forms"/*/; do
        form=$(basename "$form")
        forge "$forms" "$form" "$part-$1" "$1" digits "${COUNT:-10}"
        [ "$part" = test ] && continue
        for typeface in "DejaVu Sans Mono" "Noto Serif" "Roboto Condensed" "Open Sans Condensed" \
            "Comic Neue"; do
            forge "$forms" "$form" "$part-typed_$1" "$1" typed "$(((${COUNT:-10} + 4) / 5))"
        done
        typeface=
    done
    look "$forms" "$part-$1" --second "$models/digits.second.bin"
    [ "$part" = test ] ||
        look "$forms" "$part-typed_$1" --second "$models/digits.second.bin"
}
letters() { # grade
    people=$data/chars74k-strokes/char74k-writers-0-39.json.gz
    for source in people pens; do
        [ "$part$source" = testpens ] && continue
        [ $source = people ] || people=$data/unipen/capitals.tsv.gz
        name=$part-${source}_$1
        forge "$source_dir/tests/forms" blokbogstaver "$name" "$1" people "${COUNT:-40}" \
            --letters "$people"
        look "$source_dir/tests/forms" "$name" --letters "$models/letters.bin"
    done
}
for grade in office fax photo; do
    "$what" $grade
done
[ "$part" = test ] || /usr/bin/python3 "$models/train/field_calibration.py" "$what" "$work/sights" \
    "$source_dir/ocr/comb/${what%s}_weights.h"
