using System.Collections.Immutable;
using OkrGrains.Model.Definitions;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>The words of an objective's keys (goal-model §7, §9).</summary>
internal static class ObjectiveWords
{
    public static Words<Commitment> Commitments { get; } = new(
        ("aspirational", Commitment.Aspirational),
        ("committed", Commitment.Committed));

    public static ImmutableArray<string> Kinds { get; } = ["outcome", "performance"];

    public static ImmutableArray<string> Tiers { get; } = ["strategic", "tactical", "operational"];
}
