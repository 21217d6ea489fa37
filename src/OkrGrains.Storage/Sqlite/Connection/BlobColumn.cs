using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OkrGrains.Storage.Sqlite.Connection;

/// <summary>
/// Overwrites blobs of one column in place, row after row, which is cheaper than an UPDATE. From the first overwrite until
/// <see cref="Close"/> the engine can neither commit nor set a savepoint.
/// </summary>
internal sealed class BlobColumn(sqlite3 database, string table, string column) : IDisposable
{
    private sqlite3_blob? _open;

    /// <summary>Replaces the whole blob of a row that exists.</summary>
    public void Overwrite(long row, ReadOnlySpan<byte> bytes)
    {
        if (_open is null)
        {
            Check(raw.sqlite3_blob_open(database, "main", table, column, row, 1, out var opened), opened);
            _open = opened;
        }
        else
        {
            Check(raw.sqlite3_blob_reopen(_open, row), null);
        }

        Check(raw.sqlite3_blob_write(_open, bytes, 0), null);
    }

    public void Close()
    {
        _open?.Dispose();
        _open = null;
    }

    public void Dispose() => Close();

    private void Check(int code, sqlite3_blob? refused)
    {
        if (code != raw.SQLITE_OK)
        {
            var failure = new SqliteException(
                raw.sqlite3_errmsg(database).utf8_to_string(), code & 0xFF, raw.sqlite3_extended_errcode(database));
            refused?.Dispose();
            Close();
            throw failure;
        }
    }
}
