#!/usr/bin/env bash
# The README's first command, unpaced, and the numbers of its final tree.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"

dotnet run --project "$root/src/OkrGrains.Cli" -- demo --once | tee "$work/demo"
/usr/bin/python3 - "$work/demo" "$root/samples/flights" <<'PYTHON'
import json, re, sys
tree = open(sys.argv[1]).read()
expected = next(r for r in json.load(open(f"{sys.argv[2]}/expected.json")) if r["at"] == "2001-04-01T05:59:59.999Z")
missing = [goal for goal in expected["objectives"] if not re.search(rf"\b{re.escape(goal)}\b", tree)]
if missing:
    sys.exit(f"not in the final tree: {missing}")
PYTHON
echo "PASS the demo ends with every objective in its tree"

# The demo draws rounded scores; the same plan and readings through the same program, with every digit:
instant=2001-04-01T05:59:59.999Z
start_server "$work/data" "$instant"
"$OKR" apply "$root/samples/flights/plan.yaml" >/dev/null
"$OKR" push "$root/samples/flights/readings.csv.gz"
"$OKR" show --output json >"$work/shown"
same_numbers "$work/shown" "$root/samples/flights/expected.json" "$instant"
echo "PASS the flights, pushed to a server, are those of expected.json"
