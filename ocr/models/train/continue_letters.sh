#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Trains letters.bin on from what ships, on capitals of people: UNIPEN (Guyon et al., 1994; writers
# weighted alike, its strokes are not passed on), with Æ, Ø and Å put together from a writer's own
# A, E and O, and on more typefaces, first those of Danish school hand. Measures the net before and
# after on the same tests. Installs nothing. SHARDS, ROWS, TEST_ROWS and SAMPLES make it smaller.
#
#   ocr/models/train/continue_letters.sh FACES [data] [folder for work] [build folder]
#
# FACES is the folder `faces` that train_letters.sh fills; what is missing of it is fetched.
set -eu
faces=$1
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
data=${2:-$source_dir/../shared/data}
work=${3:-$source_dir/build/continue-letters}
build=${4:-$source_dir/build}
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive PYTHONDONTWRITEBYTECODE=1
without=ibm,aga,kai
pens=$data/unipen/capitals.tsv.gz
mkdir -p "$work/npm" "$work/tiles"
for face in playwrite-dk-loopet playwrite-dk-uloopet caveat-brush comic-relief grandstander yomogi; do
    file=$face-latin-400-normal.woff2
    [ -e "$faces/train/$file" ] && continue
    (cd "$work/npm" && npm install --no-audit --no-fund --ignore-scripts --prefix . \
        "@fontsource/$face@5.3.0")
    cp "$work/npm/node_modules/@fontsource/$face/files/$file" "$faces/train/"
done
cmake --build "$build" --target cell_forge
make_tiles() { # name, further arguments
    name=$1
    shift
    [ -e "$work/tiles/$name.bin" ] && return
    "$build/tests/forge/cell_forge" "$@" --out "$work/tiles/$name.tmp"
    mv "$work/tiles/$name.tmp" "$work/tiles/$name.bin"
}
rows=${TEST_ROWS:-900}
for part in calibrate test; do
    make_tiles $part-faces --part $part --seed 9100 --rows "$((rows / 2))" --hand 1 --drawn 0 \
        --letters "$faces/$part" --mnist "$data/mnist-train"
    make_tiles $part-print --part $part --seed 77 --rows "$((rows / 2))" --hand 0 \
        --letters "$faces/$part"
    make_tiles $part-pens --part $part --seed 9300 --rows "$((rows / 2))" --hand 1 --harshness 0.3 \
        --letters "$faces/$part" --pens "$pens" --pen-share 1 --without $without
done
people=$data/chars74k-strokes/char74k-writers-0-39.json.gz
for writers in even odd; do
    for harshness in 0.3 0.9; do
        make_tiles people-$writers-$harshness --part test --seed 9200 --rows "$rows" --hand 1 \
            --letters "$faces/test" --strokes "$people" --writers $writers --harshness $harshness
    done
done
for source in aga kai; do
    make_tiles people-unseen-$source --part all --faces "Liberation Serif" --seed 9300 \
        --rows "$rows" --hand 1 --harshness 0.3 --letters "$faces/test" --pens "$pens" \
        --pen-share 1 --only $source --without ibm
done
for seed in $(seq 501 $((500 + ${SHARDS:-8}))); do
    make_tiles "train-$seed" --part train --seed "$seed" --rows "${ROWS:-2500}" --hand 0.9 \
        --european 0.3 --drawn 0.5 --reject 0.05 --overwritten 0.05 --letters "$faces/train" \
        --mnist "$data/mnist-train" --pens "$pens" --pen-share 0.4 --without $without
done
cd "$source_dir/ocr/models/train"
train() {
    /usr/bin/python3 train_letters_net.py --tiles "$work/tiles" --pens "$pens" --without $without \
        --start ../letters.bin "$@"
}
train --measure
train --samples "${SAMPLES:-400000}" --rate 1e-3 --pen-share 0.2 --seed 31 --out "$work/letters.bin" \
    --details --reference "$work/letters.reference.txt"
