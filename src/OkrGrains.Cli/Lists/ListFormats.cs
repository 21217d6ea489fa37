using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using Spectre.Console;

namespace OkrGrains.Cli.Lists;

/// <summary>Writes a list of goals as a table, as CSV, as JSON or as Markdown.</summary>
internal static class ListFormats
{
    public const string Table = "table";
    public const string Csv = "csv";
    public const string Json = "json";
    public const string Markdown = "markdown";

    private const string Status = "status";

    /// <summary>The cells that a name has at least, where it is shown.</summary>
    private const int LeastOfName = 10;

    /// <summary>The cells up to which names, and what has several forms, grow before further names come.</summary>
    private const int GoodOfName = 16, GoodOfForms = 19;

    /// <summary>Texts are for terminals and pipes, not for the inside of a web page: only what JSON needs is escaped.</summary>
    private static readonly JsonWriterOptions JsonOptions =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Terminal terminal, string format, IReadOnlyList<ListColumn> columns, IReadOnlyList<ListedGoal> goals)
    {
        switch (format)
        {
            case Csv:
                Lines(terminal, [.. columns.Select(column => column.Name)], goals, listed => columns.Select(column => column.Exact(listed) ?? ""), CsvLine);
                break;
            case Markdown:
                Lines(terminal, [.. columns.Select(column => column.Name)], [], _ => [], MarkdownLine);
                Lines(terminal, [.. columns.Select(column => column.IsNumber ? "---:" : "---")], goals, listed => columns.Select(column => column.For(listed)[0]), MarkdownLine);
                break;
            case Json:
                terminal.Json(JsonOf(columns, goals));
                break;
            default:
                var width = terminal.Out.Profile.Width;
                var table = new TextTable(columns.Select((column, rank) => ColumnOf(column, rank, goals)), goals.Count, width);
                terminal.Out.Write(TextTable.Drawn([.. table.Lines(), .. table.HiddenNote(), .. Shortened(table, columns, goals).Select(table.Note)]));
                break;
        }
    }

    private static void Lines(
        Terminal terminal, IEnumerable<string> first, IReadOnlyList<ListedGoal> goals, Func<ListedGoal, IEnumerable<string>> cells, Func<IEnumerable<string>, string> line)
    {
        terminal.Line(line(first));
        foreach (var goal in goals)
        {
            terminal.Line(line(cells(goal)));
        }
    }

    private static string CsvLine(IEnumerable<string> cells) => string.Join(',', cells.Select(cell =>
        cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""));

    private static string MarkdownLine(IEnumerable<string> cells) => $"| {string.Join(" | ", cells.Select(Escaped))} |";

    private static string Escaped(string cell) => cell
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);

    private static string JsonOf(IReadOnlyList<ListColumn> columns, IReadOnlyList<ListedGoal> goals)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, JsonOptions))
        {
            json.WriteStartArray();
            foreach (var goal in goals)
            {
                json.WriteStartObject();
                foreach (var column in columns)
                {
                    json.WriteString(column.Name, column.Exact(goal));
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }

    // A cut text ends with an ellipsis; a shorter form looks whole, so it is counted.
    private static IEnumerable<string> Shortened(TextTable table, IReadOnlyList<ListColumn> columns, IReadOnlyList<ListedGoal> goals) => columns
        .Where(column => column.Forms is not null && table.WidthOf(column.Name) > 0)
        .Select(column => (column.Name, Count: goals.Count(goal => CellText.Width(column.For(goal)[0]) > table.WidthOf(column.Name))))
        .Where(column => column.Count > 0)
        .Select(column => $"{column.Name} shortened in {Numerals.Count(column.Count, "line")}");

    // What was chosen first is left out last, but the status is what people look for: names are cut before it. The first column is never left
    // out. Numbers, and what has shorter forms, are not cut in their shortest one.
    private static Column ColumnOf(ListColumn column, int rank, IReadOnlyList<ListedGoal> goals)
    {
        var texts = goals.Select(column.For).ToList();
        var wanted = texts.Select(forms => CellText.Width(forms[0])).DefaultIfEmpty().Max();
        var shortest = Math.Max(column.Name.Length, texts.Select(forms => CellText.Width(forms[^1])).DefaultIfEmpty().Max());
        var isName = !column.IsNumber && column.Forms is null;
        return new Column(column.Name, wanted, isName ? LeastOfName : shortest)
        {
            Good = isName ? GoodOfName : Math.Max(shortest, GoodOfForms),
            Rank = rank == 0 ? 0 : column.Name == Status ? 1 : rank + 1,
            GrowsLast = column.Name == "title",
            ComesEarly = !isName,
            IsRight = column.IsNumber,
            Cell = (row, width) => [new Fragment(CellText.Fit(texts[row], width), Style.Plain)],
        };
    }
}
