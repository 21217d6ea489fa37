using OkrGrains.Model.Goals;
using OkrGrains.Storage.Definitions;
using OkrGrains.Storage.Sqlite.Connections;
using OkrGrains.Storage.States;

namespace OkrGrains.Storage.Sqlite.Reading;

/// <summary>
/// Walks from a goal down to everything that it reads. Every edge leads from one row to the next by a key, which a recursive query would
/// do as well, but three times: once for the goals, the edges and the states.
/// </summary>
internal sealed class SubtreeReader(StoreConnection connection)
{
    private readonly List<GoalRow> _goals = [];
    private readonly List<EdgeRow> _edges = [];
    private readonly List<StateRow> _states = [];
    private readonly HashSet<long> _known = [];
    private readonly Queue<long> _left = [];

    public Subtree? Read(long goal, int? combiner)
    {
        if (connection.Goals.Read(goal) is not { } root)
        {
            return null;
        }

        _known.Add(goal);
        ReadOne(root, combiner);
        while (_left.TryDequeue(out var next))
        {
            ReadOne(connection.Goals.Read(next) ?? throw Missing(next), combiner: null);
        }

        var workspace = connection.Workspaces.Read(root.Workspace)
            ?? throw new StoreDamagedException($"Workspace {root.Workspace} is missing.");
        return new Subtree(connection.Counters.Read().Position, workspace, _goals, _edges, _states)
        {
            Record = combiner is not null || root.Name.Kind == GoalKind.Kpi ? GoalRecord.None : connection.History.ReadRecord(goal),
        };
    }

    private void ReadOne(GoalRow goal, int? combiner)
    {
        _goals.Add(goal);
        if (connection.States.Read(goal.Goal) is { } state)
        {
            _states.Add(state);
        }

        var first = _edges.Count;
        connection.Edges.ReadDown(goal.Goal, combiner, _edges);
        for (var i = first; i < _edges.Count; i++)
        {
            Reach(_edges[i].Child);
        }
    }

    private void Reach(long goal)
    {
        if (_known.Add(goal))
        {
            _left.Enqueue(goal);
        }
    }

    private static StoreDamagedException Missing(long goal) => new($"Goal {goal} is read by another, and missing.");
}
