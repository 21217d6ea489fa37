using OkrGrains.Storage.Sqlite.Connection;

namespace OkrGrains.Storage.Sqlite.States;

/// <summary>The logged states that the transaction of one connection sees.</summary>
internal sealed class LoggedView(StoreConnection connection)
{
    private StateLog? _log;
    private bool _isWriter;
    private LoggedStates? _run;
    private long? _position;

    public void Share(StateLog log, bool isWriter) => (_log, _isWriter, _run) = (log, isWriter, null);

    /// <summary>
    /// Takes the run that is the last one now, before the transaction takes its snapshot, so that the snapshot lacks nothing that was in
    /// older runs.
    /// </summary>
    public void BeforeRead() => (_run, _position) = (_log?.Current, null);

    /// <summary>Lets go of the run, which would hold all later ones in memory.</summary>
    public void AfterRead() => (_run, _position) = (null, null);

    public bool TryFind(long goal, out LoggedState state)
    {
        var run = Run(out var position);
        return run.TryFind(goal, position, out state);
    }

    /// <summary>Returns the newest logged state of each goal, by rising numbers of the goals.</summary>
    public List<LoggedState> Newest()
    {
        var run = Run(out var position);
        return run.Newest(position);
    }

    private LoggedStates Run(out long position)
    {
        position = long.MaxValue;
        if (_log is null)
        {
            return _run ??= connection.StateLog.Read().States;
        }

        if (_isWriter)
        {
            return _log.Current;
        }

        var run = _run ?? throw new InvalidOperationException("States are read in a transaction only.");
        position = _position ??= connection.Counters.Read().Position;
        return _run = run.Of(position);
    }
}
