using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Edges;
using OkrGrains.Storage.Sqlite.Erasing;
using OkrGrains.Storage.Sqlite.States;
using OkrGrains.Storage.Sqlite.Tables;
using SQLitePCL;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>A connection to the database file with the statements on its tables, for one thread at a time.</summary>
internal sealed class StoreConnection : IDisposable
{
    private const int BusySeconds = 5;

    private readonly SqliteConnection _connection;
    private readonly List<Statement> _statements = [];
    private readonly List<BlobColumn> _blobs = [];
    private readonly Statement _begin;
    private readonly Statement _beginWrite;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _setSavepoint;
    private readonly Statement _releaseSavepoint;
    private readonly Statement _rollbackToSavepoint;

    /// <summary>
    /// Switches off the engine's memory statistics, which nobody reads: without them, readers and the writer do not wait for each other at
    /// every allocation. If the program has used the engine before, its settings stay as they are.
    /// </summary>
    static StoreConnection()
    {
        Batteries_V2.Init();
        _ = raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    private StoreConnection(SqliteConnection connection)
    {
        _connection = connection;
        _begin = Prepare("BEGIN");
        _beginWrite = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _setSavepoint = Prepare("SAVEPOINT one");
        _releaseSavepoint = Prepare("RELEASE one");
        _rollbackToSavepoint = Prepare("ROLLBACK TO one");
        Counters = new CounterTable(this);
        Chunks = new ChunkTable(this);
        Amendments = new AmendmentTable(this);
        States = new StateTable(this);
        StateLog = new StateLogTable(this);
        Workspaces = new WorkspaceTable(this);
        Goals = new GoalTable(this);
        Edges = new EdgeTable(this);
        Producers = new ProducerTable(this);
        History = new HistoryTable(this);
        Closings = new ClosingTable(this);
        CheckIns = new CheckInTable(this);
        Requests = new RequestTable(this);
        Incarnations = new IncarnationTable(this);
        Tombstones = new TombstoneTable(this);
        Erasing = new ErasureTables(this);
    }

    public CounterTable Counters { get; }

    public ChunkTable Chunks { get; }

    public AmendmentTable Amendments { get; }

    public StateTable States { get; }

    public StateLogTable StateLog { get; }

    public WorkspaceTable Workspaces { get; }

    public GoalTable Goals { get; }

    public EdgeTable Edges { get; }

    public ProducerTable Producers { get; }

    public HistoryTable History { get; }

    public ClosingTable Closings { get; }

    public CheckInTable CheckIns { get; }

    public RequestTable Requests { get; }

    public IncarnationTable Incarnations { get; }

    public TombstoneTable Tombstones { get; }

    public ErasureTables Erasing { get; }

    private sqlite3 Handle => _connection.Handle!;

    public static StoreConnection Open(string file, SqliteOpenMode mode)
    {
        var text = new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = BusySeconds,
        };
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            connection.Open();
            var opened = new StoreConnection(connection);
            opened.KeepLogAtClose();
            opened.Execute($"PRAGMA busy_timeout = {BusySeconds * 1000}; PRAGMA cell_size_check = ON; PRAGMA trusted_schema = OFF");
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Creates a statement that lives as long as the connection. The engine compiles it when it is first used.</summary>
    public Statement Prepare(string sql)
    {
        var statement = new Statement(Handle, sql);
        _statements.Add(statement);
        return statement;
    }

    /// <summary>Creates a column whose blobs can be overwritten in place, until the transaction or a savepoint ends.</summary>
    public BlobColumn PrepareBlobs(string table, string column)
    {
        var blobs = new BlobColumn(Handle, table, column);
        _blobs.Add(blobs);
        return blobs;
    }

    /// <summary>Runs statements that are used only once.</summary>
    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Runs a statement that is used only once, and returns the number in the first column of its first row.</summary>
    public long Number(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Returns the numbers in the first column of all rows.</summary>
    public List<long> Numbers(string sql) => Rows(sql, static reader => reader.GetInt64(0));

    /// <summary>Returns the texts in the first column of all rows.</summary>
    public List<string> Texts(string sql) => Rows(sql, static reader => reader.GetString(0));

    /// <summary>Runs a query that is used only once, and returns what is made of each row.</summary>
    public List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        var rows = new List<T>();
        ForEach(sql, reader => rows.Add(read(reader)));
        return rows;
    }

    /// <summary>Runs a query that is used only once, and does something with each row.</summary>
    public void ForEach(string sql, Action<SqliteDataReader> read)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            read(reader);
        }
    }

    /// <summary>Copies everything that is committed into a new file, and makes that file durable.</summary>
    public void CopyInto(string file)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "VACUUM INTO $file";
        command.Parameters.AddWithValue("$file", file);
        command.ExecuteNonQuery();
    }

    /// <summary>Limits the size of the database file, in pages.</summary>
    public void LimitPages(long pages) => Execute($"PRAGMA max_page_count = {pages}");

    /// <summary>Begins a read of one consistent state.</summary>
    public void BeginRead()
    {
        States.BeforeRead();
        _begin.Run();
    }

    public void BeginWrite() => _beginWrite.Run();

    public void Commit()
    {
        CloseBlobs();
        _commit.Run();
        States.AfterRead();
    }

    /// <summary>Rolls the transaction back, unless the engine has already done so after a failure.</summary>
    public void Rollback()
    {
        CloseBlobs();
        ResetStatements();
        States.AfterRead();
        if (raw.sqlite3_get_autocommit(Handle) == 0)
        {
            _rollback.Run();
        }
    }

    /// <summary>Resets statements whose rows were not read to the end, so that they can be used again.</summary>
    public void ResetStatements()
    {
        foreach (var statement in _statements)
        {
            statement.Reset();
        }
    }

    public void SetSavepoint()
    {
        CloseBlobs();
        _setSavepoint.Run();
    }

    public void ReleaseSavepoint()
    {
        CloseBlobs();
        _releaseSavepoint.Run();
    }

    public void RollbackToSavepoint()
    {
        CloseBlobs();
        _rollbackToSavepoint.Run();
        _releaseSavepoint.Run();
    }

    /// <summary>Returns the number of rows that the last statement has changed.</summary>
    public int Changes() => raw.sqlite3_changes(Handle);

    /// <summary>Determines whether the engine overwrites with zeros what is deleted, so that nothing of it is left in the file.</summary>
    public void SecureDelete(bool on) => Execute($"PRAGMA secure_delete = {(on ? 1 : 0)}");

    /// <summary>Returns the number of pages that this connection has written since the last call.</summary>
    public int TakePagesWritten()
    {
        _ = raw.sqlite3_db_status(Handle, raw.SQLITE_DBSTATUS_CACHE_WRITE, out var pages, out _, 1);
        return pages;
    }

    /// <summary>Copies the log into the database file as far as readers allow, and makes that durable.</summary>
    public void Checkpoint(bool truncate)
    {
        var mode = truncate ? raw.SQLITE_CHECKPOINT_TRUNCATE : raw.SQLITE_CHECKPOINT_PASSIVE;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_wal_checkpoint_v2(Handle, null!, mode, out _, out _), Handle);
    }

    /// <summary>Copies all of the log into the database file and empties it, unless somebody is reading it.</summary>
    /// <returns>True if the log is empty.</returns>
    public bool TryEmptyLog()
    {
        Execute("PRAGMA busy_timeout = 0");
        try
        {
            var code = raw.sqlite3_wal_checkpoint_v2(Handle, null!, raw.SQLITE_CHECKPOINT_TRUNCATE, out _, out _);
            if (code == raw.SQLITE_BUSY)
            {
                return false;
            }

            SqliteException.ThrowExceptionForRC(code, Handle);
            return true;
        }
        finally
        {
            Execute($"PRAGMA busy_timeout = {BusySeconds * 1000}");
        }
    }

    /// <summary>
    /// Writes the whole file anew, row after row, outside of a transaction. It takes twice the size of the file meanwhile, and all writes wait.
    /// </summary>
    public void Rewrite() => Execute("VACUUM");

    public void Dispose()
    {
        States.AfterRead();
        CloseBlobs();
        foreach (var statement in _statements)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private void CloseBlobs()
    {
        foreach (var blobs in _blobs)
        {
            blobs.Close();
        }
    }

    /// <summary>
    /// Keeps the engine from copying the log into the file when the connection is closed: it would do so even after a failed sync, and in a
    /// store that is about to be refused. Code that wants the copy calls <see cref="Checkpoint"/>.
    /// </summary>
    private void KeepLogAtClose() =>
        SqliteException.ThrowExceptionForRC(raw.sqlite3_db_config(Handle, raw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, out _), Handle);
}
