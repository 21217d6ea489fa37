using OkrGrains.Model.Goals;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Rules;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Adds to a goal's state what is on record of the goal: its final score, its last check-in, and when the next one is due.</summary>
internal static class GoalRecords
{
    /// <param name="state">The state, with its figures.</param>
    /// <param name="node">The goal.</param>
    /// <param name="record">What is on record of it.</param>
    /// <param name="settlesAt">The instant from which the clock alone does not change its score.</param>
    public static GoalState AddTo(GoalState state, GoalNode node, GoalRecord record, Instant settlesAt)
    {
        var final = node.CycleId is { } cycle && record.Finals.TryGetValue(cycle, out var stood)
            ? new FinalScore(stood.Final.Score, stood.Final.Coverage, stood.Final.Grade, stood.At)
            : null;
        return state with
        {
            Final = final,

            // From then on the live score is the score at that instant, by what is accepted now.
            ScoreAtFinal = settlesAt <= final?.At ? state.Figures?.Score ?? Portion.Zero : null,
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
