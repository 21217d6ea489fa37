using Microsoft.Extensions.Logging;
using OkrGrains.Api;
using OkrGrains.Model.Time;
using OkrGrains.Storage;

namespace OkrGrains.TestKit.Clusters;

/// <summary>What a cluster is made of.</summary>
public sealed class OkrClusterOptions
{
    /// <summary>How many silos; 1 by default.</summary>
    public short Silos { get; init; } = 1;

    /// <summary>What the goal clock shows; null lets it flow with <see cref="Time"/>.</summary>
    public Instant? Now { get; init; }

    /// <summary>The time of the goal clock and of the edges: heartbeats and limits.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The data folder; null for a new one that goes with the cluster.</summary>
    public string? Directory { get; init; }

    /// <summary>Where the edges of the first silos listen; on a free port each by default.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Where silos and edges log; nowhere by default.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <summary>Puts something between the silos and the store; nothing by default.</summary>
    public Func<IGoalStore, IGoalStore> WrapStore { get; init; } = store => store;

    /// <summary>Changes limits of the edges.</summary>
    public Action<ApiOptions>? Limits { get; init; }
}
