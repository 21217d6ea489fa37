using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;

namespace OkrGrains.Storage.Records;

/// <summary>A check-in to be stored.</summary>
/// <param name="Goal">The number of the key result or objective.</param>
/// <param name="Number">
/// Its number among the goal's check-ins. It must be one more than the last one's; otherwise the write is a conflict.
/// </param>
/// <param name="Author">The person who checks in.</param>
/// <param name="Note">The text of the check-in; may be empty.</param>
/// <param name="Confidence">The author's confidence that the goal will be reached, 0 to 1; null if not stated.</param>
/// <param name="Request">The name of the request, by which a repeated request is recognised; may be empty.</param>
/// <param name="Reading">The reading that came with it, which the append of its goal holds; null for none.</param>
public sealed record NewCheckIn(
    long Goal, long Number, string Author, string Note, Portion? Confidence, string Request, StoredReading? Reading);

/// <summary>A stored check-in.</summary>
/// <param name="CheckIn">The check-in itself.</param>
/// <param name="Position">The position of its commit.</param>
/// <param name="AcceptedAt">The acceptance instant of its commit.</param>
/// <param name="Producer">The name of the producer of its reading; null if it has no reading.</param>
public sealed record CheckInRow(NewCheckIn CheckIn, long Position, Instant AcceptedAt, string? Producer);
