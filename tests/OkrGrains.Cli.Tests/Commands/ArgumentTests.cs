using System.CommandLine;
using OkrGrains.Cli.Output;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Commands;

/// <summary>Arguments are taken as they are typed.</summary>
public sealed class ArgumentTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> CommandsWithTexts =>
        [.. Leaves().Where(leaf => Texts(leaf.Command).Any()).Select(leaf => string.Join(' ', leaf.Path))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_is_among_them() => Assert.InRange(CommandsWithTexts.Count, 20, 100);

    [Theory]
    [MemberData(nameof(CommandsWithTexts))]
    public void A_text_that_begins_with_an_at_sign_is_a_text_whether_or_not_there_is_such_a_file(string command)
    {
        File.WriteAllText(_folder.Of("one.txt"), "--prune");
        foreach (var text in new[] { "@ann please look", "@bob", $"@{_folder.Of("one.txt")}", "@" })
        {
            var leaf = Leaves().Single(leaf => string.Join(' ', leaf.Path) == command);
            var names = Texts(leaf.Command).OfType<Option>().Select(option => option.Name).ToArray();
            string[] arguments = [.. leaf.Command.Arguments.Select(_ => text)];

            var parse = Parse([.. leaf.Path, .. arguments, .. names.SelectMany(name => new[] { name, text })]);

            Assert.Equal(leaf.Command.Name, parse.CommandResult.Command.Name);
            Assert.All(names, name => Assert.Equal(text, Assert.Single(parse.GetResult(name)!.Tokens).Value));
            Assert.All(
                parse.CommandResult.Command.Arguments,
                argument => Assert.Equal(text, Assert.Single(parse.GetResult(argument)!.Tokens).Value));
        }
    }

    [Theory]
    [InlineData("-hooray")]
    [InlineData("-5")]
    [InlineData("- a list")]
    [InlineData("-h")]
    [InlineData("--author")]
    [InlineData("--none")]
    [InlineData("a=b")]
    [InlineData("a:b")]
    [InlineData("[suggest]")]
    [InlineData("")]
    public void A_note_is_taken_as_typed(string note) =>
        Assert.Equal((note, 0), Valued(Parse("check-in", "k", "--note", note), "--note"));

    [Theory]
    [InlineData("--note=-h", "-h")]
    [InlineData("--note=--", "--")]
    [InlineData("--note==", "=")]
    public void A_note_may_follow_an_equals_sign(string argument, string note) =>
        Assert.Equal((note, 0), Valued(Parse("check-in", "k", argument), "--note"));

    [Theory]
    [InlineData("-5", -5)]
    [InlineData("-2.5e-3", -0.0025)]
    [InlineData("+5", 5)]
    [InlineData(".5", 0.5)]
    [InlineData("1500.25", 1500.25)]
    public void A_value_is_read_in_the_form_of_readings_files(string text, double value)
    {
        var checkIn = Parse("check-in", "k", "--value", text);
        var correct = Parse("correct", "p", "1", text);
        Assert.Empty(checkIn.Errors);
        Assert.Empty(correct.Errors);
        Assert.Equal((value, value), (checkIn.GetValue<double?>("--value"), correct.GetValue<double>("VALUE")));
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,000")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("\u0665")]
    [InlineData("1_000")]
    public void Any_other_value_is_a_mistake(string text)
    {
        Assert.Single(Parse("check-in", "k", "--value", text).Errors);
        Assert.Single(Parse("correct", "p", "1", text).Errors);
    }

    [Theory]
    [InlineData("1,5")]
    [InlineData("1,000")]
    [InlineData(" 5")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData("\u0665")]
    [InlineData("9223372036854775808")]
    public void A_number_of_something_is_digits_only(string text)
    {
        Assert.Single(Parse("readings", "k", "--limit", text).Errors);
        Assert.Single(Parse("show", "k", "--revision", text).Errors);
        Assert.Single(Parse("cycle", "finals", "c", "--revision", text).Errors);
        Assert.Single(Parse("retract", "p", text).Errors);
    }

    [Fact]
    public void An_option_that_is_given_twice_is_a_mistake() =>
        Assert.NotEmpty(Parse("check-in", "k", "--value", "1", "--value", "2").Errors);

    [Fact]
    public async Task Arguments_that_are_not_utf8_are_a_mistake()
    {
        var okr = await Okr.RunAsync("check-in", "k", "--note", "caf\uFFFD");
        Assert.Equal((2, "the arguments are not all UTF-8\n"), (okr.ExitCode, okr.Error));
    }

    private static ParseResult Parse(params string[] args) => OkrProgram.Parse(args, Terminal.Plain(TextWriter.Null, TextWriter.Null));

    private static (string? Value, int Errors) Valued(ParseResult parse, string option) =>
        (parse.GetValue<string>(option), parse.Errors.Count);

    private static IEnumerable<(Command Command, string[] Path)> Leaves() => Leaves(Parse().RootCommandResult.Command, []);

    private static IEnumerable<(Command Command, string[] Path)> Leaves(Command command, string[] path) =>
        command.Subcommands.Count == 0
            ? [(command, path)]
            : command.Subcommands.SelectMany(sub => Leaves(sub, [.. path, sub.Name]));

    private static IEnumerable<Symbol> Texts(Command command) =>
    [
        .. command.Options.Where(option => option.ValueType == typeof(string) && option.Name != "--output"),
        .. command.Arguments,
    ];
}
