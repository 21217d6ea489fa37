#!/usr/bin/env bash
# The README's first command: paced, whose server is then asked for every digit; and unpaced.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"

# A shell starts what is in the background deaf to Ctrl-C.
env --default-signal=INT "$OKR" demo >"$work/demo" 2>&1 &
server_pid=$!
for ((i = 0; i < 1800; i++)); do
  grep -q '^The server goes on' "$work/demo" && break
  kill -0 "$server_pid" 2>/dev/null || break
  sleep 0.1
done
cat "$work/demo"
OKR_SERVER=$(sed -n 's/^listening on //p' "$work/demo")
"$OKR" show --server "$OKR_SERVER" --output json >"$work/shown"
same_numbers "$work/shown" "$root/samples/flights/expected.json" 2001-04-01T05:59:59.999Z
kill -INT "$server_pid"
wait "$server_pid"
server_pid=
echo "PASS the demo's numbers are those of expected.json, and Ctrl-C ends it with exit code 0"

(cd "$root" && dotnet run --no-build -c "$configuration" --project src/OkrGrains.Cli -- demo --once) | tee "$work/once"
# tree FILE: what a demo draws at its end, from the heading below the first empty line on.
tree() { awk '/^The server goes on/ { exit } /^$/ { drawn = 1; next } drawn' "$1"; }
[[ $(tree "$work/once" | wc -l) -gt 5 ]] || { echo "FAIL the unpaced demo draws no tree"; exit 1; }
diff <(tree "$work/demo") <(tree "$work/once") || { echo "FAIL the unpaced demo's tree differs from the paced one's"; exit 1; }
if grep -q $'\x1b' "$work/once" "$work/demo"; then
  echo "FAIL piped output has escape sequences"
  exit 1
fi
echo "PASS the demo runs unpaced, ends by itself, and is plain when piped"
