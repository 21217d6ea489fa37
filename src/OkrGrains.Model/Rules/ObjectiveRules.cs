using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Rules;

/// <summary>Computes the figures of an objective from its contributions (goal-model §6, §7, §8).</summary>
public static class ObjectiveRules
{
    /// <summary>Returns true if contributions of goals of that kind count (goal-model §6, <c>from</c>).</summary>
    public static bool Takes(this RollUpSource from, GoalKind child) => child switch
    {
        GoalKind.KeyResult => from != RollUpSource.Aligned,
        GoalKind.Objective => from != RollUpSource.KeyResults,
        _ => false,
    };

    /// <summary>Returns every number and word of an objective.</summary>
    /// <param name="objective">The definition of the objective.</param>
    /// <param name="cycle">The time of its cycle; null for none.</param>
    /// <param name="policy">The workspace's thresholds.</param>
    /// <param name="workspace">The workspace's zone.</param>
    /// <param name="total">The sum of its contributions at T: those that its <c>from</c> takes and no others.</param>
    /// <param name="at">The instant of evaluation, T.</param>
    public static GoalFigures Figures(
        ObjectiveDefinition objective, CycleSpan? cycle, Policy policy, Zone workspace, RollUp total, Instant at)
    {
        var standing = Standing(objective, total);
        var figures = new GoalFigures { Score = standing.Score, Coverage = standing.Coverage, NoData = standing.NoData };
        return StatusRules.Judge(figures, objective.Commitment, cycle, objective.Milestones, policy, workspace, at);
    }

    /// <summary>
    /// Returns the score and coverage that other goals read of an objective, equal to those of its <see cref="Figures"/>.
    /// </summary>
    public static Standing Standing(ObjectiveDefinition objective, RollUp total)
    {
        var (score, coverage) = total.Finish(objective.RollUp, objective.NoData);
        return new(Value: null, score, coverage, TargetRules.ReasonOf(total, coverage));
    }
}
