using System.Globalization;
using System.Text.Json.Nodes;
using OkrGrains.Cli.Commands;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console;
using static OkrGrains.Cli.Tests.Drawing.Goals;

namespace OkrGrains.Cli.Tests.Output;

/// <summary>What others wrote never acts on the terminal, whichever way it is printed.</summary>
public sealed class ShownTests
{
    private const string Hostile = "a\u001b]52;c;eA==\a\u009b2J\u202e\u2066\r\n1 forged line\0";
    private const string Visible = "a\\u001b]52;c;eA==\\u0007\\u009b2J\\u202e\\u2066\\u000d\\u000a1 forged line\\u0000";

    [Fact]
    public void A_line_of_a_command_stays_one_line_and_shows_every_control_character()
    {
        var (terminal, output, error) = Plain();

        terminal.Line(Hostile);
        terminal.Progress(Hostile);
        terminal.Fail(Hostile);

        Assert.Equal(Visible + "\n", output.ToString());
        Assert.Equal($"{Visible}\n{Visible}\n", error.ToString());
    }

    [Fact]
    public void Whatever_is_drawn_or_written_to_a_pipe_shows_control_characters()
    {
        var (terminal, output, _) = Plain();

        terminal.Out.Write(new Text("a\u001b[2Jb"));
        terminal.OutWriter.Write("\u001b");
        terminal.OutWriter.Write('\a');
        terminal.OutWriter.Write(['\b'], 0, 1);
        terminal.OutWriter.Write("\u007f".AsSpan());
        terminal.OutWriter.Write('\uD83D');
        terminal.OutWriter.Write('\uDE00');
        terminal.OutWriter.WriteLine("\u0090");

        Assert.Equal("a\\u001b[2Jb\\u001b\\u0007\\u0008\\u007f😀\\u0090\n", output.ToString());
    }

    [Fact]
    public void What_is_drawn_on_a_terminal_shows_control_characters_and_keeps_its_own()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.Standard,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(text),
        });
        console.Pipeline.Attach(new ShownSegments());

        console.Write(new Markup("[red]" + "x\u001b]0;t\a".EscapeMarkup() + "[/]"));
        console.Live(new Text("one")).Start(live => live.UpdateTarget(new Text("two\u001b[2K\u009b")));

        var drawn = text.ToString();
        Assert.Contains("\u001b[91mx\\u001b]0;t\\u0007\u001b[0m", drawn, StringComparison.Ordinal);
        Assert.Contains("two\\u001b[2K\\u009b", drawn, StringComparison.Ordinal);
        Assert.Contains("\u001b[?25l", drawn, StringComparison.Ordinal);
        Assert.DoesNotContain('\u009b', drawn);
        Assert.DoesNotContain("\u001b]0", drawn, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_takes_one_row_of_the_tree()
    {
        var goal = Objective("top", "0.29");
        goal.Title = "a\nforged ██████████████ 100.0% A achieved";

        Assert.StartsWith("a\\u000aforged", Assert.Single(Draw(GoalRows.Of(new GoalForest([goal]), TreeDetail.Kpis), 200).Split('\n')[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_reading_takes_one_row_and_each_of_its_amendments_another()
    {
        var (terminal, output, _) = Plain();
        var time = new Google.Protobuf.WellKnownTypes.Timestamp();
        var reading = new RecordedReading { Producer = "p\u001b[31m\n", Sequence = 1, Time = time, AcceptTime = time, Value = 1 };
        reading.Amendments.Add(new ReadingAmendment { AcceptTime = time, Author = "v\n\u001b[4m", Reason = "one\ntwo\u001b", Value = 2 });

        terminal.WriteUncut(ReadingsTable.Of([reading]));

        var lines = output.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains("p\\u001b[31m\\u000a", lines[1], StringComparison.Ordinal);
        Assert.Contains("corrected to 2 by v\\u000a\\u001b[4m: one two\\u001b", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_in_is_one_line()
    {
        var (terminal, output, _) = Plain();
        var checkIn = new CheckIn { Number = 1, Author = "z\u001b[1m\n", Note = "n\n\u001b]0;t\a", AcceptedAt = new() };

        terminal.Line(CheckInsCommand.Line(checkIn));

        Assert.Equal("1 1970-01-01T00:00:00Z z\\u001b[1m\\u000a: n \\u001b]0;t\\u0007\n", output.ToString());
    }

    [Fact]
    public void Json_stays_json_with_every_character()
    {
        var (terminal, output, _) = Plain();
        var goal = Objective("top", "0.29");
        goal.Title = "\\" + Hostile + "\u007f\u0085";

        terminal.Json(new Google.Protobuf.JsonFormatter(Google.Protobuf.JsonFormatter.Settings.Default.WithIndentation()).Format(goal));

        Assert.Equal(goal.Title, (string?)JsonNode.Parse(output.ToString())!["title"]);
        Assert.DoesNotContain(output.ToString(), character => char.IsControl(character) && character != '\n');
        Assert.DoesNotContain('\u2066', output.ToString());
    }

    private static (Terminal Terminal, StringWriter Output, StringWriter Error) Plain()
    {
        var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var error = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        return (Terminal.Plain(output, error), output, error);
    }
}
