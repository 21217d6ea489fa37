using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OkrGrains.Crash;

/// <summary>The server as a process that is started and killed again and again, with one folder and the same ports.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(1);

    private readonly int _silos;
    private readonly StringBuilder _output = new();
    private Process? _process;
    private TaskCompletionSource _listening = new();
    private long _started;

    public ServerProcess(int silos, string folder)
    {
        _silos = silos;
        Folder = folder;
        Urls = FreeUrls(silos);
    }

    public string Folder { get; }

    /// <summary>The addresses at which it listens, one for each silo.</summary>
    public string[] Urls { get; }

    /// <summary>The duration of the last start that was waited for.</summary>
    public TimeSpan StartTime { get; private set; } = TimeSpan.FromSeconds(2);

    public bool IsRunning => _process is not null;

    /// <summary>Starts the process, which may not answer yet.</summary>
    public void Start()
    {
        _listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _output.Clear();
        var program = Path.Combine(AppContext.BaseDirectory, _silos > 1 ? "okr-crash" : "okr");
        string[] arguments = ["serve", "--data", Folder, "--urls", string.Join(';', Urls), "--now", CrashOptions.Now.ToString()];
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _started = TimeProvider.System.GetTimestamp();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        var listening = _listening;
        _process.Exited += (_, _) => listening.TrySetException(new CrashFailure("The server has ended before it answered: " + Output()));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public async Task ListeningAsync()
    {
        await _listening.Task.WaitAsync(_patience);
        StartTime = TimeProvider.System.GetElapsedTime(_started);
    }

    /// <summary>Kills the process with SIGKILL, and ends once it is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            if (process.HasExited)
            {
                throw new CrashFailure("The server has ended by itself: " + Output());
            }

            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public void Dispose()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.StartsWith("listening on", StringComparison.Ordinal))
        {
            _listening.TrySetResult();
        }
    }

    private string Output()
    {
        lock (_output)
        {
            return _output.ToString();
        }
    }

    private static string[] FreeUrls(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        string[] urls =
        [
            .. listeners.Select(listener => "http://127.0.0.1:" + ((IPEndPoint)listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)),
        ];
        listeners.ForEach(listener => listener.Dispose());
        return urls;
    }
}
