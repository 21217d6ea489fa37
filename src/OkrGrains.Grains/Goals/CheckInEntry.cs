using OkrGrains.Grains.Ingest;
using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>A check-in that is sent to its goal.</summary>
/// <param name="Author">The author of the check-in.</param>
/// <param name="Note">The text of the check-in; may be empty.</param>
/// <param name="Confidence">The author's confidence, 0 to 1; null when not given.</param>
/// <param name="Request">The name of the request, by which a repeated request is recognised; may be empty.</param>
/// <param name="Value">The value of the reading that it brings, finite, |v| ≤ 1e15; null for none.</param>
/// <param name="Time">The event time of the value.</param>
[Immutable, GenerateSerializer, Alias("okr.check-in-entry")]
public sealed record CheckInEntry(
    [property: Id(0)] string Author,
    [property: Id(1)] string Note,
    [property: Id(2)] Portion? Confidence,
    [property: Id(3)] string Request,
    [property: Id(4)] double? Value,
    [property: Id(5)] Instant Time)
{
    /// <summary>True if the request states the event time; otherwise it is the time at which the request came.</summary>
    [Id(6)]
    public bool IsTimed { get; init; }

    /// <summary>Returns the name of the producer of the readings that an author's check-ins bring to a goal.</summary>
    /// <remarks>
    /// There is one for each goal, so that the number of a check-in on the goal is the reading's sequence: it needs no counter of its own,
    /// and a crash cannot set it back. Its sequence is greater only where others had sent under the name, before it was reserved.
    /// </remarks>
    public static string ProducerOf(long goal, string author) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{ReservedProducers.CheckIns}{goal}/{author}");

    /// <summary>Returns true if a stored check-in says the same. A time that the request does not state may be any.</summary>
    internal bool SaysSame(NewCheckIn stored) =>
        (Author, Note, Confidence, Value) == (stored.Author, stored.Note, stored.Confidence, stored.Reading?.Value)
        && (!IsTimed || Time == stored.Reading?.Time);

    internal NewCheckIn ToCheckIn(long goal, long number) => new(goal, number, Author, Note, Confidence, Request, Reading: null);
}

/// <summary>The result of a check-in.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Number">The number of the check-in among those on the goal; 0 when it was refused.</param>
/// <param name="Position">The position of its commit; 0 when it was refused.</param>
[Immutable, GenerateSerializer, Alias("okr.checked-in")]
public sealed record CheckedIn(
    [property: Id(0)] CheckInOutcome Outcome, [property: Id(1)] long Number, [property: Id(2)] long Position)
{
    internal static CheckedIn Of(CheckInRow row) => new(CheckInOutcome.Done, row.CheckIn.Number, row.Position);

    internal static CheckedIn Refused(CheckInOutcome outcome) => new(outcome, 0, 0);
}

/// <summary>The outcome of a check-in.</summary>
public enum CheckInOutcome
{
    /// <summary>The check-in is stored.</summary>
    Done = 1,

    /// <summary>The goal is not in the plan.</summary>
    UnknownGoal,

    /// <summary>The goal is a KPI.</summary>
    TakesNoCheckIns,

    /// <summary>The check-in brings a reading, and the goal is not measured by readings of its own.</summary>
    TakesNoReadings,

    /// <summary>Another check-in on the goal has the same request id.</summary>
    RequestReused,

    /// <summary>The producer of the author's readings has used its last sequence.</summary>
    SequencesUsedUp,
}
