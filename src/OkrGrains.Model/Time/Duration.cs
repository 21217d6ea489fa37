namespace OkrGrains.Model.Time;

/// <summary>
/// A length of time: ISO 8601 days, hours, minutes and seconds only, whole and above zero (goal-model §2, §3); zero only as a
/// cycle's default <c>closeAfter</c>.
/// </summary>
/// <param name="Milliseconds">Whole milliseconds. What is longer than all of time is kept as <see cref="Longest"/>.</param>
public readonly record struct Duration(long Milliseconds)
{
    /// <summary>Longer than the years 1 to 9999, so that a longer one would mean the same.</summary>
    public static Duration Longest => new(400_000_000_000_000);
}
