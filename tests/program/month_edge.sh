#!/usr/bin/env bash
# Measures what the clock costs: an idle server with GOALS KPIs (100,000 by default) on a clock that stands still, and the move of that
# clock over the edge of a month, at which every KPI's window empties; first with all goals in memory, then with none.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"
goals=${GOALS:-100000}
idle_seconds=${IDLE_SECONDS:-20}

/usr/bin/python3 - "$goals" "$work" <<'PYTHON'
import sys
goals, work = int(sys.argv[1]), sys.argv[2]
wide = 100
with open(f"{work}/plan.yaml", "w") as plan:
    print("workspace: w\ncycles: [{id: c, start: 2026-01-01, end: 2027-01-01}]\nkpis:", file=plan)
    for i in range(goals):
        print(f"  - {{id: k{i}, aggregation: sum, window: month, target: 100}}", file=plan)
    print("objectives:\n  - {id: top, cycle: c}", file=plan)
    for i in range(0, goals, wide):
        kpis = ", ".join(f"{{kpi: k{j}}}" for j in range(i, min(i + wide, goals)))
        print(f"  - {{id: o{i}, cycle: c, parents: [{{objective: top}}], keyResults: [{{id: kr{i}, kpis: [{kpis}]}}]}}", file=plan)
for month in (1, 2):
    with open(f"{work}/readings{month}.csv", "w") as readings:
        print("goal,time,value", file=readings)
        for i in range(goals):
            print(f"k{i},2026-0{month}-15T00:00:00Z,{i % 100}", file=readings)
PYTHON

cpu_ticks() { awk '{ print $14 + $15 }' "/proc/$server_pid/stat"; }

# idle LABEL: the share of one processor that the server takes while nobody asks for anything.
idle() {
  local before after
  # What was committed lately is passed on once more, within 30 s.
  sleep 95
  before=$(cpu_ticks)
  sleep "$idle_seconds"
  after=$(cpu_ticks)
  echo "idle, $1: $(awk -v t=$((after - before)) -v s="$idle_seconds" -v hz="$(getconf CLK_TCK)" 'BEGIN { printf "%.3f %% of a processor", 100 * t / hz / s }')"
}

# move LABEL INSTANT: sets the clock, and checks what the top is worth as soon as it is set.
move() {
  local started ended ticks
  ticks=$(cpu_ticks)
  started=$(date +%s%N)
  "$OKR" clock set "$2" >/dev/null
  ended=$(date +%s%N)
  ticks=$(($(cpu_ticks) - ticks))
  "$OKR" show objectives/top -o json >"$work/top.json"
  /usr/bin/python3 - "$work/top.json" <<'PYTHON'
import json, sys
figures = json.load(open(sys.argv[1]))["figures"]
score, coverage = (figures[key]["decimal"] for key in ("score", "coverage"))
sys.exit(f"not yet moved: score {score}, coverage {coverage}" if (score, coverage) != ("0", "0") else 0)
PYTHON
  echo "over the month's edge, $1: $(((ended - started) / 1000000)) ms, $((ticks * 1000 / $(getconf CLK_TCK))) ms of processor time"
}

start_server "$work/data" 2026-01-20T00:00:00Z
"$OKR" apply "$work/plan.yaml" >/dev/null
"$OKR" push "$work/readings1.csv" --producer p1 | tail -n 2 | head -n 1
idle "$goals KPIs in memory"
move "$goals KPIs in memory" 2026-02-01T00:00:00Z
"$OKR" clock set 2026-02-20T00:00:00Z >/dev/null
"$OKR" push "$work/readings2.csv" --producer p2 | tail -n 2 | head -n 1
stop_server
start_server "$work/data" 2026-02-20T00:00:00Z
idle "$goals KPIs, none in memory"
move "$goals KPIs, none in memory" 2026-03-01T00:00:00Z
echo "PASS month edge"
