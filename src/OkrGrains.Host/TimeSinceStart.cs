namespace OkrGrains.Host;

/// <summary>The system's time, with timestamps that count from the start of the server instead of the start of the machine.</summary>
/// <remarks>
/// The watchdog of Orleans 10.4.2 starts a thread that measures from a timestamp of 0 until the thread which started it has set another.
/// With the machine's timestamps it then warned of a stall as long as the machine had been up: nine starts of ten on a busy machine.
/// </remarks>
internal sealed class TimeSinceStart : TimeProvider
{
    private readonly long _start = System.GetTimestamp();

    public override long GetTimestamp() => System.GetTimestamp() - _start;
}
