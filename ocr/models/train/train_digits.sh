#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Makes ocr/models/digits.bin, digits.second.bin and the reference logits of the former's test, from
# the source alone and the data beside it. About two hours on one idle core with the numbers below;
# the figures at the end belong into ocr/models/digits.md. SHARDS, ROWS and SAMPLES make it smaller.
#
#   ocr/models/train/train_digits.sh [folder of data] [folder for work] [build folder]
set -eu
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
data=${1:-$source_dir/../shared/data}
work=${2:-$source_dir/build/train-digits}
build=${3:-$source_dir/build}
shards=${SHARDS:-16}
samples=${SAMPLES:-1500000}
rows=${ROWS:-4000}
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive PYTHONDONTWRITEBYTECODE=1

cmake --build "$build" --target cell_forge
forge=$build/tests/forge/cell_forge
mkdir -p "$work"
make_tiles() { # name, further arguments
    name=$1
    shift
    [ -e "$work/$name.bin" ] && return
    "$forge" --mnist "$data/mnist-train" "$@" --out "$work/$name.tmp"
    mv "$work/$name.tmp" "$work/$name.bin"
}
for part in test calibrate; do
    for harshness in 0.3 0.9; do
        make_tiles "$part-$harshness" --part $part --seed 9100 --rows 1500 --hand 1 \
            --harshness $harshness
    done
    make_tiles "$part-print" --part $part --seed 77 --rows 600 --hand 0
done
for seed in $(seq 101 $((100 + shards))); do
    make_tiles "train-$seed" --part train --seed "$seed" --rows "$rows" --hand 0.88 --european 0.25 \
        --optdigits "$data/optdigits/optdigits-orig.tra.gz"
done
# More that is overwritten and European, and cells of whole faxes.
for seed in $(seq 401 404); do
    make_tiles "train-$seed" --part train --seed "$seed" --rows "$rows" --hand 0.9 --european 0.3 \
        --reject 0.13 --overwritten 0.4 --optdigits "$data/optdigits/optdigits-orig.tra.gz"
done
if [ ! -e "$work/train-fax.bin" ]; then
    cmake --build "$build" --target indgang_forge digit_sights
    for form in boligstoette sp501; do
        "$build/indgang_forge" --forms "$source_dir/schemas/forms" --digits "$data/mnist-train" \
            --writers train random "$work/fax" --form $form --grade fax --script digits --count 28
    done
    OMP_THREAD_LIMIT=1 "$build/tests/accuracy/digit_sights" "$source_dir/schemas/forms" \
        "$source_dir/ocr/models/digits.bin" --tiles "$work/fax.tmp" "$work"/fax/*.tif >/dev/null
    mv "$work/fax.tmp" "$work/train-fax.bin"
fi
cd "$source_dir/ocr/models/train"
train() {
    /usr/bin/python3 train_net.py --tiles "$work" --mnist "$data/mnist-train" "$@"
}
train --samples "$samples" --bend 0 --out "$work/narrow.bin"
train --samples "$samples" --rate 1.5e-3 --bend 1.3 --start "$work/narrow.bin.pt" --wide 112 \
    --hidden 128 --seed 11 --out "$work/wide.bin"
train --samples "$((samples * 2 / 5))" --rate 7e-4 --plain 0.3 --teachers "$work/narrow.bin.pt" "$work/wide.bin.pt" \
    --reject-weight 0.6 --reject-shift 0.5 --start "$work/wide.bin.pt" --wide 112 --hidden 128 \
    --seed 12 --usps "$data/usps-train/zip.train.gz" --out "$work/digits.bin" \
    --reference "$source_dir/tests/ocr/net/digits_reference.txt"
train --fine --samples "$((samples * 4 / 5))" --rate 2.5e-3 --wide 80 --hidden 128 --plain 0.3 \
    --bend 0.8 --reject-weight 0.6 --reject-shift 0.5 --seed 21 --out "$work/second.bin"
cp "$work/digits.bin" "$source_dir/ocr/models/digits.bin"
cp "$work/second.bin" "$source_dir/ocr/models/digits.second.bin"
# What a net is held to that learns in an installation: drawn by program, so that it can ship.
"$forge" --out "$source_dir/ocr/models/digits.general.bin" --seed 4711 --rows 220 --hand 0.6 \
    --european 1 --part train
(cd "$source_dir/ocr/models" && sha256sum ./*.bin | sed "s# \./# #" > SHA256SUMS)
