#!/bin/sh
# SPDX-License-Identifier: MPL-2.0
# Makes ocr/models/letters.bin and the reference logits of its test: fetches the typefaces (Debian
# and npm, licences in ocr/models/letters.md), writes combs with them and with hands made up by
# program, and trains. About 90 minutes on one idle core with the numbers below; the figures at the
# end belong into ocr/models/letters.md.
#
#   ocr/models/train/train_letters.sh [folder of data] [folder for work] [build folder]
#
# Chars74K (DATA/chars74k-strokes) is measured only, MNIST gives digits. Needs python3-torch.
set -eu
source_dir=$(cd "$(dirname "$0")/../../.." && pwd)
data=${1:-$source_dir/../shared/data}
work=${2:-$source_dir/build/train-letters}
build=${3:-$source_dir/build}
shards=${SHARDS:-12}
samples=${SAMPLES:-420000}
export OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive PYTHONDONTWRITEBYTECODE=1

train_faces="amatic-sc annie-use-your-telescope architects-daughter balsamiq-sans chilanka \
coming-soon covered-by-your-grace delicious-handrawn finger-paint gloria-hallelujah indie-flower \
itim mansalva permanent-marker playpen-sans reenie-beanie rock-salt shadows-into-light \
shantell-sans short-stack sniglet sriracha sue-ellen-francisco swanky-and-moo-moo \
the-girl-next-door vibur"
calibrate_faces="delius gochi-hand handlee neucha schoolbell"
test_faces="caveat kalam patrick-hand"
version=5.3.0

debian_faces="fonts-bwht fonts-humor-sans fonts-breip fonts-dkg-handwriting fonts-klee \
fonts-comic-neue fonts-dejavu-core fonts-liberation"
for package in $debian_faces; do
    dpkg -s "$package" >/dev/null 2>&1 || apt-get install -y --no-install-recommends "$package"
done
mkdir -p "$work/npm" "$work/faces/train" "$work/faces/calibrate" "$work/faces/test"
take_faces() { # part, names
    part=$1
    shift
    for face in "$@"; do
        folder=$work/npm/node_modules/@fontsource/$face
        [ -d "$folder" ] || (cd "$work/npm" && npm install --no-audit --no-fund --ignore-scripts \
            --prefix . "@fontsource/$face@$version")
        cp "$folder/files/$face-latin-400-normal.woff2" "$work/faces/$part/"
    done
}
# shellcheck disable=SC2086
{
    take_faces train $train_faces
    take_faces calibrate $calibrate_faces
    take_faces test $test_faces
}
fonts=/usr/share/fonts
cp $fonts/opentype/bwht/*.otf $fonts/truetype/humor-sans/Humor-Sans.ttf "$work/faces/train/"
cp $fonts/truetype/breip/Breip.ttf $fonts/truetype/fifthhorseman/dkg.ttf \
    $fonts/truetype/klee/KleeOne-Regular.ttf $fonts/opentype/comic-neue/ComicNeue-Regular.otf \
    "$work/faces/test/"

cmake --build "$build" --target cell_forge
forge=$build/tests/forge/cell_forge
mkdir -p "$work/tiles"
make_tiles() { # name, further arguments
    name=$1
    shift
    [ -e "$work/tiles/$name.bin" ] && return
    "$forge" "$@" --out "$work/tiles/$name.tmp"
    mv "$work/tiles/$name.tmp" "$work/tiles/$name.bin"
}
for part in calibrate test; do
    make_tiles $part-faces --part $part --seed 9100 --rows 500 --hand 1 --drawn 0 \
        --letters "$work/faces/$part" --mnist "$data/mnist-train"
    make_tiles $part-print --part $part --seed 77 --rows 400 --hand 0 --letters "$work/faces/$part"
done
people=$data/chars74k-strokes/char74k-writers-0-39.json.gz
if [ -e "$people" ]; then
    for writers in even odd; do
        for harshness in 0.3 0.9; do
            make_tiles people-$writers-$harshness --part test --seed 9200 --rows 900 --hand 1 \
                --letters "$work/faces/test" --strokes "$people" --writers $writers \
                --harshness $harshness
        done
    done
fi
for seed in $(seq 101 $((100 + shards))); do
    make_tiles train-"$seed" --part train --seed "$seed" --rows 2500 --hand 0.9 --european 0.3 \
        --drawn 0.6 --reject 0.05 --overwritten 0.05 --letters "$work/faces/train" \
        --mnist "$data/mnist-train"
done
cd "$source_dir/ocr/models/train"
/usr/bin/python3 train_letters_net.py --tiles "$work/tiles" --samples "$samples" \
    --out "$work/letters.bin" --details \
    --reference "$source_dir/tests/ocr/net/letters_reference.txt"
cp "$work/letters.bin" "$source_dir/ocr/models/letters.bin"
(cd "$source_dir/ocr/models" && sha256sum ./*.bin | sed "s# \./# #" > SHA256SUMS)
