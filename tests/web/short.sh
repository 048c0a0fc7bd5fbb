#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The short form of the pages' tests, for ctest: short.sh PROGRAM PAGES. What it needs and cannot have
# here is named, and nothing is tested.
set -euo pipefail
cd "$(dirname "$0")"
program=$1
pages=$2
skip() {
    echo "web: NOT TESTED: $*"
    exit 0
}
command -v node >/dev/null || skip "node is missing (apt-get install nodejs npm)"
[ -f "$pages/desk.js" ] || skip "the pages are not built (./run web)"
[ -d node_modules/playwright-core ] || skip "playwright-core is missing (npm ci --ignore-scripts in tests/web)"
INDGANG=$program INDGANG_PAGES=$pages exec node run.mjs --short
