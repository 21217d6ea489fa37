using Google.Protobuf.WellKnownTypes;
using OkrGrains.Model.Time;
using WireDuration = Google.Protobuf.WellKnownTypes.Duration;

namespace OkrGrains.Api.Mapping;

/// <summary>Converts instants to and from messages.</summary>
internal static class Times
{
    private const int NanosPerMilli = 1_000_000;

    /// <summary>The longest duration that the contract's type takes, 10,000 years; a longer one means the same.</summary>
    private const long MaxSeconds = 315_576_000_000;

    /// <summary>Converts a duration, which is of whole seconds.</summary>
    public static WireDuration ToWire(this Model.Time.Duration duration) =>
        new() { Seconds = Math.Min(duration.Milliseconds / 1000, MaxSeconds) };

    public static Timestamp ToWire(this Instant instant)
    {
        var seconds = Math.DivRem(instant.UnixMillis, 1000, out var millis);
        return millis < 0
            ? new Timestamp { Seconds = seconds - 1, Nanos = (int)(millis + 1000) * NanosPerMilli }
            : new Timestamp { Seconds = seconds, Nanos = (int)millis * NanosPerMilli };
    }

    /// <summary>
    /// Converts a timestamp, with fractions of a millisecond cut off towards the past (goal-model §3). Returns false outside the years 1 to
    /// 9999.
    /// </summary>
    public static bool TryFromWire(Timestamp timestamp, out Instant instant)
    {
        // The nanoseconds of a timestamp always count forward, so cutting them off goes to the past also before 1970.
        instant = default;
        return timestamp.Nanos is >= 0 and < 1_000_000_000
            && timestamp.Seconds is > -1_000_000_000_000 and < 1_000_000_000_000
            && TryFromMillis((timestamp.Seconds * 1000) + (timestamp.Nanos / NanosPerMilli), 0, out instant);
    }

    /// <summary>Adds a base and an offset, both in milliseconds. Returns false outside the years 1 to 9999.</summary>
    public static bool TryFromMillis(long baseMillis, int offset, out Instant instant)
    {
        instant = default;
        if (baseMillis is < -100_000_000_000_000 or > 300_000_000_000_000)
        {
            return false;
        }

        instant = new Instant(baseMillis + offset);
        return instant >= Instant.Earliest && instant <= Instant.Latest;
    }

    /// <summary>Returns true when a base lies in the years 1 to 9999 with every 32-bit offset in milliseconds.</summary>
    public static bool HoldsAnyOffset(long baseMillis) =>
        baseMillis >= Instant.Earliest.UnixMillis - int.MinValue && baseMillis <= Instant.Latest.UnixMillis - int.MaxValue;
}
