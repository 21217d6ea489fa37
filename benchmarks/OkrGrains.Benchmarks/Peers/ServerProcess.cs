using System.Diagnostics;
using System.Text.Json;
using OkrGrains.Benchmarks.Measuring;

namespace OkrGrains.Benchmarks.Peers;

/// <summary>
/// A second process of this program, which runs as a server. It prints its address when it listens, answers each line of input with its
/// usage, and ends when its standard input ends.
/// </summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>The request for the usage after a garbage collection that returns memory to the system.</summary>
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

        // Reading standard input blocks a thread even in its asynchronous form. On the pool it would take one of the server's few threads.
        return Task.Factory.StartNew(() => Answer(usage), TaskCreationOptions.LongRunning);
    }

    /// <summary>Returns the usage of the server since its start.</summary>
    public Task<Usage> UsageAsync() => AskAsync("");

    /// <summary>Returns the resident memory of the server in bytes after a garbage collection, so that it excludes garbage.</summary>
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
