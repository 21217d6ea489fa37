namespace OkrGrains.Stress.Hostile;

/// <summary>What became of an attack.</summary>
/// <param name="Peers">Who took part.</param>
/// <param name="Answered">Of them, those that were told what had to be said to them.</param>
/// <param name="Answer">What that is.</param>
internal sealed record Outcome(int Peers, int Answered, string Answer);
