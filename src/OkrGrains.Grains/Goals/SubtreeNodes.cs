using OkrGrains.Model.Goals;
using OkrGrains.Storage.Records;

namespace OkrGrains.Grains.Goals;

/// <summary>Makes the goals of a subtree from its rows, with what they take from their workspace and their objectives.</summary>
internal sealed class SubtreeNodes
{
    private readonly DefinitionCache _definitions;
    private readonly WorkspaceFrame _frame;

    /// <summary>The objectives that the key results belong to, by number. Not all of them are among the goals that are read.</summary>
    private readonly Dictionary<long, GoalRow> _owners = [];

    public SubtreeNodes(Subtree tree, DefinitionCache definitions)
    {
        _definitions = definitions;
        _frame = definitions.FrameOf(tree.Settings);
        foreach (var row in tree.Owners)
        {
            _owners.Add(row.Goal, row);
        }

        foreach (var row in tree.Goals)
        {
            if (row.Name.Kind == GoalKind.Objective)
            {
                _owners.Add(row.Goal, row);
            }
        }
    }

    public GoalNode Of(GoalRow row) =>
        GoalNode.Of(row, _frame, row.Owner is { } number ? _owners.GetValueOrDefault(number) : null, _definitions);
}
