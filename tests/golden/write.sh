#!/usr/bin/env bash
# write.sh OKR FOLDER: writes the golden stores of a program, OKR, into FOLDER, one folder a store; README.md says what is in them.
# STORES names those to write; all by default.
# Each is kept as the program left it, and is then opened by the same program once more, for the answers that later builds must give.
set -euo pipefail
[[ $# -eq 2 ]] || { echo "usage: write.sh OKR FOLDER" >&2; exit 2; }
program=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
inputs=$root/tests/golden/inputs
work=$(mktemp -d)
server_pid=
trap 'stop INT; rm -rf "$work"' EXIT
cd "$work"
trap 'tail -n 30 log >&2' ERR
set -E

okr() { "$program" "$@" >>log 2>&1; }

# refused COMMAND: runs a command that must end with 1.
refused() {
  local code=0
  okr "$@" || code=$?
  [[ $code -eq 1 ]] || { echo "not refused: $*" >&2; exit 1; }
}

# serve DATA INSTANT: in the background; sets server_pid and OKR_SERVER.
serve() {
  env --default-signal=INT "$program" serve --data "$1" --now "$2" --urls http://127.0.0.1:0 >server.log 2>&1 &
  server_pid=$!
  OKR_SERVER=
  until [[ -n $OKR_SERVER ]]; do
    kill -0 "$server_pid" 2>/dev/null || { cat server.log >&2; exit 1; }
    sleep 0.1
    OKR_SERVER=$(sed -n 's/^listening on //p' server.log)
  done
  export OKR_SERVER
}

# stop SIGNAL: INT is Ctrl-C.
stop() {
  [[ -n $server_pid ]] || return 0
  kill "-$1" "$server_pid" 2>/dev/null || true
  wait "$server_pid" 2>/dev/null || true
  server_pid=
}

# play INPUTS: runs the commands of standard input, a line each, and prints each command with its output, standard error last. Left out
# is what differs from run to run: tokens, the etag of a rename, and the standard output of a push. Files to push are those of INPUTS.
play() {
  local line
  while read -r line; do
    echo "\$ okr $line"
    case $line in
      serve\ *)
        stop INT
        serve data "${line##* }"
        ;;
      push\ *) (cd "$1" && "$program" $line 2>&1 >/dev/null || true) | sed '/^producer /d' ;;
      rename\ *) "$program" $line 2>&1 | sed '/^etag /d' || true ;;
      *) "$program" $line 2>error | sed '/^token /d' || true; cat error ;;
    esac
  done
}

# keep NAME CSV…: packs the files of the folder "store" as they are, and the CSV files with them. Then a copy of the store is opened, and
# the answers to questions.txt are kept in answers.txt, those to more.txt, which changes the copy, in answers-to-more.txt.
keep() {
  local kept=$folder/$1 file
  rm -rf "$kept" data
  mkdir -p "$kept" data
  # The lock is empty, and the engine makes the index of its log again.
  for file in okr.db okr.db-wal acked; do
    [[ ! -s store/$file ]] || gzip -9nc "store/$file" >"$kept/$file.gz"
    [[ ! -s store/$file ]] || cp "store/$file" data
  done
  cp "${@:2}" "$kept"
  play "$kept" <questions.txt >"$kept/answers.txt"
  stop INT
  play "$kept" <more.txt >"$kept/answers-to-more.txt"
  stop INT
  echo "$1: $(du -bc "$kept"/*.gz | tail -n 1 | cut -f 1) bytes of store, $(du -bc "$kept"/*.txt | tail -n 1 | cut -f 1) of answers"
}

# open_store INSTANT: the first questions. A served store can be verified too.
open_store() { printf '%s\n' "verify data" "serve --data data --now $1" "verify data"; }

# ask_all WORKSPACES: the questions about workspaces as a whole.
ask_all() {
  for workspace in "$@"; do
    echo "show --workspace $workspace --output json"
    echo "revisions --workspace $workspace"
    echo "cycles --workspace $workspace"
  done
}

flights() {
  local now=2001-04-01T05:59:59.999Z sample=$root/samples/flights
  rm -rf store
  serve store "$now"
  okr apply "$sample/plan.yaml" --author ann --reason sample
  okr push "$sample/readings.csv.gz" --producer flights
  stop INT
  printf '%s\n' goal,time,value arrival-delay,2001-03-31T23:00:00Z,45 late-flights,2001-03-31T23:00:00Z,1 \
    flights,2001-03-31T23:00:00Z,1 flights,2001-03-30T12:00:00Z,1 >more.csv
  {
    open_store "$now"
    ask_all airline
    echo "revisions objectives/airline-of-choice"
    echo "show objectives/airline-of-choice --output json"
    echo "show kpis/arrival-delay --first --output json"
    echo "readings kpis/arrival-delay --limit 40 --output json"
    echo "readings kpis/last-very-late --limit 0"
  } >questions.txt
  {
    echo "serve --data data --now $now"
    echo "push more.csv --producer more"
    echo "show --output json"
    echo "correct flights 200000 99.5 --author zoe --reason late"
    echo "clock set 2001-04-01T06:00:00Z"
    echo "serve --data data --now 2001-04-01T06:00:00Z"
    echo "show --output json"
    echo "cycle finals q1-2001"
  } >more.txt
  keep flights more.csv
}

month() {
  local now=2026-04-04T00:00:00Z sample=$root/samples/month
  rm -rf store
  serve store 2026-03-02T00:00:00Z
  okr apply "$sample/plan.yaml" --author ann
  okr push "$sample/readings.csv" --producer till
  okr clock set 2026-03-10T00:00:00Z
  okr push "$sample/late.csv" --producer shop-2
  okr correct till 2 57 --author ann --reason "counted twice"
  okr clock set 2026-03-16T00:00:00.001Z
  okr check-in march-orders --confidence 0.7 --note "the sale starts on the 20th" --author ann
  okr apply "$sample/plan-500.yaml" --author bob --reason "the sale starts early"
  okr push "$sample/sale.csv" --producer till-2
  okr clock set "$now"
  okr push "$sample/last-day.csv" --producer shop-2-again
  okr cycle reopen march --author ann --reason "the last day was missing"
  okr cycle close march --author ann
  stop INT
  printf '%s\n' goal,time,value orders,2026-03-31T13:00:00Z,4 orders,2026-04-01T13:00:00Z,7 >more.csv
  {
    open_store "$now"
    ask_all shop
    echo "show"
    echo "revisions march-orders"
    echo "show march-orders --first --output json"
    echo "readings orders --output json"
    echo "check-ins march-orders"
    echo "cycle finals march"
  } >questions.txt
  {
    echo "serve --data data --now $now"
    echo "push more.csv --producer more"
    echo "show --output json"
    echo "retract till 1 --author zoe --reason late"
    echo "check-in march-orders --note over --author zoe"
    echo "serve --data data --now $now"
    echo "show --output json"
    echo "readings orders --output json"
    echo "check-ins march-orders"
    echo "cycle finals march"
  } >more.txt
  keep month more.csv
}

# many FROM TO LINE: the line with each of the numbers FROM to TO in the place of #.
many() { awk -v from="$1" -v to="$2" -v line="$3" 'BEGIN { for (i = from; i <= to; i++) { one = line; gsub(/#/, i, one); print one } }'; }

# readings GOAL COUNT MINUTES STEP: so many readings from the 2nd of March on, with values that go up and down.
readings() {
  awk -v goal="$1" -v count="$2" -v minutes="$3" -v step="$4" 'BEGIN {
    print "goal,time,value"
    for (i = 0; i < count; i++) {
      m = i * minutes
      printf "%s,2026-03-%02dT%02d:%02d:", goal, 2 + int(m / 1440), int(m / 60) % 24, m % 60
      printf "%02d.%03dZ,%s\n", i % 60, i * 7 % 1000, (i * 37 % 101) * step
    }
  }'
}

mixed() {
  local now=2026-04-02T06:00:00Z vector workspaces=()
  rm -rf store
  serve store 2026-03-02T00:00:00Z
  export OKR_WORKSPACE=team
  okr apply "$inputs/team.yaml" --author ann --reason start
  readings visits 60 700 1 >visits.csv
  readings signups 90 465 1 >signups.csv
  readings latency 400 105 7.25 >latency.csv
  readings worst-latency 50 800 9.5 >worst.csv
  readings abandoned 5 60 0.1 >abandoned.csv
  okr push visits.csv --producer web
  okr push signups.csv --producer crm
  okr push latency.csv --producer probe
  okr push worst.csv --producer probe-2
  okr push abandoned.csv --producer web-2
  refused push "$inputs/sloppy.csv" --producer sloppy
  okr correct web 2 57 --author ann --reason "counted twice"
  okr correct web 2 58.5 --author bob --reason "and once more"
  okr retract web 3 --author ann --reason robots
  okr retract web 5 --author ann --reason robots
  okr correct web 5 40 --author bob --reason "no robots"
  okr retract sloppy 1 --author ann
  okr clock set 2026-03-12T00:00:00Z
  okr check-in interviews --value 12 --confidence 0.6 --note "twelve so far" --author ann
  okr check-in interviews --value 5 --time 2026-03-11T12:00:00Z --author bob
  okr check-in fast --confidence 0.25 --author bob
  okr rename kpis/visits page-views --author ann --reason "a better word"
  okr rename objectives/loved beloved --author ann
  okr apply "$inputs/team-pruned.yaml" --prune --author bob --reason "fewer goals"
  stop INT
  serve store 2026-03-20T00:00:00Z
  okr apply "$inputs/team-restored.yaml" --author ann --reason "abandoned is back"
  refused push "$inputs/late.csv" --producer sloppy-2
  {
    printf '%s\n' 'workspace: wide' 'cycles: [{id: h1, start: 2026-01-01, end: 2026-07-01}]' 'kpis: [{id: a}, {id: b, aggregation: sum}]'
    printf '%s\n' 'objectives:' '  - id: widest' '    cycle: h1' '    keyResults:'
    many 1 150 '      - {id: a-#, kpi: a, target: #}'
    many 1 140 '      - {id: b-#, kpi: b, target: #, weight: #}'
    printf '%s\n' '      - {id: own, measure: {aggregation: sum}, target: 9}'
  } >wide.yaml
  printf '%s\n' goal,time,value a,2026-03-03T00:00:00Z,70 b,2026-03-03T00:00:00Z,0.1 b,2026-03-04T00:00:00Z,33.3 \
    keyResults/own,2026-03-04T00:00:00Z,4 >wide.csv
  okr apply wide.yaml --author ann
  okr push wide.csv --producer web --workspace wide
  for vector in "$root"/tests/vectors/*/plan.yaml; do
    # Some cases are about plans in several files, or about refused readings.
    [[ -f ${vector%/*}/readings.csv && $(find "${vector%/*}" -name '*.yaml' | wc -l) -eq 1 ]] || continue
    okr apply "$vector" --author ann
    workspaces+=("$(sed -n 's/^workspace: //p' "$vector")")
    okr push "${vector%/*}/readings.csv" --producer "$(basename "${vector%/*}")" --workspace "${workspaces[-1]}"
  done
  okr clock set "$now"
  okr push worst.csv --producer probe-2
  stop INT
  cp -r store mixed
  printf '%s\n' goal,time,value page-views,2026-04-01T12:00:00Z,120 latency,2026-04-02T05:59:00Z,150 \
    abandoned,2026-04-01T00:00:00Z,1 >more.csv
  unset OKR_WORKSPACE
  {
    open_store "$now"
    ask_all team wide closing-grades
    printf 'show --workspace %s --output json\n' "${workspaces[@]}"
    for goal in kpis/page-views kpis/conversion objectives/beloved keyResults/visits-500; do
      echo "revisions --workspace team $goal"
      echo "show --workspace team $goal --first --output json"
    done
    for goal in page-views backlog interviews abandoned; do
      echo "readings --workspace team $goal --limit 0 --output json"
    done
    echo "readings --workspace team latency --limit 150"
    echo "check-ins --workspace team interviews"
    echo "check-ins --workspace team fast"
    echo "cycle finals --workspace team march"
    echo "cycle finals --workspace closing-grades q1"
  } >questions.txt
  cp "$inputs/sloppy.csv" .
  {
    echo "serve --data data --now $now"
    echo "push more.csv --producer more --workspace team"
    echo "push sloppy.csv --producer sloppy --workspace team"
    echo "show --workspace team --output json"
    echo "correct web 3 41 --goal page-views --workspace team --author zoe --reason late"
    echo "retract web 2 --goal page-views --workspace team --author zoe"
    echo "rename kpis/page-views views --workspace team --author zoe"
    echo "clock set 2026-05-01T00:00:00Z"
    echo "serve --data data --now 2026-05-01T00:00:00Z"
    echo "show --workspace team --output json"
    echo "show --workspace wide --output json"
    echo "show --workspace windows --output json"
    echo "readings --workspace team views --limit 0 --output json"
    echo "cycle finals --workspace team march"
  } >more.txt
  keep mixed more.csv sloppy.csv
}

# killed: mixed, served again with more readings and changes, as SIGKILL left it; mixed must have been written before.
killed() {
  local now=2026-04-02T06:00:00Z
  rm -rf store
  mv mixed store
  serve store "$now"
  export OKR_WORKSPACE=team
  readings latency 70 11 3.5 >latency.csv
  okr push latency.csv --producer probe-3
  okr push more.csv --producer web-3
  okr correct web 4 12 --goal page-views --author ann --reason "after the restart"
  okr check-in interviews --value 2 --note "two more" --author ann
  okr rename keyResults/visits-500 views-800 --author bob
  unset OKR_WORKSPACE
  stop KILL
  [[ -s store/okr.db-wal ]] || { echo "the killed server left no log" >&2; exit 1; }
  sed -i 's|keyResults/visits-500|keyResults/views-800|' questions.txt
  keep killed more.csv sloppy.csv
}

# deleted: workspaces that were deleted: with their id used again, without, and with their bytes removed. Older programs cannot do that.
deleted() {
  local now=2026-03-12T00:00:00Z name
  rm -rf store
  serve store "$now"
  readings visits 60 700 1 >visits.csv
  readings signups 90 465 1 >signups.csv
  for name in team gone erased; do
    sed "s/^workspace: .*/workspace: $name/" "$inputs/team.yaml" >"$name.yaml"
    okr apply "$name.yaml" --author ann
    okr push visits.csv --producer web --workspace "$name"
    okr push signups.csv --producer crm --workspace "$name"
    okr correct web 2 57 --goal visits --workspace "$name" --author ann --reason "counted twice"
    okr check-in interviews --value 12 --note "twelve so far" --author ann --workspace "$name"
    okr workspaces delete "$name" --yes --author eve --reason "a new start"
  done
  okr workspaces delete erased --yes --erase
  until "$program" workspaces --deleted | grep -q "its bytes are removed"; do sleep 0.1; done
  okr apply team.yaml --author bob
  okr push signups.csv --producer web --workspace team
  okr check-in interviews --value 3 --author bob --workspace team
  stop INT
  printf '%s\n' goal,time,value visits,2026-03-11T12:00:00Z,120 >more.csv
  {
    open_store "$now"
    echo "workspaces --deleted"
    ask_all team
    echo "readings --workspace team signups --limit 0 --output json"
    echo "check-ins --workspace team interviews"
    echo "show --workspace gone"
  } >questions.txt
  {
    echo "serve --data data --now $now"
    echo "push more.csv --producer crm --workspace team"
    echo "show --workspace team --output json"
    echo "workspaces delete team --yes --author zoe"
    echo "workspaces --deleted"
    echo "serve --data data --now $now"
    echo "workspaces --deleted"
    echo "show --workspace team"
  } >more.txt
  keep deleted more.csv
}

for store in ${STORES:-flights month mixed killed deleted}; do
  "$store"
done
