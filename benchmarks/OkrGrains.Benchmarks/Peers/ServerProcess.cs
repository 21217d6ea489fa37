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
    /// <summary>Asks for the usage after a collection that gives memory back.</summary>
    private const string Collected = "collected";

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
    public static Task ServeAsync(string address, Func<Usage> usage)
    {
        Console.WriteLine(address);

        // Reading the standard input blocks, also where it is called asynchronous: one of the pool's few threads would be lost to the server.
        return Task.Factory.StartNew(() => Answer(usage), TaskCreationOptions.LongRunning);
    }

    /// <summary>What the server has used until now.</summary>
    public Task<Usage> UsageAsync() => AskAsync("");

    /// <summary>The server's resident memory in bytes: what it holds, and not what its collector has not looked at yet.</summary>
    public async Task<long> ResidentBytesAsync()
    {
        await AskAsync(Collected);
        Process.Refresh();
        return Process.WorkingSet64;
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }

    private static void Answer(Func<Usage> usage)
    {
        while (Console.In.ReadLine() is { } line)
        {
            if (line == Collected)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            Console.WriteLine(JsonSerializer.Serialize(usage()));
        }
    }

    private async Task<Usage> AskAsync(string line)
    {
        await Process.StandardInput.WriteLineAsync(line);
        await Process.StandardInput.FlushAsync();
        var answer = await Process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server has ended.");
        return JsonSerializer.Deserialize<Usage>(answer);
    }
}
