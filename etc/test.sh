#!/bin/sh
# Runs all tests and reports like this; the last line is the sum. Exit code: Maven's, or 1 if nothing ran.
#
#   sandbox   103 passed
#   server    512 passed, 1 failed
#     FAILED dev.crier.ConfigTest.aMistypedKeyIsAnswered...
set -eu

cd "$(dirname "$0")/.."
JAVA_HOME=$(etc/jdk.sh)
export JAVA_HOME
log=target/test.log
mkdir -p target

# The jars that tests start as processes of their own; with it ./crier finds nothing to build while tests run.
if ! ./crier --version >/dev/null; then
    echo "No test ran."
    echo "0 passed, 0 failed"
    exit 1
fi

for module in sandbox client server bench; do
    rm -rf "$module/target/surefire-reports"
done
echo "Testing Crier (a few minutes; everything is in $log)…"
code=0
mvn -B --fail-at-end verify >"$log" 2>&1 </dev/null || code=$?

# The sum of attribute $1 over the testsuite elements of a module's reports.
sum() {
    cat "$2"/target/surefire-reports/TEST-*.xml 2>/dev/null | tr '\n' ' ' | grep -o '<testsuite [^>]*>' |
        sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ s += $1 } END { print s + 0 }'
}

# Names of the failed tests of a module, with the first line of each message.
failed() {
    cat "$1"/target/surefire-reports/TEST-*.xml 2>/dev/null | awk '
        /<testcase / { name = $0; sub(/.* name="/, "", name); sub(/".*/, "", name)
                       class = $0; sub(/.* classname="/, "", class); sub(/".*/, "", class) }
        /<(failure|error)[ >]/ { text = $0; if (!sub(/.* message="/, "", text)) text = ""; sub(/(&#10;|").*/, "", text)
                       print "  FAILED " class "." name; if (text != "") print "         " substr(text, 1, 160) }' |
        sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&apos;/'"'"'/g; s/&amp;/\&/g'
}

tests=0 bad=0 skipped=0
echo
for module in sandbox client server bench; do
    t=$(sum tests "$module") s=$(sum skipped "$module")
    f=$(($(sum failures "$module") + $(sum errors "$module")))
    [ "$t" -gt 0 ] || continue
    printf '%-9s %5d passed' "$module" $((t - f - s))
    [ "$f" -eq 0 ] || printf ', %d failed' "$f"
    [ "$s" -eq 0 ] || printf ', %d skipped' "$s"
    echo
    failed "$module"
    tests=$((tests + t)) bad=$((bad + f)) skipped=$((skipped + s))
done

if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then
    echo "The build failed:"
    grep -E '^\[ERROR\]|^\[WARNING\].*\.java' "$log" | head -n 15
fi
if [ "$tests" -eq 0 ]; then
    echo "No test ran."
    [ "$code" -ne 0 ] || code=1
fi
echo
summary="$((tests - bad - skipped)) passed, $bad failed"
[ "$skipped" -eq 0 ] || summary="$summary, $skipped skipped"
echo "$summary"
exit "$code"
