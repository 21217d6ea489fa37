#!/usr/bin/env bash
# Runs the server on a file system of its own that is too small for what is pushed: reads go on meanwhile, and once the file system has
# grown, the same push goes on in the same server and every number is right. Needs leave to mount.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"

flights=$root/samples/flights
instant=2001-04-01T05:59:59.999Z
disk=$work/disk
mkdir "$disk"
if ! mount -t tmpfs -o size="${OKR_DISK:-1000k}" none "$disk" 2>"$work/mount"; then
  echo "full disk: not run: $(cat "$work/mount")"
  exit 0
fi
trap 'stop_server; umount "$disk"; rm -rf "$work"' EXIT

start_server "$disk/data" "$instant"
"$OKR" apply "$flights/plan.yaml" >/dev/null
"$OKR" push "$flights/readings.csv.gz" --producer disk >"$work/push" 2>&1 &
push_pid=$!
until grep -q 'The disk is full' "$work/push"; do
  kill -0 "$push_pid" 2>/dev/null || { cat "$work/push"; echo "FAIL the push ended on a disk that cannot hold it"; exit 1; }
  sleep 0.1
done
echo "PASS a full disk is told to the producer ($(df --output=avail "$disk" | tail -1 | tr -d ' ') KiB left)"

"$OKR" show --output json >"$work/shown"
kill -0 "$push_pid" || { cat "$work/push"; echo "FAIL the push ended"; exit 1; }
echo "PASS reads are served on a full disk"

mount -o remount,size=64m "$disk"
wait "$push_pid" || { cat "$work/push"; echo "FAIL the push failed"; exit 1; }
"$OKR" show --output json >"$work/shown"
same_numbers "$work/shown" "$flights/expected.json" "$instant"
echo "PASS with space again the push went on in the same server, and the numbers are those of expected.json"

stop_server
"$OKR" verify "$disk/data"
echo "PASS the store has no faults"
