using System.Text;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Readings;

/// <summary>The columns of a readings file, as its header names them.</summary>
internal sealed class HeaderColumns
{
    /// <summary>The number of columns that are looked at: those of goal, time and value, in this order.</summary>
    public const int Wanted = 3;

    private readonly int[] _places;

    private HeaderColumns(byte separator, int count, int[] places)
    {
        Separator = separator;
        Count = count;
        _places = places;
    }

    /// <summary>The byte between two fields.</summary>
    public byte Separator { get; }

    /// <summary>The number of columns, which every record has.</summary>
    public int Count { get; }

    /// <summary>Keeps the range of a field if its column is one that is looked at.</summary>
    public void Place(int column, Range range, scoped Span<Range> fields)
    {
        for (var wanted = 0; wanted < Wanted; wanted++)
        {
            if (_places[wanted] == column)
            {
                fields[wanted] = range;
            }
        }
    }

    /// <summary>Reads the header. Returns null, with a message that says what was found and what is wanted, for any other line.</summary>
    public static HeaderColumns? Read(ReadOnlySpan<byte> header, ReadingsFormat format, out string message)
    {
        var separator = SeparatorOf(header);
        string[] wanted = [format.Goal is null ? format.GoalColumn : "", format.TimeColumn, format.ValueColumn];
        if (NamesOf(header, separator) is not { } names)
        {
            message = $"the header `{Quote(header)}` has quotes that do not end";
            return null;
        }

        var places = new int[Wanted];
        var faults = new List<string>();
        for (var column = 0; column < Wanted; column++)
        {
            places[column] = Array.FindIndex(names, name => Is(name, wanted[column]));
            if (wanted[column].Length > 0 && names.Count(name => Is(name, wanted[column])) is var count and not 1)
            {
                faults.Add(count == 0 ? $"no column `{Excerpt.Of(wanted[column])}`" : $"{count} columns `{Excerpt.Of(wanted[column])}`");
            }

            places[column] = wanted[column].Length == 0 ? -1 : places[column];
        }

        if (faults.Count == 0 && format.Goal is not null && names.Any(name => Is(name, format.GoalColumn)))
        {
            message = $"the header `{Quote(header)}` has a column `{Excerpt.Of(format.GoalColumn)}`, and --goal is for files without one";
            return null;
        }

        message = faults.Count == 0
            ? ""
            : $"the header `{Quote(header)}` has {string.Join(" and ", faults)}; "
            + "the columns goal, time and value are wanted, in any order and without spaces around their names; "
            + "--map goal=metric,time=ts,value=v gives them other names";
        return faults.Count == 0 ? new HeaderColumns(separator, names.Length, places) : null;
    }

    // The first comma, semicolon or tab that is not within quotes separates the fields.
    private static byte SeparatorOf(ReadOnlySpan<byte> header)
    {
        var scan = new QuoteScan(0);
        for (var place = 0; place < header.Length; place++)
        {
            scan.Take(header.Slice(place, 1));
            if (!scan.IsOpen && (header[place] is (byte)',' or (byte)';' or (byte)'\t'))
            {
                return header[place];
            }
        }

        return (byte)',';
    }

    private static string[]? NamesOf(ReadOnlySpan<byte> header, byte separator)
    {
        var names = new List<string>();
        var rest = header;
        var buffer = new byte[header.Length];
        while (true)
        {
            var written = 0;
            if (!CsvFields.TryField(ref rest, separator, buffer, ref written))
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(buffer, 0, written));
            if (rest.IsEmpty)
            {
                return [.. names];
            }

            rest = rest[1..];
        }
    }

    private static bool Is(string name, string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);

    private static string Quote(ReadOnlySpan<byte> header) => Excerpt.Of(Encoding.UTF8.GetString(header));
}
