using OkrGrains.Plans.Readings;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// The difference between a file and what the server holds of it. Lines and readings are matched by goal, time and occurrence: the first
/// line of a goal and time is the first reading of them that counts, and so on.
/// </summary>
internal sealed class FileDifference
{
    private readonly List<(HeldReading Held, ReadingLine Line)> _corrections = [];
    private readonly List<HeldReading> _retractions = [];
    private readonly List<ReadingLine> _additions = [];

    private FileDifference()
    {
    }

    /// <summary>The readings that have another value in the file, or that count again.</summary>
    public IReadOnlyList<(HeldReading Held, ReadingLine Line)> Corrections => _corrections;

    /// <summary>The readings that the file has no line for.</summary>
    public IReadOnlyList<HeldReading> Retractions => _retractions;

    /// <summary>The lines that the server holds no reading for.</summary>
    public IReadOnlyList<ReadingLine> Additions => _additions;

    /// <summary>The number of lines that the server holds, with the same value or another one.</summary>
    public long Matched { get; private set; }

    /// <summary>True if the file holds what it held before, and perhaps more behind that.</summary>
    public bool IsAppended { get; private set; }

    /// <summary>True if the server holds just what the file says.</summary>
    public bool IsEmpty => _corrections.Count == 0 && _retractions.Count == 0 && _additions.Count == 0;

    /// <summary>True if no line of the file is held, and something else is.</summary>
    public bool IsNewGeneration => Matched == 0 && _retractions.Count > 0 && _additions.Count > 0;

    /// <summary>Compares a file.</summary>
    /// <param name="lines">The good lines of the file, with the goals that they mean.</param>
    /// <param name="held">The readings in the order in which they were sent.</param>
    public static FileDifference Of(IEnumerable<ReadingLine> lines, IEnumerable<HeldReading> held)
    {
        var open = held
            .GroupBy(reading => (reading.Goal, reading.TimeMillis))
            .ToDictionary(group => group.Key, group => new Queue<HeldReading>(group.OrderBy(reading => reading.Value is null)));
        var difference = new FileDifference();
        var lastMatched = 0L;
        foreach (var line in lines)
        {
            if (!open.TryGetValue((line.Goal.ToString(), line.Time.UnixMillis), out var readings) || !readings.TryDequeue(out var reading))
            {
                difference._additions.Add(line);
                continue;
            }

            lastMatched = line.Line;
            difference.Matched++;
            if (reading.Value != line.Value)
            {
                difference._corrections.Add((reading, line));
            }
        }

        difference._retractions.AddRange(open.Values.SelectMany(rest => rest).Where(reading => reading.Value is not null));
        difference.IsAppended = difference is { _corrections.Count: 0, _retractions.Count: 0 }
            && difference._additions.TrueForAll(line => line.Line > lastMatched);
        return difference;
    }
}
