"""Pushes readings and watches a score move with Debian's python3-grpcio: client.py GENERATED ADDRESS.

GENERATED is the folder with the code that protoc made of the protos. Prints a line for each thing that holds; the first that
does not ends it with an exception.
"""

import queue
import sys

sys.path.insert(0, sys.argv[1])

import grpc  # noqa: E402

# The protos of gRPC itself are in the package of the library's name.
grpc.__path__.append(f"{sys.argv[1]}/grpc")

from google.rpc import errors_pb2  # noqa: E402
from grpc.health.v1 import health_pb2, health_pb2_grpc  # noqa: E402
from grpc.reflection.v1 import reflection_pb2, reflection_pb2_grpc  # noqa: E402
from okrgrains.v1 import goal_definition_pb2, goal_pb2, goal_service_pb2, goal_service_pb2_grpc  # noqa: E402
from okrgrains.v1 import reading_service_pb2, reading_service_pb2_grpc  # noqa: E402
from okrgrains.v1 import watch_service_pb2, watch_service_pb2_grpc  # noqa: E402

WORKSPACE = "workspaces/polyglot"
OBJECTIVE = f"{WORKSPACE}/objectives/python-sells"
KPI = f"{WORKSPACE}/kpis/python-sales"
KEY_RESULT = f"{WORKSPACE}/keyResults/python-target"
DEADLINE = 60
JANUARY = 978_350_400_000  # 2001-01-01T12:00:00Z


def equal(what, actual, expected):
    if actual != expected:
        raise AssertionError(f"{what}: expected {expected!r}, got {actual!r}")
    print(f"PASS {what}: {actual!r}")


def reflection(channel):
    request = reflection_pb2.ServerReflectionRequest(list_services="*")
    answers = reflection_pb2_grpc.ServerReflectionStub(channel).ServerReflectionInfo(iter([request]), timeout=DEADLINE)
    names = {service.name for service in next(answers).list_services_response.service}
    expected = {f"okrgrains.v1.{name}Service" for name in ("Goal", "Reading", "Watch")}
    equal("reflection lists the services", sorted(names & expected), sorted(expected))


def health(channel):
    answer = health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(), timeout=DEADLINE)
    equal("the server serves", answer.status, health_pb2.HealthCheckResponse.SERVING)


class Watch:
    """The latest figures of a goal and of all that it reads."""

    def __init__(self, channel, name):
        request = watch_service_pb2.WatchGoalsRequest(name=name, subtree=True, heartbeat_seconds=1)
        self._events = watch_service_pb2_grpc.WatchServiceStub(channel).WatchGoals(request, timeout=DEADLINE)
        self.goals = {}
        while self._next() != "synced":
            pass

    def _next(self):
        event = next(self._events)
        kind = event.WhichOneof("event")
        if kind == "goal":
            self.goals[event.goal.name] = event.goal
        return kind

    def until_score(self, name, score):
        while self.goals[name].figures.score.decimal != score:
            self._next()
        return self.goals[name].figures

    def until_value(self, name, value):
        """No goal waits for another in a watch: one may come before what it reads."""
        while self.goals[name].figures.value.decimal != value:
            self._next()
        return self.goals[name].figures

    def close(self):
        self._events.cancel()


class Producer:
    """A stream of readings, half-closed by `close`."""

    def __init__(self, channel, producer):
        self._requests = queue.SimpleQueue()
        self.answers = reading_service_pb2_grpc.ReadingServiceStub(channel).StreamReadings(
            iter(self._requests.get, None), timeout=DEADLINE)
        self._send(open=reading_service_pb2.StreamOpen(
            workspace=WORKSPACE, producer=producer, ack_level=reading_service_pb2.ACK_LEVEL_DURABLE))
        self.opened = next(self.answers).opened

    def _send(self, **message):
        self._requests.put(reading_service_pb2.StreamReadingsRequest(**message))

    def send(self, first, handles, values, offsets=(), **define):
        self._send(batch=reading_service_pb2.ReadingBatch(
            first_sequence=first, handles=handles, values=values, base_time_millis=JANUARY, time_offsets_millis=offsets,
            define=[reading_service_pb2.HandleDefinition(handle=int(key[1:]), goal=goal) for key, goal in define.items()]))

    def until_acknowledged(self, sequence):
        """Answers up to the acknowledgement, which comes last."""
        before = []
        for answer in self.answers:
            if answer.WhichOneof("message") == "ack" and answer.ack.through_sequence >= sequence:
                return before, answer.ack
            if answer.WhichOneof("message") != "ack":
                before.append(answer)
        raise AssertionError(f"the stream ended before sequence {sequence} was acknowledged")

    def close(self):
        self._requests.put(None)
        equal("the stream ends in order", [answer.WhichOneof("message") for answer in self.answers], [])


def scores_move(channel):
    watch = Watch(channel, OBJECTIVE)
    equal("the watch begins with the whole subtree", sorted(name.rsplit("/", 1)[1] for name in watch.goals),
          ["python-sales", "python-sells", "python-target", "python-visits"])
    equal("the score begins at", watch.goals[OBJECTIVE].figures.score.decimal, "0")

    producer = Producer(channel, "python")
    equal("a new producer has sent", producer.opened.last_sequence, 0)
    producer.send(1, [7, 7, 9], [0.1, 0.2, 1.0], [0, 1, 2], _7="kpis/python-sales", _9="keyResults/python-visits")
    _, ack = producer.until_acknowledged(3)
    equal("durable through", ack.through_sequence, 3)
    # (0.1 + 0.2) / 3 and 1 / 4, averaged: exact decimals, though 0.1 + 0.2 is not 0.3 in doubles.
    figures = watch.until_score(OBJECTIVE, "0.175")
    equal("the watched score", (figures.score.decimal, figures.score.approximate), ("0.175", 0.175))
    equal("the watched value", watch.until_value(KPI, "0.3").value.decimal, "0.3")

    producer.send(4, [7], [0.7])
    _, ack = producer.until_acknowledged(4)
    # 1/3 rounds to 0.333333333; its average with 0.25 is 0.2916666665, halfway between two grid points: to the even one.
    watch.until_score(OBJECTIVE, "0.291666666")
    equal("a third, on the grid", watch.until_score(KEY_RESULT, "0.333333333").score.decimal, "0.333333333")
    equal("a tie goes to even", watch.goals[OBJECTIVE].figures.score.decimal, "0.291666666")
    watch.close()
    producer.close()
    return ack.token


def a_resent_reading_counts_once(channel):
    producer = Producer(channel, "python")
    equal("a producer that comes back has sent", producer.opened.last_sequence, 4)
    producer.send(4, [7, 7], [0.7, 0.5], _7="kpis/python-sales")
    _, ack = producer.until_acknowledged(5)
    producer.close()
    goals = goal_service_pb2_grpc.GoalServiceStub(channel)
    goal = goals.GetGoal(goal_service_pb2.GetGoalRequest(name=KPI, after_token=ack.token), timeout=DEADLINE).goal
    equal("only the new reading was added", goal.figures.value.decimal, "1.5")
    equal("a KPI's health", goal_pb2.Health.Name(goal.figures.health), "HEALTH_UNHEALTHY")
    equal("how a KPI is measured", (goal.WhichOneof("measured"), goal_definition_pb2.AggregationKind.Name(goal.measure.aggregation),
                                    goal_definition_pb2.WindowKind.Name(goal.measure.window.kind)),
          ("measure", "AGGREGATION_KIND_SUM", "WINDOW_KIND_ALL"))
    equal("its target", (goal.target.line.target, goal.figures.line.baseline.decimal, goal.figures.line.target.approximate,
                         goal_definition_pb2.Direction.Name(goal.figures.line.direction)), ("3", "0", 3.0, "DIRECTION_UP"))


def bad_readings_leave_the_stream_alive(channel):
    producer = Producer(channel, "python-faulty")
    producer.send(1, [1, 2, 1, 3], [float("nan"), 1.0, 1e15, 1.0], _1="kpis/python-sales", _2="kpis/nowhere")
    answers, _ = producer.until_acknowledged(4)
    equal("an unknown goal's handle", [(a.handle_rejection.handle, a.handle_rejection.reason) for a in answers
                                       if a.WhichOneof("message") == "handle_rejection"], [(2, "UNKNOWN_GOAL")])
    equal("rejected readings", sorted((a.rejection.sequence, a.rejection.reason) for a in answers
                                      if a.WhichOneof("message") == "rejection"),
          [(1, "VALUE_OUT_OF_RANGE"), (2, "UNKNOWN_GOAL"), (4, "UNKNOWN_HANDLE")])
    producer.send(6, [1], [1.0])
    gap = next(producer.answers).gap
    equal("a gap is said", (gap.expected_sequence, gap.received_sequence), (5, 6))
    producer.send(5, [1], [-1e15])
    producer.until_acknowledged(5)
    producer.close()


def error_of(call):
    """The status code of a call that fails, with its details by type."""
    try:
        call()
    except grpc.RpcError as error:
        trailer = dict(error.trailing_metadata())["grpc-status-details-bin"]
        details = {}
        for packed in errors_pb2.Status.FromString(trailer).details:
            for kind in (errors_pb2.ErrorInfo, errors_pb2.BadRequest):
                if packed.Is(kind.DESCRIPTOR):
                    details[kind.DESCRIPTOR.name] = kind.FromString(packed.value)
        return error.code(), details
    raise AssertionError("the call was to fail")


def errors_say_what_is_wrong(channel):
    goals = goal_service_pb2_grpc.GoalServiceStub(channel)
    code, details = error_of(lambda: goals.GetGoal(
        goal_service_pb2.GetGoalRequest(name=f"{WORKSPACE}/kpis/nowhere"), timeout=DEADLINE))
    info = details["ErrorInfo"]
    equal("an unknown goal", (code, info.domain, info.reason), (grpc.StatusCode.NOT_FOUND, "okrgrains", "UNKNOWN_GOAL"))

    code, details = error_of(lambda: goals.GetGoal(goal_service_pb2.GetGoalRequest(name="nonsense"), timeout=DEADLINE))
    violations = [violation.field for violation in details["BadRequest"].field_violations]
    equal("a malformed name", (code, details["ErrorInfo"].reason, violations),
          (grpc.StatusCode.INVALID_ARGUMENT, "BAD_REQUEST", ["name"]))

    plan = b"workspace: polyglot\nkpis:\n  - {id: a, colour: red}\n  - {id: a}\n"
    parts = [goal_service_pb2.ApplyPlanRequest(header=goal_service_pb2.ApplyPlanHeader(author="python", reason="to be refused")),
             goal_service_pb2.ApplyPlanRequest(chunk=plan[:20]), goal_service_pb2.ApplyPlanRequest(chunk=plan[20:])]
    code, details = error_of(lambda: goals.ApplyPlan(iter(parts), timeout=DEADLINE))
    places = sorted(violation.field for violation in details["BadRequest"].field_violations)
    equal("every fault of a plan has its place", (code, details["ErrorInfo"].reason, places),
          (grpc.StatusCode.INVALID_ARGUMENT, "PLAN_REFUSED", ["kpis[0].colour", "kpis[1].id"]))


def main():
    with grpc.insecure_channel(sys.argv[2]) as channel:
        health(channel)
        reflection(channel)
        scores_move(channel)
        a_resent_reading_counts_once(channel)
        bad_readings_leave_the_stream_alive(channel)
        errors_say_what_is_wrong(channel)


main()
