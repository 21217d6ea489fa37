using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Connection;
using OkrGrains.Storage.Sqlite.Schema;
using OkrGrains.Storage.Sqlite.States;

namespace OkrGrains.Storage.Sqlite.Readers;

/// <summary>
/// Walks from a goal down to everything that it reads, from row to row by keys. A recursive query would do the same walk, but three times:
/// for the goals, for the edges and for the states.
/// </summary>
internal sealed class SubtreeReader(StoreConnection connection, RecentStates recent, SubtreeScope scope)
{
    private readonly List<GoalRow> _goals = [];
    private readonly List<EdgeRow> _edges = [];
    private readonly List<StateRow> _states = [];
    private HashSet<long>? _known;
    private HashSet<long>? _written;

    private bool IsCut => _goals.Count + _edges.Count > scope.Most;

    public Subtree? Read(long goal, int? combiner)
    {
        if (connection.Goals.Read(goal) is not { } root || WorkspaceKey.IsDeleted(root.Workspace))
        {
            return null;
        }

        var workspace = connection.Workspaces.Read(root.Workspace)
            ?? throw new StoreDamagedException($"Workspace {root.Workspace} is missing.");
        if (scope.Held is { } held && held.Revision == workspace.Revision)
        {
            _written = recent.Since(held.Position);
        }

        ReadOne(root, combiner);
        for (var i = 0; i < _edges.Count && !IsCut; i++)
        {
            if (!IsHeld(_edges[i].Child) && Reach(_edges[i].Child))
            {
                ReadOne(connection.Goals.Read(_edges[i].Child) ?? throw Missing(_edges[i].Child), combiner: null);
            }
        }

        return Result(workspace, goal, combiner);
    }

    private Subtree Result(WorkspaceRow workspace, long goal, int? combiner)
    {
        var position = connection.Counters.Read().Position;
        if (IsCut)
        {
            return new Subtree(position, workspace, _goals, [], []) { IsCut = true };
        }

        ReadWritten();
        return new Subtree(position, workspace, _goals, _edges, _states)
        {
            LeavesOutHeld = _written is not null,
            Above = combiner is null ? connection.Edges.ReadUp(goal) : [],
            Owners = ReadOwners(),
            Record = combiner is not null || _goals[0].Name.Kind == GoalKind.Kpi ? GoalRecord.None : connection.History.ReadRecord(goal),
        };
    }

    /// <summary>Reads the states of those goals that the caller holds and that were written since.</summary>
    private void ReadWritten()
    {
        foreach (var goal in _written ?? [])
        {
            if (IsHeld(goal) && !(_known ?? [_goals[0].Goal]).Contains(goal) && connection.States.Read(goal) is { } state)
            {
                _states.Add(state);
            }
        }
    }

    private bool IsHeld(long goal) => _written is not null && scope.Held!.Contains(goal);

    private void ReadOne(GoalRow goal, int? combiner)
    {
        _goals.Add(goal);
        if (connection.States.Read(goal.Goal) is { } state)
        {
            _states.Add(state);
        }

        connection.Edges.ReadDown(goal.Goal, combiner, _edges, scope.Most);
    }

    private List<GoalRow> ReadOwners()
    {
        var owners = new List<GoalRow>();
        foreach (var goal in _goals)
        {
            if (goal.Owner is { } owner && Reach(owner))
            {
                owners.Add(connection.Goals.Read(owner) ?? throw Missing(owner));
            }
        }

        return owners;
    }

    /// <returns>
    /// True if the goal has not been reached before. The set is made only when needed, since most goals have nothing below them.
    /// </returns>
    private bool Reach(long goal) => (_known ??= [_goals[0].Goal]).Add(goal);

    private static StoreDamagedException Missing(long goal) => new($"Goal {goal} is read by another, and missing.");
}
