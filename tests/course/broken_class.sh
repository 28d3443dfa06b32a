#!/usr/bin/env bash
# A copy of the course in which one student solved everything, but for three
# files: one does not compile, one hangs, one calls _Exit(0). Exactly those
# three exercises may lose points, and the reasons must be named.
#
# Works on a copy in a temporary folder; needs the packages, nothing else.
set -uo pipefail
cd "$(dirname "$0")/../.."
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git ls-files -z | xargs -0 cp --parents -t "$copy"
cd "$copy"

for file in solutions/*/*.cpp solutions/*/*.hpp; do
  cp "$file" "lessons/${file#solutions/}"
done

meson setup build >/dev/null || exit 1
problems=0
expect() {  # expect WHAT COMMAND…
  local what=$1
  shift
  if ! "$@"; then
    echo "expected: $what"
    problems=$((problems + 1))
  fi
}

meson test -C build --suite exercises >/dev/null
expect "with the references in place every exercise passes" [ $? -eq 0 ]

echo 'this does not compile' >>lessons/01_blocking_io/framing.cpp
sed -i 's|// --- yours ---|&\n  for (;;) { int ends[2]; ::pipe(ends); char c; ::read(ends[0], \&c, 1); }|' \
  lessons/01_blocking_io/exactly.cpp
sed -i 's|// --- yours ---|&\n  std::_Exit(0);|; 1i #include <cstdlib>' \
  lessons/00_start_here/one_pot.cpp

log=$(meson test -C build --suite exercises --print-errorlogs)
echo "$log" | tail -n 60
failing=$(echo "$log" | grep -oE '[0-9]{2}\.[a-z_]+ +(FAIL|ERROR|TIMEOUT)' |
  awk '{print $1}' | sort -u | tr '\n' ' ')
expect "exactly the three broken exercises fail, not: $failing" \
  [ "$failing" = "00.one_pot 01.exactly 01.framing " ]
full=$(cat build/meson-logs/testlog.txt)
expect "the compile error is named" grep -q 'not ok 1 - compiles' <<<"$full"
expect "the hang is named" grep -qi 'read.*pipe\|waits' <<<"$full"
expect "the exit is named" grep -qi 'exit' <<<"$full"
[ "$problems" -eq 0 ]
