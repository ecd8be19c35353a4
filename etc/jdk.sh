#!/bin/sh
# Prints the home of a JDK 25 or newer: JAVA_HOME's first, then the usual places, then the java on the PATH.
# The one place that looks for it; ./crier and the Makefile both ask here.
set -eu

least=25

# The major version of the Java in $1; empty if there is none.
version() {
    [ -x "$1/bin/java" ] || return 0
    if [ -r "$1/release" ]; then
        sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
    else
        "$1/bin/java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1
    fi
}

# Prints $1 and ends, if it will do.
try() {
    [ -n "$1" ] || return 0
    found=$(version "$1")
    if [ -n "$found" ] && [ "$found" -ge "$least" ]; then
        echo "$1"
        exit 0
    fi
}

try "${JAVA_HOME:-}"
for home in /usr/lib/jvm/*25* /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
    "${HOME:-/nowhere}"/.sdkman/candidates/java/25* "${HOME:-/nowhere}"/.jdks/*25* /opt/*jdk*25*; do
    try "$home"
done
onpath=$(command -v java || true)
while [ -n "$onpath" ] && [ -L "$onpath" ]; do
    link=$(readlink "$onpath")
    case $link in
        /*) onpath=$link ;;
        *) onpath=$(dirname "$onpath")/$link ;;
    esac
done
[ -z "$onpath" ] || try "$(cd "$(dirname "$onpath")/.." && pwd -P)"

echo "crier: Crier needs a JDK $least or newer and found none; install one (https://adoptium.net) or set JAVA_HOME" >&2
exit 1
