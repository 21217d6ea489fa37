using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>The lines of a file that its workspace would count, with the goals that they mean; the others are refused.</summary>
internal static class CheckedFile
{
    public static async Task<List<ReadingLine>> ReadAsync(
        IAsyncEnumerable<ReadingLine> lines, ReadingGoals goals, RefusedLines refused, DoubtfulTimes doubtful, CancellationToken cancellation)
    {
        var good = new List<ReadingLine>();
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            var goal = line.Goal;
            if ((line.Fault ?? goals.Resolve(line, out goal)) is { } fault)
            {
                refused.Add(fault.Line, fault.Reason, fault.Message);
                continue;
            }

            doubtful.Take(line);
            good.Add(line with { Goal = goal, IsBare = false, Workspace = null });
        }

        return good;
    }
}
