#!/usr/bin/env bash
# What okr watch draws on a real terminal, of tmux: in any height, without colours where they are not wanted, and while the server is away.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"
terminals=0
tmux() { command tmux -L "okr-live-$$-$terminals" -f /dev/null "$@"; }
trap 'tmux kill-server 2>/dev/null || true; stop_server; rm -rf "$work"' EXIT

# run WIDTH HEIGHT COMMAND: runs a command on a terminal of that size, in place of the one before.
run() {
  tmux kill-server 2>/dev/null || true
  # A name of its own: a server that ends may still hold the one before.
  terminals=$((terminals + 1))
  tmux new-session -d -x "$1" -y "$2" -e OKR_SERVER="$OKR_SERVER" "$3; echo ended; sleep 60"
}

# await TEXT: waits until the terminal shows it.
await() {
  for ((i = 0; i < 300; i++)); do
    if tmux capture-pane -p | grep -qF -- "$1"; then
      return 0
    fi
    sleep 0.1
  done
  echo "FAIL the terminal never showed: $1"
  tmux capture-pane -p
  exit 1
}

gone() {
  for ((i = 0; i < 300; i++)); do
    if ! tmux capture-pane -p | grep -qF -- "$1"; then
      return 0
    fi
    sleep 0.1
  done
  echo "FAIL the terminal still shows: $1"
  tmux capture-pane -p
  exit 1
}

start_server "$work/data" 2001-03-25T05:59:59.999Z
"$OKR" apply "$root/samples/flights/plan.yaml" >/dev/null
"$OKR" apply "$root/samples/month/plan.yaml" >/dev/null

run 60 24 "'$OKR' watch --workspace airline"
await "more goals: "
await "Arrive on time"
[[ $(tmux capture-pane -p | wc -l) -le 24 && $(tmux display-message -p '#{history_size}') == 0 ]] || { echo "FAIL 24 lines are not enough"; exit 1; }
run 80 3 "'$OKR' watch --workspace airline"
await "146 goals"
echo "PASS a tree fits any height, and the rest is counted"

run 100 12 "'$OKR' watch grow --workspace shop"
await "Grow the shop"
stop_server
await "connection lost, showing figures of 05:59:59"
await "Grow the shop"
start_server "$work/data" 2001-03-25T05:59:59.999Z "$OKR_SERVER"
gone "connection lost"
await "Grow the shop"
tmux send-keys C-c
await "ended"
echo "PASS a lost connection is told until it is back, and Ctrl-C ends the watch"

run 100 12 "NO_COLOR=1 '$OKR' watch grow --workspace shop"
await "Grow the shop"
if tmux capture-pane -p -e | grep -q $'\x1b\[[0-9;]*m'; then
  echo "FAIL NO_COLOR has colours"
  exit 1
fi
run 100 12 "TERM=dumb '$OKR' watch grow --workspace shop | cat -v"
await "synced 3 goals"
run 100 12 "TERM=dumb script -qec \"'$OKR' watch grow --workspace shop\" /dev/null | cat -v"
await "synced 3 goals"
if tmux capture-pane -p | grep -qF '^['; then
  echo "FAIL a dumb terminal gets escape sequences"
  exit 1
fi
echo "PASS NO_COLOR, a dumb terminal and a pipe are plain"
