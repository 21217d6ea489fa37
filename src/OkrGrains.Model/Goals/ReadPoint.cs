using System.Collections.Immutable;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Goals;

/// <summary>
/// The instant at which one goal reads another: min(T, <paramref name="NotAfter"/>), or the whole calendar period before the one that
/// contains that instant (goal-model §3 growth, §5 T′ and captured). Each pair of child and read point is an edge of its own.
/// </summary>
/// <param name="NotAfter">The latest instant that is read; <see cref="Instant.Latest"/> to read at T.</param>
/// <param name="PreviousPeriod">True to read the whole period before, as a growth does.</param>
[Immutable, GenerateSerializer, Alias("okr.read-point")]
public readonly record struct ReadPoint([property: Id(0)] Instant NotAfter, [property: Id(1)] bool PreviousPeriod)
{
    /// <summary>The read point at T itself.</summary>
    public static ReadPoint Now => new(Instant.Latest, false);

    /// <summary>The read points of most goals, which are read at T and nowhere else.</summary>
    public static ImmutableArray<ReadPoint> OnlyNow { get; } = [Now];

    /// <summary>Returns the instant that is read when the clock shows <paramref name="at"/>.</summary>
    public Instant InstantAt(Instant at) => Instant.Min(at, NotAfter);
}
