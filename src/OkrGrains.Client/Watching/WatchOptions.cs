using OkrGrains.Client.Retrying;

namespace OkrGrains.Client.Watching;

/// <summary>The scope of a watch and the way in which its broken stream is opened again.</summary>
public sealed record WatchOptions
{
    /// <summary>The full name of a goal, or <c>workspaces/{w}</c> for all goals of a workspace.</summary>
    public required string Name { get; init; }

    /// <summary>True to watch everything that the goal reads, directly or indirectly, together with it; the default.</summary>
    public bool Subtree { get; init; } = true;

    /// <summary>
    /// The interval at which the server sends heartbeats, in whole seconds from 1 to 3600; 15 s by default. Three missing heartbeats break
    /// the stream.
    /// </summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The pauses and limits under which a broken stream is opened again.</summary>
    public RetryOptions Retry { get; init; } = new();

    internal void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(Name, nameof(Name));
        ArgumentOutOfRangeException.ThrowIfLessThan(Heartbeat, TimeSpan.FromSeconds(1), nameof(Heartbeat));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Heartbeat, TimeSpan.FromHours(1), nameof(Heartbeat));
        Retry.Validate();
    }
}
