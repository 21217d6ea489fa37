namespace OkrGrains.Client;

/// <summary>How a client reaches a server.</summary>
public sealed record OkrClientOptions
{
    /// <summary>Silence after which the connection is tested with a ping; 15 s by default.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A connection that does not answer a ping for so long is given up; 10 s by default.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest message taken from the server in bytes; 16 MiB by default.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The clock of delays and timeouts; the system's by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
