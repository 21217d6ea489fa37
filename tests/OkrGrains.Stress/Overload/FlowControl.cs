namespace OkrGrains.Stress.Overload;

/// <summary>How far flow control lets a producer get ahead of what the server has taken.</summary>
internal static class FlowControl
{
    /// <summary>Of a reading in columns: a handle, a value and a time.</summary>
    private const int BytesOfReading = 16;

    /// <summary>The server's window of one stream, by default.</summary>
    private const long StreamWindow = 2 * Sizes.MiB;

    /// <summary>What the client has taken and not yet sent, and the batch that the server has read and not yet taken.</summary>
    private const long Buffers = Sizes.MiB;

    public static long MostReadings => (StreamWindow + Buffers) / BytesOfReading;
}
