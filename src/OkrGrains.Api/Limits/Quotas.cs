using Microsoft.Extensions.Options;

namespace OkrGrains.Api.Limits;

/// <summary>The quotas of this edge, each of all callers together, of one caller, and of one workspace.</summary>
internal sealed class Quotas
{
    public Quotas(IOptions<ApiOptions> options, ApiInstruments instruments)
    {
        var limits = options.Value;
        ReadingStreams = new(
            QuotaLimits.Of(limits.MaxReadingStreams, limits.MaxReadingStreamsPerCaller, limits.MaxReadingStreamsPerWorkspace),
            "streams of readings");
        Watches = new(QuotaLimits.Of(limits.MaxWatches, limits.MaxWatchesPerCaller, limits.MaxWatchesPerWorkspace), "watches");
        WatchedGoals = new(
            QuotaLimits.Of(
                limits.MaxWatchedGoalsTogether,
                limits.MaxWatchedGoalsPerCaller,
                limits.MaxWatchedGoalsPerWorkspace,
                least: limits.MaxWatchedGoals),
            "watched goals");
        PlanBytes = new(
            QuotaLimits.Of(
                limits.MaxPlanBytesTogether,
                limits.MaxPlanBytesPerCaller,
                limits.MaxPlanBytesPerWorkspace,
                least: limits.MaxPlanBytes),
            "bytes of plans");
        Reflection = new(
            QuotaLimits.Of(limits.MaxReflectionStreams, limits.MaxReflectionStreamsPerCaller, perWorkspace: null), "streams of reflection");
        UnaryCalls = new(
            QuotaLimits.Of(limits.MaxUnaryCalls, limits.MaxUnaryCallsPerCaller, limits.MaxUnaryCallsPerWorkspace), "unary calls");
        Recalculations = new(
            QuotaLimits.Of(limits.MaxRecalculations, limits.MaxRecalculationsPerCaller, limits.MaxRecalculationsPerWorkspace),
            "evaluations from scratch");
        var plans = QuotaLimits.Of(limits.MaxPlanUploads, limits.MaxPlanUploadsPerCaller, limits.MaxPlanUploadsPerWorkspace);
        PlanReadings = new(plans, "plans that are read");
        Plans = new(plans, "plans that are applied");
        ReadingRoom = new(
            QuotaLimits.Of(
                limits.MaxReadingsInFlight,
                limits.MaxReadingsInFlightPerCaller,

                // More than the share that other quotas leave, since full ingest batches make every reading cheaper (BatchPacing).
                limits.MaxReadingsInFlightPerWorkspace ?? Math.Max(Math.Max(limits.WindowReadings, limits.MaxWrittenReadings), limits.MaxReadingsInFlight / 32 * 31),
                least: Math.Max(limits.WindowReadings, limits.MaxWrittenReadings)),
            "readings in flight");
        Pages = new(
            QuotaLimits.Of(limits.MaxPagesAtATime, limits.MaxPagesAtATimePerCaller, limits.MaxPagesAtATimePerWorkspace), "goal pages");
        Snapshots = new(
            QuotaLimits.Of(limits.MaxSnapshotsAtATime, limits.MaxSnapshotsAtATimePerCaller, limits.MaxSnapshotsAtATimePerWorkspace),
            "pieces of snapshots");
        UnreadBytes = new(
            QuotaLimits.Of(limits.MaxUnreadBytes, limits.MaxUnreadBytesPerCaller, limits.MaxUnreadBytesPerWorkspace), "unread bytes");
        instruments.Observe(this);
    }

    public Quota ReadingStreams { get; }

    public Quota Watches { get; }

    /// <summary>Bounds the goals that all watches cover together, and so the memory of the watches.</summary>
    public Quota WatchedGoals { get; }

    /// <summary>
    /// Bounds the bytes of plans that have arrived, whole or not, and are not applied yet. A stream that brings nothing takes nothing, so
    /// that idle ones refuse nobody.
    /// </summary>
    public Quota PlanBytes { get; }

    public Quota Reflection { get; }

    public Quota UnaryCalls { get; }

    public Quota Recalculations { get; }

    /// <summary>Bounds the plans that are parsed at a time, once they have arrived whole. Only then is their workspace known.</summary>
    public QueuedQuota PlanReadings { get; }

    /// <summary>Bounds the plans that are applied at a time.</summary>
    public QueuedQuota Plans { get; }

    /// <summary>
    /// Bounds the readings of all streams that are received and not yet durable, and so the memory that they take. While a stream waits for
    /// room, HTTP/2 flow control slows its producer.
    /// </summary>
    public QueuedQuota ReadingRoom { get; }

    /// <summary>Bounds the goal pages that are read at a time.</summary>
    public QueuedQuota Pages { get; }

    /// <summary>Bounds the pieces of snapshots that are read for watches at a time.</summary>
    public QueuedQuota Snapshots { get; }

    /// <summary>Bounds the bytes of all messages that wait for peers to read what was sent before.</summary>
    public Quota UnreadBytes { get; }

    /// <summary>Counts the readings that are in the windows of streams.</summary>
    public InFlight InFlight { get; } = new();
}
