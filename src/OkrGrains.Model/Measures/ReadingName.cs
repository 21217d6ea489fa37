namespace OkrGrains.Model.Measures;

/// <summary>What names a reading of a workspace for good.</summary>
/// <param name="Producer">The number of the producer that sent it.</param>
/// <param name="Sequence">Its sequence in that producer.</param>
public readonly record struct ReadingName(long Producer, long Sequence);
