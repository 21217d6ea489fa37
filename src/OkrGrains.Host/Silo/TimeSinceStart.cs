namespace OkrGrains.Host.Silo;

/// <summary>The system's time, with timestamps that count from the start of the server, beginning an hour below 0.</summary>
/// <remarks>
/// The watchdog of Orleans 10.4.2 starts a thread that measures from a timestamp of 0 until the thread which started it has set another.
/// With the machine's timestamps it warned of a stall as long as the machine had been up, at nine starts of ten on a busy machine. With 0
/// at the start of the server it still warned when a start took 21 seconds. While 0 lies ahead, nothing has elapsed since then.
/// </remarks>
internal sealed class TimeSinceStart : TimeProvider
{
    private readonly long _zero = System.GetTimestamp() + (long)TimeSpan.FromHours(1).TotalSeconds * System.TimestampFrequency;

    public override long GetTimestamp() => System.GetTimestamp() - _zero;
}
