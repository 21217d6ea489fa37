using System.IO.Compression;
using OkrGrains.Host;
using OkrGrains.Model.Time;
using OkrGrains.TestKit.Disks;

namespace OkrGrains.Cli.Tests.Golden;

/// <summary>A copy of a store that an earlier build wrote, and the server that runs on it in this process.</summary>
internal sealed class GoldenStore : IAsyncDisposable
{
    private readonly TempFolder _copy = new();
    private readonly string _kept;
    private OkrServer? _server;

    private GoldenStore(string kept) => _kept = kept;

    private string Data => _copy.Of("data");

    /// <summary>Every kept store, as <c>COMMIT/NAME</c>.</summary>
    public static IEnumerable<string> Names { get; } =
    [
        .. Directory.EnumerateFiles(Okr.File("golden"), "okr.db.gz", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Okr.File("golden"), Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Unpacks a store into a folder of its own.</summary>
    /// <param name="name"><c>COMMIT/NAME</c>.</param>
    public static GoldenStore Unpack(string name)
    {
        var store = new GoldenStore(Okr.File(["golden", .. name.Split('/')]));
        Directory.CreateDirectory(store.Data);
        foreach (var packed in Directory.EnumerateFiles(store._kept, "*.gz"))
        {
            using var from = new GZipStream(File.OpenRead(packed), CompressionMode.Decompress);
            using var to = File.Create(Path.Combine(store.Data, Path.GetFileNameWithoutExtension(packed)));
            from.CopyTo(to);
        }

        return store;
    }

    /// <summary>Reads commands and what the earlier build printed for each.</summary>
    /// <param name="file">A file of the store, in which a command begins with <c>$ okr</c>.</param>
    public IReadOnlyList<(string Command, string Printed)> Answers(string file) =>
    [
        .. ('\n' + File.ReadAllText(Path.Combine(_kept, file))).Split("\n$ okr ")[1..]
            .Select(block => block.TrimEnd('\n').Split('\n', 2))
            .Select(lines => (lines[0], lines.Length == 2 ? lines[1] : "")),
    ];

    /// <summary>
    /// Runs a command as <c>write.sh</c> does. <c>serve</c> stops the server that runs and starts one at the given instant.
    /// </summary>
    /// <param name="command">The command line without <c>okr</c>; no argument has a space in it.</param>
    /// <returns>The lines printed, without the line break at the end; of a push only those on standard error.</returns>
    public async Task<string> RunAsync(string command)
    {
        var args = command.Split(' ');
        if (args[0] == "serve")
        {
            await StopAsync();
            _server = await OkrServer.StartAsync(
                new ServerOptions { DataDirectory = Data, Urls = "http://127.0.0.1:0", Now = Instant.Parse(args[^1]) });
            return "";
        }

        var okr = args[0] switch
        {
            "verify" => await Okr.RunAsync("verify", Data),
            "push" => (await RunOnServerAsync([args[0], Path.Combine(_kept, args[1]), .. args[2..]])) with { Out = "" },
            _ => await RunOnServerAsync(args),
        };
        var lines = (okr.Out + okr.Error).TrimEnd('\n').Split('\n').Where(line => !IsLeftOut(args[0], line));
        return string.Join('\n', lines)
            .Replace(Data, "data", StringComparison.Ordinal)
            .Replace(_kept + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    public async Task StopAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _copy.Dispose();
    }

    /// <summary>Recognises lines that depend on how many commits the engine made of a push, and the line that names a producer.</summary>
    private static bool IsLeftOut(string command, string line) =>
        line.StartsWith("token ", StringComparison.Ordinal)
        || (command == "push" && line.StartsWith("producer ", StringComparison.Ordinal))
        || (command == "rename" && line.StartsWith("etag ", StringComparison.Ordinal));

    private Task<Okr> RunOnServerAsync(string[] args) => Okr.RunAsync([.. args, "--server", _server!.Url]);
}
