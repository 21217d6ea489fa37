namespace OkrGrains.Stress.Watching;

/// <summary>Who watches.</summary>
/// <param name="Watchers">All of them.</param>
/// <param name="Stuck">Those of them that read nothing.</param>
/// <param name="Seconds">How long each of the measured parts lasts.</param>
internal sealed record SlowConsumersOptions(int Watchers, int Stuck, double Seconds);
