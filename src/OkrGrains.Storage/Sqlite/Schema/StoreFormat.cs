using Microsoft.Data.Sqlite;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Tables;
using SQLitePCL;

namespace OkrGrains.Storage.Sqlite.Schema;

/// <summary>
/// Opens store files. A store's file is known by its application id, its format by the user version; older formats are migrated to the
/// newest.
/// </summary>
internal static class StoreFormat
{
    /// <summary>The letters "OKRG", which tell our files from any other database.</summary>
    private const int ApplicationId = 0x4F4B5247;

    /// <summary>The migrations: the one at index n turns format n into format n + 1.</summary>
    private static readonly Action<StoreConnection>[] Migrations =
        [CreateVersion1, AddRequests, IncarnationFormat.Migrate, AddTombstones, AddStateLog, EdgeFormat.Migrate];

    public static int Newest => Migrations.Length;

    /// <summary>Opens the file for writing in the newest format. An empty or missing file becomes an empty store.</summary>
    /// <exception cref="StoreRefusedException">The file is not a store, has a newer format, or is damaged.</exception>
    public static StoreConnection Open(DataFolder folder, AckedPosition acked)
    {
        RefuseLostFile(folder, acked);
        StoreConnection? connection = null;
        try
        {
            folder.CreateDatabase();
            connection = StoreConnection.Open(folder.Database, SqliteOpenMode.ReadWrite);
            Prepare(connection, folder, acked);
            return connection;
        }
        catch (SqliteException failure)
        {
            connection?.Dispose();
            throw new StoreRefusedException(Word(failure, folder.Database), failure);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file for reading; it must have the newest format.</summary>
    /// <exception cref="StoreRefusedException">The file is missing, is not a store, has another format, or is damaged.</exception>
    public static StoreConnection OpenForReading(string file)
    {
        if (!File.Exists(file))
        {
            throw new StoreRefusedException($"{file} is missing.");
        }

        StoreConnection? connection = null;
        try
        {
            connection = StoreConnection.Open(file, SqliteOpenMode.ReadOnly);
            var format = ReadFormat(connection, file);
            return format == Newest
                ? connection
                : throw new StoreRefusedException($"{file} has format {format}, which serving it once brings to format {Newest}.");
        }
        catch (Exception failure)
        {
            connection?.Dispose();
            if (failure is SqliteException engine)
            {
                throw new StoreRefusedException(Word(engine, file), engine);
            }

            throw;
        }
    }

    /// <summary>Limits the size of the file, and refuses a file whose parts do not belong together.</summary>
    public static StoreCounters Check(StoreConnection connection, StoreOptions options)
    {
        if (options.MaxFileBytes is { } bytes)
        {
            connection.LimitPages(bytes / connection.Number("PRAGMA page_size"));
        }

        try
        {
            var counters = connection.Counters.Read();
            var position = counters.Position;
            var readings = connection.Chunks.LastPosition();
            if (readings > position)
            {
                throw new StoreRefusedException($"The store holds readings of commit {readings}, but says that its last one was {position}.");
            }

            return counters;
        }
        catch (StoreDamagedException damaged)
        {
            throw new StoreRefusedException(damaged.Message, damaged);
        }
        catch (SqliteException failure)
        {
            throw new StoreRefusedException(EngineFailure.OfRead(failure).Message, failure);
        }
    }

    /// <summary>
    /// Makes durable everything that is about to be served as committed: a process that was killed may have written it and not synced it.
    /// </summary>
    /// <exception cref="StoreRefusedException">The disk fails.</exception>
    public static void MakeDurable(StoreConnection connection)
    {
        try
        {
            connection.Checkpoint(truncate: false);
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is raw.SQLITE_FULL or raw.SQLITE_BUSY)
        {
            // The log has been synced all the same, since that comes before it is copied.
        }
        catch (SqliteException failure)
        {
            throw new StoreRefusedException($"The disk of the store fails: {failure.Message}", failure);
        }
    }

    /// <summary>Creates an empty store of the newest format.</summary>
    public static void CreateNewest(StoreConnection connection)
    {
        foreach (var migration in Migrations)
        {
            migration(connection);
        }
    }

    /// <summary>Refuses a file that is not a store of a format that this program knows.</summary>
    /// <exception cref="StoreRefusedException">The file is empty, is not a store, or has a newer format.</exception>
    public static void CheckKnown(StoreConnection connection, string file)
    {
        if (ReadFormat(connection, file) == 0)
        {
            throw new StoreRefusedException($"{file} is empty.");
        }
    }

    /// <summary>Opens a store's file that nobody else knows of for writing, in the newest format.</summary>
    /// <exception cref="StoreRefusedException">The file is damaged.</exception>
    public static StoreConnection OpenAlone(string file)
    {
        StoreConnection? connection = null;
        try
        {
            connection = StoreConnection.Open(file, SqliteOpenMode.ReadWrite);
            Migrate(connection, ReadFormat(connection, file));
            return connection;
        }
        catch (SqliteException failure)
        {
            connection?.Dispose();
            throw new StoreRefusedException(Word(failure, file), failure);
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    private static void Prepare(StoreConnection connection, DataFolder folder, AckedPosition acked)
    {
        var format = ReadFormat(connection, folder.Database);
        if (format == 0 && acked.Position > 0)
        {
            throw new StoreRefusedException($"{folder.Database} is empty, but commit {acked.Position} was acknowledged.");
        }

        Migrate(connection, format);
    }

    private static void Migrate(StoreConnection connection, long format)
    {
        // The writer makes checkpoints itself, because the engine's automatic ones do not report their failures.
        connection.Execute(
            """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA fullfsync = ON;
            PRAGMA checkpoint_fullfsync = ON;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA cache_size = -65536;
            """);
        for (var next = (int)format; next < Newest; next++)
        {
            connection.BeginWrite();
            try
            {
                Migrations[next](connection);
            }
            catch (StoreDamagedException damaged)
            {
                throw new StoreRefusedException(damaged.Message, damaged);
            }

            connection.Execute($"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {next + 1}");
            connection.Commit();
        }
    }

    private static long ReadFormat(StoreConnection connection, string file)
    {
        var format = connection.Number("PRAGMA user_version");
        var application = connection.Number("PRAGMA application_id");
        var isNew = format == 0 && application == 0 && connection.Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew && application != ApplicationId)
        {
            throw new StoreRefusedException($"{file} is a database of another program.");
        }

        if (format > Newest)
        {
            throw new StoreRefusedException(
                $"{file} has format {format}, written by a newer version of this program; this one knows formats up to {Newest}.");
        }

        return format;
    }

    private static void CreateVersion1(StoreConnection connection)
    {
        connection.Execute(Version1.Sql);
        connection.Counters.Create(StoreCounters.OfEmptyStore);
    }

    private static void AddRequests(StoreConnection connection) => connection.Execute(Requests.Sql);

    private static void AddTombstones(StoreConnection connection) => connection.Execute(TombstoneFormat.Sql);

    private static void AddStateLog(StoreConnection connection) => connection.Execute(StateLogFormat.Sql);

    /// <summary>
    /// Refuses a missing database file if it must have existed. The engine would create a new one and throw the log away.
    /// </summary>
    private static void RefuseLostFile(DataFolder folder, AckedPosition acked)
    {
        if (acked.Position > 0 && !File.Exists(folder.Database))
        {
            throw new StoreRefusedException($"{folder.Database} is missing, but commit {acked.Position} was acknowledged.");
        }

        if (!File.Exists(folder.Database) && File.Exists(folder.Log) && new FileInfo(folder.Log).Length > 0)
        {
            throw new StoreRefusedException($"{folder.Database} is missing, but its log {folder.Log} is there.");
        }
    }

    private static string Word(SqliteException failure, string file) => failure.SqliteErrorCode switch
    {
        raw.SQLITE_NOTADB => $"{file} is not a database.",
        raw.SQLITE_CORRUPT => $"{file} is damaged: {failure.Message}",
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{file} is in use by another program.",
        raw.SQLITE_FULL => $"There is no space left for {file}.",
        _ => $"{file} cannot be opened: {failure.Message}",
    };
}
