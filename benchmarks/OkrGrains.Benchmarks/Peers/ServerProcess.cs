using System.Diagnostics;
using System.Text.Json;
using OkrGrains.Benchmarks.Measuring;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>
/// This program, started once more as a server. It prints its address when it listens, answers each line with what it has used, and ends
/// with its standard input.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private ServerProcess(Process process, Uri address) => (Process, Address) = (process, address);

    public Process Process { get; }

    public Uri Address { get; }

    public static async Task<ServerProcess> StartAsync(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException($"{string.Join(' ', arguments)} ended before it listened.");
        return new(process, new Uri(line));
    }

    /// <summary>Runs a server in this process until its standard input ends.</summary>
    public static async Task ServeAsync(string address, Func<long> syncs)
    {
        Console.WriteLine(address);
        while (await Console.In.ReadLineAsync() is not null)
        {
            Console.WriteLine(JsonSerializer.Serialize(Usage.OfThisProcess(syncs())));
        }
    }

    /// <summary>What the server has used until now.</summary>
    public async Task<Usage> UsageAsync()
    {
        await Process.StandardInput.WriteLineAsync();
        await Process.StandardInput.FlushAsync();
        var line = await Process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended.");
        return JsonSerializer.Deserialize<Usage>(line);
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
