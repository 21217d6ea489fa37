using OkrGrains.Cli.Output;

namespace OkrGrains.Cli.Tests.Commands;

public sealed class VersionTests
{
    [Fact]
    public async Task The_version_is_one_line_with_the_number_of_this_build_and_its_commit_if_it_is_known()
    {
        var okr = await Okr.RunAsync("--version");

        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        var number = typeof(OkrProgram).Assembly.GetName().Version!.ToString(3);
        Assert.Matches($@"\Aokr {number.Replace(".", @"\.", StringComparison.Ordinal)}( \([0-9a-f]{{7}}\))?\n\z", okr.Out);
    }

    [Theory]
    [InlineData("0.9.0+0123456789abcdef0123456789abcdef01234567", "okr 0.9.0 (0123456)")]
    [InlineData("0.9.0-rc.1+0123456789abcdef0123456789abcdef01234567", "okr 0.9.0-rc.1 (0123456)")]
    [InlineData("0.9.0+abc", "okr 0.9.0 (abc)")]
    [InlineData("0.9.0", "okr 0.9.0")]
    public void The_commit_is_abbreviated_to_7_digits_and_left_out_where_the_build_knew_none(string informational, string text) =>
        Assert.Equal(text, ProgramVersion.Text(informational));
}
