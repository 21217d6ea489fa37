using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>The newest check-in on a goal. The goal's grain has it at hand, so that nobody has to read it from the store.</summary>
/// <param name="Number">Its number among those on the goal.</param>
/// <param name="Author">The person who made it.</param>
/// <param name="Note">The text; may be empty.</param>
/// <param name="Confidence">The author's confidence, 0 to 1; null when not given.</param>
/// <param name="AcceptedAt">The acceptance instant of its commit.</param>
/// <param name="Position">The position of its commit.</param>
/// <param name="Reading">The reading that came with it; null for none.</param>
[Immutable, GenerateSerializer, Alias("okr.last-check-in")]
public sealed record LastCheckIn(
    [property: Id(0)] long Number,
    [property: Id(1)] string Author,
    [property: Id(2)] string Note,
    [property: Id(3)] Portion? Confidence,
    [property: Id(4)] Instant AcceptedAt,
    [property: Id(5)] long Position,
    [property: Id(6)] CheckInReading? Reading)
{
    /// <summary>Returns a check-in as it is stored, with the reading that came with it.</summary>
    public static LastCheckIn Of(CheckInRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var reading = row.CheckIn.Reading is { } brought
            ? new CheckInReading(brought.Time, brought.Value, row.Producer ?? "", brought.Sequence)
            : null;
        return new(
            row.CheckIn.Number, row.CheckIn.Author, row.CheckIn.Note, row.CheckIn.Confidence, row.AcceptedAt, row.Position, reading);
    }
}

/// <summary>The reading that came with a check-in.</summary>
/// <param name="Time">The event time.</param>
/// <param name="Value">The value.</param>
/// <param name="Producer">The name of its producer.</param>
/// <param name="Sequence">Its sequence.</param>
[Immutable, GenerateSerializer, Alias("okr.check-in-reading")]
public sealed record CheckInReading(
    [property: Id(0)] Instant Time, [property: Id(1)] double Value, [property: Id(2)] string Producer, [property: Id(3)] long Sequence);
