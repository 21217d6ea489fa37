namespace OkrGrains.Model.Measures;

/// <summary>The name of a reading, unique in its workspace and never changed.</summary>
/// <param name="Producer">The number of the producer that sent the reading.</param>
/// <param name="Sequence">The sequence of the reading within that producer.</param>
public readonly record struct ReadingName(long Producer, long Sequence);
