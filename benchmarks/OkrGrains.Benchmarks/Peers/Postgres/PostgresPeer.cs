using System.Globalization;
using Npgsql;
using OkrGrains.Benchmarks.Measuring;
using OkrGrains.Benchmarks.Peers.Grouped;
using OkrGrains.Load.Workloads;

namespace OkrGrains.Benchmarks.Peers.Postgres;

/// <summary>
/// PostgreSQL in its best form: several batches in one binary COPY, a trigger that runs once per statement, adds up the readings and walks
/// up the tree, and every reading stored as a row. It uses two connections: one copies rows while the other one walks and commits.
/// </summary>
internal sealed class PostgresPeer : IPeer
{
    private const int Connections = 2;

    public string Name => "postgres";

    public string? Absence =>
        !OperatingSystem.IsLinux() ? "its processes are measured on Linux only"
        : PostgresServer.Find("postgres") is null || PostgresServer.Find("initdb") is null ? "PostgreSQL is not installed"
        : null;

    public string Settings =>
        $"{InstalledProgram.VersionOf(PostgresServer.Find("postgres")!)}; {Connections} connections; {string.Join(", ", PostgresServer.Settings)}";

    public async Task<Rate> RunAsync(Run run)
    {
        await using var server = await PostgresServer.StartAsync(run.Folder);
        await using var asking = await server.OpenAsync();
        foreach (var statement in SumSchema.Tables(run.Workload.Tree).Concat(SumSchema.Trigger(run.Workload.Tree)))
        {
            await RunAsync(asking, statement);
        }

        var load = new GroupedLoad(run.Workload, run.Seed, run.BatchesInGroup);
        var connections = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => server.OpenAsync()));
        try
        {
            var rate = await load.RunAsync(
                connections.Select(connection => new CopyStore(connection)),
                run.Durations,
                async () => new(ProcessTree.Cpu(server.ProcessId), await NumberAsync(asking, "SELECT wal_sync FROM pg_stat_wal")));
            load.Check(Name, await NumberAsync(asking, "SELECT sum FROM goal WHERE parent IS NULL"));
            return rate;
        }
        finally
        {
            await Task.WhenAll(connections.Select(connection => connection.CloseAsync()));
        }
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> NumberAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }
}
