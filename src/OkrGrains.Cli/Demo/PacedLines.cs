using System.Runtime.CompilerServices;
using OkrGrains.Plans;

namespace OkrGrains.Cli.Demo;

/// <summary>Hands lines out evenly over a time, so that somebody can watch.</summary>
internal static class PacedLines
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    /// <param name="lines">The lines.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="duration">How long they take; the pace holds for any that come after.</param>
    /// <param name="time">The clock of the pace.</param>
    /// <param name="cancellation">Ends it.</param>
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
