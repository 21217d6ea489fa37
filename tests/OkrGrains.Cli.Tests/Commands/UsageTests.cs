namespace OkrGrains.Cli.Tests.Commands;

public sealed class UsageTests
{
    [Theory]
    [InlineData()]
    [InlineData("fly")]
    [InlineData("lint")]
    [InlineData("evaluate", "plan.yaml", "readings.csv")]
    [InlineData("evaluate", "plan.yaml", "readings.csv", "--at", "yesterday")]
    [InlineData("serve", "--now", "2001-04-01")]
    [InlineData("serve", "--limit", "Speed=3")]
    [InlineData("serve", "--limit", "MaxHandles=many")]
    [InlineData("serve", "--limit", "MaxHandles")]
    [InlineData("serve", "--limit", "MaxHandles=")]
    [InlineData("serve", "--limit", "MaxHandles=0")]
    [InlineData("serve", "--limit", "MaxHandles=0x10")]
    [InlineData("serve", "--limit", "MaxHandles=1,000")]
    [InlineData("serve", "--limit", "MaxHandles= 5")]
    [InlineData("serve", "--limit", "MaxHandles=2147483648")]
    [InlineData("serve", "--limit", "MaxHandles=1", "--limit", "maxhandles=2")]
    [InlineData("serve", "--limit", "IdleLimit=15")]
    [InlineData("serve", "--limit", "IdleLimit=1.00:00:00")]
    [InlineData("serve", "--limit", "IdleLimit=0:00:01")]
    [InlineData("check-in", "k", "--value", "1,5")]
    [InlineData("correct", "p", "1", "1,5")]
    [InlineData("readings", "k", "--limit", "-1")]
    [InlineData("show", "--server", "http://127.0.0.1:5410/okr")]
    [InlineData("show", "--server", "http://ann@127.0.0.1:5410")]
    [InlineData("show", "--output", "xml")]
    [InlineData("show", "--server", "localhost")]
    [InlineData("push")]
    public async Task Arguments_without_sense_exit_with_2_and_leave_standard_output_alone(params string[] args)
    {
        var okr = await Okr.RunAsync(args);
        Assert.Equal(2, okr.ExitCode);
        Assert.NotEmpty(okr.Error);
        Assert.Empty(okr.Out);
    }

    [Theory]
    [InlineData("--data", "serve", "--data", "")]
    [InlineData("DIR", "verify", "")]
    [InlineData("DIR", "backup", "", "copy.okr")]
    [InlineData("FILE", "backup", "okr-data", "")]
    [InlineData("FILE", "store", "restore", "", "okr-data")]
    [InlineData("DIR", "store", "restore", "copy.okr", "")]
    [InlineData("DIR", "init", "")]
    [InlineData("PLAN", "lint", "")]
    [InlineData("PLAN", "apply", "")]
    [InlineData("READINGS", "evaluate", "plan.yaml", "", "--at", "2001-04-01T00:00:00Z")]
    [InlineData("FILE", "push", "")]
    public async Task An_empty_name_of_a_file_or_folder_is_named(string name, params string[] args)
    {
        var okr = await Okr.RunAsync(args);
        Assert.Equal((2, $"{name} is empty: give the name of a file or folder."), (okr.ExitCode, Assert.Single(okr.ErrorLines)));
    }

    [Fact]
    public async Task Help_is_a_result()
    {
        var okr = await Okr.RunAsync("--help");
        Assert.Equal(0, okr.ExitCode);
        foreach (var command in new[] { "serve", "demo", "apply", "push", "show", "list", "watch", "evaluate", "lint" })
        {
            Assert.Contains($"  {command}", okr.Out, StringComparison.Ordinal);
        }
    }
}
