using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>The logged states that the transaction of one connection sees.</summary>
internal sealed class LoggedView(StoreConnection connection)
{
    private StateLog? _log;
    private bool _isWriter;
    private StateLogRuns? _taken;
    private StateLogRuns? _runs;
    private long? _position;

    public void Share(StateLog log, bool isWriter) => (_log, _isWriter, _runs) = (log, isWriter, null);

    /// <summary>
    /// Takes the runs that are the last ones now, before the transaction takes its snapshot, so that the snapshot lacks nothing that was in
    /// older ones.
    /// </summary>
    public void BeforeRead() => (_taken, _runs, _position) = (_log?.Take(), null, null);

    /// <summary>Gives the runs back.</summary>
    public void AfterRead()
    {
        if (_taken is { } taken)
        {
            _log!.GiveBack(taken);
        }

        (_taken, _runs, _position) = (null, null, null);
    }

    public bool TryFind(long goal, out LoggedState state)
    {
        var runs = Runs(out var position);
        return runs.TryFind(goal, position, out state);
    }

    /// <summary>Returns the newest logged state of each goal after a given one, by rising numbers of the goals.</summary>
    public List<LoggedState> Newest(long afterGoal = 0)
    {
        var runs = Runs(out var position);
        return runs.Newest(position, afterGoal);
    }

    private StateLogRuns Runs(out long position)
    {
        position = long.MaxValue;
        if (_log is null)
        {
            return _runs ??= new StateLogRuns(new LoggedStates(), connection.StateLog.Read().States, position: 0);
        }

        if (_isWriter)
        {
            return _log.Current;
        }

        var taken = _taken ?? throw new InvalidOperationException("States are read in a transaction only.");
        position = _position ??= connection.Counters.Read().Position;
        return _runs ??= taken.Of(position);
    }
}
