#!/usr/bin/env bash
# The packed tool: installed from a folder, as a user would, and run where the sources are not.
set -euo pipefail
# shellcheck source=server.sh source-path=SCRIPTDIR
source "$(dirname "${BASH_SOURCE[0]}")/server.sh"

dotnet pack "$root/src/OkrGrains.Cli" --no-build -c "$configuration" -o "$work/packages" -v q --nologo
package=("$work"/packages/OkrGrains.Cli.*.nupkg)
version=$(basename "${package[0]}" .nupkg)
version=${version#OkrGrains.Cli.}
mkdir "$work/elsewhere"
cd "$work/elsewhere"
dotnet tool install OkrGrains.Cli --tool-path "$work/tools" --add-source "$work/packages" --version "$version"
said=$("$work/tools/okr" --version)
[[ $said == "okr $version"* ]] || { echo "FAIL the installed tool says $said and not okr $version"; exit 1; }
echo "PASS the tool is packed, installed from a folder and says its version"

"$work/tools/okr" demo --once >"$work/once"
grep -q '^260,542 readings' "$work/once" || { cat "$work/once"; echo "FAIL the installed tool's demo has not counted all readings"; exit 1; }
grep -q '\bpunctual\b' "$work/once" || { cat "$work/once"; echo "FAIL the installed tool's demo draws no tree"; exit 1; }
echo "PASS the installed tool runs the demo away from the sources"
