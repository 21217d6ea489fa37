using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Drawing;

/// <summary>How much of a tree is drawn.</summary>
internal enum TreeDetail
{
    /// <summary>Objectives, and the key results that are rolled up from objectives.</summary>
    Objectives,

    /// <summary>Objectives and key results.</summary>
    KeyResults,

    /// <summary>Everything.</summary>
    Kpis,
}

/// <summary>One line of a drawn tree.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Guides">The lines that lead to it from the goals above.</param>
/// <param name="Link">How it is read by the goal above; null at the top.</param>
/// <param name="Idle">Whether it does not count in the goal above.</param>
/// <param name="DrawnElsewhere">Whether what is below it is drawn at another place where it stands.</param>
internal readonly record struct GoalRow(Goal Goal, string Guides, GoalLink? Link, bool Idle, bool DrawnElsewhere);

/// <summary>
/// The lines of a tree, from the top. A goal with several parents stands under each of them, and what is below it under the first in
/// which it counts: so there is a line per link, however often paths meet.
/// </summary>
internal sealed class GoalRows
{
    // Objectives and key results are 32 deep at most; derived KPIs may go on below them for as long as somebody likes.
    private const int DeepestGuides = 64 * 3;

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

    /// <summary>The rows of the richest detail that fits a height; of the poorest when none does.</summary>
    public static IReadOnlyList<GoalRow> Fitting(GoalForest forest, int height)
    {
        for (var detail = TreeDetail.Kpis; detail > TreeDetail.Objectives; detail--)
        {
            var rows = Of(forest, detail);
            if (rows.Count <= height)
            {
                return rows;
            }
        }

        return Of(forest, TreeDetail.Objectives);
    }

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
