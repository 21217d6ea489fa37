using OkrGrains.Cli.Drawing;
using OkrGrains.Contracts.V1;

namespace OkrGrains.Cli.Definitions;

/// <summary>Says in words what a plan says of a goal: how it is measured, and what is wanted of it.</summary>
/// <param name="book">The goals of the workspace.</param>
internal sealed class DefinitionWords(GoalBook book)
{
    /// <summary>Says how the value or the score of a goal comes about.</summary>
    public string Measured(Goal goal) => goal.MeasuredCase switch
    {
        Goal.MeasuredOneofCase.Measure when goal.Kind == GoalKind.KeyResult => $"{MeasureWords.Of(goal.Measure)}, of its own readings",
        Goal.MeasuredOneofCase.Measure => MeasureWords.Of(goal.Measure),
        Goal.MeasuredOneofCase.Formula => MeasureWords.Of(goal.Formula),
        Goal.MeasuredOneofCase.Kpi when goal.Target is null => $"score of {GoalNames.Short(goal.Kpi)}",
        Goal.MeasuredOneofCase.Kpi =>
            $"value of {GoalNames.Short(goal.Kpi)}{(book.Find(goal.Kpi) is { } kpi ? $": {Measured(kpi)}" : "")}",
        Goal.MeasuredOneofCase.RollUp => RolledUp(goal.RollUp, goal.Kind),
        _ => MeasureWords.Unknown,
    };

    /// <summary>Says how a goal's own target scores its value; null for a goal without one.</summary>
    public string? Target(Goal goal) => goal.Target is { } target ? TargetWords.Of(target, book.UnitOf(goal)) : null;

    /// <summary>Says from which score on a goal is a success; null for a KPI, and when it is not known.</summary>
    public static string? Success(Goal goal) => goal.Commitment switch
    {
        CommitmentKind.Committed => "committed: a success at 100%",
        CommitmentKind.Aspirational => "aspirational: a success from 70% on",
        _ => null,
    };

    /// <summary>Says what is expected by when; null for a goal without milestones.</summary>
    public static string? Milestones(Goal goal) => goal.Milestones.Count == 0
        ? null
        : string.Join(", ", goal.Milestones.Select(one => $"{TargetWords.Percent(one.Progress)} by {one.Date}"));

    /// <summary>Says in a word each what the plan says of the kind of goal.</summary>
    public static string Kinds(Goal goal)
    {
        string?[] kinds =
        [
            Word(goal.Scope), Word(goal.ObjectiveKind), Word(goal.Tier), Word(goal.Nature), Word(goal.Signal),
            goal.Priority.Length > 0 ? $"priority {goal.Priority}" : null,
        ];
        return string.Join(", ", kinds.Where(kind => kind is not null));
    }

    // A word that only a newer server knows is a number here, and is left out.
    private static string? Word<T>(T word)
        where T : struct, Enum =>
        Enum.IsDefined(word) && !word.Equals(default(T)) ? word.ToString().ToLowerInvariant() : null;

    private static string Weighted(RolledUpKpi one) => GoalNames.Short(one.Kpi) + (one.Weight == "1" ? "" : $" ×{one.Weight}");

    private static string RolledUp(GoalRollUp rollUp, GoalKind kind)
    {
        var words = rollUp.Rule switch
        {
            RollUpRule.WeightedAverage => "weighted average of",
            RollUpRule.Minimum => "least score of",
            RollUpRule.Maximum => "greatest score of",
            _ => MeasureWords.Unknown + ", of",
        };
        var from = rollUp.From switch
        {
            RollUpFrom.Both => "its key results and the objectives aligned under it",
            RollUpFrom.KeyResults => "its key results alone",
            RollUpFrom.Aligned => kind == GoalKind.KeyResult ? "the objectives aligned under it" : "the objectives aligned under it alone",
            RollUpFrom.Kpis => MeasureWords.Listed([.. rollUp.Kpis.Select(Weighted)]),
            _ => "goals that this program does not know",
        };
        return $"{words} {from}{(rollUp.ExcludesNoData ? "; what has no data is left out" : "")}";
    }
}
