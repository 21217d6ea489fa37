using OkrGrains.Host;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>A server on a folder of its own, which can be stopped and started again at the same address.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private OkrServer? _server;

    public static Instant Now { get; } = Instant.Parse("2001-04-01T05:59:59.999Z");

    public string Data => _folder.Of("data");

    public string Url { get; private set; } = "http://127.0.0.1:0";

    public static async Task<RunningServer> StartAsync(string? plan = null)
    {
        var server = new RunningServer();
        await server.StartAgainAsync();
        if (plan is not null)
        {
            Assert.Equal((0, ""), await server.TryAsync("apply", plan));
        }

        return server;
    }

    public async Task StartAgainAsync()
    {
        _server = await OkrServer.StartAsync(new ServerOptions { DataDirectory = Data, Urls = Url, Now = Now });
        Url = _server.Url;
    }

    public async Task StopAsync()
    {
        await _server!.DisposeAsync();
        _server = null;
    }

    public Task<Okr> RunAsync(int width, params string[] args) => Okr.RunAsync(width, [.. args, "--server", Url]);

    public Task<Okr> RunAsync(params string[] args) => Okr.RunAsync([.. args, "--server", Url]);

    public async Task<(int ExitCode, string Error)> TryAsync(params string[] args)
    {
        var okr = await RunAsync(args);
        return (okr.ExitCode, okr.Error);
    }

    public string Write(string name, string text)
    {
        var path = _folder.Of(name);
        File.WriteAllText(path, text);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await StopAsync();
        }

        _folder.Dispose();
    }
}
