namespace OkrGrains.Model.Time;

/// <summary>An instant in whole milliseconds of UTC, years 1 to 9999 (goal-model §3).</summary>
/// <param name="UnixMillis">Milliseconds since 1970-01-01T00:00:00Z; negative before.</param>
[Immutable, GenerateSerializer, Alias("okr.instant")]
public readonly record struct Instant([property: Id(0)] long UnixMillis) : IComparable<Instant>
{
    /// <summary>0001-01-01T00:00:00Z.</summary>
    public static Instant Earliest => new(-62_135_596_800_000);

    /// <summary>9999-12-31T23:59:59.999Z.</summary>
    public static Instant Latest => new(253_402_300_799_999);

    /// <summary>The earlier of two instants.</summary>
    public static Instant Min(Instant a, Instant b) => a.UnixMillis <= b.UnixMillis ? a : b;

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMillis.CompareTo(other.UnixMillis);

    /// <summary>Whether <paramref name="a"/> is before <paramref name="b"/>.</summary>
    public static bool operator <(Instant a, Instant b) => a.UnixMillis < b.UnixMillis;

    /// <summary>Whether <paramref name="a"/> is after <paramref name="b"/>.</summary>
    public static bool operator >(Instant a, Instant b) => a.UnixMillis > b.UnixMillis;

    /// <summary>Whether <paramref name="a"/> is not after <paramref name="b"/>.</summary>
    public static bool operator <=(Instant a, Instant b) => a.UnixMillis <= b.UnixMillis;

    /// <summary>Whether <paramref name="a"/> is not before <paramref name="b"/>.</summary>
    public static bool operator >=(Instant a, Instant b) => a.UnixMillis >= b.UnixMillis;
}
