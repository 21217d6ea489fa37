namespace OkrGrains.Stress.Watching;

/// <summary>The parameters of a run with watchers.</summary>
/// <param name="Watchers">The number of all watchers.</param>
/// <param name="Stuck">The number of those among them that read nothing.</param>
/// <param name="Seconds">The duration of each measured part, in seconds.</param>
internal sealed record SlowConsumersOptions(int Watchers, int Stuck, double Seconds);
