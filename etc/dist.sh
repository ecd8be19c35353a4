#!/bin/sh
# Packs what a machine without Maven needs into dist/crier-VERSION.tar.gz.
set -eu

cd "$(dirname "$0")/.."
./crier --version >/dev/null
version=$(sed -n 's:.*<version>\(.*\)</version>.*:\1:p' pom.xml | head -n 1)
name=crier-$version
folder=dist/$name
rm -rf "$folder" "$folder.tar.gz"
mkdir -p "$folder/jars/lib" "$folder/etc" "$folder/docs"
cp server/target/crier-server.jar sandbox/target/crier-sandbox.jar "$folder/jars/"
cp server/target/lib/*.jar "$folder/jars/lib/"
cp sandbox/target/lib/*.jar "$folder/jars/lib/" # mostly the same files: the versions are pinned for both
cp crier LICENSE README.md ARCHITECTURE.md CHANGELOG.md "$folder/"
cp etc/jdk.sh etc/crier.properties.sample "$folder/etc/"
cp docs/*.md "$folder/docs/"
tar -C dist -czf "$folder.tar.gz" "$name"
rm -rf "$folder"
echo "$folder.tar.gz  $(du -h "$folder.tar.gz" | cut -f1)"
