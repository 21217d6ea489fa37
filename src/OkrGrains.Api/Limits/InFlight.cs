namespace OkrGrains.Api.Limits;

/// <summary>How many readings of all streams are unacknowledged.</summary>
internal sealed class InFlight
{
    private long _count;

    public long Count => Volatile.Read(ref _count);

    public void Add(int readings) => Interlocked.Add(ref _count, readings);
}
