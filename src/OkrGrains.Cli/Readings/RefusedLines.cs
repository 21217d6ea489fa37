using System.Globalization;

namespace OkrGrains.Cli.Readings;

/// <summary>The lines of a file that do not count, the first <see cref="MostKept"/> of them. Safe for all threads.</summary>
internal sealed class RefusedLines(string file)
{
    private const int MostKept = 1_000;

    private readonly Lock _gate = new();
    private readonly List<string> _kept = [];

    public long Count { get; private set; }

    /// <summary>One line of text for each, and one that says how many more there are.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                var more = Count - _kept.Count;
                return more == 0 ? [.. _kept] : [.. _kept, string.Create(CultureInfo.InvariantCulture, $"{file}: {more} more lines refused")];
            }
        }
    }

    /// <param name="line">From 1; 0 when it is no longer known.</param>
    /// <param name="reason">A stable word.</param>
    /// <param name="message">For people.</param>
    public void Add(long line, string reason, string message)
    {
        lock (_gate)
        {
            Count++;
            if (_kept.Count < MostKept)
            {
                var place = line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{line}") : file;
                _kept.Add($"{place}: {message.ReplaceLineEndings(" ")} [{reason}]");
            }
        }
    }
}
