namespace OkrGrains.Client;

/// <summary>The options of a connection to a server.</summary>
public sealed record OkrClientOptions
{
    /// <summary>The silence after which the connection is tested with a ping; 15 s by default.</summary>
    public TimeSpan KeepAliveDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The time after which a connection that does not answer a ping is given up; 10 s by default.</summary>
    public TimeSpan KeepAliveTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The time after which an attempt to connect is given up; 15 s by default.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The size of the largest message that is accepted from the server, in bytes; 16 MiB by default.</summary>
    public int MaxMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The clock that measures delays and timeouts; the system's clock by default.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
