using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Sqlite.Writer;

internal sealed class ReserveGoalNumbersWrite(int count) : PendingWrite<long>
{
    protected override long WriteRows(CommitScope scope)
    {
        var first = scope.Counters.NextGoal;
        scope.Change(scope.Counters with { NextGoal = checked(first + count) });
        return first;
    }
}

internal sealed class RecordClockWrite(Instant at) : PendingWrite<Instant>
{
    protected override Instant WriteRows(CommitScope scope)
    {
        if (scope.Counters.ClockSeen is { } seen && seen >= at)
        {
            return seen;
        }

        scope.Change(scope.Counters with { ClockSeen = at });
        return at;
    }
}
