namespace OkrGrains.Stress.Overload;

/// <summary>
/// What a server may take beside what it needs when it is idle. Of each stream: the readings of its window on their way to their goals and
/// into the commit, and as many bytes as HTTP/2 flow control lets it send ahead, which wait in the transport. Of all together: the commit
/// that is being written and the one that is being gathered, and what the collector has not yet taken back.
/// </summary>
internal static class OverloadBound
{
    /// <summary>As routed to its goal, as sent to it, as measured, and as kept, with what the growing of lists wastes.</summary>
    private const int BytesOfReading = 200;

    /// <summary>The default of <c>okr serve</c>.</summary>
    private const long StreamWindow = 2 * Sizes.MiB;

    private const long Shared = 256 * Sizes.MiB;

    public static long Of(int streams, int windowReadings) => Shared + (streams * (((long)windowReadings * BytesOfReading) + StreamWindow));
}
