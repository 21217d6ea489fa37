namespace OkrGrains.Stress.Overload;

/// <summary>The bound of how far flow control lets a producer get ahead of what the server has taken.</summary>
internal static class FlowControl
{
    /// <summary>The size of a reading in columns: a handle, a value and a time.</summary>
    private const int BytesOfReading = 16;

    /// <summary>The server's default window of one stream, in bytes.</summary>
    private const long StreamWindow = 2 * Sizes.MiB;

    /// <summary>The bytes that the client has taken and not sent yet, and the batch that the server has read and not taken yet.</summary>
    private const long Buffers = Sizes.MiB;

    public static long MostReadings => (StreamWindow + Buffers) / BytesOfReading;
}
