namespace OkrGrains.Api;

/// <summary>The limits of the gRPC edge. They are checked when the server starts, and an invalid limit stops it.</summary>
/// <remarks>
/// Most limits are of the whole server, and have two shares: of one caller, which is a connection, and of one workspace. Unless it is set,
/// a caller's share is a quarter of the server's limit and a workspace's share three quarters, rounded down and at least 1, so that nobody
/// takes everything.
/// </remarks>
public sealed class ApiOptions
{
    /// <summary>
    /// The maximum size of a received message, before and after decompression, in bytes; by default 1,088 KiB, which holds a plan chunk of
    /// 1 MiB.
    /// </summary>
    public int MaxMessageBytes { get; set; } = (1024 + 64) * 1024;

    /// <summary>
    /// The maximum number of open connections at each address; 16,384 by default. Further connections are closed as soon as they are
    /// accepted. Choose more than streams and watches together, and fewer than the files that the process may have open.
    /// </summary>
    public int MaxConnections { get; set; } = 16_384;

    /// <summary>The time after which a connection without a call is closed in good order; 2 minutes by default.</summary>
    public TimeSpan ConnectionIdleLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The maximum size of a plan file, in bytes; 64 MiB by default.</summary>
    public int MaxPlanBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>
    /// The maximum size of all plans together that have arrived, whole or in part, and are not applied yet, in bytes; 256 MiB by default,
    /// and at least <see cref="MaxPlanBytes"/>. A plan that would exceed it is refused; a stream that brings nothing takes nothing.
    /// </summary>
    public long MaxPlanBytesTogether { get; set; } = 256 * 1024 * 1024;

    /// <summary>
    /// The share of <see cref="MaxPlanBytesTogether"/> of one caller, at least <see cref="MaxPlanBytes"/>; null, the default, for a quarter
    /// or, if that is less, <see cref="MaxPlanBytes"/>.
    /// </summary>
    public long? MaxPlanBytesPerCaller { get; set; }

    /// <summary>
    /// The share of <see cref="MaxPlanBytesTogether"/> of one workspace, at least <see cref="MaxPlanBytes"/>; null, the default, for three
    /// quarters or, if that is less, <see cref="MaxPlanBytes"/>.
    /// </summary>
    public long? MaxPlanBytesPerWorkspace { get; set; }

    /// <summary>
    /// The maximum number of plans that are read, and of plans that are applied, at a time, once they have arrived whole; 4 by default.
    /// Further ones wait in line.
    /// </summary>
    public int MaxPlanUploads { get; set; } = 4;

    /// <summary>The share of <see cref="MaxPlanUploads"/> of one caller; null, the default, for a quarter.</summary>
    public int? MaxPlanUploadsPerCaller { get; set; }

    /// <summary>The share of <see cref="MaxPlanUploads"/> of one workspace; null, the default, for three quarters.</summary>
    public int? MaxPlanUploadsPerWorkspace { get; set; }

    /// <summary>The maximum duration of a plan upload; 2 minutes by default.</summary>
    public TimeSpan PlanUploadLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The maximum time between two messages of a plan upload; 10 s by default. A longer silence ends it with RESOURCE_EXHAUSTED, reason
    /// TOO_SLOW, since what has arrived of the plan occupies memory meanwhile.
    /// </summary>
    public TimeSpan PlanChunkLimit { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The maximum number of unary calls in flight; 4,000 by default. Further ones are refused.</summary>
    public int MaxUnaryCalls { get; set; } = 4_000;

    /// <summary>The share of <see cref="MaxUnaryCalls"/> of one caller; null, the default, for a quarter.</summary>
    public int? MaxUnaryCallsPerCaller { get; set; }

    /// <summary>The share of <see cref="MaxUnaryCalls"/> of one workspace; null, the default, for three quarters.</summary>
    public int? MaxUnaryCallsPerWorkspace { get; set; }

    /// <summary>The maximum time from the start of a readings stream to its opening message; 30 s by default.</summary>
    public TimeSpan OpeningLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum time from the first to the last byte of a received message, in every call; 30 s by default. A slower message ends the
    /// call with RESOURCE_EXHAUSTED, reason TOO_SLOW.
    /// </summary>
    public TimeSpan MessageLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The maximum time between two messages of a stream; 15 minutes by default. A longer silence ends it with UNAVAILABLE, reason
    /// STREAM_IDLE; a producer opens another stream when it has something to send.
    /// </summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The silence, zero or more, after which an open readings stream gives its place to a new one for which a limit of open streams leaves
    /// none; 30 s by default. It ends with UNAVAILABLE, reason STREAM_IDLE, like one that was silent for <see cref="IdleLimit"/>.
    /// </summary>
    public TimeSpan StreamYieldLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum number of open readings streams; 1,000 by default. A stream counts from its opening message on.</summary>
    public int MaxReadingStreams { get; set; } = 1_000;

    /// <summary>The share of <see cref="MaxReadingStreams"/> of one caller; null, the default, for a quarter.</summary>
    public int? MaxReadingStreamsPerCaller { get; set; }

    /// <summary>The share of <see cref="MaxReadingStreams"/> of one workspace; null, the default, for three quarters.</summary>
    public int? MaxReadingStreamsPerWorkspace { get; set; }

    /// <summary>
    /// The maximum number of unacknowledged readings of a stream; 524,288 by default. With a larger window each goal takes more readings at
    /// a time, which makes each reading cheaper.
    /// </summary>
    public int WindowReadings { get; set; } = 524_288;

    /// <summary>
    /// The maximum number of readings of all streams and unary writes that are received and not yet durable, at about 100 bytes of memory
    /// each; 4,194,304 by default, and at least <see cref="WindowReadings"/> and <see cref="MaxWrittenReadings"/>.
    /// </summary>
    public int MaxReadingsInFlight { get; set; } = 4_194_304;

    /// <summary>
    /// The share of <see cref="MaxReadingsInFlight"/> of one caller, at least <see cref="WindowReadings"/> and
    /// <see cref="MaxWrittenReadings"/>; null, the default, for a quarter or, if that is less, the greater of the two.
    /// </summary>
    public int? MaxReadingsInFlightPerCaller { get; set; }

    /// <summary>
    /// The share of <see cref="MaxReadingsInFlight"/> of one workspace, at least <see cref="WindowReadings"/>; null, the default, for
    /// 31 of 32 parts or, if that is less, <see cref="WindowReadings"/>.
    /// </summary>
    public int? MaxReadingsInFlightPerWorkspace { get; set; }

    /// <summary>The maximum number of unacknowledged batches of a stream, whatever their size; 1,024 by default.</summary>
    public int WindowBatches { get; set; } = 1_024;

    /// <summary>The maximum size of a batch, in readings; 8,192 by default, and at most <see cref="WindowReadings"/>.</summary>
    public int MaxBatchReadings { get; set; } = 8_192;

    /// <summary>The maximum number of handles that a stream may define; 200,000 by default.</summary>
    public int MaxHandles { get; set; } = 200_000;

    /// <summary>
    /// The maximum size of a unary write, in readings; 10,000 by default, and at most <see cref="MaxReadingsInFlight"/>.
    /// </summary>
    public int MaxWrittenReadings { get; set; } = 10_000;

    /// <summary>The size of a page when the request names none, in goals, readings or workspaces; 1,000 by default.</summary>
    public int DefaultPageSize { get; set; } = 1_000;

    /// <summary>The maximum size of a page, in goals, readings or workspaces; 5,000 by default.</summary>
    public int MaxPageSize { get; set; } = 5_000;

    /// <summary>
    /// The maximum number of goal pages that are read at a time; 2 by default, since a page of 5,000 goals takes tens of megabytes. Further
    /// requests wait in line.
    /// </summary>
    public int MaxPagesAtATime { get; set; } = 2;

    /// <summary>The share of <see cref="MaxPagesAtATime"/> of one caller; null, the default, for a quarter, and so for 1.</summary>
    public int? MaxPagesAtATimePerCaller { get; set; }

    /// <summary>The share of <see cref="MaxPagesAtATime"/> of one workspace; null, the default, for three quarters, and so for 1.</summary>
    public int? MaxPagesAtATimePerWorkspace { get; set; }

    /// <summary>
    /// The maximum size of a page in bytes, at which it ends early, and of the names that an answer to a change lists; 3 MiB by default, since
    /// gRPC clients accept 4 MiB by default.
    /// </summary>
    public int MaxPageBytes { get; set; } = 3 * 1024 * 1024;

    /// <summary>The maximum number of open watches; 10,000 by default.</summary>
    public int MaxWatches { get; set; } = 10_000;

    /// <summary>The share of <see cref="MaxWatches"/> of one caller; null, the default, for a quarter.</summary>
    public int? MaxWatchesPerCaller { get; set; }

    /// <summary>The share of <see cref="MaxWatches"/> of one workspace; null, the default, for three quarters.</summary>
    public int? MaxWatchesPerWorkspace { get; set; }

    /// <summary>The maximum number of goals that one watch covers; 200,000 by default.</summary>
    public int MaxWatchedGoals { get; set; } = 200_000;

    /// <summary>
    /// The maximum number of goals that all watches cover together, each watch counted for itself, at about 200 bytes of memory each;
    /// 2,000,000 by default, and at least <see cref="MaxWatchedGoals"/>.
    /// </summary>
    public int MaxWatchedGoalsTogether { get; set; } = 2_000_000;

    /// <summary>
    /// The share of <see cref="MaxWatchedGoalsTogether"/> of one caller, at least <see cref="MaxWatchedGoals"/>; null, the default, for a
    /// quarter or, if that is less, <see cref="MaxWatchedGoals"/>.
    /// </summary>
    public int? MaxWatchedGoalsPerCaller { get; set; }

    /// <summary>
    /// The share of <see cref="MaxWatchedGoalsTogether"/> of one workspace, at least <see cref="MaxWatchedGoals"/>; null, the default, for
    /// three quarters or, if that is less, <see cref="MaxWatchedGoals"/>.
    /// </summary>
    public int? MaxWatchedGoalsPerWorkspace { get; set; }

    /// <summary>
    /// The maximum number of pieces of snapshots, of 64 goals each, that are read for watches at a time; 2 by default. Further watches wait
    /// in line for their next piece; one whose peer does not read what it was sent is not in the line.
    /// </summary>
    public int MaxSnapshotsAtATime { get; set; } = 2;

    /// <summary>The share of <see cref="MaxSnapshotsAtATime"/> of one caller; null, the default, for a quarter, and so for 1.</summary>
    public int? MaxSnapshotsAtATimePerCaller { get; set; }

    /// <summary>
    /// The share of <see cref="MaxSnapshotsAtATime"/> of one workspace; null, the default, for three quarters, and so for 1.
    /// </summary>
    public int? MaxSnapshotsAtATimePerWorkspace { get; set; }

    /// <summary>The interval of heartbeats of a watch whose request names none; 15 s by default, at least 1 s.</summary>
    public TimeSpan DefaultHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The maximum number of open reflection streams; 100 by default.</summary>
    public int MaxReflectionStreams { get; set; } = 100;

    /// <summary>The share of <see cref="MaxReflectionStreams"/> of one caller; null, the default, for a quarter.</summary>
    public int? MaxReflectionStreamsPerCaller { get; set; }

    /// <summary>The maximum number of goals evaluated from scratch at a time, as under an older definition; 2 by default.</summary>
    public int MaxRecalculations { get; set; } = 2;

    /// <summary>The share of <see cref="MaxRecalculations"/> of one caller; null, the default, for a quarter, and so for 1.</summary>
    public int? MaxRecalculationsPerCaller { get; set; }

    /// <summary>
    /// The share of <see cref="MaxRecalculations"/> of one workspace; null, the default, for three quarters, and so for 1.
    /// </summary>
    public int? MaxRecalculationsPerWorkspace { get; set; }

    /// <summary>
    /// The maximum time for which a message waits for its peer to read, until the stream is ended; 30 s by default. The status reaches the
    /// peer if it begins to read within the same time again. Otherwise, and when the single answer of a unary call waits for twice this
    /// time, the call is reset with ENHANCE_YOUR_CALM, which gRPC clients report as RESOURCE_EXHAUSTED.
    /// </summary>
    public TimeSpan SendLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The time between two measurements of the freshness of goals, while it is collected; 1 s by default.</summary>
    public TimeSpan FreshnessPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The maximum number of bytes, in the messages of all calls, that wait for peers to read what was sent before; 128 MiB by default. A
    /// call whose message would exceed it is reset at once.
    /// </summary>
    public long MaxUnreadBytes { get; set; } = 128 * 1024 * 1024;

    /// <summary>The share of <see cref="MaxUnreadBytes"/> of one caller; null, the default, for a quarter.</summary>
    public long? MaxUnreadBytesPerCaller { get; set; }

    /// <summary>The share of <see cref="MaxUnreadBytes"/> of one workspace; null, the default, for three quarters.</summary>
    public long? MaxUnreadBytesPerWorkspace { get; set; }

    /// <summary>Returns what is wrong with the limits, in a line; null if nothing is.</summary>
    public string? Fault() =>
        Counts().Where(count => count.Value < 1).Select(count => $"{count.Name} is below 1").FirstOrDefault()
        ?? ShareFault()
        ?? this switch
        {
            { MaxMessageBytes: < 1024 } => $"{nameof(MaxMessageBytes)} is below 1024",
            _ when WindowReadings < MaxBatchReadings => $"{nameof(WindowReadings)} is below {nameof(MaxBatchReadings)}",
            _ when MaxPageSize < DefaultPageSize => $"{nameof(MaxPageSize)} is below {nameof(DefaultPageSize)}",
            _ when DefaultHeartbeat < TimeSpan.FromSeconds(1) => $"{nameof(DefaultHeartbeat)} is below a second",
            _ when ConnectionIdleLimit <= TimeSpan.Zero => $"{nameof(ConnectionIdleLimit)} is not above zero",
            _ when PlanUploadLimit <= TimeSpan.Zero => $"{nameof(PlanUploadLimit)} is not above zero",
            _ when PlanChunkLimit <= TimeSpan.Zero => $"{nameof(PlanChunkLimit)} is not above zero",
            _ when OpeningLimit <= TimeSpan.Zero => $"{nameof(OpeningLimit)} is not above zero",
            _ when MessageLimit <= TimeSpan.Zero => $"{nameof(MessageLimit)} is not above zero",
            _ when IdleLimit < MessageLimit => $"{nameof(IdleLimit)} is below {nameof(MessageLimit)}",
            _ when StreamYieldLimit < TimeSpan.Zero => $"{nameof(StreamYieldLimit)} is below zero",
            _ when FreshnessPeriod <= TimeSpan.Zero => $"{nameof(FreshnessPeriod)} is not above zero",
            _ when SendLimit <= TimeSpan.Zero => $"{nameof(SendLimit)} is not above zero",
            _ => null,
        };

    private (string Name, long? Value)[] Counts() =>
    [
        (nameof(MaxConnections), MaxConnections),
        (nameof(MaxPlanBytes), MaxPlanBytes),
        (nameof(MaxPlanUploads), MaxPlanUploads),
        (nameof(MaxPlanUploadsPerCaller), MaxPlanUploadsPerCaller),
        (nameof(MaxPlanUploadsPerWorkspace), MaxPlanUploadsPerWorkspace),
        (nameof(MaxUnaryCalls), MaxUnaryCalls),
        (nameof(MaxUnaryCallsPerCaller), MaxUnaryCallsPerCaller),
        (nameof(MaxUnaryCallsPerWorkspace), MaxUnaryCallsPerWorkspace),
        (nameof(MaxReadingStreams), MaxReadingStreams),
        (nameof(MaxReadingStreamsPerCaller), MaxReadingStreamsPerCaller),
        (nameof(MaxReadingStreamsPerWorkspace), MaxReadingStreamsPerWorkspace),
        (nameof(MaxUnreadBytes), MaxUnreadBytes),
        (nameof(MaxUnreadBytesPerCaller), MaxUnreadBytesPerCaller),
        (nameof(MaxUnreadBytesPerWorkspace), MaxUnreadBytesPerWorkspace),
        (nameof(WindowBatches), WindowBatches),
        (nameof(MaxBatchReadings), MaxBatchReadings),
        (nameof(MaxHandles), MaxHandles),
        (nameof(MaxWrittenReadings), MaxWrittenReadings),
        (nameof(DefaultPageSize), DefaultPageSize),
        (nameof(MaxPagesAtATime), MaxPagesAtATime),
        (nameof(MaxPagesAtATimePerCaller), MaxPagesAtATimePerCaller),
        (nameof(MaxPagesAtATimePerWorkspace), MaxPagesAtATimePerWorkspace),
        (nameof(MaxPageBytes), MaxPageBytes),
        (nameof(MaxWatches), MaxWatches),
        (nameof(MaxWatchesPerCaller), MaxWatchesPerCaller),
        (nameof(MaxWatchesPerWorkspace), MaxWatchesPerWorkspace),
        (nameof(MaxWatchedGoals), MaxWatchedGoals),
        (nameof(MaxSnapshotsAtATime), MaxSnapshotsAtATime),
        (nameof(MaxSnapshotsAtATimePerCaller), MaxSnapshotsAtATimePerCaller),
        (nameof(MaxSnapshotsAtATimePerWorkspace), MaxSnapshotsAtATimePerWorkspace),
        (nameof(MaxReflectionStreams), MaxReflectionStreams),
        (nameof(MaxReflectionStreamsPerCaller), MaxReflectionStreamsPerCaller),
        (nameof(MaxRecalculations), MaxRecalculations),
        (nameof(MaxRecalculationsPerCaller), MaxRecalculationsPerCaller),
        (nameof(MaxRecalculationsPerWorkspace), MaxRecalculationsPerWorkspace),
    ];

    /// <summary>Finds a limit that holds less than a single call may need.</summary>
    private string? ShareFault()
    {
        (string Name, long? Value, string Least, long Needed)[] shares =
        [
            (nameof(MaxReadingsInFlight), MaxReadingsInFlight, nameof(WindowReadings), WindowReadings),
            (nameof(MaxReadingsInFlightPerCaller), MaxReadingsInFlightPerCaller, nameof(WindowReadings), WindowReadings),
            (nameof(MaxReadingsInFlightPerWorkspace), MaxReadingsInFlightPerWorkspace, nameof(WindowReadings), WindowReadings),
            (nameof(MaxReadingsInFlight), MaxReadingsInFlight, nameof(MaxWrittenReadings), MaxWrittenReadings),
            (nameof(MaxReadingsInFlightPerCaller), MaxReadingsInFlightPerCaller, nameof(MaxWrittenReadings), MaxWrittenReadings),
            (nameof(MaxReadingsInFlightPerWorkspace), MaxReadingsInFlightPerWorkspace, nameof(MaxWrittenReadings), MaxWrittenReadings),
            (nameof(MaxPlanBytesTogether), MaxPlanBytesTogether, nameof(MaxPlanBytes), MaxPlanBytes),
            (nameof(MaxPlanBytesPerCaller), MaxPlanBytesPerCaller, nameof(MaxPlanBytes), MaxPlanBytes),
            (nameof(MaxPlanBytesPerWorkspace), MaxPlanBytesPerWorkspace, nameof(MaxPlanBytes), MaxPlanBytes),
            (nameof(MaxWatchedGoalsTogether), MaxWatchedGoalsTogether, nameof(MaxWatchedGoals), MaxWatchedGoals),
            (nameof(MaxWatchedGoalsPerCaller), MaxWatchedGoalsPerCaller, nameof(MaxWatchedGoals), MaxWatchedGoals),
            (nameof(MaxWatchedGoalsPerWorkspace), MaxWatchedGoalsPerWorkspace, nameof(MaxWatchedGoals), MaxWatchedGoals),
        ];
        return shares.Where(share => share.Value < share.Needed).Select(share => $"{share.Name} is below {share.Least}").FirstOrDefault();
    }
}
