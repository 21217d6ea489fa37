namespace OkrGrains.Api.Limits;

/// <summary>The number of readings of all streams that are not acknowledged yet.</summary>
internal sealed class InFlight
{
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Add(int readings) => Interlocked.Add(ref _count, readings);
}
