namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// The two runs of the state log at a time: the last one, to which the writer adds, and the one before, whose states go into their rows
/// meanwhile, unless the last run has newer ones.
/// </summary>
/// <param name="last">The run to which the writer adds.</param>
/// <param name="before">The run before.</param>
/// <param name="position">The position of the commit with which the runs became these two.</param>
internal sealed class StateLogRuns(LoggedStates last, LoggedStates before, long position)
{
    private volatile StateLogRuns? _next;

    /// <summary>The number of transactions that took these runs when they began. The log changes it.</summary>
    public int Readers { get; set; }

    /// <summary>The runs after these; null for the last ones.</summary>
    public StateLogRuns? Following => _next;

    public LoggedStates Last => last;

    public LoggedStates Before => before;

    private long Position => position;

    /// <summary>Begins another run: all states of the run before the last are in their rows, or older than others.</summary>
    /// <param name="run">The empty run.</param>
    /// <param name="at">The position of the commit that put the rest there.</param>
    public StateLogRuns Next(LoggedStates run, long at) => _next = new StateLogRuns(run, last, at);

    /// <summary>Ends both runs: all states are in their rows.</summary>
    /// <param name="at">The position of the commit that put the rest there, or of the last commit before that.</param>
    public StateLogRuns End(long at) => _next = new StateLogRuns(new LoggedStates(), new LoggedStates(), at);

    /// <summary>
    /// Returns the runs that a snapshot of the store, up to a position, reads: what they lack is in the rows of that snapshot. The snapshot
    /// must have been taken after these runs were the last ones. They also serve a snapshot that has their states in rows already, since
    /// those are the same.
    /// </summary>
    public StateLogRuns Of(long snapshot)
    {
        var runs = this;
        while (runs._next is { } next && snapshot > next.Position)
        {
            runs = next;
        }

        return runs;
    }

    /// <summary>Finds the newest state of a goal up to a commit.</summary>
    /// <returns>False if there is none; then it is in its own row, if it has one.</returns>
    public bool TryFind(long goal, long upTo, out LoggedState state) =>
        last.TryFind(goal, upTo, out state) || before.TryFind(goal, upTo, out state);

    /// <summary>Returns the newest state of each goal up to a commit, by rising numbers of the goals.</summary>
    /// <param name="upTo">The position of the commit.</param>
    /// <param name="afterGoal">The goal after whose number the goals begin.</param>
    public List<LoggedState> Newest(long upTo, long afterGoal = 0)
    {
        var states = last.Newest(upTo, afterGoal);
        states.AddRange(before.Newest(upTo, afterGoal).Where(state => !last.TryFind(state.Goal, upTo, out _)));
        states.Sort(LoggedState.ByGoal);
        return states;
    }
}
