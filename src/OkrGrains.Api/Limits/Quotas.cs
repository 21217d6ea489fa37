using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>The quotas of this edge, each for all callers together and for one caller.</summary>
internal sealed class Quotas
{
    public Quotas(IOptions<ApiOptions> options, ApiInstruments instruments)
    {
        var limits = options.Value;
        Readings = new(limits.MaxReadingStreams, limits.MaxReadingStreamsPerCaller, "streams of readings");
        Watches = new(limits.MaxWatches, limits.MaxWatchesPerCaller, "watches");
        Plans = new(limits.MaxPlanUploads, limits.MaxPlanUploadsPerCaller, "uploads of plans");
        Reflection = new(limits.MaxReflectionStreams, limits.MaxReflectionStreamsPerCaller, "streams of reflection");
        Recalculations = new(limits.MaxRecalculations, limits.MaxRecalculationsPerCaller, "evaluations from scratch");
        ReadingRoom = new(limits.MaxReadingsInFlight, limits.MaxReadingsInFlightPerCaller);
        Pages = new(limits.MaxPagesAtATime, limits.MaxPagesAtATimePerCaller);
        UnreadBytes = new(limits.MaxUnreadBytes, limits.MaxUnreadBytesPerCaller);
        instruments.Observe(this);
    }

    public Slots Readings { get; }

    public Slots Watches { get; }

    public Slots Plans { get; }

    public Slots Reflection { get; }

    public Slots Recalculations { get; }

    /// <summary>
    /// Bounds the readings of all streams that are received and not yet durable, and so the memory that they take. While a stream waits for
    /// room, HTTP/2 flow control slows its producer.
    /// </summary>
    public QueuedQuota ReadingRoom { get; }

    /// <summary>Bounds the goal pages that are read at a time.</summary>
    public QueuedQuota Pages { get; }

    /// <summary>Bounds the bytes of all messages that wait for peers to read what was sent before.</summary>
    public Quota UnreadBytes { get; }

    /// <summary>Counts the readings that are in the windows of streams.</summary>
    public InFlight InFlight { get; } = new();
}
