namespace OkrGrains.Cli.Tests.Servers;

public sealed class ServeTests
{
    [Fact]
    public async Task A_folder_that_is_served_already_is_refused_in_one_line()
    {
        await using var server = await RunningServer.StartAsync();
        var okr = await Okr.RunAsync("serve", "--data", server.Data, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, okr.ExitCode);
        Assert.Single(okr.ErrorLines);
    }

    [Fact]
    public async Task A_clock_before_what_the_store_has_seen_is_refused_in_one_line()
    {
        await using var server = await RunningServer.StartAsync(Okr.File("samples", "flights", "plan.yaml"));
        await server.StopAsync();
        var okr = await Okr.RunAsync("serve", "--data", server.Data, "--urls", "http://127.0.0.1:0", "--now", "2001-03-01T00:00:00Z");
        Assert.Equal(1, okr.ExitCode);
        Assert.Contains("2001-04-01T05:59:59.999Z", Assert.Single(okr.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--metrics-urls", "here", "metrics-urls: here is no address such as http://127.0.0.1:9464.")]
    [InlineData("--otlp", "there", "otlp: there is no address such as http://127.0.0.1:4317.")]
    public async Task An_address_for_metrics_that_is_none_is_refused_in_one_line(string option, string address, string message)
    {
        var okr = await Okr.RunAsync("serve", option, address);
        Assert.Equal((1, message), (okr.ExitCode, Assert.Single(okr.ErrorLines)));
    }

    [Fact]
    public async Task A_limit_that_makes_no_sense_is_refused_in_one_line()
    {
        var okr = await Okr.RunAsync("serve", "--limit", "maxHandles=0");
        Assert.Equal(2, okr.ExitCode);
        Assert.Equal("--limit: MaxHandles is below 1.", Assert.Single(okr.ErrorLines));
    }

    [Fact]
    public async Task Interrupted_it_stops_in_good_order()
    {
        await using var server = await RunningServer.StartAsync();
        await server.StopAsync();
        using var output = new StringWriter();
        var terminal = OkrGrains.Cli.Output.Terminal.Plain(TextWriter.Synchronized(output), TextWriter.Null);
        using var interrupt = new CancellationTokenSource();
        var serving = OkrProgram.RunAsync(
            ["serve", "--data", server.Data, "--urls", server.Url, "--metrics-urls", "http://127.0.0.1:0"], terminal, interrupt.Token);
        while ((await server.RunAsync("show")).Error.Contains("cannot be reached", StringComparison.Ordinal))
        {
            Assert.False(serving.IsCompleted);
        }

        await interrupt.CancelAsync();
        Assert.Equal(0, await serving);
        Assert.Equal(["listening", "metrics"], output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')[0]));
    }
}
