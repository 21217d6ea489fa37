using OkrGrains.Model.Numbers;

namespace OkrGrains.Model.Goals;

/// <summary>What a key result or an objective was worth when its cycle closed: it stays, whatever is accepted later (goal-model §8).</summary>
/// <param name="Score">The score, <c>finalScore</c>.</param>
/// <param name="Coverage">The coverage.</param>
/// <param name="Grade">The grade.</param>
[Immutable, GenerateSerializer, Alias("okr.final-score")]
public sealed record FinalScore(
    [property: Id(0)] Portion Score, [property: Id(1)] Portion Coverage, [property: Id(2)] Grade Grade)
{
    /// <summary>Whether a live score is another one: <c>restated</c>.</summary>
    public bool IsRestatedBy(Portion? live) => live != Score;
}
