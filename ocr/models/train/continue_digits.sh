#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Trains digits.bin or digits.second.bin on from what ships, on more hands: UNIPEN (Guyon et al.,
# "UNIPEN project of on-line data exchange and recognizer benchmarks", 1994; writers weighted alike,
# its strokes are not passed on), European digits in more ways of writing, more typefaces, and
# digits struck by a single line. Measures the net before and after on the same tests, of writers
# and of whole sources that it never learns. Installs nothing: ocr/models/digits.md says what a new
# net must show. SHARDS, ROWS, TEST_ROWS and SAMPLES make it smaller.
#
#   ocr/models/train/continue_digits.sh first|second [data] [folder for work] [build folder]
set -eu
which=$1
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
data=${2:-$source_dir/../shared/data}
work=${3:-$source_dir/build/continue-digits}
build=${4:-$source_dir/build}
for package in fonts-cantarell fonts-crosextra-carlito fonts-dejavu-core fonts-dejavu-extra \
    fonts-inter fonts-lato fonts-liberation fonts-noto-core fonts-open-sans fonts-roboto-slab \
    fonts-roboto-unhinted fonts-urw-base35 python3-pil python3-torch; do
    dpkg -s "$package" >/dev/null 2>&1 || apt-get install -y --no-install-recommends "$package"
done
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive PYTHONDONTWRITEBYTECODE=1
# ibm has wrong labels (a fortieth is a bare line); the others are for tests only.
without=ibm,aga,uqb
pens=$data/unipen/digits.tsv.gz

cmake --build "$build" --target cell_forge
mkdir -p "$work"
make_tiles() { # name, further arguments
    name=$1
    shift
    [ -e "$work/$name.bin" ] && return
    "$build/tests/forge/cell_forge" --mnist "$data/mnist-train" "$@" --out "$work/$name.tmp"
    mv "$work/$name.tmp" "$work/$name.bin"
}
rows=${TEST_ROWS:-1500}
few=$(((rows + 4) / 5))
for part in test calibrate; do
    for harshness in 0.3 0.9; do
        make_tiles "$part-$harshness" --part $part --seed 9100 --rows "$rows" --hand 1 \
            --harshness $harshness
    done
    make_tiles "$part-print" --part $part --seed 77 --rows "$((2 * few))" --hand 0
    make_tiles "$part-pens" --part $part --seed 9100 --rows "$few" --hand 1 --harshness 0.3 \
        --pens "$pens" --pen-share 1 --without $without
done
make_tiles test-european --part test --seed 9300 --rows "$few" --hand 1 --european 1
make_tiles test-ways --part test --seed 9400 --rows "$few" --hand 1 --european 1 --ways 1
make_tiles test-once --part test --seed 9500 --rows "$few" --hand 1 --reject 0.6 --struck-once 1
make_tiles test-over --part test --seed 9600 --rows "$few" --hand 1 --reject 0.6 --overwritten 1
make_tiles test-faces --part test --seed 9700 --rows "$few" --hand 0 \
    --faces "Inter,Roboto Slab,Carlito,Nimbus Sans,Nimbus Mono PS,Lato"
for source in aga uqb; do
    make_tiles test-unseen-$source --part all --seed 9100 --rows "$few" --hand 1 --harshness 0.3 \
        --pens "$pens" --pen-share 1 --only $source --without ibm
done
# Without Inter, Roboto Slab, Carlito, Caladea, Courier Prime, Lato, P052 and the Nimbus family,
# which are for tests only.
faces="DejaVu Sans,DejaVu Serif,DejaVu Sans Condensed,DejaVu Sans Light,Liberation Sans,\
Liberation Mono,Liberation Sans Narrow,Roboto,Open Sans,Cantarell,Noto Sans,Noto Serif,URW Gothic,\
URW Bookman,C059"
for seed in $(seq 501 $((500 + ${SHARDS:-8}))); do
    make_tiles "train-$seed" --part train --seed "$seed" --rows "${ROWS:-4000}" --hand 0.88 \
        --faces "$faces" --european 0.25 --ways 0.35 --pens "$pens" --pen-share 0.35 --without $without \
        --optdigits "$data/optdigits/optdigits-orig.tra.gz" \
        --reject 0.13 --overwritten 0.35 --struck-once 0.35
done
if [ "$which" = second ]; then
    net=digits.second kind="--fine --wide 80 --hidden 128" bend=0.8
else
    net=digits kind="--wide 112 --hidden 128" bend=0.5
fi
cd "$source_dir/ocr/models/train"
train() {
    # shellcheck disable=SC2086
    /usr/bin/python3 train_net.py $kind --tiles "$work" --mnist "$data/mnist-train" \
        --pens "$pens" --without $without --usps "$data/usps-train/zip.train.gz" \
        --start "../$net.bin" --reject-shift 0.5 "$@"
}
train --measure
train --samples "${SAMPLES:-600000}" --rate 8e-4 --plain 0.2 --pen-share 0.15 --bend $bend \
    --reject-weight 0.6 --seed 31 --out "$work/$net.bin" --reference "$work/$net.reference.txt"
