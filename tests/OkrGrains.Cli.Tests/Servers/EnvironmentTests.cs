using System.Diagnostics;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>The program as a process of its own, with variables that it finds around it.</summary>
public sealed class EnvironmentTests
{
    private const string NoProxy = "http://127.0.0.1:1";

    [Fact]
    public async Task Calls_go_to_the_server_whatever_proxy_the_variables_name()
    {
        await using var server = await RunningServer.StartAsync(Okr.File("samples", "flights", "plan.yaml"));
        var (exitCode, output, error) = await RunAsync(
            ["clock"], ("OKR_SERVER", server.Url), ("http_proxy", NoProxy), ("all_proxy", NoProxy), ("https_proxy", NoProxy));
        Assert.Equal((0, "2001-04-01T05:59:59.999Z pinned\n", ""), (exitCode, output, error));
    }

    [Theory]
    [InlineData("OKR_SERVER", "somewhere", 2)]
    [InlineData("OKR_SERVER", "ftp://127.0.0.1", 2)]
    [InlineData("OKR_SERVER", "http://127.0.0.1:99999", 2)]
    [InlineData("OKR_WORKSPACE", "../w", 1)]
    public async Task Variables_without_sense_are_refused_in_a_line(string variable, string value, int exitCode)
    {
        await using var server = await RunningServer.StartAsync(Okr.File("samples", "flights", "plan.yaml"));
        var okr = await RunAsync(["show"], ("OKR_SERVER", server.Url), (variable, value));
        Assert.Equal((exitCode, ""), (okr.ExitCode, okr.Out));
        Assert.Single(okr.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Empty_variables_count_as_unset()
    {
        await using var server = await RunningServer.StartAsync(Okr.File("samples", "flights", "plan.yaml"));
        var okr = await RunAsync(["show", "--server", server.Url, "-o", "json"], ("OKR_SERVER", ""), ("OKR_WORKSPACE", ""));
        Assert.Equal((0, ""), (okr.ExitCode, okr.Error));
        okr = await RunAsync(["lint", "--help"], ("OKR_SERVER", ""));
        Assert.Equal(0, okr.ExitCode);
    }

    private static async Task<(int ExitCode, string Out, string Error)> RunAsync(
        string[] args, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Okr.File("okr"), args) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var program = Process.Start(start)!;
        var output = program.StandardOutput.ReadToEndAsync();
        var error = program.StandardError.ReadToEndAsync();
        await program.WaitForExitAsync();
        return (program.ExitCode, await output, await error);
    }
}
