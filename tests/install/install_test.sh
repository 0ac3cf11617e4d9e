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
consumer/build/embed system.yaml 2023-06-01 "$place/usr/share/icsrules/rules" | grep -F "$want"

# pkg-config: the static library, with what it needs.
pc=$(dirname "$(find "$place/usr" -name icsrules.pc)")
flags() { PKG_CONFIG_PATH=$pc pkg-config --define-variable=prefix="$place/usr" --static "$@" icsrules; }
library=$(find "$place/usr" -name libicsrules.a)
# shellcheck disable=SC2046 # the flags are words
"$compiler" -I"$place/usr/include" "$sources/examples/embed/embed.c" "$library" \
    $(flags --libs-only-l | sed 's/-licsrules//') -o embed
./embed system.yaml 2023-06-01 "$place/usr/share/icsrules/rules" | grep -F "$want"

# Nothing private is exported.
exported=$(nm -D --defined-only "$(find "$place/usr" -name 'libicsrules.so.0.1.0')" | awk '$2 == "T" {print $3}')
for name in $exported; do
    grep -q "\b$name\b" "$place/usr/include/icsrules/icsrules.h" || { echo "exported, but not in the header: $name"; exit 1; }
done
echo "installed and used"
