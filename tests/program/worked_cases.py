#!/usr/bin/python3
"""Every worked case through the real program: worked_cases.py OKR [SEED].

For each instant of each case: serve, apply, push of shuffled records, show; and evaluate. Plans of invalid/ are refused by lint and apply,
readings of invalid-readings/ by evaluate.
Prints a line per case; the last line counts.
"""

import csv
import datetime
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parents[2]
VECTORS = ROOT / "tests" / "vectors"
OKR = sys.argv[1]
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 31)
DEADLINE = 120


def run(*arguments, server=None, check=True):
    environment = dict(os.environ, NO_COLOR="1", **({"OKR_SERVER": server} if server else {}))
    done = subprocess.run([OKR, *map(str, arguments)], env=environment, capture_output=True, text=True, timeout=DEADLINE)
    if check and done.returncode != 0:
        raise AssertionError(f"okr {' '.join(map(str, arguments))} exited {done.returncode}: {done.stderr or done.stdout}")
    return done


class Server:
    def __init__(self, folder, instant):
        self._process = subprocess.Popen([OKR, "serve", "--data", folder, "--now", instant, "--urls", "http://127.0.0.1:0"],
                                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = []
        impatience = threading.Timer(DEADLINE, self._process.kill)
        impatience.start()
        for line in self._process.stdout:
            if line.startswith("listening on "):
                impatience.cancel()
                self.url = line.split()[-1]
                return
            said.append(line)
        impatience.cancel()
        self._process.kill()
        raise AssertionError(f"the server did not start: {''.join(said)}")

    def __enter__(self):
        return self.url

    def __exit__(self, *_):
        # Not SIGINT: what a shell starts in the background ignores it.
        self._process.terminate()
        self._process.communicate(timeout=DEADLINE)


def moment(text):
    """An event time, cut to milliseconds; only its equality matters."""
    try:
        time = datetime.datetime.fromisoformat(text.upper())
    except ValueError:
        return text
    since = time - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return since // datetime.timedelta(milliseconds=1)


def shuffled(readings, shuffler):
    """Freely, except that records of one goal at one time stay in their order, on which `last` depends."""
    text = readings.read_text(encoding="utf-8-sig")
    separator = next(character for character in text if character in ",;\t")
    header, *records = (record for record in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if record)
    columns = [name.strip().lower() for name in header]
    groups = {}
    for record in records:
        goal, time = record[columns.index("goal")], record[columns.index("time")]
        groups.setdefault((goal.split("/")[-1], moment(time)), []).append(record)
    order = list(groups.values())
    shuffler.shuffle(order)
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator).writerows([header, *(record for group in order for record in group)])
    return written.getvalue()


def compare(actual, expected):
    if actual == expected:
        return
    differences = [f"  {kind}/{goal}: expected {figures}, got {actual.get(kind, {}).get(goal)}"
                   for kind, goals in expected.items() if isinstance(goals, dict)
                   for goal, figures in goals.items() if actual.get(kind, {}).get(goal) != figures]
    raise AssertionError("\n".join([f"the numbers at {expected['at']} differ:", *differences[:10]]))


def live(case, expected):
    with tempfile.TemporaryDirectory(prefix="okr-") as folder:
        readings = pathlib.Path(folder) / "readings.csv"
        shuffler = random.Random(f"{SEED}/{case.name}/{expected['at']}")
        readings.write_text(shuffled(case / "readings.csv", shuffler), encoding="utf-8", newline="")
        with Server(f"{folder}/data", expected["at"]) as server:
            run("apply", *plans_of(case), server=server)
            run("push", readings, server=server)
            compare(json.loads(run("show", "--output", "json", server=server).stdout), expected)


def offline(case, expected):
    instants = [argument for result in expected for argument in ("--at", result["at"])]
    actual = json.loads(run("evaluate", *plans_of(case), case / "readings.csv", *instants).stdout)
    assert len(actual) == len(expected)
    for one, other in zip(actual, expected):
        compare(one, other)


def plans_of(case):
    """The plan files of a case: the part main, then the other parts."""
    return [case / "plan.yaml", *sorted(case.glob("plan-*.yaml"))]


def refused(plans, places, command, server=None):
    done = run(command, *plans, server=server, check=False)
    assert done.returncode == 1, f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    assert "   at " not in done.stderr and "Exception" not in done.stderr, f"a stack trace: {done.stderr}"
    # A line is FILE:LINE:COLUMN: PLACE: MESSAGE, or PLACE: MESSAGE from the server.
    said = [re.sub(r"^\S+:\d+:\d+: ", "", line.strip()) for line in done.stderr.splitlines()]
    named = any(re.match(re.escape(place) + r"[.\[:]", line) for place in places.read_text().splitlines() for line in said)
    assert named, f"none of {places.read_text().split()} is named: {done.stderr}"


def refused_readings(readings):
    at = ("--at", "2026-01-01T00:00:00Z")
    done = run("evaluate", readings.with_name("plan.yaml"), readings, *at, check=False)
    assert done.returncode == 1, f"exit code {done.returncode}: {done.stdout}{done.stderr}"
    line = readings.with_name(f"{readings.stem}.line.txt").read_text().strip()
    assert f"{readings}:{line}: " in done.stderr, f"line {line} is not named: {done.stderr}"


def checks(server):
    for case in sorted(path.parent for path in VECTORS.glob("*/expected.json")):
        expected = json.loads((case / "expected.json").read_text())
        yield f"{case.name} offline", offline, (case, expected)
        for result in expected:
            yield f"{case.name} live at {result['at']}", live, (case, result)
    for plan in sorted((VECTORS / "invalid").glob("*.yaml")):
        places = plan.with_name(f"{plan.stem}.place.txt")
        yield f"{plan.stem} refused by lint", refused, ([plan], places, "lint")
        yield f"{plan.stem} refused by apply", refused, ([plan], places, "apply", server)
    for case in sorted(path for path in (VECTORS / "invalid-parts").iterdir()):
        plans = [case / "main.yaml", case / "payments.yaml"]
        yield f"{case.name} refused by lint", refused, (plans, case / "place.txt", "lint")
        yield f"{case.name} refused by apply", refused, (plans, case / "place.txt", "apply", server)
    for readings in sorted((VECTORS / "invalid-readings").glob("*.csv")):
        yield f"{readings.stem} refused by evaluate", refused_readings, (readings,)


def outcome(check):
    name, holds, arguments = check
    try:
        holds(*arguments)
        return True, f"PASS {name}"
    except AssertionError as failure:
        return False, f"FAIL {name}: {failure}"
    except Exception:
        return False, f"FAIL {name}: {traceback.format_exc()}"


def main():
    print(f"seed {SEED}")
    failed = passed = 0
    with tempfile.TemporaryDirectory(prefix="okr-") as folder, Server(folder, "2001-01-01T00:00:00Z") as server, \
            ThreadPoolExecutor(os.cpu_count()) as pool:
        for good, line in pool.map(outcome, checks(server)):
            print(line, flush=True)
            passed += good
            failed += not good
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
