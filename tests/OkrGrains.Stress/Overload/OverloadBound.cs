namespace OkrGrains.Stress.Overload;

/// <summary>
/// What a server may take beside what it needs when it is idle. Of all streams together: the readings that may be unacknowledged, on their way
/// to their goals and into the commit, and what the collector has not yet taken back. Of each stream: as many bytes as HTTP/2 flow control
/// lets it send ahead, which wait in the transport, and the batch that has been read and waits for room.
/// </summary>
internal static class OverloadBound
{
    /// <summary>As routed to its goal, as sent to it, as measured, and as kept, with what the growing of lists wastes.</summary>
    private const int BytesOfReading = 512;

    /// <summary>The default of <c>okr serve</c>.</summary>
    private const long StreamWindow = 2 * Sizes.MiB;

    private const long Batch = Sizes.MiB;
    private const long Shared = 256 * Sizes.MiB;

    public static long Of(int streams, long readingsUnderway) => Shared + (readingsUnderway * BytesOfReading) + (streams * (StreamWindow + Batch));
}
