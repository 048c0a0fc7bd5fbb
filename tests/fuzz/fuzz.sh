#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# Runs the fuzzers of a build folder, as many at a time as there are cores:
#   fuzz.sh BUILD [NAME...] [--seconds N] [--runs N]
# What they find out stays in BUILD/fuzz/NAME, so that the next run goes on from there; a crasher is
# written to tests/fuzz/crashers/NAME, where the tests replay it until it is mended and ever after.
set -uo pipefail
cd "$(dirname "$0")/../.."
build=$1
shift
seconds=60
runs=-1
names=()
while [ $# -gt 0 ]; do
    case $1 in
        --seconds) seconds=$2 && shift ;;
        --runs) runs=$2 && shift ;;
        --*) echo "unknown switch: $1" >&2 && exit 2 ;;
        *) names+=("$1") ;;
    esac
    shift
done
if [ ${#names[@]} -eq 0 ]; then
    for door in tests/fuzz/doors/*.cpp; do
        names+=("$(basename "$door" .cpp)")
    done
fi

# A worker may take 512 MiB, and no door may need more. The sanitizer's own part is small: its shadow
# is an eighth of what is used, and what was freed is kept for 8 MiB in place of 256.
export ASAN_OPTIONS=quarantine_size_mb=8:allocator_may_return_null=1:handle_abort=1
export UBSAN_OPTIONS=print_stacktrace=1
fuzz() {
    local name=$1 found=$build/fuzz/$1 code=0 limit
    mkdir -p "$found" "tests/fuzz/crashers/$name"
    [ "$runs" -ge 0 ] && limit=-runs=$runs || limit=-max_total_time=$seconds
    # The longest page of the corpus takes well below a second; 25 s beside other work is a hang.
    "$build/tests/fuzz/fuzz_$name" "$found" "tests/fuzz/corpus/$name" "tests/fuzz/crashers/$name" \
        "$limit" -rss_limit_mb=512 -malloc_limit_mb=512 -timeout=25 -print_final_stats=1 \
        -artifact_prefix="tests/fuzz/crashers/$name/" >"$found.log" 2>&1 || code=$?
    stat() { sed -n "s/^stat::$1: *//p" "$found.log" | tail -1; }
    printf '%-14s %10s runs %6s s %6s new %6s MiB %s\n' "$name" "$(stat number_of_executed_units)" \
        "$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1/p' "$found.log" | tail -1)" \
        "$(stat new_units_added)" "$(stat peak_rss_mb)" \
        "$([ "$code" = 0 ] || sed -n 's/.*Test unit written to //p' "$found.log" | tail -1)"
    [ "$code" = 0 ] || echo "$name: see $found.log" >&2
    return "$code"
}
export -f fuzz
export build seconds runs

if printf '%s\n' "${names[@]}" | xargs -P "$(nproc)" -I NAME bash -c 'fuzz NAME'; then
    echo "fuzz: ok"
else
    echo "fuzz: FAILED"
    exit 1
fi
