using System.Collections.Immutable;
using System.Text.Json;
using OkrGrains.Grains.Goals;
using OkrGrains.Model.Definitions;
using OkrGrains.Model.Goals;
using OkrGrains.Plans;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Workspaces;

/// <summary>Computes what a plan changes in a workspace. It is pure: the result follows from what is stored and what is planned.</summary>
internal sealed class WorkspaceChange
{
    private readonly Dictionary<GoalName, GoalRow> _stored;
    private readonly IReadOnlyList<EdgeRow> _edgesBefore;
    private readonly WorkspaceRow? _workspace;
    private readonly Plan _plan;
    private readonly IReadOnlyList<PlannedGoal> _planned;

    public WorkspaceChange(WorkspaceRow? workspace, IReadOnlyList<GoalRow> stored, IReadOnlyList<EdgeRow> edges, Plan plan)
    {
        _workspace = workspace;
        _edgesBefore = edges;
        _plan = plan;
        _planned = PlannedGoal.AllOf(plan);

        // Several goals may have had a name over time. It now belongs to the one in the plan, or else to the youngest.
        _stored = stored.OrderBy(row => !row.Removed).ThenBy(row => row.Goal).GroupBy(row => row.Name)
            .ToDictionary(rows => rows.Key, rows => rows.Last());

        var planned = _planned.Select(goal => goal.Name).ToHashSet();
        Missing = [.. _stored.Values.Where(row => !row.Removed && !planned.Contains(row.Name)).Select(row => row.Name)];
        Added = [.. planned.Where(name => !_stored.ContainsKey(name))];
        Restored = [.. planned.Where(name => _stored.TryGetValue(name, out var row) && row.Removed)];
        Changed = [.. _planned.Where(IsChanged).Select(goal => goal.Name)];
        UnchangedCount = _planned.Count - Added.Length - Restored.Length - Changed.Length;
        Settings = DefinitionJson.Write(plan.Settings);
        SettingsChanged = workspace is null || !workspace.Settings.Span.SequenceEqual(Settings);
    }

    public ImmutableArray<GoalName> Missing { get; }

    public ImmutableArray<GoalName> Added { get; }

    public ImmutableArray<GoalName> Restored { get; }

    public ImmutableArray<GoalName> Changed { get; }

    public int UnchangedCount { get; }

    public bool IsEmpty => !SettingsChanged && Missing.IsEmpty && Added.IsEmpty && Restored.IsEmpty && Changed.IsEmpty && !Moved.Any();

    private byte[] Settings { get; }

    private bool SettingsChanged { get; }

    private IEnumerable<PlannedGoal> Moved =>
        _planned.Where(goal => _stored.TryGetValue(goal.Name, out var row) && !row.Removed && row.Ordinal != goal.Ordinal);

    /// <summary>Returns the keys that change, those of the settings first, then those of the goals that stay, in the order of the plan.</summary>
    public IReadOnlyList<KeyChange> KeyChanges()
    {
        var changes = new List<KeyChange>();
        if (_workspace is not null && SettingsChanged)
        {
            changes.AddRange(KeyDifference.Of(null, _workspace.Settings, Settings));
        }

        var names = Changed.Concat(Restored).ToHashSet();
        foreach (var goal in _planned.Where(goal => names.Contains(goal.Name)))
        {
            var row = _stored[goal.Name];
            changes.AddRange(KeyDifference.Of(goal.Name, row.Body, goal.Body));
            if (OwnerNumber(goal) != row.Owner && goal.Owner is { } owner)
            {
                changes.Add(new KeyChange(goal.Name, "objective", OwnerOf(row), JsonSerializer.Serialize(owner.Id)));
            }
        }

        return changes;
    }

    private string OwnerOf(GoalRow row) => _stored.Values.FirstOrDefault(one => one.Goal == row.Owner) is { } owner
        ? JsonSerializer.Serialize(owner.Name.Id) : "";

    /// <summary>Returns the commit that makes the change durable.</summary>
    /// <param name="firstNumber">The first of the numbers that are reserved for the added goals.</param>
    /// <param name="author">The author of the change.</param>
    /// <param name="reason">The reason for the change.</param>
    public DefinitionCommit ToCommit(long firstNumber, string author, string reason)
    {
        var numbers = _stored.ToDictionary(entry => entry.Key, entry => entry.Value.Goal);
        foreach (var name in Added)
        {
            numbers.Add(name, firstNumber++);
        }

        var edges = Wiring.Of(_plan, numbers);
        var rewired = Rewired(edges);
        var goals = GoalsToWrite(numbers);
        var touched = Touched(edges, rewired, numbers);
        return new DefinitionCommit(
            _plan.Workspace,
            _workspace?.Revision ?? 0,
            author,
            reason,
            SettingsChanged ? Settings : default(ReadOnlyMemory<byte>?),
            goals,
            touched,
            rewired,
            [.. edges.Where(edge => rewired.Contains(edge.Child))]);
    }

    private bool IsChanged(PlannedGoal goal) =>
        _stored.TryGetValue(goal.Name, out var row) && !row.Removed
        && (!row.Body.Span.SequenceEqual(goal.Body) || OwnerNumber(goal) != row.Owner);

    private long? OwnerNumber(PlannedGoal goal) =>
        goal.Owner is { } owner && _stored.TryGetValue(owner, out var row) ? row.Goal : null;

    private List<GoalDefinition> GoalsToWrite(Dictionary<GoalName, long> numbers)
    {
        var write = Added.Concat(Restored).Concat(Changed).Concat(Moved.Select(goal => goal.Name)).ToHashSet();
        var goals = new List<GoalDefinition>();
        foreach (var goal in _planned.Where(goal => write.Contains(goal.Name)))
        {
            long? owner = goal.Owner is { } name ? numbers[name] : null;
            goals.Add(new GoalDefinition(numbers[goal.Name], goal.Name, owner, goal.Ordinal, Removed: false, goal.Body));
        }

        foreach (var name in Missing)
        {
            var row = _stored[name];
            goals.Add(new GoalDefinition(row.Goal, name, row.Owner, row.Ordinal, Removed: true, row.Body));
        }

        return goals;
    }

    private HashSet<long> Rewired(IReadOnlyList<EdgeRow> after)
    {
        var before = _edgesBefore.ToLookup(edge => edge.Child);
        var now = after.ToLookup(edge => edge.Child);
        return
        [
            .. before.Select(edges => edges.Key).Concat(now.Select(edges => edges.Key)).Distinct()
                .Where(child => !before[child].ToHashSet().SetEquals(now[child])),
        ];
    }

    /// <summary>Returns everything that is redefined, everything that loses or gains an edge, and all goals above them.</summary>
    private HashSet<long> Touched(IReadOnlyList<EdgeRow> after, HashSet<long> rewired, Dictionary<GoalName, long> numbers)
    {
        var all = _edgesBefore.Concat(after).ToList();
        var touched = new HashSet<long>(rewired);
        var changed = SettingsChanged
            ? _planned.Select(goal => goal.Name)
            : Added.Concat(Restored).Concat(Changed).Concat(Moved.Select(goal => goal.Name));
        touched.UnionWith(changed.Concat(Missing).Select(name => numbers[name]));
        touched.UnionWith(all.Where(edge => rewired.Contains(edge.Child)).Select(edge => edge.Parent));

        // A key result takes its cycle and commitment from its objective.
        touched.UnionWith(_planned.Where(goal => goal.Owner is { } owner && touched.Contains(numbers[owner])).Select(goal => numbers[goal.Name]));

        return EdgeGraph.Of(all).WithAncestors(touched);
    }
}
