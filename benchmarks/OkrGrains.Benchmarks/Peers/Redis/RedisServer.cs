using System.Diagnostics;
using System.Net.Sockets;

namespace OkrGrains.Benchmarks.Peers.Redis;

/// <summary>A Redis server for one run, on a Unix socket in the folder of the run.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string Program = "redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(20);

    private readonly string _socket;

    private RedisServer(Process process, string socket) => (Process, _socket) = (process, socket);

    /// <summary>The settings of the server: nothing that was acknowledged may be lost, and the log is not rewritten within a run.</summary>
    public static IReadOnlyList<string> Settings { get; } =
        ["--appendonly", "yes", "--appendfsync", "always", "--save", "", "--auto-aof-rewrite-percentage", "0"];

    public Process Process { get; }

    public static string? Find() => InstalledProgram.Find(Program);

    public static async Task<RedisServer> StartAsync(string folder)
    {
        var socket = Path.Combine(folder, "redis.sock");
        string[] place = ["--port", "0", "--unixsocket", socket, "--dir", folder, "--logfile", Path.Combine(folder, "redis.log")];
        var server = new RedisServer(Process.Start(Find()!, place.Concat(Settings)), socket);
        try
        {
            await server.WaitAsync();
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }

        return server;
    }

    public Task<RespConnection> OpenAsync() => RespConnection.OpenAsync(_socket);

    /// <summary>
    /// Stops the server at once. The result is checked already and the folder is deleted, so an orderly stop is not needed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private async Task WaitAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var connection = await OpenAsync();
                await connection.CallAsync("PING");
                return;
            }
            catch (SocketException) when (!Process.HasExited && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(BetweenAttempts, TimeProvider.System);
            }
        }
    }
}
