using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// Writes states one after the other into the log, a row or a few for each commit, and later the newest state of each goal into its own row.
/// A commit changes few pages then: the states of a few hundred goals lie on as many pages as all states do, and each of those pages would be
/// written and synced with every commit.
/// </summary>
/// <remarks>
/// The log is part of the commit, so nothing has to be computed again after a crash. It has two runs: while the last one fills, the states
/// of the one before are folded, that is put into their rows, but for those that are in the last run as well. So a goal that takes readings
/// all the time seldom has its row written. Only the writer's thread uses the log, but for <see cref="Take"/> and <see cref="GiveBack"/>.
/// </remarks>
internal sealed class StateLog
{
    /// <summary>The number of goals, and of states, at which a run is full, for the memory that they take.</summary>
    private const int MostGoals = 16_384;
    private const int MostStates = 65_536;

    private const int MostSpare = 2;

    private readonly StoreConnection _connection;
    private readonly StateLogWriter _writer = new();
    private readonly long _mostBytes;
    private readonly Lock _gate = new();
    private readonly Stack<LoggedStates> _spare = new();
    private StateLogRuns _current;
    private StateLogRuns _oldest;
    private StateFold _fold;
    private StateFold _foldBefore;
    private long _commit;
    private StateLogMark _begun;
    private int _folded;
    private long _row;
    private long _lastRowBefore;
    private long _bytes;
    private Change _change;

    /// <param name="connection">The writer's connection.</param>
    /// <param name="mostBytes">The number of bytes at which a run is full.</param>
    /// <exception cref="StoreDamagedException">A row of the log is damaged.</exception>
    public StateLog(StoreConnection connection, long mostBytes)
    {
        _connection = connection;
        _mostBytes = mostBytes;
        (var before, _row) = connection.StateLog.Read();
        _lastRowBefore = _row;
        _oldest = _current = new StateLogRuns(new LoggedStates(), before, position: 0);
        _fold = _foldBefore = StateFold.Of(before);
        Begin(0);
    }

    /// <summary>What an open transaction has done to the runs.</summary>
    private enum Change
    {
        None,
        Next,
        End,
    }

    /// <summary>The runs as the writer sees them.</summary>
    public StateLogRuns Current => _current;

    public bool IsEmpty => _row == 0;

    /// <summary>
    /// True if a killed process has left more than a run. Then all of it has to be folded before anything is logged, or a store that is killed
    /// again and again would have a log that grows and grows.
    /// </summary>
    public bool IsLong => _current.Before is var before
        && (before.Count > MostStates || before.Goals > MostGoals || before.Bytes > _mostBytes);

    private LoggedStates Last => _current.Last;

    /// <summary>Takes the last runs for a transaction that reads, before it begins. It may be called on any thread.</summary>
    public StateLogRuns Take()
    {
        lock (_gate)
        {
            _current.Readers++;
            return _current;
        }
    }

    /// <summary>Gives runs back that <see cref="Take"/> has returned. It may be called on any thread.</summary>
    public void GiveBack(StateLogRuns taken)
    {
        lock (_gate)
        {
            taken.Readers--;
        }
    }

    /// <summary>Begins a transaction with the position of its commit.</summary>
    public void Begin(long commit)
    {
        _commit = commit;
        _foldBefore = _fold;
        _change = Change.None;
        _writer.Begin(commit);
        _begun = Mark();
    }

    public void Write(in StateImage image) => _writer.Write(image, Last);

    /// <summary>Returns true if the log holds a state of one of some goals.</summary>
    public bool Holds(IReadOnlySet<long> goals) =>
        _change != Change.End && (Last.HoldsAny(goals) || _current.Before.HoldsAny(goals));

    /// <summary>Puts all logged states into their rows and empties the log, as a part of the open transaction, which then logs no state.</summary>
    public void FoldAll()
    {
        foreach (var state in _current.Newest(long.MaxValue))
        {
            _connection.States.Put(state.Image);
        }

        _connection.StateLog.Delete(long.MaxValue);
        (_folded, _change) = (Last.Count, Change.End);
    }

    /// <summary>Writes what the transaction has logged, and folds a part of the run before.</summary>
    public void Finish()
    {
        if (_change == Change.End)
        {
            PutNew();
            return;
        }

        var row = _row;
        foreach (var piece in _writer.End())
        {
            _connection.StateLog.Insert(++row, _commit, piece.Span);
        }

        var filled = Filled();
        _fold = _fold.Run(_connection.States, Last, filled);
        if (filled >= 1)
        {
            _connection.StateLog.Delete(_lastRowBefore);
            _change = Change.Next;
        }
    }

    /// <summary>Takes over what the transaction has done, because it is durable.</summary>
    public void Committed()
    {
        // First of all: whatever fails from here on must not take back what is durable.
        _begun = Mark();
        if (_change == Change.End)
        {
            (_row, _lastRowBefore, _bytes) = (0, 0, 0);

            // A snapshot of this very commit must not find what it has removed.
            Become(_current.End(_commit - 1));
        }
        else
        {
            _row += _writer.Pieces;
            _bytes += _writer.Written;
        }

        if (_change == Change.Next)
        {
            (_lastRowBefore, _bytes) = (_row, 0);
            Become(_current.Next(_spare.TryPop(out var run) ? run : new LoggedStates(), _commit));
        }

        Begin(_commit);
    }

    /// <summary>Forgets what the transaction has logged, because it was rolled back. Does nothing after <see cref="Committed"/>.</summary>
    public void RolledBack()
    {
        BackTo(_begun);
        _fold = _foldBefore;
        _change = Change.None;
    }

    /// <summary>The place up to which the open transaction has logged, for <see cref="BackTo"/>.</summary>
    public StateLogMark Mark() => new(Last.Count, Last.BlocksTaken, _writer.Mark());

    /// <summary>Forgets what was logged after a mark, because a savepoint was rolled back.</summary>
    public void BackTo(StateLogMark mark)
    {
        Last.Keep(mark.States, mark.Blocks);
        _writer.BackTo(mark.Packed);
    }

    /// <summary>Has readers take other runs from now on, and empties those that no reader can hold any more.</summary>
    private void Become(StateLogRuns runs)
    {
        lock (_gate)
        {
            _current = runs;
            while (_oldest.Readers == 0 && _oldest.Following is { } following)
            {
                // Who takes runs takes the last ones, and goes on from them to later ones only.
                if (_oldest.Before != following.Last && _oldest.Before != following.Before)
                {
                    Spare(_oldest.Before);
                }

                _oldest = following;
            }
        }

        _fold = StateFold.Of(runs.Before);
        _writer.BeginRun();
    }

    /// <summary>Keeps a run for the next ones, unless it is unusually large or there are enough.</summary>
    private void Spare(LoggedStates run)
    {
        if (_spare.Count < MostSpare && run.Count <= 2 * MostStates && run.Bytes <= 2 * _mostBytes)
        {
            run.Clear();
            _spare.Push(run);
        }
    }

    /// <summary>Puts the states that the transaction has logged since all others were folded into their rows, too.</summary>
    private void PutNew()
    {
        foreach (var state in Last.Since(_folded))
        {
            _connection.States.Put(state.Image);
        }
    }

    /// <summary>Returns how far the last run is filled: 1 and more if it is full.</summary>
    private double Filled() => Math.Max(
        _mostBytes == 0 ? 1 : (_bytes + _writer.Written) / (double)_mostBytes,
        Math.Max(Last.Goals / (double)MostGoals, Last.Count / (double)MostStates));
}

/// <summary>A place in the state log of an open transaction.</summary>
/// <param name="States">The number of states of the last run.</param>
/// <param name="Blocks">The number of blocks of the last run.</param>
/// <param name="Packed">The place in what the transaction has packed.</param>
internal readonly record struct StateLogMark(int States, int Blocks, PackedMark Packed);
