using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Goals;

/// <summary>
/// The score of a key result or an objective when its cycle closed. It stays, whatever is accepted later (goal-model §8).
/// </summary>
/// <param name="Score">The score at closing, <c>finalScore</c>.</param>
/// <param name="Coverage">The coverage at closing.</param>
/// <param name="Grade">The grade at closing.</param>
/// <param name="At">The instant at which the score holds, the T of its evaluation: the cycle's end when it was closed.</param>
[Immutable, GenerateSerializer, Alias("okr.final-score")]
public sealed record FinalScore(
    [property: Id(0)] Portion Score, [property: Id(1)] Portion Coverage, [property: Id(2)] Grade Grade, [property: Id(3)] Instant At);
