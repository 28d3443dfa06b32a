#!/usr/bin/env bash
# The tests of lessons 09, 10 and 11, each with its reference, under
# AddressSanitizer: no other code gives up so many frames in so many places,
# and here the use of a frame after its end is named.
#
#   tests/course/sanitized.sh [--right] [BUILD [EXERCISE…]]
#
# --right takes the other right answers too; an EXERCISE is like 11.task. BUILD
# (default: build) is an ordinary build folder of the compiler in CXX. What
# plays the kernel is linked from there as it is, because it is called before a
# sanitizer has set itself up; only its operator new and delete are left out.
set -uo pipefail
cd "$(dirname "$0")/../.."
right=
if [ "${1:-}" = --right ]; then
  right=yes
  shift
fi
build=$(realpath "${1:-build}")
wanted=("${@:2}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Driven by the calls that -fsanitize=thread makes; it takes no other beside it.
driven_by_schedules='10.wakeup'

compiler=("${CXX:-g++}" -std=c++20 -O0 -g1 -fsanitize=address -pthread
  -foptimize-sibling-calls -U_FORTIFY_SOURCE -I"$build/include/given"
  -I"$build/include/pieces" -I"$PWD")
libraries=(common/testing/libtesting.a common/adversary/libadversary.a
  common/adversary/scheduler/libscheduler.a)
ninja -C "$build" "${libraries[@]}" >"$work/log" || {
  tail -n 30 "$work/log"
  exit 1
}

# What every test needs, compiled once: half of each compile is this.
cp common/testing/case_pch.hpp "$work/case.hpp"
"${compiler[@]}" -x c++-header "$work/case.hpp" -o "$work/case.hpp.gch" &&
  printf '#include "%s"\n' "$PWD"/common/{kit/aio,adversary/loop}/*.cpp |
  "${compiler[@]}" -include "$work/case.hpp" -x c++ -c - -o "$work/aio.o" ||
  exit 1

# try TARGET TEST: the test with the answer that the build's TARGET includes.
passed=0 failed=0
try() {
  rm -f "$work"/report.* "$work/log"
  # The answer's folder first: the others hold the references.
  if "${compiler[0]}" -I"$build/include/tests/$1" "${compiler[@]:1}" \
    -include "$work/case.hpp" "$2" "$work/aio.o" -o "$work/test" \
    -Wl,-z,now -Wl,--whole-archive "${libraries[@]/#/$build/}" \
    -Wl,--no-whole-archive -lgtest -ldw &&
    ASAN_OPTIONS=detect_stack_use_after_return=0:log_path="$work/report" \
      timeout 600 "$work/test" >"$work/log" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $1"
  else
    failed=$((failed + 1))
    echo "FAIL  $1"
    # No log: it did not compile. A report: a sanitizer's, from whichever
    # process has died.
    grep -sv '^\[ *\(RUN\|OK\) ' "$work/log" | tail -n 40
    cat "$work"/report.* 2>/dev/null | head -n 60
  fi
}

for test in tests/{09,10,11}_*/*_test.cpp; do
  folder=${test%/*}
  lesson=${folder#tests/}
  name=${test##*/}
  name=${name%_test.cpp}
  id=${lesson%%_*}.$name
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $id "* ]] || continue
  if [[ " $driven_by_schedules " == *" $id "* ]]; then
    echo "skip  $id: it is driven by schedules"
    continue
  fi
  try "solution_${id/./_}" "$test"
  [ "$right" ] || continue
  for answer in "$folder/right/$name"/*; do
    [ -e "$answer" ] || continue
    answer=${answer##*/}
    try "right_${id/./_}_${answer%.*}" "$test"
  done
done
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
