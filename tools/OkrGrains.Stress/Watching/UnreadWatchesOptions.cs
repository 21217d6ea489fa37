namespace OkrGrains.Stress.Watching;

/// <summary>The parameters of a run with watches that nobody reads.</summary>
/// <param name="Watches">The number of watches, each of all goals of a workspace.</param>
/// <param name="Seconds">The duration of each measured part, in seconds.</param>
internal sealed record UnreadWatchesOptions(int Watches, double Seconds)
{
    /// <summary>The number of connections over which the watches are spread.</summary>
    public const int Connections = 8;
}
