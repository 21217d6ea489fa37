using System.CommandLine;
using OkrGrains.Cli.Drawing;
using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Tests.Commands;

/// <summary>Help and the answers to mistakes read as one program, without a word of the parser's.</summary>
public sealed class HelpTests
{
    [Fact]
    public async Task Help_of_a_command_says_what_it_takes()
    {
        var okr = await Okr.RunAsync("watch", "--help");
        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        Assert.StartsWith(
            """
            Watch goals as they change, until Ctrl-C.

            Usage:
              okr watch [GOAL] [options]

            Arguments:
              [GOAL]  The goal, with all that it reads; written as for show. All goals when left out.

            Options:
              -o, --output json|lines|tree  A tree that is redrawn,
            """,
            okr.Out,
            StringComparison.Ordinal);
        Assert.Contains("\n  --server URL                  The address of the server; that in OKR_SERVER by default, or else http://127.0.0.1:5410.\n", okr.Out, StringComparison.Ordinal);
        Assert.EndsWith("\n  -h, --help                    Show this help.\n", okr.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_are_listed_as_they_are_typed()
    {
        var okr = await Okr.RunAsync("-h");
        Assert.Contains("\n  show [GOAL]                Show what goals are worth now.\n", okr.Out, StringComparison.Ordinal);
        Assert.Contains("\n  correct PRODUCER SEQUENCE VALUE\n                             Correct a reading, and wait until it counts.\n", okr.Out, StringComparison.Ordinal);
        Assert.Contains("\nUsage:\n  okr COMMAND [options]\n", okr.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public async Task Help_is_as_wide_as_the_terminal(int width)
    {
        foreach (var path in Paths())
        {
            var okr = await Okr.RunAsync(width, [.. path, "--help"]);
            Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
            Assert.DoesNotContain(">", okr.Out, StringComparison.Ordinal);
            Assert.DoesNotContain("OkrGrains.", okr.Out, StringComparison.Ordinal);
            Assert.All(okr.Out.Split('\n'), line => Assert.InRange(CellText.Width(line), 0, width));
        }
    }

    [Theory]
    [InlineData("okr needs a command.")]
    [InlineData("'shwo' is no command of okr (did you mean show?): okr --help lists them.", "shwo")]
    [InlineData("okr cycle needs a command: close, reopen, finals.", "cycle")]
    [InlineData("'shut' is no command of okr cycle: okr cycle --help lists them.", "cycle", "shut")]
    [InlineData("'--outptu' is no option of okr show (did you mean --output?): okr show --help lists them.", "show", "--outptu")]
    [InlineData("'--bogus' is no option of okr show: okr show --help lists them.", "show", "k", "--bogus=3")]
    [InlineData("'b' is too much: okr show takes [GOAL].", "show", "a", "b")]
    [InlineData("'b' is too much: okr cycles takes no argument.", "cycles", "b")]
    [InlineData("okr readings needs GOAL.", "readings")]
    [InlineData("okr clock set needs INSTANT.", "clock", "set")]
    [InlineData("--time-zone needs ZONE.", "show", "--time-zone")]
    [InlineData("--value is given more than once.", "check-in", "k", "--value", "1", "--value", "2")]
    [InlineData("'x' is nothing that --output takes: choose from csv, json, markdown, table.", "list", "--output", "x")]
    [InlineData("'x' is no whole number from 0 to 9223372036854775807.", "show", "--revision", "x")]
    public async Task A_mistake_is_told_in_a_line(string line, params string[] args)
    {
        var okr = await Okr.RunAsync(args);
        Assert.Equal((2, ""), (okr.ExitCode, okr.Out));
        Assert.Equal(line, okr.ErrorLines[0]);
        Assert.True(args.Length == 0 || okr.ErrorLines.Length == 1, okr.Error);
    }

    [Fact]
    public async Task Behind_two_dashes_anything_is_a_goal()
    {
        var okr = await Okr.RunAsync("show", "--server", "http://127.0.0.1:1", "--", "--bogus");
        Assert.Equal((1, "the server cannot be reached: Connection refused\n"), (okr.ExitCode, okr.Error));
    }

    private static IEnumerable<string[]> Paths()
    {
        var root = OkrProgram.Parse([], Terminal.Plain(TextWriter.Null, TextWriter.Null)).RootCommandResult.Command;
        return [[], .. Below(root, [])];

        static IEnumerable<string[]> Below(Command command, string[] path) =>
            command.Subcommands.SelectMany(sub => (string[][])[[.. path, sub.Name], .. Below(sub, [.. path, sub.Name])]);
    }
}
