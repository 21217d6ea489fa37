namespace OkrGrains.Stress.Hostile;

/// <summary>The outcome of an attack.</summary>
/// <param name="Peers">The number of peers that took part.</param>
/// <param name="Answered">The number of peers that got the answer that they should get.</param>
/// <param name="Answer">A description of that answer.</param>
internal sealed record Outcome(int Peers, int Answered, string Answer);
