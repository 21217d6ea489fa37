using OkrGrains.Storage.Chunks;
using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// Writes states one after the other into the log, a row or a few for each commit, and now and then the newest state of each goal into its
/// own row. A commit changes few pages then: the states of a few hundred goals lie on as many pages as all states do, and each of those
/// pages would be written and synced with every commit.
/// </summary>
/// <remarks>
/// The log is part of the commit, so nothing has to be computed again after a crash. Only the writer's thread uses it, but for
/// <see cref="Current"/>.
/// </remarks>
internal sealed class StateLog
{
    /// <summary>The number of goals at which the states are put into their rows, which then takes some ten milliseconds.</summary>
    private const int MostGoals = 16_384;

    /// <summary>The number of states at which they are put into their rows, for the memory that they take.</summary>
    private const int MostStates = 65_536;

    private const int BlockBytes = 64 << 10;

    private readonly StoreConnection _connection;
    private readonly int _mostBytes;
    private readonly List<(byte[] Block, int From, int To)> _full = [];
    private readonly PackedBuffer _packed = new();
    private volatile LoggedStates _current;
    private byte[] _block = new byte[BlockBytes];
    private int _used;
    private int _from;
    private long _commit;
    private int _kept;
    private int _folded;
    private bool _isFolding;
    private long _rows;
    private long _bytes;

    /// <param name="connection">The writer's connection.</param>
    /// <param name="mostBytes">The number of bytes at which the states are put into their rows.</param>
    /// <exception cref="StoreDamagedException">A row of the log is damaged.</exception>
    public StateLog(StoreConnection connection, int mostBytes)
    {
        _connection = connection;
        _mostBytes = mostBytes;
        (_current, _rows, _bytes) = connection.StateLog.Read();
    }

    /// <summary>The states of the run to which the writer adds, for readers that begin now.</summary>
    public LoggedStates Current => _current;

    public bool IsEmpty => _rows == 0;

    /// <summary>Begins a transaction with the position of its commit.</summary>
    public void Begin(long commit)
    {
        _commit = commit;
        _kept = _current.Count;
        _from = _used;
        _full.Clear();
        _folded = 0;
        _isFolding = false;
    }

    public void Write(in StateImage image)
    {
        _packed.Clear();
        image.WriteLogged(_packed, out var head);
        if (_used + _packed.Length > _block.Length)
        {
            EndBlock();
            _block = new byte[Math.Max(BlockBytes, _packed.Length)];
        }

        _packed.Written.CopyTo(_block.AsSpan(_used));
        _current.Add(new LoggedState(image.Goal, _commit, image.StaleAt, _block, _used + head, _packed.Length - head, Older: -1));
        _used += _packed.Length;
    }

    /// <summary>Returns true if the log holds a state of one of some goals.</summary>
    public bool Holds(IReadOnlySet<long> goals) =>
        _current.Newest(long.MaxValue, _folded).Exists(state => goals.Contains(state.Goal));

    /// <summary>Puts the newest states into their rows and empties the log, as a part of the open transaction.</summary>
    public void Fold()
    {
        foreach (var state in _current.Newest(long.MaxValue, _folded))
        {
            _connection.States.Put(state.Image);
        }

        _connection.StateLog.DeleteAll();
        _folded = _current.Count;
        _isFolding = true;
    }

    /// <summary>Writes what the transaction has logged, or folds if the log is full.</summary>
    public void Finish()
    {
        if (_isFolding || _bytes + Written() > _mostBytes || _current.Count > MostStates || _current.Goals > MostGoals)
        {
            Fold();
            return;
        }

        EndBlock(goesOn: true);
        var rows = _rows;
        foreach (var (block, from, to) in _full)
        {
            _connection.StateLog.Insert(++rows, _commit, block.AsSpan(from, to - from));
        }
    }

    /// <summary>Takes over what the transaction has done, because it is durable.</summary>
    public void Committed()
    {
        if (_isFolding)
        {
            (_rows, _bytes) = (0, 0);
            _isFolding = false;
            _current = _current.End(_commit);
            (_block, _used) = (new byte[BlockBytes], 0);
        }
        else
        {
            _rows += _full.Count;
            _bytes += Written();
        }

        _kept = _current.Count;
    }

    /// <summary>Forgets what the transaction has logged, because it was rolled back. Does nothing after <see cref="Committed"/>.</summary>
    public void RolledBack()
    {
        _current.Keep(_kept);
        _isFolding = false;
    }

    /// <summary>The place up to which the open transaction has logged, for <see cref="BackTo"/>.</summary>
    public StateLogMark Mark() => new(_current.Count, _full.Count, _block, _from, _used);

    /// <summary>Forgets what was logged after a mark, because a savepoint was rolled back.</summary>
    public void BackTo(StateLogMark mark)
    {
        _current.Keep(mark.States);
        _full.RemoveRange(mark.Full, _full.Count - mark.Full);
        (_block, _from, _used) = (mark.Block, mark.From, mark.Used);
    }

    private long Written() => _full.Sum(static piece => (long)(piece.To - piece.From)) + (_used - _from);

    private void EndBlock(bool goesOn = false)
    {
        if (_used > _from)
        {
            _full.Add((_block, _from, _used));
        }

        (_used, _from) = goesOn ? (_used, _used) : (0, 0);
    }
}

/// <summary>A place in the state log of an open transaction.</summary>
/// <param name="States">The number of states of the run.</param>
/// <param name="Full">The number of blocks that the transaction has filled.</param>
/// <param name="Block">The block after them.</param>
/// <param name="From">The place in that block at which the transaction begins.</param>
/// <param name="Used">The place in that block at which the next state begins.</param>
internal readonly record struct StateLogMark(int States, int Full, byte[] Block, int From, int Used);
