using System.Collections.Immutable;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Goals;

/// <summary>
/// At which instant a goal is read by another: min(T, <paramref name="NotAfter"/>), or the whole calendar period before the one that
/// contains it (goal-model §3 growth, §5 T′ and captured). Each (child, read point) is an edge of its own.
/// </summary>
/// <param name="NotAfter">The bound; <see cref="Instant.Latest"/> for now.</param>
/// <param name="PreviousPeriod">Whether the period before is read (by a growth), whole.</param>
[Immutable, GenerateSerializer, Alias("okr.read-point")]
public readonly record struct ReadPoint([property: Id(0)] Instant NotAfter, [property: Id(1)] bool PreviousPeriod)
{
    /// <summary>At T itself.</summary>
    public static ReadPoint Now => new(Instant.Latest, false);

    /// <summary>Where most goals are read: at T and nowhere else.</summary>
    public static ImmutableArray<ReadPoint> OnlyNow { get; } = [Now];

    /// <summary>The instant that is read when the clock shows <paramref name="at"/>.</summary>
    public Instant InstantAt(Instant at) => Instant.Min(at, NotAfter);
}
