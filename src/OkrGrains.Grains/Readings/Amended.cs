using OkrGrains.Model.Time;

namespace OkrGrains.Grains.Readings;

/// <summary>The result of an amendment.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Position">The position of a commit at which it holds; 0 when it was not made.</param>
/// <param name="Time">The event time of the reading.</param>
/// <param name="Before">The value that counted before; null when the reading had been retracted.</param>
[Immutable, GenerateSerializer, Alias("okr.amended")]
public readonly record struct Amended(
    [property: Id(0)] AmendOutcome Outcome,
    [property: Id(1)] long Position,
    [property: Id(2)] Instant Time,
    [property: Id(3)] double? Before)
{
    internal static Amended Not(AmendOutcome why) => new(why, 0, default, null);
}

/// <summary>The outcome of an amendment.</summary>
public enum AmendOutcome
{
    /// <summary>The amendment is durable, either made now or in force before.</summary>
    Made = 0,

    /// <summary>No goal, or not the one that was asked, holds a reading of that name.</summary>
    UnknownReading,

    /// <summary>The goal has left the plan, or takes no readings any more.</summary>
    TakesNoReadings,

    /// <summary>The reading is too far back to be found without its goal.</summary>
    GoalNeeded,

    /// <summary>The request has the id of another one.</summary>
    RequestReused,
}
