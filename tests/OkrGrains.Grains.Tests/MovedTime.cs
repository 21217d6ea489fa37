using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Tests;

/// <summary>A time that stands still until a test moves it. Its timers run by the machine's time.</summary>
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
