namespace OkrGrains.Api;

/// <summary>The limits of the gRPC edge. Checked when the server starts; one that makes no sense stops it.</summary>
public sealed class ApiOptions
{
    /// <summary>The greatest message taken, before and after decompression, in bytes; a chunk of a plan and its frame by default.</summary>
    public int MaxMessageBytes { get; set; } = (1024 + 64) * 1024;

    /// <summary>
    /// How many connections may be open at each address, 16,384 by default; the next ones are closed as soon as they are accepted. More
    /// than streams and watches together, and fewer than the files that the process may have open.
    /// </summary>
    public int MaxConnections { get; set; } = 16_384;

    /// <summary>How long a connection may be open without a call; 2 minutes by default. Then it is closed in good order.</summary>
    public TimeSpan ConnectionIdleLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The greatest plan file, in bytes; 64 MiB by default.</summary>
    public int MaxPlanBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>How many plans may be on their way in at a time; 4 by default.</summary>
    public int MaxPlanUploads { get; set; } = 4;

    /// <summary>How long a plan may take to arrive; 2 minutes by default.</summary>
    public TimeSpan PlanUploadLimit { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a stream of readings may take to open after the call; 30 s by default.</summary>
    public TimeSpan OpeningLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a message that has begun may take to be complete, in every call; 30 s by default. Longer ones end the call with
    /// RESOURCE_EXHAUSTED, reason TOO_SLOW.
    /// </summary>
    public TimeSpan MessageLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a stream may bring no message; 15 minutes by default. Longer silence ends it with UNAVAILABLE, reason STREAM_IDLE; a
    /// producer opens another when it has something to send.
    /// </summary>
    public TimeSpan IdleLimit { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many streams of readings may be open; 1,000 by default.</summary>
    public int MaxReadingStreams { get; set; } = 1_000;

    /// <summary>
    /// How many readings of a stream may be unacknowledged; 524,288 by default. The more there are, the more readings each goal takes at a
    /// time, and the less each costs.
    /// </summary>
    public int WindowReadings { get; set; } = 524_288;

    /// <summary>
    /// How many readings of all streams may be on their way to the disk, at about 100 bytes each; 4,194,304 by default, at least a window.
    /// </summary>
    public int MaxReadingsUnderway { get; set; } = 4_194_304;

    /// <summary>How many batches of a stream may be unacknowledged, whatever they hold; 1,024 by default.</summary>
    public int WindowBatches { get; set; } = 1_024;

    /// <summary>The greatest batch of a stream, in readings; 8,192 by default, at most the window.</summary>
    public int MaxBatchReadings { get; set; } = 8_192;

    /// <summary>How many handles a stream may define; 200,000 by default.</summary>
    public int MaxHandles { get; set; } = 200_000;

    /// <summary>The greatest unary write, in readings; 10,000 by default.</summary>
    public int MaxWrittenReadings { get; set; } = 10_000;

    /// <summary>The page of a list when the request names no size, in goals or readings; 1,000 by default.</summary>
    public int DefaultPageSize { get; set; } = 1_000;

    /// <summary>The greatest page of a list, in goals or readings; 5,000 by default.</summary>
    public int MaxPageSize { get; set; } = 5_000;

    /// <summary>
    /// How many pages of goals are read at a time, 4 by default, since one of 5,000 takes tens of megabytes; whoever asks meanwhile waits in line.
    /// </summary>
    public int MaxPagesAtATime { get; set; } = 4;

    /// <summary>A page ends early when it has so many bytes; 3 MiB by default, since clients take 4 MiB by default.</summary>
    public int MaxPageBytes { get; set; } = 3 * 1024 * 1024;

    /// <summary>How many watches may be open; 10,000 by default.</summary>
    public int MaxWatches { get; set; } = 10_000;

    /// <summary>How many goals one watch may cover; 200,000 by default.</summary>
    public int MaxWatchedGoals { get; set; } = 200_000;

    /// <summary>How often a watch shows a sign of life when the request does not say; 15 s by default.</summary>
    public TimeSpan DefaultHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How many streams of reflection may be open; 100 by default.</summary>
    public int MaxReflectionStreams { get; set; } = 100;

    /// <summary>How many goals may be evaluated from scratch at a time, under an older definition; 2 by default.</summary>
    public int MaxRecalculations { get; set; } = 2;

    /// <summary>
    /// How long a peer may leave a message untaken until its stream is cut; 30 s by default. It is told why if it begins to read within as
    /// much time again; then, and when a single answer is not taken within both, the call is reset with ENHANCE_YOUR_CALM, which gRPC takes
    /// for RESOURCE_EXHAUSTED.
    /// </summary>
    public TimeSpan SendLimit { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the freshness of goals is measured, while anybody listens to it; once a second by default.</summary>
    public TimeSpan FreshnessPeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many bytes of messages may wait at a time for peers that do not read what came before them; 128 MiB by default. Calls whose
    /// messages would wait beside so many are reset at once.
    /// </summary>
    public long MaxUnreadBytes { get; set; } = 128 * 1024 * 1024;

    internal string? Fault() => this switch
    {
        { MaxMessageBytes: < 1024 } => $"{nameof(MaxMessageBytes)} is below 1024",
        { MaxConnections: < 1 } => $"{nameof(MaxConnections)} is below 1",
        { MaxPlanBytes: < 1 } => $"{nameof(MaxPlanBytes)} is below 1",
        { MaxPlanUploads: < 1 } => $"{nameof(MaxPlanUploads)} is below 1",
        { MaxReadingStreams: < 1 } => $"{nameof(MaxReadingStreams)} is below 1",
        { MaxUnreadBytes: < 1 } => $"{nameof(MaxUnreadBytes)} is below 1",
        { WindowBatches: < 1 } => $"{nameof(WindowBatches)} is below 1",
        { MaxBatchReadings: < 1 } => $"{nameof(MaxBatchReadings)} is below 1",
        { MaxHandles: < 1 } => $"{nameof(MaxHandles)} is below 1",
        { MaxWrittenReadings: < 1 } => $"{nameof(MaxWrittenReadings)} is below 1",
        { DefaultPageSize: < 1 } => $"{nameof(DefaultPageSize)} is below 1",
        { MaxPagesAtATime: < 1 } => $"{nameof(MaxPagesAtATime)} is below 1",
        { MaxPageBytes: < 1 } => $"{nameof(MaxPageBytes)} is below 1",
        { MaxWatches: < 1 } => $"{nameof(MaxWatches)} is below 1",
        { MaxWatchedGoals: < 1 } => $"{nameof(MaxWatchedGoals)} is below 1",
        { MaxReflectionStreams: < 1 } => $"{nameof(MaxReflectionStreams)} is below 1",
        { MaxRecalculations: < 1 } => $"{nameof(MaxRecalculations)} is below 1",
        _ when WindowReadings < MaxBatchReadings => $"{nameof(WindowReadings)} is below {nameof(MaxBatchReadings)}",
        _ when MaxReadingsUnderway < WindowReadings => $"{nameof(MaxReadingsUnderway)} is below {nameof(WindowReadings)}",
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
