using System.Diagnostics;
using System.Globalization;

namespace OkrGrains.Stress.Servers;

/// <summary>Runs <c>okr serve</c> as a process of its own, on a store of its own.</summary>
internal sealed class StressServer : IAsyncDisposable
{
    private readonly string _folder;
    private readonly Process _process;

    private StressServer(string folder, Process process, Uri address) => (_folder, _process, Address) = (folder, process, address);

    public Uri Address { get; }

    public bool IsRunning => !_process.HasExited;

    /// <summary>The memory of the process that is in RAM, in bytes.</summary>
    public long Resident => ReadResident(_process.Id);

    /// <param name="limits">The limits of the edge, each as NAME=VALUE.</param>
    public static async Task<StressServer> StartAsync(params IEnumerable<string> limits)
    {
        var folder = Directory.CreateTempSubdirectory("okr-stress-").FullName;
        string[] arguments =
        [
            "serve", "--data", folder, "--urls", "http://127.0.0.1:0", .. limits.SelectMany(limit => (string[])["--limit", limit]),
        ];
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "okr"), arguments) { RedirectStandardOutput = true };
        var process = Process.Start(start)!;
        const string listening = "listening on ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith(listening, StringComparison.Ordinal))
            {
                return new(folder, process, new Uri(line[listening.Length..]));
            }
        }

        throw new InvalidOperationException("The server has ended before it listened.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static long ReadResident(int process)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
    }
}
