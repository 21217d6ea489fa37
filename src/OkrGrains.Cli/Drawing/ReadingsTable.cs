using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using OkrGrains.Cli.Output;
using OkrGrains.Cli.Readings;
using OkrGrains.Contracts.V1;
using OkrGrains.Model.Time;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>Draws readings as a table, one line each, with a line below for each correction or retraction.</summary>
internal static class ReadingsTable
{
    private static readonly Style Dim = new(decoration: Decoration.Dim);

    public static IRenderable Of(IEnumerable<RecordedReading> readings)
    {
        var table = new Table().NoBorder();
        foreach (var (heading, right) in new[] { ("time", false), ("value", true), ("producer", false), ("sequence", true), ("recorded", false), ("", false) })
        {
            var column = new TableColumn(new Text(heading, Dim)).NoWrap().PadLeft(0).PadRight(2);
            table.AddColumn(right ? column.RightAligned() : column);
        }

        foreach (var reading in readings)
        {
            table.AddRow(
                new Text(Time(reading.Time)),
                new Text(reading.HasValue ? ReadingNumbers.Text(reading.Value) : "-"),
                new Text(Shown.Line(reading.Producer)),
                new Text(reading.Sequence.ToString(CultureInfo.InvariantCulture)),
                new Text(Time(reading.AcceptTime)),
                new Text(reading.Amendments.Count == 0 ? "" : $"accepted as {ReadingNumbers.Text(reading.AcceptedValue)}", Dim));
            foreach (var amendment in reading.Amendments)
            {
                var what = amendment.HasValue ? $"corrected to {ReadingNumbers.Text(amendment.Value)}" : "retracted";
                var who = amendment.Author.Length > 0 ? $" by {Shown.Line(amendment.Author)}" : "";
                var why = amendment.Reason.Length > 0 ? $": {Shown.Prose(amendment.Reason)}" : "";
                table.AddRow(
                    Text.Empty, Text.Empty, Text.Empty, Text.Empty, new Text(Time(amendment.AcceptTime), Dim), new Text(what + who + why, Dim));
            }
        }

        return table;
    }

    private static string Time(Timestamp time) => new Instant(time.ToDateTimeOffset().ToUnixTimeMilliseconds()).ToString();
}
