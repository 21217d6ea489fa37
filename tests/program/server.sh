# Sourced by the scripts that run the real program, as processes. OKR is the built program and OKR_CONFIGURATION what it was built in
# (Release by default); without OKR it is built here.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
server_pid=
trap 'stop_server; rm -rf "$work"' EXIT

configuration=${OKR_CONFIGURATION:-Release}
if [[ -z ${OKR:-} ]]; then
  dotnet build "$root/src/OkrGrains.Cli" -c "$configuration" -v q --nologo >&2
  OKR=$(dotnet msbuild "$root/src/OkrGrains.Cli" -p:Configuration="$configuration" -getProperty:TargetDir)okr
fi

# start_server FOLDER INSTANT [URL]: serves a data folder with the goal clock pinned, and sets server_pid and OKR_SERVER.
start_server() {
  local log
  log=$(mktemp "$work/server.XXXXXX")
  # A shell starts what is in the background deaf to Ctrl-C.
  env --default-signal=INT "$OKR" serve --data "$1" --now "$2" --urls "${3:-http://127.0.0.1:0}" >"$log" 2>&1 &
  server_pid=$!
  for ((i = 0; i < 600; i++)); do
    OKR_SERVER=$(sed -n 's/^listening on //p' "$log")
    if [[ -n $OKR_SERVER ]]; then
      export OKR_SERVER
      return 0
    fi
    kill -0 "$server_pid" 2>/dev/null || break
    sleep 0.1
  done
  echo "the server did not start:" >&2
  cat "$log" >&2
  return 1
}

# stop_server: as Ctrl-C would.
stop_server() {
  if [[ -n $server_pid ]]; then
    kill -INT "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
  fi
}

# same_numbers ACTUAL EXPECTED INSTANT: compares a result with the one of that instant in a file of expected results.
same_numbers() {
  /usr/bin/python3 - "$@" <<'PYTHON'
import json, sys
actual = json.load(open(sys.argv[1]))
expected = next(result for result in json.load(open(sys.argv[2])) if result["at"] == sys.argv[3])
if actual != expected:
    for kind, goals in expected.items():
        if isinstance(goals, dict):
            for goal in sorted(goals.keys() | actual.get(kind, {}).keys()):
                if goals.get(goal) != actual.get(kind, {}).get(goal):
                    print(f"{kind}/{goal}: expected {goals.get(goal)}, got {actual.get(kind, {}).get(goal)}", file=sys.stderr)
    sys.exit("the numbers differ")
PYTHON
}
