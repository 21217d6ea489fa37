using OkrGrains.Storage.Records;
using OkrGrains.Storage.Sqlite.Edges;
using OkrGrains.Storage.Sqlite.Tables;

namespace OkrGrains.Storage.Sqlite.Writer;

/// <summary>Writes a change of definitions. Everything that a caller can get wrong is checked before the first row is written.</summary>
internal sealed class DefineWrite(DefinitionCommit commit) : PendingWrite<long>
{
    private readonly EdgeRewiring _rewiring = new(commit.Rewired, commit.Edges);

    public override int Bytes => (int)Math.Min(BytesOf(commit) + _rewiring.Bytes, int.MaxValue);

    protected override long WriteRows(CommitScope scope)
    {
        var before = scope.Connection.Workspaces.Read(commit.Workspace);
        if ((before?.Revision ?? 0) != commit.ExpectedRevision)
        {
            throw new StoreConflictException(
                $"Workspace {commit.Workspace} is at revision {before?.Revision ?? 0}, not at {commit.ExpectedRevision}.");
        }

        RecordRequestWrite.Check(scope, commit.Request);
        var heads = ReadHeads(scope);
        CheckGoals(scope, heads, isNew: before is null);
        if (_rewiring.Fault is { } fault)
        {
            Require(false, fault.Child, fault.Words);
        }

        scope.Connection.SetSavepoint();
        var logged = scope.StateLog.Mark();
        try
        {
            WriteDefinitions(scope, before, heads);
        }
        catch (StoreDamagedException)
        {
            // Other writes share the transaction, so only this one may be undone.
            scope.Connection.RollbackToSavepoint();
            scope.StateLog.BackTo(logged);
            throw;
        }

        scope.Connection.ReleaseSavepoint();
        scope.Changed();
        return scope.Position;
    }

    private void WriteDefinitions(CommitScope scope, WorkspaceRow? before, Dictionary<long, GoalHead> heads)
    {
        var number = WriteWorkspace(scope, before);
        WriteGoals(scope, heads, number);
        foreach (var goal in commit.Touched)
        {
            scope.States.DefinitionChanged(goal);
        }

        _rewiring.Write(scope.Connection.Edges);
        if (commit.Closing is { } closing)
        {
            scope.Connection.Closings.Add(number, scope.Position, closing);
        }

        RecordRequestWrite.Write(scope, commit.Request);
    }

    /// <summary>Reads the rows of those goals that exist already, among those defined or touched.</summary>
    private Dictionary<long, GoalHead> ReadHeads(CommitScope scope)
    {
        var heads = new Dictionary<long, GoalHead>(commit.Touched.Count);
        foreach (var goal in commit.Touched.Concat(commit.Goals.Select(static defined => defined.Goal)))
        {
            if (!heads.ContainsKey(goal) && scope.Connection.Goals.ReadHead(goal) is { } head)
            {
                heads.Add(goal, head);
            }
        }

        foreach (var head in heads.Values)
        {
            Require(head.Workspace == commit.Workspace, head.Goal, "belongs to another workspace");
        }

        return heads;
    }

    private void CheckGoals(CommitScope scope, Dictionary<long, GoalHead> heads, bool isNew)
    {
        var defined = new HashSet<long>(commit.Goals.Count);
        foreach (var goal in commit.Goals)
        {
            Require(goal.Goal >= 1 && goal.Goal < scope.Counters.NextGoal, goal.Goal, "has a number that was never reserved");
            Require(defined.Add(goal.Goal), goal.Goal, "is defined twice");
        }

        var touched = new HashSet<long>(commit.Touched);
        foreach (var goal in touched)
        {
            Require(defined.Contains(goal) || heads.ContainsKey(goal), goal, "is touched, and not known");
        }

        foreach (var goal in defined)
        {
            Require(touched.Contains(goal), goal, "is defined, and not touched");
        }

        CheckNames(scope, defined, isNew);
    }

    private void CheckNames(CommitScope scope, HashSet<long> defined, bool isNew)
    {
        var names = new HashSet<Model.Goals.GoalName>();
        foreach (var goal in commit.Goals)
        {
            if (goal.Removed)
            {
                continue;
            }

            Require(names.Add(goal.Name), goal.Goal, $"has the name {goal.Name}, like another one of the commit");

            // All others wait for the writer meanwhile, and a new workspace holds no name.
            var holder = isNew ? null : scope.Connection.Goals.FindLive(commit.Workspace, goal.Name);
            Require(holder is not { } other || defined.Contains(other), goal.Goal, $"has the name {goal.Name}, like goal {holder}");
        }
    }

    private long WriteWorkspace(CommitScope scope, WorkspaceRow? before)
    {
        var settings = commit.Settings ?? before?.Settings ?? ReadOnlyMemory<byte>.Empty;
        var settingsRevision = commit.Settings is null && before is not null ? before.SettingsRevision : scope.Position;
        var row = new WorkspaceRow(commit.Workspace, scope.Position, settingsRevision, settings);
        var number = scope.Connection.Workspaces.Write(row, isNew: before is null);
        scope.Connection.Workspaces.AddChange(scope.Position, scope.AcceptedAt, number, commit);
        return number;
    }

    private void WriteGoals(CommitScope scope, Dictionary<long, GoalHead> heads, long workspace)
    {
        var goals = scope.Connection.Goals;
        foreach (var goal in commit.Goals)
        {
            if (heads.Remove(goal.Goal))
            {
                goals.Vacate(goal.Goal);
            }
        }

        foreach (var goal in commit.Goals)
        {
            goals.AddRevision(goal, scope.Position);
            goals.WriteHead(
                new GoalHead(goal.Goal, commit.Workspace, goal.Name, goal.Removed, scope.Position, scope.Position), workspace);
        }

        foreach (var head in heads.Values)
        {
            goals.Touch(head with { Revision = scope.Position });
        }
    }

    private static long BytesOf(DefinitionCommit commit)
    {
        long bytes = (commit.Settings?.Length ?? 0) + RecordRequestWrite.BytesOf(commit.Request);
        foreach (var goal in commit.Goals)
        {
            bytes += goal.Body.Length;
        }

        return bytes;
    }

    private static void Require(bool holds, long goal, string fault)
    {
        if (!holds)
        {
            throw new ArgumentException($"Goal {goal} {fault}.");
        }
    }
}
