using OkrGrains.Client.Retrying;

namespace OkrGrains.Client.Watching;

/// <summary>What is watched, and what happens when the stream breaks.</summary>
public sealed record WatchOptions
{
    /// <summary>Full name of a goal, or <c>workspaces/{w}</c> for all goals of a workspace.</summary>
    public required string Name { get; init; }

    /// <summary>Whether all that the goal reads, directly or not, is watched with it; true by default.</summary>
    public bool Subtree { get; init; } = true;

    /// <summary>How often the server gives a sign of life, in whole seconds from 1 to 3600; 15 s by default. Three missing ones break the stream.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>What happens when the stream breaks.</summary>
    public RetryOptions Retry { get; init; } = new();

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name, nameof(Name));
        ArgumentOutOfRangeException.ThrowIfLessThan(Heartbeat, TimeSpan.FromSeconds(1), nameof(Heartbeat));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Heartbeat, TimeSpan.FromHours(1), nameof(Heartbeat));
        Retry.Validate();
    }
}
