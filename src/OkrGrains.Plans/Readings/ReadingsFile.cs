using System.Runtime.CompilerServices;
using OkrGrains.Model.Definitions;

namespace OkrGrains.Plans.Readings;

/// <summary>
/// Reads a readings file: CSV whose header names <c>goal</c>, <c>time</c> and <c>value</c> (goal-model §10). Lines end with LF or CRLF; the
/// last one may end with the file. Fields may be quoted, and a quoted one may hold line breaks. A byte order mark and empty lines are
/// skipped. A line of more than 1,024 bytes is refused.
/// </summary>
public static class ReadingsFile
{
    /// <summary>
    /// Reads the file line by line, in constant memory. A bad line is returned with its <see cref="ReadingLine.Fault"/>, and reading goes
    /// on. A wrong header is the only line returned.
    /// </summary>
    /// <param name="stream">The file, uncompressed; it is left open.</param>
    /// <param name="format">What is known of the file beside its bytes; the format of the goal model when null.</param>
    /// <param name="cancel">The token that cancels the reading.</param>
    public static async IAsyncEnumerable<ReadingLine> ReadAsync(
        Stream stream, ReadingsFormat? format = null, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var lines = new LineBuffer(stream);
        var parser = new FileParser(format ?? new());
        do
        {
            while (parser.TryNext(lines, out var line))
            {
                yield return line;
            }
        }
        while (!parser.IsEnded && await lines.FillAsync(cancel));

        if (parser.TryEnd(out var missing))
        {
            yield return missing;
        }
    }

    /// <summary>Reads the whole file against a plan: every goal named must be one of the plan's goals that take readings.</summary>
    /// <param name="stream">The file, uncompressed; it is left open.</param>
    /// <param name="plan">The plan whose goals the readings are for.</param>
    /// <param name="cancel">The token that cancels the reading.</param>
    public static async Task<PlanReadings> ReadAllAsync(Stream stream, Plan plan, CancellationToken cancel = default)
    {
        var gathering = new ReadingsByGoal(plan);
        await foreach (var line in ReadAsync(stream, cancel: cancel))
        {
            gathering.Add(line);
        }

        return gathering.ToReadings();
    }
}
