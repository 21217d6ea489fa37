#!/usr/bin/env bash
# Kills the server with SIGKILL twice in the middle of one push, at random moments, and restarts it on the same folder: the push goes on by
# itself, and every number is right. OKR_SEED repeats a run.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"

seed=${OKR_SEED:-$RANDOM}
RANDOM=$seed
echo "seed $seed"
flights=$root/samples/flights
instant=2001-04-01T05:59:59.999Z

start_server "$work/data" "$instant"
code=0
timeout 60 "$OKR" serve --data "$work/data" --now "$instant" --urls http://127.0.0.1:0 >"$work/second" 2>&1 || code=$?
[[ $code -eq 1 && $(wc -l <"$work/second") -eq 1 ]] || { cat "$work/second"; echo "FAIL a second process served the folder, exit code $code"; exit 1; }
echo "PASS a second process on the same folder is refused: $(cat "$work/second")"

"$OKR" apply "$flights/plan.yaml" >/dev/null

# In pieces, so that the push lasts for some seconds and there is a middle to be killed in.
zcat "$flights/readings.csv.gz" | awk '{ print } NR % 3000 == 0 { fflush(); system("sleep 0.1") }' |
  "$OKR" push - --producer kill >"$work/push" 2>&1 &
push_pid=$!
# It names its producer once it has found its workspace; from then on it must get over a server that goes away.
until grep -q '^producer' "$work/push"; do
  kill -0 "$push_pid" || { cat "$work/push"; exit 1; }
  sleep 0.1
done

for round in 1 2; do
  moment=$((500 + RANDOM % 2500))
  sleep "$((moment / 1000)).$(printf %03d $((moment % 1000)))"
  kill -0 "$push_pid" || { cat "$work/push"; echo "FAIL the push ended before kill $round"; exit 1; }
  kill -KILL "$server_pid"
  wait "$server_pid" 2>/dev/null || true
  echo "killed after another $moment ms"
  start_server "$work/data" "$instant" "$OKR_SERVER"
done

wait "$push_pid" || { cat "$work/push"; echo "FAIL the push failed"; exit 1; }
cat "$work/push"
"$OKR" show --output json >"$work/shown"
same_numbers "$work/shown" "$flights/expected.json" "$instant"
echo "PASS killed twice in the middle of a push, the numbers are those of expected.json"

kill -KILL "$server_pid"
wait "$server_pid" 2>/dev/null || true
start_server "$work/data" "$instant"
"$OKR" show --output json >"$work/shown"
same_numbers "$work/shown" "$flights/expected.json" "$instant"
echo "PASS killed and restarted, the numbers are right without a new reading"

"$OKR" push "$flights/readings.csv.gz" --producer kill
"$OKR" show --output json >"$work/shown"
same_numbers "$work/shown" "$flights/expected.json" "$instant"
echo "PASS pushed again under the same producer, no reading counts twice"
