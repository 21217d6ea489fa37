using OkrGrains.Model.Measures;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Readings;

/// <summary>The result of measuring a goal's readings again, from the first on, as if one more amendment had been made.</summary>
/// <param name="Measured">The tallies.</param>
/// <param name="Amended">The reading that the amendment names, as it was accepted; null when the goal does not hold it.</param>
/// <param name="Before">The value that counted before the amendment; null when the reading had been retracted.</param>
internal sealed record Replay(MeasureState Measured, StoredReading? Amended, double? Before)
{
    public static async Task<Replay> RunAsync(
        IAsyncEnumerable<StoredReadings> history, MeasureState empty, ReadingAmendment? next)
    {
        var replay = new Replay(empty, null, null);
        await foreach (var commit in history)
        {
            var measured = replay.Measured.With(commit.With(next).Span);
            replay = next is not null && Find(commit.Accepted.Span, next.Name) is { } found
                ? new Replay(measured, found, Find(commit.Readings.Span, next.Name)?.Value)
                : replay with { Measured = measured };
        }

        return replay;
    }

    private static StoredReading? Find(ReadOnlySpan<StoredReading> readings, ReadingName name)
    {
        foreach (ref readonly var reading in readings)
        {
            if (reading.Name == name)
            {
                return reading;
            }
        }

        return null;
    }
}
