using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Tests that the real program says in one line why it does not start, whatever the frameworks think of it.</summary>
public sealed class StartTests : IDisposable
{
    private const string FreePort = "http://127.0.0.1:0";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();
    private readonly TcpListener _taken = new(IPAddress.Loopback, 0);

    public StartTests() => _taken.Start();

    private string Taken => $"http://{_taken.LocalEndpoint}";

    public void Dispose()
    {
        _taken.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("urls: https://127.0.0.1:0 asks for TLS", "--urls", "https://127.0.0.1:0")]
    [InlineData("urls: 127.0.0.1:5410 is no address", "--urls", "127.0.0.1:5410")]
    [InlineData("urls: nonsense is no address", "--urls", "nonsense")]
    [InlineData("urls:  is no address", "--urls", "")]
    [InlineData("urls:  is no address", "--urls", FreePort + ";")]
    [InlineData("urls: http://127.0.0.1:0/path is no address", "--urls", "http://127.0.0.1:0/path")]
    [InlineData("urls: http://127.0.0.1:99999 is no address", "--urls", "http://127.0.0.1:99999")]
    [InlineData("urls: http://127.0.0.1:x is no address", "--urls", "http://127.0.0.1:x")]
    [InlineData("urls: http://127.0.0.1:5411 is there twice", "--urls", "http://127.0.0.1:5411;http://127.0.0.1:5411")]
    [InlineData("192.0.2.1", "--urls", "http://192.0.2.1:5411")]
    [InlineData("metrics-urls: https://127.0.0.1:0 asks for TLS", "--urls", FreePort, "--metrics-urls", "https://127.0.0.1:0")]
    [InlineData("metrics-urls: x is no address", "--urls", FreePort, "--metrics-urls", "x")]
    [InlineData("otlp: x is no address", "--urls", FreePort, "--otlp", "x")]
    public Task A_wrong_address_is_told_in_one_line(string message, params string[] options) =>
        RefusedAsync(message, ["--data", _folder.Of("data"), .. options]);

    [Fact]
    public Task A_used_port_is_told_in_one_line() =>
        RefusedAsync("address already in use", "--data", _folder.Of("data"), "--urls", Taken);

    [Fact]
    public Task A_used_port_for_metrics_is_told_in_one_line() =>
        RefusedAsync("address already in use", "--data", _folder.Of("data"), "--urls", FreePort, "--metrics-urls", Taken);

    [Fact]
    public Task A_data_folder_that_is_a_file_is_told_in_one_line()
    {
        File.WriteAllText(_folder.Of("data"), "mine");
        return RefusedAsync("cannot be opened", "--data", _folder.Of("data"), "--urls", FreePort);
    }

    [Fact]
    public Task A_data_folder_below_a_file_is_told_in_one_line()
    {
        File.WriteAllText(_folder.Of("file"), "mine");
        return RefusedAsync("cannot be opened", "--data", Path.Combine(_folder.Of("file"), "data"), "--urls", FreePort);
    }

    [Fact]
    public Task A_data_folder_that_cannot_be_made_is_told_in_one_line() =>
        RefusedAsync("data folder", "--data", "/proc/okr/data", "--urls", FreePort);

    [Fact]
    public async Task A_served_folder_is_told_in_one_line()
    {
        await using var server = await RunningServer.StartAsync();
        await RefusedAsync("already served", "--data", server.Data, "--urls", FreePort);
    }

    private static async Task RefusedAsync(string message, params string[] options)
    {
        var start = new ProcessStartInfo(Okr.File("okr"), ["serve", .. options])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var program = Process.Start(start)!;
        try
        {
            var output = program.StandardOutput.ReadToEndAsync();
            var error = await program.StandardError.ReadToEndAsync().WaitAsync(_patience);
            await program.WaitForExitAsync().WaitAsync(_patience);
            Assert.Contains(message, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
            Assert.Equal(("", 1), (await output, program.ExitCode));
        }
        finally
        {
            program.Kill();
        }
    }
}
