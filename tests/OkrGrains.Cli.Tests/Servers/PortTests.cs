using System.Diagnostics;
using System.Globalization;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Servers;

public sealed class PortTests : IDisposable
{
    private const string FreePort = "http://127.0.0.1:0";

    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(2);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <param name="lines">The number of addresses that the program announces, each on a line that ends with it.</param>
    /// <param name="options">The options with the addresses.</param>
    [LinuxTheory]
    [InlineData(1, "--urls", FreePort)]
    [InlineData(2, "--urls", FreePort, "--metrics-urls", FreePort)]
    [InlineData(3, "--urls", FreePort + ";" + FreePort, "--metrics-urls", FreePort)]
    public async Task The_program_listens_where_it_says_and_has_no_other_socket(int lines, params string[] options)
    {
        var start = new ProcessStartInfo(Okr.File("okr"), ["serve", "--data", _folder.Path, .. options]) { RedirectStandardOutput = true };
        using var program = Process.Start(start)!;
        try
        {
            var said = new List<string>();
            while (said.Count < lines)
            {
                said.Add(Assert.IsType<string>(await program.StandardOutput.ReadLineAsync().WaitAsync(_patience)));
            }

            Assert.Equal(said.Select(Listener).Order(StringComparer.Ordinal), Sockets(program.Id).Order(StringComparer.Ordinal));
        }
        finally
        {
            program.Kill();
            await program.WaitForExitAsync();
        }
    }

    /// <summary>Returns the row of <see cref="Sockets"/> for a socket that listens (state 0A) on 127.0.0.1 (0100007F).</summary>
    private static string Listener(string line)
    {
        var url = new Uri(line.Split(' ')[^1]);
        Assert.Equal("127.0.0.1", url.Host);
        return $"tcp 0100007F:{url.Port:X4} 0A";
    }

    /// <summary>Returns protocol, local address and state of all internet sockets of a process, connected ones as well.</summary>
    private static List<string> Sockets(int process)
    {
        var proc = Path.Combine("/proc", process.ToString(CultureInfo.InvariantCulture));
        var open = new DirectoryInfo(Path.Combine(proc, "fd")).EnumerateFileSystemInfos().Select(file => file.LinkTarget).ToHashSet();
        string[] tables = ["tcp", "tcp6", "udp", "udp6"];
        return
        [
            .. from table in tables
               let path = Path.Combine(proc, "net", table)
               where File.Exists(path)
               from row in File.ReadAllLines(path).Skip(1)
               let fields = row.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where open.Contains($"socket:[{fields[9]}]")
               select $"{table} {fields[1]} {fields[3]}",
        ];
    }
}
