namespace OkrGrains.Stress.Overload;

/// <summary>
/// The bound of the memory that a server may take beside what it needs when it is idle. For all streams together it counts the readings
/// that may be unacknowledged, on their way to their goals and into the commit, and garbage that the collector has not taken back yet. For
/// each stream it counts the bytes that HTTP/2 flow control lets it send ahead, which wait in the transport, and the batch that has been
/// read and waits for room.
/// </summary>
internal static class OverloadBound
{
    /// <summary>
    /// The bytes of a reading in all its forms: as routed to its goal, as sent to it, as measured and as stored, with the space that
    /// growing lists waste.
    /// </summary>
    private const int BytesOfReading = 512;

    /// <summary>The server's window of one stream in bytes, which is the default of <c>okr serve</c>.</summary>
    private const long StreamWindow = 2 * Sizes.MiB;

    private const long Batch = Sizes.MiB;
    private const long Shared = 256 * Sizes.MiB;

    public static long Of(int streams, long readingsUnderway) => Shared + (readingsUnderway * BytesOfReading) + (streams * (StreamWindow + Batch));
}
