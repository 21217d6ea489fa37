using System.Buffers.Binary;
using Microsoft.Data.Sqlite;

namespace OkrGrains.Benchmarks.Peers.Sqlite;

/// <summary>A database with a row for each goal and one for each batch, synced at each commit.</summary>
internal sealed class SumStore : IDisposable
{
    public const string Pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=10000; PRAGMA cache_size=-65536;";

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _append;
    private readonly SqliteCommand _update;
    private readonly int _root;

    public SumStore(string file, int goals)
    {
        _root = goals - 1;
        _connection = new SqliteConnection($"Data Source={file};Pooling=False");
        _connection.Open();
        Run(Pragmas);
        Run("CREATE TABLE goal(id INTEGER PRIMARY KEY, sum BLOB NOT NULL); CREATE TABLE history(id INTEGER PRIMARY KEY, readings BLOB NOT NULL);");
        _append = Prepare("INSERT INTO history(readings) VALUES ($value)");
        _update = Prepare("INSERT INTO goal(id, sum) VALUES ($goal, $value) ON CONFLICT(id) DO UPDATE SET sum = excluded.sum");
        _update.Parameters.Add("$goal", SqliteType.Integer);
    }

    public static string Version
    {
        get
        {
            using var connection = new SqliteConnection("Data Source=:memory:");
            connection.Open();
            return connection.ServerVersion;
        }
    }

    /// <summary>The number of commits. Each is one sync of the log; those of checkpoints are not counted.</summary>
    public long Commits { get; private set; }

    public void Commit(SumCommit commit)
    {
        using var transaction = _connection.BeginTransaction();
        (_append.Transaction, _update.Transaction) = (transaction, transaction);
        foreach (var batch in commit.History)
        {
            _append.Parameters["$value"].Value = batch;
            _append.ExecuteNonQuery();
        }

        var sum = new byte[16];
        foreach (var (goal, value) in commit.Changed)
        {
            BinaryPrimitives.WriteInt128LittleEndian(sum, value);
            _update.Parameters["$goal"].Value = goal;
            _update.Parameters["$value"].Value = sum;
            _update.ExecuteNonQuery();
        }

        transaction.Commit();
        Commits++;
    }

    public Int128 Root()
    {
        using var command = Prepare("SELECT sum FROM goal WHERE id = $value");
        command.Parameters["$value"].Value = _root;
        return BinaryPrimitives.ReadInt128LittleEndian((byte[])command.ExecuteScalar()!);
    }

    public void Dispose()
    {
        _append.Dispose();
        _update.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Prepare(string text)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        command.Parameters.Add(new SqliteParameter { ParameterName = "$value" });
        return command;
    }

    private void Run(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
