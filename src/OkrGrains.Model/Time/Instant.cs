namespace OkrGrains.Model.Time;

/// <summary>An instant in whole milliseconds of UTC, years 1 to 9999 (goal-model §3).</summary>
/// <param name="UnixMillis">The number of milliseconds since 1970-01-01T00:00:00Z; negative before.</param>
[Immutable, GenerateSerializer, Alias("okr.instant")]
public readonly record struct Instant([property: Id(0)] long UnixMillis) : IComparable<Instant>
{
    /// <summary>The first instant, 0001-01-01T00:00:00Z.</summary>
    public static Instant Earliest => new(-62_135_596_800_000);

    /// <summary>The last instant, 9999-12-31T23:59:59.999Z.</summary>
    public static Instant Latest => new(253_402_300_799_999);

    /// <summary>
    /// Reads RFC 3339 with an offset or <c>Z</c>. Digits finer than a millisecond are truncated towards the past. Returns false for any
    /// other text, for a leap second (an instant has no place for it) and for instants outside the years 1 to 9999 of UTC.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Instant instant) => Rfc3339.TryParse(text, out instant);

    /// <summary>Reads an instant, like <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The text is no such instant.</exception>
    public static Instant Parse(ReadOnlySpan<char> text) => TryParse(text, out var instant)
        ? instant
        : throw new FormatException($"'{text}' is not an RFC 3339 instant with an offset or Z, of the years 1 to 9999.");

    /// <summary>Returns the earlier of two instants.</summary>
    public static Instant Min(Instant a, Instant b) => a.UnixMillis <= b.UnixMillis ? a : b;

    /// <summary>Returns the later of two instants.</summary>
    public static Instant Max(Instant a, Instant b) => a.UnixMillis >= b.UnixMillis ? a : b;

    /// <summary>Returns the instant as <c>YYYY-MM-DDTHH:MM:SS[.mmm]Z</c> (goal-model §11).</summary>
    public override string ToString() => Rfc3339.Format(this);

    /// <inheritdoc/>
    public int CompareTo(Instant other) => UnixMillis.CompareTo(other.UnixMillis);

    /// <summary>Returns true if <paramref name="a"/> is before <paramref name="b"/>.</summary>
    public static bool operator <(Instant a, Instant b) => a.UnixMillis < b.UnixMillis;

    /// <summary>Returns true if <paramref name="a"/> is after <paramref name="b"/>.</summary>
    public static bool operator >(Instant a, Instant b) => a.UnixMillis > b.UnixMillis;

    /// <summary>Returns true if <paramref name="a"/> is not after <paramref name="b"/>.</summary>
    public static bool operator <=(Instant a, Instant b) => a.UnixMillis <= b.UnixMillis;

    /// <summary>Returns true if <paramref name="a"/> is not before <paramref name="b"/>.</summary>
    public static bool operator >=(Instant a, Instant b) => a.UnixMillis >= b.UnixMillis;

    /// <summary>
    /// Returns the instant that many milliseconds later. It may lie outside the years 1 to 9999, as the open end of the last period does.
    /// </summary>
    internal Instant Plus(long milliseconds) => new(UnixMillis + milliseconds);
}
