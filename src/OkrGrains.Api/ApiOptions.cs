namespace OkrGrains.Api;

/// <summary>The limits of the gRPC edge. They are checked when the server starts, and an invalid limit stops it.</summary>
/// <remarks>A caller, for the limits of one caller, is a connection.</remarks>
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

    /// <summary>The maximum number of plan uploads at a time; 4 by default.</summary>
    public int MaxPlanUploads { get; set; } = 4;

    /// <summary>The maximum number of plan uploads at a time of one caller; null, the default, for as many as the server has.</summary>
    public int? MaxPlanUploadsPerCaller { get; set; }

    /// <summary>The maximum duration of a plan upload; 2 minutes by default.</summary>
    public TimeSpan PlanUploadLimit { get; set; } = TimeSpan.FromMinutes(2);

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

    /// <summary>The maximum number of open readings streams; 1,000 by default.</summary>
    public int MaxReadingStreams { get; set; } = 1_000;

    /// <summary>The maximum number of open readings streams of one caller; null, the default, for as many as the server has.</summary>
    public int? MaxReadingStreamsPerCaller { get; set; }

    /// <summary>
    /// The maximum number of unacknowledged readings of a stream; 524,288 by default. With a larger window each goal takes more readings at
    /// a time, which makes each reading cheaper.
    /// </summary>
    public int WindowReadings { get; set; } = 524_288;

    /// <summary>
    /// The maximum number of readings of all streams that are received and not yet durable, at about 100 bytes of memory each; 4,194,304 by
    /// default, and at least <see cref="WindowReadings"/>.
    /// </summary>
    public int MaxReadingsInFlight { get; set; } = 4_194_304;

    /// <summary>
    /// The maximum number of readings of one caller's streams that are received and not yet durable, at least <see cref="WindowReadings"/>;
    /// null, the default, for no limit below that of the server.
    /// </summary>
    public int? MaxReadingsInFlightPerCaller { get; set; }

    /// <summary>The maximum number of unacknowledged batches of a stream, whatever their size; 1,024 by default.</summary>
    public int WindowBatches { get; set; } = 1_024;

    /// <summary>The maximum size of a batch, in readings; 8,192 by default, and at most <see cref="WindowReadings"/>.</summary>
    public int MaxBatchReadings { get; set; } = 8_192;

    /// <summary>The maximum number of handles that a stream may define; 200,000 by default.</summary>
    public int MaxHandles { get; set; } = 200_000;

    /// <summary>The maximum size of a unary write, in readings; 10,000 by default.</summary>
    public int MaxWrittenReadings { get; set; } = 10_000;

    /// <summary>The size of a page when the request names none, in goals or readings; 1,000 by default.</summary>
    public int DefaultPageSize { get; set; } = 1_000;

    /// <summary>The maximum size of a page, in goals or readings; 5,000 by default.</summary>
    public int MaxPageSize { get; set; } = 5_000;

    /// <summary>
    /// The maximum number of goal pages that are read at a time; 2 by default, since a page of 5,000 goals takes tens of megabytes. Further
    /// requests wait in line.
    /// </summary>
    public int MaxPagesAtATime { get; set; } = 2;

    /// <summary>The maximum number of goal pages read at a time for one caller; null, the default, for as many as the server has.</summary>
    public int? MaxPagesAtATimePerCaller { get; set; }

    /// <summary>
    /// The maximum size of a page in bytes, at which it ends early; 3 MiB by default, since gRPC clients accept 4 MiB by default.
    /// </summary>
    public int MaxPageBytes { get; set; } = 3 * 1024 * 1024;

    /// <summary>The maximum number of open watches; 10,000 by default.</summary>
    public int MaxWatches { get; set; } = 10_000;

    /// <summary>The maximum number of open watches of one caller; null, the default, for as many as the server has.</summary>
    public int? MaxWatchesPerCaller { get; set; }

    /// <summary>The maximum number of goals that one watch covers; 200,000 by default.</summary>
    public int MaxWatchedGoals { get; set; } = 200_000;

    /// <summary>The interval of heartbeats of a watch whose request names none; 15 s by default, at least 1 s.</summary>
    public TimeSpan DefaultHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The maximum number of open reflection streams; 100 by default.</summary>
    public int MaxReflectionStreams { get; set; } = 100;

    /// <summary>The maximum number of open reflection streams of one caller; null, the default, for as many as the server has.</summary>
    public int? MaxReflectionStreamsPerCaller { get; set; }

    /// <summary>The maximum number of goals evaluated from scratch at a time, as under an older definition; 2 by default.</summary>
    public int MaxRecalculations { get; set; } = 2;

    /// <summary>The maximum number of these evaluations at a time of a caller; null, the default, for as many as the server has.</summary>
    public int? MaxRecalculationsPerCaller { get; set; }

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

    /// <summary>
    /// The maximum number of bytes, in the messages of all calls of one caller, that wait for the peer to read what was sent before; null,
    /// the default, for no limit below that of the server.
    /// </summary>
    public long? MaxUnreadBytesPerCaller { get; set; }

    /// <summary>Returns what is wrong with the limits, in a line; null if nothing is.</summary>
    public string? Fault() => this switch
    {
        { MaxMessageBytes: < 1024 } => $"{nameof(MaxMessageBytes)} is below 1024",
        { MaxConnections: < 1 } => $"{nameof(MaxConnections)} is below 1",
        { MaxPlanBytes: < 1 } => $"{nameof(MaxPlanBytes)} is below 1",
        { MaxPlanUploads: < 1 } => $"{nameof(MaxPlanUploads)} is below 1",
        { MaxPlanUploadsPerCaller: < 1 } => $"{nameof(MaxPlanUploadsPerCaller)} is below 1",
        { MaxReadingStreams: < 1 } => $"{nameof(MaxReadingStreams)} is below 1",
        { MaxReadingStreamsPerCaller: < 1 } => $"{nameof(MaxReadingStreamsPerCaller)} is below 1",
        { MaxUnreadBytes: < 1 } => $"{nameof(MaxUnreadBytes)} is below 1",
        { MaxUnreadBytesPerCaller: < 1 } => $"{nameof(MaxUnreadBytesPerCaller)} is below 1",
        { WindowBatches: < 1 } => $"{nameof(WindowBatches)} is below 1",
        { MaxBatchReadings: < 1 } => $"{nameof(MaxBatchReadings)} is below 1",
        { MaxHandles: < 1 } => $"{nameof(MaxHandles)} is below 1",
        { MaxWrittenReadings: < 1 } => $"{nameof(MaxWrittenReadings)} is below 1",
        { DefaultPageSize: < 1 } => $"{nameof(DefaultPageSize)} is below 1",
        { MaxPagesAtATime: < 1 } => $"{nameof(MaxPagesAtATime)} is below 1",
        { MaxPagesAtATimePerCaller: < 1 } => $"{nameof(MaxPagesAtATimePerCaller)} is below 1",
        { MaxPageBytes: < 1 } => $"{nameof(MaxPageBytes)} is below 1",
        { MaxWatches: < 1 } => $"{nameof(MaxWatches)} is below 1",
        { MaxWatchesPerCaller: < 1 } => $"{nameof(MaxWatchesPerCaller)} is below 1",
        { MaxWatchedGoals: < 1 } => $"{nameof(MaxWatchedGoals)} is below 1",
        { MaxReflectionStreams: < 1 } => $"{nameof(MaxReflectionStreams)} is below 1",
        { MaxReflectionStreamsPerCaller: < 1 } => $"{nameof(MaxReflectionStreamsPerCaller)} is below 1",
        { MaxRecalculations: < 1 } => $"{nameof(MaxRecalculations)} is below 1",
        { MaxRecalculationsPerCaller: < 1 } => $"{nameof(MaxRecalculationsPerCaller)} is below 1",
        _ when WindowReadings < MaxBatchReadings => $"{nameof(WindowReadings)} is below {nameof(MaxBatchReadings)}",
        _ when MaxReadingsInFlight < WindowReadings => $"{nameof(MaxReadingsInFlight)} is below {nameof(WindowReadings)}",
        _ when MaxReadingsInFlightPerCaller < WindowReadings => $"{nameof(MaxReadingsInFlightPerCaller)} is below {nameof(WindowReadings)}",
        _ when MaxPageSize < DefaultPageSize => $"{nameof(MaxPageSize)} is below {nameof(DefaultPageSize)}",
        _ when DefaultHeartbeat < TimeSpan.FromSeconds(1) => $"{nameof(DefaultHeartbeat)} is below a second",
        _ when ConnectionIdleLimit <= TimeSpan.Zero => $"{nameof(ConnectionIdleLimit)} is not above zero",
        _ when PlanUploadLimit <= TimeSpan.Zero => $"{nameof(PlanUploadLimit)} is not above zero",
        _ when OpeningLimit <= TimeSpan.Zero => $"{nameof(OpeningLimit)} is not above zero",
        _ when MessageLimit <= TimeSpan.Zero => $"{nameof(MessageLimit)} is not above zero",
        _ when IdleLimit < MessageLimit => $"{nameof(IdleLimit)} is below {nameof(MessageLimit)}",
        _ when FreshnessPeriod <= TimeSpan.Zero => $"{nameof(FreshnessPeriod)} is not above zero",
        _ when SendLimit <= TimeSpan.Zero => $"{nameof(SendLimit)} is not above zero",
        _ => null,
    };
}
