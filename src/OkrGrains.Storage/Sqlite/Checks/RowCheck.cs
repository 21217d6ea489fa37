using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Checks;

/// <summary>
/// Checks everything but the readings. That takes time in proportion to the number of goals, so that it can be done at every start. The
/// indexes matter most, since a row that a damaged index does not find would pass for one that never was.
/// </summary>
internal sealed class RowCheck(StoreConnection connection, FaultList faults)
{
    private static readonly string[] Tables =
    [
        "counters", "workspaces", "changes", "goals", "revisions", "edges_up", "edges_down", "producers", "amendments", "states", "closings", "finals",
        "check_ins", "requests", "incarnations", "tombstones", "state_log",
    ];

    public void Run(StoreCounters counters)
    {
        CheckRows(counters);
        foreach (var table in Tables)
        {
            faults.AddEngineCheck(table);
        }
    }

    public void CheckRows(StoreCounters counters)
    {
        faults.Try(() => StoreSchema.Check(connection));
        faults.Try(connection.Workspaces.CheckAll);
        faults.Try(() => CheckTombstones(counters));
        ForEach("SELECT goal FROM goals", goal => CheckGoal(goal, counters));
        new EdgeCheck(connection, faults).Run();
        ForEach("SELECT number FROM producers", number => _ = connection.Producers.Read(number));
        faults.Try(() => connection.Amendments.ReadAll((goal, stored) => CheckAmendment(goal, stored, counters), faults.Add));
        faults.Try(() => CheckStates(counters));
        faults.Try(() => connection.Closings.Check(faults.Add));
        faults.Try(() => connection.CheckIns.Check(faults.Add));
        faults.Try(() => connection.Requests.Check(counters, faults.Add));
        faults.Try(() => CheckLineage(counters));
    }

    private void CheckTombstones(StoreCounters counters)
    {
        foreach (var row in connection.Tombstones.ReadAll(after: -1))
        {
            if (row.Position > counters.Position)
            {
                faults.Add($"Workspace {row.Id} was deleted by commit {row.Position}; the last one of the store is {counters.Position}.");
            }
        }
    }

    private void CheckLineage(StoreCounters counters)
    {
        if (connection.Incarnations.Read().Current.Began > counters.Position)
        {
            faults.Add("The store's last incarnation is newer than its counters.");
        }
    }

    private void CheckGoal(long goal, StoreCounters counters)
    {
        if (connection.Goals.Read(goal) is { } row && (row.Revision > counters.Position || goal >= counters.NextGoal))
        {
            faults.Add($"Goal {goal} is newer than the counters of the store.");
        }
    }

    private void CheckStates(StoreCounters counters)
    {
        if (connection.Number("SELECT coalesce(max(position), 0) FROM state_log") is var logged && logged > counters.Position)
        {
            faults.Add($"There are logged states of commit {logged}; the last one of the store is {counters.Position}.");
        }

        foreach (var goal in connection.States.ReadGoals())
        {
            faults.Try(() => CheckState(goal, counters));
        }
    }

    private void CheckState(long goal, StoreCounters counters)
    {
        if (connection.States.Read(goal) is not { } state)
        {
            return;
        }

        if (state.Position > counters.Position)
        {
            faults.Add($"The state of goal {goal} is at commit {state.Position}; the last one of the store is {counters.Position}.");
        }
        else if (state.Position > 0 && !connection.Chunks.MayHold(goal, state.Position))
        {
            faults.Add($"The readings that commit {state.Position} holds of goal {goal} are missing.");
        }
    }

    private void CheckAmendment(long goal, StoredAmendment stored, StoreCounters counters)
    {
        if (stored.Position > counters.Position || !connection.Chunks.MayHold(goal, stored.Position))
        {
            faults.Add($"There is an amendment of commit {stored.Position} for goal {goal}, which the commit says nothing of.");
        }
    }

    private void ForEach(string keys, Action<long> check) => faults.Try(() =>
    {
        foreach (var key in connection.Numbers(keys))
        {
            faults.Try(() => check(key));
        }
    });
}
