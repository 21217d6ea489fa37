using OkrGrains.Model.Rules;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Goals;

/// <summary>The words of a roll-up's keys (goal-model §6).</summary>
internal static class RollUpWords
{
    public static Words<RollUpKind> Kinds { get; } = new(
        ("weightedAverage", RollUpKind.WeightedAverage),
        ("minimum", RollUpKind.Minimum),
        ("maximum", RollUpKind.Maximum));

    public static Words<NoDataRule> NoData { get; } = new(
        ("zero", NoDataRule.Zero),
        ("exclude", NoDataRule.Exclude));

    public static Words<RollUpSource> Sources { get; } = new(
        ("both", RollUpSource.Both),
        ("keyResults", RollUpSource.KeyResults),
        ("aligned", RollUpSource.Aligned));
}
