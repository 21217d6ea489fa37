using OkrGrains.Model.CheckIns;
using OkrGrains.Model.Goals;
using OkrGrains.Storage.Definitions;

namespace OkrGrains.Grains.Goals;

/// <summary>Adds to what a goal is worth what stands on record of it: its final score, and when a check-in is due.</summary>
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

            // What is closed needs no watching over.
            CheckInDueAt = final is not null
                ? null
                : Review.DueAt(node.Review, record.FirstDefinedAt, node.Cycle?.Start, record.LastCheckIn?.AcceptedAt),
        };
    }
}
