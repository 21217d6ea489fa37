using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>The rows of the state log: the states that commits wrote lately, and that may not be in rows of their own yet.</summary>
internal sealed class StateLogTable(StoreConnection connection)
{
    private readonly Statement _insert = connection.Prepare(
        "INSERT INTO state_log (number, position, states, checksum) VALUES (?1, ?2, ?3, ?4)");

    private readonly Statement _select = connection.Prepare("SELECT number, position, states, checksum FROM state_log ORDER BY number");

    private readonly Statement _delete = connection.Prepare("DELETE FROM state_log WHERE number <= ?1");

    public void Insert(long number, long position, ReadOnlySpan<byte> states) => _insert
        .Bind(1, number)
        .Bind(2, position)
        .Bind(3, states)
        .Bind(4, Checksum(number, position, states))
        .Run();

    /// <summary>Deletes the rows up to a number.</summary>
    public void Delete(long upTo) => _delete.Bind(1, upTo).Run();

    /// <summary>Reads all rows into a new run of logged states.</summary>
    /// <returns>The run, and the number of its last row; 0 if there are none.</returns>
    /// <exception cref="StoreDamagedException">A row is damaged or missing.</exception>
    public (LoggedStates States, long LastRow) Read()
    {
        var states = new LoggedStates();
        var (row, last) = (0L, 0L);
        try
        {
            while (_select.Step())
            {
                var number = _select.Int64(0);
                var position = _select.Int64(1);
                var bytes = _select.Blob(2).ToArray();
                if ((row != 0 && number != row + 1) || position < last || _select.Int64(3) != Checksum(number, position, bytes))
                {
                    throw new StoreDamagedException($"Row {number} of the state log is damaged, or one before it is missing.");
                }

                StateImage.ReadLogged(position, bytes, states);
                (row, last) = (number, position);
            }
        }
        finally
        {
            _select.Reset();
        }

        return (states, row);
    }

    private static long Checksum(long number, long position, ReadOnlySpan<byte> states)
    {
        var checksum = new RowChecksum(RowKind.StateLog);
        checksum.Add(number);
        checksum.Add(position);
        checksum.Add(states);
        return checksum.Value;
    }
}
