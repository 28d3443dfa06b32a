# Sets the course up; sourced by the launcher `pots` when its quick look says
# that something is missing or has changed. Uses root, build, list, ready,
# programs, yes, say and packages from there.
#
# It asks before it installs, deletes nothing, hides no error, and every way out
# ends with what to type next.
# shellcheck shell=bash disable=SC2154

log=$build/pots/setup.log

stop() { say "$@"; exit 2; }

# Asks, unless told not to or nobody is there to answer.
agree() {
  [[ $yes == no && -t 0 && -t 2 ]] || return 0
  local answer
  read -rp "$1 [Y/n] " answer
  [[ $answer != [nN]* ]]
}

# Runs a command: everything into the log, steps of ninja as one moving line,
# and on failure the last lines and where the rest is.
run() {
  local what=$1 line
  shift
  "$@" 2>&1 | while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
    local at=${BASH_REMATCH[1]} of=${BASH_REMATCH[2]}
    if [[ -t 2 ]]; then
      printf '\r\033[K%s: step %d of %d' "$what" "$at" "$of" >&2
    elif ((of > 1 && at % 20 == 1)); then
      say "$what: step $at of $of"
    fi
  done
  local status=${PIPESTATUS[0]}
  [[ -t 2 ]] && printf '\r\033[K' >&2
  ((status == 0)) && return 0
  say "$what failed. The last lines:" ''
  tail -n 20 "$log" | sed 's/^/    /' >&2
  say '' "The rest: $log"
  return "$status"
}

# A compiler that knows enough C++20: its name, or nothing.
compiler() {
  local name major
  for name in ${CXX:-} g++ g++-1{4,3,2} clang++ clang++-{19,18,17,16}; do
    major=$("$name" -dumpversion 2>/dev/null) || continue
    major=${major%%.*}
    case $("$name" --version 2>/dev/null) in
      *clang*) ((major >= 16)) ;;
      *) ((major >= 12)) ;;
    esac && { printf '%s' "$name"; return; }
  done
}

# Packages of the list that are not here: installed after asking. Going on
# without them is allowed; what cannot be done without is checked afterwards.
install_packages() {
  local names missing=() name here sudo=()
  mapfile -t names < <(packages '[course]')
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    say 'There is no apt here, so nothing can be installed for you. Needed:' \
      "    ${names[*]}" 'Meson fetches the libraries that are missing.'
    return 0
  fi
  here=$(dpkg-query -W -f '${db:Status-Status} ${Package} \n' "${names[@]}" 2>/dev/null)
  for name in "${names[@]}"; do
    [[ $here == *"installed $name "* ]] || missing+=("$name")
  done
  ((${#missing[@]})) || return 0
  ((EUID == 0)) || sudo=(sudo)
  say 'Missing packages:' "    ${missing[*]}"
  if ! agree "Install them with ${sudo[*]} apt-get?"; then
    say 'Not installed; going on with what is here.'
  elif ! { run 'apt-get update' "${sudo[@]}" apt-get update &&
    run 'apt-get install' "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${missing[@]}"; }; then
    say '' 'The packages were not installed. Is the network up? By hand:' \
      "    ${sudo[*]} apt-get install ${missing[*]}" \
      'Going on with what is here.' ''
    return 1
  fi
}

# What meson noted about the folder: `full` (its own version), `source`.
meson_info() {
  local text
  text=$(<"$build/meson-info/meson-info.json")
  [[ $text =~ \"$1\":\ *\"([^\"]*)\" ]] && printf '%s' "${BASH_REMATCH[1]}"
}

# Refuses a build folder that is not ours to use; deletes nothing.
check_build_folder() {
  local owner aside="mv ${build/#$PWD\//} ${build/#$PWD\//}.old   # then: ./pots"
  [[ -d $build ]] || mkdir -p "$build" 2>/dev/null || stop \
    "$build cannot be made: the folder is read-only." \
    "Next:  POTS_BUILD=\$HOME/pots-build $0"
  [[ -w $build ]] || stop "$build cannot be written to." \
    "Next:  POTS_BUILD=\$HOME/pots-build $0"
  [[ -d $build/meson-private || -z $(ls "$build") ]] || stop \
    "$build is not a build folder of meson; it stays as it is." "Next:  $aside"
  [[ -e $build/meson-info/meson-info.json ]] || return 0
  owner=$(meson_info source)
  [[ $owner == "$root" ]] || stop \
    "$build belongs to another copy of the course, in" "    $owner" "Next:  $aside"
}

set_up() {
  local cxx first=no was
  [[ $OSTYPE == linux* ]] || stop 'The course needs Linux (system calls, /proc).' \
    'Next:  open this folder in its dev container (.devcontainer/)'
  check_build_folder
  # meson-private marks the folder as meson's, so that meson accepts our log.
  mkdir -p "$build"/{pots,meson-private}
  exec 9>"$build/pots/setup.lock" && flock 9
  : >"$log"
  cmp -s "$list" "$build/pots/packages.txt" || {
    install_packages && cp "$list" "$build/pots/packages.txt"
  }
  cxx=$(compiler)
  [[ $cxx ]] || stop 'No C++ compiler is new enough (g++ 12 or clang++ 16).' \
    'Next:  sudo apt-get install g++      (or: CXX=/path/to/g++ ./pots)'
  for was in meson ninja; do
    command -v "$was" >/dev/null || stop "$was is not installed." \
      "Next:  sudo apt-get install meson ninja-build      (or: pip install meson ninja)"
  done
  if [[ ! -e $build/build.ninja ]]; then
    first=yes
    say "First run: setting up in $build (about a minute)."
    CXX=$cxx run 'meson setup' meson setup "$build" "$root" || stop '' 'Next:  ./pots'
  else
    was=$(meson_info full)
    if [[ $was != "$(meson --version)" ]]; then
      say "meson was $was and is $(meson --version) now: configuring again."
      run 'meson setup' meson setup --reconfigure "$build" "$root" || stop '' 'Next:  ./pots'
    fi
  fi
  printf '%s\n' "$root" >"$ready.new"  # what is edited during the build is newer than this
  run 'Building pots' ninja -C "$build" "${programs[@]}" || stop '' 'Next:  ./pots'
  [[ $first == no ]] || run 'Building what an exercise needs' ninja -C "$build" ||
    stop '' 'Next:  ./pots'
  mv "$ready.new" "$ready"
  exec 9>&-
}
