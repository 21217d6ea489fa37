namespace OkrGrains.Crash.Producing;

/// <summary>A producer that goes on over every kill of the server, and can be stopped and started like a process of its own.</summary>
internal interface ICrashProducer : IDisposable
{
    /// <summary>The longest time that everything may take to be acknowledged once nothing new is sent.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    CrashReadings Readings { get; }

    string Id { get; }

    /// <summary>The sequence up to which every reading has been acknowledged.</summary>
    long Acknowledged { get; }

    /// <summary>The sequence of the last reading that was ever sent.</summary>
    long Sent { get; }

    /// <summary>The number of readings that were sent again.</summary>
    long Replayed { get; }

    /// <summary>The last token that came with an acknowledgement.</summary>
    string Token { get; }

    /// <summary>Starts sending to the silo with the given number.</summary>
    void Start(string[] urls, int silo);

    /// <summary>Stops at once. Readings that are not acknowledged may or may not be durable.</summary>
    Task StopAsync();

    /// <summary>Sends nothing new, and ends once everything that was ever sent is acknowledged.</summary>
    Task FinishAsync();
}
