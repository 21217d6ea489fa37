using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests;

/// <summary>A time that stands until a test moves it; timers run by the machine's.</summary>
internal sealed class MovedTime(Instant at) : TimeProvider
{
    private long _millis = at.UnixMillis;

    public Instant At
    {
        get => new(Interlocked.Read(ref _millis));
        set => Interlocked.Exchange(ref _millis, value.UnixMillis);
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Read(ref _millis));
}
