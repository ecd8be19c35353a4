#!/bin/sh
# Points two WhatsApp clients of others at a sandbox of its own and reports like this; the last line is the sum.
#
#   kapso     66 passed
#   restfb    49 passed, 1 failed
#     FAILED dev.crier.conformance.ErrorsTest.aWrongTokenIs190
#
# Needs Node.js 20.19 or newer with npm, Maven, and the two libraries; a library that cannot be had is a failure.
set -eu

cd "$(dirname "$0")/.."
JAVA_HOME=$(etc/jdk.sh)
export JAVA_HOME
work=target/conformance
rm -rf "$work"
mkdir -p "$work"

passed=0 failed=0 absent= code=0

# One line for a library: $1 its name, $2 passed, $3 failed.
report() {
    printf '%-9s %5d passed' "$1" "$2"
    [ "$3" -eq 0 ] || printf ', %d failed' "$3"
    echo
    passed=$((passed + $2)) failed=$((failed + $3))
    [ "$2" -gt 0 ] && [ "$3" -eq 0 ] || code=1
}

# Says why a library did not run at all: $1 its name, $2 why, $3 the log with the reason.
missing() {
    printf '%-9s did not run: %s\n' "$1" "$2"
    [ -z "$3" ] || { grep -iE 'error|could not' "$3" || tail -n 5 "$3"; } | head -n 5 | cut -c 1-300 | sed 's/^/  /'
    absent="$absent, $1 did not run"
    code=1
}

./crier sandbox --port 0 --port-file "$work/port" >"$work/sandbox.log" 2>&1 &
sandbox=$!
trap 'kill $sandbox 2>/dev/null || true' EXIT
trap 'exit 130' INT TERM
# A first run builds the sandbox, which takes its time; after that it is a second.
while [ ! -f "$work/port" ]; do
    if ! kill -0 "$sandbox" 2>/dev/null; then
        echo "The sandbox did not start:"
        head -n 20 "$work/sandbox.log"
        echo "0 passed, 0 failed"
        exit 1
    fi
    sleep 0.1
done
CRIER_SANDBOX_URL=http://127.0.0.1:$(cat "$work/port")
export CRIER_SANDBOX_URL
echo "Clients of others against the sandbox at $CRIER_SANDBOX_URL (logs are in $work)…"
echo

kapso() {
    if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
        missing kapso "there is no Node.js with npm on the PATH" ""
        return
    fi
    if ! (cd conformance && npm ci --no-audit --no-fund) >"$work/npm.log" 2>&1 </dev/null; then
        missing kapso "npm cannot get @kapso/whatsapp-cloud-api" "$work/npm.log"
        return
    fi
    (cd conformance && node --test --test-reporter=tap kapso/*.test.mjs) >"$work/kapso.log" 2>&1 </dev/null || code=1
    report kapso "$(count pass)" "$(($(count fail) + $(count cancelled)))"
    sed -n 's/^ *not ok [0-9]* - /  FAILED /p' "$work/kapso.log"
}

# A sum at the end of node's report.
count() {
    sed -n "s/^# $1 \([0-9]*\)\$/\1/p" "$work/kapso.log" | tail -n 1 | grep . || echo 0
}

restfb() {
    if ! command -v mvn >/dev/null 2>&1; then
        missing restfb "there is no Maven (mvn) on the PATH" ""
        return
    fi
    rm -rf conformance/target/surefire-reports
    mvn -B -f conformance/pom.xml test >"$work/restfb.log" 2>&1 </dev/null || code=1
    if [ ! -d conformance/target/surefire-reports ]; then
        missing restfb "Maven cannot get com.restfb:restfb, or build the tests" "$work/restfb.log"
        return
    fi
    tests=$(attribute tests) bad=$(($(attribute failures) + $(attribute errors)))
    report restfb $((tests - bad - $(attribute skipped))) "$bad"
    sed -n 's/^\[ERROR\]  *\([A-Za-z]*Test\..*\)/  FAILED \1/p' "$work/restfb.log" | cut -c 1-200 | sort -u
}

# The sum of an attribute over the testsuite elements of the reports.
attribute() {
    cat conformance/target/surefire-reports/TEST-*.xml 2>/dev/null | tr '\n' ' ' | grep -o '<testsuite [^>]*>' |
        sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ s += $1 } END { print s + 0 }'
}

kapso
restfb
echo
echo "$passed passed, $failed failed$absent"
exit "$code"
