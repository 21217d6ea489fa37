using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// A prepared statement that is kept and used again. It calls the engine directly, because a SqliteCommand copies each blob into an array
/// of its own and boxes every parameter, which is most of the time spent on a small row.
/// </summary>
internal sealed class Statement(sqlite3 database, string sql) : IDisposable
{
    private const uint PreparePersistent = 1;

    private sqlite3_stmt? _prepared;

    public Statement Bind(int parameter, long value)
    {
        Check(raw.sqlite3_bind_int64(Prepared(), parameter, value));
        return this;
    }

    public Statement Bind(int parameter, long? value)
    {
        Check(value is { } given ? raw.sqlite3_bind_int64(Prepared(), parameter, given) : raw.sqlite3_bind_null(Prepared(), parameter));
        return this;
    }

    public Statement Bind(int parameter, string value)
    {
        Check(raw.sqlite3_bind_text(Prepared(), parameter, value));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        // An empty span has no address, and without one the engine would bind a null.
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(Prepared(), parameter, 0)
            : raw.sqlite3_bind_blob(Prepared(), parameter, value));
        return this;
    }

    /// <summary>
    /// Goes to the next row; returns false if there is none. After the last row, and after a failure, the statement can be bound again.
    /// </summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(Prepared());
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        var failure = Failure(code);
        Reset();
        throw failure;
    }

    /// <summary>Runs a statement to the end, ignoring any rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    public void Reset()
    {
        if (_prepared is not null)
        {
            // The result code is ignored, because it repeats the one that the last step has already reported.
            _ = raw.sqlite3_reset(_prepared);
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(Prepared(), column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(Prepared(), column);

    public int Int32(int column) => (int)Int64(column);

    public long? OptionalInt64(int column) => IsNull(column) ? null : Int64(column);

    /// <summary>Returns the bytes of a column, which are valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(Prepared(), column);

    public string Text(int column) => Encoding.UTF8.GetString(Blob(column));

    public void Dispose() => _prepared?.Dispose();

    private sqlite3_stmt Prepared()
    {
        if (_prepared is not null)
        {
            return _prepared;
        }

        Check(raw.sqlite3_prepare_v3(database, sql, PreparePersistent, out var statement));
        return _prepared = statement;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw Failure(code);
        }
    }

    private SqliteException Failure(int code) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(database));
}
