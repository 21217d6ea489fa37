using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.CheckIns;

namespace OkrGrains.Grains.CheckIns;

/// <summary>A check-in on its way to its goal.</summary>
/// <param name="Author">Who checks in.</param>
/// <param name="Note">What they say; may be empty.</param>
/// <param name="Confidence">How sure they are, 0 to 1; null when they do not say.</param>
/// <param name="Request">Names the request; may be empty.</param>
/// <param name="Value">The value of the reading that it brings, finite, |v| ≤ 1e15; null for none.</param>
/// <param name="Time">When the value holds.</param>
[Immutable, GenerateSerializer, Alias("okr.check-in-entry")]
public sealed record CheckInEntry(
    [property: Id(0)] string Author,
    [property: Id(1)] string Note,
    [property: Id(2)] Portion? Confidence,
    [property: Id(3)] string Request,
    [property: Id(4)] double? Value,
    [property: Id(5)] Instant Time)
{
    /// <summary>
    /// The producer of the readings that an author's check-ins bring to a goal. One a goal, so that a check-in's number among the goal's is
    /// the reading's sequence: it needs no counter of its own, and a crash cannot set it back.
    /// </summary>
    public static string ProducerOf(long goal, string author) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"check-in/{goal}/{author}");

    internal NewCheckIn ToCheckIn(long goal, long number) => new(goal, number, Author, Note, Confidence, Request, Reading: null);
}

/// <summary>What became of a check-in.</summary>
/// <param name="Outcome">Whether it is kept.</param>
/// <param name="Number">Its number among those on the goal.</param>
/// <param name="Position">The commit.</param>
[Immutable, GenerateSerializer, Alias("okr.checked-in")]
public sealed record CheckedIn(
    [property: Id(0)] CheckInOutcome Outcome, [property: Id(1)] long Number, [property: Id(2)] long Position)
{
    internal static CheckedIn Of(CheckInRow row) => new(CheckInOutcome.Done, row.CheckIn.Number, row.Position);

    internal static CheckedIn Refused(CheckInOutcome outcome) => new(outcome, 0, 0);
}

/// <summary>Whether a check-in is kept.</summary>
public enum CheckInOutcome
{
    /// <summary>It is.</summary>
    Done = 1,

    /// <summary>The goal is not in the plan.</summary>
    UnknownGoal,

    /// <summary>The goal is a KPI.</summary>
    TakesNoCheckIns,

    /// <summary>It brings a reading, and the goal is not measured by itself.</summary>
    TakesNoReadings,
}
