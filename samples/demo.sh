#!/usr/bin/env bash
# SPDX-License-Identifier: MPL-2.0
# The demo behind `./run demo`: a case system and registers on loopback, the sample files through
# `indgang run`, one XML through the running service, and the ledgers held against each other.
# Takes INDGANG, the program. Ends with "demo: ok", or says what is off and exits 1.
# With --serve everything is left running, with people who may sign in, until it is interrupted.
set -euo pipefail
cd "$(dirname "$0")/.."
program=${INDGANG:?the indgang program}
work=$(mktemp -d)
started=()
# shellcheck disable=SC2317
clean_up() {
    for process in "${started[@]}"; do kill "$process" 2>/dev/null || true; done
    for process in "${started[@]}"; do wait "$process" 2>/dev/null || true; done
    rm -rf "$work"
}
trap clean_up EXIT
fail() { echo "demo: FAILED: $*"; exit 1; }
title() { printf '\n== %s\n' "$*"; }

# Starts a program that prints "listening on ADDRESS:PORT"; gives the port in $port.
start() {
    local name=$1
    shift
    "$@" >"$work/$name.out" 2>"$work/$name.err" &
    started+=($!)
    for _ in $(seq 100); do
        port=$(sed -n 's/^listening on .*:\([0-9]*\)$/\1/p' "$work/$name.out")
        [ -z "$port" ] || return 0
        sleep 0.1
    done
    cat "$work/$name.err"
    fail "$name did not start"
}

title "a case system and the registers CPR, eIndkomst and BBR start on loopback"
start registers "$program" simulate registers --persons samples/registers/persons.json
registers=$port
start casequeue "$program" simulate casequeue --folder "$work/cases"
casequeue=$port
cat >"$work/indgang.toml" <<TOML
[store]
folder = "store"
[registries.cpr]
url = "http://127.0.0.1:$registers"
[registries.eindkomst]
url = "http://127.0.0.1:$registers"
[registries.bbr]
url = "http://127.0.0.1:$registers"
[registries.cvr]
url = "http://127.0.0.1:$registers"
[casequeue]
url = "http://127.0.0.1:$casequeue"
[service]
port = 0
watch_port = 0
TOML
indgang() { "$program" --config "$work/indgang.toml" "$@"; }
echo "registers on port $registers, case system on port $casequeue"

title "indgang run samples/paper samples/xml"
code=0
indgang run samples/paper samples/xml 2>"$work/run.err" | tee "$work/run.out" || code=$?
grep -v '^passed over' "$work/run.err" || true
[ "$code" = 3 ] || fail "run ended with $code; 3 was expected, for the two broken XML files"

if [ "${1:-}" = --serve ]; then
    start identity "$program" simulate identity
    cat >>"$work/indgang.toml" <<TOML
[desk]
port = ${INDGANG_DESK_PORT:-8120}
[desk.units]
nord = ["boligstoette", "boernetilskud", "boernebidrag", "barselsdagpenge", "sygedagpenge", "kontanthjaelp"]
pension = ["folkepension", "foertidspension", "sp501", "sp241", "sp242", "sp246", "anmodning"]
[desk.provider]
issuer = "http://127.0.0.1:$port"
client_id = "indgang"
roles_claim = "groups"
units_claim = "units"
all_units = "*"
[desk.provider.roles]
operator = "operator"
verifier = "verifier"
case_worker = "case_worker"
contact_centre = "contact_centre"
manager = "manager"
designer = "designer"
administrator = "administrator"
auditor = "auditor"
TOML
    password=$(head -c 9 /dev/urandom | base64 | tr '+/' 'xy')-demo
    people="op:operator verify:verifier case:case_worker phone:contact_centre boss:manager
        design:designer admin:administrator audit:auditor"
    for person in $people; do
        printf '%s\n' "$password" | indgang account add "${person%%:*}" --role "${person##*:}" \
            --name "Demo ${person%%:*}" >/dev/null
    done
    title "indgang serve: the desk in a browser, and the intake"
    start service "$program" --config "$work/indgang.toml" serve
    desk=$(sed -n 's/^desk on \(.*\)$/\1/p' "$work/service.out")
    watch=$(sed -n 's/^watched at \(.*\)$/\1/p' "$work/service.out")
    cat "$work/service.err"
    [ -n "$desk" ] || fail "the service has no desk; \`./run web\` builds its pages"
    echo "desk       http://$desk/   with your work account (a simulated provider), or as:"
    for person in $people; do
        printf '           %-8s %-16s password %s\n' "${person%%:*}" "${person##*:}" "$password"
    done
    echo "intake     http://127.0.0.1:$port/v1/applications"
    echo "watching   http://$watch/readyz, /metrics"
    echo "case system and registers on ports $casequeue and $registers; Ctrl-C ends everything"
    wait "${started[-1]}" || true
    exit 0
fi

title "the same again: everything was seen before, nothing is delivered twice"
indgang run --json samples/paper samples/xml >"$work/again.json" 2>/dev/null || true
echo "files seen before: $(grep -c '"seen_before": true' "$work/again.json"), new: $(
    grep -c '"seen_before": false' "$work/again.json" || true)"
! grep -q '"seen_before": false' "$work/again.json" || fail "a file was taken twice"

title "indgang serve: one application over HTTP"
start service "$program" --config "$work/indgang.toml" serve
service=$port
# As samples/xml/boligstoette-single.xml with another rent: a new application.
LC_ALL=C sed 's/5475/5480/' samples/xml/boligstoette-single.xml >"$work/posted.xml"
curl -sS --fail-with-body -X POST --data-binary "@$work/posted.xml" \
    -H 'Content-Type: application/xml' -H 'Idempotency-Key: demo-1' \
    "http://127.0.0.1:$service/v1/applications" | tee "$work/posted.json"
echo
arrival=$(sed -n 's/.*"arrival": *"\([a-z0-9]*\)".*/\1/p' "$work/posted.json")
[ -n "$arrival" ] || fail "the service gave no receipt"
for _ in $(seq 100); do
    curl -sS "http://127.0.0.1:$service/v1/arrivals/$arrival" >"$work/arrival.json"
    ! grep -q '"case_number": *"[^"]' "$work/arrival.json" || break
    sleep 0.1
done
cat "$work/arrival.json"
echo
grep -q '"case_number": *"[^"]' "$work/arrival.json" || fail "the posted application is no case"
kill "${started[-1]}"
wait "${started[-1]}" 2>/dev/null || true

title "one accepted record from paper, with where each value comes from"
accepted=$(indgang queue list --state delivered | awk 'NR > 1 && $3 != "xml" { print $1; exit }')
[ -n "$accepted" ] || fail "no application from paper was accepted"
indgang record show "$accepted"

title "ledger"
indgang queue ledger | tee "$work/ledger.out"
cases=$(awk '/^  cases/ { print $2 }' "$work/ledger.out")
curl -sS "http://127.0.0.1:$casequeue/ledger" | tee "$work/casequeue.json"
echo
grep -q "\"cases\": *$cases[,}]" "$work/casequeue.json" ||
    fail "the case system does not have the $cases cases that we delivered"
grep -q '"duplicates": *0[,}]' "$work/casequeue.json" || fail "a case was made twice"
grep -qE '^lost +0$' "$work/ledger.out" || fail "something is lost"
grep -qE '^duplicated +0$' "$work/ledger.out" || fail "something is doubled"

# What every file must become: file, pages, form, and the outcome without case numbers and counts.
outcomes() {
    awk '/^file / { inside = 1; next }
         /^$/ { inside = 0 }
         inside && match($0, /(case [^ ]*|waits for a person: .*|rejected: [a-z_]*.*|no application.*)$/) {
             outcome = substr($0, RSTART)
             if (outcome ~ /^case/) outcome = "case"
             else if (outcome ~ /missing_page/) outcome = "waits for a person: missing_page"
             else if (outcome ~ /^waits/) outcome = "waits for a person"
             if (outcome ~ /^rejected/) print $1, outcome
             else print $1, $2, $3, outcome
         }' "$1"
}
outcomes "$work/run.out" >"$work/outcomes.txt"
if [ "${1:-}" = --rewrite ]; then
    cp "$work/outcomes.txt" samples/demo.expected.txt
elif ! diff -u samples/demo.expected.txt "$work/outcomes.txt"; then
    fail "a sample became something else than expected"
fi
echo
echo "demo: ok"
