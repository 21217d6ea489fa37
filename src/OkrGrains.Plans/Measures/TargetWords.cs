using OkrGrains.Model.Targets;
using OkrGrains.Plans.Text;

namespace OkrGrains.Plans.Measures;

/// <summary>The words of a target's keys (goal-model §4).</summary>
internal static class TargetWords
{
    /// <summary>The word for a baseline that is captured from the KPI itself.</summary>
    public const string Captured = "captured";

    /// <summary>The keys that give the end of a linear target.</summary>
    public static Words<LinearEnd> Ends { get; } = new(
        ("target", LinearEnd.Target),
        ("changeBy", LinearEnd.ChangeBy),
        ("changeByPercent", LinearEnd.ChangeByPercent));

    /// <summary>The units of a part of a period.</summary>
    public static Words<Prorate> Prorates { get; } = new(("day", Prorate.Day), ("hour", Prorate.Hour));

    /// <summary>The directions of steps; true for down.</summary>
    public static Words<bool> Directions { get; } = new(("up", false), ("down", true));
}
