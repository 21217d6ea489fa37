#!/usr/bin/env bash
# The README's stories, a month in the life of a goal and the half-year of three teams: runs the commands as they stand there, on a pinned
# clock, and looks for the lines that are shown below each, in their order, in what it prints; an ellipsis stands for anything. PRINT=1 shows
# what the commands print.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"
cd "$root"

okr() { "$OKR" "$@"; }

# check COMMAND LINES: runs it, and fails unless it succeeds and prints the lines, others between them or not.
check() {
  local command=$1 expected=$2
  if [[ $command == "okr serve "* ]]; then
    # In the background, in a folder and on a port of its own; the instant is the README's.
    stop_server
    start_server "$(mktemp -d "$work/data.XXXXXX")/data" "${command##*--now }"
    return
  fi
  if ! eval "$command" >"$work/printed" 2>"$work/failed"; then
    echo "FAIL $command"
    cat "$work/failed"
    exit 1
  fi
  [[ -z ${PRINT:-} ]] || { echo "\$ $command"; cat "$work/printed"; }
  printf '%s' "$expected" >"$work/expected"
  /usr/bin/python3 - "$work/expected" "$work/printed" <<'PYTHON' || { echo "FAIL $command"; exit 1; }
import re, sys
expected, printed = ([line.rstrip() for line in open(path, encoding="utf-8")] for path in sys.argv[1:])
rest = iter(printed)
for line in expected:
    pattern = re.compile(".*".join(map(re.escape, line.split("…"))))
    if not any(pattern.fullmatch(one) for one in rest):
        print("not printed, or not there:", line, "", "printed:", *printed, sep="\n")
        sys.exit(1)
PYTHON
  echo "PASS $command"
}

# story HEADING COMMANDS: runs the commands of a section, of which there are so many at least, with the lines below each. They come from the
# section's console blocks; a command ends with a form feed, what it prints with a NUL.
story() {
  local steps=0 step
  sed -n "/^## $1\$/,/^## /{/^## $1\$/d;p}" README.md |
    awk '/^```console$/ { block = 1; next } /^```$/ { block = 0 }
      block && /^\$ / { if (n++) printf "%c", 0; printf "%s\f", substr($0, 3); next }
      block { print } END { if (n) printf "%c", 0 }' >"$work/steps"
  while IFS= read -r -d '' step; do
    check "${step%%$'\f'*}" "${step#*$'\f'}"
    steps=$((steps + 1))
  done <"$work/steps"
  [[ $steps -ge $2 ]] || { echo "FAIL the README tells \"$1\" in $steps commands"; exit 1; }
}

story "A month in the life of a goal" 15
story "Three teams, one company" 20
