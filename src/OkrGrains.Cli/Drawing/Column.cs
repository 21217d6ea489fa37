using Spectre.Console;

namespace OkrGrains.Cli.Drawing;

/// <summary>A piece of a line in one style.</summary>
internal readonly record struct Fragment(string Text, Style Style);

/// <summary>A column of a table that knows how narrow it may get.</summary>
/// <param name="Name">The name, which stands above it.</param>
/// <param name="Wanted">The width at which it shows everything.</param>
/// <param name="Least">The width below which it is not shown.</param>
internal sealed record Column(string Name, int Wanted, int Least)
{
    /// <summary>The width up to which it grows before others do.</summary>
    public int Good { get; init; } = Least;

    /// <summary>Which columns are left out first where there is no room: those with the greatest rank. 0 is never left out.</summary>
    public int Rank { get; init; }

    /// <summary>True if it comes even where the columns before it are not yet as wide as they should be.</summary>
    public bool ComesEarly { get; init; }

    /// <summary>True if it gets what the other columns leave, once all are as wide as they should be.</summary>
    public bool GrowsLast { get; init; }

    /// <summary>True if its texts end at the same place, as numbers do.</summary>
    public bool IsRight { get; init; }

    /// <summary>Returns what the column shows of a row, at most as wide as the given width.</summary>
    public required Func<int, int, IReadOnlyList<Fragment>> Cell { get; init; }
}

/// <summary>Shares the width of a terminal among columns.</summary>
internal static class ColumnLayout
{
    /// <summary>The cells between two columns.</summary>
    public const int Gap = 1;

    /// <summary>Returns the width of each column; 0 for one that is left out.</summary>
    public static int[] Widths(IReadOnlyList<Column> columns, int width)
    {
        var widths = new int[columns.Count];
        var room = width + Gap;
        foreach (var index in Enumerable.Range(0, columns.Count).OrderBy(index => columns[index].Rank))
        {
            var column = columns[index];
            if (column.Wanted == 0)
            {
                continue;
            }

            // A column that may be left out comes only where the others have become as wide as they should be.
            var others = column.Rank == 0 || column.ComesEarly ? 0 : Enumerable.Range(0, columns.Count).Where(other => widths[other] > 0)
                .Sum(other => Math.Max(0, Math.Min(columns[other].Good, columns[other].Wanted) - widths[other]));
            // On a terminal narrower than tables are made for, the columns that are never left out are cut as they come.
            var least = column.Rank == 0 ? Math.Min(Math.Min(column.Least, column.Wanted), room - Gap) : Math.Min(column.Least, column.Wanted);
            if (least > 0 && least + Gap + others <= room)
            {
                widths[index] = least;
                room -= least + Gap;
            }
        }

        Grow(column => column.Good, last: false);
        Grow(column => column.Wanted, last: true);
        return widths;

        void Grow(Func<Column, int> upTo, bool last)
        {
            foreach (var index in Enumerable.Range(0, columns.Count).OrderBy(index => last && columns[index].GrowsLast).ThenBy(index => columns[index].Rank))
            {
                if (widths[index] > 0 && room > 0)
                {
                    var more = Math.Clamp(Math.Min(upTo(columns[index]), columns[index].Wanted) - widths[index], 0, room);
                    widths[index] += more;
                    room -= more;
                }
            }
        }
    }
}
