using OkrGrains.Model.Goals;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Adds to a goal's state what is on record of the goal: its final score, its last check-in, and when the next one is due.</summary>
internal static class GoalRecords
{
    public static GoalState AddTo(GoalState state, GoalNode node, GoalRecord record)
    {
        var final = node.CycleId is { } cycle && record.Finals.TryGetValue(cycle, out var stored)
            ? new FinalScore(stored.Score, stored.Coverage, stored.Grade)
            : null;
        return state with
        {
            Final = final,
            CheckIns = record.LastCheckIn?.CheckIn.Number ?? 0,
            LastCheckIn = record.LastCheckIn is { } last ? LastCheckIn.Of(last) : null,
            CheckInDueAt = CheckInDueAt(node, record),
        };
    }

    /// <summary>
    /// Returns the instant at which a check-in is due; null where none is asked for, and for a closed goal, which nobody has to follow any
    /// more.
    /// </summary>
    public static Instant? CheckInDueAt(GoalNode node, GoalRecord record) => node.CycleId is { } cycle && record.Finals.ContainsKey(cycle)
        ? null
        : Review.DueAt(node.Review, record.FirstDefinedAt, node.Cycle?.Start, record.LastCheckIn?.AcceptedAt);
}
