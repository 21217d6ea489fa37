using OkrGrains.Cli.Definitions;
using OkrGrains.Cli.Output;
using OkrGrains.Contracts.V1;
using Spectre.Console.Rendering;

namespace OkrGrains.Cli.Drawing;

/// <summary>
/// Draws goals in as many lines as there are: the whole tree, or without KPIs, or objectives alone; and where that is too much, the goals in
/// trouble first and without a tree. What is left out is counted.
/// </summary>
internal sealed class FittingTable(IReadOnlyCollection<Goal> goals, GoalBook book, ShownTime times, int width, int height)
{
    public IRenderable Draw()
    {
        var forest = new GoalForest(goals);
        for (var detail = TreeDetail.Kpis; detail >= TreeDetail.Objectives; detail--)
        {
            var rows = GoalRows.Of(forest, detail);
            if (rows.Count < height || goals.Count == 0)
            {
                var shown = rows.Select(row => row.Goal.Name).ToHashSet(StringComparer.Ordinal);
                var lines = Lines(rows, [.. goals.Where(goal => !shown.Contains(goal.Name))]);
                if (lines.Count <= height)
                {
                    return TextTable.Drawn(lines);
                }
            }
        }

        return TextTable.Drawn(MostUrgent());
    }

    private List<IReadOnlyList<Fragment>> Lines(IReadOnlyList<GoalRow> rows, Goal[] hidden)
    {
        var lines = GoalTable.Lines(rows, book, times, width);
        if (hidden.Length > 0)
        {
            lines.Add(GoalTable.Note($"… {GoalUrgency.Count(hidden, "more goal")}: a higher terminal shows them", width));
        }

        return lines;
    }

    /// <summary>Returns the lines of the goals in trouble, as many as fit with the lines that a table has beside them.</summary>
    private List<IReadOnlyList<Fragment>> MostUrgent()
    {
        Goal[] all = [.. GoalUrgency.MostUrgentFirst(goals)];
        for (var kept = Math.Min(all.Length, height - 2); kept > 0; kept--)
        {
            GoalRow[] rows = [.. all[..kept].Select(goal => new GoalRow(goal, "", null, Idle: false, DrawnElsewhere: false))];
            var lines = Lines(rows, all[kept..]);
            if (lines.Count <= height)
            {
                return lines;
            }

            // Each line too many takes a goal at least.
            kept = Math.Max(1, kept - (lines.Count - height) + 1);
        }

        return [GoalTable.Note(GoalUrgency.Count(all, "goal"), width)];
    }
}
