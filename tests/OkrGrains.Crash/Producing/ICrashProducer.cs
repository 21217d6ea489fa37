namespace OkrGrains.Crash.Producing;

/// <summary>A producer that goes on over every kill of the server, and can be stopped and started like a process of its own.</summary>
internal interface ICrashProducer : IDisposable
{
    /// <summary>How long everything may take to be acknowledged once nothing new is sent.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    CrashReadings Readings { get; }

    string Id { get; }

    /// <summary>Every reading up to here was acknowledged once.</summary>
    long Acknowledged { get; }

    /// <summary>No reading beyond this one was ever sent.</summary>
    long Sent { get; }

    /// <summary>Readings that were sent again.</summary>
    long Replayed { get; }

    /// <summary>The last token that came with an acknowledgement.</summary>
    string Token { get; }

    /// <summary>Starts sending, to the silo of a number.</summary>
    void Start(string[] urls, int silo);

    /// <summary>Stops at once: what is not acknowledged may or may not be durable.</summary>
    Task StopAsync();

    /// <summary>Sends nothing new; ends once all that was ever sent is acknowledged.</summary>
    Task FinishAsync();
}
