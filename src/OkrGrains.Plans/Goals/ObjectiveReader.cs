using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Rules;
using OkrGrains.Plans.Links;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>Reads one objective without its key results (goal-model §6, §7, §9).</summary>
internal static class ObjectiveReader
{
    /// <summary>Returns the objective as far as it could be read.</summary>
    /// <param name="objective">
    /// The keys of the objective. Its <c>cycle</c> is taken as it stands; the caller checks that there is such a cycle.
    /// </param>
    /// <param name="cycle">The cycle of the objective.</param>
    /// <param name="keyResults">The key results of the objective.</param>
    /// <param name="links">The list that receives its links to parents.</param>
    public static ObjectiveDefinition Read(
        Fields objective, GoalCycle cycle, ImmutableArray<KeyResultDefinition> keyResults, List<GivenLink> links)
    {
        var definition = new ObjectiveDefinition
        {
            Id = objective.OwnId(),
            Texts = TextsReader.Read(objective),
            Cycle = (objective.Take("cycle") as ScalarNode)?.Text,
            Commitment = objective.Word("commitment", ObjectiveWords.Commitments) ?? Commitment.Aspirational,
            Kind = objective.Word("kind", ObjectiveWords.Kinds),
            Tier = objective.Word("tier", ObjectiveWords.Tiers),
            Priority = objective.Text("priority"),
            From = objective.Word("from", RollUpWords.Sources) ?? RollUpSource.Both,
            RollUp = objective.Word("rollup", RollUpWords.Kinds) ?? RollUpKind.WeightedAverage,
            NoData = objective.Word("noData", RollUpWords.NoData) ?? NoDataRule.Zero,
            Parents = ParentsReader.Read(objective, links),
            KeyResults = keyResults,
            Milestones = MilestonesReader.Read(objective, cycle),
        };
        objective.RefuseUnknown();
        return definition;
    }
}
