#!/usr/bin/env bash
# A new user's first hour with the real program: a first plan, mistakes in plans and readings, and what is done about them. Every exit code
# is asserted, and of every answer the words that the user needs.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"
cases=$root/tests/cases/first-hour
said=

# run CODE COMMAND …: runs okr, keeps what it printed, and ends the script when it ends with another exit code.
run() {
  local code=0 wanted=$1
  shift
  said=$("$OKR" "$@" 2>&1) || code=$?
  [[ $code -eq $wanted ]] || { printf '%s\nFAIL okr %s ended with %s and not %s\n' "$said" "$*" "$code" "$wanted"; exit 1; }
}

# says TEXT …: ends the script unless the last command printed all of these texts.
says() {
  local text
  for text in "$@"; do
    [[ $said == *"$text"* ]] || { printf '%s\nFAIL this does not say: %s\n' "$said" "$text"; exit 1; }
  done
}

cd "$work"
start_server "$work/data" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"

run 0 init company
says "wrote company/plan.yaml" "okr lint company/plan.yaml" "okr apply company/plan.yaml"
run 1 init company
says "company/plan.yaml"
run 0 lint company/plan.yaml
says "no faults"
run 0 lint --strict company/plan.yaml
run 0 apply --dry-run company/plan.yaml
says "added workspaces/starter/kpis/mood" "would change from"
run 1 show --workspace starter
says "no workspace"
run 0 apply company/plan.yaml
says "workspaces/starter at revision" "22 added" "etag "
run 0 push company/readings.csv
says "counted" "token "
run 0 push company/readings.csv
says "held before"
run 0 show
says "Customers are happy and stay" "customers-150"
run 0 show customers-150
says "From 100 to 150 paying customers"
run 0 list --kind kpi --columns id,value --output csv
says "paying-customers,"
echo "PASS a first plan is written, checked, applied and fed"

# Plans as new users write them: CASE, the exit code of lint, and words that help.
while IFS='|' read -r name code words; do
  run "$code" lint "$root/tests/OkrGrains.Plans.Tests/first-hour/$name.yaml"
  says "$words"
  run "$code" apply --dry-run "$root/tests/OkrGrains.Plans.Tests/first-hour/$name.yaml"
done <<'CASES'
01-yaml-percent-unit-unquoted|1|put the value in quotes
cycle-end-is-exclusive-no-warning|0|END_IS_LAST_DAY
plan-dup-across-kinds|1|has no target, and so no score
plan-dup-kpi|1|kpis[1].id: `x` is an id already
plan-empty|1|the plan is empty
plan-end-before-start|1|the end must come after the start
plan-first-naive-attempt-28-faults|1|write `parents: [{objective: csat}]`
plan-german|1|write `groesse`
plan-kr-without-anything|0|KEY_RESULT_FED_BY_NOTHING
plan-long-milestone|1|50 % is 0.5
plan-no-cycle-objective|0|NO_CYCLE
plan-norway|1|write 2026-06-30
plan-parent-string|1|write `{objective: o1}`
plan-parents-cycle|1|this link closes a cycle
plan-plurals|1|write `objectives`
plan-tab|1|a tab cannot indent in YAML: use spaces
plan-target-words|1|write 100000
plan-tz|1|such as Europe/Berlin
CASES
echo "PASS plans as new users write them are refused with words that help"

sed 's/    owner: ida/    ownr: ida/; s/kpi: paying-customers, baseline/kpi: paying-custmers, baseline/' company/plan.yaml >typo.yaml
run 1 lint typo.yaml
says "ownr" "owner" "paying-customers"
run 1 apply typo.yaml
says "ownr" "owner"
sed 's/target: 150}/target: 180}/; /id: visits, title/s/Visits in/All visits in/' company/plan.yaml >edited.yaml
run 0 apply --dry-run edited.yaml
says "keyResults/customers-150 target: 150 → 180" "kpis/visits title:" "2 changed"
run 0 apply edited.yaml --author ann --reason "we can do more"
says "changed workspaces/starter/keyResults/customers-150"
sed '/id: screens-12/d' edited.yaml >less.yaml
run 1 apply less.yaml
says "screens-12" "--prune"
run 0 apply --prune less.yaml
says "removed workspaces/starter/keyResults/screens-12"
run 0 revisions customers-150
says "ann" "we can do more"
echo "PASS mistakes in a plan are named, a dry run tells what changes, and nothing is removed by accident"

run 0 export
printf '%s\n' "$said" >exported.yaml
run 0 apply exported.yaml
says "0 added, 0 changed, 0 restored, 0 removed"
echo "PASS the plan comes back and applies to the same"

run 0 apply "$cases/base.yaml"
# NAME CODE TEXT: readings files as people have them, and what is wrong with them in words.
while IFS='|' read -r name code text; do
  run "$code" push --workspace "$(sed -n 's/^workspace: *//p' "$cases/base.yaml")" "$cases/$name.csv"
  says "$text"
done <<'EOF'
csv-blank-lines|0|counted
csv-bom|0|counted
csv-crlf|0|counted
csv-extra-column|0|counted
csv-header-case|0|counted
csv-header-order|0|counted
csv-full-name|0|counted
csv-quoted-all|0|counted
csv-semicolons|0|counted
csv-offset|0|counted
csv-far-future|0|future
csv-comma-decimal|1|--decimal-comma
csv-comma-decimal-quoted|1|--decimal-comma
csv-date-only|1|--time-zone
csv-empty|1|the file is empty
csv-epoch|1|2026-05-01T09:00:00Z
csv-excel-time|1|--time-zone
csv-local-time|1|--time-zone
csv-metric-header|1|--map goal=
csv-missing-column|1|no column `value`
csv-nan|1|NaN
csv-no-header|1|no column `goal`
csv-percent|1|25%
csv-spaces|1|without spaces
csv-thousands|1|thousands
csv-unknown-goal|1|[
csv-us-date|1|2026-05-01T09:00:00Z
EOF
echo "PASS readings files are read as people have them, and each mistake is named with what helps"

printf 'goal,time,value\nkpis/visits,%s,10\nkpis/orders,%s,1\n' 2026-11-01T10:00:00Z 2026-11-01T10:00:00Z >daily.csv
run 0 push --workspace starter daily.csv
says "2 readings"
printf 'goal,time,value\nkpis/visits,%s,12\nkpis/orders,%s,1\n' 2026-11-01T10:00:00Z 2026-11-01T10:00:00Z >daily.csv
run 1 push --workspace starter daily.csv
says "--amend" "--again"
run 0 push --workspace starter daily.csv --amend --dry-run
says "1 "
run 0 push --workspace starter daily.csv --amend --yes
run 0 push --workspace starter daily.csv --amend --yes
run 0 readings kpis/visits --workspace starter --limit 1000
says "12"
echo "PASS an edited file is refused with two ways on, and amended"

run 2 shwo
says "show"
run 1 show no-such-goal --workspace starter
says "no-such-goal"
echo "PASS a slip of the fingers is one line"
