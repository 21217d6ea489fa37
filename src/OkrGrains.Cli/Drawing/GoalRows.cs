using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>The level of detail at which a tree is drawn.</summary>
internal enum TreeDetail
{
    /// <summary>Objectives, and the key results that roll up objectives.</summary>
    Objectives,

    /// <summary>Objectives and key results.</summary>
    KeyResults,

    /// <summary>Objectives, key results and KPIs.</summary>
    Kpis,
}

/// <summary>One line of a drawn tree.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Guides">The guide lines that connect the goal to the goals above.</param>
/// <param name="Link">The link by which the goal above reads it; null at the top.</param>
/// <param name="Idle">True when it does not count in the goal above.</param>
/// <param name="DrawnElsewhere">True when the goals below it are drawn at another place of the same goal.</param>
internal readonly record struct GoalRow(Goal Goal, string Guides, GoalLink? Link, bool Idle, bool DrawnElsewhere);

/// <summary>
/// The lines of a tree, from the top. A goal with several parents is drawn under each of them, but the goals below it only once, under the
/// first parent in which it counts. So there is one line per link, however many paths lead to a goal.
/// </summary>
internal sealed class GoalRows
{
    // Objectives and key results are at most 32 levels deep, but derived KPIs below them may nest to any depth.
    private const int DeepestGuides = 64 * GuideCells;

    private const int GuideCells = 3;

    private readonly GoalForest _forest;
    private readonly TreeDetail _detail;
    private readonly HashSet<string> _drawn = new(StringComparer.Ordinal);
    private readonly List<GoalRow> _rows = [];

    private GoalRows(GoalForest forest, TreeDetail detail)
    {
        _forest = forest;
        _detail = detail;
    }

    public static IReadOnlyList<GoalRow> Of(GoalForest forest, TreeDetail detail)
    {
        var rows = new GoalRows(forest, detail);
        foreach (var root in forest.Roots.Where(root => rows.IsShown(root) || root.Kind != GoalKind.Kpi))
        {
            rows.Add(new GoalRow(root, "", null, Idle: false, DrawnElsewhere: false), below: "");
        }

        return rows._rows;
    }

    /// <summary>Returns the rows below the only root of a forest, as trees of their own.</summary>
    public static IReadOnlyList<GoalRow> Below(GoalForest forest) =>
        [.. Of(forest, TreeDetail.Kpis).Skip(1).Select(row => row with { Guides = row.Guides[GuideCells..] })];

    private void Add(GoalRow row, string below)
    {
        var children = _forest.Children(row.Goal).Where(child => IsShown(child.Goal)).ToList();
        var here = (!row.Idle || !_forest.CountsSomewhere(row.Goal)) && _drawn.Add(row.Goal.Name);
        _rows.Add(row with { DrawnElsewhere = !here && children.Count > 0 });
        if (!here || below.Length > DeepestGuides)
        {
            return;
        }

        for (var i = 0; i < children.Count; i++)
        {
            var last = i == children.Count - 1;
            var child = children[i];
            var guides = below + (last ? "└─ " : "├─ ");
            Add(new GoalRow(child.Goal, guides, child.Link, child.IsIdle, DrawnElsewhere: false), below + (last ? "   " : "│  "));
        }
    }

    private bool IsShown(Goal goal) => _detail switch
    {
        TreeDetail.Kpis => true,
        TreeDetail.KeyResults => goal.Kind != GoalKind.Kpi,
        _ => goal.Kind == GoalKind.Objective || (goal.Kind == GoalKind.KeyResult && HasObjectives(goal)),
    };

    private bool HasObjectives(Goal keyResult) =>
        _forest.Children(keyResult).Any(child => child.Goal.Kind == GoalKind.Objective && child.Link.Counts);
}
