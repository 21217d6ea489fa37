using System.Collections.Immutable;
using OkrGrains.Model.Targets;
using OkrGrains.Model.Time;

namespace OkrGrains.Model.Goals;

/// <summary>
/// The instant at which one goal reads another, min(T, <paramref name="NotAfter"/>), and which part of the window there (goal-model §3
/// growth, §4 part of a period, §5 T′ and captured). Each pair of child and read point is an edge of its own.
/// </summary>
/// <param name="NotAfter">The latest instant that is read; <see cref="Instant.Latest"/> to read at T.</param>
/// <param name="Part">The part of the window that is read.</param>
[Immutable, GenerateSerializer, Alias("okr.read-point")]
public readonly record struct ReadPoint([property: Id(0)] Instant NotAfter, [property: Id(1)] ReadPart Part)
{
    /// <summary>The read point at T itself.</summary>
    public static ReadPoint Now => new(Instant.Latest, ReadPart.Window);

    /// <summary>The read points of most goals, which are read at T and nowhere else.</summary>
    public static ImmutableArray<ReadPoint> OnlyNow { get; } = [Now];

    /// <summary>True if ended days or hours are read, and not a value.</summary>
    public bool IsEndedPart => Part is ReadPart.EndedDays or ReadPart.EndedHours;

    /// <summary>Returns the point that reads what a target compares, at the same instant (goal-model §4).</summary>
    public ReadPoint PartFor(Prorate prorate) =>
        this with { Part = prorate == Prorate.Day ? ReadPart.EndedDays : ReadPart.EndedHours };

    /// <summary>Returns the instant that is read when the clock shows <paramref name="at"/>.</summary>
    public Instant InstantAt(Instant at) => Instant.Min(at, NotAfter);
}
