using OkrGrains.Model.Numbers;
using OkrGrains.Model.Time;
using OkrGrains.Storage.Readings;

namespace OkrGrains.Storage.CheckIns;

/// <summary>A check-in to be kept.</summary>
/// <param name="Goal">The number of the key result or objective.</param>
/// <param name="Number">Its number among the goal's check-ins: one more than the last one's, or the write is a conflict.</param>
/// <param name="Author">Who checks in.</param>
/// <param name="Note">What they say; may be empty.</param>
/// <param name="Confidence">How sure they are to reach the goal, 0 to 1; null when they do not say.</param>
/// <param name="Request">Names the request, so that one that is sent again is known; may be empty.</param>
/// <param name="Reading">The reading that came with it, which its goal's append holds; null for none.</param>
public sealed record NewCheckIn(
    long Goal, long Number, string Author, string Note, Portion? Confidence, string Request, StoredReading? Reading);

/// <summary>A check-in on record.</summary>
/// <param name="CheckIn">What was said.</param>
/// <param name="Position">Its commit.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="Producer">The name of the producer of its reading; null without one.</param>
public sealed record CheckInRow(NewCheckIn CheckIn, long Position, Instant AcceptedAt, string? Producer);
