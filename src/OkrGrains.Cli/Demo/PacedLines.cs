using System.Runtime.CompilerServices;
using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Demo;

/// <summary>Returns lines evenly over a duration, slowly enough for a person to watch.</summary>
internal static class PacedLines
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <summary>Returns the lines at an even pace.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="count">The expected number of lines.</param>
    /// <param name="duration">The time for <paramref name="count"/> lines; further lines come at the same pace.</param>
    /// <param name="time">The clock that measures the pace.</param>
    /// <param name="cancellation">Ends the lines.</param>
    public static async IAsyncEnumerable<ReadingLine> Of(
        IAsyncEnumerable<ReadingLine> lines,
        long count,
        TimeSpan duration,
        TimeProvider time,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var started = time.GetTimestamp();
        var perTick = Math.Max(1, (long)(count * (Tick / duration)));
        long given = 0;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (given % perTick == 0)
            {
                var due = duration * ((double)given / count);
                var early = due - time.GetElapsedTime(started);
                if (early > TimeSpan.Zero)
                {
                    await Task.Delay(early, time, cancellation);
                }
            }

            given++;
            yield return line;
        }
    }
}
