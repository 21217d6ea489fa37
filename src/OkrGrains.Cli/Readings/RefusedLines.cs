using System.Globalization;
using OkrGrains.Cli.Drawing;

namespace OkrGrains.Cli.Readings;

/// <summary>
/// Collects the refused lines of a file: the first <see cref="MostKept"/> in words, in the order of the file, the rest as a count. They are
/// added as the reader and the server come upon them, each at its own pace. Safe for concurrent use.
/// </summary>
internal sealed class RefusedLines(string file)
{
    private const int MostKept = 1_000;

    private readonly Lock _gate = new();
    private readonly SortedSet<(long Line, long Added, string Text)> _kept = [];
    private readonly SortedDictionary<string, long> _reasons = new(StringComparer.Ordinal);

    public long Count { get; private set; }

    /// <summary>One line of text for each refused line, by rising number, and a last one that counts further lines, if any.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                var more = Count - _kept.Count;
                var texts = _kept.Select(line => line.Text);
                return more == 0 ? [.. texts] : [.. texts, $"{file}: {Numerals.Count(more, "more line")} refused"];
            }
        }
    }

    /// <summary>The end of a summary: how many lines were refused and why; empty for none.</summary>
    public string Summary
    {
        get
        {
            lock (_gate)
            {
                var reasons = _reasons.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Key} {reason.Value:#,0}"));
                return Count == 0 ? "" : $", {Numerals.Count(Count, "line")} refused ({string.Join(", ", reasons)})";
            }
        }
    }

    /// <summary>Adds a refused line.</summary>
    /// <param name="line">The number of the line, from 1; 0 when it is no longer known.</param>
    /// <param name="reason">The stable reason for programs.</param>
    /// <param name="message">The explanation for people.</param>
    public void Add(long line, string reason, string message)
    {
        lock (_gate)
        {
            Count++;
            _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
            var place = line > 0 ? line : long.MaxValue;
            if (_kept.Count == MostKept && place >= _kept.Max.Line)
            {
                return;
            }

            var where = line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file}:{line}") : file;
            _kept.Add((place, Count, $"{where}: {message.ReplaceLineEndings(" ")} [{reason}]"));
            if (_kept.Count > MostKept)
            {
                _kept.Remove(_kept.Max);
            }
        }
    }
}
