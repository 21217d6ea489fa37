using System.Diagnostics;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Servers;

/// <summary>Tests the real program with a log that nobody reads: the pipe is full after 64 KiB, which a start at this level exceeds.</summary>
public sealed class UnreadLogTests : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_full_pipe_stalls_neither_calls_nor_the_end()
    {
        string[] arguments = ["serve", "--data", _folder.Of("data"), "--urls", "http://127.0.0.1:0", "--now", "2001-04-01T05:59:59.999Z", "--log-level", "Trace"];
        var start = new ProcessStartInfo(Okr.File("okr"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var program = Process.Start(start)!;
        try
        {
            var url = (await program.StandardOutput.ReadLineAsync().WaitAsync(_patience))!.Split(' ')[^1];
            Assert.Equal(0, (await Okr.RunAsync("apply", Okr.File("samples", "flights", "plan.yaml"), "--server", url).WaitAsync(_patience)).ExitCode);
            for (var call = 0; call < 100; call++)
            {
                Assert.Equal(0, (await Okr.RunAsync("show", "--server", url).WaitAsync(_patience)).ExitCode);
            }

            using var interrupt = Process.Start("kill", ["-INT", program.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
            try
            {
                await program.WaitForExitAsync().WaitAsync(_patience);
            }
            catch (TimeoutException)
            {
                Assert.Fail($"The server has not ended. Its threads:\n{ThreadsOf(program.Id)}");
            }

            Assert.Equal(0, program.ExitCode);
        }
        finally
        {
            program.Kill();
        }
    }

    /// <summary>Says of each thread of a process what it is called, whether it runs, and where in the kernel it waits.</summary>
    private static string ThreadsOf(int process) => string.Join('\n', Directory.GetDirectories($"/proc/{process}/task").Select(thread =>
        $"{File.ReadAllText($"{thread}/comm").Trim()}: {File.ReadLines($"{thread}/status").First(line => line.StartsWith("State", StringComparison.Ordinal))}, "
        + File.ReadAllText($"{thread}/wchan")));
}
