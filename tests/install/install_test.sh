#!/usr/bin/env bash
# install_test.sh SOURCES BUILD COMPILER: installs BUILD into a new folder and uses what is there, and nothing else.
set -euo pipefail
sources=$1 build=$2 compiler=$3
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

cmake --install "$build" --prefix "$place/usr" >"$place/log" || { cat "$place/log"; exit 1; }

cat >"$place/system.yaml" <<'YAML'
ICB:
  code: QXU
  posts:
    - {title: SEND executive lead, holder: {id: P1}}
YAML
want='ICB QXU: met'

# The program finds the packs in its share folder.
cd "$place"
"$place/usr/bin/icsrules" eval -e 'ICB must name SEND executive lead' --as-at 2023-06-01 system.yaml

# CMake: find_package, the exported target.
mkdir consumer
cat >consumer/CMakeLists.txt <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(consumer C)
find_package(icsrules 0.1 REQUIRED)
add_executable(embed $sources/examples/embed/embed.c)
target_link_libraries(embed PRIVATE icsrules::icsrules)
CMAKE
cmake -S consumer -B consumer/build -DCMAKE_PREFIX_PATH="$place/usr" -DCMAKE_C_COMPILER="$compiler" >/dev/null
cmake --build consumer/build >/dev/null
consumer/build/embed system.yaml 2023-06-01 | grep -F "$want"

# pkg-config: the line at the head of the example, and the static library with what it needs. Both know where they were
# put, whatever prefix the build was made for; a program that holds the library itself is told.
pc=$(dirname "$(find "$place/usr" -name icsrules.pc)")
flags() { PKG_CONFIG_PATH=$pc pkg-config "$@" icsrules; }
library=$(find "$place/usr" -name libicsrules.a)
# shellcheck disable=SC2046 # the flags are words
"$compiler" "$sources/examples/embed/embed.c" $(flags --cflags --libs) -o embed
LD_LIBRARY_PATH=$(dirname "$library") ./embed system.yaml 2023-06-01 | grep -F "$want"
# shellcheck disable=SC2046
"$compiler" $(flags --cflags) "$sources/examples/embed/embed.c" "$library" \
    $(flags --static --libs-only-l | sed 's/-licsrules//') -o embed-static
./embed-static system.yaml 2023-06-01 "$(flags --variable=packs)" | grep -F "$want"

# Nothing private is exported.
exported=$(nm -D --defined-only "$(find "$place/usr" -name 'libicsrules.so.0.1.0')" | awk '$2 == "T" {print $3}')
for name in $exported; do
    grep -qr "\b$name\b" "$place/usr/include/icsrules" || { echo "exported, but in no header: $name"; exit 1; }
done
# Moved elsewhere it has its plugins still, by the lock that was installed with them.
mv "$place/usr" "$place/moved"
"$place/moved/bin/icsrules" plugin list | grep -F "frimley 1.0.0  trusted"
"$place/moved/bin/icsrules" compile "$sources/plugins/frimley/frimley.rules" -o frimley.icsb
"$place/moved/bin/icsrules" eval frimley.icsb "$sources/plugins/frimley/example.yaml" --as-at 2024-02-01 >outcomes || true
grep -F "1 departed" outcomes
echo "installed and used"
