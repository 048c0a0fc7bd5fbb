#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Trains digits.bin or digits.second.bin on from what ships, on more hands: UNIPEN (Guyon et al.,
# "UNIPEN project of on-line data exchange and recognizer benchmarks", 1994; writers weighted alike,
# its strokes are not passed on), European digits in more ways of writing, more typefaces, digits
# struck by a single line and digits written over. Half of what is learnt of a character is what
# both shipped nets say of it, where they read it as labelled. Measures the net before and after on
# the same tests, of writers and of whole sources that it never learns. Installs nothing:
# ocr/models/digits.md says what a new net must show. ROWS, TEST_ROWS and SAMPLES make it smaller.
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
for part in test calibrate; do
    make_tiles $part-once --part $part --seed 9510 --rows "$few" --hand 1 --reject 0.6 \
        --struck-once 1 --harshness 0.3
    make_tiles $part-over --part $part --seed 9610 --rows "$few" --hand 1 --reject 0.6 \
        --overwritten 1 --harshness 0.3
done
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
rows=${ROWS:-2500}
digits="--optdigits $data/optdigits/optdigits-orig.tra.gz"
for seed in $(seq 101 105); do
    # shellcheck disable=SC2086
    make_tiles "train-$seed" --part train --seed "$seed" --rows "$rows" --hand 0.88 \
        --european 0.2 $digits
done
more_hands() { # seed, further arguments
    seed=$1
    shift
    # shellcheck disable=SC2086
    make_tiles "train-$seed" --part train --seed "$seed" --pens "$pens" --without $without \
        $digits "$@"
}
more_hands 501 --rows $((rows * 8 / 5)) --hand 0.88 --european 0.25 --ways 0.35 --pen-share 0.35 \
    --reject 0.13 --overwritten 0.35 --struck-once 0.35
for seed in 502 503; do
    more_hands $seed --rows $((rows / 2)) --hand 0.88 --european 0.25 --ways 0.35 \
        --pen-share 0.35 --reject 0.13 --overwritten 0.35 --struck-once 0.35
done
for seed in 601 602; do
    more_hands $seed --rows "$rows" --faces "$faces" --hand 0.9 --european 0.25 --ways 0.3 \
        --pen-share 0.3 --reject 0.16 --overwritten 0.5 --struck-once 0.2
done
more_hands 603 --rows "$rows" --faces "$faces" --hand 0.92 --european 0.3 --ways 0.5 \
    --pen-share 0.5 --reject 0.14 --overwritten 0.4 --struck-once 0.3
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
train --samples "${SAMPLES:-480000}" --rate 6e-4 --plain 0.22 --pen-share 0.12 --bend $bend \
    --over 0.25 --teachers ../digits.bin ../digits.second.bin --reject-weight 0.6 --keep-start 0.3 \
    --seed 41 --out "$work/$net.bin" --reference "$work/$net.reference.txt"
