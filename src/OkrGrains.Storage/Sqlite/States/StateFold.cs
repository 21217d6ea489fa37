namespace OkrGrains.Storage.Sqlite.States;

/// <summary>
/// Puts the states of a run into their rows while the next run fills, in the order of the goals and a few with each commit, so that no commit
/// takes long. It begins when the next run is half full: by then it has newer states of the goals that take readings all the time.
/// </summary>
/// <param name="states">The newest state of each goal of the run, by rising numbers of the goals.</param>
/// <param name="done">The number of states that are done.</param>
internal sealed class StateFold(List<LoggedState> states, int done)
{
    private const double Begins = 0.5;

    public static StateFold Of(LoggedStates run)
    {
        var states = run.Newest(long.MaxValue);
        states.Sort(LoggedState.ByGoal);
        return new(states, 0);
    }

    /// <summary>Goes on as far as the next run is filled; to the end if it is full.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="next">The next run. States of goals that it holds are left out.</param>
    /// <param name="filled">How far the next run is filled: 1 and more if it is full.</param>
    public StateFold Run(StateTable rows, LoggedStates next, double filled)
    {
        var upTo = (int)Math.Ceiling(Math.Clamp((filled - Begins) / (1 - Begins), 0, 1) * states.Count);
        for (var i = done; i < upTo; i++)
        {
            if (!next.Holds(states[i].Goal))
            {
                rows.Put(states[i].Image);
            }
        }

        return upTo > done ? new(states, upTo) : this;
    }
}
