using OkrGrains.Model.Targets;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Targets;

/// <summary>The words of targets (goal-model §4).</summary>
internal static class TargetWords
{
    /// <summary>The baseline that is taken from the KPI itself.</summary>
    public const string Captured = "captured";

    /// <summary>The keys that give the end of a linear target.</summary>
    public static Words<LinearEnd> Ends { get; } = new(
        ("target", LinearEnd.Target),
        ("changeBy", LinearEnd.ChangeBy),
        ("changeByPercent", LinearEnd.ChangeByPercent));

    /// <summary>Whether the steps go down.</summary>
    public static Words<bool> Directions { get; } = new(("up", false), ("down", true));
}
