using System.Diagnostics;
using Npgsql;

namespace OkrGrains.Benchmarks.Peers.Postgres;

/// <summary>A PostgreSQL server for one run, on a Unix socket in the folder of the run.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "bench";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;

    private PostgresServer(Process process, string connection) => (_process, ConnectionString) = (process, connection);

    /// <summary>
    /// The settings that differ from the defaults, without those of its location. Nothing that was acknowledged may be lost, and no
    /// checkpoint falls into a run.
    /// </summary>
    public static IReadOnlyList<string> Settings { get; } =
    [
        "fsync=on", "synchronous_commit=on", "full_page_writes=on", "shared_buffers=1GB", "wal_level=minimal", "max_wal_senders=0",
        "wal_buffers=64MB", "max_wal_size=32GB", "checkpoint_timeout=1h", "work_mem=256MB", "temp_buffers=256MB", "jit=off",
        "max_parallel_workers=0", "track_activities=off",
    ];

    public int ProcessId => _process.Id;

    public string ConnectionString { get; }

    public static string? Find(string program) => InstalledProgram.Find(
        program,
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
            : []);

    public static async Task<PostgresServer> StartAsync(string folder)
    {
        var account = Account.Unprivileged("postgres", "nobody");
        var own = await account.FolderAsync(folder, "postgres");
        var data = Path.Combine(own, "data");
        await Account.RunAsync(account.Start(
            Find("initdb")!, "--pgdata", data, "--username", User, "--auth", "trust", "--encoding", "UTF8", "--locale", "C", "--no-sync"));
        var settings = Settings.Concat(["listen_addresses=", $"unix_socket_directories={own}", "log_min_messages=fatal"]);
        var process = Process.Start(account.Start(Find("postgres")!, ["-D", data, .. settings.SelectMany(setting => new[] { "-c", setting })]))!;
        var server = new PostgresServer(process, new NpgsqlConnectionStringBuilder
        {
            Host = own,
            Username = User,
            Database = "postgres",
            Pooling = false,
            WriteBufferSize = 256 * 1024,
        }.ToString());
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

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        try
        {
            await connection.OpenAsync();
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Stops the server at once. The result is checked already and the folder is deleted, so an orderly stop is not needed.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            // SIGQUIT is the immediate shutdown, in which the postmaster ends its children. SIGKILL would leave them running.
            await Account.RunAsync(new ProcessStartInfo("kill", ["-QUIT", $"{_process.Id}"]));
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = await OpenAsync();
                return;
            }
            catch (NpgsqlException) when (!_process.HasExited && TimeProvider.System.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(BetweenAttempts, TimeProvider.System);
            }
        }
    }
}
