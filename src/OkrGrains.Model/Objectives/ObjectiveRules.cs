using OkrGrains.Model.Cycles;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Plans;
using OkrGrains.Model.RollUps;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Objectives;

/// <summary>What an objective makes of its contributions (goal-model §6, §7, §8).</summary>
public static class ObjectiveRules
{
    /// <summary>Whether contributions of goals of that kind count (goal-model §6, <c>from</c>).</summary>
    public static bool Takes(this RollUpSource from, GoalKind child) => child switch
    {
        GoalKind.KeyResult => from != RollUpSource.Aligned,
        GoalKind.Objective => from != RollUpSource.KeyResults,
        _ => false,
    };

    /// <summary>Every number and word of an objective.</summary>
    /// <param name="objective">Its definition.</param>
    /// <param name="cycle">The time of its cycle; null for none.</param>
    /// <param name="policy">The workspace's thresholds.</param>
    /// <param name="workspace">The workspace's zone.</param>
    /// <param name="total">Its contributions at T, those that its <c>from</c> takes and no others.</param>
    /// <param name="at">T.</param>
    public static GoalFigures Figures(
        ObjectiveDefinition objective, CycleSpan? cycle, Policy policy, Zone workspace, RollUp total, Instant at)
    {
        var standing = Standing(objective, total);
        var figures = new GoalFigures { Score = standing.Score, Coverage = standing.Coverage };
        return Pace.Judge(figures, objective.Commitment, cycle, objective.Milestones, policy, workspace, at);
    }

    /// <summary>What other goals read of an objective, without the words: as in its <see cref="Figures"/>.</summary>
    public static Standing Standing(ObjectiveDefinition objective, RollUp total)
    {
        var (score, coverage) = total.Finish(objective.RollUp, objective.NoData);
        return new(Value: null, score, coverage);
    }
}
