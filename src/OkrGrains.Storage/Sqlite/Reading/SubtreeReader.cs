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
    private readonly List<GoalRow> goals = [];
    private readonly List<EdgeRow> edges = [];
    private readonly List<StateRow> states = [];
    private readonly HashSet<long> known = [];
    private readonly Queue<long> left = [];

    public Subtree? Read(long goal)
    {
        if (connection.Goals.Read(goal) is not { } root)
        {
            return null;
        }

        Reach(goal);
        while (left.TryDequeue(out var next))
        {
            ReadOne(next == goal ? root : connection.Goals.Read(next) ?? throw Missing(next));
        }

        var workspace = connection.Workspaces.Read(root.Workspace)
            ?? throw new StoreDamagedException($"Workspace {root.Workspace} is missing.");
        return new Subtree(connection.Counters.Read().Position, workspace, goals, edges, states);
    }

    private void ReadOne(GoalRow goal)
    {
        goals.Add(goal);
        if (connection.States.Read(goal.Goal) is { } state)
        {
            states.Add(state);
        }

        var first = edges.Count;
        connection.Edges.ReadDown(goal.Goal, edges);
        for (var i = first; i < edges.Count; i++)
        {
            Reach(edges[i].Child);
        }
    }

    private void Reach(long goal)
    {
        if (known.Add(goal))
        {
            left.Enqueue(goal);
        }
    }

    private static StoreDamagedException Missing(long goal) => new($"Goal {goal} is read by another, and missing.");
}
